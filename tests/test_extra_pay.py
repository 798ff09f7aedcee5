"""Pay beyond the base: worked examples, exact months, laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from extra_pay_plans import LINES, MONDAY, OF_RATE, RATES, WEEKS, assumed, day_and_night, plain
from hypothesis import given
from hypothesis import strategies as st

from capplan.capacity.hours import HOURS
from capplan.inputs.assumptions import Move, frozen
from capplan.money.budget import BASE_PAY_LINES, COST_LINES, PAY_LINES
from capplan.money.extra_pay import bonus_weeks, mondays_of_month, night_share
from capplan.people.moves import LEAVER, SEVERANCE
from capplan.plan import make_plan
from capplan.questions.shared_runs import SharedRuns

# by hand


def test_night_and_weekend_are_parts_of_the_profile() -> None:
    """A tenth of the calls comes at night, a fifth on Saturday; a night may pass midnight."""
    plan = make_plan(assumed())
    assert plan["night_share"] == pytest.approx([0.1, 0.0])
    assert plan["weekend_share"] == pytest.approx([0.2, 0.0])
    by_day = night_share(day_and_night(), 30, 9, 12)
    assert by_day == pytest.approx([0.7, 1.0])
    assert night_share(day_and_night(), 30, 12, 9) == pytest.approx([0.3, 0.0])


def test_premiums_are_shares_of_the_pay_of_the_queue() -> None:
    """Twenty FTE at a thousand a week: 0.1 x 25 % + 0.2 x 50 % + 5 % are 17.5 % of 20,000."""
    rates: dict[str, Any] = {"night_premium_share": 0.25, "weekend_premium_share": 0.5}
    plan = make_plan(assumed(**rates, language=0.05, annual_attrition_share=0.0))
    assert plan["premium_share"] == pytest.approx([0.175, 0.0])
    assert plan["premium_pay_cost"][:, 1].tolist() == [0.0] * WEEKS
    assert plan["premiums_cost"] == pytest.approx([3_500.0] * WEEKS)


def test_the_incentive_is_a_share_of_agents_pay() -> None:
    """Thirty FTE earn 30,000 a week; 6 % of it is 1,800."""
    assert make_plan(assumed(incentive_share=0.06))["incentive_cost"] == pytest.approx(
        [1_800.0] * WEEKS
    )


def test_overtime_may_carry_on_costs_of_its_own() -> None:
    """A need of more than there are: overtime is short of pension cost, all other pay is not."""
    few = assumed(overtime_burden_share=0.05)
    busy = replace(few, base_contacts=frozen(few.base_contacts * 10_000))
    plan = make_plan(busy)
    pay, overtime = plan["pay_cost"], plan["overtime_cost"]
    assert overtime.min() > 0
    assert plan["on_costs_cost"] == pytest.approx((pay - overtime) * 0.22 + overtime * 0.05)
    same = make_plan(replace(busy, values={**busy.values, "overtime_burden_share": None}))
    assert same["on_costs_cost"] == pytest.approx(pay * 0.22)


def test_the_bonus_is_paid_in_its_month_once() -> None:
    """December 2026 has four Mondays: each pays a quarter of 10 % of a year's base pay."""
    plan = make_plan(assumed(bonus_share=0.1, overtime_cap_share=0.0))
    base = sum(plan[line] for line in BASE_PAY_LINES)
    in_december = [day.month == 12 for day in plan.assumptions.calendar.mondays]
    assert sum(in_december) == 4
    assert plan["bonus_cost"] == pytest.approx(np.where(in_december, base * 1.3, 0.0))
    assert plan["bonus_cost"].sum() == pytest.approx(0.1 * 52 * base[in_december].mean())


def test_severance_is_weeks_of_pay_for_people_who_are_asked_to_leave() -> None:
    """Six people of half an FTE leave: 6 x 0.5 x 1,000 x 8 weeks; without on-costs."""
    moves = (Move("a", SEVERANCE, "Calls", MONDAY + timedelta(weeks=3), 6),)
    plan = make_plan(assumed(moves=moves, severance_weeks=8.0))
    assert plan["severance_cost"].tolist() == [0.0] * 3 + [24_000.0] + [0.0] * (WEEKS - 4)
    assert "severance_cost" not in PAY_LINES
    free = make_plan(assumed(moves=moves))
    assert plan["total_cost"] - free["total_cost"] == pytest.approx(24_000.0)


def test_severance_moves_people_as_a_planned_leaver_does() -> None:
    """All people and all other costs are the same to the last bit."""
    week = MONDAY + timedelta(weeks=3)
    asked, going = (
        make_plan(assumed(moves=(Move("a", kind, "Calls", week, 6),), annual_attrition_share=0.4))
        for kind in (SEVERANCE, LEAVER)
    )
    for name in ("closing_agents_heads", "planned_leavers_heads", "all_leavers_heads", "week_cost"):
        assert asked[name].tolist() == going[name].tolist(), name
    assert asked["severance_heads"].sum() == 6.0
    assert going["severance_heads"].sum() == 0.0


def test_time_off_is_what_is_over_up_to_the_cap() -> None:
    """Of twenty and ten FTE with next to no work, 5 % go home at 80 % less pay and its on-costs."""
    plan = make_plan(assumed(vto_cap_share=0.05, vto_pay_share=0.2))
    over = plan["gap_fte"]
    assert (over > 1.0).all()
    assert plan["vto_fte"] == pytest.approx(np.tile([1.0, 0.5], (WEEKS, 1)))
    assert plan["vto_cost"] == pytest.approx([-1_200.0] * WEEKS)
    saved = plain()["week_cost"] - plan["week_cost"]
    assert saved == pytest.approx([1_200.0 * 1.22] * WEEKS)
    assert plan["gap_fte"].tolist() == plain()["gap_fte"].tolist()


