"""The cohort engine: a worked example, laws, and a book-keeper who follows group after group."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import supply
from capplan.assumptions import Assumptions, Move, TrainingClass, make_assumptions
from capplan.checking import faults, named_place
from capplan.cohorts import Hazards, still_here
from capplan.errors import PlanInputError
from capplan.moves import LEAVE, LEAVER, PROMOTION, TRANSFER
from capplan.plan import make_plan
from capplan.workforce import known_people, overdrafts, workforce

MONDAY = date(2026, 1, 5)
QUEUES = ("Calls", "Chat")
TRAINING = (3, 0)
OPENING = (200.0, 90.0)
RAMP = (0.5, 0.8)


def week(number: int) -> date:
    """The Monday of a week of the plan, counted from 0."""
    return MONDAY + timedelta(weeks=number)


def assumed(
    classes: tuple[TrainingClass, ...] = (),
    moves: tuple[Move, ...] = (),
    weeks: int = 70,
    **values: float | str,
) -> Assumptions:
    """Two queues with a need of next to nothing and no proposals."""
    rows = [
        {"queue": name, "aht_s": 60, "training_weeks": length, "opening_agents_heads": opening}
        for name, length, opening in zip(QUEUES, TRAINING, OPENING, strict=True)
    ]
    own = {"propose_classes": "no", **values}
    contacts = np.full((weeks, 2), 10.0)
    return make_assumptions(
        MONDAY, rows, contacts, values=own, classes=classes, moves=moves, proficiency_share=RAMP
    )


def people(given_: Assumptions) -> dict[str, Any]:
    """The workforce of these assumptions."""
    return workforce(known_people(given_, "Base"))


# EX08


def test_ex08_through_the_plan() -> None:
    """Twenty starters with mentors: graduates, heads, output and mentor time week by week."""
    case = example("EX08")
    given_, want, rows = case["inputs"], case["expected"], case["steps"]["rows"]
    plan = make_assumptions(
        MONDAY,
        [{"queue": "Calls", "aht_s": 60, "training_weeks": given_["training_weeks"]}],
        np.zeros((27, 1)),
        values={
            "annual_attrition_share": given_["tenured_annual_turnover"],
            "new_hire_attrition_multiple": given_["new_hire_annual_turnover"]
            / given_["tenured_annual_turnover"],
            "new_hire_weeks": given_["new_hire_weeks"],
            "weekly_dropout_share": given_["weekly_dropout"],
            "nesting_weeks": given_["nesting_weeks"],
            "nesters_per_mentor": given_["mentor_ratio"],
            "mentor_time_lost_share": given_["mentor_time_lost"],
        },
        classes=(TrainingClass("one", "Calls", MONDAY, given_["class_starts"]),),
        proficiency_share=given_["proficiency_by_floor_week"],
    )
    found = {name: np.ravel(value) for name, value in people(plan).items() if name != "classes"}
    lost = {int(at): loss for at, loss in want["mentor_fte_lost_by_week"].items()}
    assert found["mentor_loss_heads"] == pytest.approx(
        [lost.get(at, 0.0) for at in range(27)], abs=1e-9
    )
    output = found["available_heads"] - found["ramp_loss_heads"]
    assert output == pytest.approx([row["effective"] for row in rows], abs=1e-6)
    assert output[[4, 10]] == pytest.approx(
        [want["effective_week_4"], want["effective_week_10"]], abs=1e-9
    )
    assert found["effective_fte"] == pytest.approx(output - found["mentor_loss_heads"], abs=1e-12)
    assert found["graduates_heads"].sum() == pytest.approx(want["graduates_expected"], abs=1e-9)
    assert found["opening_heads"][26] == pytest.approx(want["heads_open_week_26"], abs=1e-9)
    here = found["training_heads"] + found["closing_agents_heads"] + found["leavers_heads"]
    assert here == pytest.approx([row["open"] for row in rows], abs=1e-6)
    gone = found["dropouts_heads"] + found["leavers_heads"]
    assert gone == pytest.approx([row["exits"] for row in rows], abs=1e-6)


# a second route: every group of people by itself


@dataclass
class Group:
    """People who graduated together (no floor week: tenured from the start)."""

    heads: float
    floor_week: int = 10_000


@dataclass
class BookKeeper:
    """Follows the groups of one queue; what happens is written down under the name of its term."""

    opening: float
    rates: tuple[float, float, float, float, int]
    leave: tuple[float, float, float]
    groups: list[Group] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    notes: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.groups.append(Group(self.opening))

    def note(self, name: str, value: float) -> None:
        """Writes a week's number down."""
        self.notes.setdefault(name, []).append(value)

    def band(self, group: Group) -> int:
        """0 new hire, 1 up to floor week 26, 2 up to 52, 3 tenured."""
        ends = (self.rates[4], 26, 52)
        return next((place for place, end in enumerate(ends) if group.floor_week < end), 3)

    def week(self, graduates: float, moved: dict[str, float]) -> None:
        """One week: Monday's moves, then exits."""
        self.note("opening_heads", sum(group.heads for group in self.groups))
        weekly, mean, back = self.leave
        tenured_before = sum(one.heads for one in self.groups if one.floor_week > 52)
        ended = [heads / mean for heads in self.away]
        self.away = [heads - end for heads, end in zip(self.away, ended, strict=True)]
        gone = weekly * tenured_before
        self.away.append(gone)
        returned = sum(ended) * back + moved["back"]
        self.note("leave_back_heads", returned)
        self.note("leave_lost_heads", sum(ended) * (1 - back) + moved["lost"])
        self.note("leave_out_heads", gone + moved["leave"])
        self.groups.append(Group(graduates, 0))
        self.groups.append(Group(moved["in"] + returned - moved["out"] - moved["leave"] - gone))
        by_band = [0.0, 0.0, 0.0, 0.0]
        for group in self.groups:
            by_band[self.band(group)] += group.heads
        names = ("new_hires_heads", "to_26_weeks_heads", "to_52_weeks_heads", "tenured_heads")
        for name, heads in zip(names, by_band, strict=True):
            self.note(name, heads)
        leavers = 0.0
        for group in self.groups:
            rate = self.rates[self.band(group)]
            leavers += group.heads * rate
            group.heads *= 1 - rate
            group.floor_week += 1
        self.note("leavers_heads", leavers)
        self.note("closing_agents_heads", sum(group.heads for group in self.groups))
        self.note("rate_leave_heads", sum(self.away))


