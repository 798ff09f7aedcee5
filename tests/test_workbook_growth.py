"""A workbook from any released version is read for ever, and plans to the numbers it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from capplan_workbook.layout.places import HIDDEN, LOCKED
from capplan_workbook.reader import PlanFile, check_plan, open_plan
from capplan_workbook.reading.cells import as_text
from capplan_workbook.reading.growth import (
    MIGRATIONS,
    NAME_HEAD,
    SCHEMA,
    Listed,
    Made,
    made_by,
    remarks_on,
)
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.source import Source
from later_version import PLANTED, answers, later_version
from reader_workbooks import edited, faults, given, places, remarks, typed, with_part
from reader_workbooks import write as write_book
from sheet_xml import CellValue

from capplan.errors import PlanInputError
from capplan.inputs.identity import seal_of
from capplan.inputs.versions import with_versions
from capplan.plan import Plan, make_plan
from capplan.vocabulary import VOCABULARY, Term, terms
from capplan.vocabulary.term import FIRST_SCHEMA

FOLDER = Path(__file__).parent / "golden" / "workbooks_0_1_0"
BOOKS = sorted(FOLDER.glob("*.xlsx"))
NAMES = [one.stem for one in BOOKS]
FIRST_COLUMN, LABEL_COLUMN = 7, 2  # of weekly and monthly sheets of 0.1.0
CLOSE = pytest.approx


class Read(NamedTuple):
    """One released workbook: its cells as stored, what is read from it, and the plan of that."""

    source: Source
    file: PlanFile
    plan: Plan

    @property
    def results(self) -> Mapping[str, Any]:
        """The results of the scenario in force."""
        return self.plan.runs[self.plan.live]

    def row(self, sheet: str, label: str, below: str) -> list[float]:
        """The stored numbers of the first line with a label below a heading."""
        labels = {
            row: as_text(cell.value)
            for (row, col), cell in self.source.grid(sheet).items()
            if col == LABEL_COLUMN
        }
        top = min(row for row, text in labels.items() if text == below)
        at = min(row for row, text in labels.items() if text == label and row > top)
        cells = self.source.grid(sheet).items()
        found = {col: cell.value for (row, col), cell in cells if row == at}
        return [float(found[col]) for col in sorted(found) if col >= FIRST_COLUMN]


@cache
def released(name: str) -> Read:
    """One of the workbooks that 0.1.0 wrote."""
    path = FOLDER / f"{name}.xlsx"
    found = open_plan(path)
    return Read(Source(path), found, make_plan(found.assumptions, found.scenario))


def test_three_workbooks_are_kept() -> None:
    """The workbooks of 0.1.0 are there, and say so."""
    assert NAMES == ["bank", "growth", "two_sites"]
    assert {made_by(released(name).source).schema for name in NAMES} == {FIRST_SCHEMA}


@pytest.mark.parametrize("name", NAMES)
def test_a_released_workbook_plans_to_its_headlines(name: str) -> None:
    """Every headline that the file shows comes out again."""
    read = released(name)
    shown = {
        key.removeprefix("out_"): read.source.cell(Spot(box.sheet, box.top, box.left)).value
        for key, box in read.source.names.items()
        if key.startswith("out_") and box.sheet == "Scenarios"
    }
    assert len(shown) == 11
    for key, value in shown.items():
        term = {"starts_heads": "starts_total_heads", "leavers_heads": "leavers_total_heads"}
        assert read.results[term.get(key, key)] == CLOSE(value, rel=1e-9, abs=1e-9), key


@pytest.mark.parametrize("name", NAMES)
def test_a_released_workbook_plans_to_its_weeks_and_months(name: str) -> None:
    """Required FTE of each queue and week, and the cost of each month, come out again."""
    read = released(name)
    for number, queue in enumerate(read.plan.assumptions.queue_names):
        line = read.row("Requirement", "Required FTE", queue)
        assert read.results["required_fte"][:, number].tolist() == CLOSE(line, rel=1e-9), queue
    months = read.plan.assumptions.calendar.by_month(read.results["week_cost"])
    assert list(months) == CLOSE(read.row("Budget", "Total cost", "Volumes and people"), rel=1e-9)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version with terms added: an assumption, a driver, columns of five tables."""
    return later_version(tmp_path_factory.mktemp("later"), since=str(SCHEMA))


