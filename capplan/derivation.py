"""What each result is made from, and how, in words: the plan's steps read backwards.

A step with one result needs what its function takes. Steps with several results (the pipeline of
people, layers of leaders, headlines) say here which of their inputs each result is made from.
"""

from __future__ import annotations

from functools import cache

from capplan.fte import IN_OFFICE, OUT_OF_OFFICE
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
}
# a queue without shares of its own takes the sum of the plan's components
COMPONENTS = {"out_of_office_share": OUT_OF_OFFICE, "in_office_share": IN_OFFICE}
_SERVED = {"trainer": "training_heads", "recruiter": "starts_heads"} | dict.fromkeys(
    ("hr", "it"), "frontline_heads"
)

_FRAME, _DROPOUT = ("mondays", "queue_names"), "weekly_dropout_share"
_MONDAY = (
    "transfers_in_heads",
    "leave_back_heads",
    "transfers_out_heads",
    "promotions_out_heads",
    "planned_leavers_heads",
    "leave_out_heads",
)

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
    "closing_agents_heads": ("opening_heads", "graduates_heads", *_MONDAY, "leavers_heads"),
    # the sources of starters
    "mix_offers": ("sources", "offer_acceptance_share", "no_show_share"),
    "mix_hire_cost": ("sources", "hire_cost"),
    "mix_recruiter_h": ("sources", "recruiter_h_per_start"),
    "mix_attrition_multiple": ("sources",),
    # leaders
    "supervisors_heads": ("floor_heads", "supervisor_span"),
    "managers_heads": ("supervisors_heads", "manager_span", "head_at"),
    "directors_heads": ("managers_heads", "director_span", "head_at"),
    "vps_heads": ("directors_heads", "upper_span", "head_at"),
    "svps_heads": ("vps_heads", "upper_span", "head_at"),
    "service_heads_heads": ("supervisors_heads",),
    # support roles
    **{f"{role}_fte": (_SERVED.get(role, "floor_heads"), f"people_per_{role}") for role in ROLES},
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
