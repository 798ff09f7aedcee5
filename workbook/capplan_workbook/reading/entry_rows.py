"""Events and training classes: tables of entries, one row each, blank rows ignored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from capplan.inputs.assumptions import (
    ALL_QUEUES,
    SOURCE_NUMBERS,
    Event,
    Move,
    Source,
    TrainingClass,
)
from capplan.people.moves import LEAVER, TRANSFER
from capplan.vocabulary import term
from capplan_workbook.layout.places import (
    CLASS_TERMS,
    EVENT_TERMS,
    MOVE_TERMS,
    SOURCE_TERMS,
    heading,
)
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.queue_rows import by_folded, find_input, known_name

EVENTS, CLASSES = ("tbl_events", "Demand"), ("tbl_hiring_plan", "HiringPlan")
MOVES, SOURCES = ("tbl_moves", "HiringPlan"), ("tbl_sources", "HiringPlan")
LEAST = 4  # headings that tell such a table where its name is lost
STAND_IN_HEADS = 10.0

Entry = TypeVar("Entry")
Values = Mapping[str, Any]


@dataclass
class Entries(Generic[Entry]):
    """The entries of a table and the cells of each."""

    items: list[Entry] = field(default_factory=list)
    spots: list[dict[str, Spot]] = field(default_factory=list)

    def spot(self, name: str, number: int) -> Spot | None:
        """The cell of an entry's value."""
        return self.spots[number].get(name) if number < len(self.spots) else None


def read_events(findings: Findings, queues: Sequence[str], first_week: date) -> Entries[Event]:
    """Reads tbl_events; `first_week` stands in for a week that cannot be used."""
    names = by_folded([ALL_QUEUES, *queues])

    def build(values: Values, spots: Mapping[str, Spot]) -> Event:
        queue = queue_of(findings, spots, values, "event_queue", names)
        first = values["first_week"] or values["last_week"] or first_week
        last = values["last_week"] or first
        if findings.is_refused(spots.get("first_week")):
            first = min(first, last)
        return Event(
            values["event"] or "",
            queue or ALL_QUEUES,
            first,
            last,
            values["lift_share"],
            values["added_contacts"],
        )

    return read_entries(findings, EVENTS, EVENT_TERMS, build)


def read_classes(
    findings: Findings, queues: Sequence[str], first_week: date
) -> Entries[TrainingClass]:
    """Reads tbl_hiring_plan; `first_week` stands in for a week that cannot be used."""
    names = by_folded(list(queues))

    def build(values: Values, spots: Mapping[str, Spot]) -> TrainingClass:
        queue = queue_of(findings, spots, values, "class_queue", names)
        heads = values["class_heads"]
        return TrainingClass(
            values["class"] or "",
            queue or next(iter(queues), ""),
            values["start_week"] or first_week,
            STAND_IN_HEADS if heads is None else heads,
            values["class_status"],
        )

    return read_entries(findings, CLASSES, CLASS_TERMS, build)


def read_moves(findings: Findings, queues: Sequence[str], first_week: date) -> Entries[Move]:
    """Reads tbl_moves, if there is one; `first_week` stands in for a week of no use."""
    names = by_folded(list(queues))

    def build(values: Values, spots: Mapping[str, Spot]) -> Move:
        target = queue_of(findings, spots, values, "move_to_queue", names) or ""
        source = queue_of(findings, spots, values, "move_queue", names)
        return Move(
            values["move"] or "",
            values["move_kind"] or (TRANSFER if values["move_to_queue"] else LEAVER),
            source or next((one for one in queues if one != target), ""),
            values["move_week"] or first_week,
            values["move_heads"] or 0.0,
            target,
            values["move_weeks"],
            values["move_return_share"],
        )

    return read_entries(findings, MOVES, MOVE_TERMS, build, required=False)


def read_sources(findings: Findings) -> Entries[Source]:
    """Reads tbl_sources; a workbook without it, as older ones are, has no sources."""

    def build(values: Values, spots: Mapping[str, Spot]) -> Source:
        numbers = {name: values[f"source_{name}"] for name in SOURCE_NUMBERS}
        return Source(values["source"] or "", **{**numbers, "share": numbers["share"] or 0.0})

    read = read_entries(findings, SOURCES, SOURCE_TERMS, build, required=False)
    cells = [spots.get("source_share") for spots in read.spots]
    refused = [number for number, cell in enumerate(cells) if findings.is_refused(cell)]
    rest = 1 - sum(one.share for one in read.items)
    for number in refused:  # what is not known is taken to fit: it is no second fault
        share = max(rest, 0.0) / len(refused)
        read.items[number] = replace(read.items[number], share=share)
    return read


def read_entries(
    findings: Findings,
    place: tuple[str, str],
    columns: tuple[str, ...],
    build: Callable[[Values, Mapping[str, Spot]], Entry],
    required: bool = True,
) -> Entries[Entry]:
    """The rows of a table; `build` makes an entry from its values by term and their cells.

    A table that is not `required` may be gone: then it has no rows.
    """
    read: Entries[Entry] = Entries()
    table = find_input(findings, *place, columns, LEAST, required=required)
    if table is None:
        return read
    for row in table.rows:
        if table.is_blank(row):
            continue
        spots = {
            one: table.spot(row, heading(one)) for one in columns if heading(one) in table.columns
        }
        values = {one: _value(findings, one, spots.get(one)) for one in columns}
        read.items.append(build(values, spots))
        read.spots.append(spots)
    return read


def _value(findings: Findings, name: str, spot: Spot | None) -> Any:
    row = term(name)
    value = findings.take(row, spot) if spot else None
    if value is not None:
        return value
    if row.required and spot and not findings.is_refused(spot):
        findings.fault(spot, row.label, "nothing", row.allowed, "this cell must be filled")
    return row.default


def queue_of(
    findings: Findings,
    spots: Mapping[str, Spot],
    values: Values,
    name: str,
    names: Mapping[str, str],
) -> str | None:
    """The queue of an entry as the plan spells it."""
    given, spot = values[name], spots.get(name)
    if given is None or spot is None or not names:
        return None
    return known_name(findings, spot, heading(name), str(given), names)
