"""The optimiser: true optima, the solver trap, lying solvers, bounds and shadow prices."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hiring_cases import small_plan, some_problem, trap
from hypothesis import given, settings

from capplan.hiring.search import (
    HiringPlan,
    HiringProblem,
    NoSolverError,
    backward_pass,
    evaluate,
    make_limits,
    make_prices,
    make_problem,
    optimise,
    price,
    verify,
    what_if,
)
from capplan.hiring.search.kernels import kernels
from capplan.hiring.search.linear import Model, linear_model
from capplan.hiring.search.shared import over_limits
from capplan.hiring.search.solve import Solution, highs

EX09, EX17 = example("EX09"), example("EX17")


def classes_of(plan: HiringPlan) -> dict[int, int]:
    """Starts of the first queue by week."""
    return {one.week: one.heads for one in plan.class_list()}


def enumerated() -> tuple[dict[int, int], float]:
    """EX09 by brute force: all 16,807 plans, with arithmetic of its own."""
    case = EX09["inputs"]
    weeks, wage = np.arange(case["weeks"]), case["w"]
    grid = np.array(list(itertools.product(case["class_sizes"], repeat=5)), dtype=float)
    worth = kernels(small_plan())
    tenured = 1 - np.exp(-0.4 / 52)
    supply = np.tile(case["n0"] * (1 - tenured) ** weeks * (1 - tenured / 2), (len(grid), 1))
    cost = supply.sum(axis=1) * wage
    for column, week in enumerate(case["class_weeks"]):
        left = len(weeks) - week
        heads = grid[:, column]
        supply[:, week:] += heads[:, None] * worth.effective_fte[:left, 0]
        paid = (worth.agent_fte + worth.trainee_fte)[:left, 0].sum()
        cost += heads * (paid * wage + case["hire"] + case["mat"])
        cost += (heads > 0) * case["trainer_week"] * case["L"]
    short = np.maximum(np.array(case["R"]) - supply, 0)
    overtime = np.minimum(short, case["ot_cap"] * supply)
    bought = np.minimum(short - overtime, case["bpo_cap"] * np.array(case["R"]))
    cost += wage * (case["ot_mult"] * overtime + case["bpo_mult"] * bought).sum(axis=1)
    cost += wage * case["pen_mult"] * (short - overtime - bought).sum(axis=1)
    best = int(np.argmin(cost))
    found = dict(zip(case["class_weeks"], grid[best].astype(int).tolist(), strict=True))
    return {week: heads for week, heads in found.items() if heads}, float(cost[best])


def test_ex09_the_optimiser_finds_the_enumerated_optimum() -> None:
    """Of 16,807 plans the cheapest has 6 starters in week 2 and 5 in week 4, and so has ours."""
    best, cost = enumerated()
    assert best == {int(k): v for k, v in EX09["expected"]["optimal_plan"].items()}
    assert cost == pytest.approx(EX09["expected"]["optimal"]["total"], abs=1e-4)
    plan = optimise(small_plan(), time_limit_s=20)
    assert classes_of(plan) == best
    assert plan.cost.total == pytest.approx(cost, abs=1e-6)
    assert plan.evidence.verified
    assert plan.evidence.bound <= cost
    assert plan.evidence.gap_share < 0.001


@pytest.mark.parametrize("name", ["A", "B"])
@pytest.mark.parametrize("find", [optimise, what_if])
def test_ex17_the_solver_trap(name: str, find: Callable[[HiringProblem], HiringPlan]) -> None:
    """The plan costs no more than the known optimum, where a trusted solver asked 40 % more."""
    plan = find(trap(name))
    assert plan.cost.total <= EX17["expected"][name]["best_cost"] + EX17["tol"]
    assert classes_of(plan) == {
        int(week): heads for week, heads in EX17["expected"][name]["best_plan"].items()
    }
    assert plan.evidence.verified


def crooked(claim: Solution, times: float, cost: bool, bound: bool) -> Solution:
    """The claim with its cost, its bound or both multiplied."""
    return replace(
        claim,
        cost=claim.cost * times if cost else claim.cost,
        bound=claim.bound * times if bound else claim.bound,
    )


def liar(when: Callable[[bool, bool], bool], **lies: Any) -> Any:
    """A solver that lies where `when(whole, presolve)` says so, and keeps a list of its calls."""
    calls: list[tuple[bool, bool]] = []

    def solve(model: Model, whole: bool, presolve: bool, time_limit_s: float) -> Solution:
        calls.append((whole, presolve))
        claim = highs(model, whole, presolve, time_limit_s)
        return crooked(claim, **lies) if when(whole, presolve) else claim

    return solve, calls


@pytest.mark.parametrize(
    ("times", "cost", "bound", "says"),
    [
        (2.3, True, True, "the evaluator finds"),
        (2.3, False, True, "is above"),
        (0.9, True, False, "the evaluator finds"),
    ],
)
def test_a_lie_about_whole_classes_is_caught_and_solved_again(
    times: float, cost: bool, bound: bool, says: str
) -> None:
    """A wrong claim or bound is noticed, presolve is toggled, and the truth is found."""
    solver, calls = liar(
        lambda whole, presolve: whole and not presolve, times=times, cost=cost, bound=bound
    )
    plan = optimise(trap("B"), time_limit_s=20, solver=solver)
    assert plan.cost.total <= EX17["expected"]["B"]["best_cost"] + EX17["tol"]
    assert (True, True) in calls[calls.index((True, False)) :]
    assert any(says in warning for warning in plan.evidence.warnings)
    assert "presolve toggled" in plan.evidence.status
    assert plan.evidence.verified
    assert plan.evidence.bound <= plan.cost.total + 1e-3


def test_a_solver_that_always_lies_about_classes_changes_nothing() -> None:
    """Claims that never hold are left out, and the plan says so."""
    solver, _ = liar(lambda whole, presolve: whole, times=2.3, cost=True, bound=True)
    plan = optimise(trap("A"), time_limit_s=20, solver=solver)
    assert plan.cost.total <= EX17["expected"]["A"]["best_cost"] + EX17["tol"]
    assert not plan.evidence.verified
    assert "left out" in plan.evidence.status
    assert plan.evidence.dual_bound == -np.inf


def test_a_lie_about_the_linear_model_gives_no_bound() -> None:
    """A linear bound above a plan that is possible is not believed, with or without presolve."""
    solver, calls = liar(lambda whole, presolve: not whole, times=1.5, cost=True, bound=True)
    plan = what_if(trap("A"), solver=solver)
    assert calls[:2] == [(False, True), (False, False)]
    assert plan.evidence.lp_bound == -np.inf
    assert plan.evidence.gap_share == 1.0
    assert not plan.evidence.verified


def test_a_solver_without_an_answer_leaves_the_tuned_pass() -> None:
    """No answer in time is no disaster: the best pass is returned, without a bound."""

    def silent(model: Model, whole: bool, presolve: bool, time_limit_s: float) -> Solution:
        return Solution(None, np.inf, -np.inf, None, "time limit", False)

    plan = optimise(trap("B"), time_limit_s=5, solver=silent)
    assert plan.evidence.tuned_cost is not None
    assert plan.cost.total <= plan.evidence.tuned_cost
    assert plan.evidence.gap_share == 1.0
    assert "no lower bound" in plan.evidence.status


@settings(max_examples=6)
@given(problem=some_problem(2))
def test_laws_of_every_optimised_plan(problem: HiringProblem) -> None:
    """Whole people, every limit kept, never dearer than the passes, never below the bound."""
    plan = optimise(problem, time_limit_s=1.0)
    evidence = plan.evidence
    assert evidence.tuned_cost is not None
    assert plan.cost.total <= min(evidence.tuned_cost, evidence.backward_cost) + 1e-6
    assert evidence.lp_bound <= plan.cost.total * (1 + 1e-6)
    assert evidence.dual_bound <= plan.cost.total * (1 + 1e-6)
    assert evidence.verified, evidence.status
    assert plan.starts_heads.dtype == plan.classes.dtype == np.int64
    starts, classes = plan.starts_heads.astype(float), plan.classes.astype(float)
    assert over_limits(problem, starts, classes) == []
    assert price(problem, starts) == pytest.approx(evidence.cost)
    listed = sum(one.heads for one in plan.class_list())
    assert listed == plan.reported_starts_heads.sum()


def tight(rooms: float = 1.0, trainers: float = np.inf, recruiters: float = 14.0) -> HiringProblem:
    """Two growing queues that need more rooms and recruiters than there are."""
    need = np.linspace([30.0, 40.0], [55.0, 60.0], 40)
    return make_problem(
        need,
        [30.0, 40.0],
        first_start_week=1,
        tail_weeks=0,
        class_max_heads=12,
        limits=make_limits(40, 2, rooms=rooms, trainers=trainers, recruiter_capacity=recruiters),
    )


def linear_cost(problem: HiringProblem) -> float:
    """Cost of the linear model."""
    return highs(linear_model(problem), whole=False, presolve=True, time_limit_s=20).cost


@pytest.mark.parametrize(
    ("given_", "grown", "name"),
    [
        ({"rooms": 1.0, "trainers": 3.0}, {"rooms": 1.0, "step": 0.01}, "room"),
        ({"rooms": 3.0, "trainers": 1.0}, {"trainers": 1.0, "step": 0.01}, "trainer"),
        ({"recruiters": 9.0, "rooms": 6.0}, {"recruiters": 9.0, "step": 0.01}, "recruiter"),
    ],
)
def test_shadow_prices_are_what_a_little_more_saves(
    given_: dict[str, float], grown: dict[str, float], name: str
) -> None:
    """The price of a room, trainer or recruiter is the saving of a hundredth more, times 100."""
    step = grown.pop("step")
    problem = tight(**given_)
    ((what, value),) = grown.items()
    field = "recruiter_capacity" if what == "recruiters" else what
    changed: dict[str, Any] = {field: np.full(40, value + step)}
    more = replace(problem.limits, **changed)
    saved = (linear_cost(problem) - linear_cost(replace(problem, limits=more))) / step
    worth = what_if(problem).evidence.worth
    assert saved > 100
    assert getattr(worth, name) == pytest.approx(saved, rel=0.02)
    assert getattr(worth, "trainer" if name == "room" else "room") == 0.0


def test_many_queues_are_bounded_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Queues as if alone give a bound below the joint one, and a plan when that is not there."""
    monkeypatch.setattr(verify, "MANY_COLUMNS", 10)
    problem = tight(rooms=1.0, recruiters=9.0)

    def hurried(model: Model, whole: bool, presolve: bool, time_limit_s: float) -> Solution:
        if model.queues > 1:
            return Solution(None, np.inf, -np.inf, None, "time limit", False)
        return highs(model, whole, presolve, time_limit_s)

    joint, apart = what_if(problem), what_if(problem, solver=hurried)
    assert [check.name for check in joint.evidence.checks][:2] == [
        "each queue alone",
        "linear model",
    ]
    assert 0 < apart.evidence.lp_bound < joint.evidence.lp_bound <= joint.cost.total
    assert apart.evidence.found_by.startswith("the linear model")
    assert apart.evidence.verified
    assert apart.evidence.worth.recruiter == 0.0 < joint.evidence.worth.recruiter
    assert "without the shared limits" in apart.evidence.status


