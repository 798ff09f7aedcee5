"""Laws of queueing that every answer must obey, on examples that hypothesis finds."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, inf
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from capplan import erlang

CONTACTS = st.floats(0.1, 1500)
AHT = st.floats(20, 1500)
LEVEL = st.floats(0.05, 0.99)
WITHIN = st.floats(0, 300)
PATIENCE = st.one_of(st.none(), st.floats(5, 5000))
CAP = st.one_of(st.none(), st.floats(0.3, 1.0))
DEFINITION = st.sampled_from(["excl_short", "offered", "incl_short", "answered", "virtual"])
FEW = settings(max_examples=40, phases=[p for p in Phase if p is not Phase.shrink])


@FEW
@given(CONTACTS, AHT, LEVEL, WITHIN, PATIENCE, CAP, st.floats(1.0, 1.5))
def test_more_work_never_needs_fewer(
    contacts: float,
    aht: float,
    level: float,
    within: float,
    patience: float | None,
    cap: float | None,
    more: float,
) -> None:
    """More contacts or longer handling never lowers the requirement."""
    need = erlang.agents(contacts, aht, level, within, 1800, patience, cap)
    assert erlang.agents(contacts * more, aht, level, within, 1800, patience, cap) >= need
    assert erlang.agents(contacts, aht * more, level, within, 1800, patience, cap) >= need


@FEW
@given(CONTACTS, AHT, LEVEL, WITHIN, PATIENCE, st.floats(0.3, 0.99), st.floats(0.0, 1.0))
def test_harder_targets_never_need_fewer(
    contacts: float,
    aht: float,
    level: float,
    within: float,
    patience: float | None,
    cap: float,
    ease: float,
) -> None:
    """A lower target, more time or a higher cap never raises the requirement."""
    need = erlang.agents(contacts, aht, level, within, 1800, patience, cap)
    assert erlang.agents(contacts, aht, level * ease, within, 1800, patience, cap) <= need
    assert erlang.agents(contacts, aht, level, within + 100 * ease, 1800, patience, cap) <= need
    wider = cap + (1 - cap) * ease
    assert erlang.agents(contacts, aht, level, within, 1800, patience, wider) <= need


@FEW
@given(CONTACTS, AHT, LEVEL, WITHIN, PATIENCE, DEFINITION)
def test_one_agent_fewer_misses(
    contacts: float, aht: float, level: float, within: float, patience: float | None, kind: str
) -> None:
    """The answer meets the service level and one agent fewer does not."""
    need = erlang.agents(contacts, aht, level, within, 1800, patience, definition=kind)

    def reached(n: int) -> float:
        got = erlang.service_level(n, contacts, aht, within, 1800, patience, definition=kind)
        assert isinstance(got, float)
        return got

    assert reached(need) >= level - 1e-11
    if need > 1:
        assert reached(need - 1) < level + 1e-11


@FEW
@given(CONTACTS, AHT, st.floats(5, 600), st.floats(0.01, 0.3), st.floats(1, 200), CAP)
def test_each_target_of_impatient_callers_is_tight(
    contacts: float, aht: float, patience: float, share: float, asa: float, cap: float | None
) -> None:
    """Abandonment, speed of answer and occupancy: met by the answer, missed by one fewer."""
    need = erlang.agents_by_target(contacts, aht, 0, 20, 1800, patience, cap, asa, share)
    tests: dict[str, Callable[[int], bool]] = {
        "abandon": lambda n: erlang.abandon_share(n, contacts, aht, patience) <= share + 1e-11,
        "asa": lambda n: erlang.asa(n, contacts, aht, 1800, patience) <= asa * (1 + 1e-11),
        "occupancy": lambda n: (
            erlang.occupancy(n, contacts, aht, 1800, patience) <= (cap or 1) + 1e-8
        ),
    }
    for name, met in tests.items():
        if need[name] > 1:
            assert met(need[name]), name
            assert not met(need[name] - 1), name


@FEW
@given(CONTACTS, AHT, LEVEL, WITHIN, PATIENCE, CAP)
def test_whole_agents_are_the_real_ones_rounded_up(
    contacts: float,
    aht: float,
    level: float,
    within: float,
    patience: float | None,
    cap: float | None,
) -> None:
    """The real-valued requirement, rounded up, is the whole one, and it meets the target."""
    need = erlang.agents(contacts, aht, level, within, 1800, patience, cap)
    real = erlang.agents_real(contacts, aht, level, within, 1800, patience, cap)
    assert max(ceil(real - 1e-9), 1) == need
    got = erlang.service_level(real, contacts, aht, within, 1800, patience)
    assert got >= level - 1e-9


@FEW
@given(st.floats(1, 400), AHT, LEVEL, WITHIN, PATIENCE, CAP)
def test_capacity_is_the_inverse_of_agents(
    agents: float,
    aht: float,
    level: float,
    within: float,
    patience: float | None,
    cap: float | None,
) -> None:
    """As many contacts as n agents carry need n real agents; a little more need more."""
    most = erlang.capacity(agents, aht, level, within, 1800, patience, cap)
    # with a time far beyond patience nearly all give up in time and the level hardly falls
    if 1e-6 < most * aht / 1800 < 1e5:
        real = erlang.agents_real(most, aht, level, within, 1800, patience, cap)
        assert real <= agents * (1 + 1e-9)
        longest = erlang.longest_aht(agents, most, level, within, 1800, patience, cap)
        assert longest == pytest.approx(aht, rel=1e-6)


@FEW
@given(CONTACTS, AHT, WITHIN, st.integers(1, 400))
def test_long_patience_is_no_patience_given(
    contacts: float, aht: float, within: float, agents: int
) -> None:
    """Erlang A tends to Erlang C as patience grows, and is Erlang C far out."""
    load = contacts * aht / 1800
    endless = erlang.service_level(agents, contacts, aht, within)
    assert erlang.service_level(agents, contacts, aht, within, 1800, 2e7) == endless
    assert erlang.asa(agents, contacts, aht, 1800, inf) == erlang.asa(agents, contacts, aht)
    if agents > load * 1.2 + 1:
        seen = erlang.erlang_a_performance(agents, contacts, aht, 1e9, within)
        assert seen.service_level_excl_short == pytest.approx(endless, abs=1e-5)


@FEW
@given(CONTACTS, AHT, st.floats(0, 500), PATIENCE, st.floats(0, 40))
def test_shares_are_shares(
    contacts: float, aht: float, agents: float, patience: float | None, within: float
) -> None:
    """Every share lies within 0 and 1, and no wait is negative, at any staffing."""
    call = (agents, contacts, aht)
    for share in (
        erlang.service_level(*call, within, 1800, patience),
        erlang.wait_probability(*call, 1800, patience),
        erlang.occupancy(*call, 1800, patience),
        erlang.abandon_share(*call, patience or 1e5),
    ):
        assert 0 <= share <= 1
    assert erlang.asa(*call, 1800, patience) >= 0
    assert erlang.queue_length(*call, 1800, patience) >= 0


@FEW
@given(CONTACTS, AHT, st.integers(1, 300), PATIENCE, st.floats(0.01, 0.99))
def test_answer_time_is_the_inverse_of_service_level(
    contacts: float, aht: float, agents: int, patience: float | None, share: float
) -> None:
    """Within the answer time exactly that share is answered, unless even 0 seconds do."""
    time = erlang.answer_time(share, agents, contacts, aht, 1800, patience)
    if 0 < time < inf:
        got = erlang.service_level(agents, contacts, aht, time, 1800, patience) if time < 8e4 else 0
        assert time >= 8e4 or got == pytest.approx(share, abs=1e-9)
    elif time == 0:
        assert erlang.service_level(agents, contacts, aht, 0, 1800, patience) >= share - 1e-12


@FEW
@given(
    st.lists(st.tuples(st.floats(0, 400), st.floats(0.5, 2)), min_size=2, max_size=5),
    st.floats(60, 600),
    st.floats(0.8, 0.95),  # far below, a small team gains from its larger swings
    PATIENCE,
)
def test_one_pool_never_needs_more(
    queues: list[tuple[float, float]], aht: float, level: float, patience: float | None
) -> None:
    """Pooling queues, of one handling time or of several, never raises the requirement."""
    contacts = [volume for volume, _ in queues]
    targets: dict[str, Any] = {"service_level_share": level, "patience_s": patience}
    for times in ([aht] * len(queues), [aht * longer for _, longer in queues]):
        separate = int(erlang.agents(np.array(contacts), np.array(times), **targets).sum())
        pooled = erlang.pooled_agents(contacts, times, **targets)
        assert pooled <= separate
        shared = erlang.multi_skill_agents(contacts, times, 0.5, **targets)
        assert pooled - 1e-9 <= shared <= separate + 1e-9


@FEW
@given(CONTACTS, st.floats(60, 900), st.integers(1, 6), st.floats(0, 0.9), LEVEL, PATIENCE)
def test_chat_laws(
    contacts: float, aht: float, chats: int, slower: float, level: float, patience: float | None
) -> None:
    """Chat needs no fewer agents with more inflation, and with one at a time it is the phone."""
    need = erlang.chat_agents(contacts, aht, chats, slower, level, 30, 1800, patience)
    assert (
        erlang.chat_agents(contacts, aht, chats, slower + 0.09, level, 30, 1800, patience) >= need
    )
    alone = erlang.chat_agents(contacts, aht, 1, slower, level, 30, 1800, patience)
    assert alone == erlang.agents(contacts, aht, level, 30, 1800, patience)


@FEW
@given(
    st.lists(st.floats(0, 500), min_size=1, max_size=12),
    st.floats(0, 300),
    st.integers(0, 4),
    st.floats(0.3, 1),
)
def test_level_hours_keep_every_promise(
    arrivals: list[float], opening: float, wait: int, share: float
) -> None:
    """With the level hours all work is done in time, and with a little less it is not."""
    level = erlang.deferred_hours(arrivals, opening, wait, share) * share
    due = [opening + sum(arrivals[: max(t - wait, 0)]) for t in range(1, len(arrivals) + 1)]
    assert all(level * t >= work - 1e-6 for t, work in enumerate(due, start=1))
    if level > 1e-6:
        assert any(level * 0.999 * t < work for t, work in enumerate(due, start=1))


@FEW
@given(CONTACTS, AHT, st.floats(0.001, 0.5))
def test_trunks_are_tight(contacts: float, aht: float, share: float) -> None:
    """The lines keep blocking within the share, one line fewer does not; real lines agree."""
    lines = erlang.trunks(contacts, aht, share)
    assert erlang.blocking(lines, contacts, aht) <= share + 1e-11
    if lines:
        assert erlang.blocking(lines - 1, contacts, aht) > share - 1e-11
        assert ceil(erlang.trunks_real(contacts, aht, share) - 1e-9) == lines
        carried = erlang.trunk_capacity(lines, aht, share)
        assert carried >= contacts * (1 - 1e-9)


HOURS = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=15)


@FEW
@given(HOURS, st.floats(0, 900), st.floats(0.1, 1))
def test_hours_conserve(weeks: list[tuple[float, float]], opening: float, share: float) -> None:
    """Opening plus arriving less done is closing; nobody works beyond his hours or idles early."""
    staffed, arriving = (np.array(column) for column in zip(*weeks, strict=True))
    seen = erlang.backlog_outcome(staffed, arriving, opening, share)
    total = opening + np.cumsum(arriving) - np.cumsum(seen.done_h)
    assert seen.closing_backlog_h == pytest.approx(total, rel=1e-9, abs=1e-8)
    assert np.all(seen.done_h <= staffed * share)
    left = seen.closing_backlog_h > 0
    assert np.array_equal(seen.done_h[left], (staffed * share)[left])
    assert np.all((seen.oldest_work_periods >= 0) & (seen.oldest_work_periods <= len(weeks)))
    assert np.array_equal(seen.oldest_work_periods > 0, left)
    more = erlang.backlog_outcome(staffed + 1, arriving, opening, share)
    assert np.all(more.closing_backlog_h <= seen.closing_backlog_h + 1e-9)
    assert np.all(more.oldest_work_periods <= seen.oldest_work_periods + 1e-6)


@FEW
@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 300), st.floats(0, 9)), min_size=1))
def test_hours_of_a_blended_week_conserve(day: list[tuple[float, float, float]]) -> None:
    """Deferred hours conserve beside live contacts, which never notice them."""
    staff, contacts, arriving = (list(column) for column in zip(*day, strict=True))
    given: dict[str, Any] = {"patience_s": 120, "interval_s": 900}
    seen = erlang.week_outcome(
        staff, contacts, 240, **given, deferred_arrival_h=arriving, opening_backlog_h=5
    )
    total = 5 + sum(arriving) - seen.done_h
    assert seen.closing_backlog_h == pytest.approx(total, rel=1e-9, abs=1e-9)
    live = erlang.week_outcome(staff, contacts, 240, **given)
    assert live.service_level == seen.service_level
    assert live.occupancy == seen.occupancy
    busy = seen.occupancy * sum(staff) / 4 + seen.done_h
    assert busy <= sum(staff) / 4 * (1 + 1e-9)
