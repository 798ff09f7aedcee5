"""Why a need cannot be met: what stands in the way, in which weeks, and what would help.

A plan is always given: what hiring cannot reach is covered by overtime and outsourcing as far as
they go, and the rest stays short at its price. These lines say why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search.kernels import from_starts, kernels
from capplan.hiring.search.recourse import cover_of
from capplan.hiring.search.shared import Free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

TOLERANCE_FTE = 1e-6


class Obstacle(NamedTuple):
    """Weeks of one queue that no hiring plan can cover, the worst gap left, why, and a remedy."""

    queue: str
    first_week: int
    last_week: int
    short_fte: float
    reason: str
    remedy: str

    def __str__(self) -> str:
        """The obstacle as one line.

        >>> print(Obstacle("Calls", 0, 3, 2.5, "no class graduates in time", "start sooner"))
        Calls, weeks 0 to 3: up to 2.5 FTE stay short; no class graduates in time; start sooner
        """
        return (
            f"{self.queue}, weeks {self.first_week} to {self.last_week}: up to "
            f"{self.short_fte:.1f} FTE stay short; {self.reason}; {self.remedy}"
        )


def obstacles(problem: HiringProblem, starts: Array) -> tuple[Obstacle, ...]:
    """Why this plan leaves weeks short that no other plan could cover either.

    >>> from capplan.hiring.search import make_problem
    >>> problem = make_problem([30.0] * 20, 10, first_start_week=30, tail_weeks=0)
    >>> print(obstacles(problem, np.zeros((20, 1)))[0].reason)
    the lead time of 30 weeks and 4 of training end after the last week
    """
    short = cover_of(problem, starts)
    left = (short.short_first_fte + short.short_fte)[: problem.report_weeks]
    beyond = (_beyond_reach(problem) > TOLERANCE_FTE)[: problem.report_weeks]
    found = []
    for number in range(problem.queues):
        weeks = np.flatnonzero(beyond[:, number] & (left[:, number] > TOLERANCE_FTE))
        reason, remedy = _reason(problem, number)
        for stretch in np.split(weeks, np.flatnonzero(np.diff(weeks) > 1) + 1):
            if len(stretch):
                found.append(_obstacle(problem, number, stretch, left[:, number], reason, remedy))
    return tuple(found)


def _obstacle(
    problem: HiringProblem, number: int, weeks: Whole, left: Array, reason: str, remedy: str
) -> Obstacle:
    first, last = int(weeks[0]), int(weeks[-1])
    worst = float(left[first : last + 1].max())
    return Obstacle(problem.queue_names[number], first, last, worst, reason, remedy)


def _beyond_reach(problem: HiringProblem) -> Array:
    """FTE still missing each week if every bookable week held the largest possible classes."""
    free = Free.of(problem)
    most = np.zeros(problem.required_fte.shape)
    for number, length in enumerate(problem.training_weeks):
        rooms = np.minimum(free.rooms_ahead(int(length)), 1e6)
        load = float(problem.limits.recruiter_load[number])
        heads = rooms * problem.class_max_heads[number]
        heads = np.minimum(heads, free.recruiters_ahead() / load) if load else heads
        heads = np.where(heads >= problem.class_min_heads[number], heads, 0.0)
        most[:, number] = np.where(problem.bookable[:, number], heads, 0.0)
    # mentors' lost time may make a full start worth less than none in its first weeks
    gain = np.maximum(kernels(problem).effective_fte, 0.0)
    supply = problem.base_fte + from_starts(most, gain)
    prices, need = problem.prices, problem.required_fte
    reach = supply * (1 + prices.overtime_cap_share) + need * prices.outsourcing_cap_share
    return np.asarray(need - reach)


def _reason(problem: HiringProblem, number: int) -> tuple[str, str]:
    """The first thing that stands in the way of a queue, and what would help."""
    for stands, reason, remedy in _ways_to_fail(problem, number):
        if stands:
            return reason, remedy
    first = int(np.flatnonzero(problem.bookable[:, number])[0])
    arrives = first + int(problem.training_weeks[number])
    return (
        f"no class graduates before week {arrives}, and rooms and recruiters limit how many",
        "start sooner, add rooms or recruiters, or plan more overtime or outsourcing",
    )


def _ways_to_fail(problem: HiringProblem, number: int) -> Iterator[tuple[bool, str, str]]:
    length, lead = int(problem.training_weeks[number]), int(problem.first_start_week[number])
    week = np.arange(problem.weeks)
    in_time = (week >= lead) & (week <= problem.weeks - 1 - length)
    yield (
        not in_time.any(),
        f"the lead time of {lead} weeks and {length} of training end after the last week",
        "shorten the lead time or lengthen the plan",
    )
    open_weeks = in_time & problem.may_start[:, number]
    yield not open_weeks.any(), "no week is open for a class", "open weeks for classes"
    free = Free.of(problem)
    roomy = open_weeks & (free.rooms_ahead(length) >= 1)
    scarce = "room" if (problem.limits.rooms <= problem.limits.trainers).all() else "trainer"
    yield not roomy.any(), f"no {scarce} is free for {length} weeks on end", f"add a {scarce}"
    smallest = float(problem.class_min_heads[number])
    load = smallest * float(problem.limits.recruiter_load[number])
    yield (
        not (roomy & (free.recruiters_ahead() >= load)).any(),
        f"the smallest class of {smallest:g} is more than the recruiters can fill",
        "allow smaller classes or add recruiters",
    )


def surplus_of_smallest_class(problem: HiringProblem) -> tuple[str, ...]:
    """Queues whose whole gap is smaller than what the smallest class brings, one line each."""
    gap = (problem.required_fte - problem.base_fte)[: problem.report_weeks].max(axis=0)
    brings = problem.class_min_heads * problem.survival_share * problem.fte_per_head
    return tuple(
        f"{problem.queue_names[number]}: the smallest class brings {brings[number]:.1f} FTE where "
        f"at most {gap[number]:.1f} are missing; allow smaller classes"
        for number in np.flatnonzero((gap > TOLERANCE_FTE) & (brings > gap))
    )
