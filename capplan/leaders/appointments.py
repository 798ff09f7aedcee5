"""Leaders in the plan: ordered ahead of the people they lead, promoted from the floor or hired.

The movement looks at the floor as it would be without promotions; what it takes is then taken from
the tenured agents, so that the class plan sees the gap. Spans are assumptions with a band; where a
scenario's span lies beyond its band, the band ends at the span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.errors import PlanInputError
from capplan.leaders.chain import LEADS, of_roles, over_layers, roles_in_use, too_many
from capplan.leaders.groups import (
    COMING_TERMS,
    GROUPING,
    Arrivals,
    Coming,
    TeamRules,
    arrivals,
    check_teams_reach,
    team_groups,
)
from capplan.leaders.layers import lines
from capplan.leaders.movement import Layer, MovementRules, Route, Structure, coverage_heads
from capplan.leaders.path import Openings, floor_path, led, opening

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement import Movement
    from capplan.people.cohorts import Floor

    Array = NDArray[np.float64]

REACH = "upper_span"  # the term to widen where layers cannot lead so many
SLACK = 1e-6
_OPENINGS = lines("opening_{}_heads")
# terms behind the things that the step is handed
STRUCTURE_TERMS = (
    "supervisor_span",
    "supervisor_span_min",
    "supervisor_span_max",
    "manager_span",
    "manager_span_min",
    "manager_span_max",
    "director_span",
    "director_span_min",
    "director_span_max",
    "upper_span",
    "upper_span_min",
    "upper_span_max",
    *LEADS.values(),
    "supervisor_internal_share",
    "manager_internal_share",
    "upper_internal_share",
    "leader_attrition_share",
    "head_at",
    "supervisors_on_duty",
    "floor_h_per_supervisor",
    "profile_share",
    "interval_min",
)
RULE_TERMS = (
    "internal_cap_share",
    "leader_failure_share",
    "internal_weeks",
    "internal_ramp_weeks",
    "external_weeks",
    "external_ramp_weeks",
    "ramp_effect_share",
    "leader_lead_weeks",
    "ready_share",
    "external_premium_share",
    "external_premium_weeks",
    "cut_after_weeks",
)


class LeadersInPost(NamedTuple):
    """Leaders by week and layer, whole people but those in effect; and the floor's part."""

    in_post_heads: Array
    effective_heads: Array
    posts_heads: Array
    pipeline_heads: Array
    premium_heads: Array
    appointed_inside_heads: Array
    appointed_outside_heads: Array
    leaders_from_floor_heads: Array
    leaders_to_floor_heads: Array


# field of a table, weeks x layers -> the lines that its columns are
LINES = {
    "in_post_heads": lines("{}_heads"),
    "effective_heads": lines("effective_{}_heads"),
    "posts_heads": lines("posts_{}_heads"),
    "pipeline_heads": lines("pipeline_{}_heads"),
    "premium_heads": lines("premium_{}_heads"),
}


def leader_structure(values: Mapping[str, Any], open_h_per_week: float) -> Structure:
    """The layers in use of a plan; a span beyond its band stretches the band."""

    def layer(role: str, leads: str, terms: str, internal: str, least: float = 0.0) -> Layer:
        span = values[f"{terms}_span"]
        return Layer(
            role,
            leads,
            span,
            min(values[f"{terms}_span_min"], span),
            max(values[f"{terms}_span_max"], span),
            values[f"{internal}_internal_share"],
            values["leader_attrition_share"],
            least,
        )

    duty = duty_heads(values, open_h_per_week)
    first, *upper = roles_in_use(values)
    chain = [layer(first, "agent", "supervisor", "supervisor", duty)]
    for role in upper:
        own = {"manager": ("manager", "manager"), "director": ("director", "upper")}
        chain.append(layer(role, values[LEADS[role]], *own.get(role, ("upper", "upper"))))
    chain.append(layer("head", chain[-1].name, "upper", "upper"))
    return Structure(tuple(chain), values["head_at"])


def duty_heads(values: Mapping[str, Any], open_h_per_week: float) -> float:
    """Team leaders that the opening hours ask for, whatever the span."""
    hours, duty = values["floor_h_per_supervisor"], int(values["supervisors_on_duty"])
    return float(coverage_heads(open_h_per_week, hours, duty))


