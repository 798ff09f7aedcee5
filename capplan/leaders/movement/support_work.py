"""Support roles by the work they have: quality, training, recruiting, planning, and ratios.

Where a driver of the work is known the need follows it; else a ratio stands in. Fractions below
half a person stay hours of a named role: a 12-person centre has no quality department.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from capplan.capacity.support import CARRIED_BY
from capplan.errors import argument_error
from capplan.leaders.movement import arguments
from capplan.staffing.rounding import GUARD

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

MONTHS_PER_WEEK = 12 / 52
MINUTES_PER_HOUR = 60.0
CARRIERS = {**CARRIED_BY, "content": "trainer", "mentor": "tenured agent"}
WORKLOAD_ROLES = tuple(CARRIERS)
PLANNER_DESKS = ("real-time", "planning", "reporting")


@dataclass(frozen=True, slots=True)
class SupportDrivers:
    """What makes the work of each support role; all inputs, defaults to be replaced.

    `productive_h_per_week` is what one full-time person gives after shrinkage. Course hours are
    hours of new or changed material a week, each taking ten hours to write.
    """

    productive_h_per_week: float = 26.8
    contract_h_per_week: float = 37.5
    evaluations_per_month: float = 4.0
    evaluate_min: float = 20.0
    feedback_min: float = 15.0
    auto_share: float = 0.0
    calibration_h_per_week: float = 1.0
    trainers_per_class: float = 1.0
    refresh_h_per_month: float = 1.0
    refresh_group_heads: float = 12.0
    course_h_per_week: float = 0.5
    writing_h_per_course_h: float = 10.0
    nesters_per_mentor: float = 3.0
    mentor_loss_share: float = 0.30
    recruiter_h_per_start: float = 12.0
    interview_h_per_start: float = 2.0
    recruiting_weeks: float = 6.0
    people_per_planner: float = 50.0
    people_per_planner_above: float = 100.0
    planner_step_heads: float = 500.0
    planner_split_heads: float = 150.0
    people_per_hr: float = 100.0
    people_per_analyst: float = 150.0
    people_per_it: float = 150.0
    people_per_knowledge: float = 250.0

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name.endswith("_share"):
                arguments.share(one.name, value)
            elif one.name.startswith("people_per") or one.name in _DIVISORS:
                if value == 0:
                    raise argument_error(one.name, 0, "above 0", "a blank typed as 0?")
                arguments.number(one.name, value, 1, 1e4, "")
            else:
                arguments.number(one.name, value, 0, 1e4, "")
        if self.calibration_h_per_week >= self.productive_h_per_week:
            raise argument_error(
                "calibration_h_per_week",
                f"{self.calibration_h_per_week:g}",
                f"below the {self.productive_h_per_week:g} productive hours",
                "hours a week, not a month",
            )


_DIVISORS = ("productive_h_per_week", "refresh_group_heads", "nesters_per_mentor")


@dataclass(frozen=True, eq=False, slots=True)
class SupportLoad:
    """Each support role by week: need in FTE, whole people, and hours carried by another role.

    Arrays are weeks x roles. `planner_desks_fte` splits the planners into real-time, planning
    and reporting (zero while one person does all three); `supervisor_h` are the hours a week that
    calibration and interviews take from team leaders.
    """

    roles: tuple[str, ...]
    need_fte: Array
    heads: Array
    carried_h: Array
    carried_by: tuple[str, ...]
    planner_desks_fte: Array
    supervisor_h: Array

    def notes(self, week: int = 0) -> list[str]:
        """The fractions of one week that existing roles carry, in words."""
        return [
            f"{role}: {hours:.1f} h a week, carried by the {carrier}"
            for role, hours, carrier in zip(
                self.roles, self.carried_h[week], self.carried_by, strict=True
            )
            if hours >= 0.05
        ]


def support_workload(
    agents_heads: ArrayLike,
    *,
    supervisors_heads: ArrayLike = 0.0,
    classes_in_training: ArrayLike = 0.0,
    nesting_heads: ArrayLike = 0.0,
    starts_heads: ArrayLike = 0.0,
    frontline_heads: ArrayLike | None = None,
    drivers: SupportDrivers | None = None,
) -> SupportLoad:
    """Support people needed week by week, from their work where it is known.

    Quality: agents x evaluations x (1 - automatic) x (evaluate + feedback), and an hour of
    calibration a week for each assessor and supervisor. Trainers: classes in training + refresh
    hours; content: course hours x 10; mentors: those in nesting / 3 x 30 % of their time;
    recruiters: hours per start in the weeks before it; planners 1 for 50 up to 500 and 1 for 100
    beyond (SWPP), at least one on each of three desks from 150 agents on; HR, analysts, IT and
    knowledge by ratio of agents or frontline people.

    >>> small = support_workload([12], supervisors_heads=[1])
    >>> int(small.heads.sum()), small.notes()[0]
    (0, 'quality: 10.8 h a week, carried by the team leader')
    """
    by = drivers or SupportDrivers()
    agents = arguments.weekly("agents_heads", agents_heads)[:, 0]

    def path(name: str, given: ArrayLike) -> Array:
        found = arguments.people(name, given)
        if found.ndim > 1 or (found.ndim == 1 and len(found) not in (1, len(agents))):
            raise argument_error(name, f"{found.shape}", f"one number, or {len(agents)} weeks")
        return np.broadcast_to(found, agents.shape)

    supervisors = path("supervisors_heads", supervisors_heads)
    starts = path("starts_heads", starts_heads)
    classes = path("classes_in_training", classes_in_training)
    nesting = path("nesting_heads", nesting_heads)
    everybody = agents if frontline_heads is None else path("frontline_heads", frontline_heads)
    coming = before_start(starts, int(by.recruiting_weeks))
    planners = _planners_fte(agents, by)
    assessors = quality_fte(agents, supervisors, by)
    needs = {
        "quality": assessors,
        "trainer": _trainers_fte(agents, classes, by),
        "planner": planners,
        "recruiter": coming * by.recruiter_h_per_start / by.productive_h_per_week,
        "hr": everybody / by.people_per_hr,
        "analyst": agents / by.people_per_analyst,
        "it": everybody / by.people_per_it,
        "knowledge": agents / by.people_per_knowledge,
        "content": _content_fte(agents, by),
        "mentor": nesting / by.nesters_per_mentor * by.mentor_loss_share,
    }
    need = np.stack([needs[role] for role in WORKLOAD_ROLES], axis=1)
    heads, carried = _people(need, by.contract_h_per_week)
    hours = supervisors * by.calibration_h_per_week * (assessors > 0)
    hours = hours + coming * by.interview_h_per_start
    desks = _desks(planners, agents >= by.planner_split_heads)
    carriers = tuple(CARRIERS.values())
    return SupportLoad(WORKLOAD_ROLES, need, heads, carried, carriers, desks, hours)


def quality_fte(agents: Array, supervisors: Array, by: SupportDrivers) -> Array:
    """Assessors, who also calibrate: x = (evaluation hours + c (x + supervisors)) / hours.

    c hours of calibration a week stand on both sides, hence x = (evaluation hours + c
    supervisors) / (productive hours - c). Nobody calibrates where nothing is evaluated by people.

    >>> work = quality_fte(np.array([500.0]), np.array([42.0]), SupportDrivers())
    >>> round(float(work[0]), 3)
    12.063
    """
    minutes = (by.evaluate_min + by.feedback_min) * by.evaluations_per_month * (1 - by.auto_share)
    hours = agents * minutes * MONTHS_PER_WEEK / MINUTES_PER_HOUR
    shared = by.calibration_h_per_week * supervisors * (hours > 0)
    return np.asarray((hours + shared) / (by.productive_h_per_week - by.calibration_h_per_week))


def before_start(starts: Array, weeks: int) -> Array:
    """Starts being recruited by week: each spread over the weeks before it begins.

    >>> before_start(np.array([0.0, 0.0, 12.0]), 2).tolist()
    [6.0, 6.0, 0.0]
    """
    if weeks == 0:
        return np.array(starts)
    later = np.concatenate([starts, np.zeros(weeks)])
    total = np.concatenate([[0.0], np.cumsum(later)])
    here = np.arange(len(starts)) + 1
    return np.asarray((total[here + weeks] - total[here]) / weeks)


def _trainers_fte(agents: Array, classes: Array, by: SupportDrivers) -> Array:
    refresh = agents * by.refresh_h_per_month * MONTHS_PER_WEEK / by.refresh_group_heads
    return classes * by.trainers_per_class + refresh / by.productive_h_per_week


def _content_fte(agents: Array, by: SupportDrivers) -> Array:
    hours = by.course_h_per_week * by.writing_h_per_course_h
    return np.where(agents > 0, hours / by.productive_h_per_week, 0.0)


def _planners_fte(agents: Array, by: SupportDrivers) -> Array:
    first = np.minimum(agents, by.planner_step_heads) / by.people_per_planner
    beyond = np.maximum(agents - by.planner_step_heads, 0.0) / by.people_per_planner_above
    least = np.where(agents >= by.planner_split_heads, float(len(PLANNER_DESKS)), 0.0)
    return np.maximum(first + beyond, least)


def _desks(planners: Array, split: NDArray[np.bool_]) -> Array:
    """One on each desk, the rest as 40 % real-time, 40 % planning, 20 % reporting."""
    rest = np.maximum(planners - len(PLANNER_DESKS), 0.0)
    desks = 1 + rest[:, None] * np.array([0.4, 0.4, 0.2])
    return np.where(split[:, None], desks, 0.0)


def _people(need: Array, contract_h_per_week: float) -> tuple[Array, Array]:
    """Whole people to the nearest, and the hours of fractions below a half."""
    heads = np.floor(need + 0.5 + GUARD)
    heads[:, WORKLOAD_ROLES.index("mentor")] = 0.0  # mentors are agents already
    return heads, np.maximum(need - heads, 0.0) * contract_h_per_week
