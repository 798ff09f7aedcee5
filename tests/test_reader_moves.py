"""The table of moves on HiringPlan: read as written, each fault at its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from capplan_workbook import check_plan, read_plan
from capplan_workbook.book import cell_name
from capplan_workbook.layout.places import MOVE_TERMS, Layout
from capplan_workbook.reader import open_plan
from openpyxl.workbook.workbook import Workbook
from reader_workbooks import edited, faults, given, places, remarks, typed, write
from sheet_xml import CellValue

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Move
from capplan.plan import make_plan

FRIDAY, NEXT_YEAR = 46045, 46391
LEFT = Layout(1, ("Sales",), ("Base",), 0, 0, 1, 48).move_left


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook without a fault and with five moves."""
    return write(tmp_path_factory.mktemp("moves") / "plan.xlsx")


def at(row: int, term: str) -> str:
    """The cell of a move's term."""
    return f"HiringPlan!{cell_name(row, LEFT + MOVE_TERMS.index(f'move_{term}'))}"


def test_moves_come_back_as_written(book: Path) -> None:
    """Blank names, targets, weeks and shares stay blank; numbers and weeks are the same."""
    assert read_plan(book).moves == given().moves


def test_a_move_typed_into_a_spare_row_is_read(book: Path) -> None:
    """Kind and queues are recognised however they are spelt."""
    row: dict[str, CellValue] = {
        at(13, "kind"): "Transfer",
        at(13, "queue"): "sales",
        at(13, "to_queue"): " back OFFICE",
        at(13, "week"): 46062,
        at(13, "heads"): "2",
    }
    added = read_plan(typed(book, row)).moves[-1]
    assert added == Move("", "transfer", "Sales", date(2026, 2, 9), 2.0, "Back office")


FAULTS: list[tuple[tuple[int, str], CellValue, str]] = [
    ((8, "kind"), "swap", "one of transfer, promotion, leave of absence, leaver"),
    ((9, "queue"), "Back ofice", "did you mean Back office?"),
    ((8, "to_queue"), "Mail", "one of Back office, =1+1 & Co, Sales"),
    ((8, "to_queue"), None, "a transfer goes to another queue"),
    ((8, "to_queue"), "Sales", "another queue than the one they leave"),
    ((9, "to_queue"), "Sales", "blank for a promotion"),
    ((9, "week"), FRIDAY, "did you mean 2026-01-19?"),
    ((9, "week"), NEXT_YEAR, "a week of the plan, 2026-01-05 to 2026-03-23"),
    ((9, "week"), None, "this cell must be filled"),
    ((9, "heads"), 2.5, "only whole numbers"),
    ((9, "heads"), None, "this cell must be filled"),
    ((9, "heads"), -1, "0 to 5,000 heads"),
    ((8, "weeks"), 105, "0 to 104 weeks"),
    ((10, "weeks"), 0, "1 or more weeks away, or blank"),
    ((10, "return_share"), 50, "did you mean 0.5 (50 %)?"),
    ((9, "heads"), 30, "found Promotions out of 30 from Back office on 2026-02-02"),
]


@pytest.mark.parametrize(("cell", "value", "says"), FAULTS)
def test_each_fault_names_its_cell(
    book: Path, cell: tuple[int, str], value: CellValue, says: str
) -> None:
    """One wrong cell is one fault, at that cell, with what is allowed."""
    found = faults(typed(book, {at(*cell): value}))
    assert places(found) == [at(*cell)]
    assert says in str(found[0])


def test_what_a_kind_does_not_use_is_remarked(book: Path) -> None:
    """Weeks of a promotion and a share that comes back from a transfer change nothing."""
    file = typed(book, {at(9, "weeks"): 4, at(8, "return_share"): 0.5})
    assert places(remarks(file)) == [at(8, "return_share"), at(9, "weeks")]
    assert faults(file) == []


def test_a_misspelt_heading_is_named(book: Path) -> None:
    """The table says which heading it misses."""
    found = faults(typed(book, {at(7, "week"): "Week of move"}))
    assert places(found) == [at(7, "week")]
    assert "Week of the move" in str(found[0])


def test_a_workbook_from_before_there_were_moves_has_none(book: Path) -> None:
    """Without the table nobody moves; with headings but no table name it is found."""

    def without(wb: Workbook) -> None:
        del wb["HiringPlan"].tables["tbl_moves"]

    def emptied(wb: Workbook) -> None:
        without(wb)
        for row in wb["HiringPlan"].iter_rows(5, 30, LEFT, LEFT + 7):
            for cell in row:
                cell.value = None

    assert read_plan(edited(book, without)).moves == given().moves
    assert check_plan(edited(book, emptied)) == []
    assert read_plan(edited(book, emptied)).moves == ()


def test_a_shortage_that_shows_in_the_finished_plan_names_its_cell(tmp_path: Path) -> None:
    """After a year proposals may bring the agents; where they do not, the cell is named."""
    own = given()
    late = Move("late", "leaver", "Back office", date(2027, 6, 7), 2000.0)
    contacts = own.base_contacts.repeat(7, axis=0)
    longer = replace(own.calendar, weeks=len(contacts))
    own = replace(
        own, calendar=longer, base_contacts=contacts, moves=(), scenarios=own.scenarios[:1]
    )
    file = write(tmp_path / "long.xlsx", own, "Base")
    row: dict[str, CellValue] = {
        at(8, "kind"): "leaver",
        at(8, "queue"): "Back office",
        at(8, "week"): 46545,
        at(8, "heads"): 2000,
        "in_propose_classes": "yes",
    }
    found = open_plan(typed(file, row))
    assert found.assumptions.moves == (replace(late, name=""),)
    with pytest.raises(PlanInputError) as refused:
        make_plan(found.assumptions, place=found.place)
    assert [one.where for one in refused.value.issues] == [at(8, "heads")]
