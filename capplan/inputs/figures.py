"""Single values as a reader says them, and as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np


def shown(value: float | str | None, unit: str) -> str:
    """A value with its unit as a reader says it: shares as percent.

    >>> shown(0.2862, "share"), shown(12.1042, "FTE"), shown(159183, "contacts per week")
    ('28.62 %', '12.1 FTE', '159,183 contacts per week')
    """
    if value is None:
        return "not given"
    if isinstance(value, str):
        return value
    if unit == "share":
        return f"{value * 100:.4g} %"
    if unit == "multiple":
        return f"{value:,.4g}"
    size = abs(value)
    digits = 0 if size >= 1000 or value == int(value) else 4 if size < 1 else 2 if size < 10 else 1
    words = "" if unit in ("text", "date") else f" {unit}"
    return f"{value:,.{digits}f}{words}"


def plain_value(value: Any) -> float | str | None:
    """A number, a text or nothing: what a line and JSON can hold."""
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    number = float(value)
    return None if np.isnan(number) else number
