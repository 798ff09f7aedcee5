"""The cost tables in the workbook: formulas agree with the engine in every scenario."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from agreement import disagreements
from capplan_workbook import write_plan
from capplan_workbook.layout.places import Layout
from cost_plans import CONTRACT, SITES, STEPS, made, plain
from excel_types import ExcelBook
from libreoffice import cell_values
from openpyxl import load_workbook
from plans import write_studied
from sheet_xml import read_cells

from capplan.plan import make_plan

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")


@cache
def written(folder: Path, scenario: str) -> Path:
    """The workbook with a scenario picked."""
    path = folder / f"{scenario}.xlsx"
    write_studied(made().in_scenario(scenario), path)
    return path


def test_every_cell_agrees_under_both_scenarios(tmp_path: Path) -> None:
    """Two currencies, three awards, a contract: only the selector is changed."""
    with ExcelBook(written(tmp_path, "Base")) as book:
        for scenario in made().runs:
            got = book.recalculate({"in_scenario": scenario})
            differences = disagreements(read_cells(written(tmp_path, scenario)), got)
            assert not differences, f"{scenario}: {len(differences)}, such as {differences[:5]}"


def test_seats_short_are_named_with_their_site_and_worst_week(tmp_path: Path) -> None:
    """Checks asks for a look at Manila, and finds Lisbon's seats enough."""
    cells = cell_values(written(tmp_path, "Base"))
    texts = [str(one) for place, one in cells.items() if place.startswith("Checks!")]
    worst = made()["site_seats_short_heads"][:, 0]
    assert any(
        one.startswith(f"Supply: Manila, week {worst.argmax() + 1}, short of") for one in texts
    )
    assert "Seats at Lisbon suffice in every week" in texts


def test_a_plan_without_the_tables_has_none_of_their_lines(tmp_path: Path) -> None:
    """Its formulas take the plan's own pay and pay index."""
    assert Layout.of(make_plan(plain())).pay_rows == {}
    path = tmp_path / "plain.xlsx"
    write_plan(make_plan(plain()), path)
    lay = Layout.of(make_plan(plain()))
    formula = load_workbook(path)["Supply"].cell(lay.supply_row("agent_pay_cost", 1), 7).value
    wage = lay.calendar_row("wage_index")
    assert str(formula).endswith(f"*live_agent_salary_cost*Requirement!G{wage}/52")


def test_awards_alone_and_a_contract_alone_agree_too(tmp_path: Path) -> None:
    """Each table works without the others."""
    contract = (replace(CONTRACT, currency=""),)
    plans = [make_plan(plain(wage_steps=STEPS)), make_plan(plain(outsourcing=contract))]
    for number, plan in enumerate(plans):
        base, more = tmp_path / f"{number}.xlsx", tmp_path / f"{number}-more.xlsx"
        write_studied(plan, base)
        write_studied(plan.in_scenario("More"), more)
        with ExcelBook(base) as book:
            got = book.recalculate({"in_scenario": "More"})
        assert disagreements(read_cells(more), got) == []


def test_site_lines_carry_the_sites_names(tmp_path: Path) -> None:
    """Every seat line says whose seats they are."""
    lay, sheet = Layout.of(made()), load_workbook(written(tmp_path, "Base"))["Supply"]
    labels = [
        sheet.cell(lay.pay_rows[f"site_seats_need_heads_{number}"], 2).value
        for number in range(len(SITES))
    ]
    assert labels == ["Manila: Seats needed at the site", "Lisbon: Seats needed at the site"]
