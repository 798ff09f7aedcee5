"""Bars that lie: one row a thing, its name on the left and its number at the end of the bar.

They serve comparisons and bridges alike, take any number of rows and read well on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from capplan.report.drawing import EDGE, LABEL_GAP, WIDE, Drawing, Size, box, words
from capplan.report.markup import Markup, element
from capplan.report.scales import FONT, Axis, fitted, width_of

ROW, BAR, GAP = 30.0, 16.0, 7.0  # two gaps and a bar are a row
LABEL_ABOVE = 14.0  # on a phone the name stands above its bar
WIDEST_LABEL = 240.0
BOLD = 1.06 * FONT  # letters of a strong row are wider
Steps = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from one value to another, and the number said beside it."""

    label: str
    start: float
    end: float
    shown: str
    tone: str
    strong: bool = False


def bar_chart(size: Size, bars: Sequence[Bar], connected: bool = False) -> Drawing:
    """The bars one below the other; `connected` ties the end of each to the next one's start."""
    above = 0.0 if size is WIDE else LABEL_ABOVE
    row = ROW + above
    across = _axis(size, bars)
    marks: list[Markup] = []
    for k, one in enumerate(bars):
        top = k * row + above + (ROW - BAR) / 2
        marks += _row(size, across, one, top)
        if connected and k:
            marks += _tie(size, across, bars[k - 1 : k + 1], top - row + BAR, top)
    return Drawing(size.width, row * len(bars) + EDGE, marks)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bars from zero in one row, and what is said of both at the right."""

    label: str
    first: float
    second: float
    shown: str


def pair_chart(size: Size, pairs: Sequence[Pair], tones: tuple[str, str]) -> Drawing:
    """A tornado: a row a thing, its two bars one below the other, zero at one place for all."""
    above = 0.0 if size is WIDE else LABEL_ABOVE
    row = ROW + above
    lying = [
        Bar(one.label, 0.0, end, one.shown, "", strong=False)
        for one in pairs
        for end in (one.first, one.second)
    ]
    across = _axis(size, lying)
    marks: list[Markup] = []
    for k, one in enumerate(pairs):
        top = k * row + above + (ROW - BAR) / 2
        marks += _pair(size, across, one, top, tones)
    return Drawing(size.width, row * len(pairs) + EDGE, marks)


def _pair(
    size: Size, across: Axis, one: Pair, top: float, tones: tuple[str, str]
) -> Iterator[Markup]:
    zero, half = across.at(0.0), BAR / 2
    base = top + half + FONT / 3
    yield element("line", x1=zero, x2=zero, y1=top - GAP, y2=top + BAR + GAP, class_="axis")
    for place, end in enumerate((one.first, one.second)):
        yield box(zero, top + place * half, across.at(end) - zero, half, tones[place])
    if size is WIDE:
        yield words(EDGE, base, fitted(one.label, WIDEST_LABEL))
    else:
        yield words(EDGE, top - GAP - 1, fitted(one.label, size.width - 2 * EDGE))
    yield words(size.width - EDGE, base, one.shown, "end")


def _tie(
    size: Size, across: Axis, pair: Sequence[Bar], start: float, end: float
) -> Iterator[Markup]:
    """A line from the end of a bar down to the next one, unless the next one's name is there."""
    before, after = pair
    x = across.at(before.end)
    if size is WIDE or x > EDGE + width_of(after.label, BOLD) + LABEL_GAP:
        yield element("line", x1=x, x2=x, y1=start, y2=end, class_="tie")


def _axis(size: Size, bars: Sequence[Bar]) -> Axis:
    ends = [0.0, *(value for one in bars for value in (one.start, one.end))]
    names = max((width_of(one.label, BOLD) for one in bars), default=0.0)
    left = EDGE + (min(names, WIDEST_LABEL) + LABEL_GAP if size is WIDE else 0.0)
    numbers = max((width_of(one.shown, BOLD) for one in bars), default=0.0)
    return Axis(min(ends), max(ends), left, size.width - numbers - LABEL_GAP - EDGE)


def _row(size: Size, across: Axis, one: Bar, top: float) -> Iterator[Markup]:
    kind = "strong" if one.strong else None
    base = top + BAR / 2 + FONT / 3
    zero, x = across.at(0.0), across.at(one.start)
    width = across.at(one.end) - x
    yield element("line", x1=zero, x2=zero, y1=top - GAP, y2=top + BAR + GAP, class_="axis")
    yield box(x, top, width, BAR, one.tone)
    if size is WIDE:
        yield words(EDGE, base, fitted(one.label, WIDEST_LABEL), kind=kind)
    else:
        yield words(EDGE, top - GAP - 1, fitted(one.label, size.width - 2 * EDGE), kind=kind)
    yield words(max(x, x + width) + LABEL_GAP - EDGE, base, one.shown, kind=kind)


def waterfall(size: Size, steps: Steps, total_label: str, shown: Callable[[float], str]) -> Drawing:
    """A bridge from zero: each step starts where the one before ended, the total stands below.

    A step that adds cost is rust, one that saves is teal; the sign is said as well.
    """
    return bar_chart(size, bridge_bars(steps, total_label, shown), connected=True)


def bridge_bars(steps: Steps, total_label: str, shown: Callable[[float], str]) -> list[Bar]:
    """The bars of a bridge.

    >>> [(b.start, b.end, b.tone) for b in bridge_bars([("a", 3.0), ("b", -1.0)], "All", str)]
    [(0.0, 3.0, 'rust'), (3.0, 2.0, 'teal'), (0.0, 2.0, 'slate')]
    """
    bars, level = [], 0.0
    for label, amount in steps:
        tone = "rust" if amount > 0 else "teal"
        bars.append(Bar(label, level, level + amount, shown(amount), tone))
        level += amount
    return [*bars, Bar(total_label, 0.0, level, shown(level), "slate", strong=True)]
