"""The headings of tbl_profiles: which column is which interval of the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from capplan_workbook.layout.places import PROFILE_HEADS
from capplan_workbook.reading.cells import as_text, is_blank
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.numerals import clock_seconds
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.queue_rows import report_lost
from capplan_workbook.reading.tables import (
    Table,
    find_table,
    heading_texts,
    report_below,
    report_headings,
    report_spare,
)

SHEET, TABLE, LABEL = "Queues", "tbl_profiles", "Profile"
QUEUE, WEEKDAY = PROFILE_HEADS
DAY_MIN = 1440
USUAL_MIN = 30
_START = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")


@dataclass(frozen=True)
class ProfileTable:
    """tbl_profiles: its columns by interval of the day, and how long an interval is."""

    table: Table
    columns: dict[int, int]
    interval_min: int

    def spots(self, row: int) -> dict[int, Spot]:
        """The cells of a row by interval of the day."""
        sheet = self.table.box.sheet
        return {slot: Spot(sheet, row, col) for slot, col in self.columns.items()}

    def is_blank(self, row: int) -> bool:
        """Whether the row holds no share."""
        return all(is_blank(self.table.at(row, col)) for col in self.columns.values())


def find_profiles(findings: Findings) -> ProfileTable | None:
    """Finds tbl_profiles and reads its headings."""
    table = find_table(findings.source, TABLE, SHEET, PROFILE_HEADS)
    if table is None:
        report_lost(findings, TABLE, SHEET, QUEUE)
        return None
    wide = _widened(table)
    starts = _starts(findings, wide)
    if not starts:
        findings.fault(table.head, LABEL, "no interval", "headings such as 07:00, 07:30")
        return None
    if len(table.columns) < len(PROFILE_HEADS):
        known = Table(wide.source, wide.box, {**table.columns, **{str(c): c for c in starts}})
        report_headings(findings, known, dict.fromkeys(PROFILE_HEADS, ""))
        return None
    report_below(findings, table)
    read = {*starts, *table.columns.values()}
    texts = heading_texts(wide.source, wide.box).items()
    report_spare(findings, wide, {col: text for col, text in texts if text and col not in read})
    step = _step(sorted(set(starts.values())))
    return ProfileTable(table, _by_slot(findings, table.head, starts, step), step)


def _widened(table: Table) -> Table:
    """The table with the intervals right of it: all of them where the table's name is lost."""
    right = table.box.right
    while _minutes(table.at(table.box.top, right + 1)) is not None:
        right += 1
    return Table(table.source, table.box._replace(right=right), table.columns)


def _minutes(value: object) -> int | None:
    """Minutes from midnight of a heading such as 07:30; a program may have made it a time."""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time | timedelta):
        return round(clock_seconds(value) / 60)
    found = _START.fullmatch(as_text(value))
    return int(found[1]) * 60 + int(found[2]) if found else None


def _starts(findings: Findings, table: Table) -> dict[int, int]:
    """The start of each interval in minutes, by column."""
    starts: dict[int, int] = {}
    for col in range(table.box.left, table.box.right + 1):
        head = table.at(table.box.top, col)
        minutes = None if col in table.columns.values() else _minutes(head)
        if minutes is not None:
            starts[col] = minutes
    return starts


def _step(starts: list[int]) -> int:
    """Minutes from one start to the next; closed hours may have been left out."""
    steps = [later - one for one, later in pairwise(starts)]
    step = max(steps, key=steps.count, default=USUAL_MIN)
    return step if DAY_MIN % step == 0 else USUAL_MIN


def _by_slot(findings: Findings, head: Spot, starts: dict[int, int], step: int) -> dict[int, int]:
    columns: dict[int, int] = {}
    for col, minutes in starts.items():
        slot, rest = divmod(minutes, step)
        if rest or minutes >= DAY_MIN or slot in columns:
            findings.fault(
                head._replace(col=col),
                LABEL,
                f"the heading {minutes // 60:02d}:{minutes % 60:02d}",
                f"each start of an interval of {step} minutes once",
            )
        columns.setdefault(slot, col)
    return {slot: col for slot, col in columns.items() if slot < DAY_MIN // step}
