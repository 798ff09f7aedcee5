"""Budget first: what customers get from the people there is money for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command import SMALL, capplan, left_in
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import example_plan

from capplan import erlang
from capplan.cli.arguments import parser
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import make_assumptions
from capplan.plan import Plan, make_plan
from capplan.plan.standing import standing_cost
from capplan.questions.carried import Carried, most_volume
from capplan.questions.funded import Funded, FundedMonth, funded
from capplan.staffing.requirement import QueueTargets, live_requirement, staffing_table
from capplan.staffing.service import live_service, service

START = date(2026, 1, 5)
CALLS = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 12}
MAIL = {"queue": "Mail", "channel": "email", "aht_s": 600, "opening_agents_heads": 5}
PHONE = QueueTargets("phone", 300.0, 0.8, 20.0, None, None, 0.88, 150.0, 2.0, 1.0, 0.0, 1800.0)


@cache
def plan(*queues: str) -> Plan:
    """Eight weeks, busier in the second half, on the phone or with mail beside it."""
    rows = [{"Calls": CALLS, "Mail": MAIL}[name] for name in queues]
    weeks = [[2000, 400]] * 4 + [[2600, 520]] * 5
    return make_plan(make_assumptions(START, rows, [week[: len(rows)] for week in weeks]))


def under(heads: float, *queues: str, share: str = "live first") -> Funded:
    """The plan with so many agents."""
    return funded(plan(*(queues or ("Calls",))), heads=heads, share=share)


# service from hours


def ex03() -> tuple[np.ndarray, np.ndarray]:
    """The worked week of 1,500 calls: contacts and profile."""
    days = np.array([0.24, 0.21, 0.19, 0.19, 0.17])
    halves = np.array([0.12, 0.16, 0.20, 0.21, 0.18, 0.13])
    return np.array([1500.0]), np.outer(days, halves)


@pytest.mark.parametrize("part", [0.5, 0.8, 1.0, 1.1])
@pytest.mark.parametrize("patience", [None, 150.0])
def test_a_week_is_the_sum_of_its_intervals(part: float, patience: float | None) -> None:
    """Another route: every interval asked by itself, and weighted by hand."""
    contacts, profile = ex03()
    targets = PHONE._replace(patience_s=patience)
    need = live_requirement(contacts, profile, targets)
    found = live_service(contacts, profile, targets, need.base_staff_h * part)
    volumes = (contacts[:, None] * profile[profile > 0])[0]
    staff = np.asarray(staffing_table(targets, float(volumes.max())).agents(volumes)) * part
    want = erlang.week_outcome(staff, volumes, 300, 20, 1800, patience)
    assert found.service_level_share[0] == pytest.approx(want.service_level, abs=1e-12)
    assert found.abandon_share[0] == pytest.approx(want.abandon_share, abs=1e-12)
    assert found.occupancy_share[0] == pytest.approx(want.occupancy, abs=1e-12)
    assert found.asa_s[0] == pytest.approx(want.asa_s, abs=1e-9)


def test_chat_is_the_balanced_chain() -> None:
    """20 agents on 150 chats, three at a time: the published service level of the chain."""
    from golden_examples import example

    case = example("EX05")["expected"]["chain_by_agents"]["20"]
    chat = QueueTargets("chat", 480.0, 0.8, 30.0, None, None, None, 240.0, 1, 3, 0.25, 1800.0)
    found = live_service(np.array([150.0]), np.ones((1, 1)), chat, np.array([10.0]))
    key = "sl_answered_in_T_over_offered_less_short_abandons"
    assert found.service_level_share[0] == pytest.approx(case[key], abs=1e-8)
    assert found.abandon_share[0] == pytest.approx(case["p_abandon"], abs=1e-8)
    assert found.asa_s[0] == pytest.approx(case["asa_answered"], abs=1e-6)


@pytest.mark.parametrize("name", ["growth", "bank"])
def test_the_hours_of_the_requirement_meet_its_targets(name: str) -> None:
    """With exactly the base staff hours no week misses a target, in these examples."""
    made = example_plan(name)
    given_, queues = made.runs[made.live], made.assumptions.queues
    found = service(given_, given_["base_staff_h"])
    level, cap = queues["service_level_share"], queues["max_occupancy_share"]
    assert not (found.service_level_share < level - 1e-9).any()
    assert not (found.occupancy_share[:, ~np.isnan(level)] > np.nan_to_num(cap, nan=1) + 1e-9).any()
    assert not (found.abandon_share > queues["max_abandon_share"] + 1e-9).any()


@given(part=st.floats(0, 1.5), more=st.floats(0.001, 0.5), patience=st.sampled_from([None, 90.0]))
@settings(max_examples=40)
def test_more_hours_never_serve_worse(part: float, more: float, patience: float | None) -> None:
    """Service level rises, waits, losses and occupancy fall."""
    contacts, profile = ex03()
    targets = PHONE._replace(patience_s=patience)
    hours = live_requirement(contacts, profile, targets).base_staff_h
    few, many = (
        live_service(contacts, profile, targets, hours * share) for share in (part, part + more)
    )
    assert many.service_level_share[0] >= few.service_level_share[0] - 1e-9
    assert many.asa_s[0] <= few.asa_s[0] + 1e-6
    assert many.abandon_share[0] <= few.abandon_share[0] + 1e-9


def test_nobody_there_and_nobody_calling() -> None:
    """Without staff nobody is answered; without contacts everybody is."""
    contacts, profile = ex03()
    none = live_service(contacts, profile, PHONE, np.zeros(1))
    assert (none.service_level_share[0], none.abandon_share[0], none.asa_s[0]) == (0, 1, np.inf)
    quiet = live_service(np.zeros(1), profile, PHONE, np.zeros(1))
    assert (quiet.service_level_share[0], quiet.abandon_share[0], quiet.asa_s[0]) == (1, 0, 0)


def test_backlog_is_what_the_hours_leave() -> None:
    """(opening + arriving - hours x occupancy), week after week, by hand."""
    made = plan("Calls", "Mail")
    hours = made["base_staff_h"] * [1.0, 0.5]
    found = service(made.runs["Base"], hours)
    left, want = 0.0, []
    for week in range(9):
        left = max(left + made["workload_h"][week, 1] - hours[week, 1] * 0.92, 0.0)
        want.append(left)
    assert found.backlog_h[:, 1] == pytest.approx(np.array(want))
    assert np.isnan(found.backlog_h[:, 0]).all()
    assert np.isnan(found.service_level_share[:, 1]).all()


# the price of a standing number of people


def test_the_price_of_twenty_agents_by_hand() -> None:
    """20 agents, two team leaders, a head, and those in training for the leavers."""
    cost = standing_cost(plan("Calls").runs["Base"], np.full((9, 1), 20.0))
    hazard = 1 - np.exp(-0.4 / 52)
    starts = 20 * hazard / 0.97**4
    training = starts * (1 + 0.97 + 0.97**2 + 0.97**3)
    pay = 20 * 30_000 + training * (1 - 0.015) * 28_000 + 2 * 42_000 + 170_000
    want = pay / 52 * 1.22 + starts * (2100 + 500) + (20 + training + 3) * 2400 / 52
    assert cost == pytest.approx(np.full(9, want))


@given(heads=st.floats(1, 500), more=st.floats(0.1, 100))
@settings(max_examples=25)
def test_more_people_cost_more(heads: float, more: float) -> None:
    """The price of a standing number of people rises with it."""
    costs = [
        standing_cost(plan("Calls").runs["Base"], np.full((9, 1), count)).sum()
        for count in (heads, heads + more)
    ]
    assert costs[1] > costs[0]


# caps


def test_a_gap_is_told_month_by_month() -> None:
    """11 needed and 13 needed, 11 funded: January holds, February hurts, by hand."""
    found = under(11)
    january, february = found.months[:2]
    assert (january.needed_heads, january.funded_heads, january.missed) == (11, 11, ())
    assert february.needed_heads == pytest.approx(13)
    assert february.short_heads == pytest.approx(2)
    assert found.first is february
    assert february.missed == ("Calls: service level",)
    assert january.closing_cost == pytest.approx(0)
    assert found.closing_cost == pytest.approx(found.needed_cost - found.funded_cost)
    assert found.closing_cost == pytest.approx(sum(one.closing_cost for one in found.months))
    hours = plan("Calls")["base_staff_h"][5:6] * (11 / plan("Calls")["required_fte"][5:6])
    week = service_of_one_week(hours)
    assert february.service_level_share == pytest.approx(week, abs=1e-9)


def service_of_one_week(hours: np.ndarray) -> float:
    """The service level of a busy week with these hours, asked interval by interval."""
    contacts = 2600 * np.full(100, 0.01)
    targets = PHONE._replace(patience_s=180.0, max_occupancy_share=None)
    need = np.asarray(staffing_table(targets, 26.0).agents(contacts))
    staff = need * float(hours[0, 0]) / (need.sum() / 2)
    return erlang.week_outcome(staff, contacts, 300, 20, 1800, 180).service_level


def test_queues_in_line_come_first() -> None:
    """Short of people the phone keeps its agents and mail waits; or both are short alike."""
    first, even = (under(12, "Calls", "Mail", share=share) for share in ("live first", "even"))
    assert first.months[0].missed == ("Mail: backlog",)
    assert first.months[0].service_level_share == pytest.approx(
        under(11).months[0].service_level_share or 0
    )
    assert (even.months[0].service_level_share or 0) < (first.months[0].service_level_share or 0)
    assert (even.months[0].backlog_h or 0) < (first.months[0].backlog_h or 0)


def test_enough_people_miss_nothing() -> None:
    """With the peak funded no month hurts and nothing is to be closed."""
    peak = float(plan("Calls", "Mail")["required_heads"].sum(axis=1).max())
    found = under(peak, "Calls", "Mail")
    assert (found.first, found.worst, found.closing_cost) == (None, None, 0)
    assert "Every target is met in every month." in str(found)


@given(heads=st.integers(1, 30))
@settings(max_examples=20)
def test_money_buys_what_the_same_money_pays(heads: int) -> None:
    """The cost of a number of agents, given as money, buys just that number."""
    found = under(heads)
    assert funded(plan("Calls"), money=found.funded_cost + 0.01).heads == heads
    assert funded(plan("Calls"), money=found.funded_cost * 1.0001 + 1).heads >= heads


@given(heads=st.floats(0, 40), more=st.floats(0.5, 10), mail=st.booleans())
@settings(max_examples=30)
def test_more_funding_never_hurts(heads: float, more: float, mail: bool) -> None:
    """Month by month service rises and backlog falls; nobody is split away."""
    queues = ("Calls", "Mail") if mail else ("Calls",)
    few, many = under(heads, *queues), under(heads + more, *queues)
    for one, other in zip(few.months, many.months, strict=True):
        assert one.funded_heads == pytest.approx(heads)
        assert (other.service_level_share or 0) >= (one.service_level_share or 0) - 1e-9
        assert (other.backlog_h or 0) <= (one.backlog_h or 0) + 1e-9
        assert broken(other) <= broken(one)


def broken(month: FundedMonth) -> set[tuple[str, str]]:
    """Each queue and promise that the month does not keep."""
    told = (one.split(": ") for one in month.missed)
    return {(queue, promise) for queue, promises in told for promise in promises.split(", ")}


def test_months_add_up_to_the_weeks() -> None:
    """What closing the gap costs is the weeks' sum however the months cut it."""
    made = example_plan("growth")
    found = funded(made, heads=58)
    assert sum(one.closing_cost for one in found.months) == pytest.approx(found.closing_cost)
    levels = [one.service_level_share or 0 for one in found.months[8:]]
    assert all(later <= before + 1e-9 for before, later in pairwise(levels))
    assert found.first is not None
    assert found.first.month == date(2026, 9, 1)
    assert found.first.missed == ("Email: backlog",)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "found nothing; allowed either heads or money"),
        ({"heads": 5, "money": 5.0}, "found heads and money"),
        ({"heads": -1}, "found -1; allowed 0 to 1,000,000"),
        ({"money": 10.0}, "found 10; allowed .* or more, the cost of one agent"),
        ({"heads": 5, "share": "half"}, "found half; allowed live first or even"),
    ],
)
def test_slips_are_refused(options: dict[str, Any], says: str) -> None:
    """One line that names what is allowed."""
    with pytest.raises(PlanInputError, match=says):
        funded(plan("Calls"), **options)


