"""A small workbook with one of everything, written, read back and recalculated."""

from __future__ import annotations

import datetime as dt
import io
import math
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from capplan_workbook.book import (
    Book,
    ColumnChartSpec,
    LineChartSpec,
    Series,
    Sheet,
    StackedSpec,
    check_package,
)
from capplan_workbook.book.names import LETTERS
from capplan_workbook.book.pages import PageSetup
from capplan_workbook.book.rules import InputRule
from libreoffice import compare, pdf_text, recalculate, to_pdf

WEEKS = 52
FIRST, LAST = 7, 6 + WEEKS
STATUS = '"Scenario: "&live_scenario&"   Checks: "&out_checks'
SHOWN = "Scenario: Base   Checks: REVIEW"
LINKS = [("Supply!A1", "Supply ›"), ("Queues!A1", "Queues ›"), ("Checks!A1", "Checks ›")]
HEADS = ["Queue", "Channel", "AHT (sec)", "Shrinkage", "Start"]
REQUIRED = [330 + 20 * math.sin(week / 6) for week in range(WEEKS)]
AVAILABLE = [325.0 + week for week in range(WEEKS)]
GAP = [has - needs for has, needs in zip(AVAILABLE, REQUIRED, strict=True)]


def sample_book() -> Book:
    """Five sheets with cells, names, a table, rules, links, charts and sparklines."""
    book = Book(
        title="Capacity plan",
        subject="FY 2026",
        footer="capplan 0.1.0  |  run 1a2b3c, R&D",
        custom={"capplan.schema": "1"},
    )
    dashboard = book.sheet("Dashboard", tab="teal", protect=True, page=PageSetup(fit_height=True))
    supply = book.sheet(
        "Supply",
        "grey",
        freeze="G7",
        protect=True,
        page=PageSetup(scale=60, repeat_columns="B:F", repeat_rows="5:6"),
    )
    queues, checks = book.sheet("Queues", tab="yellow"), book.sheet("Checks", tab="rust")
    hidden = book.sheet("_schema", visibility="veryHidden")
    hidden.text(1, 1, "capplan.schema", "plain")
    _queues(queues)
    _supply(supply)
    _dashboard(dashboard)
    _checks(checks)
    return book


