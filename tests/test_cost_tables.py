"""Sites, plan rates, pay awards and outsourcing: hand-worked numbers, laws, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from cost_plans import CONTRACT, FIRST, RATES, SITES, STEPS, VALUES, WEEKS, cost_plan, made, plain
from hypothesis import given
from hypothesis import strategies as st

from capplan.errors import PlanInputError
from capplan.hiring.case import hiring_case
from capplan.inputs.assumptions import Assumptions
from capplan.inputs.entries import Outsourcing, PlanRate, Site, WageStep
from capplan.inputs.identity import plain as told
from capplan.inputs.identity import seal_of
from capplan.money.budget import COST_LINES
from capplan.money.site_pay import award_index
from capplan.plan import make_plan
from capplan.plan.flow import STAFFING, known_values
from capplan.plan.standing import standing_cost
from capplan.questions.comparison import compare
from capplan.questions.explain import explain
from capplan.questions.shared_runs import SharedRuns
from capplan.steps import run

LINES = (*COST_LINES, "week_cost")


def same_money(one: Assumptions, other: Assumptions) -> None:
    """Both plans cost the same, line by line and week by week."""
    first, second = make_plan(one), make_plan(other)
    for line in LINES:
        assert first[line] == pytest.approx(second[line], rel=1e-12, abs=1e-9), line


def refused(**changes: Any) -> list[str]:
    """What is said of a plan with these changes."""
    with pytest.raises(PlanInputError) as caught:
        make_plan(cost_plan(**changes))
    return [str(issue) for issue in caught.value.issues]


# hand-worked


def test_pay_follows_the_site_its_currency_and_the_awards() -> None:
    """600,000 PHP at 0.017 with 3 % and 2 % is an agent's year in Manila in May."""
    plan = made()
    week = (date(2027, 5, 10) - FIRST).days // 7
    assert plan["agent_year_cost"][0] == pytest.approx([600_000 * 0.016, 24_000])
    assert plan["agent_year_cost"][week] == pytest.approx(
        [600_000 * 0.017 * 1.03 * 1.02, 24_000 * 1.03]
    )
    assert plan["trainee_year_cost"][0] == pytest.approx([500_000 * 0.016, 28_000])
    assert plan["agent_pay_cost"] == pytest.approx(
        plan["paid_agent_fte"] * plan["agent_year_cost"] / 52
    )


def test_a_week_takes_the_rate_of_the_month_of_its_monday() -> None:
    """The week of 29 March ends in April and is paid at the rate of March."""
    week = (date(2027, 3, 29) - FIRST).days // 7
    assert made()["site_rate"][week, 0] == 0.016
    assert made()["site_rate"][week + 1, 0] == 0.0165


def test_team_leaders_split_over_sites_by_the_agents_on_the_floor() -> None:
    """Manila's leaders are paid by plan, Lisbon's 36,000, weighted with the agents there."""
    plan = made()
    floor = plan["on_floor_heads"][0]
    mean = (floor[0] * 42_000 + floor[1] * 36_000) / floor.sum()
    assert plan["supervisor_year_cost"][0] == pytest.approx(mean)
    assert plan["supervisors_cost"][0] == pytest.approx(plan["supervisors_heads"][0] * mean / 52)


def test_other_roles_follow_the_awards_of_all_sites_only() -> None:
    """Leaders get +3 % and -1 %, support roles +3 %; Manila's own award is neither's."""
    plan, last = made(), WEEKS - 1
    assert plan["leader_wage_index"][last] == pytest.approx(1.01 * 1.03 * 0.99)
    assert plan["support_wage_index"][last] == pytest.approx(1.01 * 1.03)


