"""The weekly movement of leaders: laws that hold for any path, and cases done by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.leaders.movement import (
    Layer,
    Movement,
    MovementRules,
    Route,
    Structure,
    appointments,
    movement,
    movement_debt,
)

FEW = settings(max_examples=25)
AT_ONCE = Route(0, 0, failure_share=0.0)
PATHS = st.lists(st.integers(-40, 60), min_size=2, max_size=70).map(
    lambda steps: np.maximum(np.cumsum([300, *steps]), 0).tolist()
)


def structure(internal_share: float | None = None, **changes: Any) -> Structure:
    """The standard layers with one internal share and other values for all."""
    wanted = (
        dict(changes) if internal_share is None else {**changes, "internal_share": internal_share}
    )
    return Structure(tuple(replace(one, **wanted) for one in Structure().layers))


def plain_structure() -> Structure:
    """Layers without a band above the target, without attrition."""
    layers = tuple(
        replace(one, span_max=one.span, annual_attrition_share=0.0) for one in Structure().layers
    )
    return Structure(layers)


@FEW
@given(PATHS, st.floats(0, 1), st.floats(0, 1.5), st.booleans(), st.sampled_from([1, 6, 52]))
def test_heads_are_conserved(
    path: list[int], share: float, leaving: float, drawn: bool, eligible: int
) -> None:
    """Leaders and floor together are the opening + outside hires - leavers, in every week."""
    chain = structure(share, annual_attrition_share=leaving)
    rules = MovementRules(internal_cap_share=1.0, eligible_weeks=eligible, ready_share=1 / eligible)
    run = movement(path, chain, rules, seed=3 if drawn else None)
    together = run.leaders_heads + run.floor_change_heads
    came = np.cumsum(run.hired_heads.sum(axis=1) - run.leavers_heads.sum(axis=1))
    assert (together == run.opening_heads.sum() + came).all()
    steps = np.diff(np.vstack([run.opening_heads, run.incumbents_heads]), axis=0)
    out = run.moved_up_heads + run.leavers_heads + run.returns_heads
    assert (steps == run.promoted_heads + run.hired_heads - out).all()
    assert run.promotions_out_heads.sum() + run.moved_up_heads.sum() == run.promoted_heads.sum()
    _whole_and_not_negative(run)


def _whole_and_not_negative(run: Movement) -> None:
    for name in Movement.__dataclass_fields__:
        value = getattr(run, name)
        if isinstance(value, np.ndarray):
            assert (value >= 0).all(), name
            if name not in ("effective_heads", "backfill_starts_heads", "tenured_floor_heads"):
                assert (value == np.floor(value)).all(), name
    assert (run.effective_heads <= run.incumbents_heads + 1e-9).all()
    assert (run.internal_heads + run.external_heads == run.need_heads).all()
    ordered = np.cumsum(run.need_heads, axis=0) - np.cumsum(
        run.promoted_heads + run.hired_heads, axis=0
    )
    assert (run.pipeline_heads == ordered).all()


@FEW
@given(PATHS)
def test_internal_share_0_hires_everybody_and_1_promotes_all_that_are_ready(
    path: list[int],
) -> None:
    """Share 0 leaves the floor alone; share 1 hires only where nobody below is ready."""
    hired = movement(path, structure(0.0))
    assert hired.promoted_heads.sum() == hired.promotions_out_heads.sum() == 0
    assert hired.backfill_starts_heads.sum() == hired.returns_heads.sum() == 0
    free = MovementRules(internal_cap_share=1.0)
    promoted = movement(path, structure(1.0), free)
    assert (promoted.external_heads == promoted.missed_internal_heads).all()
    ready = movement(path, structure(1.0), replace(free, ready_share=1.0, eligible_weeks=1))
    assert ready.external_heads[:, 0].sum() == ready.missed_internal_heads[:, 0].sum()


def test_all_from_within_is_capped_and_remarked() -> None:
    """A share of 1 is used as 0.9 and said so; with the cap lifted 26 weeks of it are remarked."""
    path = [400 + 5 * week for week in range(80)]
    capped = movement(path, structure(1.0))
    assert capped.external_heads[:, 0].sum() > 0
    assert any("never all from within" in str(one) for one in capped.warnings)
    lifted = movement(path, structure(1.0), MovementRules(internal_cap_share=1.0, ready_share=0.5))
    lines = [str(one) for one in lifted.warnings]
    short = movement(path, structure(1.0), lifted.settings.rules, weeks=20)
    assert short.internal_heads[:, 0].sum() >= 10
    assert not any("from within in 26" in str(one) for one in short.warnings)
    assert any("from within in 26 weeks" in line for line in lines)
    assert not any("from within in 26" in str(one) for one in movement(path).warnings)
    assert max(map(len, lines)) <= 255


def test_leaders_arrive_before_a_step_of_100_agents_a_month() -> None:
    """With 100 more agents every month the posts of each month are filled when they come."""
    months = np.maximum((np.arange(120) - 24) * 12 // 52, 0)
    path = 400 + 100 * months
    run = movement(path, weeks=96)
    first = int(np.flatnonzero(np.diff(path))[0]) + 1
    ordered = int(np.flatnonzero(run.internal_heads[:, 0] > 3)[0])
    arrived = int(np.flatnonzero(run.promoted_heads[:, 0] > 3)[0])
    assert ordered <= first - 4
    assert arrived < int(np.flatnonzero(run.target_heads[:, 0] > run.target_heads[0, 0])[0])
    assert run.unfilled_heads[20:, 0].max() <= 1
    assert (path[:96] / run.incumbents_heads[:, 0]).max() <= 15.5
    frozen = movement(path, weeks=96, frozen_weeks=96)
    assert frozen.incumbents_heads[:, 0].max() <= run.opening_heads[0] + 2


@FEW
@given(PATHS)
def test_no_debt_when_the_rule_is_followed_without_lead_time(path: list[int]) -> None:
    """Leaders that come at once, at full effect, to the target span leave no debt in any layer."""
    rules = MovementRules(promotion=AT_ONCE, outside_hire=AT_ONCE)
    chain = plain_structure()
    run = movement(path, chain, rules)
    below = np.array(path, dtype=float)
    for place, layer in enumerate(chain.layers[:-1]):
        assert (run.incumbents_heads[:, place] * layer.span >= below - 1e-9).all()
        below = np.where(run.incumbents_heads[:, place] > 8, run.incumbents_heads[:, place], 0)
    assert movement_debt(run).debt_heads.sum() == 0


def test_a_promotion_is_replaced_in_the_same_pass() -> None:
    """One need at the top opens one post in every layer below it that very week."""
    chain = Structure(
        tuple(
            replace(one, internal_share=1.0, annual_attrition_share=0.0)
            for one in Structure().layers
        )
    )
    rules = MovementRules(internal_cap_share=1.0, ready_share=1.0)
    opening = [834, 139, 24, 4, 0, 0]
    run = movement([10_000] * 12, chain, rules, opening_heads=opening)
    assert run.need_heads[0].tolist() == [1, 1, 1, 1, 0, 1]
    assert run.internal_heads[0].tolist() == [1, 1, 1, 1, 0, 1]
    assert run.need_heads[1:].sum() == 0
    assert run.backfill_starts_heads[0] == pytest.approx(1 / 0.97**4)
    assert run.promotions_out_heads.tolist() == [0, 0, 0, 0, 1] + [0] * 7
    assert run.incumbents_heads[3].tolist() == opening
    assert run.incumbents_heads[4].tolist() == [834, 139, 24, 4, 0, 1]


def test_lead_times_and_ramps_to_the_week() -> None:
    """Promoted leaders take post after 4 weeks and lead in full after 8; hired after 10 and 18."""
    chain = Structure(
        (
            Layer("supervisor", "agent", 12, 9, 15, 0.5, 0.0),
            Layer("head", "supervisor", annual_attrition_share=0.0),
        ),
        head_at=50,
    )
    rules = MovementRules(
        promotion=Route(4, 4, 0.6, 0.0), outside_hire=Route(10, 8, 0.6, 0.0), ready_share=1.0
    )
    run = movement([120] * 24, chain, rules, opening_heads=[6, 1]).layer("supervisor")
    assert run["need_heads"].tolist() == [4] + [0] * 23
    heads = [6] * 4 + [8] * 6 + [10] * 14
    assert run["incumbents_heads"].tolist() == heads
    part = [6] * 4 + [7.2] * 4 + [8] * 2 + [9.2] * 8 + [10] * 6
    assert run["effective_heads"] == pytest.approx(part)
    assert run["pipeline_heads"].tolist() == [4] * 4 + [2] * 6 + [0] * 14


def test_people_in_the_role_long_enough_limit_promotion() -> None:
    """With 20 tenured agents and a ready share of 5 % one is promoted and the rest are hired."""
    run = movement([80] * 5, opening_heads=[4, 0, 0, 0, 0, 1], tenured_floor_heads=[20] * 5)
    assert run.need_heads[0, 0] == 3
    assert run.internal_heads[0, 0] == 1
    assert run.missed_internal_heads[0, 0] == 1
    assert any("nobody ready for 1 of 2" in str(one) for one in run.warnings)


def test_one_ready_person_is_promised_one_post() -> None:
    """Who is promised a post is not promised another, by two layers or in two weeks."""
    rules = MovementRules(internal_cap_share=1.0)
    opening = [17, 0, 0, 0, 0, 0]
    above = movement([200], structure(1.0), rules, opening_heads=opening)
    assert above.need_heads[0].tolist()[1:] == [3, 0, 0, 0, 1]
    assert above.internal_heads[0, 1:].sum() == 1
    both = movement(
        [200] * 5, structure(1.0), replace(rules, ready_share=1.0), opening_heads=opening
    )
    assert both.internal_heads[0].tolist()[1:] == [3, 0, 0, 0, 1]
    assert both.moved_up_heads[4].tolist() == [4, 0, 0, 0, 0, 0]
    growth, at_once = [60, 90, 150, 240, 240], replace(rules, lead_weeks=0)
    floor = movement(growth, structure(1.0), at_once, tenured_floor_heads=[20] * 5)
    assert (floor.need_heads[:, 0] > 0).sum() >= 2
    assert floor.internal_heads[:, 0].sum() == 1


def test_nobody_is_dismissed_when_the_floor_shrinks() -> None:
    """In a shrinking centre leaders fall only as they leave, and nobody is appointed above."""
    path = [1200] * 10 + [600] * 94
    run = movement(path, structure(annual_attrition_share=0.3))
    teams = run.incumbents_heads[:, 0]
    assert teams[-1] < 0.75 * teams[0]
    late = slice(30, None)
    assert run.need_heads[late, :3].sum() <= 3
    assert (run.incumbents_heads[late] >= run.target_heads[late] - 1).all()


def test_leaders_inside_the_band_stay_unless_the_centre_restaffs() -> None:
    """Thirty leaders of 400 agents are kept at a target of 12, and become 34 when restaffing."""
    opening = [30, 5, 0, 0, 0, 1]
    kept = movement([400] * 30, opening_heads=opening)
    anew = movement([400] * 30, opening_heads=opening, restaff=True)
    assert kept.target_heads[:, 0].tolist() == [30] * 30
    assert anew.target_heads[:, 0].tolist() == [34] * 30
    assert anew.incumbents_heads[:, 0].max() >= 34


def test_nobody_is_lost_when_those_once_hired_are_promoted() -> None:
    """Over three years in which many leave and move up, every head is accounted for."""
    chain = structure(0.5, annual_attrition_share=0.8)
    run = movement([3000] * 156, chain, MovementRules(ready_share=1.0))
    assert run.moved_up_heads[60:, 0].sum() > 30
    assert (run.from_outside_heads[60:, 0] > 0).all()
    came = np.cumsum(run.hired_heads.sum(axis=1) - run.leavers_heads.sum(axis=1))
    assert (run.leaders_heads + run.floor_change_heads == run.opening_heads.sum() + came).all()


def test_leaders_longest_in_post_are_promoted_first() -> None:
    """With everybody eligible after a week those settled go up and new ones stay in their ramp."""
    rules = MovementRules(internal_cap_share=1.0, eligible_weeks=1, ready_share=1.0)
    chain = structure(1.0, annual_attrition_share=0.0)
    rules = replace(rules, promotion=Route(1, 8, 0.6, 0.0), outside_hire=Route(1, 8, 0.6, 0.0))
    path = [90] * 3 + [240] * 12
    run = movement(path, chain, rules, opening_heads=[8, 0, 0, 0, 0, 1])
    assert run.moved_up_heads[:, 0].sum() > 0
    arrived = int(np.flatnonzero(run.promoted_heads[:, 0])[0])
    new = run.promoted_heads[arrived : arrived + 7, 0].sum()
    assert run.ramp_heads[arrived + 6, 0] == new


def test_ex10_promotions_period_by_period() -> None:
    """Expected values reproduce the year's table: 80 promotions, 34 hires, 90 backfill starts."""
    case = example("EX10")
    want, rows, inputs = case["expected"], case["steps"]["promotions"], case["inputs"]
    year = appointments(
        inputs["growth_path"][1:],
        inputs["opening_supervisors"],
        12,
        inputs["supervisor_monthly_attrition"],
        inputs["internal_share"],
    )
    for field, name in (
        ("leavers_heads", "leave"),
        ("appointed_heads", "appointed"),
        ("internal_heads", "internal"),
        ("external_heads", "external"),
        ("leaders_heads", "supervisors"),
    ):
        assert getattr(year, field) == pytest.approx([row[name] for row in rows], abs=1e-9)
    assert year.internal_heads.sum() == pytest.approx(want["internal_promotions"], abs=1e-9)
    assert year.external_heads.sum() == pytest.approx(want["external_hires"], abs=1e-9)
    starts = year.backfill_starts_heads.sum()
    assert starts == pytest.approx(want["extra_agent_starts_to_backfill_promotions"], abs=1e-8)


