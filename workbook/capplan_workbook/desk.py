"""What every sheet module works with: the plan's study, its live results, places, the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from capplan.vocabulary import Term, terms
from capplan_workbook import inputs
from capplan_workbook.book import range_name
from capplan_workbook.layout.live_scenario import live_name
from capplan_workbook.layout.places import HIDDEN, Layout

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan
    from capplan.questions.study import Study
    from capplan_workbook.book import Book, Sheet
    from capplan_workbook.layout.facing import Facing, Value
    from capplan_workbook.stamps import Stamps

CHOICE_COLUMN = 12  # on _schema, right of the list of terms
CHOICE_TERMS = tuple(row.name for row in terms("assumption") if row.choices)


class Version(Protocol):
    """What a version keeps, beside the inputs of now."""

    @property
    def kept(self) -> Assumptions:
        """The assumptions that it keeps."""
        ...

    @property
    def name(self) -> str:
        """What the version is called."""
        ...

    @property
    def seal(self) -> str:
        """The letters of what is kept."""
        ...

    @property
    def values(self) -> list[Value]:
        """The rows of Assumptions that hold a value."""
        ...

    @property
    def tables(self) -> list[Facing]:
        """Every table of inputs beside the kept one."""
        ...

    @property
    def changes(self) -> int:
        """Inputs that are not what the version keeps."""
        ...


@dataclass
class Desk:
    """One workbook in the making."""

    study: Study
    book: Book
    layout: Layout
    stamps: Stamps
    run_id: str
    overall: str = "OK"
    sheets: dict[str, Sheet] = field(default_factory=dict)
    versions: Mapping[str, Version] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan whose workbook it is."""
        return self.study.plan

    @property
    def given(self) -> Assumptions:
        """The plan's assumptions."""
        return self.plan.assumptions

    @property
    def live(self) -> Mapping[str, Any]:
        """The results of the live scenario."""
        return self.plan.runs[self.plan.live]

    @property
    def currency(self) -> str:
        """The plan's currency code."""
        return str(self.given.values["currency"])

    @property
    def interval_starts(self) -> list[str]:
        """Start of each interval of a day, as on a clock.

        The headings of tbl_profiles.
        """
        minutes = 1440 // self.layout.intervals
        starts = range(0, 1440, minutes)
        return [f"{start // 60:02d}:{start % 60:02d}" for start in starts]

    def status(self) -> tuple[str, str]:
        """Formula and value of the banner's third row."""
        values = self.given.values
        formula = (
            f'"Scenario: "&{live_name()}&"     Checks: "&out_checks'
            '&"     Version: "&live_plan_version&", "&live_plan_status'
        )
        version = f"Version: {values['plan_version']}, {values['plan_status']}"
        return formula, f"Scenario: {self.plan.live}     Checks: {self.overall}     {version}"

    def choice_list(self, name: str, first: int | None = None) -> str:
        """Address of a text term's choices (the first ones), for drop-down lists and formulas."""
        col = CHOICE_COLUMN + CHOICE_TERMS.index(name)
        count = first or len(next(row for row in terms("assumption") if row.name == name).choices)
        return f"{HIDDEN}!{range_name(2, col, 1 + count, col)}"

    def validate(self, sheet: Sheet, cells: str, row: Term) -> None:
        """The prompt and limits of input cells, from their vocabulary row."""
        source = self.choice_list(row.name) if row.choices else None
        inputs.validate(sheet, cells, row, source)
