"""The variance bridge between two plans: exact sums, and a bar only for what differs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from bridged_plans import CALLS, CHANGES, CLASSES, MAIL, START, VALUES, WEEKS, assumptions, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Event, Scenario, TrainingClass, make_assumptions
from capplan.plan import make_plan
from capplan.questions.bridge import MEASURES, Bridge, bridge
from capplan.questions.factors import FACTORS, factor_of
from capplan.questions.mixing import IN_FORCE, Between, Side
from capplan.questions.shapley import Moved, shapley
from capplan.vocabulary import terms


def part_sum(found: Bridge) -> float:
    """What the bars add up to."""
    return sum(found.parts.values())


@pytest.mark.parametrize("name", CHANGES)
def test_one_change_is_one_bar(name: str) -> None:
    """A change in one factor is that factor's bar and the whole variance, in money and heads."""
    found = bridge(plan(), plan(name), ("money", "heads", "fte"))
    for measure, one in found.items():
        assert list(one.parts) == [name], measure
        assert one.parts[name] == pytest.approx(one.variance, abs=1e-6)
    assert found["money"].old == plan()["total_cost"]
    assert found["money"].new == plan(name)["total_cost"]
    assert found["money"].variance != 0 or name == "service"


@given(
    old=st.sets(st.sampled_from(sorted(CHANGES)), max_size=2),
    new=st.sets(st.sampled_from(sorted(CHANGES)), max_size=2),
)
@settings(max_examples=15)
def test_bars_add_up_to_the_variance_of_any_two_plans(old: set[str], new: set[str]) -> None:
    """In every pair the bars are exactly the variance, and only what differs has one."""
    first, second = plan(*sorted(old)), plan(*sorted(new))
    for measure, one in bridge(first, second).items():
        assert part_sum(one) == pytest.approx(one.variance, abs=1e-6 * abs(one.old))
        assert set(one.parts) == old ^ new, measure


def test_bars_are_those_of_separately_made_plans() -> None:
    """Another route: every combination planned by itself from the start, and averaged by hand."""
    names = ("volume", "aht", "pay")

    def value(moved: Moved) -> float:
        return float(plan(*(name for name in names if name in moved))["total_cost"])

    want = shapley(names, value)
    found = bridge(plan(), plan(*names))["money"]
    for name in names:
        assert found.parts[name] == pytest.approx(float(want[name]), abs=1e-6)


def test_a_prescribed_order_is_kept() -> None:
    """One after another as listed; a factor that is not listed comes last."""
    found = bridge(plan(), plan("volume", "pay", "span"), order=("pay", "volume"))["money"]
    assert found.method == "one after another: pay, volume, span"
    assert found.parts["pay"] == pytest.approx(
        plan("pay")["total_cost"] - plan()["total_cost"], abs=1e-6
    )
    assert part_sum(found) == pytest.approx(found.variance, abs=1e-6)


def test_more_factors_than_are_taken_in_full() -> None:
    """Balanced orders say how many they are, sum exactly, and come near all orders."""
    names = ("volume", "attrition", "span", "pay")
    few = bridge(plan(), plan(*names), most_full=2)["money"]
    full = bridge(plan(), plan(*names))["money"]
    assert few.method == "average over 8 balanced orders of 4 factors"
    assert full.method == "average over all orders of 4 factors"
    assert part_sum(few) == pytest.approx(few.variance, abs=1e-6)
    for name in names:
        assert few.parts[name] == pytest.approx(full.parts[name], abs=0.05 * abs(few.variance))


