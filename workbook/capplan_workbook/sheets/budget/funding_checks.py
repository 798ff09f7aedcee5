"""Checks of what the budget is cut into and capped at: as the engine saw it, and what it buys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capplan.questions.cap import verdict
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.checks.check import FAIL, REVIEW, Check, how_many, zero_check
from capplan_workbook.layout.places import DATE_ROW, FIRST, UNIT
from capplan_workbook.weekly.periods import starts
from capplan_workbook.weekly.rows import EPOCH

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

CAPS = ("budget_cap_heads", "budget_cap_cost")
NOT_GIVEN = -1.0


def funding_checks(desk: Desk) -> Iterator[Check]:
    """Are months and cap the engine's, and does the cap buy what was promised?"""
    yield _months_as_seen(desk)
    yield _cap_as_seen(desk)
    yield from _promises(desk)


def _months_as_seen(desk: Desk) -> Check:
    """Columns of the budget are made by the engine: periods by their first Mondays."""
    calendar, values = desk.given.calendar, desk.given.values
    parts = [f'live_budget_calendar<>"{values["budget_calendar"]}"']
    if calendar.fiscal:
        start = values["fiscal_year_start_date"]
        parts.append(f"live_fiscal_year_start_date<>{(start - EPOCH).days if start else 0}")
        parts += _weeks_outside(desk)
    return zero_check(
        "Budget months are the ones the engine made",
        how_many(parts),
        FAIL,
        "Assumptions or Demand: the calendar changed; run capplan again.",
    )


def _weeks_outside(desk: Desk) -> Iterator[str]:
    """Formulas: whether the plan's first or last week lies outside the periods."""
    lay, fiscal = desk.layout, desk.given.calendar.fiscal
    if fiscal:
        weeks = lay.week_range(DATE_ROW, "Requirement")
        after = fiscal.of(desk.given.calendar).periods[-1].weeks * 7
        yield f"MIN({weeks})<MIN({starts(desk)})"
        yield f"MAX({weeks})>=MAX({starts(desk)})+{after}"


def _cap_as_seen(desk: Desk) -> Check:
    changed = [
        f'IF(in_{name}="",{NOT_GIVEN:g},in_{name})<>{NOT_GIVEN if cap is None else cap!r}'
        for name, cap in ((name, desk.given.values[name]) for name in CAPS)
    ]
    return zero_check(
        "Budget cap as the engine saw it",
        how_many(changed),
        REVIEW,
        "Assumptions: the budget cap changed; run capplan to see on Budget what it buys.",
    )


def _promises(desk: Desk) -> Iterator[Check]:
    """With a cap: the months in which a queue misses a target, and the first of them."""
    found = desk.study.cap()
    if found is None:
        return
    lay = desk.layout
    row, said = lay.cap_rows["missing_queues"], cell_name(lay.cap_rows["first"], UNIT)
    months = f"Budget!{range_name(row, FIRST, row, lay.last_month_col)}"
    count = sum(1 for one in found.months if one.missed)
    yield Check(
        "The budget cap keeps every promise to customers",
        f"SUMPRODUCT(--({months}>0))",
        count,
        0,
        0,
        REVIEW,
        f"Budget: {verdict(found).first}.",
        "count",
        f'"Budget: "&Budget!{said}&"."',
    )
