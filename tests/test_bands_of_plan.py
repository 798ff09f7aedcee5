"""The outlook of a computed plan: the same draws read in another way, and what a plan may add."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from plans import example_plan

from capplan import make_assumptions, make_plan
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Move, Origin, Scenario, TrainingClass
from capplan.plan import Plan
from capplan.questions.bands import (
    FIXED,
    Outlook,
    Uncertainty,
    band,
    buffer_fte,
    chance_short,
    expected,
    plan_bands,
    simulate,
)
from capplan.questions.bands.of_plan import evidence_of, people_of


def small_plan() -> Plan:
    """Two queues, a class each, a scenario with more volume; nothing proposed."""
    queues = [
        {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 16},
        {"queue": "Chat", "channel": "chat", "aht_s": 480, "opening_agents_heads": 9},
    ]
    classes = (
        TrainingClass("A", "Calls", date(2026, 1, 26), 6),
        TrainingClass("B", "Chat", date(2026, 3, 2), 5),
    )
    return make_plan(
        make_assumptions(
            date(2026, 1, 5),
            queues,
            [[2000, 500]] * 40,
            values={"propose_classes": "no"},
            classes=classes,
            scenarios=(Scenario("More", {"volume_change_share": 0.2}),),
        )
    )


def flat(outlook: Outlook) -> list[np.ndarray]:
    """Every array of an outlook."""
    return [*outlook.closing_agents_heads, *outlook.effective_fte, *outlook[2:]]


def test_week_by_week_is_all_at_once() -> None:
    """The outlook, which holds one week at a time, reads the same draws as the whole simulation."""
    plan = small_plan()
    people = people_of(plan.runs[plan.live])
    drawn = simulate(people, draws=500, seed=7)
    found = plan_bands(plan, draws=500, seed=7, risk_share=0.2)
    need = plan["required_fte"]
    beyond = plan["effective_fte"] - expected(people).effective_fte  # mentors, say
    effective = drawn.effective_fte + beyond[:, :, None]
    whole = band(effective)
    total = band(drawn.closing_agents_heads.sum(axis=1))
    chance, buffer = chance_short(effective, need), buffer_fte(effective, need, 0.2)
    for mine, other in (
        *zip(found.queues.effective_fte, whole, strict=True),
        *zip(found.total.closing_agents_heads, total, strict=True),
        (found.queues.chance_short_share, chance.by_queue),
        (found.total.chance_short_share, chance.total),
        (found.queues.buffer_fte, buffer.by_week),
        (found.queues.every_week_buffer_fte, buffer.every_week),
        (found.queues.whole_horizon_buffer_fte, buffer.whole_horizon),
        (found.total.buffer_fte, buffer.total_by_week),
        (found.total.whole_horizon_buffer_fte, np.array(buffer.total_whole_horizon)),
    ):
        np.testing.assert_allclose(mine, other, atol=1e-9)


@pytest.mark.parametrize("name", ["bank", "growth"])
def test_shipped_plans_scatter_around_themselves(name: str) -> None:
    """Bands are in order around the plan's heads and FTE; chances and buffers fit each other."""
    plan = example_plan(name)
    found = plan_bands(plan, draws=300)
    pairs = (("closing_agents_heads", 1), ("effective_fte", 1.5))
    for outlook in found[:2]:
        for term, slack in pairs:
            low, middle, high = getattr(outlook, term)
            centre = plan[term] if middle.ndim == 2 else plan[term].sum(axis=1)
            assert (low <= middle).all()
            assert (middle <= high).all()
            assert (np.abs(middle - centre) <= slack + 0.05 * centre).all()
            assert (high - low)[-1].max() > 0
        chance, buffer = outlook.chance_short_share, outlook.buffer_fte
        assert ((chance > 0.10) == (buffer > 0)).all()
        assert (outlook.every_week_buffer_fte == buffer.max(axis=0)).all()
        assert (outlook.whole_horizon_buffer_fte >= outlook.every_week_buffer_fte - 1e-9).all()
    assert found.queues.buffer_fte.shape == plan["required_fte"].shape


def test_what_else_the_plan_does_happens_in_every_draw() -> None:
    """People whom the simulation does not know of move every band by what they bring."""
    plan = small_plan()
    run = dict(plan.runs[plan.live])
    extra = np.linspace(0, 3, 40)[:, None] * [1.0, 0.0]
    run["effective_fte"] = run["effective_fte"] + extra
    more = replace(plan, runs={**plan.runs, plan.live: run})
    before, after = plan_bands(plan, draws=200), plan_bands(more, draws=200)
    for one, other in zip(before.queues.effective_fte, after.queues.effective_fte, strict=True):
        np.testing.assert_allclose(other, one + extra, atol=1e-9)
    assert (after.queues.chance_short_share <= before.queues.chance_short_share).all()


