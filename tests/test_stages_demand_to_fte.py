"""Demand, requirement and FTE: worked examples, laws, and routes that share no code."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st

from capplan import erlang
from capplan.demand import contacts as demand
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Event
from capplan.inputs.periods import Calendar, holiday_share, workdays
from capplan.staffing import fte, requirement
from capplan.staffing.requirement import QueueTargets, live_requirement

PHONE = QueueTargets("phone", 300.0, 0.8, 20.0, None, None, None, None, 2, 1, 0.0, 1800.0)
FLAT = np.full((7, 48), 1 / 336)


def test_ex01_positions_of_one_interval() -> None:
    """Fourteen positions meet 80 % in 20 s and the occupancy cap; 20 are scheduled."""
    case, want = example("EX01")["inputs"], example("EX01")["expected"]
    call = (case["contacts"], case["aht_s"])
    positions = erlang.agents(
        *call,
        case["sl_target"],
        case["sl_T_s"],
        case["interval_s"],
        max_occupancy_share=case["max_occupancy"],
    )
    assert positions == want["positions"]
    assert erlang.service_level(positions, *call) == pytest.approx(want["service_level"], abs=1e-9)
    assert erlang.asa(positions, *call) == pytest.approx(want["asa_s"], abs=1e-6)
    assert erlang.occupancy(positions, *call) == pytest.approx(want["occupancy"], abs=1e-9)
    assert fte.gross_up(positions, case["shrinkage"]) == pytest.approx(want["scheduled"])


def test_ex03_from_intervals_to_heads() -> None:
    """A 15-hour week of 1,500 calls needs 157.5 hours, 6.178 FTE and 7 heads."""
    case = example("EX03")
    given_, want, steps = case["inputs"], case["expected"], case["steps"]
    profile = np.outer(given_["dow"], given_["profile"])
    targets = PHONE._replace(max_occupancy_share=0.88, patience_s=given_["patience_s"])
    volumes = given_["week_volume"] * profile
    table = requirement.staffing_table(targets, float(volumes.max()))
    assert table.agents(volumes).tolist() == steps["positions"]
    found = live_requirement(np.array([given_["week_volume"]]), profile, targets)
    on_seat = requirement.on_seat_h(found.base_staff_h, given_["schedule_inefficiency"])
    shrunk = fte.shrinkage_share(
        np.array(given_["out_of_office_shrinkage"]), np.array(given_["in_office_shrinkage"]), 0.0
    )
    contract = fte.contract_h(on_seat, shrunk)
    need = fte.required_fte(contract, given_["contract_hours_per_fte"])
    assert float(found.base_staff_h[0]) == steps["base_staff_hours"]
    assert float(shrunk) == pytest.approx(want["total_shrinkage"], abs=1e-12)
    assert float(need[0]) == pytest.approx(want["fte"], abs=1e-9)
    heads = fte.required_heads(need, np.array(given_["avg_fte_per_head"]))
    assert heads.tolist() == [want["headcount"]]


def test_ex04_offered_contacts() -> None:
    """Events, self-service, repeats and redials turn 20,000 forecast contacts into 20,668."""
    case = example("EX04")
    given_, want, steps = case["inputs"], case["expected"], case["steps"]
    mondays = (date(2026, 1, 5),)
    lifts = [
        Event(f"lift {lift}", "All", *mondays * 2, lift_share=lift)
        for lift in given_["event_lifts"]
    ]
    more = Event("added", "Calls", *mondays * 2, added_contacts=given_["additive_event"])
    events = (*lifts, more)
    factor = demand.event_factor(mondays, ("Calls",), events)
    added = demand.event_contacts(mondays, ("Calls",), events)
    fresh = demand.fresh_contacts(np.array([[given_["base_fresh"]]]), factor, added, 0.0)
    deflected = demand.deflection_share(
        np.array(given_["selfservice_attempt"]), np.array(given_["containment"])
    )
    offered = demand.contacts(
        fresh,
        deflected,
        np.array(given_["repeat_prob_after_answer"]),
        np.array(given_["redial_prob_after_abandon"]),
        np.array(given_["abandonment"]),
    )
    aht = demand.planned_aht_s(
        np.array(given_["aht_all_s"]), deflected, np.array(given_["aht_of_contained_s"]), 0.0
    )
    assert float(fresh[0, 0]) == pytest.approx(steps["fresh"])
    assert float(offered[0, 0]) == pytest.approx(want["offered"], abs=1e-6)
    assert float(aht) == pytest.approx(steps["aht_after_deflection"], abs=1e-9)
    hours = demand.workload_h(offered * (1 - given_["abandonment"]), aht)
    assert float(hours[0, 0]) == pytest.approx(want["workload_hours"], abs=1e-6)


def test_ex06_hours_that_bring_the_backlog_back() -> None:
    """Each week's hours cover arriving work and the backlog above target, over the occupancy."""
    case = example("EX06")
    given_, want, steps = case["inputs"], case["expected"], case["steps"]
    backlogs = [given_["opening_backlog_h"], *(row["backlog_h"] for row in steps["weekly"])]
    found = [
        requirement.deferred_requirement(
            np.array([arriving]),
            backlog,
            given_["backlog_target_h"],
            1.0,
            given_["max_occupancy"],
            40.0,
        ).base_staff_h[0]
        for arriving, backlog in zip(given_["weekly_arrival_hours"], backlogs, strict=False)
    ]
    assert found == pytest.approx(want["weekly_required_hours_to_return_to_target"], abs=1e-9)


