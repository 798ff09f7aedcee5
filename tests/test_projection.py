"""Projection of many groups: against stepping week by week, the pipeline and worked examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from capplan.errors import PlanInputError
from capplan.people import supply
from capplan.people.projection import BLOCK_GROUPS, BLOCK_WEEKS, Projection, project

Array = NDArray[np.float64]


def stepped(
    hires: Array, stock: Array, hazard: Array, proficiency: Array, fte: Array
) -> Projection:
    """Every group moved on one week of tenure at a time; hazard and proficiency a row a group."""
    people, heads, output = stock.copy(), [], []
    for came in hires.T:
        people[:, 0] += came
        heads.append(people.sum(axis=1))
        output.append((people * (1 - hazard / 2) * proficiency).sum(axis=1) * fte)
        stayed = people * (1 - hazard)
        people = np.roll(stayed, 1, axis=1)
        people[:, 0] = 0.0
        people[:, -1] += stayed[:, -1]
    return Projection(np.array(heads).T, np.array(output).T)


def case(
    groups: int, weeks: int, classes: int, curves: int, seed: int
) -> tuple[Array, Array, Array, Array, Array, NDArray[np.int64]]:
    """Hires, stock, hazards, proficiency, FTE a head and the curve of every group."""
    random = np.random.default_rng(seed)
    hazard = random.uniform(0, 0.1, (curves, classes))
    hazard[random.random(hazard.shape) < 0.1] = 0.0
    hazard[random.random(hazard.shape) < 0.03] = 1.0
    return (
        random.uniform(0, 9, (groups, weeks)) * (random.random((groups, weeks)) < 0.3),
        random.uniform(0, 50, (groups, classes)),
        hazard,
        random.uniform(0, 1, (curves, classes)),
        random.uniform(0.5, 1, groups),
        random.integers(0, curves, groups),
    )


def assert_stepping_agrees(groups: int, weeks: int, classes: int, curves: int, seed: int) -> None:
    """The products give what stepping gives, to 1e-12 of it."""
    hires, stock, hazard, proficiency, fte, curve = case(groups, weeks, classes, curves, seed)
    found = project(hires, stock, hazard, proficiency, fte, curve)
    wanted = stepped(hires, stock, hazard[curve], proficiency[curve], fte)
    for mine, step in zip(found, wanted, strict=True):
        assert mine.shape == (groups, weeks)
        np.testing.assert_allclose(mine, step, rtol=1e-12, atol=1e-12)


@given(
    groups=st.integers(1, 7),
    weeks=st.integers(1, 2 * BLOCK_WEEKS + 3),
    classes=st.integers(1, BLOCK_WEEKS + 9),
    curves=st.integers(1, 3),
    seed=st.integers(0, 999),
)
def test_products_are_stepping(
    groups: int, weeks: int, classes: int, curves: int, seed: int
) -> None:
    """For any number of groups, weeks, tenure classes and curves, a product is week by week."""
    assert_stepping_agrees(groups, weeks, classes, curves, seed)


@pytest.mark.parametrize(("groups", "weeks", "classes"), [(BLOCK_GROUPS + 5, 60, 53), (3, 260, 53)])
def test_big_plans_are_stepping_too(groups: int, weeks: int, classes: int) -> None:
    """More groups than fit one block, or five years, change nothing."""
    assert_stepping_agrees(groups, weeks, classes, 2, 1)


def test_ex08_a_class_of_twenty() -> None:
    """A class through training, nesting and ramp: the published heads and output of each week."""
    case_ = example("EX08")
    inputs, steps = case_["inputs"], case_["steps"]
    floor = inputs["new_hire_weeks"]
    ramp = inputs["proficiency_by_floor_week"]
    hazard = [inputs["weekly_dropout"]] * 4 + [steps["h_new"]] * floor + [steps["h_tenured"]]
    output = [0.0] * 4 + ramp + [1.0] * (floor + 1 - len(ramp))
    found = project([20.0] + [0.0] * 26, np.zeros(len(hazard)), hazard, output)
    assert found.heads == pytest.approx([row["open"] for row in steps["rows"]], abs=1e-6)
    assert found.effective_fte == pytest.approx(
        [row["effective"] for row in steps["rows"]], abs=1e-6
    )
    want = case_["expected"]
    assert found.heads[26] == pytest.approx(want["heads_open_week_26"], abs=1e-8)
    assert found.effective_fte[10] == pytest.approx(want["effective_week_10"], abs=1e-8)


def test_a_queue_is_the_plans_pipeline() -> None:
    """One group with the pipeline's hazards has its people, trainees included, and its FTE."""
    random = np.random.default_rng(2)
    starts = np.round(random.uniform(0, 12, 80)) * (random.random(80) < 0.2)
    ramp = np.array([0.45, 0.55, 0.65, 0.8, 0.95])
    run = supply.run_pipeline(
        starts[:, None], np.array([120.0]), np.array([5]), 0.03, 0.008, 0.02, 13, ramp
    )
    hazard = [0.03] * 5 + [0.02] * 13 + [0.008]
    stock = np.zeros(len(hazard))
    stock[-1] = 120.0
    output = np.concatenate([np.zeros(5), ramp, np.ones(9)])
    found = project(starts, stock, hazard, output)
    people = run.training_heads + run.opening_heads + run.graduates_heads
    np.testing.assert_allclose(found.heads, people[:, 0], rtol=1e-12)
    np.testing.assert_allclose(found.effective_fte, run.effective_fte[:, 0], rtol=1e-12)


