"""The cost tables of a workbook: read back bit by bit, and every fault at its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from capplan_workbook import check_plan, read_plan, read_selector, write_plan
from capplan_workbook.book import cell_name
from capplan_workbook.layout.cost_places import HEAD_ROW, SPARE_CURRENCIES
from capplan_workbook.layout.places import Layout
from cost_plans import RATES, SITES, STEPS, TABLES, cost_plan, made, plain
from openpyxl.workbook.workbook import Workbook
from plans import write_studied
from reader_workbooks import edited, faults, places, remarks, typed
from sheet_xml import CellValue

from capplan.inputs.entries import PlanRate, Site
from capplan.plan import make_plan
from capplan.questions.comparison import compare


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with rows in all four tables."""
    path = tmp_path_factory.mktemp("costs") / "plan.xlsx"
    write_studied(made(), path)
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook whose four tables are empty."""
    path = tmp_path_factory.mktemp("costs") / "empty.xlsx"
    write_plan(make_plan(plain()), path)
    return path


def cell(name: str, number: int = 0) -> str:
    """The cell of a value in the workbook."""
    return Layout.of(made()).cost.cell(name, number).replace("$", "")


def rate_cell(row: int, column: int, head: bool = False) -> str:
    """A cell of tbl_rates: rows and columns count from 0, column 0 is the month."""
    left = Layout.of(made()).cost.left("tbl_rates")
    return f"Assumptions!{cell_name(HEAD_ROW + (0 if head else 1 + row), left + column)}"


def test_the_tables_come_back_and_give_equal_bytes(book: Path, tmp_path: Path) -> None:
    """Blank cells stay blank, nothing is remarked on, the file is the same one."""
    read = read_plan(book)
    assert {part: getattr(read, part) for part in TABLES} == {
        part: getattr(cost_plan(), part) for part in TABLES
    }
    assert check_plan(book) == []
    again = tmp_path / "again.xlsx"
    write_plan(make_plan(read, read_selector(book)), again)
    assert again.read_bytes() == book.read_bytes()


def test_empty_tables_come_back_empty(empty: Path, tmp_path: Path) -> None:
    """And give equal bytes again."""
    read = read_plan(empty)
    assert not any(getattr(read, part) for part in TABLES)
    again = tmp_path / "again.xlsx"
    write_plan(make_plan(read, read_selector(empty)), again)
    assert again.read_bytes() == empty.read_bytes()


def test_rows_typed_into_an_empty_workbook_are_read(empty: Path) -> None:
    """A site in a currency whose heading and rates are typed over the first spare column."""
    left = Layout.of(make_plan(plain())).cost.left("tbl_rates")
    changes: dict[str, CellValue] = {
        cell("site_name"): "Manila",
        cell("site_currency"): "PHP",
        cell("site_agent_salary"): 600_000,
        f"Assumptions!{cell_name(HEAD_ROW, left + 1)}": "PHP",
    }
    for month in range(4):
        changes[f"Assumptions!{cell_name(HEAD_ROW + 1 + month, left + 1)}"] = 0.016 + month / 1e3
    found = read_plan(typed(empty, changes))
    assert found.sites == (Site("Manila", "PHP", 600_000.0),)
    assert [one.plan_rate for one in found.plan_rates] == pytest.approx(
        [0.016, 0.017, 0.018, 0.019]
    )
    assert {one.name for one in found.plan_rates} == {"PHP"}


def test_a_column_typed_right_of_the_rates_is_read(book: Path) -> None:
    """Its heading is the currency."""
    past = 1 + 2 + SPARE_CURRENCIES
    changes: dict[str, CellValue] = {rate_cell(0, past, head=True): "GBP", rate_cell(0, past): 1.17}
    found = read_plan(typed(book, changes)).plan_rates
    assert PlanRate("GBP", RATES[0].month, 1.17) in found


FAULTS: list[tuple[str, CellValue, str]] = [
    (cell("site_name", 1), "Lissabon", "allowed one of Manila, Lisbon"),
    (cell("site_name", 1), "Manila", "a site listed once"),
    (cell("site_agent_salary"), -5, "found -5; allowed 0 to"),
    (cell("wage_step_from_date", 1), "2029-01-01", "the plan runs from 2027-03-01 to 2027-06-27"),
    (cell("wage_step_award_share"), 3, "did you mean 0.03 (3 %)?"),
    (cell("wage_step_award_share"), None, "this cell must be filled"),
    (cell("wage_step_group"), "managers", "allowed one of all, agents, leaders, support"),
    (cell("outsourcing_queue"), "Mial", "did you mean Mail?"),
    (cell("outsourcing_first_week"), "2027-03-09", "found 2027-03-09"),
    (cell("outsourcing_last_week"), "2027-03-01", "the first week or later"),
    (rate_cell(0, 1), 0, "found 0; allowed above 0; type the plan rate of 2027-03"),
    (rate_cell(1, 1), -1, "found -1; allowed above 0; type the plan rate of 2027-04"),
    (rate_cell(2, 1), None, "found nothing; allowed above 0; type the plan rate of 2027-05"),
    ("in_wage_step_date", "2031-01-01", "the plan runs from 2027-03-01 to 2027-06-27"),
]


@pytest.mark.parametrize(("at", "value", "says"), FAULTS)
def test_each_fault_is_one_line_at_its_cell(
    book: Path, at: str, value: CellValue, says: str
) -> None:
    """The cell, what was found, what is allowed; nothing else is refused on its account."""
    found = faults(typed(book, {at: value}))
    assert len(found) == 1, [str(one) for one in found]
    assert says in str(found[0])
    assert at.startswith("in_") or places(found) == [at]


def test_a_currency_without_a_column_is_refused_where_one_can_be_named(book: Path) -> None:
    """Every month of it, in the first column that has no currency yet."""
    found = faults(typed(book, {cell("site_currency", 1): "GBP"}))
    assert len(found) == 4
    assert places(found)[0] == rate_cell(0, 3)
    assert str(found[0]).endswith(
        "Plan rate of GBP: found nothing; allowed above 0; type the plan rate of 2027-03"
    )


def test_a_minimum_above_the_hours_is_remarked_on(book: Path) -> None:
    """It is no fault."""
    changed = typed(book, {cell("outsourcing_minimum_h"): 500})
    assert faults(changed) == []
    assert places(remarks(changed)) == [cell("outsourcing_minimum_h")]


def test_a_workbook_without_the_tables_has_none(book: Path) -> None:
    """As older workbooks are: everything at the plan's own pay."""

    def cleared(wb: Workbook) -> None:
        sheet = wb["Assumptions"]
        for name in list(sheet.tables):
            del sheet.tables[name]
        for row in sheet.iter_rows(min_row=HEAD_ROW - 1, min_col=14):
            for one in row:
                one.value = None

    read = read_plan(edited(book, cleared))
    assert not any(getattr(read, part) for part in TABLES)