def test_a_workbook_made_before_a_term_is_added_plans_as_before(later: Path) -> None:
    """The defaults of what was added, one remark on the file, and not a digit of difference."""
    for name, found in zip(NAMES, answers(later, BOOKS), strict=True):
        assert "faults" not in found, found
        read = released(name)
        assert found["required_fte"] == read.results["required_fte"].tolist()
        assert found["week_cost"] == read.results["week_cost"].tolist()
        assert found["remarks"][:-1] == [str(one) for one in read.file.remarks]
        told = found["remarks"][-1]
        assert f"made before {len(PLANTED)} terms were added: Planted allowance, " in told
        assert told.endswith("; their defaults are used")


def test_a_locked_workbook_stays_intact(later: Path, tmp_path: Path) -> None:
    """What a version keeps lacks the same terms, and its seal still fits."""
    own = given()
    locked = replace(own, values={**own.values, "plan_status": "locked"})
    book = write_book(tmp_path / "locked.xlsx", with_versions(locked))
    assert open_plan(book).assumptions.locked is not None
    answer = answers(later, [book])[0]
    assert "faults" not in answer, answer
    told, *others = sorted(answer["remarks"], key=lambda one: "made before" not in one)
    assert f"made before {len(PLANTED)} terms were added" in told
    assert others == [str(one) for one in remarks(book)]


def _without_list(book: Path) -> Path:
    def drop(wb: Any) -> None:
        wb.custom_doc_props.props.clear()
        del wb[HIDDEN]

    return edited(book, drop)


