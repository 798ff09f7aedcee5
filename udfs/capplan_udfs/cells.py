"""Cells as the hosts and Python hand them over: blanks, numbers, texts, errors, ranges."""

from __future__ import annotations

import numbers
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from capplan_udfs.faults import CODES, WRONG_KIND, Fault, refusal, words

EXCEL_ERRORS = frozenset(
    {
        *("#BLOCKED!", "#BUSY!", "#CALC!", "#CONNECT!", "#DATA!", "#DIV/0!", "#EXTERNAL!"),
        *("#FIELD!", "#GETTING_DATA", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#PYTHON!", "#REF!"),
        *("#SPILL!", "#TIMEOUT!", "#UNKNOWN!", "#VALUE!"),
    }
)


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing; the browser's null counts as nothing.

    >>> is_blank(None), is_blank(""), is_blank(0)
    (True, True, False)
    """
    return value is None or value == "" or type(value).__name__ == "JsNull"


def as_number(value: Any, name: str, allowed: str) -> float | int:
    """The number in a cell; everything that only looks like one is refused.

    >>> as_number({"type": "FormattedNumber", "basicValue": 46000.5}, "contacts", "0 or more")
    46000.5
    >>> as_number("1,5", "contacts", "0 or more")
    Traceback (most recent call last):
    capplan_udfs.faults.Fault: argument contacts: found "1,5"; allowed 0 or more; \
give a number, not text
    """
    if isinstance(value, dict):
        value = value.get("basicValue", "#VALUE!")
    if type(value) is float or type(value) is int:
        return value
    if isinstance(value, (numbers.Real, Decimal)) and not isinstance(value, bool):
        return float(value)
    plain = value.item() if hasattr(value, "item") else value  # a number of NumPy's own kinds
    if type(plain) is float or type(plain) is int:
        return plain
    raise _no_number(plain, name, allowed)


def _no_number(value: Any, name: str, allowed: str) -> Fault:
    if isinstance(value, str) and value in EXCEL_ERRORS:
        return error_cell(value, name, allowed)
    found, hint = words(value), "give a number"
    if isinstance(value, str):
        hint = "give a number, not text"
    elif isinstance(value, date):
        found, hint = f"the date {value:%Y-%m-%d}", "give a number, not a date"
    elif isinstance(value, (list, tuple)):
        found, hint = "a range inside a range", "give one number a cell"
    return refusal(WRONG_KIND, name, found, allowed, hint)


def error_cell(code: str, name: str, allowed: str) -> Fault:
    """The fault of a cell that holds an error: never read as blank."""
    shown = code if code in CODES else WRONG_KIND
    return refusal(shown, name, f"the error {code}", allowed, "mend that cell first")


def text_of(value: Any, name: str, allowed: str) -> str:
    """The text in a cell, without blanks around it."""
    if isinstance(value, dict):
        value = value.get("basicValue", "#VALUE!")
    if not isinstance(value, str):
        raise refusal(WRONG_KIND, name, words(value), allowed, "give text")
    if value in EXCEL_ERRORS:
        raise error_cell(value, name, allowed)
    return value.strip()


class Grid(NamedTuple):
    """A range: its cells in reading order."""

    rows: int
    columns: int
    cells: list[Any]

    @property
    def size(self) -> str:
        """The shape in words.

        >>> Grid(1, 3, [1, 2, 3]).size
        '1 row x 3 columns'
        """
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return f"{rows} x " + ("1 column" if self.columns == 1 else f"{self.columns} columns")

    def place(self, row: int, column: int) -> str:
        """Where the cell stands that serves this cell of the answer, counted from 1."""
        own_row = row if self.rows > 1 else 0
        own_column = column if self.columns > 1 else 0
        return f" (row {own_row + 1}, column {own_column + 1})"

    def within(self, answer: Grid) -> list[int]:
        """For each cell of the answer, the number of the cell here that serves it.

        >>> Grid(1, 2, [5, 6]).within(Grid(2, 2, []))
        [0, 1, 0, 1]
        """
        down = self.columns if self.rows > 1 else 0
        across = 1 if self.columns > 1 else 0
        return [
            row * down + column * across
            for row in range(answer.rows)
            for column in range(answer.columns)
        ]


def grid_of(value: Any, name: str) -> Grid | None:
    """A range as a grid, or None for a single cell. A flat list is one row, as in {1,2,3}.

    >>> grid_of([[1], [2]], "heads")
    Grid(rows=2, columns=1, cells=[1, 2])
    >>> grid_of((1, 2), "heads")
    Grid(rows=1, columns=2, cells=[1, 2])
    """
    if not isinstance(value, (list, tuple)):
        if not hasattr(value, "tolist"):
            return None
        value = value.tolist()  # arrays and series of Python callers
        if not isinstance(value, list):
            return None
    rows = value if value and isinstance(value[0], (list, tuple)) else [value]
    kinds = set(map(type, rows))
    widths = set(map(len, rows)) if kinds <= {list, tuple} else set()
    if widths == {0}:
        raise refusal(WRONG_KIND, name, "an empty range", "at least one cell")
    if len(widths) != 1:
        raise refusal(WRONG_KIND, name, "rows of different length", "a rectangular range")
    return Grid(len(rows), widths.pop(), list(chain.from_iterable(rows)))
