"""Which role leads which, in the workbook: typed, refused with its cell, and recalculated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from capplan_workbook import check_plan, read_plan, write_plan
from capplan_workbook.book import cell_name
from capplan_workbook.layout.places import FIRST
from command import capplan
from excel_types import ExcelBook, agrees
from reader_workbooks import differences, faults, given, named_cell, typed, write
from sheet_xml import CellValue

from capplan.inputs.assumptions import Assumptions, make_assumptions
from capplan.leaders.layers import LAYERS
from capplan.plan import make_plan
from capplan.vocabulary import term

APART = {
    "manager_leads": "none",
    "director_leads": "supervisor",
    "vp_leads": "none",
    "svp_leads": "director",
}
STRAIGHT = {f"{role}_leads": "none" for role in ("manager", "director", "vp", "svp")}
SPANS = ("supervisor_span", "manager_span", "director_span", "upper_span")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook without a fault."""
    return write(tmp_path_factory.mktemp("chain") / "plan.xlsx")


# what planners type


@pytest.mark.parametrize("choice", [APART, STRAIGHT])
def test_a_chosen_chain_is_read_as_written(choice: dict[str, str], tmp_path: Path) -> None:
    """Write, read, write: the choice comes back, and the second file is the first."""
    own = given()
    own = replace(own, values={**own.values, **choice, "propose_classes": "no"})
    first = write(tmp_path / "first.xlsx", own)
    back = read_plan(first)
    assert differences(back, own) == []
    assert check_plan(first) == []
    assert write(tmp_path / "again.xlsx", back).read_bytes() == first.read_bytes()


def test_a_typed_chain_is_read_and_a_blank_is_the_default(book: Path) -> None:
    """Cells typed in the file are the chain of the plan; letters and blanks do not matter."""
    changes = {"in_manager_leads": "None ", "in_director_leads": "Supervisor", "in_vp_leads": None}
    values = read_plan(typed(book, changes)).values
    assert [values[f"{one}_leads"] for one in ("manager", "director", "vp", "svp")] == [
        "none",
        "supervisor",
        "director",
        "vp",
    ]


WRONG_SPANS: list[tuple[CellValue, str, str]] = [
    (0, "found 0; allowed 2 to 50 people", "a blank typed as 0? type the people one leader leads"),
    (1, "found 1; allowed 2 to 50 people", "a leader of one is likely a slip"),
    (60, "found 60; allowed 2 to 50 people", "were the people of the whole site typed?"),
    ("twelve", "found the text 'twelve'; allowed 2 to 50 people", "type a number"),
]


@pytest.mark.parametrize(("value", "found", "slip"), WRONG_SPANS)
def test_a_wrong_span_names_its_cell_and_the_slip(
    book: Path, value: CellValue, found: str, slip: str
) -> None:
    """0, 1, 60 and a word are refused in the cell of every span, all at once."""
    lines = [str(one) for one in faults(typed(book, {f"in_{name}": value for name in SPANS}))]
    assert len(lines) == len(SPANS)
    for line, name in zip(lines, SPANS, strict=True):
        assert line.startswith(f"{named_cell(book, f'in_{name}')}: {term(name).label}: ")
        assert found in line
        assert slip in line


@pytest.mark.parametrize(
    ("changes", "where", "says"),
    [
        ({"manager": "manager"}, "manager", "a layer that leads itself; allowed supervisor"),
        ({"vp": "vp"}, "vp", "did you mean director?"),
        ({"director": "supervisor"}, "director", "so that nobody leads managers"),
        ({"manager": "none"}, "director", "found manager, but {manager} says that there are none"),
        ({"manager": "director"}, "manager", "each leading the other"),
        ({"svp": "team lead"}, "svp", "allowed one of supervisor, manager, director, vp, svp"),
    ],
)
def test_a_broken_chain_names_its_cell(
    book: Path, changes: dict[str, str], where: str, says: str
) -> None:
    """One fault for one slip, in the cell that was typed or hangs on it."""
    cells = {role: named_cell(book, f"in_{role}_leads") for role in ("manager", where)}
    wrong = typed(book, {f"in_{role}_leads": led for role, led in changes.items()})
    (line,) = [str(one) for one in faults(wrong)]
    assert line.startswith(f"{cells[where]}: {term(f'{where}_leads').label}: found ")
    assert says.format(**cells) in line


