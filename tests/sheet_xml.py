"""Cells of an xlsx file read and changed in its own XML, the rest of the file untouched.

openpyxl drops what it does not know when it saves. A planner's spreadsheet program does not,
so a test that plays the planner edits the sheet's XML and leaves every other byte as it was.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.sax.saxutils import escape

CellValue = float | str | bool | None

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the file stores for one cell; `value` None means that nothing is stored."""

    formula: bool
    value: CellValue
    error: bool = False


def read_cells(path: Path) -> dict[str, Cell]:
    """Every stored cell by its place, such as ``Budget!G12``, dates as serial numbers."""
    with zipfile.ZipFile(path) as book:
        texts = _shared_texts(book)
        return {
            f"{sheet}!{address}": cell
            for sheet, part in sheet_parts(book).items()
            for address, cell in _cells_of(book, part, texts)
        }


def read_formulas(path: Path) -> dict[str, str]:
    """The text of every formula by its place; of a shared one only where it is written out."""
    with zipfile.ZipFile(path) as book:
        return {
            f"{sheet}!{element.get('r', '')}": text
            for sheet, part in sheet_parts(book).items()
            for element in ElementTree.fromstring(book.read(part)).iter(f"{_MAIN}c")
            if (text := element.findtext(f"{_MAIN}f"))
        }


def place_of(path: Path, target: str) -> str:
    """A cell's place such as ``Budget!G12``, given so or by its defined name."""
    with zipfile.ZipFile(path) as book:
        place = target if "!" in target else _named_place(book, target)
    sheet, _, address = place.rpartition("!")
    return f"{_plain(sheet)}!{address.replace('$', '')}"


def set_cells(path: Path, changes: Mapping[str, CellValue], out: Path) -> Path:
    """The workbook with some cells typed over, as a planner without capplan would.

    `changes` maps ``Sheet!A1``, or a defined name of one cell, to a number, a text, a yes/no or
    None (cleared). Styles stay, stored results of formulas stay as stale as they are. Refused
    with a ValueError: an unknown sheet or name, and a formula that other cells share.
    """
    with zipfile.ZipFile(path) as book:
        parts = sheet_parts(book)
        edited: dict[str, bytes] = {}
        for target, value in changes.items():
            part, address = _locate(book, parts, target)
            xml = edited.get(part) or book.read(part)
            edited[part] = _with_cell(xml, address, value, target)
        _copy_with(book, edited, out)
    return out


def sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Which file inside the archive holds each sheet."""
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {
        sheet.get("name", ""): normpath(join("/xl", targets[sheet.get(_LINK, "")])).lstrip("/")
        for sheet in sheets
    }


def _shared_texts(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_text_of(item) for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]


def _text_of(item: ElementTree.Element) -> str:
    return "".join(run.text or "" for run in item.iter(f"{_MAIN}t"))


def _cells_of(book: zipfile.ZipFile, part: str, texts: list[str]) -> Iterator[tuple[str, Cell]]:
    with book.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_MAIN}c":
                yield element.get("r", ""), _cell(element, texts)
            elif element.tag == f"{_MAIN}row":
                element.clear()


def _cell(element: ElementTree.Element, texts: list[str]) -> Cell:
    kind = element.get("t", "n")
    formula = element.find(f"{_MAIN}f") is not None
    stored = element.findtext(f"{_MAIN}v")
    if kind == "inlineStr":
        inline = element.find(f"{_MAIN}is")
        return Cell(formula, "" if inline is None else _text_of(inline))
    if kind == "str":
        return Cell(formula, stored or "")
    if not stored:
        return Cell(formula, None)
    if kind == "s":
        return Cell(formula, texts[int(stored)])
    if kind == "n":
        return Cell(formula, float(stored))
    return Cell(formula, stored == "1") if kind == "b" else Cell(formula, stored, kind == "e")


def _locate(book: zipfile.ZipFile, parts: Mapping[str, str], target: str) -> tuple[str, str]:
    place = target if "!" in target else _named_place(book, target)
    sheet, _, address = place.rpartition("!")
    sheet = _plain(sheet)
    address = address.replace("$", "")
    if sheet not in parts:
        raise ValueError(f"{target}: no sheet named {sheet!r}; there are {', '.join(parts)}")
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"{target}: {address!r} is not the address of one cell")
    return parts[sheet], address


def _plain(sheet: str) -> str:
    """A sheet's name without the quotation marks of an address."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _named_place(book: zipfile.ZipFile, name: str) -> str:
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    for defined in root.iter(f"{_MAIN}definedName"):
        if defined.get("name") == name and defined.text:
            return defined.text
    raise ValueError(f"{name}: no defined name of the workbook, and not of the form Sheet!A1")


def _with_cell(xml: bytes, address: str, value: CellValue, target: str) -> bytes:
    found = re.search(rb'<c\b[^>]*?\br="%b"[^>]*?(?:/>|>.*?</c>)' % address.encode(), xml, re.S)
    if found is None:
        return _with_new_cell(xml, address, _cell_xml(address, b"", value))
    if re.search(rb'<f\b[^>]*\bt="(?:shared|array)"', found[0]):
        raise ValueError(f"{target}: holds a formula that other cells share")
    style = re.search(rb'^[^>]*?( s="\d+")', found[0])
    cell = _cell_xml(address, style[1] if style else b"", value)
    return xml[: found.start()] + cell + xml[found.end() :]


def _cell_xml(address: str, style: bytes, value: CellValue) -> bytes:
    head = b'<c r="%b"%b' % (address.encode(), style)
    if value is None:
        return head + b"/>"
    if isinstance(value, bool):
        return head + b' t="b"><v>%d</v></c>' % value
    if isinstance(value, str):
        text = escape(value).encode()
        return head + b' t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % text
    return head + b"><v>%b</v></c>" % repr(value).encode()


def _with_new_cell(xml: bytes, address: str, cell: bytes) -> bytes:
    column, row = column_row(address)
    for found in re.finditer(rb'<row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</row>)', xml, re.S):
        if int(found[1]) == row:
            return xml[: found.start()] + _in_row(found[0], column, cell) + xml[found.end() :]
        if int(found[1]) > row:
            return xml[: found.start()] + _new_row(row, cell) + xml[found.start() :]
    opened = re.sub(rb"<sheetData\s*/>", b"<sheetData></sheetData>", xml)
    return opened.replace(b"</sheetData>", _new_row(row, cell) + b"</sheetData>")


def _in_row(row: bytes, column: int, cell: bytes) -> bytes:
    if row.endswith(b"/>"):
        return row[:-2] + b">" + cell + b"</row>"
    for found in re.finditer(rb'<c\b[^>]*?\br="([A-Z]+\d+)"', row):
        if column_row(found[1].decode())[0] > column:
            return row[: found.start()] + cell + row[found.start() :]
    return row.removesuffix(b"</row>") + cell + b"</row>"


def _new_row(row: int, cell: bytes) -> bytes:
    return b'<row r="%d">%b</row>' % (row, cell)


def column_row(address: str) -> tuple[int, int]:
    """Column and row of an address such as ``G12``, counted from 1."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise ValueError(f"{address!r} is not the address of one cell")
    column = 0
    for letter in parts[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(parts[2])


def _copy_with(book: zipfile.ZipFile, edited: Mapping[str, bytes], out: Path) -> None:
    with zipfile.ZipFile(out, "w") as copy:
        for info in book.infolist():
            copy.writestr(info, edited.get(info.filename) or book.read(info.filename))
