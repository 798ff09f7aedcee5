"""Staffing tables: thresholds to the last bit, and look-ups that equal the requirement."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from capplan import erlang
from capplan.erlang.thresholds.cells import pack
from capplan.erlang.thresholds.table import StaffingTable

SETTINGS: list[dict[str, Any]] = [
    {},
    {"max_occupancy_share": 0.85},
    {"service_level_share": 0},
    {"service_level_share": 0, "max_occupancy_share": 0.9},
    {"service_level_share": 0.95, "answer_within_s": 0, "max_asa_s": 15},
    {"patience_s": 120, "max_abandon_share": 0.04, "max_occupancy_share": 0.88},
    {"patience_s": 90, "max_asa_s": 10},
    {"patience_s": 90, "service_level_share": 0},
    {"patience_s": 1500, "definition": "offered"},
    {"patience_s": 12, "service_level_share": 0.5, "definition": "answered"},
    {"min_positions": 4, "patience_s": 100},
    {"min_positions": 60.5, "max_occupancy_share": 0.9},
]
UNCERTAIN: list[dict[str, Any]] = [
    {"cv": 0.1},
    {"cv": 0.05, "patience_s": 180},
    {"cv": 0.2, "max_occupancy_share": 0.85, "min_positions": 3},
    {"cv": 0.15, "patience_s": 120, "max_asa_s": 15, "max_abandon_share": 0.05},
    {"cv": 1, "patience_s": 60, "definition": "offered"},
    {"cv": 0.1, "service_level_share": 0, "max_occupancy_share": 0.9},
]


def telling(table: StaffingTable, most: float) -> NDArray[np.float64]:
    """Random volumes, every threshold, and the numbers right above."""
    finite = table.thresholds[np.isfinite(table.thresholds) & (table.thresholds > 0)]
    draw = np.random.default_rng(7).uniform(0, most, 600)
    steps = np.arange(0, most, 12.5)
    contacts = np.concatenate([draw, steps, finite, np.nextafter(finite, np.inf)])
    return np.asarray(contacts[contacts <= table.thresholds[-1]])


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_look_ups_equal_the_requirement(setting: dict[str, Any]) -> None:
    """On random volumes, on every threshold and on the number right above it, nothing differs."""
    table = erlang.staffing_table(300, max_contacts=500, **setting)
    contacts = telling(table, 500)
    assert np.array_equal(table.agents(contacts), erlang.agents(contacts, 300, **setting))
    some = contacts[:200]
    assert table.binding(some).tolist() == erlang.binding_target(some, 300, **setting).tolist()


@pytest.mark.parametrize("setting", UNCERTAIN, ids=str)
def test_look_ups_of_uncertain_volumes_equal_the_requirement(setting: dict[str, Any]) -> None:
    """With a coefficient of variation the table and `uncertain_agents` agree row by row."""
    table = erlang.staffing_table(300, max_contacts=200, **setting)
    contacts = telling(table, 200)
    need = erlang.uncertain_agents(contacts, 300, **setting)
    assert np.array_equal(table.agents(contacts), need)
    for one in (0.0, 0.3, 17.0, 101.5, 199.0):
        assert table.agents(one) == erlang.uncertain_agents(one, 300, **setting)


def test_uncertain_volumes_need_no_fewer_agents() -> None:
    """A spread of volumes never lowers the requirement; least positions hold without it too."""
    contacts = np.arange(0, 200, 7.0)
    plain = erlang.staffing_table(300, patience_s=180, max_contacts=200).agents(contacts)
    spread = erlang.staffing_table(300, patience_s=180, max_contacts=200, cv=0.1).agents(contacts)
    assert np.all(spread >= plain)
    assert np.any(spread > plain)
    kept = erlang.staffing_table(300, patience_s=180, max_contacts=200, min_positions=5)
    assert np.array_equal(kept.agents(contacts), np.where(contacts > 0, np.maximum(plain, 5), 0))
    assert kept.binding([10.0, 190.0]).tolist() == ["minimum", "service_level"]


def test_a_table_of_uncertain_chats_is_refused() -> None:
    """Uncertain volumes are for the phone; the line says so."""
    with pytest.raises(
        ValueError, match=r"argument cv: found 0\.1; allowed 0 where max_concurrency"
    ):
        erlang.staffing_table(300, max_contacts=50, cv=0.1, max_concurrency=3)


@pytest.mark.parametrize("setting", SETTINGS[:7], ids=str)
def test_thresholds_are_the_last_bit(setting: dict[str, Any]) -> None:
    """Agents carry their threshold; the next larger number needs one more. It never falls."""
    table = erlang.staffing_table(240, max_contacts=300, **setting)
    thresholds = table.thresholds[1:]
    counts = np.arange(1, table.thresholds.size)
    assert table.thresholds[0] == 0
    assert np.all(np.diff(thresholds) >= 0)
    assert np.all(erlang.agents(thresholds, 240, **setting) <= counts)
    above = np.nextafter(thresholds, np.inf)
    assert np.all(erlang.agents(above, 240, **setting) > counts)


def test_single_numbers_agree_with_the_table() -> None:
    """One volume at a time, asked of the plain Python models, gives the same agents."""
    for setting in SETTINGS:
        table = erlang.staffing_table(300, max_contacts=400, **setting)
        for contacts in (0.0, 0.3, 17.0, 101.5, 399.0):
            assert table.agents(contacts) == erlang.agents(contacts, 300, **setting)
            assert table.binding(contacts) == erlang.binding_target(contacts, 300, **setting)


@pytest.mark.parametrize("patience", [None, 240])
def test_chat_tables(patience: float | None) -> None:
    """A table for several chats at a time equals the chat requirement."""
    given: dict[str, Any] = {"service_level_share": 0.8, "answer_within_s": 30}
    table = erlang.staffing_table(
        480,
        **given,
        patience_s=patience,
        max_occupancy_share=0.95,
        max_concurrency=3,
        aht_inflation_share=0.25,
        max_contacts=300,
    )
    contacts = np.random.default_rng(3).uniform(0, 300, 150)
    need = erlang.chat_agents(
        contacts, 480, 3, 0.25, **given, patience_s=patience, max_occupancy_share=0.95
    )
    assert np.array_equal(table.agents(contacts), need)


def test_a_long_table_is_fast_and_exact() -> None:
    """A million look-ups over 1,100 agents equal the requirement row by row."""
    table = erlang.staffing_table(300, max_occupancy_share=0.93, max_contacts=6000)
    contacts = np.random.default_rng(5).uniform(0, 6000, 1_000_000).reshape(1000, 1000)
    found = table.agents(contacts)
    assert found.shape == contacts.shape
    assert np.array_equal(found, erlang.agents(contacts, 300, max_occupancy_share=0.93))


@pytest.mark.parametrize("setting", [{}, {"min_positions": 3}, {"patience_s": 60}], ids=str)
def test_every_kind_of_number_is_looked_up_rightly(setting: dict[str, Any]) -> None:
    """Zeros of either sign, next to nothing, thresholds and their neighbours, in long columns."""
    table = erlang.staffing_table(300, max_contacts=800, **setting)
    rising = table.thresholds[table.thresholds > 0]
    tiny = [0.0, -0.0, 5e-324, 1e-308, 2.3e-308, 1e-200, 1e-30, 1e-9, 0.001]
    near = [np.nextafter(rising, 0), rising, np.nextafter(rising[:-1], np.inf)]
    contacts = np.concatenate([tiny, *near, np.random.default_rng(2).uniform(0, 800, 500)])
    wanted = np.searchsorted(table.thresholds, contacts)
    assert np.array_equal(table.agents(contacts), wanted)
    assert np.array_equal(table.agents(contacts[::-1]), wanted[::-1])
    assert table.agents(np.repeat(contacts, 100)).tolist() == np.repeat(wanted, 100).tolist()


@pytest.mark.parametrize("bad", [-1e-300, -0.5, -2e154, np.nan, -np.nan, np.inf, 1e300, 801.0])
def test_volumes_outside_the_table_are_refused(bad: float) -> None:
    """One bad value among many is found, whatever it is, and named in one line."""
    table = erlang.staffing_table(300, max_contacts=800)
    contacts = np.full(100_000, 300.0)
    contacts[77_777] = bad if bad != 801 else np.nextafter(table.thresholds[-1], np.inf)
    with pytest.raises(ValueError, match=r"argument contacts: found .*; allowed 0 to 80"):
        table.agents(contacts)


def test_equal_thresholds_fall_back_to_a_search() -> None:
    """Cells cannot part two equal thresholds; an endless or an empty table has none either."""
    assert pack(np.array([0.0, 5.0, 5.0, 9.0])) is None
    assert pack(np.array([0.0, 5.0, np.inf])) is None
    assert pack(np.array([0.0])) is None
    table = erlang.staffing_table(300, 0, patience_s=60, max_contacts=100)
    assert set(table.agents(np.linspace(0, 100, 1000)).tolist()) == {0, 1}


def test_a_table_cannot_be_changed() -> None:
    """Thresholds are read-only: a table is shared by many intervals."""
    table = erlang.staffing_table(300, max_contacts=50)
    with pytest.raises(ValueError, match="read-only"):
        table.thresholds[3] = 0
