"""Staffing tables: thresholds to the last bit, and look-ups that equal the requirement."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from capplan import erlang

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
]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_look_ups_equal_the_requirement(setting: dict[str, Any]) -> None:
    """On random volumes, on every threshold and on the number right above it, nothing differs."""
    table = erlang.staffing_table(300, max_contacts=500, **setting)
    finite = table.thresholds[np.isfinite(table.thresholds) & (table.thresholds > 0)]
    draw = np.random.default_rng(7).uniform(0, 500, 600)
    contacts = np.concatenate([draw, np.arange(0, 500, 12.5), finite, np.nextafter(finite, np.inf)])
    contacts = contacts[contacts <= table.thresholds[-1]]
    assert np.array_equal(table.agents(contacts), erlang.agents(contacts, 300, **setting))
    some = contacts[:200]
    assert table.binding(some).tolist() == erlang.binding_target(some, 300, **setting).tolist()


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


def test_a_table_cannot_be_changed() -> None:
    """Thresholds are read-only: a table is shared by many intervals."""
    table = erlang.staffing_table(300, max_contacts=50)
    with pytest.raises(ValueError, match="read-only"):
        table.thresholds[3] = 0
