"""Layers, executives, rounding, opening hours and team sizes; bad structures are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.leaders import movement as leadership
from capplan.leaders import spans as management
from capplan.leaders.movement import Layer, Structure

LADDER = example("EX10")["expected"]["ladder"]
FEW = settings(max_examples=60)


@pytest.mark.parametrize("frontline", LADDER)
def test_ex10_ladder_from_3_to_50_000(frontline: str) -> None:
    """Layers, management, seniors, executives asked for and their gap are those of the example."""
    want, people = LADDER[frontline], int(frontline)
    built = leadership.pyramid(people)
    assert [[name, heads] for name, heads, _ in built.rows()] == want["layers"]
    assert built.leaders_heads == want["management"]
    assert people / built.leaders_heads == pytest.approx(want["frontline_per_manager"])
    overlay = leadership.executive_overlay(people, built.heads, built.names)
    assert overlay.required_heads == want["exec_required_1_per_100"]
    assert overlay.senior_heads == want["senior_from_layers"]
    assert overlay.shortfall_heads == want["exec_gap"]


@FEW
@given(st.integers(0, 50_000))
def test_both_ways_of_counting_layers_agree(people: int) -> None:
    """The column of layers and the plan's function name the same layers, heads and spans."""
    rows, plan = leadership.pyramid(people).rows(), management.layers(people)
    assert [row[:2] for row in rows] == [row[:2] for row in plan]
    assert [row[2] for row in rows] == pytest.approx([row[2] for row in plan])


@FEW
@given(st.lists(st.floats(0, 60_000), min_size=1, max_size=6))
def test_leaders_suffice_and_none_is_spare(people: list[float]) -> None:
    """Leaders x span >= people below > (leaders - 1) x span in every layer but the head."""
    built = leadership.pyramid(people)
    spans = np.array([layer.span for layer in Structure().layers])
    for layer in range(len(spans) - 1):
        heads, below = built.heads[:, layer], built.below_heads[:, layer]
        assert (heads * spans[layer] >= below - 1e-6).all()
        assert (below > (heads - 1) * spans[layer] - 1e-6).all()
    assert (built.least_heads <= built.heads).all()
    assert (built.heads <= built.most_heads).all()


def test_the_strict_reading_reports_the_shortfall() -> None:
    """With directors and above counted, 2,000 people miss 14 of their 20 executives."""
    built = leadership.pyramid([100, 2000])
    strict = leadership.executive_overlay([100, 2000], built.heads, built.names, "strict")
    assert strict.senior_heads.tolist() == [1, 6]
    assert strict.shortfall_heads.tolist() == [0, 14]


def test_rounding_per_queue_costs_four_supervisors_on_693_agents() -> None:
    """Ten queues with 693 agents need 62 supervisors apart and 58 pooled, 7 % more."""
    queues = [105, 99, 91, 84, 77, 70, 57, 47, 37, 26]
    made = leadership.rounding_cost(queues, supervisor_salary_cost=42_000)
    assert sum(queues) == 693
    assert (made.separate_heads, made.pooled_heads) == (62, 58)
    assert made.extra_share == pytest.approx(0.07, abs=0.002)
    assert made.extra_cost == 4 * 42_000


