"""What each result is made from, and how, in words: the plan's steps read backwards.

A step with one result needs what its function takes. Steps with several results (the pipeline of
people, layers of leaders, headlines) say here which of their inputs each result is made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from capplan.capacity.support import ROLES
from capplan.leaders.appointments import RULE_TERMS, STRUCTURE_TERMS
from capplan.leaders.chain import LEADS
from capplan.leaders.groups import COMING_TERMS
from capplan.leaders.layers import LAYERS, ROLE_OF
from capplan.plan.flow import STEPS
from capplan.questions.findings import EVIDENCE, NEEDS
from capplan.staffing.requirement import QueueTargets
from capplan.steps import Step
from capplan.vocabulary import VOCABULARY, term

LIVE_TERMS = tuple(
    name
    for name in QueueTargets._fields
    if name not in ("aht_s", "channel", "interval_s")  # the step itself takes those
)
LEVEL_CHANGE = "service_level_change_share"  # on top of the queues' own service level
DEFERRED_TERMS = ("response_goal_h", "opening_backlog_h", "backlog_target_h")
# inputs of steps that are no terms themselves -> the terms a reader knows them by
BEHIND: dict[str, tuple[str, ...]] = {
    "queues": ("channel", *LIVE_TERMS, LEVEL_CHANGE, *DEFERRED_TERMS),
    "mondays": (),
    "queue_names": (),
    "events": ("event",),
    "classes": ("class",),
    "moves": ("move",),
    "sources": ("source",),
    "sites": ("site_name",),
    "plan_rates": ("plan_rate",),
    "wage_steps": ("wage_step",),
    "leader_structure": STRUCTURE_TERMS,
    "leader_rules": RULE_TERMS,
    "leader_openings": tuple(f"opening_{layer}_heads" for layer in LAYERS),
    "leader_coming": COMING_TERMS,
}
# a queue without shares of its own takes the sum of the plan's components
COMPONENTS = {one.results[0]: one.needs[1:] for one in STEPS if set(one.results) & set(one.needs)}
_SERVED = dict.fromkeys(("hr", "it"), "frontline_heads")
RATIOS = ("hr", "analyst", "it", "knowledge")

_FRAME, _DROPOUT = ("mondays", "queue_names"), "weekly_dropout_share"
_MONDAY = (
    "transfers_in_heads",
    "leave_back_heads",
    "transfers_out_heads",
    "promotions_out_heads",
    "planned_leavers_heads",
    "leave_out_heads",
)


_TEAMS = ("team_group_heads", "minimum_team_heads")


def _lower(layer: str, name: str = "{}_heads") -> tuple[str, ...]:
    """A line of every layer that a layer may lead, the nearest one first."""
    return tuple(name.format(one) for one in reversed(LAYERS[: LAYERS.index(layer)]))


# layer -> the results of its people below
_BELOW = {layer: _lower(layer) for layer in LAYERS} | {"supervisors": ("floor_heads",)}


def _owed(layer: str) -> dict[str, tuple[str, ...]]:
    """What span, light, limits and debt of a layer are made from."""
    below, post, posts = _BELOW[layer], f"{layer}_heads", f"posts_{layer}_heads"
    found = {
        "span_people" if layer == "supervisors" else f"{layer}_span_people": (
            *below,
            post,
            "leader_structure",
        ),
        f"{layer}_light": (*below, post, "leader_structure"),
        f"unfilled_{layer}_heads": (posts, post),
        f"debt_{layer}_heads": (*below, f"effective_{layer}_heads", "leader_structure"),
    }
    if layer != "service_heads":
        limits = (*(_TEAMS if layer == "supervisors" else below), "leader_structure")
        found |= {f"least_{layer}_heads": limits, f"most_{layer}_heads": limits}
    return found


_OWED = {name: needs for layer in LAYERS for name, needs in _owed(layer).items()}
_OWED |= {
    "leaders_asked_heads": ("floor_heads", *(f"{k}_heads" for k in LAYERS), "leader_structure"),
    "management_debt_heads": tuple(f"debt_{layer}_heads" for layer in LAYERS),
    "management_debt_share": ("management_debt_heads", "leaders_asked_heads"),
    "owed_leader_weeks": ("management_debt_heads",),
}
ASKED = "required_{}_heads"
_SPANS = dict(
    zip(LAYERS[1:-1], ("manager_span", "director_span", "upper_span", "upper_span"), strict=True)
)
# lines of the layers whose place in the chain is chosen -> the role
_ROLE_OF_LINE = {
    line: ROLE_OF[layer] for layer in _SPANS for line in (ASKED.format(layer), *_owed(layer))
}
_TO_LEADERS = ("leader_promotions_heads", "leader_returns_heads")

JOINT: dict[str, tuple[str, ...]] = {
    # people: the opening of a week is what the weeks before left
    "opening_training_heads": (
        "classes",
        "training_weeks",
        "weekly_dropout_share",
        "training_heads",
        "dropouts_heads",
    ),
    "training_heads": ("opening_training_heads", "starts_heads", "graduates_heads"),
    "dropouts_heads": ("training_heads", "weekly_dropout_share"),
    "graduates_heads": ("classes", *_FRAME, "starts_heads", "training_weeks", _DROPOUT),
    "transfers_in_heads": ("moves", *_FRAME),
    "transfers_out_heads": ("moves", *_FRAME),
    "cross_training_heads": ("moves", *_FRAME, "transfers_in_heads"),
    "promotions_out_heads": ("moves", *_FRAME),
    "planned_leavers_heads": ("moves", *_FRAME),
    "severance_heads": ("moves", *_FRAME),
    "opening_heads": ("opening_agents_heads", "closing_agents_heads"),
    "opening_tenured_heads": ("opening_agents_heads", "tenured_heads", "tenured_hazard_share"),
    "promotable_heads": (
        "opening_heads",
        "graduates_heads",
        *_MONDAY,
        "new_hires_heads",
        "to_26_weeks_heads",
        "to_52_weeks_heads",
    ),
    "leader_promotions_heads": ("leaders_from_floor_heads", "promotable_heads"),
    "leader_returns_heads": ("leaders_to_floor_heads", "promotable_heads"),
    "leave_out_heads": (
        "opening_tenured_heads",
        "leave_of_absence_weekly_share",
        "moves",
        *_FRAME,
    ),
    "rate_leave_heads": (
        "opening_tenured_heads",
        "leave_of_absence_weekly_share",
        "leave_of_absence_weeks",
    ),
    "leave_back_heads": (
        "rate_leave_heads",
        "leave_of_absence_weeks",
        "leave_return_share",
        "moves",
    ),
    "leave_lost_heads": (
        "rate_leave_heads",
        "leave_of_absence_weeks",
        "leave_return_share",
        "moves",
    ),
    "on_leave_heads": ("leave_out_heads", "leave_back_heads", "leave_lost_heads"),
    "new_hires_heads": ("graduates_heads", "new_hire_weeks", "new_hire_hazard_share"),
    "to_26_weeks_heads": (
        "graduates_heads",
        "new_hire_weeks",
        "new_hire_hazard_share",
        "to_26_weeks_hazard_share",
    ),
    "to_52_weeks_heads": (
        "graduates_heads",
        "new_hire_weeks",
        "new_hire_hazard_share",
        "to_26_weeks_hazard_share",
        "to_52_weeks_hazard_share",
    ),
    "tenured_heads": (
        "opening_heads",
        "graduates_heads",
        *_MONDAY,
        *_TO_LEADERS,
        "new_hires_heads",
        "to_26_weeks_heads",
        "to_52_weeks_heads",
    ),
    "leavers_heads": (
        "new_hires_heads",
        "new_hire_hazard_share",
        "to_26_weeks_heads",
        "to_26_weeks_hazard_share",
        "to_52_weeks_heads",
        "to_52_weeks_hazard_share",
        "tenured_heads",
        "tenured_hazard_share",
    ),
    "closing_agents_heads": (
        "opening_heads",
        "graduates_heads",
        *_MONDAY,
        *_TO_LEADERS,
        "leavers_heads",
    ),
    # the sources of starters
    "mix_offers": ("sources", "offer_acceptance_share", "no_show_share"),
    "mix_hire_cost": ("sources", "hire_cost"),
    "mix_recruiter_h": ("sources", "recruiter_h_per_start"),
    "mix_attrition_multiple": ("sources",),
    # leaders
    "required_supervisors_heads": (
        "floor_heads",
        *_TEAMS,
        "supervisor_span",
        "duty_supervisors_heads",
    ),
    **{
        f"required_{layer}_heads": (*_lower(layer, ASKED), LEADS[ROLE_OF[layer]], span, "head_at")
        for layer, span in _SPANS.items()
    },
    "required_service_heads_heads": ("required_supervisors_heads",),
    **_OWED,
    # support roles
    **{f"{role}_fte": (_SERVED.get(role, "floor_heads"), f"people_per_{role}") for role in RATIOS},
    "quality_fte": (
        "floor_heads",
        "supervisors_heads",
        "evaluations_per_month",
        "evaluate_min",
        "feedback_min",
        "evaluation_auto_share",
        "calibration_h_per_week",
        "support_h_per_week",
    ),
    "trainer_fte": (
        "classes_in_training",
        "floor_heads",
        "refresh_h_per_month",
        "refresh_group_heads",
        "support_h_per_week",
    ),
    "content_fte": (
        "floor_heads",
        "course_h_per_week",
        "writing_h_per_course_h",
        "support_h_per_week",
    ),
    "recruiter_fte": ("recruiter_need_h", "recruiter_h_per_week"),
    "planner_fte": ("floor_heads", "people_per_planner", "people_per_planner_above_500"),
    **{f"{role}_heads": (f"{role}_fte",) for role in ROLES},
    # money
    "agent_pay_cost": ("paid_agent_fte", "agent_year_cost"),
    "trainee_pay_cost": ("paid_trainee_fte", "trainee_year_cost"),
    "overtime_pay_cost": ("overtime_fte", "agent_year_cost", "overtime_multiple"),
    "site_seats_need_heads": ("seated_heads", "floor_share", "supervisors_heads", "site"),
    "site_seats_short_heads": ("site_seats_need_heads", "sites"),
    "site_seats_cost": (
        "site_seats_need_heads",
        "site_seats_short_heads",
        "sites",
        "mondays",
        "plan_rates",
        "currency",
        "seat_cost",
    ),
    # headlines
    "required_fte_peak": ("required_fte",),
    "required_fte_average": ("required_fte",),
    "gap_fte_worst": ("gap_fte",),
    "agents_closing_heads": ("closing_agents_heads",),
    "starts_total_heads": ("starts_heads",),
    "leavers_total_heads": ("all_leavers_heads",),
    "leaders_average_heads": ("supervisors_heads",),
    "managers_average_heads": ("managers_heads",),
    "executives_closing_heads": ("executives_heads",),
    "total_cost": ("week_cost",),
    "cost_per_contact": ("week_cost", "contacts"),
}


@cache
def computed() -> dict[str, Step]:
    """The step that computes each result; what a step passes through unchanged is not its own."""
    found: dict[str, Step] = {}
    for one in STEPS:
        if not one.record and one.results[0] not in COMPONENTS:
            for name in one.results:
                found.setdefault(name, one)
    return found


def needs_of(name: str) -> tuple[str, ...]:
    """The terms a result is made from, in the order of its step; none for an assumption.

    Numbers of a study name what was looked at for them.

    >>> needs_of("workload_h"), needs_of("aht_s")
    (('contacts', 'planned_aht_s'), ())
    """
    step = computed().get(name)
    needs = JOINT.get(name, step.needs) if step else NEEDS.get(name, ())
    return tuple(known for need in needs for known in behind(need))


def behind(need: str) -> tuple[str, ...]:
    """The terms behind what a step is handed: itself, or those that a record gathers.

    >>> behind("leave")
    ('leave_of_absence_weekly_share', 'leave_of_absence_weeks', 'leave_return_share')
    """
    if need in BEHIND:
        return BEHIND[need]
    gathered = records().get(need)
    if gathered is None:
        return (need,)
    return tuple(dict.fromkeys(known for one in gathered.needs for known in behind(one)))


@cache
def records() -> dict[str, Step]:
    """The steps that gather terms under the name of their subject."""
    return {one.results[0]: one for one in STEPS if one.record}


def of_those_led(name: str, needs: tuple[str, ...], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Of the layers below the one of a line, only that which it leads in this plan.

    >>> below = ("managers_heads", "supervisors_heads", "head_at")
    >>> of_those_led("debt_directors_heads", below, {"director_leads": "supervisor"})
    ('supervisors_heads', 'head_at')
    """
    role = _ROLE_OF_LINE.get(name)
    if role is None:
        return needs
    kept = (role, values[LEADS[role]])
    others = [layer for layer, one in ROLE_OF.items() if one not in kept]
    left_out = {line.format(one) for one in others for line in ("{}_heads", ASKED)}
    return tuple(need for need in needs if need not in left_out)


def formula_of(name: str) -> str:
    """How a result, or a number of a study, comes about in words; nothing for an assumption.

    >>> formula_of("workload_h")
    'Contacts x planned AHT / 3600.'
    """
    step = computed().get(name)
    if step is None:
        return term(name).help if name in NEEDS or term(name).kind == EVIDENCE else ""
    if len(step.results) > 1:
        return term(name).help
    return (step.function.__doc__ or VOCABULARY[name].help).splitlines()[0]