def kept_books(given_: Assumptions) -> list[BookKeeper]:
    """A book for each queue of the assumptions, classes and moves entered one by one."""
    own, weeks = given_.values, given_.calendar.weeks
    yearly = own["annual_attrition_share"]
    multiples = [own[f"{name}_attrition_multiple"] for name in ("to_26_weeks", "to_52_weeks")]
    multiples = [own["new_hire_attrition_multiple"], *multiples, 1.0]
    rates = [1 - math.exp(-yearly * multiple / 52) for multiple in multiples]
    leave = tuple(own[f"leave_{name}"] for name in ("of_absence_weekly_share", "of_absence_weeks"))
    books = []
    for number, name in enumerate(QUEUES):
        book = BookKeeper(
            OPENING[number],
            (*rates, int(own["new_hire_weeks"])),
            (*leave, own["leave_return_share"]),
        )
        for at in range(weeks):
            moved = dict.fromkeys(("in", "out", "leave", "back", "lost"), 0.0)
            for one in given_.moves:
                _enter(one, name, week(at), own, moved)
            born = [
                one.heads
                for one in given_.classes
                if one.queue == name and one.start_week == week(at - TRAINING[number])
            ]
            stay = (1 - own["weekly_dropout_share"]) ** TRAINING[number]
            book.week(sum(born) * stay, moved)
        books.append(book)
    return books


def _enter(one: Move, queue: str, monday: date, own: Any, moved: dict[str, float]) -> None:
    trained = one.week + timedelta(weeks=one.weeks or 0)
    if one.kind == TRANSFER and (one.to_queue, trained) == (queue, monday):
        moved["in"] += one.heads
    if one.queue != queue:
        return
    if one.kind == LEAVE:
        away = own["leave_of_absence_weeks"] if one.weeks is None else one.weeks
        share = own["leave_return_share"] if one.return_share is None else one.return_share
        moved["leave"] += one.heads * (one.week == monday)
        if one.week + timedelta(weeks=away) == monday:
            moved["back"] += one.heads * share
            moved["lost"] += one.heads * (1 - share)
    elif one.week == monday:
        moved["out"] += one.heads


