"""Teams kept apart in the workbook without capplan: formulas count them as the engine does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from agreement import disagreements
from capplan_workbook import read_plan
from excel_types import ExcelBook, agrees
from libreoffice import cell_values
from openpyxl import load_workbook
from reader_workbooks import QUEUES, given, write
from sheet_xml import CellValue, set_cells

from capplan.inputs.assumptions import Assumptions
from capplan.plan import make_plan

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
LINES = (
    "Team leaders: span asks for",
    "Team leaders: fewest in band",
    "Team leaders: most in band",
)
TERMS = ("required_supervisors_heads", "least_supervisors_heads", "most_supervisors_heads")


def apart(grouping: str, least: float = 10.0) -> Assumptions:
    """Three queues on two sites; the smallest is below ten people and shares."""
    own = given()
    values = {"team_grouping": grouping, "minimum_team_heads": least, "supervisor_span": 9.0}
    return replace(own, values={**own.values, **values})


def weeks(values: Mapping[str, object], label: str) -> list[float]:
    """The weekly values of a line of Management."""
    (row,) = [row for row in range(8, 120) if values.get(f"Management!B{row}") == label]
    return [float(str(values[f"Management!{c}{row}"])) for c in "GHIJKLMNOPQR"]


def test_teams_apart_recalculate_and_follow_the_choice(tmp_path: Path) -> None:
    """Site and queue agree with the engine cell by cell; so does a pooled file typed over."""
    written = {
        grouping: write(tmp_path / f"{grouping}.xlsx", apart(grouping), "Base")
        for grouping in ("site", "queue", "pooled")
    }
    sheet = load_workbook(written["site"])["Queues"]
    columns = {c.value: c.column_letter for c in sheet[7] if c.value}
    here: dict[str, CellValue] = {f"Queues!{columns['Site']}{row}": " LEEDS" for row in (8, 9, 10)}
    with ExcelBook(written["pooled"]) as book:
        typed_got = book.values({"in_team_grouping": "queue"})
    with ExcelBook(written["site"]) as book:
        assert disagreements(book.stored, book.recalculate()) == []
        sites_got = book.values(here)
    assert agrees(written["queue"]) == []
    queue, pooled = cell_values(written["queue"]), cell_values(written["pooled"])
    for label, name in zip(LINES, TERMS, strict=True):
        assert weeks(typed_got, label) == weeks(queue, label)
        assert weeks(sites_got, label) == weeks(pooled, label), "one site is pooled"
        plan = make_plan(replace(apart("queue"), classes=given().classes))
        assert weeks(queue, label)[0] == plan.runs["Base"][name][0]
    assert weeks(queue, LINES[0]) != weeks(pooled, LINES[0])


def test_the_choice_survives_reading_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    """Grouping and minimum come back as written; another word is refused with its cell."""
    book = write(tmp_path / "plan.xlsx", apart("site"), "Base")
    values = read_plan(book).values
    assert (values["team_grouping"], values["minimum_team_heads"]) == ("site", 10.0)
    assert len(QUEUES) == 3
    set_cells(book, {"in_team_grouping": "team"}, tmp_path / "wrong.xlsx")
    with pytest.raises(ValueError, match=r"Assumptions!D\d+: Teams kept apart: found team"):
        read_plan(tmp_path / "wrong.xlsx")


def test_agents_by_team_group_are_folded_while_pooled(tmp_path: Path) -> None:
    """The two blocks are always there, open where teams are apart."""
    for grouping in ("pooled", "queue"):
        sheet = load_workbook(write(tmp_path / f"{grouping}.xlsx", apart(grouping)))["Management"]
        (top,) = [one.row for one in sheet["B"] if str(one.value).startswith("Agents by team gr")]
        for row in range(top + 1, top + 4):
            assert sheet.row_dimensions[row].hidden == (grouping == "pooled")


def test_cards_about_leaders_follow_inputs_without_capplan(tmp_path: Path) -> None:
    """Span, light, debt, executives, lead times and appointments as the engine has them."""
    own = apart("queue")
    book = write(tmp_path / "plan.xlsx", own, "Base")
    plan = make_plan(replace(own, values={**own.values, "propose_classes": "no"}), "Base")
    spans = dict.fromkeys((f"in_supervisor_span{end}" for end in ("", "_min", "_max")), 2.0)
    with ExcelBook(book) as opened:
        shown = opened.values()
        after = opened.values({"in_leader_lead_weeks": 18.0, **spans})
    figures = [shown[f"Dashboard!{column}10"] for column in "BEHKNQ"]
    assert figures == pytest.approx(
        [
            plan["span_people"][-1],
            plan["span_people"].max(),
            plan["owed_leader_weeks"][-1],
            plan["senior_heads"][-1],
            10,
            (plan["appointed_inside_heads"] + plan["appointed_outside_heads"]).sum(),
        ]
    )
    assert shown["Dashboard!B11"] == f"target 9: {plan['supervisors_light'][-1]}"
    assert shown["Dashboard!K11"] == f"1 for 100 asks for {plan['executives_heads'][-1]:.0f}"
    assert after["Dashboard!N10"] == 18
    assert after["Dashboard!B11"] == "target 2: red"
    assert float(str(after["Dashboard!H10"])) > plan["owed_leader_weeks"][-1] + 100
