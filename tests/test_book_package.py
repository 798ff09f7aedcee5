"""The finished archive: no clocks, no recalculation at load, everything in its place."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from capplan_workbook.book import Book, ColumnChartSpec, LineChartSpec, Series, StackedSpec
from capplan_workbook.book.sparklines import Sparkline, extension_list
from capplan_workbook.book.styles import FORMATS, KINDS, split_style
from capplan_workbook.book.theme import COLOURS, colour
from test_book_sample import load, sample_book

SAMPLE = sample_book().to_bytes()
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def part(name: str, data: bytes = SAMPLE) -> str:
    """One part of the sample as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def chart(number: int) -> ElementTree.Element:
    """One chart of the sample."""
    return ElementTree.fromstring(part(f"xl/charts/chart{number}.xml"))


def test_no_clock_in_the_archive() -> None:
    """Entries carry one fixed time, the document another, on every system."""
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}
    assert entries[0].filename == "[Content_Types].xml"
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", part("docProps/core.xml"))) == {
        "2000-01-01T00:00:00Z"
    }


def test_both_xml_libraries_give_the_same_bytes(tmp_path: Path) -> None:
    """With and without lxml the file is the same."""
    code = "import sys; from test_book_sample import sample_book; sample_book().save(sys.argv[1])"
    for choice in ("True", "False"):
        environment = {**os.environ, "OPENPYXL_LXML": choice}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        command = [sys.executable, "-c", code, str(tmp_path / choice)]
        subprocess.run(command, env=environment, check=True, timeout=120)
    assert (tmp_path / "True").read_bytes() == (tmp_path / "False").read_bytes() == SAMPLE


def test_excel_keeps_the_stored_values() -> None:
    """The file states the current engine, so Excel does not recalculate at load."""
    assert re.search(r'<calcPr calcId="191029" fullCalcOnLoad="0"', part("xl/workbook.xml"))
    assert "<Application>Microsoft Excel</Application>" in part("docProps/app.xml")


def test_document_properties() -> None:
    """Title, subject, language and own properties are stored, markup in them as text."""
    book = Book(title="A & <B>", subject="FY", language="de", custom={"capplan.schema": "1"})
    book.sheet("Plan")
    read = load(book)
    properties = read.properties
    assert (properties.title, properties.subject, properties.language) == ("A & <B>", "FY", "de")
    assert [(item.name, item.value) for item in read.custom_doc_props.props] == [
        ("capplan.schema", "1")
    ]


def test_footer_doubles_the_ampersand() -> None:
    """An ampersand in the footer prints as such; sheet and page stand beside it."""
    footer = re.search(r"<oddFooter>(.*?)</oddFooter>", part("xl/worksheets/sheet1.xml"))
    assert footer is not None
    text = footer[1].replace("&amp;", "&")
    assert text == "&L&8 capplan 0.1.0  |  run 1a2b3c, R&&D&C&8 &A&R&8 Page &P of &N"


def test_repeated_columns_come_first() -> None:
    """Print titles stand in the order Excel writes them."""
    assert "'Supply'!$B:$F,'Supply'!$5:$6" in part("xl/workbook.xml")


def test_folded_rows() -> None:
    """Helper rows are hidden one level down, the row above carries the sign."""
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', part("xl/worksheets/sheet2.xml")))
    assert rows["8"] == rows["9"] == ' outlineLevel="1" hidden="1"'
    assert rows["7"] == ' collapsed="1"'
    assert 'outlineLevelRow="1"' in part("xl/worksheets/sheet2.xml")


def test_every_chart_is_described() -> None:
    """Alt text is stored for each chart in order, with its quotes and brackets."""
    root = ElementTree.fromstring(part("xl/drawings/drawing1.xml"))
    frames = [node.get("descr") for node in root.iter() if node.tag.endswith("}cNvPr")]
    assert frames == [
        'Required and "available" FTE <by week> & more',
        "Gap by week",
        "Handling times",
    ]
    with pytest.raises(ValueError, match="needs alt text"):
        Book(title="T").sheet("S").chart(LineChartSpec("S!$A$1", ()), "B2", 5, 5, " ")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_charts_are_dressed(number: int) -> None:
    """No border, no rounding, no title, axes shown, hidden cells drawn, light grid."""
    root = chart(number)
    values = {node.tag.removeprefix(C): node.get("val") for node in root.iter()}
    assert (values["roundedCorners"], values["autoTitleDeleted"]) == ("0", "1")
    assert values["plotVisOnly"] == "0"
    shown = [axis.find(f"{C}delete") for axis in root.iter() if axis.tag.endswith("Ax")]
    assert [node.get("val") for node in shown if node is not None] == ["0", "0"]
    assert root.find(f"{C}spPr/{A}ln/{A}noFill") is not None
    grid = root.find(f".//{C}majorGridlines//{A}srgbClr")
    assert grid is not None
    assert grid.get("val") == COLOURS["grid"]
    assert list(root.iter(f"{C}title")) == []