WEEKS = 70
FEW = st.integers(0, 6).map(float)
CLASSES = st.builds(
    lambda queue, at, heads: TrainingClass(
        "class", QUEUES[queue], week(max(at, 0) if queue else at), heads, "running"
    ),
    st.integers(0, 1),
    st.integers(-6, WEEKS - 1),
    st.integers(0, 30).map(float),
)
TRANSFERS = st.builds(
    lambda there, at, heads, weeks: Move(
        "move", TRANSFER, QUEUES[there], week(at), heads, QUEUES[1 - there], weeks
    ),
    st.integers(0, 1),
    st.integers(0, WEEKS - 1),
    FEW,
    st.none() | st.integers(0, 8).map(float),
)
OUTWARD = st.builds(
    lambda kind, queue, at, heads: Move("move", kind, QUEUES[queue], week(at), heads),
    st.sampled_from((PROMOTION, LEAVER)),
    st.integers(0, 1),
    st.integers(0, WEEKS - 1),
    FEW,
)
LEAVES = st.builds(
    lambda queue, at, heads, weeks, back: Move(
        "move", LEAVE, QUEUES[queue], week(at), heads, "", weeks, back
    ),
    st.integers(0, 1),
    st.integers(0, WEEKS - 1),
    FEW,
    st.none() | st.integers(1, 90).map(float),
    st.none() | st.floats(0, 1),
)
VALUES = st.fixed_dictionaries(
    {
        "annual_attrition_share": st.floats(0, 1.2),
        "new_hire_attrition_multiple": st.floats(0, 4),
        "to_26_weeks_attrition_multiple": st.floats(0, 3),
        "to_52_weeks_attrition_multiple": st.floats(0, 3),
        "new_hire_weeks": st.integers(0, 26).map(float),
        "weekly_dropout_share": st.floats(0, 0.3),
        "leave_of_absence_weekly_share": st.just(0.0) | st.floats(0, 0.02),
        "leave_of_absence_weeks": st.integers(1, 30).map(float),
        "leave_return_share": st.floats(0, 1),
        "nesting_weeks": st.integers(0, 13).map(float),
        "nesters_per_mentor": st.floats(1, 8),
        "mentor_time_lost_share": st.floats(0, 1),
    }
)
PLANS = st.builds(
    lambda classes, moves, values: assumed(tuple(classes), tuple(moves), WEEKS, **values),
    st.lists(CLASSES, max_size=5),
    st.lists(TRANSFERS | OUTWARD | LEAVES, max_size=6),
    VALUES,
)


@settings(max_examples=60)
@given(plan=PLANS)
def test_the_engine_agrees_with_a_book_keeper(plan: Assumptions) -> None:
    """Following every group of graduates by itself gives every flow and stock of every week."""
    found = people(plan)
    for number, book in enumerate(kept_books(plan)):
        for name, noted in book.notes.items():
            assert found[name][:, number] == pytest.approx(noted, abs=1e-9), name


@settings(max_examples=60)
@given(plan=PLANS)
def test_every_stage_is_conserved_every_week(plan: Assumptions) -> None:
    """Opening + in - out = closing for training, floor, leave and cross-training; none negative."""
    f = people(plan)
    came = f["opening_training_heads"] + f["starts_heads"] - f["graduates_heads"]
    assert f["training_heads"] == pytest.approx(came, abs=1e-9)
    still = f["training_heads"] - f["dropouts_heads"]
    assert f["opening_training_heads"][1:] == pytest.approx(still[:-1], abs=1e-9)
    on_monday = f["opening_heads"] + f["graduates_heads"]
    on_monday = on_monday + f["transfers_in_heads"] + f["leave_back_heads"]
    on_monday = on_monday - f["transfers_out_heads"] - f["promotions_out_heads"]
    on_monday = on_monday - f["planned_leavers_heads"] - f["leave_out_heads"]
    bands = ("new_hires_heads", "to_26_weeks_heads", "to_52_weeks_heads", "tenured_heads")
    assert sum(f[name] for name in bands) == pytest.approx(on_monday, abs=1e-9)
    closing = on_monday - f["leavers_heads"]
    assert f["closing_agents_heads"] == pytest.approx(closing, abs=1e-9)
    assert f["opening_heads"][1:] == pytest.approx(closing[:-1], abs=1e-9)
    left = f["leave_out_heads"] - f["leave_back_heads"] - f["leave_lost_heads"]
    assert f["on_leave_heads"] == pytest.approx(np.cumsum(left, axis=0), abs=1e-9)
    between = f["transfers_out_heads"].sum(axis=1) - f["transfers_in_heads"].sum(axis=1)
    assert f["cross_training_heads"].sum(axis=1).tolist() == np.cumsum(between).tolist()
    stocks = ("training_heads", *bands[:3], "on_leave_heads", "rate_leave_heads", "nesters_heads")
    assert min(f[name].min() for name in stocks) >= -1e-9
    gone = f["leavers_heads"] + f["planned_leavers_heads"] + f["leave_lost_heads"]
    assert f["all_leavers_heads"] == pytest.approx(gone)


