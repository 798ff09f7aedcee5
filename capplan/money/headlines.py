"""The figures a plan is judged by first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class AgentHeadlines(NamedTuple):
    """One figure each for the agents of the whole plan."""

    required_fte_peak: float
    required_fte_average: float
    gap_fte_worst: float
    agents_closing_heads: float
    starts_total_heads: float
    leavers_total_heads: float


class LeaderHeadlines(NamedTuple):
    """One figure each for those who lead them."""

    leaders_average_heads: float
    managers_average_heads: float
    executives_closing_heads: float


class CostHeadlines(NamedTuple):
    """One figure each for the money."""

    total_cost: float
    cost_per_contact: float


def agent_headlines(
    required_fte: Array,
    gap_fte: Array,
    closing_agents_heads: Array,
    starts_heads: Array,
    all_leavers_heads: Array,
) -> AgentHeadlines:
    """Peak and average need, the worst gap, and agents at the end, over all queues."""
    needed = required_fte.sum(axis=1)
    return AgentHeadlines(
        required_fte_peak=float(needed.max()),
        required_fte_average=float(needed.mean()),
        gap_fte_worst=float(gap_fte.sum(axis=1).min()),
        agents_closing_heads=float(closing_agents_heads[-1].sum()),
        starts_total_heads=float(starts_heads.sum()),
        leavers_total_heads=float(all_leavers_heads.sum()),
    )


def leader_headlines(
    supervisors_heads: Array, managers_heads: Array, executives_heads: Array
) -> LeaderHeadlines:
    """Average supervisors and managers, and executives at the end."""
    return LeaderHeadlines(
        leaders_average_heads=float(supervisors_heads.mean()),
        managers_average_heads=float(managers_heads.mean()),
        executives_closing_heads=float(executives_heads[-1]),
    )


def cost_headlines(contacts: Array, week_cost: Array) -> CostHeadlines:
    """All weeks' cost, and what one contact costs; 0 where there are none."""
    cost, handled = float(week_cost.sum()), float(contacts.sum())
    return CostHeadlines(total_cost=cost, cost_per_contact=cost / handled if handled else 0.0)
