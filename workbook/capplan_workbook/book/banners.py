"""The three rows on top of every sheet: what it is, what it is for, whether it can be trusted."""

from __future__ import annotations

from capplan_workbook.book.cells import Grid, Value

_HEIGHTS = (30.0, 20.0, 19.0)
_STYLES = ("title", "subtitle", "banner_note")
_FIRST = 2  # column A is the gutter
LINK_ROW = 3


def write(
    sheet: Grid,
    title: str,
    sentence: str,
    last_col: int,
    status: tuple[str, Value],
) -> None:
    """Fills rows 1 to 3 without merging: text runs over the empty dressed cells beside it."""
    for row, (points, style) in enumerate(zip(_HEIGHTS, _STYLES, strict=True), 1):
        sheet.height(row, points)
        sheet.blanks(row, 1, last_col, style)
    sheet.text(1, _FIRST, title, "title")
    sheet.text(2, _FIRST, sentence, "subtitle")
    formula, value = status
    if formula:
        sheet.formula(3, _FIRST, formula, value, "banner_note")
    elif value != "":
        sheet.text(3, _FIRST, str(value), "banner_note")
