"""One cell into one value, by the kind of its term, or a fault that says how to mend it."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from openpyxl.utils.datetime import from_excel

from capplan.errors import Issue
from capplan.vocabulary import Term
from capplan_workbook.book.text import clean
from capplan_workbook.reading.numerals import clock_readings, readings
from capplan_workbook.reading.source import Cell

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
# a spreadsheet stores control characters of pasted text as such escapes
_CONTROL = re.compile(r"_x00(?:0[0-8B-F]|1[0-9A-F]|7F)_")
_INVISIBLE = "\u200b\u2060\ufeff"


class Parsed(NamedTuple):
    """What a cell says: a value, None where it is blank or refused, and what to tell about it."""

    value: Any = None
    issue: Issue | None = None

    @property
    def refused(self) -> bool:
        """Whether the cell holds something that cannot be used."""
        return self.issue is not None and self.issue.severity == "stop"


def parse(row: Term, cell: Cell, where: str, epoch: datetime) -> Parsed:
    """The cell's value as a value of the term; a formula counts by the result stored with it."""
    if cell.formula and not cell.stored:
        hint = "open the file in a spreadsheet program and save it, or type the value"
        return _fault(row, where, "a formula without a stored result", hint)
    if is_blank(cell.value):
        return Parsed()
    if cell.error:
        return _fault(row, where, f"the error {cell.value}", "mend the formula or type the value")
    if row.unit == "text":
        return _text(row, cell.value, where)
    kind = _date if row.unit == "date" else _number
    parsed = kind(row, cell.value, where, epoch)
    if cell.formula and parsed.issue is None:
        shown = shown_value(parsed.value)
        return _remark(row, where, parsed.value, f"a formula, its stored result {shown} was read")
    return parsed


def is_blank(value: Any) -> bool:
    """Whether nothing visible stands in the cell."""
    return value is None or (isinstance(value, str) and not value.strip().strip(_INVISIBLE).strip())


def as_text(value: Any) -> str:
    r"""Any cell value as the one-line text a person sees.

    >>> as_text(2026.0), as_text("  Sales\nUK "), as_text(None)
    ('2026', 'Sales UK', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date()
    text = clean(_CONTROL.sub("", str(value)))
    return re.sub(r"[ \t]*\n\s*", " ", text.strip().strip(_INVISIBLE).strip())


def fold_name(text: str) -> str:
    """A name for comparing: capitals, spaces, hyphens and underscores do not count."""
    return re.sub(r"[-_\s]+", " ", text).strip().casefold()


def closest(name: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of the names that a misspelt one most likely means."""
    known = {fold_name(one): one for one in names}
    near = difflib.get_close_matches(fold_name(name), known, n=1, cutoff=cutoff)
    return known[near[0]] if near else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The hint for a misspelt name; empty where nothing is close."""
    near = closest(name, names)
    return f"did you mean {near}?" if near else ""


def shown_value(value: Any) -> str:
    """A value in a message: short, on one line."""
    if isinstance(value, float):
        return f"{value:.10g}"
    text = as_text(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _fault(row: Term, where: str, found: str, hint: str = "") -> Parsed:
    return Parsed(None, Issue(where, row.label, found, row.allowed, hint))


def _remark(row: Term, where: str, value: Any, found: str) -> Parsed:
    return Parsed(value, Issue(where, row.label, found, row.allowed, severity="look"))


def _text(row: Term, value: Any, where: str) -> Parsed:
    text = as_text(value)
    if not row.choices:
        return Parsed(text)
    for choice in row.choices:
        if fold_name(choice) == fold_name(text):
            return Parsed(choice)
    return _fault(row, where, shown_value(value), did_you_mean(text, row.choices))


def _number(row: Term, value: Any, where: str, _: datetime) -> Parsed:
    if isinstance(value, bool):
        return _fault(row, where, str(value).upper(), "type a number")
    if isinstance(value, int | float):
        number = _as_float(value)
        return Parsed(number) if math.isfinite(number) else _fault(row, where, "no finite number")
    if isinstance(value, time | timedelta):
        return _clock(row, value, where)
    if isinstance(value, date):
        hint = "format the cell as a number and type the number again"
        return _fault(row, where, f"the date {shown_value(value)}", hint)
    return _number_text(row, as_text(value), where)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _number_text(row: Term, text: str, where: str) -> Parsed:
    clock = clock_readings(text, row)
    if clock is not None:
        return _clock(row, text, where)
    found = readings(text, row)
    if len(found) == 1:
        return _remark(
            row, where, found[0], f"the text '{shown_value(text)}', read as {found[0]:.10g}"
        )
    hint = f"it may be {_either(found)}; type it as a number" if found else "type a number"
    return _fault(row, where, f"the text '{shown_value(text)}'", hint)


def _either(found: list[float]) -> str:
    return " or ".join(f"{one:.10g}" for one in found)


def _clock(row: Term, value: time | timedelta | str, where: str) -> Parsed:
    found = clock_readings(value, row)
    shown = f"the time {value}"
    if not found:
        return _fault(row, where, shown, "type a number")
    if len(found) > 1:
        hint = f"hours or minutes? type {_either(found)} as a number"
        return _fault(row, where, shown, hint)
    return _remark(row, where, found[0], f"{shown}, read as {found[0]:.10g} {row.unit}")


def _date(row: Term, value: Any, where: str, epoch: datetime) -> Parsed:
    found = _as_date(value, epoch)
    if found is None:
        hint = "type it as a date, 2026-01-05 say"
        return _fault(row, where, f"'{shown_value(value)}'", hint)
    if not EARLIEST <= found <= LATEST:
        years = f"a date from {EARLIEST.year} to {LATEST.year}"
        return Parsed(None, Issue(where, row.label, found.isoformat(), years))
    if isinstance(value, date):
        return Parsed(found)
    return _remark(row, where, found, f"'{shown_value(value)}', read as {found.isoformat()}")


def _as_date(value: Any, epoch: datetime) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _iso_date(as_text(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and 30_000 < value < 75_000:
        found = from_excel(value, epoch)
        return found.date() if isinstance(found, datetime) else None
    return None


def _iso_date(text: str) -> date | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
