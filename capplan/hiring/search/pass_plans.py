"""Hiring plans by the planner's pass: the ordinary one, and the cheapest of 96 settings of it.

They need no solver, keep every shared limit, and are what an optimised plan must beat.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search.kernels import Kernels, from_starts, kernels
from capplan.hiring.search.passes import DEFAULT, PLAN, Booking, PassRule, book
from capplan.hiring.search.recourse import class_count, evaluate
from capplan.hiring.search.shared import Free

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]

COVER_SHARES = (0.90, 0.925, 0.95, 0.975, 1.0, 1.02)
LOOK_AHEAD_WEEKS = (1, 4, 8, 13)
TRIGGER_CLASS_SHARES = (0.5, 1.0)


class PassPlan(NamedTuple):
    """Starts of a pass, its classes, what it costs, and the rule that found it."""

    starts_heads: Array
    classes: Array
    cost: float
    rule: PassRule


def settings() -> Iterator[PassRule]:
    """The 96 settings of the tuned pass.

    >>> len(list(settings()))
    96
    """
    for cover, ahead, trigger, ramp in product(
        COVER_SHARES, LOOK_AHEAD_WEEKS, TRIGGER_CLASS_SHARES, (False, True)
    ):
        yield PassRule(cover, ahead, trigger, ramp_seen=ramp)


def backward_pass(problem: HiringProblem, rule: PassRule = DEFAULT) -> PassPlan:
    """The planner's pass over all queues, within rooms, trainers and recruiters.

    >>> from capplan.hiring.search import make_problem
    >>> plan = backward_pass(make_problem([20.0] * 10 + [26.0] * 30, 22, tail_weeks=10))
    >>> plan.starts_heads[:, 0].nonzero()[0].tolist()
    [6, 17, 33]
    """
    return _run(problem, kernels(problem), Free.of(problem), rule)


def booked_starts(problem: HiringProblem, rule: PassRule = DEFAULT) -> Array:
    """The starts of the planner's pass, weeks x queues, without what they would cost.

    >>> from capplan.hiring.search import make_problem
    >>> problem = make_problem([20.0] * 10 + [26.0] * 30, 22, tail_weeks=10)
    >>> bool((booked_starts(problem) == backward_pass(problem).starts_heads).all())
    True
    """
    return _starts(problem, kernels(problem), Free.of(problem), rule)


def tuned_pass(
    problem: HiringProblem, progress: Callable[[str, float], None] | None = None
) -> PassPlan:
    """The cheapest of 96 settings of the pass: cover, look-ahead, trigger and view.

    The ordinary pass, the plan's own and hiring nobody are candidates too.

    >>> from capplan.hiring.search import make_problem
    >>> problem = make_problem([20.0] * 10 + [26.0] * 30, 22, tail_weeks=10)
    >>> tuned_pass(problem).cost <= backward_pass(problem).cost
    True
    """
    worth, free = kernels(problem), Free.of(problem)
    nobody = np.zeros(problem.required_fte.shape)
    none = PassPlan(nobody, nobody, evaluate(problem, nobody).total, DEFAULT)
    rules = [DEFAULT, PLAN, *settings()]
    best = none
    for number, rule in enumerate(rules):
        if progress:
            progress("tuned pass", number / len(rules))
        best = min(best, _run(problem, worth, free, rule), key=lambda plan: plan.cost)
    return best


def _starts(problem: HiringProblem, worth: Kernels, free: Free, rule: PassRule) -> Array:
    here, per_starter = planner_view(problem, worth, rule)
    short = problem.required_fte * rule.cover_share / problem.fte_per_head - here
    return book(short, list(_bookings(problem, per_starter, rule)), rule, free.copy())


def _run(problem: HiringProblem, worth: Kernels, free: Free, rule: PassRule) -> PassPlan:
    starts = _starts(problem, worth, free, rule)
    classes = class_count(problem, starts)
    return PassPlan(starts, classes, evaluate(problem, starts, classes).total, rule)


def planner_view(problem: HiringProblem, worth: Kernels, rule: PassRule) -> tuple[Array, Array]:
    """Heads available as the planner sees them, and what one more starter adds to them."""
    here = problem.base_fte / problem.fte_per_head
    hired = worth.effective_fte if rule.ramp_seen else worth.agent_fte
    per_starter = hired / problem.fte_per_head
    if not rule.ramp_seen and problem.given_starts.any():
        full = (worth.agent_fte - worth.effective_fte) / problem.fte_per_head
        here = here + from_starts(problem.given_starts, full)
    if not rule.leavers_seen:
        week, hazard = np.arange(problem.weeks)[:, None], problem.tenured_hazard_share
        here = here / ((1 - hazard) ** week * (1 - hazard / 2))
        per_starter = np.where(worth.agent_fte > 0, problem.survival_share, 0.0)
    late = min(rule.seen_after_weeks, problem.weeks)
    none = np.zeros((late, problem.queues))
    return here, np.concatenate([none, per_starter[: problem.weeks - late]])


def _bookings(problem: HiringProblem, per_starter: Array, rule: PassRule) -> Iterator[Booking]:
    bookable = problem.bookable
    for number, length in enumerate(problem.training_weeks):
        smallest = float(problem.class_min_heads[number])
        share = rule.trigger_class_share
        yield Booking(
            training_weeks=int(length),
            survival_share=float(problem.survival_share[number]),
            class_min_heads=smallest,
            class_max_heads=float(problem.class_max_heads[number]),
            trigger_heads=rule.trigger_heads if share is None else share * smallest,
            per_starter=per_starter[:, number],
            allowed=bookable[:, number],
            load=float(problem.limits.recruiter_load[number]),
        )
