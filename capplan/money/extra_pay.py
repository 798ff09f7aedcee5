"""Pay beyond the base: premiums, incentive, yearly bonus, severance, voluntary time off.

All of it carries on-costs as pay does, but for severance. Whoever goes home by choice is a fully
proficient agent: the requirement is in contract FTE, shrinkage included, and so are available FTE,
so that one FTE less on the floor is one paid FTE less, as one FTE of overtime is one paid FTE more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SATURDAY = 5
NIGHT = ("profile_share", "interval_min", "night_from_h", "night_to_h")
PREMIUMS = ("language_premium_share", "night_premium_share", "weekend_premium_share")


# when people work


def night_share(
    profile_share: Array, interval_min: float, night_from_h: float, night_to_h: float
) -> Array:
    """Contacts of the intervals that begin in the night / contacts of the week.

    The night may reach over midnight; from and to the same hour it has no hours.

    >>> even = np.full((1, 7, 24), 1 / 168)
    >>> round(float(night_share(even, 60, 22, 6)[0]), 6), float(night_share(even, 60, 6, 6)[0])
    (0.333333, 0.0)
    """
    starts_h = np.arange(profile_share.shape[2]) * interval_min / 60
    late, early = starts_h >= night_from_h, starts_h < night_to_h
    night = late | early if night_from_h > night_to_h else late & early
    part = profile_share[:, :, night].sum(axis=(1, 2))
    return np.asarray(part / profile_share.sum(axis=(1, 2)))


def weekend_share(profile_share: Array) -> Array:
    """Contacts of Saturday and Sunday / contacts of the week.

    >>> float(weekend_share(np.full((1, 7, 24), 1 / 168))[0].round(6))
    0.285714
    """
    part = profile_share[:, SATURDAY:].sum(axis=(1, 2))
    return np.asarray(part / profile_share.sum(axis=(1, 2)))


def premium_share(
    night_share: Array,
    weekend_share: Array,
    language_premium_share: Array,
    night_premium_share: float,
    weekend_premium_share: float,
) -> Array:
    """Night part x night premium + weekend part x weekend premium + language premium.

    >>> premium_share(np.array([0.1]), np.array([0.2]), np.array([0.05]), 0.25, 0.5).round(4)
    array([0.175])
    """
    return (
        night_share * night_premium_share
        + weekend_share * weekend_premium_share
        + language_premium_share
    )


# agents


def premium_pay_cost(agent_pay_cost: Array, premium_share: Array) -> Array:
    """Agents' pay of the queue x premium on an agent's pay."""
    return agent_pay_cost * premium_share


def incentive_cost(agents_cost: Array, incentive_share: float) -> Array:
    """Agents' pay x incentive."""
    return agents_cost * incentive_share


def vto_pay_cost(vto_fte: Array, agent_year_cost: Array, vto_pay_share: float) -> Array:
    """0 - FTE sent home x an agent's yearly pay / 52 x (1 - pay during voluntary time off).

    >>> vto_pay_cost(np.array([2.0, 0.0]), np.array([31_200.0, 31_200.0]), 0.25)
    array([-900.,    0.])
    """
    return 0.0 - vto_fte * agent_year_cost / WEEKS_PER_YEAR * (1 - vto_pay_share)


def severance_pay_cost(
    severance_heads: Array, fte_per_head: Array, agent_year_cost: Array, severance_weeks: float
) -> Array:
    """People who leave with severance x FTE per head x an agent's yearly pay / 52 x weeks.

    >>> float(severance_pay_cost(np.array(3.0), np.array(0.5), np.array(31_200.0), 10.0))
    9000.0
    """
    return severance_heads * fte_per_head * agent_year_cost / WEEKS_PER_YEAR * severance_weeks


def on_top_share(known: Mapping[str, Any]) -> Array:
    """What an agent of each queue costs on top of the base pay, as a share of it, over a year.

    Premiums, incentive and a whole bonus: what a standing agent, or one more, comes with.
    """
    night = night_share(*(known[name] for name in NIGHT))
    weekend = weekend_share(known["profile_share"])
    premium = premium_share(night, weekend, *(known[name] for name in PREMIUMS))
    return np.asarray(premium + known["incentive_share"] + known["bonus_share"])


# everybody


def bonus_weeks(mondays: tuple[date, ...], bonus_share: float, bonus_month: float) -> Array:
    """52 x bonus / Mondays of the calendar month, in the weeks that begin in its month; else 0.

    A month with five Mondays spreads the same bonus over five weeks.

    >>> bonus_weeks((date(2026, 11, 30), date(2026, 12, 7)), 0.1, 12).tolist()
    [0.0, 1.3]
    """
    year = WEEKS_PER_YEAR * bonus_share
    due = [day.month == bonus_month for day in mondays]
    number = np.array([mondays_of_month(day) for day in mondays])
    return np.where(due, year / number, 0.0)


def mondays_of_month(monday: date) -> int:
    """Mondays of the calendar month in which a Monday lies.

    >>> mondays_of_month(date(2026, 6, 8)), mondays_of_month(date(2026, 2, 23))
    (5, 4)
    """
    week = timedelta(weeks=1)
    before = (monday.day - 1) // 7
    after = sum((monday + ahead * week).month == monday.month for ahead in range(1, 5))
    return before + 1 + after


def bonus_cost(base_pay_cost: Array, bonus_weeks: Array) -> Array:
    """Base pay of the week x weeks of base pay due as bonus."""
    return base_pay_cost * bonus_weeks
