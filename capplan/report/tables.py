"""Tables: a caption, headings that a screen reader can follow, and a box that scrolls by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from capplan.report.markup import Markup, element, joined

COLUMNS_A_BLOCK = 12  # what fits side by side on a page
MOST_ROWS = 26  # two years of months; more rows scroll in their box
Cell = str | Markup


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, the unit below it, and whether it holds words.

    What someone typed may break anywhere, our own words never do: `name` tells so of the heading,
    or of the cells of a column that holds words.
    """

    label: str
    unit: str = ""
    words: bool = False
    name: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, its name first; a strong one is a total, a group one a heading."""

    cells: Sequence[Cell]
    strong: bool = False
    group: bool = False


def table(caption: str, columns: Sequence[Column], rows: Iterable[Row], kind: str = "") -> Markup:
    """A table in a box of its own, so that the page never scrolls sideways.

    The first cell of a row names it. The caption tells what the table holds; the box takes the
    keyboard's focus, so that it scrolls without a mouse.
    """
    head = element("thead", element("tr", *(_heading(column) for column in columns)))
    listed = [_row(row, columns) for row in rows]
    body = element("tbody", *listed)
    inner = element("table", element("caption", caption), head, body, class_=kind or None)
    size = "box tall" if len(listed) > MOST_ROWS else "box"
    return element("div", inner, class_=size, tabindex="0", role="region", aria_label=caption)


def _heading(column: Column) -> Markup:
    unit = element("span", column.unit, class_="unit") if column.unit else None
    kind = "words" if column.words else "name" if column.name else None
    return element("th", column.label, unit and joined((" ", unit)), scope="col", class_=kind)


def _row(row: Row, columns: Sequence[Column]) -> Markup:
    if row.group:
        span = str(len(columns))
        name = element("th", row.cells[0], scope="colgroup", colspan=span)
        return element("tr", name, class_="group")
    first, *rest = row.cells
    cells = [element("th", first, scope="row", class_=_kind(columns[0]))]
    for cell, column in zip(rest, columns[1:], strict=True):
        # a cell that is an element already brings its own colour and words
        own = isinstance(cell, Markup) and cell.startswith("<td")
        cells.append(Markup(cell) if own else element("td", cell, class_=_kind(column)))
    return element("tr", *cells, class_="total" if row.strong else None)


def _kind(column: Column) -> str | None:
    if not column.words:
        return None
    return "words name" if column.name else "words"


def typed(value: str) -> Markup:
    """A cell for a text that someone typed among numbers: it may break anywhere."""
    return element("td", value, class_="name")


def blocks(count: int, most: int = COLUMNS_A_BLOCK) -> list[range]:
    """Numbers of the columns that stand together: as few tables as fit, of like width.

    >>> [list(one) for one in blocks(5, 3)]
    [[0, 1, 2], [3, 4]]
    """
    parts = max(1, -(-count // most))
    size = -(-count // parts)
    return [range(start, min(start + size, count)) for start in range(0, count, size)]
