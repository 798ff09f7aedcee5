"""The budget cap of a plan: typed or asked for, on Budget, in Checks and on the report."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from capplan_workbook import plan_checks, write_plan
from capplan_workbook.layout.places import Layout
from capplan_workbook.reader import open_plan
from capplan_workbook.sheets.budget.funded import NO_CAP
from html_page import parsed, table, value
from libreoffice import cell_values, set_cells
from test_budget_calendar import given_plan

from capplan.cli.workbooks import plan_in
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Scenario
from capplan.plan import Plan, make_plan
from capplan.questions.cap import under_cap, verdict
from capplan.questions.funded import funded
from capplan.questions.study import Study
from capplan.report import html
from capplan.steps.recall import Recall

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
PROMISES = "The budget cap keeps every promise to customers"
SEEN = "Budget cap as the engine saw it"


@cache
def plan(heads: float | None = None, money: float | None = None, weeks: int = 13) -> Plan:
    """A quarter of calls and mail, a busier scenario beside it, under a cap."""
    return make_plan(given_plan(weeks, budget_cap_heads=heads, budget_cap_cost=money))


@cache
def workbook(heads: float | None) -> bytes:
    """Its workbook."""
    buffer = io.BytesIO()
    write_plan(plan(heads=heads), buffer)
    return buffer.getvalue()


def saved(heads: float | None, path: Path) -> Path:
    """The same as a file."""
    path.write_bytes(workbook(heads))
    return path


def budget_row(cells: Mapping[str, Any], label: str) -> list[Any]:
    """Plan and months of the line with this label on Budget."""
    row = next(
        key.removeprefix("Budget!B")
        for key, found in cells.items()
        if key.startswith("Budget!B") and found == label
    )
    columns = [col for col in "EGHIJ" if f"Budget!{col}{row}" in cells]
    return [cells[f"Budget!{col}{row}"] for col in columns]


# the engine


@pytest.mark.parametrize("scenario", ["Base", "Busy"])
def test_the_cap_is_asked_under_each_scenario(scenario: str) -> None:
    """The same as asking for it by hand, in heads and in money, and asked once only."""
    made = plan(heads=14)
    found = under_cap(made, scenario)
    assert found is not None
    assert found.months == funded(made.in_scenario(scenario), heads=14).months
    study = Study.of(made)
    assert study.cap(scenario) is study.in_scenario(scenario).cap()
    assert study.caps[scenario].months == found.months
    rich = under_cap(plan(money=found.funded_cost + 1), scenario)
    assert rich is not None
    assert rich.heads == 14


def test_a_cap_changes_no_number_of_the_plan() -> None:
    """It only looks: people and cost stay."""
    assert (plan(heads=5)["week_cost"] == plan()["week_cost"]).all()
    assert under_cap(plan()) is None


def test_scenarios_share_what_is_alike() -> None:
    """Cheaper agents buy the same service: the queue's waits are computed once for both."""
    cheap = Scenario("Cheap", {"wage_step_share": 0.0})
    both = make_plan(replace(plan(heads=14).assumptions, scenarios=(Scenario("Base"), cheap)))
    recall = Recall()
    found = [funded(both.in_scenario(name), heads=14, recall=recall) for name in ("Base", "Cheap")]
    assert recall.computed == 1
    alone = funded(both, heads=14)
    assert found[0].months == found[1].months == alone.months


def test_the_whole_is_its_months() -> None:
    """Over one month the plan as a whole is that month; its closing cost is the months' sum."""
    found = under_cap(plan(heads=14))
    assert found is not None
    assert found.whole.closing_cost == pytest.approx(sum(one.closing_cost for one in found.months))
    lone = under_cap(make_plan(given_plan(4, budget_cap_heads=14, budget_calendar="4-4-5")))
    assert lone is not None
    (only,) = lone.months
    assert (only.name, lone.whole.name) == ("2026 P01", "2025-12")
    assert only.service_level_share == pytest.approx(lone.whole.service_level_share)
    assert (only.needed_heads, only.backlog_h) == (lone.whole.needed_heads, lone.whole.backlog_h)


def test_many_queues_are_counted_in_the_sentence() -> None:
    """Four are named, the others counted; who keeps every promise is told in words."""
    found = under_cap(plan(heads=14))
    assert found is not None
    missed = tuple(f"Queue {number}: service level" for number in range(7))
    first = replace(found.months[0], missed=missed)
    said = verdict(replace(found, months=(first,)))
    assert said.first.endswith("Queue 3 (service level) and 3 more")
    assert said.missed.startswith("Queue 0 (1 of 1), ")
    fine = under_cap(plan(heads=100))
    assert fine is not None
    assert verdict(fine) == (
        "Every target is met in every month",
        "Nobody is missing in any month",
        "None in any month",
    )


