"""Agents who move on a date: the table of moves beside the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan.vocabulary import term
from capplan_workbook.book import cell_name
from capplan_workbook.inputs import write_input
from capplan_workbook.layout.places import MOVE_TERMS, TABLE_ROW, heading

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

WIDTHS = (30, 18, 26, 26, 16, 10, 10, 12)
NOTE = "All of them tenured agents, the same people under every scenario."


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes tbl_moves."""
    left, count = desk.layout.move_left, desk.layout.moves
    end, last = left + len(MOVE_TERMS) - 1, TABLE_ROW + count
    sheet.blanks(5, left, end, "section.general")
    sheet.text(5, left, "Transfers, promotions, leave, leavers on a date", "section")
    sheet.text(6, left, NOTE, "note")
    for offset, name in enumerate(MOVE_TERMS):
        row_term, col = term(name), left + offset
        sheet.width(col, WIDTHS[offset])
        head = "head" if row_term.unit == "text" else "head_right"
        sheet.text(TABLE_ROW, col, heading(name), head)
        for number in range(count):
            write_input(sheet, TABLE_ROW + 1 + number, col, row_term, _value(desk, number, name))
        rows = f"{cell_name(TABLE_ROW + 1, col)}:{cell_name(last, col)}"
        desk.validate(sheet, rows, row_term)
    sheet.table("tbl_moves", TABLE_ROW, left, last, end, [heading(name) for name in MOVE_TERMS])


def _value(desk: Desk, number: int, name: str) -> Any:
    moves = desk.given.moves
    if number >= len(moves):
        return None
    value = getattr(moves[number], name.removeprefix("move_") if name != "move" else "name")
    return None if value == "" else value
