"""Everything found while reading: one list, each place once, repeats folded into ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from capplan.errors import Issue
from capplan.plan.checking import check_number, check_text
from capplan.vocabulary import Term
from capplan_workbook.book.names import cell_name, quote_sheet
from capplan_workbook.reading.cells import parse
from capplan_workbook.reading.growth import Made, made_by, remarks_on
from capplan_workbook.reading.places import Box, Spot, reference_box
from capplan_workbook.reading.source import Source

FOLD_FAULTS = 12  # so many equal neighbours are one mishap: a column pasted wrongly
FOLD_REMARKS = 2


class Findings:
    """Faults and remarks in the order found; a refused cell is remembered by its place.

    `made` says what the file ought to hold, `lacking` which terms it does not, being too old.
    """

    def __init__(self, source: Source, made: Made | None = None) -> None:
        self.source = source
        self.made = made or made_by(source)
        self.lacking: dict[str, None] = {}
        self.issues: list[Issue] = []
        self.refused: set[str] = set()

    def take(self, row: Term, spot: Spot, default: Any = None) -> Any:
        """The value of an input cell; the default where it is blank or refused."""
        value = self.take_any(row, spot)
        issue = None if value is None else _outside(row, value, str(spot))
        if issue is not None:
            self.add(issue)
        return default if value is None or issue else value

    def take_any(self, row: Term, spot: Spot) -> Any:
        """The value of an input cell whether or not the term allows it; None where blank."""
        parsed = parse(row, self.source.cell(spot), str(spot), self.source.epoch)
        if parsed.issue is not None:
            self.add(parsed.issue)
        return parsed.value

    def fault(self, spot: Spot | str, label: str, found: str, allowed: str, hint: str = "") -> None:
        """Something that must be fixed."""
        self.add(Issue(str(spot), label, found, allowed, hint))

    def remark(
        self, spot: Spot | str, label: str, found: str, allowed: str, hint: str = ""
    ) -> None:
        """Something a person should see."""
        self.add(Issue(str(spot), label, found, allowed, hint, "look"))

    def add(self, issue: Issue) -> None:
        """Takes an issue over and remembers the place of a fault."""
        self.issues.append(issue)
        if issue.severity == "stop":
            self.refused.add(issue.where)

    def lacks(self, name: str) -> bool:
        """Whether the file is older than a term that is not found in it; the default counts."""
        if self.made.knew(name):
            return False
        self.lacking[name] = None
        return True

    def is_refused(self, spot: Spot | None) -> bool:
        """Whether the cell holds something that cannot be used."""
        return spot is not None and str(spot) in self.refused

    def with_checks(self, checked: Iterable[Issue]) -> list[Issue]:
        """All findings with those of the checker, in sheet order.

        A refused cell went through the checks with a stand-in, so what they say of it is left out;
        so is a remark on a cell that has a fault.
        """
        issues = [*self.issues, *remarks_on(self.made, self.lacking)]
        issues += [one for one in checked if one.where not in self.refused]
        stopped = {one.where for one in issues if one.severity == "stop"}
        kept = [one for one in issues if one.severity == "stop" or one.where not in stopped]
        return sorted(folded(dict.fromkeys(kept)), key=self._position)

    def _position(self, issue: Issue) -> tuple[int, int, int]:
        box = reference_box(issue.where)
        if box is None or box.sheet not in self.source.sheets:
            return len(self.source.sheets), 0, 0
        return self.source.sheets.index(box.sheet), box.top, box.left


def _outside(row: Term, value: Any, where: str) -> Issue | None:
    if isinstance(value, float):
        return check_number(row, value, where)
    return check_text(row, value, where) if isinstance(value, str) else None


def folded(issues: Iterable[Issue]) -> list[Issue]:
    """The issues with many equal neighbours as one range.

    >>> cells = [Issue(f"Demand!C{row}", "Contacts", "nothing", "a number") for row in range(8, 60)]
    >>> [one.where for one in folded(cells)]
    ['Demand!C8:C59']
    """
    kinds: dict[tuple[str, ...], dict[Box, Issue]] = {}
    result: list[Issue] = []
    for issue in issues:
        box = reference_box(issue.where)
        members = kinds.setdefault(_kind(issue), {})
        if box is None or box[1:3] != box[3:] or box in members:
            result.append(issue)
        else:
            members[box] = issue
    for members in kinds.values():
        for block in _blocks(members):
            result += _joined(block, [members[cell] for cell in _cells(block)])
    return result


def _kind(issue: Issue) -> tuple[str, ...]:
    # remarks of one kind differ in what was found, faults are folded only where they are equal
    own = (issue.found, issue.hint) if issue.severity == "stop" else ()
    return issue.severity, issue.term, issue.allowed, *own


def _blocks(cells: Iterable[Box]) -> list[Box]:
    """The cells as rectangles: runs down the columns, then equal runs side by side."""
    runs: list[Box] = []
    for cell in sorted(cells, key=lambda one: (one.sheet, one.left, one.top)):
        last = runs[-1] if runs else None
        if last and (last.sheet, last.left, last.bottom + 1) == (cell.sheet, cell.left, cell.top):
            runs[-1] = last._replace(bottom=cell.bottom)
        else:
            runs.append(cell)
    blocks: list[Box] = []
    for run in sorted(runs, key=lambda one: (one.sheet, one.top, one.bottom, one.left)):
        last = blocks[-1] if blocks else None
        beside = last and last.right + 1 == run.left
        if last and beside and last._replace(left=run.left, right=run.right) == run:
            blocks[-1] = last._replace(right=run.right)
        else:
            blocks.append(run)
    return blocks


def _cells(block: Box) -> list[Box]:
    rows, columns = range(block.top, block.bottom + 1), range(block.left, block.right + 1)
    return [Box(block.sheet, row, col, row, col) for row in rows for col in columns]


def _joined(block: Box, members: list[Issue]) -> list[Issue]:
    first = members[0]
    if len(members) < (FOLD_FAULTS if first.severity == "stop" else FOLD_REMARKS):
        return members
    corners = f"{cell_name(block.top, block.left)}:{cell_name(block.bottom, block.right)}"
    same = all(one.found == first.found for one in members)
    found = first.found if same else f"{first.found}, and {len(members) - 1} more like it"
    return [replace(first, where=f"{quote_sheet(block.sheet)}!{corners}", found=found)]
