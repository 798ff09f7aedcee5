"""The block of Scenarios that says why each scenario costs more than the base, and by how much.

The engine stamps what each factor does in each scenario; the live column picks one, and is
checked against the change that the workbook itself calculates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.inputs.assumptions import scenario_terms
from capplan.questions.bridge import HEADS, MEASURES, MONEY
from capplan.questions.factors import FACTORS, factor_of
from capplan.questions.scenario_bridges import SHOWN
from capplan_workbook.book import Series, StackedSpec, cell_name, range_name
from capplan_workbook.layout.bridge_places import (
    AGREES,
    BASE,
    BRIDGE_FACTORS,
    CHANGE,
    TOTAL,
    BridgePlaces,
)
from capplan_workbook.layout.live_scenario import live_name
from capplan_workbook.layout.places import BASE_COLUMN, DRIVER_LIVE, DRIVER_TEXT
from capplan_workbook.sheets.scenarios import bridge_data

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

ALONE = "There is one scenario: type a name over the next yellow column to compare it with Base."
NOTE = (
    "What each factor does on its own and with the others, averaged over all orders of change, "
    "so that the parts add up exactly. Stamped by the engine; the live column picks a scenario."
)
TITLES = {MONEY: "Total cost", HEADS: "People on average, leaders and support roles included"}
FORMS = {MONEY: ("signed0", "money0"), HEADS: ("signed1", "dec1")}
CENT = 0.01
CHART_CM = (24.0, 6.2)
PEOPLE = ("frontline_heads", "leaders_heads", "support_heads")


def write(desk: Desk, sheet: Sheet, last: int) -> None:
    """Writes a block in money and one in heads, and the chart of the live scenario."""
    at = BridgePlaces(desk.layout)
    base = desk.layout.scenarios[0]
    sheet.page_break_row(at.top - 1)
    sheet.blanks(at.top, 2, last, "section.general")
    sheet.text(at.top, 2, f"Bridge from {base}", "section")
    sheet.text(at.top + 1, 2, NOTE if at.there else ALONE, "note")
    if not at.there:
        return
    for measure in SHOWN:
        _heads(desk, sheet, at, measure)
        _base(desk, sheet, at, measure)
        for factor in BRIDGE_FACTORS:
            _factor(desk, sheet, at, measure, factor)
        _change(desk, sheet, at, measure)
        _total(desk, sheet, at, measure)
        _agrees(desk, sheet, at, measure)
        _mark_live(sheet, at, measure, last)
    _chart(desk, sheet, at)


def _unit(desk: Desk, measure: str) -> str:
    return MEASURES[measure].unit.replace(MONEY, desk.currency)


def _heads(desk: Desk, sheet: Sheet, at: BridgePlaces, measure: str) -> None:
    row = at.title(measure)
    sheet.text(row, 2, TITLES[measure], "heading")
    for col, head in enumerate(("Factor", "Unit", "Live", "What the scenarios change"), 2):
        sheet.text(row + 1, col, head, "head_right" if col == DRIVER_LIVE else "head")
    for offset, name in enumerate(desk.layout.scenarios):
        sheet.text(row + 1, BASE_COLUMN + offset, name, "head_right")


def totals(desk: Desk, measure: str) -> list[float]:
    """The measure under each scenario, as the engine found it."""
    found = desk.study.bridges
    first = next(iter(found.values()))[measure].old
    return [first, *(one[measure].new for one in found.values())]


def parts(desk: Desk, measure: str, factor: str) -> list[float]:
    """What a factor does in each scenario."""
    found = desk.study.bridges.values()
    return [0.0, *(one[measure].parts.get(factor, 0.0) for one in found)]


def change(desk: Desk, measure: str) -> list[float]:
    """What each scenario adds to the base: the sum of its parts."""
    columns = zip(*(parts(desk, measure, factor) for factor in BRIDGE_FACTORS), strict=True)
    return [sum(column) for column in columns]


def _live(desk: Desk) -> int:
    return desk.layout.scenarios.index(desk.plan.live)


def _stamped_total(desk: Desk, at: BridgePlaces, measure: str, offset: int) -> str:
    """Address of a scenario's total as stamped."""
    row = desk.layout.headline_cell("total_cost")[0]
    row = row if measure == MONEY else at.row(measure, TOTAL)
    return cell_name(row, BASE_COLUMN + offset)


def _live_total(desk: Desk, measure: str) -> str:
    """The formula of what the workbook itself finds for the live scenario."""
    lay = desk.layout
    if measure == MONEY:
        return cell_name(*lay.headline_cell("total_cost"))
    rows = (lay.week_range(lay.management_rows[key], "Management") for key in PEOPLE)
    return "+".join(f"AVERAGE({row})" for row in rows)


def _base(desk: Desk, sheet: Sheet, at: BridgePlaces, measure: str) -> None:
    row, (_, form) = at.row(measure, BASE), FORMS[measure]
    _label(desk, sheet, row, desk.layout.scenarios[0], measure, bold=True)
    stamped = _stamped_total(desk, at, measure, 0)
    sheet.formula(row, DRIVER_LIVE, stamped, totals(desk, measure)[0], f"live.{form}")


def _label(desk: Desk, sheet: Sheet, row: int, label: str, measure: str, bold: bool) -> None:
    sheet.text(row, 2, label, "label_bold" if bold else "label")
    sheet.text(row, 3, _unit(desk, measure), "unit")


