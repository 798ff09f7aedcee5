"""The three rows on top of every sheet: what it is, what it is for, whether it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capplan_workbook.book.cells import Value

if TYPE_CHECKING:
    from capplan_workbook.book.sheet import Sheet

_HEIGHTS = (30.0, 20.0, 19.0)
_STYLES = ("title", "subtitle", "banner_note")
_FIRST = 2  # column A is the gutter


def write(
    sheet: Sheet,
    title: str,
    sentence: str,
    last_col: int,
    status: tuple[str, Value],
    links: Sequence[tuple[str, str]],
    link_cols: Sequence[int] | None,
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
    columns = link_cols or range(last_col - len(links) + 1, last_col + 1)
    for col, (target, text) in zip(columns, links, strict=True):
        sheet.link(3, col, target, text, "banner_link")
