"""Tables about leaders under the weeks of Management: sizes, roles due, what else might be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capplan.leaders.layers import LAYERS
from capplan.leaders.movement.teams import SPAN_BINS
from capplan.leaders.movement.thresholds import RUNGS, TRAINER, TRAINER_STARTS_A_QUARTER
from capplan.vocabulary import term
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout.places import FIRST, HOW, LABEL, NUMBER_ROW, UNIT, YEAR
from capplan_workbook.sheets.management.leaders import Leaders

if TYPE_CHECKING:
    from collections.abc import Callable

    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Ref

ENDS = ((1, 1), (2, 3), (4, 7), (8, 12), (13, 16), (17, 999_999))
BEYOND = 9999  # week numbers past any plan
NOT_DUE = "not due"
DUE_WORDS = "0 or less: before the plan"
# column -> heading, what it shows of an alternative, format
SHOWN = {
    UNIT: ("Leaders at the end", "leaders_closing_heads", "int"),
    HOW: ("Cost", "total_cost", "money0"),
    YEAR: ("Owed, weeks", "debt_weeks", "dec1"),
    FIRST: ("Red, wks", "red_weeks", "int"),
    FIRST + 1: ("Hired", "hired_heads", "int"),
    FIRST + 2: ("Promoted", "promoted_heads", "int"),
    FIRST + 3: ("Floor/yr", "floor_depletion_share", "percent1"),
}


def write(desk: Desk, sheet: Sheet, at: Callable[[str], Ref]) -> None:
    """Writes team sizes at the plan's end, roles that growth makes due, and alternatives."""
    top = max(desk.layout.management_rows.values()) + 3
    _sizes(desk, sheet, at, top)
    ladder = top + len(LAYERS) + 4
    _ladder(desk, sheet, ladder)
    _alternatives(desk, sheet, ladder + len(RUNGS) + 4)


def _heading(sheet: Sheet, row: int, title: str, last: int) -> None:
    sheet.blanks(row, LABEL, YEAR, "group.general")
    sheet.text(row, LABEL, title, "group")
    sheet.blanks(row, FIRST, last, "group.general")


def _sizes(desk: Desk, sheet: Sheet, at: Callable[[str], Ref], top: int) -> None:
    """Leaders by the size of their team: teams are as even as whole people allow."""
    last = FIRST + len(SPAN_BINS) + 1
    _heading(sheet, top, "Leaders by size of team at the plan's end", last)
    sheet.texts(top + 1, LABEL, ["People in a team", "leaders", "even teams, whole people"], "how")
    sheet.text(top + 1, YEAR, "Leaders", "head_right")
    for offset, name in enumerate((*SPAN_BINS, "small", "larger")):
        sheet.text(top + 1, FIRST + offset, name, "head_right")
    week = LETTERS[desk.layout.last_col]
    whole = Leaders(desk, at)
    for number, layer in enumerate(LAYERS):
        row = top + 2 + number
        _size_row(desk, sheet, row, layer, (whole.below(layer)(week), at(f"{layer}_heads")(week)))


def _size_row(desk: Desk, sheet: Sheet, row: int, layer: str, cells: tuple[str, str]) -> None:
    below, leaders = cells
    found = desk.study.team_sizes[layer]
    sheet.text(row, LABEL, term(f"{layer}_heads").label, "label")
    sheet.text(row, UNIT, "heads", "unit")
    sheet.text(row, HOW, "small teams, and those with one more", "how")
    sheet.formula(row, YEAR, leaders, found.leaders_heads, "total.int")
    small, more = (LETTERS[FIRST + len(SPAN_BINS) + k] for k in (0, 1))
    sheet.formula(
        row,
        FIRST + len(SPAN_BINS),
        f"INT(INT({below}+0.5)/MAX(E{row},1))",
        found.small_people,
        "calc.int",
    )
    sheet.formula(
        row,
        FIRST + len(SPAN_BINS) + 1,
        f"IF(E{row}>0,INT({below}+0.5)-{small}{row}*E{row},0)",
        found.larger_heads,
        "calc.int",
    )
    formulas = [
        f"IF(AND({small}{row}>={low},{small}{row}<={high}),E{row}-{more}{row},0)"
        f"+IF(AND({small}{row}+1>={low},{small}{row}+1<={high}),{more}{row},0)"
        for low, high in ENDS
    ]
    sheet.formulas(row, FIRST, formulas, list(found.by_size), "calc.int")


