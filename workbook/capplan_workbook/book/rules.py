"""Rules on ranges: what may be typed, and what colour says besides the words.

Conditional formats are kept to four with a reason each: the status words, the coverage scale,
the live scenario's column, and a good or bad sign.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Border, Color, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from capplan_workbook.book.cells import date_serial
from capplan_workbook.book.styles import side, solid
from capplan_workbook.book.text import clean
from capplan_workbook.book.theme import colour

MAX_PROMPT = 255
MAX_PROMPT_TITLE = 32

Bound = float | int | str | dt.date
ValidationKind = Literal["decimal", "whole", "list", "date", "text_length", "custom"]
Operator = Literal["between", "lessThanOrEqual", "greaterThanOrEqual"]
Look = Literal["live", "good", "bad", "warn", "muted", "good_text", "bad_text"]

_SCALE = ("rust_scale", "white", "teal_scale")
_STATUS = (
    ("OK", "teal_light", "teal"),
    ("REVIEW", "amber_light", "amber_dark"),
    ("FAIL", "rust_light", "rust"),
)
_LOOKS = MappingProxyType(
    {
        "good": ("teal_light", "teal"),
        "bad": ("rust_light", "rust"),
        "warn": ("amber_light", "amber_dark"),
        "muted": ("", "slate_light"),
        "good_text": ("", "teal"),
        "bad_text": ("", "rust"),
    }
)


@dataclass(frozen=True, slots=True)
class InputRule:
    """What may be typed, and what people are told: before they type, and when it is refused.

    `source` is the range that lists the choices, such as `Queues!$B$8:$B$20`; without `stop` a
    wrong value is only warned of.
    """

    kind: ValidationKind = "decimal"
    low: Bound | None = None
    high: Bound | None = None
    source: str | None = None
    prompt_title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""
    stop: bool = True


def validation(given: InputRule) -> DataValidation:
    """What may be typed into a range, with the hint and the refusal people see."""
    kind = given.kind
    first, second, operator = _bounds(kind, given.low, given.high, given.source)
    rule = DataValidation(
        type="textLength" if kind == "text_length" else kind,
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        errorStyle="stop" if given.stop else "warning",
    )
    rule.promptTitle, rule.prompt = _message("prompt", given.prompt_title, given.prompt)
    rule.errorTitle, rule.error = _message("error", given.error_title, given.error)
    rule.showInputMessage = rule.prompt is not None
    rule.showErrorMessage = True
    return rule


def status_rules() -> list[Rule]:
    """Colours for the words OK, REVIEW and FAIL; the word itself carries the meaning."""
    return [
        Rule(
            type="cellIs",
            operator="equal",
            formula=[f'"{word}"'],
            dxf=DifferentialStyle(font=_ink(ink, bold=True), fill=solid(fill)),
        )
        for word, fill, ink in _STATUS
    ]


def scale_rule(low: float, middle: float, high: float) -> Rule:
    """Rust below, white at balance, teal above: coverage at a glance."""
    points = [FormatObject(type="num", val=value) for value in (low, middle, high)]
    colours = [Color(rgb=f"FF{colour(name)}") for name in _SCALE]
    return Rule(type="colorScale", colorScale=ColorScale(cfvo=points, color=colours))


def highlight_rule(formula: str, look: Look) -> Rule:
    """A look for the cells where the formula is true, given without `=`."""
    if look == "live":
        edge = side("thin teal")
        dress = DifferentialStyle(
            font=_ink("teal", bold=True), border=Border(left=edge, right=edge)
        )
    elif look in _LOOKS:
        fill, ink = _LOOKS[look]
        dress = DifferentialStyle(font=_ink(ink), fill=solid(fill) if fill else None)
    else:
        raise ValueError(f"look {look!r}: use live, {', '.join(_LOOKS)}")
    return Rule(type="expression", formula=[formula], dxf=dress)


def _ink(name: str, bold: bool = False) -> Font:
    return Font(b=bold or None, color=f"FF{colour(name)}")


def _bounds(
    kind: ValidationKind, low: Bound | None, high: Bound | None, source: str | None
) -> tuple[str, str | None, Operator | None]:
    if kind in ("list", "custom"):
        if not source or low is not None or high is not None:
            raise ValueError(f"validation {kind}: needs source= and takes no low or high")
        if kind == "list" and source.startswith('"'):
            raise ValueError(f"validation list: {source[:40]} must be a range, not typed words")
        return source.removeprefix("="), None, None
    if source or (low is None and high is None):
        raise ValueError(f"validation {kind}: needs low= or high= and takes no source")
    if low is None:
        return _bound(high), None, "lessThanOrEqual"
    if high is None:
        return _bound(low), None, "greaterThanOrEqual"
    return _bound(low), _bound(high), "between"


def _bound(value: Bound | None) -> str:
    if isinstance(value, dt.date):
        return repr(date_serial(value))
    if isinstance(value, str):
        return value.removeprefix("=")
    return repr(value)


def _message(what: str, title: str, body: str) -> tuple[str | None, str | None]:
    title, body = clean(title), clean(body)
    if len(title) > MAX_PROMPT_TITLE:
        raise ValueError(f"{what} title of {len(title)} characters; allowed {MAX_PROMPT_TITLE}")
    if len(body) > MAX_PROMPT:
        raise ValueError(f"{what} of {len(body)} characters; allowed {MAX_PROMPT}: {body[:40]!r}")
    return title or None, body or None
