"""A plan with two sites in two currencies, pay awards and a contract, for several tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from capplan.inputs.assumptions import Assumptions, Scenario, make_assumptions
from capplan.inputs.entries import Outsourcing, PlanRate, Site, WageStep
from capplan.plan import Plan, make_plan

FIRST, WEEKS = date(2027, 3, 1), 17
QUEUES: list[dict[str, Any]] = [
    {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 30, "site": "Manila"},
    {"queue": "Mail", "aht_s": 400, "opening_agents_heads": 18, "site": "Lisbon"},
]
SITES = (
    Site("Manila", "PHP", 600_000, 500_000, None, 25, 90_000, 150_000),
    Site("Lisbon", "", 24_000, None, 36_000, None, 3_000, None),
)
RATES = tuple(
    PlanRate(code, date(2027, month, 1), rate)
    for month, php, usd in ((3, 0.016, 0.9), (4, 0.0165, 0.91), (5, 0.017, 0.92), (6, 0.0168, 0.93))
    for code, rate in (("PHP", php), ("USD", usd))
)
STEPS = (
    WageStep("Spring", date(2027, 4, 1), 0.03),
    WageStep("Manila agents", date(2027, 5, 3), 0.02, "agents", "Manila"),
    WageStep("Leaders", date(2027, 5, 10), -0.01, "leaders"),
)
CONTRACT = Outsourcing(
    "Overflow", "Mail", date(2027, 3, 8), 120, 21.5, date(2027, 4, 26), 80, "USD", 14, 2_500
)
TABLES: dict[str, Any] = {
    "sites": SITES,
    "plan_rates": RATES,
    "wage_steps": STEPS,
    "outsourcing": (CONTRACT,),
}
VALUES: dict[str, Any] = {
    "currency": "EUR",
    "propose_classes": "no",
    "wage_step_date": date(2027, 6, 7),
    "wage_step_share": 0.01,
}
MORE = Scenario("More", {"volume_change_share": 0.08, "wage_step_share": 0.04})


def cost_plan(**changes: Any) -> Assumptions:
    """The assumptions, with some parts changed."""
    parts: dict[str, Any] = {**TABLES, "values": VALUES, "scenarios": (MORE,), **changes}
    return make_assumptions(FIRST, QUEUES, [[2_400, 900]] * WEEKS, **parts)


def plain(**changes: Any) -> Assumptions:
    """The same plan without any of the tables."""
    return cost_plan(**{**dict.fromkeys(TABLES, ()), **changes})


@cache
def made() -> Plan:
    """The computed plan."""
    return make_plan(cost_plan())
