"""Dashboard: six figures, five charts and the coverage of each month, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan_workbook.book import ColumnChartSpec, LineChartSpec, Series, StackedSpec, cell_name
from capplan_workbook.layout import BASE_COLUMN, DATE_ROW
from capplan_workbook.sheets import chart_data, coverage

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = "Are there enough people, who leads them, and what does it cost? Live scenario."
CARD_COLUMNS, CHART_COLUMNS = 3, 6
LEFT = (2, 8, 14)
LAST = 19
TITLES, CHARTS, LOWER_TITLES, LOWER_CHARTS = 9, 11, 28, 30
CHART_CM = (14.4, 8.6)
# label, formula, value, format, note formula and note value
Card = tuple[str, str, float, str, str, str]


def write(desk: Desk) -> None:
    """Writes the page; chart data that no other sheet holds stands below it, not printed."""
    sheet = desk.book.sheet("Dashboard", tab="teal", fit_height=True, protect=True)
    desk.sheets["Dashboard"] = sheet
    sheet.banner(
        "Capacity and budget dashboard",
        SENTENCE,
        LAST,
        *desk.status(),
        links=[
            ("Scenarios!A1", "Scenarios ›"),
            ("Budget!A1", "Budget ›"),
            ("Checks!A1", "Checks ›"),
        ],
        link_cols=(LAST - 4, LAST - 2, LAST),
    )
    sheet.width(1, 2)
    sheet.width(2, 11.5, LAST)
    for col in range(2, LAST, CARD_COLUMNS):
        sheet.width(col, 18)
    for number, card in enumerate(_cards(desk)):
        _card(sheet, 2 + CARD_COLUMNS * number, *card)
    data = chart_data.write(desk, sheet)
    _required_and_available_chart(desk, sheet)
    _span_chart(desk, sheet)
    _joiners_and_leavers_chart(sheet, data)
    _scenario_cost_chart(desk, sheet, data)
    _cost_by_type_chart(desk, sheet, data)
    bottom = coverage.write(desk, sheet, LOWER_TITLES, LEFT[2])
    end = max(LOWER_CHARTS + 16, bottom)
    sheet.print_area(f"A1:{cell_name(end, LAST)}")


def _cards(desk: Desk) -> list[Card]:
    return [
        _total_cost_card(desk),
        _cost_per_contact_card(desk),
        _peak_card(desk),
        _deepest_gap_card(desk),
        _starters_card(desk),
        _leaders_card(desk),
    ]


def _total_cost_card(desk: Desk) -> Card:
    base = desk.plan.runs[desk.given.scenario_names[0]]["total_cost"]
    stamp = f"Scenarios!{cell_name(desk.layout.headline_cell('total_cost')[0], BASE_COLUMN)}"
    return (
        "Total cost",
        "out_total_cost",
        desk.live["total_cost"],
        "currency_millions",
        f'"Base is "&ROUND({stamp}/1000000,2)&" million"',
        f"Base is {_number(base / 1e6, 2)} million",
    )


def _cost_per_contact_card(desk: Desk) -> Card:
    contacts = float(desk.live["contacts"].sum())
    calls = f"Requirement!E{desk.layout.requirement_total('contacts')}"
    return (
        "Cost per contact",
        "out_cost_per_contact",
        desk.live["cost_per_contact"],
        "currency2",
        f'ROUND({calls}/1000000,2)&" million contacts"',
        f"{_number(contacts / 1e6, 2)} million contacts",
    )


def _peak_card(desk: Desk) -> Card:
    lay = desk.layout
    need = lay.week_range(lay.requirement_total("required_fte"), "Requirement")
    weekly_need = desk.live["required_fte"].sum(axis=1)
    return (
        "Peak required FTE",
        "out_required_fte_peak",
        desk.live["required_fte_peak"],
        "dec1",
        f'"in week "&MATCH(out_required_fte_peak,{need},0)',
        f"in week {int(weekly_need.argmax()) + 1}",
    )


def _deepest_gap_card(desk: Desk) -> Card:
    gap = desk.layout.supply_total("gap_fte")
    weekly_gap = desk.live["gap_fte"].sum(axis=1)
    return (
        "Deepest weekly gap, FTE",
        "out_gap_fte_worst",
        desk.live["gap_fte_worst"],
        "dec1",
        f'"in week "&MATCH(out_gap_fte_worst,{gap},0)',
        f"in week {int(weekly_gap.argmin()) + 1}",
    )


def _starters_card(desk: Desk) -> Card:
    leavers = float(desk.live["leavers_total_heads"])
    return (
        "Starters in the plan",
        "out_starts_heads",
        desk.live["starts_total_heads"],
        "int",
        '"against "&ROUND(out_leavers_heads,0)&" leavers"',
        f"against {_number(leavers, 0)} leavers",
    )


def _leaders_card(desk: Desk) -> Card:
    executives = desk.live["executives_closing_heads"]
    return (
        "Team leaders, average",
        "out_leaders_average_heads",
        desk.live["leaders_average_heads"],
        "dec1",
        '"executives at the end: "&out_executives_closing_heads',
        f"executives at the end: {_number(executives, 0)}",
    )


def _number(value: float, digits: int) -> str:
    """A number as a spreadsheet joins it to text: rounded, no trailing zeros."""
    rounded = round(float(value) + 1e-12, digits)
    return f"{rounded:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{rounded:.0f}"


def _card(
    sheet: Sheet,
    col: int,
    label: str,
    formula: str,
    value: float,
    form: str,
    note: str,
    note_value: str,
) -> None:
    last = col + CARD_COLUMNS - 1
    for row, kind in ((5, "kpi_label"), (6, "kpi_value"), (7, "kpi_note")):
        sheet.blanks(row, col, last, f"{kind}.general")
    sheet.text(5, col, label, "kpi_label")
    sheet.height(6, 30)
    sheet.formula(6, col, formula, float(value), f"kpi_value.{form}")
    sheet.formula(7, col, note, note_value, "kpi_note.text")


def _required_and_available_chart(desk: Desk, sheet: Sheet) -> None:
    lay = desk.layout
    short = f"SUMPRODUCT(--({lay.supply_total('coverage_share')}<0.95))"
    have, need = (desk.live[key].sum(axis=1) for key in ("effective_fte", "required_fte"))
    count = int((have < 0.95 * need).sum())
    sheet.text(TITLES, LEFT[0], "Required and available FTE by week", "heading")
    sheet.formula(
        TITLES + 1,
        LEFT[0],
        f'{short}&" of {lay.weeks} weeks are more than 5% short"',
        f"{count} of {lay.weeks} weeks are more than 5% short",
        "note.text",
    )
    low = 10.0 * int(min(have.min(), need.min()) * 0.9 / 10)
    sheet.chart(
        LineChartSpec(
            lay.week_range(DATE_ROW, "Supply"),
            (
                Series("Available FTE", lay.supply_total("effective_fte"), "teal"),
                Series("Required FTE", lay.supply_total("required_fte"), "navy", 1.5),
            ),
            low=low,
        ),
        cell_name(CHARTS, LEFT[0]),
        *CHART_CM,
        "Line chart: available FTE against required FTE for each week of the plan.",
    )


def _span_chart(desk: Desk, sheet: Sheet) -> None:
    _heading(
        sheet,
        TITLES,
        LEFT[2],
        "Span of control",
        "Agents for each team leader against the target; whole leaders make the steps",
    )
    lay, span = desk.layout, desk.live["span_people"]
    actual, target = (
        lay.week_range(lay.management_rows[key], "Management")
        for key in ("span_people", "span_target")
    )
    top = max(float(span.max()), float(desk.live["supervisor_span"])) * 1.15
    sheet.chart(
        LineChartSpec(
            lay.week_range(DATE_ROW, "Supply"),
            (
                Series("Actual span", actual, "teal"),
                Series("Target", target, "amber", 1.5, True),
            ),
            low=float(int(span.min() * 0.8)),
            high=float(int(top) + 1),
            value_format="0",
        ),
        cell_name(CHARTS, LEFT[2]),
        *CHART_CM,
        "Line chart: agents for each team leader by week, and the target span.",
    )


def _heading(sheet: Sheet, row: int, col: int, title: str, note: str) -> None:
    sheet.text(row, col, title, "heading")
    sheet.text(row + 1, col, note, "note")


def _joiners_and_leavers_chart(sheet: Sheet, data: chart_data.Places) -> None:
    _heading(
        sheet,
        TITLES,
        LEFT[1],
        "Joiners, leavers and people in training",
        "Heads each month: starters up, leavers down; the line is people in training",
    )
    sheet.chart(
        ColumnChartSpec(
            data.months,
            (
                Series("Starters", data.rows["starters"], "teal"),
                Series("Leavers", data.rows["leavers"], "rust"),
            ),
            lines=(Series("In training", data.rows["training"], "navy", 1.5, True),),
            dates=True,
        ),
        cell_name(CHARTS, LEFT[1]),
        *CHART_CM,
        "Column chart: starters and leavers by month, with people in training as a line.",
    )


def _scenario_cost_chart(desk: Desk, sheet: Sheet, data: chart_data.Places) -> None:
    _heading(
        sheet,
        LOWER_TITLES,
        LEFT[0],
        f"Total cost by scenario, {desk.currency} million",
        "Stamped by the engine; the live scenario is recalculated on Scenarios",
    )
    sheet.chart(
        ColumnChartSpec(
            data.scenarios,
            (Series("Total cost", data.rows["scenario_cost"], "teal"),),
            legend="none",
            value_format="#,##0.0",
            low=0.0,
        ),
        cell_name(LOWER_CHARTS, LEFT[0]),
        *CHART_CM,
        "Column chart: total cost of the plan under each scenario.",
    )


def _cost_by_type_chart(desk: Desk, sheet: Sheet, data: chart_data.Places) -> None:
    _heading(
        sheet,
        LOWER_TITLES,
        LEFT[1],
        f"Monthly cost by type, {desk.currency} thousand",
        "Weeks fall into months by workdays, so the first and last month may be partial",
    )
    sheet.chart(
        StackedSpec(
            data.months,
            tuple(
                Series(title, data.rows[key], colour)
                for key, title, colour in chart_data.COST_SERIES
            ),
            dates=True,
        ),
        cell_name(LOWER_CHARTS, LEFT[1]),
        *CHART_CM,
        "Stacked columns: monthly cost of agents, trainees, overtime, leaders, support, on-costs "
        "and other.",
    )
