"""About: what made this file, from which inputs, by which rules; and the hidden schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import capplan
from capplan.vocabulary import terms
from capplan_workbook.desk import CHOICE_COLUMN, CHOICE_TERMS
from capplan_workbook.layout.places import HIDDEN, LAST, LOCKED
from capplan_workbook.reading.growth import SCHEMA
from capplan_workbook.sheets.about.register import basis_counts
from capplan_workbook.sheets.assumptions.sheet import NOT_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from capplan_workbook.desk import Desk

SENTENCE = (
    "Who made this file, from what, and by which rules. Two runs on equal inputs give equal files."
)
SCHEMA_HEADS = ("name", "kind", "type", "unit", "min", "max", "required", "label")


def write(desk: Desk) -> None:
    """Writes the facts about this run and the conventions behind its numbers."""
    sheet = desk.book.sheet("About", tab="navy", protect=True)
    desk.sheets["About"] = sheet
    sheet.banner(
        "About",
        SENTENCE,
        4,
        *desk.status(),
        links=[("Guide!A1", "Guide ›"), ("Checks!A1", "Checks ›")],
    )
    for col, width in enumerate((2, 30, 60, 50), 1):
        sheet.width(col, width)
    row = _facts(desk, 5)
    _rules(desk, row + 1)


def _facts(desk: Desk, row: int) -> int:
    sheet, given, calendar = desk.sheets["About"], desk.given, desk.given.calendar
    facts = (
        ("Product", f"capplan {capplan.__version__}"),
        ("Workbook schema", str(SCHEMA)),
        ("Plan", str(given.values["plan_name"])),
        ("Run", desk.run_id),
        ("Scenarios computed", ", ".join(given.scenario_names)),
        (
            "Weeks",
            f"{calendar.mondays[0].isoformat()} to {calendar.mondays[-1].isoformat()}, "
            f"{calendar.weeks} weeks from Monday",
        ),
        ("Queues", str(len(given.queue_names))),
        *_kept(desk),
    )
    sheet.blanks(row, 2, 4, "section.general")
    sheet.text(row, 2, "This file", "section")
    for label, value in facts:
        row += 1
        sheet.text(row, 2, label, "label")
        sheet.text(row, 3, value, "label")
    for label, formula, value in _signed(desk):
        row += 1
        sheet.text(row, 2, label, "label")
        sheet.formula(row, 3, formula, value, "label")
    return row + 1


def _kept(desk: Desk) -> Iterator[tuple[str, str]]:
    """The versions whose inputs the file keeps, with the letters of each."""
    for title, label in ((LOCKED, "Inputs locked"), (LAST, "Last version")):
        version = desk.versions.get(title)
        if version is not None:
            yield label, f"version {version.name}, {version.seal}"


def _signed(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """Version, owner and approval as they stand on Assumptions, and who stands for the values."""
    values = desk.given.values
    version = f"{values['plan_version']}, {values['plan_status']}"
    yield "Version", 'live_plan_version&", "&live_plan_status', version
    yield "Owner", "live_plan_owner", str(values["plan_owner"] or NOT_GIVEN)
    yield "Approved by", "live_approved_by", str(values["approved_by"] or NOT_GIVEN)
    yield "Assumptions", *basis_counts(desk)


def _rules(desk: Desk, row: int) -> None:
    sheet = desk.sheets["About"]
    sheet.blanks(row, 2, 4, "section.general")
    sheet.text(row, 2, "Rules behind the numbers", "section")
    for label, text in RULES:
        row += 1
        sheet.text(row, 2, label, "label")
        sheet.text(row, 3, text, "label")
        sheet.blank(row, 4, "label.general")


RULES = (
    ("Service level", "Answered within the time / (offered − abandoned within the time)."),
    (
        "Queueing model",
        "Erlang A where a patience is given, else Erlang C; email and back office by workload.",
    ),
    (
        "Week",
        "From Monday; intervals are staffed one by one and summed, never from the average.",
    ),
    ("Months", "Weeks fall into months by their workdays, Monday to Friday."),
    ("Order in a week", "Starts and graduations on Monday; exits spread evenly over the week."),
    (
        "Shrinkage",
        "1 − (1 − out of office) × (1 − in office); requirement is divided by what remains.",
    ),
    ("Attrition", "A turnover ratio a is 1 − exp(−a / 52) a week."),
    (
        "Whole people",
        "Fractions flow; leaders and support roles are whole; heads are rounded up at the end.",
    ),
    (
        "Heads and FTE",
        "A head is a person; an FTE is contract hours / hours of one full-time person.",
    ),
    ("Blank and zero", "Blank is not given, and its default applies; 0 is zero."),
)


def write_schema(desk: Desk) -> None:
    """Writes the very hidden list of inputs and the choices behind the drop-down lists."""
    sheet = desk.book.sheet(HIDDEN, tab="grey", visibility="veryHidden", protect=True)
    sheet.texts(1, 1, SCHEMA_HEADS, "head.text")
    sheet.text(1, 10, "schema", "head.text")
    sheet.text(2, 10, str(SCHEMA), "plain.text")
    for row, term in enumerate(terms("assumption"), 2):
        low = "" if term.low is None else f"{term.low:g}"
        high = "" if term.high is None else f"{term.high:g}"
        kind = "text" if term.unit == "text" else "date" if term.unit == "date" else "number"
        sheet.texts(
            row,
            1,
            (
                term.name,
                term.shape,
                kind,
                term.unit,
                low,
                high,
                "yes" if term.required else "no",
                term.label,
            ),
            "plain.text",
        )
    choices = {term.name: term.choices for term in terms("assumption")}
    for offset, name in enumerate(CHOICE_TERMS):
        sheet.text(1, CHOICE_COLUMN + offset, name, "head.text")
        for row, choice in enumerate(choices[name], 2):
            sheet.text(row, CHOICE_COLUMN + offset, choice, "plain.text")
