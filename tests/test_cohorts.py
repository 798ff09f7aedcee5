"""The cohort engine: a worked example, laws, and a book-keeper who follows group after group."""

from __future__ import annotations

import numpy as np
import pytest
from book_keeper import kept_books
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st
from people_plans import MONDAY, QUEUES, assumed, people, week

from capplan.capacity.workforce import known_people, workforce
from capplan.inputs.assumptions import Assumptions, Move, TrainingClass, make_assumptions
from capplan.people import supply
from capplan.people.cohorts import Hazards, still_here
from capplan.people.moves import LEAVE, LEAVER, PROMOTION, TRANSFER

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


# laws

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


def test_share_still_here_runs_through_every_band() -> None:
    """A year and a week: new hire, to week 26, to week 52, tenured."""
    hazards = Hazards(0.03, 0.02, 0.01, 0.005, 13)
    want = 0.97**13 * 0.98**13 * 0.99**26 * 0.995
    assert still_here(hazards, 53) == pytest.approx(want, abs=1e-15)


def test_sixty_queues_and_three_years_keep_everybody() -> None:
    """In the largest plan nobody is lost between queues: whoever is moved arrives."""
    rows = [
        {"queue": f"Q{k}", "aht_s": 60, "training_weeks": k % 9, "opening_agents_heads": 300}
        for k in range(60)
    ]
    moves = tuple(Move("m", TRANSFER, f"Q{k}", week(k), 3, f"Q{k + 1}", 4) for k in range(59))
    plan = make_assumptions(MONDAY, rows, np.zeros((156, 60)), moves=moves)
    known = known_people(plan, "Base")
    starts = np.ones((156, 60))
    found = workforce(known, starts)
    assert found["transfers_out_heads"].sum() == 3.0 * 59
    assert found["transfers_in_heads"].sum() == 3.0 * 59
    gone = found["all_leavers_heads"].sum() + found["dropouts_heads"].sum()
    there = found["closing_agents_heads"][-1] + found["on_leave_heads"][-1]
    trained = found["training_heads"][-1] - found["dropouts_heads"][-1]
    assert there.sum() + trained.sum() + gone == pytest.approx(60 * 300 + starts.sum())
