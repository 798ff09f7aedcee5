"""HiringPlan: the training classes, the planner's own and the ones the engine proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.vocabulary import term
from capplan_workbook.book import cell_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.inputs import write_input
from capplan_workbook.layout.places import CLASS_TERMS, TABLE_ROW, heading
from capplan_workbook.sheets.hiring import evidence, moves, sources

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

SENTENCE = (
    "Who starts when. Proposed and optimised classes are the engine's; with another status a class "
    "is yours."
)
WIDTHS = (36, 26, 14, 12, 14)
FIELDS = {
    "class": "name",
    "class_queue": "queue",
    "start_week": "start_week",
    "class_heads": "heads",
    "class_status": "status",
}


def write(desk: Desk) -> None:
    """Writes tbl_hiring_plan."""
    sheet = desk.book.sheet(
        "HiringPlan",
        tab="yellow",
        freeze=f"C{TABLE_ROW + 1}",
        page=PageSetup(scale=65, repeat_rows=f"{TABLE_ROW}:{TABLE_ROW}"),
    )
    desk.sheets["HiringPlan"] = sheet
    for left in (desk.layout.evidence_left, desk.layout.move_left, desk.layout.source_left):
        sheet.page_break_column(left - 1)
    lay, end = desk.layout, 1 + len(CLASS_TERMS)
    sheet.banner(
        "HiringPlan",
        SENTENCE,
        end,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
    )
    sheet.width(1, 2)
    sheet.blanks(5, 2, end, "section.general")
    sheet.text(5, 2, "Training classes", "section")
    sheet.text(
        6, 2, "Each run replaces the proposed classes and leaves all others as they are.", "note"
    )
    for offset, name in enumerate(CLASS_TERMS):
        row_term, col = term(name), 2 + offset
        sheet.width(col, WIDTHS[offset])
        sheet.text(
            TABLE_ROW, col, heading(name), "head" if row_term.unit == "text" else "head_right"
        )
        for index in range(lay.classes):
            one = desk.given.classes[index] if index < len(desk.given.classes) else None
            value = getattr(one, FIELDS[name]) if one else None
            write_input(sheet, TABLE_ROW + 1 + index, col, row_term, value)
        rows = f"{cell_name(TABLE_ROW + 1, col)}:{cell_name(TABLE_ROW + lay.classes, col)}"
        desk.validate(sheet, rows, row_term)
    last = TABLE_ROW + lay.classes
    sheet.table("tbl_hiring_plan", TABLE_ROW, 2, last, end, [heading(name) for name in CLASS_TERMS])
    status = cell_name(TABLE_ROW + 1, end)
    sheet.highlight(
        f"B{TABLE_ROW + 1}:{cell_name(last, end)}",
        f'OR(${status}="proposed",${status}="optimised")',
        "muted",
    )
    moves.write(desk, sheet)
    evidence.write(desk, sheet)
    sources.write(desk, sheet)
