"""Ranges: which cells meet, what blanks mean, and one answer however many cells are asked."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import capplan_udfs as udf
import numpy as np
import pandas as pd
import pytest
from capplan_udfs import over_cells
from capplan_udfs.hosts import Handed
from hypothesis import given, settings
from hypothesis import strategies as st

Function = Callable[..., Any]

# Every function that goes cell by cell, with arguments of an everyday case.
BY_CELL: dict[str, tuple[float, ...]] = {
    "cap_agents": (100, 180),
    "cap_agents_real": (100, 180),
    "cap_service_level": (14, 100, 180),
    "cap_asa": (14, 100, 180),
    "cap_answer_time": (0.8, 13, 100, 180),
    "cap_wait_probability": (14, 100, 180),
    "cap_occupancy": (14, 100, 180),
    "cap_abandon_share": (14, 100, 180, 60),
    "cap_queue_length": (14, 100, 180),
    "cap_capacity": (14, 180),
    "cap_trunks": (100, 180),
    "cap_blocking": (12, 100, 180),
    "cap_chat_agents": (50, 480, 3),
    "cap_gross_up": (14, 0.3),
    "cap_fte": (4000, 0.2862),
    "cap_round_up": (29.2,),
    "cap_period_rate": (0.4,),
    "cap_annual_rate": (0.01,),
    "cap_leaders": (100, 12),
    "cap_executives": (250,),
}
WHOLE = {
    *("cap_agents", "cap_trunks", "cap_chat_agents"),
    *("cap_round_up", "cap_leaders", "cap_executives"),
}


def function(name: str) -> Function:
    """The function of that name."""
    found: Function = getattr(udf, name)
    return found


@pytest.mark.parametrize("name", BY_CELL)
def test_single_values_give_a_single_number(name: str) -> None:
    """Numbers in, one plain number out; people are whole numbers."""
    answer = function(name)(*BY_CELL[name])
    assert type(answer) is (int if name in WHOLE else float)
    assert math.isfinite(answer)


@pytest.mark.parametrize("name", BY_CELL)
@pytest.mark.parametrize("rows", [1, 3, 90])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_range_gives_a_range_of_the_same_answers(name: str, rows: int, columns: int) -> None:
    """Row, column, grid and large range: each cell holds what a single call gives."""
    one = BY_CELL[name]
    expected = function(name)(*one)
    answer = function(name)([[one[0]] * columns for _ in range(rows)], *one[1:])
    assert [len(row) for row in answer] == [columns] * rows
    assert {type(cell) for row in answer for cell in row} == {type(expected)}
    for row in answer:
        assert row == pytest.approx([expected] * columns, rel=1e-9, abs=1e-12)
    json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize("name", BY_CELL)
def test_every_argument_takes_a_range(name: str) -> None:
    """Each argument in turn as a column gives a column."""
    one = BY_CELL[name]
    expected = function(name)(*one)
    for position, value in enumerate(one):
        arguments: list[Any] = list(one)
        arguments[position] = [[value], [value]]
        assert function(name)(*arguments) == [[expected], [expected]]


@pytest.mark.parametrize("many", [2, 50])
def test_a_column_and_a_row_span_the_grid(many: int) -> None:
    """Contacts down and handling times across: the cell holds the answer of its row and column."""
    contacts, handling = [[100], [200], [0]] * many, [[120, 180, 240]]
    grid = udf.cap_agents(contacts, handling)
    assert grid == [[udf.cap_agents(n, s) for s in handling[0]] for [n] in contacts]


def test_ranges_of_one_shape_go_cell_by_cell() -> None:
    """The first cell meets the first cell, not every cell."""
    assert udf.cap_gross_up([[14, 7]], [[0.3, 0.0]]) == [[14 / 0.7, 7]]


def test_ranges_that_do_not_fit_are_refused() -> None:
    """Three rows against two: nothing is repeated or cut off silently."""
    line = "argument heads: found 2 rows x 1 column; allowed a single value or a range that fits"
    with pytest.raises(ValueError, match=line):
        udf.cap_leaders([[10], [20]], [[12], [12], [12]])


def test_a_flat_list_is_one_row() -> None:
    """A flat list stands for {1,2,3}; tuples, arrays and series are taken alike."""
    row = [[udf.cap_agents(100, 180), udf.cap_agents(200, 180)]]
    for given_row in ([100, 200], (100, 200), np.array([100, 200]), pd.Series([100.0, 200.0])):
        assert udf.cap_agents(given_row, 180) == row
    assert udf.cap_agents(np.array([[100], [200]]), np.float64(180)) == [row[0][:1], row[0][1:]]


@pytest.mark.parametrize("kind", [int, float, Decimal, Fraction, np.int64, np.float32, np.array])
def test_numbers_of_every_kind_are_numbers(kind: Callable[[int], Any]) -> None:
    """Currency cells arrive as decimals, Python callers bring NumPy's numbers."""
    assert udf.cap_agents(kind(100), kind(180)) == 14
    assert udf.cap_agents([kind(100)] * 90, kind(180)) == [[14] * 90]


