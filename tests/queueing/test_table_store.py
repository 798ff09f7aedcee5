"""Staffing tables kept at hand: built together, lengthened later, and the same in every case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from capplan import erlang
from capplan.erlang.tables import table_setting
from capplan.erlang.thresholds import store as table_store
from capplan.erlang.thresholds.store import AHEAD, TableStore
from capplan.erlang.thresholds.table import StaffingTable, build_all

ASKED: list[dict[str, Any]] = [
    {},
    {"max_occupancy_share": 0.85},
    {"service_level_share": 0, "max_occupancy_share": 0.9},
    {"service_level_share": 0.95, "answer_within_s": 0, "max_asa_s": 15},
    {"patience_s": 120, "max_abandon_share": 0.04, "max_occupancy_share": 0.88},
    {"patience_s": 90, "max_asa_s": 10},
    {"patience_s": 1500, "definition": "offered"},
    {"min_positions": 60.5, "max_occupancy_share": 0.9},
    {"cv": 0.1},
    {"cv": 0.05, "patience_s": 180},
    {"max_concurrency": 3, "aht_inflation_share": 0.2},
    {"max_concurrency": 2, "aht_inflation_share": 0.5, "patience_s": 200, "max_asa_s": 9},
    {"max_concurrency": 4, "patience_s": 60, "max_abandon_share": 0.05},
]
AHTS_S = tuple(180.0 + 35 * number for number in range(len(ASKED)))
MOST = tuple(60.0 + 20 * number for number in range(len(ASKED)))
SETTINGS = [table_setting(aht_s=aht, **one) for aht, one in zip(AHTS_S, ASKED, strict=True)]


@pytest.fixture(scope="module")
def alone() -> list[StaffingTable]:
    """Every table built by itself, as far as it is asked for."""
    return [
        erlang.staffing_table(aht, **one, max_contacts=most)
        for aht, one, most in zip(AHTS_S, ASKED, MOST, strict=True)
    ]


def same(one: StaffingTable, other: StaffingTable) -> bool:
    """Whether two tables are equal to the last bit."""
    targets = all(
        np.array_equal(one.by_target[name], other.by_target[name]) for name in one.by_target
    )
    return targets and np.array_equal(one.thresholds, other.thresholds)


def test_built_together_as_alone(alone: list[StaffingTable]) -> None:
    """A table does not depend on the tables that are built beside it, phone or chat."""
    together = build_all(SETTINGS, MOST, [None] * len(SETTINGS))
    assert all(map(same, together, alone))


@pytest.mark.parametrize("part", [0.0, 0.6])
def test_lengthened_as_at_once(alone: list[StaffingTable], part: float) -> None:
    """A short table that is lengthened is the table that was built that long at once."""
    short = build_all(SETTINGS, [part * most for most in MOST], [None] * len(SETTINGS))
    assert any(
        len(one.thresholds) < len(other.thresholds) for one, other in zip(short, alone, strict=True)
    )
    assert all(map(same, build_all(SETTINGS, MOST, short), alone))


def test_nothing_is_built_twice() -> None:
    """A table that reaches far enough is handed out again; a longer one replaces it."""
    store, calls = TableStore(), SETTINGS[4]
    (first,) = store.tables([(calls, 50.0)])
    assert store.tables([(calls, 50.0 * AHEAD), (calls, 3.0)]) == [first, first]
    (longer,) = store.tables([(calls, 200.0)])
    assert len(store) == 1
    assert len(longer.thresholds) > len(first.thresholds)
    assert np.array_equal(longer.thresholds[: len(first.thresholds)], first.thresholds)
    assert longer.agents(200.0) == erlang.agents(200.0, AHTS_S[4], **ASKED[4])
    store.clear()
    assert len(store) == 0


def test_the_tables_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its size the store forgets what was asked for longest ago, never what is asked now."""
    monkeypatch.setattr(table_store, "MOST_TABLES", 2)
    store, (one, two, three) = TableStore(), SETTINGS[:3]
    first, second = store.tables([(one, 5.0), (two, 5.0)])
    store.tables([(one, 5.0)])
    store.tables([(three, 5.0)])  # drops the second
    assert store.tables([(one, 5.0)])[0] is first
    assert store.tables([(two, 5.0)])[0] is not second
    assert len(store.tables([(one, 5.0), (two, 5.0), (three, 5.0)])) == 3


def test_the_busiest_interval_is_refused_or_reached() -> None:
    """A table reaches a quarter beyond the busiest interval, but never beyond 100,000 erlangs."""
    day = table_setting(aht_s=1800)
    assert table_store.reach(day, 80.0) == 100.0
    assert table_store.reach(day, 90_000.0) == 100_000.0
    with pytest.raises(ValueError, match="100,001 erlangs; allowed up to 100,000 erlangs"):
        TableStore().tables([(day, 100_001.0)])
