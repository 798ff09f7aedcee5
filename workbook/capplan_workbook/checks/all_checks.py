"""The plan's checks: what was measured, what is expected, and what to do about it.

Each check is a native formula beside the value the engine finds, so Checks speaks the same in a
spreadsheet that never heard of capplan. FAIL: do not use the numbers. REVIEW: a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.money.budget import COST_LINES, PAY_LINES
from capplan_workbook.book import range_name
from capplan_workbook.checks.check import DIGITS, FAIL, OK, REVIEW, ROUNDING, Check, zero_check
from capplan_workbook.layout.lines import BUDGET_LINES
from capplan_workbook.layout.places import FIRST
from capplan_workbook.sheets.assumptions.cost_checks import cost_checks
from capplan_workbook.sheets.assumptions.input_checks import engine_checks, input_checks
from capplan_workbook.sheets.assumptions.value_checks import value_checks
from capplan_workbook.sheets.budget.funding_checks import funding_checks
from capplan_workbook.sheets.kept.version_checks import version_checks
from capplan_workbook.sheets.scenarios.bridge_checks import bridge_checks
from capplan_workbook.sheets.supply.capacity_checks import capacity_checks
from capplan_workbook.sheets.supply.people_checks import (
    entry_checks,
    roll_forward_checks,
    stock_check,
)

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

__all__ = [
    "DIGITS",
    "FAIL",
    "LEAST_COVERAGE",
    "MOST_COVERAGE",
    "OK",
    "REVIEW",
    "ROUNDING",
    "Check",
    "checks",
    "overall",
]
LEAST_COVERAGE, MOST_COVERAGE = 0.85, 1.20


def checks(desk: Desk) -> list[Check]:
    """Every check, in the order of the sheet."""
    return [
        *input_checks(desk),
        *entry_checks(desk),
        *value_checks(desk),
        *engine_checks(desk),
        *version_checks(desk),
        *bridge_checks(desk),
        *_arithmetic(desk),
        *_plausible(desk),
        *capacity_checks(desk),
        *cost_checks(desk),
        *funding_checks(desk),
    ]


def overall(found: list[Check]) -> str:
    """The worst result."""
    results = {check.result for check in found}
    return FAIL if FAIL in results else REVIEW if REVIEW in results else OK


def _arithmetic(desk: Desk) -> Iterator[Check]:
    yield from roll_forward_checks(desk)
    yield _supply_meets_requirement(desk)
    yield _months_hold_every_week(desk)
    yield _budget_cross_casts(desk)
    yield _budget_has_no_errors(desk)


def _supply_meets_requirement(desk: Desk) -> Check:
    lay = desk.layout
    need = lay.week_range(lay.requirement_total("required_fte"), "Requirement")
    return zero_check(
        "Supply meets the requirement of Requirement",
        f"SUM({lay.supply_total('required_fte')})-SUM({need})",
        FAIL,
        "Supply or Requirement: a formula was overwritten.",
        0.0,
        ROUNDING,
    )


def _months_hold_every_week(desk: Desk) -> Check:
    lay = desk.layout
    contacts = lay.week_range(lay.requirement_total("contacts"), "Requirement")
    return zero_check(
        "Months hold every week",
        f"Budget!E{lay.budget_rows['contacts']}-SUM({contacts})",
        FAIL,
        "Budget or Requirement: a formula was overwritten.",
        _month_gap(desk, "contacts"),
        ROUNDING * 100,
    )


def _month_gap(desk: Desk, key: str) -> float:
    weekly = desk.live[key].sum(axis=1)
    return float(desk.given.calendar.by_month(weekly).sum() - weekly.sum())


def _budget_cross_casts(desk: Desk) -> Check:
    rows = desk.layout.budget_rows
    lines = f"Budget!E{rows[COST_LINES[0]]}:E{rows[COST_LINES[-1]]}"
    return zero_check(
        "Budget cross-casts",
        f"Budget!E{rows['week_cost']}-SUM({lines})",
        FAIL,
        "Budget: a formula was overwritten.",
        _cross_cast(desk),
        ROUNDING * 10000,
    )


def _cross_cast(desk: Desk) -> float:
    by_month = desk.given.calendar.by_month
    lines = sum(by_month(desk.live[key]).sum() for key in COST_LINES)
    return float(by_month(desk.live["week_cost"]).sum() - lines)


def _budget_has_no_errors(desk: Desk) -> Check:
    lay = desk.layout
    top, bottom = lay.budget_rows[PAY_LINES[0]], lay.budget_rows[BUDGET_LINES[-1]]
    block = f"Budget!{range_name(top, FIRST, bottom, lay.last_month_col)}"
    return zero_check(
        "No error values in the budget",
        f"SUMPRODUCT(--ISERROR({block}))",
        FAIL,
        "Budget: trace the first error cell.",
    )


def _plausible(desk: Desk) -> Iterator[Check]:
    yield from _coverage_in_band(desk)
    yield _shrinkage_is_plausible(desk)
    yield _people_are_not_negative(desk)
    yield stock_check(desk)


def _coverage_in_band(desk: Desk) -> Iterator[Check]:
    have, need = (desk.live[key].sum(axis=1) for key in ("covering_fte", "required_fte"))
    coverage = np.divide(have, need, out=np.ones_like(have), where=need > 0)
    row = desk.layout.supply_total("coverage_share")
    yield Check(
        "Coverage never below 85 %",
        f"MIN({row})",
        float(coverage.min()),
        LEAST_COVERAGE,
        9e9,
        REVIEW,
        "Supply: hire earlier, or accept overtime and longer waits.",
        "percent1",
    )
    yield Check(
        "Coverage never above 120 %",
        f"MAX({row})",
        float(coverage.max()),
        0,
        MOST_COVERAGE,
        REVIEW,
        "Supply: more people than work in at least one week.",
        "percent1",
    )


def _shrinkage_is_plausible(desk: Desk) -> Check:
    lay, share = desk.layout, desk.live["shrinkage_share"]
    rows = [lay.requirement_row("shrinkage_share", n) for n in range(len(lay.queues))]
    ranges = [lay.week_range(row, "Requirement") for row in rows]
    count = int(((share < 0.1) | (share > 0.55)).sum())
    return zero_check(
        "Shrinkage plausible on every queue (10 % to 55 %)",
        "+".join(f"SUMPRODUCT(({one}<0.1)+({one}>0.55))" for one in ranges),
        REVIEW,
        "Assumptions, Queues or Scenarios: look at the shrinkage shares.",
        float(count * lay.weeks),
    )


def _people_are_not_negative(desk: Desk) -> Check:
    return Check(
        "No negative people",
        f"MIN({desk.layout.supply_total('closing_agents_heads')},0)",
        float(min(desk.live["closing_agents_heads"].min(), 0.0)),
        -ROUNDING,
        0,
        FAIL,
        "Supply: more people leave than there are.",
        "dec1",
    )