def _ladder(desk: Desk, sheet: Sheet, top: int) -> None:
    lay = desk.layout
    rows = lay.management_rows
    front = lay.week_range(rows["frontline_heads"])
    starts = lay.week_range(rows["quarter_starts"])
    weeks = lay.week_range(NUMBER_ROW)
    _heading(sheet, top, "Roles that growth makes due", FIRST + 1)
    sheet.texts(top + 1, LABEL, ["Role", "due at, heads", DUE_WORDS], "how")
    sheet.text(top + 1, YEAR, "Due, week", "head_right")
    sheet.text(top + 1, FIRST, "Open, wk", "head_right")
    due = {one.role: one.due_week + 1 for one in desk.study.leaders.ladder}
    for number, rung in enumerate(RUNGS):
        row = top + 2 + number
        sheet.text(row, LABEL, rung.role, "label")
        sheet.number(row, UNIT, rung.due_at_heads, "stamp.int")
        sheet.text(row, HOW, f"{rung.lead_weeks} weeks to open", "how")
        first = _first(f"{front}<$C${row}-1E-9", weeks)
        if rung.role == TRAINER:
            first = f"MIN({first},{_first(f'{starts}<={TRAINER_STARTS_A_QUARTER}', weeks)})"
        week: float | str = due.get(rung.role, NOT_DUE)
        early: float | str = NOT_DUE if isinstance(week, str) else week - rung.lead_weeks
        sheet.formula(row, YEAR, f'IF({first}>{BEYOND},"{NOT_DUE}",{first})', week, "total.whole")
        sheet.formula(
            row,
            FIRST,
            f'IF(E{row}="{NOT_DUE}",E{row},E{row}-{rung.lead_weeks})',
            early,
            "calc.whole",
        )


def _first(before: str, weeks: str) -> str:
    """Formula: the first week in which the condition for not yet does not hold."""
    return f"SUMPRODUCT(MIN(({before})*{BEYOND + 1}+{weeks}))"


def _alternatives(desk: Desk, sheet: Sheet, top: int) -> None:
    """A row for each alternative for management, and the price of keeping teams apart: stamps."""
    view = desk.study.leaders
    _heading(
        sheet, top, f"What if management were different (scenario {desk.plan.live})", FIRST + 3
    )
    sheet.text(top + 1, LABEL, "Same start, as the engine left it", "how")
    for col, (head, _, _) in SHOWN.items():
        sheet.text(top + 1, col, head, "head_right")
    row = top + 1
    for number, one in enumerate(view.outcomes):
        row, kind = row + 1, "live" if number == 0 else "stamp"
        sheet.text(row, LABEL, _words(one.name), "label_bold" if number == 0 else "label")
        for col, (_, name, form) in SHOWN.items():
            sheet.number(row, col, float(getattr(one, name)), f"{kind}.{form}")
    for apart in view.apart:
        row, kind = row + 1, "live" if apart.counted else "stamp"
        label = "label_bold" if apart.counted else "label"
        sheet.text(row, LABEL, f"team leaders apart by {apart.by}", label)
        sheet.number(row, UNIT, apart.apart_heads, f"{kind}.int")
        sheet.number(row, HOW, apart.extra_cost, f"{kind}.money0")
        sheet.text(row, YEAR, f"instead of {apart.pooled_heads}", "how")
    note = "Cost: pay with on-costs, premium, starters for the promoted; apart: a year more"
    sheet.text(row + 1, LABEL, f"{note}; {view.counts}.", "note")


def _words(name: str) -> str:
    """How an alternative is called beside the others."""
    return {"plan": "as planned"}.get(name, name)
