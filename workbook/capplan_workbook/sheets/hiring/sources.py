"""Where starters come from: the table of sources beside the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan.vocabulary import term
from capplan_workbook.book import cell_name
from capplan_workbook.inputs import write_input
from capplan_workbook.layout.places import SOURCE_TERMS, SPARE_SOURCES, TABLE_ROW, heading

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Source
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

WIDTHS = (26, 17, 17, 17, 14, 16, 18)
NOTE = "Empty: one source, with the plan's own shares, cost and hours on Assumptions."


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes tbl_sources."""
    left, count = desk.layout.source_left, len(desk.layout.sources) + SPARE_SOURCES
    end, last = left + len(SOURCE_TERMS) - 1, TABLE_ROW + count
    sheet.blanks(5, left, end, "section.general")
    sheet.text(5, left, "Sources of starters", "section")
    sheet.text(6, left, NOTE, "note")
    for offset, name in enumerate(SOURCE_TERMS):
        row_term, col = term(name), left + offset
        sheet.width(col, WIDTHS[offset])
        head = "head" if row_term.unit == "text" else "head_right"
        sheet.text(TABLE_ROW, col, heading(name), head)
        for number in range(count):
            write_input(sheet, TABLE_ROW + 1 + number, col, row_term, _value(desk, number, name))
        rows = f"{cell_name(TABLE_ROW + 1, col)}:{cell_name(last, col)}"
        desk.validate(sheet, rows, row_term)
    heads = [heading(name) for name in SOURCE_TERMS]
    sheet.table("tbl_sources", TABLE_ROW, left, last, end, heads)


def _value(desk: Desk, number: int, name: str) -> Any:
    rows = desk.given.sources
    return field_of(rows[number], name) if number < len(rows) else None


def field_of(one: Source, name: str) -> Any:
    """The value of a source's term."""
    return getattr(one, name.removeprefix("source_") if name != "source" else "name")
