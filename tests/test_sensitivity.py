"""A little more or less of each assumption: what it does, and which does most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from bridged_plans import assumptions, plan
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import example_plan

from capplan import erlang
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, Scenario, make_assumptions
from capplan.plan import make_plan
from capplan.questions.bridge import bridge
from capplan.questions.drivers import Driver, drivers
from capplan.questions.sensitivity import (
    Swing,
    one_agent,
    one_at_a_time,
    one_point,
    swings,
    tornado,
    tornado_lines,
)
from capplan.vocabulary import term

CASE = example("EX11")


def driver(name: str) -> Driver:
    """The driver that moves a term."""
    return next(one for one in drivers() if one.term == name)


def swing(name: str, relative: float = 0.10, points: float = 0.01) -> Swing:
    """What a driver does to the small plan."""
    return swings(plan(), [driver(name)], relative=relative, points=points)[0]


def cost(given_: Assumptions) -> float:
    """The cost of a plan made by itself."""
    return float(make_plan(given_)["total_cost"])


# one input at a time


def ex11(values: Mapping[str, float]) -> float:
    """The cost model of the worked example, written from its description."""
    inputs = CASE["inputs"]
    hours = values["volume"] * values["aht"] / 3600 / inputs["occupancy"]
    fte = hours / (1 - values["shrinkage"]) / inputs["hours_per_fte_year"]
    wages = fte * inputs["hours_per_fte_year"] * values["wage"] * (1 + inputs["burden"])
    hires = fte * values["attrition"] / inputs["training_survival"]
    return float(wages + hires * inputs["cost_per_start"])


def test_ex11_tornado_is_as_published() -> None:
    """Ten percent of each input of the worked example, both ways, to the cent."""
    found = one_at_a_time(ex11, CASE["inputs"]["budget"])
    for name, want in CASE["expected"]["tornado"].items():
        assert found[name] == pytest.approx((want["minus10"], want["plus10"]), abs=0.01)


@given(sizes=st.lists(st.floats(-100, 100), min_size=1, max_size=5), part=st.floats(0.01, 0.5))
def test_a_sum_moves_by_its_parts(sizes: list[float], part: float) -> None:
    """In a sum each input moves the value by just its own step, both ways alike."""
    inputs = {str(number): size for number, size in enumerate(sizes)}
    found = one_at_a_time(lambda values: sum(values.values()), inputs, part)
    for name, size in inputs.items():
        assert found[name] == pytest.approx((-size * part, size * part), abs=1e-9)


# drivers


@pytest.mark.parametrize(
    ("name", "step", "up"),
    [
        ("volume_change_share", "10 %", {"volume_change_share": 0.1}),
        ("agent_salary_cost", "10 %", {"agent_salary_cost": 33_000}),
        ("burden_share", "1 point", {"burden_share": 0.23}),
        ("training_rooms", "1 room", {"training_rooms": 5}),
        ("supervisor_span", "10 %", {"supervisor_span": 13.2}),
    ],
)
def test_a_plain_run_with_the_step_typed_in_agrees(
    name: str, step: str, up: dict[str, float]
) -> None:
    """Another route: the plan made by itself with the value typed over."""
    found = swing(name)
    typed = replace(assumptions(), values={**assumptions().values, **up})
    assert found.step == step
    assert found.plus is not None
    assert found.plus["money"] == pytest.approx(cost(typed) - cost(assumptions()), abs=1e-6)


def test_pay_is_a_straight_line() -> None:
    """Ten percent of agents' pay is ten percent of that line and its on-costs, either way."""
    want = 0.1 * plan()["agents_cost"].sum() * 1.22 + 0.1 * plan()["overtime_cost"].sum() * 1.22
    found = swing("agent_salary_cost")
    assert found.minus is not None
    assert found.plus is not None
    assert found.plus["money"] == pytest.approx(want)
    assert found.minus["money"] == pytest.approx(-want)
    assert found.plus["heads"] == 0


def test_a_queue_driver_moves_every_queue_that_has_it() -> None:
    """Service level moves where it is a target; a target that is off stays off."""
    rows = [
        {"queue": "A", "aht_s": 300, "patience_s": 100},
        {"queue": "B", "aht_s": 300, "service_level_share": 0},
        {"queue": "C", "aht_s": 300, "channel": "chat", "max_concurrency": 2},
    ]
    given_ = make_assumptions(date(2026, 1, 5), rows, [[100, 100, 100]])
    for name, want in (
        ("service_level_share", [0.81, 0, 0.81]),
        ("patience_s", [110, np.nan, np.nan]),
        ("max_concurrency", [1, 1, 3]),
    ):
        moved = driver(name).moved(given_, 1)
        assert moved is not None
        assert moved.queues[name] == pytest.approx(np.array(want), nan_ok=True)
    assert driver("max_asa_s").moved(given_, 1) is None


@given(name=st.sampled_from([one.term for one in drivers()]), up=st.booleans())
@settings(max_examples=150)
def test_a_step_stays_within_what_is_allowed(name: str, up: bool) -> None:
    """A driver moves its own term and nothing else, within the limits, or not at all."""
    given_ = assumptions(scenarios=(Scenario("Base"), Scenario("More", {"burden_share": 2.0})))
    moved = driver(name).moved(given_, 1 if up else -1)
    if moved is None:
        return
    row = term(name)
    for part in ("base_contacts", "profile_share", "classes", "events"):
        assert getattr(moved, part) is getattr(given_, part)
    assert {n for n in given_.values if moved.values[n] != given_.values[n]} <= {name}
    values = moved.queues.get(name, moved.values.get(name, moved.proficiency_share))
    seen = np.asarray(values, dtype=float)[~np.isnan(np.asarray(values, dtype=float))]
    assert (seen >= -np.inf if row.low is None else seen >= row.low).all()
    assert (seen <= np.inf if row.high is None else seen <= row.high).all()