def test_compare_finds_changes_with_their_cells(book: Path) -> None:
    """A rate, a pay and an award that were typed over are told with both values and the cell."""
    from capplan_workbook.reading.assembly import examine
    from capplan_workbook.reading.findings import Findings
    from capplan_workbook.reading.source import Source

    changes: dict[str, CellValue] = {
        cell("site_agent_salary"): 620_000,
        cell("wage_step_award_share", 2): -0.02,
        rate_cell(1, 2): 0.95,
    }
    sides: list[Any] = [examine(Findings(Source(one))) for one in (book, typed(book, changes))]
    old, new = sides
    found = compare(
        old.assumptions, new.assumptions, old_place=old.place, new_place=new.place
    ).differences
    assert {(one.term, one.cell) for one in found} == {
        ("site_agent_salary", cell("site_agent_salary")),
        ("wage_step_award_share", cell("wage_step_award_share", 2)),
        ("plan_rate", rate_cell(1, 2)),
    }


def test_more_rows_than_spare_ones_make_the_tables_grow(tmp_path: Path) -> None:
    """Forty awards stand in one table and come back."""
    steps = tuple(replace(STEPS[0], name=f"Award {n}", award_share=0.001) for n in range(40))
    path = tmp_path / "many.xlsx"
    write_plan(make_plan(cost_plan(wage_steps=steps, sites=SITES)), path)
    assert read_plan(path).wage_steps == steps
