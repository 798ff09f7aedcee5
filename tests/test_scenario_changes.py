"""Scenarios that change service levels, ramp and pay: laws, refusals, formulas agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from agreement import disagreements
from capplan_workbook import check_plan, read_plan, write_plan
from capplan_workbook.layout.places import BASE_COLUMN, Layout
from excel_types import ExcelBook
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from plans import write_studied
from sheet_xml import CellValue, read_cells, set_cells

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import LATER_DRIVERS, Assumptions, Scenario, make_assumptions
from capplan.inputs.differences import differences
from capplan.inputs.identity import inputs_of_hiring
from capplan.money.budget import PAY_LINES
from capplan.plan import Plan, make_plan
from capplan.questions.bands.of_plan import people_of
from capplan.questions.bridge import MONEY
from capplan.questions.drivers import drivers
from capplan.questions.explain import explain
from capplan.questions.funded import funded
from capplan.questions.scenario_bridges import scenario_bridges
from capplan.questions.tradeoff import busiest
from capplan.staffing.service import service
from capplan.vocabulary import terms

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")

MONDAY, WEEKS = date(2026, 1, 5), 18
LEVEL, RAMP, PAY = LATER_DRIVERS
QUEUES = (
    {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 20},
    {"queue": "Post", "channel": "email", "aht_s": 400, "opening_agents_heads": 8},
    {
        "queue": "Chat",
        "channel": "chat",
        "aht_s": 500,
        "max_concurrency": 2,
        "service_level_share": 0,
        "max_asa_s": 60,
        "opening_agents_heads": 8,
    },
)
SEEN = "Queue targets and settings as the engine saw them"
LIMITS = "Scenario values and the ramp lie within their limits"
CHANGES = {LEVEL: 0.1, RAMP: 0.5, PAY: -0.05}
NAMES = dict(zip(("Service", "Ramp", "Pay"), LATER_DRIVERS, strict=True))


def assumed(*scenarios: Scenario, **values: Any) -> Assumptions:
    """A phone, an email and a chat queue that grow; the chat has no service level."""
    growth = np.linspace(1.0, 1.3, WEEKS)[:, None]
    return make_assumptions(
        MONDAY,
        QUEUES,
        growth * [5000.0, 1000.0, 1500.0],
        values={"wage_step_date": date(2026, 4, 6), **values},
        scenarios=scenarios,
    )


def alone(**values: Any) -> Plan:
    """A plan in which nothing but the given values differs from that of another call."""
    return make_plan(assumed(propose_classes="no", hire_cost=0, **values))


@cache
def plan() -> Plan:
    """Each change in a scenario of its own."""
    return make_plan(
        assumed(*(Scenario(name, {term: CHANGES[term]}) for name, term in NAMES.items()))
    )


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two runs hold the same numbers, bit for bit."""
    results = [term.name for term in terms("result") if term.name in one]
    return all(np.array_equal(one[name], other[name]) for name in results)


# laws


def test_no_change_changes_nothing() -> None:
    """A scenario that sets every change to 0 holds the base's numbers, bit for bit."""
    still = make_plan(assumed(Scenario("Still", dict.fromkeys(LATER_DRIVERS, 0.0))))
    assert same(still.runs["Base"], still.runs["Still"])
    assert still["total_cost"] == plan()["total_cost"]


@settings(max_examples=12)
@given(st.floats(-0.6, 0.19), st.floats(-0.6, 0.19))
def test_a_higher_target_never_needs_fewer_people(one: float, other: float) -> None:
    """More points on the service level ask for as many FTE or more in each week and queue."""
    less, more = sorted((one, other))
    found = make_plan(assumed(Scenario("Less", {LEVEL: less}), Scenario("More", {LEVEL: more})))
    low, high = (found.runs[name]["required_fte"] for name in ("Less", "More"))
    assert (high >= low - 1e-9).all()


