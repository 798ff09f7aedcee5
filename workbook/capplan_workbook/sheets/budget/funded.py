"""What the budget buys: a section of Budget, stamped by the engine for every scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from capplan.leaders.steps import STAMPED
from capplan.questions.cap import verdict
from capplan_workbook.book import range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout.lines import BUDGET_HOURS, CAP_LINES, CAP_STAMPS, CAP_TEXTS
from capplan_workbook.layout.places import FIRST, HOW, LABEL, NUMBER_ROW, UNIT, YEAR
from capplan_workbook.sheets.budget.cost_lines import weights
from capplan_workbook.sheets.management import leaders
from capplan_workbook.weekly.periods import phased

if TYPE_CHECKING:
    from capplan.questions.funded import Funded, FundedMonth
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.layout.places import Layout

TITLE = "What the budget buys"
NO_CAP = (
    "No cap is given: type Budget cap, agents or Budget cap, money on Assumptions and run capplan,"
    " or give --budget-cap 58heads."
)
NONE, ENDLESS = "–", "no end"


@dataclass(frozen=True)
class Shown:
    """How a line of the section looks: label, unit, format, and how it comes about."""

    label: str
    unit: str
    form: str
    how: str


SHOWN = {
    "needed_heads": Shown("Agents needed", "heads", "dec1", "average of the month's workdays"),
    "funded_heads": Shown("Agents funded", "heads", "dec1", "budget cap; engine"),
    "short_heads": Shown("Agents short", "heads", "dec1", "needed − funded; plan: worst month"),
    "service_level_share": Shown("Service level", "share", "percent1", "queues in line; engine"),
    "asa_s": Shown("Average wait (ASA)", "seconds", "dec1", "of those answered; engine"),
    "abandon_share": Shown("Abandoned", "share", "percent1", "queues in line; engine"),
    "occupancy_share": Shown("Occupancy", "share", "percent1", "all queues; engine"),
    "backlog_h": Shown("Closing backlog", "hours", "int", "deferred work; engine"),
    "closing_cost": Shown("Cost to close the gap", "", "money0", "agents short and all with them"),
    "missing_queues": Shown("Queues that miss a target", "queues", "int", "plan: most in a month"),
}
SAID = {
    "first": "Hurts first",
    "worst": "Shortest of people",
    "missed": "Who misses, and how often",
}


def write(desk: Desk) -> None:
    """Writes the section under the cost lines; without a cap, one line that says how to get it."""
    sheet, lay = desk.sheets["Budget"], desk.layout
    sheet.page_break_row(lay.budget_rows[BUDGET_HOURS[0]] - 2)  # hours and cap on a page of theirs
    top = lay.cap_rows[CAP_LINES[0]] - 1
    sheet.blanks(top, LABEL, YEAR, "group.general")
    sheet.text(top, LABEL, TITLE, "group")
    sheet.blanks(top, FIRST, lay.last_month_col, "group.general")
    found = desk.study.cap()
    if found is None:
        sheet.text(top + 1, LABEL, NO_CAP, "note")
        return
    _put(desk, "needed_heads", _needed(desk), [one.needed_heads for one in found.months])
    for key in CAP_STAMPS:
        block = stamps(lay, key)
        by_month = [_shown(one, key) for one in found.months]
        _put(desk, key, f"INDEX({block},stamped_scenario_number,{{c}}${NUMBER_ROW})", by_month)
    short = "MAX(0,{{c}}{}-{{c}}{})".format(
        lay.cap_rows["needed_heads"], lay.cap_rows["funded_heads"]
    )
    _put(desk, "short_heads", short, [one.short_heads for one in found.months])
    _totals(desk, found)
    for key, sentence in zip(CAP_TEXTS, verdict(found), strict=True):
        _say(desk, key, sentence)


def _needed(desk: Desk) -> str:
    share = weights(desk)
    return f"SUMPRODUCT({share}*{_weekly_need(desk)})/SUMPRODUCT({share})"


def _weekly_need(desk: Desk) -> str:
    """Formula part: agents needed by week, less what is outsourced, each queue in whole people."""
    lay = desk.layout
    if not desk.given.outsourcing:
        return lay.week_range(lay.requirement_total("required_heads"), "Requirement")
    return f"({'+'.join(_beside_outsourced(lay, number) for number in range(len(lay.queues)))})"


def _beside_outsourced(lay: Layout, number: int) -> str:
    need = lay.week_range(lay.requirement_row("required_fte", number), "Requirement")
    bought = lay.week_range(lay.supply_row("outsourced_fte", number + 1), "Supply")
    each = lay.queue_value("fte_per_head", number)
    return f"({need}-{bought}>1E-9)*ROUNDUP(({need}-{bought})/{each}-1E-9,0)"


def _put(desk: Desk, key: str, formula: str, values: list[float | str]) -> None:
    sheet, lay, shown = desk.sheets["Budget"], desk.layout, SHOWN[key]
    row = lay.cap_rows[key]
    sheet.text(row, LABEL, shown.label, "label")
    sheet.text(row, UNIT, shown.unit or desk.currency, "unit")
    sheet.text(row, HOW, phased(desk, shown.how), "how")
    letters = LETTERS[FIRST : lay.last_month_col + 1]
    kind = "stamp_right" if key in CAP_STAMPS else "calc"
    formulas = [formula.format(c=c) for c in letters]
    sheet.formulas(row, FIRST, formulas, values, f"{kind}.{shown.form}")


def _totals(desk: Desk, found: Funded) -> None:
    """The plan as a whole, left of its months."""
    lay, months = desk.layout, found.months
    average = f"SUMPRODUCT({_weekly_need(desk)})/{lay.weeks}"
    _total(desk, "needed_heads", average, found.whole.needed_heads)
    _total(desk, "short_heads", _over(desk, "MAX", "short_heads"), most(months, "short_heads"))
    for key in CAP_STAMPS:
        top = stamp_row(lay, key)
        column = range_name(top, YEAR, top + len(lay.scenarios) - 1, YEAR)
        _total(desk, key, f"INDEX(Curves!{column},stamped_scenario_number)", _whole(found, key))
    _total(desk, "closing_cost", _over(desk, "SUM", "closing_cost"), found.closing_cost)


def _total(desk: Desk, key: str, formula: str, value: float | str) -> None:
    row = desk.layout.cap_rows[key]
    desk.sheets["Budget"].formula(row, YEAR, formula, value, f"total.{SHOWN[key].form}")


def _over(desk: Desk, function: str, key: str) -> str:
    row = desk.layout.cap_rows[key]
    return f"{function}({range_name(row, FIRST, row, desk.layout.last_month_col)})"


def most(months: Sequence[FundedMonth], name: str) -> float:
    """The largest value of any month."""
    return float(max(getattr(one, name) for one in months))


def _say(desk: Desk, key: str, sentence: str) -> None:
    sheet, lay = desk.sheets["Budget"], desk.layout
    row, top = lay.cap_rows[key], stamp_row(lay, key)
    sheet.text(row, LABEL, SAID[key], "label_bold")
    sheet.blanks(row, UNIT, lay.last_month_col, "stamp.text")
    block = range_name(top, FIRST, top + len(lay.scenarios) - 1, FIRST)
    formula = f"INDEX(Curves!{block},stamped_scenario_number)"
    sheet.formula(row, UNIT, formula, sentence, "stamp.text")


def _shown(one: FundedMonth, key: str) -> float | str:
    """A number of a month; words for none and for a wait without end."""
    value = len(one.missed) if key == "missing_queues" else getattr(one, key)
    if value is None:
        return NONE
    return float(value) if isfinite(value) else ENDLESS


def _whole(found: Funded, key: str) -> float | str:
    if key == "missing_queues":
        return float(max(len(one.missed) for one in found.months))
    return _shown(found.whole, key)


# what the engine leaves on Curves


def stamp_row(lay: Layout, key: str) -> int:
    """Row on Curves of a line under the cap, first scenario, below the leaders' stamps."""
    top = leaders.stamp_row(lay, STAMPED[-1]) + len(lay.scenarios) + 2
    return top + (*CAP_STAMPS, *CAP_TEXTS).index(key) * len(lay.scenarios)


