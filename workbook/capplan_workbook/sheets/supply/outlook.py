"""How sure the people of the plan are: simulated bands and the chance of being short, on Supply.

These lines are stamps of one run: they belong to the scenario named in their heading and do not
follow the selector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.vocabulary import term
from capplan_workbook.layout.lines import BAND_LINES
from capplan_workbook.layout.places import FIRST, HOW, LABEL, UNIT
from capplan_workbook.weekly.rows import FORMAT_OF_UNIT, group

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

    Array = NDArray[np.float64]

DRAWN = "P10, P50, P90 of drawn futures"


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes the group: all queues together, then the chance of being short of each queue."""
    lay, found = desk.layout, desk.study.bands
    rows = lay.band_rows
    group(sheet, lay, rows[BAND_LINES[0]] - 1, f"What may happen (scenario {desk.plan.live})")
    for key, line in found.total.by_term().items():
        how = DRAWN if "_p" in key else "simulated"
        _line(sheet, rows[key], key, term(key).label, how, line)
    for number, name in enumerate(lay.queues):
        line = found.queues.chance_short_share[:, number]
        _line(sheet, rows[f"chance_short_{number}"], "chance_short_share", name, "short", line)
    first, last = rows["chance_short_0"], max(rows.values())
    sheet.group_rows(first, last, hidden=False)


def _line(sheet: Sheet, row: int, key: str, label: str, how: str, values: Array) -> None:
    unit = term(key).unit
    sheet.text(row, LABEL, label, "label")
    sheet.text(row, UNIT, unit, "unit")
    sheet.text(row, HOW, how, "how")
    style = "percent0" if unit == "share" else FORMAT_OF_UNIT[unit]
    sheet.numbers(row, FIRST, values.tolist(), f"stamp.{style}")
