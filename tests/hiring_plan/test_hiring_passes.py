"""The planner's backward pass: what it sees, which classes it books, and which limits it keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hiring_cases import small_plan, some_problem
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.hiring.search import (
    HiringProblem,
    backward_pass,
    evaluate,
    make_limits,
    make_problem,
    tuned_pass,
)
from capplan.hiring.search.kernels import from_starts, kernels
from capplan.hiring.search.pass_plans import settings as pass_settings
from capplan.hiring.search.passes import DEFAULT, HEADCOUNT_REPORT, PLAN, PassRule
from capplan.hiring.search.shared import over_limits


def booked(problem: HiringProblem, rule: PassRule = PLAN) -> dict[int, int]:
    """The pass' starts of the first queue by week."""
    starts = backward_pass(problem, rule).starts_heads[:, 0]
    return {int(week): int(starts[week]) for week in np.flatnonzero(starts)}


def calm(need: Any, opening: Any, **changes: Any) -> HiringProblem:
    """A queue nobody leaves, three weeks of training, classes of any size."""
    given_: dict[str, Any] = {
        "training_weeks": 3,
        "weekly_dropout_share": 0.0,
        "tenured_hazard_share": 0.0,
        "new_hire_hazard_share": 0.0,
        "class_min_heads": 1,
        "first_start_week": 0,
        "tail_weeks": 0,
    }
    return make_problem(need, opening, **(given_ | changes))


def test_ex09_the_headcount_report_gives_the_published_classes() -> None:
    """No leavers seen, graduates found a week late, every gap answered: 5 in weeks 2, 4 and 6."""
    want = {int(k): v for k, v in example("EX09")["expected"]["backward_pass_plan"].items()}
    assert booked(small_plan(), HEADCOUNT_REPORT) == want
    cost = backward_pass(small_plan(), HEADCOUNT_REPORT).cost
    assert cost == pytest.approx(example("EX09")["expected"]["backward_pass"]["total"], abs=1e-4)


def test_ex09_a_planner_who_sees_leavers_books_every_class() -> None:
    """With attrition in the view the same need takes a class of five in every possible week."""
    assert booked(small_plan()) == dict.fromkeys((2, 4, 6, 8, 10), 5)


def test_the_pass_books_the_latest_class_that_graduates_in_time() -> None:
    """Three people short in week 8 are booked three weeks ahead, once; earlier where it must be."""
    need = np.concatenate([np.full(8, 10.0), np.full(8, 13.0)])
    assert booked(calm(need, 10)) == {5: 3}
    even = (np.arange(16) % 2 == 0)[:, None]
    assert booked(calm(need, 10, may_start=even)) == {4: 3}


def test_a_class_already_coming_is_not_booked_twice() -> None:
    """Twelve people short until the lead time has passed are hired once, not once a week."""
    assert booked(calm(np.full(30, 22.0), 10, first_start_week=6)) == {6: 12}


def test_given_classes_are_counted_before_any_is_proposed() -> None:
    """A class already given for the need leaves nothing to book."""
    need = np.concatenate([np.full(8, 10.0), np.full(8, 15.0)])
    given_ = np.zeros((16, 1))
    given_[5] = 5.0
    assert booked(calm(need, 10)) == {5: 5}
    assert booked(calm(need, 10, given_starts=given_)) == {}


def test_leavers_are_replaced_as_they_go() -> None:
    """A steady need with attrition keeps the planner's view within half an agent after the lead."""
    problem = make_problem(
        [60.0] * 52, 60, training_weeks=3, class_min_heads=1, first_start_week=0, tail_weeks=0
    )
    starts = backward_pass(problem, PLAN).starts_heads
    view = problem.base_fte + from_starts(starts, kernels(problem).agent_fte)
    assert (problem.required_fte - view)[4:].max() <= 0.5 + 1e-9
    assert starts.sum() < 40


def test_the_neediest_queue_gets_the_room() -> None:
    """One room and two queues short in the same week: the larger gap is filled first."""
    need = np.concatenate([np.full((8, 2), 10.0), np.full((8, 2), [12.0, 16.0])])
    problem = calm(need, [10.0, 10.0], limits=make_limits(16, 2, rooms=1))
    starts = backward_pass(problem, PLAN).starts_heads
    assert starts[5].tolist() == [0.0, 6.0]
    assert starts[2].tolist() == [2.0, 0.0]


@settings(max_examples=40)
@given(problem=some_problem(), rule=st.sampled_from([PLAN, DEFAULT, HEADCOUNT_REPORT]))
def test_every_pass_keeps_every_limit(problem: HiringProblem, rule: PassRule) -> None:
    """Classes lie within size, lead time, horizon, rooms, trainers and recruiters."""
    plan = backward_pass(problem, rule)
    assert over_limits(problem, plan.starts_heads, plan.classes) == []
    assert (plan.starts_heads == plan.starts_heads.round()).all()
    assert not plan.starts_heads[~problem.bookable].any()
    assert plan.cost == pytest.approx(evaluate(problem, plan.starts_heads).total)


@settings(max_examples=4)
@given(problem=some_problem())
def test_the_tuned_pass_is_the_cheapest_of_all(problem: HiringProblem) -> None:
    """No setting of the pass, the ordinary one included, is cheaper than the tuned pass."""
    tuned = tuned_pass(problem)
    assert tuned.cost <= backward_pass(problem).cost
    costs = [backward_pass(problem, rule).cost for rule in list(pass_settings())[::12]]
    assert tuned.cost <= min(costs)
    assert over_limits(problem, tuned.starts_heads, tuned.classes) == []
