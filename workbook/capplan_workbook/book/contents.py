"""What has been written to a sheet, read back: the cells of its tables as they stand."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from capplan_workbook.book.names import box_of

if TYPE_CHECKING:
    from capplan_workbook.book.book import Book
    from capplan_workbook.book.sheet import Sheet

_VALUE = re.compile(r"<v[^>]*>(.*?)</v>", re.S)

Plain = float | str | None


class Written(NamedTuple):
    """One cell: its value, and whether a formula computes it."""

    value: Plain = None
    formula: bool = False


class Block(NamedTuple):
    """A table of a sheet: where its headings start, the headings, and the cells under them."""

    name: str
    sheet: str
    top: int
    left: int
    heads: tuple[str, ...]
    rows: tuple[tuple[Written, ...], ...]


def written(sheet: Sheet, row: int, col: int) -> Written:
    """A cell as it was written; blank where nothing was."""
    xml = sheet.cell_xml(row, col)
    found, formula = _VALUE.search(xml), "<f>" in xml
    if found is None:
        return Written(None, formula)
    if ' t="s"' in xml:
        return Written(sheet.shared_text(int(found[1])), formula)
    if ' t="str"' in xml:
        return Written(unescape(found[1]).replace("_x005F_", "_") or None, formula)
    return Written(float(found[1]), formula)


def blocks_of(book: Book) -> dict[str, Block]:
    """Every table of the workbook by its name, in the order of the sheets."""
    return {block.name: block for sheet in book.sheets for block in _of_sheet(sheet)}


def _of_sheet(sheet: Sheet) -> list[Block]:
    found = []
    for claim in sheet.tables:
        top, left, bottom, right = box_of(sheet.shell.tables[claim.name].ref)
        rows = tuple(
            tuple(written(sheet, row, col) for col in range(left, right + 1))
            for row in range(top + 1, bottom + 1)
        )
        found.append(Block(claim.name, sheet.title, top, left, claim.headers, rows))
    return found
