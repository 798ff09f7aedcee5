"""The page as a document: whole, closed to the outside, safe for any text, and always the same."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from html_page import Node, parsed, table

from capplan import make_assumptions, make_plan
from capplan.inputs.assumptions import Event, Origin, Scenario, TrainingClass
from capplan.plan import Plan
from capplan.report import html
from capplan.vocabulary import terms

HOSTILE = "<script>alert(1)</script>\"&'"
START = date(2026, 1, 5)
CALLS = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12, "patience_s": 180}
FORBIDDEN_TAGS = {"script", "iframe", "object", "embed", "img", "form", "base"}


def check(result: str, title: str = "Agents roll forward", **limits: float) -> Any:
    """A check of the plan with a result."""
    found = {"measured": 3.0, "low": 0.0, "high": 0.0} | limits
    return SimpleNamespace(title=title, result=result, advice="Look at it.", **found)


@cache
def plan(name: str = "Calls", weeks: int = 26) -> Plan:
    """A small plan in which everything a planner types carries one text."""
    second = {"queue": name + " 2", "aht_s": 400, "opening_agents_heads": 5, "site": name}
    given = make_assumptions(
        START,
        [{**CALLS, "queue": name}, second],
        [[2000, 500]] * weeks,
        values={"plan_name": name, "currency": name},
        events=(Event(name, name, START, START, 0.1, 5.0),),
        classes=(TrainingClass(name, name, START, 6, "approved"),),
        scenarios=(Scenario(name, {"volume_change_share": 0.1}),),
        origins={
            "aht_change_share": Origin("given", name),
            "burden_share": Origin("given", name),
            f"queue:{name}": Origin("assumed", name),
        },
    )
    return make_plan(given)


@cache
def page(name: str = "Calls", scenario: str = "Base", weeks: int = 26) -> Node:
    """The page of that plan, taken apart."""
    checks = (check("OK"), check("REVIEW", name), check("FAIL", low=-9e9, high=1.2))
    steps = [(name, 250_000.0), ("Pay", -80_000.0)]
    return parsed(html(plan(name, weeks).in_scenario(scenario), checks, "1a2b3c4d", steps))


# whole


def test_the_page_is_one_closed_document() -> None:
    """Every tag is closed where it must be, under one root with a language."""
    (root,) = [part for part in page().parts if isinstance(part, Node)]
    assert (root.tag, root.get("lang")) == ("html", "en")
    assert [part.tag for part in root.parts if isinstance(part, Node)] == ["head", "body"]


def test_every_section_of_the_contents_is_there() -> None:
    """Links lead to places on this page, and every section is led to."""
    targets = {node.get("id") for node in page().everything()}
    links = [node.get("href") for node in page().all("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= targets
    sections = {node.get("id") for node in page().all("section")}
    assert sections <= {link.removeprefix("#") for link in links}


def test_identifiers_are_unique_and_references_resolve() -> None:
    """A screen reader finds what labels each section and drawing."""
    ids = [node.get("id") for node in page().everything() if node.get("id")]
    assert [one for one, count in Counter(ids).items() if count > 1] == []
    for node in page().everything():
        assert set(node.get("aria-labelledby").split()) <= set(ids)


def test_run_status_weeks_and_currency_stand_on_top() -> None:
    """The header says what the page is about and which run it is."""
    header = next(page().all("header")).text
    for word in ("Calls", "Base", "FAIL", "26, 5 Jan 2026 to 5 Jul 2026", "1a2b3c4d", "capplan 0."):
        assert word in header


def test_checks_that_are_not_ok_come_first_with_what_to_do() -> None:
    """A failing check before one to review, each with result, finding, limits and advice."""
    summary = next(page().all("section"))
    found = [item.text for item in next(summary.all("ul")).all("li")]
    assert found == [
        "FAIL Agents roll forward: 3, expected at most 1.20. Look at it.",
        "REVIEW Calls: 3, expected 0. Look at it.",
    ]
    rows = table(page(), "All checks")
    assert [row[1] for row in rows[1:]] == ["FAIL", "REVIEW", "OK"]


@pytest.mark.parametrize(
    ("results", "status", "means"),
    [
        (("OK", "OK"), "OK", "Every check passed. 2 of 2 checks are OK."),
        (("OK", "REVIEW"), "REVIEW", "A person must look"),
        (("FAIL", "REVIEW"), "FAIL", "Do not use the numbers."),
        ((), "NOT CHECKED", "Nobody has checked"),
    ],
)
def test_the_worst_check_is_the_status(results: tuple[str, ...], status: str, means: str) -> None:
    """In a word, and in a sentence that says what it means."""
    found = parsed(html(plan(), [check(one) for one in results], "1a2b3c4d"))
    assert f"Checks {status} Weeks" in " ".join(
        node.text for node in next(found.all("dl")).everything() if node.tag in ("dt", "dd")
    )
    assert means in next(found.all("section")).text


def test_every_headline_is_a_card_and_a_row_of_the_scenarios() -> None:
    """Headlines come from the vocabulary, so a new one appears by itself."""
    summary = next(page().all("section")).text
    labels = {row[0] for row in table(page(), "Scenarios side by side")}
    for row in terms("result", "headline"):
        assert row.label in summary
        assert row.label in labels


def test_the_glossary_explains_what_the_page_names() -> None:
    """Labels of headings and of cards are found there, with unit and meaning."""
    (listed,) = (one for one in page().all("dl") if one.get("class") == "glossary")
    entries = (part for part in listed.parts if isinstance(part, Node))
    explained = {
        next(one.all("dt")).text.split(" (")[0]: next(one.all("dd")).text for one in entries
    }
    for label in ("Required FTE", "Available FTE", "Coverage", "Team leaders", "Cost per contact"):
        assert explained[label]
    assert "Erlang" in explained["Patience"]


# closed to the outside


def test_nothing_is_loaded_and_nothing_runs() -> None:
    """No script, no frame, no picture, no handler, no style attribute, no address elsewhere."""
    for node in page(HOSTILE).everything():
        assert node.tag not in FORBIDDEN_TAGS
        assert not any(name.startswith("on") or name == "style" for name in node.attributes)
        for name in ("href", "src", "action", "xlink:href", "data", "srcset"):
            assert node.get(name) == "" or node.get(name).startswith(("#", "data:,"))
    source = html(plan(), (), "1a2b3c4d")
    assert re.findall(r"(?:https?:)?//[\w.]|@import|url\(|javascript:", source) == []


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    """The browser is told to refuse everything but the style sheet of the page itself."""
    (meta,) = (one for one in page().all("meta") if one.get("http-equiv"))
    style = "".join(next(page().all("style")).words())
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert meta.get("content").split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


# any text


@pytest.mark.parametrize(
    "name",
    [HOSTILE, "</title><b>", "--><!--", "&amp;lt;", "}</style>{", "計画 «été» עברית", "x" * 90],
)
def test_every_text_of_a_planner_is_shown_and_never_obeyed(name: str) -> None:
    """Names come out as they were typed wherever they appear, and add no tag."""
    usual, found = page(), page(name)
    counts = [Counter(node.tag for node in one.everything()) for one in (usual, found)]
    assert counts[0] == counts[1]
    shown = " ".join(name.split())
    texts = [node.text for node in found.everything()]
    assert next(found.all("h1")).text == shown
    assert sum(text == shown for text in texts) >= 8
    assert next(found.all("title")).text.startswith(shown)


def test_what_no_page_can_hold_is_replaced() -> None:
    """Control characters and half characters become the sign for what cannot be shown."""
    given = plan().assumptions
    values = {**given.values, "plan_name": "a\x00b\ud800c\x1f"}
    found = html(replace(plan(), assumptions=replace(given, values=values)), (), "1a2b3c4d")
    assert "a\ufffdb\ufffdc\ufffd" in found
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", found)
    found.encode("utf-8")


def test_a_hostile_run_does_not_reach_the_style() -> None:
    """The text in the margin of each printed page holds letters, digits and dots only."""
    found = html(plan(), (), '"} * {display:none} </style><script>')
    style = "".join(next(parsed(found).all("style")).words())
    (margin,) = re.findall(r'content: "(capplan [^"]*)"', style)
    assert re.fullmatch(r"[\w .-]+", margin, flags=re.ASCII)


# always the same


def test_equal_plans_give_equal_bytes() -> None:
    """No clock and no order of a set: computed twice, written twice."""
    plan.cache_clear()
    first = html(plan(), (check("OK"),), "1a2b3c4d", [("Volume", 1.0)])
    plan.cache_clear()
    assert html(plan(), (check("OK"),), "1a2b3c4d", [("Volume", 1.0)]).encode() == first.encode()


def test_the_page_follows_the_scenario() -> None:
    """Another live scenario: its name on top, its figures, the base's beside them."""
    found = page("Calls", "Calls")
    assert next(found.all("dl")).text.startswith("ScenarioCalls")
    assert "Base: " in next(found.all("section")).text
    assert found.text != page().text


