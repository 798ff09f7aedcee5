"""Running classes and moves of agents: what they do, and what cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from people_plans import MONDAY, assumed, people, week

from capplan.capacity.workforce import overdrafts
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Move, TrainingClass
from capplan.people.moves import LEAVE, LEAVER, PROMOTION, TRANSFER
from capplan.plan import make_plan
from capplan.plan.checking import faults, named_place

# classes that began before the plan


def test_a_running_class_graduates_inside_the_plan() -> None:
    """Ten who started two weeks ago and train for three: a third week, then the floor."""
    begun = TrainingClass("begun", "Calls", week(-2), 10.0, "running")
    found = people(assumed((begun,), weekly_dropout_share=0.1, hiring_scale_share=2.0))
    assert found["starts_heads"].sum() == 0.0
    assert found["opening_training_heads"][:3, 0] == pytest.approx([8.1, 7.29, 0.0])
    assert found["graduates_heads"][:3, 0] == pytest.approx([0.0, 7.29, 0.0])


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (
            TrainingClass("a", "Calls", week(-27), 10.0, "running"),
            "may have begun as early as 2025-07-07",
        ),
        (TrainingClass("a", "Calls", week(-2), 10.0), "make it running, or delete the row"),
        (TrainingClass("a", "Calls", week(-4), 10.0, "running"), "its training ended before"),
        (TrainingClass("a", "Calls", week(70), 10.0), "found 2027-05-10"),
    ],
)
def test_what_a_class_outside_the_plan_may_be(one: TrainingClass, says: str) -> None:
    """Running, at most 26 weeks old, and a remark where it has no effect any more."""
    (issue,) = faults(assumed((one,)), named_place)
    assert says in str(issue)
    assert issue.severity == ("look" if "ended" in says else "stop")


# moves by hand


def test_a_transfer_leaves_trains_and_arrives() -> None:
    """Eight from Calls to Chat, three weeks of cross-training: paid in Chat, then productive."""
    move = Move("m", TRANSFER, "Calls", week(2), 8, "Chat", 3)
    found = people(assumed(moves=(move,), annual_attrition_share=0.0))
    assert found["closing_agents_heads"][:7, 0].tolist() == [200, 200, *[192] * 5]
    assert found["cross_training_heads"][:7, 1].tolist() == [0, 0, 8, 8, 8, 0, 0]
    assert found["closing_agents_heads"][:7, 1].tolist() == [90] * 5 + [98] * 2
    assert found["effective_fte"][:7, 1].tolist() == [90] * 5 + [98] * 2
    assert found["paid_agent_fte"][:7, 1].tolist() == [90, 90, *[98] * 5]


def test_a_dated_leave_ends_on_its_date() -> None:
    """Ten go for four weeks, half come back, half are leavers of the week in which it ends."""
    move = Move("m", LEAVE, "Chat", week(1), 10, weeks=4, return_share=0.5)
    found = people(assumed(moves=(move,), annual_attrition_share=0.0))
    assert found["on_leave_heads"][:7, 1].tolist() == [0, *[10] * 4, 0, 0]
    assert found["closing_agents_heads"][:7, 1].tolist() == [90, *[80] * 4, 85, 85]
    assert found["all_leavers_heads"][:7, 1].tolist() == [0, 0, 0, 0, 0, 5, 0]
    assert found["paid_agent_fte"][1, 1] == 80


def test_leave_at_a_weekly_share_settles() -> None:
    """One percent a week for ten weeks on average keeps a tenth of the tenured away."""
    given = assumed(
        annual_attrition_share=0.0,
        leave_return_share=1.0,
        leave_of_absence_weekly_share=0.01,
        leave_of_absence_weeks=10.0,
    )
    found = people(given)
    away, there = found["on_leave_heads"][-1, 0], found["tenured_heads"][-1, 0]
    assert away + there == pytest.approx(200)
    assert away / there == pytest.approx(0.1, abs=1e-3)


# moves that cannot be


@pytest.mark.parametrize(
    ("move", "place", "says"),
    [
        (Move("m", "sabbatical", "Calls", MONDAY, 1), "move_kind[0]", "one of transfer, promotion"),
        (Move("m", LEAVER, "Cals", MONDAY, 1), "move_queue[0]", "one of Calls, Chat"),
        (Move("m", TRANSFER, "Calls", MONDAY, 1), "move_to_queue[0]", "another queue"),
        (Move("m", TRANSFER, "Calls", MONDAY, 1, "Calls"), "move_to_queue[0]", "another queue"),
        (Move("m", TRANSFER, "Calls", MONDAY, 1, "Mail"), "move_to_queue[0]", "one of Calls"),
        (Move("m", LEAVER, "Calls", MONDAY, 1, "Chat"), "move_to_queue[0]", "is it a transfer?"),
        (Move("m", LEAVER, "Calls", date(2026, 1, 7), 1), "move_week[0]", "mean 2026-01-05?"),
        (Move("m", LEAVER, "Calls", week(-1), 1), "move_week[0]", "a week of the plan"),
        (Move("m", LEAVER, "Calls", week(70), 1), "move_week[0]", "a week of the plan"),
        (Move("m", LEAVER, "Calls", MONDAY, 1.5), "move_heads[0]", "only whole numbers"),
        (Move("m", LEAVER, "Calls", MONDAY, -1), "move_heads[0]", "found -1"),
        (Move("m", LEAVE, "Calls", MONDAY, 1, weeks=0), "move_weeks[0]", "1 or more weeks"),
        (Move("m", LEAVE, "Calls", MONDAY, 1, return_share=90), "move_return_share[0]", "0.9"),
        (Move("m", LEAVER, "Calls", MONDAY, 1, weeks=4), "move_weeks[0]", "not used"),
        (Move("m", TRANSFER, "Calls", MONDAY, 1, "Chat", 2, 0.5), "move_return_share[0]", "not"),
    ],
)
def test_each_fault_of_a_move_names_its_value(move: Move, place: str, says: str) -> None:
    """One line for each move that cannot be, at the value that is wrong."""
    (issue,) = faults(assumed(moves=(move,)), named_place)
    assert issue.where == place
    assert says in str(issue)


def test_a_move_beyond_the_agents_there_names_flow_queue_and_week() -> None:
    """The first move in the order of the week that finds too few tenured agents is named."""
    moves = (
        Move("early", PROMOTION, "Chat", week(2), 30),
        Move("holiday", LEAVE, "Chat", week(2), 10, weeks=4),
        Move("away", TRANSFER, "Chat", week(2), 50, "Calls"),
    )
    assert faults(assumed(moves=moves, annual_attrition_share=0.0), named_place) == []
    more = (*moves, Move("retires", LEAVER, "Chat", week(2), 5))
    with pytest.raises(PlanInputError) as refused:
        make_plan(assumed(moves=more, annual_attrition_share=0.0))
    assert str(refused.value) == (
        "move_heads[1]: People: found Goes on leave of 10 from Chat on 2026-01-19; "
        "allowed up to 5.0, the tenured agents there"
    )


def test_leave_without_a_date_may_find_nobody_left() -> None:
    """Where the dated moves leave too few for the weekly share, the last of them is named."""
    moves = (Move("all", TRANSFER, "Chat", MONDAY, 90, "Calls"),)
    assert faults(assumed(moves=moves), named_place) == []
    (issue,) = faults(assumed(moves=moves, leave_of_absence_weekly_share=0.01), named_place)
    assert issue.where == "move_heads[0]"
    assert "Goes on leave of 0.9 from Chat" in issue.found


def test_what_depends_on_proposals_is_judged_when_the_plan_is_complete() -> None:
    """Classes to be proposed bring tenured agents after a year, no sooner."""
    early, late = (Move("m", LEAVER, "Chat", week(at), 91) for at in (51, 60))
    for move, at_once in ((early, True), (late, False)):
        given_ = assumed(moves=(move,), propose_classes="yes", annual_attrition_share=0.0)
        assert bool(faults(given_, named_place)) == at_once
        (issue,) = overdrafts(given_, {"Base": people(given_)}, named_place)
        assert issue.where == "move_heads[0]"
