"""Teams that stay within a site or a queue, and leaders the planner has already chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.errors import Issue, PlanInputError
from capplan.leaders.layers import LAYERS, lines
from capplan.leaders.movement.apart import TeamGroups, by_group, rounded_apart
from capplan.vocabulary import term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from capplan.leaders.movement import Structure

    Array = NDArray[np.float64]

GROUPING = "team_grouping"
SLACK = 1e-6
FIRST = 0  # the layer that leads agents
COMING_TERMS = (*lines("coming_{}_heads", LAYERS[:-1]), "coming_leaders_weeks")


class Coming(NamedTuple):
    """Leaders from outside already chosen when the plan starts, and the week they take post."""

    supervisors: float
    managers: float
    directors: float
    vps: float
    svps: float
    weeks: float


class Arrivals(NamedTuple):
    """Leaders already chosen, promoted and hired, in the week they take post; weeks x layers."""

    inside_heads: Array
    outside_heads: Array


class TeamRules(NamedTuple):
    """What keeps teams apart: nothing, the queue or the site; and the fewest people of a team."""

    team_grouping: str
    minimum_team_heads: float
    site: tuple[str, ...]


def team_rules(team_grouping: str, minimum_team_heads: float, site: tuple[str, ...]) -> TeamRules:
    """How the teams of a plan are kept apart."""
    return TeamRules(team_grouping, minimum_team_heads, site)


def team_groups(agents_heads: Array, rules: TeamRules) -> TeamGroups | None:
    """The groups that have team leaders of their own; None where all agents are one group.

    >>> team_groups(np.ones((2, 2)), TeamRules("site", 6, ("Leeds", "Leeds"))) is None
    True
    """
    grouping, site = rules.team_grouping, rules.site
    first = by_group(np.ones((1, len(site))), grouping, site)[0] > 0
    if first.sum() < 2:
        return None
    groups = by_group(agents_heads, grouping, site)[:, first]
    return TeamGroups(np.maximum(groups, 0.0), rules.minimum_team_heads)


def check_teams_reach(teams: TeamGroups | None, structure: Structure) -> None:
    """Stops where teams apart need more team leaders than the layers above can lead."""
    if teams is None:
        return
    span = structure.layers[FIRST].span
    need = rounded_apart(teams.people_heads, span, teams.minimum_team_heads).max()
    most = structure.most_frontline_heads / span
    if need > most + SLACK:
        found = f"apart, with {need:,.0f} team leaders"
        allowed = f"up to {most:,.0f}, whom the layers above lead"
        hint = "pool the teams, raise the smallest team, or widen a span"
        raise PlanInputError([Issue(GROUPING, term(GROUPING).label, found, allowed, hint)])


def arrivals(promotions_out_heads: Array, coming: Sequence[float], weeks: float) -> Arrivals:
    """Promotions of the dated moves join the team leaders; `coming` counts hires by layer.

    >>> chosen = arrivals(np.array([[0.0], [2.0]]), [0, 1, 0], 2)
    >>> chosen.inside_heads[:, 0].tolist(), chosen.outside_heads[:, 1].tolist()
    ([0.0, 2.0], [0.0, 1.0])
    """
    inside = np.zeros((len(promotions_out_heads), len(coming)))
    outside = np.zeros_like(inside)
    inside[:, FIRST] = promotions_out_heads.sum(axis=1)
    outside[int(weeks) - 1 : int(weeks)] = coming
    return Arrivals(inside, outside)
