"""The harness that lets LibreOffice judge a workbook is itself right."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import libreoffice
import openpyxl
import pytest
from libreoffice import compare, recalculate, set_cells
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from sheet_xml import CellValue, read_cells

pytest_plugins = ["pytester"]

SHEET = "Plan of 2026"
STORED = {"B1": "30", "B2": "100", "B3": "0.3", "B4": "OK", "B5": "1"}
TEXTS = {"B4": "str", "B5": "b"}


def store(path: Path, values: dict[str, str]) -> None:
    """Write results into formula cells, as openpyxl cannot."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    xml = parts[sheet].decode()
    for address, value in values.items():
        cell = rf'<c r="{address}"([^>]*)>(<f>.*?</f>)<v\s*(?:/>|></v>)'
        kind = f' t="{TEXTS[address]}"' if address in TEXTS else ""
        xml, found = re.subn(cell, rf'<c r="{address}"\1{kind}>\2<v>{value}</v>', xml)
        assert found == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in (parts | {sheet: xml.encode()}).items():
            book.writestr(name, data)


def make_book(path: Path, stored: dict[str, str]) -> Path:
    """A sheet with two inputs, a text, a styled blank cell, and five formulas over them."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet["A1"], sheet["A2"], sheet["C1"] = 10, 20, "shared text"
    sheet["A3"].number_format = "0.00"
    sheet["B1"] = "=SUM(A1:A3)"
    sheet["B2"] = "=A1*A1"
    sheet["B3"] = "=B1/B2"
    sheet["B4"] = '=IF(B1>5,"OK","FAIL")'
    sheet["B5"] = "=B1>5"
    book.defined_names["in_volume"] = DefinedName("in_volume", attr_text=f"'{SHEET}'!$A$1")
    book.save(path)
    store(path, stored)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose stored results are all right."""
    return make_book(tmp_path / "book.xlsx", STORED)


def value(path: Path, address: str) -> CellValue:
    """The stored value of one cell of the sheet."""
    return read_cells(path)[f"{SHEET}!{address}"].value


@pytest.mark.libreoffice
def test_right_results_agree(book: Path, tmp_path: Path) -> None:
    """A workbook with right stored results has no line of difference."""
    assert compare(book, recalculate(book, tmp_path / "out")) == []


@pytest.mark.libreoffice
def test_planted_wrong_results_are_named(tmp_path: Path) -> None:
    """Wrong numbers, texts and yes/no are each named with both values, and nothing else is."""
    wrong = make_book(tmp_path / "w.xlsx", STORED | {"B3": "0.3000001", "B4": "FAIL", "B5": "0"})
    assert compare(wrong, recalculate(wrong, tmp_path / "out")) == [
        f"{SHEET}!B3: stored 0.3000001, recalculated 0.3",
        f"{SHEET}!B4: stored 'FAIL', recalculated 'OK'",
        f"{SHEET}!B5: stored False, recalculated True",
    ]


@pytest.mark.libreoffice
def test_typed_over_cells_reach_the_formulas(book: Path, tmp_path: Path) -> None:
    """Numbers typed into filled, blank and missing cells are what the formulas then use."""
    typed = set_cells(
        book, {"in_volume": 4.5, f"{SHEET}!A3": 7, f"'{SHEET}'!C9": "new"}, tmp_path / "typed.xlsx"
    )
    got = recalculate(typed, tmp_path / "out")
    assert (value(got, "B1"), value(got, "B2")) == (31.5, 20.25)
    assert compare(typed, got) == [
        f"{SHEET}!B1: stored 30.0, recalculated 31.5",
        f"{SHEET}!B2: stored 100.0, recalculated 20.25",
        f"{SHEET}!B3: stored 0.3, recalculated {value(got, 'B3')!r}",
    ]


@pytest.mark.libreoffice
def test_several_workbooks_in_one_start(book: Path, tmp_path: Path) -> None:
    """Files converted together come back in the order given."""
    other = set_cells(book, {"in_volume": 1}, tmp_path / "other.xlsx")
    first, second = libreoffice.recalculate_many([other, book], tmp_path / "out")
    assert (value(first, "B1"), value(second, "B1")) == (21.0, 30.0)


@pytest.mark.libreoffice
def test_print_shows_recalculated_values(book: Path, tmp_path: Path) -> None:
    """The PDF holds the new numbers, as words and as pictures of the pages."""
    typed = set_cells(book, {"in_volume": 4567}, tmp_path / "typed.xlsx")
    pdf = libreoffice.to_pdf(typed, tmp_path / "out")
    pages = libreoffice.pdf_pages(pdf, tmp_path / "pages", dpi=40)
    assert "4587" in libreoffice.pdf_text(pdf)
    assert [page.read_bytes()[:4] for page in pages] == [b"\x89PNG"]


@pytest.mark.libreoffice
def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    """A file that LibreOffice cannot read raises instead of giving an old or empty result."""
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(RuntimeError, match=r"made no damaged\.xlsx"):
        recalculate(damaged, tmp_path / "out")


