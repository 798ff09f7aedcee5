"""Weeks and months: the plan's calendar and how weekly amounts fall into months."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Month: TypeAlias = "date | Period"

WORKDAYS_A_WEEK = 5  # Monday to Friday phase money into months, whatever the opening hours
MAX_WEEKS = 156


def monday_of(day: date) -> date:
    """The Monday that starts the day's week.

    >>> monday_of(date(2026, 5, 1))
    datetime.date(2026, 4, 27)
    """
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Period:
    """One period of a fiscal year: its name, number (1 to 12), first Monday and weeks."""

    year: int
    number: int
    first_week: date
    weeks: int

    @property
    def name(self) -> str:
        """The period as finance writes it.

        >>> Period(2026, 3, date(2026, 3, 2), 5).name
        '2026 P03'
        """
        return f"{self.year} P{self.number:02}"


class FiscalMonths(Protocol):
    """The periods of a fiscal calendar that a plan's weeks fall in."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """Each period, in order."""
        ...


class FiscalYears(Protocol):
    """A year of whole weeks, laid over a plan's weeks."""

    @property
    def pattern(self) -> str:
        """Weeks of a quarter's periods, such as 4-4-5."""
        ...

    def of(self, calendar: Calendar, /) -> FiscalMonths:
        """The fiscal calendar over the weeks of a plan."""
        ...


@dataclass(frozen=True)
class Calendar:
    """The plan's weeks, each named by its Monday, and the months of its budget.

    Months are calendar months, or with `fiscal` the periods of a fiscal year: whole weeks.

    >>> calendar = Calendar(date(2026, 4, 27), 5)
    >>> [month.isoformat() for month in calendar.months]
    ['2026-04-01', '2026-05-01']
    >>> float(calendar.first_month_share[0])
    0.8
    """

    first_week: date
    weeks: int
    fiscal: FiscalYears | None = None

    def __post_init__(self) -> None:
        faults = []
        if self.first_week.weekday() != 0:
            near = monday_of(self.first_week).isoformat()
            faults.append(
                Issue(
                    "first week",
                    "week",
                    self.first_week.isoformat(),
                    "a Monday",
                    f"did you mean {near}?",
                )
            )
        if not 1 <= self.weeks <= MAX_WEEKS:
            faults.append(Issue("weeks", "", str(self.weeks), f"1 to {MAX_WEEKS} weeks"))
        if faults:
            raise PlanInputError(faults)

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        """The Monday of each week."""
        return tuple(self.first_week + timedelta(weeks=k) for k in range(self.weeks))

    @cached_property
    def named_months(self) -> tuple[Month, ...]:
        """The budget's months by name: periods of a fiscal year, else the first of each month."""
        return self.fiscal.of(self).periods if self.fiscal else self.months

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The first day of each month that a workday of the plan falls in.

        Of a fiscal period it is the first Monday, which may lie before the plan.
        """
        if self.fiscal:
            return tuple(period.first_week for period in self.fiscal.of(self).periods)
        last = self.mondays[-1] + timedelta(days=WORKDAYS_A_WEEK - 1)
        count = (last.year - self.first_week.year) * 12 + last.month - self.first_week.month + 1
        start = self.first_week.year * 12 + self.first_week.month - 1
        return tuple(date((start + k) // 12, (start + k) % 12 + 1, 1) for k in range(count))

    def month_number(self, day: date) -> int:
        """The month's position in the plan, counted from 1."""
        if self.fiscal:
            return bisect_right(self.months, day)
        first = self.months[0]
        return (day.year - first.year) * 12 + day.month - first.month + 1

    @cached_property
    def first_month(self) -> NDArray[np.int64]:
        """Month number of each week's Monday."""
        return np.array([self.month_number(day) for day in self.mondays])

    @cached_property
    def last_month(self) -> NDArray[np.int64]:
        """Month number of each week's Friday."""
        friday = timedelta(days=WORKDAYS_A_WEEK - 1)
        return np.array([self.month_number(day + friday) for day in self.mondays])

    @cached_property
    def first_month_share(self) -> NDArray[np.float64]:
        """Share of each week's workdays in its Monday's month; all of it in a fiscal period."""
        if self.fiscal:
            return np.ones(self.weeks)
        return np.array([_workdays_before_month_end(day) / WORKDAYS_A_WEEK for day in self.mondays])

    @cached_property
    def month_weights(self) -> NDArray[np.float64]:
        """Months x weeks: the share of each week's workdays that falls in each month."""
        numbers = np.arange(1, len(self.months) + 1)[:, None]
        share = self.first_month_share
        return np.where(numbers == self.first_month, share, 0.0) + np.where(
            numbers == self.last_month, 1 - share, 0.0
        )

    def by_month(self, weekly: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weekly amounts phased into months, by workdays; months add up to the weeks.

        A week of 50,000 starting on 27 April 2026 gives May one workday of five:

        >>> Calendar(date(2026, 4, 27), 1).by_month(np.array([50_000.0])).round(6).tolist()
        [40000.0, 10000.0]
        """
        return np.asarray(self.month_weights @ weekly)


def _workdays_before_month_end(monday: date) -> int:
    days = (monday + timedelta(days=k) for k in range(WORKDAYS_A_WEEK))
    return sum(day.month == monday.month for day in days)


def workdays(first: date, last: date) -> int:
    """Workdays (Monday to Friday) from one day to another, both included.

    >>> workdays(date(2026, 5, 1), date(2026, 5, 31))
    21
    """
    return int(np.busday_count(first, last + timedelta(days=1)))


def holiday_share(month: date, holidays: tuple[date, ...]) -> float:
    """Share of a month's workdays that are public holidays: shrinkage by calendar.

    >>> round(holiday_share(date(2026, 5, 1), (date(2026, 5, 1), date(2026, 5, 25))), 6)
    0.095238
    """
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    closed = sum(first <= day <= last and day.weekday() < WORKDAYS_A_WEEK for day in set(holidays))
    return closed / workdays(first, last)
