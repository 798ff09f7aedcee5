"""Teams as people meet them: opening hours and even sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.movement import arguments
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

SPAN_BINS = ("1", "2-3", "4-7", "8-12", "13-16", "17+")
_BIN_ENDS = (1.0, 3.0, 7.0, 12.0, 16.0)


def coverage_heads(
    open_h_per_week: float, floor_h_per_supervisor: float, supervisors_on_duty: int = 1
) -> int:
    """Fewest supervisors so that one is on duty in every open hour of the week.

    Open hours x supervisors on duty / hours a week that one supervisor is on the floor.

    >>> coverage_heads(168, 37.5 * (1 - 0.30))
    7
    """
    hours = arguments.number("open_h_per_week", open_h_per_week, 0, 168, "hours")
    allowed = "above 0 to 60 hours"
    if floor_h_per_supervisor == 0:
        raise argument_error("floor_h_per_supervisor", 0, allowed, "a blank typed as 0?")
    own = arguments.number("floor_h_per_supervisor", floor_h_per_supervisor, 1, 60, "hours")
    duty = arguments.whole("supervisors_on_duty", supervisors_on_duty, 0, 1000, "people")
    return round_up(hours * duty / own)


def span_distribution(below_heads: ArrayLike, leaders_heads: ArrayLike) -> Array:
    """Leaders by the size of their team, in the bins 1, 2-3, 4-7, 8-12, 13-16 and 17+.

    Teams are as even as whole people allow within each site or queue given; leaders beyond the
    number of people lead nobody and stand in no bin. The bins are on the last axis.

    >>> span_distribution(25, 2).tolist()
    [0.0, 0.0, 0.0, 1.0, 1.0, 0.0]
    """
    below = np.floor(arguments.people("below_heads", below_heads) + 0.5)
    given = np.floor(arguments.people("leaders_heads", leaders_heads) + 0.5)
    below, leaders = np.broadcast_arrays(below, given)
    each = np.floor(below / np.maximum(leaders, 1.0))
    larger = np.where(leaders > 0, below - each * leaders, 0.0)
    bins = np.zeros((*below.shape, len(SPAN_BINS)))
    for size, count in ((each, leaders - larger), (each + 1, larger)):
        place = np.searchsorted(_BIN_ENDS, size)
        inside = np.where(size > 0, count, 0.0)
        bins += inside[..., None] * (place[..., None] == np.arange(len(SPAN_BINS)))
    return bins
