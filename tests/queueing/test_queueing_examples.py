"""The worked examples of the domain: positions, waits, chat, backlog and pooling."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capplan import erlang
from capplan.erlang.deferred import backlog, burn_down_hours

EXAMPLES = json.loads((Path(__file__).parents[1] / "golden" / "domain_examples.json").read_text())


def example(name: str) -> dict[str, Any]:
    """One worked example by its id."""
    entries: Any = EXAMPLES["examples"]
    found = entries[name] if isinstance(entries, dict) else _by_id(entries)[name]
    assert isinstance(found, dict)
    return found


def _by_id(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in entries}


def test_erlang_c_positions() -> None:
    """EX01: 100 calls of 180 s in half an hour need 14 agents; every n matches to 1e-6."""
    case = example("EX01")
    for agents, seen in case["steps"]["by_n"].items():
        n = float(agents)
        assert erlang.wait_probability(n, 100, 180) == pytest.approx(seen["pw"], abs=1e-6)
        assert erlang.service_level(n, 100, 180, 20) == pytest.approx(seen["sl"], abs=1e-6)
        assert erlang.asa(n, 100, 180) == pytest.approx(seen["asa"], abs=1e-6)
        assert erlang.occupancy(n, 100, 180) == pytest.approx(seen["occ"], abs=1e-6)
    assert erlang.agents(100, 180, 0.8, 20, max_occupancy_share=0.85) == 14
    need = erlang.agents_by_target(100, 180, 0.8, 20, max_occupancy_share=0.85)
    assert need["service_level"] == case["steps"]["n_for_sl"]
    assert need["occupancy"] == case["steps"]["n_for_occupancy"]


def test_published_table_of_450_calls() -> None:
    """EX01: 71 to 73 agents give the published service levels and waits, to the printed digit."""
    table = example("EX01")["expected"]["published_table_450_calls_270s_30s"]
    for agents, seen in table.items():
        n = float(agents)
        assert round(100 * erlang.service_level(n, 450, 270, 30)) == seen["sl_pct"]
        assert round(erlang.asa(n, 450, 270)) == seen["asa_s"]


def test_erlang_a_forward() -> None:
    """EX02: what 28 to 38 agents deliver to impatient callers, in all four definitions."""
    for agents, seen in example("EX02")["expected"]["inverse_by_agents"].items():
        got = erlang.erlang_a_performance(float(agents), 200, 300, 180)
        pairs = {
            "p_wait": got.wait_probability,
            "p_abandon": got.abandon_share,
            "mean_wait_all": got.mean_wait_s,
            "asa_answered": got.asa_s,
            "occupancy": got.occupancy,
            "queue_len": got.queue_length,
            "sl_answered_in_T_over_offered": got.service_level_offered,
            "sl_answered_in_T_over_offered_less_short_abandons": got.service_level_excl_short,
            "sl_answered_in_T_over_answered": got.service_level_answered,
            "sl_answered_or_abandoned_in_T_over_offered": got.service_level_incl_short,
            "erlang_c_sl": erlang.service_level(float(agents), 200, 300),
        }
        for key, value in pairs.items():
            assert value == pytest.approx(seen[key], abs=1e-5), (agents, key)


def test_erlang_a_required() -> None:
    """EX02: each target alone, all together, and Erlang C for comparison."""
    want = example("EX02")["expected"]["required"]
    asked: dict[str, Any] = {"patience_s": 180, "max_abandon_share": 0.03, "max_asa_s": 20}
    need = erlang.agents_by_target(200, 300, **asked, max_occupancy_share=0.88)
    assert need["service_level"] == want["sl_80_20"]
    assert need["abandon"] == want["abandon_3pct"]
    assert need["asa"] == want["asa_20s"]
    assert need["occupancy"] == want["occupancy_88"]
    assert erlang.agents(200, 300, **asked, max_occupancy_share=0.88) == want["binding_all_four"]
    assert erlang.agents(200, 300) == want["erlang_c_sl_80_20"]


def test_chat_chain() -> None:
    """EX05: the balanced chain at 18 to 24 agents, and 20 agents required."""
    case = example("EX05")
    for agents, seen in case["expected"]["chain_by_agents"].items():
        got = erlang.chat_performance(float(agents), 150, 480, 3, 0.25, patience_s=240)
        level = seen["sl_answered_in_T_over_offered_less_short_abandons"]
        assert got.wait_probability == pytest.approx(seen["p_wait"], abs=1e-5)
        assert got.abandon_share == pytest.approx(seen["p_abandon"], abs=1e-5)
        assert got.asa_s == pytest.approx(seen["asa_answered"], abs=1e-5)
        assert got.service_level == pytest.approx(level, abs=1e-5)
    assert erlang.chat_agents(150, 480, 3, 0.25, patience_s=240) == 20
    assert erlang.chat_agents(150, 160, 1, patience_s=240) == 15  # a third of the time: too few
    slots = erlang.agents(150, 720, 0.8, 30, patience_s=240)
    assert -(-slots // 3) == case["expected"]["required_slots_at_full_concurrency_aht"]


def test_deferred_work() -> None:
    """EX06: backlog week by week, hours to burn it down, and the level that answers in a day."""
    case = example("EX06")
    given, want = case["inputs"], case["expected"]
    arrivals = given["weekly_arrival_hours"]
    left = backlog(arrivals, given["weekly_capacity_hours"], given["opening_backlog_h"])
    assert left.tolist() == [week["backlog_h"] for week in case["steps"]["weekly"]]
    opening = [given["opening_backlog_h"], *left[:-1]]
    need = burn_down_hours(arrivals, opening, given["backlog_target_h"], 1, given["max_occupancy"])
    assert need == pytest.approx(want["weekly_required_hours_to_return_to_target"], abs=1e-9)
    daily = given["daily_arrival_hours"]
    level = erlang.deferred_hours(daily, given["daily_opening_backlog_h"], 1)
    assert level == pytest.approx(want["level_daily_capacity_for_1_day_goal_h"], abs=1e-9)
    column = np.array(daily)[:, None]
    assert erlang.deferred_hours(column, given["daily_opening_backlog_h"], 1) == level


def test_backlog_outcome() -> None:
    """EX06: hours done, backlog, weeks of backlog and the peak, from the staff hours there are."""
    case = example("EX06")
    given, want = case["inputs"], case["expected"]
    seen = erlang.backlog_outcome(
        given["weekly_capacity_hours"], given["weekly_arrival_hours"], given["opening_backlog_h"]
    )
    steps = case["steps"]["weekly"]
    assert seen.done_h.tolist() == [week["done_h"] for week in steps]
    assert seen.closing_backlog_h.tolist() == [week["backlog_h"] for week in steps]
    weeks = [week["weeks_of_backlog"] for week in steps]
    assert seen.weeks_of_backlog == pytest.approx(weeks, abs=1e-9)
    assert seen.closing_backlog_h[-1] == want["closing_backlog_h"]
    assert seen.closing_backlog_h.max() == want["peak_backlog_h"]
    # by hand: after week 1 the last 60 of 300 hours wait, so the last fifth of that week
    assert seen.oldest_work_periods[:2] == pytest.approx([60 / 300, 160 / 420], abs=1e-12)


def test_age_of_the_oldest_work_by_hand() -> None:
    """First in, first out: what is left came last; a week without arrivals makes it older."""
    slow = erlang.backlog_outcome([10, 10, 10, 10, 60], [20, 0, 0, 20, 0], 15)
    assert slow.closing_backlog_h.tolist() == [25, 15, 5, 15, 0]
    # 5 of the first 15; week 1's 20 from a quarter, then from three quarters on; week 4's 15
    assert slow.oldest_work_periods == pytest.approx([1, 1.75, 2.25, 0.75, 0])
    nobody = erlang.backlog_outcome(0, [4, 4])
    assert nobody.weeks_of_backlog.tolist() == [math.inf, math.inf]
    assert nobody.oldest_work_periods.tolist() == [1, 2]
    idle = erlang.backlog_outcome([5, 0], [0, 0])
    assert idle.weeks_of_backlog.tolist() == idle.oldest_work_periods.tolist() == [0, 0]
    two = erlang.backlog_outcome([[10, 20], [10, 20]], [[12, 12], [12, 12]], 3, 0.5)
    assert two.closing_backlog_h.tolist() == [[10, 5], [17, 7]]


def test_a_week_of_live_and_deferred_work() -> None:
    """Live contacts first: what is usable of the time left below the cap works off the backlog."""
    staff, contacts, arrivals = [14, 14, 8, 20], [100, 0, 100, 50], [6, 2, 1, 0]
    seen = erlang.week_outcome(
        staff, contacts, 180, deferred_arrival_h=arrivals, opening_backlog_h=1
    )
    # half-hours; 10, 0, 10 and 5 erlangs of live work; the third interval is overloaded
    free = [0.7 * max(0.92 * n - a, 0) / 2 for n, a in zip(staff, [10, 0, 10, 5], strict=True)]
    left, done = 1.0, 0.0
    for hours, come in zip(free, arrivals, strict=True):
        done += min(left + come, hours)
        left = max(left + come - hours, 0)
    assert seen.done_h == pytest.approx(done, rel=1e-12)
    assert seen.closing_backlog_h == pytest.approx(left, rel=1e-12, abs=1e-12)
    assert seen.weeks_of_backlog == pytest.approx(left / sum(free), abs=1e-12)
    live = erlang.week_outcome(staff, contacts, 180)
    assert (live.service_level, live.occupancy) == (seen.service_level, seen.occupancy)
    assert (live.done_h, live.closing_backlog_h, live.oldest_work_h) == (0, 0, 0)


def test_a_week_of_deferred_work_alone() -> None:
    """A team without live contacts is not interrupted: the recurrence on all its hours."""
    seen = erlang.week_outcome(
        [10, 10, 10],
        0,
        300,
        interval_s=3600,
        deferred_arrival_h=[20, 4, 4],
        usable_idle_share=1,
        max_occupancy_share=1,
    )
    assert (seen.done_h, seen.closing_backlog_h) == (28, 0)
    short = erlang.week_outcome(
        [[5, 5], [5, 5]],
        0,
        300,
        interval_s=7200,
        deferred_arrival_h=[[30, 0], [30, 0]],
        usable_idle_share=1,
        max_occupancy_share=1,
    )
    assert (short.done_h, short.closing_backlog_h, short.weeks_of_backlog) == (40, 20, 0.5)
    # the 20 hours left came in the last two thirds of the third interval, two and a third ago
    assert short.oldest_work_h == pytest.approx(2 + 2 * 2 / 3)


def test_pooling() -> None:
    """EX15: 42 separate, 36 pooled, 37.2 when cross-training reaches 0.8 of the saving."""
    case = example("EX15")
    separate = erlang.agents([60, 60, 60], 300)
    assert separate.tolist() == case["steps"]["separate"]
    assert erlang.pooled_agents([60, 60, 60], 300) == case["expected"]["pooled"]
    shared = erlang.multi_skill_agents([60, 60, 60], 300, 0.8)
    assert shared == pytest.approx(case["expected"]["multi_skill"], abs=1e-9)
    for load, seen in case["expected"]["scale"].items():
        contacts = float(load) * 1800 / 300
        assert erlang.agents(contacts, 300) == seen["n"]
        assert erlang.occupancy(seen["n"], contacts, 300) == pytest.approx(
            seen["occupancy"], abs=1e-6
        )


@pytest.mark.parametrize(("cv", "level"), [(0.05, 0.793), (0.10, 0.770), (0.15, 0.738)])
def test_uncertain_rates(cv: float, level: float) -> None:
    """A forecast that is 5, 10 or 15 % uncertain lowers the service level as simulated before."""
    got = erlang.uncertain_service_level(35, 200, 300, cv, patience_s=180)
    assert got == pytest.approx(level, abs=0.002)
    assert erlang.uncertain_service_level(35, 200, 300, 0.0, patience_s=180) == pytest.approx(
        erlang.service_level(35, 200, 300, patience_s=180), rel=1e-12
    )


def test_a_week_given_its_staff() -> None:
    """Results over several intervals are the single ones weighted by what each of them counts."""
    staff, contacts = [30, 36.5, 4, 0], [200, 200, 10, 0]
    seen = erlang.week_outcome(staff, contacts, 300, patience_s=180)
    parts = [
        erlang.erlang_a_performance(n, c, 300, 180) for n, c in zip(staff, contacts, strict=True)
    ]
    lost = [c * part.abandon_share for c, part in zip(contacts, parts, strict=True)]
    kept = [c - gone for c, gone in zip(contacts, lost, strict=True)]
    level = sum(c * p.service_level_excl_short for c, p in zip(contacts, parts, strict=True))
    assert seen.service_level == pytest.approx(level / 410, rel=1e-12)
    assert seen.abandon_share == pytest.approx(sum(lost) / 410, rel=1e-12)
    waits = sum(p.asa_s * k for p, k in zip(parts, kept, strict=True) if k)
    assert seen.asa_s == pytest.approx(waits / sum(kept), rel=1e-12)
    assert seen.occupancy == pytest.approx(sum(kept) * 300 / 1800 / 70.5, rel=1e-12)
    endless = erlang.week_outcome([30, 40], [200, 200], 300)
    assert endless.asa_s == float("inf")
    assert endless.abandon_share == 0
    closed = erlang.week_outcome([2, 2], [0, 0], 300)
    assert (closed.service_level, closed.asa_s, closed.occupancy) == (1, 0, 0)


def test_blended_team() -> None:
    """The larger of the live need and all work over the occupancy of a blended team."""
    assert erlang.blended_agents(14, 10, 0) == 14
    assert erlang.blended_agents(14, 10, 3.5) == pytest.approx((10 + 5) / 0.92)
    many = erlang.blended_agents([14, 14], 10, [0, 3.5])
    assert many.tolist() == pytest.approx([14, 15 / 0.92])
    assert erlang.pooling_effect(0.75) == pytest.approx(0.725)
