"""Leaders inside the plan: who moves where, what is owed, and that nobody is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from command import SMALL, capplan
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import example_plan

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, Scenario, TrainingClass, make_assumptions
from capplan.leaders.layers import LAYERS
from capplan.leaders.lights import inside_share
from capplan.plan import Plan, make_plan
from capplan.plan.checking import faults, named_place
from capplan.questions.leader_view import leader_view, teams_apart

MONDAY, WEEKS = date(2026, 1, 5), 60
ROWS = [
    {"queue": "Calls", "aht_s": 300.0, "opening_agents_heads": 180.0, "training_weeks": 4.0},
    {"queue": "Mail", "channel": "email", "aht_s": 420.0, "opening_agents_heads": 60.0},
]
# a growth step: 200 people reach the floor in weeks 20 and 21
STEP = tuple(
    TrainingClass(f"Calls {week}", "Calls", MONDAY + timedelta(weeks=week), 113.0)
    for week in (16, 17)
)
STAYING = {"leader_attrition_share": 0.0, "leader_failure_share": 0.0}
EXACT = {"supervisor_span_min": 12.0, "supervisor_span_max": 12.0, "supervisor_span": 12.0}
AT_ONCE = {
    f"{way}_{name}": 0.0 for way in ("internal", "external") for name in ("weeks", "ramp_weeks")
}


def given_(**values: float) -> Assumptions:
    """Two queues that grow by a step, with leaders as told."""
    volumes = np.tile([24_000.0, 4_000.0], (WEEKS, 1))
    own = {"propose_classes": "no", **values}
    return make_assumptions(MONDAY, ROWS, volumes, values=own, classes=STEP)


@cache
def planned(**values: float) -> Plan:
    """The plan of it."""
    return make_plan(given_(**values))


def heads(plan: Plan, name: str = "{}_heads") -> np.ndarray:
    """A number of every layer, weeks x layers."""
    return np.stack([plan[name.format(layer)] for layer in LAYERS], axis=1)


# laws of the plan

VALUES = st.fixed_dictionaries(
    {
        "supervisor_internal_share": st.floats(0, 1),
        "upper_internal_share": st.floats(0, 1),
        "leader_attrition_share": st.floats(0, 0.6),
        "leader_failure_share": st.floats(0, 0.4),
        "internal_weeks": st.integers(0, 8).map(float),
        "external_weeks": st.integers(0, 14).map(float),
        "ready_share": st.floats(0, 1),
    }
)


@settings(max_examples=15)
@given(values=VALUES)
def test_nobody_is_lost_between_floor_and_layers(values: dict[str, float]) -> None:
    """Agents promoted stand in a layer, those who fail on the floor: stocks hold every week."""
    plan = make_plan(given_(**values))
    promoted, back = plan["leader_promotions_heads"], plan["leader_returns_heads"]
    assert promoted.sum(axis=1) == pytest.approx(plan["leaders_from_floor_heads"], abs=1e-9)
    assert back.sum(axis=1) == pytest.approx(plan["leaders_to_floor_heads"], abs=1e-9)
    closing = plan["opening_heads"] + plan["graduates_heads"] - plan["leavers_heads"]
    assert plan["closing_agents_heads"] == pytest.approx(closing - promoted + back, abs=1e-9)
    assert plan["tenured_heads"].min() >= -1e-9
    leaders = heads(plan)
    assert np.array_equal(leaders, np.floor(leaders))
    assert (heads(plan, "effective_{}_heads") <= leaders + 1e-9).all()


@settings(max_examples=15)
@given(values=VALUES)
def test_without_promotion_nobody_leaves_the_floor(values: dict[str, float]) -> None:
    """Internal share 0 in every layer: the floor is as it was, and no starter replaces anybody."""
    none = {f"{layer}_internal_share": 0.0 for layer in ("supervisor", "manager", "upper")}
    plan = make_plan(given_(**{**values, **none}))
    assert not plan["leaders_from_floor_heads"].any()
    assert not plan["backfill_starts_heads"].any()


def test_promotions_are_shared_by_tenured_agents_and_replaced() -> None:
    """Each queue gives its part of those tenured there; starters make up for the training."""
    plan = planned()
    week = int(plan["leaders_from_floor_heads"].argmax())
    there, gone = plan["promotable_heads"][week], plan["leader_promotions_heads"][week]
    assert gone.sum() > 0
    assert gone == pytest.approx(gone.sum() * there / there.sum())
    stay = (1 - plan["weekly_dropout_share"]) ** plan["training_weeks"]
    assert plan["backfill_starts_heads"][week] == pytest.approx(gone / stay)


def test_leaders_are_there_before_the_people_they_lead() -> None:
    """On a growth step the posts are filled in the week in which the agents arrive."""
    plan = planned(**STAYING)
    step = int(np.diff(plan["floor_heads"]).argmax()) + 1
    arrived = plan["supervisors_heads"]
    assert arrived[step] >= plan["posts_supervisors_heads"][step] > arrived[0]
    assert arrived[step - 1] > arrived[0], "some take post before"
    assert plan["unfilled_supervisors_heads"][step] == 0


def test_frozen_management_owes_leaders() -> None:
    """A freeze over the step leaves teams too large and leaders owed, under its scenario only."""
    frozen = Scenario("Frozen", {"frozen_management_weeks": 52.0})
    plan = make_plan(replace(given_(), scenarios=(Scenario("Base"), frozen)))
    base, other = plan.runs["Base"], plan.runs["Frozen"]
    assert other["owed_leader_weeks"][-1] > base["owed_leader_weeks"][-1] + 100
    assert np.isin(other["supervisors_light"][25:40], ("amber", "red")).all()
    assert (base["supervisors_light"][25:40] == "OK").all()
    assert other["week_cost"][30] < base["week_cost"][30]


def test_nothing_is_owed_when_leaders_come_at_once_and_spans_are_kept() -> None:
    """No time to post, no ramp, no leaving and a band of one span: no debt in the first layer."""
    plan = planned(**EXACT, **AT_ONCE, **STAYING, ready_share=1.0)
    assert plan["debt_supervisors_heads"].max() == 0


def test_debt_by_hand() -> None:
    """Debt = people below / span - leaders in effect; spans and lights follow the same people."""
    plan = planned()
    owed = plan["floor_heads"] / 12 - plan["effective_supervisors_heads"]
    assert plan["debt_supervisors_heads"] == pytest.approx(np.maximum(owed, 0), abs=1e-9)
    below = np.where(plan["supervisors_heads"] > 8, plan["supervisors_heads"], 0)
    owed = below / 6 - plan["effective_managers_heads"]
    assert plan["debt_managers_heads"] == pytest.approx(np.maximum(owed, 0), abs=1e-9)
    total = heads(plan, "debt_{}_heads").sum(axis=1)
    assert plan["owed_leader_weeks"] == pytest.approx(np.cumsum(total))
    span = plan["span_people"]
    assert span == pytest.approx(plan["floor_heads"] / plan["supervisors_heads"])
    green = (span >= 9 - 1e-9) & (span <= 15 + 1e-9)
    assert np.array_equal(plan["supervisors_light"] == "OK", green)


def test_leaders_given_at_the_start_stay_and_are_paid() -> None:
    """Thirty team leaders where the span asks for twenty are thirty, as nobody is sent away."""
    plan = planned(opening_supervisors_heads=30.0, leader_attrition_share=0.0)
    assert plan["supervisors_heads"][0] == 30
    assert plan["required_supervisors_heads"][0] == 20
    assert plan["supervisors_cost"][0] == pytest.approx(30 * 42_000 / 52)


def test_leaders_from_outside_earn_the_premium_for_its_weeks() -> None:
    """All hired, ten weeks of premium: those hired longer ago earn the ordinary pay."""
    none = {f"{layer}_internal_share": 0.0 for layer in ("supervisor", "manager", "upper")}
    plan = planned(**none, external_premium_weeks=10.0, **STAYING)
    at_premium = heads(plan, "premium_{}_heads")
    pay = np.array([42e3, 62e3, 105e3, 150e3, 190e3, 170e3])
    assert plan["leader_premium_cost"] == pytest.approx(at_premium @ pay / 52 * 0.18)
    assert at_premium[25].sum() > 0
    assert at_premium[45, 0] == 0


def test_opening_hours_ask_for_team_leaders() -> None:
    """Two on duty in 50 open hours, 26.25 floor hours each: at least four, with 25 agents too."""
    small = [{"queue": "Calls", "aht_s": 300, "opening_agents_heads": 25}]
    on_duty = {"supervisors_on_duty": 2.0, "propose_classes": "no"}
    plan = make_plan(make_assumptions(MONDAY, small, [[2000]] * 9, values=on_duty))
    assert plan["duty_supervisors_heads"] == 4
    assert plan["required_supervisors_heads"][0] == plan["supervisors_heads"][0] == 4


def test_proposed_classes_replace_the_promoted() -> None:
    """With promotions the engine proposes more starters than with all leaders hired."""
    none = {f"{layer}_internal_share": 0.0 for layer in ("supervisor", "manager", "upper")}
    plans = [
        make_plan(
            replace(
                one,
                base_contacts=3 * one.base_contacts,
                values={**one.values, "propose_classes": "yes"},
            )
        )
        for one in (given_(**none), given_(leader_attrition_share=0.6))
    ]
    hired, promoted = (one["starts_heads"].sum() for one in plans)
    assert promoted > hired


def test_the_inside_share_needs_ten_posts() -> None:
    """Nine promotions in 26 weeks say nothing; ten of ten do."""
    posts = np.zeros(30)
    posts[5:14] = 1.0
    assert not inside_share(posts, np.zeros(30)).any()
    posts[14] = 1.0
    assert inside_share(posts, np.zeros(30))[[24, 25]].tolist() == [0.0, 1.0]


# spans that cannot be


@pytest.mark.parametrize(
    ("values", "where", "says"),
    [
        ({"supervisor_span": 0.0}, "supervisor_span", "a blank typed as 0?"),
        ({"manager_span": 1.0}, "manager_span", "a leader of one is likely a slip"),
        ({"director_span": 60.0}, "director_span", "the people of the whole site"),
        ({"supervisor_span": 8.0}, "supervisor_span_min", "lower the smallest with it"),
        ({"upper_span": 9.0}, "upper_span_max", "raise the largest with it"),
        ({"manager_span_min": 9.0}, "manager_span_min", "swapped?"),
        ({"leader_failure_share": 10.0}, "leader_failure_share", "did you mean 0.1 (10 %)?"),
    ],
)
def test_a_wrong_span_is_refused_with_its_place(
    values: dict[str, float], where: str, says: str
) -> None:
    """One line that names the value and the likely slip."""
    with pytest.raises(PlanInputError) as refused:
        make_plan(given_(**values))
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{where}: ")
    assert says in line


def test_a_scenario_may_go_beyond_the_band() -> None:
    """A span of 18 in a scenario stretches the band and is told once, as something to look at."""
    wide = Scenario("Wide", {"supervisor_span": 18.0})
    given = replace(given_(), scenarios=(Scenario("Base"), wide))
    (told,) = [one for one in faults(given, named_place) if one.severity == "look"]
    assert told.where == "supervisor_span[Wide]"
    plan = make_plan(given).in_scenario("Wide")
    assert plan["supervisors_light"][0] in ("OK", "narrow")


def test_too_many_people_for_the_layers_name_the_span() -> None:
    """Spans of 2 everywhere lead 256 people, not 440."""
    spans = {
        f"{layer}_span{end}": 2.0
        for layer in ("supervisor", "manager", "director", "upper")
        for end in ("", "_min", "_max")
    }
    with pytest.raises(PlanInputError, match=r"upper_span: Span above directors.*lead up to 256"):
        make_plan(given_(**spans))


# the view


def test_the_view_starts_with_the_plan_itself() -> None:
    """The first alternative has the plan's own leaders; hired only takes nobody off the floor."""
    plan = planned()
    view = leader_view(plan)
    own = next(one for one in view.outcomes if one.name == "plan")
    assert own.leaders_closing_heads == heads(plan)[-1].sum()
    assert own.promotions_out_heads == plan["leaders_from_floor_heads"].sum()
    hired = next(one for one in view.outcomes if one.name == "all hired")
    assert hired.promotions_out_heads == 0
    assert view.debts[0].owed_weeks == plan["debt_supervisors_heads"].sum()


