"""Support roles by ratio: quality, training, planning, recruiting, HR, analysis, IT, knowledge.

Whole people are counted to the nearest: a 12-person centre has no quality department, so a need
under half a person stays as hours of the role that carries it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.rounding import GUARD
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PLANNER_STEP = 500.0  # beyond this many agents one planner serves more of them
# role -> who carries the hours of a need under half a person
CARRIED_BY = {
    "quality": "team leader",
    "trainer": "team leader",
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
    planner_heads: Array
    recruiter_heads: Array
    hr_heads: Array
    analyst_heads: Array
    it_heads: Array
    knowledge_heads: Array


def support_need(
    floor_heads: Array,
    frontline_heads: Array,
    training_heads: Array,
    starts_heads: Array,
    people_per_quality: float,
    people_per_trainer: float,
    people_per_planner: float,
    people_per_planner_above_500: float,
    people_per_recruiter: float,
    people_per_hr: float,
    people_per_analyst: float,
    people_per_it: float,
    people_per_knowledge: float,
) -> SupportNeed:
    """What each role serves / people served by one; planners by steps (SWPP).

    >>> people, nobody = np.array([600.0]), np.zeros((1, 1))
    >>> ratios = (50, 12, 50, 100, 5, 100, 150, 150, 250)
    >>> float(support_need(people, people, nobody, nobody, *ratios).planner_fte[0])
    11.0
    """
    starters = starts_heads.sum(axis=1)
    smoothed = np.array([starters[max(0, w - 12) : w + 1].mean() for w in range(len(starters))])
    planners = np.minimum(floor_heads, PLANNER_STEP) / people_per_planner
    beyond = np.maximum(floor_heads - PLANNER_STEP, 0.0) / people_per_planner_above_500
    return SupportNeed(
        floor_heads / people_per_quality,
        training_heads.sum(axis=1) / people_per_trainer,
        planners + beyond,
        smoothed / people_per_recruiter,
        frontline_heads / people_per_hr,
        floor_heads / people_per_analyst,
        frontline_heads / people_per_it,
        floor_heads / people_per_knowledge,
    )


def nearest(need_fte: Array) -> Array:
    """The need to the nearest whole person, halves up.

    >>> nearest(np.array([0.49, 0.5, 1.49])).tolist()
    [0.0, 1.0, 1.0]
    """
    return np.asarray(np.floor(need_fte + 0.5 + GUARD))


def support_people(
    quality_fte: Array,
    trainer_fte: Array,
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
