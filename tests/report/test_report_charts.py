"""Charts: everything drawn lies inside, at the right place, and in room that the axis gives."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from html_page import Node, parsed
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.report.bars import Bar, bar_chart, bridge_bars, waterfall
from capplan.report.charts import column_chart, line_chart, stacked_chart
from capplan.report.drawing import NARROW, SIZES, WIDE, Drawing, Series, Size, pictures
from capplan.report.markup import element, text
from capplan.report.scales import (
    day_labels,
    fitted,
    line_floor,
    month_labels,
    nice_step,
    value_ticks,
    width_of,
)

START = date(2026, 1, 5)
AMOUNTS = st.floats(-1e7, 1e7, allow_nan=False).map(lambda one: round(one, 2))
COUNTS = st.floats(0, 1e6, allow_nan=False).map(lambda one: round(one, 2))
NAMES = st.text(max_size=30)


def months(count: int) -> list[date]:
    """So many months from the start on."""
    return [date(2026 + k // 12, k % 12 + 1, 1) for k in range(count)]


def weeks(count: int) -> list[date]:
    """So many Mondays."""
    return [START + timedelta(weeks=k) for k in range(count)]


def marks(drawing: Drawing) -> Node:
    """The marks of a drawing as a tree."""
    return parsed(element("svg", *drawing.marks))


def spots(node: Node) -> Iterator[tuple[float, float]]:
    """Every corner of a mark."""
    at = {name: float(node.get(name) or 0) for name in ("x", "y", "x1", "x2", "y1", "y2", "r")}
    if node.tag == "rect":
        yield at["x"], at["y"]
        yield at["x"] + float(node.get("width")), at["y"] + float(node.get("height"))
    elif node.tag == "line":
        yield at["x1"], at["y1"]
        yield at["x2"], at["y2"]
    elif node.tag == "circle":
        x, y = float(node.get("cx")), float(node.get("cy"))
        yield x - at["r"], y - at["r"]
        yield x + at["r"], y + at["r"]
    elif node.tag in ("polyline", "polygon"):
        for pair in node.get("points").split():
            x_text, y_text = pair.split(",")
            yield float(x_text), float(y_text)
    elif node.tag == "text":
        width = width_of(node.text) * 0.9  # measured on the safe side
        before = {"": 0.0, "middle": width / 2, "end": width}[node.get("text-anchor")]
        yield at["x"] - before, at["y"] - 9
        yield at["x"] - before + width, at["y"] + 2


def assert_inside(drawing: Drawing) -> None:
    """Nothing is cut off: every corner lies in the drawing's box."""
    for node in marks(drawing).everything():
        for x, y in spots(node):
            assert -0.1 <= x <= drawing.width + 0.1, node
            assert -0.1 <= y <= drawing.height + 0.1, node


# inside


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=160), st.sampled_from(SIZES))
def test_lines_stay_inside(pairs: list[tuple[float, float]], size: Size) -> None:
    """Whatever the values and however many the weeks."""
    have, need = zip(*pairs, strict=True)
    series = (Series("Have", have, "teal"), Series("Need", need, "navy", "thin"))
    assert_inside(line_chart(size, weeks(len(pairs)), series, shaded=True))
    assert_inside(line_chart(size, weeks(len(pairs)), series, room_share=0.2))


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=37), st.sampled_from(SIZES))
def test_columns_stay_inside(rows: list[tuple[float, float, float]], size: Size) -> None:
    """Upwards, downwards, stacked, and with a line over them."""
    up, down, over = zip(*rows, strict=True)
    columns = (Series("Up", up, "teal"), Series("Down", [-one for one in down], "rust"))
    lines = (Series("Over", over, "navy", "dashed"),)
    when = months(len(rows))
    assert_inside(column_chart(size, when, columns, lines))
    assert_inside(stacked_chart(size, when, (Series("Up", up, "teal"), *lines)))


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, AMOUNTS), max_size=12), st.sampled_from(SIZES))
def test_bridges_stay_inside(steps: list[tuple[str, float]], size: Size) -> None:
    """Any names, steps up and down, totals below zero."""
    assert_inside(waterfall(size, steps, "All drivers", lambda one: f"{one:+,.0f}"))


