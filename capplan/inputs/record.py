"""The record of contacts by interval: checked, read from a file, brought to another interval."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Moments = NDArray[np.datetime64]

GRIDS_MIN = (5, 10, 15, 30, 60)
DAY_MIN = 24 * 60


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """Contacts by interval, in order of time; intervals left out had no contacts.

    `starts` are local date-times, `grid_min` the length of an interval in minutes.
    """

    starts: Moments
    contacts: Array
    grid_min: int


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
        raise refused("interval_start", str(error), "date-times such as 2026-01-05 08:30") from None
    if np.isnat(found).any():
        raise refused("interval_start", "a blank", "a date-time in every row")
    if not len(found):
        raise refused("interval_start", "no rows", "at least one interval")
    return found


def _counts(contacts: Any, moments: Moments) -> Array:
    try:
        found = np.asarray(contacts, dtype=float).ravel()
    except (TypeError, ValueError) as error:
        raise refused("contacts", str(error), "a number in every row") from None
    if len(found) != len(moments):
        raise refused("contacts", f"{len(found)} counts", f"{len(moments)}, one an interval")
    bad = np.flatnonzero(~(np.isfinite(found) & (found >= 0)))
    if len(bad):
        where = _text(moments[bad[0]])
        raise refused("contacts", f"{found[bad[0]]:g} at {where}", "0 or more contacts")
    return found


def _grid_min(moments: Moments) -> int:
    """The length of an interval: the largest grid on which every start lies."""
    gaps = np.diff(moments)
    twice = np.flatnonzero(gaps == np.timedelta64(0, "s"))
    if len(twice):
        raise refused(
            "interval_start",
            f"{_text(moments[twice[0]])} twice",
            "each interval once",
            "a file pasted twice, or the hour repeated in autumn: add the two up",
        )
    if len(gaps) and gaps.min() > np.timedelta64(GRIDS_MIN[-1], "m"):
        apart = gaps.min().astype("timedelta64[m]").astype(int)
        raise refused(
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
    raise refused(
        "interval_start",
        _text(moments[off]),
        "starts on a grid of 5, 10, 15, 30 or 60 minutes",
        "an interval carries the time at which it starts",
    )


def refused(place: str, found: str, allowed: str, hint: str = "") -> PlanInputError:
    """The error for a record that cannot be used."""
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
                raise refused(where, ",".join(row)[:80], allowed) from None
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
        raise refused(
            "interval_start",
            f"a record by {record.grid_min} minutes",
            f"intervals that fit into {interval_min} minutes",
            f"plan with an interval of {max(record.grid_min, 15)} minutes",
        )
    step = np.timedelta64(interval_min * 60, "s")
    number = (record.starts - record.starts[0].astype("datetime64[D]")) // step
    kept, position = np.unique(number, return_inverse=True)
    starts = record.starts[0].astype("datetime64[D]") + kept * step
    return History(starts, summed(position, record.contacts), interval_min)


def summed(position: NDArray[np.intp], contacts: Array) -> Array:
    """Contacts added up by position."""
    return np.asarray(np.bincount(position, contacts), dtype=float)
