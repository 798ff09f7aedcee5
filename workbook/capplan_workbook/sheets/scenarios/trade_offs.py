"""The block of Scenarios that shows what one agent more or fewer brings and costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from capplan.questions.tradeoff import Table, TradeOff
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

HEADS = (
    "Queue",
    "Agents",
    "Service level",
    "In the busiest interval",
    "ASA, seconds",
    "Abandoned",
    "Occupancy",
    "Cost a week",
)
ENDLESS = "no end"
FORMATS = {3: "count", 4: "percent1", 6: "dec1", 7: "percent1", 8: "percent1", 9: "signed0"}


def write(desk: Desk, sheet: Sheet, top: int, last: int) -> None:
    """Writes seven rows a queue, from three agents fewer to three more, stamped by the engine."""
    sheet.page_break_row(top - 1)
    sheet.blanks(top, 2, last, "section.general")
    sheet.text(top, 2, "One agent more or fewer", "section")
    sheet.text(
        top + 1,
        2,
        f"Each queue's busiest interval under {desk.plan.live}, as the engine "
        "left it; cost is that of one more position in every open interval of a week.",
        "note",
    )
    for col, head in enumerate(HEADS, 2):
        sheet.text(top + 2, col, head, "head" if col in (2, 5) else "head_right")
    row = top + 3
    for found in desk.study.trade_offs:
        for one in found.rows:
            _put(sheet, row, found, one)
            row += 1


def _put(sheet: Sheet, row: int, of: Table, one: TradeOff) -> None:
    kind = "live" if one.required else "stamp"
    needed = f"needed: week of {of.monday.isoformat()}, {of.found.contacts:.1f} contacts"
    note = needed if one.required else ""
    sheet.text(row, 2, of.queue, "label_bold" if one.required else "label")
    sheet.text(row, 5, note, "how")
    values = {
        3: float(one.agents),
        4: one.service_level_share,
        6: one.asa_s,
        7: one.abandon_share,
        8: one.occupancy_share,
        9: one.difference_cost,
    }
    for col, value in values.items():
        if math.isinf(value):
            sheet.text(row, col, ENDLESS, f"{kind}.text")
        else:
            sheet.number(row, col, value, f"{kind}.{FORMATS[col]}")
