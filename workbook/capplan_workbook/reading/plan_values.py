"""Assumptions: every plan-wide value, found by its name and checked against its label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from capplan.inputs.assumptions import PURE_DRIVERS, RAMP_WEEKS, Origin
from capplan.vocabulary import Term, term, terms
from capplan_workbook.layout.lines import TABLE_ORIGINS
from capplan_workbook.layout.places import LABEL, NOTE, ORIGIN, ORIGIN_TERMS, VALUE
from capplan_workbook.reading.cells import closest, fold_name, is_blank
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.growth import Made
from capplan_workbook.reading.places import Box, Spot
from capplan_workbook.reading.source import Source

SHEET = "Assumptions"
PROFICIENCY = "proficiency_share"
VALUE_HEADING = "Value"
_FLOOR_WEEK = re.compile(r"floor week (\d+)")


@dataclass
class PlanValues:
    """What Assumptions holds, and where each value stands."""

    values: dict[str, Any] = field(default_factory=dict)
    proficiency: list[float] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    ramp_spots: list[Spot] = field(default_factory=list)


def read_plan_values(findings: Findings) -> PlanValues:
    """Reads Assumptions: values, the ramp of new agents, and who stands for each value."""
    page = Page(findings.source, findings.made)
    read = PlanValues()
    for row in plan_terms():
        spot = page.spot(row)
        if spot is None and findings.lacks(row.name):
            continue
        if spot is None:
            _report_lost(findings, page, row)
            continue
        read.spots[row.name] = spot
        value = findings.take(row, spot)
        if value is not None:
            read.values[row.name] = value
        if row.stage != "version":
            read.origins |= page.origin(findings, row.name, spot.row)
    for name in TABLE_ORIGINS:
        row_number = page.origin_row(name)
        if row_number is not None:
            read.origins |= page.origin(findings, name, row_number)
    read.ramp_spots = page.ramp()
    read.proficiency = _ramp(findings, page, read.ramp_spots)
    if read.ramp_spots:
        read.origins |= page.origin(findings, PROFICIENCY, read.ramp_spots[0].row)
    return read


def plan_terms() -> list[Term]:
    """The terms that have a row on Assumptions."""
    return [row for row in terms("assumption", shape="plan") if row.name not in PURE_DRIVERS]


def _report_lost(findings: Findings, page: Page, row: Term) -> None:
    near = closest(row.label, page.unknown_labels.values(), cutoff=0.75)
    at = next((one for one, label in page.unknown_labels.items() if label == near), 1)
    found = f"neither the name in_{row.name} nor the label"
    hint = f"did you mean the row '{near}'?" if near else "put the row back"
    spot = Spot(page.sheet, at, page.value_col)
    findings.fault(spot, row.label, found, f"a row with the label '{row.label}'", hint)


def _ramp(findings: Findings, page: Page, spots: list[Spot]) -> list[float]:
    row = term(PROFICIENCY)
    if not spots:
        findings.fault(
            Spot(page.sheet, 1, page.value_col),
            row.label,
            "no rows Floor week 1, 2, …",
            "the rows of the sheet as it was made",
            "put the rows back",
        )
    values = [findings.take(row, spot) for spot in spots]
    held = [is_held(findings, spot) for spot in spots]
    given = max((number for number, one in enumerate(held, 1) if one), default=0)
    for number, spot in enumerate(spots[:given]):
        if not held[number]:
            findings.fault(spot, row.label, "nothing", row.allowed, "later weeks are filled")
    if given > RAMP_WEEKS:
        findings.fault(spots[RAMP_WEEKS], row.label, f"{given} weeks", f"up to {RAMP_WEEKS} weeks")
    return [1.0 if value is None else value for value in values[: min(given, RAMP_WEEKS)]]


def is_held(findings: Findings, spot: Spot) -> bool:
    """Whether anything stands in a cell, usable or not."""
    cell = findings.source.cell(spot)
    return not cell.stored or not is_blank(cell.value)


class Page:
    """The Assumptions sheet as it stands in the file: which column and row means what."""

    def __init__(self, source: Source, made: Made) -> None:
        self.source, self._made = source, made
        self._named = {
            row.name: source.names.get(f"in_{made.name(row.name)}") for row in plan_terms()
        }
        boxes = [box for box in self._named.values() if box]
        self.sheet = _most(box.sheet for box in boxes) or self._titled()
        self._name_col = _most(box.left for box in boxes if box.sheet == self.sheet) or VALUE

    def _folded(self, name: str) -> str:
        """The label that a term has in the file, for comparing."""
        return fold_name(self._made.label(name))

    def _titled(self) -> str:
        same = [one for one in self.source.sheets if fold_name(one) == fold_name(SHEET)]
        return (same or list(self.source.sheets))[0]

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        cells = self.source.grid(self.sheet).items()
        return {at: fold_name(cell.value) for at, cell in cells if isinstance(cell.value, str)}

    @cached_property
    def _label_col(self) -> int:
        wanted = {self._folded(row.name) for row in plan_terms()}
        return _most(col for (_, col), text in self._texts.items() if text in wanted) or LABEL

    @cached_property
    def _labels(self) -> dict[str, int]:
        """The row of each label; a label that stands twice tells nothing."""
        rows = Counter(text for (_, col), text in self._texts.items() if col == self._label_col)
        return {
            text: row
            for (row, col), text in self._texts.items()
            if col == self._label_col and rows[text] == 1
        }

    @cached_property
    def _heads(self) -> dict[str, int]:
        """The column of each heading, from the row that holds most of them."""
        wanted = {fold_name(VALUE_HEADING), *map(self._folded, ORIGIN_TERMS)}
        heads = {at: text for at, text in self._texts.items() if text in wanted}
        top = _most(row for row, _ in heads)
        return {text: col for (row, col), text in heads.items() if row == top}

    @cached_property
    def value_col(self) -> int:
        """The column of the values."""
        return self._heads.get(fold_name(VALUE_HEADING), self._name_col)

    @cached_property
    def unknown_labels(self) -> dict[int, str]:
        """Labels that belong to no term, by row."""
        known = {self._folded(row.name) for row in plan_terms()}
        return {row: text for text, row in self._labels.items() if text not in known}

    def spot(self, row: Term) -> Spot | None:
        """The value cell of a term.

        A name follows its cell when rows are inserted, not when rows are sorted; then the label
        tells. A cell that was moved elsewhere on purpose is found by its name alone.
        """
        box, labelled = self._named[row.name], self._labels.get(self._folded(row.name))
        if box is not None and (box.sheet, box.left) != (self.sheet, self._name_col):
            return Spot(box.sheet, box.top, box.left)
        if labelled is not None:
            return Spot(self.sheet, labelled, self.value_col)
        return Spot(self.sheet, box.top, self.value_col) if box else None

    def origin_row(self, name: str) -> int | None:
        """The row that tells where a table of its own comes from."""
        box = self.source.names.get(f"in_origin_{name}")
        return self._labels.get(self._folded(name), box.top if box else None)

    def ramp(self) -> list[Spot]:
        """The cells of the ramp in the order of the floor weeks."""
        found = {
            int(match[1]): row
            for text, row in self._labels.items()
            if (match := _FLOOR_WEEK.fullmatch(text))
        }
        if found:
            return [Spot(self.sheet, found[week], self.value_col) for week in sorted(found)]
        box = self.source.names.get(f"in_{PROFICIENCY}")
        return column_spots(box) if box else []

    def origin(self, findings: Findings, name: str, row: int) -> dict[str, Origin]:
        """Who stands for a value; nothing where nobody has said so."""
        shifts = dict(zip(ORIGIN_TERMS, (ORIGIN - VALUE, NOTE - VALUE), strict=False))
        cols = {one: self.value_col + shift for one, shift in shifts.items()}
        cols |= {
            one: self._heads[self._folded(one)]
            for one in ORIGIN_TERMS
            if self._folded(one) in self._heads
        }
        spots = {one: Spot(self.sheet, row, col) for one, col in cols.items()}
        return read_origin(findings, name, spots)


def read_origin(findings: Findings, key: str, spots: Mapping[str, Spot]) -> dict[str, Origin]:
    """The origin of a value or queue under its key; empty where it is the default's.

    `spots` are the cells by term; an older workbook has none for owner and date.
    """
    found = {
        one: findings.take_any(term(one), spots[one]) for one in ORIGIN_TERMS[1:] if one in spots
    }
    plain = Origin()
    origin = Origin(
        findings.take(term("origin"), spots["origin"], plain.basis),
        found.get("origin_note") or plain.note,
        found.get("origin_owner") or plain.owner,
        found.get("origin_date"),
    )
    return {} if origin == plain else {key: origin}


def column_spots(box: Box) -> list[Spot]:
    """The cells of a range of one column."""
    return [Spot(box.sheet, row, box.left) for row in range(box.top, box.bottom + 1)]


def _most(items: Iterable[Any]) -> Any:
    counted = Counter(items).most_common(1)
    return counted[0][0] if counted else None
