"""Supply, hiring, management, support and budget: worked examples, laws, independent routes."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from capplan.capacity import support
from capplan.capacity.steps import SUPPORT
from capplan.leaders import spans as management
from capplan.leaders.movement import support_workload
from capplan.money import budget
from capplan.people import attrition, funnel, supply
from capplan.steps import run
from capplan.vocabulary import terms


def test_ex08_a_class_of_twenty() -> None:
    """Twenty starters give 17.7 graduates, 16.0 effective in week 10 and 13.6 heads in week 26."""
    case = example("EX08")
    given_, want, rows = case["inputs"], case["expected"], case["steps"]["rows"]
    run = supply.pipeline(
        [given_["class_starts"]] + [0] * 26,
        0,
        given_["tenured_annual_turnover"],
        given_["training_weeks"],
        given_["weekly_dropout"],
        given_["proficiency_by_floor_week"],
        given_["new_hire_annual_turnover"],
        given_["new_hire_weeks"],
    )
    assert run.graduates_heads.sum() == pytest.approx(want["graduates_expected"], abs=1e-9)
    assert run.effective_fte[4] == pytest.approx(want["effective_week_4"], abs=1e-9)
    assert run.effective_fte[10] == pytest.approx(want["effective_week_10"], abs=1e-9)
    assert run.opening_heads[26] == pytest.approx(want["heads_open_week_26"], abs=1e-9)
    here = run.training_heads + run.opening_heads + run.graduates_heads
    assert here == pytest.approx([row["open"] for row in rows], abs=1e-6)
    assert run.effective_fte == pytest.approx([row["effective"] for row in rows], abs=1e-6)
    started, _, _ = supply.starters(15, given_["training_weeks"], given_["weekly_dropout"])
    assert started == pytest.approx(want["starts_needed_for_15_graduates"], abs=1e-9)
    offers = funnel.offers_to_make(20, given_["offer_acceptance"], given_["no_show"])
    assert float(offers) == want["offers_needed"]


def test_ex08_attrition_bases() -> None:
    """Forty percent a year is three different weekly rates on three bases."""
    steps = example("EX08")["steps"]["conversions"]
    assert attrition.period_rate(0.4) == pytest.approx(
        steps["weekly_from_turnover_ratio"], abs=1e-10
    )
    assert attrition.period_rate(0.4, basis="cohort_loss") == pytest.approx(
        steps["weekly_from_cohort_loss"], abs=1e-9
    )
    assert attrition.period_rate(0.4, basis="simple") == pytest.approx(
        steps["weekly_simple_a_over_52"], abs=1e-9
    )
    assert attrition.period_rate(1.3) == pytest.approx(steps["turnover_130pct_weekly"], abs=1e-9)


@given(
    rate=st.floats(0, 0.99),
    periods=st.sampled_from([12.0, 52.0]),
    basis=st.sampled_from(attrition.BASES),
)
def test_rates_invert_each_other(rate: float, periods: float, basis: str) -> None:
    """A yearly rate turned into a period's and back is the same."""
    weekly = attrition.period_rate(rate, periods, basis)
    assert attrition.annual_rate(weekly, periods, basis) == pytest.approx(rate, abs=1e-12)


people = st.lists(st.floats(0, 60), min_size=3, max_size=40)


@given(
    starts=people,
    opening=st.floats(0, 500),
    yearly=st.floats(0, 2),
    weeks=st.integers(0, 9),
    dropout=st.floats(0, 0.3),
    new=st.integers(0, 20),
    ramp=st.lists(st.floats(0, 1), max_size=12),
)
def test_heads_are_conserved_every_week(
    starts: list[float],
    opening: float,
    yearly: float,
    weeks: int,
    dropout: float,
    new: int,
    ramp: list[float],
) -> None:
    """Opening + in - out = closing for trainees and agents, every week, and nobody is negative."""
    run = supply.pipeline(starts, opening, yearly, weeks, dropout, ramp, 2 * yearly, new)
    closing = run.opening_heads + run.graduates_heads - run.leavers_heads
    assert run.closing_agents_heads == pytest.approx(closing)
    assert run.opening_heads[1:] == pytest.approx(closing[:-1])
    still = run.training_heads - run.dropouts_heads
    came = np.concatenate([[0.0], still[:-1]]) + run.starts_heads - run.graduates_heads
    assert run.training_heads == pytest.approx(came)
    for heads in (run.training_heads, run.closing_agents_heads, run.new_hires_heads):
        assert (heads >= -1e-9).all()
    assert (run.effective_fte <= run.opening_heads + run.graduates_heads + 1e-9).all()


