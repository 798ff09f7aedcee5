"""What hiring plans cost: kernels, the walk through the stages, and each week's cheapest cover."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hiring_cases import plan_of, small_plan, some_problem, trap
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from capplan.hiring.search import evaluate, make_limits, make_prices, make_problem, price, with_tail
from capplan.hiring.search.kernels import class_cost, from_starts, kernels, start_cost
from capplan.hiring.search.linear import linear_model
from capplan.hiring.search.polish import queue_cost
from capplan.hiring.search.recourse import cover_of, in_price_order, people
from capplan.hiring.search.solve import highs
from capplan.people import supply

EX09, EX17 = example("EX09"), example("EX17")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({}, EX09["steps"]["no_hire"]),
        (EX09["expected"]["optimal_plan"], EX09["expected"]["optimal"]),
        (EX09["expected"]["backward_pass_plan"], EX09["expected"]["backward_pass"]),
    ],
)
def test_ex09_costs_item_by_item(plan: dict[str, int], expected: dict[str, float]) -> None:
    """Nobody, the optimum and the planner's classes cost what the enumeration says."""
    cost = evaluate(small_plan(), plan_of(20, plan))
    items = cost.items()
    renamed = {"wage": "wages", "bpo": "outsourcing"}
    for name, value in expected.items():
        found = cost.total if name == "total" else items[renamed.get(name, name)]
        assert found == pytest.approx(value, abs=EX09["tol"])
    assert items["unmentored"] == items["time_off"] == 0


def test_ex09_supply_week_by_week() -> None:
    """The optimal plan's effective FTE in each of the twenty weeks."""
    found = cover_of(small_plan(), plan_of(20, EX09["expected"]["optimal_plan"])).supply_fte[:, 0]
    assert found == pytest.approx(EX09["steps"]["supply_optimal"], abs=1e-6)


@pytest.mark.parametrize("name", ["A", "B"])
def test_ex17_costs(name: str) -> None:
    """Hiring nobody and the best known plan cost what two solvers and the enumeration found."""
    want, problem = EX17["expected"][name], trap(name)
    nobody = price(problem, plan_of(problem.weeks, {}))
    assert nobody == pytest.approx(want["no_hire_cost"], abs=1e-6)
    best = price(problem, plan_of(problem.weeks, want["best_plan"]))
    assert best == pytest.approx(want["best_cost"], abs=1e-6)


def test_ex08_a_class_of_twenty() -> None:
    """Kernels and the walk through the stages give the worked class week by week."""
    case = example("EX08")
    inputs, rows = case["inputs"], case["steps"]["rows"]
    problem = make_problem(
        [0.0] * 27,
        0,
        training_weeks=inputs["training_weeks"],
        weekly_dropout_share=inputs["weekly_dropout"],
        tenured_hazard_share=1 - np.exp(-inputs["tenured_annual_turnover"] / 52),
        new_hire_hazard_share=1 - np.exp(-inputs["new_hire_annual_turnover"] / 52),
        proficiency_share=inputs["proficiency_by_floor_week"],
        mentor_time_lost_share=0.0,
    )
    worth = kernels(problem)
    heads = 20 * worth.alive_share[:, 0]
    assert heads == pytest.approx([row["open"] for row in rows], abs=1e-6)
    effective = [row["effective"] for row in rows]
    assert 20 * worth.effective_fte[:, 0] == pytest.approx(effective, abs=1e-6)
    walked = people(problem, plan_of(27, {0: 20}))
    assert walked.effective_fte[:, 0] == pytest.approx(effective, abs=1e-6)
    lost = walked.nesting_fte[:, 0] / inputs["mentor_ratio"] * inputs["mentor_time_lost"]
    for week, value in case["expected"]["mentor_fte_lost_by_week"].items():
        assert lost[int(week)] == pytest.approx(value, abs=1e-9)


