"""Large ranges: read, checked and answered in one array call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan_udfs.cells import Grid
from capplan_udfs.faults import Fault
from capplan_udfs.over_cells import Given, Question, ask_each, placed, without_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBERS = frozenset({float, int})


def ask_at_once(question: Question, given: Sequence[Given], shape: Grid) -> list[Any]:
    """All cells that can be read in one call of the core; the others carry their code."""
    columns = [column(one) for one in given]
    if any(one.grid is None and one.faults for one in given):
        return ask_each(question, given, shape)
    bad = faulty_cells(given, shape)
    good = None if not bad else np.setdiff1d(np.arange(shape.rows * shape.columns), list(bad))
    if good is not None and not len(good):
        return [fault.code for _, fault in sorted(bad.items())]
    values = [spread(one, read, shape, good) for one, read in zip(given, columns, strict=True)]
    try:
        found = np.asarray(question.body(*values), dtype=float)
    except Exception:  # one cell spoils the call: find out which
        return ask_each(question, given, shape)
    answers = finished(question, given, shape, values, found, good)
    return answers if good is None else merged(answers, good, bad)


def column(one: Given) -> NDArray[np.float64] | None:
    """The cells of a range as numbers; faults are noted, and hold 0 in their place."""
    if one.grid is None:
        return None
    cells = one.grid.cells
    if not NUMBERS.issuperset(map(type, cells)):  # rare: blanks, texts, errors among the numbers
        one.read()
        return np.array([0.0 if v is None else v for v in one.values], dtype=float)
    try:
        numbers = np.fromiter(cells, np.float64, len(cells))
    except OverflowError:
        numbers = np.array([float(np.clip(cell, -1e300, 1e300)) for cell in cells])
    for number in outside(one, numbers):
        one.note(int(number), one.argument.out_of_range(cells[number]))
    return numbers


def outside(one: Given, numbers: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where the numbers leave the argument's range."""
    argument = one.argument
    low, high = numbers.min(), numbers.max()
    above = low > argument.low if argument.above_low else low >= argument.low
    if above and high <= argument.high and not argument.whole:
        return np.empty(0, dtype=np.intp)
    inside = (numbers >= argument.low) & (numbers <= argument.high)
    if argument.above_low:
        inside &= numbers != argument.low
    if argument.whole:
        inside &= np.abs(numbers - np.round(numbers)) <= 1e-9
        np.round(numbers, out=numbers)
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
    one: Given,
    read: NDArray[np.float64] | None,
    shape: Grid,
    good: NDArray[np.intp] | None,
) -> Any:
    """The argument for each cell of the answer; a single value stays single."""
    if read is None or one.grid is None:
        return one.values[0]
    table = read.reshape(one.grid.rows, one.grid.columns)
    flat = np.broadcast_to(table, (shape.rows, shape.columns)).reshape(-1)
    return flat if good is None else flat[good]


def finished(
    question: Question,
    given: Sequence[Given],
    shape: Grid,
    values: Sequence[Any],
    found: NDArray[np.float64],
    good: NDArray[np.intp] | None,
) -> list[Any]:
    """The answers as plain numbers; codes where an answer has no end."""
    endless = np.flatnonzero(~np.isfinite(found))
    if not len(endless):
        whole: list[Any] = (found.astype(np.int64) if question.whole else found).tolist()
        return whole
    answers: list[Any] = found.tolist()
    if question.whole:
        answers = [int(answer) if np.isfinite(answer) else answer for answer in answers]
    for number in endless:
        own = [v[number] if isinstance(v, np.ndarray) else v for v in values]
        fault = without_end(question, [float(v) if isinstance(v, np.floating) else v for v in own])
        if given[0].strict:
            cell = int(number if good is None else good[number])
            raise placed(fault, given, shape, cell)
        answers[number] = fault.code
    return answers


def merged(answers: Sequence[Any], good: NDArray[np.intp], bad: dict[int, Fault]) -> list[Any]:
    """Answers and codes, each in its cell."""
    cells: dict[int, Any] = {cell: fault.code for cell, fault in bad.items()}
    cells.update(zip(good.tolist(), answers, strict=True))
    return [cells[number] for number in range(len(cells))]