def test_ex10_promotions_in_whole_people_week_by_week() -> None:
    """The weekly step without lead times gives the same year in whole people."""
    case = example("EX10")
    want, inputs = case["expected"], case["inputs"]
    monthly = inputs["supervisor_monthly_attrition"]
    yearly = -12 * float(np.log1p(-monthly))
    month = np.minimum(np.arange(52) * 12 // 52 + 1, 12)
    first = Layer("supervisor", "agent", 12, 9, 12, inputs["internal_share"], yearly)
    chain = Structure((first, *structure(0.0).layers[1:]))
    rules = MovementRules(promotion=AT_ONCE, outside_hire=AT_ONCE, ready_share=1.0)
    path = np.array(inputs["growth_path"])[month]
    run = movement(path, chain, rules, opening_heads=[inputs["opening_supervisors"], 6, 0, 0, 0, 1])
    inside, outside = (flow.sum() for flow in (run.internal_heads[:, 0], run.external_heads[:, 0]))
    assert inside == pytest.approx(want["internal_promotions"], abs=1.5)
    assert outside == pytest.approx(want["external_hires"], abs=1.5)
    assert run.incumbents_heads[-1, 0] == 134
    wanted = want["extra_agent_starts_to_backfill_promotions"]
    assert run.backfill_starts_heads.sum() == pytest.approx(wanted, abs=1.5 / 0.97**4)


@settings(max_examples=8)
@given(st.lists(PATHS.map(lambda path: (path * 40)[:40]), min_size=2, max_size=3))
def test_cases_side_by_side_do_not_touch(paths: list[list[int]]) -> None:
    """Sites or scenarios in one call give what each gives alone."""
    together = movement(np.array(paths, dtype=float).T)
    for number, path in enumerate(paths):
        alone = movement(path)
        assert (together.incumbents_heads[..., number] == alone.incumbents_heads).all()
        assert (together.effective_heads[..., number] == alone.effective_heads).all()
        assert (together.promotions_out_heads[:, number] == alone.promotions_out_heads).all()


def test_the_same_seed_draws_the_same_people() -> None:
    """A seed repeats itself, another one differs, and both stay near the expected values."""
    path = [2000] * 104
    one, again, other = (movement(path, seed=seed) for seed in (5, 5, 6))
    assert (one.incumbents_heads == again.incumbents_heads).all()
    assert (one.leavers_heads != other.leavers_heads).any()
    assert one.leavers_heads.sum() == pytest.approx(movement(path).leavers_heads.sum(), rel=0.3)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"opening_heads": [1, 2]}, ("opening_heads", "6 numbers")),
        ({"opening_heads": [1.5, 0, 0, 0, 0, 0]}, ("opening_heads", "whole people")),
        ({"frozen_weeks": -1}, ("frozen_weeks", "-1")),
        ({"weeks": 0}, ("weeks", "found 0")),
        ({"tenured_floor_heads": [[1, 2]]}, ("tenured_floor_heads", "2 cases")),
        ({"tenured_floor_heads": [90, 90, 101, 90]}, ("tenured_floor_heads", "101", "week 3")),
        ({"frozen_weeks": 2.5}, ("frozen_weeks", "whole weeks")),
        ({"frozen_weeks": "all"}, ("frozen_weeks", "type a number")),
    ],
)
def test_slips_are_named(changed: dict[str, Any], words: tuple[str, ...]) -> None:
    """A wrong opening, freeze, horizon or number of cases is refused by name in one line."""
    with pytest.raises(ValueError, match="argument") as caught:
        movement([100] * 4, **changed)
    assert [word for word in words if word not in str(caught.value)] == []
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("ready_share", 5, "did you mean 0.05 (5 %)"),
        ("failure_weeks", 0, "failure_weeks"),
        ("lead_weeks", 10.5, "whole weeks"),
        ("training_survival_share", 0, "training_survival_share"),
        ("promotion", (4, 4), "promotion"),
    ],
)
def test_wrong_rules_are_refused(field: str, value: Any, word: str) -> None:
    """A share typed as a percentage, a missing week or a fraction of a week is refused by name."""
    with pytest.raises(ValueError, match="argument") as caught:
        replace(MovementRules(), **{field: value})
    assert word in str(caught.value)
