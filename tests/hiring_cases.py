"""The worked examples as hiring problems, and small problems with every feature."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from golden_examples import example
from hypothesis import strategies as st

from capplan.hiring.search import HiringProblem, make_limits, make_prices, make_problem


def small_plan(**changes: Any) -> HiringProblem:
    """EX09: twenty weeks, five possible class weeks, one price for what stays uncovered."""
    case = example("EX09")["inputs"]
    weeks, wage = case["weeks"], case["w"]
    allowed = np.zeros((weeks, 1), dtype=bool)
    allowed[case["class_weeks"]] = True
    given: dict[str, Any] = {
        "required_fte": [float(need) for need in case["R"]],
        "opening_heads": case["n0"],
        "training_weeks": case["L"],
        "weekly_dropout_share": case["d"],
        "tenured_hazard_share": 1 - math.exp(-0.4 / 52),
        "new_hire_hazard_share": 1 - math.exp(-0.8 / 52),
        "proficiency_share": case["prof"],
        "nesting_weeks": 0,
        "class_min_heads": 5,
        "class_max_heads": 10,
        "first_start_week": 0,
        "may_start": allowed,
        "tail_weeks": 0,
        "prices": make_prices(
            weeks,
            1,
            wage,
            hire_cost=case["hire"],
            material_cost=case["mat"],
            trainer_week_cost=case["trainer_week"],
            overtime_cap_share=case["ot_cap"],
            overtime_multiple=case["ot_mult"],
            time_off_cap_share=0.0,
            outsourcing_cap_share=case["bpo_cap"],
            outsourcing_multiple=case["bpo_mult"],
            shortage_first_cost=case["pen_mult"] * wage,
            shortage_cost=case["pen_mult"] * wage,
        ),
        "limits": make_limits(weeks, 1),
    }
    return make_problem(**(given | changes))


def trap(name: str, **changes: Any) -> HiringProblem:
    """EX17 A or B: small models on which solvers were seen to report far too high a cost."""
    case = example("EX17")["inputs"][name]
    weeks = len(case["R"])
    given: dict[str, Any] = {
        "required_fte": case["R"],
        "opening_heads": case["n0"],
        "training_weeks": case["L"],
        "weekly_dropout_share": case["d"],
        "tenured_hazard_share": case["h_ten"],
        "new_hire_hazard_share": case["h_new"],
        "new_hire_weeks": case["new_weeks"],
        "proficiency_share": case["prof"],
        "nesting_weeks": case["nesting_weeks"],
        "mentor_ratio": case["mentor_ratio"],
        "mentor_time_lost_share": case["mentor_drag"],
        "class_min_heads": case["class_min"],
        "class_max_heads": case["class_max"],
        "first_start_week": case["lead"],
        "tail_weeks": 0,
        "prices": make_prices(
            weeks,
            1,
            case["w"],
            hire_cost=case["hire"],
            material_cost=case["mat"],
            trainer_week_cost=case["trainer_week"],
            overtime_cap_share=case["ot_cap"],
            overtime_multiple=case["ot_mult"],
            time_off_cap_share=case["vto_cap"],
            time_off_saving_share=case["vto_saving"],
            outsourcing_cap_share=case["bpo_cap"],
            outsourcing_multiple=case["bpo_mult"],
            shortage_first_cap_share=case["u1_cap"],
            shortage_first_cost=case["pen1"],
            shortage_cost=case["pen2"],
        ),
    }
    return make_problem(**(given | changes))


def plan_of(weeks: int, plan: dict[str, int] | dict[int, int]) -> Any:
    """Starts week by week from week: heads."""
    starts = np.zeros((weeks, 1))
    for week, heads in plan.items():
        starts[int(week), 0] = heads
    return starts


@st.composite
def some_problem(draw: st.DrawFn, most_queues: int = 3) -> HiringProblem:
    """A small problem with every feature: ramps, bands, mentors, shared limits, given classes."""
    seed, queues = draw(st.integers(0, 10**6)), draw(st.integers(1, most_queues))
    weeks, tail = draw(st.integers(14, 30)), draw(st.integers(0, 6))
    random = np.random.default_rng(seed)
    level = random.uniform(5, 60, queues)
    growth = 1 + random.uniform(-0.3, 0.6) * np.arange(weeks)[:, None] / weeks
    need = level * growth * random.uniform(0.9, 1.1, (weeks, queues))
    smallest = random.integers(1, 6, queues)
    wage = random.uniform(600, 900, queues)
    given_ = np.zeros((weeks, queues))
    if draw(st.booleans()):
        given_[int(random.integers(0, 4)), 0] = float(random.integers(1, 9))
    return make_problem(
        need,
        np.round(level * random.uniform(0.8, 1.05, queues)),
        training_weeks=random.integers(0, 5, queues),
        weekly_dropout_share=random.uniform(0, 0.06, queues),
        tenured_hazard_share=random.uniform(0.002, 0.015, queues),
        new_hire_hazard_share=random.uniform(0.005, 0.03, queues),
        new_hire_weeks=int(random.integers(0, 14)),
        proficiency_share=np.sort(
            random.uniform(0.4, 1.0, (int(random.integers(0, 8)), queues)), 0
        ),
        nesting_weeks=random.integers(0, 3, queues),
        fte_per_head=random.uniform(0.6, 1.0, queues),
        class_min_heads=smallest,
        class_max_heads=smallest + random.integers(0, 12, queues),
        first_start_week=int(random.integers(0, 4)),
        given_starts=given_,
        tail_weeks=tail,
        prices=make_prices(
            weeks,
            queues,
            wage,
            trainee_wage_share=float(random.uniform(0.8, 1.0)),
            outsourcing_multiple=random.uniform(1.2, 1.7, queues),
        ),
        limits=make_limits(
            weeks,
            queues,
            rooms=draw(st.sampled_from([np.inf, 1.0, 2.0])),
            trainers=draw(st.sampled_from([np.inf, 2.0])),
            recruiter_capacity=draw(st.sampled_from([np.inf, 12.0, 25.0])),
            mentor_share=draw(st.sampled_from([np.inf, 0.1])),
        ),
    )
