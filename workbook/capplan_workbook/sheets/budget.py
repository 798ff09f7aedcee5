"""Budget: months across, plan total on the left, every role and cost line, phased by workdays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.money.budget import COST_LINES, PAY_LINES, PREMIUM, QUEUE_EXTRAS, QUEUE_PAY, ROLE_PAY
from capplan.vocabulary import term
from capplan_workbook.book import range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout import BODY_ROW, FIRST, HOW, LABEL, NUMBER_ROW, UNIT, YEAR
from capplan_workbook.lines import BUDGET_LINES, BUDGET_PEOPLE
from capplan_workbook.pay_formulas import in_all_weeks, year_pay_of_role
from capplan_workbook.sheets import hours, periods
from capplan_workbook.weekly import break_pages, group

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly import Ref

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
        formula, how = _cost_formula(desk, key)
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
        repeat_columns="B:F",
        repeat_rows=periods.head_rows(desk),
        scale=60,
        protect=True,
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


def weights(desk: Desk) -> str:
    """Formula part: the share of each week that falls in the month of column {c}."""
    lay = desk.layout
    first, last, share = (
        lay.week_range(lay.calendar_row(key), "Requirement")
        for key in ("first_month", "last_month", "first_month_share")
    )
    month = f"{{c}}${NUMBER_ROW}"
    return f"(({first}={month})*{share}+({last}={month})*(1-{share}))"


def _source(desk: Desk, key: str) -> str:
    lay = desk.layout
    if key in ("contacts", "required_fte"):
        return lay.week_range(lay.requirement_total(key), "Requirement")
    if key in lay.management_rows:
        return lay.week_range(lay.management_rows[key], "Management")
    return lay.supply_total(key)


def _people_formula(desk: Desk, key: str) -> Callable[[str], str]:
    share, source = weights(desk), _source(desk, key)
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


def _cost_formula(desk: Desk, key: str) -> tuple[Callable[[str], str], str]:
    lay = desk.layout
    share = weights(desk)

    def paid(yearly: str, rate: str) -> Callable[[str], str]:
        return lambda c: f"SUMPRODUCT({share.format(c=c)}*{yearly})*{rate}"

    by_queue = QUEUE_PAY | QUEUE_EXTRAS
    if key in by_queue:
        source = _source(desk, by_queue[key])
        return lambda c: f"SUMPRODUCT({share.format(c=c)}*{source})", "weeks on Supply, by workdays"
    if key in ROLE_PAY:
        yearly = _yearly(desk, *ROLE_PAY[key])
        return paid(yearly, "1/52"), "heads × pay ÷ 52 × pay index"
    if key == "leader_premium_cost":
        line = paid(_at_premium(desk), "live_external_premium_share/52")
        return line, "heads × pay × premium ÷ 52 × pay index"
    if key == "outsourcing_cost":
        return _outsourcing(desk), "contracts, weeks on Supply"
    if key == "incentive_cost":
        agents = lay.budget_rows["agents_cost"]
        return lambda c: f"{c}{agents}*live_incentive_share", "agents' pay × incentive"
    if key == "bonus_cost":
        due = lay.week_range(lay.calendar_row("bonus_weeks"), "Requirement")
        base = _source(desk, "base_pay_cost")
        return (
            lambda c: f"SUMPRODUCT({share.format(c=c)}*{due}*{base})",
            "base pay × weeks due",
        )
    if key == "on_costs_cost":
        return _on_costs(lay.budget_rows), "pay × on-costs"
    if key == "seats_cost":
        return _seats(desk), "all people × seat ÷ 52"
    rates = {
        "recruiting_cost": "live_mix_hire_cost",
        "training_cost": "live_training_material_cost",
    }
    rate = rates[key]
    starts = lay.budget_rows["starts_heads"]
    return lambda c: f"{c}{starts}*{rate}", "starts × cost per starter"


def _on_costs(rows: dict[str, int]) -> Callable[[str], str]:
    """All pay at one rate, but overtime at its own where it has one."""
    first, last, overtime = (rows[key] for key in (PAY_LINES[0], PAY_LINES[-1], "overtime_cost"))
    own = "IF(ISNUMBER(live_overtime_burden_share),live_overtime_burden_share-live_burden_share,0)"
    return lambda c: f"SUM({c}{first}:{c}{last})*live_burden_share+{c}{overtime}*{own}"


def _at_premium(desk: Desk) -> str:
    """Formula part: yearly pay of the leaders of all layers who are at a premium."""
    return f"({'+'.join(_yearly(desk, heads, salary) for heads, salary in PREMIUM.items())})"


def _yearly(desk: Desk, heads: str, salary: str) -> str:
    """Formula part: heads of a role x its yearly pay, pay index included, in all weeks."""
    lay = desk.layout
    pay = year_pay_of_role(lay, heads, salary, in_all_weeks(lay))
    return f"{_source(desk, heads)}*{pay}"


def _seats(desk: Desk) -> Callable[[str], str]:
    """People at the plan's price of a seat, and the seats of the sites."""
    lay, share = desk.layout, weights(desk)
    people = "+".join(
        _source(desk, one) for one in ("frontline_heads", "leaders_heads", "support_heads")
    )
    if not lay.cost.sites:
        return lambda c: f"SUMPRODUCT({share.format(c=c)}*({people}))*live_seat_cost/52"
    need, cost = (
        [
            lay.week_range(lay.pay_rows[f"{kind}_{number}"], "Supply")
            for number in range(len(lay.cost.sites))
        ]
        for kind in ("site_seats_need_heads", "site_seats_cost")
    )
    return lambda c: (
        f"SUMPRODUCT({share.format(c=c)}*(({people}-{'-'.join(need)})*live_seat_cost/52"
        f"+{'+'.join(cost)}))"
    )


def _outsourcing(desk: Desk) -> Callable[[str], str]:
    lay, share = desk.layout, weights(desk)
    if not lay.cost.contracts:
        return lambda c: "0"
    weeks = lay.week_range(lay.pay_rows["outsourcing_cost"], "Supply")
    return lambda c: f"SUMPRODUCT({share.format(c=c)}*{weeks})"


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
        source = _source(desk, key)
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
