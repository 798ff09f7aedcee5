"""The plan's hiring problem, and the classes that the engine adds to a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from capplan import Assumptions, example, make_assumptions, make_plan
from capplan.capacity.workforce import workforce
from capplan.errors import PlanInputError
from capplan.hiring.case import hiring_case
from capplan.hiring.search.recourse import people
from capplan.inputs.identity import inputs_of_hiring
from capplan.plan.flow import known_values
from capplan.questions.bridge import bridge


@pytest.mark.parametrize("name", ["growth", "enterprise"])
def test_a_starter_is_worth_what_the_plan_says(name: str) -> None:
    """The search counts new people week by week as the plan's own supply does, leave apart.

    People hired in the plan who go on leave without a date, a year and more after their start, are
    not followed there and back by the search.
    """
    given = example(name)
    own = tuple(one for one in given.classes if not one.proposed)
    at_work = {"leave_of_absence_weekly_share": 0.0}
    known = known_values(given, given.scenario_names[0]) | at_work
    shape = given.calendar.weeks, len(given.queue_names)
    case = hiring_case(given, own, known | {"required_fte": np.ones(shape)})
    starts = np.zeros((case.weeks, case.queues))
    starts[8, 0], starts[30, -1] = 12.0, 7.0
    mondays = case_mondays(given, case.weeks)
    frame = known | {"classes": own, "mondays": mondays}
    with_them = workforce(frame, case.given_starts + starts)["effective_fte"]
    without = workforce(frame, case.given_starts)["effective_fte"]
    assert people(case, starts).effective_fte == pytest.approx(with_them - without, abs=1e-9)


def case_mondays(given: Assumptions, weeks: int) -> tuple[date, ...]:
    """The plan's Mondays and those behind it."""
    first = given.calendar.first_week
    return tuple(first + timedelta(weeks=week) for week in range(weeks))


def test_a_plain_run_keeps_an_optimised_plan_and_its_evidence() -> None:
    """Optimised classes stay, with what they stand on, until the next optimisation."""
    found = make_plan(example("growth"), optimise_s=4).assumptions
    again = make_plan(found).assumptions
    assert any(one.status == "optimised" for one in found.classes)
    assert not any(one.status == "proposed" for one in found.classes)
    assert again.classes == found.classes
    assert again.evidence == found.evidence
    assert found.evidence["search_inputs"] == inputs_of_hiring(example("growth"))
    bound, cost, tuned = (
        float(found.evidence[f"{name}_cost"]) for name in ("bound", "found", "tuned")
    )
    assert bound <= cost <= tuned


def test_optimising_leaves_the_planners_classes_alone() -> None:
    """Whatever a person decided stands in the optimised plan as it was."""
    given = example("growth")
    own = tuple(one for one in given.classes if not one.proposed)
    assert own
    found = make_plan(given, optimise_s=4).assumptions
    assert found.classes[: len(own)] == own


def test_the_optimised_plan_costs_less_in_the_budget_too() -> None:
    """What the search saves shows in the plan's own money, gaps being no deeper than priced."""
    plain, best = (make_plan(example("growth"), optimise_s=limit) for limit in (None, 6))
    assert best["total_cost"] < plain["total_cost"]


def late_need(opening_agents_heads: float) -> Assumptions:
    """A falling need, and a lead time that leaves five weeks to start anybody in."""
    queue = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": opening_agents_heads}
    need = [[3000.0 - 60 * week] for week in range(27)]
    late = {"hiring_lead_weeks": 22}
    return make_assumptions(date(2026, 1, 5), [queue], need, values=late)


def test_a_plain_run_keeps_the_answer_that_no_class_is_worth_it() -> None:
    """No optimised class is an answer that stands for the same inputs, and only for those."""
    given = late_need(13)
    found = make_plan(given, optimise_s=2).assumptions
    assert found.classes == ()
    assert make_plan(given).assumptions.classes
    again = make_plan(found).assumptions
    assert again.classes == ()
    assert again.evidence == found.evidence
    changed = make_plan(replace(found, base_contacts=found.base_contacts + 1)).assumptions
    assert changed.classes
    assert not changed.evidence


def test_a_bridge_from_a_plan_without_classes_starts_where_that_plan_ends() -> None:
    """The comparison keeps the optimiser's answer that no class is worth its cost."""
    without = make_plan(late_need(13), optimise_s=2)
    plain = make_plan(late_need(13))
    found = bridge(without, plain)["money"]
    assert found.old == without["total_cost"]
    assert found.new == plain["total_cost"]


@pytest.mark.parametrize(
    "pay",
    [
        {"agent_salary_cost": 0.0},
        {"agent_salary_cost": 0.0, "trainee_salary_cost": 0.0, "seat_cost": 0.0},
        {"agent_salary_cost": 5000.0, "seat_cost": 20000.0},
    ],
)
def test_any_pay_can_be_planned(pay: dict[str, float]) -> None:
    """Unpaid people and seats dearer than pay are plans like others."""
    queue = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    given = make_assumptions(date(2026, 1, 5), [queue], [[3000]] * 27, values=pay)
    plan = make_plan(given)
    assert plan.assumptions.classes
    assert np.isfinite(plan["total_cost"])


def test_a_scaled_base_is_not_optimised() -> None:
    """With a hiring scale in the base other people would start than were found: refused."""
    given = example("growth")
    scaled = replace(given, values={**given.values, "hiring_scale_share": 0.5})
    with pytest.raises(PlanInputError, match=r"Hiring plan scale: found 0\.5; allowed 1 when"):
        make_plan(scaled, optimise_s=1)