def test_ex07_shrinkage_to_heads() -> None:
    """28.62 % nested shrinkage turns 4,000 hours into 149.43 FTE and 165 heads."""
    case = example("EX07")
    given_, want = case["inputs"], case["expected"]
    out = list(given_["out_of_office_share_of_contract"].values())
    office = list(given_["in_office_share_of_attended"].values())
    for method, key in (
        ("nested", "shrinkage_nested"),
        ("additive", "shrinkage_all_additive"),
        ("multiplicative", "shrinkage_all_multiplicative"),
    ):
        assert fte.total_shrinkage(out, office, method) == pytest.approx(want[key], abs=1e-9)
    total = fte.total_shrinkage(out, office)
    need = fte.fte(given_["productive_hours_required"], total, given_["contract_hours_per_fte"])
    assert need == pytest.approx(want["fte"], abs=1e-9)
    per_head = np.array(case["steps"]["fte_per_head"])
    assert float(fte.required_heads(np.array(need), per_head)) == want["headcount"]


def test_ex16_a_month_of_workdays() -> None:
    """May 2026 has 21 workdays, two of them holidays, and takes its share of five weeks' cost."""
    case = example("EX16")
    given_, want = case["inputs"], case["expected"]
    weeks = {date.fromisoformat(day): cost for day, cost in given_["weekly_cost"].items()}
    calendar = Calendar(min(weeks), len(weeks))
    by_month = calendar.by_month(np.array(list(weeks.values())))
    assert by_month[1] == pytest.approx(want["month_cost"], abs=1e-6)
    assert workdays(date(2026, 5, 1), date(2026, 5, 31)) == want["workdays"]
    holidays = tuple(date.fromisoformat(day) for day in given_["holidays"])
    assert holiday_share(date(2026, 5, 1), holidays) == pytest.approx(want["holiday_share"])


@given(first=st.integers(0, 3000), weeks=st.integers(1, 156))
def test_months_hold_every_week(first: int, weeks: int) -> None:
    """Whatever the start and length, each week's workdays are spread over months exactly once."""
    calendar = Calendar(date(2020, 1, 6) + timedelta(weeks=first % 520), weeks)
    assert calendar.month_weights.sum(axis=0) == pytest.approx(np.ones(weeks))
    for week, monday in enumerate(calendar.mondays):
        days = [monday + timedelta(days=day) for day in range(5)]
        for number, month in enumerate(calendar.months):
            inside = sum((day.year, day.month) == (month.year, month.month) for day in days)
            assert calendar.month_weights[number, week] == pytest.approx(inside / 5)


@given(volume=st.floats(1, 5000), more=st.floats(0, 500), aht=st.floats(30, 900))
def test_more_work_never_needs_fewer_hours(volume: float, more: float, aht: float) -> None:
    """More contacts or longer handling never lowers the week's hours."""
    profile = np.zeros((7, 48))
    profile[:5, 16:36] = 1 / 100
    weeks = np.array([volume, volume + more])
    hours = live_requirement(weeks, profile, PHONE._replace(aht_s=aht)).base_staff_h
    longer = live_requirement(weeks, profile, PHONE._replace(aht_s=aht * 1.3)).base_staff_h
    assert hours[1] >= hours[0]
    assert (longer >= hours).all()