@settings(max_examples=40)
@given(plan=PLANS, starts=st.lists(st.floats(0, 40), min_size=4, max_size=4))
def test_the_workforce_is_a_straight_line_of_the_starts(
    plan: Assumptions, starts: list[float]
) -> None:
    """What starters bring does not depend on who else there is: differences add up."""
    known = known_people(plan, "Base")
    one, other = np.zeros((2, WEEKS, 2))
    one[3], other[20] = starts[:2], starts[2:]
    none, first, second, both = (
        workforce(known, own)["effective_fte"] for own in (one * 0, one, other, one + other)
    )
    assert both - none == pytest.approx(first + second - 2 * none, abs=1e-8)


@given(
    starts=st.lists(st.floats(0, 60), min_size=3, max_size=40),
    opening=st.floats(0, 500),
    yearly=st.floats(0, 1.5),
    length=st.integers(0, 9),
    dropout=st.floats(0, 0.3),
    new=st.integers(0, 26),
    ramp=st.lists(st.floats(0, 1), max_size=12),
)
def test_without_moves_and_mentors_nothing_has_changed(
    starts: list[float],
    opening: float,
    yearly: float,
    length: int,
    dropout: float,
    new: int,
    ramp: list[float],
) -> None:
    """A plan with neutral bands, no moves and no mentors is what CAP_PIPELINE shows."""
    pipe = supply.pipeline(starts, opening, yearly, length, dropout, ramp, 1.7 * yearly, new)
    row = {"queue": "A", "aht_s": 60, "training_weeks": length, "opening_agents_heads": opening}
    plan = make_assumptions(
        MONDAY,
        [row],
        np.zeros((len(starts), 1)),
        values={
            "annual_attrition_share": yearly,
            "new_hire_attrition_multiple": 1.7,
            "new_hire_weeks": new,
            "weekly_dropout_share": dropout,
            "mentor_time_lost_share": 0.0,
        },
        proficiency_share=ramp,
    )
    found = workforce(known_people(plan, "Base"), np.array(starts)[:, None])
    for name in ("training_heads", "graduates_heads", "leavers_heads", "closing_agents_heads"):
        assert found[name][:, 0] == pytest.approx(getattr(pipe, name), abs=1e-9), name
    assert found["effective_fte"][:, 0] == pytest.approx(pipe.effective_fte, abs=1e-9)


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
        (TrainingClass("a", "Calls", week(-27), 10.0, "running"), "may have begun as early as 2025-07-07"),
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


def test_share_still_here_runs_through_every_band() -> None:
    """A year and a week: new hire, to week 26, to week 52, tenured."""
    hazards = Hazards(0.03, 0.02, 0.01, 0.005, 13)
    want = 0.97**13 * 0.98**13 * 0.99**26 * 0.995
    assert still_here(hazards, 53) == pytest.approx(want, abs=1e-15)


def test_sixty_queues_and_three_years_take_no_time() -> None:
    """Twelve scenarios of the largest plan stay far under a second."""
    rows = [
        {"queue": f"Q{k}", "aht_s": 60, "training_weeks": k % 9, "opening_agents_heads": 300}
        for k in range(60)
    ]
    moves = tuple(Move("m", TRANSFER, f"Q{k}", week(k), 3, f"Q{k + 1}", 4) for k in range(59))
    plan = make_assumptions(MONDAY, rows, np.zeros((156, 60)), moves=moves)
    known = known_people(plan, "Base")
    starts = np.ones((156, 60))
    begin = time.perf_counter()
    for _ in range(12):
        workforce(known, starts)
    assert time.perf_counter() - begin < 1.0
