"""From fractions to people: whole classes, shared limits, small changes, and why a need fails."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hiring_cases import plan_of, some_problem
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.hiring.search import (
    HiringProblem,
    backward_pass,
    make_limits,
    make_problem,
    obstacles,
    price,
    what_if,
)
from capplan.hiring.search.improve import Clock, left_by_others, polished
from capplan.hiring.search.limits import surplus_of_smallest_class
from capplan.hiring.search.recourse import class_count, in_training
from capplan.hiring.search.shared import Free, over_limits, used
from capplan.hiring.search.whole_classes import gathered, whole_starters, within_limits


def windows(values: np.ndarray[Any, Any], weeks: int) -> list[float]:
    """Sums of each week and those before it, the slow way."""
    return [float(values[max(0, week + 1 - weeks) : week + 1].sum()) for week in range(len(values))]


@given(
    classes=st.lists(st.integers(0, 3), min_size=3, max_size=30),
    smallest=st.integers(1, 8),
    more=st.integers(0, 12),
    seed=st.integers(0, 10**6),
)
def test_error_diffusion_keeps_sizes_and_the_total(
    classes: list[int], smallest: int, more: int, seed: int
) -> None:
    """Whole starters stay within the class sizes, and never drift from the sum of the fractions."""
    held = np.array(classes, dtype=float)[:, None]
    low, high = np.array([smallest]), np.array([smallest + more])
    draw = np.random.default_rng(seed)
    starts = held * draw.uniform(low, high, held.shape)
    whole = whole_starters(starts, held, low * 1.0, high * 1.0)
    assert (whole == whole.round()).all()
    assert (whole >= low * held).all()
    assert (whole <= high * held).all()
    drift = np.cumsum(whole - starts)
    assert np.abs(drift).max() <= 0.5 + 1e-9


@settings(max_examples=60)
@given(problem=some_problem(), seed=st.integers(0, 10**6))
def test_trimming_keeps_every_shared_limit(problem: HiringProblem, seed: int) -> None:
    """However many classes are asked for, what is left fits rooms, trainers and recruiters."""
    draw = np.random.default_rng(seed)
    classes = np.where(problem.bookable, draw.integers(0, 3, problem.required_fte.shape), 0) * 1.0
    low, high = problem.class_min_heads * classes, problem.class_max_heads * classes
    starts = np.floor(draw.uniform(low, high + 1)).clip(low, high)
    cut, held, _ = within_limits(problem, starts, classes)
    assert over_limits(problem, cut, held) == []
    assert (cut <= starts).all()
    assert (held <= classes).all()
    if not over_limits(problem, starts, classes):
        assert (cut == starts).all()


@settings(max_examples=40)
@given(problem=some_problem(), share=st.floats(0, 1), seed=st.integers(0, 10**6))
def test_gathering_keeps_every_limit(problem: HiringProblem, share: float, seed: int) -> None:
    """A trickle of fractional starters becomes classes that fit, and no one is made up."""
    draw = np.random.default_rng(seed)
    trickle = np.where(problem.bookable, draw.uniform(0, 2, problem.required_fte.shape), 0.0)
    whole, classes = gathered(problem, trickle, share)
    assert over_limits(problem, whole, classes) == []
    assert (whole == whole.round()).all()
    largest = problem.class_max_heads
    assert (whole.sum(axis=0) <= trickle.sum(axis=0) + largest).all()


@settings(max_examples=60)
@given(problem=some_problem(), seed=st.integers(0, 10**6))
def test_limits_are_counted_as_by_hand(problem: HiringProblem, seed: int) -> None:
    """Classes in training and recruiting load are the plain sums over the weeks they last."""
    draw = np.random.default_rng(seed)
    starts = draw.integers(0, 9, problem.required_fte.shape).astype(float)
    classes = class_count(problem, starts)
    running, load = used(problem, starts, classes)
    by_hand = np.zeros(problem.weeks)
    for number, length in enumerate(problem.training_weeks):
        by_hand += windows(classes[:, number], int(length)) if length else 0.0
    assert running == pytest.approx(by_hand)
    assert in_training(problem, classes).sum(axis=1) == pytest.approx(by_hand)
    weekly = (starts * problem.limits.recruiter_load).sum(axis=1)
    assert load == pytest.approx(windows(weekly, problem.limits.recruiter_window_weeks))


@settings(max_examples=10)
@given(problem=some_problem(2))
def test_polishing_never_makes_a_plan_dearer(problem: HiringProblem) -> None:
    """Small changes keep every limit, and each one pays."""
    before = backward_pass(problem).starts_heads
    after = polished(problem, before, Clock.lasting(60), lambda share: None)
    assert price(problem, after) <= price(problem, before) + 1e-6
    assert over_limits(problem, after, class_count(problem, after)) == []
    again = polished(problem, after, Clock.lasting(60), lambda share: None)
    assert price(problem, again) <= price(problem, after) + 1e-6


def test_what_the_others_leave_adds_up() -> None:
    """Free rooms and recruiters are the limits less given classes and those of other queues."""
    limits = make_limits(20, 2, rooms=3, recruiter_capacity=30)
    given_ = np.zeros((20, 2))
    given_[2, 0] = 6.0
    problem = make_problem(
        np.full((20, 2), 10.0), [9.0, 9.0], limits=limits, given_starts=given_, tail_weeks=0
    )
    starts = np.zeros((20, 2))
    starts[3, 0], starts[4, 1] = 5.0, 7.0
    free = left_by_others(problem, starts, 0)
    assert free.rooms[:10].tolist() == [3, 3, 2, 2, 1, 1, 2, 2, 3, 3]
    assert free.recruiters[:10].tolist() == [30, 30, 24, 24, 17, 17, 23, 23, 30, 30]
    assert Free.of(problem).rooms[:7].tolist() == [3, 3, 2, 2, 2, 2, 3]


def test_a_what_if_takes_seconds() -> None:
    """Ten queues over two and a half years are planned while one waits."""
    week = np.arange(130)[:, None]
    need = np.linspace(20, 110, 10) * (1 + 0.2 * np.sin(week / 8))
    begun = time.monotonic()
    plan = what_if(make_problem(need, need[0].round(), limits=make_limits(130, 10, rooms=8)))
    assert time.monotonic() - begun < 30  # a few seconds on a machine with nothing else to do
    assert plan.evidence.verified
    assert plan.evidence.gap_share < 0.015


NEED = [10.0] * 6 + [24.0] * 14


@pytest.mark.parametrize(
    ("changes", "says", "helps"),
    [
        ({"first_start_week": 30}, "the lead time of 30 weeks", "shorten the lead time"),
        ({"may_start": False}, "no week is open", "open weeks"),
        ({"limits": {"rooms": 0}}, "no room is free for 4 weeks", "add a room"),
        ({"limits": {"trainers": 0}}, "no trainer is free for 4 weeks", "add a trainer"),
        ({"limits": {"recruiter_capacity": 3}}, "smallest class of 4", "add recruiters"),
        ({"first_start_week": 8}, "no class graduates before week 12", "start sooner"),
    ],
)
def test_every_obstacle_is_named_and_a_plan_is_still_given(
    changes: dict[str, Any], says: str, helps: str
) -> None:
    """What makes a need unreachable is said with its weeks, and the nearest plan is there."""
    limits = make_limits(20, 1, **changes.pop("limits", {}))
    problem = make_problem(NEED, 10, tail_weeks=0, **({"limits": limits} | changes))
    plan = what_if(problem)
    found = obstacles(problem, plan.starts_heads.astype(float))
    assert found[0].first_week == 6
    assert says in found[0].reason
    assert helps in found[0].remedy
    assert any(says in line for line in plan.evidence.obstacles)
    assert np.isfinite(plan.cost.total)
    assert plan.evidence.verified


def test_no_obstacle_where_hiring_can_reach() -> None:
    """A need that classes can meet in time has nothing in its way, hired for or not."""
    problem = make_problem([10.0] * 12 + [12.0] * 8, 11, tail_weeks=0, first_start_week=1)
    assert obstacles(problem, plan_of(20, {5: 5})) == ()


def test_an_obstacle_ends_where_more_rooms_would_reach() -> None:
    """With rooms for many the weeks out of reach are only those before the first graduates."""
    problem = make_problem(NEED, 10, tail_weeks=0, first_start_week=3)
    many = replace(problem.limits, rooms=np.full(20, 5.0))
    found = obstacles(replace(problem, limits=many), np.zeros((20, 1)))
    assert [(one.first_week, one.last_week) for one in found] == [(6, 6)]


def test_a_smallest_class_beyond_the_need_is_told() -> None:
    """Where two are missing and the smallest class brings eleven, the plan says so."""
    problem = make_problem([12.0] * 20, 10, class_min_heads=12, tail_weeks=0)
    assert surplus_of_smallest_class(problem) == (
        "queue 1: the smallest class brings 10.6 FTE where at most 3.4 are missing; "
        "allow smaller classes",
    )
