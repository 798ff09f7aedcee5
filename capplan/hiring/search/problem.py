"""One hiring problem: who is needed, who is there, how people grow, what each way out costs.

Arrays are weeks x queues. The weeks hold the reported horizon and, behind it, a tail that keeps the
plan from stopping to hire because the calendar ends; only the horizon is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What each way to cover a week costs; every field weeks x queues, money per FTE-week or head.

    `shortage_first_cost` is the price of an uncovered FTE-week up to `shortage_first_cap_share` of
    the requirement, `shortage_cost` beyond it. Overtime and outsourcing are multiples of the wage.
    """

    wage_cost: Array
    trainee_wage_share: Array
    hire_cost: Array
    material_cost: Array
    trainer_week_cost: Array
    overtime_cap_share: Array
    overtime_multiple: Array
    time_off_cap_share: Array
    time_off_saving_share: Array
    outsourcing_cap_share: Array
    outsourcing_multiple: Array
    shortage_first_cap_share: Array
    shortage_first_cost: Array
    shortage_cost: Array
    unmentored_cost: Array


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What all queues share, week by week; infinity where there is no limit.

    Classes in training stay within rooms and within trainers. Recruiters: starters (each queue's
    weighed by `recruiter_load`) of any `recruiter_window_weeks` weeks stay within the capacity at
    their last week: four weeks and a load of 1 count starters, one week and hours per starter
    count hours. `mentor_share` (weeks x queues) is the share of agents who may mentor.
    """

    rooms: Array
    trainers: Array
    recruiter_capacity: Array
    recruiter_load: Array
    recruiter_window_weeks: int
    mentor_share: Array

    @property
    def classes(self) -> Array:
        """Most classes in training at the same time."""
        return np.minimum(self.rooms, self.trainers)


@dataclass(frozen=True, slots=True, eq=False)
class HiringProblem:
    """When should how many people start, so that all weeks together cost least?

    `base_fte` and `base_paid_fte` are what the people here today and the classes already given
    bring without any further start; the given classes also hold their rooms, recruiters and
    mentors. Vectors are one value a queue. `floor_hazard_share` (who leaves in a week; the tenured
    hazard after its last row) and `proficiency_share` (1 after its last row) are floor weeks x
    queues.
    """

    queue_names: tuple[str, ...]
    required_fte: Array
    base_fte: Array
    base_paid_fte: Array
    training_weeks: Whole
    weekly_dropout_share: Array
    floor_hazard_share: Array
    tenured_hazard_share: Array
    proficiency_share: Array
    nesting_weeks: Whole
    mentor_ratio: Array
    mentor_time_lost_share: Array
    fte_per_head: Array
    class_min_heads: Array
    class_max_heads: Array
    first_start_week: Whole
    may_start: NDArray[np.bool_]
    given_starts: Array
    given_classes: Array
    tail_weeks: int
    prices: Prices
    limits: Limits

    @property
    def weeks(self) -> int:
        """Weeks planned, tail included."""
        return len(self.required_fte)

    @property
    def queues(self) -> int:
        """Number of queues."""
        return int(self.required_fte.shape[1])

    @property
    def report_weeks(self) -> int:
        """Weeks of the reported horizon."""
        return self.weeks - self.tail_weeks

    @property
    def survival_share(self) -> Array:
        """Share of the starters who graduate, one value a queue."""
        return np.asarray((1 - self.weekly_dropout_share) ** self.training_weeks)

    @property
    def bookable(self) -> NDArray[np.bool_]:
        """Weeks in which a class may start: after the lead time, early enough to graduate."""
        week = np.arange(self.weeks)[:, None]
        last = self.weeks - 1 - self.training_weeks
        in_time = (week >= self.first_start_week) & (week <= last)
        return np.asarray(in_time & self.may_start & (self.limits.classes[:, None] >= 1))

    def one_queue(self, number: int, limits: Limits | None = None) -> HiringProblem:
        """The problem of a single queue, alone with these limits."""
        own = slice(number, number + 1)
        changed: dict[str, Any] = {
            name: getattr(self, name)[..., own] for name in (*BY_WEEK, *BY_QUEUE)
        }
        changed["prices"] = Prices(
            **{name: getattr(self.prices, name)[:, own] for name in Prices.__slots__}
        )
        shared = limits or self.limits
        changed["limits"] = replace(
            shared,
            recruiter_load=shared.recruiter_load[own],
            mentor_share=shared.mentor_share[:, own],
        )
        return replace(self, queue_names=self.queue_names[own], **changed)


BY_WEEK = (
    "required_fte",
    "base_fte",
    "base_paid_fte",
    "may_start",
    "given_starts",
    "given_classes",
    "floor_hazard_share",
    "proficiency_share",
)
BY_QUEUE = (
    "training_weeks",
    "weekly_dropout_share",
    "tenured_hazard_share",
    "nesting_weeks",
    "mentor_ratio",
    "mentor_time_lost_share",
    "fte_per_head",
    "class_min_heads",
    "class_max_heads",
    "first_start_week",
)