def test_a_step_that_is_not_allowed_is_none() -> None:
    """No on-costs cannot be a point less; a scenario at the limit holds the driver back."""
    none = replace(assumptions(), values={**assumptions().values, "burden_share": 0.0})
    assert driver("burden_share").moved(none, -1) is None
    assert driver("burden_share").moved(none, 1) is not None
    most = assumptions(scenarios=(Scenario("Base"), Scenario("More", {"wage_step_share": 1.0})))
    assert driver("wage_step_share").moved(most, 1) is None
    made = make_plan(none)
    found = swings(made, [driver("burden_share")])[0]
    assert found.minus is None
    assert "-" in list(tornado_lines([found], "money", "USD"))[-1]


def test_the_live_scenario_is_what_moves() -> None:
    """An overridden value takes the step from its override."""
    more = Scenario("More", {"volume_change_share": 0.2})
    made = make_plan(assumptions(scenarios=(Scenario("Base"), more)), "More")
    up = driver("volume_change_share").moved(made.assumptions, 1)
    assert up is not None
    assert up.in_scenario("More")["volume_change_share"] == pytest.approx(1.2 * 1.1 - 1)
    found = swings(made, [driver("volume_change_share")])[0]
    assert found.plus is not None
    want = make_plan(up, "More")["total_cost"] - made["total_cost"]
    assert found.plus["money"] == pytest.approx(want, abs=1e-6)


# the tornado


@cache
def strongest() -> list[Swing]:
    """The small plan's tornado."""
    return tornado(plan())


def test_the_strongest_come_first() -> None:
    """Ten, in order, each of which moves the cost; volume and pay are among them."""
    sizes = [one.size("money") for one in strongest()]
    assert len(sizes) == 10
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0
    assert {"volume_change_share", "agent_salary_cost"} <= {one.driver.term for one in strongest()}
    assert len(tornado(plan(), top=3)) == 3


def test_a_tornado_says_what_a_bridge_says() -> None:
    """A step of one driver is the bridge's bar for that change."""
    moved = driver("volume_change_share").moved(assumptions(), 1)
    assert moved is not None
    bar = bridge(plan(), make_plan(moved))["money"].parts["volume"]
    found = next(one for one in strongest() if one.driver.term == "volume_change_share")
    assert found.plus is not None
    assert found.plus["money"] == pytest.approx(bar, abs=1e-6)


def test_the_tornado_as_text_and_data() -> None:
    """A driver a line; names, step and both sides."""
    lines = list(tornado_lines(strongest(), "money", "USD"))
    assert len(lines) == 12
    assert lines[0] == "Total cost, USD: one driver at a time"
    data = strongest()[0].as_dict()
    assert data["label"] in lines[2]
    assert set(data) == {"term", "label", "step", "minus", "plus"}


def test_unknown_measures_are_refused() -> None:
    """One line that names what there is."""
    with pytest.raises(PlanInputError, match="found cost; allowed one or more of money"):
        tornado(plan(), "cost")


# one point, one agent


def test_one_point_of_shrinkage_is_people() -> None:
    """One point of shrinkage asks for need x 0.01 / (1 - shrinkage - 0.01) more FTE, by hand."""
    found = {one.driver.term: one for one in one_point(plan())}
    required = plan()["required_fte"].sum(axis=1).mean()
    more = found["shrinkage_change_share"].plus
    assert more is not None
    share = plan()["shrinkage_share"][0]
    assert more["fte"] == pytest.approx(required * 0.01 / (1 - share - 0.01))
    assert found["volume_change_share"].step == "1 %"
    assert found["service_level_share"].step == "1 point"


def test_one_agent_more_or_fewer() -> None:
    """Each queue's busiest week: service rises and backlog falls with every agent, at one price."""
    rows = one_agent(example_plan("growth"))
    assert [row.difference_heads for row in rows] == [-1, 0, 1] * 3
    for fewer, need, more in (rows[start : start + 3] for start in (0, 3, 6)):
        assert more.heads - need.heads == need.heads - fewer.heads == 1
        assert more.year_cost == -fewer.year_cost > 0
        assert need.year_cost == 0
        if need.service_level_share is None:
            assert fewer.backlog_h is not None
            assert more.backlog_h is not None
            assert fewer.backlog_h >= (need.backlog_h or 0) >= more.backlog_h
        else:
            assert (fewer.service_level_share or 0) < need.service_level_share
            assert need.service_level_share < (more.service_level_share or 0)


def test_one_agent_is_the_week_with_one_agent_more() -> None:
    """Another route: the week's intervals with their staff scaled to one agent more."""
    made = plan()
    row = one_agent(made, date(2026, 1, 12))[2]
    contacts = made["contacts"][1, 0] * np.full(100, 0.01)
    need = np.asarray(erlang.agents(contacts, 300, 0.8, 20, 1800, 180))
    scale = (made["required_heads"][1, 0] + 1) / made["required_fte"][1, 0]
    want = erlang.week_outcome(need * scale, contacts, 300, 20, 1800, 180)
    assert row.service_level_share == pytest.approx(want.service_level, abs=1e-9)
    assert row.asa_s == pytest.approx(want.asa_s, abs=1e-6)
    with pytest.raises(PlanInputError, match="allowed a Monday of the plan"):
        one_agent(made, date(2026, 1, 13))
