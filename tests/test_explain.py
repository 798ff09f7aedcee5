"""How a number came about: the tree is complete, its numbers the plan's, its words plain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from capplan.errors import LINE_LIMIT, PlanInputError
from capplan.inputs.assumptions import (
    Assumptions,
    Event,
    Move,
    Origin,
    Scenario,
    TrainingClass,
    make_assumptions,
)
from capplan.plan import Plan, make_plan
from capplan.plan.flow import STEPS
from capplan.questions.derivation import JOINT, behind, computed, formula_of, needs_of
from capplan.questions.explain import Explanation, explain
from capplan.vocabulary import VOCABULARY, terms

WEEK = "2026-01-19"
FACTOR = 1.07


def queues() -> list[Mapping[str, Any]]:
    """A phone queue with every option used, and an email queue."""
    phone = {
        "queue": "Calls",
        "aht_s": 300,
        "patience_s": 120,
        "max_abandon_share": 0.05,
        "max_occupancy_share": 0.85,
        "selfservice_attempt_share": 0.2,
        "containment_share": 0.5,
        "contained_aht_s": 200,
        "repeat_share": 0.1,
        "redial_share": 0.3,
        "opening_agents_heads": 900,
        "training_weeks": 2,
    }
    email = {
        "queue": "Post",
        "channel": "email",
        "aht_s": 400,
        "opening_backlog_h": 300,
        "opening_agents_heads": 400,
        "training_weeks": 1,
    }
    return [phone, email]


def given() -> Assumptions:
    """Ten weeks of a centre large enough for every layer and role."""
    first = date(2026, 1, 5)
    return make_assumptions(
        first,
        queues(),
        np.outer(np.linspace(1, 1.2, 10), [230_000, 80_000]),
        values={
            "propose_classes": "no",
            "wage_step_date": date(2026, 2, 2),
            "leave_of_absence_weekly_share": 0.01,
            "leave_of_absence_weeks": 3,
            "new_hire_weeks": 2,
        },
        events=(Event("Campaign", "Calls", date(2026, 1, 19), date(2026, 1, 26), 0.1, 500),),
        classes=(
            TrainingClass("one", "Calls", first, 60),
            TrainingClass("two", "Post", date(2026, 1, 12), 20),
            TrainingClass("begun", "Calls", date(2025, 12, 29), 15, "running"),
        ),
        moves=(
            Move("to post", "transfer", "Calls", date(2026, 1, 19), 5, "Post", 2),
            Move("leaders", "promotion", "Calls", date(2026, 1, 26), 3),
            Move("sabbatical", "leave of absence", "Post", date(2026, 1, 12), 4),
            Move("retires", "leaver", "Post", date(2026, 2, 9), 2),
        ),
        scenarios=(Scenario("Base"), Scenario("Busy", {"volume_change_share": 0.1})),
        origins={
            "annual_attrition_share": Origin("given", "HR, last year"),
            "queue:Calls": Origin("assumed", "to be measured"),
        },
    )


@cache
def plan() -> Plan:
    """The plan of these assumptions."""
    return make_plan(given())


def walk(tree: Explanation) -> Iterator[Explanation]:
    """Every node of the tree."""
    yield tree
    for need in tree.needs:
        yield from walk(need)


def node(tree: Explanation, term: str) -> Explanation:
    """The first node of a term."""
    return next(one for one in walk(tree) if one.term == term)


# completeness


def test_joint_steps_name_what_each_result_is_made_from() -> None:
    """Every need is an input or another result of the same step, and no input is forgotten."""
    for step in STEPS:
        joint = [name for name in step.results if name in JOINT]
        if not joint:
            continue
        named = {known for name in joint for need in JOINT[name] for known in behind(need)}
        needs = {known for need in step.needs for known in behind(need)}
        assert named <= needs | set(step.results)
        passed_on = {need for need in needs if need in step.results}
        assert needs <= named | passed_on


@pytest.mark.parametrize("name", sorted(computed()))
def test_every_result_has_a_formula_and_known_needs(name: str) -> None:
    """Words for each result, and a vocabulary row for everything below it."""
    assert formula_of(name)
    assert needs_of(name)
    assert set(needs_of(name)) <= set(VOCABULARY)


def leaves(name: str) -> set[str]:
    """The assumptions that the tree of a result ends in."""
    return {one.term for one in walk(explain(plan(), name)) if one.term not in computed()}


def moved(term: str) -> Plan | None:
    """The plan with one plan-wide number changed; None where it cannot be changed."""
    base = given()
    value = base.values[term]
    if not isinstance(value, float):
        return None
    step = value * FACTOR if value else 0.01
    row = VOCABULARY[term]
    whole = float(round(value + 1)) if row.whole else min(step, row.high or step)
    if row.whole and row.high is not None and whole > row.high:
        whole = float(round(value - 1))
    if term == "interval_min":
        whole = 60.0
    changed = replace(base, values={**base.values, term: whole}, scenarios=base.scenarios[:1])
    return make_plan(changed)


TRIED = [row.name for row in terms("assumption", shape="plan") if isinstance(row.default, float)]
NOT_OF_THE_NUMBERS = {  # they steer which classes are proposed, and none are here
    "hiring_lead_weeks",
    "class_min_heads",
    "class_max_heads",
    "training_rooms",
    "shortage_price_multiple",
    "deep_shortage_price_multiple",
    "shortage_first_share",
    "accepted_risk_share",  # only the simulated lines of the workbook ask for it
}

OF_OTHER_FUNCTIONS = (
    "recruiter_short_h",
    "interview_short_h",
    "mentors_short_heads",
    "leader_headroom_heads",
    "management_debt_heads",
)


@cache
def changed_by(term: str) -> frozenset[str]:
    """The results that differ when one assumption does: a second route to what depends on what."""
    other = moved(term)
    assert other is not None
    names = (name for name in computed() if VOCABULARY[name].unit != "text")
    return frozenset(
        name
        for name in names
        if not np.allclose(plan().value(name, "Base"), other[name], rtol=1e-9, atol=1e-9)
    )


@pytest.mark.parametrize("term", TRIED)
def test_the_tree_names_every_assumption_that_moves_a_number(term: str) -> None:
    """Whatever changes when an assumption does shows that assumption among its leaves."""
    missed = {name for name in changed_by(term) if term not in leaves(name)}
    assert missed == set()


@pytest.mark.parametrize("term", sorted(set(TRIED) - NOT_OF_THE_NUMBERS))
def test_every_assumption_serves_a_number(term: str) -> None:
    """No plan-wide number is asked for in vain: the money, the offers or the load needs it."""
    served = ("week_cost", "offers_heads", *OF_OTHER_FUNCTIONS)
    assert term in {leaf for name in served for leaf in leaves(name)}


# numbers


def test_numbers_are_the_plans_own_at_week_and_queue() -> None:
    """Each node shows the value that the plan holds there."""
    tree = explain(plan(), "required_fte", WEEK, "Calls")
    for name in ("required_fte", "contract_h", "base_staff_h", "contacts", "workload_h"):
        assert node(tree, name).value == plan()[name][2, 0]
        assert node(tree, name).over == ""
    assert node(tree, "aht_s").value == 300
    assert node(tree, "shrinkage_share").value == plan()["shrinkage_share"][0]


def test_without_a_queue_amounts_are_added_and_said_so() -> None:
    """Heads and hours are sums over the queues, and the text says it."""
    tree = explain(plan(), "required_fte", WEEK)
    assert tree.value == pytest.approx(plan()["required_fte"][2].sum())
    assert tree.over == "sum of 2 queues"
    assert node(tree, "aht_s").over == "mean of 2 queues: 300 seconds to 400 seconds"


def test_without_a_week_numbers_are_means_and_said_so() -> None:
    """A mean over the weeks, and the text says it."""
    tree = explain(plan(), "workload_h", queue="Post")
    assert tree.value == pytest.approx(plan()["workload_h"][:, 1].mean())
    assert tree.over == "mean of 10 weeks"


def test_coverage_of_all_queues_is_no_mean_of_shares() -> None:
    """Available over required, both added up first."""
    tree = explain(plan(), "coverage_share", WEEK)
    available, required = (plan()[name][2].sum() for name in ("effective_fte", "required_fte"))
    assert tree.value == pytest.approx(available / required)
    assert tree.over == "all queues together"
    one = explain(plan(), "coverage_share", WEEK, "Post")
    assert one.value == pytest.approx(plan()["coverage_share"][2, 1])


def test_a_plan_of_one_queue_needs_no_queue() -> None:
    """With a single queue nothing is added up."""
    single = make_plan(make_assumptions(date(2026, 1, 5), queues()[:1], [[2000], [2000]]))
    assert explain(single, "contacts", "2026-01-05").over == ""


# words


def test_formula_is_the_first_line_of_the_step() -> None:
    """The words come from the function that computes, so they cannot drift from it."""
    step = computed()["workload_h"]
    first = (step.function.__doc__ or "").splitlines()[0]
    assert explain(plan(), "workload_h").formula == first


def test_what_was_shown_is_not_unfolded_again() -> None:
    """Each result unfolds once; later it says that it stands above."""
    tree = explain(plan(), "total_cost")
    unfolded = [one.term for one in walk(tree) if one.needs]
    assert len(unfolded) == len(set(unfolded))
    again = [one for one in walk(tree) if one.again]
    assert again
    assert all("(shown above)" in one.line and one.term in unfolded for one in again)


def test_assumptions_say_where_they_come_from() -> None:
    """Basis and note of plan-wide terms and of the queue's own ones."""
    tree = explain(plan(), "leavers_heads", WEEK, "Calls")
    attrition = node(tree, "annual_attrition_share")
    assert attrition.line.endswith("40 %  [given: HR, last year]")
    calls = node(explain(plan(), "workload_h", WEEK, "Calls"), "aht_s")
    assert (calls.basis, calls.note) == ("assumed", "to be measured")
    post = node(explain(plan(), "workload_h", WEEK, "Post"), "aht_s")
    assert (post.basis, post.note) == ("default", "")


