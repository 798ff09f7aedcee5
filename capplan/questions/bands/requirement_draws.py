"""The requirement of a computed plan if its contacts come out higher or lower than planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from capplan.questions.bands.restaffing import DRAWS, VolumeSpread, volume_factors
from capplan.questions.bands.simulation import SEED
from capplan.staffing.requirement import is_live, live_requirement, targets_of

if TYPE_CHECKING:
    from capplan.plan import Plan

Array = NDArray[np.float64]

CORNERS = 2048  # weeks of different volume that are staffed exactly; between them, straight lines
FURTHEST = 5.0  # standard deviations of volume that the corners reach


def drawn_required_fte(
    plan: Plan,
    spread: VolumeSpread,
    scenario: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Iterator[Array]:
    """Required FTE of every draw, queues x draws, one week after another.

    Live queues are staffed with the exact tables at many volumes from the quietest to the
    busiest week, and between those along straight lines; backlog work takes its hours. Handling
    times, profiles and shrinkage are as planned.
    """
    results = plan.runs[scenario or plan.live]
    planned, hours = results["contacts"], results["base_staff_h"]
    weeks, queues = planned.shape
    furthest = float(np.exp(FURTHEST * np.hypot(spread.level_share, spread.week_share)))
    curves = [_curve(plan, results, number, furthest) for number in range(queues)]
    backlog_h = results["workload_h"] / results["deferred_occupancy_share"]
    fte = np.divide(results["required_fte"], hours, out=np.zeros(hours.shape), where=hours > 0)
    for week, factor in enumerate(volume_factors(spread, weeks, queues, draws, seed)):
        drawn = np.empty(factor.shape)
        for number, curve in enumerate(curves):
            if curve is None:
                drawn[number] = hours[week, number] + (factor[number] - 1) * backlog_h[week, number]
            else:
                drawn[number] = np.interp(factor[number] * planned[week, number], *curve)
        yield drawn * fte[week][:, None]


def _curve(
    plan: Plan, results: Mapping[str, Any], number: int, furthest: float
) -> tuple[Array, Array] | None:
    """Contacts of a week and the base staff hours they take; None for backlog work."""
    queues, given = results["queues"], plan.assumptions
    if not is_live(queues["channel"][number], queues["response_goal_h"][number]):
        return None
    planned = results["contacts"][:, number]
    some = planned[planned > 0]
    low, high = float(some.min(initial=1.0)) / furthest, float(some.max(initial=1.0)) * furthest
    contacts = np.append(0.0, np.geomspace(low, high, CORNERS))
    aht_s = float(results["planned_aht_s"][number])
    targets = targets_of(queues, number, aht_s, given.values["interval_min"])
    found = live_requirement(contacts, given.profile_share[number], targets)
    return contacts, found.base_staff_h
