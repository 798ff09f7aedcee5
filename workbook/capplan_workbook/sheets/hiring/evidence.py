"""What an optimised hiring plan stands on: its cost, its bound, what binds, and how it was found.

The block lies beside the classes on HiringPlan. It is the engine's stamp: nothing in it is
calculated in the sheet, and a plain run keeps it as long as its classes are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.vocabulary import Term, terms
from capplan_workbook.layout.places import EVIDENCE_HEADS, TABLE_ROW

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

WIDTHS = (34, 20, 12, 84)
FORMATS = {"money": "money0", "share": "percent2", "seconds": "count", "text": "text"}
NOTE = "Written by capplan plan --optimise; empty until then."


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes tbl_hiring_evidence; the values stay blank where no plan was optimised."""
    left, rows = desk.layout.evidence_left, terms("evidence", "hiring")
    end = left + len(EVIDENCE_HEADS) - 1
    sheet.blanks(5, left, end, "section.general")
    sheet.text(5, left, "Evidence of the optimised plan", "section")
    sheet.text(6, left, NOTE, "note")
    for offset, (head, width) in enumerate(zip(EVIDENCE_HEADS, WIDTHS, strict=True)):
        sheet.width(left + offset, width)
        sheet.text(TABLE_ROW, left + offset, head, "head_right" if offset == 1 else "head")
    for number, row in enumerate(rows, TABLE_ROW + 1):
        _line(desk, sheet, number, row)
    last = TABLE_ROW + len(rows)
    sheet.table("tbl_hiring_evidence", TABLE_ROW, left, last, end, list(EVIDENCE_HEADS))


def _line(desk: Desk, sheet: Sheet, at_row: int, row: Term) -> None:
    left, value = desk.layout.evidence_left, desk.given.evidence.get(row.name)
    sheet.text(at_row, left, row.label, "label")
    style = f"stamp.{FORMATS[row.unit]}"
    if value is None:
        sheet.blank(at_row, left + 1, style)
    elif isinstance(value, str):
        # sentences run over the empty cells beside them, but not into the next table
        sheet.text(at_row, left + 1, value, style)
        sheet.text(at_row, left + len(EVIDENCE_HEADS), " ", "note")
        return
    else:
        sheet.number(at_row, left + 1, value, style)
    sheet.text(at_row, left + 2, row.unit, "unit")
    sheet.text(at_row, left + 3, row.help, "how")
