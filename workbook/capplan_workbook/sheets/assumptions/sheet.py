"""Assumptions: every plan-wide value, what is in force where a cell is blank, and who says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from capplan.inputs.assumptions import RAMP_WEEKS
from capplan.staffing.fte import IN_OFFICE, OUT_OF_OFFICE
from capplan.vocabulary import Term, term
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.inputs import input_style, write_input
from capplan_workbook.layout.lines import TABLE_ORIGINS, assumption_groups
from capplan_workbook.layout.places import (
    ALLOWED,
    CHANGED,
    CHANGED_HEAD,
    DEFAULT,
    GIVEN_ON,
    LABEL,
    LIVE,
    ORIGIN,
    OWNER,
    UNIT,
    VALUE,
)
from capplan_workbook.sheets.about.register import put_mark, put_origin, put_table_mark
from capplan_workbook.sheets.assumptions import cost_tables

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = (
    "What you believe about people and pay. Yellow cells with blue text are "
    "yours; a blank one takes its default."
)
HEADS = (
    "Assumption",
    "Unit",
    "Value",
    "In force",
    "Default",
    "  Allowed",
    "Given or assumed",
    "Source or note",
    "Owner",
    "Date",
    f"  {CHANGED_HEAD}",
)
SUMS = {
    "out_of_office_total": ("Out of office in total", OUT_OF_OFFICE),
    "in_office_total": ("In office in total", IN_OFFICE),
}
TABLES = {"base_contacts": "tbl_demand", "profile_share": "tbl_profiles"}
HEAD_ROW = 5
NOT_GIVEN = "not given"


def write(desk: Desk) -> None:
    """Writes the sheet, group by group."""
    sheet = desk.book.sheet(
        "Assumptions", tab="yellow", freeze="C6", page=PageSetup(repeat_rows="5:5")
    )
    desk.sheets["Assumptions"] = sheet
    sheet.banner(
        "Assumptions",
        SENTENCE,
        CHANGED,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
    )
    widths = (2, 30, 16, 20, 20, 20, 40, 17, 52, 18, 12, 28)
    for col, width in enumerate(widths, 1):
        sheet.width(col, width)
    for col, head in enumerate(HEADS, LABEL):
        right = col in (VALUE, LIVE, DEFAULT, GIVEN_ON)
        sheet.text(HEAD_ROW, col, head, "head_right" if right else "head")
    for title, names in assumption_groups():
        row = desk.layout.assumption_rows[names[0]] - 1
        sheet.blanks(row, LABEL, CHANGED, "group.general")
        sheet.text(row, LABEL, title, "group")
        for name in names:
            _put(desk, sheet, name)
    ramp = desk.layout.proficiency_row
    sheet.name("in_proficiency_share", ramp, VALUE, ramp + RAMP_WEEKS - 1, VALUE)
    sheet.name("live_proficiency_share", ramp, LIVE, ramp + RAMP_WEEKS - 1, LIVE)
    cost_tables.write(desk, sheet)
    areas = (f"A1:{cell_name(ramp + RAMP_WEEKS - 1, CHANGED)}", *cost_tables.printed(desk))
    sheet.print_area(",".join(areas))
    for name, col in (("origin", ORIGIN), ("origin_owner", OWNER), ("origin_date", GIVEN_ON)):
        top = desk.layout.assumption_rows["origin:base_contacts"]
        cells = range_name(top, col, ramp + RAMP_WEEKS - 1, col)
        desk.validate(sheet, cells.replace("$", ""), term(name))


def _put(desk: Desk, sheet: Sheet, name: str) -> None:
    if name.startswith("origin:"):
        _put_table_origin(desk, sheet, name.removeprefix("origin:"))
    elif name in SUMS:
        _put_sum(desk, sheet, name)
    elif name.startswith("proficiency_"):
        _put_ramp(desk, sheet, int(name.removeprefix("proficiency_")))
    else:
        _put_term(desk, sheet, term(name))


def _put_term(desk: Desk, sheet: Sheet, row_term: Term) -> None:
    row = desk.layout.assumption_rows[row_term.name]
    value = desk.given.values[row_term.name]
    unit = desk.currency if row_term.unit == "money" else row_term.unit
    sheet.text(row, LABEL, row_term.label, "label")
    sheet.text(row, UNIT, unit, "unit")
    write_input(sheet, row, VALUE, row_term, value)
    sheet.name(f"in_{row_term.name}", row, VALUE)
    desk.validate(sheet, cell_name(row, VALUE), row_term)
    style = input_style(row_term).replace("input.date", "calc.date_or_none")
    style = style.replace("input", "calc", 1)
    sheet.formula(row, LIVE, _in_force(row, row_term), _shown(row_term, value), style)
    if not row_term.scenario:
        sheet.name(f"live_{row_term.name}", row, LIVE)
    _put_default(sheet, row, row_term, style)
    sheet.text(row, ALLOWED, row_term.allowed, "unit")
    if row_term.stage != "version":  # who signs needs nobody who stands for it
        put_origin(desk, sheet, row, row_term.name)
        put_mark(desk, sheet, row, _plain(row_term, value), row_term.unit == "date")


def _in_force(row: int, row_term: Term) -> str:
    cell, default = cell_name(row, VALUE), row_term.default
    if default is None:
        nothing = "0" if row_term.unit == "date" else f'"{NOT_GIVEN}"'
        return f'IF({cell}="",{nothing},{cell})'
    return f'IF({cell}="",{cell_name(row, DEFAULT)},{cell})'


def _shown(row_term: Term, value: Any) -> Any:
    if value is None:
        return 0 if row_term.unit == "date" else NOT_GIVEN  # the date format says none
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    return value


def _plain(row_term: Term, value: Any) -> float | str:
    shown = _shown(row_term, value)
    return shown if isinstance(shown, str) else float(shown)


def _put_default(sheet: Sheet, row: int, row_term: Term, style: str) -> None:
    default, muted = row_term.default, style.replace("calc", "stamp", 1)
    if default is None:
        sheet.blank(row, DEFAULT, muted)
    elif isinstance(default, str):
        sheet.text(row, DEFAULT, default, muted)
    else:
        sheet.number(row, DEFAULT, default, muted)


def _put_table_origin(desk: Desk, sheet: Sheet, name: str) -> None:
    row, home = desk.layout.assumption_rows[f"origin:{name}"], TABLE_ORIGINS[name]
    sheet.text(row, LABEL, term(name).label, "label")
    sheet.text(row, UNIT, term(name).unit, "unit")
    sheet.link(row, VALUE, f"{home}!A1", f"on {home} ›", "calc.text")
    sheet.blanks(row, LIVE, ALLOWED, "calc.general")
    sheet.text(row, ALLOWED, term(name).allowed, "unit")
    put_origin(desk, sheet, row, name)
    put_table_mark(desk, sheet, row, TABLES[name])
    sheet.name(f"in_origin_{name}", row, ORIGIN)


def _put_sum(desk: Desk, sheet: Sheet, name: str) -> None:
    label, parts = SUMS[name]
    row = desk.layout.assumption_rows[name]
    rows = [desk.layout.assumption_rows[part] for part in parts]
    total = sum(desk.given.values[part] for part in parts)
    sheet.text(row, LABEL, label, "label_bold")
    sheet.text(row, UNIT, "share", "unit")
    sheet.blank(row, VALUE, "total.percent1")
    sheet.formula(
        row,
        LIVE,
        f"SUM({cell_name(min(rows), LIVE)}:{cell_name(max(rows), LIVE)})",
        total,
        "total.percent1",
    )
    sheet.name(f"live_{name}", row, LIVE)


def _put_ramp(desk: Desk, sheet: Sheet, week: int) -> None:
    row = desk.layout.assumption_rows[f"proficiency_{week}"]
    ramp, ramp_term = desk.given.proficiency_share, term("proficiency_share")
    value = float(ramp[week - 1]) if week <= len(ramp) else None
    sheet.text(row, LABEL, f"Floor week {week}", "label")
    sheet.text(row, UNIT, "share", "unit")
    write_input(sheet, row, VALUE, ramp_term, value)
    desk.validate(sheet, cell_name(row, VALUE), ramp_term)
    cell = cell_name(row, VALUE)
    sheet.formula(
        row, LIVE, f'IF({cell}="",1,{cell})', 1.0 if value is None else value, "calc.percent1"
    )
    sheet.number(row, DEFAULT, 1.0, "stamp.percent1")
    sheet.text(row, ALLOWED, ramp_term.allowed, "unit")
    put_mark(desk, sheet, row, 1.0 if value is None else value)
    if week == 1:
        put_origin(desk, sheet, row, "proficiency_share")
    else:
        sheet.blanks(row, ORIGIN, OWNER, "input.text")
        sheet.blank(row, GIVEN_ON, "input.date")
