"""The inputs of a workbook beside those that a version keeps, before any sheet is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from capplan.inputs.assumptions import BASE
from capplan.inputs.identity import seal_of
from capplan.inputs.versions import VERSION
from capplan.plan import Plan
from capplan.questions.study import Study
from capplan.vocabulary import terms
from capplan_workbook.book import Book
from capplan_workbook.book.contents import Block, Written, blocks_of, written
from capplan_workbook.desk import Desk
from capplan_workbook.layout.facing import Facing, Value, facing
from capplan_workbook.layout.places import LAST, LAST_SCENARIO_COLUMN, LIVE, LOCKED, VALUE, Layout
from capplan_workbook.sheets import demand, queues
from capplan_workbook.sheets.assumptions import sheet as assumptions
from capplan_workbook.sheets.hiring import sheet as hiring_plan
from capplan_workbook.sheets.scenarios import sheet as scenarios
from capplan_workbook.stamps import Stamps

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

# the sheets that planners type into; Scenarios is written with its results, and so not listed
INPUT_PAGES = (queues, assumptions, demand, hiring_plan)
NO_INPUTS = ("tbl_hiring_evidence",)
SCENARIOS = "tbl_scenarios"


class Typed:
    """The inputs of a plan as its workbook would hold them."""

    def __init__(self, given: Assumptions) -> None:
        study = Study.of(Plan(given, {}, given.scenario_names[0]))  # inputs only: nothing is asked
        layout = Layout.of(study.plan)
        self.desk = Desk(study, Book(title=BASE), layout, Stamps(study, layout), "")
        for page in INPUT_PAGES:
            page.write(self.desk)
        sheet = self.desk.book.sheet("Scenarios")
        scenarios.drivers(self.desk, sheet)

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """Every table of inputs."""
        found = blocks_of(self.desk.book)
        return {name: block for name, block in found.items() if name not in NO_INPUTS}

    def value(self, row: int, col: int) -> Written:
        """A cell of Assumptions."""
        return written(self.desk.sheets["Assumptions"], row, col)


class Version:
    """What a version keeps, beside the inputs of now."""

    def __init__(self, now: Typed, kept: Assumptions) -> None:
        self.kept = kept
        self._now, self._then = now, Typed(kept)

    @property
    def name(self) -> str:
        """What the version is called."""
        return str(self.kept.values[VERSION])

    @cached_property
    def seal(self) -> str:
        """The letters of what is kept."""
        return seal_of(self.kept)

    @cached_property
    def values(self) -> list[Value]:
        """The rows of Assumptions that hold a value."""
        return list(self._values())

    def _values(self) -> Iterator[Value]:
        named = {row.name: row.label for row in terms("assumption", shape="plan")}
        for name, row in self._now.desk.layout.assumption_rows.items():
            ramp = name.removeprefix("proficiency_")
            label = f"Floor week {ramp}" if ramp.isdigit() else named.get(name)
            if label is not None:
                typed, kept = (self._then.value(row, col) for col in (VALUE, LIVE))
                yield Value(row, label, name, typed, kept, self._now.value(row, LIVE))

    @cached_property
    def tables(self) -> list[Facing]:
        """Every table of inputs beside the kept one."""
        return [facing(block, kept, _spare(block)) for block, kept in self._pairs()]

    def _pairs(self) -> Iterator[tuple[Block, Block]]:
        for name, block in self._now.blocks.items():
            yield block, self._then.blocks[name]

    @property
    def changes(self) -> int:
        """Inputs that are not what the version keeps."""
        return sum(one.changed for one in self.values) + sum(one.changes for one in self.tables)


def _spare(block: Block) -> int:
    """Columns right of a table into which a planner may type: further scenarios."""
    last = block.left + len(block.heads) - 1
    return max(LAST_SCENARIO_COLUMN - last, 0) if block.name == SCENARIOS else 0


def versions_of(given: Assumptions) -> dict[str, Version]:
    """What a plan keeps of versions, by the sheet on which it is kept."""
    kept = {LOCKED: given.locked, LAST: given.last}
    if not any(kept.values()):
        return {}
    now = Typed(given)
    return {title: Version(now, one) for title, one in kept.items() if one is not None}
