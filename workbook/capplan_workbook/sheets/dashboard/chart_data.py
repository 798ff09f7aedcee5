"""Rows behind the dashboard's monthly charts, below the printed page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.capacity.support import ROLES
from capplan.money.budget import COST_LINES, ROLE_PAY
from capplan_workbook.book import range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout.places import BASE_COLUMN, DATE_ROW, DRIVER_ROW, FIRST, NUMBER_ROW
from capplan_workbook.sheets.budget.cost_lines import weights
from capplan_workbook.weekly.periods import period_names
from capplan_workbook.weekly.rows import EPOCH

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

TOP = 80
SUPPORT_LINES = tuple(f"{role}_cost" for role in ROLES)
LEADER_LINES = tuple(line for line in ROLE_PAY if line not in SUPPORT_LINES)
NAMED_GROUPS = {
    "agents": ("agents_cost", "premiums_cost", "incentive_cost", "vto_cost"),
    "trainees": ("trainees_cost",),
    "overtime": ("overtime_cost",),
    "leaders": (*LEADER_LINES, "leader_premium_cost"),
    "support": SUPPORT_LINES,
    "on_costs": ("on_costs_cost",),
}
_NAMED = {line for lines in NAMED_GROUPS.values() for line in lines}
# what is not named is other; bonus stands with outsourcing, behind what is paid for each person
_LAST = ("bonus_cost", "outsourcing_cost")
COST_GROUPS = NAMED_GROUPS | {
    "other": (*(line for line in COST_LINES if line not in {*_NAMED, *_LAST}), *_LAST)
}
COST_SERIES = (
    ("agents", "Agents", "blue_deep"),
    ("trainees", "Trainees", "blue_mid"),
    ("overtime", "Overtime", "rust"),
    ("leaders", "Leaders", "teal"),
    ("support", "Support", "teal_light"),
    ("on_costs", "On-costs", "slate_light"),
    ("other", "Other", "amber"),
)


@dataclass(frozen=True)
class Places:
    """Addresses of the chart data; `dates` where months are days, not names of periods."""

    months: str
    scenarios: str
    rows: dict[str, str]
    dates: bool = True

    @property
    def month(self) -> str:
        """What stands along the charts."""
        return "month" if self.dates else "period"

    @property
    def cost_title(self) -> str:
        """What the chart of cost by type is called."""
        return "Monthly cost by type" if self.dates else "Cost by period and type"

    @property
    def phased(self) -> str:
        """How weeks fall into months or periods."""
        if self.dates:
            return "Weeks fall into months by workdays, so the first and last month may be partial"
        return "Each week falls whole into a period; the first and last may be partial"


def write(desk: Desk, sheet: Sheet) -> Places:
    """Writes one row a series and says where it stands."""
    lay = desk.layout
    sheet.text(TOP, 2, "Data behind the charts", "note")
    letters = LETTERS[FIRST : lay.last_month_col + 1]
    _months(desk, sheet, letters)
    rows = {}
    for offset, (key, formulas, values) in enumerate(_monthly(desk, letters), 2):
        _row(sheet, TOP + offset, key, formulas, values, "note.dec1")
        rows[key] = _address(TOP + offset, lay.last_month_col)
    at = TOP + len(rows) + 3
    scenarios = _scenarios(desk, sheet, at)
    rows["scenario_cost"] = _address(at + 1, FIRST + len(lay.scenarios) - 1)
    dates = not desk.given.calendar.fiscal
    return Places(_address(TOP + 1, lay.last_month_col), scenarios, rows, dates)


def _months(desk: Desk, sheet: Sheet, letters: Sequence[str]) -> None:
    if desk.given.calendar.fiscal:
        sheet.text(TOP + 1, 2, "Period", "note")
        sheet.texts(TOP + 1, FIRST, period_names(desk, short=True), "note.text")
        return
    months = [(month - EPOCH).days for month in desk.given.calendar.months]
    _row(sheet, TOP + 1, "Month", [f"Budget!{c}${DATE_ROW}" for c in letters], months, "note.month")


def _address(row: int, last: int) -> str:
    return f"Dashboard!{range_name(row, FIRST, row, last)}"


def _row(sheet: Sheet, row: int, label: str, formulas: list[str], values: Any, style: str) -> None:
    sheet.text(row, 2, label.replace("_", " "), "note")
    sheet.formulas(row, FIRST, formulas, list(values), style)


def _monthly(desk: Desk, letters: Sequence[str]) -> list[tuple[str, list[str], list[float]]]:
    lay, live, by_month = desk.layout, desk.live, desk.given.calendar.by_month
    rows = lay.budget_rows
    share, trainees = weights(desk), lay.supply_total("training_heads")
    month = f"{{c}}${NUMBER_ROW}"
    of_month = [share.replace(month, f"Budget!{month}").format(c=c) for c in letters]
    average = [f"SUMPRODUCT({one}*{trainees})/SUMPRODUCT({one})" for one in of_month]
    weight = desk.given.calendar.month_weights.sum(axis=1)
    found = [
        (
            "starters",
            [f"Budget!{c}{rows['starts_heads']}" for c in letters],
            by_month(live["starts_heads"].sum(axis=1)).tolist(),
        ),
        (
            "leavers",
            [f"-Budget!{c}{rows['all_leavers_heads']}" for c in letters],
            (-by_month(live["all_leavers_heads"].sum(axis=1))).tolist(),
        ),
        ("training", average, (by_month(live["training_heads"].sum(axis=1)) / weight).tolist()),
    ]
    for key, lines in COST_GROUPS.items():
        formulas = [
            "(" + "+".join(f"Budget!{c}{rows[line]}" for line in lines) + ")/1000" for c in letters
        ]
        values = np.sum([by_month(live[line]) for line in lines], axis=0) / 1000
        found.append((key, formulas, values.tolist()))
    return found


def _scenarios(desk: Desk, sheet: Sheet, row: int) -> str:
    lay = desk.layout
    columns = LETTERS[BASE_COLUMN : BASE_COLUMN + len(lay.scenarios)]
    cost = lay.headline_cell("total_cost")[0]
    _row(
        sheet,
        row,
        "Scenario",
        [f"Scenarios!{c}{DRIVER_ROW}" for c in columns],
        list(lay.scenarios),
        "note.text",
    )
    values = [desk.plan.runs[name]["total_cost"] / 1e6 for name in lay.scenarios]
    _row(
        sheet,
        row + 1,
        "Total cost",
        [f"Scenarios!{c}{cost}/1000000" for c in columns],
        values,
        "note.dec2",
    )
    return _address(row, FIRST + len(lay.scenarios) - 1)
