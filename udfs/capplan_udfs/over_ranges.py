"""Large ranges: read, checked and answered in one array call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan_udfs.arguments import BEYOND
from capplan_udfs.cells import Grid
from capplan_udfs.faults import Fault
from capplan_udfs.over_cells import (
    MANY_CELLS,
    Given,
    Question,
    answer_at,
    ask_each,
    placed,
    without_end,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBERS = frozenset({float, int})


def ask_at_once(question: Question, given: Sequence[Given], shape: Grid) -> list[Any]:
    """All cells that can be read in one call of the core; the others carry their code."""
    columns = [column(one) for one in given]
    if any(one.grid is None and one.faults for one in given):
        return ask_each(question, given, shape)
    bad = faulty_cells(given, shape)
    good = np.arange(shape.rows * shape.columns)
    if bad:
        good = np.setdiff1d(good, list(bad))
    values = [spread(one, read, shape, good) for one, read in zip(given, columns, strict=True)]
    answers = Batch(question, given, shape, values, good).answers(0, len(good))
    return merged(answers, good, bad) if bad else answers


def column(one: Given) -> NDArray[np.float64] | None:
    """The cells of a range as numbers; faults are noted, and hold 0 in their place."""
    if one.grid is None:
        return None
    cells = one.grid.cells
    if not NUMBERS.issuperset(map(type, cells)):  # rare: blanks, texts, errors among the numbers
        one.read()
        return np.array([0.0 if value is None else value for value in one.values], dtype=float)
    try:
        numbers = np.fromiter(cells, np.float64, len(cells))
    except OverflowError:  # whole numbers beyond any float: out of range wherever they stand
        numbers = np.array([float(max(min(cell, BEYOND), -BEYOND)) for cell in cells])
    for number in outside(one, numbers):
        one.note(int(number), one.argument.out_of_range(cells[number]))
    return numbers


def outside(one: Given, numbers: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where the numbers leave the argument's range."""
    argument = one.argument
    low, high = numbers.min(), numbers.max()
    above = low > argument.low if argument.above_low else low >= argument.low
    below = high < argument.high if argument.below_high else high <= argument.high
    if above and below and not argument.whole:
        return np.empty(0, dtype=np.intp)
    inside = (numbers >= argument.low) & (numbers <= argument.high)
    if argument.above_low:
        inside &= numbers != argument.low
    if argument.below_high:
        inside &= numbers != argument.high
    if argument.whole:
        nearest = np.round(numbers)
        inside &= np.abs(numbers - nearest) <= 1e-9
        numbers[inside] = nearest[inside]
    return np.flatnonzero(~inside)


def faulty_cells(given: Sequence[Given], shape: Grid) -> dict[int, Fault]:
    """The answer's cells that an unreadable cell serves; the first argument speaks."""
    bad: dict[int, Fault] = {}
    for one in given:
        if one.faults and one.grid:
            for cell, own in enumerate(one.grid.within(shape)):
                if own in one.faults:
                    bad.setdefault(cell, one.faults[own])
    return bad


def spread(
    one: Given, read: NDArray[np.float64] | None, shape: Grid, good: NDArray[np.intp]
) -> Any:
    """The argument for each good cell of the answer; a single value stays single."""
    if read is None or one.grid is None:
        return one.values[0]
    table = read.reshape(one.grid.rows, one.grid.columns)
    flat = np.broadcast_to(table, (shape.rows, shape.columns)).reshape(-1)
    return flat if len(good) == len(flat) else flat[good]


class Batch:
    """The cells that can be computed, with a column or a single value for each argument."""

    def __init__(
        self,
        question: Question,
        given: Sequence[Given],
        shape: Grid,
        values: Sequence[Any],
        good: NDArray[np.intp],
    ) -> None:
        self.question, self.given, self.shape = question, given, shape
        self.values, self.good = values, good

    def answers(self, first: int, end: int) -> list[Any]:
        """The answers from one cell up to another; a cell that spoils the call is cut out."""
        parts = [v[first:end] if isinstance(v, np.ndarray) else v for v in self.values]
        if first == end:
            return []
        try:
            found = np.asarray(self.question.body(*parts), dtype=float)
        except Exception:  # one cell is refused, or is a defect: the others keep their answers
            if end - first <= MANY_CELLS:
                return [self._alone(number) for number in range(first, end)]
            middle = (first + end) // 2
            return [*self.answers(first, middle), *self.answers(middle, end)]
        return self._finished(found, first)

    def _finished(self, found: NDArray[np.float64], first: int) -> list[Any]:
        endless = np.flatnonzero(~np.isfinite(found))
        if len(endless):
            found = np.where(np.isfinite(found), found, 0.0)
        whole = self.question.whole
        answers: list[Any] = (found.astype(np.int64) if whole else found).tolist()
        for number in endless:
            fault = without_end(self.question, self._values_of(first + int(number)))
            if self.given[0].strict:
                cell = int(self.good[first + number])
                raise placed(fault, self.given, self.shape, cell)
            answers[number] = fault.code
        return answers

    def _alone(self, number: int) -> Any:
        cell = int(self.good[number])
        return answer_at(self.question, self.given, self.shape, cell, self._values_of(number))

    def _values_of(self, number: int) -> list[Any]:
        own = [v[number].item() if isinstance(v, np.ndarray) else v for v in self.values]
        return [
            int(value) if argument.whole and value is not None else value
            for argument, value in zip(self.question.arguments, own, strict=True)
        ]


def merged(answers: Sequence[Any], good: NDArray[np.intp], bad: dict[int, Fault]) -> list[Any]:
    """Answers and codes, each in its cell."""
    cells: dict[int, Any] = {cell: fault.code for cell, fault in bad.items()}
    cells.update(zip(good.tolist(), answers, strict=True))
    return [cells[number] for number in range(len(cells))]