@FEW
@given(st.lists(st.integers(0, 300), min_size=1, max_size=12), st.integers(6, 15))
def test_pooled_teams_are_never_more_than_separate_ones(groups: list[int], span: int) -> None:
    """Pooling needs no more supervisors unless small teams were widened, and none is tiny."""
    made = leadership.rounding_cost(groups, span)
    widened = sum(max(0, -(-size // span) - size // 6) for size in groups)
    assert made.pooled_heads <= made.separate_heads + widened
    for size, teams in zip(groups, made.group_heads, strict=True):
        assert teams == 0 or size / teams >= 6


def test_one_supervisor_on_duty_round_the_clock() -> None:
    """The coverage of 168 hours at 26.25 hours a person is 6.4, hence 7 supervisors."""
    want = example("EX15")["expected"]["coverage"]
    assert want["seat_24x7_hours"] / (37.5 * 0.7) == pytest.approx(want["fte_37_5h_30pct"])
    assert leadership.coverage_heads(want["seat_24x7_hours"], 37.5 * 0.7) == 7
    assert leadership.coverage_heads(40, 26.25) == 2
    assert leadership.coverage_heads(0, 26.25) == 0


def test_coverage_holds_even_where_the_span_asks_for_fewer() -> None:
    """A minimum of the lowest layer stands in the pyramid, and the layers above follow it."""
    first = Layer("supervisor", "agent", 12, 9, 15, minimum_heads=7)
    chain = Structure((first, *Structure().layers[1:]))
    assert leadership.pyramid(20, chain).rows()[0][1] == 7


@FEW
@given(st.integers(0, 400), st.integers(0, 60))
def test_teams_are_as_even_as_whole_people_allow(people: int, leaders: int) -> None:
    """The bins hold each leader with a team once, as dealing people out one by one would."""
    teams = [0] * leaders
    for person in range(people if leaders else 0):
        teams[person % leaders] += 1
    edges = ((1, 1), (2, 3), (4, 7), (8, 12), (13, 16), (17, 10_000))
    want = [sum(low <= size <= high for size in teams) for low, high in edges]
    assert leadership.span_distribution(people, leaders).tolist() == want


def test_the_working_lead_takes_contacts() -> None:
    """The lead of three takes contacts 70 % of the time, of ten 30 %, less with every agent."""
    shares = leadership.working_lead_share(np.arange(3, 16))
    assert shares[0] == pytest.approx(0.7)
    assert shares[7] == pytest.approx(0.3)
    assert (np.diff(shares) < 0).all()


def _swap(**changes: Any) -> Structure:
    layers = tuple(
        Layer("manager", "supervisor", **changes) if one.name == "manager" else one
        for one in Structure().layers
    )
    return Structure(layers)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: _swap(span=0), ("manager_span", "found 0", "blank typed as 0")),
        (lambda: _swap(span=1), ("manager_span", "found 1", "leader of one")),
        (lambda: _swap(span=60), ("manager_span", "found 60", "whole site")),
        (lambda: _swap(span="twelve"), ("manager_span", "'twelve'", "type a number")),
        (lambda: _swap(span=True), ("manager_span", "True", "type a number")),
        (lambda: _swap(span=float("nan")), ("manager_span", "nan")),
        (lambda: _swap(span=20), ("manager_span", "found 20", "inside its band")),
        (lambda: _swap(internal_share=70), ("manager_internal_share", "did you mean 0.7 (70 %)")),
        (
            lambda: Structure((Layer("supervisor", "agent"), Layer("manager", "manager"))),
            ("leads", "manager led by itself", "did you mean supervisor?"),
        ),
        (
            lambda: Structure((Layer("supervisor", "agent"), Layer("manager", "lead"))),
            ("leads", "manager leads lead", "agent, supervisor, manager", "misspelt?"),
        ),
        (
            lambda: Structure(
                (
                    Layer("supervisor", "agent"),
                    Layer("manager", "supervisor"),
                    Layer("director", "supervisor"),
                )
            ),
            ("leads", "manager and director both lead supervisor"),
        ),
        (
            lambda: Structure((Layer("director", "manager"), Layer("manager", "director"))),
            ("leads", "nobody leads agent"),
        ),
        (lambda: leadership.pyramid([100, -1]), ("frontline_heads", "-1")),
        (lambda: leadership.pyramid("many"), ("frontline_heads", "'many'", "numbers")),
        (lambda: leadership.pyramid(200_000), ("frontline_heads", "200,000", "add a layer")),
        (lambda: leadership.coverage_heads(169, 26), ("open_h_per_week", "169")),
        (lambda: leadership.coverage_heads(168, 0), ("floor_h_per_supervisor", "blank")),
        (lambda: leadership.rounding_cost([10], 1), ("span", "leader of one")),
    ],
)
def test_slips_are_named_in_one_line(make: Callable[[], object], words: tuple[str, ...]) -> None:
    """A wrong structure or number is refused in one short line with the argument and the slip."""
    with pytest.raises(ValueError, match="argument") as caught:
        make()
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) <= 255
    assert [word for word in words if word not in line] == []
