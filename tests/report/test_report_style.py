"""The style sheet: contrast in both colour schemes, and every class on the page is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest
from html_page import parsed

import capplan.report
from capplan import make_assumptions, make_plan
from capplan.report import html
from capplan.report.charts import stacked_chart
from capplan.report.drawing import WIDE, Series
from capplan.report.leaders import TONES
from capplan.report.markup import element
from capplan.report.money import OTHER_TONE, TYPES

TEXTS = (
    *(("ink", "paper"), ("ink", "panel"), ("ink", "band"), ("soft", "paper"), ("soft", "panel")),
    *(("banner-ink", "banner"), ("banner-soft", "banner"), ("head-ink", "head"), ("link", "paper")),
    *(("link", "panel"), ("ok-ink", "ok"), ("review-ink", "review"), ("fail-ink", "fail")),
    *(("cell-ink", name) for name in ("far-over", "over", "short", "far-short")),
)
MARKS = ("navy", "teal", "rust", "slate", "blue-deep", "blue-mid")


@cache
def sheet() -> str:
    """The style sheet as it lies beside the code."""
    (folder,) = capplan.report.__path__
    with open(f"{folder}/report.css", encoding="utf-8") as file:
        return file.read()


def colours(dark: bool) -> Mapping[str, str]:
    """The named colours of a scheme; the dark one changes some of the light one's."""
    blocks = re.findall(r":root \{([^}]*)\}", sheet())
    found: dict[str, str] = {}
    for block in blocks[: 2 if dark else 1]:
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.1), 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read(dark: bool) -> None:
    """At least 4.5 to 1 in both schemes, on everything it stands on."""
    known = colours(dark)
    weak = [pair for pair in TEXTS if contrast(known[pair[0]], known[pair[1]]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("dark", [False, True])
def test_lines_and_columns_can_be_seen(dark: bool) -> None:
    """At least 3 to 1 against the page for what is drawn alone or side by side."""
    known = colours(dark)
    assert [name for name in MARKS if contrast(known[name], known["paper"]) < 3] == []


def test_neighbours_in_a_stack_are_told_apart_without_their_hue() -> None:
    """A border in the colour of the paper parts them, also on a grey print-out."""
    series = [Series(tone, [10.0], tone) for _, tone, _ in TYPES]
    drawing = stacked_chart(WIDE, [date(2026, 1, 1)], series)
    boxes = list(parsed(element("svg", *drawing.marks)).all("rect"))
    assert [box.get("class") for box in boxes] == [f"fill-{one.tone} part" for one in series]
    assert ".part { stroke: var(--paper);" in sheet()


def test_no_colour_is_missing_and_nothing_is_fetched() -> None:
    """Every colour that is used is named; the sheet points nowhere."""
    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet()))
    assert used == set(colours(dark=False))
    assert not re.search(r"url|import|http|expression", sheet())


def test_every_class_of_the_page_is_in_the_style() -> None:
    """No mark is left without its colour because a name was misspelt."""
    calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 300}
    plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[40_000]] * 30))
    page = parsed(html(plan, (), "1a2b3c4d", [("Volume", 1e6), ("Pay", -1e5)]))
    styled = set(re.findall(r"\.([a-z][a-z-]*)", sheet()))
    used = {name for node in page.everything() for name in node.get("class").split()}
    assert used - styled == set()
    tones = {*TONES, OTHER_TONE, *(tone for _, tone, _ in TYPES)}
    assert {f"fill-{tone}" for tone in tones} <= styled
