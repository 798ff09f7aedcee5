"""What was written is what is read, however often, and unchanged by harmless edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import check_plan, read_plan, read_selector, write_plan
from capplan_workbook.book.text import clean
from capplan_workbook.reading.cells import fold_name
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from libreoffice import recalculate
from openpyxl.workbook.workbook import Workbook
from reader_workbooks import differences, edited, given, insert, rename, typed, write

from capplan.inputs.assumptions import Assumptions, make_assumptions
from capplan.plan import make_plan

DIGITS = 1e-13


@pytest.fixture(scope="module")
def plan() -> Assumptions:
    """The assumptions behind the workbook."""
    own = given()
    return replace(own, values={**own.values, "propose_classes": "no"})


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as capplan wrote it."""
    return write(tmp_path_factory.mktemp("reader") / "plan.xlsx")


def test_reading_gives_the_written_assumptions(book: Path, plan: Assumptions) -> None:
    """Every input comes back bit by bit, and a fresh workbook gives no remark."""
    assert differences(read_plan(book), plan) == []
    assert check_plan(book) == []
    assert read_selector(book) == "Growth"


def test_writing_what_was_read_gives_equal_bytes(book: Path, tmp_path: Path) -> None:
    """Write, read and write again ends in the same file."""
    again = tmp_path / "again.xlsx"
    write_plan(make_plan(read_plan(book), read_selector(book)), again)
    assert again.read_bytes() == book.read_bytes()


def test_the_file_is_only_read(book: Path) -> None:
    """Reading leaves the bytes as they are."""
    before = book.read_bytes()
    read_plan(book)
    assert book.read_bytes() == before


def _rows_above(wb: Workbook) -> None:
    for sheet in ("Queues", "Assumptions", "Demand", "HiringPlan", "Scenarios"):
        insert(wb, sheet, rows=(2, 3), cols=(1, 2))


def _rows_inside(wb: Workbook) -> None:
    insert(wb, "Queues", rows=(9, 1), cols=(6, 1))
    insert(wb, "Demand", rows=(10, 2), cols=(4, 1))
    insert(wb, "Assumptions", rows=(20, 2), cols=(3, 1))
    insert(wb, "HiringPlan", rows=(9, 1), cols=(4, 1))
    insert(wb, "Scenarios", rows=(12, 1), cols=(7, 1))


def _renamed(wb: Workbook) -> None:
    rename(wb, "Queues", "Our queues")
    rename(wb, "Demand", "Bob's forecast")
    wb.move_sheet("Scenarios", -4)
    wb.move_sheet("Assumptions", 5)


def _notes_sheet(wb: Workbook) -> None:
    wb.create_sheet("Notes", 0)["B2"] = "Queue"
    wb["_schema"].sheet_state = "hidden"


def _sorted_weeks(wb: Workbook) -> None:
    sheet = wb["Demand"]
    rows = [[sheet.cell(row, col).value for col in range(2, 6)] for row in range(8, 20)]
    for row, values in zip(range(8, 20), reversed(rows), strict=True):
        for col, value in enumerate(values, 2):
            sheet.cell(row, col).value = value


def _moved_columns(wb: Workbook) -> None:
    sheet = wb["Demand"]
    for row in range(7, 20):
        first, last = sheet.cell(row, 3), sheet.cell(row, 5)
        first.value, last.value = last.value, first.value


def _sorted_assumptions(wb: Workbook) -> None:
    sheet = wb["Assumptions"]
    for col in (*range(2, 5), 8, 9):
        first, last = sheet.cell(60, col), sheet.cell(61, col)
        first.value, last.value = last.value, first.value


def _names_left_behind(wb: Workbook) -> None:
    for sheet in ("Queues", "Assumptions", "Demand", "HiringPlan", "Scenarios"):
        wb[sheet].insert_rows(3, 2)


def _no_tables(wb: Workbook) -> None:
    for sheet in wb.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]


def _no_names(wb: Workbook) -> None:
    for name in list(wb.defined_names):
        if name.startswith("in_") and name != "in_scenario":
            del wb.defined_names[name]


EDITS = (
    _rows_above, _rows_inside, _renamed, _notes_sheet, _sorted_weeks, _moved_columns,
    _sorted_assumptions, _names_left_behind, _no_tables, _no_names,
)  # fmt: skip


@pytest.mark.parametrize("change", EDITS, ids=lambda one: one.__name__.strip("_"))
def test_edits_that_move_inputs_change_nothing(
    book: Path, plan: Assumptions, change: object
) -> None:
    """Inserted rows and columns, renamed, moved and sorted parts read as before."""
    assert callable(change)
    file = edited(book, change)
    assert [one for one in check_plan(file) if one.severity == "stop"] == []
    assert differences(read_plan(file), plan, DIGITS) == []
    assert read_selector(file) == "Growth"


@pytest.mark.libreoffice
def test_a_file_saved_by_libreoffice_reads_the_same(
    book: Path, plan: Assumptions, tmp_path: Path
) -> None:
    """LibreOffice writes every part anew; the inputs are the same ones."""
    saved = recalculate(book, tmp_path)
    assert check_plan(saved) == []
    assert differences(read_plan(saved), plan, DIGITS) == []


def test_a_scenario_beside_the_table_is_read(book: Path) -> None:
    """A further column with a name and values is a scenario, and a remark says so."""
    file = typed(book, {"Scenarios!I9": "Fewer calls", "Scenarios!I10": -0.2})
    scenario = read_plan(file).scenarios[-1]
    assert (scenario.name, dict(scenario.overrides)) == (
        "Fewer calls",
        {"volume_change_share": -0.2},
    )
    assert [one.where for one in check_plan(file)] == ["Scenarios!I9"]


def test_blank_cells_take_the_default(book: Path, plan: Assumptions) -> None:
    """A cleared cell means not given, so the vocabulary's default applies."""
    file = typed(book, {"in_class_max_heads": None, "in_wage_step_date": None, "Queues!D8": " "})
    values = read_plan(file).values
    assert values["class_max_heads"] == 20.0
    assert values["wage_step_date"] is None
    assert read_plan(file).queues["site"][0] == "Main"


ODD_NAMES = (
    "=1+1", "@x", "+1", "-2", "'quoted'", "Sales\x07", "x\ud800", "a\tb", "2026", "Column2",
    "07:00",
)  # fmt: skip
NAME = st.text(min_size=1, max_size=12) | st.sampled_from(ODD_NAMES)


@settings(max_examples=15)
@drawn(st.lists(NAME, min_size=1, max_size=3))
def test_any_queue_name_comes_back_as_text(
    tmp_path_factory: pytest.TempPathFactory, drawn_names: list[str]
) -> None:
    """Names are data: formulas, numbers and odd characters are read back as the text they are."""
    shown = (" ".join(clean(one).split()) for one in drawn_names)
    kept = [one for one in shown if fold_name(one) and one.isprintable()]
    names = list({fold_name(one): one for one in kept}.values()) or ["Sales"]
    rows: list[Mapping[str, Any]] = [{"queue": one, "aht_s": 300.0} for one in names]
    own = make_assumptions(date(2026, 1, 5), rows, np.full((2, len(rows)), 50.0))
    file = write(tmp_path_factory.mktemp("names") / "plan.xlsx", own, "Base")
    assert read_plan(file).queue_names == tuple(names)
