"""Teams as people meet them: rounding by site or pooled, opening hours, even sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.movement import arguments
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

MINIMUM_TEAM = 6
SPAN_BINS = ("1", "2-3", "4-7", "8-12", "13-16", "17+")
_BIN_ENDS = (1.0, 3.0, 7.0, 12.0, 16.0)


class Rounding(NamedTuple):
    """Supervisors pooled and apart, and what separate teams cost more in heads and money."""

    pooled_heads: int
    separate_heads: int
    group_heads: tuple[int, ...]
    shared_heads: int
    extra_heads: int
    extra_cost: float

    @property
    def extra_share(self) -> float:
        """Supervisors that separate teams need beyond the pooled ones, as a share."""
        return self.extra_heads / self.pooled_heads if self.pooled_heads else 0.0


def rounding_cost(
    group_heads: ArrayLike,
    span: float = 12.0,
    minimum_team_heads: int = MINIMUM_TEAM,
    supervisor_salary_cost: float = 0.0,
) -> Rounding:
    """What it costs to round supervisors up per site or queue rather than over all people.

    Pooled: all people / span, rounded up. Apart: each group / span, rounded up, but never teams
    under the minimum; groups too small for a team share teams among themselves.

    >>> made = rounding_cost([130, 25, 4, 3], supervisor_salary_cost=42_000)
    >>> made.pooled_heads, made.separate_heads, made.group_heads, made.shared_heads
    (14, 15, (11, 3, 0, 0), 1)
    >>> made.extra_cost
    42000.0
    """
    wide = arguments.span("span", span)
    least = arguments.whole("minimum_team_heads", minimum_team_heads, 1, 50, "people")
    pay = arguments.number("supervisor_salary_cost", supervisor_salary_cost, 0, 5e6, "a year")
    groups = arguments.people("group_heads", np.atleast_1d(np.asarray(group_heads)))
    pooled = int(teams(np.asarray(groups.sum()), wide, least))
    own = np.where(groups >= least, teams(groups, wide, least), 0.0)
    shared = int(teams(np.asarray(groups[groups < least].sum()), wide, least))
    apart = int(own.sum()) + shared
    extra = apart - pooled
    whole = tuple(int(one) for one in own)
    return Rounding(pooled, apart, whole, shared, extra, extra * pay)


def teams(people: Array, span: float, minimum_team_heads: int = MINIMUM_TEAM) -> Array:
    """Teams for these people: people / span, rounded up, unless teams then fell under the minimum.

    >>> teams(np.array([0.0, 3.0, 9.0, 13.0]), 8.0).tolist()
    [0.0, 1.0, 1.0, 2.0]
    """
    most = np.maximum(np.floor(people / minimum_team_heads + 1e-9), np.minimum(people, 1.0) > 0)
    return np.minimum(round_up(people / span), most)


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


def span_headroom(below_heads: ArrayLike, leaders_heads: ArrayLike, span_max: float = 15) -> Array:
    """People that can still join before the leaders in post lead more than the band allows.

    >>> float(span_headroom(130, 10))
    20.0
    """
    most = arguments.number("span_max", span_max, 2, 100, "people")
    below = arguments.people("below_heads", below_heads)
    return np.maximum(arguments.people("leaders_heads", leaders_heads) * most - below, 0.0)
