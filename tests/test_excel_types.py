"""Whole workbooks with Excel's types: every cell is the engine's, under every scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import every_table_plan
import pytest
from agreement import disagreements
from capplan_workbook import write_plan
from capplan_workbook.layout import Layout
from excel_types import ExcelBook, agrees
from openpyxl import Workbook
from plans import example_plan, write_example
from sheet_xml import Cell, CellValue, place_of, read_cells
from test_libreoffice_harness import SHEET, STORED, make_book
from versioned_plans import stated

from capplan.plan import make_plan

UNKNOWN = "No such name"
LIVE = "Live scenario is one that the engine ran"


def _every_scenario_agrees(names: tuple[str, ...], write: Callable[[str], Path]) -> None:
    """Only the selector of the first workbook is changed, again and again."""
    with ExcelBook(write(names[0])) as book:
        for name in names:
            got = book.recalculate({"in_scenario": name})
            found = disagreements(read_cells(write(name)), got)
            assert not found, f"{name}: {len(found)}, such as {found[:5]}"


@pytest.mark.parametrize(
    "name", ["bank", "growth", pytest.param("enterprise", marks=pytest.mark.slow)]
)
def test_every_cell_agrees_under_every_scenario(name: str, tmp_path: Path) -> None:
    """Value within 1e-9 and type: no number is a yes/no in Excel, and no text a number."""
    names = example_plan(name).assumptions.scenario_names
    _every_scenario_agrees(names, lambda scenario: write_example(name, scenario, tmp_path))


def test_a_plan_with_every_table_agrees_under_every_scenario(tmp_path: Path) -> None:
    """Queues of three channels and each table filled: the same, cell by cell."""
    names = every_table_plan.made().assumptions.scenario_names
    _every_scenario_agrees(names, lambda name: every_table_plan.written(tmp_path, name))


def test_a_locked_plan_agrees(tmp_path: Path) -> None:
    """The copy of the inputs from when it was locked is compared natively."""
    path = tmp_path / "locked.xlsx"
    write_plan(make_plan(stated("locked")), path)
    assert agrees(path) == []


# names that are not there


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExcelBook]:
    """The workbook with every table, loaded once."""
    with ExcelBook(every_table_plan.written(tmp_path_factory.mktemp("every"))) as book:
        yield book


@pytest.fixture(scope="module")
def stored(every: ExcelBook) -> dict[str, Cell]:
    """Its cells as they are written."""
    return every.recalculate()


def _checks(cells: dict[str, Cell]) -> dict[str, CellValue]:
    """The result of each check by its title."""
    rows = [place.removeprefix("Checks!C") for place in cells if place.startswith("Checks!C")]
    return {
        str(cells[f"Checks!C{row}"].value): cells[f"Checks!G{row}"].value
        for row in rows
        if f"Checks!G{row}" in cells
    }


@pytest.mark.parametrize("typed", [UNKNOWN, None, 7.0])
def test_an_unknown_scenario_is_the_first_one(
    every: ExcelBook, stored: dict[str, Cell], typed: CellValue
) -> None:
    """Every number is the base's, the banner says so, and Checks asks to look."""
    got = every.recalculate({"in_scenario": typed})
    changed = {
        place for place in stored if stored[place] != got[place] and not place.startswith("Checks!")
    }
    assert changed == {"Scenarios!D6"}
    assert (_checks(stored)[LIVE], _checks(got)[LIVE]) == ("OK", "REVIEW")
    assert str(got["Dashboard!B3"].value).startswith("Scenario: Base ")


def test_a_scenario_the_engine_has_not_run_asks_to_look(
    every: ExcelBook, stored: dict[str, Cell]
) -> None:
    """A further column with a name, picked before another run: numbers on the first one's curves.

    Its own drivers count, as far as curves carry them.
    """
    more: dict[str, CellValue] = {"Scenarios!J9": "More", "Scenarios!J10": 0.1}
    got = every.recalculate({**more, "in_scenario": "More"})
    assert not [place for place, cell in got.items() if cell.error]
    assert _checks(got)[LIVE] == "REVIEW"
    cost = place_of(every.path, "out_total_cost")
    assert float(str(got[cost].value)) > float(str(stored[cost].value))


def test_a_scenario_with_another_name_keeps_its_numbers(every: ExcelBook) -> None:
    """The heading and the selector are typed anew: the engine's curves are found by their place."""
    before = every.values({"in_scenario": "Growth"})
    got = every.recalculate({"Scenarios!G9": "Grown", "in_scenario": "Grown"})
    for sheet in ("Requirement", "Supply", "Management", "Budget"):
        numbers = [place for place in before if place.startswith(sheet) and place[-2:] != "B3"]
        assert [got[place].value for place in numbers] == [before[place] for place in numbers]
    assert _checks(got)[LIVE] == "REVIEW"


