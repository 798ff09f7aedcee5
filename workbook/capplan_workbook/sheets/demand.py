"""Demand: contacts by week and queue, to be pasted from a forecast, and the events beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.vocabulary import term
from capplan_workbook.book import cell_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.inputs import input_style, write_input
from capplan_workbook.layout.places import EVENT_TERMS, TABLE_ROW, heading

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Event
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = (
    "How many contacts are forecast, week by week, before events; weeks run down, queues across."
)
EVENT_WIDTHS = (58, 20, 13, 13, 10, 14)


def write(desk: Desk) -> None:
    """Writes tbl_demand and, to its right, tbl_events."""
    sheet = desk.book.sheet(
        "Demand",
        tab="yellow",
        freeze=f"C{TABLE_ROW + 1}",
        page=PageSetup(repeat_rows=f"{TABLE_ROW}:{TABLE_ROW}"),
    )
    desk.sheets["Demand"] = sheet
    last = desk.layout.event_left + len(EVENT_TERMS) - 1
    sheet.banner(
        "Demand",
        SENTENCE,
        last,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
    )
    sheet.width(1, 2)
    _contacts(desk, sheet)
    _events(desk, sheet)


def _contacts(desk: Desk, sheet: Sheet) -> None:
    lay, given = desk.layout, desk.given
    end = 2 + len(lay.queues)
    sheet.blanks(5, 2, end, "section.general")
    sheet.text(5, 2, "Contacts a week", "section")
    sheet.text(6, 2, "One row a week from Monday on, no gaps; 0 is a closed week.", "note")
    sheet.text(TABLE_ROW, 2, heading("week"), "head")
    sheet.width(2, 13)
    for number, queue in enumerate(lay.queues):
        sheet.text(TABLE_ROW, 3 + number, queue, "head_right")
    sheet.height(TABLE_ROW, 30)
    sheet.width(3, 15, end)
    week, contacts = term("week"), term("base_contacts")
    for index, monday in enumerate(given.calendar.mondays):
        write_input(sheet, TABLE_ROW + 1 + index, 2, week, monday)
        sheet.numbers(
            TABLE_ROW + 1 + index, 3, given.base_contacts[index].tolist(), input_style(contacts)
        )
    desk.validate(sheet, f"B{TABLE_ROW + 1}:B{lay.last_demand_row}", week)
    desk.validate(sheet, f"C{TABLE_ROW + 1}:{cell_name(lay.last_demand_row, end)}", contacts)
    sheet.table(
        "tbl_demand", TABLE_ROW, 2, lay.last_demand_row, end, [heading("week"), *lay.queues]
    )


def _events(desk: Desk, sheet: Sheet) -> None:
    lay, left = desk.layout, desk.layout.event_left
    end = left + len(EVENT_TERMS) - 1
    sheet.blanks(5, left, end, "section.general")
    sheet.text(5, left, "Events", "section")
    sheet.text(6, left, "Campaigns, holidays, outages: lifts multiply, added contacts add.", "note")
    for offset, name in enumerate(EVENT_TERMS):
        row_term, col = term(name), left + offset
        sheet.text(
            TABLE_ROW, col, heading(name), "head" if row_term.unit == "text" else "head_right"
        )
        sheet.width(col, EVENT_WIDTHS[offset])
        for index in range(lay.events):
            event = desk.given.events[index] if index < len(desk.given.events) else None
            write_input(sheet, TABLE_ROW + 1 + index, col, row_term, _field(event, name))
        rows = f"{cell_name(TABLE_ROW + 1, col)}:{cell_name(TABLE_ROW + lay.events, col)}"
        desk.validate(sheet, rows, row_term)
    sheet.table(
        "tbl_events",
        TABLE_ROW,
        left,
        TABLE_ROW + lay.events,
        end,
        [heading(name) for name in EVENT_TERMS],
    )


def _field(event: Event | None, name: str) -> object:
    if event is None:
        return None
    return getattr(event, {"event": "name", "event_queue": "queue"}.get(name, name))
