"""Functions of whole ranges: starters, pipeline, layers, leader plan, deferred work, terms."""

from __future__ import annotations

from typing import Any

import capplan_udfs as udf
import pytest

import capplan
from capplan.vocabulary import VOCABULARY

RAMP = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]


def column(values: list[Any]) -> list[list[Any]]:
    """The values as a column of cells."""
    return [[value] for value in values]


def test_starters_are_a_column_of_three() -> None:
    """15 graduates after four weeks of 3 % dropout, 10 % no-shows and 75 % acceptance."""
    expected = [15 / 0.97**4, 15 / 0.97**4 / 0.9, 15 / 0.97**4 / 0.9 / 0.75]
    assert udf.cap_starters(15, 4, 0.03, 0.10, 0.75) == [[pytest.approx(x)] for x in expected]


def test_starters_of_a_row_and_of_a_column_stand_side_by_side() -> None:
    """A row of needs gives three rows, a column gives three columns, a grid is refused."""
    assert udf.cap_starters([10, 20], 0, 0, 0, 0.5) == [[10, 20], [10, 20], [20, 40]]
    assert udf.cap_starters([[10], [20]], 0, 0, 0, 0.5) == [[10, 10, 20], [20, 20, 40]]
    with pytest.raises(ValueError, match="found 2 rows x 2 columns; allowed a single value, one"):
        udf.cap_starters([[10, 20], [30, 40]], 0)


def test_pipeline_shows_a_class_of_twenty_week_by_week() -> None:
    """The worked example: 17.7 graduates, 16.0 effective in week 10, 13.6 heads in week 26."""
    weeks = udf.cap_pipeline(column([20] + [0] * 26), 0, 0.35, 4, 0.03, RAMP, 0.80, 13)
    assert [len(row) for row in weeks] == [8] * 27
    assert weeks[4][4] == pytest.approx(17.7058562)
    assert weeks[4][7] == pytest.approx(8.7853498189)
    assert weeks[10][7] == pytest.approx(16.0213952022)
    assert weeks[26][0] == pytest.approx(13.6442545446)


def test_pipeline_conserves_people() -> None:
    """Opening + graduates - leavers = closing = next week's opening; so it is in training."""
    weeks = udf.cap_pipeline([5, 0, 8, 3, 0, 0, 9, 0], 40, 0.5, 2, 0.05, RAMP)
    for this, following in zip(weeks, [*weeks[1:], None], strict=True):
        opening, _, training, dropouts, graduates, leavers, closing, effective = this
        assert opening + graduates - leavers == pytest.approx(closing)
        assert dropouts == pytest.approx(training * 0.05)
        assert effective <= opening + graduates
        if following is not None:
            assert following[0] == pytest.approx(closing)
            assert following[2] == pytest.approx(training - dropouts + following[1] - following[4])


def test_pipeline_reads_a_row_a_column_and_one_cell_alike() -> None:
    """One row a week comes out, however the weeks were laid out."""
    row = udf.cap_pipeline([[4, 0, 6]], 10, 0.3, 1)
    assert row == udf.cap_pipeline(column([4, 0, 6]), 10, 0.3, 1)
    assert row[:1] == udf.cap_pipeline(4, 10, 0.3, 1)
    assert udf.cap_pipeline(column([4, None, 6]), 10, 0.3, 1) == row


def test_new_hires_leave_like_tenured_agents_unless_told() -> None:
    """A blank new-hire attrition means the tenured rate."""
    same = udf.cap_pipeline([10, 0, 0], 50, 0.4, 1, new_hire_attrition_share=0.4)
    assert udf.cap_pipeline([10, 0, 0], 50, 0.4, 1) == same


@pytest.mark.parametrize(
    ("frontline", "expected"),
    [
        (0, [("supervisor", 0, 0)]),
        (10, [("supervisor", 1, 10)]),
        (100, [("supervisor", 9, 100 / 9), ("manager", 2, 4.5), ("head", 1, 2)]),
        (500, [("supervisor", 42, 500 / 42), ("manager", 7, 6), ("head", 1, 7)]),
    ],
)
def test_layers_one_row_each(frontline: float, expected: list[tuple[str, int, float]]) -> None:
    """Layer name, heads and actual span from the bottom up; nobody to lead is a row of zeros."""
    assert udf.cap_layers(frontline) == [list(row) for row in expected]


def test_spans_go_up_layer_by_layer_and_the_last_repeats() -> None:
    """Spans as a range; blank means 12, 6, 6 and so on."""
    assert udf.cap_layers(2000, [[12], [6]]) == udf.cap_layers(2000)
    assert [row[1] for row in udf.cap_layers(2000, [10, 5])] == [200, 40, 8, 1]


def test_leader_plan_keeps_the_shape_of_the_people() -> None:
    """A column gives a column, a row a row, one cell one number."""
    assert udf.cap_leader_plan(column([100, 120, 136, 140]), opening_heads=9) == column(
        [9, 9, 12, 12]
    )
    assert udf.cap_leader_plan([100, 120, 136, 140], 12, 9, 15, 9) == [[9, 9, 12, 12]]
    assert udf.cap_leader_plan(100) == 9


def test_deferred_hours_is_the_level_capacity() -> None:
    """The worked example: 63.3 hours a day; occupancy divides, more time never needs more."""
    days = column([90, 70, 60, 55, 45])
    level = udf.cap_deferred_hours(days, 30, 1)
    assert level == pytest.approx(63.3333333333)
    assert udf.cap_deferred_hours(days, 30, 1, 0.5) == pytest.approx(2 * level)
    assert udf.cap_deferred_hours(days, 30, 2) <= level


@pytest.mark.parametrize(
    ("method", "expected"),
    [("nested", 0.2862), ("additive", 0.31), ("multiplicative", 0.2720623975), ("Nested ", 0.2862)],
)
def test_shrinkage_methods(method: str, expected: float) -> None:
    """The worked example by each method, named in any case of letters."""
    out, office = [0.075, 0.03, 0.05, 0.015], column([0.06, 0.02, 0.025, 0.02, 0.015])
    assert udf.cap_shrinkage(out, office, method) == pytest.approx(expected)


@pytest.mark.parametrize("name", VOCABULARY)
def test_every_term_is_defined_with_its_unit(name: str) -> None:
    """Meaning, unit and, for inputs, range of each term within 255 signs."""
    text = udf.cap_define(name)
    row = VOCABULARY[name]
    assert text.startswith(f"{row.label} ({row.unit}). {row.help}"[:255])
    assert len(text) <= 255
    assert row.kind == "result" or f"Allowed: {row.allowed}."[:20] in text


def test_terms_are_found_as_people_type_them() -> None:
    """Capitals and blanks do not matter."""
    assert udf.cap_define(" Required FTE ") == udf.cap_define("required_fte")


def test_version_is_the_cores() -> None:
    """The version shown is that of the code that computes."""
    assert udf.cap_version() == capplan.__version__
