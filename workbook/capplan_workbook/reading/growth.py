"""Reading workbooks of earlier versions: what a file knew, and what its terms are called now.

A planner's file from any released version is read for ever. On its very hidden sheet it carries
the assumptions that its capplan knew, each with its label. What is not on that list was added
later: the file cannot hold it, so its default counts. Where a program has dropped the list, the
schema number tells, beside the column `since` of the vocabulary.

The schema number stands in the document's properties, and on the hidden sheet. It is raised by
one with the first change of the inputs after a release; `MIGRATIONS` leads from each to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from capplan.errors import Issue, TemplateError
from capplan.inputs.checks import few
from capplan.vocabulary import VOCABULARY, term
from capplan.vocabulary.term import FIRST_SCHEMA
from capplan_workbook.layout.places import HIDDEN
from capplan_workbook.reading.cells import as_text
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.source import Source

SCHEMA = 2
PROPERTY = "capplan.schema"
FILE, LABEL = "Workbook", "Version"  # how remarks on the whole file begin
MOST_LABELS = 5  # so many fit into a line
HEAD_ROW = 1
SCHEMA_HEAD, NAME_HEAD, LABEL_HEAD = "schema", "name", "label"


class Listed(NamedTuple):
    """An assumption as the file's own list has it: the name and the label of its day."""

    name: str
    label: str


@dataclass(frozen=True)
class Made:
    """What the capplan that made a file knew: its schema, and its assumptions by today's name.

    `listed` is empty where a program has dropped the list.
    """

    schema: int = SCHEMA
    listed: Mapping[str, Listed] = field(default_factory=dict)

    def knew(self, name: str) -> bool:
        """Whether the file ought to hold a term: one that was added later cannot be missing."""
        return name in self.listed if self.listed else term(name).since <= self.schema

    def name(self, name: str) -> str:
        """What the file calls a term."""
        return self.listed[name].name if name in self.listed else name

    def label(self, name: str) -> str:
        """The heading or label that a term has in the file."""
        return self.listed[name].label if name in self.listed else term(name).label

    @property
    def former(self) -> dict[str, str]:
        """The names that terms had when the file was made, by today's, where they differ."""
        return {name: one.name for name, one in self.listed.items() if one.name != name}

    @property
    def dropped(self) -> list[str]:
        """The labels of what the file holds and this capplan no longer asks for."""
        return [one.label for name, one in self.listed.items() if name not in VOCABULARY]

    def renamed(self, names: Mapping[str, str]) -> Made:
        """The same file where terms go by new names: each old name leads to its new one."""
        return replace(
            self, listed={names.get(name, name): one for name, one in self.listed.items()}
        )


def _from_1(made: Made) -> Made:
    """Some workbooks of schema 1 were made shortly before 0.1.0 was released."""
    return made.renamed({"most_supervisor_span": "supervisor_span_max"})


# from each schema to the next: what a term of the file is called one schema later
MIGRATIONS: Mapping[int, Callable[[Made], Made]] = {1: _from_1}


def made_by(source: Source) -> Made:
    """What the capplan that made a workbook knew, in today's terms."""
    schema = schema_of(source) or FIRST_SCHEMA
    made = Made(schema, _listed(source))
    for number in range(schema, SCHEMA):
        made = MIGRATIONS[number](made)
    return made


def schema_of(source: Source) -> int | None:
    """The schema number of a workbook; None where nothing in the file tells it.

    Raises:
        TemplateError: the number is none, or higher than this capplan knows.
    """
    found = source.properties.get(PROPERTY) or _under(source, SCHEMA_HEAD)
    if not found:
        return None
    if not found.isdecimal() or not found.strip("0"):
        allowed = f"{FIRST_SCHEMA} to {SCHEMA}"
        raise TemplateError(f"{source.file_name}: found schema {found[:20]!r}; allowed {allowed}")
    if float(found) > SCHEMA:
        raise TemplateError(
            f"{source.file_name}: made for schema {found[:20]}, this capplan reads up to {SCHEMA}; "
            "update capplan"
        )
    return int(found)


def remarks_on(made: Made, lacking: Iterable[str]) -> Iterator[Issue]:
    """One remark on all terms that the file lacks, and one on those that nobody asks for."""
    added, dropped = [term(name).label for name in lacking], made.dropped
    if added:
        were = "term was" if len(added) == 1 else "terms were"
        found = f"one made before {len(added)} {were} added: {few(added, MOST_LABELS)}"
        yield Issue(FILE, LABEL, found, "any version", "their defaults are used", "look")
    if dropped:
        found = f"entries that are no longer in use: {few(dropped, MOST_LABELS)}"
        yield Issue(FILE, LABEL, found, "any version", "they are not read", "look")


def _under(source: Source, head: str) -> str:
    """The first value under a heading of the hidden sheet; blank where there is none."""
    col = _columns(source).get(head)
    return as_text(source.cell(Spot(HIDDEN, HEAD_ROW + 1, col)).value) if col else ""


def _columns(source: Source) -> dict[str, int]:
    """The columns of the hidden sheet by heading."""
    cells = source.grid(HIDDEN) if HIDDEN in source.sheets else {}
    heads = {col: as_text(one.value) for (row, col), one in cells.items() if row == HEAD_ROW}
    return {heads[col]: col for col in sorted(heads, reverse=True)}


def _listed(source: Source) -> dict[str, Listed]:
    """The file's own list of assumptions; empty where it is gone."""
    columns = _columns(source)
    if not {NAME_HEAD, LABEL_HEAD} <= set(columns):
        return {}
    listed = {}
    for (row, col), cell in source.grid(HIDDEN).items():
        if col == columns[NAME_HEAD] and row > HEAD_ROW:
            name = as_text(cell.value)
            label = as_text(source.cell(Spot(HIDDEN, row, columns[LABEL_HEAD])).value)
            listed[name] = Listed(name, label or name)
    return listed
