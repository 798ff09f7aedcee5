"""Pay beyond the base in prices of people, in what is refused, and in what is explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from extra_pay_plans import MONDAY, OF_RATE, PAY, RATES, WEEKS, assumed, plain

from capplan.errors import PlanInputError
from capplan.hiring.case import hiring_case
from capplan.inputs.assumptions import Assumptions, Move, frozen
from capplan.people.moves import LEAVER, SEVERANCE
from capplan.plan import make_plan
from capplan.plan.checking import faults, named_place
from capplan.plan.flow import known_values
from capplan.plan.standing import agent_year_cost, standing_cost
from capplan.questions.explain import explain
from capplan.questions.leader_view import leader_view
from capplan.questions.tradeoff import trade_offs

# what an agent costs


def test_a_standing_agent_comes_with_premiums_incentive_and_bonus() -> None:
    """Half an FTE at 26,000 a year: 17.5 % + 6 % + 10 % on top, on-costs on all of it."""
    values: dict[str, Any] = {name: RATES[name] for name in OF_RATE if name != "severance_weeks"}
    bare, full = plain(), make_plan(assumed(**values, language=0.05))
    dearer = agent_year_cost(full.runs["Base"], 0) - agent_year_cost(bare.runs["Base"], 0)
    assert dearer == pytest.approx(26_000 * (0.175 + 0.06 + 0.1) * 1.22)
    heads = np.full((WEEKS, 2), 20.0)
    cost = [standing_cost(one.runs["Base"], heads) for one in (bare, full)]
    premiums = 20 * 500 * (0.175 + 0.06) + 20 * 1_000 * 0.06
    assert (cost[1] - cost[0])[:8] == pytest.approx([premiums * 1.22] * 8)


def test_a_standing_number_of_agents_has_no_severance_and_no_time_off() -> None:
    """What happens once in the plan is no price of a level."""
    moves = (Move("a", SEVERANCE, "Calls", MONDAY, 6),)
    once: dict[str, Any] = {"severance_weeks": 8.0, "vto_cap_share": 0.05}
    heads = np.full((WEEKS, 2), 20.0)
    with_them = standing_cost(make_plan(assumed(moves=moves, **once)).runs["Base"], heads)
    assert with_them.tolist() == standing_cost(plain().runs["Base"], heads).tolist()


def test_the_optimiser_pays_the_same_prices() -> None:
    """A week of an agent is base pay with everything on top, on-costs and seat; time off saves."""
    found = assumed(**RATES, language=0.05, vto_pay_share=0.2)
    case = hiring_case(found, (), known_of(found))
    wage = 1_000 * (1 + 0.175 + 0.06 + 0.1) * 1.22 + 2_400 / 52
    assert case.prices.wage_cost[:, 0] == pytest.approx(wage)
    assert case.prices.time_off_cap_share[0, 0] == 0.05
    saved = case.prices.time_off_saving_share * case.prices.wage_cost
    assert saved == pytest.approx(1_000 * 1.22 * 0.8)
    assert not hiring_case(assumed(), (), known_of(assumed())).prices.time_off_saving_share.any()


def test_time_off_never_saves_more_than_overtime_costs() -> None:
    """Cheap overtime without on-costs caps the saving, so that nobody is sent home for it."""
    found = assumed(vto_cap_share=0.05, overtime_burden_share=0.0, overtime_multiple=1.0)
    prices = hiring_case(found, (), known_of(found)).prices
    assert prices.time_off_saving_share * prices.wage_cost == pytest.approx(1_000)


def known_of(found: Assumptions) -> dict[str, Any]:
    """What the hiring case is made from."""
    return {**make_plan(found).runs["Base"], **known_values(found, "Base")}


def test_a_position_of_a_trade_off_costs_the_same_on_top() -> None:
    """17.5 % premiums, 6 % incentive and 10 % bonus more pay than without, seats left alone."""
    costs = []
    tried: tuple[dict[str, Any], ...] = ({}, {**RATES, "language": 0.05})
    for rates in tried:
        busy = assumed(**rates)
        busy = replace(busy, base_contacts=frozen(busy.base_contacts * 100))
        (table,) = trade_offs(make_plan(busy), "peak_agents", queue="Calls")
        costs.append(table.found.position_week_cost)
    seats = costs[0] * 2_400 * 2 / (PAY * 1.22 + 2_400 * 2)
    assert costs[1] - seats == pytest.approx((costs[0] - seats) * 1.335)


def test_leaders_side_by_side_are_paid_their_bonus() -> None:
    """Other choices of management cost 10 % more pay where 10 % bonus is paid."""
    bare, full = (leader_view(make_plan(assumed(bonus_share=one))) for one in (0.0, 0.1))
    for plain_one, dearer in zip(bare.outcomes, full.outcomes, strict=True):
        assert plain_one.pay_cost > 0
        assert dearer.pay_cost == pytest.approx(plain_one.pay_cost * 1.1)


# what is refused, and explained


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("bonus_month", 13.0, "1 to 12"),
        ("bonus_month", 2.5, "only whole numbers"),
        ("night_premium_share", 25.0, "did you mean 0.25 (25 %)?"),
        ("weekend_premium_share", -0.1, "0 to 2"),
        ("incentive_share", 3.0, "0 to 2"),
        ("vto_cap_share", 5.0, "did you mean 0.05 (5 %)?"),
        ("vto_pay_share", 1.5, "0 to 1"),
        ("severance_weeks", -1.0, "0 to 104"),
        ("overtime_burden_share", 22.0, "did you mean 0.22 (22 %)?"),
        ("night_from_h", 25.0, "0 to 24"),
        ("agent_salary_cost", -1.0, "0 to 5,000,000"),
    ],
)
def test_values_out_of_range_are_refused(name: str, value: float, says: str) -> None:
    """One line with the place, the value found and what is allowed."""
    given_: dict[str, Any] = {name: value}
    (issue,) = faults(assumed(**given_), named_place)
    assert issue.where == name
    assert says in str(issue)
    assert len(str(issue)) <= 255


def test_a_premium_of_a_language_stands_in_its_queue() -> None:
    """The fault names the queue's cell."""
    (issue,) = faults(assumed(language=5.0), named_place)
    assert issue.where == "language_premium_share[0]"
    assert "did you mean 0.05 (5 %)?" in str(issue)


