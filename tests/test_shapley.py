"""Parts of a difference: exact sums, no preferred order, and the published worked example."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st

from capplan.errors import PlanInputError
from capplan.questions.shapley import Moved, one_order, shapley


def ex11(values: Mapping[str, float], inputs: Mapping[str, Any]) -> float:
    """The cost model of the worked example, written from its description."""
    hours = values["volume"] * values["aht"] / 3600 / inputs["occupancy"]
    fte = hours / (1 - values["shrinkage"]) / inputs["hours_per_fte_year"]
    wages = fte * inputs["hours_per_fte_year"] * values["wage"] * (1 + inputs["burden"])
    hires = fte * values["attrition"] / inputs["training_survival"]
    return float(wages + hires * inputs["cost_per_start"])


def ex11_at(moved: Moved) -> float:
    """The worked example's cost once some factors are those of the forecast."""
    given_ = example("EX11")["inputs"]
    budget, forecast = given_["budget"], given_["forecast"]
    return ex11({name: (forecast if name in moved else budget)[name] for name in budget}, given_)


def test_ex11_is_split_as_published() -> None:
    """The five bars of the worked example, to the cent, and their sum."""
    want = example("EX11")["expected"]
    parts = shapley(list(want["bridge"]), ex11_at)
    assert {name: float(part) for name, part in parts.items()} == pytest.approx(
        want["bridge"], abs=0.01
    )
    assert float(sum(parts.values())) == pytest.approx(want["variance"], abs=1e-6)
    assert ex11_at(frozenset()) == pytest.approx(want["budget_cost"], abs=0.01)


def test_ex11_in_prescribed_orders() -> None:
    """Both sequential orders of the worked example, to the cent."""
    steps = example("EX11")["steps"]
    for key in ("sequential", "sequential_reverse"):
        parts = one_order(list(steps[key]), ex11_at)
        assert {n: float(part) for n, part in parts.items()} == pytest.approx(steps[key], abs=0.01)


def test_the_average_is_that_over_all_orders() -> None:
    """Another route to EX11: every one of the 120 orders walked, and averaged."""
    names = list(example("EX11")["expected"]["bridge"])
    walks = [one_order(order, ex11_at) for order in permutations(names)]
    for name, part in shapley(names, ex11_at).items():
        assert float(part) == pytest.approx(np.mean([walk[name] for walk in walks]), abs=1e-6)


def test_balanced_orders_come_close_to_all() -> None:
    """With more factors than are taken in full, EX11 stays within a thousandth of the variance."""
    names = list(example("EX11")["expected"]["bridge"])
    full, few = shapley(names, ex11_at), shapley(names, ex11_at, most_full=2)
    variance = float(sum(full.values()))
    assert float(sum(few.values())) == pytest.approx(variance, abs=1e-6)
    assert max(abs(float(full[name] - few[name])) for name in names) < 0.001 * variance


def test_balanced_orders_split_a_product_of_twelve() -> None:
    """Twelve factors of 5 % each on a product: equal parts, as all orders would have it."""
    names = [f"factor {number}" for number in range(12)]
    parts = shapley(names, lambda moved: 100 * 1.05 ** len(moved))
    assert {round(float(part), 9) for part in parts.values()} == {
        round(100 * (1.05**12 - 1) / 12, 9)
    }


@given(effects=st.lists(st.floats(-0.3, 0.3), min_size=3, max_size=6))
def test_balanced_orders_split_pairs_exactly(effects: list[float]) -> None:
    """What factors do alone and two by two is split as over all orders."""
    names = [chr(ord("a") + number) for number in range(len(effects))]
    size = dict(zip(names, effects, strict=True))

    def value(moved: Moved) -> float:
        total = sum(size[name] for name in sorted(moved))
        return float(100 + total + total**2)

    full, few = shapley(names, value), shapley(names, value, most_full=1)
    for name in names:
        assert float(few[name]) == pytest.approx(float(full[name]), abs=1e-9)


games = st.integers(1, 5).flatmap(
    lambda count: st.lists(st.floats(-1e6, 1e6), min_size=2**count, max_size=2**count)
)


def game(values: list[float]) -> tuple[list[str], Any]:
    """Factors a, b, … and a value for each set of them."""
    names = [chr(ord("a") + number) for number in range(len(values).bit_length() - 1)]

    def value(moved: Moved) -> float:
        place = sum(int(2**number) for number, name in enumerate(names) if name in moved)
        return values[place]

    return names, value


@given(values=games, most_full=st.integers(0, 7))
def test_parts_always_add_up(values: list[float], most_full: int) -> None:
    """Whatever the values and the number of orders, the parts are the difference."""
    names, value = game(values)
    parts = shapley(names, value, most_full)
    assert float(sum(parts.values())) == pytest.approx(values[-1] - values[0], abs=1e-6)


@given(values=games, data=st.data(), most_full=st.integers(0, 7))
def test_the_order_of_listing_does_not_matter(
    values: list[float], data: st.DataObject, most_full: int
) -> None:
    """Listed in any order, each factor has the same part to the last bit."""
    names, value = game(values)
    listed = data.draw(st.permutations(names))
    first, second = shapley(names, value, most_full), shapley(listed, value, most_full)
    assert list(second) == listed
    assert {n: float(first[n]) for n in names} == {n: float(second[n]) for n in names}


@given(values=games, data=st.data(), most_full=st.integers(0, 7))
def test_what_changes_nothing_gets_nothing(
    values: list[float], data: st.DataObject, most_full: int
) -> None:
    """A factor that moves no value has a part of 0; two that do the same share alike."""
    names, value = game(values)
    idle = data.draw(st.sampled_from(names))
    parts = shapley(names, lambda moved: value(moved - {idle}), most_full)
    assert float(parts[idle]) == 0


@given(values=games)
def test_factors_that_do_the_same_share_alike(values: list[float]) -> None:
    """Where only the number of changed factors counts, all have the same part."""
    names, _ = game(values)
    parts = shapley(names, lambda moved: values[len(moved)])
    equal = (values[len(names)] - values[0]) / len(names)
    assert [float(part) for part in parts.values()] == pytest.approx([equal] * len(names), abs=1e-6)


def test_a_factor_named_twice_is_refused() -> None:
    """The same factor cannot change twice."""
    with pytest.raises(PlanInputError, match="each factor once"):
        shapley(["a", "a"], lambda moved: 0.0)
