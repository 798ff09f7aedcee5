"""The table of sources: read back bit by bit, and every fault at its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from capplan_workbook import check_plan, read_plan, read_selector, write_plan
from capplan_workbook.book import cell_name
from capplan_workbook.layout.places import SOURCE_TERMS, TABLE_ROW, Layout
from openpyxl.workbook.workbook import Workbook
from reader_workbooks import edited, faults, given, places, remarks, typed, write
from sheet_xml import CellValue

from capplan.inputs.assumptions import Source
from capplan.plan import make_plan


def cell(name: str, number: int = 0) -> str:
    """The cell of a source's value in a fresh workbook."""
    left = Layout.of(make_plan(replace(given(), scenarios=given().scenarios[:1]))).source_left
    return f"HiringPlan!{cell_name(TABLE_ROW + 1 + number, left + SOURCE_TERMS.index(name))}"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with two sources, one of them mostly blank."""
    return write(tmp_path_factory.mktemp("sources") / "plan.xlsx")


def test_sources_come_back_and_give_equal_bytes(book: Path, tmp_path: Path) -> None:
    """Blank cells stay blank, a name like a formula stays a name, the file is the same one."""
    read = read_plan(book)
    assert read.sources == given().sources
    assert check_plan(book) == []
    again = tmp_path / "again.xlsx"
    write_plan(make_plan(read, read_selector(book)), again)
    assert again.read_bytes() == book.read_bytes()


def test_a_source_typed_into_a_spare_row_is_read(book: Path) -> None:
    """Blank cells take the plan's own values; the multiple is 1 where none is given."""
    changes: dict[str, CellValue] = {
        cell("source", 4): "Rehire",
        cell("source_share", 4): 0.05,
        cell("source_share", 1): 0.6,
    }
    found = read_plan(typed(book, changes)).sources
    assert [one.name for one in found] == ["Referral", "=Agency & Co", "Rehire"]
    assert found[2] == Source("Rehire", 0.05)


FAULTS: list[tuple[str, int, CellValue, str]] = [
    ("source_share", 0, 0.25, "shares adding up to 0.9; allowed shares adding up to 1"),
    ("source_share", 0, 35, "did you mean 0.35 (35 %)?"),
    ("source_share", 0, None, "this cell must be filled"),
    ("source_share", 0, "a third", "type a number"),
    ("source", 0, None, "this cell must be filled"),
    ("source", 1, "referral", "a name used once"),
    ("source_acceptance_share", 0, 0, "above 0 up to 1"),
    ("source_no_show_share", 0, 1, "0 to 0.95"),
    ("source_cost", 1, -5, "0 to 5,000,000"),
    ("source_recruiter_h", 0, "ten", "type a number"),
    ("source_attrition_multiple", 0, 85, "0 to 10"),
]


@pytest.mark.parametrize(("name", "number", "value", "says"), FAULTS)
def test_each_fault_is_one_line_at_its_cell(
    book: Path, name: str, number: int, value: CellValue, says: str
) -> None:
    """One slip gives one line: a refused share is no wrong sum, a wrong sum no refused share."""
    found = faults(typed(book, {cell(name, number): value}))
    assert places(found) == [cell(name, number)]
    assert says in str(found[0])


def test_shares_a_thousandth_off_are_scaled_with_a_remark(book: Path) -> None:
    """A rounding of the planner's is told, and the plan is made."""
    file = typed(book, {cell("source_share"): 0.3504})
    assert faults(file) == []
    assert places(remarks(file)) == [cell("source_share")]
    plan = make_plan(read_plan(file))
    assert plan["mix_hire_cost"] == pytest.approx((0.3504 * 900 + 0.65 * 4200.5) / 1.0004)


def test_a_workbook_without_the_table_has_no_sources(book: Path) -> None:
    """Workbooks of before read as they did; with its headings left, the table is found by them."""

    def cleared(wb: Workbook) -> None:
        del wb["HiringPlan"].tables["tbl_sources"]
        for row in wb["HiringPlan"].iter_rows(min_col=cell_column(), max_col=cell_column() + 6):
            for one in row:
                one.value = None

    def unnamed(wb: Workbook) -> None:
        del wb["HiringPlan"].tables["tbl_sources"]

    assert read_plan(edited(book, cleared)).sources == ()
    assert read_plan(edited(book, unnamed)).sources == given().sources


def cell_column() -> int:
    """The first column of the table in a fresh workbook."""
    return Layout.of(make_plan(replace(given(), scenarios=given().scenarios[:1]))).source_left
