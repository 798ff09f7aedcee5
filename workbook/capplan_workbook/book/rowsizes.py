"""Row heights and outline levels: what was asked for, else what the content needs.

Spreadsheet programs fit rows to their text only while people type, so a generated file must
say how high a row with large or wrapped text is.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

from capplan_workbook.book.pages import ROW_POINTS
from capplan_workbook.book.styles import Kind
from capplan_workbook.book.theme import FONT_SIZE

_LINE = 1.3  # points from line to line for each point of letter size
_SINGLE = 1.55  # height of a row with one line, with air above and below
_BOLD = 0.93  # bold letters are wider, so fewer fit


class RowSizes:
    """Attributes of the rows of one sheet."""

    def __init__(self) -> None:
        self._fixed: dict[int, dict[str, str]] = {}
        self._letters: dict[int, float] = {}
        self._wrapped: dict[int, dict[int, tuple[str, Kind]]] = {}

    def fix(self, row: int, points: float) -> None:
        """Sets the height, whatever stands in the row."""
        self._fixed.setdefault(row, {}).update(ht=f"{points:g}", customHeight="1")

    def fold(self, row: int, hidden: bool) -> None:
        """Puts the row one outline level down, hidden or shown."""
        self._fixed.setdefault(row, {}).update(outlineLevel="1", **_hidden(hidden))

    def mark_folded(self, row: int) -> None:
        """Marks the row above hidden ones, so that it shows the sign to unfold them."""
        self._fixed.setdefault(row, {}).update(collapsed="1")

    def letters(self, row: int, size: float) -> None:
        """Notes that letters larger than usual stand in the row."""
        self._letters[row] = max(size, self._letters.get(row, 0.0))

    def text(self, row: int, col: int, text: str, kind: Kind) -> None:
        """Notes text that runs over several lines when its column is narrow."""
        if kind.wrap:
            self._wrapped.setdefault(row, {})[col] = (text, kind)
        elif row in self._wrapped:
            self._wrapped[row].pop(col, None)

    def xml(self, row: int, width_of: Callable[[int], float]) -> str:
        """The attributes of a row, with a blank before each."""
        if not (row in self._fixed or row in self._letters or row in self._wrapped):
            return ""
        known = self._fixed.get(row, {})
        if "ht" not in known and (points := self._needed(row, width_of)) > ROW_POINTS:
            known = {**known, "ht": f"{points:g}", "customHeight": "1"}
        return "".join(f' {key}="{value}"' for key, value in known.items())

    def rows(self) -> set[int]:
        """Rows that need an entry even without a cell."""
        return set(self._fixed)

    def _needed(self, row: int, width_of: Callable[[int], float]) -> float:
        points = [self._letters.get(row, 0.0) * _SINGLE]
        for col, (text, kind) in self._wrapped.get(row, {}).items():
            lines = _lines(text, width_of(col), kind)
            points.append(lines * kind.size * _LINE + 3 if lines > 1 else 0.0)
        return round(max(points), 1)


def _hidden(hidden: bool) -> dict[str, str]:
    return {"hidden": "1"} if hidden else {}


def _lines(text: str, width: float, kind: Kind) -> int:
    fitting = width * FONT_SIZE / kind.size * (_BOLD if kind.bold else 1.0)
    return sum(max(1, len(wrap(line, max(1, int(fitting))))) for line in text.split("\n"))
