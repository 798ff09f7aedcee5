"""Numbers, money and days as a reader says them, the same on every machine."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from capplan.inputs.periods import Period

if TYPE_CHECKING:
    from capplan.inputs.periods import Month

NONE = "–"
MINUS = "\u2212"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MILLION = 1e6


def number(value: float, digits: int = 0, sign: bool = False) -> str:
    """A number with thousands separators; one that rounds to zero has no sign.

    >>> number(1234.5), number(-0.04, 1), number(-7.31, 1), number(7.31, 1, sign=True)
    ('1,234', '0.0', '−7.3', '+7.3')
    """
    if not math.isfinite(value):
        return NONE
    shown = f"{value:,.{digits}f}"
    if not shown.strip("-0.,"):
        return shown.lstrip("-")
    return shown.replace("-", MINUS) if value < 0 or not sign else f"+{shown}"


def money(value: float, digits: int = 0, sign: bool = False) -> str:
    """An amount; nothing at all is a dash, as in a budget."""
    return number(value, digits, sign) if abs(value) >= 0.5 * 10**-digits else NONE


def percent(share: float, digits: int = 0) -> str:
    """A share as percent.

    >>> percent(0.985), percent(0.2862, 1)
    ('98%', '28.6%')
    """
    return f"{number(share * 100, digits)}%" if math.isfinite(share) else NONE


def day(when: date) -> str:
    """A day that no country reads differently.

    >>> day(date(2026, 1, 5))
    '5 Jan 2026'
    """
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: Month) -> str:
    """A month, or a period of a fiscal year by its name.

    >>> month(date(2026, 1, 5))
    'Jan 2026'
    """
    if isinstance(when, Period):
        return when.name
    return f"{MONTHS[when.month - 1]} {when.year}"


def short_month(when: Month) -> str:
    """The same without its year.

    >>> short_month(date(2026, 1, 5)), short_month(Period(2026, 3, date(2026, 3, 2), 5))
    ('Jan', 'P03')
    """
    return f"P{when.number:02}" if isinstance(when, Period) else MONTHS[when.month - 1]


def month_of_year(when: Month) -> int:
    """Its number in the year, 1 to 12."""
    return when.number if isinstance(when, Period) else when.month


def compact(value: float) -> str:
    """A large number in a few characters.

    >>> compact(27_314_306), compact(812_400), compact(3.2354)
    ('27.31 million', '812,400', '3.24')
    """
    size = abs(value)
    if size >= 1000 * MILLION:
        return f"{number(value / MILLION, 0)} million"
    if size >= MILLION:
        return f"{number(value / MILLION, 1 if size >= 100 * MILLION else 2)} million"
    return number(value, 0 if size >= 1000 else 1 if size >= 100 else 2)


def of_unit(value: Any, unit: str) -> str:
    """A value as its unit is shown in a table; the unit itself stands in the heading.

    >>> of_unit(0.3, "share"), of_unit(533.24, "heads"), of_unit(501.44, "FTE")
    ('30%', '533.2', '501.4')
    >>> of_unit(None, "seconds"), of_unit("phone", "text"), of_unit(27_314_306.1, "money")
    ('–', 'phone', '27,314,306')
    """
    if value is None:
        return NONE
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return NONE
    if unit == "share":
        return f"{exact(value * 100, 2)}%"
    if unit in ("heads", "FTE", "hours", "agents", "people", "rooms", "weeks"):
        return exact(value, 1)
    return exact(value, 0 if abs(value) >= 1000 else 2)


def exact(value: float, digits: int) -> str:
    """A number with at most so many decimals, and none where it is whole.

    >>> exact(12.0, 1), exact(12.34, 1), exact(0.5, 2)
    ('12', '12.3', '0.5')
    """
    shown = number(value, digits)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
