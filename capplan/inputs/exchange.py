"""Plan rates: what money of another currency is worth in the plan's, week by week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.entries import PlanRate

    Array = NDArray[np.float64]


def month_of(day: date) -> date:
    """The first day of a day's month.

    >>> month_of(date(2026, 3, 30))
    datetime.date(2026, 3, 1)
    """
    return day.replace(day=1)


def same_currency(one: str, other: str) -> bool:
    """Whether two codes mean one currency; a blank one is the plan's, whichever that is.

    >>> same_currency("eur", "EUR "), same_currency("", "USD"), same_currency("EUR", "USD")
    (True, True, False)
    """
    code = one.strip().casefold()
    return code in ("", other.strip().casefold())


def weekly_rate(
    mondays: Sequence[date], rates: Iterable[PlanRate], code: str, currency: str
) -> Array:
    """Units of plan currency for one unit of a currency: the rate of the month of each Monday.

    The plan's own currency is worth 1.

    >>> from capplan.inputs.entries import PlanRate
    >>> rates = [PlanRate("EUR", date(2026, 3, 1), 1.1), PlanRate("EUR", date(2026, 4, 1), 1.2)]
    >>> weekly_rate((date(2026, 3, 30), date(2026, 4, 6)), rates, "EUR", "USD").tolist()
    [1.1, 1.2]
    """
    if same_currency(code, currency):
        return np.ones(len(mondays))
    known = {month_of(one.month): one.plan_rate for one in rates if same_currency(code, one.name)}
    return np.array([known[month_of(day)] for day in mondays])
