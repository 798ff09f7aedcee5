"""Paid against productive hours, under the cost lines of Budget: finance's year and planners'."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.capacity.hours import HOURS
from capplan.vocabulary import term
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout.lines import BUDGET_HOURS, QUEUE_HOURS
from capplan_workbook.layout.places import FIRST, HOW, LABEL, UNIT, YEAR
from capplan_workbook.weekly.periods import phased
from capplan_workbook.weekly.rows import group

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Ref

TITLE = "Paid and productive hours of agents"
WORDS = {
    "paid_h": "paid FTE × hours of one FTE",
    "out_of_office_h": "weeks on Supply, by workdays",
    "in_office_h": "weeks on Supply, by workdays",
    "learning_h": "paid − out − in − productive",
    "productive_h": "weeks on Supply, by workdays",
    "productive_share": "productive ÷ paid",
    "paid_year_h": "hours of one FTE × 52",
    "productive_year_h": "paid a year × productive share",
}


def write(desk: Desk, sheet: Sheet, in_month: Callable[[str, str], str]) -> None:
    """Writes the block; `in_month` adds up a range of weeks by their part in a column's month."""
    lay = desk.layout
    rows = lay.budget_rows
    group(sheet, lay, rows[BUDGET_HOURS[0]] - 1, TITLE)
    formulas, values = _formulas(desk, in_month), _values(desk)
    letters = LETTERS[FIRST : lay.last_month_col + 1]
    for key in BUDGET_HOURS:
        row, share = rows[key], key == "productive_share"
        form, kind = "percent1" if share else "int", "total" if key == "productive_h" else "calc"
        sheet.text(row, LABEL, term(key).label, "label_bold" if kind == "total" else "label")
        sheet.text(row, UNIT, term(key).unit, "unit")
        sheet.text(row, HOW, phased(desk, WORDS[key]), "how")
        months, whole = values[key]
        cells = [formulas[key](c) for c in letters]
        sheet.formulas(row, FIRST, cells, months.tolist(), f"{kind}.{form}")
        first, last = letters[0], letters[-1]
        total = f"SUM({first}{row}:{last}{row})" if key in HOURS else formulas[key](LETTERS[YEAR])
        sheet.formula(row, YEAR, total, whole, f"total.{form}")


def _formulas(desk: Desk, in_month: Callable[[str, str], str]) -> dict[str, Ref]:
    lay = desk.layout
    rows = lay.budget_rows
    paid, productive, share, year = (
        rows[key] for key in ("paid_h", "productive_h", "productive_share", "paid_year_h")
    )
    fte = lay.supply_total("paid_agent_fte")
    known = [rows[key] for key in QUEUE_HOURS]

    def weekly(key: str) -> Ref:
        return lambda c: in_month(c, lay.supply_total(key))

    return {
        "paid_h": lambda c: f"{in_month(c, fte)}*live_contract_h_per_fte",
        **{key: weekly(key) for key in QUEUE_HOURS},
        "learning_h": lambda c: f"{c}{paid}" + "".join(f"-{c}{row}" for row in known),
        "productive_share": lambda c: f"IF({c}{paid}>0,{c}{productive}/{c}{paid},0)",
        "paid_year_h": lambda c: "live_contract_h_per_fte*52",
        "productive_year_h": lambda c: f"{c}{share}*{c}{year}",
    }


def _values(desk: Desk) -> dict[str, tuple[Any, float]]:
    """The months of each line, and the plan."""
    live, by_month = desk.live, desk.given.calendar.by_month
    found = {key: by_month(live[key].sum(axis=1)) for key in HOURS}
    values = {key: (months, float(live[key].sum())) for key, months in found.items()}
    paid, productive = found["paid_h"], found["productive_h"]
    share = np.divide(productive, paid, out=np.zeros_like(paid), where=paid > 0)
    year = float(live["paid_year_h"])
    whole = float(live["productive_year_h"])
    values["productive_share"] = share, whole / year
    values["paid_year_h"] = np.full_like(share, year), year
    values["productive_year_h"] = share * year, whole
    return values
