"""Sheets with weeks across: one line a row, one formula along it, its total on the left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.vocabulary import VOCABULARY
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.layout.places import (
    BODY_ROW,
    DATE_ROW,
    FIRST,
    HOW,
    LABEL,
    NUMBER_ROW,
    UNIT,
    YEAR,
    Layout,
)

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

Ref = Callable[[str], str]  # this column -> a piece of a formula
Formula = Callable[[str, str], str]  # (this column, the one before) -> formula without "="
FORMAT_OF_UNIT = {
    "heads": "dec1",
    "FTE": "dec1",
    "hours": "int",
    "share": "percent1",
    "seconds": "dec1",
    "contacts per week": "int",
    "agents": "int",
    "people": "dec1",
    "multiple": "dec3",
    "money": "int",
    "text": "text",
}
EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet dates
MOST_ON_PAGE = 14
OVER_ALL = {"sum": "SUM", "average": "AVERAGE", "max": "MAX", "min": "MIN"}
IN_NUMPY: dict[str, Callable[[Any], Any]] = {
    "sum": np.sum,
    "average": np.mean,
    "max": np.max,
    "min": np.min,
    "last": lambda values: values[-1],
}


@dataclass(frozen=True)
class Line:
    """One row of a weekly sheet.

    `total` says what stands in the year column: sum, average, max, min, last, a (formula, value)
    pair, or nothing.
    """

    key: str
    formula: Formula
    values: Any
    how: str = ""
    total: str | tuple[str, Any] = ""
    label: str = ""
    unit: str = ""
    format: str = ""
    kind: str = "calc"

    @property
    def shown_label(self) -> str:
        """The label given, else the vocabulary's."""
        return self.label or VOCABULARY[self.key].label

    @property
    def shown_unit(self) -> str:
        """The unit given, else the vocabulary's."""
        return self.unit or VOCABULARY[self.key].unit

    @property
    def shown_format(self) -> str:
        """The number format given, else the one of the unit."""
        return self.format or FORMAT_OF_UNIT.get(self.shown_unit, "dec1")


def up(ratio: str) -> str:
    """Formula: a need in whole people, safe against binary fractions."""
    return f"ROUNDUP(MAX(0,{ratio}-1E-9),0)"


def open_weekly_sheet(desk: Desk, name: str, sentence: str) -> Sheet:
    """A sheet with banner, week numbers and Mondays, frozen left of the first week."""
    lay = desk.layout
    sheet = desk.book.sheet(
        name,
        tab="grey",
        freeze=f"{LETTERS[FIRST]}{BODY_ROW}",
        protect=True,
        page=PageSetup(repeat_columns="B:F", repeat_rows=f"{NUMBER_ROW}:{DATE_ROW}", scale=60),
    )
    sheet.banner(
        name,
        sentence,
        max(lay.last_col, FIRST + 3),
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
        link_cols=(HOW, YEAR),
    )
    for col, width in ((1, 2), (LABEL, 30), (UNIT, 16), (HOW, 32), (YEAR, 12), (FIRST - 1, 2)):
        sheet.width(col, width)
    sheet.width(FIRST, 9, lay.last_col)
    _week_heads(desk, sheet)
    break_pages(sheet, lay.weeks)
    return sheet


def break_pages(sheet: Sheet, columns: int) -> None:
    """Page breaks so that columns spread evenly: about a quarter of weeks a page."""
    pages = -(-columns // MOST_ON_PAGE)
    for page in range(1, pages):
        sheet.page_break_column(FIRST - 1 + -(-columns * page // pages))


def _week_heads(desk: Desk, sheet: Sheet) -> None:
    lay = desk.layout
    sheet.texts(NUMBER_ROW, LABEL, ["Week", "", ""], "period_label")
    sheet.blank(NUMBER_ROW, YEAR, "period.general")
    sheet.numbers(NUMBER_ROW, FIRST, list(range(1, lay.weeks + 1)), "period.whole")
    sheet.texts(DATE_ROW, LABEL, ["Week starting", "Unit", "How"], "period_bold_label")
    sheet.text(DATE_ROW, YEAR, "Plan", "period_bold.general")
    letters = LETTERS[FIRST : lay.last_col + 1]
    formulas = [f"INDEX({lay.week_column},{c}${NUMBER_ROW})" for c in letters]
    mondays = [(day - EPOCH).days for day in desk.given.calendar.mondays]
    sheet.formulas(DATE_ROW, FIRST, formulas, mondays, "period_bold.day")


def group(sheet: Sheet, lay: Layout, row: int, title: str) -> None:
    """A pale band with the name of the lines that follow."""
    sheet.blanks(row, LABEL, YEAR, "group.general")
    sheet.text(row, LABEL, title, "group")
    sheet.blanks(row, FIRST, lay.last_col, "group.general")


def group_formula(sheet: Sheet, lay: Layout, row: int, formula: str, value: str) -> None:
    """The same band with a name that follows an input."""
    group(sheet, lay, row, " ")
    sheet.formula(row, LABEL, formula, value, "group.general")


def put(sheet: Sheet, lay: Layout, row: int, line: Line) -> None:
    """Writes one line: label, unit, how, total, and a formula with its value in every week."""
    strong = line.kind == "total"
    sheet.text(row, LABEL, line.shown_label, "label_bold" if strong else "label")
    sheet.text(row, UNIT, line.shown_unit, "unit")
    sheet.text(row, HOW, line.how, "how")
    values = np.asarray(line.values)
    if values.ndim == 0:
        values = np.broadcast_to(values, (lay.weeks,))
    letters = LETTERS[FIRST - 1 : lay.last_col + 1]
    pairs = zip(letters[1:], letters[:-1], strict=True)
    formulas = [line.formula(this, before) for this, before in pairs]
    style = f"{line.kind}.{line.shown_format}"
    sheet.formulas(row, FIRST, formulas, values.tolist(), style)
    _put_total(sheet, lay, row, line, values)


def _put_total(sheet: Sheet, lay: Layout, row: int, line: Line, values: Any) -> None:
    style = f"total.{line.shown_format}"
    if isinstance(line.total, tuple):
        sheet.formula(row, YEAR, line.total[0], line.total[1], style)
    elif line.total == "last":
        sheet.formula(row, YEAR, cell_name(row, lay.last_col), values[-1].item(), style)
    elif line.total:
        formula = f"{OVER_ALL[line.total]}({range_name(row, FIRST, row, lay.last_col)})"
        value = IN_NUMPY[line.total](values)
        sheet.formula(row, YEAR, formula, float(value), style)
