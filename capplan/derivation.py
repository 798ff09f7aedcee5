"""What each result is made from, and how, in words: the plan's steps read backwards.

A step with one result needs what its function takes. Steps with several results (the pipeline of
people, layers of leaders, headlines) say here which of their inputs each result is made from.
"""

from __future__ import annotations

from functools import cache

from capplan.fte import IN_OFFICE, OUT_OF_OFFICE
from capplan.leading import LAYERS, RULE_TERMS, STRUCTURE_TERMS
from capplan.plan import STEPS
from capplan.requirement import QueueTargets
from capplan.steps import Step
from capplan.support import ROLES
from capplan.vocabulary import VOCABULARY, term

LIVE_TERMS = tuple(
    name
    for name in QueueTargets._fields
    if name not in ("aht_s", "channel", "interval_s")  # the step itself takes those
)
DEFERRED_TERMS = ("response_goal_h", "opening_backlog_h", "backlog_target_h")
# inputs of steps that are no terms themselves -> the terms a reader knows them by
BEHIND: dict[str, tuple[str, ...]] = {
    "queues": ("channel", *LIVE_TERMS, *DEFERRED_TERMS),
    "mondays": (),
    "queue_names": (),
    "events": ("event",),
    "classes": ("class",),
    "moves": ("move",),
    "sources": ("source",),
    "leader_structure": STRUCTURE_TERMS,
    "leader_rules": RULE_TERMS,
    "leader_openings": tuple(f"opening_{layer}_heads" for layer in LAYERS),
}
# a queue without shares of its own takes the sum of the plan's components
COMPONENTS = {"out_of_office_share": OUT_OF_OFFICE, "in_office_share": IN_OFFICE}
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

# layer -> the results of its people below, of its leaders and of those in effect
_BELOW = {
    "supervisors": ("floor_heads",),
    "managers": ("supervisors_heads",),
    "directors": ("managers_heads",),
    "vps": ("directors_heads",),
    "svps": ("vps_heads",),
    "service_heads": tuple(f"{layer}_heads" for layer in LAYERS[:-1]),
}


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
        limits = (*below, "leader_structure")
        found |= {f"least_{layer}_heads": limits, f"most_{layer}_heads": limits}
    return found


_OWED = {name: needs for layer in LAYERS for name, needs in _owed(layer).items()}
_OWED |= {
    "leaders_asked_heads": ("floor_heads", *(f"{k}_heads" for k in LAYERS), "leader_structure"),
    "management_debt_heads": tuple(f"debt_{layer}_heads" for layer in LAYERS),
    "management_debt_share": ("management_debt_heads", "leaders_asked_heads"),
    "owed_leader_weeks": ("management_debt_heads",),
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
    "required_supervisors_heads": ("floor_heads", "supervisor_span", "duty_supervisors_heads"),
    "required_managers_heads": ("required_supervisors_heads", "manager_span", "head_at"),
    "required_directors_heads": ("required_managers_heads", "director_span", "head_at"),
    "required_vps_heads": ("required_directors_heads", "upper_span", "head_at"),
    "required_svps_heads": ("required_vps_heads", "upper_span", "head_at"),
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
    "agents_cost": ("paid_agent_fte", "agent_salary_cost", "wage_index"),
    "trainees_cost": ("paid_trainee_fte", "trainee_salary_cost", "wage_index"),
    "overtime_cost": ("overtime_fte", "agent_salary_cost", "overtime_multiple", "wage_index"),
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
        for name in one.results:
            found.setdefault(name, one)
    return found


def needs_of(name: str) -> tuple[str, ...]:
    """The terms a result is made from, in the order of its step; none for an assumption.

    >>> needs_of("workload_h"), needs_of("aht_s")
    (('contacts', 'planned_aht_s'), ())
    """
    step = computed().get(name)
    if step is None:
        return ()
    needs = JOINT.get(name, step.needs)
    return tuple(known for need in needs for known in BEHIND.get(need, (need,)))


def formula_of(name: str) -> str:
    """How a result is computed, in words; nothing for an assumption.

    >>> formula_of("workload_h")
    'Contacts x planned AHT / 3600.'
    """
    step = computed().get(name)
    if step is None:
        return ""
    if len(step.results) > 1:
        return term(name).help
    return (step.function.__doc__ or VOCABULARY[name].help).splitlines()[0]
