"""The block of Scenarios with the drivers that move the live scenario's cost most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from capplan.questions.bridge import HEADS, MONEY
from capplan.vocabulary import term
from capplan_workbook.book import ColumnChartSpec, Series, cell_name
from capplan_workbook.layout.bridge_places import BridgePlaces
from capplan_workbook.sheets.scenarios.bridge_data import scale_for

if TYPE_CHECKING:
    from capplan.questions.sensitivity import Swing
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

LESS, MORE, FEWER_HEADS, MORE_HEADS = 6, 7, 8, 9
NO_STEP = "no step"
MOST_LETTERS = 61  # of small italics in the wide column
CHART_CM = (24.0, 6.2)
NONE = "No driver moves the cost."


def write(desk: Desk, sheet: Sheet, last: int) -> None:
    """Writes the ten strongest drivers, a step less and a step more, and their chart."""
    at, found = BridgePlaces(desk.layout), desk.study.strongest
    top = at.drivers_top
    if not at.there:
        sheet.page_break_row(top - 1)
    sheet.blanks(top, 2, last, "section.general")
    sheet.text(top, 2, "What moves the cost most", "section")
    sheet.text(
        top + 1,
        2,
        f"Total cost and people on average under {desk.plan.live} with one driver a step less or "
        "more and classes proposed anew, as the engine left it."
        if found
        else NONE,
        "note",
    )
    heads = {
        2: "Driver",
        3: "Step",
        5: "What it is",
        LESS: f"Less, {desk.currency}",
        MORE: f"More, {desk.currency}",
        FEWER_HEADS: "Less, heads",
        MORE_HEADS: "More, heads",
    }
    for col in range(2, MORE_HEADS + 1):
        sheet.text(top + 2, col, heads.get(col, ""), "head_right" if col >= LESS else "head")
    for number, one in enumerate(found):
        _driver(sheet, at.drivers_row + number, one)
    if found:
        _chart(desk, sheet, at, found)


def _driver(sheet: Sheet, row: int, one: Swing) -> None:
    sheet.text(row, 2, one.driver.label, "label")
    sheet.text(row, 3, one.step, "unit")
    sheet.blank(row, 4, "unit.general")
    sheet.text(row, 5, _in_short(term(one.driver.term).help), "how")
    for col, side, measure, form in (
        (LESS, one.minus, MONEY, "signed0"),
        (MORE, one.plus, MONEY, "signed0"),
        (FEWER_HEADS, one.minus, HEADS, "signed1"),
        (MORE_HEADS, one.plus, HEADS, "signed1"),
    ):
        if side is None:
            sheet.text(row, col, NO_STEP, "stamp.text")
        else:
            sheet.number(row, col, side[measure], f"stamp.{form}")


def _in_short(text: str) -> str:
    """As much of a help text as one line holds, up to a stop.

    >>> _in_short("Points added to every queue's total shrinkage: 0.02 is two points of it more.")
    "Points added to every queue's total shrinkage"
    """
    if len(text) <= MOST_LETTERS:
        return text
    stops = [found.start() for found in re.finditer(r"[.;:,] ", text[:MOST_LETTERS])]
    return text[: stops[-1]] if stops else text[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"


def _chart(desk: Desk, sheet: Sheet, at: BridgePlaces, found: tuple[Swing, ...]) -> None:
    first, bottom = at.drivers_row, at.drivers_row + len(found) - 1
    scale = scale_for(max(one.size(MONEY) for one in found))
    row = bottom + 2
    sheet.text(row, 2, f"Change of total cost, {desk.currency} {scale.word}".strip(), "heading")
    sheet.chart(
        ColumnChartSpec(
            sheet.ref(first, 2, bottom, 2),
            (
                Series("A step less", sheet.ref(first, LESS, bottom, LESS), "slate_light"),
                Series("A step more", sheet.ref(first, MORE, bottom, MORE), "blue_deep"),
            ),
            lying=True,
            value_format=scale.whole,
        ),
        cell_name(row + 1, 2),
        *CHART_CM,
        "Bar chart: what a step less and a step more of each of the strongest drivers changes "
        "the total cost by, the strongest on top. The numbers stand in the table above.",
    )
