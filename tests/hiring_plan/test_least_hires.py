"""The cheapest starts of one queue: against every possible plan, and against the pipeline."""

from __future__ import annotations

import itertools
import math
from typing import Any, NamedTuple

import capplan_udfs as udf
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from capplan.hiring.search.least_hires import least_hires
from capplan.hiring.search.simplex import covering_prices
from capplan.people import supply
from capplan.vocabulary import VOCABULARY

RAMPS = ((), (0.5, 0.8), (0.3, 0.6, 0.9), (0.0, 0.5))


class Small(NamedTuple):
    """A case small enough to try every plan."""

    required: list[float]
    opening: float
    yearly: float
    training: int
    dropout: float
    ramp: tuple[float, ...]
    smallest: int
    largest: int
    classes: int


@st.composite
def small_cases(draw: st.DrawFn) -> Small:
    """Three to seven weeks, and few enough class sizes."""
    smallest = draw(st.integers(1, 3))
    need = st.floats(0, 14)
    return Small(
        draw(st.lists(need, min_size=3, max_size=7)),
        draw(st.floats(0, 10)),
        draw(st.floats(0, 2)),
        draw(st.integers(0, 2)),
        draw(st.floats(0, 0.2)),
        draw(st.sampled_from(RAMPS)),
        smallest,
        smallest + draw(st.integers(0, 2)),
        draw(st.integers(1, 2)),
    )


def cost_of(starts: Any, case: Small) -> Any:
    """Recruiting, material and pay to the end at the vocabulary's defaults, week by week."""
    price = {
        name: float(VOCABULARY[name].default or 0)
        for name in (
            *("agent_salary_cost", "trainee_salary_cost"),
            *("burden_share", "hire_cost", "training_material_cost"),
        )
    }
    hazard, weeks = 1 - math.exp(-case.yearly / 52), len(case.required)
    total = np.zeros(len(starts))
    for week in range(weeks):
        pay, here = 0.0, 1.0
        for since in range(weeks - week):
            leave = case.dropout if since < case.training else hazard
            yearly = "trainee_salary_cost" if since < case.training else "agent_salary_cost"
            pay += here * (1 - leave / 2) * price[yearly] / 52 * (1 + price["burden_share"])
            here *= 1 - leave
        total += starts[:, week] * (pay + price["hire_cost"] + price["training_material_cost"])
    return total


def effective(starts: Any, case: Small) -> Any:
    """Effective FTE by the pipeline."""
    run = supply.pipeline(starts, case.opening, case.yearly, case.training, case.dropout, case.ramp)
    return np.asarray(run.effective_fte)


def every_plan(case: Small) -> Any:
    """All plans of allowed sizes in the weeks that can still graduate."""
    spans = (
        range(case.smallest * count, case.largest * count + 1)
        for count in range(1, case.classes + 1)
    )
    sizes = [0, *sorted(set().union(*spans))]
    useful = max(len(case.required) - case.training, 0)
    while len(sizes) ** useful > 20_000:
        sizes.pop(-2)
    grid = np.array(list(itertools.product(sizes, repeat=useful)), dtype=float)
    return np.hstack([grid, np.zeros((len(grid), len(case.required) - useful))])


@settings(max_examples=120)
@given(case=small_cases())
def test_no_plan_is_nearer_to_the_need_or_cheaper(case: Small) -> None:
    """Of all plans none leaves less short, and none that leaves as little costs less."""
    plans = every_plan(case)
    weeks = len(case.required)
    unit = np.stack([effective(row, case) for row in np.eye(weeks)])
    nobody = effective(np.zeros(weeks), case)
    unit = unit - nobody
    short = np.maximum(np.array(case.required) - nobody - plans @ unit, 0.0)
    short = np.where(short > 1e-8, short, 0.0).sum(axis=1)
    found = least_hires(*case)
    starts = np.array([found.starts_heads], dtype=float)
    ours = np.maximum(np.array(case.required) - effective(starts[0], case), 0.0)
    assert np.where(ours > 1e-8, ours, 0.0).sum() <= short.min() + 1e-6
    nearest = plans[short <= short.min() + 1e-9]
    assert cost_of(starts, case)[0] <= cost_of(nearest, case).min() + 1e-6
    assert found.bound <= found.cost + 1e-6


@given(
    need=st.lists(st.floats(0, 200), min_size=1, max_size=30),
    opening=st.floats(0, 150),
    yearly=st.floats(0, 1.5),
    training=st.integers(0, 8),
    ramp=st.sampled_from(RAMPS[:3]),
    smallest=st.integers(1, 9),
)
@settings(max_examples=60)
def test_the_pipeline_meets_every_need_in_reach(
    need: list[float],
    opening: float,
    yearly: float,
    training: int,
    ramp: tuple[float, ...],
    smallest: int,
) -> None:
    """Fed to CAP_PIPELINE the starts cover every week that the largest classes could cover."""
    asked = (opening, yearly, training, 0.02, ramp or None)
    plan: list[list[int]] = udf.cap_hiring_plan([[one] for one in need], *asked, smallest, 25, 1)
    assert all(row == [0] or smallest <= row[0] <= 25 for row in plan)
    shown = [row[-1] for row in udf.cap_pipeline(plan, *asked)]
    most = [row[-1] for row in udf.cap_pipeline([[25]] * len(need), *asked)]
    for week, wanted in enumerate(need):
        if most[week] >= wanted:
            assert shown[week] >= wanted - 1e-6
        else:
            assert shown[week] == pytest.approx(most[week])


