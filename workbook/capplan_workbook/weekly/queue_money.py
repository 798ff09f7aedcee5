"""What a queue's people cost, week by week, for its block on Supply."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from capplan.money.budget import QUEUE_PAY
from capplan.vocabulary import term
from capplan_workbook.weekly.pay_formulas import in_week, year_pay
from capplan_workbook.weekly.rows import Line

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula

TOTALS = dict.fromkeys(QUEUE_PAY.values(), "sum")


class Look(TypedDict, total=False):
    """How an amount of money is shown: in the plan's currency."""

    unit: str
    format: str


def look(desk: Desk, key: str) -> Look:
    """The unit and format of a line of money; nothing for any other line."""
    return {"unit": desk.currency, "format": "money0"} if term(key).unit == "money" else {}


def queue_lines(desk: Desk, number: int) -> list[Line]:
    """What a queue's agents, trainees and overtime are paid."""
    lay = desk.layout
    row = {
        name: lay.supply_row(name, number + 1)
        for name in ("paid_agent_fte", "paid_trainee_fte", "overtime_fte")
    }
    formulas = {
        "agent_pay_cost": _paid(desk, row["paid_agent_fte"], "agent", number),
        "trainee_pay_cost": _paid(desk, row["paid_trainee_fte"], "trainee", number),
        "overtime_pay_cost": _paid(
            desk, row["overtime_fte"], "agent", number, "*live_overtime_multiple"
        ),
    }
    return [
        Line(
            key,
            formula,
            desk.live[key][:, number],
            "FTE × pay ÷ 52 × pay index",
            TOTALS[key],
            **look(desk, key),
        )
        for key, formula in formulas.items()
    ]


def _paid(desk: Desk, row: int, role: str, number: int, multiple: str = "") -> Formula:
    lay = desk.layout
    return lambda c, p: f"{c}{row}*{year_pay(lay, role, number, in_week(c))}{multiple}/52"
