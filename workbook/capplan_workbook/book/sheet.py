"""One sheet of the workbook: cells plus everything around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from capplan_workbook.book import banners, rules, tables
from capplan_workbook.book.cells import Grid, Value
from capplan_workbook.book.charts import ChartSpec, build, place
from capplan_workbook.book.name_list import TakenNames
from capplan_workbook.book.names import (
    LETTERS,
    MAX_COLUMN,
    MAX_ROW,
    cell_name,
    quote_sheet,
    range_name,
)
from capplan_workbook.book.sparklines import Sparkline
from capplan_workbook.book.styles import StyleBook
from capplan_workbook.book.text import SharedStrings, clean

Column = int | str


@dataclass(frozen=True, slots=True)
class TableClaim:
    """A table and the heading texts that must stand in its first row."""

    name: str
    row: int
    col: int
    headers: tuple[str, ...]


class Sheet(Grid):
    """Cells and furniture of one sheet; made by `Book.sheet`."""

    def __init__(
        self, shell: Worksheet, styles: StyleBook, strings: SharedStrings, names: TakenNames
    ) -> None:
        super().__init__(shell.title, styles, strings)
        self._names = names
        self.shell = shell
        self.sparklines: list[Sparkline] = []
        self.alt_texts: list[str] = []
        self.tables: list[TableClaim] = []
        self._outline = 0

    # -- names, links and tables --------------------------------------------------------------

    def ref(self, row: int, col: int, row2: int | None = None, col2: int | None = None) -> str:
        """An absolute address with the sheet, for formulas, charts and lists elsewhere."""
        return f"{quote_sheet(self.title)}!{range_name(row, col, row2, col2)}"

    def name(
        self, name: str, row: int, col: int, row2: int | None = None, col2: int | None = None
    ) -> None:
        """Names a cell or range for the whole workbook, such as `in_aht_s`."""
        self._names.define(name, self.ref(row, col, row2, col2))

    def link(
        self, row: int, col: int, target: str, text: str, style: str = "link", tip: str = ""
    ) -> None:
        """Text that jumps inside the workbook, such as to `Checks!A1`."""
        self.text(row, col, text, style)
        jump = Hyperlink(ref=cell_name(row, col), location=target, display=clean(text))
        jump.tooltip = clean(tip) or None
        self.shell.cell(row, col).hyperlink = jump

    def table(
        self,
        name: str,
        first_row: int,
        first_col: int,
        last_row: int,
        last_col: int,
        headers: Sequence[str],
        filters: bool = False,
    ) -> None:
        """Declares a table; the caller writes the headings of its first row as text."""
        box = (first_row, first_col, last_row, last_col)
        self._names.claim(name)
        tables.add(self.shell, name, box, list(headers), filters)
        self.tables.append(TableClaim(name, first_row, first_col, tuple(headers)))

    def check_tables(self) -> None:
        """Refuses a table whose heading cells differ: Excel would offer to repair the file."""
        for claim in self.tables:
            for col, header in enumerate(claim.headers, claim.col):
                if not self.holds_text(claim.row, col, header):
                    place = self.where(claim.row, col)
                    raise ValueError(f"{place}: table {claim.name} needs the heading {header!r}")

    # -- rules on ranges ----------------------------------------------------------------------

    def validate(self, cells: str, rule: rules.InputRule) -> None:
        """What may be typed into the cells."""
        checked = rules.validation(rule)
        checked.add(cells)
        self.shell.add_data_validation(checked)

    def status_format(self, cells: str) -> None:
        """Colours the words OK, REVIEW and FAIL."""
        for rule in rules.status_rules():
            self.shell.conditional_formatting.add(cells, rule)

    def colour_scale(
        self, cells: str, low: float = 0.85, middle: float = 1.0, high: float = 1.15
    ) -> None:
        """Rust at `low`, white in the middle, teal at `high`."""
        self.shell.conditional_formatting.add(cells, rules.scale_rule(low, middle, high))

    def highlight(self, cells: str, formula: str, look: rules.Look = "live") -> None:
        """Shows the cells where the formula is true: live, good, bad, warn or muted."""
        rule = rules.highlight_rule(formula.removeprefix("="), look)
        self.shell.conditional_formatting.add(cells, rule)

    # -- rows, columns, pages -----------------------------------------------------------------

    def width(self, col: Column, width: float, last: Column | None = None) -> None:
        """Sets the width of a column, or of the columns up to `last`, in characters."""
        first = _column(col)
        for index in range(first, _column(last or first) + 1):
            self.shell.column_dimensions[LETTERS[index]].width = width
            self._widths[index] = width

    def group_rows(self, first: int, last: int, hidden: bool = False) -> None:
        """Folds helper rows under the row above them."""
        for row in range(first, last + 1):
            self.row_sizes.fold(row, hidden)
        if hidden and first > 1:
            self.row_sizes.mark_folded(first - 1)
        self.shell.sheet_format.outlineLevelRow = 1

    def group_columns(self, first: Column, last: Column, hidden: bool = False) -> None:
        """Folds helper columns."""
        for index in range(_column(first), _column(last) + 1):
            column = self.shell.column_dimensions[LETTERS[index]]
            column.outlineLevel, column.hidden = 1, hidden
        self.shell.column_dimensions.max_outline = 1

    def page_break_column(self, col: Column) -> None:
        """Starts a new printed page after the column."""
        self.shell.col_breaks.append(Break(id=_column(col), min=0, max=MAX_ROW - 1, man=True))

    def page_break_row(self, row: int) -> None:
        """Starts a new printed page after the row."""
        self.shell.row_breaks.append(Break(id=row, min=0, max=MAX_COLUMN - 1, man=True))

    def print_area(self, cells: str) -> None:
        """Prints these cells only."""
        self.shell.print_area = cells

    # -- banner, charts -----------------------------------------------------------------------

    def banner(
        self,
        title: str,
        sentence: str,
        last_col: int,
        status_formula: str = "",
        status_value: Value = "",
        links: Sequence[tuple[str, str]] = (),
        link_cols: Sequence[int] | None = None,
    ) -> None:
        """Rows 1 to 3: title, purpose in one sentence, then status and links (target, text).

        Links stand in the last columns unless `link_cols` says where; weekly sheets put them
        into the frozen columns.
        """
        banners.write(self, title, sentence, last_col, (status_formula, status_value))
        columns = link_cols or range(last_col - len(links) + 1, last_col + 1)
        for col, (target, text) in zip(columns, links, strict=True):
            self.link(banners.LINK_ROW, col, target, text, "banner_link")

    def chart(
        self, spec: ChartSpec, anchor: str, width_cm: float, height_cm: float, alt_text: str
    ) -> None:
        """Places a chart with its top left corner on a cell; the text describes it aloud."""
        described = " ".join(clean(alt_text).split())
        if not described:
            raise ValueError(f"{self.title}!{anchor}: a chart needs alt text")
        drawn: Any = build(spec)
        drawn.anchor = place(anchor, width_cm, height_cm)
        self.shell.add_chart(drawn)
        self.alt_texts.append(described)

    def sparkline(
        self,
        kind: Literal["column", "line"],
        data_range: str,
        cell: str,
        up: str = "teal",
        down: str = "rust",
    ) -> None:
        """A small chart of the range inside one cell; negative bars take the `down` colour.

        Columns show and print everywhere; LibreOffice 7.4 leaves lines out of a PDF.
        """
        data = data_range if "!" in data_range else f"{quote_sheet(self.title)}!{data_range}"
        self.sparklines.append(Sparkline(kind, data.replace("$", ""), cell, up, down))


def _column(col: Column) -> int:
    return col if isinstance(col, int) else int(column_index_from_string(col))
