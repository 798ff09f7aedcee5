"""The planner's backward pass: which classes to book so that the floor is staffed.

The pass thinks as a planner does: a graduate counts as one full agent from the first floor week.
It walks through the weeks and, where the gap exceeds half an agent, books one class in the latest
free week that graduates in time, or else in the next free one if people will still be short when
its graduates come.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.assumptions import TrainingClass
from capplan.rounding import round_up
from capplan.supply import run_pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TRIGGER_FTE = 0.5  # a gap up to half an agent is left to overtime and luck


class HiringRules(NamedTuple):
    """What a proposed class must respect."""

    training_weeks: int
    weekly_dropout_share: float
    tenured_hazard_share: float
    new_hire_hazard_share: float
    new_hire_weeks: int
    fte_per_head: float
    class_min_heads: float
    class_max_heads: float
    first_start: int
    last_start: int


def propose_starts(
    required_fte: Array,
    opening_agents_heads: float,
    given_starts: Array,
    rules: HiringRules,
    rooms_free: NDArray[np.int64],
    allowed: Callable[[int], bool] = lambda week: True,
) -> Array:
    """Starters a week, over the given ones, by the planner's backward pass for one queue.

    `rooms_free` holds the rooms left in each week and is used up as classes are booked;
    `allowed` says in which weeks a class may start at all.

    >>> rules = HiringRules(2, 0.0, 0.0, 0.0, 13, 1.0, 1, 10, 0, 9)
    >>> need = np.array([10.0] * 5 + [13.0] * 5)
    >>> propose_starts(need, 10, np.zeros(10), rules, np.ones(10, dtype=int)).tolist()
    [0.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    starts = given_starts.astype(float).copy()
    booked = np.zeros_like(starts)
    survival = (1 - rules.weekly_dropout_share) ** rules.training_weeks
    view = _planner_view(starts, opening_agents_heads, rules)
    per_starter = _planner_view(_impulse(len(starts)), 0.0, rules)
    short = (required_fte - view) / rules.fte_per_head
    for week in range(len(starts)):
        if short[week] <= TRIGGER_FTE:
            continue
        start = _free_week(week - rules.training_weeks, booked, rules, rooms_free, allowed)
        if start is None:
            continue
        # a class that comes too late for this week must still be needed when it comes
        gap = float(short[max(week, start + rules.training_weeks)])
        if gap <= TRIGGER_FTE:
            continue
        size = min(max(round_up(gap / survival), rules.class_min_heads), rules.class_max_heads)
        booked[start] = size
        rooms_free[start : start + max(rules.training_weeks, 1)] -= 1
        short[start:] -= per_starter[: len(short) - start] * size / rules.fte_per_head
    return booked


def _impulse(weeks: int) -> Array:
    one = np.zeros(weeks)
    one[0] = 1.0
    return one


def _planner_view(starts: Array, opening: float, rules: HiringRules) -> Array:
    """FTE available week by week if every graduate were proficient at once."""
    run = run_pipeline(
        starts[:, None],
        np.array([opening]),
        np.array([rules.training_weeks]),
        rules.weekly_dropout_share,
        rules.tenured_hazard_share,
        rules.new_hire_hazard_share,
        rules.new_hire_weeks,
        np.zeros(0),
    )
    return np.asarray(run.effective_fte[:, 0] * rules.fte_per_head)


def _free_week(
    latest: int,
    booked: Array,
    rules: HiringRules,
    rooms_free: NDArray[np.int64],
    allowed: Callable[[int], bool],
) -> int | None:
    """The latest free start week up to `latest`, else the next free one after it."""
    room = max(rules.training_weeks, 1)

    def free(start: int) -> bool:
        return (
            allowed(start)
            and not booked[start]
            and bool((rooms_free[start : start + room] > 0).all())
        )

    earlier = range(min(latest, rules.last_start), rules.first_start - 1, -1)
    later = range(max(latest + 1, rules.first_start), rules.last_start + 1)
    return next((start for start in (*earlier, *later) if free(start)), None)


def propose_classes(
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    required_fte: Array,
    opening_agents_heads: Array,
    given: Sequence[TrainingClass],
    rules: Sequence[HiringRules],
    training_rooms: float,
) -> tuple[TrainingClass, ...]:
    """Proposed classes for every queue, beside the given ones, within the training rooms.

    Queues take turns in the order of the plan, the one with the earliest need not first: rooms
    are shared as a planner would book them, queue by queue.
    """
    weeks = len(mondays)
    rooms = np.full(weeks, math.floor(training_rooms), dtype=int)
    starts = np.zeros((weeks, len(queue_names)))
    for one in given:
        week, number = mondays.index(one.start_week), queue_names.index(one.queue)
        starts[week, number] += one.heads
        rooms[week : week + max(rules[number].training_weeks, 1)] -= 1
    proposed = []
    for number, name in enumerate(queue_names):
        booked = propose_starts(
            required_fte[:, number],
            float(opening_agents_heads[number]),
            starts[:, number],
            rules[number],
            rooms,
        )
        proposed += [
            TrainingClass(
                f"{name} {mondays[week].isoformat()}",
                name,
                mondays[week],
                float(booked[week]),
                "proposed",
            )
            for week in np.flatnonzero(booked)
        ]
    return tuple(proposed)
