"""How a sheet meets the eye and the printer: view, page, footer, protection."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from capplan_workbook.book.text import footer_text
from capplan_workbook.book.theme import colour

ROW_POINTS = 15.0
_A4 = 9
_MARGINS_INCH = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
_FOOTER_LIMIT = 160  # Excel allows 255 for the three parts together


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How a sheet prints: its way up, how it fits, and what stands again on every page.

    `scale` in percent replaces fitting to one page wide; `fit_height` keeps all on one page, as a
    dashboard should.
    """

    landscape: bool = True
    fit_width: bool = True
    fit_height: bool = False
    scale: int | None = None
    repeat_columns: str = ""
    repeat_rows: str = ""


ONE_PAGE_WIDE = PageSetup()


def set_view(shell: Worksheet, tab: str, zoom: int, freeze: str) -> None:
    """No gridlines, a comfortable row height, frozen headings and a coloured tab."""
    shell.sheet_view.showGridLines = False
    shell.sheet_view.zoomScale = zoom
    shell.sheet_view.zoomScaleNormal = zoom
    shell.sheet_format.defaultRowHeight = ROW_POINTS
    shell.sheet_format.customHeight = True
    shell.sheet_properties.outlinePr = Outline(summaryBelow=False)
    shell.column_dimensions.max_outline = 0  # otherwise a second save differs from the first
    if freeze:
        shell.freeze_panes = freeze
    if tab:
        shell.sheet_properties.tabColor = f"FF{colour(tab)}"


def set_print(shell: Worksheet, page: PageSetup) -> None:
    """A4 paper, either at a scale or fitted to one page wide, one page high, or both."""
    shell.page_setup.paperSize = _A4
    shell.page_setup.orientation = "landscape" if page.landscape else "portrait"
    shell.page_margins = _MARGINS_INCH
    if page.scale is not None:
        shell.page_setup.scale = page.scale
    elif page.fit_width or page.fit_height:
        shell.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        shell.page_setup.fitToWidth = int(page.fit_width)
        shell.page_setup.fitToHeight = int(page.fit_height)


def set_footer(shell: Worksheet, text: str) -> None:
    """Product and run on the left, the sheet in the middle, the page on the right."""
    footer = HeaderFooterItem()
    left = footer_text(text)[:_FOOTER_LIMIT].rstrip("&") or " "
    for part, content in (
        (footer.left, left),
        (footer.center, "&A"),
        (footer.right, "Page &P of &N"),
    ):
        part.text, part.size = content, 8
    shell.HeaderFooter.oddFooter = footer


def set_repeats(shell: Worksheet, columns: str, rows: str) -> None:
    """Label columns and heading rows printed again on every page."""
    if columns:
        shell.print_title_cols = columns
    if rows:
        shell.print_title_rows = rows


def protect(shell: Worksheet) -> None:
    """Locks what is not an input, without a password: it prevents slips and is no security."""
    guard = shell.protection
    guard.sheet = True
    guard.objects = guard.scenarios = True
    guard.formatCells = guard.formatColumns = guard.formatRows = False
    guard.autoFilter = guard.sort = False


def select_first_visible(workbook: Workbook, shells: list[Worksheet]) -> None:
    """Opens the workbook on its first visible sheet, with no other sheet selected."""
    first = next(at for at, shell in enumerate(shells) if shell.sheet_state == "visible")
    workbook.active = first
    for at, shell in enumerate(shells):
        shell.sheet_view.tabSelected = at == first
