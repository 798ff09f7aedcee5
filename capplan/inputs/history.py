"""History: what a record of contacts by interval teaches a plan.

A record is date-times and counts on a regular grid of 5 to 60 minutes. It is brought to the
planning interval, and from there to what a plan asks for: contacts of a typical week, the weight
of each weekday, and the share of the week that arrives in each interval of each weekday. Counting
never loses a contact: days, weeks and intervals all add up to the record.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.inputs.record import (
    DAY_MIN,
    History,
    history,
    read_history,
    refused,
    summed,
    to_interval,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Moments = NDArray[np.datetime64]

__all__ = [
    "History",
    "Lessons",
    "Weeks",
    "by_day",
    "by_week",
    "comes_back_share",
    "contacts_per_week",
    "full_weeks",
    "growth_share",
    "history",
    "lessons",
    "profile_share",
    "read_history",
    "to_interval",
    "weekday_share",
    "weekdays",
]

DAYS_A_WEEK = 7
# a bank holiday may still leave a few calls; under a tenth of the weekday's median it was closed
CLOSED_BELOW_SHARE = 0.1
USUAL_FROM_SHARE = 0.5  # one Saturday worked does not make Saturday a usual day
LEVEL_WEEKS = 8  # complete weeks that make the typical level
YEAR_WEEKS = 52


class Weeks(NamedTuple):
    """Contacts by week (Mondays) and weekday; NaN on days that were closed or not recorded."""

    mondays: Moments
    contacts: Array

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Which weeks have every weekday that is open in at least half of the weeks."""
        usual = (~np.isnan(self.contacts)).mean(axis=0) >= USUAL_FROM_SHARE
        return np.asarray(~np.isnan(self.contacts[:, usual]).any(axis=1))


class Lessons(NamedTuple):
    """What a history teaches: the typical week, its weekdays, its intervals, the trend."""

    contacts_per_week: float
    weekday_share: Array
    profile_share: Array
    growth_share: float
    complete_weeks: int


def by_day(record: History) -> tuple[Moments, Array]:
    """The recorded days and the contacts of each.

    >>> [day.tolist() for day in by_day(history(["2026-01-05T08:00", "2026-01-05T08:30"], [5, 7]))]
    [[datetime.date(2026, 1, 5)], [12.0]]
    """
    days, position = np.unique(record.starts.astype("datetime64[D]"), return_inverse=True)
    return np.asarray(days), summed(position, record.contacts)


def weekdays(days: Moments) -> NDArray[np.int64]:
    """0 for Monday to 6 for Sunday.

    >>> weekdays(np.array(["2026-01-05", "2026-01-11"], dtype="datetime64[D]")).tolist()
    [0, 6]
    """
    # 1 January 1970, day 0, was a Thursday
    return np.asarray((days.astype("datetime64[D]").astype(np.int64) + 3) % DAYS_A_WEEK)


def by_week(record: History) -> Weeks:
    """Contacts by week and weekday, holidays and unrecorded days left blank (NaN).

    A day counts as closed when it has less than a tenth of its weekday's median.
    """
    days, contacts = by_day(record)
    weekday = weekdays(days)
    monday = days - weekday.astype("timedelta64[D]")
    week = ((monday - monday[0]).astype(int)) // DAYS_A_WEEK
    table = np.full((int(week[-1]) + 1, DAYS_A_WEEK), np.nan)
    table[week, weekday] = contacts
    mondays = monday[0] + DAYS_A_WEEK * np.arange(len(table)).astype("timedelta64[D]")
    return Weeks(mondays, _without_closed_days(table))


def _without_closed_days(table: Array) -> Array:
    for column in table.T:
        seen = column[~np.isnan(column)]
        usual = float(np.median(seen)) if len(seen) else 0.0
        column[~(column > usual * CLOSED_BELOW_SHARE)] = np.nan
    return table


def weekday_share(record: History) -> Array:
    """Weight of each weekday in a week without holidays; the seven add up to 1.

    Contacts of the weekday / contacts of the week, over complete weeks. Where no week is
    complete, each weekday's mean stands for it.
    """
    weeks = by_week(record)
    _check_contacts(weeks)
    complete = np.nan_to_num(weeks.contacts[weeks.complete])
    totals = complete.sum(axis=0) if len(complete) else _mean_by_weekday(weeks.contacts)
    return np.asarray(totals / totals.sum())


def _check_contacts(weeks: Weeks) -> None:
    if np.isnan(weeks.contacts).all():
        raise refused("contacts", "none on any day", "a record with contacts")


def _mean_by_weekday(table: Array) -> Array:
    days = (~np.isnan(table)).sum(axis=0)
    return np.asarray(np.nan_to_num(table).sum(axis=0) / np.maximum(days, 1))


