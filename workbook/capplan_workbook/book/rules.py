"""Rules on ranges: what may be typed, and what colour says besides the words.

Conditional formats are kept to four with a reason each: the status words, the coverage scale,
the live scenario's column, and a good or bad sign.
"""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import Literal

from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, Rule
from openpyxl.styles import Border, Font
from openpyxl.worksheet.datavalidation import DataValidation

from capplan_workbook.book.cells import date_serial
from capplan_workbook.book.styles import side, solid
from capplan_workbook.book.text import clean
from capplan_workbook.book.theme import colour

MAX_PROMPT = 255
MAX_PROMPT_TITLE = 32

Bound = float | int | str | dt.date
ValidationKind = Literal["decimal", "whole", "list", "date", "text_length", "custom"]
Look = Literal["live", "good", "bad", "warn", "muted"]

_TYPES = MappingProxyType(
    {
        "decimal": "decimal",
        "whole": "whole",
        "list": "list",
        "date": "date",
        "text_length": "textLength",
        "custom": "custom",
    }
)
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
    }
)


def validation(
    kind: ValidationKind,
    low: Bound | None,
    high: Bound | None,
    source: str | None,
    prompt: tuple[str, str],
    error: tuple[str, str],
    stop: bool,
) -> DataValidation:
    """What may be typed into a range, with the hint and the refusal people see."""
    first, second, operator = _bounds(kind, low, high, source)
    rule = DataValidation(
        type=_TYPES[kind],
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        errorStyle="stop" if stop else "warning",
    )
    rule.promptTitle, rule.prompt = _message("prompt", *prompt)
    rule.errorTitle, rule.error = _message("error", *error)
    rule.showInputMessage = rule.prompt is not None
    rule.showErrorMessage = True
    return rule


def status_rules() -> list[Rule]:
    """Colours for the words OK, REVIEW and FAIL; the word itself carries the meaning."""
    return [
        CellIsRule(
            operator="equal",
            formula=[f'"{word}"'],
            font=Font(b=True, color=f"FF{colour(ink)}"),
            fill=_dxf_fill(fill),
        )
        for word, fill, ink in _STATUS
    ]


def scale_rule(low: float, middle: float, high: float) -> Rule:
    """Rust below, white at balance, teal above: coverage at a glance."""
    return ColorScaleRule(
        start_type="num",
        start_value=low,
        start_color="FFF2B8A0",
        mid_type="num",
        mid_value=middle,
        mid_color="FFFFFFFF",
        end_type="num",
        end_value=high,
        end_color="FF86C7BE",
    )


def highlight_rule(formula: str, look: Look) -> Rule:
    """A look for the cells where the formula is true, given without `=`."""
    if look == "live":
        edge = side("thin teal")
        font = Font(b=True, color=f"FF{colour('teal')}")
        return FormulaRule(formula=[formula], font=font, border=Border(left=edge, right=edge))
    if look not in _LOOKS:
        raise ValueError(f"look {look!r}: use live, {', '.join(_LOOKS)}")
    fill, ink = _LOOKS[look]
    return FormulaRule(
        formula=[formula],
        font=Font(color=f"FF{colour(ink)}"),
        fill=_dxf_fill(fill) if fill else None,
    )


def _dxf_fill(name: str) -> object:
    fill = solid(name)
    return fill


def _bounds(
    kind: ValidationKind, low: Bound | None, high: Bound | None, source: str | None
) -> tuple[str, str | None, str | None]:
    if kind in ("list", "custom"):
        if source is None or low is not None or high is not None:
            raise ValueError(f"validation {kind}: needs source= and takes no low or high")
        return source.removeprefix("="), None, None
    if source is not None or (low is None and high is None):
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
