"""Checks of single values: a number, a text, a week against what its term allows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from capplan.errors import Issue
from capplan.inputs.periods import monday_of
from capplan.vocabulary import Term

NAME_LIMIT = 100
INTERVALS_MIN = (15.0, 30.0, 60.0)
_UNREACHABLE = {
    "service_level_share": "a share of 1 is never reached; try 0.995",
    "max_abandon_share": "no finite staff loses nobody; try 0.005",
}
_SLIPS = {
    "aht_s": "handling time is in seconds",
}


def check_number(row: Term, value: float, where: str) -> Issue | None:
    """The fault of one number against its term, with the likely slip.

    >>> from capplan.vocabulary import term
    >>> print(check_number(term("burden_share"), 22, "Assumptions!D60").hint)
    did you mean 0.22 (22 %)?
    """
    if math.isnan(value) or math.isinf(value):
        return Issue(where, row.label, str(value), row.allowed)
    low = row.low is not None and (value < row.low or (row.above_low and value == row.low))
    high = row.high is not None and value > row.high
    if low or high:
        return Issue(where, row.label, f"{value:.10g}", row.allowed, _likely(row, value))
    if row.whole and value != int(value):
        return Issue(where, row.label, f"{value:.10g}", row.allowed, "only whole numbers")
    if row.name == "interval_min" and value not in INTERVALS_MIN:
        return Issue(where, row.label, f"{value:.10g}", "15, 30 or 60 minutes")
    return None


def _likely(row: Term, value: float) -> str:
    if row.name in _UNREACHABLE and value in (0, 1):
        return _UNREACHABLE[row.name]
    if row.unit == "share" and 1 < abs(value) <= 100 and (row.high or 1) >= abs(value) / 100:
        return f"did you mean {value / 100:g} ({value:g} %)?"
    if row.name.endswith(("_span", "_span_min", "_span_max")):
        return _span_slip(value)
    return _SLIPS.get(row.name, "")


def _span_slip(value: float) -> str:
    if value == 0:
        return "a blank typed as 0? type the people one leader leads"
    if value < 2:
        return "a leader of one is likely a slip; type the people one leader leads"
    return "more than 50 for one leader; were the people of the whole site typed?"


def check_text(row: Term, value: str, where: str) -> Issue | None:
    """The fault of one text against its term's choices."""
    if row.choices and value not in row.choices:
        return Issue(where, row.label, value, row.allowed)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return Issue(where, row.label, repr(value), "printable characters", "retype it in one line")
    if len(value) > NAME_LIMIT:
        return Issue(where, row.label, f"{len(value)} characters", f"up to {NAME_LIMIT}")
    return None


def check_value(row: Term, value: Any, where: str) -> Iterator[Issue]:
    """The fault of one value against its term: missing, of the wrong size or wording."""
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    if missing:
        if row.required:
            yield Issue(where, row.label, "nothing", row.allowed, "this cell must be filled")
        return
    if row.unit == "date":
        return
    check = (
        check_text(row, value, where)
        if row.unit == "text"
        else check_number(row, float(value), where)
    )
    if check:
        yield check


def no_monday(where: str, label: str, day: date) -> Issue:
    """The fault of a week that does not start on a Monday."""
    return Issue(
        where,
        label,
        f"{day.isoformat()}, no Monday",
        "a Monday",
        f"did you mean {monday_of(day).isoformat()}?",
    )


def few(names: Iterable[str], most: int = 8) -> str:
    """The names in a row, the first ones where there are many.

    >>> few(["a", "b", "c"], 2)
    'a, b …'
    """
    listed = list(names)
    return ", ".join(listed[:most]) + (" …" if len(listed) > most else "")
