"""What stands in a cell when there is no answer, and the one line that Python gets instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from capplan.errors import Issue, PlanInputError

NOT_AVAILABLE = "#N/A"  # the answer does not exist
OUT_OF_RANGE = "#NUM!"  # an argument outside its range
WRONG_KIND = "#VALUE!"  # an argument of the wrong kind
CODES = (NOT_AVAILABLE, OUT_OF_RANGE, WRONG_KIND)

Place = Callable[[str], str]


class Fault(PlanInputError):
    """One argument that cannot be answered: a line for Python, an error code for a cell.

    >>> fault = refusal(OUT_OF_RANGE, "aht_s", "-5", "above 0 up to 14,400 seconds")
    >>> print(fault, fault.code)
    argument aht_s: found -5; allowed above 0 up to 14,400 seconds #NUM!
    """

    def __init__(self, code: str, issue: Issue) -> None:
        super().__init__([issue])
        self.code = code

    def at(self, place: str) -> Fault:
        """The same fault with the cell it stands in.

        >>> print(refusal(WRONG_KIND, "heads", "TRUE", "0 or more").at(" (row 2, column 1)"))
        argument heads (row 2, column 1): found TRUE; allowed 0 or more
        """
        issue = self.issues[0]
        return Fault(self.code, replace(issue, where=issue.where + place))


def refusal(code: str, name: str, found: str, allowed: str, hint: str = "") -> Fault:
    """The fault of one named argument."""
    return Fault(code, Issue(f"argument {name}", "", found, allowed, hint))


def no_answer(name: str, found: Any, allowed: str, hint: str) -> Fault:
    """The fault of a question that has no finite answer."""
    return refusal(NOT_AVAILABLE, name, words(found), allowed, hint)


def fault_of(error: ValueError) -> Fault:
    """A refusal by the core as a fault: what it refuses is a value outside its range."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, PlanInputError):
        return Fault(OUT_OF_RANGE, error.issues[0])
    return Fault(OUT_OF_RANGE, Issue("arguments", "", str(error), "values that go together"))


def words(value: Any) -> str:
    """A value as it is shown in a message.

    >>> words(14400.0), words("30%"), words(True), words(None)
    ('14,400', '"30%"', 'TRUE', 'nothing')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return f'"{value[:40]}"'
    if isinstance(value, (int, float)) and abs(value) < 1e300:
        return f"{value:,.10g}"
    return str(value)[:40]