@settings(max_examples=10)
@given(st.floats(-1, 0.8))
def test_the_ramp_loss_is_a_straight_line(change: float) -> None:
    """What is lost to ramp is that of the plan x (1 + change), and nobody is needed for it."""
    base, other = alone(), alone(**{RAMP: change})
    lost = base["ramp_loss_heads"] * (1 + change)
    assert other["ramp_loss_heads"] == pytest.approx(lost, abs=1e-12)
    assert np.array_equal(other["required_fte"], base["required_fte"])


@settings(max_examples=10)
@given(st.floats(-0.5, 1))
def test_pay_is_a_straight_line(change: float) -> None:
    """Every line of pay, from agents to executives, is that of the plan x (1 + change)."""
    base, other = alone(), alone(**{PAY: change})
    for line in (*PAY_LINES, "pay_cost"):
        assert other[line] == pytest.approx(base[line] * (1 + change)), line
    rest = base["week_cost"] - base["pay_cost"] - base["on_costs_cost"] - base["severance_cost"]
    scaled = base["week_cost"] - rest
    assert other["week_cost"] == pytest.approx(rest + scaled * (1 + change))


# the same by typing it


def test_a_change_is_the_plan_with_other_inputs() -> None:
    """The points typed into the queue, the ramp typed week by week, every salary typed anew."""
    calls = {**QUEUES[0], "service_level_share": 0.9}
    typed = make_assumptions(
        MONDAY,
        [calls, *QUEUES[1:]],
        assumed().base_contacts,
        values={
            name: value * (1 + CHANGES[PAY]) if name.endswith("_salary_cost") else value
            for name, value in assumed(propose_classes="no").values.items()
        },
        proficiency_share=1 - (1 - assumed().proficiency_share) * (1 + CHANGES[RAMP]),
    )
    changed = make_plan(assumed(Scenario("All", CHANGES), propose_classes="no"), "All")
    other = make_plan(typed)
    for name in ("required_fte", "effective_fte", "week_cost"):
        assert changed[name] == pytest.approx(other[name]), name


def test_only_targets_in_use_move() -> None:
    """Points raise the phone; email has no target in line, and one switched off stays off."""
    base, more = (plan().runs[name] for name in ("Base", "Service"))
    assert (more["required_fte"][:, 0] > base["required_fte"][:, 0]).all()
    assert np.array_equal(more["required_fte"][:, 1:], base["required_fte"][:, 1:])
    assert more["queues"]["service_level_share"] == pytest.approx([0.9, 0.8, 0])


def test_every_reader_of_targets_sees_the_scenario() -> None:
    """Service from the base's hours, the trade-off, what is funded: at the scenario's target."""
    base, more = (plan().runs[name] for name in ("Base", "Service"))
    here = plan().in_scenario("Service")
    level = service(more, more["base_staff_h"]).service_level_share[:, 0]
    assert (level >= 0.9 - 1e-9).all()
    assert (service(base, base["base_staff_h"]).service_level_share[:, 0] < 0.9).any()
    found = busiest(here, 0)
    assert found is not None
    assert found.targets.service_level_share == pytest.approx(0.9)
    heads = float(base["required_heads"][:, [0, 2]].sum(axis=1).max())
    missed = [str(funded(one, heads=heads).months[-1].missed) for one in (plan(), here)]
    assert ["Calls: service level" in one for one in missed] == [False, True]


def test_a_position_costs_the_changed_pay() -> None:
    """The cost of a position moves with pay, its seat stays; the simulation sees the ramp."""
    costs = [busiest(alone(seat_cost=0, **{PAY: one}), 0) for one in (0.0, 0.2)]
    assert all(costs)
    plain, dear = (one.position_week_cost for one in costs if one)
    assert dear == pytest.approx(plain * 1.2)
    before, after = (people_of(plan().runs[name]) for name in ("Base", "Ramp"))
    lost = [1 - np.asarray(one.proficiency_share) for one in (before, after)]
    assert lost[1] == pytest.approx(lost[0] * 1.5)


# told and compared


