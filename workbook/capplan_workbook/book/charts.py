"""Charts dressed one way: no border, light grid, own colours, title and unit in the cells above.

Colour means the same on every chart: teal available or good, navy required, rust bad or cost
up, amber a target. A date axis with months is the only label control that both Excel and
LibreOffice follow, so weekly series use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.axis import ChartLines, DateAxis, NumericAxis, TextAxis
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.series import Series as XmlSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import coordinate_to_tuple

from capplan_workbook.book.theme import colour

_EMU_PER_CM = 360_000
_EMU_PER_POINT = 12_700
_X_AXIS, _DATE_AXIS, _Y_AXIS = 10, 500, 100

LegendPlace = Literal["top", "right", "bottom", "none"]
Chart = BarChart | LineChart
_PLACES: dict[LegendPlace, Literal["t", "r", "b"]] = {"top": "t", "right": "r", "bottom": "b"}


@dataclass(frozen=True, slots=True)
class Series:
    """One line or column: its legend text (or `=Sheet!$B$5`), its cells and its colour.

    `values` is a range with its sheet, such as ``Supply!$G$9:$BF$9``. `fill` "none" leaves the
    columns invisible, for the feet of a bridge.
    """

    title: str
    values: str
    colour: str = "teal"
    width_pt: float = 2.25
    dashed: bool = False
    fill: Literal["solid", "none"] = "solid"


@dataclass(frozen=True, slots=True)
class LineChartSpec:
    """Lines over weeks or months; `dates` says that the categories are days."""

    categories: str
    series: tuple[Series, ...]
    dates: bool = True
    category_format: str = "mmm"
    value_format: str = "#,##0"
    low: float | None = None
    high: float | None = None
    step: float | None = None
    legend: LegendPlace = "top"


@dataclass(frozen=True, slots=True)
class ColumnChartSpec:
    """Columns beside each other, or up and down from zero when `overlap` is 100, with lines.

    `lying` columns are bars to the left and right of zero, the first category on top.
    """

    categories: str
    series: tuple[Series, ...]
    lines: tuple[Series, ...] = ()
    dates: bool = False
    category_format: str = "mmm"
    value_format: str = "#,##0"
    low: float | None = None
    high: float | None = None
    step: float | None = None
    gap_width: int = 60
    overlap: int = 100
    legend: LegendPlace = "top"
    lying: bool = False


@dataclass(frozen=True, slots=True)
class StackedSpec:
    """Stacked columns, such as cost by type or the pieces of a bridge."""

    categories: str
    series: tuple[Series, ...]
    lines: tuple[Series, ...] = ()
    dates: bool = False
    category_format: str = "mmm"
    value_format: str = "#,##0"
    low: float | None = None
    high: float | None = None
    step: float | None = None
    gap_width: int = 50
    legend: LegendPlace = "right"


ChartSpec = LineChartSpec | ColumnChartSpec | StackedSpec


def build(spec: ChartSpec) -> Chart:
    """The dressed chart for a specification."""
    chart = _lines(spec, spec.series) if isinstance(spec, LineChartSpec) else _columns(spec)
    _dress(chart, spec)
    return chart


def place(anchor: str, width_cm: float, height_cm: float) -> OneCellAnchor:
    """A chart's place: its top left corner on a cell, its size in centimetres."""
    row, col = coordinate_to_tuple(anchor.replace("$", ""))
    size = XDRPositiveSize2D(round(width_cm * _EMU_PER_CM), round(height_cm * _EMU_PER_CM))
    return OneCellAnchor(_from=AnchorMarker(row=row - 1, col=col - 1), ext=size)


def _lines(spec: ChartSpec, series: tuple[Series, ...]) -> LineChart:
    chart = LineChart()
    chart.series = [_xml_series(item, spec, _line_look(item)) for item in series]
    for item in chart.series:
        item.smooth = False
        item.marker.symbol = "none"
    _axes(chart, spec)
    return chart


def _columns(spec: ColumnChartSpec | StackedSpec) -> BarChart:
    chart = BarChart()
    chart.type = "col"
    stacked = isinstance(spec, StackedSpec)
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if isinstance(spec, StackedSpec) else spec.overlap
    chart.gapWidth = spec.gap_width
    chart.series = [_xml_series(item, spec, _fill_look(item)) for item in spec.series]
    for item in chart.series:
        item.invertIfNegative = False  # Excel would paint negative columns white
    _axes(chart, spec)
    if spec.lines:
        chart += _lines(spec, spec.lines)
    if isinstance(spec, ColumnChartSpec) and spec.lying:
        _lay(chart)
    return chart


