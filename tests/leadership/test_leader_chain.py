"""Which role leads which: every chain a company can have, and the slips in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from html_page import parsed
from html_page import table as page_table
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, TrainingClass, make_assumptions
from capplan.inputs.differences import differences
from capplan.leaders.appointments import leader_structure
from capplan.leaders.chain import LEADS, chain_faults
from capplan.leaders.layers import HEAD, LAYERS, ROLE_OF, ROLES, UPPER
from capplan.leaders.movement import executive_overlay, pyramid
from capplan.leaders.spans import NONE, layer_rules, leadership
from capplan.plan import Plan, make_plan
from capplan.plan.checking import faults, named_place
from capplan.plan.standing import standing_cost
from capplan.questions.bridge import bridge
from capplan.questions.explain import explain
from capplan.questions.factors import factor_of
from capplan.questions.leader_view import leader_view
from capplan.report import html
from capplan.vocabulary import term

MONDAY, WEEKS = date(2026, 1, 5), 30
SPANS = ("supervisor", "manager", "director", "upper")
OF_A_LAYER = ("{}", "required_{}", "posts_{}", "effective_{}", "pipeline_{}", "premium_{}")
OWED = ("unfilled_{}", "debt_{}", "least_{}", "most_{}")


def chosen(*used: str) -> dict[str, Any]:
    """Whom each role leads where the company has these layers above the team leaders."""
    below = ROLES[0]
    leads: dict[str, Any] = {}
    for role in UPPER:
        leads[LEADS[role]] = below if role in used else NONE
        below = role if role in used else below
    return leads


def spans_of(values: Iterable[float]) -> dict[str, Any]:
    """The spans of the layers by their terms."""
    return dict(zip((f"{name}_span" for name in SPANS), values, strict=True))


def asked_of(
    floor: NDArray[np.float64], spans: tuple[float, ...], head_at: float, used: tuple[str, ...]
) -> list[NDArray[np.float64]]:
    """Leaders that the spans ask for, a line a layer."""
    _, manager, director, upper = spans
    rules = layer_rules(manager, director, upper, **chosen(*used), head_at=head_at)
    return list(leadership(floor, spans[0], rules).required_heads.T)


CHAINS = [
    tuple(role for role, one in zip(UPPER, on, strict=True) if one)
    for on in product((True, False), repeat=len(UPPER))
]
ALL = CHAINS[0]
HEAD_AT = (50.0, 20.0, 7.0, 3.0, 1.0)  # by layers in use: as few as lead 280 agents


def given_(agents: float = 400.0, weeks: int = WEEKS, **values: Any) -> Assumptions:
    """One queue that grows by a class, with spans of three above the team leaders."""
    narrow = {
        f"{layer}_span{end}": 3.0
        for layer in ("manager", "director", "upper")
        for end in ("", "_min", "_max")
    }
    rows = [{"queue": "Calls", "aht_s": 300.0, "opening_agents_heads": agents}]
    return make_assumptions(
        MONDAY,
        rows,
        [[agents * 90.0]] * weeks,
        values={"propose_classes": "no", **narrow, **values},
        classes=(TrainingClass("one", "Calls", MONDAY, agents / 5),),
    )


def filled(*used: str, **values: Any) -> Plan:
    """A plan of 280 agents in teams of seven, in which each of these layers has somebody."""
    own: dict[str, Any] = {"supervisor_span": 7.0, "supervisor_span_min": 5.0}
    own["head_at"] = HEAD_AT[len(used)]
    return make_plan(given_(280.0, **own, **chosen(*used), **values))


@cache
def planned(*used: str) -> Plan:
    """The same, made once."""
    return filled(*used)


def table(plan: Plan, name: str = "{}") -> np.ndarray:
    """A number of every layer, weeks x layers."""
    return np.stack([plan[f"{name.format(layer)}_heads"] for layer in LAYERS], axis=1)


# every chain


def test_the_default_is_the_chain_of_all_layers() -> None:
    """Nothing chosen: supervisor, manager, director, vp, svp and head, as it always was."""
    own = given_()
    assert {name: own.values[name] for name in LEADS.values()} == chosen(*ALL)
    assert leader_structure(own.values, 40).names == ROLES


@pytest.mark.parametrize("used", CHAINS)
def test_every_chain_counts_its_own_layers_only(used: tuple[str, ...]) -> None:
    """All sixteen chains pass the checks; a layer that is not there is zero in every line."""
    plan = planned(*used)
    known = plan.runs["Base"]["leader_structure"]
    assert known.names == (ROLES[0], *used, HEAD)
    for layer, role in ROLE_OF.items():
        if role in known.names:
            continue
        heads = [f"{one.format(layer)}_heads" for one in (*OF_A_LAYER, *OWED)]
        assert not any(plan[name].any() for name in (*heads, f"{layer}_span_people"))
        assert (plan[f"{layer}_light"] == "none").all()
    assert all(plan[f"{role}s_heads"][0] > 0 for role in (ROLES[0], *used))
    assert plan["service_heads_heads"].all()
    people = plan["floor_heads"] + plan["training_heads"].sum(axis=1)
    assert plan["frontline_heads"] == pytest.approx(people)


@settings(max_examples=60)
@given(
    used=st.sampled_from(CHAINS),
    people=st.lists(st.floats(0, 60_000), min_size=1, max_size=5),
    spans=st.tuples(*(st.integers(2, 50).map(float) for _ in SPANS)),
    head_at=st.integers(1, 50).map(float),
)
def test_leaders_suffice_and_none_is_spare_in_every_chain(
    used: tuple[str, ...], people: list[float], spans: tuple[float, ...], head_at: float
) -> None:
    """Leaders x span >= those they lead > (leaders - 1) x span, each layer on the one it leads."""
    floor = np.array(people)
    found = asked_of(floor, spans, head_at, used)
    asked = dict(zip(ROLES, found, strict=True))
    below, span_of = floor, dict(zip(ROLES, (*spans, spans[-1]), strict=False))
    for role in (ROLES[0], *used):
        heads, led = asked[role], below if role == ROLES[0] else np.where(below > head_at, below, 0)
        assert (heads * span_of[role] >= led - 1e-6).all()
        assert (led > (heads - 1) * span_of[role] - 1e-6).all()
        below = heads
    assert not any(asked[role].any() for role in UPPER if role not in used)
    assert np.array_equal(asked[HEAD], np.where(asked[ROLES[0]] > 1, 1.0, 0.0))


@settings(max_examples=40)
@given(used=st.sampled_from(CHAINS), share=st.floats(0, 1))
def test_the_steps_and_the_column_of_layers_agree(used: tuple[str, ...], share: float) -> None:
    """What the spans ask for is the pyramid of the same chain, for any floor it can lead."""
    own = given_(**chosen(*used)).values
    chain = leader_structure(own, 0.0)
    floor = np.array([np.floor(chain.most_frontline_heads * share)])
    asked = asked_of(floor, tuple(own[f"{name}_span"] for name in SPANS), own["head_at"], used)
    built = pyramid(floor, chain)
    found = dict(zip(built.names, built.heads[0], strict=True))
    assert [one[0] for one in asked] == [found.get(role, 0.0) for role in ROLES]


@settings(max_examples=12)
@given(
    used=st.sampled_from(CHAINS),
    inside=st.floats(0, 1),
    leaving=st.floats(0, 0.6),
    failing=st.floats(0, 0.4),
)
def test_nobody_is_lost_in_any_chain(
    used: tuple[str, ...], inside: float, leaving: float, failing: float
) -> None:
    """Promotions leave the floor, failures come back, and leaders are whole people."""
    shares = {f"{layer}_internal_share": inside for layer in ("supervisor", "manager", "upper")}
    own = {**shares, "leader_attrition_share": leaving, "leader_failure_share": failing}
    plan = filled(*used, **own)
    gone, back = plan["leader_promotions_heads"], plan["leader_returns_heads"]
    assert gone.sum(axis=1) == pytest.approx(plan["leaders_from_floor_heads"], abs=1e-9)
    assert back.sum(axis=1) == pytest.approx(plan["leaders_to_floor_heads"], abs=1e-9)
    closing = plan["opening_heads"] + plan["graduates_heads"] - plan["leavers_heads"]
    assert plan["closing_agents_heads"] == pytest.approx(closing - gone + back, abs=1e-9)
    heads = table(plan)
    assert np.array_equal(heads, np.floor(heads))
    assert plan["leaders_heads"] == pytest.approx(
        heads.sum(axis=1) + plan["extra_executives_heads"]
    )


def test_executives_count_from_the_lowest_layer_there_is() -> None:
    """Without managers both readings count directors and above; the head alone is one."""
    for used, head_at, want in ((("director",), 5.0, 5 + 1), ((), 15.0, 1)):
        own = given_(head_at=head_at, **chosen(*used)).values
        built = pyramid(180, leader_structure(own, 0.0))
        for reading in ("wide", "strict"):
            found = executive_overlay(180, built.heads, built.names, reading)
            assert float(found.senior_heads) == want
            assert float(found.shortfall_heads) == max(2 - want, 0)
    with pytest.raises(PlanInputError, match="rename the layer"):
        executive_overlay(200, [9, 1], ("lead", "boss"))


# directors who lead team leaders


def test_directors_take_over_the_team_leaders() -> None:
    """Without managers a director leads team leaders at the director's span, pay and band."""
    plan = make_plan(given_(360.0, **chosen("director", "vp", "svp")))
    teams, directors = plan["supervisors_heads"], plan["directors_heads"]
    asked = np.ceil(plan["required_supervisors_heads"] / 3)
    assert plan["required_directors_heads"] == pytest.approx(asked)
    assert plan["directors_span_people"] == pytest.approx(teams / directors)
    owed = np.maximum(teams / 3 - plan["effective_directors_heads"], 0)
    assert plan["debt_directors_heads"] == pytest.approx(owed, abs=1e-9)
    assert plan["directors_cost"] == pytest.approx(
        directors * plan["director_salary_cost"] / 52 * plan["wage_index"]
    )
    assert not plan["managers_cost"].any()
    senior = directors + plan["vps_heads"] + plan["svps_heads"] + plan["service_heads_heads"]
    assert plan["senior_heads"] == pytest.approx(senior)