def test_moves_go_through_in_every_draw() -> None:
    """Agents who move from one queue to the other leave the mean of both and the sum in place."""
    plan = small_plan()
    moves = np.zeros((40, 2))
    moves[10] = [-4.0, 4.0]
    people = people_of(plan.runs[plan.live])
    moved = simulate(people._replace(net_moves_heads=moves), FIXED, 2000).closing_agents_heads
    want = expected(people).closing_agents_heads[10] + np.array([-4, 4]) * (1 - 0.0076628)
    assert moved[10].mean(axis=1) == pytest.approx(want, abs=0.15)
    # by default such people are beyond the plan's own numbers, which stay the centre
    centred = plan_bands(plan, draws=300, net_moves_heads=moves, uncertainty=FIXED)
    middle = centred.queues.closing_agents_heads.p50
    assert np.abs(middle - plan["closing_agents_heads"]).max() <= 1.0


def test_a_scenario_has_its_own_outlook() -> None:
    """More volume with the same people: equal bands, a higher chance of being short."""
    plan = small_plan()
    base, more = plan_bands(plan, draws=300), plan_bands(plan, "More", draws=300)
    for one, other in zip(flat(base.total)[:6], flat(more.total)[:6], strict=True):
        assert (one == other).all()
    assert (more.total.buffer_fte >= base.total.buffer_fte).all()
    assert more.total.every_week_buffer_fte > base.total.every_week_buffer_fte


def test_equal_input_gives_equal_bands() -> None:
    """No clock and no machine in it: the same plan gives the same outlook."""
    one, two = plan_bands(small_plan(), draws=200), plan_bands(small_plan(), draws=200)
    for first, second in ((one.queues, two.queues), (one.total, two.total)):
        assert all((a == b).all() for a, b in zip(flat(first), flat(second), strict=True))


def test_a_given_rate_is_worth_a_year_of_the_floor() -> None:
    """Records of a big floor make its rate sure; an assumed rate stays worth 2,000 agent-weeks."""
    plan = small_plan()
    big = replace(
        plan.assumptions,
        queues={**plan.assumptions.queues, "opening_agents_heads": np.array([160.0, 90.0])},
    )
    known = replace(big, origins={"annual_attrition_share": Origin("given", "HR, last year")})
    assert evidence_of(replace(plan, assumptions=big)) == Uncertainty()
    assert evidence_of(replace(plan, assumptions=known)).evidence_agent_weeks == 52 * 250
    assert evidence_of(plan).evidence_agent_weeks == 2000


def test_a_risk_is_a_share() -> None:
    """A risk typed in percent is asked about."""
    with pytest.raises(PlanInputError, match=r"found 10; .*did you mean 0\.1\?"):
        plan_bands(small_plan(), risk_share=10)


def test_classes_begun_and_moves_of_the_plan_are_followed() -> None:
    """With classes that began earlier, transfers, leave and leavers, heads stay the plan's own."""
    queues = [
        {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 60, "training_weeks": 4},
        {"queue": "Chat", "aht_s": 480, "opening_agents_heads": 40, "training_weeks": 6},
    ]
    classes = (
        TrainingClass("Begun", "Calls", date(2025, 12, 22), 8, "running"),
        TrainingClass("Later", "Chat", date(2026, 2, 2), 10),
    )
    moves = (
        Move("To chat", "transfer", "Calls", date(2026, 2, 9), 5, "Chat", 2),
        Move("Lead", "promotion", "Calls", date(2026, 3, 2), 1),
        Move("Parent", "leave of absence", "Chat", date(2026, 3, 9), 2, weeks=8),
        Move("Retired", "leaver", "Chat", date(2026, 4, 6), 1),
    )
    given = make_assumptions(
        date(2026, 1, 5),
        queues,
        [[4000, 1500]] * 40,
        values={
            "propose_classes": "no",
            "leave_of_absence_weekly_share": 0.001,
            "new_hire_weeks": 8,
            "to_26_weeks_attrition_multiple": 1.5,
            "to_52_weeks_attrition_multiple": 1.2,
        },
        classes=classes,
        moves=moves,
    )
    plan = make_plan(given)
    people = people_of(plan.runs[plan.live])
    found = expected(people).closing_agents_heads
    np.testing.assert_allclose(found, plan["closing_agents_heads"], atol=1e-9)
    drawn = simulate(people, FIXED, 2000).closing_agents_heads
    error = drawn.std(axis=2) / np.sqrt(2000)
    assert (np.abs(drawn.mean(axis=2) - found) <= 4.5 * error + 1e-9).all()