PLACES = Layout.of(every_table_plan.made()).cost
LISTED = (
    "site_name",
    "site_currency",
    "wage_step_group",
    "wage_step_site",
    "outsourcing_queue",
    "outsourcing_currency",
)

# cell -> what Checks must say of it at least
NAMES = {
    "Queues!B8": "FAIL",
    "Demand!C7": "FAIL",
    "HiringPlan!C8": "FAIL",
    "HiringPlan!P8": "FAIL",
    "HiringPlan!Q8": "FAIL",
    "in_budget_calendar": "FAIL",
    "in_manager_leads": "FAIL",
    "Queues!C8": "REVIEW",
    "Queues!D8": "REVIEW",
    "Demand!K8": "REVIEW",
    **{
        PLACES.cell(name, 0).replace("$", ""): "FAIL" if name.endswith("currency") else "REVIEW"
        for name in LISTED
    },
}


@pytest.mark.parametrize("cell", NAMES)
def test_a_name_that_is_not_there_is_told_and_makes_no_error(
    every: ExcelBook, stored: dict[str, Cell], cell: str
) -> None:
    """Typed into any list of names or choices: no cell shows an error, and Checks says it."""
    known = {title for title, result in _checks(stored).items() if result != "OK"}
    got = every.recalculate({cell: UNKNOWN})
    assert not [place for place, one in got.items() if one.error]
    told = {
        result for title, result in _checks(got).items() if title not in known and result != "OK"
    }
    assert NAMES[cell] in told


# the tool itself


def test_right_results_agree(tmp_path: Path) -> None:
    """Numbers, texts and a yes/no stored as such."""
    assert agrees(make_book(tmp_path / "book.xlsx", STORED)) == []


@pytest.mark.parametrize(
    ("address", "stored", "line"),
    [
        ("B3", "0.3000001", "B3: stored 0.3000001, recalculated 0.3"),
        ("B4", "FAIL", "B4: stored 'FAIL', recalculated 'OK'"),
        ("B5", "0", "B5: stored False, recalculated True"),
    ],
)
def test_planted_wrong_results_are_named(
    address: str, stored: str, line: str, tmp_path: Path
) -> None:
    """Both values, and nothing else."""
    wrong = make_book(tmp_path / "wrong.xlsx", STORED | {address: stored})
    assert agrees(wrong) == [f"{SHEET}!{line}"]


def test_a_yes_no_is_no_number(tmp_path: Path) -> None:
    """What LibreOffice takes for 0 is ordered behind every number, and left out of a sum."""
    book, path = Workbook(), tmp_path / "typed.xlsx"
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 5, "=A1>9", '=IF(AND(A2>=0,A2<=0),"OK","FAIL")'
    sheet["A4"] = "=SUM(A1:A2)+SUMPRODUCT(A1:A2)"
    book.save(path)
    with ExcelBook(path) as typed:
        assert typed.values() == {
            "Sheet!A1": 5.0,
            "Sheet!A2": False,
            "Sheet!A3": "FAIL",
            "Sheet!A4": 10.0,
        }
        assert disagreements(
            {"Sheet!A2": Cell(True, 0.0)}, {"Sheet!A2": typed.cell("Sheet!A2")}
        ) == ["Sheet!A2: stored 0.0, recalculated False"]


def test_each_edit_starts_from_the_file(tmp_path: Path) -> None:
    """What was typed before is put back: numbers, blanks, texts, and a formula typed over."""
    path = make_book(tmp_path / "book.xlsx", STORED)
    with ExcelBook(path) as book:
        stored = book.recalculate()
        edits: list[dict[str, CellValue]] = [
            {"in_volume": 4.5, f"{SHEET}!A3": 7.0},
            {f"{SHEET}!B1": 1.0},
            {f"{SHEET}!C1": None, f"{SHEET}!C9": "new"},
        ]
        sums = [book.values(edit).get(f"{SHEET}!B2") for edit in edits]
        assert sums == [20.25, 100.0, 100.0]
        assert book.recalculate() == stored
        assert book.value("in_volume") == 10.0


def test_an_error_is_shown_as_in_a_cell(tmp_path: Path) -> None:
    """Division by nothing, and the same in what refers to it."""
    with ExcelBook(make_book(tmp_path / "book.xlsx", STORED)) as book:
        got = book.recalculate({"in_volume": 0.0})
        assert got[f"{SHEET}!B3"] == Cell(True, "#DIV/0!", True)
