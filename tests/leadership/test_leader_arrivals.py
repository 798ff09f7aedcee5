"""Leaders already chosen: promoted by dated moves, or hired before the plan starts."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Assumptions, Move, TrainingClass, make_assumptions
from capplan.leaders.layers import LAYERS
from capplan.leaders.movement import MovementRules, Structure, movement
from capplan.plan import Plan, make_plan
from capplan.questions.leader_view import leader_view

MONDAY, WEEKS = date(2026, 1, 5), 45
STILL = {
    "propose_classes": "no",
    "annual_attrition_share": 0.0,
    "leader_attrition_share": 0.0,
    "leader_failure_share": 0.0,
    "weekly_dropout_share": 0.0,
}
# sixty people more in week 21: fifteen team leaders instead of ten are asked for
STEP = (TrainingClass("Step", "Calls", MONDAY + timedelta(weeks=16), 60.0),)


def promoted(heads: float, week: int, queue: str = "Calls") -> Move:
    """A move that makes agents team leaders."""
    return Move("Chosen", "promotion", queue, MONDAY + timedelta(weeks=week), heads)


def given_(
    *moves: Move, classes: tuple[TrainingClass, ...] = (), **values: float | str
) -> Assumptions:
    """Calls with 100 agents and mail with 20, and nobody leaves unless told otherwise."""
    rows = [
        {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 100},
        {"queue": "Mail", "aht_s": 300, "opening_agents_heads": 20},
    ]
    volumes = np.full((WEEKS, 2), 900.0)
    own = STILL | values
    return make_assumptions(MONDAY, rows, volumes, values=own, moves=moves, classes=classes)


def leaders(plan: Plan, name: str = "{}_heads") -> np.ndarray:
    """A number of every layer, weeks x layers."""
    return np.stack([plan[name.format(layer)] for layer in LAYERS], axis=1)


def appointed(plan: Plan) -> float:
    """Posts the engine filled over the plan, all layers."""
    return float((plan["appointed_inside_heads"] + plan["appointed_outside_heads"]).sum())


def test_agents_promoted_by_a_move_lead_from_that_monday() -> None:
    """Two of 120 leave the floor in week 13 and are two team leaders more, ramping four weeks."""
    plan = make_plan(given_(promoted(2, 12)))
    assert plan["supervisors_heads"][[11, 12, 44]].tolist() == [10, 12, 12]
    assert plan["closing_agents_heads"].sum(axis=1)[[11, 12]] == pytest.approx([120, 118])
    assert plan["pipeline_supervisors_heads"][[0, 11, 12]].tolist() == [2, 2, 0]
    part = plan["effective_supervisors_heads"][12:18]
    assert part == pytest.approx([11.2] * 4 + [12, 12])
    assert appointed(plan) == 0
    assert not plan["premium_supervisors_heads"].any()
    assert plan["supervisors_cost"][12] == pytest.approx(12 * 42_000 / 52)


def test_the_engine_does_not_promote_those_again() -> None:
    """Five promoted for a step of five posts: the engine fills none; without them it fills five."""
    alone = make_plan(given_(classes=STEP))
    wanted = alone["posts_supervisors_heads"][-1] - alone["posts_supervisors_heads"][0]
    assert wanted == appointed(alone) - (leaders(alone)[-1] - leaders(alone)[0])[1:].sum()
    together = make_plan(given_(promoted(wanted, 20), classes=STEP))
    assert together["supervisors_heads"][-1] == alone["supervisors_heads"][-1]
    assert together["leaders_from_floor_heads"].sum() == 0
    assert leaders(together)[20].sum() >= leaders(alone)[20].sum()


def test_promotions_long_after_a_need_do_not_cover_it() -> None:
    """Those who lead from week 43 on are no reason to leave posts of week 21 unfilled."""
    plans = [make_plan(given_(*moves, classes=STEP)) for moves in ((), (promoted(5, 42),))]
    base, late = (one["supervisors_heads"] for one in plans)
    assert late[:42].tolist() == base[:42].tolist()
    assert late[-1] == base[-1] + 5
    assert plans[1]["pipeline_supervisors_heads"][0] == 5


MOVES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, WEEKS - 1), st.sampled_from(["Calls", "Mail"])),
    max_size=4,
)


@settings(max_examples=15)
@given(MOVES, st.integers(0, 3), st.integers(1, 45), st.floats(0, 1), st.booleans())
def test_nobody_is_lost_between_moves_floor_and_layers(
    moves: list[tuple[int, int, str]], coming: int, week: int, share: float, step: bool
) -> None:
    """Leaders are those of the start, those who left the floor to lead, and those hired."""
    plan = make_plan(
        given_(
            *(promoted(*one) for one in moves),
            classes=STEP if step else (),
            coming_supervisors_heads=coming,
            coming_managers_heads=1.0,
            coming_leaders_weeks=week,
            supervisor_internal_share=share,
        )
    )
    dated, decided = plan["promotions_out_heads"].sum(axis=1), plan["leaders_from_floor_heads"]
    floor = plan["closing_agents_heads"].sum(axis=1)
    came = np.cumsum(plan["graduates_heads"].sum(axis=1))
    assert floor == pytest.approx(120 + came - np.cumsum(dated + decided))
    hired = np.zeros(WEEKS)
    hired[10:] = plan["appointed_outside_heads"][:-10]
    hired[week - 1] += coming + 1
    together = leaders(plan).sum(axis=1)
    assert together == pytest.approx(13 + np.cumsum(dated + decided + hired))
    pipeline = leaders(plan, "pipeline_{}_heads")
    assert (pipeline >= 0).all()
    assert pipeline[0].sum() >= coming + 1 + dated.sum() - (week == 1) * (coming + 1) - dated[0]


def test_leaders_hired_before_the_plan_take_post_in_their_week() -> None:
    """Three team leaders and a manager on Monday of week 4: they ramp and earn as hired ones do."""
    plan = make_plan(given_(coming_supervisors_heads=3.0, coming_managers_heads=1.0))
    assert leaders(plan)[2, :2].tolist() == [10, 2]
    assert leaders(plan)[3, :2].tolist() == [13, 3]
    assert leaders(plan, "pipeline_{}_heads")[[2, 3], :2].tolist() == [[3, 1], [0, 0]]
    assert plan["effective_supervisors_heads"][[3, 10, 11]] == pytest.approx([11.8, 11.8, 13])
    assert plan["premium_supervisors_heads"][[3, 44]].tolist() == [3, 3]
    paid = 0.18 * (3 * 42_000 + plan["manager_salary_cost"]) / 52
    assert plan["leader_premium_cost"][3] == pytest.approx(paid)
    assert plan["closing_agents_heads"][-1].sum() == 120


def test_leaders_who_are_coming_fill_posts() -> None:
    """A post that somebody already hired will fill is not filled twice."""
    alone = make_plan(given_(opening_supervisors_heads=7.0, opening_managers_heads=2.0))
    helped = make_plan(
        given_(
            opening_supervisors_heads=7.0,
            opening_managers_heads=2.0,
            coming_supervisors_heads=3.0,
            coming_leaders_weeks=2.0,
        )
    )
    assert appointed(alone) == 3
    assert appointed(helped) == 0
    assert helped["supervisors_heads"][[0, 1]].tolist() == [7, 10]


def test_a_week_beyond_the_plan_is_refused() -> None:
    """Leaders who take post after the end of the plan are a slip; nobody coming, no matter."""
    make_plan(given_(coming_leaders_weeks=46.0))
    with pytest.raises(PlanInputError, match=r"coming_leaders_weeks: .*found 46; allowed 1 to 45"):
        make_plan(given_(coming_leaders_weeks=46.0, coming_vps_heads=1.0))


def test_alternatives_count_those_already_chosen() -> None:
    """The first alternative is the plan itself, with its dated promotions and hires."""
    own = given_(promoted(3, 9), classes=STEP, coming_supervisors_heads=2.0, team_grouping="queue")
    plan = make_plan(own)
    view = leader_view(plan)
    assert view.outcomes[0].leaders_closing_heads == leaders(plan)[-1].sum()
    assert all(one.promoted_heads >= 3 for one in view.outcomes)


# the movement on its own

PATHS = st.lists(st.integers(-40, 60), min_size=20, max_size=40).map(
    lambda steps: np.maximum(np.cumsum([300, *steps]), 0).tolist()
)


@settings(max_examples=20)
@given(PATHS, st.integers(0, 6), st.integers(0, 19), st.booleans(), st.integers(0, 4))
def test_the_movement_conserves_those_already_chosen(
    path: list[int], heads: int, week: int, inside: bool, layer: int
) -> None:
    """In every layer: last week's leaders + arrivals - exits; the pipeline is all not yet there."""
    chosen = np.zeros((len(path), 6))
    chosen[week, layer] = heads
    run = movement(
        path,
        Structure(),
        MovementRules(),
        coming_inside_heads=chosen if inside else None,
        coming_outside_heads=None if inside else chosen,
    )
    steps = np.diff(np.vstack([run.opening_heads, run.incumbents_heads]), axis=0)
    out = run.moved_up_heads + run.leavers_heads + run.returns_heads
    assert (steps == run.promoted_heads + run.hired_heads - out).all()
    taken = np.cumsum(run.promoted_heads + run.hired_heads, axis=0)
    ordered = np.cumsum(run.need_heads, axis=0) + chosen.sum(axis=0)
    assert (run.pipeline_heads == ordered - taken).all()
    assert (run.incumbents_heads >= 0).all()


def test_wrong_arrivals_are_refused() -> None:
    """Half a leader, or too few weeks."""
    with pytest.raises(ValueError, match=r"coming_inside_heads: found fractions"):
        movement([100] * 3, coming_inside_heads=np.full((3, 6), 0.5))
    with pytest.raises(ValueError, match=r"coming_outside_heads: .*3 weeks x 6 layers"):
        movement([100] * 3, coming_outside_heads=np.ones((2, 6)))
