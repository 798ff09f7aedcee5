"""Budget: months across, plan total on the left, every role and cost line, phased by workdays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.money.budget import COST_LINES
from capplan.vocabulary import term
from capplan_workbook.book import range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.layout.lines import BUDGET_LINES, BUDGET_PEOPLE
from capplan_workbook.layout.places import BODY_ROW, FIRST, HOW, LABEL, UNIT, YEAR
from capplan_workbook.sheets.budget import hours
from capplan_workbook.sheets.budget.cost_lines import month_formula, source_of, weights
from capplan_workbook.weekly import periods
from capplan_workbook.weekly.rows import break_pages, group

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Ref

FLOWS = ("contacts", "starts_heads", "all_leavers_heads")


def write(desk: Desk) -> None:
    """Writes the sheet: volumes and people, then one line a role and kind of cost."""
    sheet = _open(desk)
    desk.sheets["Budget"] = sheet
    lay = desk.layout
    rows = lay.budget_rows
    group(sheet, lay, rows[BUDGET_PEOPLE[0]] - 1, "Volumes and people")
    for key in BUDGET_PEOPLE:
        _put(
            desk,
            sheet,
            key,
            _people_formula(desk, key),
            _people_values(desk, key),
            "total by workdays" if key in FLOWS else "average of the month's workdays",
            "sum" if key in FLOWS else "average",
        )
    group(sheet, lay, rows[BUDGET_LINES[0]] - 1, f"Cost, {desk.currency}")
    for key in COST_LINES:
        formula, how = month_formula(desk, key)
        _put(desk, sheet, key, formula, _by_month(desk, key), how, "sum")
    _put_totals(desk, sheet)
    share = weights(desk)
    hours.write(desk, sheet, lambda c, weeks: f"SUMPRODUCT({share.format(c=c)}*{weeks})")


def _open(desk: Desk) -> Sheet:
    lay = desk.layout
    sheet = desk.book.sheet(
        "Budget",
        tab="teal",
        freeze=f"G{BODY_ROW}",
        protect=True,
        page=PageSetup(repeat_columns="B:F", repeat_rows=periods.head_rows(desk), scale=60),
    )
    sheet.banner(
        "Budget",
        periods.sentence(desk),
        max(lay.last_month_col, FIRST + 3),
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
        link_cols=(HOW, YEAR),
    )
    for col, width in ((1, 2), (LABEL, 30), (UNIT, 16), (HOW, 34), (YEAR, 14), (FIRST - 1, 2)):
        sheet.width(col, width)
    sheet.width(FIRST, 11, lay.last_month_col)
    periods.month_heads(desk, sheet)
    break_pages(sheet, lay.months)
    return sheet


def _people_formula(desk: Desk, key: str) -> Callable[[str], str]:
    share, source = weights(desk), source_of(desk, key)
    if key in FLOWS:
        return lambda c: f"SUMPRODUCT({share.format(c=c)}*{source})"
    return lambda c: f"SUMPRODUCT({share.format(c=c)}*{source})/SUMPRODUCT({share.format(c=c)})"


def _weekly(desk: Desk, key: str) -> Any:
    values = desk.live[key]
    return values.sum(axis=1) if values.ndim == 2 else values


def _by_month(desk: Desk, key: str) -> Any:
    return desk.given.calendar.by_month(_weekly(desk, key))


def _people_values(desk: Desk, key: str) -> Any:
    total = _by_month(desk, key)
    return total if key in FLOWS else total / desk.given.calendar.month_weights.sum(axis=1)


def _put(
    desk: Desk,
    sheet: Sheet,
    key: str,
    formula: Callable[[str], str],
    values: Any,
    how: str,
    total: str,
    kind: str = "calc",
) -> None:
    lay = desk.layout
    row = lay.budget_rows[key]
    money = key in BUDGET_LINES
    unit = desk.currency if money else term(key).unit
    form = "money0" if money else "int" if key in FLOWS else "dec1"
    sheet.text(
        row,
        LABEL,
        term(key).label.removesuffix(", pay"),
        "label_bold" if kind == "total" else "label",
    )
    sheet.text(row, UNIT, unit, "unit")
    sheet.text(row, HOW, periods.phased(desk, how), "how")
    letters = LETTERS[FIRST : lay.last_month_col + 1]
    sheet.formulas(row, FIRST, [formula(c) for c in letters], values.tolist(), f"{kind}.{form}")
    months = range_name(row, FIRST, row, lay.last_month_col)
    if total == "sum":
        sheet.formula(row, YEAR, f"SUM({months})", float(np.sum(values)), f"total.{form}")
    else:
        source = source_of(desk, key)
        sheet.formula(
            row, YEAR, f"AVERAGE({source})", float(_weekly(desk, key).mean()), f"total.{form}"
        )


def _put_totals(desk: Desk, sheet: Sheet) -> None:
    lay = desk.layout
    rows = lay.budget_rows
    first, last = rows[COST_LINES[0]], rows[COST_LINES[-1]]
    values = _by_month(desk, "week_cost")
    _put(
        desk,
        sheet,
        "week_cost",
        lambda c: f"SUM({c}{first}:{c}{last})",
        values,
        "sum of the lines",
        "sum",
        "total",
    )
    sheet.text(rows["week_cost"], LABEL, "Total cost", "label_bold")
    cost, contacts, row = rows["week_cost"], rows["contacts"], rows["cost_per_contact"]
    formula: Ref = lambda c: f"IF({c}{contacts}>0,{c}{cost}/{c}{contacts},0)"
    handled = _by_month(desk, "contacts")
    each = np.divide(values, handled, out=np.zeros_like(values), where=handled > 0)
    sheet.texts(row, LABEL, [term("cost_per_contact").label], "label")
    sheet.text(row, UNIT, desk.currency, "unit")
    sheet.text(row, HOW, "total ÷ contacts", "how")
    letters = LETTERS[FIRST : lay.last_month_col + 1]
    sheet.formulas(row, FIRST, [formula(c) for c in letters], each.tolist(), "calc.money2")
    sheet.formula(row, YEAR, formula("E"), float(desk.live["cost_per_contact"]), "total.money2")
    sheet.name("out_month_cost", cost, FIRST, cost, lay.last_month_col)