def test_the_tree_names_the_role_that_is_led() -> None:
    """Explaining the debt of directors shows team leaders instead of managers, and the choice."""
    plain, apart = (
        {need.term for need in explain(planned(*used), "debt_directors_heads").needs}
        for used in (ALL, ("director",))
    )
    assert {"managers_heads", "director_leads"} <= plain
    assert "supervisors_heads" not in plain
    assert {"supervisors_heads", "director_leads"} <= apart
    assert "managers_heads" not in apart
    asked = {need.term for need in explain(planned("svp"), "required_svps_heads").needs}
    assert asked == {"required_supervisors_heads", "svp_leads", "upper_span", "head_at"}


@pytest.mark.parametrize("used", [(), ("director",), ("manager", "svp"), ("vp",)])
def test_views_and_pages_follow_the_chain(used: tuple[str, ...]) -> None:
    """Alternatives start with the plan's own leaders; report and standing cost know the layers."""
    plan = planned(*used)
    view = leader_view(plan)
    assert view.outcomes[0].leaders_closing_heads == table(plan)[-1].sum()
    layers = {ROLE_OF[one.layer] for one in view.debts}
    assert layers == {ROLES[0], *used, HEAD}
    rows = page_table(parsed(html(plan, (), "1a2b3c4d", [])), "Heads by layer")
    names = {term(f"{role}s_heads").label: role for role in reversed(UPPER)}
    assert [names[row[0]] for row in rows if row[0] in names] == [*reversed(used)]
    agents = np.full((WEEKS, 1), 280.0)
    assert (standing_cost(plan.runs["Base"], agents) > 0).all()


