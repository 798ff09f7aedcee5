"""Headings, rows and columns that are missing, doubled, misspelt or beside their table."""

from __future__ import annotations

from pathlib import Path

import pytest
from capplan_workbook import check_plan, read_plan
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook
from reader_workbooks import (
    edited,
    faults,
    named_cell,
    places,
    queue_cell,
    remarks,
    typed,
    write,
)
from sheet_xml import CellValue

from capplan.errors import PlanInputError

# the table of profiles: queue, weekday, midnight, and the half-hours from 8:00 to 18:00
QUEUE_COL, DAY_COL, MIDNIGHT, EIGHT, HALF_PAST = "AI", "AJ", "AK", "BA", "BB"
OPEN = [f"B{one}" for one in "ABCDEFGHIJKLMNOPQRST"]
PROFILE_ROWS = range(8, 15)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook without a fault."""
    return write(tmp_path_factory.mktemp("tables") / "plan.xlsx")


def test_ten_faults_in_ten_cells_give_ten_lines(book: Path) -> None:
    """All faults come at once, each names its cell, none comes twice or is caused by another."""
    planted: dict[str, CellValue] = {
        queue_cell("aht_s"): "five minutes",
        queue_cell("service_level_share"): 80,
        queue_cell("channel", 1): "chta",
        queue_cell("patience_s"): "long",
        "Demand!C9": "1,5",
        "Demand!B12": "01.02.2026",
        "Demand!K8": "Slaes",
        "HiringPlan!D8": 46063,
        "Scenarios!G13": 45,
        "in_shrinkage_sick_share": 62.5,
    }
    file = typed(book, planted)
    expected = {named_cell(book, one) if "!" not in one else one for one in planted}
    found = faults(file)
    assert sorted(places(found)) == sorted(expected)
    with pytest.raises(PlanInputError) as refused:
        read_plan(file)
    assert str(refused.value).count("\n") == 9
    assert refused.value.issues == tuple(found)


HEADINGS = [
    ("Queues!E7", "Handle time", "Queues!B7", "AHT"),
    ("Queues!F7", "Service levl", "Queues!F7", "Service level"),
    ("Demand!B7", "Weeks", "Demand!B7", "Week"),
    ("Demand!C7", "Slaes", "Demand!C7", "did you mean Sales?"),
    ("Demand!L7", "1st week", "Demand!L7", "First week"),
    ("HiringPlan!E7", "Starter", "HiringPlan!E7", "Starters"),
    (f"Queues!{DAY_COL}7", "Week day", f"Queues!{DAY_COL}7", "Weekday"),
]


@pytest.mark.parametrize(("cell", "text", "at", "says"), HEADINGS)
def test_a_misspelt_heading_is_named_with_the_right_one(
    book: Path, cell: str, text: str, at: str, says: str
) -> None:
    """A heading that is not found is a fault, at the closest heading where one is close."""
    found = faults(typed(book, {cell: text}))
    assert places(found) == [at]
    assert says in str(found[0])


def test_a_queue_without_a_column_and_a_column_without_a_queue_are_faults(book: Path) -> None:
    """Demand must have one column a queue, under the queue's name."""
    found = faults(typed(book, {"Demand!C7": "Complaints"}))
    assert places(found) == ["Demand!B7", "Demand!C7"]
    assert "no column for 'Sales'" in str(found[0])
    assert "the heading 'Complaints'" in str(found[1])
    assert places(faults(typed(book, {"Demand!D7": "Sales"}))) == ["Demand!B7", "Demand!D7"]


def test_a_renamed_queue_is_named_wherever_its_old_name_stands(book: Path) -> None:
    """Demand, profiles, events and classes still say the old name: one fault each."""
    found = faults(typed(book, {"Queues!B8": "Sales UK"}))
    places_found = places(found)
    assert places_found[:-1] == [f"Queues!{QUEUE_COL}8", "Demand!C7", "Demand!K8", "HiringPlan!C8"]
    assert places_found[-1].startswith("HiringPlan!")  # the move from that queue
    assert all("did you mean Sales UK?" in str(one) for one in found)


def test_a_new_queue_in_a_spare_row_needs_contacts_and_a_profile(book: Path) -> None:
    """A queue on Queues alone lacks its Demand column and its profile rows."""
    found = faults(typed(book, {"Queues!B11": "Chat 2", "Queues!E11": 240}))
    assert places(found) == [f"Queues!{QUEUE_COL}29", "Demand!B7"]
    assert "no rows for Chat 2" in str(found[0])


def test_a_queue_column_right_of_the_table_is_read(book: Path) -> None:
    """The headings tell where contacts stand, also where the table's range has lost a column."""

    def narrower(wb: Workbook) -> None:
        wb["Demand"].tables["tbl_demand"].ref = "B7:D19"

    file = edited(book, narrower)
    assert check_plan(file) == []
    assert read_plan(file).base_contacts.tolist() == read_plan(book).base_contacts.tolist()


