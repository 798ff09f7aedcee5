"""What outsourcing contracts cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.inputs.exchange import weekly_rate
from capplan.staffing.outsourcing import runs

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from capplan.inputs.entries import Outsourcing, PlanRate

    Array = NDArray[np.float64]


def outsourcing_contract_cost(
    outsourcing: tuple[Outsourcing, ...],
    mondays: tuple[date, ...],
    plan_rates: tuple[PlanRate, ...],
    currency: str,
) -> Array:
    """Billed hours x cost an hour x rate, + the transition, week by week and contract by contract.

    >>> from datetime import date
    >>> from capplan.inputs.entries import Outsourcing
    >>> week = [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)]
    >>> one = Outsourcing("A", "Calls", week[0], 100, 20, week[0], 80, "", 2, 500)
    >>> outsourcing_contract_cost((one,), tuple(week), (), "USD")[:, 0].tolist()
    [2500.0, 1600.0, 0.0]
    """
    number = np.arange(len(mondays))
    found = []
    for one in outsourcing:
        running = runs(one, mondays)
        begun = np.array([day >= one.first_week for day in mondays])
        owed = np.where(begun & (number < one.notice_weeks), one.minimum_h, 0.0)
        billed = np.where(running, max(one.delivered_h, one.minimum_h), owed)
        first = np.array([day == one.first_week for day in mondays])
        price = billed * one.hour_price + np.where(first, one.transition_price, 0.0)
        found.append(price * weekly_rate(mondays, plan_rates, one.currency, currency))
    return np.stack(found, axis=1) if found else np.zeros((len(mondays), 0))
