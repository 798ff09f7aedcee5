"""The figures a plan is judged by first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Headlines(NamedTuple):
    """One figure each for the whole plan."""

    required_fte_peak: float
    required_fte_average: float
    gap_fte_worst: float
    agents_closing_heads: float
    starts_total_heads: float
    leavers_total_heads: float
    leaders_average_heads: float
    managers_average_heads: float
    executives_closing_heads: float
    total_cost: float
    cost_per_contact: float


def headlines(
    contacts: Array,
    required_fte: Array,
    gap_fte: Array,
    closing_agents_heads: Array,
    starts_heads: Array,
    all_leavers_heads: Array,
    supervisors_heads: Array,
    managers_heads: Array,
    executives_heads: Array,
    week_cost: Array,
) -> Headlines:
    """Peaks, averages, sums and closing figures over all queues."""
    needed = required_fte.sum(axis=1)
    cost, handled = float(week_cost.sum()), float(contacts.sum())
    return Headlines(
        required_fte_peak=float(needed.max()),
        required_fte_average=float(needed.mean()),
        gap_fte_worst=float(gap_fte.sum(axis=1).min()),
        agents_closing_heads=float(closing_agents_heads[-1].sum()),
        starts_total_heads=float(starts_heads.sum()),
        leavers_total_heads=float(all_leavers_heads.sum()),
        leaders_average_heads=float(supervisors_heads.mean()),
        managers_average_heads=float(managers_heads.mean()),
        executives_closing_heads=float(executives_heads[-1]),
        total_cost=cost,
        cost_per_contact=cost / handled if handled else 0.0,
    )