# tables and drawings


def test_every_table_has_headings_and_a_name() -> None:
    """Columns and rows are headed, the caption names the table, the box can be scrolled by key."""
    for box in page().all("div"):
        if "box" in box.get("class").split():
            (one,) = box.all("table")
            assert next(one.all("caption")).text == box.get("aria-label")
            assert box.get("tabindex") == "0"
            heads = [cell.get("scope") for cell in next(one.all("thead")).all("th")]
            assert heads
            assert set(heads) == {"col"}
            for row in next(one.all("tbody")).all("tr"):
                first = next(part for part in row.parts if isinstance(part, Node))
                assert (first.tag, first.get("scope")) in (("th", "row"), ("th", "colgroup"))


def test_every_row_has_as_many_cells_as_there_are_headings() -> None:
    """No cell is lost and none stands under the wrong heading."""
    for one in page().all("table"):
        heads = len(list(next(one.all("thead")).all("th")))
        for row in next(one.all("tbody")).all("tr"):
            cells = [part for part in row.parts if isinstance(part, Node)]
            assert sum(int(cell.get("colspan") or 1) for cell in cells) == heads


def test_every_drawing_says_what_it_shows() -> None:
    """A title and a description for those who cannot see it; keys of a legend are hidden."""
    charts = [one for one in page().all("svg") if "chart" in one.get("class")]
    assert len(charts) == 2 * 8
    for one in charts:
        assert one.get("role") == "img"
        assert next(one.all("title")).text
        assert next(one.all("desc")).text
    for legend in page().all("ul"):
        if any(legend.all("svg")):
            assert legend.get("aria-hidden") == "true"


