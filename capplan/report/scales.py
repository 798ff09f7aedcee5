"""Axes: where the ticks stand, what they are called, and which of them find room."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from capplan.inputs.formats import MONTHS, month_of_year, number, short_month

if TYPE_CHECKING:
    from capplan.inputs.periods import Month

FONT = 12.0  # in the units of the drawing
_WIDE, _USUAL, _SLIM = 1.0, 0.56, 0.3  # widths of characters, in fonts
_SLIM_ONES = frozenset(" .,:;|!'ijlt")
DAYS_AS_WEEKS = 70  # shorter plans show the weeks themselves


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight scale from values to places in a drawing, with its ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        """Where a value stands."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)

    @property
    def digits(self) -> int:
        """Decimals that tell the ticks apart."""
        if len(self.ticks) < 2:
            return 0
        step = self.ticks[1] - self.ticks[0]
        return next((digits for digits in range(4) if _is_whole(step * 10**digits)), 4)

    def label(self, tick: float) -> str:
        """A tick in words."""
        return number(tick, self.digits)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9 * max(1.0, abs(value))


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5, 5 x a power of ten that needs no more than so many steps.

    >>> nice_step(100, 5), nice_step(7, 5), nice_step(0.9, 4)
    (20.0, 2.0, 0.25)
    """
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(
        step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= raw * (1 - 1e-9)
    )


def value_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round values that hold everything from the lowest to the highest.

    >>> value_ticks(0, 93), value_ticks(412, 505)
    ((0.0, 20.0, 40.0, 60.0, 80.0, 100.0), (400.0, 420.0, 440.0, 460.0, 480.0, 500.0, 520.0))
    >>> value_ticks(5, 5)
    (4.0, 4.5, 5.0, 5.5, 6.0)
    """
    if high - low <= 1e-9 * max(1.0, abs(high)):
        room = abs(high) * 0.2 or 1.0
        low, high = (low - room, high + room) if low else (0.0, room)
    step = nice_step(high - low, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(k * step, 10) for k in range(first, last + 1))


def line_floor(values: Sequence[float], most_share: float = 0.6) -> float:
    """Where a line chart may begin: at zero, unless all values lie in a narrow band above it.

    The band then shown is a fifth of the highest value or more, so that noise stays small.

    >>> line_floor([480.0, 500.0]), line_floor([400.0, 500.0]), line_floor([20.0, 120.0])
    (400.0, 350.0, 0.0)
    """
    low, high = min(values), max(values)
    if low <= 0 or low < most_share * high:
        return min(0.0, low)
    return min(low - 0.5 * (high - low), 0.8 * high)


def width_of(shown: str, font: float = FONT) -> float:
    """About how wide a text is, on the safe side for usual fonts.

    >>> width_of("1,000") < width_of("計画計画計")
    True
    """
    return font * sum(_width(one) for one in shown)


def _width(one: str) -> float:
    if unicodedata.east_asian_width(one) in "WF":
        return _WIDE
    if one in _SLIM_ONES:
        return _SLIM
    return 0.72 if one.isupper() or one in "%@&mwMW" else _USUAL


def fitted(shown: str, room: float, font: float = FONT) -> str:
    """The text, cut with an ellipsis where it does not fit.

    >>> fitted("Efficiency", 200), fitted("A very long name of a scenario", 90)
    ('Efficiency', 'A very long n…')
    """
    if width_of(shown, font) <= room:
        return shown
    while shown and width_of(shown + "…", font) > room:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def month_labels(months: Sequence[Month], room: float) -> Iterator[tuple[int, str, str]]:
    """Number, name and year of the months that get a label; the year where it is new.

    >>> [label for _, label, _ in month_labels([date(2026, m, 1) for m in range(1, 13)], 150)]
    ['Jan', 'Apr', 'Jul', 'Oct']
    """
    step = _month_step(len(months), room)
    shown = [k for k, one in enumerate(months) if (month_of_year(one) - 1) % step == 0] or [0]
    year = 0
    for k in shown:
        one = months[k]
        yield k, short_month(one), str(one.year) if one.year != year else ""
        year = one.year


def _month_step(count: int, room: float) -> int:
    most = max(1.0, room / (2.6 * FONT))
    return next((step for step in (1, 2, 3, 6) if count / step <= most), 12)


def day_labels(first: date, last: date, room: float) -> Iterator[tuple[date, str, str]]:
    """Day, name and year of the ticks on a scale of days: months, or weeks in a short plan.

    >>> [label for _, label, _ in day_labels(date(2026, 1, 5), date(2026, 1, 26), 400)]
    ['5 Jan', '12 Jan', '19 Jan', '26 Jan']
    """
    if (last - first).days < DAYS_AS_WEEKS:
        yield from _week_labels(first, last, room)
        return
    start = first if first.day == 1 else _next_month(first)
    months = [start]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    for k, name, year in month_labels(months, room):
        yield months[k], name, year


def _week_labels(first: date, last: date, room: float) -> Iterator[tuple[date, str, str]]:
    weeks = (last - first).days // 7 + 1
    step = max(1, math.ceil(weeks / max(1.0, room / (4.2 * FONT))))
    for k in range(0, weeks, step):
        one = first + timedelta(weeks=k)
        yield one, f"{one.day} {MONTHS[one.month - 1]}", str(one.year) if k == 0 else ""


def _next_month(one: date) -> date:
    return date(one.year + one.month // 12, one.month % 12 + 1, 1)
