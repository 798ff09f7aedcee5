"""The workbook as it was sent: sheets, names, tables and cells, read once and never written."""

from __future__ import annotations

import io
import os
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl import load_workbook
from openpyxl.packaging.relationship import Relationship, get_dependents

from capplan.errors import TemplateError
from capplan_workbook.reading.container import file_bytes
from capplan_workbook.reading.places import Box, Spot, range_box, reference_box

LAST_ROW, LAST_COLUMN = 20_000, 1_000  # no plan within the limits reaches further
MARKUP = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CUSTOM = "docProps/custom.xml"
_CELL = re.compile(r"([A-Z]+)(\d+)")


class Cell(NamedTuple):
    """What one cell holds: for a formula, the result stored beside it."""

    value: Any = None
    formula: bool = False
    stored: bool = True
    error: bool = False


BLANK = Cell()


class Source:
    """One workbook file, opened for reading; sheets are parsed when they are first asked for."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.file_name = Path(path).name
        self._data = file_bytes(path)
        self._grids: dict[str, dict[tuple[int, int], Cell]] = {}
        with _damage(self.file_name):
            self._book = load_workbook(
                io.BytesIO(self._data), read_only=True, data_only=True, keep_links=False
            )
            self.epoch = self._book.epoch
            self._parts = _sheet_parts(self._data)
            self.sheets = tuple(self._parts)
            self.properties = _properties(self._data)
            self.names = self._defined_names()
            self.tables = self._all_tables()

    def cell(self, spot: Spot) -> Cell:
        """The cell at a place; a cell never typed into is blank."""
        return self.grid(spot.sheet).get((spot.row, spot.col), BLANK)

    def grid(self, sheet: str) -> dict[tuple[int, int], Cell]:
        """All cells of a sheet that hold something, by row and column."""
        if sheet not in self._grids:
            with _damage(self.file_name):
                self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    def _read(self, sheet: str) -> dict[tuple[int, int], Cell]:
        shell = self._book[sheet]
        shell.reset_dimensions()  # some programs write a wrong size into the sheet
        formulas = self._formulas(sheet)
        grid = {place: Cell(None, True, stored) for place, stored in formulas.items() if not stored}
        for row in shell.iter_rows(max_row=LAST_ROW):
            for cell in row:
                if cell.value is not None and cell.column <= LAST_COLUMN:
                    place = (cell.row, cell.column)
                    error = cell.data_type == "e"
                    grid[place] = Cell(cell.value, place in formulas, True, error)
        return grid

    def _formulas(self, sheet: str) -> dict[tuple[int, int], bool]:
        """Cells with a formula, and whether a result is stored beside it."""
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            xml = archive.read(self._parts[sheet])
        return dict(_formula_cells(xml)) if b"<f" in xml or b":f" in xml else {}

    def _defined_names(self) -> dict[str, Box]:
        """Names of the whole workbook; those of one sheet only where no other is left."""
        names: dict[str, Box] = {}
        scopes = [self._book.defined_names]
        scopes += [getattr(shell, "defined_names", {}) for shell in self._book.worksheets]
        for scope in scopes:
            for name, defined in scope.items():
                box = reference_box(defined.attr_text or "")
                if box is not None and box.sheet in self._parts:
                    names.setdefault(name.lower(), box)
        return names

    def _all_tables(self) -> dict[str, Box]:
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            return {
                name: box
                for sheet, part in self._parts.items()
                for name, box in _sheet_tables(archive, sheet, part)
            }


@contextmanager
def _damage(file_name: str) -> Iterator[None]:
    """Turns whatever breaks while a file is parsed into one clear line."""
    with warnings.catch_warnings():
        # parts that openpyxl does not know are no business of a reader of numbers
        warnings.simplefilter("ignore")
        try:
            yield
        except Exception as fault:  # a damaged part fails in any way, deep inside a parser
            raise TemplateError(
                f"{file_name}: the workbook is damaged ({type(fault).__name__}); open it in a "
                "spreadsheet program, let it repair the file, and save it"
            ) from fault


def _properties(data: bytes) -> dict[str, str]:
    """What the document says about itself beside title and author."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _CUSTOM not in archive.namelist():
            return {}
        found = fromstring(archive.read(_CUSTOM))
    return {one.get("name", ""): "".join(one.itertext()).strip() for one in found}


def _links(archive: zipfile.ZipFile, part: str) -> dict[str, Relationship]:
    """Where the links of a part lead, by their number; `part` is blank for the whole file."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in archive.namelist():
        return {}
    return {str(one.Id): one for one in get_dependents(archive, place)}


def _sheet_parts(data: bytes) -> dict[str, str]:
    """Which part of the archive holds each sheet, in the order of the tabs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        top = _links(archive, "").values()
        book = next(str(link.target) for link in top if link.Type.endswith("/officeDocument"))
        links, parts = _links(archive, book), {}
        for sheet in fromstring(archive.read(book)).iter(f"{MARKUP}sheet"):
            link = links[next(value for key, value in sheet.items() if key.endswith("}id"))]
            if link.Type.endswith("/worksheet"):
                parts[sheet.get("name", "")] = str(link.target)
        return parts


def _sheet_tables(archive: zipfile.ZipFile, sheet: str, part: str) -> Iterator[tuple[str, Box]]:
    for link in _links(archive, part).values():
        if link.Type.endswith("/table"):
            table = fromstring(archive.read(link.target))
            box = range_box(sheet, table.get("ref", ""))
            if box is not None:
                below = int(table.get("totalsRowCount", "0"))
                yield table.get("displayName", "").lower(), box._replace(bottom=box.bottom - below)


def _formula_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], bool]]:
    row = column = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end")):
        if element.tag == f"{MARKUP}row":
            if event == "start":
                row, column = int(element.get("r", row + 1)), 0
            else:
                element.clear()
            if row > LAST_ROW:
                return
        elif element.tag == f"{MARKUP}c" and event == "end":
            column = _column_of(element.get("r"), column + 1)
            if element.find(f"{MARKUP}f") is not None:
                yield (row, column), _has_result(element)


def _column_of(address: str | None, otherwise: int) -> int:
    found = _CELL.fullmatch(address or "")
    box = range_box("", address or "") if found else None
    return box.left if box else otherwise


def _has_result(element: Any) -> bool:
    value = element.find(f"{MARKUP}v")
    return value is not None and (bool(value.text) or element.get("t") == "str")
