"""Versions: a locked plan keeps its inputs, tells what changed, and lets go as a draft."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from capplan_workbook import check_plan, plan_checks, read_plan, write_plan
from capplan_workbook.book import cell_name, check_package
from capplan_workbook.layout.places import QUEUE_TERMS, TABLE_ROW
from capplan_workbook.reader import open_plan
from capplan_workbook.sheets.kept.versions import NO_INPUTS, Typed
from command import capplan
from cost_plans import cost_plan
from excel_types import ExcelBook, agrees
from libreoffice import cell_values, recalculate
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from reader_workbooks import (
    differences,
    edited,
    faults,
    given,
    named_cell,
    places,
    queue_cell,
    remarks,
    typed,
    with_part,
)
from sheet_xml import CellValue, read_cells, set_cells, sheet_parts
from versioned_plans import SIGNED, stated

from capplan.inputs.assumptions import Assumptions
from capplan.plan import Plan, make_plan

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
LOCK_CHECK = "Inputs of the locked plan are those that were locked"


def save(own: Assumptions, target: Path, scenario: str = "Growth") -> Path:
    """The workbook of a plan."""
    write_plan(make_plan(own, scenario), target)
    return target


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook locked as version 1."""
    return save(stated("locked"), tmp_path_factory.mktemp("locked") / "locked.xlsx")


def again(path: Path, out: Path) -> Path:
    """The workbook as the next run of capplan writes it."""
    found = open_plan(path)
    write_plan(make_plan(found.assumptions, found.scenario), out)
    return out


def lock_check(plan: Plan) -> Any:
    """The check of a locked plan's inputs."""
    return next(one for one in plan_checks(plan) if one.title == LOCK_CHECK)


def planned(path: Path) -> Plan:
    """The plan of a workbook."""
    return make_plan(open_plan(path).assumptions)


# -- round trip -----------------------------------------------------------------------------------


def test_a_locked_workbook_reads_back_whole(locked: Path, tmp_path: Path) -> None:
    """Write, read and write again ends in the same bytes, what is kept included."""
    assert check_plan(locked) == []
    assert check_package(locked) == []
    found = read_plan(locked)
    assert found.locked is not None
    bare = replace(stated("locked"), origins={})
    assert differences(found.locked, bare) == []
    assert again(locked, tmp_path / "again.xlsx").read_bytes() == locked.read_bytes()
    assert load_workbook(locked)["_locked"].sheet_state == "veryHidden"


def test_owner_and_date_come_back(locked: Path) -> None:
    """The register reads as it was written, for values and for queues."""
    origins = read_plan(locked).origins
    assert {key: origins[key] for key in SIGNED} == SIGNED


def test_every_table_of_inputs_is_kept(locked: Path) -> None:
    """Whatever table of inputs a workbook has, the lock covers it."""
    book = load_workbook(locked)
    tables = {table for sheet in book.worksheets for table in sheet.tables} - set(NO_INPUTS)
    kept = {name for name in book.defined_names if name.startswith("locked_tbl_")}
    assert kept == {f"locked_{name}" for name in tables}


# -- a locked plan that is edited -----------------------------------------------------------------

EDITS: list[tuple[dict[str, CellValue], list[str]]] = [
    ({"in_hire_cost": 2500.0}, ["Recruiting per starter"]),
    ({queue_cell("aht_s"): 320.0}, ["AHT, Sales"]),
    ({"Demand!C12": 77.0}, ["Contacts"]),
    ({"Scenarios!G10": 0.2}, ["Contact volume change, scenario Growth"]),
    ({"HiringPlan!E8": 9.0}, ["Starters, January, Sales"]),
    ({"in_plan_version": "2"}, ["Plan version"]),
]


@pytest.mark.parametrize(("cells", "labels"), EDITS, ids=lambda one: str(one)[:30])
def test_an_edit_of_a_locked_plan_is_named(
    locked: Path, cells: dict[str, CellValue], labels: list[str]
) -> None:
    """Reading says what changed and where; the plan's check fails."""
    file = typed(locked, cells)
    found = remarks(file)
    cell = next(iter(cells))
    cell = cell if "!" in cell else named_cell(locked, cell)
    assert faults(file) == []
    assert [(one.where, one.term) for one in found] == [(cell, label) for label in labels]
    assert "locked in version 1" in found[0].allowed
    assert "draft" in found[0].hint
    check = lock_check(planned(file))
    assert (check.result, check.measured) == ("FAIL", 1.0)


