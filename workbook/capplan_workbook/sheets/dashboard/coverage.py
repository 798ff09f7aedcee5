"""Coverage by month, or by quarter in longer plans, with the weekly gap as small bars."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan_workbook.book import cell_name, range_name
from capplan_workbook.layout.places import DATE_ROW, FIRST
from capplan_workbook.weekly.periods import NAME_ROW
from capplan_workbook.weekly.rows import EPOCH

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

MOST_ROWS = 14
HEADS = ("Month", "Required", "Available", "Coverage", "Overtime", "Gap by week")
SHOWN = ("required_fte", "covering_fte", "overtime_fte")


def write(desk: Desk, sheet: Sheet, top: int, left: int) -> int:
    """Writes the table and says in which row it ends."""
    periods = _periods(desk)
    step = periods[0][1] - periods[0][0] + 1
    month = "period" if desk.given.calendar.fiscal else "month"
    name = {1: month, 3: "quarter"}[step]
    sheet.text(top, left, f"Coverage by {name}", "heading")
    sheet.text(
        top + 1,
        left,
        "Available as a share of required FTE; bars show each week over or under",
        "note",
    )
    for col, head in enumerate(HEADS, left):
        text = name.capitalize() if head == "Month" else head
        sheet.text(top + 2, col, text, "head" if head == "Month" else "head_right")
    for offset, (first, last) in enumerate(periods):
        _put(desk, sheet, top + 3 + offset, left, first, last)
    bottom = top + 2 + len(periods)
    sheet.colour_scale(f"{cell_name(top + 3, left + 3)}:{cell_name(bottom, left + 3)}")
    return bottom


def _periods(desk: Desk) -> list[tuple[int, int]]:
    months = desk.layout.months
    step = 1 if months <= MOST_ROWS else 3
    return [(first, min(first + step - 1, months)) for first in range(1, months + 1, step)]


def _put(desk: Desk, sheet: Sheet, row: int, left: int, first: int, last: int) -> None:
    month, col = desk.given.calendar.named_months[first - 1], FIRST + first - 1
    if isinstance(month, date):
        at = f"Budget!{cell_name(DATE_ROW, col)}"
        sheet.formula(row, left, at, (month - EPOCH).days, "calc.month")
    else:
        sheet.formula(row, left, f"Budget!{cell_name(NAME_ROW, col)}", month.name, "calc.text")
    values = {key: _mean(desk, key, first, last) for key in SHOWN}
    need, have = cell_name(row, left + 1), cell_name(row, left + 2)
    for col, key in ((1, "required_fte"), (2, "covering_fte"), (4, "overtime_fte")):
        sheet.formula(row, left + col, _formula(desk, key, first, last), values[key], "calc.dec1")
    required = values["required_fte"]
    share = values["covering_fte"] / required if required else 1.0
    sheet.formula(row, left + 3, f"IF({need}>0,{have}/{need},1)", share, "calc.percent0")
    weeks = np.flatnonzero(
        (desk.given.calendar.first_month >= first) & (desk.given.calendar.first_month <= last)
    )
    sheet.blank(row, left + 5, "calc.general")
    if len(weeks):
        gap = desk.layout.supply_row("gap_fte", 0)
        bars = range_name(gap, FIRST + int(weeks[0]), gap, FIRST + int(weeks[-1]))
        sheet.sparkline("column", f"Supply!{bars}", cell_name(row, left + 5))


def _weights(desk: Desk, first: int, last: int) -> Any:
    rows = desk.given.calendar.month_weights[first - 1 : last]
    return rows.sum(axis=0)


def _mean(desk: Desk, key: str, first: int, last: int) -> float:
    weights = _weights(desk, first, last)
    return float((weights * desk.live[key].sum(axis=1)).sum() / weights.sum())


def _formula(desk: Desk, key: str, first: int, last: int) -> str:
    lay = desk.layout
    a, b, share = (
        lay.week_range(lay.calendar_row(line), "Requirement")
        for line in ("first_month", "last_month", "first_month_share")
    )
    weight = f"(({a}>={first})*({a}<={last})*{share}+({b}>={first})*({b}<={last})*(1-{share}))"
    return f"SUMPRODUCT({weight}*{lay.supply_total(key)})/SUMPRODUCT({weight})"