def test_teams_apart_never_need_fewer_leaders() -> None:
    """Keeping teams within queues or sites costs leaders, and the view says how many and what."""
    known = example_plan("enterprise").runs["Base"]
    by_queue, by_site = teams_apart(known)
    agents = known["closing_agents_heads"][-1] + known["leavers_heads"][-1]
    span = known["supervisor_span"]
    assert by_queue.pooled_heads == by_site.pooled_heads == -(-agents.sum() // span)
    assert by_queue.apart_heads == sum(-(-one // span) for one in agents)
    assert by_queue.pooled_heads <= by_site.apart_heads <= by_queue.apart_heads
    pay = known["supervisor_salary_cost"] * (1 + known["burden_share"])
    extra = by_queue.apart_heads - by_queue.pooled_heads
    assert by_queue.extra_cost == pytest.approx(extra * pay)


def test_explain_management(tmp_path: Path) -> None:
    """The command prints alternatives, debt and roles due; the same as JSON, by scenario."""
    book = tmp_path / "plan.xlsx"
    assert capplan("new", book, *SMALL, cwd=tmp_path).returncode == 0
    done = capplan("explain", book, "management", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Management under ")
    assert [line.split("  ")[1] for line in lines[2:6]] == [
        "plan",
        "frozen 26 weeks",
        "all promoted",
        "all hired",
    ]
    assert any(line.startswith("  Team leaders: ") for line in lines)
    assert any(line.startswith("  apart by site: ") for line in lines)
    answer = json.loads(capplan("explain", book, "management", "--json", cwd=tmp_path).stdout)
    assert [one["name"] for one in answer["management"]["alternatives"]][-1] == "span 15"
    assert {one["layer"] for one in answer["management"]["debt"]} >= {"supervisors"}
