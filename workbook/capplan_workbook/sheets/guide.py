"""Guide: what to do in five steps, what each sheet holds, what the colours and words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.vocabulary import term
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.layout.sheet_list import SHEETS

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

STEPS = (
    ("1", "Queues", "List your queues, what they are promised, and when contacts come."),
    (
        "2",
        "Assumptions",
        "Go through people, leaders and pay; say for each value who stands for it.",
    ),
    ("3", "Demand", "Paste contacts by week; add campaigns and holidays as events."),
    ("4", "HiringPlan", "Type your own classes; the engine proposes what is missing."),
    ("5", "Checks", "Run capplan plan; look at Checks, then at Dashboard, then pick scenarios."),
)
COLOURS = (
    ("input.text", "Input", "Yours to type: blue on yellow. Blank takes the default."),
    (
        "calc.text",
        "Calculated",
        "A native formula; it follows every input, with or without capplan.",
    ),
    ("total.text", "Total or live", "A sum, or the value of the live scenario."),
    (
        "stamp.text",
        "Engine's stamp",
        "A number the engine left; it changes when capplan runs again.",
    ),
)
WORDS = (
    "aht_s",
    "workload_h",
    "occupancy_share",
    "shrinkage_share",
    "required_fte",
    "effective_fte",
    "annual_attrition_share",
    "supervisor_span",
    "executives_heads",
)


def write(desk: Desk) -> None:
    """Writes the guide on one portrait-like page."""
    sheet = desk.book.sheet("Guide", tab="navy", protect=True, page=PageSetup(fit_height=True))
    desk.sheets["Guide"] = sheet
    sheet.banner(
        str(desk.given.values["plan_name"]),
        "Headcount and management capacity plan: from "
        "contacts to agents, FTE, hires, leaders and money.",
        5,
        *desk.status(),
        links=[("Dashboard!A1", "Dashboard ›"), ("Checks!A1", "Checks ›")],
    )
    for col, width in enumerate((2, 6, 24, 96, 14), 1):
        sheet.width(col, width)
    row = _steps(sheet, 5)
    row = _sheets(sheet, row + 1)
    row = _colours(sheet, row + 1)
    _words(sheet, row + 1)


def _title(sheet: Sheet, row: int, text: str) -> int:
    sheet.blanks(row, 2, 5, "section.general")
    sheet.text(row, 2, text, "section")
    return row + 1


def _steps(sheet: Sheet, row: int) -> int:
    row = _title(sheet, row, "Five steps")
    for number, target, text in STEPS:
        sheet.text(row, 2, number, "label_bold")
        sheet.link(row, 3, f"{target}!A1", target)
        sheet.text(row, 4, text, "label")
        row += 1
    sheet.text(
        row,
        3,
        "Protection prevents slips and needs no password; it is not security. The "
        "budget recalculates in any spreadsheet, no add-in needed.",
        "note",
    )
    return row + 1


def _sheets(sheet: Sheet, row: int) -> int:
    row = _title(sheet, row, "Sheets")
    for name, text in SHEETS.items():
        if not text:
            continue
        sheet.blank(row, 2, "label.general")
        sheet.link(row, 3, f"{name}!A1", name)
        sheet.text(row, 4, text, "label")
        row += 1
    return row


def _colours(sheet: Sheet, row: int) -> int:
    row = _title(sheet, row, "Colours")
    for style, name, text in COLOURS:
        sheet.blank(row, 2, "label.general")
        sheet.text(row, 3, name, style)
        sheet.text(row, 4, text, "label")
        row += 1
    return row


def _words(sheet: Sheet, row: int) -> None:
    row = _title(sheet, row, "Words")
    for name in WORDS:
        sheet.blank(row, 2, "label.general")
        sheet.text(row, 3, term(name).label, "label_bold")
        sheet.text(row, 4, f"{term(name).help} ({term(name).unit})", "label")
        row += 1
