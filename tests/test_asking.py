"""Whatever workbook, report and JSON show can be asked, by command and in Python."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook.layout.lines import (
    BAND_LINES,
    BUDGET_HOURS,
    BUDGET_LINES,
    BUDGET_PEOPLE,
    CAP_LINES,
    MANAGEMENT_GROUPS,
    REQUIREMENT_LINES,
    SUPPLY_LINES,
)
from plans import example_plan
from study_cases import bare, capped, written

from capplan import Scenario, make_plan
from capplan.cli.run import run
from capplan.plan import Plan
from capplan.questions.explain import explain
from capplan.questions.findings import NEEDS
from capplan.vocabulary import VOCABULARY, terms

# whatever is shown can be asked


def shown_terms() -> list[str]:
    """The terms of the vocabulary that stand in a workbook: typed, computed, found or simulated."""
    lines = [*REQUIREMENT_LINES, *BAND_LINES, *SUPPLY_LINES, *BUDGET_PEOPLE, *BUDGET_LINES]
    lines += [*BUDGET_HOURS, *CAP_LINES, *(one for group in MANAGEMENT_GROUPS for one in group)]
    kinds = ("assumption", "result", "evidence")
    own = [row.name for kind in kinds for row in terms(kind)]
    return list(dict.fromkeys([*(name for name in lines if name in VOCABULARY), *own]))


@pytest.mark.parametrize("name", shown_terms())
def test_every_term_that_is_shown_can_be_asked(name: str) -> None:
    """Anywhere in the plan, and the line begins with the term."""
    plan, study = capped().plan, capped()
    week = plan.assumptions.calendar.mondays[5]
    for place in ((None, None), (week, None), (None, "Calls"), (week, "Mail")):
        found = explain(plan, name, *place, study=study)
        assert str(found).startswith(f"{name}: {VOCABULARY[name].label}")
    row = VOCABULARY[name]
    assert bool(found.formula) == (
        row.kind != "assumption" or name in ("out_of_office_share", "in_office_share")
    )


@pytest.mark.parametrize("row", terms("evidence", "bands"), ids=lambda row: row.name)
def test_bands_are_explained_as_the_workbook_shows_them(row: Any) -> None:
    """The number of that week, all queues together or one of them, and what it hangs on."""
    plan, bands = capped().plan, capped().bands
    week = plan.assumptions.calendar.mondays[5]
    both = explain(plan, row.name, week, study=capped())
    mail = plan.explain(row.name, week.isoformat(), "Mail")
    assert both.value == bands.total.by_term()[row.name][5]
    assert both.over == "all queues together"
    assert mail.value == bands.queues.by_term()[row.name][5, 1]
    assert tuple(one.term for one in both.needs) == NEEDS[row.name]
    mean = explain(plan, row.name, study=capped())
    assert mean.value == pytest.approx(bands.total.by_term()[row.name].mean())
    assert mean.over == "all queues together, mean of 9 weeks"


def test_the_cap_is_explained_as_the_workbook_shows_it() -> None:
    """By month, over the whole plan, and under another scenario."""
    plan, cut, other = capped().plan, capped().cap(), capped().cap("More")
    assert cut is not None
    assert other is not None
    last = plan.assumptions.calendar.mondays[-1]
    assert explain(plan, "needed_heads", last).value == cut.months[-1].needed_heads
    assert explain(plan, "funded_asa_s").value == cut.whole.asa_s
    assert explain(plan, "closing_cost", study=capped()).value == cut.whole.closing_cost
    assert explain(plan, "short_heads").value == max(one.short_heads for one in cut.months)
    assert explain(plan, "missing_queues", last).value == len(cut.months[-1].missed)
    asked = explain(plan, "needed_heads", scenario="More", study=capped())
    assert asked.value == other.whole.needed_heads


def test_what_a_plan_does_not_have_is_said() -> None:
    """No cap and no optimised hiring plan: not given, and how to get it."""
    plan = example_plan("bank")
    assert "not given (no budget cap is given" in str(explain(plan, "funded_heads"))
    assert "not given (no optimised hiring plan" in str(explain(plan, "saving_cost"))


def test_columns_of_tables_are_told() -> None:
    """What stands in a table that planners fill is told, with the table it belongs to."""
    plan = example_plan("growth")
    lift = explain(plan, "lift_share")
    assert str(lift).endswith("(column of the table of events)")
    assert lift.value == explain(plan, "event").value
    assert explain(plan, "week", "2026-01-14").value == "2026-01-12"
    assert explain(plan, "origin").value == "assumed"
    assert explain(plan, "origin_owner").value == "none"


# commands


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The capped plan's workbook."""
    path = tmp_path_factory.mktemp("study") / "plan.xlsx"
    path.write_bytes(written(capped()))
    return path


