"""What is written into cells comes back, as text, number, date or formula with its value."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

import numpy as np
import openpyxl
import pytest
from capplan_workbook.book import Book, Sheet
from capplan_workbook.book.text import clean
from hypothesis import assume, given
from hypothesis import strategies as st


def new_sheet(title: str = "Plan") -> tuple[Book, Sheet]:
    """A workbook with one empty sheet."""
    book = Book(title="Test")
    return book, book.sheet(title)


def read_back(book: Book, values: bool) -> Any:
    """The first sheet as openpyxl reads it, with values or with formulas."""
    stream = io.BytesIO(book.to_bytes())
    return openpyxl.load_workbook(stream, data_only=values).worksheets[0]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A2)", 3),
        ("1/3", 1 / 3),
        ('IF(A1<2,"a&b","c>d")', "a&b"),
        ("1=1", True),
        ("1=2", False),
        ('""', ""),
        ("A1&A2", "two\nlines "),
    ],
)
def test_formula_and_value_are_both_stored(formula: str, value: Any) -> None:
    """A reader of formulas sees the formula, a reader of values the value."""
    book, sheet = new_sheet()
    sheet.formula(3, 2, formula, value)
    assert read_back(book, values=False)["B3"].value == f"={formula}"
    found = read_back(book, values=True)["B3"].value
    assert found == value or (found is None and value == "")
    assert isinstance(found, bool) == isinstance(value, bool)


def test_rows_equal_single_cells() -> None:
    """The fast way of writing a row gives the same bytes as cell after cell."""
    formulas = [f"A{at}*2" for at in range(1, 61)]
    values = [at / 7 for at in range(60)]
    fast, fast_sheet = new_sheet()
    fast_sheet.formulas(5, 7, formulas, values, "calc.dec2")
    fast_sheet.numbers(6, 7, np.array(values), "stamp.int")
    slow, slow_sheet = new_sheet()
    for at, (formula, value) in enumerate(zip(formulas, values, strict=True), 7):
        slow_sheet.formula(5, at, formula, value, "calc.dec2")
    for at, value in enumerate(values, 7):
        slow_sheet.number(6, at, value, "stamp.int")
    assert fast.to_bytes() == slow.to_bytes()


def test_rows_take_values_of_several_kinds() -> None:
    """A row of formulas may yield words, yes or no, and numbers, also from NumPy."""
    book, sheet = new_sheet()
    mixed: list[Any] = ["OK", True, np.float64(1.5), np.int64(4), np.bool_(False)]
    sheet.formulas(1, 1, ["N(1)"] * 5, mixed, "calc")
    row = [cell.value for cell in read_back(book, values=True)[1]]
    assert row == ["OK", True, 1.5, 4, False]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, np.nan])
def test_numbers_must_be_finite(bad: float) -> None:
    """A number that is not finite is refused with the name of its cell."""
    _, sheet = new_sheet()
    with pytest.raises(ValueError, match=r"Plan!C2: found"):
        sheet.number(2, 3, bad)
    with pytest.raises(ValueError, match=r"Plan!D2: found"):
        sheet.numbers(2, 3, [1.0, bad])
    with pytest.raises(ValueError, match=r"Plan!D2: found"):
        sheet.formulas(2, 3, ["1", "2"], [1.0, bad])


def test_missing_values_are_refused() -> None:
    """A formula without a value, a text among numbers and unequal lengths are refused."""
    _, sheet = new_sheet()
    nothing: Any = None
    with pytest.raises(ValueError, match=r"Plan!A1: a formula needs the value"):
        sheet.formula(1, 1, "SUM(B1)", nothing)
    with pytest.raises(ValueError, match=r"Plan!A1: found '7'; a number is needed"):
        sheet.numbers(1, 1, ["7", 8])
    with pytest.raises(ValueError, match="2 formulas but 1 values"):
        sheet.formulas(1, 1, ["1", "2"], [1.0])


@pytest.mark.parametrize("formula", ["", "=SUM(A1)"])
def test_formulas_come_without_equals(formula: str) -> None:
    """An empty formula or one with the equals sign in front is refused."""
    _, sheet = new_sheet()
    with pytest.raises(ValueError, match="without '='"):
        sheet.formula(1, 1, formula, 1)
    with pytest.raises(ValueError, match="without '='"):
        sheet.formulas(1, 1, ["A1", formula, "A2"], [1.0, 2.0, 3.0])


def test_limits_of_cells() -> None:
    """Too long texts and formulas, and cells outside the sheet, are refused."""
    _, sheet = new_sheet()
    sheet.text(1, 1, "x" * 32_767)
    with pytest.raises(ValueError, match="32,768 characters"):
        sheet.text(1, 1, "x" * 32_768)
    sheet.formula(1, 1, "1+" * 4095 + "11", 1)
    with pytest.raises(ValueError, match="8,192 characters"):
        sheet.formula(1, 1, "1+" * 4096 + "1", 1)
    for row, col in ((0, 1), (1, 0), (1_048_577, 1), (1, 16_385)):
        with pytest.raises(ValueError, match="no cell at"):
            sheet.number(row, col, 1)
    with pytest.raises(ValueError, match="no cell at"):
        sheet.numbers(1, 16_384, [1.0, 2.0])


UNTRUSTED = ["=1+1", "@x", "+1", "-2", "\t=1", "<b>&\x07", "a\r\nb", "_x0041_", "\ud800x", " pad "]


@pytest.mark.parametrize("text", UNTRUSTED)
def test_untrusted_text_stays_text(text: str) -> None:
    """Text that looks like a formula, markup or an escape is read back as that text."""
    book, sheet = new_sheet()
    sheet.text(1, 1, text, "input.text")
    for values in (True, False):
        cell = read_back(book, values)["A1"]
        assert cell.value == clean(text)
        assert cell.data_type == "s"
        assert cell.quotePrefix == text.startswith(("=", "@", "+", "-", "\t"))


@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_any_text_comes_back(texts: list[str]) -> None:
    """Whatever a planner types as text is stored, without what no workbook can hold."""
    assume(not any("x005F_" in text for text in texts))
    book, sheet = new_sheet()
    sheet.texts(1, 1, texts, "label")
    row = read_back(book, values=True)[1]
    assert [cell.value or "" for cell in row] == [clean(text) for text in texts]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_any_number_comes_back_exactly(numbers: list[float]) -> None:
    """Every finite number is stored to its last binary digit."""
    book, sheet = new_sheet()
    sheet.numbers(1, 1, numbers)
    sheet.formulas(2, 1, ["1"] * len(numbers), numbers)
    shell = read_back(book, values=True)
    assert [cell.value for cell in shell[1]] == numbers
    assert [cell.value for cell in shell[2]] == numbers


def test_negative_zero_is_zero() -> None:
    """Zero is stored without a sign, however it was computed."""
    book, sheet = new_sheet()
    sheet.number(1, 1, -0.0)
    sheet.numbers(1, 2, [-0.0, 0.0, 0])
    assert [str(cell.value) for cell in read_back(book, values=True)[1]] == ["0"] * 4


def test_dates_are_serial_numbers() -> None:
    """Days and times of day come back as such; days before March 1900 are refused."""
    book, sheet = new_sheet()
    sheet.date(1, 1, dt.date(2026, 1, 5), "input.date")
    sheet.date(1, 2, dt.datetime(2026, 1, 5, 6, 30), "stamp.timestamp")
    cells = read_back(book, values=True)[1]
    assert [cell.value for cell in cells] == [
        dt.datetime(2026, 1, 5),
        dt.datetime(2026, 1, 5, 6, 30),
    ]
    with pytest.raises(ValueError, match="1 March 1900"):
        sheet.date(1, 1, dt.date(1900, 2, 28))


def test_later_writing_wins() -> None:
    """A cell written twice holds what was written last, once."""
    book, sheet = new_sheet()
    sheet.blanks(1, 1, 9, "title")
    sheet.text(1, 2, "Plan", "title")
    sheet.number(1, 3, 1)
    sheet.text(1, 3, "", "label")
    cells = read_back(book, values=True)[1]
    assert [cell.value for cell in cells] == [None, "Plan", *[None] * 7]


@given(st.permutations([(row, col) for row in (1, 2, 9) for col in (1, 4, 30)]))
def test_order_of_writing_does_not_matter(places: list[tuple[int, int]]) -> None:
    """Numbers written in any order give the same cells in the file."""
    book, sheet = new_sheet()
    for row, col in places:
        sheet.number(row, col, row * 100 + col)
    reference, in_order = new_sheet()
    for row, col in sorted(places):
        in_order.number(row, col, row * 100 + col)
    assert book.to_bytes() == reference.to_bytes()
    assert read_back(book, values=True).dimensions == "A1:AD9"