def test_line_chart_by_month() -> None:
    """Weekly lines stand on a date axis labelled by month, in their own colour and weight."""
    root = chart(1)
    axis = root.find(f".//{C}dateAx")
    assert axis is not None
    units = {node.tag.removeprefix(C): node.get("val") for node in axis}
    assert (units["baseTimeUnit"], units["majorTimeUnit"]) == ("days", "months")
    assert [node.get("formatCode") for node in axis.iter(f"{C}numFmt")] == ["mmm"]
    lines = [(node.get("w"), node.find(f".//{A}srgbClr")) for node in root.iter(f"{A}ln")]
    colours = [(width, tone.get("val")) for width, tone in lines if tone is not None]
    assert ("28575", COLOURS["teal"]) in colours
    assert ("22225", COLOURS["navy"]) in colours
    lowest = [node.get("val") or "" for node in root.iter(f"{C}min")]
    assert [float(value) for value in lowest] == [250]


def test_columns_with_a_dashed_line() -> None:
    """Columns up and down share the axes with a dashed line; no column is inverted."""
    root = chart(2)
    plot = root.find(f".//{C}plotArea")
    assert plot is not None
    assert [node.tag.removeprefix(C) for node in plot][:2] == ["barChart", "lineChart"]
    axes = [[node.get("val") for node in plot[at].findall(f"{C}axId")] for at in (0, 1)]
    assert axes[0] == axes[1]
    assert {node.get("val") for node in root.iter(f"{C}invertIfNegative")} == {"0"}
    assert "dash" in {node.get("val") for node in root.iter(f"{A}prstDash")}


def test_stacked_columns_have_invisible_feet() -> None:
    """A stack is a stack, its legend stands right, and feet are not painted."""
    root = chart(3)
    values = {node.tag.removeprefix(C): node.get("val") for node in root.iter()}
    assert (values["grouping"], values["overlap"], values["legendPos"]) == ("stacked", "100", "r")
    assert root.find(f".//{C}ser/{C}spPr/{A}noFill") is not None
    hidden = root.find(f".//{C}legendEntry/{C}idx")
    assert hidden is not None
    assert hidden.get("val") == "0"


@pytest.mark.parametrize("dates", [True, False])
@pytest.mark.parametrize("kind", [LineChartSpec, ColumnChartSpec, StackedSpec])
def test_every_chart_has_matching_axes(kind: Callable[..., Any], dates: bool) -> None:
    """Each series names axes that exist and cross each other."""
    book = Book(title="T")
    sheet = book.sheet("S")
    spec = kind("S!$A$1:$A$9", (Series("One", "S!$B$1:$B$9"),), dates=dates, legend="none")
    sheet.chart(spec, "B2", 8, 5, "One")
    root = ElementTree.fromstring(part("xl/charts/chart1.xml", book.to_bytes()))
    used = {node.get("val") for node in root.iter(f"{C}axId")}
    assert used == {node.get("val") for node in root.iter(f"{C}crossAx")}
    assert len(used) == 2
    assert root.find(f".//{C}legend") is None


def test_sparklines_come_last() -> None:
    """Small charts stand in the extension list, the last element, grouped by look."""
    xml = part("xl/worksheets/sheet1.xml")
    root = ElementTree.fromstring(xml)
    assert root[-1].tag.endswith("}extLst")
    assert xml.count("<x14:sparklineGroup ") == 2
    assert re.findall("<xm:sqref>(.*?)</xm:sqref>", xml) == ["H26", "H27"]
    assert extension_list([]) == ""
    same = [Sparkline("column", "S!A1:D1", f"E{row}") for row in (1, 2)]
    assert extension_list(same).count("<x14:sparklineGroup ") == 1


def test_own_theme() -> None:
    """The theme carries the colours of the product and Calibri, and cells follow it."""
    theme = part("xl/theme/theme1.xml")
    for name in ("navy", "teal", "amber", "rust", "slate"):
        assert f'val="{COLOURS[name]}"' in theme
    assert "Cambria" not in theme
    first = ElementTree.fromstring(part("xl/styles.xml")).find(f"{S}fonts/{S}font")
    assert first is not None
    look = {node.tag.removeprefix(S): node.get("val") for node in first}
    assert (look["name"], look["sz"], look["scheme"]) == ("Calibri", "10", "minor")
    with pytest.raises(ValueError, match="'pink'"):
        colour("pink")


def test_every_style_can_be_used() -> None:
    """Each kind goes with each format, and openpyxl reads the format as it was meant."""
    book = Book(title="T", currency="€")
    sheet = book.sheet("S")
    for row, kind in enumerate(KINDS, 1):
        for col, number_format in enumerate(FORMATS, 1):
            sheet.number(row, col, 1234.5, f"{kind}.{number_format}")
    shell = openpyxl.load_workbook(io.BytesIO(book.to_bytes())).worksheets[0]
    for row, (kind, look) in enumerate(KINDS.items(), 1):
        for col, (name, number_format) in enumerate(FORMATS.items(), 1):
            cell = shell.cell(row, col)
            assert cell.number_format == number_format.replace("¤", '"€"'), name
            assert (cell.style, cell.font.b) == (f"cp_{kind}", look.bold)
            assert cell.protection.locked == look.locked


@pytest.mark.parametrize(("style", "near"), [("calk", "calc"), ("calc.dec9", "dec"), ("", "known")])
def test_unknown_styles_are_refused(style: str, near: str) -> None:
    """An unknown style is refused with the closest known one."""
    with pytest.raises(ValueError, match=near):
        split_style(style)


@pytest.mark.parametrize("currency", ["", '"', "EUROS", "\\", "[$"])
def test_odd_currencies_are_refused(currency: str) -> None:
    """A currency that would break number formats is refused."""
    with pytest.raises(ValueError, match="currency"):
        Book(title="T", currency=currency)
