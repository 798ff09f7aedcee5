"""Support roles by their work where it is known, else by ratio.

Quality, training, writing of courses and recruiting follow their hours; planning, HR, analysis,
IT and knowledge follow ratios. Mentors are agents: their time counts in supply.

Whole people are counted to the nearest: a 12-person centre has no quality department, so a need
under half a person stays as hours of the role that carries it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.staffing.rounding import GUARD
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MONTHS_PER_WEEK = 12 / 52
PLANNER_SPLIT = 150.0  # agents from which real time, planning and reporting are desks of their own
DESK_SHARES = (0.4, 0.4, 0.2)
PLANNER_STEP = 500.0  # beyond this many agents one planner serves more of them
# role -> who carries the hours of a need under half a person
CARRIED_BY = {
    "quality": "team leader",
    "trainer": "team leader",
    "content": "trainer",
    "planner": "team leader",
    "recruiter": "HR partner",
    "hr": "head of service",
    "analyst": "workforce planner",
    "it": "workforce planner",
    "knowledge": "trainer",
}
ROLES = tuple(CARRIED_BY)
# role -> the people whom it serves by a ratio
SERVED = {
    "hr": "frontline_heads",
    "analyst": "floor_heads",
    "it": "frontline_heads",
    "knowledge": "floor_heads",
}


class PlannerDesks(NamedTuple):
    """Planners on real time, planning and reporting, in FTE; none while one person does all."""

    planner_real_time_fte: Array
    planner_planning_fte: Array
    planner_reporting_fte: Array


def quality_fte(
    floor_heads: Array,
    supervisors_heads: Array,
    evaluations_per_month: float,
    evaluate_min: float,
    feedback_min: float,
    evaluation_auto_share: float,
    calibration_h_per_week: float,
    support_h_per_week: float,
) -> Array:
    """(Evaluation hours + calibration x team leaders) / (hours of one - own calibration).

    Assessors calibrate among themselves too, which the denominator holds.

    >>> people = np.array([600.0])
    >>> round(float(quality_fte(people, people / 12, 4, 20, 15, 0, 1, 26.8)[0]), 2)
    14.46
    """
    minutes = (evaluate_min + feedback_min) * evaluations_per_month * (1 - evaluation_auto_share)
    evaluation_h = floor_heads * minutes * MONTHS_PER_WEEK / 60
    calibration_h = calibration_h_per_week * supervisors_heads * (evaluation_h > 0)
    return (evaluation_h + calibration_h) / (support_h_per_week - calibration_h_per_week)


def trainer_fte(
    classes_in_training: Array,
    floor_heads: Array,
    refresh_h_per_month: float,
    refresh_group_heads: float,
    support_h_per_week: float,
) -> Array:
    """Classes in training + hours of refreshers, by group / hours of one trainer."""
    refresh_h = floor_heads * refresh_h_per_month * MONTHS_PER_WEEK / refresh_group_heads
    need: Array = classes_in_training.sum(axis=1) + refresh_h / support_h_per_week
    return need


def content_fte(
    floor_heads: Array,
    course_h_per_week: float,
    writing_h_per_course_h: float,
    support_h_per_week: float,
) -> Array:
    """Course hours a week x hours to write one / hours of one writer, while there are agents."""
    writing_h = course_h_per_week * writing_h_per_course_h
    return np.where(floor_heads > 0, writing_h / support_h_per_week, 0.0)


def planner_fte(
    floor_heads: Array, people_per_planner: float, people_per_planner_above_500: float
) -> Array:
    """Agents / agents a planner serves in two steps, one planner a desk at least from a size on.

    >>> float(planner_fte(np.array([600.0]), 50, 100)[0])
    11.0
    """
    first = np.minimum(floor_heads, PLANNER_STEP) / people_per_planner
    beyond = np.maximum(floor_heads - PLANNER_STEP, 0.0) / people_per_planner_above_500
    least = np.where(floor_heads >= PLANNER_SPLIT, float(len(DESK_SHARES)), 0.0)
    return np.maximum(first + beyond, least)


def recruiter_fte(recruiter_need_h: Array, recruiter_h_per_week: float) -> Array:
    """Recruiting hours of the week / hours of one recruiter."""
    return recruiter_need_h / recruiter_h_per_week if recruiter_h_per_week else 0 * recruiter_need_h


def by_ratio(served_heads: Array, people_per_role: float) -> Array:
    """People served / people that one of the role serves."""
    return served_heads / people_per_role


def planner_desks(floor_heads: Array, planner_fte: Array) -> PlannerDesks:
    """One planner on each desk and 40, 40 and 20 % of the others, from 150 agents on.

    >>> [round(float(x[0]), 2) for x in planner_desks(np.array([500.0]), np.array([10.0]))]
    [3.8, 3.8, 2.4]
    """
    rest = np.maximum(planner_fte - len(DESK_SHARES), 0.0)
    split = floor_heads >= PLANNER_SPLIT
    return PlannerDesks._make(np.where(split, 1 + rest * share, 0.0) for share in DESK_SHARES)


def nearest(need_fte: Array) -> Array:
    """The need to the nearest whole person, halves up.

    >>> nearest(np.array([0.49, 0.5, 1.49])).tolist()
    [0.0, 1.0, 1.0]
    """
    return np.asarray(np.floor(need_fte + 0.5 + GUARD))


def support_heads(*roles_heads: Array) -> Array:
    """Sum of the people in all support roles."""
    first, *others = roles_heads
    return sum(others, first)


def role_label(role: str) -> str:
    """The name of a support role as shown to a reader.

    >>> role_label("hr")
    'HR partners'
    """
    return term(f"{role}_heads").label