def test_each_change_belongs_to_its_factor() -> None:
    """The bridge to each scenario has one part, the whole difference."""
    bridges = scenario_bridges(plan())
    for name, factor in (("Service", "service"), ("Ramp", "hires"), ("Pay", "pay")):
        found = bridges[name][MONEY]
        whole = plan().runs[name]["total_cost"] - plan().runs["Base"]["total_cost"]
        assert list(found.parts) == [factor]
        assert found.parts[factor] == pytest.approx(whole)


@pytest.mark.parametrize(
    ("result", "term", "scenario"),
    [
        ("base_staff_h", LEVEL, "Service"),
        ("ramp_loss_heads", RAMP, "Ramp"),
        ("agents_cost", PAY, "Pay"),
    ],
)
def test_explain_names_the_change(result: str, term: str, scenario: str) -> None:
    """The tree shows the change, the scenario it is from, and the plan's own target beside it."""
    text = str(explain(plan(), result, "2026-03-02", "Calls", scenario))
    row = {LEVEL: "Service level change", RAMP: "Ramp loss change", PAY: "Pay change"}[term]
    line = next(one for one in text.splitlines() if row in one)
    assert f"scenario {scenario}: instead of 0 %" in line
    if term == LEVEL:
        assert any("Service level" in one and "80 %" in one for one in text.splitlines())
        post = str(explain(plan(), result, "2026-03-02", "Post", scenario))
        assert row not in post


def test_compare_finds_a_changed_change() -> None:
    """Another pay change in a scenario is listed with both values."""
    before = plan().assumptions.scenarios
    other = assumed(*before[:3], Scenario("Pay", {PAY: 0.1}))
    found = {one.term for one in differences(plan().assumptions, other)}
    assert PAY in found


# limits


@pytest.mark.parametrize(
    ("term", "value", "line"),
    [
        (LEVEL, 0.2, "Service level with its change: found 1; allowed above 0 up to 0.9999"),
        (LEVEL, -0.8, "Service level with its change: found 0; allowed above 0 up to 0.9999"),
        (RAMP, 0.9, "Proficiency with the ramp loss change: found -0.045; allowed 0 to 1.2"),
        (RAMP, 2.5, "Ramp loss change: found 2.5"),
        (PAY, 1.5, "Pay change: found 1.5"),
    ],
)
def test_what_leaves_its_limits_is_refused_with_the_cell(
    term: str, value: float, line: str, tmp_path: Path
) -> None:
    """In Python the term and scenario are named, in the workbook the cell of the scenario."""
    with pytest.raises(PlanInputError) as refused:
        make_plan(assumed(Scenario("Far", {term: value})))
    assert str(refused.value.issues[0]).startswith(f"{term}[Far]: {line}")
    path = tmp_path / "plan.xlsx"
    write_studied(plan(), path)
    cell = place(term, 1)
    (issue,) = check_plan(set_cells(path, {cell: value}, tmp_path / "far.xlsx"))[:1]
    assert str(issue).startswith(f"{cell}: {line}")


def test_limits_are_reached() -> None:
    """0.9999 in all is allowed, and no ramp loss at all."""
    edge = {LEVEL: 0.1999, RAMP: -1.0, PAY: -0.5}
    found = make_plan(assumed(Scenario("Edge", edge)), "Edge")
    assert not found["ramp_loss_heads"].any()


def test_a_sensitivity_stays_within_limits() -> None:
    """A point more of a target is left out where the change of a scenario fills the room."""
    tight = assumed(Scenario("Edge", {LEVEL: 0.1999, RAMP: 0.81}))
    target, ramp = (
        next(one for one in drivers() if one.term == name)
        for name in ("service_level_share", "proficiency_share")
    )
    assert target.moved(tight, 1) is None
    assert target.moved(tight, -1) is not None
    assert target.moved(assumed(), 1) is not None
    assert ramp.moved(tight, -1) is None
    assert ramp.moved(tight, 1) is not None


# workbook


def place(term: str, offset: int) -> str:
    """The cell of a driver in the base's column or one so many right of it."""
    row = Layout.of(plan()).driver_rows[term]
    return f"Scenarios!{get_column_letter(BASE_COLUMN + offset)}{row}"


def test_the_workbook_brings_every_change_back(tmp_path: Path) -> None:
    """Scenarios and the base's own changes are read as they were written."""
    started = replace(plan().assumptions, values={**plan().assumptions.values, **CHANGES})
    write_plan(make_plan(replace(started, scenarios=started.scenarios[:1])), tmp_path / "a.xlsx")
    back = read_plan(tmp_path / "a.xlsx")
    assert {name: back.values[name] for name in CHANGES} == CHANGES
    write_studied(plan(), tmp_path / "b.xlsx")
    assert read_plan(tmp_path / "b.xlsx").scenarios == plan().assumptions.scenarios


def test_a_workbook_without_these_rows_opens(tmp_path: Path) -> None:
    """An earlier workbook has none of the rows: no change in any scenario, no remark."""
    path, earlier = tmp_path / "plan.xlsx", tmp_path / "earlier.xlsx"
    write_plan(make_plan(assumed(Scenario("Busy", {"volume_change_share": 0.1}))), path)
    gone = {place(term, at): None for term in LATER_DRIVERS for at in range(-4, 3)}
    set_cells(path, gone, earlier)
    back = read_plan(earlier)
    assert check_plan(earlier) == check_plan(path)
    assert back.scenarios[1].overrides == {"volume_change_share": 0.1}
    assert [back.values[name] for name in LATER_DRIVERS] == [0, 0, 0]
    assert inputs_of_hiring(back) == inputs_of_hiring(read_plan(path))


def test_every_cell_agrees_under_every_change(tmp_path: Path) -> None:
    """The selector alone gives the engine's numbers; other changes ask to look, or fail."""
    books = {name: tmp_path / f"{name}.xlsx" for name in NAMES}
    for name, path in books.items():
        write_studied(plan().in_scenario(name), path)
    edits: dict[str, dict[str, Any]] = {name: {"in_scenario": name} for name in NAMES}
    edits["moved"] = {place(LEVEL, 1): 0.12, place(RAMP, 1): 0.2, place(PAY, 1): 0.1}
    edits["beyond"] = {place(LEVEL, 1): 0.21, place(RAMP, 1): 1.5}
    with ExcelBook(books["Service"]) as book:
        got = {name: book.recalculate(cells) for name, cells in edits.items()}
    for name, path in books.items():
        assert disagreements(read_cells(path), got[name]) == [], name
    shown = {
        name: {place: cell.value for place, cell in cells.items()} for name, cells in got.items()
    }
    checked = {name: results(values) for name, values in shown.items()}
    assert {name: one[SEEN] for name, one in checked.items()} == {
        **dict.fromkeys(NAMES, (0, "OK")),
        "moved": (1, "REVIEW"),
        "beyond": (1, "REVIEW"),
    }
    below = int((1 - (1 - plan().assumptions.proficiency_share) * 2.5 < 0).sum())
    assert {name: one[LIMITS] for name, one in checked.items()} == {
        **dict.fromkeys((*NAMES, "moved"), (0, "OK")),
        "beyond": (1 + below, "FAIL"),
    }
    # what is in the curves waits for the engine, ramp and pay follow at once
    now = Scenario("Now", {LEVEL: 0.1, RAMP: 0.2, PAY: 0.1})
    engine = make_plan(replace(plan().assumptions, scenarios=(Scenario("Base"), now)), "Now")
    row = Layout.of(plan()).headline_cell("total_cost")[0]
    cost = shown["moved"][f"Scenarios!D{row}"]
    assert cost == pytest.approx(engine["total_cost"])


def results(values: Mapping[str, CellValue]) -> dict[str, tuple[Any, Any]]:
    """What each check found, and its result, by its title."""
    rows = {str(values.get(f"Checks!C{row}")): row for row in range(1, 120)}
    return {
        title: (values.get(f"Checks!D{row}"), values.get(f"Checks!G{row}"))
        for title, row in rows.items()
    }
