"""`Plan.save`: the one door from the calculation to the workbook, opened only when it is used.

The core knows no workbook: it computes for spreadsheets, servers and notebooks alike. A planner in
Python nevertheless expects a plan to save itself, so this module asks for the writer by its name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from capplan.plan.flow import Plan

WRITER = "capplan_workbook"


def save(plan: Plan, path: str | PathLike[str]) -> None:
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