def test_seats_of_a_site_run_short_and_cost_more_beyond_those_there_are() -> None:
    """25 seats in Manila: the rest costs 150,000 instead of 90,000 PHP; Lisbon has no limit."""
    plan = made()
    floor = plan["on_floor_heads"][0]
    need = floor[0] + plan["supervisors_heads"][0] * floor[0] / floor.sum()
    short = need - 25
    assert plan["site_seats_need_heads"][0, 0] == pytest.approx(need)
    assert plan["site_seats_short_heads"][0] == pytest.approx([short, 0])
    assert plan["site_seats_cost"][0, 0] == pytest.approx(
        (need * 90_000 + short * 60_000) * 0.016 / 52
    )
    people = sum(plan[f"{who}_heads"][0] for who in ("frontline", "leaders", "support"))
    others = people - plan["site_seats_need_heads"][0].sum()
    want = others * 2_400 / 52 + plan["site_seats_cost"][0].sum()
    assert plan["seats_cost"][0] == pytest.approx(want)


def test_a_contract_bills_hours_minimum_and_notice() -> None:
    """120 hours while it runs, 80 until week 14 of the plan, then none; 2,500 on top at first."""
    cost, rate = made()["outsourcing_cost"], made().assumptions.plan_rates
    april = next(one.plan_rate for one in rate if one.name == "USD" and one.month.month == 4)
    assert cost[0] == 0
    assert cost[1] == pytest.approx((120 * 21.5 + 2_500) * 0.9)
    assert cost[8] == pytest.approx(120 * 21.5 * april)
    assert cost[9:14] == pytest.approx([80 * 21.5 * one for one in [0.92] * 5])
    assert not cost[14:].any()
    free = replace(CONTRACT, hour_price=0.0, transition_price=0.0)
    without = make_plan(cost_plan(outsourcing=(free,)))
    assert made()["on_costs_cost"] == pytest.approx(without["on_costs_cost"])


def test_outsourced_fte_count_beside_the_people_there_are() -> None:
    """Hours over the productive hours of an FTE close the gap, and classes are planned net."""
    plan = made()
    hours = plan["contract_h_per_fte"] * (1 - plan["shrinkage_share"][1])
    assert plan["outsourced_fte"][1] == pytest.approx([0, 120 / hours])
    assert plan["gap_fte"] == pytest.approx(
        plan["effective_fte"] + plan["outsourced_fte"] - plan["required_fte"]
    )
    own = cost_plan(outsourcing=(CONTRACT,))
    known = known_values(own, "Base")
    known = {**run(STAFFING, known), **known}
    need = hiring_case(own, (), known).required_fte[:WEEKS]
    assert need == pytest.approx(np.maximum(0, known["required_fte"] - known["outsourced_fte"]))


# laws


def test_one_site_with_plan_pay_is_no_site_at_all() -> None:
    """A row that leaves everything blank, or repeats the plan's own prices, changes no line."""
    blank = tuple(Site(name) for name in ("Manila", "Lisbon"))
    same = tuple(Site(one.name, "", 30e3, 28e3, 42e3, None, 2_400.0) for one in blank)
    for sites in (blank, same):
        same_money(plain(sites=sites), plain())


def test_a_rate_of_1_is_the_plans_own_currency() -> None:
    """Amounts in another currency at 1 cost what they cost in the plan's."""
    ones = tuple(replace(one, plan_rate=1) for one in RATES)
    own = tuple(replace(one, currency="") for one in SITES)
    contract = replace(CONTRACT, currency="")
    same_money(
        cost_plan(plan_rates=ones), cost_plan(sites=own, outsourcing=(contract,), plan_rates=())
    )


def test_awards_commute() -> None:
    """Their order in the table changes nothing."""
    first = make_plan(cost_plan())["week_cost"]
    for steps in permutations(STEPS):
        assert make_plan(cost_plan(wage_steps=steps))["week_cost"] == pytest.approx(
            first, rel=1e-13
        )


def test_an_award_of_the_table_is_worth_the_plans_own_award() -> None:
    """One row for everybody everywhere is what the pay award of the plan is."""
    day = date(2027, 4, 5)
    values = {key: value for key, value in VALUES.items() if not key.startswith("wage_step")}
    same_money(
        plain(values={**values, "wage_step_date": day, "wage_step_share": 0.03}),
        plain(values=values, wage_steps=(WageStep("", day, 0.03),)),
    )


