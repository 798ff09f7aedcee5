"""Teams that stay within a site or a queue: laws of the rounding, and the plan's own numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import example_plan

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, make_assumptions
from capplan.leaders.groups import TeamRules, team_groups
from capplan.leaders.layers import LAYERS
from capplan.leaders.movement import Structure, movement
from capplan.leaders.movement.apart import TeamGroups, apart_posts, rounded_apart
from capplan.leaders.movement.band import follow_band
from capplan.plan import Plan, make_plan
from capplan.plan.standing import standing_cost
from capplan.questions.leader_view import leader_view, teams_apart
from capplan.staffing.rounding import round_up

MONDAY, WEEKS = date(2026, 1, 5), 30
HEADS = st.lists(st.integers(0, 120).map(float), min_size=1, max_size=6)
SPANS = st.integers(2, 20).map(float)
LEAST = st.integers(1, 50).map(float)
# four queues on two sites; one of them is too small for a team
QUEUES = [
    {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 61, "site": "Leeds"},
    {"queue": "Mail", "aht_s": 300, "opening_agents_heads": 25, "site": "York"},
    {"queue": "Chat", "aht_s": 300, "opening_agents_heads": 13, "site": "leeds "},
    {"queue": "Post", "aht_s": 300, "opening_agents_heads": 4, "site": "York"},
]
STILL = {
    "propose_classes": "no",
    "annual_attrition_share": 0.0,
    "leader_attrition_share": 0.0,
    "leader_failure_share": 0.0,
}


def given_(*order: int, **values: float | str) -> Assumptions:
    """Four queues on two sites, without anybody leaving, in some order."""
    rows = [QUEUES[place] for place in order or range(4)]
    return make_assumptions(MONDAY, rows, np.full((WEEKS, 4), 900.0), values=STILL | values)


def leaders(plan: Plan, name: str) -> list[float]:
    """A weekly number of the first and the last week."""
    return [float(plan[name][week]) for week in (0, -1)]


# laws of the rounding


@given(HEADS, SPANS, LEAST)
def test_apart_never_needs_fewer_than_pooled(heads: list[float], span: float, least: float) -> None:
    """Rounding up in groups costs at most one leader a group, and never saves one."""
    groups = np.array([heads])
    apart, pooled = rounded_apart(groups, span, least)[0], round_up(sum(heads) / span)
    assert pooled <= apart <= pooled + len(heads)


@given(st.integers(0, 500).map(float), SPANS, LEAST)
def test_one_group_is_pooled(heads: float, span: float, least: float) -> None:
    """With one group there is nothing to keep apart, whatever the minimum."""
    assert rounded_apart(np.array([[heads]]), span, least)[0] == round_up(heads / span)


@given(HEADS, SPANS, LEAST)
def test_need_is_the_sum_over_groups(heads: list[float], span: float, least: float) -> None:
    """People by people: every large group for itself, the small ones as one more group."""
    small = sum(one for one in heads if one < least)
    own = sum(-(-one // span) for one in heads if one >= least)
    assert rounded_apart(np.array([heads]), span, least)[0] == own + -(-small // span)


PATHS = st.lists(st.lists(st.integers(0, 60), min_size=9, max_size=9), min_size=2, max_size=4)


def posts(paths: list[list[int]], opening: float, least: float, patience: int = 3) -> np.ndarray:
    """Posts of groups by week, spans of 12 with a band of 9 to 15."""
    groups = TeamGroups(np.array(paths, dtype=float).T, least)
    bands = (np.array([9.0]), np.array([12.0]), np.array([15.0]))
    return apart_posts(groups, bands, np.array([opening]), patience)[:, 0]


@settings(max_examples=40)
@given(PATHS, st.integers(0, 20), st.integers(1, 30), st.randoms(use_true_random=False))
def test_the_order_of_the_groups_does_not_matter(
    paths: list[list[int]], opening: int, least: int, random: object
) -> None:
    """Leaders at the start are spread by need, ties by people: any order gives the same posts."""
    turned = paths[::-1]
    assert posts(paths, opening, least).tolist() == posts(turned, opening, least).tolist()
    assert (
        posts(paths, opening, least).tolist()
        == posts([*paths[1:], paths[0]], opening, least).tolist()
    )


@settings(max_examples=40)
@given(PATHS)
def test_each_group_keeps_its_own_band(paths: list[list[int]]) -> None:
    """Groups that are always large enough: the sum of what each would do alone."""
    large = [[20 + people for people in path] for path in paths]
    start = [round_up(path[0] / 12.0) for path in large]
    alone = [
        follow_band(np.array(path, dtype=float)[:, None], 9.0, 12.0, 15.0, np.array([one]), 3)
        for path, one in zip(large, start, strict=True)
    ]
    assert posts(large, sum(start), 6).tolist() == np.sum(alone, axis=0)[:, 0].tolist()


def test_a_group_that_shrinks_gives_up_its_leader_to_the_small_ones() -> None:
    """Below six for three weeks the group joins the others: one leader for both, at once."""
    assert posts([[7, 7, 5, 5, 5, 5, 5, 5, 5], [4] * 9], 2, 6).tolist() == [2] * 4 + [1] * 5


def test_a_group_that_hovers_around_the_minimum_keeps_one_leader() -> None:
    """Five and six people in turn are one leader, not one coming and one going."""
    assert posts([[6, 5, 6, 5, 6, 5, 6, 5, 6], [0] * 9], 1, 6).tolist() == [1] * 9


def test_leaders_at_the_start_are_spread_by_need() -> None:
    """Ten for needs of 6, 3 and 1 are 6, 3 and 1; thirteen add to the larger remainders."""
    people = [[70] * 9, [30] * 9, [11] * 9]
    assert posts(people, 10, 6)[0] == 10
    # 13 x 6/10, 3/10, 1/10 = 7.8, 3.9, 1.3: 8, 4 and 1; all inside their bands but the second,
    # whose four lead 7.5 each and is cut to three after three weeks, as is the first, to six
    assert posts(people, 13, 6).tolist() == [13, 13, 10, 10, 10, 10, 10, 10, 10]


def test_groups_of_one_are_no_groups() -> None:
    """One site, or all pooled: nothing is kept apart, and the pooled rule itself is used."""
    agents = np.ones((3, 2))
    assert team_groups(agents, TeamRules("site", 6, ("Leeds", "LEEDS "))) is None
    assert team_groups(agents, TeamRules("pooled", 6, ("Leeds", "York"))) is None
    found = team_groups(agents, TeamRules("queue", 6, ("Leeds", "York")))
    assert found is not None
    assert found.people_heads.shape == (3, 2)


# the plan


@pytest.mark.parametrize(
    ("grouping", "least", "asked"),
    [
        ("pooled", 6, 9),  # 103 / 12
        ("site", 6, 7 + 3),  # 74 and 29
        ("queue", 6, 6 + 3 + 2 + 1),  # 61, 25, 13, and 4 alone among the small
        ("queue", 14, 6 + 3 + 2),  # 13 and 4 share
        ("queue", 50, 6 + 4),  # 25, 13 and 4 share
    ],
)
def test_the_plan_counts_teams_as_chosen(grouping: str, least: float, asked: int) -> None:
    """Need, posts, leaders in post and pay follow the choice, from the first week on."""
    plan = make_plan(given_(team_grouping=grouping, minimum_team_heads=least))
    for name in ("required", "posts"):
        assert leaders(plan, f"{name}_supervisors_heads") == [asked, asked]
    assert leaders(plan, "supervisors_heads") == [asked, asked]
    assert plan["supervisors_cost"][0] == pytest.approx(asked * 42_000 / 52)
    least_heads = {"pooled": 7, "site": 5 + 2, "queue": 5 + 2 + 1 + 1}[grouping]
    if least == 6:
        assert leaders(plan, "least_supervisors_heads") == [least_heads, least_heads]
    assert (plan["most_supervisors_heads"] >= asked).all()


@pytest.mark.parametrize("grouping", ["pooled", "site", "queue"])
def test_the_order_of_the_queues_changes_no_leader(grouping: str) -> None:
    """Queues in another order are the same plan."""
    own: dict[str, float | str] = {
        "team_grouping": grouping,
        "opening_supervisors_heads": 14.0,
    }
    plans = [make_plan(given_(*order, **own)) for order in ((), (3, 1, 0, 2), (2, 3, 1, 0))]
    for layer in LAYERS:
        for name in (f"required_{layer}_heads", f"posts_{layer}_heads", f"{layer}_heads"):
            assert plans[0][name].tolist() == plans[1][name].tolist() == plans[2][name].tolist()


def test_more_teams_than_the_layers_lead_are_refused() -> None:
    """Nine team leaders pooled fit under one head; twelve apart do not, and the choice is named."""
    flat: dict[str, float | str] = dict.fromkeys(
        ("manager_leads", "director_leads", "vp_leads", "svp_leads"), "none"
    )
    make_plan(given_(**flat, head_at=9.0))
    with pytest.raises(PlanInputError, match=r"team_grouping: .*12 team leaders; allowed up to 9"):
        make_plan(given_(**flat, head_at=9.0, team_grouping="queue"))


def test_opening_hours_hold_on_the_total() -> None:
    """Twenty on duty all week ask for more than any grouping."""
    plan = make_plan(given_(team_grouping="queue", supervisors_on_duty=20.0))
    assert leaders(plan, "required_supervisors_heads") == [plan["duty_supervisors_heads"]] * 2
    assert plan["supervisors_heads"][0] == plan["duty_supervisors_heads"] > 12


def test_the_view_says_what_the_plan_counts() -> None:
    """Pooled beside apart as ever, and the sentence names the choice; the first row is the plan."""
    plan = make_plan(given_(team_grouping="site"))
    view = leader_view(plan)
    assert [one.counted for one in view.apart] == [False, True]
    assert view.apart[1].apart_heads == plan["required_supervisors_heads"][-1] == 10
    assert "the plan keeps them apart by site" in str(view)
    assert view.outcomes[0].leaders_closing_heads == sum(plan[f"{k}_heads"][-1] for k in LAYERS)
    pooled = leader_view(make_plan(given_()))
    assert "the plan counts them pooled" in str(pooled)
    assert not any(one.counted for one in pooled.apart)


@pytest.mark.parametrize("grouping", ["site", "queue"])
def test_apart_is_the_view_of_the_pooled_plan(grouping: str) -> None:
    """What the view says that apart takes is what the plan apart asks for at its end."""
    pooled = example_plan("enterprise")
    own = {**pooled.assumptions.values, "team_grouping": grouping}
    apart = make_plan(replace(pooled.assumptions, values=own))
    told = {one.by: one.apart_heads for one in teams_apart(apart.runs["Base"])}
    assert told[grouping] == apart["required_supervisors_heads"][-1]
    assert (
        apart["required_supervisors_heads"]
        >= round_up(apart["floor_heads"] / apart["supervisor_span"])
    ).all()


def test_a_standing_floor_is_led_as_chosen() -> None:
    """Each queue with its own leaders costs more than pooled ones, by three team leaders."""
    agents = np.tile([61.0, 25.0, 13.0, 4.0], (WEEKS, 1))
    costs = []
    for grouping in ("pooled", "queue"):
        known = make_plan(given_(team_grouping=grouping)).runs["Base"]
        costs.append(float(standing_cost(known, agents)[0]))
    assert costs[1] > costs[0] + 3 * 42_000 / 52


# the movement on its own


def test_without_groups_the_movement_is_the_pooled_one() -> None:
    """A group that holds everybody changes nothing."""
    path = np.arange(200.0, 320.0, 3.0)
    groups = TeamGroups(path[:, None], 6)
    pooled, one = movement(path), movement(path, teams=groups)
    assert np.array_equal(pooled.incumbents_heads, one.incumbents_heads)
    halves = TeamGroups(np.stack([path / 2, path / 2], axis=1), 6)
    apart = movement(path, Structure(), teams=halves)
    assert (apart.target_heads[:, 0] % 2 == 0).all(), "both halves keep the same band"
