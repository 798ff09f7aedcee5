"""Drawings: shapes and words in SVG, at two sizes, so that a phone shows letters one can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from capplan.report.markup import Markup, element, joined, number, text
from capplan.report.scales import FONT, Axis, value_ticks, width_of

LABEL_GAP = 8.0
EDGE = 2.0  # nothing is drawn closer to the border
BELOW = 40.0  # room for months and years under a plot
ABOVE = 12.0


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing's width and usual height, and the screens it is for."""

    name: str
    width: float
    height: float


WIDE = Size("wide", 840.0, 290.0)
NARROW = Size("narrow", 343.0, 250.0)
SIZES = (WIDE, NARROW)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks in a box of this width and height."""

    width: float
    height: float
    marks: Sequence[Markup]


Chart = Callable[[Size], Drawing]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one thing, its name and how it is drawn: a tone, and for lines a stroke."""

    label: str
    values: Sequence[float]
    tone: str
    stroke: str = "solid"


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a drawing between the axes, and its value axis from bottom to top."""

    size: Size
    left: float
    right: float
    values: Axis

    @property
    def top(self) -> float:
        """The upper border."""
        return self.values.end

    @property
    def bottom(self) -> float:
        """The lower border."""
        return self.values.start

    @property
    def width(self) -> float:
        """From the left border to the right one."""
        return self.right - self.left


def pictures(key: str, title: str, description: str, chart: Chart) -> Markup:
    """The chart for wide screens and paper, and the chart for phones; styles show one of them."""
    return joined(_svg(f"{key}-{size.name}", size, title, description, chart) for size in SIZES)


def _svg(key: str, size: Size, title: str, description: str, chart: Chart) -> Markup:
    drawing = chart(size)
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc"),
        *drawing.marks,
        class_=f"chart {size.name}",
        viewBox=f"0 0 {number(drawing.width)} {number(drawing.height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
    )


def plot(size: Size, low: float, high: float) -> Plot:
    """A plot whose value axis holds these values; its labels get the room they need."""
    ticks = value_ticks(low, high, 6 if size is WIDE else 5)
    axis = Axis(ticks[0], ticks[-1], size.height - BELOW, ABOVE, ticks)
    left = EDGE + max(width_of(axis.label(tick)) for tick in ticks) + LABEL_GAP
    return Plot(size, left, size.width - LABEL_GAP, axis)


def grid(area: Plot) -> Iterator[Markup]:
    """A line and a number for each tick; the line at zero, or the lowest one, is the axis."""
    base = 0.0 if area.values.low <= 0 <= area.values.high else area.values.low
    for tick in area.values.ticks:
        y = area.values.at(tick)
        kind = "axis" if tick == base else "grid"
        yield element("line", x1=area.left, x2=area.right, y1=y, y2=y, class_=kind)
        yield words(area.left - LABEL_GAP, y + FONT / 3, area.values.label(tick), "end")


def words(x: float, y: float, shown: str, anchor: str = "start", kind: str | None = None) -> Markup:
    """A text at a place."""
    side = None if anchor == "start" else anchor
    return element("text", shown, x=x, y=y, text_anchor=side, class_=kind)


def under(area: Plot, labels: Iterable[tuple[float, str, str]]) -> Iterator[Markup]:
    """Names and years below the plot, kept inside the drawing, with a small tick each."""
    for x, name, year in labels:
        yield element("line", x1=x, x2=x, y1=area.bottom, y2=area.bottom + 4, class_="axis")
        for row, shown in enumerate((name, year)):
            if shown:
                half = width_of(shown) / 2 + EDGE
                place = min(max(x, half), area.size.width - half)
                y = area.bottom + 18 + row * (FONT + 3)
                yield words(place, y, shown, "middle", "year" if row else None)


def box(x: float, y: float, width: float, height: float, tone: str) -> Markup:
    """A filled box; a negative width or height turns it over."""
    left, top = min(x, x + width), min(y, y + height)
    return element(
        "rect", x=left, y=top, width=abs(width), height=abs(height), class_=f"fill-{tone}"
    )


def polyline(points: Sequence[tuple[float, float]], tone: str, stroke: str) -> Markup:
    """A line through places; a single one becomes a dot."""
    if len(points) == 1:
        (x, y) = points[0]
        return element("circle", cx=x, cy=y, r=4, class_=f"fill-{tone}")
    return element("polyline", points=places(points), class_=f"line-{tone} {stroke}")


def places(points: Sequence[tuple[float, float]]) -> Markup:
    """Places as SVG writes them."""
    return Markup(" ".join(f"{number(x)},{number(y)}" for x, y in points))


def legend(series: Iterable[Series], shape: str) -> Markup:
    """What each tone and stroke stands for, above the chart where it can wrap.

    What is zero throughout is not drawn and needs no key.
    """
    shown = (one for one in series if any(one.values))
    items = (element("li", _key(one, shape), text(one.label)) for one in shown)
    return element("ul", *items, class_="legend", aria_hidden="true")


def _key(one: Series, shape: str) -> Markup:
    if shape == "box" and one.stroke == "solid":
        mark = element("rect", x=1, y=1, width=12, height=10, class_=f"fill-{one.tone}")
        return element("svg", mark, viewBox="0 0 14 12", class_="key")
    mark = element("line", x1=1, x2=25, y1=6, y2=6, class_=f"line-{one.tone} {one.stroke}")
    return element("svg", mark, viewBox="0 0 26 12", class_="key long")
