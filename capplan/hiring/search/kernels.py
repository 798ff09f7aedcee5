"""What one starter is worth week by week: effective and paid FTE, and who is still there.

A kernel is a table weeks since the start x queues. The people of a plan are then sums of starts
times kernels, which is what the linear model, the passes and the polishing compute with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]


class Kernels(NamedTuple):
    """Per starter, weeks since the start x queues.

    `alive_share` is still there on Monday; `agent_fte` is available on the floor at whatever
    proficiency; `trainee_fte` is in training; `effective_fte` is net of what mentors lose;
    `nesting_fte` needs a mentor.
    """

    alive_share: Array
    agent_fte: Array
    trainee_fte: Array
    effective_fte: Array
    nesting_fte: Array


def kernels(problem: HiringProblem, weeks: int | None = None) -> Kernels:
    """The kernels of every queue over so many weeks since the start.

    alive(k) = product of (1 - hazard); available = alive x (1 - hazard / 2); effective = available
    x proficiency - available / mentor ratio x time lost while nesting; all x FTE per head.

    >>> from capplan.hiring.search import make_problem
    >>> worth = kernels(make_problem([10.0] * 40, 10, mentor_time_lost_share=0.0))
    >>> [round(float(worth.effective_fte[k, 0]), 3) for k in (3, 4, 13, 39)]
    [0.0, 0.395, 0.765, 0.61]
    """
    span = problem.weeks if weeks is None else weeks
    since = np.arange(span)[:, None]
    floor = since - problem.training_weeks
    leaves = _by_floor_week(problem.floor_hazard_share, problem.tenured_hazard_share, floor)
    hazard = np.where(floor < 0, problem.weekly_dropout_share, leaves)
    alive = np.ones((span, problem.queues))
    alive[1:] = np.cumprod(1 - hazard, axis=0)[:-1]
    available = alive * (1 - hazard / 2) * problem.fte_per_head
    on_floor = np.where(floor >= 0, available, 0.0)
    nesting = np.where(floor < problem.nesting_weeks, on_floor, 0.0)
    lost = nesting / problem.mentor_ratio * problem.mentor_time_lost_share
    proficiency = _by_floor_week(problem.proficiency_share, np.ones(problem.queues), floor)
    return Kernels(
        alive_share=alive,
        agent_fte=on_floor,
        trainee_fte=available - on_floor,
        effective_fte=on_floor * proficiency - lost,
        nesting_fte=nesting,
    )


def on_the_floor(
    weeks: int,
    training_weeks: int,
    weekly_dropout_share: float,
    new_hire_hazard_share: float,
    new_hire_weeks: int,
    tenured_hazard_share: float,
) -> Array:
    """Heads available on the floor per starter, by weeks since the start, whatever they can do.

    >>> on_the_floor(4, 2, 0.1, 0.0, 13, 0.0).round(3).tolist()
    [0.0, 0.0, 0.81, 0.81]
    """
    hazard = np.full(weeks, tenured_hazard_share)
    hazard[: training_weeks + new_hire_weeks] = new_hire_hazard_share
    hazard[:training_weeks] = weekly_dropout_share
    alive = np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])
    available = alive * (1 - hazard / 2)
    available[:training_weeks] = 0.0
    return np.asarray(available)


def _by_floor_week(table: Array, after: Array, floor: NDArray[np.int64]) -> Array:
    """The table's value in each floor week, and the one that holds after its last row."""
    full = np.concatenate([table, after[None]])
    return np.asarray(np.take_along_axis(full, np.clip(floor, 0, len(table)), axis=0))


def settled_weeks(problem: HiringProblem) -> NDArray[np.int64]:
    """Weeks since the start after which nothing but tenured attrition happens, one a queue."""
    rows = max(len(problem.floor_hazard_share), len(problem.proficiency_share))
    return np.asarray(problem.training_weeks + np.maximum(problem.nesting_weeks, rows))


def from_starts(starts: Array, kernel: Array) -> Array:
    """Starts times kernel, summed over all earlier starts: weeks x queues."""
    total = np.zeros(starts.shape)
    weeks = len(starts)
    for week in np.flatnonzero(starts.any(axis=1)):
        total[week:] += starts[week] * kernel[: weeks - week]
    return total


def start_cost(problem: HiringProblem, worth: Kernels) -> Array:
    """Pay until the end, recruiting and material of one starter, by week of start and queue."""
    prices = problem.prices
    weeks = problem.weeks
    cost = np.array(prices.hire_cost + prices.material_cost)
    for week in range(weeks):
        left = weeks - week
        pay = worth.agent_fte[:left] + worth.trainee_fte[:left] * prices.trainee_wage_share[week:]
        cost[week] += (pay * prices.wage_cost[week:]).sum(axis=0)
    return cost


def class_cost(problem: HiringProblem) -> Array:
    """Trainer weeks of one class, by week of start and queue."""
    cost = np.zeros(problem.required_fte.shape)
    for number, length in enumerate(problem.training_weeks):
        weekly = problem.prices.trainer_week_cost[:, number]
        ends = np.concatenate([[0.0], np.cumsum(weekly)])
        last = np.minimum(np.arange(problem.weeks) + length, problem.weeks)
        cost[:, number] = ends[last] - ends[: problem.weeks]
    return cost
