"""How many people more a queue can take: hand numbers, and laws against every need added up."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan.errors import LINE_LIMIT, PlanInputError
from capplan.inputs.assumptions import Source, TrainingClass, make_assumptions
from capplan.plan import Plan, make_plan
from capplan.questions.readiness import first_week, people_for, readiness, readiness_of

MONDAY = date(2026, 1, 5)
WEEKS = 30
CAPS: dict[str, Any] = {
    "propose_classes": "no",
    "hiring_lead_weeks": 4.0,
    "training_rooms": 2.0,
    "class_max_heads": 15.0,
    "recruiters_cap_heads": 3.0,
    "recruiter_h_per_week": 20.0,
    "recruiter_h_per_start": 10.0,
    "interview_h_per_start": 3.0,
    "interview_h_per_leader": 4.0,
    "trainers_cap_heads": 2.0,
    "mentor_eligible_share": 0.2,
    "seats_cap_heads": 200.0,
    "supervisor_span_max": 15.0,
    "annual_attrition_share": 0.3,
}
MORE_IS_BETTER = (
    "training_rooms",
    "class_max_heads",
    "recruiters_cap_heads",
    "recruiter_h_per_week",
    "interview_h_per_leader",
    "trainers_cap_heads",
    "mentor_eligible_share",
    "seats_cap_heads",
    "supervisor_span_max",
)


def plan_of(**changes: Any) -> Plan:
    """Calls and mail, 150 agents, two classes under way, and these capacities."""
    queues = [
        {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 120, "training_weeks": 4},
        {"queue": "Mail", "channel": "email", "aht_s": 400, "opening_agents_heads": 30},
    ]
    classes = (
        TrainingClass("one", "Calls", MONDAY + timedelta(weeks=6), 12.0),
        TrainingClass("two", "Mail", MONDAY + timedelta(weeks=9), 6.0),
    )
    return make_plan(
        make_assumptions(
            MONDAY,
            queues,
            [[18_000, 5_000]] * WEEKS,
            classes=classes,
            values={**CAPS, **changes},
            sources=(Source("Referral", 0.5, recruiter_h=8.0), Source("Agency", 0.5)),
        )
    )


@cache
def plan() -> Plan:
    """The plan with the capacities as they are."""
    return plan_of()


def answers(found: Plan, week: int, queue: int) -> dict[str, int | None]:
    """What each function allows."""
    return {one.name: one.allows for one in readiness(found, week, queue).limits}


def test_each_limit_by_hand() -> None:
    """Week 9, where the mail class starts, worked on paper from the plan's own numbers."""
    allowed = answers(plan(), 9, 0)
    # weeks 5 to 8: the class of week 6 takes 12 x 9 / 4 = 27 hours of week 5, that of week 9
    # 6 x 9 / 4 = 13.5 hours of each: 60 - 40.5 = 19.5 hours free in week 5, 2.25 a starter
    assert allowed["recruiters"] == 8
    # 4.5 + 9 of the leaders' hours in week 5, 3 / 4 hours a starter
    leaders = float(plan()["supervisors_heads"][5])
    assert allowed["interviews"] == int((leaders * 4 - 13.5) / 0.75)
    # the class of week 6 and the one of week 9 hold both rooms and both trainers
    assert allowed["rooms"] == allowed["trainers"] == 0
    assert readiness(plan(), 9, 0).binding == ("rooms", "trainers")
    assert answers(plan(), 20, 0)["rooms"] == 30


def test_mentors_leaders_and_seats_by_hand() -> None:
    """Three nesters a mentor, the span's upper end, and the seats in training and nesting."""
    found, at = plan(), 14
    weeks = slice(at + 4, at + 4 + int(found["nesting_weeks"]))
    stay = (1 - found["weekly_dropout_share"]) ** 4
    allowed = answers(found, at, 0)
    mentors = (found["tenured_heads"] * 0.2)[weeks, 0].min()
    assert allowed["mentors"] == int(mentors * found["nesters_per_mentor"] / stay)
    leaders = (found["supervisors_heads"] * 15 - found["floor_heads"])[weeks].min()
    assert allowed["team leaders"] == int(leaders / stay)
    everybody = found["frontline_heads"] + found["leaders_heads"] + found["support_heads"]
    assert allowed["seats"] == int((200 - everybody)[at : weeks.stop].min())


@given(week=st.integers(0, WEEKS - 1), queue=st.integers(0, 1))
def test_the_answer_is_the_least_and_names_who_binds(week: int, queue: int) -> None:
    """The largest class is taken, one person more is not, and the binding ones allow just that."""
    found = readiness(plan(), week, queue)
    most = found.people
    assert most is not None
    assert found.takes(most)
    assert not found.takes(most + 1)
    assert found.binding == tuple(one.name for one in found.limits if one.allows == most)
    assert all(len(line) <= LINE_LIMIT for line in found.lines())
    assert sum("<- binds" in line for line in found.lines()) == len(found.binding)


