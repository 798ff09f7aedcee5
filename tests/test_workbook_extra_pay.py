"""Pay beyond the base in the workbook: formulas agree, planners' cells come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from agreement import disagreements
from capplan_workbook import read_plan, write_plan
from capplan_workbook.sheets.dashboard.chart_data import COST_GROUPS
from excel_types import ExcelBook
from extra_pay_plans import LINES, RATES, assumed
from libreoffice import cell_values
from openpyxl import load_workbook
from plans import write_studied
from sheet_xml import read_cells

from capplan.capacity.hours import HOURS
from capplan.inputs.assumptions import Move, Scenario, frozen
from capplan.money.budget import COST_LINES
from capplan.people.moves import SEVERANCE
from capplan.plan import Plan, make_plan
from capplan.vocabulary import term

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
BUSY = Scenario("Busy", {"volume_change_share": 9.0, "wage_step_share": 0.05})


@cache
def full() -> Plan:
    """Every line at once over 53 weeks, quiet and with people short, before and after an award."""
    plain = assumed(53, **RATES, language=0.05, overtime_burden_share=0.08, vto_pay_share=0.2)
    mondays = plain.calendar.mondays
    moves = (
        Move("cut", SEVERANCE, "Calls", mondays[8], 6.0),
        Move("retired", "leaver", "Calls", mondays[8], 1.0),
    )
    values = {**plain.values, "wage_step_date": mondays[10], "annual_attrition_share": 0.3}
    return make_plan(
        replace(
            plain,
            moves=moves,
            values=values,
            base_contacts=frozen(plain.base_contacts * 1_000),
            scenarios=(*plain.scenarios, BUSY),
        )
    )


def written(folder: Path, scenario: str = "Base") -> Path:
    """The workbook with a scenario picked."""
    path = folder / f"{scenario}.xlsx"
    write_studied(full().in_scenario(scenario), path)
    return path


def test_the_plan_uses_every_line() -> None:
    """Each cost line and kind of hours is there in one of the scenarios at least."""
    for name in (*LINES, "overtime_cost"):
        assert any(full().value(name, one).any() for one in full().runs), name
    assert full().value("overtime_cost", "Busy").any()
    assert full().value("vto_cost", "Base").any()


def test_every_cell_agrees_under_both_scenarios(tmp_path: Path) -> None:
    """Every formula gives what the engine computed; the second book only by its selector."""
    first, second = (written(tmp_path, name) for name in full().runs)
    with ExcelBook(first) as book:
        assert disagreements(read_cells(first), book.recalculate()) == []
        busy = book.recalculate({"in_scenario": "Busy"})
    assert disagreements(read_cells(second), busy) == []


def test_a_rate_typed_without_capplan_counts(tmp_path: Path) -> None:
    """An incentive and an earlier night change their lines as the engine would, no other."""
    rates = {"incentive_share": 0.1, "night_from_h": 9.0, "bonus_month": 5.0}
    with ExcelBook(written(tmp_path)) as book:
        got = book.values({f"in_{name}": value for name, value in rates.items()})
    given = full().assumptions
    engine = make_plan(replace(given, values={**given.values, **rates}))
    shown = budget(got)
    for line in (*LINES, "on_costs_cost"):
        assert shown[term(line).label] == pytest.approx(float(engine[line].sum())), line


def budget(values: Mapping[str, object]) -> dict[str, Any]:
    """The plan total of each line of Budget, by its label."""
    return {
        str(values[f"Budget!B{row}"]): values.get(f"Budget!E{row}")
        for row in range(8, 90)
        if f"Budget!B{row}" in values
    }


def test_budget_shows_lines_and_hours(tmp_path: Path) -> None:
    """Every new line stands on Budget, and paid less the rest is productive."""
    shown = budget(cell_values(written(tmp_path)))
    for line in LINES:
        assert shown[term(line).label] == pytest.approx(float(full()[line].sum())), line
    paid, out, office, learning, productive = (float(shown[term(one).label]) for one in HOURS)
    assert paid - out - office - learning == pytest.approx(productive)
    assert shown[term("paid_year_h").label] == pytest.approx(1_950.0)
    assert shown[term("productive_year_h").label] == pytest.approx(1_950.0 * productive / paid)


def test_what_is_typed_comes_back(tmp_path: Path) -> None:
    """Written, read and written again: the same values, and the same bytes."""
    first = written(tmp_path)
    read = read_plan(first)
    for name in (*RATES, "overtime_burden_share", "vto_pay_share", "night_from_h", "bonus_month"):
        assert read.values[name] == full().assumptions.values[name], name
    assert read.queues["language_premium_share"].tolist() == [0.05, 0.0]
    assert [one.kind for one in read.moves] == [SEVERANCE, "leaver"]
    again = tmp_path / "again.xlsx"
    write_plan(make_plan(read), again)
    assert again.read_bytes() == first.read_bytes()


def test_money_lines_are_folded_where_nothing_is_paid(tmp_path: Path) -> None:
    """Premiums, time off and severance of a queue are hidden in a plan without them."""
    path = tmp_path / "plain.xlsx"
    write_plan(make_plan(assumed()), path)
    for book, hidden in ((path, True), (written(tmp_path), False)):
        sheet = load_workbook(book)["Supply"]
        rows = [one.row for one in sheet["B"] if one.value == term("premium_pay_cost").label]
        assert len(rows) == 3
        assert {sheet.row_dimensions[row].hidden for row in rows} == {hidden}


def test_every_cost_line_belongs_to_one_group_of_the_chart() -> None:
    """The dashboard's columns add up to the total."""
    shown = [line for lines in COST_GROUPS.values() for line in lines]
    assert sorted(shown) == sorted(COST_LINES)
