"""A small plan that fills every input table of the workbook, for tests of whole files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from capplan_workbook import write_plan
from extra_pay_plans import RATES
from reader_workbooks import given

from capplan.inputs.assumptions import Assumptions, Scenario
from capplan.inputs.entries import Outsourcing, PlanRate, Site, WageStep
from capplan.plan import Plan, make_plan

SITES = (
    Site("Leeds", "GBP", 24_000, 20_000, None, 25, 3_000, 120),
    Site("Main", "", 27_000, None, 41_000, None, 3_600, None),
)
PLAN_RATES = tuple(
    PlanRate(code, date(2026, month, 1), rate + month / 1000)
    for month in (1, 2, 3)
    for code, rate in (("GBP", 1.15), ("USD", 0.9))
)
STEPS = (
    WageStep("Spring", date(2026, 2, 2), 0.03),
    WageStep("Leeds agents", date(2026, 2, 16), 0.02, "agents", "Leeds"),
    WageStep("Leaders", date(2026, 3, 2), -0.01, "leaders"),
)
CONTRACT = Outsourcing(
    "Overflow", "Sales", date(2026, 1, 19), 120, 21.5, date(2026, 3, 9), 80, "USD", 14, 2_500
)
VALUES: dict[str, Any] = {
    **RATES,
    "propose_classes": "no",
    "budget_calendar": "4-4-5",
    "budget_cap_heads": 50.0,
    "team_grouping": "queue",
    "recruiters_cap_heads": 1.0,
    "trainers_cap_heads": 1.0,
    "seats_cap_heads": 60.0,
    "training_rooms": 1.0,
    "interview_h_per_leader": 1.5,
    "mentor_eligible_share": 0.1,
}
PAY = Scenario(
    "Pay, ramp and targets",
    {"pay_change_share": 0.04, "ramp_loss_change_share": 0.5, "service_level_change_share": 0.05},
)


def every_table() -> Assumptions:
    """Queues of three channels, events, classes, moves, sources, sites, rates, awards, a contract.

    Beside them premiums, caps on recruiting, training and seats, a budget cap, fiscal periods,
    teams by queue, and a scenario for each kind of change.
    """
    own = given()
    return replace(
        own,
        values={**own.values, **VALUES},
        sites=SITES,
        plan_rates=PLAN_RATES,
        wage_steps=STEPS,
        outsourcing=(CONTRACT,),
        scenarios=(*own.scenarios, PAY),
    )


@cache
def made() -> Plan:
    """The computed plan."""
    return make_plan(every_table())


def written(folder: Path, scenario: str = "Base") -> Path:
    """Its workbook with a scenario picked."""
    path = folder / f"every-{made().assumptions.scenario_names.index(scenario)}.xlsx"
    write_plan(made().in_scenario(scenario), path)
    return path
