"""Checks: one row a check, the overall result that every banner shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan_workbook.book import cell_name
from capplan_workbook.checks.all_checks import FAIL, OK, REVIEW, Check

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = (
    "Every sheet shows the overall result. FAIL: do not use the numbers. "
    "REVIEW: a person must look."
)
HEADS = ("No", "Check", "Measured", "Lowest", "Highest", "Result", "What to do")
WIDTHS = (2, 6, 62, 15, 15, 15, 12, 66)
HEAD_ROW = 5


def write(desk: Desk, found: list[Check]) -> None:
    """Writes the checks and names the overall result."""
    sheet = desk.book.sheet("Checks", tab="rust", freeze="A6", protect=True)
    desk.sheets["Checks"] = sheet
    sheet.banner(
        "Checks",
        SENTENCE,
        8,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Dashboard!A1", "Dashboard ›")],
    )
    for col, width in enumerate(WIDTHS, 1):
        sheet.width(col, width)
    for col, head in enumerate(HEADS, 2):
        style = (
            "head_right" if head in HEADS[2:5] else "head_center" if head == "Result" else "head"
        )
        sheet.text(HEAD_ROW, col, head, style)
    for number, check in enumerate(found, 1):
        _put(sheet, HEAD_ROW + number, number, check)
    _overall(desk, sheet, HEAD_ROW + len(found) + 2, len(found))


def _put(sheet: Sheet, row: int, number: int, check: Check) -> None:
    style = f"calc.{check.format}"
    sheet.number(row, 2, number, "calc_center.whole")
    sheet.text(row, 3, check.title, "label")
    sheet.formula(row, 4, check.formula, check.measured, style)
    sheet.number(row, 5, check.low, style)
    if check.high >= 1e9:
        sheet.text(row, 6, "no limit", "calc_center.text")
    else:
        sheet.number(row, 6, check.high, style)
    at = cell_name(row, 4)
    above = f"{at}<={cell_name(row, 6)}" if check.high < 1e9 else "TRUE"
    formula = (
        f'IF(ISERROR({at}),"{FAIL}",IF(AND({at}>={cell_name(row, 5)},{above}),'
        f'"{OK}","{check.severity}"))'
    )
    sheet.formula(row, 7, formula, check.result, "status.text")
    if check.advice_formula:
        sheet.formula(row, 8, check.advice_formula, check.advice, "how")
    else:
        sheet.text(row, 8, check.advice, "how")


def _overall(desk: Desk, sheet: Sheet, row: int, count: int) -> None:
    first, last = cell_name(HEAD_ROW + 1, 7), cell_name(HEAD_ROW + count, 7)
    sheet.blanks(row, 3, 6, "total.general")
    sheet.text(row, 3, "Overall", "total.general")
    formula = (
        f'IF(COUNTIF({first}:{last},"{FAIL}")>0,"{FAIL}",'
        f'IF(COUNTIF({first}:{last},"{REVIEW}")>0,"{REVIEW}","{OK}"))'
    )
    sheet.formula(row, 7, formula, desk.overall, "status.text")
    sheet.name("out_checks", row, 7)
    sheet.status_format(f"{first}:{cell_name(row, 7)}")
