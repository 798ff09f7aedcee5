"""From fractions to people: whole starters within whole classes, and within every shared limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.hiring.search.recourse import class_count
from capplan.hiring.search.shared import ROUNDING, Free, used

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]


def whole_starters(starts: Array, classes: Array, smallest: Array, largest: Array) -> Array:
    """Whole starters for whole classes, weeks x queues: what one class lacks the next one gets.

    Error diffusion within [smallest x classes, largest x classes], queue by queue.

    >>> starts, classes = np.array([[5.4], [0.0], [5.4]]), np.array([[1.0], [0.0], [1.0]])
    >>> whole_starters(starts, classes, np.array([4.0]), np.array([9.0])).ravel().tolist()
    [5.0, 0.0, 6.0]
    """
    whole = np.zeros(starts.shape)
    owed = np.zeros(starts.shape[1])
    for week in np.flatnonzero(classes.any(axis=1)):
        held = classes[week] > 0
        wish = starts[week] + np.where(held, owed, 0.0)
        heads = np.clip(np.floor(wish + 0.5), smallest * classes[week], largest * classes[week])
        whole[week] = np.where(held, heads, 0.0)
        owed = np.where(held, wish - heads, owed)
    return whole


def within_limits(
    problem: HiringProblem, starts: Array, classes: Array
) -> tuple[Array, Array, list[str]]:
    """The plan cut back until rooms and recruiters suffice, and what had to be cut.

    Week by week the starters over the recruiters' capacity go, first from classes that stay above
    their smallest size, then whole classes, the smallest first; classes over the rooms likewise.
    """
    starts, classes = np.array(starts), np.array(classes)
    free, cuts = Free.of(problem), []
    for week in range(problem.weeks):
        while used(problem, starts, classes)[0][week] > free.rooms[week] + ROUNDING:
            cuts.append(_drop_smallest(problem, starts, classes, week, _in_training(problem, week)))
        while (over := _load(problem, starts, week) - free.recruiters[week]) > ROUNDING:
            if not _fewer_starters(problem, starts, classes, week, over):
                window = _in_window(problem, week)
                cuts.append(_drop_smallest(problem, starts, classes, week, window))
    return starts, classes, cuts


def _load(problem: HiringProblem, starts: Array, week: int) -> float:
    first = max(week + 1 - problem.limits.recruiter_window_weeks, 0)
    return float((starts[first : week + 1] @ problem.limits.recruiter_load).sum())


def _fewer_starters(
    problem: HiringProblem, starts: Array, classes: Array, week: int, over: float
) -> bool:
    """Takes starters from the class of the window that is furthest above its smallest size."""
    window = _in_window(problem, week)
    spare = np.where(window, starts - problem.class_min_heads * classes, 0.0)
    spare = np.where(problem.limits.recruiter_load > 0, spare, 0.0)
    place = np.unravel_index(int(np.argmax(spare)), spare.shape)
    if spare[place] < 1:
        return False
    heads = min(spare[place], np.ceil(over / problem.limits.recruiter_load[place[1]]))
    starts[place] -= np.floor(heads)
    return True


def _drop_smallest(
    problem: HiringProblem, starts: Array, classes: Array, week: int, where: NDArray[np.bool_]
) -> str:
    """Drops one class among those marked, the smallest; its starters go with it."""
    sizes = np.where(where & (classes > 0), starts / np.maximum(classes, 1.0), np.inf)
    place = np.unravel_index(int(np.argmin(sizes)), sizes.shape)
    heads = np.round(starts[place] / classes[place])
    classes[place] -= 1
    most = problem.class_max_heads[place[1]] * classes[place]
    least = problem.class_min_heads[place[1]] * classes[place]
    starts[place] = np.clip(starts[place] - heads, least, most)
    return f"week {place[0]}, {problem.queue_names[place[1]]}: a class of {heads:g} cut"


def _in_training(problem: HiringProblem, week: int) -> NDArray[np.bool_]:
    """Starts whose classes are in training in that week."""
    row = np.arange(problem.weeks)[:, None]
    return np.asarray((row <= week) & (row > week - problem.training_weeks))


def _in_window(problem: HiringProblem, week: int) -> NDArray[np.bool_]:
    """Starts that the recruiters' capacity of that week counts."""
    row = np.arange(problem.weeks)[:, None]
    window = (row <= week) & (row > week - problem.limits.recruiter_window_weeks)
    return np.asarray(np.broadcast_to(window, (problem.weeks, problem.queues)))


def gathered(problem: HiringProblem, starts: Array, size_share: float) -> tuple[Array, Array]:
    """Whole classes out of the linear model's trickle of starters.

    Starters of a queue are gathered week by week; when half of a class of `size_share` between the
    smallest and the largest size has come together and there is room, a class of all of them
    starts, so that on average people start when the trickle would have them.
    """
    free = Free.of(problem)
    whole = np.zeros(starts.shape)
    waiting = np.zeros(problem.queues)
    smallest, largest = problem.class_min_heads, problem.class_max_heads
    wanted = smallest + size_share * (largest - smallest)
    bookable = problem.bookable
    for week in range(problem.weeks):
        waiting = waiting + starts[week]
        due = np.flatnonzero(bookable[week] & (waiting >= wanted / 2))
        for number in sorted(due, key=lambda queue: -waiting[queue] / wanted[queue]):
            heads = _takes(problem, free, week, int(number), max(waiting[number], wanted[number]))
            whole[week, number] = heads
            waiting[number] -= heads
    return whole, class_count(problem, whole)


def _takes(problem: HiringProblem, free: Free, week: int, number: int, wish: float) -> float:
    """Books one class as near to the wish as sizes, rooms and recruiters allow; its heads."""
    length = int(problem.training_weeks[number])
    load = float(problem.limits.recruiter_load[number])
    most = free.most(week) / load if load else np.inf
    heads = np.floor(min(wish + 0.5, float(problem.class_max_heads[number]), most + ROUNDING))
    if heads < problem.class_min_heads[number] or not free.has_room(week, length):
        return 0.0
    free.take(week, length, heads * load)
    return float(heads)
