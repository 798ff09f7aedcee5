"""The plan's hiring problem, and the classes that the engine adds to a plan."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from capplan import Assumptions, example, make_plan
from capplan.hiring_case import hiring_case
from capplan.hiring_plan.recourse import people
from capplan.identity import inputs_of_hiring
from capplan.plan import known_values
from capplan.workforce import workforce


@pytest.mark.parametrize("name", ["growth", "enterprise"])
def test_a_starter_is_worth_what_the_plan_says(name: str) -> None:
    """The search counts new people week by week as the plan's own supply does, leave apart.

    People hired in the plan who go on leave without a date, a year and more after their start, are
    not followed there and back by the search.
    """
    given = example(name)
    own = tuple(one for one in given.classes if not one.proposed)
    at_work = {"leave_of_absence_weekly_share": 0.0}
    known = known_values(given, given.scenario_names[0]) | at_work
    shape = given.calendar.weeks, len(given.queue_names)
    case = hiring_case(given, own, known | {"required_fte": np.ones(shape)})
    starts = np.zeros((case.weeks, case.queues))
    starts[8, 0], starts[30, -1] = 12.0, 7.0
    mondays = case_mondays(given, case.weeks)
    frame = known | {"classes": own, "mondays": mondays}
    with_them = workforce(frame, case.given_starts + starts)["effective_fte"]
    without = workforce(frame, case.given_starts)["effective_fte"]
    assert people(case, starts).effective_fte == pytest.approx(with_them - without, abs=1e-9)


def case_mondays(given: Assumptions, weeks: int) -> tuple[date, ...]:
    """The plan's Mondays and those behind it."""
    first = given.calendar.first_week
    return tuple(first + timedelta(weeks=week) for week in range(weeks))


def test_a_plain_run_keeps_an_optimised_plan_and_its_evidence() -> None:
    """Optimised classes stay, with what they stand on, until the next optimisation."""
    found = make_plan(example("growth"), optimise_s=4).assumptions
    again = make_plan(found).assumptions
    assert any(one.status == "optimised" for one in found.classes)
    assert not any(one.status == "proposed" for one in found.classes)
    assert again.classes == found.classes
    assert again.evidence == found.evidence
    assert found.evidence["search_inputs"] == inputs_of_hiring(example("growth"))
    assert found.evidence["bound_cost"] <= found.evidence["found_cost"]
    assert found.evidence["found_cost"] <= found.evidence["tuned_cost"]


def test_optimising_leaves_the_planners_classes_alone() -> None:
    """Whatever a person decided stands in the optimised plan as it was."""
    given = example("growth")
    own = tuple(one for one in given.classes if not one.proposed)
    assert own
    found = make_plan(given, optimise_s=4).assumptions
    assert found.classes[: len(own)] == own


def test_the_optimised_plan_costs_less_in_the_budget_too() -> None:
    """What the search saves shows in the plan's own money, gaps being no deeper than priced."""
    plain, best = (make_plan(example("growth"), optimise_s=limit) for limit in (None, 6))
    assert best["total_cost"] < plain["total_cost"]