def test_what_binds_is_named_with_its_weeks() -> None:
    """Full rooms and busy recruiters are counted; equal rooms and trainers are priced together."""
    evidence = what_if(tight(rooms=1.0, trainers=1.0, recruiters=30.0)).evidence
    assert any(line.startswith("training rooms: full in") for line in evidence.binding)
    assert any(line.startswith("trainers: full in") for line in evidence.binding)
    assert not any(line.startswith("recruiters: full in") for line in evidence.binding)
    busy = what_if(tight(rooms=6.0, recruiters=9.0)).evidence.binding
    assert any(line.startswith("recruiters: full in") for line in busy)
    assert evidence.worth.room_and_trainer > 0 == evidence.worth.room


def test_a_plan_of_two_queues_by_brute_force() -> None:
    """Two queues that share one room: no plan of two classes is cheaper than the optimiser's."""
    need = np.concatenate([np.full((8, 2), [10.0, 12.0]), np.full((10, 2), [13.0, 15.0])])
    problem = make_problem(
        need,
        [10.0, 12.0],
        training_weeks=3,
        first_start_week=1,
        class_max_heads=5,
        class_min_heads=3,
        tail_weeks=0,
        limits=make_limits(18, 2, rooms=1),
        prices=make_prices(18, 2, 700.0, hire_cost=300.0, trainer_week_cost=100.0),
    )
    singles = [(w, q, h) for w in range(1, 15) for q in (0, 1) for h in (3, 5)]
    best = price(problem, np.zeros((18, 2)))
    for one, two in itertools.combinations_with_replacement(singles, 2):
        if one != two and abs(one[0] - two[0]) < 3:
            continue
        starts = np.zeros((18, 2))
        for week, queue, heads in {one, two}:
            starts[week, queue] = heads
        best = min(best, price(problem, starts))
    plan = optimise(problem, time_limit_s=6)
    assert plan.cost.total <= best + 1e-6


def test_evidence_speaks_the_vocabulary() -> None:
    """Every term of the evidence is known, and texts and numbers are of the right kind."""
    from capplan.vocabulary import VOCABULARY

    found = optimise(trap("B"), time_limit_s=5).evidence.terms()
    for name, value in found.items():
        assert isinstance(value, str) == (VOCABULARY[name].unit == "text"), name
    assert set(found) >= {"found_cost", "bound_cost", "tuned_cost", "search_status"}
    assert "SciPy" in str(found["search_solver"])


def test_progress_is_told_and_grows() -> None:
    """The caller hears what is going on, from 0 to 1."""
    heard: list[tuple[str, float]] = []
    optimise(small_plan(), 3, lambda text, share: heard.append((text, share)))
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len({text for text, _ in heard}) >= 5


def test_without_scipy_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The optimiser names the extra; the passes and the pricing still work."""
    monkeypatch.setitem(sys.modules, "scipy", None)
    problem = trap("B")
    for find in (optimise, what_if):
        with pytest.raises(NoSolverError, match=r"pip install capplan\[optimise\]") as caught:
            find(problem)
        assert "\n" not in str(caught.value)
    plan = backward_pass(problem)
    assert evaluate(problem, plan.starts_heads).total == plan.cost
