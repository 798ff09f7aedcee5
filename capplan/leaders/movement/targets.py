"""Posts by layer and week: the band of each layer on the posts of the layer below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.leaders.movement.apart import TeamGroups, apart_posts, rounded_apart
from capplan.leaders.movement.band import follow_band
from capplan.leaders.movement.layer_counts import top_heads
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement.settings import Settings

    Array = NDArray[np.float64]


def opening_posts(first: Array, with_: Settings, teams: TeamGroups | None = None) -> Array:
    """Leaders each layer needs for the people of one week, layers x cases."""
    now = None if teams is None else teams.first(1)
    return np.asarray(target_posts(first[None], with_, None, teams=now)[0])


def target_posts(
    floor: Array,
    with_: Settings,
    opening: Array | None,
    restaff: NDArray[np.bool_] | None = None,
    teams: TeamGroups | None = None,
) -> Array:
    """Posts by week, layer and case: each layer's band on the posts below it.

    `floor` is weeks x cases; `opening` the leaders in post before the first week, kept while
    inside the band; without them, or in cases to restaff, posts start at the first week's need.
    With `teams`, the groups of the first layer each keep a band of their own.
    """
    layers = len(with_.names)
    posts = np.zeros((len(floor), layers, floor.shape[1]))
    below = floor
    for layer in range(layers - 1):
        people = np.where(below > with_.head_at, below, 0.0) if layer else below
        apart = None if layer else teams
        least, span, most = with_.span_min[layer], with_.span[layer], with_.span_max[layer]
        need = np.maximum(_need(people[0], span, apart), with_.minimum_heads[layer])
        start = need if opening is None else opening[layer]
        start = start if restaff is None else np.where(restaff, need, start)
        weeks = with_.rules.cut_after_weeks
        if apart is None:
            banded = follow_band(people, least, span, most, start, weeks)
        else:
            banded = apart_posts(apart, (least, span, most), start, weeks)
        posts[:, layer] = np.maximum(banded, with_.minimum_heads[layer])
        below = posts[:, layer]
    posts[:, -1] = np.where(posts[:, 0] > 1, 1.0, 0.0)
    return posts


def _need(people: Array, span: Array, teams: TeamGroups | None) -> Array:
    """Leaders of one week by case: people / span, rounded up, within each group where apart."""
    if teams is None:
        return round_up(people / span)
    groups, minimum = teams.people_heads[:1], teams.minimum_team_heads
    return np.array([float(rounded_apart(groups, one, minimum)[0]) for one in span])


def seen_ahead(posts: Array, with_: Settings) -> Array:
    """The posts of week t + lead, lead by layer and case; at its end the last week holds."""
    weeks = np.arange(len(posts))[:, None, None] + with_.lead_weeks
    return np.take_along_axis(posts, np.minimum(weeks, len(posts) - 1), axis=0)


def people_below(floor: Array, leaders: Array, head_at: Array) -> Array:
    """People each layer leads, weeks x layers x cases; a layer left empty leads nobody."""
    below = np.zeros_like(leaders)
    below[:, 0] = floor
    ordinary = leaders[:, :-2]
    below[:, 1:-1] = np.where(ordinary > head_at, ordinary, 0.0)
    top = top_heads(np.moveaxis(leaders[:, :-1], 1, -1))
    below[:, -1] = np.where(leaders[:, 0] > 1, top, 0.0)
    return below