def test_two_caps_are_refused() -> None:
    """Heads and money at once, and money for less than one agent."""
    with pytest.raises(PlanInputError, match=r"found 1,000; allowed one cap: 5 agents stand at"):
        make_plan(given_plan(4, budget_cap_heads=5, budget_cap_cost=1000))
    with pytest.raises(PlanInputError, match=r"found 1,000; allowed .* the cost of one agent"):
        make_plan(given_plan(4, budget_cap_cost=1000))


# the workbook


def test_budget_shows_what_the_cap_buys(tmp_path: Path) -> None:
    """Needed, funded and short agents, service and cost, month by month; Checks names the first."""
    made = plan(heads=14)
    found = under_cap(made)
    assert found is not None
    cells = cell_values(saved(14, tmp_path / "plan.xlsx"))
    shown = {
        label: budget_row(cells, label)
        for label in ("Agents needed", "Agents funded", "Agents short", "Service level")
    }
    months = found.months
    assert shown["Agents needed"][1:] == pytest.approx([one.needed_heads for one in months])
    assert shown["Agents funded"] == pytest.approx([14] * (1 + len(months)))
    assert shown["Agents short"][1:] == pytest.approx([one.short_heads for one in months])
    levels = [found.whole.service_level_share, *(one.service_level_share for one in months)]
    assert shown["Service level"] == pytest.approx(levels)
    closing = budget_row(cells, "Cost to close the gap")
    assert closing[0] == pytest.approx(sum(closing[1:]))
    check = next(one for one in plan_checks(made) if one.title == PROMISES)
    assert check.result == "REVIEW"
    assert verdict(found).first in check.advice


def test_without_a_cap_one_line_says_how(tmp_path: Path) -> None:
    """Budget tells where a cap is typed; Checks has nothing to say."""
    made = plan()
    assert NO_CAP in cell_values(saved(None, tmp_path / "plan.xlsx")).values()
    titles = [one.title for one in plan_checks(made)]
    assert SEEN in titles
    assert PROMISES not in titles
    assert not Layout.of(made).capped


def test_a_cap_is_read_back_and_refused_with_its_cells(tmp_path: Path) -> None:
    """What was typed comes back; two caps are refused, both cells named; so is too little money."""
    path = saved(14, tmp_path / "plan.xlsx")
    assert open_plan(path).assumptions.values["budget_cap_heads"] == 14
    both = tmp_path / "both.xlsx"
    set_cells(path, {"in_budget_cap_cost": 900_000.0}, both)
    with pytest.raises(PlanInputError, match=r"Assumptions!D\d+: .*stand at Assumptions!D\d+"):
        open_plan(both)
    little = tmp_path / "little.xlsx"
    set_cells(path, {"in_budget_cap_cost": 900.0, "in_budget_cap_heads": None}, little)
    found = open_plan(little)
    with pytest.raises(PlanInputError, match=r"Assumptions!D\d+: Budget cap, money: found 900;"):
        make_plan(found.assumptions, place=found.place)


# the report and the command


def test_the_report_tells_what_the_cap_buys() -> None:
    """A table of months, and the sentences; a plan without a cap has no such part."""
    made = plan(heads=14)
    found = under_cap(made)
    assert found is not None
    page = parsed(html(made, (), "1a2b3c4d"))
    rows = table(page, "What the budget cap buys")
    needed = [value(row[1]) for row in rows[1:-1]]
    assert needed == pytest.approx([one.needed_heads for one in found.months], abs=0.051)
    assert f"Hurts first: {verdict(found).first}." in page.text
    assert "What does the budget buy?" not in html(plan(), (), "1a2b3c4d")


def test_the_option_stands_in_for_the_cell(tmp_path: Path) -> None:
    """The plan carries the cap of the command line, not its own; a fault names the option."""
    path = saved(14, tmp_path / "plan.xlsx")
    made, _ = plan_in(path, None, lambda text, share: None, cap=("heads", 20.0))
    assert made.assumptions.values["budget_cap_heads"] == 20
    found = under_cap(made)
    assert found is not None
    assert found.heads == 20
    made, _ = plan_in(path, None, lambda text, share: None, cap=("money", 900_000.0))
    assert made.assumptions.values["budget_cap_heads"] is None
    with pytest.raises(PlanInputError, match=r"^--budget-cap: found 1; allowed .* the cost of one"):
        plan_in(path, None, lambda text, share: None, cap=("money", 1.0))
