"""Cells of one sheet, rendered as XML the moment they are written.

This is the fast part: a cell costs one string, not an object. Formulas always carry the value
the engine computed, so readers that do not calculate show it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Protocol, SupportsFloat, cast

from capplan_workbook.book.names import LETTERS, MAX_COLUMN, MAX_ROW, cell_name
from capplan_workbook.book.rowsizes import RowSizes
from capplan_workbook.book.styles import StyleBook
from capplan_workbook.book.text import (
    MAX_TEXT,
    SharedStrings,
    cell_text,
    clean,
    escape,
    space,
    starts_like_formula,
)

DEFAULT_WIDTH = 9.0  # characters, where no width is set
MAX_FORMULA = 8_192
_EPOCH = dt.date(1899, 12, 30).toordinal()
_JOIN = "\x00"

Value = float | int | str | bool


class HasTolist(Protocol):
    """An array whose values come out as plain numbers."""

    def tolist(self) -> list[float]:
        """The values as a list."""
        ...


Values = Sequence[Value] | HasTolist


class Grid:
    """The cells and row sizes of one sheet; a later write to a cell replaces the earlier one."""

    def __init__(self, title: str, styles: StyleBook, strings: SharedStrings) -> None:
        self.title = title
        self._styles = styles
        self._strings = strings
        self._rows: dict[int, dict[int, str]] = {}
        self.row_sizes = RowSizes()
        self._widths: dict[int, float] = {}

    # -- one cell ---------------------------------------------------------------------------

    def text(self, row: int, col: int, text: str, style: str = "label") -> None:
        """Text, whatever it looks like: `=1+1` stays four characters and never calculates."""
        plain = clean(text)
        if len(plain) > MAX_TEXT:
            found = f"text of {len(plain):,} characters; allowed {MAX_TEXT:,}"
            raise ValueError(f"{self.where(row, col)}: {found}")
        if not plain:
            return self.blank(row, col, style)
        sid = self._id(row, style, starts_like_formula(plain))
        index = self._strings.add(plain)
        self.row_sizes.text(row, col, plain, self._styles.kind(style))
        self._set(row, col, f's="{sid}" t="s"><v>{index}</v></c>')
        return None

    def number(self, row: int, col: int, value: SupportsFloat, style: str = "calc.dec1") -> None:
        """A plain number; never blank, infinite or "not a number"."""
        shown = self._number(row, col, value)
        sid = self._id(row, style)
        self._set(row, col, f's="{sid}"><v>{shown}</v></c>')

    def date(self, row: int, col: int, value: dt.date, style: str = "calc.date") -> None:
        """A day, or a day with a time, as the serial number spreadsheets count in."""
        self.number(row, col, date_serial(value), style)

    def blank(self, row: int, col: int, style: str = "input.general") -> None:
        """A dressed empty cell, such as a spare input row."""
        sid = self._id(row, style)
        self._set(row, col, f's="{sid}"/>')

    def formula(
        self, row: int, col: int, formula: str, value: Value, style: str = "calc.dec1"
    ) -> None:
        """A formula, given without `=`, and the value the engine computed for it."""
        sid = self._id(row, style)
        body = self._formula(row, col, formula)
        kind, shown = self._value(row, col, value)
        self._set(row, col, f's="{sid}"{kind}><f>{body}</f>{shown}</c>')

    # -- many cells -------------------------------------------------------------------------

    def formulas(
        self, row: int, col: int, formulas: Sequence[str], values: Values, style: str = "calc.dec1"
    ) -> None:
        """A row of formulas with their values, from column `col` rightwards."""
        shown = _plain_list(values)
        if len(formulas) != len(shown):
            counts = f"{len(formulas)} formulas but {len(shown)} values"
            raise ValueError(f"{self.where(row, col)}: {counts}")
        numbers = _finite(shown)
        if numbers is None:
            for at, (body, value) in enumerate(zip(formulas, shown, strict=True), col):
                self.formula(row, at, body, value, style)
        elif numbers:
            rest = f'{row}" s="{self._id(row, style)}"><f>'
            parts = zip(
                self._letters(row, col, len(numbers)),
                self._formulas(row, col, formulas),
                numbers,
                strict=True,
            )
            self._put(
                row, col, [f'<c r="{at}{rest}{body}</f><v>{v!r}</v></c>' for at, body, v in parts]
            )

    def formula_column(
        self, row: int, col: int, formulas: Sequence[str], values: Values, style: str = "calc.dec1"
    ) -> None:
        """A column of formulas with their values, from row `row` downwards."""
        for offset, (body, value) in enumerate(zip(formulas, _plain_list(values), strict=True)):
            self.formula(row + offset, col, body, value, style)

    def numbers(self, row: int, col: int, values: Values, style: str = "calc.dec1") -> None:
        """A row of plain numbers, from column `col` rightwards."""
        shown = _plain_list(values)
        numbers = _finite(shown)
        if numbers is None:
            for at, value in enumerate(shown, col):
                self.number(row, at, self._float(row, at, value), style)
        elif numbers:
            rest = f'{row}" s="{self._id(row, style)}"><v>'
            parts = zip(self._letters(row, col, len(numbers)), numbers, strict=True)
            self._put(row, col, [f'<c r="{at}{rest}{v!r}</v></c>' for at, v in parts])

    def texts(self, row: int, col: int, texts: Iterable[str], style: str = "label") -> None:
        """A row of texts, from column `col` rightwards."""
        for offset, text in enumerate(texts):
            self.text(row, col + offset, text, style)

    def blanks(self, row: int, col: int, last_col: int, style: str = "input.general") -> None:
        """A row of dressed empty cells up to and including `last_col`."""
        rest = f'{row}" s="{self._id(row, style)}"/>'
        letters = self._letters(row, col, last_col - col + 1)
        self._put(row, col, [f'<c r="{at}{rest}' for at in letters])

    # -- sizes ------------------------------------------------------------------------------

    def height(self, row: int, points: float) -> None:
        """Sets the height of a row in points; without it the row is as high as its text."""
        self._row(row, 1)
        self.row_sizes.fix(row, points)

    # -- output -----------------------------------------------------------------------------

    def where(self, row: int, col: int) -> str:
        """The cell as people name it, such as `Supply!G7`."""
        return f"{self.title}!{cell_name(row, col)}"

    def cell_xml(self, row: int, col: int) -> str:
        """The cell as it goes into the file; empty where nothing was written."""
        return self._rows.get(row, {}).get(col, "")

    def shared_text(self, number: int) -> str:
        """A text of the workbook's shared list."""
        return self._strings.text(number)

    def holds_text(self, row: int, col: int, text: str) -> bool:
        """Whether the cell shows exactly this text."""
        index = self._strings.find(text)
        return self._rows.get(row, {}).get(col, "").endswith(f't="s"><v>{index}</v></c>')

    def dimension(self) -> str:
        """The range that holds all cells, as the file states it."""
        used = [(row, cells) for row, cells in self._rows.items() if cells]
        if not used:
            return "A1"
        rows = [row for row, _ in used]
        first_col = min(min(cells) for _, cells in used)
        last_col = max(max(cells) for _, cells in used)
        return f"{cell_name(min(rows), first_col)}:{cell_name(max(rows), last_col)}"

    def sheet_data(self) -> str:
        """All rows and cells in the order a spreadsheet program expects them."""
        return "".join(
            self._row_xml(row) for row in sorted(self._rows.keys() | self.row_sizes.rows())
        )

    def _row_xml(self, row: int) -> str:
        cells = self._rows.get(row, {})
        ordered = [cells[col] for col in sorted(cells)]
        attributes = self.row_sizes.xml(row, self._width)
        return f'<row r="{row}"{attributes}>{"".join(ordered)}</row>'

    def _width(self, col: int) -> float:
        return self._widths.get(col, DEFAULT_WIDTH)

    def _id(self, row: int, style: str, quoted: bool = False) -> int:
        number = self._styles.id(style, quoted)
        if number in self._styles.tall:
            self.row_sizes.letters(row, self._styles.tall[number])
        return number

    def _set(self, row: int, col: int, rest: str) -> None:
        cells = self._row(row, col)
        cells[col] = f'<c r="{LETTERS[col]}{row}" {rest}'

    def _letters(self, row: int, col: int, count: int) -> Sequence[str]:
        self._row(row, col, col + count - 1)
        return LETTERS[col : col + count]

    def _put(self, row: int, col: int, cells: list[str]) -> None:
        self._rows[row].update(zip(range(col, col + len(cells)), cells, strict=True))

    # -- checks -----------------------------------------------------------------------------

    def _row(self, row: int, col: int, last_col: int = 0) -> dict[int, str]:
        if not (1 <= row <= MAX_ROW and col >= 1 and max(col, last_col) <= MAX_COLUMN):
            raise ValueError(f"{self.title}: no cell at row {row}, column {max(col, last_col)}")
        found = self._rows.get(row)
        if found is None:
            found = self._rows[row] = {}
        return found

    def _number(self, row: int, col: int, value: SupportsFloat) -> str:
        number = value if type(value) is int else float(value)
        if not isfinite(number):
            raise ValueError(f"{self.where(row, col)}: found {number}; a number must be finite")
        return repr(number or 0)  # never "-0.0", which some programs show as -0

    def _float(self, row: int, col: int, value: Value) -> float:
        if isinstance(value, (str, bool)) or value is None:
            raise ValueError(f"{self.where(row, col)}: found {value!r}; a number is needed")
        return float(value)

    def _value(self, row: int, col: int, value: Value) -> tuple[str, str]:
        if hasattr(value, "item"):  # NumPy scalars say True and 3.2 in their own way
            value = value.item()
        if isinstance(value, str):
            plain = clean(value)
            return ' t="str"', f"<v{space(plain)}>{cell_text(plain)}</v>"
        if isinstance(value, bool):
            return ' t="b"', f"<v>{int(value)}</v>"
        if value is None:
            raise ValueError(f"{self.where(row, col)}: a formula needs the value it yields")
        return "", f"<v>{self._number(row, col, value)}</v>"

    def _formula(self, row: int, col: int, formula: str) -> str:
        return self._formulas(row, col, [formula])[0]

    def _formulas(self, row: int, col: int, formulas: Sequence[str]) -> Sequence[str]:
        joined = _JOIN.join(formulas)
        if len(joined) > MAX_FORMULA and max(map(len, formulas)) > MAX_FORMULA:
            place = self.where(row, col)
            raise ValueError(f"{place}: a formula may hold {MAX_FORMULA:,} characters")
        marked = f"{_JOIN}{joined}{_JOIN}"
        if _JOIN + "=" in marked or _JOIN + _JOIN in marked:
            raise ValueError(f"{self.where(row, col)}: give each formula, without '=' before it")
        if "&" in joined or "<" in joined or ">" in joined:
            return escape(joined).split(_JOIN)
        return formulas


def date_serial(value: dt.date) -> float | int:
    """Days since the spreadsheet epoch, with the time of day as a fraction.

    >>> date_serial(dt.date(2026, 1, 5)), date_serial(dt.datetime(2026, 1, 5, 12))
    (46027, 46027.5)
    """
    days = value.toordinal() - _EPOCH
    if days < 61:
        raise ValueError(f"date {value}: spreadsheets count days reliably from 1 March 1900")
    if isinstance(value, dt.datetime):
        return days + (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    return days


def _plain_list(values: Values) -> list[Value]:
    if isinstance(values, Sequence):
        return list(values)
    return list(values.tolist())


def _finite(values: list[Value]) -> list[float] | None:
    if not {float, int}.issuperset(map(type, values)):
        return None
    numbers = [value or 0 for value in cast("list[float]", values)]
    return numbers if all(map(isfinite, numbers)) else None
