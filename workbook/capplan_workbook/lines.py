"""The lines of each sheet, in order and in groups: names only, no positions."""

from __future__ import annotations

from capplan.assumptions import RAMP_WEEKS
from capplan.budget import COST_LINES
from capplan.support import ROLES
from capplan.vocabulary import terms

# tables of their own, whose origin is told on Assumptions
TABLE_ORIGINS = {"base_contacts": "Demand", "profile_share": "Queues"}
PURE_DRIVERS = ("volume_change_share", "aht_change_share", "shrinkage_change_share")
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
)
CALENDAR_LINES = ("first_month", "last_month", "first_month_share", "wage_index")
SUPPLY_RATES = ("tenured_hazard_share", "new_hire_hazard_share")
SUPPLY_LINES = (
    "starts_heads",
    "training_heads",
    "dropouts_heads",
    "graduates_heads",
    "opening_heads",
    "new_hires_heads",
    "leavers_heads",
    "closing_agents_heads",
    "available_heads",
    "ramp_loss_heads",
    "paid_agent_fte",
    "paid_trainee_fte",
    "effective_fte",
    "required_fte",
    "gap_fte",
    "coverage_share",
    "overtime_fte",
    "offers_heads",
)
MANAGEMENT_GROUPS = (
    ("floor_heads", "frontline_heads"),
    (
        "supervisors_heads",
        "managers_heads",
        "directors_heads",
        "vps_heads",
        "svps_heads",
        "service_heads_heads",
    ),
    ("executives_heads", "senior_heads", "extra_executives_heads"),
    ("leaders_heads", "span_people", "span_target"),
    tuple(f"{role}_fte" for role in ROLES),
    (*(f"{role}_heads" for role in ROLES), "support_heads"),
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
    "leavers_heads",
)
BUDGET_LINES = (*COST_LINES, "week_cost", "cost_per_contact")


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
        "budget": "Pay and cost",
    }
    groups = [("Where demand comes from", [f"origin:{name}" for name in TABLE_ORIGINS])]
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
