"""The native formula of each cost line: on Budget by month, and on Supply queue by queue.

Pay by role and what is paid for each starter follow from the tables of the calculation. A line
with arithmetic of its own has its row here, in `OF_MONTH` or `OF_QUEUE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from capplan.errors import MissingPart
from capplan.money.budget import (
    PAY_LINES,
    PREMIUM,
    QUEUE_EXTRAS,
    QUEUE_PAY,
    ROLE_PAY,
    STARTER_COSTS,
)
from capplan_workbook.layout.places import NUMBER_ROW
from capplan_workbook.weekly.pay_formulas import in_all_weeks, in_week, year_pay, year_pay_of_role

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula, Ref

T = TypeVar("T")
OfMonth = tuple[Callable[[str], str], str]  # (column -> formula, how it is told)
OfQueue = tuple[str, str]  # (formula with {c} for the column, how it is told)
HERE = "workbook/capplan_workbook/sheets/budget/cost_lines.py"


# on Budget, by month


def month_formula(desk: Desk, line: str) -> OfMonth:
    """Formula of a cost line in the column of a month, and how it is told."""
    by_queue = QUEUE_PAY | QUEUE_EXTRAS
    if line in by_queue:
        return _phased(desk, source_of(desk, by_queue[line])), "weeks on Supply, by workdays"
    if line in ROLE_PAY:
        paid = _phased(desk, _yearly(desk, *ROLE_PAY[line]), "*1/52")
        return paid, "heads × pay ÷ 52 × pay index"
    if line in STARTER_COSTS:
        starts, rate = desk.layout.budget_rows["starts_heads"], STARTER_COSTS[line]
        return lambda c: f"{c}{starts}*live_{rate}", "starts × cost per starter"
    return _known(line, OF_MONTH, "OF_MONTH")(desk)


def weights(desk: Desk) -> str:
    """Formula part: the share of each week that falls in the month of column {c}."""
    lay = desk.layout
    first, last, share = (
        lay.week_range(lay.calendar_row(key), "Requirement")
        for key in ("first_month", "last_month", "first_month_share")
    )
    month = f"{{c}}${NUMBER_ROW}"
    return f"(({first}={month})*{share}+({last}={month})*(1-{share}))"


def source_of(desk: Desk, key: str) -> str:
    """Where the weeks of a line of all queues together stand."""
    lay = desk.layout
    if key in ("contacts", "required_fte"):
        return lay.week_range(lay.requirement_total(key), "Requirement")
    if key in lay.management_rows:
        return lay.week_range(lay.management_rows[key], "Management")
    return lay.supply_total(key)


def _phased(desk: Desk, weekly: str, times: str = "") -> Ref:
    """The weeks of a formula part that fall in the month of a column."""
    share = weights(desk)
    return lambda c: f"SUMPRODUCT({share.format(c=c)}*{weekly}){times}"


def _premium(desk: Desk) -> OfMonth:
    """Yearly pay of the leaders of all layers who are at a premium, x the premium."""
    pay = "+".join(_yearly(desk, heads, salary) for heads, salary in PREMIUM.items())
    line = _phased(desk, f"({pay})", "*live_external_premium_share/52")
    return line, "heads × pay × premium ÷ 52 × pay index"


def _incentive(desk: Desk) -> OfMonth:
    agents = desk.layout.budget_rows["agents_cost"]
    return lambda c: f"{c}{agents}*live_incentive_share", "agents' pay × incentive"


def _bonus(desk: Desk) -> OfMonth:
    lay = desk.layout
    due = lay.week_range(lay.calendar_row("bonus_weeks"), "Requirement")
    base = source_of(desk, "base_pay_cost")
    return _phased(desk, f"{due}*{base}"), "base pay × weeks due"


def _on_costs(desk: Desk) -> OfMonth:
    """All pay at one rate, but overtime at its own where it has one."""
    rows = desk.layout.budget_rows
    first, last, overtime = (rows[key] for key in (PAY_LINES[0], PAY_LINES[-1], "overtime_cost"))
    own = "IF(ISNUMBER(live_overtime_burden_share),live_overtime_burden_share-live_burden_share,0)"
    return (
        lambda c: f"SUM({c}{first}:{c}{last})*live_burden_share+{c}{overtime}*{own}",
        "pay × on-costs",
    )


def _yearly(desk: Desk, heads: str, salary: str) -> str:
    """Formula part: heads of a role x its yearly pay, pay index included, in all weeks."""
    lay = desk.layout
    pay = year_pay_of_role(lay, heads, salary, in_all_weeks(lay))
    return f"{source_of(desk, heads)}*{pay}"


def _seats(desk: Desk) -> OfMonth:
    """People at the plan's price of a seat, and the seats of the sites."""
    lay, how = desk.layout, "all people × seat ÷ 52"
    people = "+".join(
        source_of(desk, one) for one in ("frontline_heads", "leaders_heads", "support_heads")
    )
    if not lay.cost.sites:
        return _phased(desk, f"({people})", "*live_seat_cost/52"), how
    need, cost = (
        [
            lay.week_range(lay.pay_rows[f"{kind}_{number}"], "Supply")
            for number in range(len(lay.cost.sites))
        ]
        for kind in ("site_seats_need_heads", "site_seats_cost")
    )
    at_sites = f"(({people}-{'-'.join(need)})*live_seat_cost/52+{'+'.join(cost)})"
    return _phased(desk, at_sites), how


