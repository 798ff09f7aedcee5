"""Arguments as columns: checked, blanks replaced, stretched to one shape."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from capplan.erlang.arguments import (
    ENDLESS_PATIENCE_S,
    LIMITS,
    LONGEST_PATIENCE_S,
    MOST_ERLANGS,
    UNDERFLOW,
    refuse,
    refuse_load,
)
from capplan.erlang.many.integrals import Floats, Mask
from capplan.errors import argument_error

_PATIENCE = ("patience_s", "kept_patience_s")


class Columns:
    """Checked arguments of one call, each a flat column of the same length."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.values = {name: _checked(name, value) for name, value in given.items()}
        self.shape = _common_shape(self.values)
        self.size = int(np.prod(self.shape, dtype=np.int64))

    def __getitem__(self, name: str) -> Floats:
        """The column of an argument; a single number is stretched without a copy."""
        value = self.values[name]
        if value.size == 1:
            return np.broadcast_to(value.reshape(()), (self.size,))
        return np.broadcast_to(value, self.shape).reshape(-1)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def load(self) -> Floats:
        """Offered load in erlangs of every row."""
        load = self["contacts"] * self["aht_s"] / self["interval_s"]
        if load.size and load.max() > MOST_ERLANGS:
            worst = int(load.argmax())
            parts = (float(self[name][worst]) for name in ("contacts", "aht_s", "interval_s"))
            refuse_load(float(load[worst]), *parts)
        return load if load.min(initial=1.0) > UNDERFLOW else np.where(load > UNDERFLOW, load, 0.0)


def _common_shape(values: Mapping[str, Floats]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(value.shape for value in values.values()))
    except ValueError:
        shapes = {name: value.shape for name, value in values.items() if value.size > 1}
    names, found = ", ".join(shapes), ", ".join(str(shape) for shape in shapes.values())
    allowed = "one shape, or a column and a row"
    raise argument_error(names, f"shapes {found}", allowed, "select ranges of the same size")


def _checked(name: str, value: object) -> Floats:
    limit = LIMITS[name]
    if value is None:
        value = np.nan
    try:
        column = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        _refuse_text(name, value)
    if _all_hold(name, column):
        return column
    if limit.default is not None:
        blank = np.isnan(column)
        if blank.any():
            column = np.where(blank, limit.default, column)
    bad = ~_holds(name, column)
    if bad.any():
        _refuse_first(name, column, bad)
    if name == "patience_s":
        column = np.where(column > ENDLESS_PATIENCE_S, np.inf, column)
    if name == "kept_patience_s":
        column = np.where(column == np.inf, column, np.minimum(column, LONGEST_PATIENCE_S))
    return column


def _all_hold(name: str, column: Floats) -> bool:
    """Whether nothing is blank or out of range, from the extremes alone (NaN shows in both)."""
    if not column.size:
        return True
    limit, low, high = LIMITS[name], float(column.min()), float(column.max())
    long = name in _PATIENCE and high > ENDLESS_PATIENCE_S
    plain = not limit.whole and not long
    return plain and limit.holds(low) and limit.holds(high)


def _holds(name: str, column: Floats) -> Mask:
    limit = LIMITS[name]
    low = column > limit.low if limit.above_low else column >= limit.low
    high = column < limit.high if limit.below_high else column <= limit.high
    good = low & high
    if limit.whole:
        good &= column == np.floor(column)
    return good | (column == limit.default) if limit.default is not None else good


def _refuse_first(name: str, column: Floats, bad: Mask) -> None:
    place = int(np.flatnonzero(bad.reshape(-1))[0])
    where = f" in row {place + 1}" if column.size > 1 else ""
    refuse(name, float(column.reshape(-1)[place]), where)


def _refuse_text(name: str, value: object) -> None:
    for item in np.asarray(value, dtype=object).reshape(-1):
        try:
            float(item)
        except (TypeError, ValueError):
            refuse(name, item)
    refuse(name, value)