def leader_rules(values: Mapping[str, Any]) -> MovementRules:
    """How the posts of a plan are filled."""
    effect, failure = values["ramp_effect_share"], values["leader_failure_share"]

    def route(kind: str) -> Route:
        weeks, ramp = int(values[f"{kind}_weeks"]), int(values[f"{kind}_ramp_weeks"])
        return Route(weeks, ramp, effect, failure)

    ahead = values["leader_lead_weeks"]
    return MovementRules(
        route("internal"),
        route("external"),
        ready_share=values["ready_share"],
        internal_cap_share=values["internal_cap_share"],
        cut_after_weeks=int(values["cut_after_weeks"]),
        lead_weeks=None if ahead is None else int(ahead),
        external_premium_share=values["external_premium_share"],
        external_premium_weeks=int(values["external_premium_weeks"]),
    )


def open_hours(profile_share: Array, interval_min: float) -> float:
    """Hours of the week in which at least one queue has contacts."""
    return float((profile_share.sum(axis=0) > 0).sum() * interval_min / 60)


def leader_frame(values: Mapping[str, Any], profile_share: Array) -> dict[str, Any]:
    """What the step of the leaders is handed: structure, rules, and who leads at the start."""
    hours = open_hours(profile_share, values["interval_min"])
    return {
        "leader_structure": leader_structure(values, hours),
        "leader_rules": leader_rules(values),
        "leader_openings": Openings(*(values[name] for name in _OPENINGS)),
        "leader_coming": Coming(*(values[name] for name in COMING_TERMS)),
    }


def duty_supervisors_heads(leader_structure: Structure) -> float:
    """Open hours a week x team leaders on duty / floor hours of a team leader, whole people."""
    return float(leader_structure.layers[0].minimum_heads)


def leaders_in_post(
    floor_alone: Floor,
    promotions_out_heads: Array,
    leader_structure: Structure,
    leader_rules: MovementRules,
    leader_openings: Openings,
    leader_coming: Coming,
    frozen_management_weeks: float,
    team_rules: TeamRules,
) -> LeadersInPost:
    """Posts of the floor without promotions a lead time ahead, filled from within and outside."""
    agents = floor_alone.closing_agents_heads + floor_alone.leavers_heads
    path = floor_path(
        agents,
        floor_alone.tenured_heads,
        leader_rules,
        team_groups(agents, team_rules),
        chosen_leaders(promotions_out_heads, leader_coming, leader_structure),
    )
    _check_reach(float(path.people_heads.max()), leader_structure)
    check_teams_reach(path.teams, leader_structure)
    start = opening(path, leader_structure, leader_rules, leader_openings)
    return _in_post(led(path, leader_structure, leader_rules, start, frozen_management_weeks))


def chosen_leaders(
    promotions_out_heads: Array, leader_coming: Coming, leader_structure: Structure
) -> Arrivals:
    """Leaders already chosen: agents whom dated moves promote, and those coming from outside."""
    coming = of_roles(leader_coming[:-1], leader_structure.names[:-1])
    return arrivals(promotions_out_heads, [*coming, 0.0], leader_coming.weeks)


def _in_post(moved: Movement) -> LeadersInPost:
    return LeadersInPost(
        in_post_heads=over_layers(moved.incumbents_heads, moved.names),
        effective_heads=over_layers(moved.effective_heads, moved.names),
        posts_heads=over_layers(moved.target_heads, moved.names),
        pipeline_heads=over_layers(moved.pipeline_heads, moved.names),
        premium_heads=over_layers(moved.premium_heads, moved.names),
        appointed_inside_heads=moved.internal_heads.sum(axis=1),
        appointed_outside_heads=moved.external_heads.sum(axis=1),
        leaders_from_floor_heads=moved.promotions_out_heads,
        leaders_to_floor_heads=moved.returns_heads.sum(axis=1),
    )


@contextmanager
def placed(place: Callable[[str, int | str], str]) -> Iterator[None]:
    """Says where the span or the layer stands that is too small to lead so many people."""
    try:
        yield
    except PlanInputError as fault:
        own = (REACH, GROUPING, *LEADS.values())
        issues = [
            replace(one, where=place(one.where, "")) if one.where in own else one
            for one in fault.issues
        ]
        raise PlanInputError(issues) from None


def _check_reach(people: float, structure: Structure) -> None:
    """Stops where the layers cannot lead so many people."""
    most = structure.most_frontline_heads
    if people > most + SLACK:
        raise PlanInputError([too_many(structure, people, REACH)])