# the most volume


@given(heads=st.integers(5, 40))
@settings(max_examples=15)
def test_a_little_more_volume_needs_more_people(heads: int) -> None:
    """At the multiple found the agents suffice in every week; a thousandth more and they do not."""
    made = plan("Calls")
    found = most_volume(made, heads)
    for multiple, fits in ((found.multiple, True), (found.multiple * 1.001, False)):
        contacts = made.assumptions.base_contacts * multiple
        again = make_plan(make_assumptions(START, [CALLS], contacts))
        assert (again["required_heads"].sum(axis=1) <= heads).all() == fits
    assert found.week in made.assumptions.calendar.mondays[4:]


def test_ends_of_the_search() -> None:
    """Ten times the contacts is where the search ends; a tenth must be carried."""
    assert most_volume(plan("Calls"), 1000) == Carried(10.0, None)
    with pytest.raises(PlanInputError, match="found 1; allowed 5 or more, what a tenth"):
        most_volume(plan("Calls"), 1)


# the command


def caps() -> Iterator[tuple[str, tuple[str, float]]]:
    """Ways to write a cap."""
    yield "58heads", ("heads", 58.0)
    yield "58 heads", ("heads", 58.0)
    yield "12.5heads", ("heads", 12.5)
    yield "2,500,000money", ("money", 2_500_000.0)
    yield "2_500_000.50 money", ("money", 2_500_000.5)


