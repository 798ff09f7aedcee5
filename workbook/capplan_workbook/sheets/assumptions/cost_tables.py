"""The cost tables on Assumptions: sites, pay awards, outsourcing and plan rates, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan.inputs.exchange import month_of
from capplan.vocabulary import term
from capplan_workbook.book import cell_name
from capplan_workbook.inputs import write_input
from capplan_workbook.layout.cost_places import HEAD_ROW, RATE_MONTH, TABLES

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

TITLES = {
    "tbl_sites": "Sites: what differs from the plan; blank is the plan's own",
    "tbl_wage_steps": "Pay awards, beside the plan's own",
    "tbl_outsourcing": "Outsourcing contracts",
    "tbl_rates": "Plan rates: plan currency for one unit of each",
}
ROWS_OF = {"tbl_sites": "sites", "tbl_wage_steps": "wage_steps", "tbl_outsourcing": "outsourcing"}
PREFIX = {"tbl_sites": "site", "tbl_wage_steps": "wage_step", "tbl_outsourcing": "outsourcing"}
TITLE_ROW = HEAD_ROW - 1


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes tbl_sites, tbl_wage_steps, tbl_outsourcing and tbl_rates."""
    for table in TABLES:
        _write_table(desk, sheet, table)
    _write_rates(desk, sheet)


def printed(desk: Desk) -> list[str]:
    """The range of the tables, where any of them holds something."""
    places = desk.layout.cost
    if not (places.by_site or places.contracts or places.currencies):
        return []
    left, right = places.left("tbl_sites"), places.left("tbl_rates") + len(places.rate_heads) - 1
    last = HEAD_ROW + max(places.count(table) for table in (*TABLES, "tbl_rates"))
    return [f"{cell_name(TITLE_ROW, left)}:{cell_name(last, right)}"]


def _write_table(desk: Desk, sheet: Sheet, table: str) -> None:
    places, names = desk.layout.cost, TABLES[table]
    left, last = places.left(table), HEAD_ROW + places.count(table)
    sheet.text(TITLE_ROW, left, TITLES[table], "note")
    for offset, name in enumerate(names):
        row_term, col = term(name), left + offset
        sheet.width(col, 22 if row_term.unit == "text" else 17)
        head = "head" if row_term.unit == "text" else "head_right"
        sheet.text(HEAD_ROW, col, row_term.label, head)
        for number in range(places.count(table)):
            value = _value(desk, table, name, number)
            write_input(sheet, HEAD_ROW + 1 + number, col, row_term, value)
        rows = f"{cell_name(HEAD_ROW + 1, col)}:{cell_name(last, col)}"
        desk.validate(sheet, rows, row_term)
    heads = [term(name).label for name in names]
    sheet.table(table, HEAD_ROW, left, last, left + len(names) - 1, heads)


def _value(desk: Desk, table: str, name: str, number: int) -> Any:
    rows = getattr(desk.given, ROWS_OF[table])
    if number >= len(rows):
        return None
    prefix = PREFIX[table]
    part = "name" if name in (prefix, f"{prefix}_name") else name.removeprefix(f"{prefix}_")
    value = getattr(rows[number], part)
    return None if value == "" else value


def _write_rates(desk: Desk, sheet: Sheet) -> None:
    places = desk.layout.cost
    left, heads = places.left("tbl_rates"), places.rate_heads
    last, right = HEAD_ROW + places.count("tbl_rates"), left + len(heads) - 1
    known = {
        (one.name.casefold(), month_of(one.month)): one.plan_rate for one in desk.given.plan_rates
    }
    sheet.text(TITLE_ROW, left, TITLES["tbl_rates"], "note")
    for offset, head in enumerate(heads):
        name, col = ("plan_rate" if offset else RATE_MONTH), left + offset
        sheet.width(col, 14)
        sheet.text(HEAD_ROW, col, head, "head_right")
        for number in range(places.count("tbl_rates")):
            month = places.months[number] if number < len(places.months) else None
            value: Any = known.get((head.casefold(), month)) if offset and month else None
            write_input(sheet, HEAD_ROW + 1 + number, col, term(name), value if offset else month)
        rows = f"{cell_name(HEAD_ROW + 1, col)}:{cell_name(last, col)}"
        desk.validate(sheet, rows, term(name))
    sheet.table("tbl_rates", HEAD_ROW, left, last, right, heads)