def test_tables_of_cost_are_locked_too(tmp_path: Path) -> None:
    """Sites, pay awards, contracts and rates are inputs like any other: found with their cells."""
    own = cost_plan()
    own = replace(own, values={**own.values, "plan_status": "locked", "propose_classes": "no"})
    path = save(own, tmp_path / "cost.xlsx", own.scenario_names[0])
    sheet = load_workbook(path)["Assumptions"]
    cells: dict[str, float] = {}
    for name in ("tbl_sites", "tbl_wage_steps", "tbl_outsourcing", "tbl_rates"):
        row = sheet[sheet.tables[name].ref][1]
        first = next(one for one in row if isinstance(one.value, int | float))
        cells[f"Assumptions!{first.coordinate}"] = float(first.value) * 1.01
    file = typed(path, dict(cells))
    assert sorted(places(remarks(file))) == sorted(cells)
    assert lock_check(planned(file)).measured == len(cells)


def test_swapped_values_are_no_less_a_change(locked: Path) -> None:
    """Two weeks that change places leave every sum as it was, and are found."""
    book = load_workbook(locked, data_only=True)["Demand"]
    file = typed(locked, {"Demand!C12": book["C13"].value, "Demand!C13": book["C12"].value})
    assert places(remarks(file)) == ["Demand!C12:C13"]
    assert lock_check(planned(file)).measured == 2.0


def test_notes_may_follow_the_lock(locked: Path) -> None:
    """Source, owner, date and approval change no number: a locked plan takes them."""
    row = int(re.sub(r"\D", "", named_cell(locked, "in_hire_cost")))
    signed = {f"Assumptions!H{row}": "given", f"Assumptions!J{row}": "Bo"}
    file = typed(locked, {**signed, "in_approved_by": "R. Shah", "in_approved_on": 46050.0})
    assert check_plan(file)[1:] == []
    assert lock_check(planned(file)).result == "OK"
    assert read_plan(file).values["approved_on"] == date(2026, 1, 28)


def test_a_draft_lets_go_and_marks_what_changed(locked: Path, tmp_path: Path) -> None:
    """Status draft, two edits: no check fails, and the register says what each value was."""
    changes: dict[str, CellValue] = {
        "in_plan_status": "draft",
        "in_hire_cost": 2500.0,
        queue_cell("aht_s", 1): 600.0,
    }
    file = typed(locked, changes)
    assert check_plan(file) == []
    draft = again(file, tmp_path / "draft.xlsx")
    assert check_package(draft) == []
    cells = cell_values(draft)
    row = int(re.sub(r"\D", "", named_cell(draft, "in_hire_cost")))
    marks = {at for at, value in cells.items() if str(value).startswith("changed")}
    assert cells[f"Assumptions!L{row}"] == "changed, was 2100"
    beside = f"Queues!{cell_name(TABLE_ROW + 2, 2 + len(QUEUE_TERMS))}"
    assert marks == {f"Assumptions!L{row}", beside}
    assert again(draft, tmp_path / "same.xlsx").read_bytes() == draft.read_bytes()
    assert "_locked" not in load_workbook(draft).sheetnames


# -- bad text and damage --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "term"),
    [
        ({"in_plan_status": "lockd"}, "Plan status"),
        ({"in_approved_on": "soon"}, "Approved on"),
        ({"Assumptions!K15": "last week"}, "Date"),
    ],
)
def test_what_is_no_status_and_no_date_is_refused(
    locked: Path, cells: dict[str, CellValue], term: str
) -> None:
    """One fault, at its cell, with what is allowed."""
    found = faults(typed(locked, cells))
    cell = next(iter(cells))
    assert [(one.where, one.term) for one in found] == [
        (cell if "!" in cell else named_cell(locked, cell), term)
    ]


def _kept_cell(path: Path) -> str:
    """Where a recruiting cost is kept."""
    cells = read_cells(path).items()
    at = next(at for at, one in cells if at[:8] == "_locked!" and one.value == "hire_cost")
    return at.replace("C", "D")


def _number(path: Path) -> Path:
    return typed(path, {_kept_cell(path): 77.0})


def _text(path: Path) -> Path:
    return typed(path, {_kept_cell(path): "many"})


def _sheet_gone(path: Path) -> Path:
    def change(wb: Workbook) -> None:
        del wb["_locked"]

    return edited(path, change)


def _names_gone(path: Path) -> Path:
    name = rb'<definedName name="locked_[^>]*>[^<]*</definedName>'
    return with_part(path, "xl/workbook.xml", lambda xml: re.sub(name, b"", xml))


