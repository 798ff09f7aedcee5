"""Rows behind the bridge's chart, below the printed page of Dashboard.

Spreadsheets share no waterfall type, so the bars are pieces of stacked columns: an invisible
foot, then what rises and what falls, above and below zero apart, so that a bridge may cross it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from capplan.questions.bridge import MONEY
from capplan.questions.factors import FACTORS
from capplan_workbook.book import cell_name, range_name
from capplan_workbook.layout.bridge_places import BRIDGE_FACTORS, CHANGE, BridgePlaces
from capplan_workbook.layout.places import DRIVER_LIVE, FIRST

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

TOP = 120
BARS = (*BRIDGE_FACTORS, CHANGE)
ALL = "All factors"
LABELS, AMOUNT, START, END = "labels", "amount", "start", "end"
Fill = Literal["solid", "none"]
# key, name, colour and fill; from zero upwards, then from zero downwards
SERIES: tuple[tuple[str, str, str, Fill], ...] = (
    ("foot", "Foot", "white", "none"),
    ("rise", "Adds cost", "rust", "solid"),
    ("fall", "Saves", "teal", "solid"),
    ("foot_below", "Foot below zero", "white", "none"),
    ("rise_below", "Adds cost below zero", "rust", "solid"),
    ("fall_below", "Saves below zero", "teal", "solid"),
    ("all", "All factors", "slate_dark", "solid"),
)
ROWS = (LABELS, AMOUNT, START, END, *(key for key, *_ in SERIES))
_PIECES = {
    "foot": "MAX(0,MIN({start},{end}))",
    "rise": "IF({end}>{start},MAX({end},0)-MAX({start},0),0)",
    "fall": "IF({end}<{start},MAX({start},0)-MAX({end},0),0)",
    "foot_below": "MIN(0,MAX({start},{end}))",
    "rise_below": "IF({end}>{start},MIN({start},0)-MIN({end},0),0)",
    "fall_below": "IF({end}<{start},MIN({end},0)-MIN({start},0),0)",
}


class Scale(NamedTuple):
    """What amounts of a chart are divided by, how that is said, and the digits shown then."""

    divisor: float
    word: str
    digits: int
    divided: str  # the format of numbers that are divided already
    whole: str  # the format that divides


def scale_for(largest: float) -> Scale:
    """Millions where there are some, else thousands, else single units.

    >>> scale_for(2.5e6).word, scale_for(40_000).word, scale_for(12).word
    ('million', 'thousand', '')
    """
    if largest >= 1e6:
        return Scale(1e6, "million", 2, "#,##0.0", "#,##0.0,,")
    if largest >= 1e4:
        return Scale(1e3, "thousand", 0, "#,##0", "#,##0,")
    return Scale(1.0, "", 0, "#,##0", "#,##0")


def scale_of(desk: Desk) -> Scale:
    """One scale for the bridges of all scenarios."""
    bridges = [one[MONEY] for one in desk.study.bridges.values()]
    sizes = [abs(part) for one in bridges for part in (one.variance, *one.parts.values())]
    return scale_for(max(sizes, default=0.0))


def quoted(text: str) -> str:
    """A text inside a text of a formula.

    >>> quoted('the "best" case')
    'the ""best"" case'
    """
    return text.replace('"', '""')


def _row(key: str) -> int:
    return TOP + 1 + ROWS.index(key)


def address(key: str) -> str:
    """Address of one piece of every bar, or of the names under them."""
    return f"Dashboard!{range_name(_row(key), FIRST, _row(key), FIRST + len(BARS) - 1)}"


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes a row a piece and a column a bar; nothing where there is one scenario."""
    at = BridgePlaces(desk.layout)
    if not at.there:
        return
    sheet.text(TOP, 2, "Data behind the bridge on Scenarios", "note")
    for key in ROWS:
        sheet.text(_row(key), 2, key.replace("_", " "), "note")
    level, divisor = 0.0, scale_of(desk).divisor
    for number, bar in enumerate(BARS):
        amount = _amount(desk, bar) / divisor
        _bar(desk, sheet, number, amount, level)
        level += amount


def _amount(desk: Desk, bar: str) -> float:
    live = desk.study.bridge
    found = live[MONEY].parts if live else {}
    if bar == CHANGE:
        return sum(found.get(factor, 0.0) for factor in BRIDGE_FACTORS)
    return found.get(bar, 0.0)


def _bar(desk: Desk, sheet: Sheet, number: int, amount: float, level: float) -> None:
    bar, col = BARS[number], FIRST + number
    cells = {key: cell_name(_row(key), col) for key in ROWS}
    whole = bar == CHANGE
    source = f"Scenarios!{range_name(BridgePlaces(desk.layout).row(MONEY, bar), DRIVER_LIVE)}"
    name = ALL if whole else FACTORS[bar]
    shown = f'IF({cells[AMOUNT]}>0,"+","")&ROUND({cells[AMOUNT]},{scale_of(desk).digits})'

    def put(key: str, formula: str, value: float | str) -> None:
        style = "note.text" if key == LABELS else "note.dec2"
        sheet.formula(_row(key), col, formula, value, style)

    put(LABELS, f'"{name}"&CHAR(10)&{shown}', f"{name}\n{signed(amount, scale_of(desk).digits)}")
    put(AMOUNT, f"{source}/{scale_of(desk).divisor:g}", amount)
    before = cell_name(_row(END), col - 1)
    start, end = (0.0, 0.0) if whole else (level, level + amount)
    put(START, before if number and not whole else "0", start)
    put(END, "0" if whole else f"{cells[START]}+{cells[AMOUNT]}", end)
    for (key, formula), value in zip(_PIECES.items(), pieces(start, end), strict=True):
        put(key, formula.format(start=cells[START], end=cells[END]), value)
    put("all", cells[AMOUNT] if whole else "0", amount if whole else 0.0)


def pieces(start: float, end: float) -> Sequence[float]:
    """Foot, rise and fall above zero, then below it, of a bar from one level to another.

    >>> pieces(-1.0, 2.0), pieces(3.0, 1.0)
    ((0.0, 2.0, 0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 2.0, 0.0, 0.0, 0.0))
    """
    up, down = end > start, end < start
    return (
        max(0.0, min(start, end)),
        max(end, 0.0) - max(start, 0.0) if up else 0.0,
        max(start, 0.0) - max(end, 0.0) if down else 0.0,
        min(0.0, max(start, end)),
        min(start, 0.0) - min(end, 0.0) if up else 0.0,
        min(end, 0.0) - min(start, 0.0) if down else 0.0,
    )


def signed(amount: float, digits: int) -> str:
    """An amount as a spreadsheet joins it to text: no zeros at the end, its sign in front.

    >>> signed(0.25, 2), signed(-1.0, 2), signed(0.001, 2), signed(40.2, 0)
    ('+0.25', '-1', '+0', '+40')
    """
    shown = f"{round(amount, digits) + 0.0:.{digits}f}"
    shown = shown.rstrip("0").rstrip(".") if digits else shown
    return f"+{shown}" if amount > 0 else shown
