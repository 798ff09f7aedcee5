"""Charts over time: lines by week, columns up and down, and stacked columns by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from capplan.inputs.formats import number
from capplan.report.drawing import (
    Drawing,
    Plot,
    Series,
    Size,
    box,
    grid,
    places,
    plot,
    polyline,
    under,
    words,
)
from capplan.report.markup import Markup, element
from capplan.report.scales import Axis, day_labels, line_floor, month_labels, width_of

if TYPE_CHECKING:
    from capplan.inputs.periods import Month

BAR_SHARE, WIDEST_BAR = 0.66, 46.0
TOTALS_ROOM = 1.06  # so much of the highest column, for the number above it
LEAST_PART = 3.0  # a lower part of a column would vanish in its border
Point = tuple[float, float]


def line_chart(
    size: Size,
    days: Sequence[date],
    series: Sequence[Series],
    shaded: bool = False,
    room_share: float = 0.0,
) -> Drawing:
    """Lines over days; with `shaded` the area in which the first runs below the second.

    `room_share` leaves so much of the highest value free above and below, to keep noise small.
    """
    values = [value for one in series for value in one.values]
    high = max(values)
    low = max(0.0, min(values) - room_share * high) if room_share else line_floor(values)
    area = plot(size, low, high * (1 + room_share))
    across = _days_axis(area, days)
    lines = [_points(area, across, days, one) for one in series]
    marks = [*grid(area), *under(area, _day_ticks(area, across, days))]
    if shaded and len(days) > 1:
        marks += _shortages(lines[0], lines[1])
    ordered = sorted(zip(series, lines, strict=True), key=lambda pair: pair[0].stroke != "solid")
    marks += [polyline(line, one.tone, one.stroke) for one, line in ordered]
    return Drawing(size.width, size.height, marks)


def _days_axis(area: Plot, days: Sequence[date]) -> Axis:
    return Axis(days[0].toordinal(), days[-1].toordinal(), area.left + 4, area.right - 4)


def _points(area: Plot, across: Axis, days: Sequence[date], one: Series) -> list[Point]:
    return [
        (across.at(when.toordinal()), area.values.at(value))
        for when, value in zip(days, one.values, strict=True)
    ]


def _day_ticks(area: Plot, across: Axis, days: Sequence[date]) -> Iterator[tuple[float, str, str]]:
    for when, name, year in day_labels(days[0], days[-1], area.width):
        yield across.at(when.toordinal()), name, year


def _shortages(have: Sequence[Point], need: Sequence[Point]) -> Iterator[Markup]:
    """The areas in which the first line runs below the second."""
    run: list[tuple[Point, Point]] = []
    for k in range(len(have)):
        crossing = _crossing(have, need, k)
        below = have[k][1] > need[k][1]  # y grows downwards
        if crossing:
            run.append((crossing, crossing))
            if not below:
                yield _area(run)
                run = []
        if below:
            run.append((have[k], need[k]))
    if len(run) > 1:
        yield _area(run)


def _crossing(have: Sequence[Point], need: Sequence[Point], k: int) -> Point | None:
    """Where the lines cross between the place before and this one, if they do."""
    if k == 0:
        return None
    before, after = (have[j][1] - need[j][1] for j in (k - 1, k))
    if (before > 0) == (after > 0):
        return None
    share = before / (before - after)
    (x0, y0), (x1, y1) = have[k - 1], have[k]
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def _area(run: Sequence[tuple[Point, Point]]) -> Markup:
    outline = [one for one, _ in run] + [other for _, other in reversed(run)]
    return element("polygon", points=places(outline), class_="short")


def column_chart(
    size: Size,
    months: Sequence[Month],
    columns: Sequence[Series],
    lines: Sequence[Series] = (),
) -> Drawing:
    """Columns from zero, upwards and downwards in one place, with lines over them."""
    values = [value for one in (*columns, *lines) for value in one.values]
    area = plot(size, min(0.0, *values), max(0.0, *values))
    marks = [*grid(area)]
    zero, (step, width) = area.values.at(0), _bands(area, len(months))
    for one in columns:
        for k, value in enumerate(one.values):
            if value:
                x = area.left + (k + 0.5) * step - width / 2
                marks.append(box(x, zero, width, area.values.at(value) - zero, one.tone))
    for one in lines:
        points = [
            (area.left + (k + 0.5) * step, area.values.at(value))
            for k, value in enumerate(one.values)
        ]
        marks.append(polyline(points, one.tone, one.stroke))
    return Drawing(size.width, size.height, [*marks, *under(area, _month_ticks(area, months))])


def stacked_chart(size: Size, months: Sequence[Month], series: Sequence[Series]) -> Drawing:
    """Columns from zero, the first series at the bottom; totals above them where there is room."""
    totals = [sum(stack) for stack in zip(*(one.values for one in series), strict=True)]
    area = plot(size, 0.0, TOTALS_ROOM * max([0.0, *totals]))
    step, width = _bands(area, len(months))
    marks = [*grid(area)]
    for k in range(len(months)):
        x, below = area.left + (k + 0.5) * step - width / 2, 0.0
        for one in series:
            if one.values[k] > 0:
                y, top = (area.values.at(level) for level in (below, below + one.values[k]))
                kind = f"{one.tone} part" if y - top > LEAST_PART else one.tone
                marks.append(box(x, y, width, top - y, kind))
                below += one.values[k]
    marks += _totals(area, totals, step)
    return Drawing(size.width, size.height, [*marks, *under(area, _month_ticks(area, months))])


def _totals(area: Plot, totals: Sequence[float], step: float) -> Iterator[Markup]:
    shown = [number(total) for total in totals]
    if max(map(width_of, shown), default=step) > step - 4:
        return
    for k, one in enumerate(shown):
        if totals[k]:
            x, y = area.left + (k + 0.5) * step, area.values.at(totals[k]) - 5
            yield words(x, y, one, "middle", "total")


def _bands(area: Plot, count: int) -> tuple[float, float]:
    """From one column to the next, and how wide a column is."""
    step = area.width / count
    return step, min(step * BAR_SHARE, WIDEST_BAR)


def _month_ticks(area: Plot, months: Sequence[Month]) -> Iterator[tuple[float, str, str]]:
    step = area.width / len(months)
    for k, name, year in month_labels(months, area.width):
        yield area.left + (k + 0.5) * step, name, year