def full_weeks(record: History) -> Array:
    """Each week's contacts as if all its usual days had been open: a short week scaled up.

    Contacts / weights of the days that were open; NaN for a week without any.
    """
    weeks = by_week(record)
    weights = weekday_share(record)
    present = (~np.isnan(weeks.contacts) * weights).sum(axis=1)
    contacts = np.nan_to_num(weeks.contacts).sum(axis=1)
    blank = np.full(len(present), np.nan)
    return np.asarray(np.divide(contacts, present, out=blank, where=present > 0))


def contacts_per_week(record: History, level_weeks: int = LEVEL_WEEKS) -> float:
    """Contacts of a typical week: the mean of the last complete weeks, eight unless told.

    Complete weeks have neither the loss of a holiday nor the catching-up after it. Where no week
    is complete, all weeks scaled to full ones stand for them.
    """
    weeks = by_week(record)
    totals = np.nansum(weeks.contacts[weeks.complete], axis=1)
    if not len(totals):
        totals = full_weeks(record)
        totals = totals[~np.isnan(totals)]
    return float(totals[-level_weeks:].mean())


def growth_share(record: History) -> float:
    """Yearly growth of the complete weeks: the middle one of all pairwise slopes of their logs.

    (Theil, 1950; Sen, 1968.) Under two years of record cannot tell growth from season: a figure
    to look at, not to plan with.
    """
    weeks = by_week(record)
    number = np.flatnonzero(weeks.complete)
    if len(number) < 2:
        return 0.0
    logs = np.log(np.nansum(weeks.contacts[number], axis=1))
    first, second = np.triu_indices(len(number), k=1)
    slopes = (logs[second] - logs[first]) / (number[second] - number[first])
    return float(np.expm1(np.median(slopes) * YEAR_WEEKS))


def profile_share(record: History, interval_min: int = 30) -> Array:
    """Share of the week in each interval of each weekday: 7 x intervals, adding up to 1.

    Weekday's weight x the interval's part of that weekday, over the weekday's open days, so that
    a holiday neither thins its weekday nor fattens the others.
    """
    planned = to_interval(record, interval_min)
    weights = weekday_share(record)
    days = planned.starts.astype("datetime64[D]")
    open_day = _open_days(planned)[np.searchsorted(np.unique(days), days)]
    minute = (planned.starts - days).astype("timedelta64[m]").astype(int)
    totals = np.zeros((DAYS_A_WEEK, DAY_MIN // interval_min))
    np.add.at(totals, (weekdays(days), minute // interval_min), planned.contacts * open_day)
    by_weekday = totals.sum(axis=1, keepdims=True)
    parts = np.divide(totals, by_weekday, out=np.zeros_like(totals), where=by_weekday > 0)
    return np.asarray(parts * weights[:, None])


def _open_days(record: History) -> NDArray[np.bool_]:
    """Which of the recorded days were open, in their order."""
    days, _ = by_day(record)
    weeks = by_week(record)
    week = (days - weeks.mondays[0]).astype("timedelta64[D]").astype(int) // DAYS_A_WEEK
    return np.asarray(~np.isnan(weeks.contacts[week, weekdays(days)]))


def comes_back_share(record: History, week: date | str) -> float:
    """Share of a closed day's contacts that came back on the other days of its week.

    1 - missing contacts / contacts expected on the closed days, the week's expectation being the
    mean of the complete weeks before and after. 0: all were lost; 1: none.

    Raises:
        PlanInputError: where that week has no closed day or no complete neighbour.
    """
    weeks = by_week(record)
    number = int((np.datetime64(week, "D") - weeks.mondays[0]).astype(int)) // DAYS_A_WEEK
    known = 0 <= number < len(weeks.mondays)
    beside = [k for k in (number - 1, number + 1) if known and 0 <= k < len(weeks.mondays)]
    around = [float(np.nansum(weeks.contacts[k])) for k in beside if weeks.complete[k]]
    if not around or weeks.complete[number]:
        raise refused("week", str(week), "a week with a closed day beside complete weeks")
    expected = float(np.mean(around))
    closed = float(weekday_share(record)[np.isnan(weeks.contacts[number])].sum())
    missing = 1 - float(np.nansum(weeks.contacts[number])) / expected
    return 1 - missing / closed


def lessons(record: History, interval_min: int = 30, level_weeks: int = LEVEL_WEEKS) -> Lessons:
    """All that the record teaches a plan, at once.

    >>> days = [f"2026-01-{day:02}T{hour:02}:00" for day in (5, 6, 12, 13) for hour in (9, 10)]
    >>> learned = lessons(history(days, [60, 20, 15, 5] * 2), 60)
    >>> learned.contacts_per_week, learned.weekday_share[:2].tolist()
    (100.0, [0.8, 0.2])
    """
    return Lessons(
        contacts_per_week(record, level_weeks),
        weekday_share(record),
        profile_share(record, interval_min),
        growth_share(record),
        int(by_week(record).complete.sum()),
    )
