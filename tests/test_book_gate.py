"""The gate finds what would make Excel repair a file; the writer refuses most of it earlier."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from capplan_workbook.book import Book, Sheet, check_package
from capplan_workbook.book.functions import NATIVE, unknown_functions, unknown_names
from capplan_workbook.book.names import LETTERS, cell_name, name_fault, sheet_name_fault
from capplan_workbook.book.rules import InputRule
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from test_book_sample import sample_book

SAMPLE = sample_book().to_bytes()
SHEETS = {"Dashboard": 1, "Supply": 2, "Queues": 3, "Checks": 4}


def planted(part: str, old: str, new: str) -> list[str]:
    """The faults of the sample after one change inside one of its parts."""
    return planted_by(part, lambda xml: _replaced(xml, old, new))


def planted_by(part: str, change: Callable[[str], str], book: bytes = SAMPLE) -> list[str]:
    """The faults of a workbook after a change to one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, change(text) if name == part else text)
    return check_package(out)


def _replaced(xml: str, old: str, new: str) -> str:
    changed, count = re.subn(old, new, xml, count=1, flags=re.DOTALL)
    assert count == 1
    return changed


FAULTS = [
    ("Supply", r"<v>[^<]*</v></c></row><row r=\"11\"", '</c></row><row r="11"', "without a stored"),
    ("Supply", r"(<f>G9-G8</f>)<v>[^<]*", r"\1<v>NaN", "Supply!G10: stored number 'NaN'"),
    ("Supply", r"(<f>G9-G8</f>)<v>[^<]*", r"\1<v>1e999", "is not finite"),
    ("Supply", "<f>G9-G8", "<f>XLOOKUP(1,G9:H9,G8:H8)", "G10: function XLOOKUP"),
    ("Supply", "<f>G9-G8", "<f>G9-in_nothing", "G10: name in_nothing is not defined"),
    ("Supply", "<f>G9-G8", "<f>G9-Nowhere!G8", "G10: sheet Nowhere does not exist"),
    ("Supply", "<f>G9-G8", "<f>G9-#REF!", "G10: formula holds #REF!"),
    ("Supply", "<f>G9-G8", "<f>=G9-G8", "G10: formula is empty or starts with ="),
    ("Supply", "<f>G9-G8", "<f>G9" + "+1" * 4096, "G10: formula of 8,194 characters"),
    ("Supply", "<f>G9-G8</f>", '<f>G9-G8</f><v>1</v></c><c r="G10"><v>2</v>', "G10: out of order"),
    ("Supply", '<row r="9"', '<row r="8"', "row 8 after row 8"),
    ("Supply", 't="s"><v>', 't="s"><v>99', "does not exist"),
    ("Supply", r'(<c r="G8"[^>]*)>', r'\1 t="e">', "G8: stored error"),
    ("Supply", "<conditionalF", '<mergeCells count="1"/><conditionalF', "merged cells"),
    ("Supply", "<sheetFormatPr.*?<cols", "<cols", None),
    ("Supply", "(<sheetViews>.*</sheetViews>)(<sheetFormatPr[^>]*>)", r"\2\1", "out of order"),
    ("Supply", r"\$E8&lt;0", "LET(a,1)", "function LET"),
    ("Queues", 'prompt="Seconds."', 'prompt="' + "x" * 256 + '"', "prompt longer than 255"),
    ("Queues", 'promptTitle="AHT"', 'promptTitle="' + "x" * 33 + '"', "promptTitle longer than 32"),
    ("Queues", r"Queues!\$B\$13:\$C\$13", '"Voice,Chat"', "a list needs a range"),
    ("Dashboard", 'location="Checks!A1"', 'location="Gone!A1"', "M3: sheet Gone does not exist"),
    ("Dashboard", r"<xm:f>Supply!", "<xm:f>Gone!", "H26: sheet Gone does not exist"),
]


@pytest.mark.parametrize(("sheet", "old", "new", "expected"), FAULTS)
def test_planted_cell_faults(sheet: str, old: str, new: str, expected: str | None) -> None:
    """Each damage to a sheet is found and named; harmless changes are not."""
    faults = planted(f"xl/worksheets/sheet{SHEETS[sheet]}.xml", old, new)
    assert bool(faults) == (expected is not None)
    assert expected is None or any(expected in fault for fault in faults)


