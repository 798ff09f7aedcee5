"""Names that every spreadsheet program accepts: sheets, cells, defined names and tables.

Contact-centre words are traps: columns run to XFD, so `FTE2026`, `AHT1` or `Q1` are cell
addresses and no legal names. Every name of this product has a prefix and an underscore.
"""

from __future__ import annotations

import re
from itertools import product
from string import ascii_uppercase

from openpyxl.utils import coordinate_to_tuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_NAME = 255
MAX_SHEET_NAME = 31

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_PREFIXED = re.compile(r"_?[A-Za-z][A-Za-z0-9]*_")
_CELL_LIKE = re.compile(r"([A-Za-z]{1,3})[0-9]+\Z")
_R1C1 = re.compile(r"[Rr][0-9]*([Cc][0-9]*)?\Z|[Cc][0-9]*\Z")
_RESERVED = frozenset({"print_area", "print_titles", "criteria", "extract", "database"})
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_PLAIN_SHEET = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

# Index 0 is empty so that column 1 is LETTERS[1] == "A".
LETTERS: tuple[str, ...] = tuple(
    "".join(letters) for size in range(4) for letters in product(ascii_uppercase, repeat=size)
)[: MAX_COLUMN + 1]


def cell_name(row: int, col: int) -> str:
    """The address people see, such as `G7` for row 7, column 7.

    >>> cell_name(7, 7), cell_name(1, 16_384)
    ('G7', 'XFD1')
    """
    _check_cell(row, col)
    return f"{LETTERS[col]}{row}"


def range_name(row: int, col: int, row2: int | None = None, col2: int | None = None) -> str:
    """An absolute address for names, charts and lists.

    >>> range_name(5, 7), range_name(5, 7, 9, 8)
    ('$G$5', '$G$5:$H$9')
    """
    _check_cell(row, col)
    first = f"${LETTERS[col]}${row}"
    if row2 is None and col2 is None:
        return first
    last_row, last_col = row2 or row, col2 or col
    _check_cell(last_row, last_col)
    if last_row < row or last_col < col:
        raise ValueError(f"range {first} ends before it starts: row {last_row}, column {last_col}")
    return f"{first}:${LETTERS[last_col]}${last_row}"


def box_of(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row and last column of a range.

    >>> box_of("B6:G11"), box_of("$B$6")
    ((6, 2, 11, 7), (6, 2, 6, 2))
    """
    first, _, last = reference.replace("$", "").partition(":")
    row, col = coordinate_to_tuple(first)
    last_row, last_col = coordinate_to_tuple(last or first)
    return row, col, last_row, last_col


def quote_sheet(title: str) -> str:
    """The sheet name as formulas need it; plain names stay readable.

    >>> quote_sheet("Checks"), quote_sheet("Hiring Plan"), quote_sheet("Q1")
    ('Checks', "'Hiring Plan'", "'Q1'")
    """
    if _PLAIN_SHEET.match(title) and not _looks_like_cell(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def check_name(name: str) -> str:
    """Returns the defined name or table name, or says why no program would accept it.

    >>> check_name("in_aht_s")
    'in_aht_s'
    """
    fault = name_fault(name)
    if fault:
        raise ValueError(f"name {name[:60]!r}: {fault}")
    return name


def name_fault(name: str) -> str | None:
    """Why a defined name or table name is not acceptable; None when it is.

    >>> name_fault("FTE2026")
    'looks like a cell address; use a prefix and an underscore, such as in_fte_2026'
    """
    if len(name) > MAX_NAME:
        return f"{len(name)} characters; allowed up to {MAX_NAME}"
    if not _NAME.match(name):
        return "allowed are letters A-Z, digits, underscore and dot, starting with a letter"
    if _looks_like_cell(name):
        return "looks like a cell address; use a prefix and an underscore, such as in_fte_2026"
    if not _PREFIXED.match(name):
        return "needs a prefix and an underscore, such as in_, live_, out_ or tbl_"
    return "is reserved by Excel" if name.lower() in _RESERVED else None


def check_sheet_name(title: str, taken: list[str]) -> str:
    """Returns the sheet name, or says why Excel would refuse it."""
    fault = sheet_name_fault(title)
    if fault is None and title.lower() in (other.lower() for other in taken):
        fault = "is used twice"
    if fault:
        raise ValueError(f"sheet name {title[:60]!r}: {fault}")
    return title


def sheet_name_fault(title: str) -> str | None:
    r"""Why a sheet name is not acceptable; None when it is.

    >>> sheet_name_fault("a/b")
    'holds one of [ ] : * ? / \\ or a control character'
    """
    if not 1 <= len(title) <= MAX_SHEET_NAME:
        return f"{len(title)} characters; allowed 1 to {MAX_SHEET_NAME}"
    if _SHEET_FORBIDDEN.search(title):
        return "holds one of [ ] : * ? / \\ or a control character"
    if title[0] == "'" or title[-1] == "'" or title != title.strip():
        return "starts or ends with a quote or a space"
    return "is reserved by Excel" if title.lower() == "history" else None


def _looks_like_cell(name: str) -> bool:
    match = _CELL_LIKE.match(name)
    is_address = match is not None and (len(match[1]) < 3 or match[1].upper() <= "XFD")
    return is_address or _R1C1.match(name) is not None


def _check_cell(row: int, col: int) -> None:
    if not (1 <= row <= MAX_ROW and 1 <= col <= MAX_COLUMN):
        raise ValueError(
            f"cell at row {row}, column {col}: rows run 1 to {MAX_ROW:,}, "
            f"columns 1 to {MAX_COLUMN:,}"
        )
