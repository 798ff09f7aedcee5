"""What a workbook keeps of versions, read the way its own inputs are read.

Each kept sheet holds a copy of every table of inputs. Seen through `KeptSource` it is a workbook
of its own, so that whatever can be read as an input can be read as a kept one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from capplan.errors import Issue
from capplan.inputs.figures import shown
from capplan.inputs.identity import seal_of
from capplan.inputs.versions import STATUS, VERSION, changes_since_lock, inputs_only, is_locked
from capplan.vocabulary import VOCABULARY, term
from capplan_workbook.layout.places import LAST, LOCKED, VALUE
from capplan_workbook.reading.assembly import Examined, examine
from capplan_workbook.reading.cells import as_text
from capplan_workbook.reading.findings import Findings, folded
from capplan_workbook.reading.growth import Made
from capplan_workbook.reading.places import Box, Spot
from capplan_workbook.reading.source import Cell, Source
from capplan_workbook.sheets.kept.sheet import KEPT, LABEL, TERM, VALUES, prefix

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.inputs.differences import Difference

UNLOCK = "set the status to draft and give it a new version"
INTACT = "what capplan kept"


class KeptSource(Source):
    """The kept copy of a version as a workbook: each of its tables is a sheet."""

    def __init__(self, source: Source, own: str) -> None:
        self.file_name, self.epoch = source.file_name, source.epoch
        self.properties: dict[str, str] = {}
        self._real = source
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}
        boxes = {
            name.removeprefix(f"{own}_"): box
            for name, box in source.names.items()
            if name == f"{own}_{VALUES}" or name.startswith(f"{own}_tbl_")
        }
        self._boxes = boxes
        self.sheets = (VALUES, *(name for name in boxes if name != VALUES))
        self.tables = {name: _on(name, box) for name, box in boxes.items() if name != VALUES}
        self.names = dict(self._values())

    def grid(self, sheet: str) -> dict[tuple[int, int], Cell]:
        """The cells of one table."""
        if sheet not in self._cells:
            self._cells[sheet] = dict(self._inside(sheet))
        return self._cells[sheet]

    def _inside(self, sheet: str) -> Iterator[tuple[tuple[int, int], Cell]]:
        box = self._boxes.get(sheet)
        if box is not None:
            for (row, col), cell in self._real.grid(box.sheet).items():
                if box.top <= row <= box.bottom and box.left <= col <= box.right:
                    yield (row, col), cell

    def _values(self) -> Iterator[tuple[str, Box]]:
        """The values of Assumptions by the names they have there; terms stand beside them."""
        left = self._boxes[VALUES].left if VALUES in self._boxes else 0
        term_col, value_col = left + TERM - LABEL, left + VALUE - LABEL
        for (row, col), cell in self.grid(VALUES).items():
            if col == term_col:
                yield f"in_{as_text(cell.value)}", Box(VALUES, row, value_col, row, value_col)


def _on(sheet: str, box: Box) -> Box:
    return box._replace(sheet=sheet)


def examine_all(findings: Findings) -> Examined:
    """The assumptions with what is kept of versions, and everything that was found."""
    found = examine(findings)
    if any(one.severity == "stop" for one in found.issues):
        return found
    kept = {title: _kept(findings.source, findings.made, title) for title in (LOCKED, LAST)}
    given = replace(found.assumptions, locked=kept[LOCKED][0], last=kept[LAST][0])
    damaged = [title for title, (_, whole) in kept.items() if not whole]
    extra = [_damage(given, title, found) for title in damaged]
    changed = changes_since_lock(given, found.place)
    extra += folded(_changed(given, one, found) for one in changed)
    return found._replace(assumptions=given, issues=[*found.issues, *extra])


def _kept(source: Source, made: Made, title: str) -> tuple[Assumptions | None, bool]:
    """What the sheet keeps, and whether it is whole; a workbook need not keep anything."""
    own = prefix(title)
    seal = source.names.get(f"{own}_seal")
    if seal is None:
        return None, KEPT + own not in source.properties
    found = examine(Findings(KeptSource(source, own), made))
    if any(one.severity == "stop" for one in found.issues):
        return None, False
    kept = inputs_only(found.assumptions)
    written = as_text(source.cell(Spot(seal.sheet, seal.top, seal.left)).value)
    return (kept, True) if written == seal_of(kept, made.former) else (None, False)


def _damage(given: Assumptions, title: str, found: Examined) -> Issue:
    """Kept inputs that nobody can rely on stop a locked plan, and are left out of a draft."""
    label, where = term(STATUS).label, found.place(STATUS, "")
    if title == LOCKED and is_locked(given.values):
        told = f"{given.values[STATUS]}, but the inputs kept for it are damaged"
        return Issue(where, label, told, INTACT, "set the status to draft; then lock it anew")
    told = "inputs of the last version that are damaged"
    return Issue(where, label, told, INTACT, "they are left out", "look")


def _changed(given: Assumptions, one: Difference, found: Examined) -> Issue:
    """An input that is not what was locked, with its cell."""
    assert given.locked is not None
    version = f"version {given.locked.values[VERSION]}"
    currency = str(given.values["currency"])
    row = VOCABULARY.get(one.term)
    unit = (row.unit if row else "text").replace("money", currency)
    many = one.term == "base_contacts"  # weeks of one mishap are told as one range
    what = one.label if many else one.what
    allowed = f"as locked in {version}" if many else f"{shown(one.old, unit)}, locked in {version}"
    where = one.new_cell or found.place(STATUS, "")
    return Issue(where, what, shown(one.new, unit), allowed, UNLOCK, "look")
