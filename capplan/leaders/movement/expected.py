"""Promotions and hires of one layer as expected values, period by period, without lead times.

The quick view for a budget: how many leaders a growth path takes, where they come from, and how
many starters replace the agents promoted. The weekly movement follows the same people one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.leaders.movement import arguments
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]


class Appointments(NamedTuple):
    """By period: leaders wanted, leaving, appointed, from inside and outside, and backfill."""

    leaders_heads: Array
    leavers_heads: Array
    appointed_heads: Array
    internal_heads: Array
    external_heads: Array
    backfill_starts_heads: Array


def appointments(
    below_heads: ArrayLike,
    opening_heads: float,
    span: float = 12.0,
    period_attrition_share: float = 0.015,
    internal_share: float = 0.7,
    training_survival_share: float = 0.97**4,
) -> Appointments:
    """Leaders appointed in each period so that every period ends with enough of them.

    Leavers = leaders of the period before x attrition; appointed = below / span, rounded up, -
    leaders of the period before + leavers, where positive; the internal share of them leaves the
    layer below, and `internal / training survival` starters replace them. Fractions are kept.

    >>> year = appointments([500, 600], opening_heads=34)
    >>> year.appointed_heads.round(3).tolist(), year.internal_heads.round(3).tolist()
    ([8.51, 8.63], [5.957, 6.041])
    """
    wide = arguments.span("span", span)
    leaving = arguments.share("period_attrition_share", period_attrition_share)
    inside = arguments.share("internal_share", internal_share)
    survival = arguments.number("training_survival_share", training_survival_share, 0.05, 1, "")
    opening = arguments.number("opening_heads", opening_heads, 0, 1e6, "people")
    wanted = round_up(arguments.weekly("below_heads", below_heads)[:, 0] / wide)
    appointed, left, leaders = np.zeros_like(wanted), np.zeros_like(wanted), wanted.copy()
    before = opening
    for period, target in enumerate(wanted):
        left[period] = before * leaving
        appointed[period] = max(target - before + left[period], 0.0)
        before = leaders[period] = before - left[period] + appointed[period]
    internal = appointed * inside
    return Appointments(
        leaders, left, appointed, internal, appointed - internal, internal / survival
    )