@pytest.mark.parametrize(("text", "want"), list(caps()))
def test_a_cap_says_what_it_counts(text: str, want: tuple[str, float]) -> None:
    """A number and heads or money."""
    arguments = ["plan", "p.xlsx", "-o", "o.xlsx", "--budget-cap", text]
    assert parser().parse_args(arguments).budget_cap == want


def test_the_command_prints_the_months(tmp_path: Path) -> None:
    """A table after the summary, the same in JSON; a bare number is refused before anything."""
    assert capplan("new", "plan.xlsx", *SMALL, cwd=tmp_path).returncode == 0
    call = ("plan", "plan.xlsx", "-o", "out.xlsx", "--budget-cap")
    slip = capplan(*call, "20", cwd=tmp_path)
    assert (slip.returncode, left_in(tmp_path)) == (2, ["plan.xlsx"])
    assert "did you mean 20heads?" in slip.stderr
    done = capplan(*call, "20heads", cwd=tmp_path)
    assert done.returncode in (0, 1)
    assert "20 agents funded" in done.stdout
    assert "  2026-01 " in done.stdout
    done = capplan(*call, "20heads", "--json", "-", "--force", cwd=tmp_path)
    cap = json.loads(done.stdout)["budget_cap"]
    assert cap["funded_heads"] == 20
    assert [one["month"] for one in cap["months"]] == ["2026-01-01"]
