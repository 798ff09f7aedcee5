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


class SupportNeed(NamedTuple):
    """Need of each support role, in FTE, fractions kept."""

    quality_fte: Array
    trainer_fte: Array
    content_fte: Array
    planner_fte: Array
    recruiter_fte: Array
    hr_fte: Array
    analyst_fte: Array
    it_fte: Array
    knowledge_fte: Array


class SupportHeads(NamedTuple):
    """Whole people in each support role."""

    quality_heads: Array
    trainer_heads: Array
    content_heads: Array
    planner_heads: Array
    recruiter_heads: Array
    hr_heads: Array
    analyst_heads: Array
    it_heads: Array
    knowledge_heads: Array


class PlannerDesks(NamedTuple):
    """Planners on real time, planning and reporting, in FTE; none while one person does all."""

    planner_real_time_fte: Array
    planner_planning_fte: Array
    planner_reporting_fte: Array


def support_need(
    floor_heads: Array,
    frontline_heads: Array,
    supervisors_heads: Array,
    classes_in_training: Array,
    recruiter_need_h: Array,
    evaluations_per_month: float,
    evaluate_min: float,
    feedback_min: float,
    evaluation_auto_share: float,
    calibration_h_per_week: float,
    refresh_h_per_month: float,
    refresh_group_heads: float,
    course_h_per_week: float,
    writing_h_per_course_h: float,
    support_h_per_week: float,
    recruiter_h_per_week: float,
    people_per_planner: float,
    people_per_planner_above_500: float,
    people_per_hr: float,
    people_per_analyst: float,
    people_per_it: float,
    people_per_knowledge: float,
) -> SupportNeed:
    """Work / hours of one where a driver of the work is known, else what is served / ratio.

    Assessors calibrate among themselves too: x = (evaluation hours + c x team leaders) / (h - c).

    >>> people, nobody = np.array([600.0]), np.zeros((1, 1))
    >>> work = (4, 20, 15, 0, 1, 1, 12, 0.5, 10, 26.8, 30)
    >>> need = support_need(people, people, people / 12, nobody, nobody[0], *work,
    ...                     50, 100, 100, 150, 150, 250)
    >>> float(need.planner_fte[0]), round(float(need.quality_fte[0]), 2)
    (11.0, 14.46)
    """
    minutes = (evaluate_min + feedback_min) * evaluations_per_month * (1 - evaluation_auto_share)
    evaluation_h = floor_heads * minutes * MONTHS_PER_WEEK / 60
    calibration_h = calibration_h_per_week * supervisors_heads * (evaluation_h > 0)
    refresh_h = floor_heads * refresh_h_per_month * MONTHS_PER_WEEK / refresh_group_heads
    writing_h = course_h_per_week * writing_h_per_course_h
    return SupportNeed(
        (evaluation_h + calibration_h) / (support_h_per_week - calibration_h_per_week),
        classes_in_training.sum(axis=1) + refresh_h / support_h_per_week,
        np.where(floor_heads > 0, writing_h / support_h_per_week, 0.0),
        _planners(floor_heads, people_per_planner, people_per_planner_above_500),
        recruiter_need_h / recruiter_h_per_week if recruiter_h_per_week else 0 * recruiter_need_h,
        frontline_heads / people_per_hr,
        floor_heads / people_per_analyst,
        frontline_heads / people_per_it,
        floor_heads / people_per_knowledge,
    )


def _planners(floor_heads: Array, each: float, each_beyond: float) -> Array:
    """Agents / agents a planner serves in two steps, one planner a desk at least from a size on."""
    first = np.minimum(floor_heads, PLANNER_STEP) / each
    beyond = np.maximum(floor_heads - PLANNER_STEP, 0.0) / each_beyond
    least = np.where(floor_heads >= PLANNER_SPLIT, float(len(DESK_SHARES)), 0.0)
    return np.maximum(first + beyond, least)


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


def support_people(
    quality_fte: Array,
    trainer_fte: Array,
    content_fte: Array,
    planner_fte: Array,
    recruiter_fte: Array,
    hr_fte: Array,
    analyst_fte: Array,
    it_fte: Array,
    knowledge_fte: Array,
) -> SupportHeads:
    """Each need to the nearest whole person."""
    needs = (
        quality_fte,
        trainer_fte,
        content_fte,
        planner_fte,
        recruiter_fte,
        hr_fte,
        analyst_fte,
        it_fte,
        knowledge_fte,
    )
    return SupportHeads(*(nearest(need) for need in needs))


def support_heads(
    quality_heads: Array,
    trainer_heads: Array,
    content_heads: Array,
    planner_heads: Array,
    recruiter_heads: Array,
    hr_heads: Array,
    analyst_heads: Array,
    it_heads: Array,
    knowledge_heads: Array,
) -> Array:
    """Sum of the people in all support roles."""
    return (
        quality_heads
        + trainer_heads
        + content_heads
        + planner_heads
        + recruiter_heads
        + hr_heads
        + analyst_heads
        + it_heads
        + knowledge_heads
    )


def role_label(role: str) -> str:
    """The name of a support role as shown to a reader.

    >>> role_label("hr")
    'HR partners'
    """
    return term(f"{role}_heads").label