@given(
    starts=st.lists(st.integers(0, 30), min_size=8, max_size=40),
    yearly=st.floats(0, 1.5),
    training=st.integers(0, 6),
    dropout=st.floats(0, 0.2),
    new=st.integers(0, 15),
    ramp=st.lists(st.floats(0, 1), max_size=8),
)
def test_kernels_agree_with_the_pipeline(
    starts: list[int],
    yearly: float,
    training: int,
    dropout: float,
    new: int,
    ramp: list[float],
) -> None:
    """Starts times kernel are what the plan's own pipeline gives, without mentors."""
    run = supply.pipeline(starts, 0, yearly, training, dropout, ramp, 1.7 * yearly, new)
    problem = make_problem(
        [0.0] * len(starts),
        0,
        training_weeks=training,
        weekly_dropout_share=dropout,
        tenured_hazard_share=1 - np.exp(-yearly / 52),
        new_hire_hazard_share=1 - np.exp(-1.7 * yearly / 52),
        new_hire_weeks=new,
        proficiency_share=ramp,
        mentor_time_lost_share=0.0,
        tail_weeks=0,
    )
    booked = np.array(starts, dtype=float)[:, None]
    found = from_starts(booked, kernels(problem).effective_fte)[:, 0]
    assert found == pytest.approx(np.asarray(run.effective_fte), abs=1e-9)


@settings(max_examples=40)
@given(problem=some_problem(), seed=st.integers(0, 10**6))
def test_the_walk_and_the_kernels_agree(problem: Any, seed: int) -> None:
    """People followed stage by stage are what starts times kernels say, in all four kinds."""
    starts = np.random.default_rng(seed).integers(0, 12, problem.required_fte.shape) * 1.0
    worth, walked = kernels(problem), people(problem, starts)
    for kernel, found in (
        (worth.effective_fte, walked.effective_fte),
        (worth.agent_fte, walked.paid_fte),
        (worth.trainee_fte, walked.trainee_fte),
        (worth.nesting_fte, walked.nesting_fte),
    ):
        assert found == pytest.approx(from_starts(starts, kernel), abs=1e-8)


@settings(max_examples=25)
@given(problem=some_problem(), seed=st.integers(0, 10**6))
def test_the_evaluator_is_the_linear_programs_optimum_for_fixed_starts(
    problem: Any, seed: int
) -> None:
    """With starts and classes fixed, the linear program finds the evaluator's cost."""
    draw = np.random.default_rng(seed)
    model = linear_model(problem)
    most = model.block(model.high, "starts")
    starts = most * draw.uniform(0, 0.2, most.shape) * (draw.random(most.shape) < 0.3)
    classes = starts / problem.class_max_heads
    fixed = model.with_classes(classes, classes)
    for bound in (fixed.low, fixed.high):
        bound.reshape(problem.queues, -1, problem.weeks)[:, 0, :] = starts.T
    fixed.row_high[-2 * problem.weeks :] = 1e9  # shared limits do not change a cost
    cost = highs(fixed, whole=False, presolve=True, time_limit_s=10).cost
    assert cost == pytest.approx(evaluate(problem, starts, classes).total, rel=1e-6)


@settings(max_examples=25)
@given(problem=some_problem(), seed=st.integers(0, 10**6))
def test_polishing_prices_changes_as_the_evaluator_does(problem: Any, seed: int) -> None:
    """The price of a change found with kernels is the difference of two evaluated plans."""
    one = problem.one_queue(0)
    draw = np.random.default_rng(seed)
    starts = draw.integers(0, 3, one.weeks) * draw.integers(0, 9, one.weeks) * 1.0
    week, heads = int(draw.integers(0, one.weeks)), float(draw.integers(1, 6))
    prices, worth = queue_cost(one), kernels(one)
    supply_fte = one.base_fte[:, 0] + from_starts(starts[:, None], worth.effective_fte)[:, 0]
    nesting = prices.given_nesting_fte + from_starts(starts[:, None], worth.nesting_fte)[:, 0]
    found = prices.of_changes(supply_fte, nesting, [(), ((week, heads),)])
    after = starts.copy()
    after[week] += heads
    none = np.zeros((one.weeks, 1))
    before, later = (evaluate(one, plan[:, None], none).total for plan in (starts, after))
    assert found[1] - found[0] == pytest.approx(later - before, rel=1e-7, abs=1e-4)