# at the right place


def heights(drawing: Drawing, tone: str) -> list[float]:
    """The heights of the boxes of a tone."""
    boxes = (one for one in marks(drawing).all("rect") if one.get("class") == f"fill-{tone}")
    return [float(one.get("height")) for one in boxes]


def test_columns_are_as_high_as_their_numbers() -> None:
    """Twice the number, twice the height: the axis starts at zero."""
    series = (Series("Starts", [10.0, 20.0, 40.0], "teal"), Series("Gone", [-20.0] * 3, "rust"))
    drawing = column_chart(WIDE, months(3), series)
    first, second, third = heights(drawing, "teal")
    assert (second / first, third / second) == pytest.approx((2, 2), rel=0.01)
    assert heights(drawing, "rust") == pytest.approx([second] * 3, rel=0.01)


def test_a_stack_is_as_high_as_its_parts() -> None:
    """Boxes touch, the first at the bottom, and the total stands above them."""
    series = (Series("A", [10.0], "navy"), Series("B", [0.0], "rust"), Series("C", [5.0], "teal"))
    drawn = marks(stacked_chart(WIDE, months(1), series))
    low, high = (one for one in drawn.all("rect"))
    assert float(high.get("y")) + float(high.get("height")) == pytest.approx(float(low.get("y")))
    assert float(low.get("height")) == pytest.approx(2 * float(high.get("height")), abs=0.2)
    assert "15" in [one.text for one in drawn.all("text")]


def test_shortages_are_the_area_between_the_lines() -> None:
    """Shaded from where available falls below required to where it rises above it again."""
    have = Series("Have", [10.0, 10, 4, 4, 10, 10], "teal")
    need = Series("Need", [6.0] * 6, "navy")
    drawn = marks(line_chart(WIDE, weeks(6), (have, need), shaded=True))
    (area,) = drawn.all("polygon")
    lines = {one.get("class").split()[0]: list(spots(one)) for one in drawn.all("polyline")}
    corners = list(spots(area))
    assert lines["line-teal"][2] in corners
    assert lines["line-navy"][3] in corners
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    x = [spot[0] for spot in lines["line-teal"]]
    share = 2 / 3  # 10 falls to 4 and meets 6 after two thirds of a week
    assert left == pytest.approx(x[1] + share * (x[2] - x[1]), abs=0.2)
    assert right == pytest.approx(x[3] + (1 - share) * (x[4] - x[3]), abs=0.2)


def test_enough_people_shade_nothing() -> None:
    """Lines that touch or never cross leave no area."""
    have, need = Series("Have", [5.0, 6, 7], "teal"), Series("Need", [5.0, 5, 5], "navy")
    assert not any(marks(line_chart(WIDE, weeks(3), (have, need), shaded=True)).all("polygon"))


def test_a_single_week_is_a_dot() -> None:
    """A line needs two places."""
    drawn = marks(line_chart(NARROW, weeks(1), (Series("Have", [5.0], "teal"),)))
    assert [one.tag for one in drawn.everything() if one.tag in ("circle", "polyline")] == [
        "circle"
    ]


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, AMOUNTS), min_size=1, max_size=12))
def test_each_step_of_a_bridge_starts_where_the_last_one_ended(
    steps: list[tuple[str, float]],
) -> None:
    """From zero to the sum of all, which the last bar shows from zero on."""
    bars = bridge_bars(steps, "All drivers", str)
    assert bars[0].start == bars[-1].start == 0.0
    for before, after in itertools.pairwise(bars[:-1]):
        assert after.start == before.end
    assert bars[-1].end == pytest.approx(sum(amount for _, amount in steps), abs=1e-6)
    for bar, (_, amount) in zip(bars, steps, strict=False):
        assert bar.tone == ("rust" if amount > 0 else "teal")


