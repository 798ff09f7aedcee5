"""What a hiring plan costs: people followed stage by stage, and each week covered at least cost.

This evaluator knows nothing of the linear model: it is the judge of whatever a solver claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]


class People(NamedTuple):
    """What starters bring, weeks x queues, in FTE."""

    effective_fte: Array
    paid_fte: Array
    trainee_fte: Array
    nesting_fte: Array


class Cover(NamedTuple):
    """How each week is covered, weeks x queues, in FTE."""

    supply_fte: Array
    overtime_fte: Array
    outsourced_fte: Array
    short_first_fte: Array
    short_fte: Array
    time_off_fte: Array
    idle_fte: Array
    unmentored_fte: Array


class Cost(NamedTuple):
    """Cost by item, weeks x queues; time off is money back."""

    wages: Array
    hiring: Array
    training: Array
    overtime: Array
    outsourcing: Array
    shortage: Array
    unmentored: Array
    time_off: Array

    @property
    def total(self) -> float:
        """All items over all weeks and queues."""
        return float(sum(item.sum() for item in self))

    def items(self, weeks: int | None = None) -> dict[str, float]:
        """Each item's sum over the first weeks (all by default)."""
        return {name: float(getattr(self, name)[:weeks].sum()) for name in self._fields}


def people(problem: HiringProblem, starts: Array) -> People:
    """Starters walked through training, nesting, ramp and tenure, one week after another.

    Heads stand in stages by weeks since the start; the last stage keeps the tenured.
    """
    stages = _stages(problem)
    heads = np.zeros_like(stages.hazard)
    found = [np.zeros(starts.shape) for _ in People._fields]
    for week, started in enumerate(starts):
        heads[0] = started
        available = heads * (1 - stages.hazard / 2) * problem.fte_per_head
        floor = np.where(stages.in_training, 0.0, available)
        nesting = np.where(stages.nesting, available, 0.0)
        mentors = nesting / problem.mentor_ratio * problem.mentor_time_lost_share
        found[0][week] = (floor * stages.proficiency - mentors).sum(axis=0)
        found[1][week] = floor.sum(axis=0)
        found[2][week] = (available - floor).sum(axis=0)
        found[3][week] = nesting.sum(axis=0)
        stay = heads * (1 - stages.hazard)
        heads[1:] = stay[:-1]
        heads[-1] += stay[-1]
    return People(*found)


class _Stages(NamedTuple):
    hazard: Array
    proficiency: Array
    in_training: NDArray[np.bool_]
    nesting: NDArray[np.bool_]


def _stages(problem: HiringProblem) -> _Stages:
    """Hazard and proficiency of every stage: the weeks up to the slowest queue, then tenure."""
    ramp, bands = len(problem.proficiency_share), len(problem.floor_hazard_share)
    longest = max(ramp, bands, int(problem.nesting_weeks.max()))
    count = int(problem.training_weeks.max()) + longest + 1
    shape = (count, problem.queues)
    hazard, proficiency = np.empty(shape), np.ones(shape)
    training, nesting = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for number in range(problem.queues):
        start = int(problem.training_weeks[number])
        hazard[:start, number] = problem.weekly_dropout_share[number]
        hazard[start:, number] = problem.tenured_hazard_share[number]
        hazard[start : start + bands, number] = problem.floor_hazard_share[:, number]
        proficiency[start : start + ramp, number] = problem.proficiency_share[:, number]
        training[:start, number] = True
        nesting[start : start + int(problem.nesting_weeks[number]), number] = True
    return _Stages(hazard, proficiency, training, nesting)


def cover(problem: HiringProblem, supply_fte: Array, nesting_fte: Array) -> Cover:
    """Each week's cheapest cover: what is short by price, what is over sent home, then idle.

    Every measure has a price of its own and a cap, so taking the cheapest first is optimal.
    """
    prices = problem.prices
    required = problem.required_fte
    measures = (
        (prices.overtime_multiple * prices.wage_cost, prices.overtime_cap_share * supply_fte),
        (prices.outsourcing_multiple * prices.wage_cost, prices.outsourcing_cap_share * required),
        (prices.shortage_first_cost, prices.shortage_first_cap_share * required),
        (prices.shortage_cost, np.full_like(required, np.inf)),
    )
    taken = in_price_order(
        np.maximum(required - supply_fte, 0.0),
        np.stack([np.broadcast_to(price, required.shape) for price, _ in measures]),
        np.stack([cap for _, cap in measures]),
    )
    over = np.maximum(supply_fte - required, 0.0)
    time_off = np.minimum(over, prices.time_off_cap_share * supply_fte)
    mentored = mentor_room(problem, supply_fte)
    without = np.maximum(nesting_fte - np.minimum(mentored, nesting_fte), 0.0)
    overtime, outsourced, first, deep = taken
    return Cover(supply_fte, overtime, outsourced, first, deep, time_off, over - time_off, without)


