"""Files that are no planning workbook, are damaged, or are meant to do harm."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from capplan_workbook import check_plan, read_plan, read_selector
from capplan_workbook.reading import container
from capplan_workbook.reading.growth import SCHEMA
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook
from reader_workbooks import WEEKS, edited, faults, typed, with_part, write

from capplan.errors import PlanInputError, TemplateError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook without a fault."""
    return write(tmp_path_factory.mktemp("files") / "plan.xlsx")


def _zip(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return data.getvalue()


FOREIGN = {
    "empty": (b"", "0 bytes"),
    "csv": (b"Week,Sales\n2026-01-05,100\n", "CSV"),
    "csv with semicolons": ("\ufeffWoche;Vertrieb\n05.01.2026;100\n".encode(), "CSV"),
    "web page": (b"\n<HTML><table><tr><td>1</td></tr></table>", "HTML"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "old excel": (OLE, ".xls"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no Excel workbook"),
    "archive": (_zip("notes.txt"), "no Excel workbook"),
    "opendocument": (_zip("mimetype", "content.xml"), "OpenDocument"),
    "binary workbook": (_zip("[Content_Types].xml", "xl/workbook.bin"), ".xlsb"),
    "hollow workbook": (_zip("[Content_Types].xml", "xl/workbook.xml"), "damaged"),
    "cut short": (b"PK\x03\x04" + b"\x14\0" * 40, "damaged or was cut short"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_that_is_no_workbook_gets_one_clear_line(tmp_path: Path, kind: str) -> None:
    """Whatever stands in a file of that name, the message says what it is."""
    content, says = FOREIGN[kind]
    file = tmp_path / "plan.xlsx"
    file.write_bytes(content)
    for read in (read_plan, check_plan, read_selector):
        with pytest.raises(TemplateError) as refused:
            read(file)
        line = str(refused.value)
        assert says in line
        assert line.startswith("plan.xlsx: ")
        assert "\n" not in line
        assert len(line) <= 255


def test_a_missing_file_and_a_folder_are_operating_system_faults(tmp_path: Path) -> None:
    """A path that cannot be read is no fault of the workbook."""
    for path in (tmp_path / "nowhere.xlsx", tmp_path):
        with pytest.raises(OSError, match=re.escape(path.name)):
            read_plan(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_damaged(book: Path, tmp_path: Path, share: float) -> None:
    """A download that broke off is told as such."""
    data = book.read_bytes()
    file = tmp_path / "plan.xlsx"
    file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(TemplateError, match="damaged or was cut short"):
        read_plan(file)


@settings(max_examples=25)
@drawn(st.integers(0, 10**9), st.integers(1, 255))
def test_a_changed_byte_is_survived(
    book: Path, tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    """Damage anywhere ends in assumptions, faults or one line, never in another error."""
    data = bytearray(book.read_bytes())
    data[place % len(data)] ^= change
    file = tmp_path_factory.getbasetemp() / "byte.xlsx"
    file.write_bytes(data)
    with suppress(PlanInputError, TemplateError):
        assert read_plan(file).calendar.weeks == WEEKS


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"])
@pytest.mark.parametrize("damage", ["cut", "text", "gone"])
def test_a_damaged_part_is_one_line(book: Path, part: str, damage: str) -> None:
    """A part that is no XML any more makes the workbook a damaged one."""
    spoiled = {"cut": lambda xml: xml[: len(xml) // 2], "text": lambda _: b"oops",
               "gone": lambda _: b""}[damage]  # fmt: skip
    with pytest.raises(TemplateError, match=r"plan\.xlsx: the workbook is damaged"):
        read_plan(with_part(book, part, spoiled))


def test_entity_declarations_are_not_opened(book: Path) -> None:
    """XML that defines entities could unpack without end, so it is refused unread."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
    with pytest.raises(TemplateError, match="declares XML entities"):
        read_plan(with_part(book, "xl/worksheets/sheet3.xml", lambda _: bomb))


def test_a_part_that_unpacks_without_measure_is_not_opened(book: Path) -> None:
    """A part of over a hundred times its packed size is refused before it is unpacked."""
    out = book.with_name("bomb.xlsx")
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            copy.writestr(info, source.read(info.filename))
        copy.writestr("xl/media/blank.bin", bytes(container.RATIO_FROM + 1))
    with pytest.raises(TemplateError, match="unpacks to over 100 times its size"):
        read_plan(out)


def test_sizes_have_limits(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large a file, packed or unpacked, is refused with the limit."""
    large = tmp_path / "large.xlsx"
    with large.open("wb") as stream:
        stream.truncate(container.MOST_ZIPPED + 1)
    with pytest.raises(TemplateError, match="allowed up to 20 MB"):
        read_plan(large)
    monkeypatch.setattr(container, "MOST_UNPACKED", 1000)
    with pytest.raises(TemplateError, match="allowed up to 200 MB"):
        read_plan(book)


def _version(text: str) -> bytes:
    return f">{text}</vt:lpwstr>".encode()


def _in_property(book: Path, text: str) -> Path:
    return with_part(
        book, "docProps/custom.xml",
        lambda xml: re.sub(rb'(schema".*?)>\d+</vt:lpwstr>', rb"\1" + _version(text), xml, count=1),
    )  # fmt: skip


def test_a_newer_version_is_told_with_both_numbers(book: Path) -> None:
    """A workbook of a later layout is not guessed at."""
    with pytest.raises(TemplateError, match=f"schema 99, this capplan reads up to {SCHEMA}; upd"):
        read_plan(_in_property(book, "99"))
    with pytest.raises(TemplateError, match=f"found schema 'x'; allowed 1 to {SCHEMA}"):
        read_plan(_in_property(book, "x"))
    with pytest.raises(TemplateError, match="found schema '0'; allowed 1 to"):
        read_plan(_in_property(book, "0"))
    with pytest.raises(TemplateError, match=r"schema 9{20}, this capplan"):
        read_plan(_in_property(book, "9" * 5000))


def _drop_properties(wb: Workbook) -> None:
    properties: Any = wb
    properties.custom_doc_props.props.clear()


def test_a_file_without_its_property_is_known_by_sheet_and_names(book: Path) -> None:
    """Programs drop document properties; the hidden sheet or the names still tell."""

    def bare(wb: Workbook) -> None:
        _drop_properties(wb)
        del wb["_schema"]

    def newer(wb: Workbook) -> None:
        _drop_properties(wb)
        wb["_schema"]["J2"] = 7

    assert read_plan(edited(book, bare)).calendar.weeks == WEEKS
    with pytest.raises(TemplateError, match="schema 7"):
        read_plan(edited(book, newer))


def test_another_workbook_is_told_with_its_sheets(tmp_path: Path) -> None:
    """A workbook of someone else is no planning workbook."""
    wb = openpyxl.Workbook()
    wb.worksheets[0].title = "Budget 2019"
    wb.save(tmp_path / "other.xlsx")
    with pytest.raises(TemplateError, match=r"no planning workbook .* Budget 2019"):
        read_plan(tmp_path / "other.xlsx")


def test_dates_of_the_1904_calendar_are_read(book: Path) -> None:
    """A file that counts days from 1904 gives the same weeks."""

    def count_from_1904(wb: Workbook) -> None:
        wb.epoch = CALENDAR_MAC_1904

    file = edited(book, count_from_1904)
    assert faults(file) == []
    assert read_plan(file).calendar == read_plan(book).calendar


def test_names_of_one_sheet_and_broken_names_do_no_harm(book: Path) -> None:
    """A name that lost its cell, or stands for several, falls back to the label's row."""
    broken = with_part(
        book, "xl/workbook.xml",
        lambda xml: re.sub(rb'(name="in_(?:burden_share|hire_cost)">)[^<]*', rb"\1#REF!", xml),
    )  # fmt: skip
    assert read_plan(broken).values["burden_share"] == 0.22
    assert read_plan(typed(book, {"in_burden_share": 0.3})).values["burden_share"] == 0.3
