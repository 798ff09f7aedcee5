"""Numbers and clock times typed as text: accepted where exactly one reading is valid."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import NamedTuple

from capplan.vocabulary import SECONDS_PER_HOUR, Term

_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2019": "'"})
_SYMBOLS = re.compile(r"^([-+]?)\s*(?:[$€£¥]|[A-Z]{3}\b)\s*|\s*(?:[$€£¥]|\b[A-Z]{3})$")
_PLAIN = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d{1,2})?|[-+]?\d+\.")
_SPACED = re.compile(r"[-+]?[1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
CENTS = 2  # amounts have no thousandths, so 31.500 is a whole amount
_CLOCK_UNITS = {"seconds": 1.0, "hours": SECONDS_PER_HOUR, "hours per week": SECONDS_PER_HOUR}


class Reading(NamedTuple):
    """What a text may mean; `sure` numbers follow a common way of writing numbers."""

    value: float
    sure: bool = True
    decimals: int = 0


def readings(text: str, row: Term) -> list[float]:
    """Every valid reading of a text as a number of the term; one is an answer.

    >>> from capplan.vocabulary import term
    >>> readings("1,200", term("base_contacts")), readings("31%", term("burden_share"))
    ([1200.0], [0.31])
    >>> readings("1,200", term("response_goal_h")), readings("many", term("aht_s"))
    ([1200.0, 1.2], [])
    """
    flat = " ".join(text.translate(_BLANKS).split())
    if row.unit == "share" and flat.endswith("%"):
        found = [one._replace(value=_percent(one.value)) for one in _numbers(flat[:-1].strip())]
    elif row.unit == "money":
        found = [one for one in _numbers(_SYMBOLS.sub(r"\1", flat)) if one.decimals <= CENTS]
    else:
        found = _numbers(flat)
    return _valid(found, row) if len(found) > 1 else [one.value for one in found]


def _percent(value: float) -> float:
    return float(f"{value / 100:.15g}")


def _valid(found: list[Reading], row: Term) -> list[float]:
    low = float("-inf") if row.low is None else row.low
    high = float("inf") if row.high is None else row.high
    kept = [one for one in found if low <= one.value <= high]
    counted = row.whole or row.unit in ("contacts per week", "heads")
    whole = [one for one in kept if one.value.is_integer()]
    if counted and whole and all(one.sure for one in kept):
        kept = whole
    return [one.value for one in kept]


def _numbers(text: str) -> list[Reading]:
    """The numbers a text may stand for, decimal point and decimal comma alike."""
    if _SPACED.fullmatch(text):
        plain = re.sub("[ ']", "", text).replace(",", ".")
        return [Reading(float(plain), decimals=len(plain.partition(".")[2]))]
    found: dict[float, Reading] = {}
    for thousands, decimal in ((",", "."), (".", ",")):
        one = _number(text, thousands, decimal)
        if one is not None:
            found.setdefault(one.value, one)
    return list(found.values())


def _number(text: str, thousands: str, decimal: str) -> Reading | None:
    head, _, fraction = text.partition(decimal)
    if thousands in fraction:
        return None
    digits = head.lstrip("+-").split(thousands)
    grouped = len(digits) > 1
    if grouped and (not digits[0] or digits[0].startswith("0")):
        return None  # 0,31 has no thousands
    sure = not grouped or (len(digits[0]) <= 3 and all(len(one) == 3 for one in digits[1:]))
    if not sure and (len(digits) > 2 or fraction):
        return None  # 1,5 may be a slip for 15; 1,23,4 is nothing
    plain = head.replace(thousands, "") + ("." + fraction if fraction else "")
    return Reading(float(plain), sure, len(fraction)) if _PLAIN.fullmatch(plain) else None


def clock_seconds(value: time | timedelta) -> float:
    """A time of day, or a span of time, in seconds."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6


def clock_readings(value: time | timedelta | str, row: Term) -> list[float] | None:
    """Valid readings of a clock time as seconds or hours; None where it is no such thing.

    A person who types 5:30 for minutes and seconds gets five hours and a half from a spreadsheet,
    so both are readings.

    >>> from capplan.vocabulary import term
    >>> clock_readings(time(0, 5, 30), term("aht_s")), clock_readings("3:30", term("aht_s"))
    ([330.0], [12600.0, 210.0])
    """
    divisor = _CLOCK_UNITS.get(row.unit)
    if isinstance(value, str):
        found = _CLOCK.fullmatch(value.strip())
        if found is None:
            return None
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        total = float(hours * 3600 + minutes * 60 + seconds)
    else:
        total = clock_seconds(value)
    if divisor is None:
        return []
    return _clock_choices(total, divisor, row)


def _clock_choices(total: float, divisor: float, row: Term) -> list[float]:
    choices = [total / divisor]
    if row.unit == "seconds" and total >= 3600 and total % 60 == 0:
        choices.append(total / 60)
    high = float("inf") if row.high is None else row.high
    return [one for one in choices if one <= high]