def _factor(desk: Desk, sheet: Sheet, at: BridgePlaces, measure: str, factor: str) -> None:
    row, (form, _) = at.row(measure, factor), FORMS[measure]
    _label(desk, sheet, row, FACTORS[factor], measure, bold=False)
    found = parts(desk, measure, factor)
    picked = f"INDEX({at.across(measure, factor)},live_scenario_number)"
    sheet.formula(row, DRIVER_LIVE, picked, found[_live(desk)], f"calc.{form}")
    named = (one.label for one in scenario_terms() if factor_of(one.name) == factor)
    sheet.text(row, DRIVER_TEXT, ", ".join(named), "how")
    sheet.numbers(row, BASE_COLUMN, found, f"stamp.{form}")


def _change(desk: Desk, sheet: Sheet, at: BridgePlaces, measure: str) -> None:
    row, (form, _) = at.row(measure, CHANGE), FORMS[measure]
    first, last = (at.row(measure, BRIDGE_FACTORS[place]) for place in (0, -1))
    base, found = desk.layout.scenarios[0], change(desk, measure)
    _label(desk, sheet, row, f"Change from {base}", measure, bold=True)
    sheet.blank(row, DRIVER_TEXT, "how")
    columns = (DRIVER_LIVE, *range(BASE_COLUMN, BASE_COLUMN + len(found)))
    for col, value in zip(columns, (found[_live(desk)], *found), strict=True):
        sheet.formula(row, col, f"SUM({range_name(first, col, last, col)})", value, f"total.{form}")


def _total(desk: Desk, sheet: Sheet, at: BridgePlaces, measure: str) -> None:
    row, (_, form) = at.row(measure, TOTAL), FORMS[measure]
    found = totals(desk, measure)
    sheet.formula(row, 2, live_name(), desk.plan.live, "label_bold.text")
    sheet.text(row, 3, _unit(desk, measure), "unit")
    sheet.formula(row, DRIVER_LIVE, _live_total(desk, measure), found[_live(desk)], f"live.{form}")
    sheet.text(row, DRIVER_TEXT, "Live as calculated here, the others as stamped", "how")
    for offset, value in enumerate(found):
        if measure == MONEY:
            stamped = _stamped_total(desk, at, measure, offset)
            sheet.formula(row, BASE_COLUMN + offset, stamped, value, f"calc.{form}")
        else:
            sheet.number(row, BASE_COLUMN + offset, value, f"stamp.{form}")


def _agrees(desk: Desk, sheet: Sheet, at: BridgePlaces, measure: str) -> None:
    """Yes where the parts add up to the change of the totals, within a cent."""
    row = at.row(measure, AGREES)
    total, added = at.row(measure, TOTAL), at.row(measure, CHANGE)
    _label(desk, sheet, row, "Parts add up to the change?", measure, bold=False)
    sheet.text(row, 3, "", "unit")
    sheet.text(row, DRIVER_TEXT, "Within a cent, or a hundredth of a person", "how")
    base = range_name(total, BASE_COLUMN)
    for col in (DRIVER_LIVE, *range(BASE_COLUMN, BASE_COLUMN + len(desk.layout.scenarios))):
        off = f"ABS({cell_name(total, col)}-{base}-{cell_name(added, col)})"
        near = f"MAX({CENT:g},1E-9*ABS({base}))"
        sheet.formula(row, col, f'IF({off}<={near},"Yes","No")', "Yes", "calc_center.text")


def _mark_live(sheet: Sheet, at: BridgePlaces, measure: str, last: int) -> None:
    top, bottom = at.row(measure, BASE), at.row(measure, TOTAL)
    head = f"{cell_name(1, BASE_COLUMN)[:-1]}${at.title(measure) + 1}={live_name()}"
    cells = f"{cell_name(top, BASE_COLUMN)}:{cell_name(bottom, last)}"
    sheet.highlight(cells, head, "live")


def _chart(desk: Desk, sheet: Sheet, at: BridgePlaces) -> None:
    row = at.chart_title
    base = desk.layout.scenarios[0]
    scale = bridge_data.scale_of(desk)
    sheet.page_break_row(row - 1)
    sheet.text(row, 2, f"Cost change from {base}, {desk.currency} {scale.word}".strip(), "heading")
    sheet.formula(
        row + 1,
        2,
        f'IF(live_scenario_number=1,"{bridge_data.quoted(base)} is live: pick another scenario '
        'above to see its bridge.",'
        f'"From zero, for "&{live_name()}&": rust adds cost, teal saves.")',
        f"{base} is live: pick another scenario above to see its bridge."
        if desk.plan.live == base
        else f"From zero, for {desk.plan.live}: rust adds cost, teal saves.",
        "note.text",
    )
    sheet.chart(
        _waterfall(scale.divided),
        cell_name(row + 2, 2),
        *CHART_CM,
        f"Waterfall: what each factor adds to the cost of {base} or saves in the live scenario, "
        "one after another from zero, and the whole change at the right. The numbers stand in the "
        f"table {TITLES[MONEY]} above.",
    )


def _waterfall(number_format: str) -> StackedSpec:
    return StackedSpec(
        bridge_data.address(bridge_data.LABELS),
        tuple(
            Series(title, bridge_data.address(key), colour, fill=fill)
            for key, title, colour, fill in bridge_data.SERIES
        ),
        gap_width=40,
        legend="none",
        value_format=number_format,
    )
