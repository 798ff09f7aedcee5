"""The register of assumptions: who stands for a value, since when, and whether it changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from capplan.inputs.assumptions import Origin
from capplan.vocabulary import term, terms
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.inputs import write_input
from capplan_workbook.layout.facing import differ
from capplan_workbook.layout.places import (
    CHANGED,
    CHANGED_HEAD,
    GIVEN_ON,
    LAST,
    LIVE,
    NOTE,
    ORIGIN,
    ORIGIN_TERMS,
    OWNER,
    QUEUE_TERMS,
    TABLE_ROW,
)
from capplan_workbook.sheets.kept.sheet import FIRST_TABLE, HEAD_ROW

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.book.contents import Plain
    from capplan_workbook.desk import Desk

MARK = "mark"
BASES = ("given", "assumed", "default")
DIGITS = 6


def part_of(origin: Origin, name: str) -> Any:
    """What an origin says under one of its terms; None where nothing."""
    fields = ("basis", "note", "owner", "given_on")
    return getattr(origin, fields[ORIGIN_TERMS.index(name)]) or None


def put_origin(desk: Desk, sheet: Sheet, row: int, name: str) -> None:
    """Writes who stands for a value of Assumptions."""
    origin = desk.given.origins.get(name, Origin())
    for one, col in zip(ORIGIN_TERMS, (ORIGIN, NOTE, OWNER, GIVEN_ON), strict=True):
        write_input(sheet, row, col, term(one), part_of(origin, one))


def put_mark(desk: Desk, sheet: Sheet, row: int, shown: Plain, is_date: bool = False) -> None:
    """Writes whether a value of Assumptions is the one of the last version, and what it was."""
    version = desk.versions.get(LAST)
    if version is None:
        sheet.blank(row, CHANGED, MARK)
        return
    was = next(one.kept.value for one in version.values if one.row == row)
    now, then = range_name(row, LIVE), f"{LAST}!{range_name(row, LIVE)}"
    words = '"changed"' if is_date else f'"changed, was "&IFERROR(ROUND({then},{DIGITS}),{then})'
    said = "changed" if is_date else f"changed, was {_said(was)}"
    value = said if differ(shown, was) else ""
    sheet.formula(row, CHANGED, f'IF({now}={then},"",{words})', value, MARK)


def _said(value: Plain) -> str:
    return f"{round(value, DIGITS) + 0.0:.15g}" if isinstance(value, float) else str(value)


def put_table_mark(desk: Desk, sheet: Sheet, row: int, table: str) -> None:
    """Writes how many cells of a table of its own differ from the last version's."""
    version = desk.versions.get(LAST)
    if version is None:
        sheet.blank(row, CHANGED, MARK)
        return
    count = next(one.changes for one in version.tables if one.name == table)
    name = f"last_{table.removeprefix('tbl_')}_changes"
    formula = f'IF({name}=0,"",{name}&" cells changed")'
    sheet.formula(row, CHANGED, formula, f"{count} cells changed" if count else "", MARK)


def put_queue_marks(desk: Desk, sheet: Sheet) -> None:
    """Writes beside tbl_queues which queues are not what they were in the last version."""
    lay, version = desk.layout, desk.versions.get(LAST)
    col = lay.queue_changed_col
    sheet.width(col, 16)
    sheet.text(TABLE_ROW, col, CHANGED_HEAD, "head")
    for row in range(TABLE_ROW + 1, lay.last_queue_row + 1):
        if version is None:
            sheet.blank(row, col, MARK)
    if version is not None:
        _queue_formulas(desk, sheet)


def _queue_formulas(desk: Desk, sheet: Sheet) -> None:
    lay, version = desk.layout, desk.versions[LAST]
    table = next(one for one in version.tables if one.name == "tbl_queues")
    height = len(table.columns[0].kept) - 1
    width = len(QUEUE_TERMS) - len(ORIGIN_TERMS)
    names = f"{LAST}!{range_name(HEAD_ROW + 1, FIRST_TABLE, HEAD_ROW + height, FIRST_TABLE)}"
    right = FIRST_TABLE + width - 1
    kept = f"{LAST}!{range_name(HEAD_ROW + 1, FIRST_TABLE + 1, HEAD_ROW + height, right)}"
    told = _queues_told(desk)
    for number in range(lay.last_queue_row - TABLE_ROW):
        row = TABLE_ROW + 1 + number
        name = f"$B{row}"
        own = f"$C{row}:${cell_name(row, 1 + width)}"
        found = f"MATCH({name},{names},0)"
        formula = (
            f'IF({name}="","",IF(ISERROR({found}),"new",'
            f'IF(SUMPRODUCT(--({own}<>INDEX({kept},{found},0)))>0,"changed","")))'
        )
        sheet.formula(row, lay.queue_changed_col, formula, told.get(number, ""), MARK)


def _queues_told(desk: Desk) -> dict[int, str]:
    """Which queues are new and which changed."""
    last, given = desk.versions[LAST].kept, desk.given
    told = {}
    for number, name in enumerate(given.queue_names):
        before = [one.casefold() for one in last.queue_names]
        if name.casefold() not in before:
            told[number] = "new"
            continue
        place = before.index(name.casefold())
        for row in terms("assumption", shape="queue"):
            now, was = given.queues[row.name][number], last.queues[row.name][place]
            if differ(_cell(now), _cell(was)) and (_cell(now) or _cell(was)):
                told[number] = "changed"
    return told


def _cell(value: Any) -> Plain:
    if isinstance(value, str):
        return value or None
    return None if value != value else float(value)


def basis_counts(desk: Desk) -> tuple[str, str]:
    """Formula and text: how many values of Assumptions are given, assumed, or the default's."""
    rows = desk.layout.assumption_rows.values()
    cells = f"Assumptions!{range_name(min(rows), ORIGIN, max(rows), ORIGIN)}"
    formula = '&", "&'.join(f'COUNTIF({cells},"{one}")&" {one}"' for one in BASES)
    found = Counter(desk.given.origins.get(name, Origin()).basis for name in rows_told(desk))
    return formula, ", ".join(f"{found[one]} {one}" for one in BASES)


def rows_told(desk: Desk) -> list[str]:
    """What has a row on Assumptions that says who stands for it."""
    names = [name.removeprefix("origin:") for name in desk.layout.assumption_rows]
    known = {row.name for row in terms("assumption") if row.stage != "version"}
    return [name for name in names if name in known] + ["proficiency_share"]