def test_bars_share_one_scale() -> None:
    """Half the number, half the width, in the room the names and numbers leave."""
    bars = [Bar("Base", 0.0, 50.0, "50", "teal"), Bar("Growth", 0.0, 100.0, "100", "teal")]
    for size in SIZES:
        half, whole = (float(r.get("width")) for r in marks(bar_chart(size, bars)).all("rect"))
        assert half == pytest.approx(whole / 2, abs=0.2)
        assert whole > size.width * 0.6


# axes


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_ticks_hold_the_values_and_are_few(low: float, span: float) -> None:
    """The first at or below the lowest, the last at or above the highest, evenly spaced."""
    ticks = value_ticks(low, low + span)
    slack = 1e-6 * max(1.0, abs(low) + span)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= 8
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6, abs=1e-9)


@given(st.floats(1e-3, 1e9), st.integers(2, 8))
def test_a_step_is_round_and_enough(span: float, most: int) -> None:
    """One, two, two and a half or five of a power of ten."""
    step = nice_step(span, most)
    lead = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(lead - one) for one in (1, 2, 2.5, 5)) < 1e-6
    assert step * most >= span * (1 - 1e-6)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_a_line_chart_never_cuts_its_lines(values: list[float]) -> None:
    """It starts at or below the lowest value, and at zero unless all lie far above it."""
    floor = line_floor(values)
    assert floor <= min(values)
    assert floor == 0 or min(values) >= 0.6 * max(values)


@given(st.integers(1, 160), st.sampled_from([290.0, 780.0]))
def test_labels_of_days_do_not_overlap(count: int, room: float) -> None:
    """Each has its width on the axis, and the first one says the year."""
    first, last = START, START + timedelta(weeks=count - 1)
    labels = list(day_labels(first, last, room))
    assert labels[0][2]
    span = max(1, (last - first).days)
    places = [((when - first).days / span * room, name) for when, name, _ in labels]
    for (x, name), (after, other) in itertools.pairwise(places):
        assert after - x >= (width_of(name) + width_of(other)) / 2 * 0.9


@given(st.integers(1, 37), st.sampled_from([290.0, 780.0]))
def test_labels_of_months_do_not_overlap(count: int, room: float) -> None:
    """January or the first month shown carries its year."""
    labels = list(month_labels(months(count), room))
    years = [year for _, _, year in labels if year]
    assert years == sorted(set(years))
    places = [((k + 0.5) * room / count, name) for k, name, _ in labels]
    for (x, name), (after, other) in itertools.pairwise(places):
        assert after - x >= (width_of(name) + width_of(other)) / 2 * 0.9


@given(NAMES, st.floats(30, 300))
def test_a_name_is_cut_to_its_room(name: str, room: float) -> None:
    """A name that fits stays; a longer one ends in an ellipsis."""
    shown = fitted(name, room)
    assert width_of(shown) <= room
    assert shown == name or shown.endswith("…")


def test_pictures_come_in_two_sizes_with_their_own_names() -> None:
    """One for wide screens and paper, one for phones; title and description are escaped."""
    bars = [Bar("<b>", 0.0, 1.0, "1", "teal")]
    drawn = parsed(pictures("cost", "A < B", "C & D", lambda size: bar_chart(size, bars)))
    wide, narrow = (part for part in drawn.parts if isinstance(part, Node))
    assert [one.get("class") for one in (wide, narrow)] == ["chart wide", "chart narrow"]
    assert next(wide.all("title")).text == "A < B"
    assert "<b>" in [one.text for one in narrow.all("text")]
    assert wide.get("viewbox").split()[2:] == ["840", str(30 * 1 + 2)]
    assert text("<") == "&lt;"