def test_the_command_tells_every_slip_at_once(book: Path, tmp_path: Path) -> None:
    """`capplan check` prints a line for each cell, and the plan is not made."""
    slips: dict[str, CellValue] = {
        "in_supervisor_span": 0,
        "in_manager_leads": "manager",
        "in_vp_leads": "none",
    }
    wrong = typed(book, slips)
    done = capplan("check", wrong, cwd=tmp_path)
    assert done.returncode == 2
    told = ("supervisor_span", "manager_leads", "svp_leads")
    cells = [named_cell(book, f"in_{one}") for one in told]
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == cells
    refused = capplan("plan", wrong, "-o", "out.xlsx", cwd=tmp_path)
    assert refused.returncode == 2
    assert "a layer that leads itself" in refused.stderr


def test_people_beyond_the_layers_name_the_cell_to_change(book: Path, tmp_path: Path) -> None:
    """All team leaders under one head who leads two: the line names the layer to switch on."""
    changes: dict[str, CellValue] = {f"in_{name}": "none" for name in STRAIGHT}
    wide = typed(book, {**changes, "in_head_at": 2})
    done = capplan("plan", wide, "-o", "out.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{named_cell(book, 'in_manager_leads')}: Managers lead: found none" in done.stderr
    assert "switch managers on, they lead supervisor" in done.stderr


# spreadsheets without capplan


def _given(**values: str) -> Assumptions:
    """Six weeks of 40 agents at narrow spans, so that every layer in use has somebody."""
    narrow = {
        f"{layer}_span{end}": 3.0
        for layer in ("manager", "director", "upper")
        for end in ("", "_min", "_max")
    }
    spans = {"supervisor_span": 4.0, "supervisor_span_min": 4.0, "head_at": 2.0, **narrow}
    rows = [{"queue": "Calls", "aht_s": 300.0, "opening_agents_heads": 40.0}]
    own = {**spans, "interval_min": 60.0, "propose_classes": "no", **values}
    return make_assumptions(date(2026, 1, 5), rows, [[4000.0]] * 6, values=own)


def _row(values: Mapping[str, CellValue], column: str, text: str) -> int:
    """Where a text stands in a column such as ``Management!B``."""
    rows = {
        place.removeprefix(column)
        for place, value in values.items()
        if value == text and place.startswith(column)
    }
    (row,) = [int(one) for one in rows if one.isdigit()]
    return row


def _line(values: Mapping[str, CellValue], label: str) -> list[float]:
    """The six weeks of a line of Management, by its label."""
    row = _row(values, "Management!B", label)
    places = [f"Management!{cell_name(row, FIRST + week)}" for week in range(6)]
    return [float(str(values[place])) for place in places]


def _result(values: Mapping[str, CellValue], title: str) -> CellValue:
    """What a check says."""
    return values[f"Checks!G{_row(values, 'Checks!C', title)}"]


def test_formulas_follow_the_chain(tmp_path: Path) -> None:
    """Every cell is the engine's where directors lead team leaders; typed over, needs follow."""
    apart, plain = make_plan(_given(**APART)), make_plan(_given())
    assert all(apart[f"{one}_heads"][-1] > 0 for one in ("directors", "svps", "service_heads"))
    write_plan(apart, tmp_path / "apart.xlsx")
    write_plan(plain, tmp_path / "plain.xlsx")
    assert agrees(tmp_path / "apart.xlsx") == []
    typed_chain = {f"in_{name}": led for name, led in APART.items()}
    edits: list[dict[str, CellValue]] = [{**typed_chain}, {"in_manager_leads": "none"}]
    with ExcelBook(tmp_path / "apart.xlsx") as book:
        got = [book.values()]
    with ExcelBook(tmp_path / "plain.xlsx") as book:
        got += [book.values(changes) for changes in edits]
    for layer in LAYERS:
        name = f"required_{layer}_heads"
        assert _line(got[1], term(name).label) == pytest.approx(apart[name].tolist()), layer
    title = "Every layer of leaders leads the nearest one below it"
    assert [_result(one, title) for one in got] == ["OK", "OK", "FAIL"]
