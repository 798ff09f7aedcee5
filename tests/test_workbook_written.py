"""The workbook as written: complete, stable, safe, and in step with the vocabulary."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import plan_checks, plan_status, read_plan, write_plan
from capplan_workbook.book import check_package
from capplan_workbook.layout.places import HIDDEN, QUEUE_TERMS, Layout, heading
from capplan_workbook.layout.sheet_list import SHEETS
from capplan_workbook.stamps import Stamps
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from plans import EXAMPLES, example_plan, example_study, workbook_bytes, write_example
from sheet_xml import read_cells

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Event, Scenario, make_assumptions
from capplan.inputs.examples import starter
from capplan.inputs.periods import monday_of
from capplan.plan import Plan, make_plan
from capplan.staffing import curves, requirement
from capplan.vocabulary import term, terms

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
CONTRACT_OUTPUTS = (
    "out_required_fte_peak",
    "out_required_fte_average",
    "out_gap_fte_worst",
    "out_agents_closing_heads",
    "out_starts_heads",
    "out_leavers_heads",
    "out_leaders_average_heads",
    "out_managers_average_heads",
    "out_executives_closing_heads",
    "out_total_cost",
    "out_cost_per_contact",
    "out_checks",
    "in_scenario",
)


@cache
def opened(name: str, **options: Any) -> Workbook:
    """An example's workbook, opened again."""
    base = example_plan(name).assumptions.scenario_names[0]
    return load_workbook(io.BytesIO(workbook_bytes(name, base)), **options)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_formula_has_its_value(name: str, tmp_path: Path) -> None:
    """Readers that do not calculate find a value in every formula cell, and none is an error."""
    base = example_plan(name).assumptions.scenario_names[0]
    cells = read_cells(write_example(name, base, tmp_path))
    formulas = {place: cell for place, cell in cells.items() if cell.formula}
    silent = [place for place, cell in formulas.items() if cell.value is None]
    assert len(formulas) > 2000
    assert not silent
    assert not [place for place, cell in formulas.items() if cell.error]


def test_openpyxl_reads_every_number(tmp_path: Path) -> None:
    """The commonest reader finds a value where a formula stands, defaults and blanks included."""
    write_plan(make_plan(starter(date(2026, 1, 5))), tmp_path / "starter.xlsx")
    formulas = load_workbook(tmp_path / "starter.xlsx")
    values = load_workbook(tmp_path / "starter.xlsx", data_only=True)
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert values[sheet.title][cell.coordinate].value is not None, cell.coordinate


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_file_is_sound(name: str, tmp_path: Path) -> None:
    """Nothing in it would make Excel offer a repair."""
    base = example_plan(name).assumptions.scenario_names[0]
    assert check_package(write_example(name, base, tmp_path)) == []


def test_equal_plans_give_equal_bytes() -> None:
    """The same assumptions, planned twice, write the same file byte for byte."""
    from capplan.inputs.examples import example

    buffer = io.BytesIO()
    write_plan(make_plan(example("bank")), buffer)
    assert buffer.getvalue() == workbook_bytes("bank", "Base")


@pytest.mark.parametrize("name", ["bank", "growth"])
def test_sheets_and_names_are_those_promised(name: str) -> None:
    """Fourteen sheets in order, a very hidden schema, tables and names as others call them."""
    book = opened(name)
    lists = "write(desk) in writer.py and SHEETS in sheet_list.py must agree"
    assert tuple(book.sheetnames) == (*SHEETS, HIDDEN), lists
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert set(CONTRACT_OUTPUTS) <= set(book.defined_names)
    tables = {table for sheet in book.worksheets for table in sheet.tables}
    assert {"tbl_queues", "tbl_demand", "tbl_hiring_plan", "tbl_scenarios"} <= tables
    for row in terms("assumption", shape="plan"):
        assert f"live_{row.name}" in book.defined_names
        pure = row.name.endswith("_change_share")
        assert pure or f"in_{row.name}" in book.defined_names


def test_labels_units_prompts_and_limits_come_from_the_vocabulary() -> None:
    """Each input of Assumptions shows its term's label, unit, allowed range, prompt and limits."""
    book = opened("bank")
    sheet = book["Assumptions"]
    rules = {
        str(cell): rule
        for rule in sheet.data_validations.dataValidation
        for cell in rule.sqref.ranges
    }
    for row in terms("assumption", shape="plan"):
        if f"in_{row.name}" not in book.defined_names:
            continue
        cell = book.defined_names[f"in_{row.name}"].attr_text.split("!")[1].replace("$", "")
        at = sheet[cell].row
        assert sheet.cell(at, 2).value == row.label
        assert sheet.cell(at, 3).value == ("USD" if row.unit == "money" else row.unit)
        assert sheet.cell(at, 7).value == row.allowed
        rule = rules[cell]
        assert rule.prompt == row.prompt
        assert rule.promptTitle == row.label[:32]
        if row.low is not None and not row.choices:
            assert float(rule.formula1) == row.low


def test_queue_headings_come_from_the_vocabulary() -> None:
    """The table of queues has one column a term, in the vocabulary's order and words."""
    table = opened("bank")["Queues"].tables["tbl_queues"]
    assert [column.name for column in table.tableColumns] == [heading(name) for name in QUEUE_TERMS]
    assert heading("aht_s") == term("aht_s").label


def test_inputs_are_blue_on_yellow_and_unlocked_and_the_rest_is_locked() -> None:
    """What a planner may type is told by its look and by its protection alike."""
    book = opened("bank")
    sheet = book["Assumptions"]
    cell = book.defined_names["in_burden_share"].attr_text.split("!")[1].replace("$", "")
    value, live = sheet[cell], sheet.cell(sheet[cell].row, 5)
    assert not value.protection.locked
    assert value.fill.fgColor.rgb.endswith("FFF9E3")
    assert live.protection.locked
    assert book["Supply"].protection.sheet
    assert not sheet.protection.sheet


