"""The plan's checks: what was measured, what is expected, and what to do about it.

Each check is a native formula beside the value the engine finds, so Checks speaks the same in a
spreadsheet that never heard of capplan. FAIL: do not use the numbers. REVIEW: a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.budget import COST_LINES, PAY_LINES
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.layout import BASE_COLUMN, DRIVER_ROW, FIRST, LAST_SCENARIO_COLUMN, TABLE_ROW
from capplan_workbook.lines import BUDGET_LINES, HEADLINES
from capplan_workbook.sheets.curves import changed_profiles, changed_settings

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

OK, REVIEW, FAIL = "OK", "REVIEW", "FAIL"
LEAST_COVERAGE, MOST_COVERAGE = 0.85, 1.20
ROUNDING = 1e-6
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Check:
    """One check: formula and value of what is measured, the band it must lie in, what to do."""

    title: str
    formula: str
    measured: float
    low: float
    high: float
    severity: str
    advice: str
    format: str = "dec2"

    @property
    def result(self) -> str:
        """OK inside the band, else the check's severity."""
        return OK if self.low <= self.measured <= self.high else self.severity


def checks(desk: Desk) -> list[Check]:
    """Every check, in the order of the sheet."""
    return [*_inputs(desk), *_engine(desk), *_arithmetic(desk), *_plausible(desk)]


def overall(found: list[Check]) -> str:
    """The worst result."""
    results = {check.result for check in found}
    return FAIL if FAIL in results else REVIEW if REVIEW in results else OK


def _zero(
    title: str, formula: str, severity: str, advice: str, value: float = 0.0, tolerance: float = 0.0
) -> Check:
    """A check that must be zero; sums are rounded first, as their last digits are noise."""
    if tolerance == 0:
        return Check(title, formula, value, 0, 0, severity, advice, "count")
    rounded = round(value, DIGITS) + 0.0
    return Check(
        title,
        f"ROUND({formula},{DIGITS})",
        rounded,
        -tolerance,
        tolerance,
        severity,
        advice,
        "tolerance",
    )


def _inputs(desk: Desk) -> Iterator[Check]:
    lay = desk.layout
    names = range_name(DRIVER_ROW, BASE_COLUMN, DRIVER_ROW, LAST_SCENARIO_COLUMN)
    contacts = lay.demand_block
    cells = lay.weeks * len(lay.queues)
    yield Check(
        "Live scenario is one of the scenario names",
        f"IF(ISERROR(MATCH(in_scenario,Scenarios!{names},0)),0,1)",
        1,
        1,
        1,
        FAIL,
        "Scenarios!D6: pick a name from the list.",
        "count",
    )
    yield Check(
        "Every week has contacts for every queue",
        f"COUNT({contacts})",
        cells,
        cells,
        cells,
        FAIL,
        "Demand: fill blanks, turn text into numbers.",
        "count",
    )
    first = f"Demand!{range_name(TABLE_ROW + 1, 2)}"
    steps = (
        f"SUMPRODUCT(--(Demand!{range_name(TABLE_ROW + 2, 2, lay.last_demand_row, 2)}"
        f"-Demand!{range_name(TABLE_ROW + 1, 2, lay.last_demand_row - 1, 2)}<>7))"
    )
    steps = f"{steps}+" if lay.weeks > 1 else ""
    yield _zero(
        "Weeks are Mondays, seven days apart",
        f"{steps}IF(WEEKDAY({first},2)=1,0,1)",
        FAIL,
        "Demand: one row a week, from Monday on, no gaps.",
    )
    yield _zero(
        "No negative contacts",
        f'COUNTIF({contacts},"<0")',
        FAIL,
        "Demand: remove negative numbers.",
    )
    yield _zero(
        "Every class starts in a week of the plan",
        f"SUM({lay.class_range('class_heads')})*live_hiring_scale_share"
        f"-{_supply_year(desk, 'starts_heads')}",
        FAIL,
        "HiringPlan: start week outside the plan, or no such queue.",
        tolerance=ROUNDING,
    )
    queue_rows = range_name(TABLE_ROW + 1, 2, lay.last_queue_row, 2)
    yield Check(
        "Queues are the ones the engine knows",
        f'SUMPRODUCT(--(Queues!{queue_rows}<>""))',
        len(lay.queues),
        len(lay.queues),
        len(lay.queues),
        FAIL,
        "Queues: a queue was added or removed; run capplan again.",
        "count",
    )


