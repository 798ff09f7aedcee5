"""The numbers on the page are the plan's: every table against the results it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest
from html_page import Node, parsed, table, tables, value

from capplan.inputs.assumptions import Move, Source, make_assumptions
from capplan.inputs.examples import example
from capplan.money.budget import COST_LINES
from capplan.plan import Plan, make_plan
from capplan.report import html
from capplan.vocabulary import term, terms

STEPS = [("Volume", 812_345.0), ("Pay award", -70_250.0), ("Span of control", 0.0)]


@cache
def plan() -> Plan:
    """Three queues, four scenarios, events and classes over half a year; a leaner one is live."""
    return make_plan(example("growth", weeks=26), "Fast")


@cache
def page() -> Node:
    """Its page."""
    return parsed(html(plan(), (), "1a2b3c4d", STEPS))


def column(rows: Sequence[Sequence[str]], number: int) -> list[float]:
    """The numbers of a column below its heading."""
    return [value(row[number]) for row in rows[1:]]


def weekly(name: str) -> Any:
    """A result by week, queues added up."""
    values = np.asarray(plan()[name])
    return values.sum(axis=1) if values.ndim > 1 else values


def by_month(name: str) -> Any:
    """A result by month."""
    return plan().assumptions.calendar.by_month(weekly(name))


def mean_by_month(name: str) -> Any:
    """The mean of a result in each month."""
    return by_month(name) / plan().assumptions.calendar.month_weights.sum(axis=1)


def near(expected: Any, unit: float) -> Any:
    """Equal but for rounding to this unit."""
    return pytest.approx(np.asarray(expected, dtype=float), abs=unit / 2 + 1e-9)


def test_required_and_available_by_week() -> None:
    """Required, available, gap, coverage and overtime of each week."""
    rows = table(page(), "Required and available FTE by week")
    names = ("required_fte", "effective_fte", "gap_fte")
    for number, name in enumerate(names, 1):
        assert column(rows, number) == near(weekly(name), 0.1)
    share = weekly("effective_fte") / weekly("required_fte")
    assert column(rows, 4) == near(share, 0.01)
    assert column(rows, 5) == near(weekly("overtime_fte"), 0.1)


def test_coverage_by_month_and_queue() -> None:
    """Available over required FTE of each queue and month, of the plan, and of all queues."""
    calendar = plan().assumptions.calendar
    need, have = (calendar.by_month(plan()[name]) for name in ("required_fte", "effective_fte"))
    months = len(calendar.months)
    rows = table(page(), "Coverage, ")
    for queue, name in enumerate(plan().assumptions.queue_names):
        shown = [value(cell) for cell in rows[1 + queue][1:]]
        assert rows[1 + queue][0] == name
        assert shown[0] == near(have[:, queue].sum() / need[:, queue].sum(), 0.01)
        assert shown[1:] == near(have[:, queue] / need[:, queue], 0.01)
    together = [value(cell) for cell in rows[-1][2:]]
    assert together == near(have.sum(axis=1) / need.sum(axis=1), 0.01)
    assert len(rows[0]) == 2 + months


def test_joiners_and_leavers_by_month() -> None:
    """Sums by month and of the plan; people in training are means."""
    rows = table(page(), "Joiners, leavers")
    labels = {row.label: row.name for row in terms("result") if row.unit == "heads"}
    names = [labels[head.removesuffix(" heads")] for head in rows[0][1:-1]]
    assert {"starts_heads", "graduates_heads", "all_leavers_heads"} <= set(names)
    for number, name in enumerate(names, 1):
        shown = column(rows, number)
        assert shown[:-1] == near(by_month(name), 0.1)
        assert shown[-1] == near(weekly(name).sum(), 0.1)
    assert column(rows, len(names) + 1)[:-1] == near(mean_by_month("training_heads"), 0.1)


def test_heads_by_layer() -> None:
    """First week, mean, peak and last week of each layer; all of them add up."""
    rows = table(page(), "Heads by layer")
    labels = {row.label: row.name for row in terms("result") if row.unit == "heads"}
    people = {row[0]: [value(cell) for cell in row[1:]] for row in rows[1:]}
    for label, shown in people.items():
        if label != "All people":
            heads = weekly(labels[label])
            assert shown == near((heads[0], heads.mean(), heads.max(), heads[-1]), 0.1)
    everyone = weekly("frontline_heads") + weekly("leaders_heads") + weekly("support_heads")
    assert people["All people"] == near(
        (everyone[0], everyone.mean(), everyone.max(), everyone[-1]), 0.1
    )


def test_leaders_by_month_and_span_by_week() -> None:
    """Mean heads of each month; agents, team leaders, span and target of each week."""
    rows = table(page(), "Agents on the floor, leaders")
    labels = {row.label: row.name for row in terms("result") if row.unit == "heads"}
    for number, label in enumerate(rows[0][1:], 1):
        assert column(rows, number) == near(
            mean_by_month(labels[label.removesuffix(" heads")]), 0.1
        )
    rows = table(page(), "Span of control")
    assert column(rows, 1) == near(weekly("floor_heads"), 0.1)
    assert column(rows, 2) == near(weekly("supervisors_heads"), 1)
    assert column(rows, 3) == near(weekly("span_people"), 0.1)
    assert set(column(rows, 4)) == {plan()["supervisor_span"]}


def test_cost_by_month_and_type() -> None:
    """Types add up to the month's cost, months to the plan's, to the last thousand."""
    rows = table(page(), "Cost by month and type")
    heads = rows[0]
    total = by_month("week_cost") / 1000
    assert column(rows, heads.index("Total"))[:-1] == near(total, 1)
    assert column(rows, heads.index("Total"))[-1] == near(plan()["total_cost"] / 1000, 1)
    assert column(rows, heads.index("Agents"))[:-1] == near(by_month("agents_cost") / 1000, 1)
    types = range(1, heads.index("Total"))
    for row in rows[1:]:
        parts = sum(value(row[number]) for number in types)
        assert parts == near(value(row[heads.index("Total")]), len(types) + 1)
    assert column(rows, heads.index("Contacts"))[:-1] == near(by_month("contacts"), 1)
    assert column(rows, len(heads) - 1)[-1] == near(plan()["cost_per_contact"], 0.01)


def test_every_cost_line_is_there_by_year() -> None:
    """Each line that costs anything, in its year and in all, and the sum of all lines."""
    rows = table(page(), "Cost by line and year")
    shown = {row[0]: row for row in rows[1:]}
    for line in COST_LINES:
        whole = float(weekly(line).sum())
        label = term(line).label
        assert (label in shown) == bool(whole)
        if whole:
            assert value(shown[label][-2]) == near(whole / 1000, 1)
            assert value(shown[label][-1]) == near(whole / plan()["total_cost"], 0.001)
    years = [value(cell) for cell in shown["Total"][1:-2]]
    assert sum(years) == near(plan()["total_cost"] / 1000, len(years) + 1)


def test_scenarios_side_by_side() -> None:
    """Each headline under each scenario; cost to the last unit, the others as cards show them."""
    rows = table(page(), "Scenarios side by side")
    shown = {row[0]: row[2:] for row in rows if len(row) > 1}
    names = plan().assumptions.scenario_names
    for row in terms("result", "headline"):
        for name, cell in zip(names, shown[row.label], strict=True):
            expected = float(plan().value(row.name, name))
            digits = 0.1 if row.unit != "money" else 1
            assert value(cell) == near(expected, 1 if abs(expected) >= 100 else digits)
    drivers = dict(zip(names, shown["Contact volume change"], strict=True))
    assert drivers["Fast"] == "15%"
    assert drivers["Slow"] == "−20%"


def test_the_bridge_adds_up() -> None:
    """Every step with its sign, and the sum of all."""
    rows = table(page(), "Cost change from Base")
    assert [row[1] for row in rows[1:]] == ["+812", "−70", "–", "+742"]


def test_every_class_of_the_hiring_plan() -> None:
    """Classes in the order of their start, as many and with as many starters as planned."""
    rows = table(page(), "Hiring plan by class")[1:]
    classes = sorted(
        plan().assumptions.classes, key=lambda one: (one.start_week, one.queue, one.name)
    )
    assert [row[0] for row in rows[:-1]] == [one.name for one in classes]
    assert [value(row[-1]) for row in rows[:-1]] == [one.heads for one in classes]
    assert value(rows[-1][-1]) == sum(one.heads for one in classes)


def test_every_assumption_with_who_stands_for_it() -> None:
    """Value in force, basis and note; what the scenario sets is said to be so."""
    rows = {row[0]: row[1:] for row in table(page(), "Assumptions for the whole plan")}
    given = plan().assumptions
    for row in terms("assumption", shape="plan"):
        if row.stage == "version":  # stands at the head of the page
            assert row.label not in rows
        elif not row.name.endswith("_change_share"):
            assert row.label in rows
    assert rows["Agent attrition"][0] == "25%"
    origin = given.origins["annual_attrition_share"]
    assert rows["Agent attrition"][2:4] == [origin.basis, origin.note]
    assert rows["Hiring plan scale"] == [
        "120%", "", "scenario", "Set by Fast; the plan's own is 100%"
    ]  # fmt: skip


def test_every_queue_with_its_values() -> None:
    """Numbers, words, and a dash for what is not given."""
    (rows,) = tables(page(), "Queues")
    shown = {row[0]: row[2:] for row in rows}
    assert rows[0][2:] == list(plan().assumptions.queue_names)
    assert shown["AHT"] == ["300", "540", "420"]
    assert shown["Channel"] == ["phone", "chat", "email"]
    assert shown["Patience"] == ["180", "240", "–"]
    assert shown["Basis"] == ["assumed"] * 3


def test_the_answer_in_words_agrees_with_the_figures() -> None:
    """The sentences of the summary say what the tables say."""
    said = next(page().all("section")).text
    assert f"{plan()['required_fte_average']:.1f} FTE on average" in said
    assert f"{plan()['required_fte_peak']:.1f} at the peak" in said
    share = weekly("effective_fte") / weekly("required_fte")
    assert f"cover {share.min():.0%} to {share.max():.0%} of that by week" in said
    assert f"{int((share < 0.95).sum())} of 26 weeks" in said


def test_what_hiring_and_training_take() -> None:
    """Mean, lowest and highest of each weekly figure of capacity that occurs, and when."""
    shown = {row[0]: row[2:] for row in table(page(), "What hiring and training take")[1:]}
    mondays = plan().assumptions.calendar.mondays
    for row in terms("result", "capacity", "week"):
        values = weekly(row.name)
        assert (row.label in shown) == bool(values.any())
        if values.any():
            mean, lowest, highest, when = shown[row.label]
            unit = 0.0001 if row.unit == "share" else 0.1
            assert [value(one) for one in (mean, lowest, highest)] == near(
                (values.mean(), values.min(), values.max()), max(unit, 1e-4 * values.max())
            )
            assert when.endswith(str(mondays[int(values.argmax())].year))


def test_moves_sources_and_evidence_are_listed() -> None:
    """What a planner lists line by line, and what an optimised hiring plan stands on."""
    given = make_assumptions(
        date(2026, 1, 5),
        [{"queue": "Calls", "aht_s": 300, "opening_agents_heads": 20}],
        [[2000]] * 8,
        values={"propose_classes": "no"},
        moves=(Move("To the lab", "promotion", "Calls", date(2026, 1, 19), 2.0),),
        sources=(Source("Referral", 0.4, 0.9), Source("Agency", 0.6, cost=3_000.0)),
    )
    made = make_plan(given)
    proof: dict[str, float | str] = {"found_cost": 1_234_567.0, "search_status": "optimal"}
    optimised = replace(made, assumptions=replace(made.assumptions, evidence=proof))
    found = parsed(html(optimised, (), "1a2b3c4d"))
    (_, move) = table(found, "Moves of agents")
    assert move[:5] == ["To the lab", "promotion", "Calls", "19 Jan 2026", "2"]
    rows = table(found, "Where starters come from")
    assert [row[:3] for row in rows[1:]] == [["Referral", "40%", "90%"], ["Agency", "60%", "–"]]
    assert "3,000" in rows[2]
    evidence = {row[0]: row[1] for row in table(found, "What speaks for")[1:]}
    assert evidence == {
        "Cost of the hiring plan": "1.23 million USD",
        "How it was found": "optimal",
    }