def test_without_a_ramp_people_start_as_late_as_possible() -> None:
    """Growth by one a week with three weeks of training: one starter three weeks before each."""
    need = [20.0] * 5 + [21.0, 22.0, 23.0, 24.0, 25.0]
    found = least_hires(need, 20, 0.0, 3)
    assert found.starts_heads == [0, 0, 1, 1, 1, 1, 1, 0, 0, 0]
    assert found.proved


def test_what_does_not_fit_starts_earlier() -> None:
    """Nine people needed at once from classes of four: the rest starts in the weeks before."""
    assert least_hires([20.0] * 6 + [29.0] * 2, 20, 0.0, 2, class_max=4).starts_heads == [
        *(0, 0, 1, 4, 4, 0, 0, 0)
    ]
    two = least_hires([20.0] * 6 + [29.0] * 2, 20, 0.0, 2, class_max=4, max_classes_per_week=2)
    assert two.starts_heads == [0, 0, 0, 1, 8, 0, 0, 0]


def test_with_a_ramp_people_start_early_enough_to_be_proficient() -> None:
    """Ten fully able agents are cheaper than twenty at half: they start two weeks earlier."""
    found = least_hires([20.0] * 8 + [30.0] * 30, 20, 0.0, 2, ramp=(0.5, 0.5))
    assert found.starts_heads[4:7] == [10, 0, 0]
    assert sum(found.starts_heads) == 10


def test_out_of_reach_the_nearest_plan_is_given() -> None:
    """Thirty more at once from classes of ten: full classes until the need is met, then none."""
    found = least_hires([20.0] * 3 + [50.0] * 6, 20, 0.0, 2, class_max=10)
    assert found.starts_heads == [10, 10, 10, 0, 0, 0, 0, 0, 0]
    assert least_hires([50.0] * 4, 20, 0.0, 9).starts_heads == [0] * 4
    assert least_hires([50.0] * 4, 20, 0.0, 1, max_classes_per_week=0).starts_heads == [0] * 4


@pytest.mark.parametrize(("ramp", "smallest"), [((), 4), ((0.5, 0.7, 0.9), 1), ((0.5, 0.9), 8)])
def test_two_years_are_near_the_bound(ramp: tuple[float, ...], smallest: int) -> None:
    """A growing, seasonal need over 104 weeks is met within a few percent of the linear program."""
    week = np.arange(104)
    need = 100 * (1 + 0.3 * week / 104 + 0.05 * np.sin(week / 8))
    found = least_hires(need, 100, 0.4, 4, 0.03, ramp, smallest)
    assert found.cost <= found.bound * 1.06
    run = supply.pipeline(found.starts_heads, 100, 0.4, 4, 0.03, ramp)
    reached = np.asarray(run.effective_fte)[8:]
    assert (reached >= need[8:] - 1e-6).all()


@given(
    seed=st.integers(0, 10**6),
    needs=st.integers(1, 12),
    starts=st.integers(1, 12),
    most=st.floats(2, 20),
)
def test_the_simplex_finds_what_another_solver_finds(
    seed: int, needs: int, starts: int, most: float
) -> None:
    """Starts and prices agree with HiGHS: same cost, and prices that prove it."""
    draw = np.random.default_rng(seed)
    effect = draw.uniform(0, 1, (needs, starts)) * (draw.random((needs, starts)) < 0.7)
    need = effect @ (draw.uniform(0, 1, starts) * most)
    cost = draw.uniform(1, 9, starts)
    found = covering_prices(cost, effect, need, np.full(starts, most))
    best = linprog(cost, A_ub=-effect, b_ub=-need, bounds=(0, most))
    assert cost @ found.starts == pytest.approx(best.fun, abs=1e-6)
    assert (effect @ found.starts >= need - 1e-7).all()
    assert (found.starts <= most + 1e-7).all()
    proved = found.need_price @ need - most * found.limit_price.sum()
    assert proved == pytest.approx(best.fun, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (([10.0] * 521, 10, 0.1, 2), "required_fte: found 521 weeks"),
        (([10.0], 10, 0.1, 2, 0.0, (), 9, 4), "class_max: found 4; allowed class_min"),
    ],
)
def test_nonsense_is_refused(arguments: tuple[Any, ...], line: str) -> None:
    """Too many weeks and classes without a size are one clear line."""
    with pytest.raises(ValueError, match=line):
        least_hires(*arguments)
