"""Cell looks named `kind.format`: what the cell is, and how its number reads.

The kind says who owns the number (input, calculated, total, stamped by the engine, add-in
function) and dresses it; the format has no locale codes, so every country sees its own signs.
Only the combinations a workbook uses are stored in it, each kind also as a named style `cp_…`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils.indexed_list import IndexedList

from capplan_workbook.book.theme import FONT, FONT_SIZE, colour

_SYMBOL = "¤"  # stands for the currency of the workbook in the formats below


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of cell looks: colours by name, sizes in points.

    `top` and `bottom` are lines as "weight colour", `box` the same on all four sides.
    """

    size: float = FONT_SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    font: str = "ink"
    fill: str = ""
    top: str = ""
    bottom: str = ""
    box: str = ""
    align: str = ""
    vertical: str = "center"
    wrap: bool = False
    indent: int = 0
    locked: bool = True


_HAIR = "thin line"
_HEAD = Kind(bold=True, font="white", fill="head", wrap=True, align="left")
_CALC = Kind(bottom=_HAIR)
_TOTAL = Kind(bold=True, font="navy", fill="panel", top="thin navy", bottom="thin navy")
_PANEL = Kind(fill="panel")
_INPUT = Kind(font="input", fill="input_fill", box="thin input_line", locked=False)

KINDS = MappingProxyType(
    {
        "plain": Kind(),
        "text": Kind(wrap=True, align="left", vertical="top"),
        "label": Kind(bottom=_HAIR, align="left"),
        "label_bold": Kind(bold=True, font="navy", bottom=_HAIR, align="left"),
        "note": Kind(size=9, italic=True, font="slate", align="left"),
        "how": Kind(size=9, italic=True, font="slate", align="left", bottom=_HAIR),
        "unit": Kind(size=9, font="slate", align="left", bottom=_HAIR),
        "mark": Kind(size=9, font="amber_dark", align="left", bottom=_HAIR, indent=1),
        "section": Kind(size=12, bold=True, font="navy", bottom="medium teal", align="left"),
        "heading": Kind(size=12, bold=True, font="navy", align="left"),
        "group": Kind(bold=True, font="navy", fill="teal_band", align="left"),
        "head": _HEAD,
        "head_right": replace(_HEAD, align="right"),
        "head_center": replace(_HEAD, align="center"),
        "period": Kind(size=9, font="slate", fill="panel", align="right"),
        "period_label": Kind(size=9, font="slate", fill="panel", align="left"),
        "period_bold": replace(_PANEL, bold=True, font="navy", bottom="thin navy", align="right"),
        "period_bold_label": replace(
            _PANEL, bold=True, font="navy", bottom="thin navy", align="left"
        ),
        "input": _INPUT,
        "input_center": replace(_INPUT, align="center"),
        "input_bold": replace(_INPUT, align="center", bold=True, size=12),
        "calc": _CALC,
        "calc_center": replace(_CALC, align="center"),
        "total": _TOTAL,
        "live": replace(_PANEL, bold=True, font="navy", bottom="thin mist"),
        "stamp": Kind(font="slate", fill="stamp_fill", bottom=_HAIR),
        "stamp_right": Kind(font="slate", fill="stamp_fill", bottom=_HAIR, align="right"),
        "addin": Kind(font="violet", fill="violet_fill", bottom=_HAIR),
        "kpi_label": replace(_PANEL, size=9, font="slate", top="medium teal", align="left"),
        "kpi_value": replace(_PANEL, size=18, bold=True, font="navy", align="left"),
        "kpi_note": replace(_PANEL, size=9, font="slate", align="left"),
        "title": Kind(size=18, bold=True, font="white", fill="navy", align="left"),
        "subtitle": Kind(font="mist", fill="navy", align="left", vertical="top"),
        "banner_note": replace(_PANEL, bold=True, font="navy", bottom=_HAIR, align="left"),
        "banner_link": replace(_PANEL, font="teal", bottom=_HAIR, align="right"),
        "status": Kind(bold=True, bottom=_HAIR, align="center"),
        "link": Kind(font="teal", underline=True, align="left"),
    }
)

