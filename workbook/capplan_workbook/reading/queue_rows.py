"""Queues: one row a queue, blank rows are spare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from capplan.inputs.assumptions import Origin
from capplan.vocabulary import term
from capplan_workbook.layout.places import ORIGIN_TERMS, QUEUE_TERMS, TABLE_ROW, heading
from capplan_workbook.reading.cells import did_you_mean, fold_name
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.plan_values import read_origin
from capplan_workbook.reading.tables import Table, find_table, report_below, report_headings

SHEET, TABLE = "Queues", "tbl_queues"
SEARCHED = 8  # headings that tell the table where its name is lost


@dataclass
class QueueRows:
    """The queues of the plan and where each value stands."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    spots: list[dict[str, Spot]] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The queue names in the order of the rows."""
        return [row["queue"] for row in self.rows]

    def spot(self, name: str, number: int) -> Spot | None:
        """The cell of a queue's value."""
        return self.spots[number].get(name) if number < len(self.spots) else None


def read_queues(findings: Findings) -> QueueRows:
    """Reads tbl_queues."""
    table = find_input(findings, TABLE, SHEET, QUEUE_TERMS, SEARCHED, optional=ORIGIN_TERMS)
    read = QueueRows()
    if table is None:
        return read
    telling = [heading(one) for one in QUEUE_TERMS if one not in ORIGIN_TERMS]
    for row in table.rows:
        if not table.is_blank(row, telling):
            _read_row(findings, table, row, read)
    if not read.rows:
        spot = table.spot(table.box.top + 1, heading("queue"))
        findings.fault(spot, heading("queue"), "no queue", "at least one queue", "fill in a row")
    return read


def find_input(
    findings: Findings,
    name: str,
    sheet: str,
    columns: tuple[str, ...],
    least: int,
    optional: tuple[str, ...] = (),
    required: bool = True,
) -> Table | None:
    """An input table whose headings are the labels of terms; faults where it is not complete.

    What an older file cannot hold is no fault: a column that was added later, or the whole table.
    The columns go by the headings of today, whatever the file calls them.
    """
    heads = {findings.made.label(one): one for one in columns}
    table = find_table(findings.source, name, sheet, list(heads), least)
    if table is None:
        if not all([findings.lacks(one) for one in columns]) and required:
            report_lost(findings, name, sheet, heading(columns[0]))
        return None
    asked = {
        head: term(one).help
        for head, one in heads.items()
        if head in table.columns or not findings.lacks(one)
    }
    report_headings(findings, table, asked, [findings.made.label(one) for one in optional])
    report_below(findings, table)
    return replace(table, columns={heading(heads[one]): col for one, col in table.columns.items()})


def report_lost(findings: Findings, name: str, sheet: str, first: str) -> None:
    """The fault of a table that is nowhere in the file."""
    sheets = findings.source.sheets
    there = sheet if sheet in sheets else sheets[0]
    hint = "" if sheet in sheets else f"the file has the sheets {', '.join(sheets)}"
    findings.fault(
        Spot(there, TABLE_ROW, 2),
        sheet,
        "no table with its headings",
        f"table {name}, headings from '{first}' on",
        hint,
    )


def _read_row(findings: Findings, table: Table, row: int, read: QueueRows) -> None:
    spots = {
        one: table.spot(row, heading(one)) for one in QUEUE_TERMS if heading(one) in table.columns
    }
    name_spot = table.spot(row, heading("queue"))
    name = take_name(findings, name_spot, heading("queue")) or f"row {row}"
    values = {
        one: findings.take(term(one), spot)
        for one, spot in spots.items()
        if one not in (*ORIGIN_TERMS, "queue")
    }
    if "origin" in spots:
        read.origins |= read_origin(findings, f"queue:{name}", spots)
    read.rows.append({**values, "queue": name})
    read.spots.append({**spots, "queue": name_spot})


def take_name(findings: Findings, spot: Spot, label: str) -> str | None:
    """A name that must be there; None, with a fault, where it is not."""
    name = findings.take(term("queue"), spot)
    if name is None and not findings.is_refused(spot):
        findings.fault(spot, label, "nothing", "a name", "this cell must be filled")
    return None if name is None else str(name)


def known_name(
    findings: Findings, spot: Spot, label: str, given: str, names: Mapping[str, str]
) -> str | None:
    """The name as the plan spells it; None, with a fault, where the plan has no such name.

    `names` leads from a name for comparing to the name itself.
    """
    found = names.get(fold_name(given))
    if found is None:
        shown = ", ".join(list(names.values())[:8]) + (" …" if len(names) > 8 else "")
        hint = did_you_mean(given, names.values())
        findings.fault(spot, label, f"'{given}'", f"one of {shown}", hint)
    return found


def by_folded(names: list[str]) -> dict[str, str]:
    """Names by how they are compared."""
    return {fold_name(one): one for one in reversed(names)}