def test_a_comparison_finds_the_choice() -> None:
    """Two plans that differ in whom directors lead differ in exactly those cells, under spans."""
    found = differences(given_(), given_(**chosen("director", "vp", "svp")))
    assert [(one.term, one.old, one.new) for one in found] == [
        ("manager_leads", "supervisor", "none"),
        ("director_leads", "manager", "supervisor"),
    ]
    assert {factor_of(one.term) for one in found} == {"span"}


def test_a_bridge_leads_from_one_chain_to_another() -> None:
    """A company that grew beyond its layers: the parts add up, though no plan in between stands."""
    wide = {"manager_span": 12.0, "manager_span_max": 12.0}
    old, new = given_(80.0, **chosen()), given_(400.0, **{**wide, **chosen("manager")})
    for found in bridge(make_plan(old), make_plan(new)).values():
        assert "span" in found.parts
        assert sum(found.parts.values()) == pytest.approx(found.variance)
    with pytest.raises(PlanInputError, match="switch managers on"):
        make_plan(replace(new, values={**new.values, **chosen()}))


# slips


def told(**values: Any) -> list[str]:
    """Every fault of a choice, as lines."""
    own = given_(**values)
    return [str(one) for one in faults(own, lambda name, which: f"Cell {name}")]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"manager_leads": "manager"},
            "Cell manager_leads: Managers lead: found manager, a layer that leads itself;"
            " allowed supervisor or none; did you mean supervisor?",
        ),
        (
            {"manager_leads": "none"},
            "Cell director_leads: Directors lead: found manager, but Cell manager_leads says that"
            " there are none; allowed supervisor or none; did you mean supervisor?",
        ),
        (
            {"director_leads": "supervisor"},
            "Cell director_leads: Directors lead: found supervisor, so that nobody leads managers;"
            " allowed manager or none; managers lead supervisor already, Cell manager_leads;"
            " did you mean manager?",
        ),
        (
            {"manager_leads": "director"},
            "Cell manager_leads: Managers lead: found director, each leading the other;"
            " allowed supervisor or none; did you mean supervisor?",
        ),
        (
            {"director_leads": "svp"},
            "Cell director_leads: Directors lead: found svp, a higher layer; allowed manager or"
            " none; did you mean manager?",
        ),
        (
            {"vp_leads": "president"},
            "Cell vp_leads: Vice presidents lead: found president; allowed one of supervisor,"
            " manager, director, vp, svp, none",
        ),
        (
            {**chosen("manager"), "opening_directors_heads": 2.0},
            "Cell opening_directors_heads: Directors at the start: found 2; allowed 0 or blank;"
            " there are no directors: Cell director_leads is none",
        ),
        (
            {**chosen("manager"), "coming_vps_heads": 1.0},
            "Cell coming_vps_heads: Vice presidents coming: found 1; allowed 0 or blank;"
            " there are no vice presidents: Cell vp_leads is none",
        ),
    ],
)
def test_a_broken_chain_is_one_line_with_its_cell(values: dict[str, Any], line: str) -> None:
    """What was typed, what is allowed there, and the likely slip."""
    assert told(**values) == [line]
    assert len(line) <= 255