def _queues(sheet: Sheet) -> None:
    sheet.banner("Queues", "What you believe.", 6, STATUS, SHOWN)
    sheet.width("A", 2)
    sheet.width("B", 22, "F")
    sheet.texts(6, 2, HEADS, "head")
    rows = [("=1+1", 420, 0.31), ("@x <b>&\x07", 610, 0.3), ("Sales, Service", 395, 0.29)]
    for row, (name, aht_s, shrinkage) in enumerate(rows, 7):
        sheet.texts(row, 2, [name, "Voice"], "input.text")
        sheet.number(row, 4, aht_s, "input.int")
        sheet.number(row, 5, shrinkage, "input.percent1")
        sheet.date(row, 6, dt.date(2026, 1, 5), "input.date")
    sheet.blanks(10, 2, 6, "input.general")
    sheet.table("tbl_queues", 6, 2, 10, 6, HEADS)
    sheet.name("in_aht_s", 7, 4, 10, 4)
    sheet.text(12, 2, "Base", "input_bold")
    sheet.name("live_scenario", 12, 2)
    sheet.texts(13, 2, ["Voice", "Chat"], "stamp")
    sheet.validate("D7:D10", InputRule("decimal", 1, 86_400, prompt_title="AHT", prompt="Seconds."))
    sheet.validate("C7:C10", InputRule("list", source="Queues!$B$13:$C$13"))
    sheet.validate("F7:F10", InputRule("date", dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
    sheet.text(15, 2, "A longer text that needs more than one line in its column.", "text")


def _supply(sheet: Sheet) -> None:
    sheet.banner("Supply", "Two lines and the gap.", LAST, STATUS, SHOWN)
    sheet.width("A", 2)
    for row, label in ((5, "Week starting"), (8, "Required FTE"), (9, "Available FTE")):
        sheet.text(row, 2, label, "label")
    for week in range(WEEKS):
        sheet.date(5, FIRST + week, dt.date(2026, 1, 5) + dt.timedelta(7 * week), "period.day")
    columns = LETTERS[FIRST : LAST + 1]
    sheet.numbers(8, FIRST, REQUIRED, "calc.dec1")
    sheet.numbers(9, FIRST, AVAILABLE, "calc.dec1")
    sheet.formulas(10, FIRST, [f"{at}9-{at}8" for at in columns], GAP, "total.dec1")
    coverage = [has / needs for has, needs in zip(AVAILABLE, REQUIRED, strict=True)]
    sheet.formulas(11, FIRST, [f"IF({at}8>0,{at}9/{at}8,1)" for at in columns], coverage, "calc")
    sheet.formula(10, 5, f"MIN({columns[0]}10:{columns[-1]}10)", min(GAP), "live.dec1")
    sheet.name("out_gap", 10, FIRST, 10, LAST)
    sheet.colour_scale(f"{columns[0]}11:{columns[-1]}11")
    sheet.highlight("B8:E11", "$E8<0", "bad")
    sheet.group_rows(8, 9, hidden=True)
    for column in (19, 32, 45):
        sheet.page_break_column(column)


def _dashboard(sheet: Sheet) -> None:
    sheet.banner(
        "Dashboard",
        "Are there enough people?",
        13,
        STATUS,
        "Scenario: Base   Checks: REVIEW",
        LINKS,
    )
    sheet.width("A", 2)
    sheet.width("B", 14, "M")
    sheet.text(5, 2, "Deepest gap, FTE", "kpi_label")
    sheet.formula(6, 2, "MIN(out_gap)", min(GAP), "kpi_value.dec1")
    weeks = f"Supply!$G$5:${LETTERS[LAST]}$5"
    required = Series("Required", f"Supply!$G$8:${LETTERS[LAST]}$8", "navy", 1.75)
    available = Series("=Supply!$B$9", f"Supply!$G$9:${LETTERS[LAST]}$9", "teal")
    line = LineChartSpec(weeks, (available, required), low=250)
    sheet.chart(line, "B9", 13, 7.5, 'Required and "available" FTE <by week> & more')
    target = Series("Target", "Supply!$G$8:$R$8", "amber", 1.5, dashed=True)
    columns = ColumnChartSpec("Supply!$G$5:$R$5", (Series("Gap", "Supply!$G$10:$R$10"),), (target,))
    sheet.chart(columns, "H9", 13, 7.5, "Gap by week")
    feet = Series("Feet", "Queues!$D$7:$D$9", fill="none")
    stack = StackedSpec("Queues!$B$7:$B$9", (feet, Series("AHT", "Queues!$D$7:$D$9", "rust")))
    sheet.chart(stack, "B26", 13, 7, "Handling times")
    sheet.sparkline("column", "Supply!$G$10:$J$10", "H26")
    sheet.sparkline("line", "Supply!$K$10:$N$10", "H27")


def _checks(sheet: Sheet) -> None:
    sheet.banner("Checks", "Can it be trusted?", 6, STATUS, SHOWN)
    for row, word in enumerate(("OK", "REVIEW", "FAIL"), 6):
        sheet.number(row, 4, row - 6, "calc.tolerance")
        test = f'IF(D{row}=0,"OK",IF(D{row}=1,"REVIEW","FAIL"))'
        sheet.formula(row, 5, test, word, "status")
    sheet.formula(9, 5, 'IF(COUNTIF(E6:E7,"FAIL")>0,"FAIL","REVIEW")', "REVIEW", "status")
    sheet.name("out_checks", 9, 5)
    sheet.status_format("E6:E9")


def load(book: Book, values: bool = True) -> Any:
    """The workbook as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        return openpyxl.load_workbook(io.BytesIO(book.to_bytes()), data_only=values)


def test_sample_is_sound() -> None:
    """A workbook with one of everything has no fault that Excel would repair."""
    assert check_package(io.BytesIO(sample_book().to_bytes())) == []


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    """Two builds are equal byte for byte, as are two saves of one, to a path or a stream."""
    book = sample_book()
    book.save(tmp_path / "plan.xlsx")
    with open(tmp_path / "stream.xlsx", "wb") as stream:
        book.save(stream)
    first, again = (tmp_path / "plan.xlsx").read_bytes(), (tmp_path / "stream.xlsx").read_bytes()
    assert first == again == sample_book().to_bytes()


def test_furniture_is_read_back() -> None:
    """Names, tables, rules, protection, freezing and printing survive a reading."""
    book = load(sample_book())
    supply, queues = book["Supply"], book["Queues"]
    assert book.defined_names["in_aht_s"].attr_text == "Queues!$D$7:$D$10"
    assert queues.tables["tbl_queues"].ref == "B6:F10"
    assert [column.name for column in queues.tables["tbl_queues"].tableColumns] == HEADS
    assert queues.tables["tbl_queues"].autoFilter is None
    assert len(queues.data_validations.dataValidation) == 3
    assert (supply.freeze_panes, supply.page_setup.scale) == ("G7", 60)
    assert (supply.print_title_cols, supply.print_title_rows) == ("$B:$F", "$5:$6")
    assert supply.protection.sheet
    assert not supply.protection.formatCells
    assert not queues.protection.sheet
    assert book["_schema"].sheet_state == "veryHidden"
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, *[False] * 4]
    assert all(not sheet.sheet_view.showGridLines for sheet in book)
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_only_inputs_are_unlocked() -> None:
    """A planner can type into inputs and nowhere else on a protected sheet."""
    book = load(sample_book())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.has_style]
    assert {cell.style for cell in cells if not cell.protection.locked} == {
        "cp_input",
        "cp_input_bold",
    }
    assert {"cp_calc", "cp_total", "cp_label"} < {cell.style for cell in cells}


def test_links_stay_inside() -> None:
    """A link jumps by location; nothing in the file leads outside."""
    links = [cell.hyperlink for cell in load(sample_book())["Dashboard"][3] if cell.hyperlink]
    assert [(link.ref, link.location, link.target) for link in links] == [
        ("K3", "Supply!A1", None),
        ("L3", "Queues!A1", None),
        ("M3", "Checks!A1", None),
    ]


@pytest.mark.libreoffice
def test_libreoffice_computes_the_same(tmp_path: Path) -> None:
    """After a full recalculation every formula still has the value stored with it."""
    path = tmp_path / "plan.xlsx"
    sample_book().save(path)
    assert compare(path, recalculate(path, tmp_path / "out")) == []


@pytest.mark.libreoffice
def test_it_prints(tmp_path: Path) -> None:
    """The dashboard is one page, the weekly sheet one page a quarter, without a #### cell."""
    path = tmp_path / "plan.xlsx"
    sample_book().save(path)
    pages = _pages(to_pdf(path, tmp_path / "out"))
    assert len(pages) == 1 + 4 + 1 + 1
    assert [page for page in pages if "###" in page or "#NAME?" in page] == []
    assert all("Available FTE" not in page for page in pages[1:5])  # folded away
    assert all("Week starting" in page for page in pages[1:5])  # repeated on each


def _pages(pdf: Path) -> list[str]:
    return pdf_text(pdf).rstrip("\f\n").split("\f")