def test_months_add_up_to_the_weeks() -> None:
    """Outsourcing, seats and pay fall into months by workdays without a rest."""
    by_month = made().assumptions.calendar.by_month
    for line in LINES:
        assert by_month(made()[line]).sum() == pytest.approx(made()[line].sum(), rel=1e-12)


@given(
    shares=st.lists(st.floats(-0.5, 1), max_size=5),
    days=st.lists(st.integers(0, 200), min_size=5, max_size=5),
)
def test_the_index_of_awards_is_the_product_of_those_in_force(
    shares: list[float], days: list[int]
) -> None:
    """Week by week, by multiplying what has begun."""
    start = FIRST
    steps = [
        WageStep(str(number), start + timedelta(days=days[number]), share)
        for number, share in enumerate(shares)
    ]
    mondays = [start + timedelta(weeks=week) for week in range(30)]
    want = [
        float(np.prod([1 + one.award_share for one in steps if one.from_date <= day]))
        for day in mondays
    ]
    assert award_index(mondays, steps, "agents").tolist() == pytest.approx(want)


def test_shared_runs_and_standing_cost_know_the_tables() -> None:
    """Runs that share steps cost the same, and a standing floor is priced at its sites."""
    total = SharedRuns(["total_cost"]).run(cost_plan())["total_cost"]
    assert total == pytest.approx(made()["total_cost"], rel=1e-12)
    heads = np.full((WEEKS, 2), 10.0)
    dear = make_plan(cost_plan(plan_rates=tuple(replace(r, plan_rate=1.0) for r in RATES)))
    assert (
        standing_cost(dear.runs["Base"], heads).sum()
        > standing_cost(made().runs["Base"], heads).sum()
    )


# compare, explain, identity


def test_a_changed_rate_is_found_and_is_the_currency_factor() -> None:
    """All of the variance of a plan at other rates is the exchange rate's."""
    rates = tuple(
        replace(one, plan_rate=one.plan_rate * 1.1) if one.name == "PHP" else one for one in RATES
    )
    found = compare(cost_plan(), cost_plan(plan_rates=rates))
    assert {one.term for one in found.differences} == {"plan_rate"}
    assert len(found.differences) == 4
    money = found.bridges["money"]
    assert list(money.parts) == ["currency"]
    assert money.parts["currency"] == pytest.approx(money.variance)


def test_tables_of_two_plans_bridge_to_the_cent() -> None:
    """A plan with sites against one without: the parts add up, though only one has rates."""
    found = compare(plain(), cost_plan())
    assert {one.term for one in found.differences} == {
        "site_name",
        "plan_rate",
        "wage_step",
        "outsourcing",
    }
    money = found.bridges["money"]
    assert sum(money.parts.values()) == pytest.approx(money.variance, abs=0.01)


def test_plans_of_two_currencies_convert_their_tables() -> None:
    """The same plan told in tenths, at a tenth of the rate, costs the same in the report."""
    own = cost_plan()
    money = {name: value * 10 for name, value in own.values.items() if _is_money(name, value)}
    tenths = replace(
        own,
        values={**own.values, **money, "currency": "TENTH"},
        sites=(
            own.sites[0],
            replace(own.sites[1], agent_salary=240e3, supervisor_salary=360e3, seat_price=30e3),
        ),
        plan_rates=tuple(replace(one, plan_rate=one.plan_rate * 10) for one in own.plan_rates),
    )
    found = compare(own, tenths, exchange_rates=(1.0, 0.1)).bridges["money"]
    assert found.old == pytest.approx(made()["total_cost"])
    assert found.variance == pytest.approx(0, abs=1e-6)


def _is_money(name: str, value: Any) -> bool:
    return name.endswith("_cost") and value is not None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("seats_cost", "Manila PHP; Lisbon"),
        ("agents_cost", "Spring +3.000% from 2027-04-01"),
        ("outsourcing_cost", "Overflow (Mail, 120 hours a week)"),
        ("site_rate", "PHP 0.016 to 0.017"),
        ("gap_fte", "outsourced_fte"),
    ],
)
def test_explain_names_the_tables_behind_a_number(name: str, says: str) -> None:
    """The tree of a line ends in the rows that it is made from."""
    assert says in str(explain(made(), name, "2027-05-10"))


