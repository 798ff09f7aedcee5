"""Checks of typed values: a spreadsheet without capplan must not compute with a share of 30.

Limits are compared as numbers, never as criteria in quotes: "<0.05" is read differently where the
decimal sign is a comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capplan.assumptions import scenario_terms
from capplan.fte import MOST_SHRINKAGE
from capplan.vocabulary import Term, term, terms
from capplan_workbook.book import range_name
from capplan_workbook.check import FAIL, Check, zero_check
from capplan_workbook.layout import TABLE_ROW
from capplan_workbook.lines import PURE_DRIVERS

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

WORDS = ("text", "date")


def value_checks(desk: Desk) -> Iterator[Check]:
    """Does every typed number lie within what its term allows?"""
    yield zero_check(
        "Assumptions and scenario values lie within their limits",
        "+".join(_plan_values(desk)),
        FAIL,
        "Assumptions or Scenarios: column Allowed says what a cell may hold; 30 % is 0.30.",
    )
    yield zero_check(
        "Queue values lie within their limits",
        "+".join(_queue_values(desk)),
        FAIL,
        "Queues: each cell's prompt says what it may hold; 30 % is 0.30.",
    )
    rows = [
        desk.layout.week_range(
            desk.layout.requirement_row("shrinkage_share", number), "Requirement"
        )
        for number in range(len(desk.layout.queues))
    ]
    yield zero_check(
        "Shrinkage in total is 0 % to below 70 %",
        "+".join(f"SUMPRODUCT(({row}<0)+({row}>={MOST_SHRINKAGE:g}))" for row in rows),
        FAIL,
        "Assumptions, Queues or Scenarios: a share is counted twice or typed in percent.",
    )


def _plan_values(desk: Desk) -> Iterator[str]:
    for row in terms("assumption", shape="plan"):
        if row.unit not in WORDS and row.name not in PURE_DRIVERS:
            # what is not given, and has no default, has nothing to be outside of
            given = "" if row.default is not None else f'(in_{row.name}<>"")*'
            yield given + outside(row, desk.layout.base_value(row.name))
    for row in scenario_terms():
        yield outside(row, f"live_{row.name}")
    ramp = outside(term("proficiency_share"), "live_proficiency_share")
    yield f"SUMPRODUCT({ramp})"


def _queue_values(desk: Desk) -> Iterator[str]:
    lay = desk.layout
    for row in terms("assumption", shape="queue"):
        if row.unit in WORDS:
            continue
        col = lay.queue_col(row.name)
        cells = f"Queues!{range_name(TABLE_ROW + 1, col, lay.last_queue_row, col)}"
        yield f'SUMPRODUCT(({cells}<>"")*({outside(row, cells)}>0))'


def outside(row: Term, cell: str) -> str:
    """Formula: 1 where the cell is below or above what is allowed; text counts as above."""
    parts = []
    if row.low is not None:
        parts.append(f"({cell}{'<=' if row.above_low else '<'}{row.low:.10g})")
    if row.high is not None:
        parts.append(f"({cell}>{row.high:.10g})")
    return "(" + "+".join(parts) + ")"
