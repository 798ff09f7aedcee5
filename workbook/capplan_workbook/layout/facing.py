"""Inputs of now beside those that were kept: table by table, cell by cell.

A row of now faces the kept row that it stems from: the equal one, else the one of the same name,
else the next that is left. Columns face each other by their headings. So whatever table of inputs
a workbook has is compared, and its kept copy reads like the table itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isclose
from typing import Any

from capplan.inputs.versions import OPEN_TERMS
from capplan.vocabulary import terms
from capplan_workbook.book.contents import Block, Plain, Written
from capplan_workbook.layout.places import ORIGIN_TERMS, heading

PART = 1e-14  # spreadsheets compare fifteen digits
Row = tuple[Plain, ...]


@dataclass(frozen=True)
class Column:
    """A column of now beside the kept one, headings first; a side that is not there is blank.

    `place` is the column's place in the table of now; None where only the kept table has it.
    """

    place: int | None
    now: tuple[Written, ...]
    kept: Row
    default: Plain = None

    @property
    def changes(self) -> int:
        """Cells that differ; what formulas compute is no input."""
        pairs = zip(self.now, self.kept, strict=True)
        return sum(not one.formula and differ(one.value, kept, self.default) for one, kept in pairs)

    def runs(self) -> Iterator[tuple[int, int]]:
        """First and last row of each run of cells that were typed, the heading being row 0."""
        rows = enumerate(self.now)
        for formula, group in groupby(rows, key=lambda one: one[1].formula):
            if not formula:
                numbers = [number for number, _ in group]
                yield numbers[0], numbers[-1]


@dataclass(frozen=True)
class Facing:
    """A table of now beside the kept one: place of the table of now, and the columns."""

    name: str
    sheet: str
    top: int
    left: int
    columns: tuple[Column, ...]

    @property
    def changes(self) -> int:
        """Cells that differ."""
        return sum(one.changes for one in self.columns)


@dataclass(frozen=True)
class Value:
    """A row of Assumptions beside the kept one: what was typed, and what is in force."""

    row: int
    label: str
    name: str
    typed: Written
    kept: Written
    now: Written

    @property
    def counts(self) -> bool:
        """Whether a locked plan must keep it: who signs may be told later."""
        return self.name not in OPEN_TERMS

    @property
    def changed(self) -> bool:
        """Whether what is in force differs."""
        return self.counts and differ(self.now.value, self.kept.value)


def differ(now: Plain, kept: Plain, default: Plain = None) -> bool:
    """Whether two cells hold different values; a blank one holds its default.

    >>> differ(None, 0.0), differ(None, 0.4, 0.4), differ("Phone", "phone"), differ(1.0, 2.0)
    (True, False, False, True)
    """
    if now is None and kept is not None and default is not None:
        now = default
    if isinstance(now, str) and isinstance(kept, str):
        return now.casefold() != kept.casefold()
    if isinstance(now, float) and isinstance(kept, float):
        return not isclose(now, kept, rel_tol=PART)
    return now != kept


def facing(now: Block, kept: Block, spare: int = 0) -> Facing:
    """The two blocks side by side; `spare` columns right of the table of now face nothing."""
    untold = {heading(one) for one in ORIGIN_TERMS}
    heads = [*now.heads, *[""] * spare]
    own = {head.casefold(): place for place, head in enumerate(kept.heads) if head not in untold}
    pairs = [(own.pop(head.casefold(), None), place) for place, head in enumerate(heads)]
    pairs = [(old, new) for old, new in pairs if (heads[new] not in untold)]
    both = [(kept.heads[old], heads[new]) for old, new in pairs if old is not None]
    rows = aligned(
        [_values(row, now.heads, [new for _, new in both]) for row in now.rows],
        [_values(row, kept.heads, [old for old, _ in both]) for row in kept.rows],
    )
    height = max(len(rows), len(now.rows))
    rows = [*rows, *[None] * (height - len(rows))]
    defaults = _defaults(now.heads)
    columns = [
        Column(
            new,
            (Written(heads[new] or None), *_down(now.rows, new, height)),
            _kept(kept, old, rows),
            defaults.get(heads[new]),
        )
        for old, new in pairs
    ]
    blank = (Written(),) * (height + 1)
    columns += [Column(None, blank, _kept(kept, old, rows)) for old in own.values()]
    return Facing(now.name, now.sheet, now.top, now.left, tuple(columns))


def _values(row: Sequence[Written], heads: Sequence[str], wanted: Sequence[str]) -> Row:
    return tuple(row[heads.index(head)].value for head in wanted)


def _down(rows: Sequence[Sequence[Written]], col: int, height: int) -> Iterator[Written]:
    for number in range(height):
        known = number < len(rows) and col < len(rows[number])
        yield rows[number][col] if known else Written()


def _kept(block: Block, col: int | None, rows: Sequence[int | None]) -> Row:
    if col is None:
        return (None,) * (len(rows) + 1)
    cells = (None if row is None else block.rows[row][col].value for row in rows)
    return (block.heads[col], *cells)


def aligned(now: Sequence[Row], kept: Sequence[Row]) -> list[int | None]:
    """For each row of now the number of the kept row that it faces; kept ones left over follow.

    >>> aligned([("a", 1.0), ("c", 3.0), ("b", 9.0)], [("a", 1.0), ("b", 2.0), ("d", 4.0)])
    [0, 2, 1]
    """
    keys: tuple[Callable[[Row], Any], ...] = (
        lambda row: row,
        lambda row: row[:2],
        lambda row: row[:1],
    )
    faced: list[int | None] = [None] * len(now)
    left = dict.fromkeys(number for number, row in enumerate(kept) if any_given(row))
    for key in keys:
        waiting = defaultdict(list)
        for number in reversed(left):
            waiting[key(kept[number])].append(number)
        for place, row in enumerate(now):
            if faced[place] is None and any_given(row) and waiting.get(key(row)):
                faced[place] = number = waiting[key(row)].pop()
                del left[number]
    free = [place for place, one in enumerate(faced) if one is None]
    for place in sorted(free, key=lambda place: not any_given(now[place])):
        if left:
            faced[place] = number = next(iter(left))
            del left[number]
    return [*faced, *left]


def any_given(row: Row) -> bool:
    """Whether anything stands in a row."""
    return any(one is not None for one in row)


def _defaults(heads: Sequence[str]) -> dict[str, Plain]:
    """The default of each column of a table whose headings are all labels of terms."""
    rows = [row for row in terms("assumption") if row.shape != "plan"]
    labels = {row.label for row in rows}
    return {row.label: row.default for row in rows} if labels.issuperset(heads) else {}
