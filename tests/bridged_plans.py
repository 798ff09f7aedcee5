"""A small plan and one change of each factor, for tests of bridges and shared runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from capplan.inputs.assumptions import Assumptions, TrainingClass, make_assumptions
from capplan.plan import Plan, make_plan

START = date(2026, 1, 5)
WEEKS = 20
CALLS = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 10}
MAIL = {"queue": "Mail", "channel": "email", "aht_s": 600, "opening_agents_heads": 2}
VALUES = {"class_min_heads": 2, "hiring_lead_weeks": 1}
CLASSES = (TrainingClass("First", "Calls", START + timedelta(weeks=2), 3, "approved"),)
CHANGES: Mapping[str, Mapping[str, Any]] = {
    "volume": {"contacts": 1.08},
    "mix": {"mail": 1.2},
    "aht": {"queue": {"aht_s": 320}},
    "service": {"queue": {"service_level_share": 0.85}},
    "shrinkage": {"values": {"shrinkage_sick_share": 0.07}},
    "attrition": {"values": {"annual_attrition_share": 0.5}},
    "dropout": {"values": {"weekly_dropout_share": 0.05}},
    "hires": {"classes": (replace(CLASSES[0], start_week=START),)},
    "span": {"values": {"supervisor_span": 9}},
    "pay": {"values": {"agent_salary_cost": 31_000}},
    "other": {"values": {"contract_h_per_fte": 36}},
}


def assumptions(*changed: str, **more: Any) -> Assumptions:
    """A small plan of a phone and an email queue, with some of the changes."""
    chosen = [CHANGES[name] for name in changed]
    calls, values = dict(CALLS), dict(VALUES)
    classes, level, mail = CLASSES, 1.0, 1.0
    for change in chosen:
        calls |= change.get("queue", {})
        values |= change.get("values", {})
        classes = change.get("classes", classes)
        level *= change.get("contacts", 1.0)
        mail *= change.get("mail", 1.0)
    # more mail, fewer calls: the sum of contacts stays
    contacts = [
        [(2000 - 400 * (mail - 1) + 10 * week) * level, 400 * mail * level] for week in range(WEEKS)
    ]
    options: dict[str, Any] = {"values": values, "classes": classes, **more}
    return make_assumptions(START, [calls, MAIL], contacts, **options)


@cache
def plan(*changed: str) -> Plan:
    """The plan of these changes."""
    return make_plan(assumptions(*changed))
