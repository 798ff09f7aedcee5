"""History: what a record of contacts by interval teaches a plan.

A record is date-times and counts on a regular grid of 5 to 60 minutes. It is brought to the
planning interval, and from there to what a plan asks for: contacts of a typical week, the weight
of each weekday, and the share of the week that arrives in each interval of each weekday. Counting
never loses a contact: days, weeks and intervals all add up to the record.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Moments = NDArray[np.datetime64]

GRIDS_MIN = (5, 10, 15, 30, 60)
DAY_MIN = 24 * 60
DAYS_A_WEEK = 7
# a bank holiday may still leave a few calls; under a tenth of the weekday's median it was closed
CLOSED_BELOW_SHARE = 0.1
USUAL_FROM_SHARE = 0.5  # one Saturday worked does not make Saturday a usual day
LEVEL_WEEKS = 8  # complete weeks that make the typical level
YEAR_WEEKS = 52


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """Contacts by interval, in order of time; intervals left out had no contacts.

    `starts` are local date-times, `grid_min` the length of an interval in minutes.
    """

    starts: Moments
    contacts: Array
    grid_min: int


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


def history(starts: Any, contacts: Any) -> History:
    """A checked record: date-times on a regular grid, each once, and their counts.

    >>> record = history(["2026-01-05T08:15", "2026-01-05T08:00"], [7, 5])
    >>> record.grid_min, record.contacts.tolist()
    (15, [5.0, 7.0])

    Raises:
        PlanInputError: naming the first date-time that is not on the grid, stands twice or has
            no usable count.
    """
    moments = _moments(starts)
    counts = _counts(contacts, moments)
    order = np.argsort(moments, kind="stable")
    moments, counts = moments[order], counts[order]
    return History(moments, counts, _grid_min(moments))


def _moments(starts: Any) -> Moments:
    try:
        found = np.asarray(starts, dtype="datetime64[s]").ravel()
    except (TypeError, ValueError) as error:
        raise _fault("interval_start", str(error), "date-times such as 2026-01-05 08:30") from None
    if np.isnat(found).any():
        raise _fault("interval_start", "a blank", "a date-time in every row")
    if not len(found):
        raise _fault("interval_start", "no rows", "at least one interval")
    return found


def _counts(contacts: Any, moments: Moments) -> Array:
    try:
        found = np.asarray(contacts, dtype=float).ravel()
    except (TypeError, ValueError) as error:
        raise _fault("contacts", str(error), "a number in every row") from None
    if len(found) != len(moments):
        raise _fault("contacts", f"{len(found)} counts", f"{len(moments)}, one an interval")
    bad = np.flatnonzero(~(np.isfinite(found) & (found >= 0)))
    if len(bad):
        where = _text(moments[bad[0]])
        raise _fault("contacts", f"{found[bad[0]]:g} at {where}", "0 or more contacts")
    return found


def _grid_min(moments: Moments) -> int:
    """The length of an interval: the largest grid on which every start lies."""
    gaps = np.diff(moments)
    twice = np.flatnonzero(gaps == np.timedelta64(0, "s"))
    if len(twice):
        raise _fault(
            "interval_start",
            f"{_text(moments[twice[0]])} twice",
            "each interval once",
            "a file pasted twice, or the hour repeated in autumn: add the two up",
        )
    if len(gaps) and gaps.min() > np.timedelta64(GRIDS_MIN[-1], "m"):
        apart = gaps.min().astype("timedelta64[m]").astype(int)
        raise _fault(
            "interval_start",
            f"starts at least {apart:,} minutes apart",
            "intervals of 5, 10, 15, 30 or 60 minutes",
            "contacts by day cannot say when in the day they arrive",
        )
    into_day = (moments - moments.astype("datetime64[D]")).astype(int)
    for grid in reversed(GRIDS_MIN):
        if not (into_day % (grid * 60)).any():
            return min(grid, 30) if len(moments) == 1 else grid
    off = np.flatnonzero(into_day % (GRIDS_MIN[0] * 60))[0]
    raise _fault(
        "interval_start",
        _text(moments[off]),
        "starts on a grid of 5, 10, 15, 30 or 60 minutes",
        "an interval carries the time at which it starts",
    )


def _fault(place: str, found: str, allowed: str, hint: str = "") -> PlanInputError:
    return PlanInputError([Issue(place, "", found, allowed, hint)])


def _text(moment: Any) -> str:
    return str(moment.astype("datetime64[m]")).replace("T", " ")


def read_history(path: Path | str) -> History:
    """The record in a CSV file: a heading, then a date-time and a count in each row.

    Raises:
        PlanInputError: naming the line that is no date-time and count.
        OSError: where the file cannot be read.
    """
    starts, contacts = [], []
    with Path(path).open(newline="", encoding="utf-8-sig") as lines:
        rows = csv.reader(lines)
        next(rows, None)
        for row in rows:
            try:
                start, count, *_ = row
                starts.append(np.datetime64(start.strip(), "s"))
                contacts.append(float(count))
            except ValueError:
                where = f"{Path(path).name} line {rows.line_num}"
                allowed = "a date-time and a count, as 2026-01-05 08:30,17"
                raise _fault(where, ",".join(row)[:80], allowed) from None
    return history(starts, contacts)


def to_interval(record: History, interval_min: int = 30) -> History:
    """The record in planning intervals: contacts of the shorter ones added up.

    >>> fives = history(["2026-01-05T08:00", "2026-01-05T08:25", "2026-01-05T08:30"], [5, 7, 9])
    >>> to_interval(fives).contacts.tolist()
    [12.0, 9.0]

    Raises:
        PlanInputError: where the record is coarser than the planning interval.
    """
    if interval_min % record.grid_min or DAY_MIN % interval_min:
        raise _fault(
            "interval_start",
            f"a record by {record.grid_min} minutes",
            f"intervals that fit into {interval_min} minutes",
            f"plan with an interval of {max(record.grid_min, 15)} minutes",
        )
    step = np.timedelta64(interval_min * 60, "s")
    number = (record.starts - record.starts[0].astype("datetime64[D]")) // step
    kept, position = np.unique(number, return_inverse=True)
    starts = record.starts[0].astype("datetime64[D]") + kept * step
    return History(starts, _summed(position, record.contacts), interval_min)


def _summed(position: NDArray[np.intp], contacts: Array) -> Array:
    return np.asarray(np.bincount(position, contacts), dtype=float)


def by_day(record: History) -> tuple[Moments, Array]:
    """The recorded days and the contacts of each.

    >>> [day.tolist() for day in by_day(history(["2026-01-05T08:00", "2026-01-05T08:30"], [5, 7]))]
    [[datetime.date(2026, 1, 5)], [12.0]]
    """
    days, position = np.unique(record.starts.astype("datetime64[D]"), return_inverse=True)
    return np.asarray(days), _summed(position, record.contacts)


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
        raise _fault("contacts", "none on any day", "a record with contacts")


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


def comes_back_share(record: History, week: str) -> float:
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
        raise _fault("week", week, "a week with a closed day beside complete weeks")
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
