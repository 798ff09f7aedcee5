"""Checks of typed values: a spreadsheet without capplan must not compute with a share of 30.

Limits are compared as numbers, never as criteria in quotes: "<0.05" is read differently where the
decimal sign is a comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from capplan.inputs.assumptions import LIVE_CHANNELS, PURE_DRIVERS, scenario_terms
from capplan.leaders.chain import LEADS
from capplan.leaders.layers import FIRST
from capplan.leaders.spans import NONE
from capplan.staffing.fte import MOST_SHRINKAGE
from capplan.staffing.requirement import SHORT_GOAL_H
from capplan.vocabulary import Term, term, terms
from capplan_workbook.book import range_name
from capplan_workbook.checks.check import FAIL, Check, zero_check
from capplan_workbook.layout.places import TABLE_ROW

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

SLACK = 1e-9  # sums of shares are not exact
WORDS = ("text", "date")
# whom a check of plan-wide values is about -> their stages; the first takes all other stages
PARTS = {
    "work and people": (),
    "leaders": ("management",),
    "support roles and money": ("support", "capacity", "budget"),
}


def value_checks(desk: Desk) -> Iterator[Check]:
    """Does every typed number lie within what its term allows?"""
    for title, parts in (
        *((f"Assumptions on {about}", _plan_values(desk, about)) for about in PARTS),
        ("Scenario values and the ramp", (*_scenario_values(), _changed_levels(desk))),
    ):
        yield zero_check(
            f"{title} lie within their limits",
            "+".join(parts),
            FAIL,
            "Assumptions or Scenarios: column Allowed says what a cell may hold; 30 % is 0.30.",
        )
    yield zero_check(
        "Queue values lie within their limits",
        "+".join(_queue_values(desk)),
        FAIL,
        "Queues: each cell's prompt says what it may hold; 30 % is 0.30.",
    )
    yield zero_check(
        "Every layer of leaders leads the nearest one below it",
        "+".join(_broken_links()),
        FAIL,
        "Assumptions: Managers lead, Directors lead and so on; none where there is no such layer.",
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


def _plan_values(desk: Desk, about: str) -> Iterator[str]:
    """Formula parts for the plan-wide values of one check: all in one is too long.

    A formula may hold 8,192 characters.
    """
    others = [stage for stages in PARTS.values() for stage in stages]
    for row in terms("assumption", shape="plan"):
        if row.stage not in PARTS[about] and (PARTS[about] or row.stage in others):
            continue
        if row.unit not in WORDS and row.name not in PURE_DRIVERS:
            # what is not given, and has no default, has nothing to be outside of
            given = "" if row.default is not None else f'(in_{row.name}<>"")*'
            yield given + outside(row, desk.layout.base_value(row.name))


def _scenario_values() -> Iterator[str]:
    for row in scenario_terms():
        yield outside(row, f"live_{row.name}")
    ramp = outside(term("proficiency_share"), "live_proficiency_share")
    yield f"SUMPRODUCT({ramp})"
    changed = "(1-(1-live_proficiency_share)*(1+live_ramp_loss_change_share))"
    yield f"SUMPRODUCT({outside(term('proficiency_share'), changed, SLACK)})"


def _changed_levels(desk: Desk) -> str:
    """Formula: queues in line whose service level leaves its limits with the scenario's change."""
    lay, change, row = desk.layout, "live_service_level_change_share", term("service_level_share")

    def cells(name: str) -> str:
        col = lay.queue_col(name)
        return f"Queues!{range_name(TABLE_ROW + 1, col, lay.last_queue_row, col)}"

    goal, level = cells("response_goal_h"), cells(row.name)
    level = f'(({level}="")*{row.default:g}+{level})'
    kinds = "+".join(f'({cells("channel")}="{one}")' for one in LIVE_CHANNELS)
    live = f'({kinds}+({goal}<>"")*({goal}<{SHORT_GOAL_H:g}))'
    beyond = outside(replace(row, low=0.0, above_low=True), f"({level}+{change})", SLACK)
    return f"({change}<>0)*SUMPRODUCT(({live}>0)*({level}>0)*{beyond})"


def _broken_links() -> Iterator[str]:
    """Formula parts: 1 where a layer in use does not lead the nearest role below it in use."""
    nearest = f'"{FIRST}"'
    for role, name in LEADS.items():
        yield f'(live_{name}<>"{NONE}")*(live_{name}<>{nearest})'
        nearest = f'IF(live_{name}="{NONE}",{nearest},"{role}")'


def _queue_values(desk: Desk) -> Iterator[str]:
    lay = desk.layout
    for row in terms("assumption", shape="queue"):
        if row.unit in WORDS:
            continue
        col = lay.queue_col(row.name)
        cells = f"Queues!{range_name(TABLE_ROW + 1, col, lay.last_queue_row, col)}"
        yield f'SUMPRODUCT(({cells}<>"")*({outside(row, cells)}>0))'


def outside(row: Term, cell: str, slack: float = 0.0) -> str:
    """Formula: 1 where the cell is below or above what is allowed; text counts as above."""
    parts = []
    if row.low is not None:
        low = row.low + slack if row.above_low else row.low - slack
        parts.append(f"({cell}{'<=' if row.above_low else '<'}{low:.10g})")
    if row.high is not None:
        parts.append(f"({cell}>{row.high + slack:.10g})")
    return "(" + "+".join(parts) + ")"
