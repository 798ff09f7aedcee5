"""Excel's types without Excel: one workbook loaded once, and recalculated after edit upon edit.

formulon orders numbers before texts before TRUE and FALSE, as Excel does, and leaves truth values
in cells out of sums. LibreOffice takes them for 1 and 0 and cannot see the difference. Its own
engine starts in a few seconds once a process; a recalculation then takes half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from agreement import disagreements
from formulon import ValueKind, Workbook, error_display_name
from sheet_xml import Cell, CellValue, column_row, place_of, read_cells, read_formulas

__all__ = ["ExcelBook", "agrees"]


class ExcelBook:
    """A workbook as a file holds it; each recalculation starts from that state again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stored = read_cells(path)
        self._formulas = read_formulas(path)
        self._typed: dict[str, CellValue] = {}
        self._book = Workbook.load(path.read_bytes())
        self._refuse_what_is_not_read()
        count = self._book.sheet_count()
        self._sheets = {self._book.sheet_name(number): number for number in range(count)}
        self._book.recalc()

    def __enter__(self) -> ExcelBook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def recalculate(self, changes: Mapping[str, CellValue] | None = None) -> dict[str, Cell]:
        """Every cell after these are typed over, and all typed earlier put back.

        `changes` maps ``Sheet!A1``, or a defined name of one cell, to a number, a text, a yes/no
        or None (cleared), as in `set_cells`.
        """
        self.edit(changes or {})
        return {place: self.cell(place) for place in {**self.stored, **self._typed}}

    def values(self, changes: Mapping[str, CellValue] | None = None) -> dict[str, CellValue]:
        """The same, only the values; errors as the text that a cell shows."""
        cells = self.recalculate(changes)
        return {place: cell.value for place, cell in cells.items() if cell.value is not None}

    def edit(self, changes: Mapping[str, CellValue]) -> None:
        """Types and recalculates without reading: for those who ask for a few cells only."""
        typed = {place_of(self.path, target): value for target, value in changes.items()}
        for place in self._typed.keys() - typed.keys():
            self._restore(place)
        for place, value in typed.items():
            self._put(place, value)
        self._typed = typed
        self._book.recalc()

    def cell(self, target: str) -> Cell:
        """One cell as it is now, by place or name."""
        place = target if target in self.stored else place_of(self.path, target)
        if place in self._typed:
            return Cell(False, self._typed[place])
        stored = self.stored.get(place, Cell(False, None))
        if not stored.formula:
            return stored
        found = self._book.get_value(*self._at(place))
        if found.kind == ValueKind.ERROR:
            return Cell(True, error_display_name(found.error_code or 0), True)
        if found.kind == ValueKind.NUMBER:
            return Cell(True, found.number)
        return Cell(True, found.boolean if found.kind == ValueKind.BOOL else found.text)

    def value(self, target: str) -> CellValue:
        """One value as it is now."""
        return self.cell(target).value

    def _at(self, place: str) -> tuple[int, int, int]:
        sheet, _, address = place.rpartition("!")
        column, row = column_row(address)
        return self._sheets[sheet], row - 1, column - 1

    def _put(self, place: str, value: CellValue) -> None:
        at = self._at(place)
        if value is None:
            self._book.set_blank(*at)
        elif isinstance(value, bool):
            self._book.set_bool(*at, value)
        elif isinstance(value, str):
            self._book.set_text(*at, value)
        else:
            self._book.set_number(*at, value)

    def _restore(self, place: str) -> None:
        if place in self._formulas:
            self._book.set_formula(*self._at(place), "=" + self._formulas[place])
        else:
            self._put(place, self.stored.get(place, Cell(False, None)).value)

    def _refuse_what_is_not_read(self) -> None:
        """A formula the engine cannot read would keep its stored value and prove nothing."""
        found = self._book.read_diagnostics()
        lacking = found.undecoded_formula_count + found.undecoded_defined_name_count
        if lacking:
            raise RuntimeError(f"{self.path.name}: {lacking} formulas or names were not read")


def agrees(path: Path) -> list[str]:
    """One line for every formula of a workbook that Excel's types would give otherwise."""
    with ExcelBook(path) as book:
        return disagreements(book.stored, book.recalculate())