@given(
    short=st.floats(0, 50),
    prices=st.lists(st.floats(1, 9), min_size=4, max_size=4),
    caps=st.lists(st.floats(0, 15), min_size=3, max_size=3),
)
def test_cheapest_first_is_optimal(short: float, prices: list[float], caps: list[float]) -> None:
    """Filling a gap in the order of prices costs what a linear program finds."""
    cap = np.array([*caps, np.inf])
    taken = in_price_order(np.array([short]), np.array(prices)[:, None], cap[:, None])[:, 0]
    assert taken.sum() == pytest.approx(short)
    assert (taken <= cap).all()
    best = linprog(
        prices, A_eq=[[1.0] * 4], b_eq=[short], bounds=list(zip([0] * 4, cap, strict=True))
    )
    assert float(taken @ prices) == pytest.approx(best.fun, abs=1e-6)


def test_a_starter_costs_pay_to_the_end_recruiting_material_and_a_class_its_trainer() -> None:
    """Costs per start and per class add up to what the evaluator books for one class of five."""
    problem = some_fixed_problem()
    worth, starts = kernels(problem), plan_of(30, {8: 5})
    cost, nobody = evaluate(problem, starts), evaluate(problem, starts * 0)
    booked = [cost.items()[name] - nobody.items()[name] for name in ("wages", "hiring", "training")]
    per_start = float(start_cost(problem, worth)[8, 0]) * 5
    assert per_start + float(class_cost(problem)[8, 0]) == pytest.approx(sum(booked))


def some_fixed_problem() -> Any:
    """Thirty weeks with a pay award half way and trainees on less pay."""
    wage = np.where(np.arange(30) < 15, 700.0, 721.0)
    return make_problem(
        [20.0] * 30,
        18,
        tail_weeks=0,
        prices=make_prices(30, 1, wage, trainee_wage_share=0.9, trainer_week_cost=1200.0),
    )


def test_given_classes_are_in_the_base_and_hold_mentors() -> None:
    """A class given from outside supplies like one that is booked, and uses up the mentors."""
    need, starts = [20.0] * 30, plan_of(30, {3: 8})
    limits = make_limits(30, 1, mentor_share=0.05)
    given_ = make_problem(need, 15, tail_weeks=0, given_starts=starts, limits=limits)
    booked = make_problem(need, 15, tail_weeks=0, limits=limits, first_start_week=0)
    ours, theirs = evaluate(given_, starts * 0).items(), evaluate(booked, starts).items()
    for name in ("wages", "overtime", "outsourcing", "shortage", "unmentored", "time_off"):
        assert ours[name] == pytest.approx(theirs[name])
    assert ours["hiring"] == 0 < theirs["hiring"]
    assert theirs["unmentored"] > 0


def test_the_tail_goes_on_where_the_plan_ends() -> None:
    """A year of history is repeated from its beginning, less is carried on flat."""
    season = 100 + 10 * np.sin(np.arange(104) * 2 * np.pi / 52)
    assert with_tail(season, 5)[104:] == pytest.approx(season[52:57])
    assert with_tail(np.array([[1.0, 2.0], [3.0, 4.0]]), 2)[2:].tolist() == [[2.0, 3.0]] * 2


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"required_fte": [[-1.0]]}, "required_fte: found -1"),
        ({"tail_weeks": 40}, "tail_weeks: found 40; allowed 0 to 29 weeks"),
        ({"class_min_heads": 9, "class_max_heads": 8}, "class_max_heads: found 8"),
        ({"weekly_dropout_share": 1.0}, "weekly_dropout_share: found 1"),
        ({"class_min_heads": 2.5}, "class_min_heads"),
        ({"opening_heads": None}, "opening_heads: found nothing"),
        ({"training_weeks": [1, 2, 3]}, "training_weeks"),
        ({"given_starts": np.nan}, "given_starts: found nan"),
    ],
)
def test_nonsense_is_refused_in_one_line(changes: dict[str, Any], line: str) -> None:
    """Each fault names the argument, what was found and what is allowed."""
    good: dict[str, Any] = {"required_fte": [20.0] * 30, "opening_heads": 18}
    with pytest.raises(ValueError, match=line) as caught:
        make_problem(**(good | changes))
    assert len(str(caught.value)) <= 255
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"shortage_first_cost": 9000.0}, "shortage_first_cost"),
        ({"time_off_saving_share": 1.4}, "time_off_saving_share"),
    ],
)
def test_prices_that_reward_being_short_are_refused(changes: dict[str, Any], line: str) -> None:
    """A deeper gap must not be cheaper, and time off must not pay for overtime."""
    with pytest.raises(ValueError, match=line):
        make_prices(4, 1, 700.0, **changes)