def test_a_closed_queue_needs_no_profile(book: Path) -> None:
    """A queue whose contacts are all 0 may have no profile."""
    changes: dict[str, CellValue] = {f"Demand!C{row}": 0 for row in range(8, 20)}
    changes |= {
        f"Queues!{col}{row}": None for row in PROFILE_ROWS for col in (QUEUE_COL, DAY_COL, *OPEN)
    }
    assert faults(typed(book, changes)) == []
    open_again = typed(book, {**changes, "Demand!C8": 5})
    assert "no rows for Sales" in str(faults(open_again)[0])


def test_profile_sums_are_scaled_when_close_and_refused_when_not(book: Path) -> None:
    """A sum within a thousandth of 1 is scaled with a remark; beyond it is a fault."""
    before = float(read_plan(book).profile_share[0, 0, 16])
    near = typed(book, {f"Queues!{EIGHT}8": before + 0.0005})
    assert read_plan(near).profile_share[0].sum() == pytest.approx(1.0, abs=1e-12)
    assert places(check_plan(near)) == [f"Queues!{MIDNIGHT}8"]
    assert places(faults(typed(book, {f"Queues!{EIGHT}8": before + 0.01}))) == [
        f"Queues!{MIDNIGHT}8"
    ]


def test_a_profile_typed_in_percents_is_one_fault(book: Path) -> None:
    """A whole profile in percents is told as such, not cell by cell."""
    profile = read_plan(book).profile_share[0]
    changes: dict[str, CellValue] = {
        f"Queues!{cell}{row}": float(profile[day, 16 + slot] * 100)
        for day, row in enumerate(PROFILE_ROWS)
        for slot, cell in enumerate(OPEN)
    }
    found = faults(typed(book, changes))
    assert places(found) == [f"Queues!{MIDNIGHT}8"]
    assert "divide them by 100" in str(found[0])


PROFILE_FAULTS: list[tuple[str, CellValue, str]] = [
    (f"Queues!{DAY_COL}9", "Mon", "again"),
    (f"Queues!{DAY_COL}9", "Day 2", "Mon, Tue"),
    (f"Queues!{HALF_PAST}7", "08:00", "once"),
    (f"Queues!{HALF_PAST}7", "08:10", "once"),
]


@pytest.mark.parametrize(("cell", "value", "says"), PROFILE_FAULTS)
def test_profile_rows_and_columns_must_be_distinct(
    book: Path, cell: str, value: CellValue, says: str
) -> None:
    """Each weekday of a queue and each interval stands once."""
    found = [one for one in faults(typed(book, {cell: value})) if one.where == cell]
    assert len(found) == 1
    assert says in str(found[0])


def test_weeks_with_a_gap_name_the_row_after_it(book: Path) -> None:
    """A missing week is one fault, not one for every later row."""
    gap: dict[str, CellValue] = {f"Demand!B{row}": 46027 + 7 * (row - 7) for row in range(12, 20)}
    found = faults(typed(book, gap))
    assert places(found) == ["Demand!B12"]
    assert "allowed 2026-02-02" in str(found[0])


def test_a_doubled_week_names_its_row(book: Path) -> None:
    """The same Monday twice is a fault at the second."""
    assert places(faults(typed(book, {"Demand!B12": 46027 + 21}))) == ["Demand!B12"]


def test_weeks_that_all_start_on_sunday_are_one_fault(book: Path) -> None:
    """A plan in Sunday weeks is told once."""
    sundays: dict[str, CellValue] = {
        f"Demand!B{row}": 46026 + 7 * (row - 8) for row in range(8, 20)
    }
    found = faults(typed(book, sundays))
    assert places(found) == ["Demand!B8"]
    assert "like all 12 weeks" in str(found[0])


def test_a_pasted_blank_column_is_one_folded_line(book: Path) -> None:
    """Many equal neighbours become a range."""
    blank: dict[str, CellValue] = {f"Demand!D{row}": None for row in range(8, 20)}
    found = faults(typed(book, blank))
    assert places(found) == ["Demand!D8:D19"]


def test_numbers_pasted_as_text_are_one_folded_remark(book: Path) -> None:
    """A column of numbers stored as text is read, with one remark for all of it."""
    texts: dict[str, CellValue] = {f"Demand!C{row}": f"1,{row:03d}" for row in range(8, 20)}
    file = typed(book, texts)
    assert read_plan(file).base_contacts[:, 0].tolist() == [1000.0 + row for row in range(8, 20)]
    assert places(check_plan(file)) == ["Demand!C8:C19"]


