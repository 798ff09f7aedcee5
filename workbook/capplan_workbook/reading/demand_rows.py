"""Demand: contacts by week and queue, columns by queue name, weeks without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from capplan.inputs.assumptions import WEEKDAYS
from capplan.inputs.periods import MAX_WEEKS, monday_of
from capplan.vocabulary import term
from capplan_workbook.layout.places import heading
from capplan_workbook.reading.cells import closest, did_you_mean, fold_name, is_blank
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.queue_rows import by_folded, report_lost
from capplan_workbook.reading.tables import (
    Table,
    find_table,
    heading_texts,
    report_below,
    report_headings,
)

SHEET, TABLE = "Demand", "tbl_demand"
WEEK = heading("week")
ONE_WEEK = timedelta(weeks=1)
STAND_IN = date(2026, 1, 5)  # a Monday to go on checking with when no week can be read


@dataclass
class DemandRows:
    """Contacts weeks x queues, the weeks, and where each stands."""

    first_week: date = STAND_IN
    contacts: list[list[float]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    table: Table | None = None
    weeks_refused: bool = False

    def spot(self, week: int, queue: str) -> Spot | None:
        """The cell of a week's contacts."""
        if self.table is None or week >= len(self.rows):
            return None
        return self.table.spot(self.rows[week], queue)


def read_demand(findings: Findings, names: Sequence[str]) -> DemandRows:
    """Reads tbl_demand for the queues of the plan."""
    table = find_table(findings.source, TABLE, SHEET, [WEEK, *names])
    if table is None:
        report_lost(findings, TABLE, SHEET, WEEK)
        return DemandRows(contacts=[[1.0] * len(names)], weeks_refused=True)
    table = _queue_columns(findings, table, names)
    report_below(findings, table)
    rows = [row for row in table.rows if not table.is_blank(row)]
    read = DemandRows(table=table, rows=rows)
    _read_weeks(findings, read)
    _limit(findings, read)
    read.contacts = [[_contacts(findings, table, row, one) for one in names] for row in read.rows]
    read.contacts = read.contacts or [[1.0] * len(names)]
    return read


def _queue_columns(findings: Findings, table: Table, names: Sequence[str]) -> Table:
    """The table with a column for each queue; a misspelt heading still counts for its queue."""
    if WEEK not in table.columns:
        report_headings(findings, table, {WEEK: "the Monday of each week"})
    texts = heading_texts(table.source, table.box)
    known = by_folded([*names, WEEK])
    columns, unknown = dict(table.columns), {}
    for col, text in texts.items():
        name = known.get(fold_name(text))
        if name is None and (text or not _is_empty(table, col)):
            unknown[col] = text
        elif name is not None and columns.get(name, col) != col:
            spot = Spot(table.box.sheet, table.box.top, col)
            findings.fault(spot, heading("base_contacts"), f"'{text}' again", "each queue once")
    missing = [one for one in dict.fromkeys(names) if one not in columns]
    for col, text in unknown.items():
        _report_unknown(findings, table, col, text, missing, columns)
    for name in missing:
        findings.fault(
            table.head,
            heading("base_contacts"),
            f"no column for '{name}'",
            "one column for each queue of the Queues sheet, headed by its name",
        )
    return Table(table.source, table.box, columns)


def _is_empty(table: Table, col: int) -> bool:
    return all(is_blank(table.at(row, col)) for row in table.rows)


def _report_unknown(
    findings: Findings,
    table: Table,
    col: int,
    text: str,
    missing: list[str],
    columns: dict[str, int],
) -> None:
    if WEEK not in columns or (_is_empty(table, col) and closest(text, missing) is None):
        return  # a heading that a program put over an inserted column
    spot = Spot(table.box.sheet, table.box.top, col)
    hint = did_you_mean(text, missing) or "add the queue on Queues or delete the column"
    findings.fault(
        spot,
        heading("base_contacts"),
        f"the heading '{text}'",
        "the name of a queue of the Queues sheet",
        hint,
    )
    near = closest(text, missing)
    if near is not None:
        missing.remove(near)
        columns[near] = col


