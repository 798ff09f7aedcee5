"""Runs that share their steps: the numbers of plain runs, and most of the work only once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from bridged_plans import CHANGES, VALUES, assumptions, plan
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import example_plan

from capplan.plan import make_plan
from capplan.plan.flow import STEPS, result_terms
from capplan.questions.bridge import bridge
from capplan.questions.shared_runs import SharedRuns
from capplan.steps import leading_to
from capplan.steps.recall import Recall
from capplan.vocabulary import VOCABULARY, terms


@given(changed=st.sets(st.sampled_from(sorted(CHANGES)), max_size=4))
@settings(max_examples=15)
def test_shared_runs_give_what_plain_runs_give(changed: set[str]) -> None:
    """Every result equals that of a plan made by itself, bit by bit."""
    runs = _all_runs()
    found = runs.run(assumptions(*sorted(changed)))
    want = plan(*sorted(changed))
    for name in result_terms():
        assert np.array_equal(found[name], want[name]), name


@cache
def _all_runs() -> SharedRuns:
    return SharedRuns(result_terms())


def test_a_second_run_computes_nothing() -> None:
    """The same assumptions again: every step is remembered."""
    runs = SharedRuns(["total_cost"])
    first = runs.run(assumptions())
    before = runs.recall.computed
    assert runs.run(assumptions())["total_cost"] == first["total_cost"]
    assert runs.recall.computed == before


def test_pay_leaves_the_people_alone() -> None:
    """Another salary recomputes lines of the budget and nothing before them."""
    runs = SharedRuns(["total_cost"])
    runs.run(assumptions())
    before = runs.recall.computed
    runs.run(assumptions("pay"))
    money = leading_to(STEPS, ["total_cost"])
    paid = ("budget", "headline")
    told = [one for one in money if not one.record]
    budget = [one for one in told if VOCABULARY[one.results[0]].stage in paid]
    assert 0 < runs.recall.computed - before <= len(budget) / 2 < len(money) / 3


def test_proposed_classes_do_not_depend_on_prices() -> None:
    """What makes it right to share a hiring plan between plans that differ in prices."""
    money = [row for row in terms("assumption", "budget", "plan") if row.unit == "money"]
    prices = {row.name: 2.0 for row in money if row.default is not None}
    changed = make_plan(assumptions(values={**VALUES, **prices, "burden_share": 0.9}))
    assert changed.assumptions.classes == plan().assumptions.classes
    assert any(one.proposed for one in changed.assumptions.classes)


def test_the_large_example_shares_most_of_its_work() -> None:
    """Seven factors, 128 runs: fewer than two fifths of the steps are computed."""
    old = example_plan("growth")
    values = dict(old.assumptions.values)
    values |= {
        "annual_attrition_share": 0.45,
        "shrinkage_sick_share": 0.06,
        "supervisor_span": 11.0,
    }
    values |= {"agent_salary_cost": 33_000.0, "weekly_dropout_share": 0.04}
    values |= {"volume_change_share": 0.05, "deferred_occupancy_share": 0.9}
    new = make_plan(replace(old.assumptions, values=values))
    runs = SharedRuns(["total_cost"])
    found = bridge(old, new, ("money",), runs=runs)["money"]
    assert len(found.parts) == 7
    assert sum(found.parts.values()) == pytest.approx(found.variance, abs=1e-3)
    assert runs.recall.computed < 128 * 0.4 * len(leading_to(STEPS, ["total_cost"]))


def test_tables_are_remembered_by_what_was_looked_at() -> None:
    """A column that was not looked at may change; one that was may not."""
    seen = []

    def first_column(table: Mapping[str, float], factor: float) -> float:
        seen.append(factor)
        return table["a"] * factor if table["a"] > 0 else table["b"]

    recall = Recall()
    asked = [
        ({"a": 1.0, "b": 5.0}, 2.0),
        ({"a": 1.0, "b": 6.0}, 2.0),
        ({"a": -1.0, "b": 6.0}, 2.0),
        ({"a": -1.0, "b": 7.0}, 2.0),
        ({"a": 1.0, "b": 7.0}, 3.0),
    ]
    assert [recall.call(first_column, one) for one in asked] == [2.0, 2.0, 6.0, 7.0, 3.0]
    assert (len(seen), recall.computed) == (4, 4)


@given(
    st.lists(st.one_of(st.none(), st.floats(), st.sampled_from(["", "1", "nan"])), max_size=3),
    st.lists(st.one_of(st.none(), st.floats(), st.sampled_from(["", "1", "nan"])), max_size=3),
)
def test_equal_values_have_equal_tokens(one: list[object], other: list[object]) -> None:
    """Tokens agree exactly where the values do; a missing number equals a missing number."""

    def plain(values: list[object]) -> list[object]:
        return ["nan" * 9 if value != value else value for value in values]

    recall = Recall()
    assert recall.same(one, other) == (plain(one) == plain(other))
    assert recall.same(tuple(one), list(one)) is False