@pytest.mark.parametrize("name", MORE_IS_BETTER)
def test_more_of_a_capacity_never_lowers_the_answer(name: str) -> None:
    """Twice as much of any one capacity allows as many people or more, everywhere."""
    richer = plan_of(**{name: CAPS[name] * 2})
    for week in range(0, WEEKS, 3):
        for queue in (0, 1):
            before, after = answers(plan(), week, queue), answers(richer, week, queue)
            for function, allowed in before.items():
                now = after[function]
                assert now is None or (allowed is not None and now >= allowed), function


def holds(found: Plan, week: int, queue: int, people: int) -> bool:
    """Whether every need still fits with so many starters more, each need added up anew."""
    r, lead = found.runs[found.live], int(found["hiring_lead_weeks"])
    weeks = np.arange(WEEKS)
    training = int(r["training_weeks"][queue])
    hiring = (weeks >= week - lead) & (weeks < week)
    in_class = (weeks >= week) & (weeks < week + training)
    end = week + training + int(r["nesting_weeks"])
    nests = (weeks >= week + training) & (weeks < end)
    seated = (weeks >= week) & (weeks < end)
    graduates = people * (1 - r["weekly_dropout_share"]) ** training
    classes = -(-people // int(r["class_max_heads"]))
    recruiters = r["recruiters_cap_heads"] * r["recruiter_h_per_week"]
    running = r["classes_in_training"].sum(axis=1) + classes * in_class
    most = r["supervisor_span_max"] * r["supervisors_heads"]
    slack = 1e-6
    needs = (
        (r["recruiter_need_h"] + people * r["mix_recruiter_h"] / lead, recruiters, hiring),
        (
            r["interview_need_h"] + people * r["interview_h_per_start"] / lead,
            r["supervisors_heads"] * r["interview_h_per_leader"],
            hiring,
        ),
        (running, r["training_rooms"], in_class),
        (running, r["trainers_cap_heads"], in_class),
        (
            (r["nesters_heads"][:, queue] + graduates) / r["nesters_per_mentor"],
            r["tenured_heads"][:, queue] * r["mentor_eligible_share"],
            nests,
        ),
        (r["floor_heads"] + graduates, most, nests),
        (r["seats_need_heads"] + people, r["seats_cap_heads"], seated),
    )
    return all((~when | (need <= there + slack)).all() for need, there, when in needs)


@given(week=st.integers(0, WEEKS - 1), queue=st.integers(0, 1), people=st.integers(1, 80))
def test_a_class_is_taken_exactly_when_every_need_fits(week: int, queue: int, people: int) -> None:
    """Adding the class to every need, week by week, breaks no limit if and only if it is taken."""
    assert readiness(plan(), week, queue).takes(people) == holds(plan(), week, queue, people)


@given(free=st.floats(0, 1e6), use=st.floats(0.01, 100))
def test_people_for_is_the_last_whole_person_that_fits(free: float, use: float) -> None:
    """That many fit, one more does not."""
    most = people_for(free, use)
    assert most is not None
    assert most * use <= free * (1 + 1e-9) + 1e-6
    assert (most + 1) * use > free


def test_what_is_not_given_does_not_limit() -> None:
    """Blank capacities say so, and a start before anybody could be hired needs no recruiter."""
    free = plan_of(recruiters_cap_heads=None, trainers_cap_heads=None, seats_cap_heads=None)
    found = readiness(free, 12, 1)
    assert {one.name for one in found.limits if one.allows is None} == {
        "recruiters",
        "trainers",
        "seats",
    }
    assert "none is given" in str(found)
    assert answers(plan(), 0, 0)["recruiters"] is None
    assert "hired before the plan begins" in str(readiness(plan(), 0, 0))
    assert answers(plan(), WEEKS - 1, 0)["mentors"] is None


def test_days_and_names_are_understood() -> None:
    """Any day of the week will do; without one, the first week that can still be hired for."""
    wednesday = (MONDAY + timedelta(weeks=9, days=2)).isoformat()
    assert readiness_of(plan(), wednesday, "Mail") == [readiness(plan(), 9, "Mail")]
    assert first_week(plan()) == 4
    assert [one.queue for one in readiness_of(plan())] == ["Calls", "Mail"]
    assert {one.monday for one in readiness_of(plan())} == {MONDAY + timedelta(weeks=4)}
    with pytest.raises(PlanInputError, match="did you mean Calls"):
        readiness_of(plan(), queue="calls")
    with pytest.raises(PlanInputError, match="allowed a week of the plan"):
        readiness_of(plan(), "2030-01-07")


def test_the_answer_as_plain_data() -> None:
    """JSON holds every limit, the binding one, and nothing for no limit."""
    data = readiness(plan(), 0, 0).as_dict()
    assert data["people"] == min(
        one["allows"] for one in data["limits"] if one["allows"] is not None
    )
    assert {one["name"]: one["allows"] for one in data["limits"]}["recruiters"] is None
