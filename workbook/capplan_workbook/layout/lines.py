"""The lines of each sheet, in order and in groups: names only, no positions."""

from __future__ import annotations

from capplan.capacity.hours import HOURS
from capplan.capacity.support import ROLES, PlannerDesks
from capplan.inputs.assumptions import PURE_DRIVERS, RAMP_WEEKS
from capplan.leaders.layers import LAYERS
from capplan.money.budget import COST_LINES, QUEUE_EXTRAS, QUEUE_PAY
from capplan.vocabulary import terms

# tables of their own, whose origin is told on Assumptions
TABLE_ORIGINS = {"base_contacts": "Demand", "profile_share": "Queues"}
HEADLINES = tuple(row.name for row in terms("result", "headline"))
OUT_NAMES = {"starts_total_heads": "starts_heads", "leavers_total_heads": "leavers_heads"}

REQUIREMENT_TOTALS = ("contacts", "workload_h", "base_staff_h", "required_fte", "required_heads")
REQUIREMENT_LINES = (
    "base_contacts",
    "event_factor",
    "event_contacts",
    "fresh_contacts",
    "contacts",
    "planned_aht_s",
    "workload_h",
    "curve_place",
    "curve_h",
    "correction_h",
    "seen_workload_h",
    "base_staff_h",
    "peak_agents",
    "binding_target",
    "occupancy_share",
    "on_seat_h",
    "shrinkage_share",
    "contract_h",
    "required_fte",
    "required_heads",
    "night_share",
    "weekend_share",
    "premium_share",
)
BAND_LINES = tuple(row.name for row in terms("evidence", "bands"))
CALENDAR_LINES = ("first_month", "last_month", "first_month_share", "wage_index", "bonus_weeks")
SUPPLY_RATES = (
    "tenured_hazard_share",
    "new_hire_hazard_share",
    "to_26_weeks_hazard_share",
    "to_52_weeks_hazard_share",
)
# folded away where nobody moves
MOVE_LINES = (
    "transfers_in_heads",
    "leave_back_heads",
    "transfers_out_heads",
    "promotions_out_heads",
    "planned_leavers_heads",
    "severance_heads",
    "leave_out_heads",
    "rate_leave_heads",
    "leave_lost_heads",
    "on_leave_heads",
    "cross_training_heads",
)
LEADER_LINES = (
    "promotable_heads",
    "leader_promotions_heads",
    "leader_returns_heads",
    "backfill_starts_heads",
)
# paid hours by where they go; what learning takes is the rest
QUEUE_HOURS = ("out_of_office_h", "in_office_h", "productive_h")
SUPPLY_LINES = (
    "starts_heads",
    "opening_training_heads",
    "training_heads",
    "dropouts_heads",
    "graduates_heads",
    "opening_heads",
    *MOVE_LINES,
    "new_hires_heads",
    "to_26_weeks_heads",
    "to_52_weeks_heads",
    "opening_tenured_heads",
    *LEADER_LINES,
    "tenured_heads",
    "leavers_heads",
    "closing_agents_heads",
    "all_leavers_heads",
    "available_heads",
    "ramp_loss_heads",
    "nesters_heads",
    "mentor_loss_heads",
    "paid_agent_fte",
    "paid_trainee_fte",
    "effective_fte",
    "outsourced_fte",
    "covering_fte",
    "required_fte",
    "gap_fte",
    "coverage_share",
    "overtime_fte",
    "vto_fte",
    "offers_heads",
    "classes_in_training",
    "mentors_need_heads",
    "mentors_eligible_heads",
    "mentors_short_heads",
    *QUEUE_PAY.values(),
    *QUEUE_EXTRAS.values(),
    *QUEUE_HOURS,
)
RECRUITING_MIX = (
    "mix_offers",
    "mix_hire_cost",
    "mix_recruiter_h",
    "mix_attrition_multiple",
)
LOAD_OF_RECRUITING = ("starts_heads", "requisitions_heads", "all_offers_heads")
# below them one line a source, then what is needed, what there is, and what is short
LOAD_OF_OTHERS = (
    "recruiter_need_h",
    "recruiter_available",
    "recruiter_short_h",
    "interview_need_h",
    "interview_available_h",
    "interview_short_h",
    "classes_in_training",
    "rooms_available",
    "rooms_short",
    "trainers_need_heads",
    "trainers_available",
    "trainers_short_heads",
    "nesters_heads",
    "mentors_need_heads",
    "mentors_eligible_heads",
    "mentors_short_heads",
    "seats_need_heads",
    "seats_available",
    "seats_short_heads",
    "leader_headroom_heads",
    "dilution_share",
)
DEBT_TOTALS = (
    "leaders_asked_heads",
    "management_debt_heads",
    "management_debt_share",
    "owed_leader_weeks",
)


def of_layers(name: str) -> tuple[str, ...]:
    """A line for each layer of leaders, from the bottom up.

    >>> of_layers("{}_light")[:2]
    ('supervisors_light', 'managers_light')
    """
    return tuple(name.format(layer) for layer in LAYERS)