PART_FAULTS = [
    ("xl/workbook.xml", 'name="in_aht_s"', 'name="AHT1"', "'AHT1': looks like a cell address"),
    ("xl/workbook.xml", 'name="in_aht_s"', 'name="OUT_GAP"', "'out_gap': stands twice"),
    ("xl/workbook.xml", 'name="in_aht_s"', 'name="TBL_queues"', "'tbl_queues': stands twice"),
    ("xl/workbook.xml", r"Queues!\$D\$7:\$D\$10", "#REF!", "points at #REF!"),
    ("xl/workbook.xml", r"Queues!\$D\$7:\$D\$10", "Gone!$D$7", "sheet Gone does not exist"),
    ("xl/workbook.xml", 'name="Checks"', 'name="History"', "'History': is reserved"),
    ("xl/workbook.xml", 'name="Checks"', 'name="QUEUES"', "'queues': stands twice"),
    ("xl/workbook.xml", 'fullCalcOnLoad="0"', 'fullCalcOnLoad="1"', "throw away the stored values"),
    ("xl/tables/table1.xml", 'name="Channel"', 'name="Chanel"', "cell C6 shows 'Channel'"),
    ("xl/tables/table1.xml", 'name="Channel"', 'name="QUEUE"', "'QUEUE' stands twice"),
    ("xl/tables/table1.xml", 'ref="B6:F10"', 'ref="B6:G10"', "does not fit 5 headings"),
    ("xl/tables/table1.xml", 'displayName="tbl_queues"', 'displayName="Q1"', "table 'Q1': looks"),
    ("xl/drawings/drawing1.xml", ' descr="[^"]*"', "", "Chart 1 has no alt text"),
    ("xl/charts/chart1.xml", r"Supply!\$G\$8:\$BF\$8", "#REF!", "series refers to #REF!"),
    (
        "xl/worksheets/_rels/sheet1.xml.rels",
        "<Relationship ",
        '<Relationship TargetMode="External" ',
        "leads outside",
    ),
]


@pytest.mark.parametrize(("part", "old", "new", "expected"), PART_FAULTS)
def test_planted_part_faults(part: str, old: str, new: str, expected: str) -> None:
    """Each damage to names, tables, drawings or relationships is found and named."""
    assert any(expected in fault for fault in planted(part, old, new))