def _supply_year(desk: Desk, key: str) -> str:
    return f"Supply!{cell_name(desk.layout.supply_row(key, 0), 5)}"


def _engine(desk: Desk) -> Iterator[Check]:
    lay = desk.layout
    again = "Inputs changed since the engine ran: run capplan again."
    work = [
        lay.week_range(lay.requirement_row("workload_h", n), "Requirement")
        for n in range(len(lay.queues))
    ]
    seen = [
        lay.week_range(lay.requirement_row("seen_workload_h", n), "Requirement")
        for n in range(len(lay.queues))
    ]
    changed = "+".join(
        f"SUMPRODUCT(--(ABS({a}-{b})>1E-9*(ABS({b})+1)))" for a, b in zip(work, seen, strict=True)
    )
    yield _zero(
        "Contacts and handling times as the engine saw them",
        changed,
        REVIEW,
        "The curves carry the change within half a percent; run capplan for exact hours.",
    )
    yield _zero(
        "Queue targets and settings as the engine saw them",
        changed_settings(desk),
        REVIEW,
        "Targets changed: the curves still hold the old ones; run capplan again.",
    )
    yield _zero(
        "Profiles as the engine saw them", changed_profiles(desk), REVIEW, again, tolerance=1e-6
    )
    top = lay.result_row + 1
    agrees = f"Scenarios!{range_name(top, 5, top + len(HEADLINES) - 1, 5)}"
    yield Check(
        "Live results agree with the engine's stamp",
        f'COUNTIF({agrees},"Yes")',
        len(HEADLINES),
        len(HEADLINES),
        len(HEADLINES),
        REVIEW,
        again,
        "count",
    )
    inside = "+".join(
        f"SUMPRODUCT(--({row}>INDEX(Curves!{_reaches(desk)},"
        f"Requirement!$E${lay.requirement_row('curve_place', number)})))"
        for number, row in enumerate(work)
    )
    yield _zero(
        "Workload stays inside the staffing curves",
        inside,
        REVIEW,
        "Volume moved far from plan: run capplan to widen the curves.",
    )


def _reaches(desk: Desk) -> str:
    top, bottom = desk.layout.curve_rows(0)
    return range_name(top, 5, bottom, 5)


