"""The floor after promotions: what leaders take from it and give back, and whom it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.leaders.movement.apart import by_group
from capplan.people import cohorts
from capplan.people.cohorts import Floor, LeaderFlows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from capplan.people.cohorts import Hazards, Leave, MondayFlows

    Array = NDArray[np.float64]


def leader_flows(leaders_from_floor_heads: Array, leaders_to_floor_heads: Array) -> LeaderFlows:
    """Agents who leave the floor to lead, and leaders who come back to it."""
    return LeaderFlows(leaders_from_floor_heads, leaders_to_floor_heads)


def floor(
    graduates_heads: Array,
    opening_agents_heads: Array,
    monday_flows: MondayFlows,
    hazards: Hazards,
    leave: Leave,
    leader_flows: LeaderFlows,
) -> Floor:
    """Agents by tenure and on leave, and the leavers of every week and queue."""
    return cohorts.on_the_floor(
        graduates_heads, opening_agents_heads, hazards, monday_flows, leave, leader_flows
    )


def backfill_starts_heads(
    leader_promotions_heads: Array, training_weeks: Array, weekly_dropout_share: float
) -> Array:
    """Promoted to leader / (1 - weekly dropout) ^ training weeks."""
    stay: Array = (1 - weekly_dropout_share) ** training_weeks
    return leader_promotions_heads / stay


def all_leavers_heads(
    leavers_heads: Array, planned_leavers_heads: Array, leave_lost_heads: Array
) -> Array:
    """Leavers + planned leavers + those who do not come back from leave."""
    return leavers_heads + planned_leavers_heads + leave_lost_heads


def floor_heads(closing_agents_heads: Array, leavers_heads: Array) -> Array:
    """Agents after Monday's moves, closing agents + leavers, summed over the queues."""
    on_floor: Array = (closing_agents_heads + leavers_heads).sum(axis=1)
    return on_floor


def frontline_heads(
    floor_heads: Array, training_heads: Array, cross_training_heads: Array
) -> Array:
    """Agents on the floor + people in training and cross-training, summed over the queues."""
    trainees: Array = (training_heads + cross_training_heads).sum(axis=1)
    return floor_heads + trainees


def team_group_heads(
    closing_agents_heads: Array, leavers_heads: Array, site: tuple[str, ...], team_grouping: str
) -> Array:
    """Agents after Monday's moves of each team group, at the first of its queues; 0 at others."""
    return by_group(closing_agents_heads + leavers_heads, team_grouping, site)
