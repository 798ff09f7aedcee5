"""The whole domain, corner by corner: every question answers, in silence and within its range."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from capplan import erlang

LOADS = np.array([1e-6, 0.01, 0.7, 12.0, 29.9, 30.0, 31.2, 400.0, 4000.0, 99_999.0])
STAFF = np.array([0, 0.3, 1, 5.5, 64, 3000, 99_000, 140_000.0])
PATIENCE = [None, 0.5, 60.0, 1e6]
AHT_S = [1.0, 240.0, 2_592_000.0]
SHARES = ("service_level", "wait_probability", "occupancy", "abandon_share", "blocking")
FEW = settings(max_examples=40, phases=[p for p in Phase if p is not Phase.shrink])


def delivered(aht: float, patience: float | None) -> Iterator[tuple[str, Any]]:
    """Answers for any staff under any contacts."""
    contacts = (LOADS * 1800 / aht)[:, None]
    call = (STAFF, contacts, aht)
    for within in (0.0, 20.0, 86_400.0):
        yield "service_level", erlang.service_level(*call, within, 1800, patience)
    for name in ("wait_probability", "occupancy", "asa", "queue_length"):
        yield name, getattr(erlang, name)(*call, 1800, patience)
    yield "answer_time", erlang.answer_time(0.8, *call, 1800, patience)
    yield "longest_aht", erlang.longest_aht(STAFF, contacts, patience_s=patience)
    yield "capacity", erlang.capacity(STAFF, aht, patience_s=patience)
    yield "blocking", erlang.blocking(*call)
    chats = erlang.chat_performance(STAFF[:6], contacts[:8], aht, 3, 0.25, patience_s=patience)
    for name in ("service_level", "wait_probability", "occupancy", "abandon_share", "asa_s"):
        yield name, getattr(chats, name)
    if patience:
        yield "abandon_share", erlang.abandon_share(*call, patience)
        seen = erlang.erlang_a_performance(*call, patience)
        for name in seen.__dataclass_fields__:
            yield name, getattr(seen, name)
    week = erlang.week_outcome(
        np.repeat(STAFF, LOADS.size),
        np.tile(contacts[:, 0], STAFF.size),
        aht,
        patience_s=patience,
        deferred_arrival_h=2.0,
    )
    yield "service_level", week.service_level
    yield "abandon_share", week.abandon_share
    yield "closing_backlog_h", week.closing_backlog_h


def needed(aht: float, patience: float | None) -> Iterator[tuple[str, Any]]:
    """Answers on what is needed, each at least one agent or line."""
    contacts = LOADS * 1800 / aht
    targets: list[dict[str, Any]] = [
        {},
        {"max_occupancy_share": 0.8, "service_level_share": 0.999},
        {"service_level_share": 0, "max_asa_s": 20.0},
        {"max_abandon_share": 0.02 if patience else None, "answer_within_s": 0},
    ]
    for asked in targets:
        whole = erlang.agents(contacts, aht, patience_s=patience, **asked)
        yield "agents", whole
        real = erlang.agents_real(contacts, aht, patience_s=patience, **asked)
        assert np.array_equal(np.maximum(np.ceil(real - 1e-9), 1), whole)
    yield "agents", erlang.chat_agents(contacts[:7], aht, 3, 0.25, patience_s=patience)
    yield "agents", erlang.uncertain_agents(contacts[:8], aht, 0.2, patience_s=patience)
    yield "lines", erlang.trunks(contacts, aht)
    table = erlang.staffing_table(aht, patience_s=patience, max_contacts=float(contacts[7]))
    yield "agents", table.agents(contacts[:8])


@pytest.mark.parametrize("patience", PATIENCE)
@pytest.mark.parametrize("aht", AHT_S)
def test_the_whole_domain_is_answered_in_silence(aht: float, patience: float | None) -> None:
    """No warning, no NaN, nothing below 0, no share above 1; at least one where there is work."""
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        for name, values in delivered(aht, patience):
            assert np.all(np.asarray(values) >= 0), name
            if name in SHARES or name.endswith("share"):
                assert np.all(np.asarray(values) <= 1), name
        for name, values in needed(aht, patience):
            assert np.all(np.asarray(values) >= 1), name
            assert np.all(np.isfinite(values)), name


def alone(function: Callable[..., Any], *columns: np.ndarray, **given: Any) -> list[Any]:
    """The answer of every row asked in a column of its own."""
    return [function(*(column[[row]] for column in columns), **given)[0] for row in range(30)]


@pytest.mark.parametrize("patience", [None, 60.0])
def test_a_row_does_not_depend_on_its_neighbours(patience: float | None) -> None:
    """Whatever rows stand beside, the same row has the same answer to the last bit."""
    draw = np.random.default_rng(31)
    contacts, aht = draw.uniform(1, 400, 30), draw.uniform(60, 600, 30)
    staff = contacts * aht / 1800 * draw.uniform(0.8, 1.4, 30) + 1
    order = draw.permutation(30)
    for name in ("service_level", "asa", "wait_probability", "occupancy", "queue_length"):
        ask = getattr(erlang, name)
        whole = ask(staff, contacts, aht, patience_s=patience)
        assert np.array_equal(whole, alone(ask, staff, contacts, aht, patience_s=patience)), name
        mixed = ask(staff[order], contacts[order], aht[order], patience_s=patience)
        assert np.array_equal(mixed, whole[order]), name
        cut = ask(staff[:7], contacts[:7], aht[:7], patience_s=patience)
        assert np.array_equal(cut, whole[:7]), name


@FEW
@given(
    st.floats(0.1, 1500),
    st.floats(20, 1500),
    st.floats(0.05, 0.99),
    st.one_of(st.none(), st.floats(5, 5000)),
    st.one_of(st.none(), st.floats(0.3, 0.99)),
    st.one_of(st.none(), st.floats(1, 200)),
    st.one_of(st.none(), st.floats(0.01, 0.3)),
)
def test_one_agent_fewer_misses_the_binding_target(
    contacts: float,
    aht: float,
    level: float,
    patience: float | None,
    cap: float | None,
    asa: float | None,
    lost: float | None,
) -> None:
    """All targets are met by the answer; one agent fewer misses the one that is named."""
    targets = (level, 20, 1800, patience, cap, asa, lost if patience else None)
    need = erlang.agents(contacts, aht, *targets)
    by_target = erlang.agents_by_target(contacts, aht, *targets)
    name = erlang.binding_target(contacts, aht, *targets)
    assert need == max(by_target.values()) == by_target[name]
    call = (contacts, aht)
    met: dict[str, Callable[[int], bool]] = {
        "service_level": lambda n: (
            erlang.service_level(n, *call, 20, 1800, patience) >= level - 1e-11
        ),
        "asa": lambda n: erlang.asa(n, *call, 1800, patience) <= (asa or inf) * (1 + 1e-11),
        "abandon": lambda n: erlang.abandon_share(n, *call, patience or 1) <= (lost or 1) + 1e-11,
        "occupancy": lambda n: erlang.occupancy(n, *call, 1800, patience) <= (cap or 1) + 1e-8,
        "stability": lambda n: patience is not None or n > contacts * aht / 1800,
        "minimum": lambda n: n >= 1,
    }
    for one, test in met.items():
        assert test(need) or (one == "abandon" and not (patience and lost)), one
    assert not met[name](need - 1)
