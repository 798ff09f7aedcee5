"""Whether the formulas of a workbook give in another engine what capplan stored with them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from sheet_xml import Cell, CellValue

__all__ = ["disagreements"]


def disagreements(
    ours: Mapping[str, Cell], theirs: Mapping[str, Cell], rel: float = 1e-9, abs: float = 1e-12
) -> list[str]:
    """One line for every formula whose value in `ours` differs in `theirs`, or has another type.

    Numbers agree within `rel` of their size. Two that are both smaller than `abs`, or than a
    hundred roundings of the largest number on their sheet, agree as well: that much is left of
    the difference between two large sums that are equal. A yes/no is never a number: Excel
    orders it behind all of them.
    """
    largest = _largest_by_sheet(ours)
    faults = []
    for place, cell in ours.items():
        if cell.formula:
            noise = max(abs, 1e-14 * largest[_sheet_of(place)])
            faults.append(_difference(place, cell, theirs.get(place), rel, noise))
    return [fault for fault in faults if fault]


def _sheet_of(place: str) -> str:
    return place.rpartition("!")[0]


def _largest_by_sheet(cells: Mapping[str, Cell]) -> Mapping[str, float]:
    largest: dict[str, float] = defaultdict(float)
    for place, cell in cells.items():
        if isinstance(cell.value, float):
            sheet = _sheet_of(place)
            largest[sheet] = max(largest[sheet], math.fabs(cell.value))
    return largest


def _difference(place: str, ours: Cell, theirs: Cell | None, rel: float, noise: float) -> str:
    if ours.value is None:
        return f"{place}: a formula without a stored value"
    if theirs is None or theirs.value is None:
        return f"{place}: stored {ours.value!r}, recalculated to nothing"
    if ours.error or theirs.error:
        same = ours.error and theirs.error and ours.value == theirs.value
    else:
        same = _same(ours.value, theirs.value, rel, noise)
    return "" if same else f"{place}: stored {ours.value!r}, recalculated {theirs.value!r}"


def _same(ours: CellValue, theirs: CellValue, rel: float, noise: float) -> bool:
    if not (isinstance(ours, float) and isinstance(theirs, float)):
        return type(ours) is type(theirs) and ours == theirs
    both_noise = max(math.fabs(ours), math.fabs(theirs)) <= noise
    return both_noise or math.isclose(ours, theirs, rel_tol=rel)
