"""Writing workbooks: cells a second of Book against plain openpyxl with the same styled cells.

Both write 100 sheets of 2,000 cells: 60 % formulas, 30 % numbers, 10 % texts, six looks. Book
stores the value of each formula as well, which plain openpyxl cannot. The baseline copies the
style of a prototype cell, the quickest way openpyxl has; styling each cell is slower still.

    python benchmarks/workbook.py [--sheets 100] [--runs 3]
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from copy import copy
from functools import cache
from time import process_time
from typing import Any

from capplan_workbook.book import Book, cell_name
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

TARGET_RATIO = 6.0
ROWS, COLUMNS = 40, 50  # per sheet; of ten rows six hold formulas, three numbers, one texts
FIRST_COLUMN = 7


@cache
def contents(row: int) -> tuple[list[str], list[float], list[str]]:
    """Formulas, values and texts of one row, made once so that only writing is timed."""
    columns = range(FIRST_COLUMN, FIRST_COLUMN + COLUMNS)
    formulas = [f"ROUND({cell_name(row, 4)}*{column}/3,6)" for column in columns]
    values = [round(row * column / 3, 6) for column in columns]
    return formulas, values, [f"Row {value}" for value in values]


def with_book(sheets: int) -> bytes:
    """The workbook written by Book."""
    book = Book(title="Benchmark")
    for number in range(sheets):
        sheet = book.sheet(f"Sheet {number}")
        for row in range(1, ROWS + 1):
            formulas, values, texts = contents(row)
            kind = row % 10
            if kind < 6:
                sheet.formulas(row, FIRST_COLUMN, formulas, values, _LOOKS[kind % 4])
            elif kind < 9:
                sheet.numbers(row, FIRST_COLUMN, values, "stamp.dec2")
            else:
                sheet.texts(row, FIRST_COLUMN, texts, "label")
    return book.to_bytes()


_LOOKS = ("calc.dec1", "calc.int", "total.dec1", "live.percent1")
_FORMATS = ("#,##0.0", "#,##0", "#,##0.0", "0.0%", "#,##0.00", "General")


def with_openpyxl(sheets: int) -> bytes:
    """The same cells written by plain openpyxl, without values of formulas."""
    workbook = Workbook()
    shell = workbook.worksheets[0]
    looks = [_prototype(shell, number) for number in range(6)]
    for number in range(sheets):
        sheet = workbook.create_sheet(f"Sheet {number}")
        for row in range(1, ROWS + 1):
            _plain_row(sheet, row, looks)
    workbook.remove(shell)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _plain_row(sheet: Worksheet, row: int, looks: list[Any]) -> None:
    formulas, values, texts = contents(row)
    kind = row % 10
    look = copy(looks[kind % 4 if kind < 6 else 4 if kind < 9 else 5]._style)
    row_values: Sequence[str | float]
    row_values = [f"={body}" for body in formulas] if kind < 6 else values if kind < 9 else texts
    for column, value in enumerate(row_values, FIRST_COLUMN):
        cell: Any = sheet.cell(row, column, value)
        cell._style = look


def _prototype(sheet: Worksheet, number: int) -> Cell:
    cell = Cell(sheet, row=1, column=1)
    cell.font = Font(name="Calibri", sz=10, b=number % 2 == 0)
    cell.fill = PatternFill("solid", start_color="FFF4F6FA")
    cell.border = Border(bottom=Side("thin", color="FFD9DEE7"))
    cell.number_format = _FORMATS[number]
    return cell


def measure(sheets: int, runs: int) -> tuple[float, float]:
    """The least processor time of both in seconds, taken in turns so that noise hits both."""
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(runs):
        for write, times in ((with_book, ours), (with_openpyxl, plain)):
            start = process_time()
            write(sheets)
            times.append(process_time() - start)
    return min(ours), min(plain)


def main() -> int:
    """Prints cells a second of both and their ratio; 1 when the ratio misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    for row in range(1, ROWS + 1):
        contents(row)
    cells = options.sheets * ROWS * COLUMNS
    ours, plain = measure(options.sheets, options.runs)
    print(f"{cells:,} cells on {options.sheets} sheets, best of {options.runs}")
    print(f"Book      {ours:6.2f} s  {cells / ours:12,.0f} cells/s")
    print(f"openpyxl  {plain:6.2f} s  {cells / plain:12,.0f} cells/s")
    print(f"ratio     {plain / ours:6.1f}    target >= {TARGET_RATIO:g}")
    return 0 if plain / ours >= TARGET_RATIO else 1


if __name__ == "__main__":
    raise SystemExit(main())
