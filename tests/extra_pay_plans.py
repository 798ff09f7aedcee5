"""Small plans with pay beyond the base: two queues, little work, nobody leaves by attrition."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np

from capplan.inputs.assumptions import Assumptions, Move, make_assumptions
from capplan.plan import Plan, make_plan

MONDAY = date(2026, 10, 5)
WEEKS = 20
PAY = 52_000.0  # a thousand a week
RATES: dict[str, Any] = {
    "night_premium_share": 0.25,
    "weekend_premium_share": 0.5,
    "incentive_share": 0.06,
    "bonus_share": 0.1,
    "severance_weeks": 8.0,
    "vto_cap_share": 0.05,
}
LINES = ("premiums_cost", "incentive_cost", "vto_cost", "bonus_cost", "severance_cost")

# rate -> the line it makes
OF_RATE = {
    "night_premium_share": "premiums_cost",
    "weekend_premium_share": "premiums_cost",
    "incentive_share": "incentive_cost",
    "bonus_share": "bonus_cost",
    "severance_weeks": "severance_cost",
}


def day_and_night() -> np.ndarray:
    """Calls: a tenth at 23:00 on Mondays, a fifth on Saturdays at noon; mail by day only."""
    profile = np.zeros((2, 7, 48))
    profile[0, 0, 46], profile[0, 5, 24], profile[0, 1, 20] = 0.1, 0.2, 0.7
    profile[1, 2, 18] = 1.0
    return profile


def assumed(weeks: int = WEEKS, moves: tuple[Move, ...] = (), **values: Any) -> Assumptions:
    """Forty agents on calls and ten on mail, with far too little to do and no attrition."""
    rows = [
        {"queue": "Calls", "aht_s": 60, "opening_agents_heads": 40, "fte_per_head": 0.5},
        {"queue": "Mail", "channel": "email", "aht_s": 60, "opening_agents_heads": 10},
    ]
    rows[0]["language_premium_share"] = values.pop("language", 0.0)
    own = {
        "propose_classes": "no",
        "agent_salary_cost": PAY,
        "annual_attrition_share": 0.0,
        "leader_attrition_share": 0.0,
        **values,
    }
    return make_assumptions(
        MONDAY,
        rows,
        np.full((weeks, 2), 10.0),
        values=own,
        moves=moves,
        profile_share=day_and_night(),
    )


@cache
def plain() -> Plan:
    """The plan without any pay beyond the base."""
    return make_plan(assumed())
