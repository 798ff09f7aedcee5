"""Finding the hiring plan: the whole search, the quick what-if, and the passes as plans."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search import verify
from capplan.hiring.search.evidence import (
    Evidence,
    Worth,
    binding_limits,
    versions,
    worth_of_limits,
)
from capplan.hiring.search.improve import Clock, by_windows, fix_and_optimise, polished
from capplan.hiring.search.limits import obstacles, surplus_of_smallest_class
from capplan.hiring.search.pass_plans import PassPlan, backward_pass, tuned_pass
from capplan.hiring.search.recourse import Cost, class_count, evaluate
from capplan.hiring.search.solve import highs, need_scipy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem
    from capplan.hiring.search.solve import Solver

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

Progress = Callable[[str, float], None]
JOINT_QUEUES = 12  # with more, queues are solved one at a time
JOINT_SHARE = 0.25  # of the time that is left when the joint model starts


class PlannedClass(NamedTuple):
    """One class: its queue, the week it starts, and its starters."""

    queue: str
    week: int
    heads: int


@dataclass(frozen=True, slots=True, eq=False)
class HiringPlan:
    """Which people start when, in which classes, at what cost, and how sure that is.

    `starts_heads` and `classes` are whole numbers, weeks x queues, tail included.
    """

    problem: HiringProblem
    starts_heads: Whole
    classes: Whole
    cost: Cost
    evidence: Evidence

    @property
    def reported_starts_heads(self) -> Whole:
        """Starts of the reported horizon."""
        return self.starts_heads[: self.problem.report_weeks]

    def class_list(self) -> tuple[PlannedClass, ...]:
        """Every class of the reported horizon, week by week; starters shared out evenly."""
        return tuple(self._classes())

    def _classes(self) -> Iterator[PlannedClass]:
        for week, number in np.argwhere(self.reported_starts_heads > 0).tolist():
            heads, count = int(self.starts_heads[week, number]), int(self.classes[week, number])
            for one in range(count):
                size = heads // count + (1 if one < heads % count else 0)
                yield PlannedClass(self.problem.queue_names[number], week, size)


def optimise(
    problem: HiringProblem,
    time_limit_s: float = 60.0,
    progress: Progress | None = None,
    solver: Solver = highs,
) -> HiringPlan:
    """The cheapest hiring plan that can be found and verified in the time.

    Linear model, rounding and polishing, the model with whole classes, then one queue or a few
    weeks at a time; above 12 queues one queue at a time only. Verified by the eight steps of
    `verify`; never dearer than the tuned pass.

    >>> from capplan.hiring.search import make_problem
    >>> problem = make_problem([20.0] * 10 + [26.0] * 40, 22, tail_weeks=20)
    >>> plan = optimise(problem, time_limit_s=5)
    >>> plan.evidence.verified, plan.evidence.gap_share < 0.02
    (True, True)
    """
    need_scipy()
    begun, clock, report = time.monotonic(), Clock.lasting(time_limit_s), _quiet(progress)
    report("backward pass", 0.0)
    ordinary, tuned = backward_pass(problem), tuned_pass(problem, _part(report, 0.0, 0.1))
    search = verify.Search.of(problem, solver, clock)
    search.progress = report
    search.offer(tuned.starts_heads, "the tuned pass")
    report("linear model", 0.1)
    verify.solve_relaxation(search, max(clock.left() * 0.5, 1.0))
    _round_and_polish(search, _part(report, 0.2, 0.3))
    if problem.queues <= JOINT_QUEUES and clock.running():
        report("all queues at once", 0.3)
        verify.solve_classes(search, clock.left() * JOINT_SHARE)
        _polish(search, _part(report, 0.45, 0.5))
    _fix_and_optimise(search, _part(report, 0.5, 1.0))
    verify.never_dearer_than_pass(search, tuned.starts_heads)
    verify.final_check(search)
    report("done", 1.0)
    return _plan(search, ordinary, tuned.cost, time_limit_s, time.monotonic() - begun)


def what_if(
    problem: HiringProblem, progress: Progress | None = None, solver: Solver = highs
) -> HiringPlan:
    """A near-best plan in seconds: the linear model, rounded to classes and polished.

    Bounds, prices of scarce rooms, trainers and recruiters, and the checks are those of
    `optimise`; the tuned pass and the search with whole classes are left out.
    """
    need_scipy()
    begun, limit, report = time.monotonic(), 60.0, _quiet(progress)
    ordinary = backward_pass(problem)
    search = verify.Search.of(problem, solver, Clock.lasting(limit))
    search.offer(ordinary.starts_heads, "the backward pass")
    report("linear model", 0.1)
    verify.solve_relaxation(search, limit)
    _round_and_polish(search, _part(report, 0.5, 1.0))
    verify.final_check(search)
    return _plan(search, ordinary, None, limit, time.monotonic() - begun)


def _fix_and_optimise(search: verify.Search, progress: Progress) -> None:
    """Queue by queue, then, where the joint model is small enough, a few weeks at a time."""
    problem, solver, clock = search.problem, search.solver, search.clock
    part = partial(_part(progress, 0.0, 0.4), "queue by queue")
    search.offer(fix_and_optimise(problem, search.starts, solver, clock, part), "queue by queue")
    if problem.queues > JOINT_QUEUES:
        return
    part = partial(_part(progress, 0.4, 1.0), "weeks by weeks")
    better = by_windows(problem, search.model, search.starts, solver, clock, part)
    search.offer(better, "a few weeks at a time")


def _round_and_polish(search: verify.Search, progress: Progress) -> None:
    verify.gather(search)
    _polish(search, progress)


def _polish(search: verify.Search, progress: Progress) -> None:
    better = polished(
        search.problem, search.starts, search.clock, partial(progress, "small changes")
    )
    search.offer(better, search.found_by.removesuffix(", polished") + ", polished")


def _plan(
    search: verify.Search,
    ordinary: PassPlan,
    tuned_cost: float | None,
    time_limit_s: float,
    seconds: float,
) -> HiringPlan:
    """Step 8: the plan with the record of how it was found."""
    problem, starts = search.problem, search.starts
    classes = class_count(problem, starts)
    cost = evaluate(problem, starts, classes)
    duals = None if search.duals is None else search.model.shared(search.duals)
    in_the_way = [str(one) for one in obstacles(problem, starts)]
    evidence = Evidence(
        cost=cost.total,
        report_cost=sum(cost.items(problem.report_weeks).values()),
        lp_bound=search.lp_bound,
        dual_bound=search.dual_bound,
        backward_cost=ordinary.cost,
        tuned_cost=tuned_cost,
        worth=Worth() if duals is None else worth_of_limits(problem, duals),
        binding=binding_limits(problem, starts, classes),
        obstacles=(*in_the_way, *surplus_of_smallest_class(problem)),
        found_by=search.found_by,
        solver=need_scipy(),
        time_limit_s=time_limit_s,
        seconds=seconds,
        checks=tuple(search.checks),
        warnings=tuple(search.warnings),
        versions=versions(),
    )
    return HiringPlan(problem, _whole(starts), _whole(classes), cost, evidence)


def _whole(values: Array) -> Whole:
    whole = np.round(values).astype(np.int64)
    whole.flags.writeable = False
    return whole


def _quiet(progress: Progress | None) -> Progress:
    return progress or (lambda text, share: None)


def _part(progress: Progress, low: float, high: float) -> Progress:
    """The same progress, squeezed into a part of the whole."""
    return lambda text, share: progress(text, low + (high - low) * share)