@given(
    starts=people,
    yearly=st.floats(0, 1.5),
    weeks=st.integers(0, 6),
    dropout=st.floats(0, 0.2),
    new=st.integers(0, 15),
    ramp=st.lists(st.floats(0, 1), max_size=8),
)
def test_the_pipeline_agrees_with_people_followed_one_class_at_a_time(
    starts: list[float], yearly: float, weeks: int, dropout: float, new: int, ramp: list[float]
) -> None:
    """Following each class week by week through its own ages gives the same effective output."""
    run = supply.pipeline(starts, 0, yearly, weeks, dropout, ramp, 1.7 * yearly, new)
    tenured, fresh = (1 - math.exp(-rate / 52) for rate in (yearly, 1.7 * yearly))
    output = np.zeros(len(starts))
    for start, heads in enumerate(starts):
        here = heads
        for week in range(start, len(starts)):
            age = week - start - weeks
            if age < 0:
                here *= 1 - dropout
                continue
            hazard = fresh if age < new else tenured
            proficiency = ramp[age] if age < len(ramp) else 1.0
            output[week] += here * (1 - hazard / 2) * proficiency
            here *= 1 - hazard
    assert run.effective_fte == pytest.approx(output, abs=1e-9)


@given(graduates=st.floats(0, 500), weeks=st.integers(0, 12), dropout=st.floats(0, 0.4))
def test_starters_and_pipeline_invert_each_other(
    graduates: float, weeks: int, dropout: float
) -> None:
    """As many people graduate as the starters were computed for."""
    started, _, _ = supply.starters(graduates, weeks, dropout)
    run = supply.pipeline([started] + [0] * weeks, 0, 0.0, weeks, dropout)
    assert run.graduates_heads[weeks] == pytest.approx(graduates)


def of_spans(people: float) -> list[NDArray[np.float64]]:
    """Leaders of each layer at the usual spans, from the bottom up."""
    rules = management.LayerRules((6, 6, 6, 6))
    return list(management.leadership(np.array([people]), 12, rules).required_heads.T)


@pytest.mark.parametrize("frontline", list(example("EX10")["expected"]["ladder"]))
def test_ex10_the_ladder(frontline: str) -> None:
    """From one working lead at 3 people to six layers at 50,000."""
    want = example("EX10")["expected"]["ladder"][frontline]
    people = float(frontline)
    names = ("supervisor", "manager", "director", "vp", "svp", "head")
    assert [[name, heads] for name, heads, _ in management.layers(people)] == want["layers"]
    counts = of_spans(people)
    found = {name: int(heads[0]) for name, heads in zip(names, counts, strict=True)}
    assert {name: heads for name, heads in found.items() if heads} == dict(want["layers"])
    asked = management.executives_heads(np.array([people]), 100.0)
    managers, directors, vps, svps, head = counts[1:]
    senior = management.senior_heads(managers, directors, vps, svps, head, "manager")
    assert int(asked[0]) == want["exec_required_1_per_100"]
    assert int(senior[0]) == want["senior_from_layers"]
    assert int(management.extra_executives_heads(asked, senior)[0]) == want["exec_gap"]


def test_ex10_leaders_with_a_band() -> None:
    """A band of spans needs three additions and no cut where plain rounding moves twelve times."""
    case = example("EX10")
    path = case["inputs"]["frontline_path"]
    assert [management.leaders(heads, 12) for heads in path] == case["steps"]["plain"]
    assert management.leader_plan(path, 12, 9, 15, 9) == case["steps"]["banded"]


