"""Spans in fact, their lights, and the management debt of a plan, by layer and week."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.leaders.chain import ROLES, by_layer
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


class Owing(NamedTuple):
    """Span, light, band limits, unfilled posts and debt of each layer; the debt of all."""

    span_people: Array
    managers_span_people: Array
    directors_span_people: Array
    vps_span_people: Array
    svps_span_people: Array
    service_heads_span_people: Array
    supervisors_light: Words
    managers_light: Words
    directors_light: Words
    vps_light: Words
    svps_light: Words
    service_heads_light: Words
    least_supervisors_heads: Array
    least_managers_heads: Array
    least_directors_heads: Array
    least_vps_heads: Array
    least_svps_heads: Array
    most_supervisors_heads: Array
    most_managers_heads: Array
    most_directors_heads: Array
    most_vps_heads: Array
    most_svps_heads: Array
    unfilled_supervisors_heads: Array
    unfilled_managers_heads: Array
    unfilled_directors_heads: Array
    unfilled_vps_heads: Array
    unfilled_svps_heads: Array
    unfilled_service_heads_heads: Array
    debt_supervisors_heads: Array
    debt_managers_heads: Array
    debt_directors_heads: Array
    debt_vps_heads: Array
    debt_svps_heads: Array
    debt_service_heads_heads: Array
    leaders_asked_heads: Array
    management_debt_heads: Array
    management_debt_share: Array
    owed_leader_weeks: Array


def owing(
    floor_heads: Array,
    supervisors_heads: Array,
    managers_heads: Array,
    directors_heads: Array,
    vps_heads: Array,
    svps_heads: Array,
    service_heads_heads: Array,
    effective_supervisors_heads: Array,
    effective_managers_heads: Array,
    effective_directors_heads: Array,
    effective_vps_heads: Array,
    effective_svps_heads: Array,
    effective_service_heads_heads: Array,
    posts_supervisors_heads: Array,
    posts_managers_heads: Array,
    posts_directors_heads: Array,
    posts_vps_heads: Array,
    posts_svps_heads: Array,
    posts_service_heads_heads: Array,
    leader_structure: Structure,
    team_group_heads: Array,
    minimum_team_heads: float,
) -> Owing:
    """People below / span - leaders in effect, where positive, in each layer."""
    leaders = np.stack(
        (
            supervisors_heads,
            managers_heads,
            directors_heads,
            vps_heads,
            svps_heads,
            service_heads_heads,
        ),
        axis=1,
    )
    effective = np.stack(
        (
            effective_supervisors_heads,
            effective_managers_heads,
            effective_directors_heads,
            effective_vps_heads,
            effective_svps_heads,
            effective_service_heads_heads,
        ),
        axis=1,
    )
    posts = np.stack(
        (
            posts_supervisors_heads,
            posts_managers_heads,
            posts_directors_heads,
            posts_vps_heads,
            posts_svps_heads,
            posts_service_heads_heads,
        ),
        axis=1,
    )
    found = _owing(floor_heads, leaders, effective, posts, leader_structure)
    least, most = _apart(team_group_heads, minimum_team_heads, leader_structure)
    return found._replace(least_supervisors_heads=least, most_supervisors_heads=most)


def _apart(groups: Array, minimum: float, structure: Structure) -> tuple[Array, Array]:
    """Team leaders at the ends of the band, each team group for itself."""
    first = structure.layers[0]
    most = rounded_apart(groups, first.span_min, minimum, lambda heads: np.floor(heads + SLACK))
    asked = rounded_apart(groups, first.span, minimum)
    return rounded_apart(groups, first.span_max, minimum), np.maximum(most, asked)


def _owing(
    floor_heads: Array, leaders: Array, effective: Array, posts: Array, structure: Structure
) -> Owing:
    """The same from tables, weeks x layers."""
    chain, names = structure.layers, structure.names
    used = [ROLES.index(role) for role in names]
    leaders, effective, posts = leaders[:, used], effective[:, used], posts[:, used]
    head_at = np.array(structure.head_at)
    below = people_below(floor_heads[:, None], leaders[..., None], head_at)[..., 0]
    span = np.divide(below, leaders, out=np.zeros_like(below), where=leaders > 0)
    low = np.array([*(one.span_min for one in chain[:-1]), 1.0])
    high = np.array([*(one.span_max for one in chain[:-1]), structure.head_at])
    alone = (below > 0) & (leaders == 0)  # people whom nobody leads
    shown = lights(np.where(alone, np.inf, span), low, high)
    words = np.select([shown == one for one in LIGHTS], list(WORDS.values()), "")
    unused = np.full(len(below), WORDS["empty"], dtype=words.dtype)
    asked = below / np.array([one.span for one in chain])
    asked[:, -1] = below[:, -1] > 0
    short = asked - effective
    debt = np.where(short > SLACK, short, 0.0)
    people, whole = below[:, :-1], round_up(asked[:, :-1])
    least = round_up(people / high[:-1])
    most = np.maximum(np.floor(people / low[:-1] + SLACK), whole)
    total, all_asked = debt.sum(axis=1), asked.sum(axis=1)
    share = np.divide(total, all_asked, out=np.zeros_like(total), where=all_asked > 0)
    lines = [
        *by_layer(span, names),
        *by_layer(words, names, nobody=unused),
        *by_layer(least, names[:-1], ROLES[:-1]),
        *by_layer(most, names[:-1], ROLES[:-1]),
        *by_layer(np.maximum(posts - leaders, 0.0), names),
        *by_layer(debt, names),
    ]
    return Owing._make((*lines, all_asked, total, share, np.cumsum(total)))


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
