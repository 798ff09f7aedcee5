"""Scenarios: the selector, what each scenario changes, and all of them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.inputs.assumptions import PURE_DRIVERS, scenario_terms
from capplan.vocabulary import Term, term
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.book.rules import InputRule
from capplan_workbook.inputs import FORMATS, input_style, write_input
from capplan_workbook.layout.bridge_places import BridgePlaces
from capplan_workbook.layout.lines import HEADLINES, OUT_NAMES
from capplan_workbook.layout.live_scenario import live_name, scenario_names
from capplan_workbook.layout.places import (
    BASE_COLUMN,
    DRIVER_LIVE,
    DRIVER_ROW,
    DRIVER_TEXT,
    LAST_SCENARIO_COLUMN,
    SCENARIO_NUMBER,
    SELECTOR,
)
from capplan_workbook.sheets.scenarios import bridges, tornado, trade_offs

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Ref

SENTENCE = "Pick the live scenario; the whole workbook follows. Compare all scenarios below."
SPARE = 2
LEAST_LAST_COLUMN = 9  # the trade-offs need eight columns
AGREES = 1e-6  # relative; the cells themselves agree far closer


def write(desk: Desk) -> None:
    """Writes selector, drivers and the side-by-side table."""
    sheet = desk.book.sheet("Scenarios", tab="yellow", freeze="C5", protect=True)
    desk.sheets["Scenarios"] = sheet
    last = _last_column(desk)
    sheet.banner(
        "Scenarios",
        SENTENCE,
        last,
        *desk.status(),
        links=[("Dashboard!A1", "Dashboard ›"), ("Checks!A1", "Checks ›")],
    )
    for col, width in enumerate((2, 30, 16, 15, 46), 1):
        sheet.width(col, width)
    sheet.width(BASE_COLUMN, 14, last)
    _selector(desk, sheet)
    drivers(desk, sheet)
    _results(desk, sheet)
    bridges.write(desk, sheet, last)
    tornado.write(desk, sheet, last)
    trade_offs.write(desk, sheet, BridgePlaces(desk.layout).bottom + 2, last)


def _last_column(desk: Desk) -> int:
    wanted = max(BASE_COLUMN + len(desk.layout.scenarios) - 1 + SPARE, LEAST_LAST_COLUMN)
    return min(wanted, LAST_SCENARIO_COLUMN)


def _selector(desk: Desk, sheet: Sheet) -> None:
    last = _last_column(desk)
    sheet.blanks(5, 2, last, "section.general")
    sheet.text(5, 2, "Live scenario", "section")
    row, col = SELECTOR
    sheet.height(row, 20)
    sheet.text(row, 2, "Pick a scenario", "label")
    sheet.blank(row, 3, "unit.general")
    sheet.text(row, col, desk.plan.live, "input_bold.text")
    sheet.name("in_scenario", row, col)
    sheet.validate(
        cell_name(row, col),
        InputRule(
            "list",
            source=scenario_names(),
            prompt_title="Live scenario",
            prompt="Pick one of the scenarios below.",
            error_title="Live scenario",
            error="Pick a name from the list.",
        ),
    )
    number = desk.layout.scenarios.index(desk.plan.live) + 1
    picked = f"IFERROR(MATCH(in_scenario,{scenario_names()},0),1)"
    sheet.formula(*SCENARIO_NUMBER, picked, number, "note.whole")
    sheet.name("live_scenario_number", *SCENARIO_NUMBER)
    sheet.text(
        row,
        BASE_COLUMN,
        "Number of the live scenario; the first one stands in for a name "
        "that is not found, and Checks says REVIEW.",
        "note",
    )


def drivers(desk: Desk, sheet: Sheet) -> None:
    """Writes tbl_scenarios: what each scenario changes."""
    lay, last = desk.layout, _last_column(desk)
    sheet.blanks(DRIVER_ROW - 1, 2, last, "section.general")
    sheet.text(DRIVER_ROW - 1, 2, "Drivers", "section")
    heads = ("Driver", "Unit", "Live", "What it does", *lay.scenarios)
    for col, head in enumerate(heads, 2):
        right = col == DRIVER_LIVE or col >= BASE_COLUMN
        sheet.text(DRIVER_ROW, col, head, "head_right" if right else "head")
    sheet.blanks(DRIVER_ROW, 2 + len(heads), last, "input_center.text")
    for row_term in scenario_terms():
        _driver(desk, sheet, row_term)
    bottom = max(lay.driver_rows.values())
    sheet.table("tbl_scenarios", DRIVER_ROW, 2, bottom, 1 + len(heads), heads)
    block = f"{cell_name(DRIVER_ROW + 1, BASE_COLUMN)}:{cell_name(bottom, last)}"
    sheet.highlight(block, _is_live(DRIVER_ROW), "live")
    sheet.text(
        bottom + 1,
        2,
        "Blank: as in Base. Base shows Assumptions. A further scenario goes "
        "into the next yellow column, with its name above.",
        "note",
    )


def _is_live(heads: int) -> str:
    return f"{cell_name(1, BASE_COLUMN)[:-1]}${heads}={live_name()}"


def _driver(desk: Desk, sheet: Sheet, row_term: Term) -> None:
    lay, name = desk.layout, row_term.name
    row = lay.driver_rows[name]
    style = input_style(row_term)
    calc, live = style.replace("input", "calc", 1), style.replace("input", "live", 1)
    sheet.text(row, 2, row_term.label, "label")
    sheet.text(row, 3, row_term.unit, "unit")
    base = desk.given.values[name]
    across = range_name(row, BASE_COLUMN, row, LAST_SCENARIO_COLUMN)
    picked = f"INDEX({across},live_scenario_number)"
    formula = f'IF({picked}="",{range_name(row, BASE_COLUMN)},{picked})'
    value = desk.given.in_scenario(desk.plan.live)[name]
    sheet.formula(row, DRIVER_LIVE, formula, value, live)
    sheet.name(f"live_{name}", row, DRIVER_LIVE)
    sheet.text(row, DRIVER_TEXT, row_term.help, "how")
    if name in PURE_DRIVERS:
        sheet.number(row, BASE_COLUMN, base, calc)
    else:
        sheet.formula(row, BASE_COLUMN, lay.base_value(name), base, calc)
    for offset, scenario in enumerate(desk.given.scenarios[1:], 1):
        write_input(sheet, row, BASE_COLUMN + offset, row_term, scenario.overrides.get(name))
    for col in range(BASE_COLUMN + len(lay.scenarios), _last_column(desk) + 1):
        sheet.blank(row, col, style)
    desk.validate(
        sheet, f"{cell_name(row, BASE_COLUMN + 1)}:{cell_name(row, LAST_SCENARIO_COLUMN)}", row_term
    )


def _results(desk: Desk, sheet: Sheet) -> None:
    lay, last = desk.layout, _last_column(desk)
    top = lay.result_row
    sheet.blanks(top - 2, 2, last, "section.general")
    sheet.text(top - 2, 2, "Side by side", "section")
    sheet.text(
        top - 1,
        2,
        "Live is calculated here; the columns are stamped by the engine for every scenario.",
        "note",
    )
    for col, head in enumerate(("Result", "Unit", "Live", "Live agrees with its stamp?"), 2):
        sheet.text(top, col, head, "head_right" if col == DRIVER_LIVE else "head")
    for offset, name in enumerate(lay.scenarios):
        sheet.text(top, BASE_COLUMN + offset, name, "head_right")
    for name in HEADLINES:
        _result(desk, sheet, name)
    bottom = lay.headline_cell(HEADLINES[-1])[0]
    stamps = f"{cell_name(top + 1, BASE_COLUMN)}:{cell_name(bottom, last)}"
    sheet.highlight(stamps, _is_live(top), "live")


def _result(desk: Desk, sheet: Sheet, name: str) -> None:
    lay, row_term = desk.layout, term(name)
    row, col = lay.headline_cell(name)
    form = {"money": "money0", "money per contact": "money2"}.get(
        row_term.unit, FORMATS.get(row_term.unit, "dec1")
    )
    unit = row_term.unit.replace("money", desk.currency)
    sheet.text(row, 2, row_term.label, "label")
    sheet.text(row, 3, unit, "unit")
    value = desk.live[name]
    sheet.formula(row, col, headline_formula(desk, name), value, f"live.{form}")
    sheet.name(f"out_{OUT_NAMES.get(name, name)}", row, col)
    stamps = range_name(row, BASE_COLUMN, row, LAST_SCENARIO_COLUMN)
    picked, live = f"INDEX({stamps},live_scenario_number)", cell_name(row, col)
    sheet.formula(
        row,
        DRIVER_TEXT,
        f'IF(ABS({live}-{picked})<={AGREES:g}*MAX(1,ABS({live})),"Yes","No")',
        "Yes",
        "how.text",
    )
    for offset, scenario in enumerate(lay.scenarios):
        sheet.number(row, BASE_COLUMN + offset, desk.plan.runs[scenario][name], f"stamp.{form}")


def headline_formula(desk: Desk, name: str) -> str:
    """The native formula of a headline figure."""
    lay = desk.layout
    need = lay.week_range(lay.requirement_total("required_fte"), "Requirement")
    manage: Ref = lambda key: lay.week_range(lay.management_rows[key], "Management")
    year: Ref = lambda key: f"Supply!{cell_name(lay.supply_row(key, 0), 5)}"
    rows = lay.budget_rows
    closing = cell_name(lay.management_rows["executives_heads"], lay.last_col)
    return {
        "required_fte_peak": f"MAX({need})",
        "required_fte_average": f"AVERAGE({need})",
        "gap_fte_worst": f"MIN({lay.supply_total('gap_fte')})",
        "agents_closing_heads": year("closing_agents_heads"),
        "starts_total_heads": year("starts_heads"),
        "leavers_total_heads": year("all_leavers_heads"),
        "leaders_average_heads": f"AVERAGE({manage('supervisors_heads')})",
        "managers_average_heads": f"AVERAGE({manage('managers_heads')})",
        "executives_closing_heads": f"Management!{closing}",
        "total_cost": f"Budget!E{rows['week_cost']}",
        "cost_per_contact": f"Budget!E{rows['cost_per_contact']}",
    }[name]
