"""Excel tables that open without a repair: unique text headings, no overlap, plain style."""

from __future__ import annotations

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from capplan_workbook.book.names import box_of, cell_name
from capplan_workbook.book.text import clean

Box = tuple[int, int, int, int]  # first row, first column, last row, last column
MAX_HEADER = 255


def add(shell: Worksheet, name: str, box: Box, headers: list[str], filters: bool) -> None:
    """Adds a table to the sheet after checking what Excel would otherwise repair."""
    fault = box_fault(box, len(headers)) or header_fault(headers) or _overlap(shell, box)
    if fault:
        raise ValueError(f"table {name}: {fault}")
    table = Table(displayName=name, name=name, ref=_ref(box))
    table.tableColumns = [TableColumn(id=at, name=text) for at, text in enumerate(headers, 1)]
    if filters:
        table.autoFilter = AutoFilter(ref=table.ref)
    # Excel knows the plain style; other programs show the formats of the cells.
    table.tableStyleInfo = TableStyleInfo(
        name="TableStyleLight1", showRowStripes=False, showColumnStripes=False
    )
    shell.add_table(table)


def box_fault(box: Box, columns: int) -> str | None:
    """Why the range cannot be a table with this many headings; None when it can."""
    first_row, first_col, last_row, last_col = box
    if last_row <= first_row or last_col < first_col:
        return f"{_ref(box)} needs a heading row and at least one row below it"
    width = last_col - first_col + 1
    return None if width == columns else f"{columns} headings for {width} columns"


def header_fault(headers: list[str]) -> str | None:
    """Why the headings would make Excel repair the file; None when they are fine.

    >>> header_fault(["Week", "week"])
    "heading 'week' stands twice (capitals do not count)"
    """
    seen: set[str] = set()
    for header in headers:
        if not header or header != clean(header).strip() or "\n" in header:
            return f"heading {header!r} must be one line of text without blanks at its ends"
        if len(header) > MAX_HEADER:
            return f"heading {header[:30]!r}… has {len(header)} characters; allowed {MAX_HEADER}"
        if header.lower() in seen:
            return f"heading {header!r} stands twice (capitals do not count)"
        seen.add(header.lower())
    return None


def _overlap(shell: Worksheet, box: Box) -> str | None:
    for other in shell.tables.values():
        top, left, bottom, right = box_of(other.ref)
        if top <= box[2] and box[0] <= bottom and left <= box[3] and box[1] <= right:
            return f"{_ref(box)} overlaps table {other.displayName} in {other.ref}"
    return None


def _ref(box: Box) -> str:
    return f"{cell_name(box[0], box[1])}:{cell_name(box[2], box[3])}"