def test_tables_belong_to_what_a_plan_is_known_by_only_where_they_are() -> None:
    """Every table changes the seal; empty ones leave it as it was before there were any."""
    assert not {"sites", "plan_rates", "wage_steps", "outsourcing"} & set(told(plain()))
    seals = {seal_of(plain())}
    for part, rows in (("wage_steps", STEPS), ("outsourcing", (CONTRACT,)), ("sites", SITES)):
        seals.add(seal_of(plain(**{part: rows})))
    assert len(seals) == 4


# refused


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"sites": (*SITES, Site("Porto"))},
            "site_name[2]: Site name: found Porto; allowed one of",
        ),
        ({"sites": (*SITES, Site("lisbon "))}, "it stands at site_name[1] too"),
        ({"sites": (Site("Manila", agent_salary=-1), SITES[1])}, "site_agent_salary[0]"),
        (
            {"plan_rates": RATES[:4]},
            "plan_rate[PHP,2027-05-01]: Plan rate of PHP: found nothing; allowed above 0; "
            "type the plan rate of 2027-05",
        ),
        (
            {"plan_rates": (PlanRate("PHP", date(2027, 3, 1), 0.0), *RATES[1:])},
            "found 0; allowed above 0; type the plan rate of 2027-03",
        ),
        (
            {"plan_rates": (PlanRate("PHP", date(2027, 3, 1), -2.0), *RATES[1:])},
            "found -2; allowed above 0; type the plan rate of 2027-03",
        ),
        (
            {"wage_steps": (WageStep("x", date(2029, 1, 1), 0.1),)},
            "wage_step_from_date[0]: In force from: found 2029-01-01; allowed a day of the plan; "
            "the plan runs from 2027-03-01 to 2027-06-27",
        ),
        ({"wage_steps": (WageStep("x", FIRST, 3.0),)}, "did you mean 0.03 (3 %)?"),
        ({"wage_steps": (WageStep("x", FIRST, 0.1, "all", "Rome"),)}, "allowed one of All"),
        (
            {"values": {**VALUES, "wage_step_date": date(2026, 1, 1)}},
            "wage_step_date: Pay award from: found 2026-01-01; allowed a day of the plan",
        ),
        ({"outsourcing": (replace(CONTRACT, queue="Fax"),)}, "outsourcing_queue[0]"),
        (
            {"outsourcing": (replace(CONTRACT, first_week=date(2027, 3, 9)),)},
            "outsourcing_first_week[0]: First week delivered: found 2027-03-09",
        ),
        (
            {"outsourcing": (replace(CONTRACT, first_week=date(2026, 3, 9)),)},
            "allowed a week of the plan; the plan runs from",
        ),
        (
            {"outsourcing": (replace(CONTRACT, last_week=FIRST),)},
            "Last week delivered: found 2027-03-01; allowed the first week or later",
        ),
    ],
)
def test_each_slip_is_one_line_at_its_place(changes: dict[str, Any], says: str) -> None:
    """What was found, what is allowed, what to do."""
    assert any(says in line for line in refused(**changes)), refused(**changes)


def test_a_minimum_above_the_hours_delivered_is_worth_a_look() -> None:
    """It is billed all the same."""
    from capplan.plan.checking import faults, named_place

    given_ = cost_plan(outsourcing=(replace(CONTRACT, minimum_h=150.0),))
    looks = [one for one in faults(given_, named_place) if one.severity == "look"]
    assert [one.where for one in looks] == ["outsourcing_minimum_h[0]"]
    assert make_plan(given_)["outsourcing_cost"][2] == pytest.approx(150 * 21.5 * 0.9)


def test_a_contract_without_an_end_runs_to_the_end_of_the_plan() -> None:
    """And bills its hours in the last week."""
    one = Outsourcing("", "Calls", FIRST, 10, 5)
    assert make_plan(plain(outsourcing=(one,)))["outsourcing_cost"].tolist() == [50.0] * WEEKS
