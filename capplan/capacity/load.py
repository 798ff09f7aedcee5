"""What other functions must provide for the hiring plan, week by week, and where it is not enough.

Recruiting, team leaders, training, mentors and desks are needed and available in numbers of their
own; what is short is never negative, and a capacity that is not given is not limited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.people import funnel

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from capplan.inputs.assumptions import TrainingClass

    Array = NDArray[np.float64]

MOST_DILUTION = 0.35  # above this share of new people the way of working gets lost


def short(need: Array, available: Array | float | None) -> Array:
    """What is needed beyond what there is; nothing where no limit is given.

    >>> short(np.array([3.0, 5.0]), 4.0).tolist(), short(np.array([3.0, 5.0]), None).tolist()
    ([0.0, 1.0], [0.0, 0.0])
    """
    if available is None:
        return np.zeros_like(need)
    return np.maximum(need - available, 0.0)


# recruiting


def recruiter_need_h(
    starts_heads: Array, mix_recruiter_h: float, hiring_lead_weeks: float
) -> Array:
    """Starters of the lead time ahead x recruiter hours per starter / lead weeks."""
    return funnel.recruiter_hours(starts_heads.sum(axis=1), mix_recruiter_h, hiring_lead_weeks)


def recruiter_short_h(
    recruiter_need_h: Array, recruiters_cap_heads: float | None, recruiter_h_per_week: float
) -> Array:
    """Recruiter hours needed beyond recruiters x their hours a week; 0 without a limit."""
    limit = None if recruiters_cap_heads is None else recruiters_cap_heads * recruiter_h_per_week
    return short(recruiter_need_h, limit)


def interview_need_h(
    starts_heads: Array, interview_h_per_start: float, hiring_lead_weeks: float
) -> Array:
    """Starters of the lead time ahead x interview hours per starter / lead weeks."""
    return funnel.recruiter_hours(
        starts_heads.sum(axis=1), interview_h_per_start, hiring_lead_weeks
    )


def interview_available_h(supervisors_heads: Array, interview_h_per_leader: float) -> Array:
    """Team leaders x interview hours each can give."""
    return supervisors_heads * interview_h_per_leader


def interview_short_h(interview_need_h: Array, interview_available_h: Array) -> Array:
    """Interview hours needed beyond those that team leaders can give."""
    return short(interview_need_h, interview_available_h)


# training


def classes_in_training(
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    classes: tuple[TrainingClass, ...],
    training_weeks: Array,
    hiring_scale_share: float,
) -> Array:
    """Classes with starters, from their first training week to the last.

    A class holds its room for at least one week, whatever its size.
    """
    weeks = len(mondays)
    length = {name: max(int(one), 1) for name, one in zip(queue_names, training_weeks, strict=True)}
    place = {name: number for number, name in enumerate(queue_names)}
    change = np.zeros((weeks + 1, len(queue_names)))
    for one in classes:
        if one.heads * hiring_scale_share > 0:
            start = (one.start_week - mondays[0]).days // 7  # before 0: begun before the plan
            after = start + length[one.queue]
            change[min(max(start, 0), weeks), place[one.queue]] += 1
            change[min(max(after, 0), weeks), place[one.queue]] -= 1
    return np.asarray(change.cumsum(axis=0)[:weeks])


def trainers_need_heads(classes_in_training: Array) -> Array:
    """One trainer for each class in training, all queues."""
    return np.asarray(classes_in_training.sum(axis=1))


def rooms_short(classes_in_training: Array, training_rooms: float) -> Array:
    """Classes in training beyond the training rooms."""
    return short(classes_in_training.sum(axis=1), training_rooms)


def trainers_short_heads(trainers_need_heads: Array, trainers_cap_heads: float | None) -> Array:
    """Trainers needed beyond those there are; 0 without a limit."""
    return short(trainers_need_heads, trainers_cap_heads)


# the floor


def mentors_need_heads(nesters_heads: Array, nesters_per_mentor: float) -> Array:
    """People in nesting / nesters per mentor."""
    return nesters_heads / nesters_per_mentor


def mentors_eligible_heads(tenured_heads: Array, mentor_eligible_share: float) -> Array:
    """Tenured agents x the share of them who may mentor."""
    return tenured_heads * mentor_eligible_share


def mentors_short_heads(mentors_need_heads: Array, mentors_eligible_heads: Array) -> Array:
    """Mentors needed beyond those eligible, each queue by itself: a mentor knows its work."""
    return short(mentors_need_heads, mentors_eligible_heads)


def dilution_share(
    new_hires_heads: Array, to_26_weeks_heads: Array, to_52_weeks_heads: Array, tenured_heads: Array
) -> Array:
    """Agents in their first 26 floor weeks / agents on the floor, all queues; 0 without agents.

    How fast an organisation can grow is limited by how many new people the others can absorb
    (Penrose, 1959).

    >>> one = np.ones((1, 1))
    >>> dilution_share(12 * one, 8 * one, 10 * one, 20 * one).tolist()
    [0.4]
    """
    new = (new_hires_heads + to_26_weeks_heads).sum(axis=1)
    floor = new + (to_52_weeks_heads + tenured_heads).sum(axis=1)
    return np.asarray(np.divide(new, floor, out=np.zeros_like(new), where=floor > 0))


def leader_headroom_heads(
    floor_heads: Array,
    supervisors_heads: Array,
    supervisor_span: float,
    supervisor_span_max: float,
) -> Array:
    """Team leaders x most agents each may lead - agents on the floor, where positive.

    >>> leader_headroom_heads(np.array([100.0]), np.array([9.0]), 12.0, 15.0).tolist()
    [35.0]
    """
    most = max(supervisor_span_max, supervisor_span)
    return np.maximum(supervisors_heads * most - floor_heads, 0.0)


def seats_need_heads(frontline_heads: Array, leaders_heads: Array, support_heads: Array) -> Array:
    """Agents, trainees, leaders and support roles: everybody has a seat and licences."""
    return frontline_heads + leaders_heads + support_heads


def seats_short_heads(seats_need_heads: Array, seats_cap_heads: float | None) -> Array:
    """People beyond the seats and licences there are; 0 without a limit."""
    return short(seats_need_heads, seats_cap_heads)