def mentor_room(problem: HiringProblem, supply_fte: Array) -> Array:
    """Nesting FTE that the mentors of a supply can take; infinity without a limit."""
    share = problem.limits.mentor_share
    room = np.full(supply_fte.shape, np.inf)
    np.multiply(supply_fte * problem.mentor_ratio, share, out=room, where=np.isfinite(share))
    return room


def in_price_order(short: Array, price: Array, cap: Array) -> Array:
    """How much of each measure (first axis) covers what is short, cheapest first, each to its cap.

    >>> price, cap = np.array([[3.0], [2.0]]), np.array([[5.0], [4.0]])
    >>> in_price_order(np.array([6.0]), price, cap).ravel().tolist()
    [2.0, 4.0]
    """
    taken = np.zeros(price.shape)
    left = np.array(short)
    order = np.argsort(price, axis=0, kind="stable")
    for rank in order:
        index = rank[None]
        part = np.minimum(left, np.take_along_axis(cap, index, axis=0)[0])
        np.put_along_axis(taken, index, part[None], axis=0)
        left = left - part
    return taken


def evaluate(problem: HiringProblem, starts: Array, classes: Array | None = None) -> Cost:
    """What these starts cost by item, week and queue; classes follow from the starts if not given.

    >>> from capplan.hiring.search import make_problem
    >>> problem = make_problem([10.0] * 30, 10, tail_weeks=4, first_start_week=0)
    >>> nobody = evaluate(problem, np.zeros((30, 1)))
    >>> round(nobody.total), round(float(nobody.overtime.sum()))
    (221183, 13070)
    """
    starts = np.asarray(starts, dtype=float)
    held = class_count(problem, starts) if classes is None else classes
    hired = people(problem, starts)
    covered = _covered(problem, hired)
    prices = problem.prices
    wage = prices.wage_cost
    paid = problem.base_paid_fte + hired.paid_fte + hired.trainee_fte * prices.trainee_wage_share
    return Cost(
        wages=wage * paid,
        hiring=prices.hire_cost * starts,
        training=prices.material_cost * starts
        + prices.trainer_week_cost * in_training(problem, held),
        overtime=wage * prices.overtime_multiple * covered.overtime_fte,
        outsourcing=wage * prices.outsourcing_multiple * covered.outsourced_fte,
        shortage=prices.shortage_first_cost * covered.short_first_fte
        + prices.shortage_cost * covered.short_fte,
        unmentored=prices.unmentored_cost * covered.unmentored_fte,
        time_off=-wage * prices.time_off_saving_share * covered.time_off_fte,
    )


def cover_of(problem: HiringProblem, starts: Array) -> Cover:
    """How each week is covered under these starts."""
    return _covered(problem, people(problem, starts))


def _covered(problem: HiringProblem, hired: People) -> Cover:
    nesting = hired.nesting_fte
    if problem.given_starts.any():
        nesting = nesting + people(problem, problem.given_starts).nesting_fte
    return cover(problem, problem.base_fte + hired.effective_fte, nesting)


def class_count(problem: HiringProblem, starts: Array) -> Array:
    """Fewest classes that hold the starters of each week."""
    return np.ceil(starts / problem.class_max_heads - 1e-9)


def in_training(problem: HiringProblem, classes: Array) -> Array:
    """Classes in training each week, weeks x queues."""
    running = np.zeros(classes.shape)
    for number, length in enumerate(problem.training_weeks):
        for after in range(int(length)):
            running[after:, number] += classes[: len(classes) - after, number]
    return running


def price(problem: HiringProblem, starts: Array) -> float:
    """What a plan of starts costs in all, over horizon and tail."""
    return evaluate(problem, starts).total
