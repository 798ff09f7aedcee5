"""Finding the input tables: by table name, else by their headings; columns go by heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from capplan_workbook.layout.places import HIDDEN, LAST, LOCKED
from capplan_workbook.layout.sheet_list import SHEETS
from capplan_workbook.reading.cells import as_text, closest, fold_name, is_blank
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Box, Spot
from capplan_workbook.reading.source import Source

INPUT_SHEETS = ("Queues", "Assumptions", "Demand", "HiringPlan", "Scenarios")
RESULT_SHEETS = {*SHEETS, HIDDEN, LOCKED, LAST} - set(INPUT_SHEETS)
MOST_GAP = 2  # so many blank rows end a table that only its headings tell
HEADING = "Heading"


@dataclass(frozen=True)
class Table:
    """A table in the file: its range, and which column stands under which heading."""

    source: Source
    box: Box
    columns: Mapping[str, int]

    @property
    def head(self) -> Spot:
        """The first heading."""
        return Spot(self.box.sheet, self.box.top, self.box.left)

    @property
    def rows(self) -> range:
        """The rows under the headings."""
        return range(self.box.top + 1, self.box.bottom + 1)

    def spot(self, row: int, heading: str) -> Spot:
        """The cell of a row under a heading; the first heading where the column is missing."""
        col = self.columns.get(heading)
        return self.head if col is None else Spot(self.box.sheet, row, col)

    def is_blank(self, row: int, headings: Iterable[str] | None = None) -> bool:
        """Whether nothing stands in the row, under any heading or under some."""
        wanted = self.columns if headings is None else headings
        cols = [self.columns[one] for one in wanted if one in self.columns]
        return all(is_blank(self.at(row, col)) for col in cols)

    def at(self, row: int, col: int) -> object:
        """What the file stores in a cell; a formula without result counts as something."""
        cell = self.source.cell(Spot(self.box.sheet, row, col))
        return cell.value if cell.stored else "="


def find_table(
    source: Source, name: str, sheet: str, headings: Sequence[str], least: int = 2
) -> Table | None:
    """The table of that name, or the cells under those headings where the table is gone.

    The headings decide: a table whose range no longer has them on top has been moved away from
    its cells.
    """
    box = source.tables.get(name)
    best = _table(source, box, headings) if box else None
    searched = _by_headings(source, [box.sheet] if box else _likely(source, sheet), headings)
    while best is None or len(best.columns) < len(headings):
        found = next(searched, None)
        if found is None:
            break
        most = len(best.columns) if best else least - 1
        best = found if len(found.columns) > most else best
    return best if best and best.columns else None


def _table(source: Source, box: Box, headings: Iterable[str]) -> Table:
    texts = heading_texts(source, box)
    known = {fold_name(text): col for col, text in reversed(texts.items())}
    columns = {one: known[fold_name(one)] for one in headings if fold_name(one) in known}
    return Table(source, box, columns)


def heading_texts(source: Source, box: Box) -> dict[int, str]:
    """The headings of a range by column."""
    spots = (Spot(box.sheet, box.top, col) for col in range(box.left, box.right + 1))
    return {spot.col: as_text(source.cell(spot).value) for spot in spots}


def _likely(source: Source, sheet: str) -> list[str]:
    """The sheets where a lost table may be: the expected one first, none that holds results."""
    others = [one for one in source.sheets if one != sheet and one not in RESULT_SHEETS]
    return [sheet, *others] if sheet in source.sheets else others


def _by_headings(source: Source, sheets: Iterable[str], headings: Sequence[str]) -> Iterator[Table]:
    """Every row of the sheets that has some of the headings."""
    wanted = {fold_name(one) for one in headings}
    for title in sheets:
        rows: dict[int, dict[int, str]] = {}
        for (row, col), cell in source.grid(title).items():
            if isinstance(cell.value, str) and fold_name(cell.value) in wanted:
                rows.setdefault(row, {})[col] = fold_name(cell.value)
        for row, texts in rows.items():
            yield from _windows(source, title, row, texts, headings)


def _windows(
    source: Source, sheet: str, row: int, texts: Mapping[int, str], headings: Sequence[str]
) -> Iterator[Table]:
    """Tables of one row of headings: each runs up to where a heading comes again."""
    cols = sorted(texts)
    while cols:
        seen: list[int] = []
        for col in cols:
            if texts[col] in {texts[one] for one in seen}:
                break
            seen.append(col)
        cols = cols[len(seen) :]
        table = _table(source, Box(sheet, row, seen[0], row, seen[-1]), headings)
        yield replace(table, box=table.box._replace(bottom=_last_row(table)))


def _last_row(table: Table) -> int:
    row, blanks = table.box.top, 0
    last = row
    while blanks < MOST_GAP:
        row += 1
        blanks = blanks + 1 if table.is_blank(row) else 0
        last = last if blanks else row
    return last


def report_headings(
    findings: Findings, table: Table, headings: Mapping[str, str], optional: Iterable[str] = ()
) -> None:
    """A fault for each heading that is missing, at the misspelt one where one is close.

    `headings` says what each heading's column holds. Columns that nobody reads get a remark.
    """
    texts = heading_texts(table.source, table.box)
    read = set(table.columns.values())
    spare = {col: text for col, text in texts.items() if col not in read and text}
    for heading, holds in headings.items():
        if heading in table.columns:
            continue
        near = closest(heading, spare.values())
        col = next((one for one, text in spare.items() if text == near), table.box.left)
        spot = Spot(table.box.sheet, table.box.top, col)
        found = f"the heading '{near}'" if near else "no column with this heading"
        report = findings.remark if heading in optional else findings.fault
        report(spot, heading, found, f"a column with the heading '{heading}'", holds)
        spare.pop(col, None)
    report_spare(findings, table, spare)


def report_spare(findings: Findings, table: Table, spare: Mapping[int, str]) -> None:
    """A remark on each filled column, by its heading, that the table of today does not have."""
    for col, text in spare.items():
        if any(not is_blank(table.at(row, col)) for row in table.rows):
            spot = Spot(table.box.sheet, table.box.top, col)
            findings.remark(
                spot, HEADING, f"'{text}'", "the headings of this table", "the column is not read"
            )


def report_below(findings: Findings, table: Table) -> None:
    """A remark on rows typed directly below a table: they are not part of it."""
    row = table.box.bottom + 1
    while _is_typed(table, row):
        row += 1
    if row > table.box.bottom + 1:
        first, last = table.box.bottom + 1, row - 1
        where = Spot(table.box.sheet, first, table.box.left)
        rows = f"row {first}" if first == last else f"rows {first} to {last}"
        findings.remark(
            where,
            "Rows below the table",
            f"entries in {rows}",
            "entries in the table",
            "they are not read; drag the table's corner down over them",
        )


def _is_typed(table: Table, row: int) -> bool:
    """Whether a row looks like an entry: a lone text below a table is a note."""
    values = [table.at(row, col) for col in table.columns.values()]
    given = [value for value in values if not is_blank(value)]
    return len(given) > 1 or any(not isinstance(value, str) for value in given)
