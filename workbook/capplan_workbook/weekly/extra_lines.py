"""Weekly lines behind pay beyond the base, and behind paid and productive hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from capplan.money.budget import PREMIUM, QUEUE_EXTRAS, ROLE_PAY
from capplan_workbook.book import range_name
from capplan_workbook.layout.lines import QUEUE_HOURS
from capplan_workbook.layout.places import DATE_ROW, TABLE_ROW
from capplan_workbook.sheets.budget.cost_lines import filled, queue_formulas, row_of_queue
from capplan_workbook.weekly.pay_formulas import in_week, year_pay_of_role
from capplan_workbook.weekly.queue_money import look
from capplan_workbook.weekly.rows import Line

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula, Ref

TOTALS = dict.fromkeys((*QUEUE_EXTRAS.values(), *QUEUE_HOURS), "sum")
WEEKEND_ROWS = 2  # Saturday and Sunday are the last rows of a queue's profile


# Requirement


def bonus_line(desk: Desk) -> Line:
    """Weeks of base pay due as bonus: in the month of the bonus, spread over its Mondays."""

    def due(c: str, p: str) -> str:
        day = f"{c}${DATE_ROW}"
        last = f"DAY(DATE(YEAR({day}),MONTH({day})+1,0))"
        mondays = f"(INT((DAY({day})-1)/7)+1+INT(({last}-DAY({day}))/7))"
        return f"IF(MONTH({day})=live_bonus_month,52*live_bonus_share/{mondays},0)"

    return Line("bonus_weeks", due, desk.live["bonus_weeks"], "52 × bonus ÷ Mondays", "sum")


def premium_lines(desk: Desk, number: int) -> list[Line]:
    """A queue's part of contacts at night and on weekends, and its premium on an agent's pay."""
    lay = desk.layout
    at = {key: lay.requirement_row(key, number) for key in ("night_share", "weekend_share")}
    language = lay.queue_value("language_premium_share", number)
    premium = (
        f"E{at['night_share']}*live_night_premium_share"
        f"+E{at['weekend_share']}*live_weekend_premium_share+{language}"
    )
    parts = (
        ("night_share", _night(desk, number), "night hours of the profile"),
        ("weekend_share", _weekend(desk, number), "Saturday and Sunday of the profile"),
        ("premium_share", premium, "parts × premiums + language"),
    )
    return [_constant(desk, key, number, formula, how) for key, formula, how in parts]


def _constant(desk: Desk, key: str, number: int, formula: str, how: str) -> Line:
    """A line that is the same in every week: computed once, on the left."""
    row = desk.layout.requirement_row(key, number)
    value = float(desk.live[key][number])
    return Line(key, lambda c, p: f"$E{row}", value, how, (formula, value))


def _night(desk: Desk, number: int) -> str:
    """Formula: contacts of the intervals whose hour, as the heading says, lies in the night."""
    top, left, bottom, right = desk.layout.profile_block(number)
    block = f"Queues!{range_name(top, left, bottom, right)}"
    hour = f"(LEFT(Queues!{range_name(TABLE_ROW, left, TABLE_ROW, right)},2)+0)"
    late, early = f"({hour}>=live_night_from_h)", f"({hour}<live_night_to_h)"
    return (
        f"IF(live_night_from_h>live_night_to_h,SUMPRODUCT({block}*(({late}+{early})>0)),"
        f"SUMPRODUCT({block}*{late}*{early}))/SUM({block})"
    )


def _weekend(desk: Desk, number: int) -> str:
    top, left, bottom, right = desk.layout.profile_block(number)
    days = f"Queues!{range_name(bottom - WEEKEND_ROWS + 1, left, bottom, right)}"
    return f"SUM({days})/SUM(Queues!{range_name(top, left, bottom, right)})"


# Management


def base_pay_line(desk: Desk, at: Callable[[str], Ref]) -> Line:
    """Pay of all roles without overtime and extras, week by week."""
    lay = desk.layout
    agents, trainees = (lay.supply_row(f"{role}_pay_cost", 0) for role in ("agent", "trainee"))

    def yearly(people: Iterable[tuple[str, str]], c: str) -> str:
        pay = ((one, year_pay_of_role(lay, one, salary, in_week(c))) for one, salary in people)
        return "+".join(f"{at(one)(c)}*{each}" for one, each in pay)

    def paid(c: str, p: str) -> str:
        whole, more = yearly(ROLE_PAY.values(), c), yearly(PREMIUM.items(), c)
        return (
            f"Supply!{c}{agents}+Supply!{c}{trainees}"
            f"+({whole}+live_external_premium_share*({more}))/52"
        )

    values = desk.live["base_pay_cost"]
    how = "agents, trainees, leaders, support"
    return Line("base_pay_cost", paid, values, how, "sum", **look(desk, "base_pay_cost"))


# Supply


def queue_lines(desk: Desk, number: int) -> list[Line]:
    """A queue's time off by choice, premiums, severance and hours."""
    formulas = queue_formulas(desk, number) | _hours(desk, number)
    lines = [_vto_line(desk, number)]
    for key, (formula, how) in formulas.items():
        values: Any = desk.live[key][:, number]
        lines.append(Line(key, formula, values, how, TOTALS[key], **look(desk, key)))
    return lines


def _vto_line(desk: Desk, number: int) -> Line:
    gap, have = (row_of_queue(desk, number)(key) for key in ("gap_fte", "effective_fte"))
    formula = f"MIN(MAX({gap},0),{have}*live_vto_cap_share)"
    values = desk.live["vto_fte"][:, number]
    return Line("vto_fte", filled(formula), values, "what is over, up to the cap", "average")


def _hours(desk: Desk, number: int) -> dict[str, tuple[Formula, str]]:
    lay, row = desk.layout, row_of_queue(desk, number)
    shrinkage = f"Requirement!{{c}}{lay.requirement_row('shrinkage_share', number)}"
    own = lay.queue_cell("out_of_office_share", number)
    out = f'IF({own}="",live_out_of_office_total,{own})'
    paid = f"{row('paid_agent_fte')}*live_contract_h_per_fte"
    found = {
        "out_of_office_h": (f"{paid}*{out}", "paid hours × out of office"),
        "in_office_h": (f"{paid}*({shrinkage}-{out})", "paid hours × the rest of shrinkage"),
        "productive_h": (
            f"{row('effective_fte')}*live_contract_h_per_fte*(1-{shrinkage})",
            "available × hours × (1 − shrinkage)",
        ),
    }
    return {key: (filled(formula), how) for key, (formula, how) in found.items()}
