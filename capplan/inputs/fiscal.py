"""Months of a finance department: calendar months by workdays, or whole weeks in a 4-4-5 year.

Weekly amounts fall into periods; the periods of a year add up to its weeks, also in a year of 53.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import argument_error
from capplan.inputs.periods import WORKDAYS_A_WEEK, Calendar, Period, monday_of, workdays

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

CALENDAR_MONTHS = "calendar months"
PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
QUARTERS = 4
PERIODS = 12
LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class MonthHours:
    """What a full-time person's month holds: workdays, holidays, contract and net hours."""

    workdays: int
    holidays: int
    contract_h: float
    net_h: float

    @property
    def holiday_share(self) -> float:
        """Share of the month's workdays that are public holidays: shrinkage by calendar."""
        return self.holidays / self.workdays


def month_hours(
    month: date, holidays: Sequence[date] = (), hours_per_day: float = 7.5
) -> MonthHours:
    """How many hours a full-time person is paid for in a month, and how many remain.

    Workdays run from Monday to Friday; a holiday counts once and only on a workday.

    >>> month_hours(date(2026, 5, 1), [date(2026, 5, 1), date(2026, 5, 25)])
    MonthHours(workdays=21, holidays=2, contract_h=157.5, net_h=142.5)

    Raises:
        PlanInputError: for hours a day outside 0 to 24.
    """
    if not 0 < hours_per_day <= 24:
        raise argument_error("hours_per_day", hours_per_day, "above 0 up to 24 hours")
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    closed = {day for day in holidays if first <= day <= last and day.weekday() < WORKDAYS_A_WEEK}
    days = workdays(first, last)
    return MonthHours(days, len(closed), days * hours_per_day, (days - len(closed)) * hours_per_day)


def workdays_by_week(month: date, mondays: Sequence[date]) -> list[int]:
    """How many workdays of each week fall into a month.

    >>> workdays_by_week(date(2026, 5, 1), [date(2026, 4, 27), date(2026, 5, 4)])
    [1, 5]
    """
    days = range(WORKDAYS_A_WEEK)
    return [
        sum(
            ((monday + timedelta(days=k)).year, (monday + timedelta(days=k)).month)
            == (month.year, month.month)
            for k in days
        )
        for monday in mondays
    ]


@dataclass(frozen=True)
class FiscalCalendar:
    """A year of whole weeks in twelve periods, quarter by quarter in a pattern such as 4-4-5.

    `year_start` is the month and day near which a fiscal year begins: on the Monday closest to
    it. A year of 53 weeks, one in five or six, gives its last period a week more.

    >>> calendar = FiscalCalendar()
    >>> [period.weeks for period in calendar.year(2026)]
    [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6]
    >>> calendar.year_begins(2026), calendar.year_begins(2027)
    (datetime.date(2025, 12, 29), datetime.date(2027, 1, 4))
    """

    pattern: str = "4-4-5"
    year_start: tuple[int, int] = (1, 1)

    def __post_init__(self) -> None:
        if self.pattern not in PATTERNS:
            raise argument_error("pattern", self.pattern, "one of " + ", ".join(PATTERNS))
        try:
            date(2023, *self.year_start)
        except ValueError:
            month, day = self.year_start
            allowed = "a month and day of every year"
            raise argument_error("year_start", f"({month}, {day})", allowed) from None

    def year_begins(self, year: int) -> date:
        """The Monday closest to the start of the fiscal year."""
        return monday_of(date(year, *self.year_start) + timedelta(days=3))

    def year(self, year: int) -> tuple[Period, ...]:
        """The twelve periods of a fiscal year.

        >>> FiscalCalendar("5-4-4", (7, 1)).year(2026)[0]
        Period(year=2026, number=1, first_week=datetime.date(2026, 6, 29), weeks=5)
        """
        first = self.year_begins(year)
        weeks = list(PATTERNS[self.pattern] * QUARTERS)
        weeks[-1] += (self.year_begins(year + 1) - first).days // 7 - sum(weeks)
        begins = (0, *accumulate(weeks))
        return tuple(
            Period(year, number + 1, first + timedelta(weeks=begins[number]), weeks[number])
            for number in range(PERIODS)
        )

    def of(self, calendar: Calendar) -> FiscalMonths:
        """The periods that the weeks of a plan fall into."""
        years = range(calendar.mondays[0].year - 1, calendar.mondays[-1].year + 2)
        inside = [
            period
            for year in years
            for period in self.year(year)
            if period.first_week <= calendar.mondays[-1]
            and period.first_week + timedelta(weeks=period.weeks) > calendar.first_week
        ]
        return FiscalMonths(calendar, tuple(inside))


@dataclass(frozen=True)
class FiscalMonths:
    """The weeks of a plan in fiscal periods; the first and the last may be cut by the plan."""

    calendar: Calendar
    periods: tuple[Period, ...]

    @cached_property
    def weights(self) -> Array:
        """Periods x weeks: 1 where the week belongs to the period."""
        return np.array(
            [
                [
                    float(0 <= (monday - period.first_week).days < 7 * period.weeks)
                    for monday in self.calendar.mondays
                ]
                for period in self.periods
            ]
        )

    def by_period(self, weekly: ArrayLike) -> Array:
        """Weekly amounts summed into periods.

        >>> months = FiscalCalendar().of(Calendar(date(2025, 12, 29), 53))
        >>> months.by_period(np.ones(53)).tolist()[-1]
        6.0
        """
        return np.asarray(self.weights @ np.asarray(weekly, dtype=float))


def fiscal_calendar(values: Mapping[str, Any]) -> FiscalCalendar | None:
    """The fiscal year of a plan's values; None for calendar months.

    A start that there is not every year counts as 1 January: the checker refuses it.

    >>> fiscal_calendar({"budget_calendar": "4-5-4", "fiscal_year_start_date": date(2026, 2, 1)})
    FiscalCalendar(pattern='4-5-4', year_start=(2, 1))
    """
    pattern, start = values["budget_calendar"], values["fiscal_year_start_date"]
    if pattern not in PATTERNS:
        return None
    known = start is not None and (start.month, start.day) != LEAP_DAY
    return FiscalCalendar(pattern, (start.month, start.day) if known else (1, 1))


def whole_amounts(amounts: ArrayLike, digits: int = 0) -> Array:
    """Amounts rounded so that they still add up to their rounded total.

    Each is rounded down; what is missing to the total goes, a unit each, to those cut most
    (largest remainder). `digits` as in `round`: 0 whole units, 2 cents, -3 thousands.

    >>> whole_amounts([33.4, 33.4, 33.4]).tolist()
    [34.0, 33.0, 33.0]
    """
    exact = np.asarray(amounts, dtype=float) * 10.0**digits
    if not np.isfinite(exact).all():
        raise argument_error("amounts", "a number without end", "finite amounts")
    floor = np.floor(exact)
    missing = int(np.floor(exact.sum() + 0.5) - floor.sum())
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[:missing]] += 1
    return np.asarray(floor / 10.0**digits)