def _lay(chart: BarChart) -> None:
    chart.type = "bar"
    chart.x_axis.axPos, chart.y_axis.axPos = "l", "b"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"  # the last category is at the bottom now, and so are the numbers


def _xml_series(item: Series, spec: ChartSpec, look: GraphicalProperties) -> XmlSeries:
    is_reference = item.title.startswith("=")
    label = SeriesLabel(strRef=StrRef(f=item.title[1:])) if is_reference else None
    label = label or SeriesLabel(v=item.title)
    series = XmlSeries(val=NumDataSource(numRef=NumRef(f=item.values)), tx=label)
    if spec.dates:
        series.cat = AxDataSource(numRef=NumRef(f=spec.categories))
    else:
        series.cat = AxDataSource(strRef=StrRef(f=spec.categories))
    series.spPr = look
    return series


def _line_look(item: Series) -> GraphicalProperties:
    line = LineProperties(
        solidFill=colour(item.colour),
        w=round(item.width_pt * _EMU_PER_POINT),
        prstDash="dash" if item.dashed else None,
        cap="rnd",
    )
    return GraphicalProperties(ln=line)


def _fill_look(item: Series) -> GraphicalProperties:
    if item.fill == "none":
        return GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    return GraphicalProperties(solidFill=colour(item.colour), ln=LineProperties(noFill=True))


def _axes(chart: Chart, spec: ChartSpec) -> None:
    chart.x_axis = _date_axis(spec) if spec.dates else TextAxis(axId=_X_AXIS, crossAx=_Y_AXIS)
    chart.y_axis = NumericAxis(axId=_Y_AXIS, crossAx=_DATE_AXIS if spec.dates else _X_AXIS)
    chart.x_axis.tickLblPos = "low"  # below the plot also when columns go under zero
    chart.x_axis.axPos = "b"
    chart.y_axis.crossBetween = "midCat" if isinstance(spec, LineChartSpec) else "between"
    chart.y_axis.majorGridlines = ChartLines(
        spPr=GraphicalProperties(ln=LineProperties(solidFill=colour("grid"), w=_EMU_PER_POINT // 2))
    )
    _scale(chart.y_axis, spec)
    formats = ((chart.x_axis, spec.category_format), (chart.y_axis, spec.value_format))
    for axis, number_format in formats:
        axis.delete = False  # without this current Excel shows no axis at all
        axis.number_format = number_format
        axis.numFmt.sourceLinked = False
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.txPr = _rich_text()
    chart.x_axis.spPr = GraphicalProperties(
        ln=LineProperties(solidFill=colour("slate_light"), w=_EMU_PER_POINT * 3 // 4)
    )
    chart.y_axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))


def _date_axis(spec: ChartSpec) -> DateAxis:
    axis = DateAxis(axId=_DATE_AXIS, crossAx=_Y_AXIS)
    # Columns need a day or month as wide as their data; lines keep the exact day.
    axis.baseTimeUnit = "days" if isinstance(spec, LineChartSpec) else "months"
    axis.majorTimeUnit = "months"
    axis.majorUnit = 1
    axis.auto = False
    return axis


def _scale(axis: NumericAxis, spec: ChartSpec) -> None:
    axis.scaling.min = spec.low
    axis.scaling.max = spec.high
    axis.majorUnit = spec.step


def _dress(chart: Chart, spec: ChartSpec) -> None:
    chart.title = None
    chart.roundedCorners = False
    chart.visible_cells_only = False  # grouped helper rows may be folded away
    chart.display_blanks = "gap"
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    chart.legend = None
    if spec.legend != "none":
        place = _PLACES[spec.legend]
        chart.legend = Legend(legendPos=place, overlay=False, txPr=_rich_text())
        chart.legend.legendEntry = [
            LegendEntry(idx=at, delete=True)
            for at, item in enumerate(spec.series)
            if item.fill == "none"
        ]


def _rich_text() -> RichText:
    look = CharacterProperties(
        sz=900, solidFill=colour("slate_dark"), latin=Font(typeface="+mn-lt")
    )
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look, r=[])
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])
