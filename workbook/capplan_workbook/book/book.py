"""The workbook: sheets, shared styles and texts, names, and saving it."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from typing import BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

from capplan_workbook.book import pages
from capplan_workbook.book.name_list import TakenNames
from capplan_workbook.book.names import check_sheet_name
from capplan_workbook.book.package import Document, SheetParts, finish
from capplan_workbook.book.pages import ONE_PAGE_WIDE, PageSetup
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
        self.names = TakenNames(self._workbook)
        self.styles = StyleBook(self._workbook, currency)
        self.strings = SharedStrings()
        self.sheets: list[Sheet] = []

    def sheet(
        self,
        title: str,
        tab: str = "",
        freeze: str = "",
        zoom: int = 90,
        protect: bool = False,
        visibility: Visibility = "visible",
        page: PageSetup = ONE_PAGE_WIDE,
    ) -> Sheet:
        """Adds a sheet with a coloured tab, frozen headings, and a page to print on."""
        check_sheet_name(title, [sheet.title for sheet in self.sheets])
        shell = self._workbook.create_sheet() if self.sheets else self._workbook.worksheets[0]
        shell.title = title
        shell.sheet_state = visibility
        pages.set_view(shell, tab, zoom, freeze)
        pages.set_print(shell, page)
        pages.set_footer(shell, self._footer)
        pages.set_repeats(shell, page.repeat_columns, page.repeat_rows)
        if protect:
            pages.protect(shell)
        self.sheets.append(Sheet(shell, self.styles, self.strings, self.names))
        return self.sheets[-1]

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