def test_foreign_parts_are_found() -> None:
    """Macros, and a part that stands twice, are faults."""
    out = io.BytesIO(SAMPLE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    assert check_package(out) == ["xl/vbaProject.bin: not allowed in this workbook"]
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/styles.xml", b"<styleSheet/>")
    assert "xl/styles.xml: stands twice" in check_package(out)


def test_overlapping_tables_are_found() -> None:
    """Two tables over the same cells are a fault in the file as they are when writing."""
    book = Book(title="T")
    sheet = book.sheet("S")
    _table(sheet, "tbl_one", 1, 3)
    with pytest.raises(ValueError, match="tbl_two: A3:A5 overlaps table tbl_one in A1:A3"):
        _table(sheet, "tbl_two", 3, 5)
    book = Book(title="T")
    sheet = book.sheet("S")
    _table(sheet, "tbl_one", 1, 3)
    _table(sheet, "tbl_two", 5, 7)
    faults = planted_by(
        "xl/tables/table2.xml", lambda xml: _replaced(xml, "A5:A7", "A3:A7"), book.to_bytes()
    )
    assert "S: tables tbl_one and tbl_two overlap" in faults


def _table(sheet: Sheet, name: str, first: int, last: int) -> None:
    sheet.text(first, 1, "Week", "head")
    sheet.table(name, first, 1, last, 1, ["Week"])


def _twice(sheet: Sheet, name: str) -> None:
    sheet.name(name, 1, 1)
    sheet.name(name.upper(), 1, 2)


REFUSED: list[tuple[str, Callable[[Sheet], Any]]] = [
    ("'FTE2026': looks like a cell", lambda sheet: sheet.name("FTE2026", 1, 1)),
    ("'LIVE_X' is used twice", lambda sheet: _twice(sheet, "live_x")),
    ("heading 'week' stands twice", lambda s: s.table("tbl_a", 1, 1, 2, 2, ["Week", "week"])),
    ("1 headings for 2 columns", lambda sheet: sheet.table("tbl_a", 1, 1, 2, 2, ["Week"])),
    ("at least one row below", lambda sheet: sheet.table("tbl_a", 1, 1, 1, 1, ["Week"])),
    ("must be one line of text", lambda sheet: sheet.table("tbl_a", 1, 1, 2, 1, ["We\nek"])),
    ("prompt of 256", lambda sheet: sheet.validate("A1", InputRule("whole", 0, prompt="x" * 256))),
    (
        "error title of 33",
        lambda sheet: sheet.validate("A1", InputRule("whole", 0, error_title="x" * 33)),
    ),
    ("needs low= or high=", lambda sheet: sheet.validate("A1", InputRule("whole"))),
    ("needs source=", lambda sheet: sheet.validate("A1", InputRule("list", low=1))),
    ("must be a range", lambda sheet: sheet.validate("A1", InputRule("list", source='"a,b"'))),
    ("1899", lambda sheet: sheet.validate("A1", InputRule("date", dt.date(1899, 1, 1)))),
    ("ends before it starts", lambda sheet: sheet.name("in_x", 5, 5, 4, 5)),
]


@pytest.mark.parametrize(("message", "act"), REFUSED)
def test_the_writer_refuses(message: str, act: Callable[[Sheet], Any]) -> None:
    """What Excel would repair is refused while writing, with the reason."""
    with pytest.raises(ValueError, match=re.escape(message)):
        act(Book(title="T").sheet("S"))


def test_headings_must_stand_in_the_cells() -> None:
    """A table whose heading cell shows another text is refused on saving."""
    book = Book(title="T")
    sheet = book.sheet("S")
    _table(sheet, "tbl_one", 1, 3)
    sheet.text(1, 1, "Weak", "head")
    with pytest.raises(ValueError, match="S!A1: table tbl_one needs the heading 'Week'"):
        book.to_bytes()


@pytest.mark.parametrize(
    "title", ["", "x" * 32, "a/b", "a:b", "[x]", "'x", "x'", "history", " x", "a\x01"]
)
def test_bad_sheet_names(title: str) -> None:
    """Sheet names that Excel refuses are refused."""
    assert sheet_name_fault(title) is not None
    with pytest.raises(ValueError, match="sheet name"):
        Book(title="T").sheet(title)


def test_a_workbook_needs_a_visible_sheet() -> None:
    """Equal names, or nothing to see, are refused."""
    book = Book(title="T")
    book.sheet("Plan", visibility="veryHidden")
    with pytest.raises(ValueError, match="is used twice"):
        book.sheet("PLAN")
    with pytest.raises(ValueError, match="at least one visible sheet"):
        book.to_bytes()


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_cell_addresses_are_never_names(col: int, row: int) -> None:
    """Whatever is the address of a cell is no name, and addresses match openpyxl's."""
    assert cell_name(row, col) == f"{get_column_letter(col)}{row}"
    assert LETTERS[col] == get_column_letter(col)
    assert name_fault(cell_name(row, col)) is not None
    assert name_fault(cell_name(row, col).lower()) is not None


@pytest.mark.parametrize("name", ["R", "c", "R1C1", "rc", "my name", "1_a", "a-b", "aht", "in:x"])
def test_bad_names(name: str) -> None:
    """Names without a prefix, with blanks or signs, or read as a reference, are refused."""
    assert name_fault(name) is not None


@pytest.mark.parametrize("name", ["in_aht_s", "_out_x", "live_x.y", "tbl_Q1", "in_R1C1"])
def test_good_names(name: str) -> None:
    """A prefix and an underscore make any contact-centre word a legal name."""
    assert name_fault(name) is None


def test_function_list() -> None:
    """Old functions pass, new and moving ones do not, add-ins only with a fallback."""
    assert unknown_functions("SUM(1)+sumproduct((A1:A3>1)*1)") == []
    for name in ("OFFSET", "INDIRECT", "LET", "IFS", "EDATE", "TEXT", "NOW", "_xlfn.XLOOKUP"):
        assert name not in NATIVE
        assert unknown_functions(f"1+{name}(A1)") == [name.upper()]
    assert unknown_functions("IFERROR(CAP_REQUIRED_FTE(A1),B1)") == []
    assert unknown_functions("CAP_REQUIRED_FTE(A1)") == ["CAP_REQUIRED_FTE"]


def test_names_in_formulas() -> None:
    """Words in texts, sheets, columns of tables and addresses are no names."""
    formula = "\"in_text\"&'My in_sheet'!A1&tbl_q[[#This Row],[in_column]]&$B$5&B:C&TRUE&1E-7"
    assert unknown_names(formula, {"tbl_q"}) == []
    assert unknown_names("in_a+IN_B*out_c", {"in_b"}) == ["in_a", "out_c"]