def asked(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> Any:
    """The JSON answer of a command."""
    assert run([*words]) == 0
    return json.loads(capsysbinary.readouterr().out)


def test_json_holds_what_the_workbook_shows(
    book: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Bands, cap, management and trade-offs beside bridges, drivers and results."""
    out = ["-o", str(tmp_path / "out.xlsx"), "--json", "-"]
    data = asked(capsysbinary, "plan", str(book), *out)
    bands, study = data["bands"], capped()
    assert bands["chance_short_share"] == study.bands.total.chance_short_share.tolist()
    assert np.shape(bands["by_queue"]["buffer_fte"]) == (9, 2)
    assert data["budget_cap"]["funded_heads"] == 14
    assert data["trade_offs"][0]["queue"] == "Calls"
    assert len(data["management"]["alternatives"]) == len(study.leaders.outcomes)
    assert list(data["bridges"]) == ["More"]
    assert len(data["strongest_drivers"]) == 10


def test_the_command_explains_a_band(
    book: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The term that workbook and JSON show is no longer answered with itself."""
    data = asked(capsysbinary, "explain", str(book), "chance_short_share", "--json")
    assert data["value"] == pytest.approx(capped().bands.total.chance_short_share.mean())


def test_the_command_answers_for_the_parts_of_the_json(
    book: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """By the names that the JSON gives them."""
    cut = asked(capsysbinary, "explain", str(book), "budget_cap", "--json")["budget_cap"]
    assert cut["funded_heads"] == 14
    words = ("explain", str(book), "trade_offs", "--queue", "Calls", "--json")
    (table,) = asked(capsysbinary, *words)["trade_offs"]
    assert sum(one["required"] for one in table["rows"]) == 1
    words = ("explain", str(book), "bridges", "--scenario", "More", "--json")
    assert asked(capsysbinary, *words)["from"] == "Base"


def test_a_plan_without_a_cap_says_so(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """And where one is typed."""
    path = tmp_path / "bank.xlsx"
    path.write_bytes(bare("bank"))
    assert run(["explain", str(path), "budget_cap"]) == 2
    assert b"no budget cap; allowed a plan with a budget cap" in capsysbinary.readouterr().err


# a plan in Python


def test_a_plan_is_shown_in_one_line() -> None:
    """What it is about, and nothing of its numbers."""
    plan: Plan = example_plan("bank")
    assert repr(plan) == (
        "Plan(Bank calls 2003-04, 53 weeks from 2003-10-27, 1 queue, 4 scenarios, live Base)"
    )
    assert "1 scenario, live" in repr(
        make_plan(replace(capped().given, scenarios=(Scenario("Base"),)))
    )


def test_a_plan_compares_saves_and_makes_tables(tmp_path: Path) -> None:
    """The methods that a notebook expects."""
    plan = capped().plan
    found = plan.compare(plan.in_scenario("More"))
    assert "total_cost" in {one.term for one in found.results}
    plan.save(tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes() == written(capped())
    assert list(plan.table("fte")["queue"].unique()) == ["Calls", "Mail"]
