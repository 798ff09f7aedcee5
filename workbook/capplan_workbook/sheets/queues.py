"""Queues: one row a queue with its targets, and the profile of its week beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.inputs.assumptions import WEEKDAYS, Origin
from capplan.vocabulary import term
from capplan_workbook.book import cell_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.inputs import input_style, write_input
from capplan_workbook.layout.places import (
    ORIGIN_TERMS,
    PROFILE_HEADS,
    QUEUE_TERMS,
    SPARE_QUEUES,
    TABLE_ROW,
    heading,
)
from capplan_workbook.sheets.about.register import part_of, put_queue_marks

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

SENTENCE = "Who calls, writes and chats, what they are promised, and when they come."
TEXTS = ("queue", "channel", "site", "origin", "origin_note", "origin_owner")
WIDTHS = {
    "queue": 24,
    "channel": 13,
    "site": 14,
    "origin": 16,
    "origin_note": 44,
    "origin_owner": 18,
}


def write(desk: Desk) -> None:
    """Writes tbl_queues and, to its right, tbl_profiles."""
    sheet = desk.book.sheet(
        "Queues",
        tab="yellow",
        freeze=f"C{TABLE_ROW + 1}",
        page=PageSetup(repeat_columns="B:B", scale=75),
    )
    desk.sheets["Queues"] = sheet
    lay = desk.layout
    last = lay.profile_col + 1 + lay.intervals
    sheet.banner(
        "Queues",
        SENTENCE,
        last,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
        link_cols=(5, 6),
    )
    sheet.width(1, 2)
    _queues(desk, sheet)
    _profiles(desk, sheet)


def _queues(desk: Desk, sheet: Sheet) -> None:
    lay = desk.layout
    end = lay.queue_col(QUEUE_TERMS[-1])
    sheet.blanks(5, 2, end, "section.general")
    sheet.text(5, 2, "Queues", "section")
    sheet.text(6, 2, "One row a queue. Leave spare rows blank; blank rows are ignored.", "note")
    sheet.height(TABLE_ROW, 42)
    for name in QUEUE_TERMS:
        col = lay.queue_col(name)
        sheet.width(col, WIDTHS.get(name, 12))
        sheet.text(TABLE_ROW, col, heading(name), "head" if name in TEXTS else "head_right")
        rows = f"{cell_name(TABLE_ROW + 1, col)}:{cell_name(lay.last_queue_row, col)}"
        desk.validate(sheet, rows, term(name))
        for number in range(len(lay.queues)):
            write_input(sheet, TABLE_ROW + 1 + number, col, term(name), _value(desk, name, number))
        for spare in range(SPARE_QUEUES):
            row = TABLE_ROW + 1 + len(lay.queues) + spare
            sheet.blank(row, col, input_style(term(name)))
    heads = [heading(name) for name in QUEUE_TERMS]
    sheet.table("tbl_queues", TABLE_ROW, 2, lay.last_queue_row, end, heads)
    put_queue_marks(desk, sheet)
    for name in ("max_concurrency", "in_office_share"):
        if name in QUEUE_TERMS:
            sheet.page_break_column(lay.queue_col(name))


def _value(desk: Desk, name: str, number: int) -> object:
    if name in ORIGIN_TERMS:
        origin = desk.given.origins.get(f"queue:{desk.layout.queues[number]}", Origin())
        return part_of(origin, name)
    return desk.given.queues[name][number]


def _profiles(desk: Desk, sheet: Sheet) -> None:
    lay, left = desk.layout, desk.layout.profile_col
    last = left + 1 + lay.intervals
    sheet.width(left - 1, 2)
    sheet.blanks(5, left, last, "section.general")
    sheet.text(5, left, "When contacts come", "section")
    sheet.text(
        6,
        left,
        "Share of the week's contacts by weekday and interval; a queue's seven rows "
        "add up to 100 %.",
        "note",
    )
    heads = [*PROFILE_HEADS, *desk.interval_starts]
    for offset, head in enumerate(heads):
        sheet.text(TABLE_ROW, left + offset, head, "head" if offset < 2 else "head_right")
    sheet.width(left, 24)
    sheet.width(left + 1, 10)
    sheet.width(left + 2, 7.5, last)
    row_term = term("profile_share")
    for number, queue in enumerate(lay.queues):
        top, first, _, _ = lay.profile_block(number)
        for day, weekday in enumerate(WEEKDAYS):
            sheet.text(top + day, left, queue, "input.text")
            sheet.text(top + day, left + 1, weekday, "input.text")
            for slot, share in enumerate(desk.given.profile_share[number, day].tolist()):
                write_input(sheet, top + day, first + slot, row_term, share or None)
    top, first, _, last = lay.profile_block(0)
    desk.validate(
        sheet, f"{cell_name(top, first)}:{cell_name(lay.last_profile_row, last)}", row_term
    )
    sheet.table("tbl_profiles", TABLE_ROW, left, lay.last_profile_row, last, heads)
    for col in range(left + 1 + 16, last, 16):
        sheet.page_break_column(col)
    sheet.page_break_column(left - 1)
