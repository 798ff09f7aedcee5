"""What makes a Python function an Excel function: checked arguments, ranges, errors, help."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, ParamSpec, TypeAlias, TypeVar

from capplan_udfs.arguments import Argument
from capplan_udfs.asking import ask
from capplan_udfs.cells import grid_of, is_blank
from capplan_udfs.faults import WRONG_KIND, fault_of, no_answer, refusal
from capplan_udfs.hosts import Handed, publish

P = ParamSpec("P")
R = TypeVar("R")
Cells: TypeAlias = Any  # a number or text, a blank, or a range of them (list of lists)
Answer: TypeAlias = Any  # a number or text for single cells, a list of lists for ranges

DESCRIPTION_LIMIT = 255
FUNCTIONS: dict[str, Function] = {}  # every Excel function, in the order of definition


class Function:
    """An Excel function: its arguments, its text, and how it answers a host or Python."""

    def __init__(self, body: Callable[..., Any], group: str, arguments: Sequence[Argument]) -> None:
        self.body, self.group, self.arguments = body, group, tuple(arguments)
        self.name = body.__name__
        self.signature = inspect.signature(body)
        self.required = sum(argument.required for argument in self.arguments)

    @property
    def help(self) -> str:
        """What Excel shows of the function: the first paragraph of its docstring."""
        return " ".join(inspect.cleandoc(self.body.__doc__ or "").split("\n\n")[0].split())

    def answer(self, values: Sequence[Any], strict: bool) -> Any:
        """The answer to these arguments; strict raises at the first fault."""
        raise NotImplementedError

    def for_host(self, given: Sequence[Any]) -> Any:
        """The answer for a cell: whatever goes wrong is an error code, never a traceback."""
        values = [one.value if isinstance(one, Handed) else one for one in given]
        values += [None] * (len(self.arguments) - len(values))
        try:
            return self.answer(values, strict=False)
        except ValueError as error:
            return fault_of(error).code
        except Exception:  # a cell must never show a traceback
            return WRONG_KIND

    def for_python(self, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The answer for a Python caller: a fault is a ValueError of one line."""
        left_out = len(self.arguments) - len(given)
        if named or left_out < 0 or len(given) < self.required:
            bound = self.signature.bind(*given, **named)
            bound.apply_defaults()
            given = bound.args
        else:
            given += (None,) * left_out
        try:
            return self.answer(given, strict=True)
        except ValueError as error:
            raise fault_of(error) from None


class CellFunction(Function):
    """Answers cell by cell: single values, or ranges that fit each other."""

    def __init__(
        self,
        body: Callable[..., Any],
        group: str,
        arguments: Sequence[Argument],
        whole: bool,
        stacked: bool,
        endless: tuple[str, str, str] | None,
    ) -> None:
        super().__init__(body, group, arguments)
        self.whole, self.stacked = whole, stacked
        first = self.arguments[0].name
        self.endless = endless or (first, "values that have an answer", "no number reaches this")

    def answer(self, values: Sequence[Any], strict: bool) -> Any:
        """One answer, or a list of lists."""
        return ask(self, values, strict)


class TableFunction(Function):
    """Answers once for whole ranges: each range is one series in reading order."""

    def __init__(
        self,
        body: Callable[..., Any],
        group: str,
        arguments: Sequence[Argument],
        ranges: Sequence[str],
        shaped_like: str,
    ) -> None:
        super().__init__(body, group, arguments)
        self.ranges, self.shaped_like = frozenset(ranges), shaped_like

    def answer(self, values: Sequence[Any], strict: bool) -> Any:
        """The whole table, or the one number that the ranges give."""
        read = [
            series(argument, value) if argument.name in self.ranges else lone(argument, value)
            for argument, value in zip(self.arguments, values, strict=True)
        ]
        answer = self._checked(self.body(*read))
        for argument, value in zip(self.arguments, values, strict=True):
            if argument.name == self.shaped_like:
                return in_shape_of(value, argument.name, answer)
        return answer

    def _checked(self, answer: Any) -> Any:
        for row in answer if isinstance(answer, list) else [answer]:
            for cell in row if isinstance(row, list) else [row]:
                if isinstance(cell, float) and not isfinite(cell):
                    raise no_answer(self.arguments[0].name, cell, "a finite answer", "")
        return answer


def series(argument: Argument, value: Any) -> Any:
    """A range as a list of numbers; the default where nothing is given."""
    grid = grid_of(value, argument.name)
    if grid is None or len(grid.cells) == 1:
        cell = grid.cells[0] if grid else value
        read = argument.single(cell)
        return read if is_blank(cell) else [read]
    numbers = []
    for number, cell in enumerate(grid.cells):
        try:
            numbers.append(argument.in_range(cell))
        except ValueError as error:
            place = grid.place(*divmod(number, grid.columns))
            raise fault_of(error).at(place) from None
    return numbers


def lone(argument: Argument, value: Any) -> Any:
    """A single value; a range of several cells is refused."""
    grid = grid_of(value, argument.name)
    if grid is None:
        return argument.single(value)
    if len(grid.cells) > 1:
        raise refusal(WRONG_KIND, argument.name, grid.size, "a single value")
    return argument.single(grid.cells[0])


def in_shape_of(value: Any, name: str, answers: list[Any]) -> Any:
    """The answers in the shape in which the series was given."""
    grid = grid_of(value, name)
    if grid is None:
        return answers[0]
    width = grid.columns
    return [answers[start : start + width] for start in range(0, len(answers), width)]


def cell_function(
    group: str,
    whole: bool = False,
    stacked: bool = False,
    endless: tuple[str, str, str] | None = None,
    changes: dict[str, dict[str, str]] | None = None,
    **defaults: Any,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function of numbers an Excel function that goes over ranges cell by cell.

    `whole` answers are people; `stacked` answers are columns of numbers; `endless` names the
    argument to blame for an infinite answer, what it may be, and what to do; `changes` say where
    an argument means something else than the term of its name, `defaults` where a blank does.
    """

    def make(body: Callable[P, R]) -> Callable[P, R]:
        arguments = arguments_of(body, changes or {}, defaults)
        return register(CellFunction(body, group, arguments, whole, stacked, endless))

    return make


def table_function(
    group: str,
    ranges: Sequence[str] = (),
    shaped_like: str = "",
    changes: dict[str, dict[str, str]] | None = None,
    **defaults: Any,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function of whole ranges an Excel function; other arguments are single cells."""

    def make(body: Callable[P, R]) -> Callable[P, R]:
        arguments = arguments_of(body, changes or {}, defaults)
        return register(TableFunction(body, group, arguments, ranges, shaped_like))

    return make


def arguments_of(
    body: Callable[..., Any], changes: dict[str, dict[str, str]], defaults: dict[str, Any]
) -> list[Argument]:
    """The arguments of a function, with their terms and defaults."""
    return [
        Argument(
            name,
            required=parameter.default is parameter.empty,
            default=defaults.get(name),
            meaning=changes.get(name),
        )
        for name, parameter in inspect.signature(body).parameters.items()
    ]


def register(function: Function) -> Callable[..., Any]:
    """The function as hosts and Python call it, listed and made known to a host."""

    @functools.wraps(function.body)
    def call(*given: Any, **named: Any) -> Any:
        if any(type(one) is Handed for one in given):
            return function.for_host(given)
        return function.for_python(given, named)

    # hosts read hints as converters, and resolve them anew at every call
    vars(call).update(__signature__=function.signature)
    call.__annotations__ = {}
    FUNCTIONS[function.name] = function
    return publish(call, function)