def actual_span(layer: str) -> str:
    """The line of a layer's actual span.

    >>> actual_span("supervisors"), actual_span("managers")
    ('span_people', 'managers_span_people')
    """
    return "span_people" if layer == LAYERS[0] else f"{layer}_span_people"


MANAGEMENT_GROUPS = (
    ("floor_heads", "frontline_heads"),
    ("duty_supervisors_heads", *of_layers("required_{}_heads")),
    of_layers("posts_{}_heads"),
    of_layers("{}_heads"),
    ("executives_heads", "senior_heads", "extra_executives_heads"),
    ("leaders_heads", "span_people", "span_target"),
    tuple(actual_span(layer) for layer in LAYERS[1:]),
    of_layers("{}_light"),
    (*of_layers("least_{}_heads")[:-1], *of_layers("most_{}_heads")[:-1]),
    of_layers("unfilled_{}_heads"),
    of_layers("effective_{}_heads"),
    of_layers("debt_{}_heads"),
    DEBT_TOTALS,
    of_layers("pipeline_{}_heads"),
    of_layers("premium_{}_heads"),
    (
        "appointed_inside_heads",
        "appointed_outside_heads",
        "inside_share",
        "leaders_from_floor_heads",
        "leaders_to_floor_heads",
        "quarter_starts",
    ),
    (*(f"{role}_fte" for role in ROLES), *PlannerDesks._fields),
    (*(f"{role}_heads" for role in ROLES), "support_heads"),
    ("base_pay_cost",),
)
BUDGET_PEOPLE = (
    "contacts",
    "required_fte",
    "paid_agent_fte",
    "paid_trainee_fte",
    "overtime_fte",
    "leaders_heads",
    "support_heads",
    "starts_heads",
    "all_leavers_heads",
)
# what the budget cap buys: by month, then in words
CAP_STAMPS = (
    "funded_heads",
    "service_level_share",
    "asa_s",
    "abandon_share",
    "occupancy_share",
    "backlog_h",
    "closing_cost",
    "missing_queues",
)
CAP_TEXTS = ("first", "worst", "missed")
CAP_LINES = ("needed_heads", "funded_heads", "short_heads", *CAP_STAMPS[1:], *CAP_TEXTS)
BUDGET_LINES = (*COST_LINES, "week_cost", "cost_per_contact")
BUDGET_HOURS = (*HOURS, "productive_share", "paid_year_h", "productive_year_h")


def team_lines(queues: int) -> tuple[tuple[str, ...], ...]:
    """Two groups of lines: the agents of each queue, and those of each team group.

    >>> team_lines(2)
    (('team_agents_0', 'team_agents_1'), ('team_group_0', 'team_group_1'))
    """
    kinds = ("team_agents", "team_group")
    return tuple(tuple(f"{kind}_{number}" for number in range(queues)) for kind in kinds)


def load_lines(sources: int) -> tuple[str, ...]:
    """The lines of what other functions must provide; `source_0` and on are offers by source.

    >>> load_lines(1)[2:5]
    ('all_offers_heads', 'source_0', 'recruiter_need_h')
    """
    by_source = (f"source_{number}" for number in range(sources))
    return (*LOAD_OF_RECRUITING, *by_source, *LOAD_OF_OTHERS)


def rows_of(groups: tuple[tuple[str, ...], ...], first: int) -> dict[str, int]:
    """Row of each line, group by group; a heading lies above each group."""
    found, row = {}, first
    for names in groups:
        for name in names:
            row += 1
            found[name] = row
        row += 2
    return found


def assumption_groups() -> list[tuple[str, list[str]]]:
    """The groups of the Assumptions sheet and their terms, in order."""
    titles = {
        "plan": "Plan",
        "requirement": "Requirement",
        "fte": "Shrinkage and hours",
        "supply": "People",
        "management": "Leaders",
        "support": "Support roles",
        "capacity": "Recruiting and capacities",
        "budget": "Pay and cost",
    }
    groups = [
        ("Version", [row.name for row in terms("assumption", "version", "plan")]),
        ("Where demand comes from", [f"origin:{name}" for name in TABLE_ORIGINS]),
    ]
    # a stage that is new has the name of the stage over its group
    given = (row for row in terms("assumption", shape="plan") if row.name not in PURE_DRIVERS)
    stages = (row.stage for row in given if row.stage != "version")
    titles |= {stage: stage.capitalize() for stage in stages if stage not in titles}
    for stage, title in titles.items():
        names = [
            row.name for row in terms("assumption", stage, "plan") if row.name not in PURE_DRIVERS
        ]
        if stage == "fte":
            names = _with_totals(names)
        groups.append((title, names))
    ramp = [f"proficiency_{week}" for week in range(1, RAMP_WEEKS + 1)]
    groups.append(("Proficiency of new agents", ramp))
    return groups


def _with_totals(names: list[str]) -> list[str]:
    """Puts the sums of out-of-office and in-office shrinkage under their components."""
    out = names.index("shrinkage_unpaid_share") + 1
    office = names.index("shrinkage_nonadherence_share") + 1
    return [
        *names[:out],
        "out_of_office_total",
        *names[out:office],
        "in_office_total",
        *names[office:],
    ]