def _contacts(findings: Findings, table: Table, row: int, name: str) -> float:
    """Contacts of a week; a cell that is no use counts as one contact while checks go on."""
    row_term = term("base_contacts")
    if name not in table.columns:
        return 1.0
    spot = table.spot(row, name)
    value = findings.take(row_term, spot)
    if value is None:
        if not findings.is_refused(spot):
            hint = "this cell must be filled; 0 is a closed week"
            findings.fault(spot, row_term.label, "nothing", row_term.allowed, hint)
        return 1.0
    return float(value)


def _limit(findings: Findings, read: DemandRows) -> None:
    if read.table is not None and len(read.rows) > MAX_WEEKS:
        spot = read.table.spot(read.rows[MAX_WEEKS], WEEK)
        findings.fault(spot, WEEK, f"{len(read.rows)} weeks", f"1 to {MAX_WEEKS} weeks")
        read.rows = read.rows[:MAX_WEEKS]


# -- weeks ------------------------------------------------------------------------------------


def _read_weeks(findings: Findings, read: DemandRows) -> None:
    """Checks that the weeks are Mondays one after the other; rows may be sorted otherwise."""
    table = read.table
    if table is None or WEEK not in table.columns:
        read.weeks_refused = True
        return
    before = len(findings.refused)
    if not read.rows:
        findings.fault(table.spot(table.box.top + 1, WEEK), WEEK, "no week", "at least one week")
    days = {row: _week(findings, table.spot(row, WEEK)) for row in read.rows}
    known = {row: day for row, day in days.items() if day is not None}
    if len(known) == len(days) and _are_consecutive(sorted(known.values())):
        read.rows = sorted(read.rows, key=lambda row: known[row])
    days = _moved_to_monday(findings, table, days)
    _check_steps(findings, table, {row: days[row] for row in read.rows})
    read.weeks_refused = len(findings.refused) > before
    first = days[read.rows[0]] if read.rows else None
    read.first_week = monday_of(first) if first and not read.weeks_refused else STAND_IN


def _week(findings: Findings, spot: Spot) -> date | None:
    value = findings.take(term("week"), spot)
    if value is None and not findings.is_refused(spot):
        findings.fault(spot, WEEK, "nothing", "the Monday of the week", "this cell must be filled")
    return value if isinstance(value, date) else None


def _are_consecutive(days: list[date]) -> bool:
    return all(later - one == ONE_WEEK for one, later in pairwise(days))


def _moved_to_monday(
    findings: Findings, table: Table, days: dict[int, date | None]
) -> dict[int, date | None]:
    """The weeks by their Mondays; a plan whose weeks all start on one other day gets one fault."""
    off = {row: day for row, day in days.items() if day is not None and day.weekday()}
    known = [day for day in days.values() if day is not None]
    same = len(off) == len(known) and len({day.weekday() for day in off.values()}) == 1
    for row, day in list(off.items())[: 1 if same else None]:
        found = f"{day.isoformat()}, a {WEEKDAYS[day.weekday()]}"
        hint = f"did you mean {monday_of(day).isoformat()}?"
        if same and len(off) > 1:
            found, hint = f"{found}, like all {len(off)} weeks", f"{hint[:-1]} and so on?"
        findings.fault(table.spot(row, WEEK), WEEK, found, "a Monday", hint)
    return {row: day and monday_of(day) for row, day in days.items()}


def _check_steps(findings: Findings, table: Table, days: dict[int, date | None]) -> None:
    """A fault at each week that does not follow the one above; one odd week is one fault."""
    rows = list(days)
    expected = _expected_first([days[row] for row in rows])
    for place, row in enumerate(rows):
        day = days[row]
        after = days[rows[place + 1]] if place + 1 < len(rows) else None
        if expected is None or day is None or day == expected:
            start = day or expected
            expected = start + ONE_WEEK if start else None
            continue
        if not findings.is_refused(table.spot(row, WEEK)):
            findings.fault(
                table.spot(row, WEEK),
                WEEK,
                day.isoformat(),
                expected.isoformat(),
                "one row for each week, without gaps",
            )
        slip = after == expected + ONE_WEEK
        expected = (expected if slip else day) + ONE_WEEK


def _expected_first(days: list[date | None]) -> date | None:
    """The first week as the ones after it tell it."""
    if len(days) > 2 and days[1] and days[2] and days[2] - days[1] == ONE_WEEK:
        return days[1] - ONE_WEEK
    return days[0] if days else None
