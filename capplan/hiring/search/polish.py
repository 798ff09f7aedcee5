"""Small changes to one queue's classes that make a plan of whole people cheaper.

A start or class may grow, shrink, move by weeks, join its neighbour, go, or be added. Each change
alters the queue's supply by starts times kernels, so hundreds are priced at once; the best one
that keeps the shared limits is taken until none pays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search.kernels import class_cost, kernels, start_cost
from capplan.hiring.search.recourse import people
from capplan.hiring.search.shared import ROUNDING, Free

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]
    Change = tuple[tuple[int, float], ...]  # (week, heads more or fewer)

STEPS = (-4, -2, -1, 1, 2, 4)
SHIFTS = (-4, -2, -1, 1, 2, 4)
WORTH_IT = 1e-6  # of the cost: below this a change is arithmetic


class QueueCost(NamedTuple):
    """What one queue's weeks cost at any supply, ready to price many plans at once."""

    required_fte: Array
    base_fte: Array
    effective_from: Array  # by week of start x week: what one starter brings
    nesting_from: Array
    given_nesting_fte: Array
    start_cost: Array
    class_cost: Array
    measure_price: Array
    measure_cap: Array
    measure_of_supply: Array
    time_off_price: Array
    time_off_cap_share: Array
    mentor_share: Array
    unmentored_cost: Array

    def of_changes(self, supply: Array, nesting: Array, changes: list[Change]) -> Array:
        """Cost of covering all weeks after each change, and of the changed starters."""
        none = (0, 0.0)
        pairs = [(*change, none, none)[:2] for change in changes]
        weeks = np.array([[week for week, _ in pair] for pair in pairs])
        heads = np.array([[more for _, more in pair] for pair in pairs])
        supplies = np.tile(supply, (len(changes), 1))
        nestings = np.tile(nesting, (len(changes), 1))
        for one in (0, 1):
            supplies += heads[:, one, None] * self.effective_from[weeks[:, one]]
            nestings += heads[:, one, None] * self.nesting_from[weeks[:, one]]
        paid = (heads * self.start_cost[weeks]).sum(axis=1)
        return np.asarray(self.of_supply(supplies, nestings) + paid)

    def of_supply(self, supply: Array, nesting: Array) -> Array:
        """Cost of covering all weeks at these supplies (plans x weeks)."""
        short = np.maximum(self.required_fte - supply, 0.0)
        cost = np.zeros(supply.shape)
        for price, cap, share in zip(
            self.measure_price, self.measure_cap, self.measure_of_supply, strict=True
        ):
            part = np.minimum(short, cap + share * supply)
            cost += price * part
            short -= part
        over = np.maximum(supply - self.required_fte, 0.0)
        cost -= self.time_off_price * np.minimum(over, self.time_off_cap_share * supply)
        if np.isfinite(self.mentor_share).any():
            room = np.where(np.isfinite(self.mentor_share), supply * self.mentor_share, np.inf)
            cost += self.unmentored_cost * np.maximum(nesting - room, 0.0)
        return np.asarray(cost.sum(axis=1))


def queue_cost(problem: HiringProblem) -> QueueCost:
    """The prices of a problem of one queue."""
    prices, worth = problem.prices, kernels(problem)
    wage, need = prices.wage_cost[:, 0], problem.required_fte[:, 0]
    none = np.zeros_like(need)
    price = np.stack(
        [
            prices.overtime_multiple[:, 0] * wage,
            prices.outsourcing_multiple[:, 0] * wage,
            prices.shortage_first_cost[:, 0],
            prices.shortage_cost[:, 0],
        ]
    )
    fixed = np.stack(
        [
            none,
            prices.outsourcing_cap_share[:, 0] * need,
            prices.shortage_first_cap_share[:, 0] * need,
            none + np.inf,
        ]
    )
    of_supply = np.stack([prices.overtime_cap_share[:, 0], none, none, none])
    order = np.argsort(price, axis=0, kind="stable")
    return QueueCost(
        required_fte=need,
        base_fte=problem.base_fte[:, 0],
        effective_from=_from_week(worth.effective_fte[:, 0]),
        nesting_from=_from_week(worth.nesting_fte[:, 0]),
        given_nesting_fte=people(problem, problem.given_starts).nesting_fte[:, 0],
        start_cost=start_cost(problem, worth)[:, 0],
        class_cost=class_cost(problem)[:, 0],
        measure_price=np.take_along_axis(price, order, axis=0),
        measure_cap=np.take_along_axis(fixed, order, axis=0),
        measure_of_supply=np.take_along_axis(of_supply, order, axis=0),
        time_off_price=prices.time_off_saving_share[:, 0] * wage,
        time_off_cap_share=prices.time_off_cap_share[:, 0],
        mentor_share=problem.limits.mentor_share[:, 0] * problem.mentor_ratio[0],
        unmentored_cost=prices.unmentored_cost[:, 0],
    )


