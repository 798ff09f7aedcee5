"""Spans in fact, their lights, and the management debt of a plan, by layer and week."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.leaders.chain import over_layers
from capplan.leaders.layers import LAYERS, ROLES, lines
from capplan.leaders.movement.apart import rounded_apart
from capplan.leaders.movement.owed import LIGHTS, lights
from capplan.leaders.movement.targets import people_below
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement import Structure

    Array = NDArray[np.float64]
    Words = NDArray[np.str_]

WORDS = dict(zip(LIGHTS, ("none", "narrow", "OK", "amber", "red"), strict=True))
INSIDE_WEEKS, FEWEST_POSTS = 26, 10  # fewer posts cannot show one in ten from outside
SLACK = 1e-9


class Owed(NamedTuple):
    """Span, light, limits of the band, unfilled posts and debt by week and layer; debt of all."""

    span_people: Array
    light: Words
    least_heads: Array
    most_heads: Array
    unfilled_heads: Array
    debt_heads: Array
    leaders_asked_heads: Array
    management_debt_heads: Array
    management_debt_share: Array
    owed_leader_weeks: Array


# field of a table, weeks x layers -> the lines that its columns are; one head has no band
LINES = {
    "span_people": ("span_people", *lines("{}_span_people", LAYERS[1:])),
    "light": lines("{}_light"),
    "least_heads": lines("least_{}_heads", LAYERS[:-1]),
    "most_heads": lines("most_{}_heads", LAYERS[:-1]),
    "unfilled_heads": lines("unfilled_{}_heads"),
    "debt_heads": lines("debt_{}_heads"),
}


def owed(
    floor_heads: Array,
    in_post_by_layer: Array,
    effective_by_layer: Array,
    posts_by_layer: Array,
    leader_structure: Structure,
    team_group_heads: Array,
    minimum_team_heads: float,
) -> Owed:
    """People below / span - leaders in effect, where positive, in each layer."""
    structure = leader_structure
    used = [ROLES.index(role) for role in structure.names]
    leaders, effective = in_post_by_layer[:, used], effective_by_layer[:, used]
    head_at = np.array(structure.head_at)
    below = people_below(floor_heads[:, None], leaders[..., None], head_at)[..., 0]
    asked = below / np.array([one.span for one in structure.layers])
    asked[:, -1] = below[:, -1] > 0
    short = asked - effective
    debt = np.where(short > SLACK, short, 0.0)
    least, most = _limits(below, asked, structure)
    least[:, 0], most[:, 0] = _apart(team_group_heads, minimum_team_heads, structure)
    total, all_asked = debt.sum(axis=1), asked.sum(axis=1)
    return Owed(
        *_spans(below, leaders, structure),
        least,
        most,
        over_layers(np.maximum(posts_by_layer[:, used] - leaders, 0.0), structure.names),
        over_layers(debt, structure.names),
        all_asked,
        total,
        np.divide(total, all_asked, out=np.zeros_like(total), where=all_asked > 0),
        np.cumsum(total),
    )


def _spans(below: Array, leaders: Array, structure: Structure) -> tuple[Array, Words]:
    """People a leader has in fact, and the light of the band that shows."""
    chain, names = structure.layers, structure.names
    span = np.divide(below, leaders, out=np.zeros_like(below), where=leaders > 0)
    low = np.array([*(one.span_min for one in chain[:-1]), 1.0])
    high = np.array([*(one.span_max for one in chain[:-1]), structure.head_at])
    alone = (below > 0) & (leaders == 0)  # people whom nobody leads
    shown = lights(np.where(alone, np.inf, span), low, high)
    words = np.select([shown == one for one in LIGHTS], list(WORDS.values()), "")
    unused = np.full(len(below), WORDS["empty"], dtype=words.dtype)
    return over_layers(span, names), over_layers(words, names, unused)


def _limits(below: Array, asked: Array, structure: Structure) -> tuple[Array, Array]:
    """Fewest and most leaders inside the band of each layer under the head."""
    chain, names = structure.layers[:-1], structure.names[:-1]
    people, whole = below[:, :-1], round_up(asked[:, :-1])
    least = round_up(people / np.array([one.span_max for one in chain]))
    widest = np.floor(people / np.array([one.span_min for one in chain]) + SLACK)
    most = np.maximum(widest, whole)
    return over_layers(least, names)[:, :-1], over_layers(most, names)[:, :-1]


def _apart(groups: Array, minimum: float, structure: Structure) -> tuple[Array, Array]:
    """Team leaders at the ends of the band, each team group for itself."""
    first = structure.layers[0]
    most = rounded_apart(groups, first.span_min, minimum, lambda heads: np.floor(heads + SLACK))
    asked = rounded_apart(groups, first.span, minimum)
    return rounded_apart(groups, first.span_max, minimum), np.maximum(most, asked)


def inside_share(appointed_inside_heads: Array, appointed_outside_heads: Array) -> Array:
    """Promotions / posts filled over 26 weeks; 0 before their end, and with fewer than ten posts.

    >>> inside_share(np.ones(27), np.zeros(27))[[24, 25, 26]].tolist()
    [0.0, 1.0, 1.0]
    """
    inside = _last_weeks(appointed_inside_heads)
    posts = inside + _last_weeks(appointed_outside_heads)
    enough = (posts >= FEWEST_POSTS) & (np.arange(len(posts)) >= INSIDE_WEEKS - 1)
    return np.divide(inside, posts, out=np.zeros_like(posts), where=enough)


def _last_weeks(flow: Array) -> Array:
    total = np.cumsum(flow)
    total[INSIDE_WEEKS:] -= total[:-INSIDE_WEEKS].copy()
    return total