def test_a_night_without_hours_is_refused_where_it_is_paid() -> None:
    """From six to six is no night, and only matters with a premium."""
    night: dict[str, Any] = {"night_from_h": 6.0, "night_to_h": 6.0}
    assert faults(assumed(**night), named_place) == []
    (issue,) = faults(assumed(**night, night_premium_share=0.25), named_place)
    assert issue.where == "night_to_h"


def test_more_people_asked_to_leave_than_there_are() -> None:
    """The move, its cell, and how many there are; a free severance is only remarked."""
    many = Move("a", SEVERANCE, "Calls", MONDAY, 41)
    with pytest.raises(PlanInputError, match=r"move_heads\[0\].*up to 40\.0, the tenured agents"):
        make_plan(assumed(moves=(many,), severance_weeks=8.0))
    (issue,) = faults(assumed(moves=(replace(many, heads=5.0),)), named_place)
    assert (issue.where, issue.severity) == ("severance_weeks", "look")


def test_severance_after_a_leaver_finds_who_is_left() -> None:
    """Both kinds draw on the same people, counted once."""
    moves = (Move("a", LEAVER, "Calls", MONDAY, 30), Move("b", SEVERANCE, "Calls", MONDAY, 11))
    with pytest.raises(PlanInputError, match=r"move_heads\[1\].*up to 10\.0"):
        make_plan(assumed(moves=moves, severance_weeks=8.0))


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("bonus_cost", "base_pay_cost"),
        ("premiums_cost", "premium_pay_cost"),
        ("premium_share", "night_share"),
        ("severance_cost", "severance_pay_cost"),
        ("vto_fte", "gap_fte"),
        ("productive_h", "effective_fte"),
        ("productive_year_h", "paid_year_h"),
    ],
)
def test_each_line_can_be_explained(name: str, needs: str) -> None:
    """The tree of a line names what it is made from."""
    tree = explain(plain(), name)
    assert tree.formula
    assert needs in [one.term for one in tree.needs]