@pytest.mark.parametrize("name", ["bank", "growth"])
@given(factor=st.floats(0.55, 1.45), data=st.data())
def test_curves_carry_a_change_within_half_a_percent(
    name: str, factor: float, data: st.DataObject
) -> None:
    """Hours off the curve plus the engine's correction lie within 0.5 % of the engine's own."""
    plan = example_plan(name)
    stamps = Stamps(example_study(name), Layout.of(plan))
    given_ = plan.assumptions
    number = data.draw(st.integers(0, len(given_.queue_names) - 1))
    channel, goal = (given_.queues[key][number] for key in ("channel", "response_goal_h"))
    week = data.draw(st.integers(0, given_.calendar.weeks - 1))
    if not requirement.is_live(channel, goal):
        return
    seen = stamps.queue(plan.live, number)
    work = float(seen.workload_h[week]) * factor
    at_curve = float(stamps.curves[seen.pointer - 1].at(np.array([work]))[0])
    aht = float(plan["planned_aht_s"][number])
    targets = requirement.targets_of(given_.queues, number, aht, given_.values["interval_min"])
    contacts = np.array([work * 3600 / aht])
    exact = requirement.live_requirement(contacts, given_.profile_share[number], targets)
    carried = at_curve + float(seen.correction_h[week])
    assert carried == pytest.approx(float(exact.base_staff_h[0]), rel=0.005)


def test_a_curve_is_the_step_function_it_stands_for() -> None:
    """With a few intervals the curve keeps every step of the exact function."""
    profile = np.zeros((7, 48))
    profile[:5, 20:22] = 0.1
    targets = requirement.QueueTargets("phone", 300, 0.8, 20, None, None, None, None, 2, 1, 0, 1800)
    curve = curves.live_curve(np.array([200.0, 300.0]), profile, targets)
    contacts = np.linspace(81, 590, 977)
    exact = requirement.live_requirement(contacts, profile, targets).base_staff_h
    read = curve.at(contacts * 300 / 3600)
    assert (np.abs(read / exact - 1) < 0.0011).mean() > 0.999


TRAPS = (
    "=1+1",
    "@SUM(A1)",
    "+44 help",
    "-line",
    "Q1",
    "a & b <c>",
    "naïve ☎",
    "x" * 90,
)


@pytest.mark.parametrize("name", TRAPS)
def test_untrusted_names_stay_text(name: str, tmp_path: Path) -> None:
    """A queue, event or scenario named like a formula is shown, never calculated."""
    monday = monday_of(example_plan("bank").assumptions.calendar.first_week)
    given_ = make_assumptions(
        monday,
        [{"queue": name, "aht_s": 300, "opening_agents_heads": 5}],
        [[800]] * 8,
        events=(Event(name, name, monday, monday, 0.1),),
        scenarios=(Scenario(name + "!", {}), Scenario(name, {"volume_change_share": 0.1})),
    )
    path = tmp_path / "plan.xlsx"
    write_plan(make_plan(given_), path)
    assert load_workbook(path)["Queues"]["B8"].value == name
    assert load_workbook(path)["Queues"]["B8"].data_type == "s"
    assert check_package(path) == []


def test_checks_are_the_engines_and_the_sheets() -> None:
    """The status a server sees is the one the workbook shows."""
    plan = example_plan("bank")
    book = opened("bank", data_only=True)
    cell = book.defined_names["out_checks"].attr_text.split("!")[1].replace("$", "")
    assert book["Checks"][cell].value == plan_status(plan) == "OK"
    shown = [book["Checks"].cell(6 + k, 7).value for k in range(len(plan_checks(plan)))]
    assert shown == [check.result for check in plan_checks(plan)]


def test_a_plan_with_too_few_people_asks_to_look() -> None:
    """A centre far short of agents is no OK."""
    first = example_plan("bank").assumptions.calendar.first_week
    short = make_assumptions(
        first, [{"queue": "Calls", "aht_s": 300, "opening_agents_heads": 2}], [[3000]] * 10
    )
    plan: Plan = make_plan(short)
    assert plan_status(plan) == "REVIEW"


def test_control_characters_in_names_are_refused() -> None:
    """A name of two lines, or with a tab, is a slip of pasting and named as such."""
    first = example_plan("bank").assumptions.calendar.first_week
    with pytest.raises(PlanInputError, match="retype it in one line"):
        make_plan(make_assumptions(first, [{"queue": "tab\there", "aht_s": 300}], [[800]] * 8))


@pytest.mark.parametrize("weeks", [1, 2, 156])
@pytest.mark.parametrize("channel", ["phone", "chat", "email"])
def test_short_and_long_plans_are_written(weeks: int, channel: str, tmp_path: Path) -> None:
    """One week, two weeks and three years all make a sound workbook that reads back."""
    first = example_plan("bank").assumptions.calendar.first_week
    queue = {"queue": "One", "channel": channel, "aht_s": 300, "opening_agents_heads": 6}
    plan = make_plan(make_assumptions(first, [queue], [[700]] * weeks))
    path = tmp_path / "plan.xlsx"
    write_plan(plan, path)
    assert check_package(path) == []
    assert make_plan(read_plan(path))["total_cost"] == plan["total_cost"]


def test_no_formula_compares_in_words_with_a_decimal_point() -> None:
    """Criteria such as "<0.95" break where the decimal sign is a comma."""
    for sheet in opened("growth").worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not re.search(r'"[<>=]+-?\d*\.\d', str(cell.value)), cell.coordinate
