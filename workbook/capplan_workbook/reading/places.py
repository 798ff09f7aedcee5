"""Where something stands in the file sent: cells, ranges, and how people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from capplan_workbook.book.names import cell_name, quote_sheet

# the sheet is quoted where its name needs it; inside quotes a quote is doubled
_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?"
)
_CORNERS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")


class Spot(NamedTuple):
    """One cell of the file.

    >>> str(Spot("Hiring Plan", 8, 4))
    "'Hiring Plan'!D8"
    """

    sheet: str
    row: int
    col: int

    def __str__(self) -> str:
        """The address as spreadsheet programs write it."""
        return f"{quote_sheet(self.sheet)}!{cell_name(self.row, self.col)}"


class Box(NamedTuple):
    """A range of cells of one sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


def reference_box(text: str) -> Box | None:
    """The range behind a defined name; None where it is broken or more than one range.

    >>> reference_box("'My Queues'!$B$7:$C$9")
    Box(sheet='My Queues', top=7, left=2, bottom=9, right=3)
    >>> reference_box("#REF!") is None
    True
    """
    found = _REFERENCE.fullmatch(text.strip().removeprefix("="))
    if found is None:
        return None
    quoted, plain, *corners = found.groups()
    sheet = quoted.replace("''", "'") if quoted else plain
    return None if sheet == "#REF" else _box(sheet, *corners)


def range_box(sheet: str, text: str) -> Box | None:
    """The range of a table, such as `B7:AK20`."""
    found = _CORNERS.fullmatch(text)
    return _box(sheet, *found.groups()) if found else None


def _box(sheet: str, left: str, top: str, right: str | None, bottom: str | None) -> Box:
    first, last = column_number(left), column_number(right or left)
    rows = sorted((int(top), int(bottom or top)))
    columns = sorted((first, last))
    return Box(sheet, rows[0], columns[0], rows[1], columns[1])


def column_number(letters: str) -> int:
    """The number of a column.

    >>> column_number("A"), column_number("AK")
    (1, 37)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