def test_results_never_replace_their_workbook(book: Path) -> None:
    """Converting a workbook into its own folder is refused."""
    with pytest.raises(ValueError, match="holds the workbooks"):
        recalculate(book, book.parent)


def test_a_formula_without_a_result_is_a_fault(tmp_path: Path) -> None:
    """A stored value that is missing is reported even when nothing else differs."""
    stored = {address: text for address, text in STORED.items() if address != "B2"}
    bare = make_book(tmp_path / "bare.xlsx", stored)
    assert compare(bare, bare) == [f"{SHEET}!B2: a formula without a stored value"]


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("0.3", "0.3000000001", True),
        ("0.3", "0.300000001", False),
        ("0", "9e-13", True),
        ("0", "2e-12", False),
        ("0", "0.0003", False),
    ],
)
def test_tolerance(tmp_path: Path, ours: str, theirs: str, agree: bool) -> None:
    """Numbers agree within 1e-9 of their size; beside zero only what rounding leaves agrees."""
    left = make_book(tmp_path / "left.xlsx", STORED | {"B3": ours})
    right = make_book(tmp_path / "right.xlsx", STORED | {"B3": theirs})
    assert (compare(left, right) == []) is agree


@pytest.mark.parametrize("typed", [1234.5, -1e-7, 42, "text", " <&> ", True, None])
@pytest.mark.parametrize("address", ["A1", "A3", "C1", "B2", "D1", "AA2", "C40"])
def test_only_the_typed_cell_changes(
    book: Path, tmp_path: Path, address: str, typed: CellValue
) -> None:
    """A typed value is read back, and every other cell and every other part is as before."""
    out = set_cells(book, {f"{SHEET}!{address}": typed}, tmp_path / "out.xlsx")
    before, after = read_cells(book), read_cells(out)
    assert after.pop(f"{SHEET}!{address}").value == typed
    before.pop(f"{SHEET}!{address}", None)
    assert after == before
    assert libreoffice.cell_values(out).get(f"{SHEET}!{address}") == typed
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert (changed, new.namelist()) == (["xl/worksheets/sheet1.xml"], old.namelist())


def test_the_style_of_a_typed_cell_stays(book: Path, tmp_path: Path) -> None:
    """A blank cell formatted for two decimals still is after a number is typed into it."""
    out = set_cells(book, {f"{SHEET}!A3": 3}, tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(out)[SHEET]["A3"].number_format == "0.00"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("Nowhere!A1", "no sheet named 'Nowhere'"),
        ("in_nothing", "no defined name"),
        (f"{SHEET}!A1:B2", "not the address of one cell"),
    ],
)
def test_unknown_targets_are_refused(book: Path, tmp_path: Path, target: str, words: str) -> None:
    """A sheet, name or address that is not there is an error that quotes it."""
    with pytest.raises(ValueError, match=words):
        set_cells(book, {target: 1}, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_a_shared_formula_is_not_typed_over(book: Path, tmp_path: Path) -> None:
    """Typing over the master of a formula that other cells share would break those cells."""
    edited = openpyxl.load_workbook(book)
    edited[SHEET]["D1"] = ArrayFormula("D1:D2", "=A1:A2*2")
    edited.save(book)
    with pytest.raises(ValueError, match="other cells share"):
        set_cells(book, {f"{SHEET}!D1": 1}, tmp_path / "out.xlsx")


@pytest.mark.parametrize("settings", [{"CI": "true"}, {"CAPPLAN_REQUIRE_LIBREOFFICE": "1"}])
def test_the_gate_requires_libreoffice(settings: dict[str, str]) -> None:
    """Where CI says so a missing LibreOffice is a failure, not a skip."""
    assert libreoffice.required(settings)
    assert not libreoffice.required({})


@pytest.mark.parametrize(("part", "found"), [("libsclo.so", True), ("libswlo.so", False)])
def test_a_starter_without_calc_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, found: bool
) -> None:
    """LibreOffice without its spreadsheet part is treated as missing."""
    starter = tmp_path / "program" / "soffice"
    starter.parent.mkdir()
    starter.with_name(part).touch()
    monkeypatch.setattr("shutil.which", {"soffice": str(starter)}.get)
    assert libreoffice.find_soffice() == (starter if found else None)


def probe(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str) -> pytest.RunResult:
    """Run one marked test under this project's conftest on a machine without LibreOffice."""
    here = Path(__file__).parent
    pytester.makeconftest((here / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = libreoffice: needs it")
    pytester.makepyfile("import pytest\n@pytest.mark.libreoffice\ndef test_it(): pass")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("CAPPLAN_REQUIRE_LIBREOFFICE", raising=False)
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    return pytester.runpytest_inprocess()


@pytest.mark.parametrize(("ci", "outcome"), [("true", "errors"), ("", "skipped")])
def test_without_libreoffice(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: str
) -> None:
    """Without LibreOffice a marked test fails in the gate and else skips with the reason shown."""
    result = probe(pytester, monkeypatch, ci)
    assert result.parseoutcomes()[outcome] == 1
    result.stdout.fnmatch_lines(["*not installed: LibreOffice Calc (soffice)*"])
