"""Moves in the workbook without capplan: formulas count them as the engine does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from capplan_workbook.book import cell_name
from capplan_workbook.layout.places import MOVE_TERMS, Layout
from excel_types import ExcelBook, agrees
from openpyxl import load_workbook
from reader_workbooks import SCENARIOS, given, write
from sheet_xml import CellValue

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
Cells = dict[str, CellValue]
LAYOUT = Layout(12, ("Sales",), ("Base",), 0, 0, 1, 48)


def at(row: int, term: str) -> str:
    """The cell of a move's term."""
    return f"HiringPlan!{cell_name(row, LAYOUT.move_left + MOVE_TERMS.index(f'move_{term}'))}"


def checks(values: Cells) -> dict[str, tuple[object, object]]:
    """What each check measured, and its result, by its title."""
    return {
        str(values[f"Checks!C{row}"]): (values.get(f"Checks!D{row}"), values[f"Checks!G{row}"])
        for row in range(6, 80)
        if f"Checks!C{row}" in values and f"Checks!G{row}" in values
    }


def test_every_kind_of_move_counts_the_same(tmp_path: Path) -> None:
    """Transfers, promotions, leave with and without a date, a running class; two scenarios."""
    names = [scenario.name for scenario in SCENARIOS[:2]]
    for name in names:
        assert agrees(write(tmp_path / f"{name}.xlsx", scenario=name)) == []


def test_checks_fail_for_moves_that_cannot_be(tmp_path: Path) -> None:
    """Typed without capplan: too many people; no such queue, target, kind or week; a late class."""
    book = write(tmp_path / "plan.xlsx", scenario="Base")
    edits: tuple[Cells, ...] = (
        {at(9, "heads"): 30.0},
        {
            at(8, "to_queue"): None,
            at(9, "queue"): "Mail",
            at(10, "kind"): "swap",
            at(11, "week"): 46400.0,
            "HiringPlan!D8": 46400.0,
        },
    )
    with ExcelBook(book) as opened:
        many, wrong = (checks(opened.values(cells)) for cells in edits)
    assert many["No stock of people below zero"][1] == many["Overall"][1] == "FAIL"
    counted = "Every move is of a known kind, in a week of the plan, between known queues"
    assert wrong[counted] == (4.0, "FAIL")
    running = "Every class starts in a week of the plan, or is still running"
    assert wrong[running] == (8.0, "FAIL")


def test_lines_of_moves_are_folded_where_nobody_moves(tmp_path: Path) -> None:
    """Ten lines a block stand hidden under the opening agents; with moves they are open."""
    for moves, hidden in ((given().moves, False), ((), True)):
        own = given()
        values = {**own.values, "leave_of_absence_weekly_share": 0.0}
        plan = replace(own, moves=moves, values=values)
        sheet = load_workbook(write(tmp_path / f"{hidden}.xlsx", plan, "Base"))["Supply"]
        rows = [one.row for one in sheet["B"] if one.value == "Transfers out"]
        assert len(rows) == 1 + len(own.queue_names)
        for row in rows:
            assert sheet.row_dimensions[row].outlineLevel == 1
            assert sheet.row_dimensions[row].hidden == hidden