def test_the_schema_tells_where_a_program_dropped_the_list(
    later: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Without its list a file may lack what is marked as added later, and nothing else."""
    copy = tmp_path / "bank.xlsx"
    copy.write_bytes((FOLDER / "bank.xlsx").read_bytes())
    bare = _without_list(copy)
    # labels of the day are lost with the list, so those that have changed are told one by one
    marked = " ".join(answers(later, [bare])[0]["faults"])
    assert "Renamed" in marked
    assert "Planted" not in marked
    unmarked = later_version(tmp_path_factory.mktemp("unmarked"))
    assert "Planted" in " ".join(answers(unmarked, [bare])[0]["faults"])


def _listed_row(source: Source, name: str) -> int:
    cells = source.grid(HIDDEN).items()
    return next(row for (row, col), cell in cells if col == 1 and cell.value == name)


def test_what_a_file_ought_to_hold_is_still_missed(tmp_path: Path) -> None:
    """In an old workbook and in a new one, a lost column is a fault with its place."""
    old = tmp_path / "bank.xlsx"
    old.write_bytes((FOLDER / "bank.xlsx").read_bytes())
    heading = VOCABULARY["aht_s"].label
    for book in (old, write_book(tmp_path / "new.xlsx")):
        source = Source(book)
        head = next(
            Spot("Queues", row, col)
            for (row, col), cell in source.grid("Queues").items()
            if cell.value == heading
        )
        found = faults(typed(book, {str(head): "Something else"}))
        assert any("no column with this heading" in one.found for one in found), found
        assert {one.split("!")[0] for one in places(found)} == {"Queues"}


def test_a_term_on_the_list_of_the_file_is_no_new_one(later: Path, tmp_path: Path) -> None:
    """What the file's own list has cannot have been added since: it was lost."""
    copy = tmp_path / "bank.xlsx"
    copy.write_bytes((FOLDER / "bank.xlsx").read_bytes())
    source = Source(copy)
    last = max(row for row, col in source.grid(HIDDEN) if col == 1)
    assert source.cell(Spot(HIDDEN, 1, 1)).value == NAME_HEAD
    listed = {f"{HIDDEN}!A{last + 1}": "planted_multiple", f"{HIDDEN}!H{last + 1}": "Planted rank"}
    found = answers(later, [typed(copy, listed)])[0]["faults"]
    assert len(found) == 1
    assert found[0].startswith("Queues!")
    assert "a column with the heading 'Planted rank'" in found[0]


def test_a_column_that_nobody_knows_is_a_remark(tmp_path: Path) -> None:
    """A planner's own column in a table, or one of a later version, is named and left alone."""
    book = write_book(tmp_path / "plan.xlsx")
    source = Source(book)
    box = source.tables["tbl_profiles"]
    head, cell = (str(Spot(box.sheet, box.top + down, box.right)) for down in (0, 1))
    found = remarks(typed(book, {head: "Opening hours", cell: "late"}))
    assert [(one.where, one.found) for one in found if one.term == "Heading"] == [
        (head, "'Opening hours'")
    ]


def test_each_schema_leads_to_the_next() -> None:
    """No released schema is without a way to the present one."""
    assert sorted(MIGRATIONS) == list(range(FIRST_SCHEMA, SCHEMA))


def test_a_renamed_term_is_found_under_its_old_name(tmp_path: Path) -> None:
    """A workbook of schema 1 may still say most_supervisor_span; its value is not lost."""
    copy = tmp_path / "bank.xlsx"
    copy.write_bytes((FOLDER / "bank.xlsx").read_bytes())
    row = _listed_row(Source(copy), "supervisor_span_max")
    old = {f"{HIDDEN}!A{row}": "most_supervisor_span", f"{HIDDEN}!H{row}": "Largest span of old"}
    label = released("bank").file.place("supervisor_span_max", "").replace("!D", "!B")
    book = typed(copy, {**old, label: "Largest span of old"})
    made = made_by(Source(book))
    assert made.label("supervisor_span_max") == "Largest span of old"
    assert made.dropped == []
    now = released("bank").file
    assert check_plan(book) == list(now.remarks)
    assert open_plan(book).assumptions.values == now.assumptions.values


def test_a_locked_workbook_stays_intact_when_a_term_is_renamed(tmp_path: Path) -> None:
    """A seal over the old name is still whole, and one over the new name is not of that file."""
    own = given()
    changed = {"plan_status": "locked", "supervisor_span_max": 19.0}
    kept = with_versions(replace(own, values={**own.values, **changed})).locked
    assert kept is not None
    book = write_book(tmp_path / "plan.xlsx", replace(kept, locked=kept))
    source, old = Source(book), "most_supervisor_span"
    terms_kept = source.grid(LOCKED).items()
    row = next(at[0] for at, cell in terms_kept if cell.value == "supervisor_span_max")
    cells: dict[str, CellValue] = {
        f"{HIDDEN}!A{_listed_row(source, 'supervisor_span_max')}": old,
        f"{LOCKED}!C{row}": old,
        f"{HIDDEN}!J2": FIRST_SCHEMA,
    }
    plain = with_part(
        typed(book, cells),
        "docProps/custom.xml",
        lambda xml: xml.replace(b">%d<" % SCHEMA, b">1<"),
    )
    assert open_plan(book).assumptions.locked is not None
    with pytest.raises(PlanInputError, match="kept for it are damaged"):
        open_plan(plain)
    seal = seal_of(kept, {"supervisor_span_max": old})
    assert seal != seal_of(kept)
    found = open_plan(typed(plain, {"locked_seal": seal})).assumptions
    assert found.locked is not None
    assert found.locked.values["supervisor_span_max"] == 19.0


def test_an_entry_that_is_no_longer_in_use_is_told() -> None:
    """What a later capplan does not ask for any more is named once, not read in silence."""
    made = Made(FIRST_SCHEMA, {"gone": Listed("gone", "People per quality")})
    assert [str(one) for one in remarks_on(made, [])] == [
        "Workbook: Version: found entries that are no longer in use: People per quality; "
        "allowed any version; they are not read"
    ]


@pytest.mark.parametrize("row", terms("assumption"), ids=lambda row: row.name)
def test_terms_added_after_a_release_are_marked(row: Term) -> None:
    """A term that the workbooks of 0.1.0 do not list says since when it is there, and is optional.

    Write the number of the schema into its column `since` of terms.csv.
    """
    listed = made_by(released("bank").source).listed
    assert (row.since > FIRST_SCHEMA) == (row.name not in listed)
    assert row.since <= SCHEMA
    assert row.since == FIRST_SCHEMA or not row.required
