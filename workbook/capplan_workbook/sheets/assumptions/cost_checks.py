"""Checks of the cost tables: rows the engine knows, values in their limits, seats that suffice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.staffing.rounding import round_up
from capplan.vocabulary import term
from capplan_workbook.checks.check import FAIL, REVIEW, Check, exact_check, zero_check
from capplan_workbook.layout.cost_places import TABLES
from capplan_workbook.sheets.assumptions.value_checks import outside

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

LEAST = 1e-6  # less than this short is what rounding leaves
# table -> what its rows are called, the term that every row must have
ROWS = {
    "tbl_sites": ("Sites", "site_name"),
    "tbl_wage_steps": ("Pay awards", "wage_step_from_date"),
    "tbl_outsourcing": ("Outsourcing contracts", "outsourcing_queue"),
}


def cost_checks(desk: Desk) -> Iterator[Check]:
    """Are the cost tables those the engine has planned with, and do the seats of sites suffice?"""
    places = desk.layout.cost
    known = {
        "tbl_sites": len(places.sites),
        "tbl_wage_steps": places.wage_steps,
        "tbl_outsourcing": len(places.contracts),
    }
    for table, (title, name) in ROWS.items():
        yield exact_check(
            f"{title} are the ones the engine knows",
            f'SUMPRODUCT(--({places.column(name)}<>""))',
            known[table],
            FAIL,
            "Assumptions: a row was added or removed; run capplan again.",
        )
    yield _limits(desk)
    yield _rates(desk)
    for number, site in enumerate(places.sites):
        yield _seats(desk, number, site)


def _limits(desk: Desk) -> Check:
    names = [name for columns in TABLES.values() for name in columns]
    rows = [term(name) for name in names]
    cells = [(row, desk.layout.cost.column(row.name)) for row in rows if row.low is not None]
    return zero_check(
        "Values of sites, awards and contracts lie within their limits",
        "+".join(f'SUMPRODUCT(({cell}<>"")*({outside(row, cell)}>0))' for row, cell in cells),
        FAIL,
        "Assumptions: each cell's prompt says what it may hold; 30 % is 0.30.",
    )


def _rates(desk: Desk) -> Check:
    places = desk.layout.cost
    last = len(places.rate_heads) - 1
    block, heads = places.rate_range(1, last), places.rate_range(1, last, head=True)
    unknown = "+".join(
        f'SUMPRODUCT(({cells}<>"")*({cells}<>live_currency)*ISERROR(MATCH({cells},{heads},0)))'
        for cells in (places.column("site_currency"), places.column("outsourcing_currency"))
    )
    return zero_check(
        "Plan rates are above 0, and every currency has them",
        f'SUMPRODUCT(({block}<>"")*({outside(term("plan_rate"), block)}>0))+{unknown}',
        FAIL,
        "Assumptions: type what one unit of each currency is worth in the plan's; one without "
        "rates counts as 0.",
    )


def _seats(desk: Desk, number: int, site: str) -> Check:
    lay = desk.layout
    weekly = desk.live["site_seats_short_heads"][:, number]
    row = lay.week_range(lay.pay_rows[f"site_seats_short_heads_{number}"], "Supply")
    name = lay.cost.cell("site_name", number)
    remedy = "rent seats, or start people later."
    beyond, count = f"SUMPRODUCT(--({row}>{LEAST:.6f}))", int((weekly > LEAST).sum())
    most = f"ROUNDUP(MAX({row})-{LEAST:.6f},0)"
    worst = f'{name}&", week "&MATCH(MAX({row}),{row},0)&", short of "&{most}&" seats: {remedy}"'
    short = int(round_up(float(np.max(weekly)) - LEAST)) if count else 0
    shown = f"{site}, week {int(weekly.argmax()) + 1}, short of {short} seats: {remedy}"
    enough = "Supply: enough in every week."
    return Check(
        f"Seats at {site[:60]} suffice in every week",
        beyond,
        count,
        0,
        0,
        REVIEW,
        f"Supply: {shown}" if count else enough,
        "count",
        f'IF({beyond}>0,"Supply: "&{worst},"{enough}")',
    )
