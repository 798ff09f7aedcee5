"""Agents by team group under the weeks of Management: who shares team leaders with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.leaders.movement.apart import BY_QUEUE, BY_SITE, POOLED, group_places
from capplan.vocabulary import term
from capplan_workbook.layout.places import HOW, YEAR
from capplan_workbook.weekly.rows import Line, group, put, up

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.layout.places import Layout
    from capplan_workbook.weekly.rows import Ref

BEYOND = 9999  # more than any number of queues


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes agents by queue with the group of each, then the agents of each group.

    Both are folded away while all agents are pooled.
    """
    lay = desk.layout
    rows = lay.management_rows
    top, groups = rows["team_agents_0"], rows["team_group_0"]
    group(sheet, lay, top - 1, "Agents by queue; site and team group on the left")
    group(sheet, lay, groups - 1, "Agents by team group, at its first queue")
    agents = desk.live["closing_agents_heads"] + desk.live["leavers_heads"]
    for number, name in enumerate(lay.queues):
        put(sheet, lay, top + number, _agents(lay, number, name, agents[:, number]))
        _group_of(desk, sheet, top, number)
        people = desk.live["team_group_heads"][:, number]
        put(sheet, lay, groups + number, _group(lay, number, name, people))
    pooled = desk.live["team_grouping"] == POOLED
    for first in (top, groups):
        sheet.group_rows(first, first + len(lay.queues) - 1, hidden=pooled)


def _agents(lay: Layout, number: int, name: str, values: np.ndarray) -> Line:
    closing, left = (
        lay.supply_row(key, number + 1) for key in ("closing_agents_heads", "leavers_heads")
    )
    return Line(
        f"team_agents_{number}",
        lambda c, p: f"Supply!{c}{closing}+Supply!{c}{left}",
        values,
        label=name,
        unit="heads",
    )


def _group_of(desk: Desk, sheet: Sheet, top: int, number: int) -> None:
    """The queue's site, and the number of the first queue that shares its team leaders."""
    lay, row = desk.layout, top + number
    cell, default = lay.queue_cell("site", number), term("site").default
    site = str(desk.live["site"][number]).strip()
    shown = f'IF(TRIM({cell})="","{default}",TRIM({cell}))'
    sheet.formula(row, HOW, shown, site, "note.text")
    sites = f"$D${top}:$D${top + len(lay.queues) - 1}"
    same = f"SUMPRODUCT(MIN(({sites}<>$D{row})*{BEYOND}+ROW({sites})-{top - 1}))"
    place = group_places(desk.live["team_grouping"], desk.live["site"])[number]
    sheet.formula(
        row,
        YEAR,
        f'IF(live_team_grouping="{BY_QUEUE}",{number + 1},'
        f'IF(live_team_grouping="{BY_SITE}",{same},1))',
        place + 1,
        "total.whole",
    )


def _group(lay: Layout, number: int, name: str, values: np.ndarray) -> Line:
    top = lay.management_rows["team_agents_0"]
    last = top + len(lay.queues) - 1
    places = f"$E${top}:$E${last}"
    return Line(
        f"team_group_{number}",
        lambda c, p: (
            f"IF($E{top + number}={number + 1},SUMIF({places},{number + 1},{c}${top}:{c}${last}),0)"
        ),
        values,
        "agents of all its queues",
        "average",
        name,
        "heads",
    )


def apart(desk: Desk, span: str, down: bool = False) -> Ref:
    """Formula part: whole team leaders at this span, in each group of enough people, and the rest.

    Rounded up, or `down` for the most that a band allows.
    """
    rows, last = desk.layout.management_rows, len(desk.layout.queues) - 1
    top, end = rows["team_group_0"], rows[f"team_group_{last}"]
    least = "live_minimum_team_heads-1E-9"

    def formula(c: str) -> str:
        people = f"{c}${top}:{c}${end}"
        shared = f"SUMPRODUCT(({people}<{least})*{people})/{span}"
        if down:
            each, rest = f"INT({people}/{span}+1E-9)", f"INT({shared}+1E-9)"
        else:
            each, rest = f"ROUNDUP({people}/{span}-1E-9,0)", up(shared)
        return f"SUMPRODUCT(({people}>={least})*{each})+{rest}"

    return formula
