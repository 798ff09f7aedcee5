"""The budget in fiscal periods: whole weeks, every week once, from the engine to the workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from agreement import disagreements
from capplan_workbook import plan_checks, write_plan
from capplan_workbook.reader import open_plan
from excel_types import ExcelBook
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import cell_values, set_cells
from sheet_xml import read_cells

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, Scenario, make_assumptions
from capplan.inputs.fiscal import PATTERNS, FiscalCalendar, fiscal_calendar
from capplan.inputs.periods import Calendar, Period
from capplan.plan import Plan, make_plan
from capplan.questions.comparison import compare as compare_plans

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
START = date(2025, 12, 29)  # the first Monday of the fiscal year 2026, which has 53 weeks
CALLS = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 13}
MAIL = {"queue": "Mail", "channel": "email", "aht_s": 600, "opening_agents_heads": 5}

mondays = st.integers(0, 600).map(lambda week: date(2018, 1, 1) + timedelta(weeks=week))
fiscal = st.builds(
    FiscalCalendar,
    st.sampled_from(sorted(PATTERNS)),
    st.tuples(st.integers(1, 12), st.integers(1, 28)),
)


def given_plan(weeks: int = 54, **values: Any) -> Assumptions:
    """Calls and mail over a year of 53 weeks and a week more, with a scenario."""
    contacts = [[2000 + 15 * (week % 13), 400 + 3 * week] for week in range(weeks)]
    scenarios = (Scenario("Busy", {"volume_change_share": 0.1}),)
    return make_assumptions(START, [CALLS, MAIL], contacts, values=values, scenarios=scenarios)


def fiscal_plan(weeks: int = 54, pattern: str = "4-4-5", **values: Any) -> Plan:
    """The same with a fiscal calendar."""
    return make_plan(given_plan(weeks, budget_calendar=pattern, **values))


def saved(plan: Plan, path: Path) -> Path:
    """Its workbook as a file."""
    write_plan(plan, path)
    return path


# weeks in periods


@given(calendar=fiscal, first=mondays, weeks=st.integers(1, 156))
def test_each_week_is_in_one_period_and_periods_add_up(
    calendar: FiscalCalendar, first: date, weeks: int
) -> None:
    """Whatever the start, 53-week years and cut periods included, no week is lost or counted twice.

    The other route: a week belongs to the period whose days hold its Monday.
    """
    months = Calendar(first, weeks, calendar)
    assert set(np.unique(months.month_weights)) <= {0.0, 1.0}
    assert (months.month_weights.sum(axis=0) == 1).all()
    assert (months.month_weights == calendar.of(Calendar(first, weeks)).weights).all()
    assert (months.first_month == months.last_month).all()
    weekly = np.arange(weeks, dtype=np.float64) * 7 + 100_003
    assert months.by_month(weekly).sum() == weekly.sum()
    for monday, number in zip(months.mondays, months.first_month, strict=True):
        period = months.named_months[number - 1]
        assert isinstance(period, Period)
        assert 0 <= (monday - period.first_week).days < 7 * period.weeks


def test_a_year_of_53_weeks_in_the_budget() -> None:
    """Twelve periods, the last of six weeks, then the first week of the next year."""
    calendar = given_plan(budget_calendar="4-4-5").calendar
    assert calendar.month_weights.sum(axis=1).tolist() == [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6, 1]
    assert calendar.months[0] == START
    assert [one.name for one in calendar.named_months if isinstance(one, Period)][-2:] == [
        "2026 P12",
        "2027 P01",
    ]


def test_calendar_months_stay_as_they_are() -> None:
    """Without a choice, or with calendar months chosen, nothing is fiscal."""
    plain, chosen = given_plan(), given_plan(fiscal_year_start_date=date(2026, 2, 1))
    for one in (plain, chosen):
        assert one.calendar == Calendar(START, 54)
        assert one.calendar.named_months == one.calendar.months
    assert fiscal_calendar({"budget_calendar": "nonsense", "fiscal_year_start_date": None}) is None


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_money_is_the_same_in_every_calendar(pattern: str) -> None:
    """Only the columns change: every week, and the total, stay to the last digit."""
    plain, cut = make_plan(given_plan()), fiscal_plan(pattern=pattern)
    assert (plain["week_cost"] == cut["week_cost"]).all()
    months = cut.assumptions.calendar.by_month(cut["week_cost"])
    assert months.sum() == pytest.approx(cut["total_cost"], rel=1e-14)
    assert len(months) == 13


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"fiscal_year_start_date": date(2028, 2, 29)}, "found 2028-02-29; allowed a day that"),
        ({"budget_calendar": "4-4-4"}, "found 4-4-4; allowed one of calendar months, 4-4-5"),
    ],
)
def test_slips_are_refused(values: dict[str, Any], says: str) -> None:
    """A day that there is not every year, and a pattern that there is not."""
    with pytest.raises(PlanInputError, match=says):
        make_plan(given_plan(**values))


def test_a_comparison_names_what_is_looked_at_and_bridges_nothing() -> None:
    """Calendar and cap are told as differences; no factor moves, as no number does."""
    cut = given_plan(8, budget_calendar="4-4-5", budget_cap_heads=14)
    found = compare_plans(given_plan(8), cut)
    assert [one.term for one in found.differences] == ["budget_calendar", "budget_cap_heads"]
    assert [dict(one.parts) for one in found.bridges.values()] == [{}, {}]


# the workbook


def test_periods_head_the_budget_and_come_back(tmp_path: Path) -> None:
    """Number, first Monday and name of each period; what was typed is read, and writes the same.

    A leap day is refused with its cell.
    """
    made = fiscal_plan(12, fiscal_year_start_date=date(2025, 2, 1))
    path = saved(made, tmp_path / "plan.xlsx")
    cells = cell_values(path)
    assert [cells[f"Budget!{place}"] for place in ("G5", "G7", "H7")] == [1, "2025 P12", "2026 P01"]
    assert str(cells["Budget!H6"]).startswith("2026-02-02")
    found = open_plan(path)
    assert found.assumptions.values["budget_calendar"] == "4-4-5"
    assert found.assumptions.calendar == made.assumptions.calendar
    again = io.BytesIO()
    write_plan(make_plan(found.assumptions, found.scenario), again)
    assert again.getvalue() == path.read_bytes()
    leap = tmp_path / "leap.xlsx"
    set_cells(path, {"in_fiscal_year_start_date": 46812.0}, leap)
    with pytest.raises(PlanInputError, match=r"Assumptions!D\d+: .*2028-02-29"):
        open_plan(leap)


def test_the_workbook_agrees_in_periods_under_every_scenario(tmp_path: Path) -> None:
    """Without capplan: every formula of a 4-4-5 budget with a cap gives what the engine computed.

    A calendar that is changed afterwards fails the checks until capplan runs again, and a cap asks
    to look.
    """
    made = fiscal_plan(20, budget_cap_heads=14)
    base = saved(made, tmp_path / "base.xlsx")
    want = saved(made.in_scenario("Busy"), tmp_path / "want.xlsx")
    with ExcelBook(base) as book:
        assert disagreements(book.stored, book.recalculate()) == []
        busy = book.recalculate({"in_scenario": "Busy"})
        cells = book.values({"in_budget_calendar": "5-4-4", "in_budget_cap_heads": 16.0})
    assert disagreements(read_cells(want), busy) == []
    assert result_of(cells, "Budget months are the ones the engine made") == "FAIL"
    assert result_of(cells, "Budget cap as the engine saw it") == "REVIEW"


def result_of(cells: Mapping[str, Any], title: str) -> Any:
    """The result of a check on Checks."""
    place = next(key for key, found in cells.items() if found == title)
    return cells[place.replace("!C", "!G")]


def test_the_calendar_is_checked() -> None:
    """A fresh plan passes the check of its months."""
    checks = {one.title: one for one in plan_checks(fiscal_plan(12))}
    assert checks["Budget months are the ones the engine made"].result == "OK"


# the report


def test_the_report_speaks_of_periods() -> None:
    """Periods instead of months in the tables of money and people, adding up to the plan."""
    from html_page import parsed, table, value

    from capplan.report import html

    made = fiscal_plan()
    page = parsed(html(made, (), "1a2b3c4d"))
    rows = table(page, "Cost by month and type")
    assert [row[0] for row in rows[1:4]] == ["2026 P01", "2026 P02", "2026 P03"]
    cost = made.assumptions.calendar.by_month(made["week_cost"])
    at = rows[0].index("Total")
    shown = [value(row[at]) for row in rows[1:-1]]
    scale = 1000 if made["total_cost"] >= 1e6 else 1
    assert shown == pytest.approx((cost / scale).tolist(), abs=0.51)