@pytest.mark.parametrize("empty", [[], [[]], [[], []], [[1], [1, 2]], [[1], 2]])
def test_empty_and_ragged_ranges_are_refused(empty: list[Any]) -> None:
    """A range is rectangular and has a cell."""
    with pytest.raises(ValueError, match=r"argument contacts: found (an empty range|rows of diff)"):
        udf.cap_agents(empty, 180)


@pytest.mark.parametrize("many", [1, 60])
def test_blank_and_zero_mean_the_same_inside_a_range(many: int) -> None:
    """Hosts hand a blank cell over as nothing, as empty text, or as 0."""
    column = [[100], [None], [""], [0]] * many
    assert udf.cap_agents(column, 180) == [[14], [0], [0], [0]] * many
    assert udf.cap_shrinkage([0.1, None, 0.1, ""]) == pytest.approx(0.2)


@pytest.mark.parametrize("blank", [None, "", [[None]], [[""]]])
def test_a_blank_single_argument_takes_the_default(blank: Any) -> None:
    """Blank is not given: for every optional argument it changes nothing."""
    answer = udf.cap_agents(100, 180, blank, blank, blank, blank, blank, blank, blank)
    assert answer in (14, [[14]])
    assert udf.cap_capacity(14, 180, blank) in (udf.cap_capacity(14, 180), [[108.68491355963644]])
    assert udf.cap_shrinkage([0.1], blank, blank) == pytest.approx(0.1)
    assert udf.cap_layers(100, blank, blank) == udf.cap_layers(100, [12, 6], 8)


def test_zero_of_an_argument_is_zero_and_not_blank() -> None:
    """A service level of 0 switches the target off; it is not the default of 0.80."""
    assert udf.cap_agents(100, 180, 0) == 11
    assert udf.cap_agents(100, 180, 0, max_occupancy_share=0.5) == 20


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40_000).map(lambda hundredths: hundredths / 100),
            st.floats(20, 900),
            st.floats(0.1, 0.95),
            st.sampled_from([0.0, 10.0, 20.0, 90.0]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_one_array_call_equals_single_calls(rows: list[tuple[float, ...]]) -> None:
    """A large range, answered in one call, holds what single calls give."""
    columns = [[[value] for value in column] for column in zip(*rows, strict=True)]
    enough = over_cells.MANY_CELLS // len(rows) + 1
    large = udf.cap_agents(*(column * enough for column in columns))
    assert large == [[udf.cap_agents(*row)] for row in rows] * enough


@settings(max_examples=25)
@given(st.floats(0, 1e6), st.floats(0.01, 0.69))
def test_whole_people_are_enough_and_not_one_too_many(agents: float, shrinkage: float) -> None:
    """Rounded up, the gross-up leaves enough agents; one fewer does not."""
    people = udf.cap_round_up(udf.cap_gross_up(agents, shrinkage))
    assert people * (1 - shrinkage) >= agents - 1e-6
    assert people == 0 or (people - 1) * (1 - shrinkage) < agents


def test_one_refused_cell_does_not_spoil_a_large_range() -> None:
    """The core refuses a load of more than 100,000 erlangs: Python is told the cell."""
    cells = [[100.0]] * 500
    cells[321] = [9e8]
    line = r"argument contacts \(row 322, column 1\): found 9"
    with pytest.raises(ValueError, match=line):
        udf.cap_agents(cells, 180)
    answers = udf.cap_agents(Handed(cells), 180)
    assert answers[321] == ["#NUM!"]
    assert [answer for number, answer in enumerate(answers) if number != 321] == [[14]] * 499