def test_a_scenario_shows_what_it_changed() -> None:
    """An override names its scenario and the value it replaces."""
    tree = explain(plan(), "contacts", WEEK, "Calls", "Busy")
    change = node(tree, "volume_change_share")
    assert change.line.endswith("10 %  [scenario Busy: instead of 0 %]")
    assert tree.value == pytest.approx(1.1 * plan()["contacts"][2, 0])


def test_events_and_classes_are_told_by_name_and_size() -> None:
    """The events of the week, the classes up to it."""
    tree = explain(plan(), "contacts", WEEK, "Calls")
    assert node(tree, "event").value == "Campaign (+0.1 lift, +500 contacts)"
    assert node(explain(plan(), "contacts", WEEK, "Post"), "event").value == "none"
    starts = explain(plan(), "starts_heads", WEEK)
    assert str(node(starts, "class").value).startswith("3 up to 2026-01-19 with 95 starters")
    tree = explain(plan(), "closing_agents_heads", WEEK, "Post")
    assert node(tree, "move").value == "transfer of 5, leave of absence of 4 up to 2026-01-19"


def test_targets_a_queue_does_not_have_are_left_out() -> None:
    """Email shows backlog and goal, the phone its targets, neither the other's."""
    post = {one.term for one in walk(explain(plan(), "base_staff_h", WEEK, "Post"))}
    calls = {one.term for one in walk(explain(plan(), "base_staff_h", WEEK, "Calls"))}
    assert "opening_backlog_h" in post - calls
    assert {"service_level_share", "patience_s"} <= calls - post
    assert "max_asa_s" not in calls


