"""An optimised hiring plan in the workbook: its evidence, its age, and how sure its people are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from capplan_workbook import plan_checks, read_plan, write_plan
from capplan_workbook.layout.places import FIRST, Layout
from command import capplan
from openpyxl import load_workbook
from plans import example_plan, write_example, write_studied

from capplan.inputs.examples import example
from capplan.plan import Plan, make_plan
from capplan.questions.bands import plan_bands
from capplan.vocabulary import terms

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
CHECK = "Optimised classes belong to these inputs"


@cache
def optimised() -> Plan:
    """The growth example with the classes that a short search finds."""
    return make_plan(example("growth"), optimise_s=3)


def test_a_planned_workbook_keeps_classes_and_evidence_to_the_byte(tmp_path: Path) -> None:
    """Reading an optimised workbook and planning it again gives the same file."""
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    write_plan(optimised(), first)
    write_plan(make_plan(read_plan(first)), second)
    assert second.read_bytes() == first.read_bytes()
    assert read_plan(first).evidence == optimised().assumptions.evidence


def test_the_evidence_says_all_it_can(tmp_path: Path) -> None:
    """Every line of the evidence block is filled, by label."""
    path = tmp_path / "plan.xlsx"
    write_studied(optimised(), path)
    sheet, left = load_workbook(path)["HiringPlan"], Layout.of(optimised()).evidence_left
    shown = {sheet.cell(row, left).value: sheet.cell(row, left + 1).value for row in range(8, 30)}
    for row in terms("evidence", "hiring"):
        assert shown[row.label] == optimised().assumptions.evidence[row.name], row.name


def test_a_damaged_evidence_block_is_no_fault(tmp_path: Path) -> None:
    """What a person types over the engine's words is left out, and the plan is read."""
    path = tmp_path / "plan.xlsx"
    write_studied(optimised(), path)
    book, left = load_workbook(path), Layout.of(optimised()).evidence_left
    book["HiringPlan"].cell(8, left + 1).value = "about seven million"
    book.save(path)
    read = read_plan(path)
    assert read.evidence.keys() == optimised().assumptions.evidence.keys() - {"found_cost"}
    assert read.classes == optimised().assumptions.classes


def test_checks_say_when_the_inputs_have_moved_on() -> None:
    """An optimised plan asks for a new search once an assumption has changed, and not before."""
    given = optimised().assumptions
    changed = replace(given, values={**given.values, "annual_attrition_share": 0.55})
    results = {
        name: next(check.result for check in plan_checks(make_plan(one)) if check.title == CHECK)
        for name, one in (("same", given), ("changed", changed), ("plain", example("growth")))
    }
    assert results == {"same": "OK", "changed": "REVIEW", "plain": "OK"}


def test_supply_shows_how_sure_the_people_are(tmp_path: Path) -> None:
    """The simulated lines on Supply are those of the simulation, week by week."""
    plan = example_plan("growth")
    sheet = load_workbook(write_example("growth", plan.live, tmp_path))["Supply"]
    lay = Layout.of(plan)

    def line(key: str) -> list[float]:
        cells = range(FIRST, FIRST + lay.weeks)
        return [float(str(sheet.cell(lay.band_rows[key], col).value)) for col in cells]

    found = plan_bands(plan)
    low, middle, high = found.total.closing_agents_heads
    assert line("agents_p10_heads") == pytest.approx(low)
    assert line("agents_p50_heads") == pytest.approx(middle)
    assert line("agents_p90_heads") == pytest.approx(high)
    assert line("effective_p10_fte") == pytest.approx(found.total.effective_fte.p10)
    assert line("chance_short_share") == pytest.approx(found.total.chance_short_share)
    assert line("chance_short_1") == pytest.approx(found.queues.chance_short_share[:, 1])
    buffer = np.array(line("buffer_fte"))
    assert buffer == pytest.approx(found.total.buffer_fte)
    certain = np.array(line("chance_short_share")) <= 0.1
    assert (buffer[certain] == 0).all()
    assert (buffer[~certain] > 0).all()


def test_the_command_optimises_and_says_what_it_saves(tmp_path: Path) -> None:
    """`capplan plan --optimise` writes optimised classes and the saving on the screen."""
    assert capplan("new", "plan.xlsx", "--example", "growth", cwd=tmp_path).returncode == 0
    done = capplan(
        *("plan", "plan.xlsx", "-o", "best.xlsx", "--optimise", "--time-limit", "3"), cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "less than the backward pass" in done.stdout
    read = read_plan(tmp_path / "best.xlsx")
    assert any(one.status == "optimised" for one in read.classes)
    assert read.evidence["search_limit_s"] == 3


@pytest.mark.parametrize("limit", ["0", "soon", "3601", "-5"])
def test_a_time_limit_is_whole_seconds(limit: str, tmp_path: Path) -> None:
    """Anything but 1 to 3,600 seconds is refused in one line that names the option."""
    done = capplan(
        *("plan", "p.xlsx", "-o", "q.xlsx", "--optimise", f"--time-limit={limit}"), cwd=tmp_path
    )
    assert done.returncode == 2
    assert "--time-limit" in done.stderr
    assert "allowed 1 to 3600 seconds" in done.stderr