def test_nobody_goes_home_where_people_are_short() -> None:
    """With more work than people the cap does not matter."""
    few = assumed(vto_cap_share=0.5)
    plan = make_plan(replace(few, base_contacts=frozen(few.base_contacts * 10_000)))
    assert plan["vto_fte"].tolist() == [[0.0, 0.0]] * WEEKS
    assert plan["vto_cost"].tolist() == [0.0] * WEEKS


def test_paid_and_productive_hours_of_a_week() -> None:
    """Thirty FTE are paid 1,125 hours; 17 % are out, 14 % of the rest is not for contacts."""
    plan = make_plan(assumed())
    paid, out, office, learning, productive = (plan[name].sum(axis=1) for name in HOURS)
    assert paid == pytest.approx([1_125.0] * WEEKS)
    assert out == pytest.approx(paid * 0.17)
    assert office == pytest.approx(paid * 0.83 * 0.14)
    assert learning == pytest.approx(np.zeros(WEEKS), abs=1e-9)
    assert productive == pytest.approx(paid * 0.83 * 0.86)
    assert plan["productive_share"] == pytest.approx([0.7138] * WEEKS)
    assert plan["paid_year_h"] == 1_950.0
    assert plan["productive_year_h"] == pytest.approx(1_950.0 * 0.7138)


def test_learning_takes_the_hours_of_cross_training() -> None:
    """Four half-time people in cross-training are paid and on seat, without output."""
    move = Move("a", "transfer", "Calls", MONDAY, 4, "Mail", 3)
    plan = make_plan(assumed(moves=(move,)))
    on_seat = 4 * 1.0 * 37.5 * 0.7138
    assert plan["learning_h"][:4, 1] == pytest.approx([on_seat] * 3 + [0.0], abs=1e-9)


# months


@pytest.mark.parametrize("weeks", [52, 53, 105])
def test_months_add_up_to_the_weeks(weeks: int) -> None:
    """Every extra line falls into months by workdays without a rest, in a 53-week year too."""
    moves = (Move("a", SEVERANCE, "Calls", MONDAY + timedelta(weeks=8), 6),)
    plan = make_plan(assumed(weeks, moves, **RATES, language=0.05))
    by_month = plan.assumptions.calendar.by_month
    for line in LINES:
        assert plan[line].any(), line
        assert by_month(plan[line]).sum() == pytest.approx(plan[line].sum(), rel=1e-12)
    assert plan["total_cost"] == pytest.approx(sum(plan[line].sum() for line in COST_LINES))


@given(first=st.integers(0, 5_000), month=st.integers(1, 12), share=st.floats(0, 2))
def test_every_calendar_year_pays_one_bonus(first: int, month: int, share: float) -> None:
    """Whatever the year, its Mondays of the month pay 52 weeks x bonus together."""
    start = date(2020, 1, 6) + timedelta(weeks=first)
    mondays = tuple(start + timedelta(weeks=k) for k in range(106))
    due = bonus_weeks(mondays, share, month)
    whole = start.year + 1
    found = sum(due[k] for k, day in enumerate(mondays) if day.year == whole)
    assert found == pytest.approx(52 * share)


@given(weeks=st.integers(0, 20_000))
def test_mondays_are_counted_as_a_calendar_does(weeks: int) -> None:
    """Going through all days of the month finds the same number."""
    monday = date(2000, 1, 3) + timedelta(weeks=weeks)
    days = (monday.replace(day=1) + timedelta(days=k) for k in range(31))
    same = [day for day in days if day.month == monday.month and day.weekday() == 0]
    assert mondays_of_month(monday) == len(same)


# laws


def test_without_rates_nothing_changes() -> None:
    """All lines are 0, and the total is the sum of the others to the last bit."""
    plan = plain()
    for line in LINES:
        assert plan[line].tolist() == [0.0] * WEEKS
    others = [plan[line] for line in COST_LINES if line not in LINES]
    assert plan["week_cost"].tolist() == np.sum(np.stack(others), axis=0).tolist()
    pay = [plan[line] for line in PAY_LINES if line not in LINES]
    assert plan["on_costs_cost"].tolist() == (np.sum(np.stack(pay), axis=0) * 0.22).tolist()


@cache
def runs() -> SharedRuns:
    """One memory for many plans that differ in their rates."""
    return SharedRuns([*LINES, "total_cost"])


def one_rate(name: str, rate: float) -> dict[str, Any]:
    """A single rate by its name."""
    return {name: rate}


@given(name=st.sampled_from(list(OF_RATE)), rate=st.floats(0, 1), times=st.floats(0, 2))
def test_each_line_is_linear_in_its_rate(name: str, rate: float, times: float) -> None:
    """Twice the rate costs twice as much, and no other line of them changes."""
    moves = (Move("a", SEVERANCE, "Calls", MONDAY + timedelta(weeks=8), 6),)
    one = runs().run(assumed(moves=moves, **one_rate(name, rate)))
    other = runs().run(assumed(moves=moves, **one_rate(name, rate * times)))
    for line in LINES:
        factor = times if line == OF_RATE[name] else 1.0
        assert other[line] == pytest.approx(one[line] * factor, rel=1e-9, abs=1e-6), line


def test_shared_runs_give_the_plan_number_by_number() -> None:
    """All of them at once, through the memory and without it."""
    moves = (Move("a", SEVERANCE, "Calls", MONDAY + timedelta(weeks=8), 6),)
    full = assumed(moves=moves, **RATES, language=0.05)
    assert runs().run(full)["total_cost"] == make_plan(full)["total_cost"]
