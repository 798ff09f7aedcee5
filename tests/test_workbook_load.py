"""Capacities typed without capplan: the load follows, and Checks names the weeks and the worst."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import plan_checks, write_plan
from capplan_workbook.book import cell_name
from capplan_workbook.layout.places import FIRST, SOURCE_TERMS, TABLE_ROW, Layout
from excel_types import ExcelBook, agrees
from sheet_xml import CellValue

from capplan.inputs.assumptions import Source, TrainingClass, make_assumptions
from capplan.plan import Plan, make_plan

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
MONDAY = date(2026, 1, 5)
SOURCES = (Source("Referral", 0.4, 0.9, 0.0, 1000.0, 8.0, 0.85), Source("Agency", 0.6))
QUEUES: list[Mapping[str, Any]] = [
    {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 60, "training_weeks": 3},
    {"queue": "Mail", "channel": "email", "aht_s": 400, "opening_agents_heads": 8},
]
TYPED: dict[str, float] = {
    "recruiters_cap_heads": 1,
    "trainers_cap_heads": 1,
    "seats_cap_heads": 92,
    "training_rooms": 1,
    "interview_h_per_leader": 1.5,
    "mentor_eligible_share": 0.1,
}


@cache
def plan_with(typed: bool, sources: tuple[Source, ...] = SOURCES, lead: float = 5.0) -> Plan:
    """Two queues and four classes over half a year, with wide or with narrow capacities."""
    classes = tuple(
        TrainingClass(f"{queue} {week}", queue, MONDAY + timedelta(weeks=week), float(heads))
        for queue, week, heads in (
            ("Calls", 6, 14),
            ("Calls", 8, 10),
            ("Mail", 7, 5),
            ("Mail", 0, 3),
        )
    )
    values = {"propose_classes": "no", "hiring_lead_weeks": lead, **(TYPED if typed else {})}
    return make_plan(
        make_assumptions(
            MONDAY,
            QUEUES,
            [[9_000, 1_500]] * 26,
            values=values,
            classes=classes,
            sources=sources,
        )
    )


def written(plan: Plan, path: Path) -> Path:
    """The plan's workbook."""
    write_plan(plan, path)
    return path


def source_cell(plan: Plan, name: str, number: int) -> str:
    """The cell of a source's value."""
    left = Layout.of(plan).source_left
    return f"HiringPlan!{cell_name(TABLE_ROW + 1 + number, left + SOURCE_TERMS.index(name))}"


def load(plan: Plan, values: Mapping[str, CellValue]) -> dict[str, list[Any]]:
    """The weeks of every line of the load, as they stand in a file."""
    lay = Layout.of(plan)
    return {
        key: [values.get(f"Supply!{cell_name(row, FIRST + week)}") for week in range(lay.weeks)]
        for key, row in lay.load_rows.items()
    }


def verdicts(values: Mapping[str, CellValue]) -> dict[str, tuple[Any, str, str]]:
    """Measured, result and advice of each check of a file, by title."""
    rows = range(6, 60)
    return {
        str(values[f"Checks!C{row}"]): tuple(values.get(f"Checks!{c}{row}") for c in "DGH")  # type: ignore[misc]
        for row in rows
        if f"Checks!C{row}" in values
    }


def test_the_load_follows_what_is_typed(tmp_path: Path) -> None:
    """Capacities, a source and a lead time typed by hand give the engine's load and checks."""
    before = written(plan_with(False), tmp_path / "before.xlsx")
    caps: dict[str, CellValue] = {f"in_{name}": value for name, value in TYPED.items()}
    fewer: dict[str, CellValue] = {
        source_cell(plan_with(False), name, 1): value
        for name, value in (("source_acceptance_share", 0.5), ("source_cost", 5000))
    }
    more: dict[str, CellValue] = {
        source_cell(plan_with(False), "source", 2): "Rehire",
        source_cell(plan_with(False), "source_share", 2): 0.2,
    }
    edits: list[dict[str, CellValue]] = [caps, fewer, more, {"in_hiring_lead_weeks": 0}]
    with ExcelBook(before) as book:
        narrow, changed, added, at_once = (book.values(changes) for changes in edits)

    engine = plan_with(True)
    _agree(engine, load(engine, narrow))
    _checks_agree(engine, verdicts(narrow))
    agency = (SOURCES[0], Source("Agency", 0.6, 0.5, cost=5000.0))
    _agree(plan_with(False, agency), load(plan_with(False), changed))
    _agree(plan_with(False, lead=0.0), load(plan_with(False), at_once))
    found = verdicts(added)
    assert found["Sources of starters are the ones the engine knows"][1] == "FAIL"
    assert found["Shares of the sources add up to 100 %"][1] == "FAIL"
    # an empty table takes the plan's own values
    assert agrees(written(plan_with(True, ()), tmp_path / "none.xlsx")) == []


def _agree(plan: Plan, found: dict[str, list[Any]]) -> None:
    for key, weeks in found.items():
        if key.startswith("source_"):
            want = plan["source_offers_heads"][:, int(key.removeprefix("source_"))]
        elif key.endswith("_available"):
            continue
        else:
            want = np.asarray(plan[key])
            want = want.sum(axis=1) if want.ndim > 1 else want
        want = np.broadcast_to(want, (len(weeks),))
        assert weeks == pytest.approx(want.tolist(), abs=1e-9), key


def _checks_agree(plan: Plan, found: dict[str, tuple[Any, str, str]]) -> None:
    engine = {check.title: check for check in plan_checks(plan)}
    short = [title for title in found if title.endswith("suffice in every week")]
    assert len(short) == 6
    for title in short:
        measured, result, advice = found[title]
        assert (result, advice) == (engine[title].result, engine[title].advice), title
        assert measured == engine[title].measured > 0
        assert "short of" in advice


def test_enough_of_everything_is_no_remark() -> None:
    """Without limits nothing is short, and the advice says so."""
    checks = [one for one in plan_checks(plan_with(False)) if "Recruiters" in one.title]
    assert [(one.result, one.advice) for one in checks] == [("OK", "Supply: enough in every week.")]
