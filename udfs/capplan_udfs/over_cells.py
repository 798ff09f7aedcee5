"""Ranges cell by cell: which cells meet, which cannot be answered, what stands where."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol

from capplan_udfs.arguments import Argument
from capplan_udfs.cells import Grid, grid_of
from capplan_udfs.faults import WRONG_KIND, Fault, fault_of, no_answer, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MANY_CELLS = 80  # from here on one array call is faster than a loop


class Question(Protocol):
    """A function that is asked cell by cell."""

    arguments: tuple[Argument, ...]
    body: Callable[..., Any]
    whole: bool
    stacked: bool  # the answer of one cell is a column of numbers
    endless: tuple[str, str, str]  # what to say of an answer without end


class Given:
    """One argument as it was given: a single value, or a range whose cells were read.

    `faults` holds the cells of the range that cannot be read, by their number.
    """

    def __init__(self, argument: Argument, value: Any, strict: bool) -> None:
        grid = grid_of(value, argument.name)
        self.argument, self.strict = argument, strict
        self.grid = None if grid is None or len(grid.cells) == 1 else grid
        self.boxed = grid is not None
        self.faults: dict[int, Fault] = {}
        self.values: list[Any] = []
        if self.grid is None:
            self.values = [self._guard(argument.single, grid.cells[0] if grid else value, 0)]
        elif argument.is_text:
            raise refusal(WRONG_KIND, argument.name, self.grid.size, "a single value")

    def read(self) -> None:
        """Read the cells of the range one by one."""
        if self.grid is not None:
            read = self.argument.in_range
            self.values = [self._guard(read, cell, k) for k, cell in enumerate(self.grid.cells)]

    def _guard(self, read: Callable[[Any], Any], cell: Any, number: int) -> Any:
        try:
            return read(cell)
        except Fault as fault:
            self.note(number, fault)

    def note(self, number: int, fault: Fault) -> None:
        """Keep the fault of a cell; Python is told at once, with the place."""
        if self.grid is not None:
            fault = fault.at(self.grid.place(*divmod(number, self.grid.columns)))
        if self.strict:
            raise fault
        self.faults[number] = fault


def answer_shape(given: Sequence[Given]) -> Grid:
    """The range that the given ranges span together: equal sides, or one cell against many."""
    rows = max((one.grid.rows for one in given if one.grid), default=1)
    columns = max((one.grid.columns for one in given if one.grid), default=1)
    for one in given:
        if one.grid and (one.grid.rows not in (1, rows) or one.grid.columns not in (1, columns)):
            fits = f"a single value or a range that fits {Grid(rows, columns, []).size}"
            raise refusal(WRONG_KIND, one.argument.name, one.grid.size, fits)
    return Grid(rows, columns, [])


def one_answer(question: Question, values: Sequence[Any]) -> Any:
    """The answer to one cell; a fault where it has no end."""
    answer = question.body(*values)
    for part in answer if question.stacked else (answer,):
        if not isfinite(part):
            raise without_end(question, values)
    return answer


def without_end(question: Question, values: Sequence[Any]) -> Fault:
    """The fault of an infinite wait, or of a target that nothing reaches."""
    name, allowed, hint = question.endless
    found = next(v for a, v in zip(question.arguments, values, strict=True) if a.name == name)
    return no_answer(name, found, allowed, hint)


def ask_each(question: Question, given: Sequence[Given], shape: Grid) -> list[Any]:
    """One call a cell: fewer than about eighty cells do not repay an array's start-up."""
    for one in given:
        one.read()
    serving = [one.grid.within(shape) if one.grid else None for one in given]
    answers: list[Any] = []
    for cell in range(shape.rows * shape.columns):
        own = [served[cell] if served else 0 for served in serving]
        fault = next((g.faults[k] for g, k in zip(given, own, strict=True) if k in g.faults), None)
        values = [g.values[k] for g, k in zip(given, own, strict=True)]
        answers.append(fault.code if fault else answer_at(question, given, shape, cell, values))
    return answers


def answer_at(
    question: Question, given: Sequence[Given], shape: Grid, cell: int, values: Sequence[Any]
) -> Any:
    """The answer to one cell of a range, or its error code."""
    try:
        return one_answer(question, values)
    except ValueError as error:
        fault = placed(fault_of(error), given, shape, cell)
        if given[0].strict:
            raise fault from None
        return fault.code
    except Exception:  # a defect in one cell must not take the others with it
        if given[0].strict:
            raise
        return WRONG_KIND


def placed(fault: Fault, given: Sequence[Given], shape: Grid, cell: int) -> Fault:
    """The fault with the place of the cell that it is about."""
    by_name: Mapping[str, Given] = {f"argument {one.argument.name}": one for one in given}
    one = by_name.get(fault.issues[0].where)
    grid = one.grid if one and one.grid else shape
    return fault.at(grid.place(*divmod(cell, shape.columns)))


def arranged(question: Question, answers: list[Any], shape: Grid) -> list[list[Any]]:
    """The answers in the shape of the range; columns of numbers stand beside each other."""
    width = shape.columns
    if not question.stacked:
        return [answers[start : start + width] for start in range(0, len(answers), width)]
    parts = [answer if isinstance(answer, tuple) else (answer,) * 3 for answer in answers]
    if shape.rows == 1:
        return [list(row) for row in zip(*parts, strict=True)]
    if width == 1:
        return [list(part) for part in parts]
    name = question.arguments[0].name
    raise refusal(WRONG_KIND, name, shape.size, "a single value, one row or one column")
