"""The floor that leaders are planned for, and their movement over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.leaders.chain import of_roles
from capplan.leaders.movement import MovementRules, Structure, movement
from capplan.leaders.movement.settings import settings
from capplan.leaders.movement.targets import opening_posts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.groups import Arrivals
    from capplan.leaders.movement import Movement
    from capplan.leaders.movement.apart import TeamGroups

    Array = NDArray[np.float64]


class Openings(NamedTuple):
    """Leaders in post before the first week; None is what the span asks for then."""

    supervisors: float | None
    managers: float | None
    directors: float | None
    vps: float | None
    svps: float | None
    service_heads: float | None


class FloorPath(NamedTuple):
    """Agents without promotions to leader by week, those of them who can be promoted, and teams.

    `teams` are the groups that have team leaders of their own, `chosen` the leaders already chosen.
    """

    people_heads: Array
    tenured_heads: Array
    teams: TeamGroups | None
    chosen: Arrivals


def floor_path(
    agents_heads: Array,
    tenured_heads: Array,
    rules: MovementRules,
    teams: TeamGroups | None,
    chosen: Arrivals,
) -> FloorPath:
    """The floor of all queues; promotable are those tenured until the promotion takes place."""
    people = np.maximum(agents_heads.sum(axis=1), 0.0)
    tenured = np.maximum(tenured_heads, 0.0).sum(axis=1)
    ahead = _least_ahead(tenured, rules.promotion.weeks_to_post)
    return FloorPath(people, np.minimum(ahead, people), teams, chosen)


def led(
    path: FloorPath,
    structure: Structure,
    rules: MovementRules,
    opening_heads: list[float],
    frozen_weeks: float,
) -> Movement:
    """The leaders of a floor week by week."""
    return movement(
        path.people_heads,
        structure,
        rules,
        opening_heads=opening_heads,
        tenured_floor_heads=path.tenured_heads,
        frozen_weeks=int(frozen_weeks),
        draining=True,
        teams=path.teams,
        coming_inside_heads=path.chosen.inside_heads,
        coming_outside_heads=path.chosen.outside_heads,
    )


def opening(
    path: FloorPath, structure: Structure, rules: MovementRules, given: Openings
) -> list[float]:
    """Leaders before the first week: those given, else what the span asks for then."""
    alone = settings([structure], [rules], 1)
    asked = opening_posts(path.people_heads[:1], alone, path.teams)[:, 0]
    known = of_roles(given, structure.names)
    return [float(need if own is None else own) for own, need in zip(known, asked, strict=True)]


def _least_ahead(path: Array, weeks: int) -> Array:
    """The smallest value from each week until so many weeks later."""
    longer = np.concatenate([path, np.full(weeks, path[-1])])
    return np.asarray(np.min([longer[k : k + len(path)] for k in range(weeks + 1)], axis=0))