# sizes of plans


@pytest.mark.parametrize("weeks", [1, 2, 5, 30, 156])
def test_plans_of_any_length_have_their_page(weeks: int) -> None:
    """One week is a page as well as three years."""
    found = page(weeks=weeks)
    assert len(table(found, "Required and available FTE by week")) == weeks + 1


def test_many_queues_and_scenarios_are_split_over_tables() -> None:
    """No table is wider than a sheet of paper, and no scenario or queue is left out."""
    queues = [{**CALLS, "queue": f"Queue {k}"} for k in range(14)]
    scenarios = tuple(Scenario(f"Case {k}", {"volume_change_share": k / 20}) for k in range(1, 12))
    given = make_assumptions(START, queues, [[100.0] * 14] * 4, scenarios=scenarios)
    found = parsed(html(make_plan(given), (), "1a2b3c4d"))
    for one in found.all("table"):
        assert len(list(next(one.all("thead")).all("th"))) <= 14
    text = found.text
    for name in [queue["queue"] for queue in queues] + [one.name for one in scenarios]:
        assert str(name) in text


def test_a_plan_without_work_costs_and_shows_nothing_that_does_not_exist() -> None:
    """No contacts, nobody there: zeros and dashes, no division by nothing."""
    given = make_assumptions(START, [{"queue": "Empty", "aht_s": 300}], [[0.0]] * 4)
    found = parsed(html(make_plan(given), (), "1a2b3c4d"))
    assert not re.search(r"\b(nan|inf)\b", found.text)
    assert "No class is planned." in found.text
