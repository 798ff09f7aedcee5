"""How an input cell looks and what may be typed into it, from its vocabulary row."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from capplan.vocabulary import Term
from capplan_workbook.book.rules import InputRule

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.book.rules import Bound, ValidationKind

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
    "local currency": "money0",
    "rate": "dec4",
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
    kind, low, high = _rule(row)
    sheet.validate(
        cells,
        InputRule(
            kind,
            low,
            high,
            source=source if row.choices else None,
            prompt_title=row.label[:32],
            prompt=row.prompt,
            error_title=row.label[:32],
            error=f"Allowed: {row.allowed}."[:255],
        ),
    )


def _rule(row: Term) -> tuple[ValidationKind, Bound | None, Bound | None]:
    if row.choices:
        return "list", None, None
    if row.unit == "text":
        return "text_length", 0, 100
    if row.unit == "date":
        return "date", date(1990, 1, 1), date(2100, 12, 31)
    limits = _bound(row.low, -1e12), _bound(row.high, 1e12)
    return ("whole" if row.whole else "decimal"), *limits


def _bound(limit: float | None, otherwise: float) -> float:
    return otherwise if limit is None else limit
