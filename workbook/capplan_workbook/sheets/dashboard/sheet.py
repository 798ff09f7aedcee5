"""Dashboard: six figures, six about leaders, five charts and coverage by month, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan_workbook.book import ColumnChartSpec, LineChartSpec, Series, StackedSpec, cell_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.layout.places import BASE_COLUMN, DATE_ROW
from capplan_workbook.sheets.dashboard import chart_data, coverage, leader_cards
from capplan_workbook.sheets.dashboard.leader_cards import Card, number
from capplan_workbook.sheets.scenarios import bridge_data

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = "Are there enough people, who leads them, and what does it cost? Live scenario."
CARD_COLUMNS, CHART_COLUMNS = 3, 6
LEFT = (2, 8, 14)
LAST = 19
CARDS, LEADER_CARDS = 5, 9
TITLES, CHARTS, LOWER_TITLES, LOWER_CHARTS = 13, 15, 32, 34
CHART_CM = (14.4, 8.6)


def write(desk: Desk) -> None:
    """Writes the page; chart data that no other sheet holds stands below it, not printed."""
    sheet = desk.book.sheet("Dashboard", tab="teal", protect=True, page=PageSetup(fit_height=True))
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
    for top, cards in ((CARDS, _cards(desk)), (LEADER_CARDS, leader_cards.cards(desk))):
        for place, card in enumerate(cards):
            _card(sheet, top, 2 + CARD_COLUMNS * place, card)
    _lights(sheet)
    data = chart_data.write(desk, sheet)
    bridge_data.write(desk, sheet)
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
    return Card(
        "Total cost",
        "out_total_cost",
        desk.live["total_cost"],
        "currency_millions",
        f'"Base is "&ROUND({stamp}/1000000,2)&" million"',
        f"Base is {number(base / 1e6, 2)} million",
    )


def _cost_per_contact_card(desk: Desk) -> Card:
    contacts = float(desk.live["contacts"].sum())
    calls = f"Requirement!E{desk.layout.requirement_total('contacts')}"
    return Card(
        "Cost per contact",
        "out_cost_per_contact",
        desk.live["cost_per_contact"],
        "currency2",
        f'ROUND({calls}/1000000,2)&" million contacts"',
        f"{number(contacts / 1e6, 2)} million contacts",
    )


def _peak_card(desk: Desk) -> Card:
    lay = desk.layout
    need = lay.week_range(lay.requirement_total("required_fte"), "Requirement")
    weekly_need = desk.live["required_fte"].sum(axis=1)
    return Card(
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
    return Card(
        "Deepest weekly gap, FTE",
        "out_gap_fte_worst",
        desk.live["gap_fte_worst"],
        "dec1",
        f'"in week "&MATCH(out_gap_fte_worst,{gap},0)',
        f"in week {int(weekly_gap.argmin()) + 1}",
    )


def _starters_card(desk: Desk) -> Card:
    leavers = float(desk.live["leavers_total_heads"])
    return Card(
        "Starters in the plan",
        "out_starts_heads",
        desk.live["starts_total_heads"],
        "int",
        '"against "&ROUND(out_leavers_heads,0)&" leavers"',
        f"against {number(leavers, 0)} leavers",
    )


def _leaders_card(desk: Desk) -> Card:
    executives = desk.live["executives_closing_heads"]
    return Card(
        "Team leaders, average",
        "out_leaders_average_heads",
        desk.live["leaders_average_heads"],
        "dec1",
        '"executives at the end: "&out_executives_closing_heads',
        f"executives at the end: {number(executives, 0)}",
    )


def _card(sheet: Sheet, top: int, col: int, card: Card) -> None:
    last = col + CARD_COLUMNS - 1
    for row, kind in enumerate(("kpi_label", "kpi_value", "kpi_note"), top):
        sheet.blanks(row, col, last, f"{kind}.general")
    sheet.text(top, col, card.label, "kpi_label")
    sheet.height(top + 1, 30)
    sheet.formula(top + 1, col, card.formula, float(card.value), f"kpi_value.{card.format}")
    sheet.formula(top + 2, col, card.note, card.note_value, "kpi_note.text")


def _lights(sheet: Sheet) -> None:
    """Spans beyond their band stand out as their light says."""
    for col in (2, 2 + CARD_COLUMNS):
        told = f"${cell_name(LEADER_CARDS + 2, col)}"
        cell = cell_name(LEADER_CARDS + 1, col)
        sheet.highlight(cell, f'RIGHT({told},5)="amber"', "warn")
        sheet.highlight(cell, f'RIGHT({told},3)="red"', "bad")


def _required_and_available_chart(desk: Desk, sheet: Sheet) -> None:
    lay = desk.layout
    short = f"SUMPRODUCT(--({lay.supply_total('coverage_share')}<0.95))"
    have, need = (desk.live[key].sum(axis=1) for key in ("covering_fte", "required_fte"))
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
                Series("Available FTE", lay.supply_total("covering_fte"), "teal"),
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
        f"Heads each {data.month}: starters up, leavers down; the line is people in training",
    )
    sheet.chart(
        ColumnChartSpec(
            data.months,
            (
                Series("Starters", data.rows["starters"], "teal"),
                Series("Leavers", data.rows["leavers"], "rust"),
            ),
            lines=(Series("In training", data.rows["training"], "navy", 1.5, True),),
            dates=data.dates,
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
        f"{data.cost_title}, {desk.currency} thousand",
        data.phased,
    )
    sheet.chart(
        StackedSpec(
            data.months,
            tuple(
                Series(title, data.rows[key], colour)
                for key, title, colour in chart_data.COST_SERIES
            ),
            dates=data.dates,
        ),
        cell_name(LOWER_CHARTS, LEFT[1]),
        *CHART_CM,
        "Stacked columns: monthly cost of agents, trainees, overtime, leaders, support, on-costs "
        "and other.",
    )
