"""The workbook: sheets, shared styles and texts, names, and saving it."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from typing import BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

from capplan_workbook.book import pages
from capplan_workbook.book.names import check_name, check_sheet_name
from capplan_workbook.book.package import Document, SheetParts, finish
from capplan_workbook.book.sheet import Sheet
from capplan_workbook.book.styles import StyleBook
from capplan_workbook.book.text import SharedStrings, clean
from capplan_workbook.book.theme import theme

# The calculation engine of current Excel: an older number makes Excel recalculate at load.
CALC_ID = 191029

Visibility = Literal["visible", "hidden", "veryHidden"]


class Book:
    """A workbook being written; equal calls give equal bytes.

    `custom` are document properties such as the schema version, `footer` stands on the left of
    every printed page, `currency` is the symbol of the currency formats.
    """

    def __init__(
        self,
        title: str,
        subject: str = "",
        footer: str = "",
        language: str = "en",
        custom: Mapping[str, str] | None = None,
        currency: str = "£",
    ) -> None:
        self._workbook = Workbook()
        self._workbook.loaded_theme = theme()
        self._workbook.calculation = CalcProperties(calcId=CALC_ID, fullCalcOnLoad=False)
        properties = vars(self._workbook)["custom_doc_props"]
        for key, value in (custom or {}).items():
            properties.append(StringProperty(name=key, value=clean(value)))
        self._document = Document(clean(title), clean(subject), clean(language))
        self._footer = clean(footer)
        self._taken: set[str] = set()
        self.styles = StyleBook(self._workbook, currency)
        self.strings = SharedStrings()
        self.sheets: list[Sheet] = []

    def sheet(
        self,
        title: str,
        tab: str = "",
        landscape: bool = True,
        fit_width: bool = True,
        scale: int | None = None,
        freeze: str = "",
        repeat_columns: str = "",
        repeat_rows: str = "",
        zoom: int = 90,
        protect: bool = False,
        visibility: Visibility = "visible",
        fit_height: bool = False,
    ) -> Sheet:
        """Adds a sheet; `scale` in percent replaces fitting to one page wide.

        `fit_height` keeps all on one page, as a dashboard should.
        """
        check_sheet_name(title, [sheet.title for sheet in self.sheets])
        shell = self._workbook.create_sheet() if self.sheets else self._workbook.worksheets[0]
        shell.title = title
        shell.sheet_state = visibility
        pages.set_view(shell, tab, zoom, freeze)
        pages.set_print(shell, landscape, scale, (fit_width, fit_height))
        pages.set_footer(shell, self._footer)
        pages.set_repeats(shell, repeat_columns, repeat_rows)
        if protect:
            pages.protect(shell)
        self.sheets.append(Sheet(self, shell))
        return self.sheets[-1]

    def claim_name(self, name: str) -> str:
        """Takes a name for a range or table; both share one list, capitals do not count."""
        if check_name(name).lower() in self._taken:
            raise ValueError(f"name {name!r} is used twice")
        self._taken.add(name.lower())
        return name

    def define_name(self, name: str, reference: str) -> None:
        """Gives a reference such as `Queues!$C$8` a name for the whole workbook."""
        self.claim_name(name)
        self._workbook.defined_names[name] = DefinedName(name, attr_text=reference)

    def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Writes the workbook to a path or an open binary file."""
        data = self.to_bytes()
        if isinstance(target, (str, os.PathLike)):
            with open(target, "wb") as stream:
                stream.write(data)
        else:
            target.write(data)

    def to_bytes(self) -> bytes:
        """The finished file as bytes."""
        if not any(sheet.shell.sheet_state == "visible" for sheet in self.sheets):
            raise ValueError("a workbook needs at least one visible sheet")
        for sheet in self.sheets:
            sheet.check_tables()
        pages.select_first_visible(self._workbook, [sheet.shell for sheet in self.sheets])
        shell = io.BytesIO()
        with zipfile.ZipFile(shell, "w") as archive:
            ExcelWriter(self._workbook, archive).save()
        parts = [
            SheetParts(sheet.sheet_data, sheet.dimension(), sheet.sparklines, sheet.alt_texts)
            for sheet in self.sheets
        ]
        return finish(shell, parts, self.strings, self._document)