def test_scenarios_of_one_plan() -> None:
    """Two scenarios share their classes; what they override are the factors."""
    scenarios = (
        Scenario("Base"),
        Scenario("More", {"volume_change_share": 0.1, "annual_attrition_share": 0.5}),
        Scenario("Span", {"supervisor_span": 8.0}),
    )
    made = make_plan(assumptions(scenarios=scenarios))
    for old, new, want in (
        ("Base", "More", {"volume", "attrition"}),
        ("More", "Span", {"volume", "attrition", "span"}),
        ("Span", "Span", set()),
    ):
        found = bridge(made.in_scenario(old), made.in_scenario(new))
        for one in found.values():
            assert set(one.parts) == want
            assert part_sum(one) == pytest.approx(one.variance, abs=1e-6)
        assert found["money"].variance == pytest.approx(
            made.value("total_cost", new) - made.value("total_cost", old), abs=1e-6
        )


def test_engine_classes_are_a_consequence() -> None:
    """Proposed classes differ between the plans, yet only volume has a bar."""
    old, new = plan(), plan("volume")
    assert old.assumptions.classes != new.assumptions.classes
    assert list(bridge(old, new)["money"].parts) == ["volume"]


def test_optimised_classes_are_kept_and_count_as_hiring() -> None:
    """A hiring plan that no plain run makes anew is the factor hires."""
    kept = (TrainingClass("Found", "Calls", START, 4.0, "optimised"), *CLASSES)
    found = bridge(plan(), make_plan(assumptions(classes=kept)))["money"]
    assert list(found.parts) == ["hires"]


def test_a_queue_that_only_one_plan_has() -> None:
    """A new queue is its contacts, their mix and its people; the sum stays exact."""
    old = make_plan(make_assumptions(START, [CALLS], [[2000]] * WEEKS))
    chat = {"queue": "Chat", "channel": "chat", "aht_s": 500, "opening_agents_heads": 3}
    new = make_plan(make_assumptions(START, [chat, CALLS], [[100, 2000]] * WEEKS))
    for first, second in ((old, new), (new, old)):
        for one in bridge(first, second).values():
            assert part_sum(one) == pytest.approx(one.variance, abs=1e-6)
            assert (
                {"volume", "mix", "hires"} <= set(one.parts) <= {"volume", "mix", "hires", "other"}
            )
        assert bridge(first, second)["money"].new == pytest.approx(second["total_cost"])


def test_queues_in_another_order() -> None:
    """The same queues listed otherwise: nothing differs but what the order does to classes."""
    rows, contacts = [dict(CALLS), dict(MAIL)], [[2000, 400]] * WEEKS
    old = make_plan(make_assumptions(START, rows, contacts))
    new = make_plan(make_assumptions(START, rows[::-1], [week[::-1] for week in contacts]))
    one = bridge(old, new)["money"]
    assert set(one.parts) <= {"other"}
    assert part_sum(one) == pytest.approx(one.variance, abs=1e-6)


def test_other_weeks_are_other() -> None:
    """Plans over different weeks: the weeks and what stands in them move as one."""
    later = START + timedelta(weeks=4)
    old = make_assumptions(START, [CALLS], [[2000]] * WEEKS)
    pay = {"agent_salary_cost": 33_000}
    new = make_assumptions(later, [CALLS], [[2100]] * (WEEKS + 3), values=pay)
    one = bridge(make_plan(old), make_plan(new))["money"]
    assert set(one.parts) == {"pay", "other"}
    assert part_sum(one) == pytest.approx(one.variance, abs=1e-6)


def test_events_and_weeks_without_contacts() -> None:
    """Closed weeks have no mix; events are volume; the corners are the plans themselves."""
    contacts = np.array([[2000.0, 400.0]] * WEEKS)
    closed = contacts.copy()
    closed[5] = 0
    holiday = Event("Closed", "All", START, START, -0.2)
    old = make_assumptions(START, [CALLS, MAIL], closed)
    new = make_assumptions(START, [CALLS, MAIL], contacts * [1.1, 1.0], events=(holiday,))
    between = Between(Side(old, "Base"), Side(new, "Base"))
    assert between.factors == ("volume", "mix")
    for moved, want in ((frozenset[str](), old), (frozenset(between.factors), new)):
        assert (between.mixed(moved).base_contacts == want.base_contacts).all()
        assert between.mixed(moved).events == want.events
    both = between.mixed(frozenset({"volume"})).base_contacts
    assert both.sum(axis=1) == pytest.approx(new.base_contacts.sum(axis=1))
    assert both[0, 0] / both[0, 1] == pytest.approx(5.0)