def stamps(lay: Layout, key: str) -> str:
    """Address of a line under the cap for all scenarios and months."""
    top = stamp_row(lay, key)
    return f"Curves!{range_name(top, FIRST, top + len(lay.scenarios) - 1, lay.last_month_col)}"


def write_stamps(desk: Desk, sheet: Sheet) -> None:
    """Writes what the cap buys on Curves: a row a line and scenario, months across."""
    lay = desk.layout
    if not lay.capped:
        return
    first = stamp_row(lay, CAP_STAMPS[0])
    sheet.blanks(first - 1, 2, lay.last_month_col, "group.general")
    sheet.text(first - 1, 2, f"{TITLE}, by scenario and month", "group")
    for offset, scenario in enumerate(lay.scenarios):
        found = desk.study.cap(scenario)
        if found is not None:
            _leave(lay, sheet, offset, scenario, found)


def _leave(lay: Layout, sheet: Sheet, offset: int, scenario: str, found: Funded) -> None:
    for key in CAP_STAMPS:
        row, style = stamp_row(lay, key) + offset, f"stamp_right.{SHOWN[key].form}"
        sheet.text(row, 2, f"{key}|{scenario}", "label")
        _leave_value(sheet, row, YEAR, _whole(found, key), style)
        for col, one in enumerate(found.months, FIRST):
            _leave_value(sheet, row, col, _shown(one, key), style)
    for key, sentence in zip(CAP_TEXTS, verdict(found), strict=True):
        row = stamp_row(lay, key) + offset
        sheet.text(row, 2, f"{key}|{scenario}", "label")
        sheet.text(row, FIRST, sentence, "stamp.text")


def _leave_value(sheet: Sheet, row: int, col: int, value: float | str, style: str) -> None:
    if isinstance(value, str):
        sheet.text(row, col, value, style)
    else:
        sheet.number(row, col, value, style)