def _arithmetic(desk: Desk) -> Iterator[Check]:
    lay, live = desk.layout, desk.live
    e: dict[str, str] = {
        key: _supply_year(desk, key)
        for key in (
            "opening_heads",
            "graduates_heads",
            "leavers_heads",
            "closing_agents_heads",
            "starts_heads",
            "dropouts_heads",
        )
    }
    end = lay.supply_row("training_heads", 0)
    training = (
        f"Supply!{cell_name(end, lay.last_col)}"
        f"-Supply!{cell_name(lay.supply_row('dropouts_heads', 0), lay.last_col)}"
    )
    yield _zero(
        "Agents roll forward: opening + graduates − leavers = closing",
        f"{e['opening_heads']}+{e['graduates_heads']}-{e['leavers_heads']}"
        f"-{e['closing_agents_heads']}",
        FAIL,
        "Supply: a formula was overwritten.",
        _agents_left(live),
        ROUNDING,
    )
    yield _zero(
        "Trainees roll forward: starts − dropouts − graduates = still in training",
        f"{e['starts_heads']}-{e['dropouts_heads']}-{e['graduates_heads']}-({training})",
        FAIL,
        "Supply: a formula was overwritten.",
        _trainees_left(live),
        ROUNDING,
    )
    need = lay.week_range(lay.requirement_total("required_fte"), "Requirement")
    yield _zero(
        "Supply meets the requirement of Requirement",
        f"SUM({lay.supply_total('required_fte')})-SUM({need})",
        FAIL,
        "Supply or Requirement: a formula was overwritten.",
        0.0,
        ROUNDING,
    )
    rows = lay.budget_rows
    contacts = lay.week_range(lay.requirement_total("contacts"), "Requirement")
    yield _zero(
        "Months hold every week",
        f"Budget!E{rows['contacts']}-SUM({contacts})",
        FAIL,
        "Budget or Requirement: a formula was overwritten.",
        _month_gap(desk, "contacts"),
        ROUNDING * 100,
    )
    lines = f"Budget!E{rows[COST_LINES[0]]}:E{rows[COST_LINES[-1]]}"
    yield _zero(
        "Budget cross-casts",
        f"Budget!E{rows['week_cost']}-SUM({lines})",
        FAIL,
        "Budget: a formula was overwritten.",
        _cross_cast(desk),
        ROUNDING * 10000,
    )
    top, bottom = rows[PAY_LINES[0]], rows[BUDGET_LINES[-1]]
    block = f"Budget!{range_name(top, FIRST, bottom, lay.last_month_col)}"
    yield _zero(
        "No error values in the budget",
        f"SUMPRODUCT(--ISERROR({block}))",
        FAIL,
        "Budget: trace the first error cell.",
    )


def _agents_left(live: Mapping[str, Any]) -> float:
    came = live["opening_heads"][0].sum() + live["graduates_heads"].sum()
    return float(came - live["leavers_heads"].sum() - live["closing_agents_heads"][-1].sum())


def _trainees_left(live: Mapping[str, Any]) -> float:
    still = live["training_heads"][-1] - live["dropouts_heads"][-1]
    gone = live["dropouts_heads"].sum() + live["graduates_heads"].sum()
    return float(live["starts_heads"].sum() - gone - still.sum())


def _month_gap(desk: Desk, key: str) -> float:
    weekly = desk.live[key].sum(axis=1)
    return float(desk.given.calendar.by_month(weekly).sum() - weekly.sum())


def _cross_cast(desk: Desk) -> float:
    by_month = desk.given.calendar.by_month
    lines = sum(by_month(desk.live[key]).sum() for key in COST_LINES)
    return float(by_month(desk.live["week_cost"]).sum() - lines)


def _plausible(desk: Desk) -> Iterator[Check]:
    lay, live = desk.layout, desk.live
    have, need = (live[key].sum(axis=1) for key in ("effective_fte", "required_fte"))
    coverage = np.divide(have, need, out=np.ones_like(have), where=need > 0)
    row = lay.supply_total("coverage_share")
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
    shares = [
        lay.week_range(lay.requirement_row("shrinkage_share", n), "Requirement")
        for n in range(len(lay.queues))
    ]
    odd = "+".join(f'COUNTIF({one},"<0.1")+COUNTIF({one},">0.55")' for one in shares)
    count = int(((live["shrinkage_share"] < 0.1) | (live["shrinkage_share"] > 0.55)).sum())
    yield _zero(
        "Shrinkage plausible on every queue (10 % to 55 %)",
        odd,
        REVIEW,
        "Assumptions, Queues or Scenarios: look at the shrinkage shares.",
        float(count * lay.weeks),
    )
    floor = float(min(live["closing_agents_heads"].min(), 0.0))
    yield Check(
        "No negative people",
        f"MIN({lay.supply_total('closing_agents_heads')},0)",
        floor,
        -ROUNDING,
        0,
        FAIL,
        "Supply: more people leave than there are.",
        "dec1",
    )