def test_rows_typed_below_a_table_are_remarked(book: Path) -> None:
    """Entries directly below a table are not read, and that is said."""
    below: dict[str, CellValue] = {
        "Demand!B20": 46111, "Demand!C20": 900, "Demand!B21": 46118, "Demand!C21": 900,
    }  # fmt: skip
    file = typed(book, below)
    assert places(check_plan(file)) == ["Demand!B20"]
    assert "rows 20 to 21" in str(remarks(file)[0])
    assert read_plan(file).calendar.weeks == 12


def test_a_number_typed_over_the_base_column_is_remarked(book: Path) -> None:
    """The base shows Assumptions; a number typed over its formula is not read, and that is said."""
    file = typed(book, {"Scenarios!F13": 0.9})
    assert places(check_plan(file)) == ["Scenarios!F13"]
    assert read_plan(file).values["annual_attrition_share"] == 0.4


def test_a_blank_scenario_column_is_ignored_and_a_named_one_counts(book: Path) -> None:
    """A column that a program inserted is no scenario; a named one without changes is."""
    changes: dict[str, CellValue] = {f"Scenarios!H{row}": None for row in range(10, 18)}
    inserted = typed(book, {**changes, "Scenarios!H9": "Column2"})
    assert read_plan(inserted).scenario_names == ("Base", "Growth")
    assert read_plan(typed(book, changes)).scenario_names == ("Base", "Growth", "@Stress")


def test_no_queue_and_no_week_are_faults_and_no_crash(book: Path) -> None:
    """An emptied workbook says what must be filled."""
    no_queues: dict[str, CellValue] = {
        f"Queues!{chr(col)}{row}": None
        for row in (8, 9, 10)
        for col in range(ord("B"), ord("Z") + 1)
    }
    no_queues |= {f"Queues!AA{row}": None for row in (8, 9, 10)}
    assert "Queues!B8" in places(faults(typed(book, no_queues)))
    no_weeks: dict[str, CellValue] = {
        f"Demand!{col}{row}": None for row in range(8, 20) for col in "BCDE"
    }
    assert places(faults(typed(book, no_weeks))) == ["Demand!B8"]


def _without_sheet(name: str) -> object:
    def change(wb: Workbook) -> None:
        del wb[name]

    return change


@pytest.mark.parametrize("name", ["Queues", "Assumptions", "Demand", "HiringPlan", "Scenarios"])
def test_a_deleted_input_sheet_is_told(book: Path, name: str) -> None:
    """Without an input sheet there are faults that name it, and no crash."""
    change = _without_sheet(name)
    assert callable(change)
    assert any(name in str(one) or "label" in str(one) for one in faults(edited(book, change)))


def test_a_lost_row_of_assumptions_is_told(book: Path) -> None:
    """A term without name and label is not silently given its default."""

    def change(wb: Workbook) -> None:
        row = int(wb.defined_names["in_burden_share"].attr_text.rpartition("$")[2])
        del wb.defined_names["in_burden_share"]
        wb["Assumptions"].cell(row, 2).value = "Employer on-cost"

    found = faults(edited(book, change))
    assert len(found) == 1
    assert "did you mean the row 'employer on cost'?" in str(found[0])


def test_a_hole_in_the_ramp_is_a_fault(book: Path) -> None:
    """Blanks may follow the last floor week, not stand between two."""
    first = named_cell(book, "in_proficiency_share").split(":")[0]
    sheet, row = first[: first.index("!") + 2], int(first.split("!")[1][1:])
    assert places(faults(typed(book, {f"{sheet}{row + 2}": None}))) == [f"{sheet}{row + 2}"]
    shorter = typed(book, {f"{sheet}{row + 4}": None})
    assert read_plan(shorter).proficiency_share.tolist() == [0.4, 0.55, 0.7, 0.85]


ANY_CELL = st.sampled_from([
    "Queues!B8", "Queues!C9", "Queues!E8", "Queues!F7", "Queues!AE9", "Queues!AF10", "Queues!AH7",
    "Queues!AW8", "Demand!B7", "Demand!B9", "Demand!C7", "Demand!C9", "Demand!K8", "Demand!M8",
    "HiringPlan!C8", "HiringPlan!D9", "HiringPlan!F8", "Scenarios!B12", "Scenarios!F9",
    "Scenarios!G9", "Scenarios!G11", "Scenarios!F10", "in_scenario", "in_interval_min",
    "in_wage_step_date", "in_currency", "Assumptions!B12", "Assumptions!H12", "in_attrition_basis",
])  # fmt: skip
XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20
)
ANY_VALUE = XML_TEXT | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none()


@settings(max_examples=25)
@drawn(st.dictionaries(ANY_CELL, ANY_VALUE, min_size=1, max_size=4))
def test_whatever_is_typed_is_read_or_refused_in_one_line(
    book: Path, changes: dict[str, CellValue]
) -> None:
    """No entry crashes the reader, and each issue is one line of at most 255 characters."""
    for issue in check_plan(typed(book, changes)):
        assert 0 < len(str(issue)) <= 255
        assert "\n" not in str(issue)
