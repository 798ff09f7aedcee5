"""How an input cell looks and what may be typed into it, from its vocabulary row."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from capplan.vocabulary import Term

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet

FORMATS = {
    "share": "percent1",
    "money": "money0",
    "date": "date",
    "text": "text",
    "heads": "dec1",
    "seconds": "dec1",
    "hours": "dec1",
    "weeks": "count",
    "contacts per week": "int",
    "people": "dec1",
    "minutes": "count",
    "agents": "count",
    "contacts": "count",
    "rooms": "count",
}
FINE_SHARES = ("profile_share",)


def input_style(row: Term) -> str:
    """The style of an input cell: yellow and blue, in the unit's number format."""
    if row.name in FINE_SHARES:
        return "input.percent2"
    if row.whole:
        return "input.count"
    return f"input.{FORMATS.get(row.unit, 'dec2')}"


def write_input(sheet: Sheet, at_row: int, col: int, row: Term, value: Any) -> None:
    """Writes a value into an input cell; nothing given leaves it blank."""
    style = input_style(row)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        sheet.blank(at_row, col, style)
    elif isinstance(value, str):
        sheet.text(at_row, col, value, style)
    elif isinstance(value, date):
        sheet.date(at_row, col, value, style)
    else:
        sheet.number(at_row, col, float(value), style)


def validate(sheet: Sheet, cells: str, row: Term, source: str | None) -> None:
    """The cell's prompt and limits; `source` is the range that lists a text term's choices."""
    title, prompt, error = row.label[:32], row.prompt, f"Allowed: {row.allowed}."[:255]
    words = {"prompt_title": title, "prompt": prompt, "error_title": title, "error": error}
    if row.choices:
        sheet.validate(cells, "list", source=source, **words)
    elif row.unit == "text":
        sheet.validate(cells, "text_length", 0, 100, **words)
    elif row.unit == "date":
        sheet.validate(cells, "date", date(1990, 1, 1), date(2100, 12, 31), **words)
    else:
        kind = "whole" if row.whole else "decimal"
        sheet.validate(cells, kind, _bound(row.low, -1e12), _bound(row.high, 1e12), **words)


def _bound(limit: float | None, otherwise: float) -> float:
    return otherwise if limit is None else limit
