"""Which factor of a variance each assumption belongs to.

Finance asks what volume, handling time or pay cost, not what two hundred cells did. A term that
no row below names belongs to `other`, so that nothing that changed is ever lost.
"""

from __future__ import annotations

from typing import Final

from capplan.vocabulary import VOCABULARY, terms

OTHER: Final = "other"
CURRENCY: Final = "currency"
VOLUME: Final = "volume"
MIX: Final = "mix"
HIRES: Final = "hires"

# factor -> what it is called, in the order of a bridge
FACTORS: dict[str, str] = {
    VOLUME: "Volume",
    MIX: "Mix",
    "aht": "Handling time",
    "service": "Service targets",
    "shrinkage": "Shrinkage",
    "attrition": "Attrition",
    "dropout": "Training dropout",
    HIRES: "Hire timing",
    "span": "Spans and ratios",
    "pay": "Pay and prices",
    CURRENCY: "Exchange rate",
    OTHER: "Other",
}

_TERMS = {
    VOLUME: (
        "volume_change_share",
        "selfservice_attempt_share",
        "containment_share",
        "repeat_share",
        "redial_share",
        "opening_backlog_h",
    ),
    # where contacts come, and when in the week
    MIX: ("profile_share", "interval_min"),
    "aht": (
        "aht_s",
        "aht_change_share",
        "contained_aht_s",
        "max_concurrency",
        "aht_inflation_share",
    ),
    "service": (
        "service_level_change_share",
        "service_level_share",
        "answer_within_s",
        "max_asa_s",
        "max_abandon_share",
        "max_occupancy_share",
        "min_positions",
        "response_goal_h",
        "backlog_target_h",
        "backlog_burn_weeks",
        "deferred_occupancy_share",
    ),
    "shrinkage": (
        "out_of_office_share",
        "in_office_share",
        "shrinkage_change_share",
        "schedule_inefficiency_share",
    ),
    "attrition": ("new_hire_weeks",),
    "dropout": ("weekly_dropout_share",),
    "pay": ("vto_cap_share", "site"),
    CURRENCY: ("plan_rate", "plan_rate_month"),
    # who is there at the start, who comes when, and when they count
    HIRES: (
        "opening_agents_heads",
        "training_weeks",
        "proficiency_share",
        "ramp_loss_change_share",
        "hiring_scale_share",
        "hiring_lead_weeks",
        "class_min_heads",
        "class_max_heads",
        "training_rooms",
        "propose_classes",
        "nesting_weeks",
        "nesters_per_mentor",
        "mentor_time_lost_share",
        "offer_acceptance_share",
        "no_show_share",
    ),
}
_OF_TERM = {name: factor for factor, names in _TERMS.items() for name in names}
# parts of the assumptions that are no terms: lists of entries
_OF_LIST = {
    "events": VOLUME,
    "classes": HIRES,
    "sources": HIRES,
    "sites": "pay",
    "wage_steps": "pay",
    "outsourcing": "pay",
    "plan_rates": CURRENCY,
}
_OF_STAGE = {"management": "span", "support": "span", "budget": "pay", "capacity": HIRES}
# what a plan and its parts are called, and how it is looked at, changes no number
NAMES_ONLY = (
    "plan_name",
    "currency",
    "queue",
    "budget_calendar",
    "fiscal_year_start_date",
    "budget_cap_heads",
    "budget_cap_cost",
    *(row.name for row in terms("assumption", "version")),
)


def factor_of(name: str) -> str:
    """The factor of an assumption.

    >>> factor_of("aht_s"), factor_of("agent_salary_cost"), factor_of("contract_h_per_fte")
    ('aht', 'pay', 'other')
    """
    known = _OF_TERM.get(name) or _OF_LIST.get(name)
    if known:
        return known
    row = VOCABULARY.get(name)
    if row is None:
        return OTHER
    if "attrition" in name:
        return "attrition"
    if name.startswith("shrinkage_"):
        return "shrinkage"
    return _OF_STAGE.get(row.stage, OTHER)