def _from_week(kernel: Array) -> Array:
    """The kernel of a starter of each week, week by week."""
    weeks = len(kernel)
    rows = np.zeros((weeks, weeks))
    for week in range(weeks):
        rows[week, week:] = kernel[: weeks - week]
    return rows


def polish_queue(
    problem: HiringProblem, starts: Array, free: Free, more_time: Callable[[], bool]
) -> Array:
    """One queue's starts after all small changes that pay; `free` is what the others leave.

    The queue's own starts must not be in `free`; `problem` holds that queue alone.
    """
    prices = queue_cost(problem)
    starts = np.array(starts)
    while more_time():
        better = _best_change(problem, prices, starts, free)
        if better is None:
            break
        for week, heads in better:
            starts[week] += heads
    return starts


def _best_change(
    problem: HiringProblem, prices: QueueCost, starts: Array, free: Free
) -> Change | None:
    supply = prices.base_fte + starts @ prices.effective_from
    nesting = prices.given_nesting_fte + starts @ prices.nesting_from
    changes = list(_changes(problem, starts))
    if not changes:
        return None
    classes = [_classes_more(problem, starts, change) for change in changes]
    cost = prices.of_changes(supply, nesting, changes)
    for row, more in enumerate(classes):
        cost[row] += sum(count * prices.class_cost[week] for week, count in more)
    now = float(prices.of_supply(supply[None], nesting[None])[0])
    for row in np.argsort(cost, kind="stable"):
        if cost[row] >= now - WORTH_IT * abs(now):
            return None
        change = changes[int(row)]
        if _keeps_limits(problem, starts, change, free):
            return change
    return None


def _classes_more(problem: HiringProblem, starts: Array, change: Change) -> list[tuple[int, float]]:
    largest = float(problem.class_max_heads[0])
    return [
        (week, _class_count(starts[week] + heads, largest) - _class_count(starts[week], largest))
        for week, heads in change
    ]


def _class_count(heads: float, largest: float) -> float:
    return float(math.ceil(heads / largest - 1e-9))


def _changes(problem: HiringProblem, starts: Array) -> Iterator[Change]:
    """Every small change that keeps class sizes and weeks."""
    smallest, largest = float(problem.class_min_heads[0]), float(problem.class_max_heads[0])
    held = [int(week) for week in np.flatnonzero(starts)]
    allowed = problem.bookable[:, 0]

    def fits(week: int, heads: float) -> bool:
        if not 0 <= week < len(starts) or (heads > 0 and not allowed[week]):
            return False
        return heads == 0 or heads >= smallest * max(_class_count(heads, largest), 1.0)

    for change in _candidates(starts, held, allowed, smallest, largest):
        if all(0 <= week < len(starts) and fits(week, starts[week] + d) for week, d in change):
            yield change


def _candidates(
    starts: Array, held: list[int], allowed: NDArray[np.bool_], smallest: float, largest: float
) -> Iterator[Change]:
    heads = {week: float(starts[week]) for week in held}
    for week in np.flatnonzero(allowed & (starts == 0)).tolist():
        yield ((week, smallest),)
        yield ((week, float(np.floor((smallest + largest) / 2))),)
    for week in held:
        yield ((week, -heads[week]),)
        yield from (((week, float(step)),) for step in STEPS)
        for later in (week + shift for shift in SHIFTS if week + shift not in heads):
            yield from (((week, -heads[week]), (later, heads[week] + d)) for d in (0, -1, 1))
    for one, two in pairwise(held):
        yield ((one, heads[two]), (two, -heads[two]))
        yield ((two, heads[one]), (one, -heads[one]))
        yield from (((one, float(step)), (two, -float(step))) for step in STEPS)


def _keeps_limits(problem: HiringProblem, starts: Array, change: Change, free: Free) -> bool:
    after = np.array(starts)
    for week, heads in change:
        after[week] += heads
    length = int(problem.training_weeks[0])
    load = float(problem.limits.recruiter_load[0])
    classes = np.ceil(after / problem.class_max_heads[0] - 1e-9)
    running = _windowed(classes, length)
    recruited = _windowed(after * load, free.window_weeks)
    return bool(
        (running <= free.rooms + ROUNDING).all() and (recruited <= free.recruiters + ROUNDING).all()
    )


def _windowed(values: Array, weeks: int) -> Array:
    """Sum of each week and the ones before it, so many in all."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    week = np.arange(len(values)) + 1
    return np.asarray(sums[week] - sums[np.maximum(week - weeks, 0)])
