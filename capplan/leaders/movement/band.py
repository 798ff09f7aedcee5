"""The band of inaction: no leader is added and saved again from week to week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.leaders.movement import arguments
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

CUT_AFTER_WEEKS = 8
SLACK = 1e-9  # a span this little beyond the band is on it


def banded_leaders(
    below_heads: ArrayLike,
    span: float = 12.0,
    span_min: float = 9.0,
    span_max: float = 15.0,
    opening_heads: ArrayLike | None = None,
    lead_weeks: int = 0,
    cut_after_weeks: int = CUT_AFTER_WEEKS,
    leavers_heads: ArrayLike | None = None,
) -> Array:
    """Leaders to have by week: added ahead of need, and saved only by not replacing leavers.

    The number M stays while below / M at week t + lead is inside the band; above it M becomes
    below / span, rounded up, at once; below it for `cut_after_weeks` weeks on end, M falls by
    the week's leavers until it is below / span (Bentolila & Bertola, 1990). Not given, leavers
    are as many as needed: the result is then the target that people follow as they leave.
    Weeks, or weeks x cases; beyond the last week its number holds.

    >>> banded_leaders([100, 120, 136, 140], 12, 9, 15, 9).tolist()
    [9.0, 9.0, 12.0, 12.0]
    >>> banded_leaders([100, 120, 136, 140], 12, 9, 15, 9, lead_weeks=2).tolist()
    [12.0, 12.0, 12.0, 12.0]
    >>> banded_leaders([60] * 10, opening_heads=9, leavers_heads=[1] * 10).tolist()
    [9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 8.0, 7.0, 6.0]
    """
    least, middle, most = arguments.band("span", span_min, span, span_max)
    lead = arguments.whole("lead_weeks", lead_weeks, 0, 104, "weeks")
    patience = arguments.whole("cut_after_weeks", cut_after_weeks, 1, 104, "weeks")
    path = arguments.weekly("below_heads", below_heads)
    opening = round_up(path[0] / middle) if opening_heads is None else opening_heads
    start = np.broadcast_to(arguments.people("opening_heads", opening), path.shape[1:])
    left = None if leavers_heads is None else arguments.weekly("leavers_heads", leavers_heads)
    found = follow_band(ahead(path, lead), least, middle, most, start, patience, left)
    return found[:, 0] if np.ndim(below_heads) == 1 else found


def ahead(path: Array, weeks: int) -> Array:
    """The same path seen from so many weeks before; at its end the last week holds.

    >>> ahead(np.array([1.0, 2.0, 3.0]), 2).tolist()
    [3.0, 3.0, 3.0]
    """
    return path[np.minimum(np.arange(len(path)) + weeks, len(path) - 1)]


def follow_band(
    below: Array,
    span_min: Array | float,
    span: Array | float,
    span_max: Array | float,
    opening: Array,
    cut_after_weeks: int,
    leavers: Array | None = None,
    restart: NDArray[np.bool_] | None = None,
) -> Array:
    """The rule itself on checked arrays, weeks x cases; spans by case or for all.

    In weeks to `restart`, the number is the need of the week, whatever it was before.
    """
    plan = np.zeros_like(below)
    count, narrow = np.array(opening, dtype=np.float64), np.zeros(below.shape[1:])
    if not (below.any() or count.any()):
        return plan
    wanted = round_up(below / span)
    most, least = count * span_max + SLACK, count * span_min - SLACK
    for week, heads in enumerate(below):
        wide = heads > most
        narrow = (narrow + 1) * (heads < least)
        if np.count_nonzero(wide) or np.count_nonzero(narrow >= cut_after_weeks):
            spare = np.maximum(count - wanted[week], 0.0) * (narrow >= cut_after_weeks)
            if leavers is not None:
                spare = np.minimum(spare, leavers[week])
            count = np.where(wide, wanted[week], count - spare)
            most, least = count * span_max + SLACK, count * span_min - SLACK
        if restart is not None and np.count_nonzero(restart[week]):
            count = np.where(restart[week], wanted[week], count)
            most, least = count * span_max + SLACK, count * span_min - SLACK
        plan[week] = count
    return plan