@given(
    contacts=st.floats(0.5, 400),
    aht=st.floats(60, 600),
    within=st.floats(0, 120),
    target=st.floats(0.3, 0.97),
    cap=st.one_of(st.none(), st.floats(0.5, 0.95)),
    patience=st.one_of(st.none(), st.floats(20, 900)),
)
def test_positions_meet_every_target_and_one_fewer_misses_one(
    contacts: float,
    aht: float,
    within: float,
    target: float,
    cap: float | None,
    patience: float | None,
) -> None:
    """The table's positions are minimal for the targets taken together."""
    targets = PHONE._replace(
        aht_s=aht,
        answer_within_s=within,
        service_level_share=target,
        max_occupancy_share=cap,
        patience_s=patience,
        min_positions=1,
    )
    table = requirement.staffing_table(targets, contacts)
    found = int(table.agents(np.array([contacts]))[0])

    def meets(agents: int) -> bool:
        level = erlang.service_level(agents, contacts, aht, within, 1800, patience)
        busy = erlang.occupancy(agents, contacts, aht, 1800, patience)
        stable = patience is not None or agents > contacts * aht / 1800
        return bool(stable and level >= target - 1e-9 and (cap is None or busy <= cap + 1e-9))

    assert meets(found)
    assert (
        found == 1
        or not meets(found - 1)
        or math.isclose(
            erlang.service_level(found - 1, contacts, aht, within, 1800, patience),
            target,
            abs_tol=1e-8,
        )
    )


def test_erlang_c_by_counting_states() -> None:
    """Positions agree with a birth-death chain summed state by state, which shares no code."""
    contacts, aht, interval = 100.0, 180.0, 1800.0
    load = contacts * aht / interval

    def level(agents: int) -> float:
        weights = [1.0]
        for state in range(1, 2000):
            weights.append(weights[-1] * load / min(state, agents))
        waits = sum(weights[agents:]) / sum(weights)
        return 1 - waits * math.exp(-(agents - load) * 20 / aht)

    least = next(n for n in range(11, 40) if level(n) >= 0.8)
    table = requirement.staffing_table(PHONE._replace(aht_s=aht), contacts)
    assert table.agents(np.array([contacts])).tolist() == [least]


def test_the_binding_target_is_named() -> None:
    """A tight occupancy cap binds in a large queue, the service level in a small one."""
    targets = PHONE._replace(max_occupancy_share=0.85)
    profile = np.zeros((7, 48))
    profile[0, 20:24] = 0.25
    found = live_requirement(np.array([40.0, 40_000.0]), profile, targets)
    assert found.binding_target.tolist() == ["service_level", "occupancy"]


def test_a_closed_week_needs_nobody() -> None:
    """Zero contacts are a valid closed week of zero hours and no binding target."""
    found = live_requirement(np.array([0.0, 500.0]), FLAT, PHONE)
    assert found.base_staff_h[0] == 0
    assert found.binding_target[0] == ""
    assert found.base_staff_h[1] >= 2 * 168 * 1.0


def test_a_short_email_goal_is_staffed_as_a_queue() -> None:
    """Email to be answered within two hours is no backlog."""
    assert requirement.is_live("email", 2.0)
    assert not requirement.is_live("back office", 24.0)


@given(backlog=st.floats(0, 500), target=st.floats(0, 500), weeks=st.floats(1, 20))
def test_backlog_burns_down_to_its_target(backlog: float, target: float, weeks: float) -> None:
    """All hours over arriving work add up to the backlog above target, never more."""
    work = np.full(400, 100.0)
    hours = requirement.deferred_requirement(work, backlog, target, weeks, 1.0, 40.0).base_staff_h
    assert (hours - work).sum() == pytest.approx(max(backlog - target, 0.0), rel=1e-6, abs=1e-6)


def test_faults_of_demand_are_named() -> None:
    """Contacts that would come back for ever, and self-service of longer contacts, are refused."""
    one = np.array([1.0])
    with pytest.raises(PlanInputError, match="repeat_share"):
        demand.contacts(one, 0 * one, 0.97 * one, 0 * one, 0 * one)
    with pytest.raises(PlanInputError, match="contained_aht_s"):
        demand.planned_aht_s(300 * one, 0.2 * one, 400 * one, 0.0)
    with pytest.raises(PlanInputError, match=r"did you mean 0\.3 "):
        fte.gross_up(10, 30)
