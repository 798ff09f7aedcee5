"""Formula parts for pay: by plan while no table says otherwise, else from the lines on Supply."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from capplan.money.budget import INDEX_OF, ROLE_PAY
from capplan.vocabulary import term
from capplan_workbook.layout.places import DATE_ROW

if TYPE_CHECKING:
    from capplan_workbook.layout.places import Layout

# sheet and row -> the address of one week or of all weeks
At = Callable[[str, int], str]
SUPERVISORS = "supervisors_heads"


def in_week(c: str) -> At:
    """One week: the column."""
    return lambda sheet, row: f"{sheet}!{c}{row}"


def in_all_weeks(lay: Layout) -> At:
    """All weeks of a row."""
    return lambda sheet, row: lay.week_range(row, sheet)


def plan_index(lay: Layout, at: At) -> str:
    """The plan's own pay index."""
    return at("Requirement", lay.calendar_row("wage_index"))


def year_pay(lay: Layout, role: str, number: int, at: At) -> str:
    """Yearly pay of an agent or a trainee of a queue, pay index included."""
    if lay.cost.by_site:
        return at("Supply", lay.pay_rows[f"{role}_year_cost_{number}"])
    return f"live_{role}_salary_cost*{plan_index(lay, at)}"


def year_pay_of_role(lay: Layout, heads: str, salary: str, at: At) -> str:
    """Yearly pay of a role counted in whole people, pay index included."""
    if not lay.cost.by_site:
        return f"live_{salary}*{plan_index(lay, at)}"
    if heads.removeprefix("premium_") == SUPERVISORS:
        return at("Supply", lay.pay_rows["supervisor_year_cost"])
    line = next((one for one, paid in ROLE_PAY.items() if paid[1] == salary), "")
    return f"live_{salary}*{at('Supply', lay.pay_rows[INDEX_OF[line]])}"


def site_of_queue(lay: Layout, number: int) -> str:
    """The site of a queue; the default where the cell is blank."""
    cell = lay.queue_cell("site", number)
    return f'IF({cell}="","{term("site").default}",{cell})'


def rate_of(lay: Layout, currency_cell: str, c: str) -> str:
    """The plan rate of a currency in the month of the week's Monday; 1 in the plan's own.

    0 for a currency without a column of rates, and Checks says FAIL.
    """
    places, day = lay.cost, f"{c}${DATE_ROW}"
    last = len(places.rate_heads) - 1
    months, heads = places.rate_range(0, 0), places.rate_range(1, last, head=True)
    block = places.rate_range(1, last)
    return (
        f'IF(OR({currency_cell}="",{currency_cell}=live_currency),1,'
        f"IF(COUNTIF({heads},{currency_cell})=0,0,"
        f"SUMPRODUCT((YEAR({months})=YEAR({day}))*(MONTH({months})=MONTH({day}))"
        f"*INDEX({block},0,MATCH({currency_cell},{heads},0)))))"
    )