def _outsourcing(desk: Desk) -> OfMonth:
    lay, how = desk.layout, "contracts, weeks on Supply"
    if not lay.cost.contracts:
        return lambda c: "0", how
    return _phased(desk, lay.week_range(lay.pay_rows["outsourcing_cost"], "Supply")), how


OF_MONTH: dict[str, Callable[[Desk], OfMonth]] = {
    "leader_premium_cost": _premium,
    "incentive_cost": _incentive,
    "bonus_cost": _bonus,
    "on_costs_cost": _on_costs,
    "seats_cost": _seats,
    "outsourcing_cost": _outsourcing,
}


# on Supply, queue by queue


def queue_formulas(desk: Desk, number: int) -> dict[str, tuple[Formula, str]]:
    """Weekly formula of each cost line of a queue beyond its pay, and how it is told."""
    found = {
        line: _known(line, OF_QUEUE, "OF_QUEUE")(desk, number) for line in QUEUE_EXTRAS.values()
    }
    return {line: (filled(formula), how) for line, (formula, how) in found.items()}


def row_of_queue(desk: Desk, number: int) -> Callable[[str], str]:
    """The cell of a line of the queue in a column, as a pattern."""
    return lambda key: f"{{c}}{desk.layout.supply_row(key, number + 1)}"


def filled(pattern: str) -> Formula:
    """The formula of a pattern with {c} for the column."""
    return lambda c, p: pattern.format(c=c)


def _week(desk: Desk, number: int) -> str:
    return f"{year_pay(desk.layout, 'agent', number, in_week('{c}'))}/52"


def _premiums(desk: Desk, number: int) -> OfQueue:
    row = row_of_queue(desk, number)
    premium = f"Requirement!$E${desk.layout.requirement_row('premium_share', number)}"
    return f"{row('agent_pay_cost')}*{premium}", "agents' pay × premium"


def _time_off(desk: Desk, number: int) -> OfQueue:
    row = row_of_queue(desk, number)
    saved = f"-{row('vto_fte')}*{_week(desk, number)}*(1-live_vto_pay_share)"
    return saved, "FTE at home × pay that is saved"


def _severance(desk: Desk, number: int) -> OfQueue:
    row = row_of_queue(desk, number)
    paid = f"{desk.layout.queue_value('fte_per_head', number)}*{_week(desk, number)}"
    return f"{row('severance_heads')}*{paid}*live_severance_weeks", "people × weekly pay × weeks"


OF_QUEUE: dict[str, Callable[[Desk, int], OfQueue]] = {
    "premium_pay_cost": _premiums,
    "vto_pay_cost": _time_off,
    "severance_pay_cost": _severance,
}


def _known(line: str, table: Mapping[str, T], name: str) -> T:
    """The row of a line; where there is none, which line of which file to add."""
    if line not in table:
        raise MissingPart(line, "no native formula", f"add it to {name} in {HERE}")
    return table[line]