# money in two currencies


def test_an_exchange_rate_is_a_bar_of_its_own() -> None:
    """The same plan at another rate: all of it is the exchange rate; heads do not move."""
    found = bridge(plan(), plan(), exchange_rates=(1.0, 1.1))
    assert found["money"].parts == pytest.approx({"currency": 0.1 * plan()["total_cost"]})
    assert found["heads"].parts == {"currency": 0.0}


def test_a_rate_and_pay_together() -> None:
    """Pay at a mean rate, the rate on mean pay: two factors share what comes of both."""
    old, new = plan()["total_cost"], plan("pay")["total_cost"]
    found = bridge(plan(), plan("pay"), exchange_rates=(2.0, 2.5))["money"]
    assert found.variance == pytest.approx(2.5 * new - 2.0 * old)
    assert found.parts["pay"] == pytest.approx((new - old) * 2.25)
    assert found.parts["currency"] == pytest.approx(0.5 * (new + old) / 2)


def test_two_currencies_need_rates() -> None:
    """Amounts in two currencies are refused without rates, and compared in the report's with."""
    pounds = make_plan(assumptions(values={**VALUES, "currency": "GBP"}))
    with pytest.raises(PlanInputError, match="what one USD and one GBP are worth"):
        bridge(plan(), pounds)
    found = bridge(plan(), pounds, exchange_rates=(1.0, 1.25))["money"]
    assert found.parts == pytest.approx({"pay": 0.25 * plan()["total_cost"]})
    with pytest.raises(PlanInputError, match="found 0; allowed above 0"):
        bridge(plan(), plan(), exchange_rates=(1.0, 0.0))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"measures": ("cost",)}, "found cost; allowed one or more of money, heads, fte"),
        ({"measures": ()}, "found none"),
        ({"order": ("wage",)}, "found wage; allowed factors: volume"),
    ],
)
def test_unknown_names_are_refused(options: dict[str, Any], says: str) -> None:
    """One line that names what is allowed."""
    with pytest.raises(PlanInputError, match=says):
        bridge(plan(), plan(), **options)


def test_a_bridge_as_plain_data() -> None:
    """Names, ends, variance and parts."""
    data = bridge(plan(), plan("pay"))["money"].as_dict()
    assert data["label"] == MEASURES["money"].label
    assert data["variance"] == data["new"] - data["old"] == pytest.approx(data["parts"]["pay"])
    assert data["method"] == "average over all orders of 1 factor"


# factors


def test_every_assumption_has_a_factor() -> None:
    """Each term of a plan belongs to one factor that a bridge knows."""
    for row in terms("assumption"):
        assert factor_of(row.name) in FACTORS
    assert {factor_of(row.name) for row in terms("assumption", "budget", "plan")} == {"pay"}
    assert factor_of("no such term") == "other"


def test_a_mix_in_force() -> None:
    """A term that a scenario overrides moves with its factor in base and scenario alike."""
    scenario = Scenario("More", {"annual_attrition_share": 0.6})
    old = assumptions(scenarios=(Scenario("Base"), scenario))
    new = assumptions("attrition")
    between = Between(Side(old, "More"), Side(new, "Base"))
    assert between.factors == ("attrition",)
    for moved, base, force in (((), 0.4, 0.6), (("attrition",), 0.5, 0.5)):
        mixed = between.mixed(frozenset(moved))
        assert mixed.values["annual_attrition_share"] == base
        assert mixed.in_scenario(IN_FORCE)["annual_attrition_share"] == force
