"""The names of a workbook's ranges and tables: one list, in which each stands once."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from capplan_workbook.book.names import check_name


class TakenNames:
    """The names that ranges and tables of one workbook have taken; capitals do not count."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._taken: set[str] = set()

    def claim(self, name: str) -> None:
        """Takes a name for a range or table."""
        if check_name(name).lower() in self._taken:
            raise ValueError(f"name {name!r} is used twice")
        self._taken.add(name.lower())

    def define(self, name: str, reference: str) -> None:
        """Gives a reference such as `Queues!$C$8` a name for the whole workbook."""
        self.claim(name)
        self._workbook.defined_names[name] = DefinedName(name, attr_text=reference)