@given(people=st.floats(0, 60_000), span=st.integers(2, 50))
def test_leaders_are_enough_and_not_one_too_many(people: float, span: int) -> None:
    """Leaders x span covers the people; one leader fewer would not."""
    found = management.leaders(people, span)
    assert found * span >= people - 1e-6
    assert (found - 1) * span < people or found == 0


@given(people=st.floats(1, 60_000), more=st.floats(0, 5_000))
def test_more_people_never_need_fewer_leaders(people: float, more: float) -> None:
    """The whole of leadership never shrinks when the floor grows."""
    few, many = (
        sum(int(layer[0]) for layer in of_spans(heads)) for heads in (people, people + more)
    )
    assert many >= few


def test_the_strict_reading_asks_for_executives_beyond_the_layers() -> None:
    """Counting directors and above only, 2,000 people need 14 executives more."""
    counts = of_spans(2000.0)
    managers, directors, vps, svps, head = counts[1:]
    strict = management.senior_heads(managers, directors, vps, svps, head, "director")
    asked = management.executives_heads(np.array([2000.0]), 100.0)
    assert management.extra_executives_heads(asked, strict).tolist() == [14.0]


def support_need(agents: float, leads: float, classes: float) -> dict[str, NDArray[np.float64]]:
    """FTE of each support role at the usual work and ratios, by the plan's own steps."""
    known = {row.name: row.default for row in terms("assumption")} | {
        "floor_heads": np.array([agents]),
        "frontline_heads": np.array([agents]),
        "supervisors_heads": np.array([leads]),
        "classes_in_training": np.array([[classes]]),
        "recruiter_need_h": np.zeros(1),
    }
    return run(SUPPORT, known)


def test_a_small_centre_has_no_quality_department() -> None:
    """Needs under half a person stay hours of another role."""
    need = support_need(12.0, 1.0, 0.0)
    assert float(need["support_heads"][0]) == 0.0
    assert need["quality_fte"] == pytest.approx((12 * 4 * 35 / 60 * 12 / 52 + 1) / 25.8)
    assert set(support.CARRIED_BY) == set(support.ROLES)


@given(agents=st.floats(0, 50_000), leads=st.floats(0, 4_000), classes=st.floats(0, 40))
def test_support_of_the_plan_is_that_of_the_workload_engine(
    agents: float, leads: float, classes: float
) -> None:
    """Quality, trainers, writers, planners and their desks come out alike on two ways."""
    got = support_need(agents, leads, classes)
    floor = np.array([agents])
    other = support_workload(floor, supervisors_heads=[leads], classes_in_training=[classes])
    need = dict(zip(other.roles, other.need_fte[0], strict=True))
    for role in ("quality", "trainer", "content", "planner", "hr", "analyst", "it", "knowledge"):
        assert got[f"{role}_fte"][0] == pytest.approx(need[role], abs=1e-9), role
    desks = [one[0] for one in support.planner_desks(floor, got["planner_fte"])]
    assert desks == pytest.approx(other.planner_desks_fte[0])


def test_pay_follows_hand_worked_weeks() -> None:
    """Ten paid FTE at 52,000 a year cost 10,000 a week, 10,300 after a 3 % award."""
    mondays = (date(2026, 3, 30), date(2026, 4, 6))
    index = budget.wage_index(mondays, date(2026, 4, 1), 0.03)
    ten, none = np.full((2, 1), 10.0), np.zeros((2, 1))
    year = index[:, None] * 52_000.0
    pay = budget.agent_pay(ten, none, none, year, none, 1.5)
    assert pay.agent_pay_cost[:, 0].tolist() == pytest.approx([10_000.0, 10_300.0])
    assert budget.wage_index(mondays, None, 0.03).tolist() == [1.0, 1.0]
    pay = budget.agent_pay(none, none, ten / 10, year, none, 1.5)
    assert budget.of_all_queues(pay.overtime_pay_cost).tolist() == pytest.approx([1_500.0, 1_545.0])