_DASH = '"-"_)'
FORMATS = MappingProxyType(
    {
        "general": "General",
        "text": "@",
        "int": f"#,##0_);-#,##0_);{_DASH}",
        "dec1": f"#,##0.0_);-#,##0.0_);{_DASH}",
        "dec2": f"#,##0.00_);-#,##0.00_);{_DASH}",
        "dec3": f"#,##0.000_);-#,##0.000_);{_DASH}",
        "dec4": f"#,##0.0000_);-#,##0.0000_);{_DASH}",
        "count": "#,##0_)",
        "whole": "0_)",
        "tolerance": "General_)",
        "percent0": "0%_)",
        "percent1": "0.0%_)",
        "percent2": "0.00%_)",
        "signed0": f"+#,##0_);-#,##0_);{_DASH}",
        "signed1": f"+#,##0.0_);-#,##0.0_);{_DASH}",
        "signed2": f"+#,##0.00_);-#,##0.00_);{_DASH}",
        "signed_percent1": "+0.0%_);-0.0%_);0.0%_)",
        "date": "dd mmm yy_)",
        "date_or_none": 'dd mmm yy_);;"none"_)',
        "day": "dd mmm_)",
        "month": "mmm yy_)",
        "month_short": "mmm_)",
        "timestamp": "yyyy-mm-dd hh:mm_)",
        "time": "hh:mm_)",
        "money0": f"#,##0_);-#,##0_);{_DASH}",
        "money2": f"#,##0.00_);-#,##0.00_);{_DASH}",
        "thousands": f"#,##0,_);-#,##0,_);{_DASH}",
        "currency0": f"{_SYMBOL}#,##0_);-{_SYMBOL}#,##0_)",
        "currency2": f"{_SYMBOL}#,##0.00_);-{_SYMBOL}#,##0.00_)",
        "currency_millions": f'{_SYMBOL}#,##0.00,,"m"_);-{_SYMBOL}#,##0.00,,"m"_)',
    }
)


class StyleBook:
    """Gives each look a number on first use and stores it in the workbook."""

    def __init__(self, workbook: Workbook, currency: str = "£") -> None:
        self._ids: dict[tuple[str, bool], int] = {}
        self.tall: dict[int, float] = {}  # looks with letters larger than usual
        self._workbook = workbook
        self._symbol = _quoted_symbol(currency)
        _set_normal_font(workbook)

    def id(self, style: str, quoted: bool = False) -> int:
        """The number of a look; `quoted` marks text that must not be read as a formula."""
        found = self._ids.get((style, quoted))
        if found is None:
            found = self._ids[style, quoted] = self._register(style, quoted)
        return found

    def kind(self, style: str) -> Kind:
        """How cells of a style look."""
        return KINDS[style.partition(".")[0]]

    def _register(self, style: str, quoted: bool) -> int:
        kind, number_format = split_style(style)
        sheet = self._workbook.worksheets[0]
        cell = Cell(sheet, row=1, column=1)
        cell.style = self._named(kind)
        if number_format != "general":
            cell.number_format = FORMATS[number_format].replace(_SYMBOL, self._symbol)
        if quoted:
            cell.quotePrefix = True
        number = int(cell.style_id)
        if KINDS[kind].size > FONT_SIZE:
            self.tall[number] = KINDS[kind].size
        return number

    def _named(self, kind: str) -> str:
        name = f"cp_{kind}"
        if name not in self._workbook.named_styles:
            self._workbook.add_named_style(_named_style(name, KINDS[kind]))
        return name


def split_style(style: str) -> tuple[str, str]:
    """The kind and the format in a style name; an unknown one is refused with a suggestion.

    >>> split_style("calc.dec1"), split_style("label")
    (('calc', 'dec1'), ('label', 'general'))
    """
    kind, _, number_format = style.partition(".")
    number_format = number_format or "general"
    for part, known in ((kind, KINDS), (number_format, FORMATS)):
        if part not in known:
            near = get_close_matches(part, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
            raise ValueError(f"style {style!r}: {part!r} is unknown{hint}")
    return kind, number_format


def side(spec: str) -> Side:
    """A border line from "weight colour", such as "thin navy"; no line for ""."""
    if not spec:
        return Side()
    weight, name = spec.split()
    return Side(style="medium" if weight == "medium" else "thin", color=f"FF{colour(name)}")


def solid(name: str) -> PatternFill:
    """A plain fill in a colour of the product."""
    return PatternFill("solid", start_color=f"FF{colour(name)}", end_color=f"FF{colour(name)}")


def _named_style(name: str, kind: Kind) -> NamedStyle:
    box = kind.box
    return NamedStyle(
        name=name,
        font=_font(kind),
        fill=solid(kind.fill) if kind.fill else PatternFill(),
        border=Border(
            left=side(box),
            right=side(box),
            top=side(kind.top or box),
            bottom=side(kind.bottom or box),
        ),
        alignment=Alignment(
            horizontal=kind.align or None,
            vertical=kind.vertical,
            wrap_text=kind.wrap or None,
            indent=kind.indent,
        ),
        protection=Protection(locked=kind.locked),
        number_format="General",
    )


def _font(kind: Kind) -> Font:
    return Font(
        name=FONT,
        family=2,
        scheme="minor",  # a company theme then restyles every cell
        sz=kind.size,
        b=kind.bold,
        i=kind.italic,
        u="single" if kind.underline else None,
        color=f"FF{colour(kind.font)}",
    )


def _set_normal_font(workbook: Workbook) -> None:
    # Widths of all columns are measured in digits of the first font in the list.
    internals = vars(workbook)
    internals["_fonts"] = IndexedList([_font(KINDS["plain"])])
    internals["_named_styles"]["Normal"].font = _font(KINDS["plain"])


def _quoted_symbol(currency: str) -> str:
    text = currency.strip()
    if not 1 <= len(text) <= 4 or not text.isprintable() or set(text) & set('"\\;[]@'):
        raise ValueError(f"currency {currency!r}: use a symbol or code of 1 to 4 characters")
    return f'"{text}"'
