"""What a version keeps: a very hidden copy of its inputs, compared cell by cell with those of now.

The copy stands table by table, each named after its table, so that reading it is reading a
workbook. Above each column a formula counts the cells that differ; Checks adds them up.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from capplan_workbook.book import cell_name, range_name
from capplan_workbook.layout.places import LIVE, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from capplan_workbook.book import Sheet
    from capplan_workbook.book.contents import Plain
    from capplan_workbook.desk import Desk, Version
    from capplan_workbook.layout.facing import Column, Facing

COUNT_ROW, HEAD_ROW = 3, 5
LABEL, TERM = 2, 3
FIRST_TABLE = LIVE + 2
VALUE_HEADS = ("Assumption", "Term", "Value", "In force")
VALUES = "values"
KEPT = "capplan."  # before the prefix: the property of the file that tells the seal


def prefix(title: str) -> str:
    """What the names of a kept sheet begin with.

    >>> prefix("_locked")
    'locked'
    """
    return title.removeprefix("_")


def write(desk: Desk, title: str, version: Version) -> None:
    """Writes the sheet and names its parts."""
    sheet = desk.book.sheet(title, tab="grey", visibility="veryHidden", protect=True)
    own = prefix(title)
    sheet.text(1, LABEL, f"Inputs of version {version.name} as they were kept", "label")
    sheet.text(1, VALUE, version.seal, "label")
    sheet.name(f"{own}_seal", 1, VALUE)
    totals = [_values(sheet, own, version)]
    left = FIRST_TABLE
    for table in version.tables:
        totals.append(_table(sheet, own, table, left))
        left += len(table.columns) + 1
    sheet.text(2, LABEL, "Inputs changed since", "label")
    sheet.formula(2, VALUE, "+".join(totals), version.changes, "calc.count")
    sheet.name(f"{own}_changes", 2, VALUE)


def _values(sheet: Sheet, own: str, version: Version) -> str:
    """The values of Assumptions, each in the row it has there; gives the cell of their count."""
    sheet.texts(HEAD_ROW, LABEL, VALUE_HEADS, "head")
    for one in version.values:
        sheet.text(one.row, LABEL, one.label, "label")
        sheet.text(one.row, TERM, one.name, "label")
        _put(sheet, one.row, VALUE, one.typed.value)
        _put(sheet, one.row, LIVE, one.kept.value)
    parts = []
    rows = [one.row for one in version.values if one.counts]
    for _, group in groupby(enumerate(rows), key=lambda one: one[1] - one[0]):
        run = [row for _, row in group]
        cells = range_name(run[0], LIVE, run[-1], LIVE)
        parts.append(unequal(f"Assumptions!{cells}", cells))
    changes = sum(one.changed for one in version.values)
    sheet.formula(COUNT_ROW, LIVE, "+".join(parts), changes, "calc.count")
    sheet.name(f"{own}_{VALUES}", HEAD_ROW, LABEL, max(rows), LIVE)
    return cell_name(COUNT_ROW, LIVE)


def _table(sheet: Sheet, own: str, table: Facing, left: int) -> str:
    """One table, its headings in the row of headings; gives the cell of its count."""
    height = max(len(one.kept) for one in table.columns)
    for col, column in enumerate(table.columns, left):
        for row, value in enumerate(column.kept, HEAD_ROW):
            if value is not None:
                _put(sheet, row, col, value)
        formula = "+".join(_differences(table, column, col)) or "0"
        sheet.formula(COUNT_ROW, col, formula, column.changes, "calc.count")
    right, last = left + len(table.columns) - 1, HEAD_ROW + height - 1
    sheet.text(1, left, table.name, "label")
    counts = f"{cell_name(COUNT_ROW, left)}:{cell_name(COUNT_ROW, right)}"
    sheet.formula(2, left, f"SUM({counts})", table.changes, "calc.count")
    sheet.name(f"{own}_{table.name}", HEAD_ROW, left, last, right)
    sheet.name(f"{own}_{table.name.removeprefix('tbl_')}_changes", 2, left)
    return cell_name(2, left)


def _put(sheet: Sheet, row: int, col: int, value: Plain) -> None:
    if isinstance(value, str):
        sheet.text(row, col, value, "stamp.text")
    elif value is None:
        sheet.blank(row, col, "stamp")
    else:
        sheet.number(row, col, value, "stamp")


def _differences(table: Facing, column: Column, col: int) -> Iterator[str]:
    """Formulas that count the differing cells of a column, one for each run of typed cells."""
    for first, last in column.runs():
        kept = range_name(HEAD_ROW + first, col, HEAD_ROW + last, col)
        if column.place is None:
            yield f'SUMPRODUCT(--({kept}<>""))'
        else:
            at = table.left + column.place
            now = f"{table.sheet}!{range_name(table.top + first, at, table.top + last, at)}"
            yield unequal(now, kept, column.default)


def unequal(now: str, kept: str, default: Plain = None) -> str:
    """Formula that counts cells that differ; blank is not 0, and stands for its default."""
    differs = f'(({now}<>{kept})+(({now}="")<>({kept}=""))>0)'
    if default is None:
        return f"SUMPRODUCT(--{differs})"
    shown = f'"{default}"' if isinstance(default, str) else f"{default:.15g}"
    return f'SUMPRODUCT({differs}*(1-({now}="")*({kept}={shown})))'