def _rows_gone(path: Path) -> Path:
    with zipfile.ZipFile(path) as book:
        part = sheet_parts(book)["_locked"]
    rows = rb'<row r="(5|6|7)".*?</row>'
    return with_part(path, part, lambda xml: re.sub(rows, b"", xml, flags=re.S))


@pytest.mark.parametrize("change", [_number, _text, _sheet_gone, _names_gone, _rows_gone])
def test_damage_to_what_is_kept_is_one_finding(
    locked: Path, change: Callable[[Path], Path]
) -> None:
    """A locked plan cannot be trusted then; as a draft it can be used and locked anew."""
    file = change(locked)
    found = faults(file)
    assert [(one.where, one.term) for one in found] == [
        (named_cell(locked, "in_plan_status"), "Plan status")
    ]
    assert "draft" in found[0].hint
    freed = typed(file, {"in_plan_status": "draft"})
    assert faults(freed) == []
    assert planned(freed).assumptions.last is None


# -- without capplan ------------------------------------------------------------------------------


MARKED: dict[str, CellValue] = {
    "in_plan_status": "draft",
    "in_burden_share": 0.285,
    "in_wage_step_date": None,
    "in_currency": "USD",
    "Demand!C12": 5.0,
    queue_cell("aht_s"): 300.0,
}


def test_a_spreadsheet_without_capplan_says_the_same(locked: Path, tmp_path: Path) -> None:
    """It counts what changed in a locked plan, lets a draft go, and keeps what is kept.

    The marks of a draft are what their formulas say.
    """
    weeks = load_workbook(locked, data_only=True)["Demand"]
    every = {cell: value for cells, _ in EDITS for cell, value in cells.items()}
    every |= {"Demand!D14": weeks["D15"].value, "Demand!D15": weeks["D14"].value}
    every |= {queue_cell("site"): None, "Queues!B11": "New", "Scenarios!I9": "New"}
    cases: list[tuple[dict[str, CellValue], int]] = [
        ({"in_approved_by": "R. Shah"}, 0),
        (every, len(EDITS) + 5),
    ]
    with ExcelBook(locked) as book:
        for cells, count in cases:
            values = book.values(cells)
            row = next(place for place, one in values.items() if one == LOCK_CHECK).split("C")[-1]
            assert values[f"Checks!D{row}"] == count
            assert values[f"Checks!G{row}"] == ("FAIL" if count else "OK")
    assert agrees(again(typed(locked, MARKED), tmp_path / "draft.xlsx")) == []


@pytest.mark.libreoffice
def test_a_locked_plan_saved_by_libreoffice_is_still_locked(locked: Path, tmp_path: Path) -> None:
    """The kept copy survives a program that writes every part of the file anew."""
    approved = set_cells(locked, {"in_approved_by": "R. Shah"}, tmp_path / "case.xlsx")
    saved = recalculate(approved, tmp_path / "out")
    assert check_plan(saved) == []
    assert read_plan(saved).locked is not None


def test_the_kept_copy_is_the_workbook_s_own_tables() -> None:
    """Tables are kept as the sheets write them: there is no second description of them."""
    assert set(Typed(given()).blocks) >= {
        "tbl_queues",
        "tbl_profiles",
        "tbl_demand",
        "tbl_events",
        "tbl_hiring_plan",
        "tbl_moves",
        "tbl_sources",
        "tbl_scenarios",
    }


# -- commands -------------------------------------------------------------------------------------


def test_commands_say_version_status_and_change(locked: Path, tmp_path: Path) -> None:
    """`check` and `plan` name the cell and end with 1; `compare` tells both versions."""
    file = typed(locked, {"in_hire_cost": 2500.0})
    cell = named_cell(locked, "in_hire_cost")
    checked = capplan("check", file, cwd=tmp_path)
    assert checked.returncode == 1
    assert f"{cell}: Recruiting per starter: found 2,500 EUR" in checked.stdout
    assert f"FAIL: {LOCK_CHECK}: 1;" in checked.stdout
    done = capplan("plan", file, "-o", "out.xlsx", cwd=tmp_path)
    assert done.returncode == 1
    assert f"please look: {cell}: Recruiting per starter" in done.stderr
    assert "scenario Growth; version 1, locked" in done.stdout.splitlines()[0]
    draft = set_cells(locked, {"in_plan_status": "draft"}, tmp_path / "draft.xlsx")
    told = capplan("compare", locked, draft, cwd=tmp_path).stdout
    assert "(version 1, locked)" in told
    assert "(version 1, draft)" in told
    assert "The assumptions are the same" in told
