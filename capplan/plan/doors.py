"""What comes after a plan, opened by name: the questions asked of it, and the workbook.

The calculation knows neither: it serves spreadsheets, servers and notebooks alike. A planner in
Python nevertheless expects a plan to explain, compare and save itself, so this one module asks for
those who do it, and only when they are asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

WRITER = "capplan_workbook"
EXPLAINING, COMPARING = "capplan.questions.explain", "capplan.questions.comparison"


class Told(Protocol):
    """An answer: text when it is printed, plain data for a file."""

    def __str__(self) -> str:
        """The answer as lines of text."""
        ...

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        ...


class Explained(Told, Protocol):
    """One number, and the numbers it was made from."""

    @property
    def value(self) -> float | str | None:
        """The number itself."""
        ...

    @property
    def needs(self) -> Sequence[Explained]:
        """What it was made from."""
        ...


class Compared(Told, Protocol):
    """Two plans beside each other."""

    @property
    def results(self) -> Sequence[Any]:
        """Each headline in both."""
        ...


def explain(*asked: Any) -> Explained:
    """How a number came about."""
    answer: Explained = import_module(EXPLAINING).explain(*asked)
    return answer


def compare(*asked: Any) -> Compared:
    """What is different between two plans, and what each change did."""
    answer: Compared = import_module(COMPARING).compare(*asked)
    return answer


def save(plan: Any, path: str | PathLike[str]) -> None:
    """Writes the planning workbook of a plan to a path; a file that is there is replaced.

    >>> from datetime import date
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from capplan import make_assumptions, make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 4))
    >>> with TemporaryDirectory() as folder:
    ...     save(plan, Path(folder) / "plan.xlsx")
    ...     [one.name for one in Path(folder).iterdir()]
    ['plan.xlsx']
    """
    import_module(WRITER).write_plan(plan, path)
