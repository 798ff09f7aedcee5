"""Team leaders where teams may not cross groups: each group has its own, and small groups share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from capplan.leaders.movement.band import follow_band
from capplan.staffing.rounding import GUARD, round_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

POOLED, BY_SITE, BY_QUEUE = "pooled", "site", "queue"


@dataclass(frozen=True, eq=False, slots=True)
class TeamGroups:
    """Agents by group, weeks x groups, and the fewest people for team leaders of their own."""

    people_heads: Array
    minimum_team_heads: float

    def first(self, weeks: int) -> TeamGroups:
        """The same for the first weeks only."""
        return TeamGroups(self.people_heads[:weeks], self.minimum_team_heads)


def group_places(team_grouping: str, site: Sequence[str]) -> list[int]:
    """The group of each queue: the place of the first queue that shares its team leaders.

    >>> group_places("site", ["Leeds", "York", "leeds "])
    [0, 1, 0]
    >>> group_places("pooled", ["Leeds", "York"]), group_places("queue", ["Leeds", "Leeds"])
    ([0, 0], [0, 1])
    """
    if team_grouping == BY_QUEUE:
        return list(range(len(site)))
    names = [one.strip().casefold() if team_grouping == BY_SITE else "" for one in site]
    return [names.index(one) for one in names]


def by_group(agents_heads: Array, team_grouping: str, site: Sequence[str]) -> Array:
    """Agents of each team group at the first of its queues, 0 at the others; weeks x queues.

    >>> by_group(np.array([[5.0, 7.0, 1.0]]), "site", ["Leeds", "York", "Leeds"]).tolist()
    [[6.0, 7.0, 0.0]]
    """
    if team_grouping == BY_QUEUE:
        return agents_heads
    found = np.zeros_like(agents_heads)
    places = np.array(group_places(team_grouping, site))
    for place in np.unique(places):
        found[:, place] = agents_heads[:, places == place].sum(axis=1)
    return found


def rounded_apart(
    group_heads: Array,
    span: float,
    minimum_team_heads: float,
    rounding: Callable[[Array], Array] = round_up,
) -> Array:
    """Team leaders by week: each group / span, rounded up; small groups together, rounded up.

    >>> rounded_apart(np.array([[25.0, 13.0, 4.0, 3.0]]), 12, 6).tolist()
    [6.0]
    >>> rounded_apart(np.array([[45.0]]), 12, 6).tolist()
    [4.0]
    """
    alone = group_heads >= minimum_team_heads - GUARD
    own = np.where(alone, rounding(group_heads / span), 0.0)
    shared = np.where(alone, 0.0, group_heads).sum(axis=1)
    return np.asarray(own.sum(axis=1) + rounding(shared / span))


def apart_posts(
    groups: TeamGroups,
    bands: tuple[Array, Array, Array],
    opening: Array,
    cut_after_weeks: int,
) -> Array:
    """Posts of team leaders, weeks x cases: every group keeps a band of its own.

    `bands` are the smallest, target and largest span by case; `opening` the leaders in post before
    the first week by case, spread over the groups by their need. A group that falls below the
    minimum keeps its own for `cut_after_weeks` weeks, then it shares.
    """
    people = np.maximum(groups.people_heads, 0.0)
    alone = _alone(people, groups.minimum_team_heads, cut_after_weeks)
    shared = np.where(alone, 0.0, people).sum(axis=1, keepdims=True)
    columns = np.concatenate([np.where(alone, people, 0.0), shared], axis=1)
    changed = np.zeros((len(people), 1), dtype=np.bool_)
    changed[1:, 0] = (alone[1:] != alone[:-1]).any(axis=1)
    restart = np.concatenate([~alone, changed], axis=1)
    least, span, most = bands
    shape = (*columns.shape, len(span))
    found = follow_band(
        np.broadcast_to(columns[..., None], shape),
        least,
        span,
        most,
        _spread(opening, _needs(columns, span), columns),
        cut_after_weeks,
        restart=restart[..., None],
    )
    return np.asarray(found.sum(axis=1))


def _alone(people: Array, minimum: float, patience: int) -> Flags:
    """Whether each group has leaders of its own, weeks x groups."""
    enough = people >= minimum - GUARD
    alone, found, below = enough[0], np.zeros_like(enough), np.zeros(people.shape[1])
    for week, large in enumerate(enough):
        below = (below + 1) * ~large
        alone = large | (alone & (below < patience))
        found[week] = alone
    return found


def _needs(columns: Array, span: Array) -> Array:
    """Leaders each group needs, groups x cases, in the first week that has people."""
    week = int((columns > 0).any(axis=1).argmax())
    return np.asarray(round_up(columns[week][:, None] / span))


def _spread(leaders: Array, need: Array, columns: Array) -> Array:
    """Whole leaders by group, in proportion to need: the largest remainders are rounded up.

    Of equal remainders the group with more people comes first, in the earliest week in which they
    differ, so that the order of the queues does not matter.
    """
    found = np.zeros_like(need)
    for case, total in enumerate(leaders):
        own, all_ = need[:, case], need[:, case].sum()
        if not all_:
            found[-1, case] = total
            continue
        exact = total * own / all_
        whole = np.floor(exact + GUARD)
        order = np.lexsort([*-columns[::-1], -np.round(exact - whole, 9)])
        whole[order[: int(total - whole.sum() + 0.5)]] += 1
        found[:, case] = whole
    return found
