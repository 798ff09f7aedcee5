"""The page in a browser: silent, alone, never wider than the screen, and whole on paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from chromium import Browser, browser
from html_page import parsed

from capplan import make_assumptions, make_plan
from capplan.inputs.assumptions import Origin, Scenario
from capplan.questions.drivers import drivers
from capplan.questions.sensitivity import Swing
from capplan.report import html

pytestmark = pytest.mark.chromium
PHONE, DESK, PAPER = 375, 1280, 703  # A4 less its margins, in pixels of a browser
MARGIN_PT = 12 / 25.4 * 72  # 12 mm, as the style asks for
NOTE = "As agreed with the works council, to be looked at again when the new rules apply. " * 2
LONG = "Rechnungsstellungsrückfragenbearbeitung" * 2


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with many queues and months, long names, and a check that is not OK."""
    queues = [
        {"queue": f"{name}-{k}", "aht_s": 300, "opening_agents_heads": 400}
        for k, name in enumerate([LONG, "Phone", "Chat & more", "<b>Email</b>", "Claims", "Sales"])
    ]
    plan = make_plan(
        make_assumptions(
            date(2026, 1, 5),
            queues,
            [[40_000.0 + 500 * week] * 6 for week in range(56)],
            values={"plan_name": LONG, "currency": "EUR"},
            origins={
                **{f"queue:{one['queue']}": Origin("assumed", NOTE) for one in queues},
                "burden_share": Origin("given", NOTE),
            },
            scenarios=tuple(
                Scenario(f"{LONG} {k}", {"volume_change_share": k / 10}) for k in range(1, 6)
            ),
        )
    )
    check = SimpleNamespace(
        title="Coverage", result="REVIEW", measured=0.8, low=0.85, high=9e9, advice="Hire."
    )
    path = tmp_path_factory.mktemp("page") / "report.html"
    steps = [(LONG, 4e6), ("Handling time", -6e6), ("Pay", 1e6)]
    less, more = {"money": -1.25e7, "heads": -12.5}, {"money": 1.5e7, "heads": 14.0}
    swings = [Swing(one, one.step(), less, more) for one in drivers()[:10]]
    path.write_text(html(plan, (check,), "1a2b3c4d", steps, swings), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    """One browser for all tests."""
    with browser() as running:
        yield running


def test_the_browser_hears_a_page_that_misbehaves(tab: Browser, tmp_path: Path) -> None:
    """A script, a message and a request are noticed: the silence of the report is no deafness."""
    bad = tmp_path / "bad.html"
    bad.write_text('<script>console.log("here")</script><img src="file:///none.png">')
    tab.open(bad)
    assert "here" in "".join(tab.said)
    assert tab.asked[-1].endswith("none.png")


@pytest.mark.parametrize("width", [320, PHONE, 800, DESK])
def test_the_page_never_scrolls_sideways(tab: Browser, page: Path, width: int) -> None:
    """Wide tables scroll in their own box; the page itself is as wide as the screen."""
    tab.open(page, width)
    wide, room = (
        tab.evaluate(f"document.documentElement.{name}") for name in ("scrollWidth", "clientWidth")
    )
    assert wide <= room
    assert tab.evaluate("document.querySelectorAll('.box').length") > 10


def test_the_page_is_silent_and_asks_for_nothing_but_itself(tab: Browser, page: Path) -> None:
    """No message in the console, not even of the policy; no request but the page."""
    tab.open(page)
    assert tab.evaluate("getComputedStyle(document.querySelector('header')).color") == (
        "rgb(255, 255, 255)"
    )
    assert tab.said == []
    assert [url for url in tab.asked if not url.startswith("data:")] == [page.as_uri()]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_each_chart_is_shown_once_with_its_words_inside(
    tab: Browser, page: Path, width: int
) -> None:
    """The drawing for this screen, and no word beyond its edge or on another one."""
    tab.open(page, width)
    shown = tab.evaluate(
        "[...document.querySelectorAll('svg.chart')].filter(one => one.clientWidth)"
        ".map(one => one.id || one.getAttribute('class'))"
    )
    assert set(shown) == {"chart narrow" if width == PHONE else "chart wide"}
    assert tab.evaluate(BEYOND) == []
    assert tab.evaluate(OVERLAPS) == []


BEYOND = """[...document.querySelectorAll('svg.chart')].filter(one => one.clientWidth)
.flatMap(chart => { const box = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('text')].filter(word => {
    const at = word.getBoundingClientRect();
    return at.left < box.left - 1 || at.right > box.right + 1
      || at.top < box.top - 1 || at.bottom > box.bottom + 1; }).map(word => word.textContent); })"""
OVERLAPS = """[...document.querySelectorAll('svg.chart')].filter(one => one.clientWidth)
.flatMap(chart => { const words = [...chart.querySelectorAll('text')].map(
    word => [word.textContent, word.getBoundingClientRect()]);
  return words.flatMap(([one, a], k) => words.slice(k + 1).filter(([other, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3
  ).map(([other]) => one + ' on ' + other)); })"""


def squeezed(words: str) -> str:
    """A text without blanks: where lines break is the printer's business."""
    return re.sub(r"\s+", "", words)


def test_nothing_makes_the_printer_shrink_the_page(tab: Browser, page: Path) -> None:
    """Laid out for paper, every table is at most as wide as the paper."""
    tab.open(page, PAPER)
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        wide = tab.evaluate(
            f"[...document.querySelectorAll('table')].filter(one => one.offsetWidth > {PAPER})"
            ".map(one => one.caption.textContent)"
        )
        assert wide == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= PAPER
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")


@pytest.fixture(scope="module")
def paper(tab: Browser, page: Path) -> Path:
    """The page as it prints."""
    tab.open(page)
    return tab.pdf(page.with_suffix(".pdf"))


def test_everything_is_on_paper(page: Path, paper: Path) -> None:
    """Each cell, heading and sentence of the page is in the printed text."""
    printed = squeezed(told("pdftotext", "-raw", str(paper), "-"))
    root = parsed(page.read_text(encoding="utf-8"))
    body = next(root.all("main"))
    texts = [
        node.text
        for tag in ("th", "td", "h2", "h3", "p", "li", "dt", "dd")
        for node in body.all(tag)
    ]
    shown = [one for one in texts if one and not one.endswith("All checks")]
    assert len(shown) > 1000
    assert [one for one in shown if squeezed(one) not in printed] == []
    assert squeezed(next(root.all("h1")).text) in printed


def test_nothing_is_cut_off_by_the_edge_of_the_paper(paper: Path) -> None:
    """Every word stands inside the margins of its page."""
    boxes = told("pdftotext", "-bbox", str(paper), "-")
    (width,) = {float(one) for one in re.findall(r'<page width="([\d.]+)"', boxes)}
    words = re.findall(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"', boxes)
    assert len(words) > 1000
    assert min(float(left) for left, _ in words) >= MARGIN_PT - 1
    assert max(float(right) for _, right in words) <= width - MARGIN_PT + 1


def test_the_paper_is_a4_and_each_page_says_which_run_it_is(paper: Path) -> None:
    """Version, run and page number in the margin of every page."""
    about = told("pdfinfo", str(paper))
    assert "(A4)" in about
    pages = int(re.findall(r"Pages:\s+(\d+)", about)[0])
    words = told("pdftotext", "-raw", str(paper), "-")
    assert words.count("run 1a2b3c4d") >= pages
    for number in range(1, pages + 1):
        assert f"page {number} of {pages}" in words


def told(*command: str) -> str:
    """What a program says."""
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout
