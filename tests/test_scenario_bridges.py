"""The bridge to each scenario and the strongest drivers: in core, workbook, report and commands."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from agreement import disagreements
from bridged_plans import assumptions
from capplan_workbook import check_plan, plan_checks, write_plan
from capplan_workbook.layout.bridge_places import (
    AGREES,
    BRIDGE_FACTORS,
    CHANGE,
    TOTAL,
    BridgePlaces,
)
from capplan_workbook.layout.places import BASE_COLUMN, DRIVER_ROW, Layout
from capplan_workbook.sheets.scenarios import bridge_data
from excel_types import ExcelBook
from html_page import parsed
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sheet_xml import read_cells, set_cells

from capplan.cli.pages import report_of
from capplan.cli.run import run
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Scenario
from capplan.plan import Plan, make_plan
from capplan.questions import scenario_bridges as core
from capplan.questions.bridge import MONEY, bridge
from capplan.questions.scenario_bridges import bridge_from_base, scenario_bridges, strongest_drivers
from capplan.questions.sensitivity import swings
from capplan.questions.study import Study, make_study

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
SCENARIOS = (
    Scenario("Base"),
    Scenario("More <b>", {"volume_change_share": 0.15, "annual_attrition_share": 0.5}),
    Scenario("Less", {"aht_change_share": -0.1, "supervisor_span": 9.0, "wage_step_share": 0.0}),
)


@pytest.fixture(autouse=True)
def _few_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Volume, and pay and prices: enough for ten, and quick."""
    monkeypatch.setattr(core, "MAIN_TERMS", core.MAIN_TERMS[:1])
    monkeypatch.setattr(core, "QUICK_STAGES", ("budget",))


@cache
def plan(live: str = "Base") -> Plan:
    """A small plan with three scenarios."""
    if live != "Base":
        return plan().in_scenario(live)
    return make_plan(assumptions(scenarios=SCENARIOS))


@cache
def alone() -> Plan:
    """The same plan with its base only."""
    return make_plan(assumptions())


@cache
def study(live: str = "Base") -> Study:
    """The study of the small plan; all scenarios share what is alike."""
    return make_study(plan()) if live == "Base" else study().in_scenario(live)


@cache
def content(live: str = "Base") -> bytes:
    """The workbook of the small plan."""
    buffer = io.BytesIO()
    write_plan(study(live).plan, buffer, study=study(live))
    return buffer.getvalue()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The small plan's workbook."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content())
    return path


# core


def test_every_scenario_has_its_bridge_from_the_base() -> None:
    """Each is the bridge of that pair, adds up exactly, and has the factors that differ."""
    found = scenario_bridges(plan())
    assert list(found) == ["More <b>", "Less"]
    assert list(found["More <b>"][MONEY].parts) == ["volume", "attrition"]
    assert list(found["Less"][MONEY].parts) == ["aht", "span", "pay"]
    assert found["Less"][MONEY].parts["pay"] == 0  # the award has no date
    for name, by_measure in found.items():
        alone_ = bridge(plan(), plan(name))
        for measure, one in by_measure.items():
            assert one == alone_[measure]
            assert sum(one.parts.values()) == pytest.approx(one.variance, abs=1e-6)
        assert by_measure[MONEY].new == plan()["total_cost"] + by_measure[MONEY].variance


def test_a_bridge_is_found_once_for_workbook_and_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask a study, and whichever scenario is live, runs are made once."""
    made = Study.of(make_plan(assumptions(scenarios=SCENARIOS)))
    first = made.bridges, made.strongest
    assert bridge_from_base(made.plan.in_scenario("Less")) == first[0]["Less"]
    monkeypatch.setattr(core, "bridge", None)
    monkeypatch.setattr(core, "swings", None)
    assert made.in_scenario("Less").bridges is first[0] is made.bridges
    assert made.strongest is first[1]
    assert made.bridge is None
    assert made.in_scenario("Less").bridge is first[0]["Less"]


def test_a_plan_with_one_scenario_has_no_bridge() -> None:
    """Nothing to bridge; asking for one says what is lacking."""
    assert scenario_bridges(alone()) == {}
    with pytest.raises(PlanInputError, match="found Base; allowed a second scenario; the plan has"):
        bridge_from_base(alone())
    with pytest.raises(PlanInputError, match="allowed another than the base: More <b>, Less"):
        bridge_from_base(plan())


def test_the_strongest_drivers_are_swings_of_the_live_scenario() -> None:
    """Ten at most, strongest first, each the swing that it is by itself."""
    found = strongest_drivers(plan("Less"))
    sizes = [one.size(MONEY) for one in found]
    assert len(sizes) == 10
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0
    assert list(found[:2]) == swings(plan("Less"), [one.driver for one in found[:2]])


def test_main_drivers_are_guesses_pay_and_ratios(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that costs next to no work, and of the rest what a planner cannot know."""
    monkeypatch.undo()
    found = {one.term for one in core.main_drivers()}
    assert set(core.MAIN_TERMS) <= found
    assert {"agent_salary_cost", "burden_share", "people_per_hr"} <= found
    assert not {"service_level_share", "class_min_heads", "opening_agents_heads"} & found


def test_progress_is_told() -> None:
    """Each scenario and each driver is named, with a share that grows."""
    made, told = make_plan(assumptions(scenarios=SCENARIOS)), list[tuple[str, float]]()
    scenario_bridges(made, lambda text, share: told.append((text, share)))
    assert told == [("bridge to More <b>", 0.0), ("bridge to Less", 0.5)]


# the workbook


@given(start=st.floats(-9, 9), amount=st.floats(-9, 9))
def test_pieces_of_a_bar_are_the_bar(start: float, amount: float) -> None:
    """Feet and visible pieces reach from one level to the other, across zero or not."""
    end = start + amount
    foot, rise, fall, below, up, down = bridge_data.pieces(start, end)
    seen = rise + fall - up - down
    assert seen == pytest.approx(abs(end - start), abs=1e-12)
    assert foot + rise + fall == pytest.approx(max(start, end, 0.0))
    assert below + up + down == pytest.approx(min(start, end, 0.0))
    assert min(foot, rise, fall) >= 0 >= max(below, up, down)


def test_the_stamped_bridge_adds_up_on_scenarios(book: Path) -> None:
    """Factors by scenarios as the engine found them; sums, totals and a yes under each."""
    sheet = load_workbook(book, data_only=True)["Scenarios"]
    at = BridgePlaces(Layout.of(plan()))
    for offset, name in enumerate(plan().assumptions.scenario_names):
        col = BASE_COLUMN + offset
        parts = [sheet.cell(at.row(MONEY, factor), col).value for factor in BRIDGE_FACTORS]
        want = scenario_bridges(plan())[name][MONEY].parts if offset else {}
        assert parts == [pytest.approx(want.get(factor, 0.0)) for factor in BRIDGE_FACTORS]
        change = pytest.approx(sum(want.values()))
        assert sheet.cell(at.row(MONEY, CHANGE), col).value == change
        assert sheet.cell(at.row(MONEY, TOTAL), col).value == plan().value("total_cost", name)
        assert sheet.cell(at.row(MONEY, AGREES), col).value == "Yes"


def test_one_scenario_says_so(tmp_path: Path) -> None:
    """No table and no chart of a bridge, a sentence instead; the drivers are there."""
    path = tmp_path / "alone.xlsx"
    write_plan(alone(), path)
    sheet = load_workbook(path)["Scenarios"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "Bridge from Base" in texts
    assert any(str(text).startswith("There is one scenario") for text in texts)
    assert "What moves the cost most" in texts
    assert not any("bridge" in check.title.lower() for check in plan_checks(alone()))


def test_the_live_bridge_follows_the_selector(book: Path, tmp_path: Path) -> None:
    """Only the selector is changed: the live column, sums and chart are the engine's."""
    expected = tmp_path / "expected.xlsx"
    expected.write_bytes(content("Less"))
    with ExcelBook(book) as opened:
        got = opened.recalculate({"in_scenario": "Less"})
    # the drivers and trade-offs are stamped for the scenario that was live
    below = BridgePlaces(Layout.of(plan())).drivers_top
    differences = [
        one
        for one in disagreements(read_cells(expected), got)
        if not (str(one).startswith("Scenarios!") and _row(str(one)) >= below)
    ]
    assert differences == []


def _row(cell: str) -> int:
    return int("".join(letter for letter in cell.split("!")[1].split(":")[0] if letter.isdigit()))


def test_a_changed_input_asks_for_another_run(book: Path) -> None:
    """Another salary: the live change is no longer the bridge's; a stamp typed over fails."""
    at = BridgePlaces(Layout.of(plan()))
    live = f"Scenarios!D{at.row(MONEY, AGREES)}"
    with ExcelBook(book) as opened:
        assert opened.values({"in_agent_salary_cost": 40_000.0})[live] == "No"
        values = opened.values({f"Scenarios!G{at.row(MONEY, 'volume')}": 1.0})
    title = "Bridges add up to the change of each scenario"
    (row,) = [_row(place) for place, value in values.items() if value == title]
    assert values[f"Checks!G{row}"] == "FAIL"


def test_two_scenarios_of_one_name_are_refused_with_the_cell(book: Path, tmp_path: Path) -> None:
    """Capitals and blanks do not tell scenarios apart; both cells are named."""
    typed = tmp_path / "typed.xlsx"
    set_cells(book, {f"Scenarios!H{DRIVER_ROW}": " more  <B> "}, typed)
    found = [str(one) for one in check_plan(typed)]
    assert any(
        one.startswith(f"Scenarios!H{DRIVER_ROW}") and f"Scenarios!G{DRIVER_ROW}" in one
        for one in found
    ), found


# report and commands


def test_the_report_shows_bridge_and_drivers_with_every_name_escaped() -> None:
    """Steps and their sum, drivers with both sides; a scenario's name is text."""
    page = report_of(study("More <b>"), plan_checks(plan())).decode()
    assert "More &lt;b&gt;" in page
    assert "More <b>" not in page
    found = parsed(page)
    assert found is not None
    assert 'id="sensitivity"' in page
    assert "What moves the cost most?" in page
    assert "Cost change from Base" in page
    base = report_of(study(), ()).decode()
    assert "Cost change from Base" not in base
    assert 'id="sensitivity"' in base


def test_explain_bridge_and_sensitivity(
    book: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Text and JSON; the parts add up; the base itself has no bridge."""
    asked = ["explain", str(book), "bridge", "--scenario", "Less"]
    assert run(asked) == 0
    told = capsysbinary.readouterr().out.decode()
    assert told.startswith("From Base to Less\n")
    assert "Spans and ratios" in told
    assert run([*asked, "--json"]) == 0
    data = json.loads(capsysbinary.readouterr().out)
    assert (data["from"], data["scenario"]) == ("Base", "Less")
    money = data["bridge"]["money"]
    assert sum(money["parts"].values()) == pytest.approx(money["variance"])
    assert run(asked[:3]) == 2
    assert "--scenario: found Base; allowed another" in capsysbinary.readouterr().err.decode()
    assert run(["explain", str(book), "sensitivity", "--json"]) == 0
    data = json.loads(capsysbinary.readouterr().out)["sensitivity"]
    assert len(data["strongest"]) == 10
    assert {one["term"] for one in data["one_point"]} >= {"shrinkage_change_share"}
    assert {one["queue"] for one in data["one_agent"]} == {"Calls", "Mail"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("readines", "readiness"), ("sensitivty", "sensitivity"), ("brigde", "bridge")],
)
def test_a_misspelt_question_is_told(
    book: Path, typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The closest question, in one line."""
    assert run(["explain", str(book), typed]) == 2
    told = capsys.readouterr().err
    assert f"did you mean {meant}?" in told
    assert len(told.splitlines()) == 1


def test_equal_plans_give_equal_workbooks() -> None:
    """Bridges and drivers found anew leave no trace in the bytes."""
    buffer = io.BytesIO()
    write_plan(replace(make_plan(assumptions(scenarios=SCENARIOS))), buffer)
    assert buffer.getvalue() == content()
