"""The workbook without capplan: recalculated, the engine's numbers come out; printed, no error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import write_plan
from excel_types import ExcelBook, agrees
from libreoffice import pdf_text, to_pdf
from plans import EXAMPLES, example_plan, write_example
from sheet_xml import CellValue

from capplan.assumptions import Assumptions, frozen
from capplan.examples import starter
from capplan.plan import make_plan

HEADLINES = ("out_checks", "out_total_cost", "out_required_fte_average")


def headlines(book: ExcelBook, changes: dict[str, CellValue]) -> dict[str, Any]:
    """Checks and the figures that matter most, after these are typed."""
    book.edit(changes)
    return {name: book.value(name) for name in HEADLINES}


def test_a_planner_changes_volume_shrinkage_and_scenario(tmp_path: Path) -> None:
    """The budget follows without capplan, near the engine's answer, and Checks asks to look."""
    given = example_plan("growth").assumptions
    scenario = given.scenario_names[1]
    before = write_example("growth", given.scenario_names[0], tmp_path)
    sick = float(given.values["shrinkage_sick_share"]) + 0.02
    first = float(given.base_contacts[10, 0]) * 1.08
    edits: dict[str, CellValue] = {
        "in_scenario": scenario,
        "Demand!C18": first,
        "in_shrinkage_sick_share": sick,
    }
    with ExcelBook(before) as book:
        old, got = (headlines(book, changes) for changes in ({}, edits))
    engine = make_plan(_changed(given, first, sick), scenario)
    assert got["out_checks"] == "REVIEW"
    assert got["out_total_cost"] == pytest.approx(engine["total_cost"], rel=1e-3)
    assert got["out_required_fte_average"] == pytest.approx(
        engine["required_fte_average"], rel=1e-3
    )
    assert got["out_total_cost"] != pytest.approx(old["out_total_cost"], rel=1e-4)


def _changed(given: Assumptions, first: float, sick: float) -> Assumptions:
    contacts = np.array(given.base_contacts)
    contacts[10, 0] = first
    return replace(
        given,
        base_contacts=frozen(contacts),
        values={**given.values, "shrinkage_sick_share": sick, "propose_classes": "no"},
        classes=tuple(
            replace(one, status="planned") for one in example_plan("growth").assumptions.classes
        ),
    )


CHANGES: dict[str, tuple[dict[str, CellValue], str]] = {
    "slower": ({"Queues!E8": 340.0}, "REVIEW"),
    "lower target": ({"Queues!F8": 0.70}, "REVIEW"),
    "dearer hires": ({"in_hire_cost": 5000.0}, "REVIEW"),
    "unknown scenario": ({"in_scenario": "No such scenario"}, "REVIEW"),
    "text for contacts": ({"Demand!C12": "many"}, "FAIL"),
    "a week that jumps": ({"Demand!B12": 38000.0}, "FAIL"),
    "contacts below 0": ({"Demand!C12": -5.0}, "FAIL"),
    "share typed as 30": ({"in_shrinkage_sick_share": 30.0}, "FAIL"),
    "shrinkage over 70 %": ({"in_shrinkage_sick_share": 0.65}, "FAIL"),
    "text for a span": ({"in_supervisor_span": "many"}, "FAIL"),
    "blank for its default": ({"in_burden_share": None}, "OK"),
    "target typed as 80": ({"Queues!F8": 80.0}, "FAIL"),
    "no handling time": ({"Queues!E8": 0.0}, "FAIL"),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Checks says after each change, all in one workbook."""
    before = tmp_path_factory.mktemp("changes") / "before.xlsx"
    write_plan(make_plan(starter(date(2026, 1, 5), 12)), before)
    with ExcelBook(before) as book:
        return {
            title: headlines(book, changes)["out_checks"] for title, (changes, _) in CHANGES.items()
        }


@pytest.mark.parametrize("title", CHANGES)
def test_checks_say_what_happened(title: str, checked: dict[str, Any]) -> None:
    """A changed input asks to look, a broken one fails, a blank one takes its equal default."""
    assert checked[title] == CHANGES[title][1]


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_printed_workbook_shows_no_error(name: str, tmp_path: Path) -> None:
    """No cell is too narrow for its number, and none shows an error."""
    path = write_example(name, "Base", tmp_path)
    text = pdf_text(to_pdf(path, tmp_path))
    found = [
        mark for mark in ("###", "#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!") if mark in text
    ]
    assert not found
    assert "Capacity and budget dashboard" in text


def test_a_fresh_workbook_agrees_too(tmp_path: Path) -> None:
    """A plan of defaults, with no pay award date, recalculates to its own numbers."""
    path = tmp_path / "starter.xlsx"
    write_plan(make_plan(starter(date(2026, 1, 5))), path)
    assert agrees(path) == []
