"""Furniture of a sheet: sizes, folding, pages, rules, banner."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from capplan_workbook.book import Book, Sheet, check_package, range_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.book.rules import Bound, InputRule, Look, ValidationKind
from capplan_workbook.book.text import SharedStrings, footer_text


def new_sheet() -> tuple[Book, Sheet]:
    """A workbook with one empty sheet."""
    book = Book(title="Test")
    return book, book.sheet("Plan")


def read_back(book: Book) -> Any:
    """The first sheet as openpyxl reads it."""
    assert check_package(io.BytesIO(book.to_bytes())) == []
    return openpyxl.load_workbook(io.BytesIO(book.to_bytes())).worksheets[0]


def test_rows_grow_with_their_text() -> None:
    """Wrapped or large text makes a row higher, unless its height is set."""
    book, sheet = new_sheet()
    sheet.width("B", 20)
    long = "Twenty letters a line make three lines of this text."
    sheet.text(1, 2, long, "text")
    sheet.text(2, 2, long, "label")
    sheet.text(3, 2, "Short", "text")
    sheet.text(4, 2, long, "text")
    sheet.height(4, 99)
    sheet.text(5, 2, "18 points", "kpi_value")
    sheet.text(6, 2, long, "text")
    sheet.text(6, 2, long, "label")
    sheet.text(7, 2, "one\ntwo", "head")
    heights = [read_back(book).row_dimensions[row].height for row in range(1, 8)]
    assert heights == [42.0, None, None, 99.0, 27.9, None, 29.0]


def test_wide_columns_need_fewer_lines() -> None:
    """The wider the column, the lower the row; the width may be set after the text."""
    found = []
    for width in (8, 16, 32, 64):
        book, sheet = new_sheet()
        sheet.text(1, 2, "word " * 20, "text")
        sheet.width(2, width)
        found.append(read_back(book).row_dimensions[1].height or 15)
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4


def test_columns_and_pages() -> None:
    """Widths, folded columns, page breaks and the printed area are stored."""
    book, sheet = new_sheet()
    sheet.number(1, 1, 1)
    sheet.width("A", 2)
    sheet.width(2, 30, "D")
    sheet.group_columns("F", "G", hidden=True)
    sheet.page_break_column("D")
    sheet.page_break_row(20)
    sheet.print_area("A1:H30")
    shell = read_back(book)
    assert [shell.column_dimensions[at].width for at in "ABCD"] == [2, 30, 30, 30]
    assert (shell.column_dimensions["F"].outlineLevel, shell.column_dimensions["F"].hidden) == (
        1,
        1,
    )
    assert [mark.id for mark in shell.col_breaks.brk] == [4]
    assert [mark.id for mark in shell.row_breaks.brk] == [20]
    assert shell.print_area == "'Plan'!$A$1:$H$30"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"scale": 60}, (60, None, None, None)),
        ({}, (None, True, 1, 0)),
        ({"fit_height": True}, (None, True, 1, 1)),
        ({"fit_width": False}, (None, None, None, None)),
    ],
)
def test_printing_fits_or_scales(arguments: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """A sheet fits one page wide, one page in all, prints at a scale, or as it is."""
    book = Book(title="T")
    book.sheet("S", page=PageSetup(landscape=False, **arguments))
    shell = read_back(book)
    setup, fit = shell.page_setup, shell.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.scale, fit, setup.fitToWidth, setup.fitToHeight) == expected
    assert (setup.orientation, setup.paperSize) == ("portrait", 9)


RULES: list[tuple[ValidationKind, Bound | None, Bound | None, tuple[Any, ...]]] = [
    ("decimal", 0, 1, ("decimal", "between", "0", "1")),
    ("whole", 1, None, ("whole", "greaterThanOrEqual", "1", None)),
    ("text_length", None, 100, ("textLength", "lessThanOrEqual", "100", None)),
    ("date", dt.date(2026, 1, 5), None, ("date", "greaterThanOrEqual", "46027", None)),
    ("decimal", "=$A$1", "$A$2", ("decimal", "between", "$A$1", "$A$2")),
]


@pytest.mark.parametrize(("kind", "low", "high", "expected"), RULES)
def test_validation_bounds(
    kind: ValidationKind, low: Bound | None, high: Bound | None, expected: tuple[Any, ...]
) -> None:
    """Bounds become the operator and formulas Excel expects; hints are shown."""
    book, sheet = new_sheet()
    sheet.validate("B2:B9", InputRule(kind, low, high, "", "Hint", "What to type", "No", "Why not"))
    rule = read_back(book).data_validations.dataValidation[0]
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == expected
    assert (rule.promptTitle, rule.prompt) == ("Hint", "What to type")
    assert (rule.errorTitle, rule.error, rule.errorStyle) == ("No", "Why not", "stop")
    assert str(rule.sqref) == "B2:B9"


def test_validation_may_only_warn() -> None:
    """A custom rule may warn instead of refuse, and shows no empty hint."""
    book, sheet = new_sheet()
    sheet.validate("B2", InputRule("custom", source="=B2<>0", error="Zero?", stop=False))
    rule = read_back(book).data_validations.dataValidation[0]
    assert (rule.errorStyle, rule.formula1, rule.showInputMessage) == ("warning", "B2<>0", False)


@pytest.mark.parametrize("look", ["live", "good", "bad", "warn", "muted", "good_text", "bad_text"])
def test_highlights(look: Look) -> None:
    """Every look is a rule with a formula and its own dress."""
    book, sheet = new_sheet()
    sheet.highlight("B2:C9", "=$B2>0", look)
    ((cells, rules),) = read_back(book).conditional_formatting._cf_rules.items()
    assert (str(cells.sqref), rules[0].type, rules[0].formula) == ("B2:C9", "expression", ["$B2>0"])
    assert rules[0].dxf.font.color.rgb in ("FF0F766E", "FFC2410C", "FF7A5700", "FF94A3B8")
    assert (rules[0].dxf.fill is not None) == (look in ("good", "bad", "warn"))


def test_unknown_look_is_refused() -> None:
    """A look outside the list is refused with the list."""
    odd: Any = "pink"
    with pytest.raises(ValueError, match="use live, good"):
        new_sheet()[1].highlight("B2", "1", odd)


def test_status_words_and_scale() -> None:
    """Three words have a colour each; the scale has three points."""
    book, sheet = new_sheet()
    sheet.status_format("A1:A9")
    sheet.colour_scale("B1:B9", 0.8, 1, 1.2)
    rules = [rule for block in read_back(book).conditional_formatting for rule in block.rules]
    assert [rule.formula for rule in rules[:3]] == [['"OK"'], ['"REVIEW"'], ['"FAIL"']]
    assert len({rule.dxf.fill.bgColor.rgb for rule in rules[:3]}) == 3
    assert [float(point.val) for point in rules[3].colorScale.cfvo] == [0.8, 1, 1.2]


def test_banner() -> None:
    """Title and purpose on navy, status as a formula, links where asked, no merged cells."""
    book, sheet = new_sheet()
    links = [("Plan!A1", "Plan ›"), ("Plan!B9", "More ›")]
    sheet.banner("Supply", "People.", 9, '"Checks: "&"OK"', "Checks: OK", links, link_cols=[4, 5])
    shell = read_back(book)
    assert [shell.cell(row, 2).value for row in (1, 2, 3)] == [
        "Supply",
        "People.",
        '="Checks: "&"OK"',
    ]
    assert {shell.cell(1, col).fill.fgColor.rgb for col in range(1, 10)} == {"FF14213D"}
    assert [shell.cell(3, col).hyperlink.location for col in (4, 5)] == ["Plan!A1", "Plan!B9"]
    assert not shell.merged_cells.ranges


def test_banner_with_plain_status() -> None:
    """Without a formula the status is plain text, or left out; links stand at the end."""
    book, sheet = new_sheet()
    sheet.banner("Guide", "How to.", 6, status_value="Draft", links=[("Plan!A1", "Plan ›")])
    shell = read_back(book)
    assert (shell["B3"].value, shell["F3"].value) == ("Draft", "Plan ›")
    book, sheet = new_sheet()
    sheet.banner("Guide", "How to.", 6)
    assert read_back(book)["B3"].value is None


def test_tables_may_have_filters() -> None:
    """Filter buttons are left out unless asked for."""
    book, sheet = new_sheet()
    for col, name in ((1, "tbl_a"), (4, "tbl_b")):
        sheet.texts(1, col, ["Week", "Calls"], "head")
        sheet.table(name, 1, col, 5, col + 1, ["Week", "Calls"], filters=name == "tbl_b")
    tables = read_back(book).tables
    assert tables["tbl_a"].autoFilter is None
    assert tables["tbl_b"].autoFilter.ref == "D1:E5"


def test_references() -> None:
    """References are absolute and quote sheet names that need it."""
    book = Book(title="T")
    plain, spaced = book.sheet("Plan"), book.sheet("Ann's plan")
    assert plain.ref(1, 2) == "Plan!$B$1"
    assert spaced.ref(1, 2, 3, 4) == "'Ann''s plan'!$B$1:$D$3"
    spaced.name("in_x", 1, 2)
    assert range_name(2, 2, 9) == "$B$2:$B$9"
    assert check_package(io.BytesIO(book.to_bytes())) == []


def test_formula_column() -> None:
    """Formulas run down as well as across."""
    book, sheet = new_sheet()
    sheet.formula_column(2, 3, ["1+1", "2+2"], [2, 4.0], "calc.int")
    shell = read_back(book)
    assert [shell["C2"].value, shell["C3"].value] == ["=1+1", "=2+2"]


def test_texts_are_stored_once() -> None:
    """A text used many times stands once in the file, counted."""
    strings = SharedStrings()
    assert [strings.add(text) for text in ("a", "b", "a")] == [0, 1, 0]
    assert b'count="3" uniqueCount="2"' in strings.xml()
    assert strings.find("c") is None


def test_long_footers_are_cut() -> None:
    """A footer keeps within Excel's limit and never ends in half an ampersand."""
    book = Book(title="T", footer="&" * 300)
    book.sheet("S")
    with zipfile.ZipFile(io.BytesIO(book.to_bytes())) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    footer = re.search("<oddFooter>(.*?)</oddFooter>", xml)
    assert footer is not None
    assert len(footer[1].replace("&amp;", "&")) < 255
    assert footer_text("a&b\nc") == "a&&b c"
