"""What all queues share, as it is used up: rooms, trainers and recruiters, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]

ROUNDING = 1e-6  # a fraction this small above a limit is arithmetic, not people


class Free:
    """Rooms (with trainers) and recruiters that are still free, week by week.

    >>> free = Free(np.array([2.0, 2.0, 1.0]), np.array([9.0, 9.0, 9.0]), 2)
    >>> free.take(0, 2, 5.0)
    >>> free.rooms.tolist(), free.most(1), free.has_room(1, 2), free.has_room(2, 1)
    ([1.0, 1.0, 1.0], 4.0, True, True)
    """

    def __init__(self, rooms: Array, recruiters: Array, window_weeks: int) -> None:
        self.rooms, self.recruiters = np.array(rooms, dtype=float), np.array(recruiters, float)
        self.window_weeks = window_weeks
        self._ahead: dict[int, Array] = {}

    @classmethod
    def of(cls, problem: HiringProblem) -> Free:
        """What the given classes leave free."""
        limits = problem.limits
        running, recruited = used(problem, problem.given_starts, problem.given_classes)
        return cls(
            np.maximum(limits.classes - running, 0.0),
            np.maximum(limits.recruiter_capacity - recruited, 0.0),
            limits.recruiter_window_weeks,
        )

    def rooms_ahead(self, training_weeks: int) -> Array:
        """Rooms free throughout the training of a class that starts in each week."""
        if training_weeks not in self._ahead:
            self._ahead[training_weeks] = _least_ahead(self.rooms, training_weeks)
        return self._ahead[training_weeks]

    def recruiters_ahead(self) -> Array:
        """Most recruiting load that a class of each week may still take."""
        if -1 not in self._ahead:
            self._ahead[-1] = _least_ahead(self.recruiters, self.window_weeks)
        return self._ahead[-1]

    def has_room(self, week: int, training_weeks: int, classes: float = 1.0) -> bool:
        """Whether so many more classes may start in that week."""
        return min(self.rooms[week : week + training_weeks].tolist(), default=classes) >= classes

    def most(self, week: int) -> float:
        """Most recruiting load that a class of that week may still take."""
        return float(min(self.recruiters[week : week + self.window_weeks].tolist()))

    def take(self, week: int, training_weeks: int, load: float, classes: float = 1.0) -> None:
        """Books classes and the recruiting load of their starters."""
        self.rooms[week : week + training_weeks] -= classes
        self.recruiters[week : week + self.window_weeks] -= load
        self._ahead.clear()

    def copy(self) -> Free:
        """The same free capacity, to be used up on its own."""
        return Free(self.rooms, self.recruiters, self.window_weeks)


def _least_ahead(free: Array, weeks: int) -> Array:
    """The least of each week and the ones after it, so many in all; none after the last."""
    if weeks < 1:
        return np.full(len(free), np.inf)
    least, count = np.array(free), len(free)
    for after in range(1, min(weeks, count)):
        np.minimum(least[:-after], free[after:], out=least[:-after])
    return least


def used(problem: HiringProblem, starts: Array, classes: Array) -> tuple[Array, Array]:
    """Classes in training and recruiting load within the window, week by week."""
    running = np.zeros(len(starts))
    for number, length in enumerate(problem.training_weeks):
        for after in range(int(length)):
            running[after:] += classes[: len(classes) - after, number]
    weekly = starts @ problem.limits.recruiter_load
    sums = np.concatenate([[0.0], np.cumsum(weekly)])
    week = np.arange(len(starts)) + 1
    load = sums[week] - sums[np.maximum(week - problem.limits.recruiter_window_weeks, 0)]
    return running, load


def over_limits(problem: HiringProblem, starts: Array, classes: Array) -> list[str]:
    """Every shared limit and class size that a plan breaks, one line each; empty when all hold.

    Given classes may fill a limit or exceed it; a plan only must not add to what exceeds.
    """
    free = Free.of(problem)
    running, load = used(problem, starts, classes)
    sizes = starts - problem.class_max_heads * classes, problem.class_min_heads * classes - starts
    broken = {
        "classes in training, over rooms and trainers": running - free.rooms,
        "starters, over the recruiters' capacity": load - free.recruiters,
        "starters, over the largest class": sizes[0].max(axis=1),
        "starters, under the smallest class": sizes[1].max(axis=1),
        "classes in a week that takes none": np.where(problem.bookable, 0.0, classes).max(axis=1),
    }
    return [
        f"week {int(np.argmax(excess))}: {np.max(excess):g} {what}"
        for what, excess in broken.items()
        if (excess > ROUNDING).any()
    ]
