"""Fix and optimise: re-solve one queue, or a few weeks, while the rest stands still; and polish.

Every step is judged by the independent evaluator; a plan is replaced only by a cheaper one that
keeps every shared limit.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from capplan.hiring.search.linear import linear_model
from capplan.hiring.search.polish import polish_queue
from capplan.hiring.search.recourse import class_count, evaluate
from capplan.hiring.search.shared import Free, over_limits, used
from capplan.hiring.search.whole_classes import whole_starters, within_limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from capplan.hiring.search.linear import Model
    from capplan.hiring.search.problem import HiringProblem
    from capplan.hiring.search.solve import Solver

    Array = NDArray[np.float64]

PASSES = 2
QUEUE_S = 2.0  # seconds a queue may take
WINDOW_S = 4.0  # seconds a window of weeks may take
WINDOW_CLASSES = 48  # weeks x queues that are open at the same time
PROMISING_SHARE = 0.003  # dearer by less than this, a plan is worth polishing


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of the time limit is left.

    >>> Clock.lasting(60).left() > 59
    True
    """

    end: float

    @classmethod
    def lasting(cls, seconds: float) -> Clock:
        """A clock that runs out after so many seconds."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds left; negative once over."""
        return self.end - time.monotonic()

    def running(self) -> bool:
        """Whether there is time left."""
        return self.left() > 0


def polished(
    problem: HiringProblem, starts: Array, clock: Clock, progress: Callable[[float], None]
) -> Array:
    """The plan after every small change to single queues that pays, one queue after another."""
    starts = np.array(starts)
    for number in range(problem.queues):
        if not clock.running():
            break
        progress(number / problem.queues)
        free = left_by_others(problem, starts, number)
        one = problem.one_queue(number)
        starts[:, number] = polish_queue(one, starts[:, number], free, clock.running)
    return starts


def left_by_others(problem: HiringProblem, starts: Array, number: int) -> Free:
    """The shared limits without the given classes and without those of all other queues."""
    free = Free.of(problem)
    others = np.array(starts)
    others[:, number] = 0.0
    running, load = used(problem, others, class_count(problem, others))
    return Free(
        np.maximum(free.rooms - running, 0.0),
        np.maximum(free.recruiters - load, 0.0),
        free.window_weeks,
    )


def fix_and_optimise(
    problem: HiringProblem,
    starts: Array,
    solver: Solver,
    clock: Clock,
    progress: Callable[[float], None],
) -> Array:
    """The plan after two rounds over the queues, each re-solved while the others stand still."""
    steps = PASSES * problem.queues
    settled: dict[int, bytes] = {}
    for step in range(steps):
        if not clock.running():
            break
        progress(step / steps)
        number = step % problem.queues
        free = left_by_others(problem, starts, number)
        key = free.rooms.tobytes() + free.recruiters.tobytes() + starts[:, number].tobytes()
        if settled.get(number) == key:
            continue  # neither the queue nor what the others leave has changed
        starts = _with_better_queue(problem, starts, number, free, solver, clock)
        settled[number] = key
    return starts


def _with_better_queue(
    problem: HiringProblem, starts: Array, number: int, free: Free, solver: Solver, clock: Clock
) -> Array:
    one = problem.one_queue(number)
    found = solve_queue(one, free, solver, min(QUEUE_S, max(clock.left(), 0.1)))
    if found is None:
        return starts
    new = np.array(starts)
    new[:, number] = polish_queue(one, found, free, clock.running)
    before = evaluate(one, starts[:, [number]]).total
    better = evaluate(one, new[:, [number]]).total < before
    keeps = not over_limits(problem, new, class_count(problem, new))
    return new if better and keeps else starts


def solve_queue(
    one: HiringProblem, free: Free, solver: Solver, time_limit_s: float
) -> Array | None:
    """Whole starts of a single queue from its own model, or None without an answer."""
    model = linear_model(one, free)
    claim = solver(model, whole=True, presolve=True, time_limit_s=time_limit_s)
    if claim.values is None:
        return None
    classes = np.round(model.block(claim.values, "classes"))
    fixed = solver(
        model.with_classes(classes, classes), whole=False, presolve=True, time_limit_s=10.0
    )
    if fixed.values is None:
        return None
    starts = model.block(fixed.values, "starts")
    whole = whole_starters(starts, classes, one.class_min_heads, one.class_max_heads)
    return np.asarray(whole[:, 0])


def by_windows(
    problem: HiringProblem,
    model: Model,
    starts: Array,
    solver: Solver,
    clock: Clock,
    progress: Callable[[float], None],
) -> Array:
    """The plan after re-solving a few weeks of all queues at a time, round after round.

    Where rooms or recruiters are scarce, queues must give way to each other, which no change of a
    single queue can do. Ends when a whole round changes nothing.
    """
    length = min(max(WINDOW_CLASSES // problem.queues, 4), 26)
    weeks = np.flatnonzero(problem.bookable.any(axis=1))
    better = len(weeks) > 0
    while better and clock.running():
        better = False
        for first in range(int(weeks[0]), int(weeks[-1]) + 1, length // 2):
            progress(first / problem.weeks)
            found = _window(problem, model, starts, slice(first, first + length), solver, clock)
            better = better or found is not starts
            starts = found
            if not clock.running():
                break
    return starts


def _window(
    problem: HiringProblem,
    model: Model,
    starts: Array,
    window: slice,
    solver: Solver,
    clock: Clock,
) -> Array:
    """The plan with that window re-solved, or the plan itself where nothing better is found."""
    least = class_count(problem, starts)
    most = least.copy()
    least[window], most[window] = 0.0, model.block(model.high, "classes")[window]
    limit = min(WINDOW_S, max(clock.left(), 0.1))
    claim = solver(model.with_classes(least, most), whole=True, presolve=True, time_limit_s=limit)
    if claim.values is None:
        return starts
    classes = np.round(model.block(claim.values, "classes"))
    smallest, largest = problem.class_min_heads, problem.class_max_heads
    fractions = np.clip(model.block(claim.values, "starts"), smallest * classes, largest * classes)
    whole = whole_starters(fractions, classes, smallest, largest)
    new, _, _ = within_limits(problem, whole, classes)
    cost = evaluate(problem, starts).total
    if evaluate(problem, new).total > cost * (1 + PROMISING_SHARE):
        return starts
    new = polished(problem, new, clock, lambda share: None)
    keeps = not over_limits(problem, new, class_count(problem, new))
    return new if keeps and evaluate(problem, new).total < cost * (1 - 1e-9) else starts
