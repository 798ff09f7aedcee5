"""Finishing the file: cells, texts, alt text and sparklines go in, clocks go out.

openpyxl writes the shell of the workbook; this module copies its parts into a fresh archive
and completes them. Times inside the archive are fixed, so equal input gives equal bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import canonicalize

from capplan_workbook.book.sparklines import Sparkline, extension_list
from capplan_workbook.book.text import SharedStrings, escape, escape_attribute

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY = re.compile(rb"<(\w+)((?: [^<>]*)?)></\1>")
_LETTER = re.compile(rb"&#(\d+);")
_LAST_ASCII = 127
_DIFFERING = re.compile(rb"xmlns:|&#")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DOCUMENT_TIME = "2000-01-01T00:00:00Z"
_SHEET_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_DRAWING_PART = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_CHART_PART = re.compile(r"xl/charts/chart\d+\.xml")
_SHEET_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_FRAME = re.compile(rb"(<(?:\w+:)?cNvPr\b)([^>]*?)(/?>)")
_PLOT_AREA = re.compile(rb"<((?:\w+:)?)plotArea>")
# Excel writes repeated columns before repeated rows.
_SHEET = rb"(?:'[^'<>]*(?:''[^'<>]*)*'|\w+)!"
_TITLES = re.compile(rb"(%b\$\d+:\$\d+),(%b\$[A-Z]+:\$[A-Z]+)" % (_SHEET, _SHEET))
_STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_STRINGS_LINK = (
    b'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'sharedStrings" Target="/xl/sharedStrings.xml" Id="rIdTexts"/>'
)
_LEVEL = 2  # a tenth larger than the usual 6 in a quarter of the time
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class Document:
    """What the file says about itself."""

    title: str
    subject: str
    language: str


@dataclass(frozen=True, slots=True)
class SheetParts:
    """What one sheet adds to its shell; the cells are rendered only when their turn comes."""

    sheet_data: Callable[[], str]
    dimension: str
    sparklines: Sequence[Sparkline]
    alt_texts: Sequence[str]


def finish(
    shell: io.BytesIO, sheets: Sequence[SheetParts], strings: SharedStrings, document: Document
) -> bytes:
    """The complete file from the shell and what the sheets add."""
    described = [sheet.alt_texts for sheet in sheets if sheet.alt_texts]
    out = io.BytesIO()
    with zipfile.ZipFile(shell) as source, zipfile.ZipFile(out, "w") as target:
        for name in _ordered(source.namelist()):
            raw = _canonical(source.read(name)) if name != _STRINGS else b""
            data = _part(name, raw, sheets, described, strings, document)
            target.writestr(_entry(name), data, compresslevel=_LEVEL)
    return out.getvalue()


def _part(
    name: str,
    data: bytes,
    sheets: Sequence[SheetParts],
    described: Sequence[Sequence[str]],
    strings: SharedStrings,
    document: Document,
) -> bytes:
    if match := _SHEET_PART.fullmatch(name):
        return _fill_sheet(data, sheets[int(match[1]) - 1])
    if match := _DRAWING_PART.fullmatch(name):
        return _describe(data, described[int(match[1]) - 1])
    if _CHART_PART.fullmatch(name):
        return _untitled(data)
    rewritten: dict[str, Callable[[], bytes]] = {
        _STRINGS: strings.xml,
        "docProps/core.xml": lambda: _core(document),
        "docProps/app.xml": _app,
        "xl/workbook.xml": lambda: _TITLES.sub(rb"\2,\1", data),
        "[Content_Types].xml": lambda: _with(data, b"</Types>", _STRINGS_TYPE),
        "xl/_rels/workbook.xml.rels": lambda: _with(data, b"</Relationships>", _STRINGS_LINK),
    }
    return rewritten[name]() if name in rewritten else data


def _canonical(data: bytes) -> bytes:
    # The shell writer uses one of two XML libraries; this is the form both agree on. Parts
    # without prefixes differ only in empty elements and in letters written as numbers.
    plain = _LETTER.sub(_letter, data)
    if _DIFFERING.search(plain):
        return _DECLARATION + canonicalize(data.decode()).encode()
    body = plain.partition(b"?>")[2].lstrip() if plain.startswith(b"<?") else plain
    return _DECLARATION + _EMPTY.sub(rb"<\1\2/>", body.replace(b" />", b"/>"))


def _letter(match: re.Match[bytes]) -> bytes:
    code = int(match[1])
    return chr(code).encode() if code > _LAST_ASCII else match[0]


def _with(data: bytes, end: bytes, entry: bytes) -> bytes:
    # Some versions of the shell writer announce the shared texts already.
    return data if b"sharedStrings.xml" in data else data.replace(end, entry + end)


def _fill_sheet(data: bytes, sheet: SheetParts) -> bytes:
    rows = f"<sheetData>{sheet.sheet_data()}</sheetData>".encode()
    data, count = _DIMENSION.subn(f'<dimension ref="{sheet.dimension}"'.encode(), data, count=1)
    before, after = _split(data)
    extra = extension_list(sheet.sparklines).encode()
    if count != 1 or not after.endswith(b"</worksheet>"):
        raise ValueError("the sheet shell has an unexpected form; check the openpyxl version")
    return before + rows + after.removesuffix(b"</worksheet>") + extra + b"</worksheet>"


def _split(data: bytes) -> tuple[bytes, bytes]:
    match = _SHEET_DATA.search(data)
    if match is None:
        raise ValueError("the sheet shell has no sheetData; check the openpyxl version")
    return data[: match.start()], data[match.end() :].rstrip()


def _describe(data: bytes, texts: Sequence[str]) -> bytes:
    queue = iter(texts)

    def add(match: re.Match[bytes]) -> bytes:
        text = escape_attribute(next(queue))
        return match[1] + match[2] + f' descr="{text}"'.encode() + match[3]

    done, count = _FRAME.subn(add, data)
    if count != len(texts):
        raise ValueError(f"{len(texts)} alt texts for {count} charts")
    return done


def _untitled(data: bytes) -> bytes:
    # A chart with one series would otherwise show its name as a title.
    if b"autoTitleDeleted" in data:
        return data
    return _PLOT_AREA.sub(rb'<\1autoTitleDeleted val="1"/><\1plotArea>', data, count=1)


def _ordered(names: Sequence[str]) -> list[str]:
    # Programs that sniff file types look at the first entries only.
    rest = [name for name in names if name not in _FIRST_PARTS and name != _STRINGS]
    return [*_FIRST_PARTS, *rest, _STRINGS]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # the same bytes on every operating system
    entry.external_attr = 0
    return entry


def _core(document: Document) -> bytes:
    body = (
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title>"
        f"<dc:subject>{escape(document.subject)}</dc:subject>"
        "<dc:creator>capplan</dc:creator><cp:lastModifiedBy>capplan</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_DOCUMENT_TIME}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_DOCUMENT_TIME}</dcterms:modified>'
        f"<dc:language>{escape(document.language)}</dc:language>"
        "</cp:coreProperties>"
    )
    return _DECLARATION + body.encode()


def _app() -> bytes:
    # LibreOffice keeps stored values only for files of Excel; ours are complete and checked.
    return _DECLARATION + (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"><Application>Microsoft Excel</Application>'
        b"<AppVersion>16.0300</AppVersion></Properties>"
    )
