"""The hosts: how xlwings hands cells to the functions and takes answers back.

A value from a host arrives inside `Handed`, put there by the converter below, so a function knows
who asks without looking at the process, the thread or the caller. Values travel raw: xlwings' own
converters cost tens of microseconds a cell, and they read error cells as blanks.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from capplan_udfs.faults import NOT_AVAILABLE, OUT_OF_RANGE, WRONG_KIND

if TYPE_CHECKING:
    from capplan_udfs.arguments import Argument

CATEGORY = "capplan"
ERROR_TYPES = {NOT_AVAILABLE: "NotAvailable", OUT_OF_RANGE: "Num", WRONG_KIND: "Value"}
ERROR_TYPES_FROM = 1.4  # runtime from which Office.js takes errors as such, not as text

# Excel's errors as COM hands them over: 0x800A0000 plus the number of the error
COM_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
}
COM_ERROR_BASE = -2146828288


class Published(Protocol):
    """What a host needs to know of a function."""

    name: str
    arguments: tuple[Argument, ...]

    @property
    def help(self) -> str:
        """The description shown in Excel."""


class Handed:
    """A value that a host handed over."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class ArgumentInfo(dict[str, Any]):
    """What xlwings knows of an argument; for one left out it passes a blank from the host.

    xlwings asks `get("optional")` when an argument is missing. The answer is marked, so that a
    call in which every cell is blank is still known as a host's.
    """

    def get(self, key: str, default: Any = None) -> Any:
        """The entry; a marked blank for the value of a missing argument."""
        return Handed(None) if key == "optional" else super().get(key, default)


class Converter:
    """Reads cells raw and marks them; writes answers as the host wants them."""

    def reader(self, options: Mapping[str, Any]) -> Any:
        """Xlwings' raw reading, then the mark."""
        conversion = importlib.import_module("xlwings.conversion")
        return conversion.RawValueAccessor.reader(options).append_stage(mark)

    def writer(self, options: Mapping[str, Any]) -> Any:
        """Rows of cells, errors in the host's own form."""
        conversion = importlib.import_module("xlwings.conversion")
        runtime = options.get("runtime")

        def write(context: Any) -> None:
            context.value = shown(context.value, runtime)

        return conversion.Pipeline().append_stage(write)

    def router(self, value: Any, rng: Any, options: Mapping[str, Any]) -> Converter:
        """Every answer is written by this converter, whatever its type."""
        return self


def mark(context: Any) -> None:
    """Mark what was read; COM's error numbers become the errors they stand for."""
    value = context.value
    if getattr(context.engine, "name", "") == "excel":
        value = without_com_errors(value)
    context.value = Handed(value)


def without_com_errors(value: Any) -> Any:
    """COM hands numbers over as floats and errors as whole numbers.

    >>> without_com_errors(((1.0, -2146826246), (None, -2146826281)))
    [[1.0, '#N/A'], [None, '#DIV/0!']]
    """
    if isinstance(value, (list, tuple)):
        return [without_com_errors(one) for one in value]
    if type(value) is int and 0 <= value - COM_ERROR_BASE < 0xFFFF:
        return COM_ERRORS.get(value - COM_ERROR_BASE, WRONG_KIND)
    return value


def shown(answer: Any, runtime: Any = None) -> list[list[Any]]:
    """The answer as rows of cells.

    >>> shown("#N/A", "1.4"), shown("#N/A")
    ([[{'type': 'Error', 'errorType': 'NotAvailable'}]], [['#N/A']])
    """
    rows = answer if isinstance(answer, list) else [[answer]]
    if runtime is None:  # COM: whole numbers there mean errors or overflow
        return [[float(cell) if type(cell) is int else cell for cell in row] for row in rows]
    if float(runtime) < ERROR_TYPES_FROM:
        return rows
    return [
        [error_value(cell) for cell in row] if any(type(cell) is str for cell in row) else row
        for row in rows
    ]


def error_value(cell: Any) -> Any:
    """An error code as Office.js takes it; anything else as it is."""
    kind = ERROR_TYPES.get(cell) if isinstance(cell, str) else None
    return {"type": "Error", "errorType": kind} if kind else cell


def host_expected() -> bool:
    """Whether a host may call: then, and only then, xlwings is worth its import.

    xlwings loaded already, xlwings Server, a browser (Pyodide), or Excel's own Windows.
    """
    return (
        "xlwings" in sys.modules
        or os.environ.get("XLWINGS_ON_SERVER") == "true"
        or sys.platform == "emscripten"
        or (sys.platform == "win32" and importlib.util.find_spec("pythoncom") is not None)
    )


def publish(call: Callable[..., Any], function: Published) -> Callable[..., Any]:
    """Make the function known to xlwings, where a host may call it."""
    if not host_expected():
        return call
    try:
        from xlwings import arg, func, ret
    except ImportError:
        return call
    for argument in function.arguments:
        call = arg(argument.name, convert=CONVERTER, doc=argument.help)(call)
    call = func(category=CATEGORY)(ret(convert=CONVERTER)(call))
    known = getattr(call, "__xlfunc__", None)
    if known is not None:  # plain Linux and Mac: xlwings' decorators do nothing
        known["ret"]["doc"] = function.help
        known["args"] = [ArgumentInfo(info) for info in known["args"]]
    return call


CONVERTER = Converter()
