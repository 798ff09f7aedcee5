"""The workbook without capplan: LibreOffice recalculates, and the engine's numbers come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import write_plan
from libreoffice import (
    cell_values,
    compare,
    pdf_text,
    recalculate,
    recalculate_many,
    set_cells,
    to_pdf,
)
from openpyxl import load_workbook
from plans import EXAMPLES, example_plan, write_example
from sheet_xml import read_cells

from capplan.inputs.assumptions import Assumptions, frozen
from capplan.inputs.examples import starter
from capplan.plan import make_plan

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning"),
]


def named(path: Path) -> dict[str, Any]:
    """The value of every name that stands for one cell."""
    book, values = load_workbook(path), cell_values(path)
    cells = {
        name: entry.attr_text.replace("$", "").replace("'", "")
        for name, entry in book.defined_names.items()
    }
    return {name: values.get(cell) for name, cell in cells.items() if ":" not in cell}


def test_a_planner_changes_volume_shrinkage_and_scenario(tmp_path: Path) -> None:
    """The budget follows without capplan, near the engine's answer, and Checks asks to look."""
    given = example_plan("growth").assumptions
    scenario = given.scenario_names[1]
    before = write_example("growth", given.scenario_names[0], tmp_path)
    sick = float(given.values["shrinkage_sick_share"]) + 0.02
    first = float(given.base_contacts[10, 0]) * 1.08
    edited = tmp_path / "edited.xlsx"
    set_cells(
        before,
        {"in_scenario": scenario, "Demand!C18": first, "in_shrinkage_sick_share": sick},
        edited,
    )
    got = named(recalculate(edited, tmp_path / "out"))
    engine = make_plan(_changed(given, first, sick), scenario)
    assert got["out_checks"] == "REVIEW"
    assert got["out_total_cost"] == pytest.approx(engine["total_cost"], rel=1e-3)
    assert got["out_required_fte_average"] == pytest.approx(
        engine["required_fte_average"], rel=1e-3
    )
    assert got["out_total_cost"] != pytest.approx(named(before)["out_total_cost"], rel=1e-4)


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


CHANGES: dict[str, tuple[dict[str, float | str | bool | None], str]] = {
    "slower": ({"Queues!E8": 340.0}, "REVIEW"),
    "lower target": ({"Queues!F8": 0.70}, "REVIEW"),
    "dearer hires": ({"in_hire_cost": 5000.0}, "REVIEW"),
    "unknown scenario": ({"in_scenario": "No such scenario"}, "FAIL"),
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
    """What Checks says after each change, all recalculated in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("changes")
    before = folder / "before.xlsx"
    write_plan(make_plan(starter(date(2026, 1, 5), 12)), before)
    edited = [folder / f"{title}.xlsx" for title in CHANGES]
    for path, (changes, _) in zip(edited, CHANGES.values(), strict=True):
        set_cells(before, changes, path)
    place = load_workbook(before).defined_names["out_checks"].attr_text.replace("$", "")
    results = recalculate_many(edited, folder / "out")
    return {path.stem: read_cells(path)[place].value for path in results}


@pytest.mark.parametrize("title", CHANGES)
def test_checks_say_what_happened(title: str, checked: dict[str, Any]) -> None:
    """A changed input asks to look, a broken one fails, a blank one takes its equal default."""
    assert checked[title] == CHANGES[title][1]


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
    assert compare(path, recalculate(path, tmp_path / "out")) == []