@given(seed=st.integers(0, 999), times=st.floats(0, 10))
def test_people_add_up(seed: int, times: float) -> None:
    """Two groups of one curve together are the sum of both, and twice the people twice the FTE."""
    hires, stock, hazard, proficiency, _, _ = case(2, 70, 20, 1, seed)
    apart = project(hires, stock, hazard, proficiency)
    joined = project(hires.sum(axis=0), stock.sum(axis=0), hazard, proficiency)
    scaled = project(times * hires, times * stock, hazard, proficiency)
    for one, both, more in zip(apart, joined, scaled, strict=True):
        np.testing.assert_allclose(both, one.sum(axis=0), rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(more, times * one, rtol=1e-12, atol=1e-9)


def test_the_order_of_groups_does_not_matter() -> None:
    """Groups in any order, evenly spaced by curve or not, keep their own numbers."""
    hires, stock, hazard, proficiency, fte, _ = case(60, 70, 20, 3, 5)
    even = np.tile(np.arange(3), 20)
    mixed = np.random.default_rng(1).permutation(60)
    tidy = project(hires, stock, hazard, proficiency, fte, even)
    found = project(hires[mixed], stock[mixed], hazard, proficiency, fte[mixed], even[mixed])
    for mine, other in zip(found, tidy, strict=True):
        np.testing.assert_allclose(mine, other[mixed], rtol=1e-13)


def test_inputs_stay_as_they_were() -> None:
    """Nothing that was handed over is changed."""
    given_ = case(5, 70, 20, 2, 3)
    before = [one.copy() for one in given_]
    project(*given_)
    for now, then in zip(given_, before, strict=True):
        assert (now == then).all()


FINE: dict[str, Any] = {
    "hires_heads": np.ones((4, 6)),
    "stock_heads": np.ones((4, 3)),
    "hazard_share": np.full((2, 3), 0.1),
    "curve_number": np.array([0, 1, 0, 1]),
}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("hires_heads", np.ones((2, 2, 6)), "hires_heads: found shape (2, 2, 6); allowed one row"),
        ("hires_heads", -np.ones((4, 6)), "hires_heads: found -1.0 to -1.0; allowed 0 or more"),
        ("stock_heads", np.ones((4, 5)), "stock_heads: found shape (4, 5); allowed shape (4, 3)"),
        ("hazard_share", np.full((2, 3), 1.1), "hazard_share: found 1.1 to 1.1; allowed 0 to 1"),
        ("hazard_share", np.full((2, 3), np.nan), "hazard_share: found nan to nan"),
        ("proficiency_share", np.ones((2, 5)), "one value, or shape (2, 3): curves x classes"),
        ("fte_per_head", np.ones(3), "fte_per_head: found shape (3,)"),
        ("curve_number", None, "curve_number: found nothing; allowed one number a group, 0 to 1"),
        ("curve_number", np.array([0, 1, 2, 0]), "found 0 to 2; allowed whole numbers, 0 to 1"),
        ("curve_number", np.array([0, 1]), "curve_number: found shape (2,)"),
    ],
)
def test_what_does_not_fit_is_named(name: str, value: Array | None, says: str) -> None:
    """One line names the argument, what was found and what is allowed."""
    with pytest.raises(PlanInputError) as caught:
        project(**{**FINE, name: value})
    assert says in str(caught.value)
    assert len(str(caught.value)) <= 255
