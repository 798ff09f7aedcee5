"""How much more volume the funded people carry: the requirement asked the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import argument_error
from capplan.plan import flow
from capplan.staffing.service import own_heads
from capplan.steps import leading_to, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.plan import Plan

    Array = NDArray[np.float64]

LEAST, MOST = 0.1, 10.0  # a tenth of the plan's contacts to ten times as many
STEPS = 24  # halvings: closer than a millionth


@dataclass(frozen=True, slots=True)
class Carried:
    """The multiple of the plan's contacts that so many agents carry, and the week that binds.

    `week` is None where even ten times the contacts need no more people.
    """

    multiple: float
    week: date | None


def most_volume(plan: Plan, heads: float) -> Carried:
    """The largest multiple of all contacts for which so many agents meet every target every week.

    Queues, profiles and mix stay; heads are whole agents that the requirement asks for, all
    queues together. Found by bisection between a tenth and ten times the contacts.

    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000], [2400]]))
    >>> found = most_volume(plan, 18)
    >>> round(found.multiple, 3), found.week.isoformat()
    (1.356, '2026-01-12')

    Raises:
        PlanInputError: where even a tenth of the contacts needs more people.
    """
    results = plan.runs[plan.live]
    steps = leading_to(flow.STAFFING, ["required_heads"])
    change = results["volume_change_share"]

    def short(multiple: float) -> Array:
        known = {**results, "volume_change_share": (1 + change) * multiple - 1}
        needed: Array = own_heads({**known, **run(steps, known)}).sum(axis=1)
        return np.maximum(needed - heads, 0.0)

    if not short(MOST).any():
        return Carried(MOST, None)
    low, high = LEAST, MOST
    if short(low).any():
        needed = float(short(low).max()) + heads
        allowed = f"{needed:,.0f} or more, what a tenth of the contacts needs"
        raise argument_error("heads", f"{heads:g}", allowed)
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if short(middle).any() else (middle, high)
    week = int(short(high).argmax())
    return Carried(low, plan.assumptions.calendar.mondays[week])
