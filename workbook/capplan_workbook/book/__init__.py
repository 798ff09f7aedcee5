"""Writing planning workbooks: formulas with their values, dressed, checked, byte for byte stable.

One pass stores formula and cached value of each cell, so readers that do not calculate show
numbers, and Excel does not recalculate at load. Rows and columns count from 1.

    book = Book(title="Capacity plan", subject="FY 2026", footer="capplan 0.1.0  |  run 1a2b3c",
                custom={"capplan.schema": "1"}, currency="£")
    page = PageSetup(scale=60, repeat_columns="B:F", repeat_rows="5:6")
    sheet = book.sheet("Supply", tab="grey", freeze="G7", protect=True, page=page)
    sheet.banner("Supply", "People join, train, nest and leave.", 58,
                 '"Scenario: "&live_scenario', "Scenario: Base",
                 links=[("Guide!A1", "Guide"), ("Checks!A1", "Checks")])
    sheet.text(9, 2, "Leavers", "label")
    sheet.formulas(9, 7, ["G8*live_attrition", …], [3.2, …], "calc.dec1")
    sheet.name("out_leavers", 9, 7, 9, 58)
    book.save("plan.xlsx")

Cells (`cells.Grid`): text, number, date, blank, blanks, formula, formulas, formula_column,
numbers, texts, link. Furniture (`sheet.Sheet`): name, table, validate, status_format,
colour_scale, highlight, width, height, group_rows, group_columns, page_break_column,
page_break_row, banner, chart, sparkline, ref, print_area.
Rows grow with large or wrapped text unless `height` is set; set column widths for wrapping.
Styles are named `kind.format`, see `styles.KINDS` and `styles.FORMATS`.
`check_package(path)` lists what would make Excel offer a repair.
"""

from capplan_workbook.book.book import Book
from capplan_workbook.book.charts import ColumnChartSpec, LineChartSpec, Series, StackedSpec
from capplan_workbook.book.gate import check_package
from capplan_workbook.book.names import cell_name, range_name
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.book.rules import InputRule
from capplan_workbook.book.sheet import Sheet

__all__ = [
    "Book",
    "ColumnChartSpec",
    "InputRule",
    "LineChartSpec",
    "PageSetup",
    "Series",
    "Sheet",
    "StackedSpec",
    "cell_name",
    "check_package",
    "range_name",
]
