"""The profile of each queue's week: seven rows a queue, one column an interval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from capplan.inputs.assumptions import WEEKDAYS
from capplan.plan.checking import SUM_SLACK, check_number
from capplan.vocabulary import term
from capplan_workbook.reading.cells import as_text, closest, fold_name
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.profile_heads import (
    DAY_MIN,
    LABEL,
    QUEUE,
    USUAL_MIN,
    WEEKDAY,
    ProfileTable,
    find_profiles,
)
from capplan_workbook.reading.queue_rows import QueueRows, by_folded, known_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT = 1e-9  # sums this close to 1 stay as they are, bit for bit
PERCENTS = 100.0


@dataclass
class Profiles:
    """One profile a queue, in the order of the queues, and where each starts."""

    shares: NDArray[np.float64]
    interval_min: int = USUAL_MIN
    spots: dict[int, Spot] = field(default_factory=dict)
    head: Spot | None = None

    def normalised(self) -> NDArray[np.float64]:
        """The profiles, those whose sum is not quite 1 scaled to it."""
        totals = self.shares.sum(axis=(1, 2), keepdims=True)
        away = np.abs(totals - 1)
        off = (away > EXACT) & (away <= SUM_SLACK)
        return np.where(off, self.shares / np.where(off, totals, 1.0), self.shares)


def read_profiles(findings: Findings, queues: QueueRows, closed: set[int]) -> Profiles:
    """Reads tbl_profiles; a queue that is `closed`, without contacts, needs no rows."""
    found = find_profiles(findings)
    step = found.interval_min if found else USUAL_MIN
    read = Profiles(np.zeros((len(queues.rows), len(WEEKDAYS), DAY_MIN // step)), step)
    if found is None:
        read.shares[:] = 1 / read.shares[0].size if len(read.shares) else 0
        return read
    read.head = found.table.head
    rows = _Rows(findings, found, queues)
    for number in range(len(queues.rows)):
        days = rows.by_queue.get(number)
        if days:
            _read_queue(findings, found, days, read, number)
        elif number not in closed:
            _report_missing(findings, found, queues.names[number])
            read.shares[number] = 1 / read.shares[number].size
    return read


class _Rows:
    """Which row holds which weekday of which queue."""

    def __init__(self, findings: Findings, found: ProfileTable, queues: QueueRows) -> None:
        self._findings, self._found = findings, found
        self._names = by_folded(queues.names)
        self._numbers = {name: n for n, name in reversed(list(enumerate(queues.names)))}
        self._meant: dict[str, str | None] = {}
        self.by_queue: dict[int, dict[int, int]] = {}
        for row in found.table.rows:
            self._place(row)

    def _place(self, row: int) -> None:
        blank = self._found.is_blank(row)
        name, day = self._queue(row, blank), self._weekday(row, blank)
        if name is None or day is None:
            return
        days = self.by_queue.setdefault(self._numbers[name], {})
        if day in days and not blank:
            self._findings.fault(
                self._found.table.spot(row, WEEKDAY),
                LABEL,
                f"{name}, {WEEKDAYS[day]} again",
                "one row for each weekday",
                f"it stands in row {days[day]} too",
            )
        days.setdefault(day, row)

    def _queue(self, row: int, blank: bool) -> str | None:
        """The queue of a row; a name that Queues does not have is reported once."""
        spot = self._found.table.spot(row, QUEUE)
        given = as_text(self._findings.source.cell(spot).value)
        known = self._names.get(fold_name(given))
        if known is not None or blank:
            return known
        if given not in self._meant:
            known_name(self._findings, spot, LABEL, given, self._names)
            self._meant[given] = closest(given, self._names.values())
        return self._meant[given]

    def _weekday(self, row: int, blank: bool) -> int | None:
        spot = self._found.table.spot(row, WEEKDAY)
        given = as_text(self._findings.source.cell(spot).value)
        for number, day in enumerate(WEEKDAYS):
            if fold_name(given)[:3] == day.casefold():
                return number
        if not blank:
            self._findings.fault(spot, LABEL, f"'{given}'", f"one of {', '.join(WEEKDAYS)}")
        return None


def _read_queue(
    findings: Findings, found: ProfileTable, days: dict[int, int], read: Profiles, number: int
) -> None:
    row_term = term("profile_share")
    cells = {
        (day, slot): spot for day, row in days.items() for slot, spot in found.spots(row).items()
    }
    first = found.spots(days[min(days)])
    read.spots[number] = first[min(first)]
    before = len(findings.refused)
    given = {at: float(findings.take_any(row_term, spot) or 0.0) for at, spot in cells.items()}
    total = sum(given.values())
    if abs(total - PERCENTS) <= PERCENTS * SUM_SLACK:
        findings.fault(
            read.spots[number],
            LABEL,
            f"shares adding up to {total:.6g}",
            "shares adding up to 1",
            "did you type percents? divide them by 100",
        )
    else:
        for at, value in given.items():
            issue = check_number(row_term, value, str(cells[at]))
            if issue is not None:
                findings.add(issue)
    for (day, slot), value in given.items():
        read.shares[number, day, slot] = value
    if len(findings.refused) > before:
        # the sum of a profile with a refused share says nothing
        read.shares[number] = 1 / read.shares[number].size


def _report_missing(findings: Findings, found: ProfileTable, name: str) -> None:
    spot = Spot(found.table.box.sheet, found.table.box.bottom + 1, found.table.box.left)
    findings.fault(
        spot,
        LABEL,
        f"no rows for {name}",
        "seven rows, Mon to Sun, for each queue",
        "copy the rows of a queue like it",
    )