def test_all_slips_are_told_at_once() -> None:
    """Three broken links are three lines."""
    lines = told(manager_leads="vp", director_leads="director", vp_leads="supervisor")
    assert [line.split(":")[0].removeprefix("Cell ") for line in lines] == [
        "manager_leads",
        "director_leads",
        "vp_leads",
    ]


def test_exactly_the_sixteen_chains_pass() -> None:
    """Of all 1,296 choices those pass in which every role has one leader, up from the floor."""
    every = product((*ROLES[:-1], NONE), repeat=len(UPPER))
    choices = [dict(zip(LEADS.values(), leads, strict=True)) for leads in every]
    passed = [one for one in choices if not list(chain_faults(one, named_place))]
    assert len(choices) == 1296
    assert sorted(passed, key=str) == sorted((chosen(*used) for used in CHAINS), key=str)


@pytest.mark.parametrize(
    ("used", "where", "says"),
    [
        ((), "manager_leads", "lead up to 96; switch managers on, they lead supervisor; or widen"),
        (("manager",), "director_leads", "switch directors on, they lead manager; or widen"),
        (("director",), "vp_leads", "switch vice presidents on, they lead director"),
        (("svp",), "manager_leads", "they lead supervisor and senior VPs lead manager"),
        (ALL, "upper_span", "allowed spans that lead them; these lead up to"),
    ],
)
def test_too_many_people_name_the_layer_to_switch_on(
    used: tuple[str, ...], where: str, says: str
) -> None:
    """Layers that cannot lead so many people name a cell that a planner can change."""
    with pytest.raises(PlanInputError) as refused:
        make_plan(given_(12_000.0, weeks=3, **chosen(*used)))
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{where}: ")
    assert says in line
    assert len(line) <= 255