def test_money_is_in_the_plans_currency() -> None:
    """No line speaks of money without saying which."""
    line = explain(plan(), "cost_per_contact").line
    assert line.endswith(" USD per contact")


def test_json_is_the_same_tree() -> None:
    """Plain data, every node of the text in it, that JSON can hold."""
    tree = explain(plan(), "week_cost", WEEK)
    data = json.loads(json.dumps(tree.as_dict(), allow_nan=False))

    def names(one: dict[str, Any]) -> list[str]:
        return [one["term"], *(name for need in one.get("needs", ()) for name in names(need))]

    assert names(data) == [one.term for one in walk(tree)]
    assert len(str(tree).splitlines()) == sum(1 + bool(one.formula) for one in walk(tree))


@pytest.mark.parametrize("name", [*computed(), "binding_target", "proficiency_share", "event"])
def test_every_result_can_be_explained_anywhere(name: str) -> None:
    """With and without week and queue each term has its lines."""
    for week, queue in ((None, None), (WEEK, None), (None, "Post"), (WEEK, "Calls")):
        assert str(explain(plan(), name, week, queue))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ({"term": "requird_fte"}, "did you mean required_fte?"),
        ({"term": "interval_s"}, "allowed a result or an assumption of the plan"),
        ({"term": "contacts", "week": "2027-01-04"}, "allowed a week of the plan, 2026-01-05 to"),
        ({"term": "contacts", "week": "soon"}, "allowed a date such as 2026-01-05"),
        ({"term": "contacts", "queue": "calls"}, "did you mean Calls?"),
        ({"term": "contacts", "scenario": "Bussy"}, "did you mean Busy?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_closest(ask: dict[str, Any], says: str) -> None:
    """One line that holds what was found, what is allowed, and a suggestion."""
    with pytest.raises(PlanInputError) as refused:
        explain(plan(), **ask)
    assert says in str(refused.value)
    assert len(str(refused.value)) <= LINE_LIMIT


def test_any_day_of_a_week_will_do() -> None:
    """A Wednesday stands for its week."""
    assert explain(plan(), "contacts", "2026-01-21") == explain(plan(), "contacts", WEEK)
