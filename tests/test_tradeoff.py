"""One agent more or fewer: the table a finance chief asks for."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st
from plans import EXAMPLES, example_plan

from capplan.questions.tradeoff import busiest, trade_off, trade_offs
from capplan.staffing.requirement import QueueTargets

PHONE = QueueTargets("phone", 180.0, 0.8, 20.0, None, None, 0.85, None, 2, 1, 0.0, 1800.0)


def test_rows_are_those_of_the_worked_example() -> None:
    """Service level, wait and occupancy by agents agree with the published steps."""
    by_agents = example("EX01")["steps"]["by_n"]
    for row in trade_off(100, PHONE):
        want = by_agents.get(str(row.agents))
        if want:
            assert row.service_level_share == pytest.approx(want["sl"], abs=1e-9)
            assert row.asa_s == pytest.approx(want["asa"], abs=1e-6)
            assert row.occupancy_share == pytest.approx(want["occ"], abs=1e-9)
    assert [row.agents for row in trade_off(100, PHONE) if row.required] == [14]


def test_chat_rows_are_those_of_the_worked_example() -> None:
    """Chats handled three at a time: 20 agents meet the target, 18 do not."""
    want = example("EX05")["expected"]["chain_by_agents"]
    chat = QueueTargets("chat", 480.0, 0.8, 30.0, None, None, None, 240.0, 1, 3, 0.25, 1800.0)
    rows = {row.agents: row for row in trade_off(150, chat)}
    assert rows[20].required
    key = "sl_answered_in_T_over_offered_less_short_abandons"
    for agents in (18, 20, 22):
        assert rows[agents].service_level_share == pytest.approx(want[str(agents)][key], abs=1e-8)
        assert rows[agents].abandon_share == pytest.approx(want[str(agents)]["p_abandon"], abs=1e-8)
        assert rows[agents].asa_s == pytest.approx(want[str(agents)]["asa_answered"], abs=1e-6)


@given(contacts=st.floats(1, 2000), patience=st.one_of(st.none(), st.floats(30, 600)))
def test_more_agents_never_serve_worse(contacts: float, patience: float | None) -> None:
    """Down the table service rises, waits, losses and occupancy fall, cost rises evenly."""
    rows = trade_off(contacts, PHONE._replace(patience_s=patience), 500.0)
    assert sum(row.required for row in rows) == 1
    for fewer, more in pairwise(rows):
        assert more.service_level_share >= fewer.service_level_share - 1e-12
        assert more.asa_s <= fewer.asa_s + 1e-9
        assert more.abandon_share <= fewer.abandon_share + 1e-12
        assert more.occupancy_share <= fewer.occupancy_share + 1e-12
        assert more.difference_cost == fewer.difference_cost + 500.0


def test_an_overloaded_row_has_no_end() -> None:
    """Without patience, agents at or below the load wait for ever, and the table says so."""
    rows = trade_off(100, PHONE._replace(service_level_share=0.1, max_occupancy_share=None))
    first = rows[0]
    assert (first.agents, first.service_level_share, first.asa_s) == (8, 0.0, math.inf)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_live_queue_has_its_table(name: str) -> None:
    """Phone and chat queues have a busiest interval; backlog work has none."""
    plan = example_plan(name)
    given_ = plan.assumptions
    for number, channel in enumerate(given_.queues["channel"]):
        found = busiest(plan, number)
        assert (found is not None) == (channel in ("phone", "chat"))
        if found is not None:
            row = next(one for one in trade_off(found.contacts, found.targets) if one.required)
            assert row.agents == plan["peak_agents"][found.week, number]
            assert found.position_week_cost > 0


def test_the_table_prints_and_speaks_json() -> None:
    """A line an agent, the needed one marked; the same numbers as plain data."""
    plan = example_plan("bank")
    (table,) = trade_offs(plan, "peak_agents", None, "Bank calls")
    assert str(table).count("<- needed") == 1
    assert len(str(table).splitlines()) == 9
    assert [row["agents"] for row in table.as_dict()["rows"]] == [row.agents for row in table.rows]
    assert trade_offs(plan, "total_cost") == []
