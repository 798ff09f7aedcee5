"""Bands: draws against exact distributions, expected values, published widths and laws."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from capplan.errors import PlanInputError
from capplan.people import supply
from capplan.questions.bands import (
    FIXED,
    People,
    Uncertainty,
    band,
    buffer_fte,
    chance_short,
    expected,
    simulate,
)
from capplan.questions.bands.percentiles import band_of_counts

Array = NDArray[np.float64]
RAMP = (0.45, 0.55, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
YEAR_40 = 1 - math.exp(-0.40 / 52)


def class_of_20() -> People:
    """The worked example's class: twenty starters on Monday, nobody else."""
    case = example("EX08")
    hazard = [case["steps"]["h_new"]] * 13 + [case["steps"]["h_tenured"]]
    return People([[20.0]] + [[0.0]] * 26, 0, 4, 0.03, hazard)


def closed_floor(heads: float, weeks: int = 52) -> People:
    """Tenured agents at 40 % turnover, and nobody hired."""
    return People(np.zeros((weeks, 1)), heads, 0, 0.0, [YEAR_40])


def mixed_people() -> People:
    """Three queues with all there is: classes, one that began before, a queue without training."""
    starts, begun, moves = np.zeros((60, 3)), np.zeros((6, 3)), np.zeros((60, 3))
    starts[2], starts[30, 0], starts[20:40:5, 2] = [20.0, 12.5, 9.0], 15.0, 8.0
    begun[-3, 0], begun[0, 2] = 10.0, 7.0
    moves[10], moves[15, 2] = [-3.0, 2.0, 0.5], 4.0
    hazard = [[0.03] * 13 + [0.01] * 13 + [0.007], [0.0] * 26 + [0.02], [0.015] * 27]
    lengths, opening = [4.0, 0.0, 6.0], [50.0, 20.5, 0.0]
    return People(starts, opening, lengths, 0.03, hazard, RAMP, [1, 0.8, 0.9], 0.675, begun, moves)


def half_width(draws: Array) -> float:
    """Half of P90 - P10 over P50, in percent."""
    found = band(draws)
    return float((found.p90 - found.p10) / 2 / found.p50 * 100)


# against exact distributions


def exact_quantile(trials: int, chance: float, share: float) -> int:
    """Smallest number of successes that a binomial does not exceed with that probability."""
    reached = 0.0
    for count in range(trials + 1):
        reached += math.comb(trials, count) * chance**count * (1 - chance) ** (trials - count)
        if reached >= share:
            return count
    return trials


@pytest.mark.parametrize("week", [4, 17, 26])
def test_ex08_quantiles_of_a_class(week: int) -> None:
    """P10, P50 and P90 of the class's heads are the published ones, those of the binomial."""
    case = example("EX08")
    want = case["expected"]["quantiles"][str(week)]
    exact = [
        exact_quantile(20, case["steps"]["survival"][str(week)], share) for share in (0.1, 0.5, 0.9)
    ]
    found = band(simulate(class_of_20(), FIXED).monday_agents_heads[week, 0])
    assert [int(value) for value in found] == exact == [want["P10"], want["P50"], want["P90"]]


def test_heads_are_binomial() -> None:
    """Who is left of twenty after half a year is distributed as twenty coins with that survival."""
    survival, draws = example("EX08")["steps"]["survival"]["26"], 20_000
    heads = simulate(class_of_20(), FIXED, draws).monday_agents_heads[26, 0]
    seen = np.bincount(heads, minlength=21) / draws
    exact = [math.comb(20, n) * survival**n * (1 - survival) ** (20 - n) for n in range(21)]
    assert np.abs(seen - exact).sum() / 2 < 0.02


def test_starts_are_binomial_on_offers() -> None:
    """Twenty expected starts are forty offers taken up half of the time."""
    people = People([[20.0]], 0, 0, 0.0, [0.0], start_yield_share=0.5)
    heads = simulate(people, FIXED, 20_000).closing_agents_heads[0, 0]
    assert heads.mean() == pytest.approx(20, abs=0.1)
    assert heads.var() == pytest.approx(40 * 0.5 * 0.5, rel=0.05)


def test_the_rate_of_leaving_is_gamma_and_drifts() -> None:
    """On a floor too big for chance, the rate has the plan's mean and the spread asked for."""
    rate, known, drift = 0.4 / 52, 5000.0, 0.10
    people = People([[0.0]], 1e9, 0, 0.0, [YEAR_40])
    left = simulate(people, Uncertainty(known, drift), 20_000).closing_agents_heads[0, 0] / 1e9
    drawn = -np.log(left)
    spread = (1 + 1 / (rate * known)) * math.exp(drift**2) - 1
    assert drawn.mean() == pytest.approx(rate, rel=0.01)
    assert drawn.std() / drawn.mean() == pytest.approx(math.sqrt(spread), rel=0.03)


@pytest.mark.parametrize(
    ("heads", "by_chance", "in_all"),
    [(20, 19, 25), (200, 6.3, 10), (2_000, 2.0, 5.8), (20_000, 0.6, 5.2)],
)
def test_widths_after_a_year(heads: int, by_chance: float, in_all: float) -> None:
    """Half-widths at 40 % turnover are the published ones, the floor's year as the records."""
    known = Uncertainty(max(2000.0, 52.0 * heads))
    for uncertainty, want in ((FIXED, by_chance), (known, in_all)):
        drawn = simulate(closed_floor(heads), uncertainty, 20_000).closing_agents_heads[51, 0]
        assert half_width(drawn) == pytest.approx(want, rel=0.06, abs=0.05)


# against expected values


@given(
    seed=st.integers(0, 999),
    lengths=st.lists(st.integers(0, 9), min_size=1, max_size=3),
    new=st.integers(0, 20),
    ramp=st.lists(st.floats(0, 1), max_size=26),
)
def test_expected_people_are_the_pipelines(
    seed: int, lengths: list[int], new: int, ramp: list[float]
) -> None:
    """What draws scatter around is the deterministic pipeline, for all training and ramps."""
    random = np.random.default_rng(seed)
    shape = (40, len(lengths))
    starts = random.uniform(0, 20, shape) * (random.random(shape) < 0.2)
    opening, training = random.uniform(0, 90, shape[1]), np.array(lengths, dtype=float)
    run = supply.run_pipeline(
        starts, opening, training, 0.03, 0.008, 0.02, new, np.array(ramp, dtype=float)
    )
    hazard = [0.02] * new + [0.008]
    found = expected(People(starts, opening, training, 0.03, hazard, ramp))
    np.testing.assert_allclose(found.closing_agents_heads, run.closing_agents_heads, atol=1e-10)
    np.testing.assert_allclose(found.effective_fte, run.effective_fte, atol=1e-10)
    monday = run.opening_heads + run.graduates_heads
    np.testing.assert_allclose(found.monday_agents_heads, monday, atol=1e-10)


def test_the_mean_of_draws_is_the_expected_value() -> None:
    """Over many draws, heads and FTE of every week and queue average to the expected ones."""
    people, draws = mixed_people(), 4000
    drawn, want = simulate(people, FIXED, draws), expected(people)
    for name in want._fields:
        some, mean = getattr(drawn, name), getattr(want, name)
        error = some.std(axis=2) / math.sqrt(draws)
        off = np.abs(some.mean(axis=2) - mean)
        assert (off <= 4.5 * error + 1e-9).all()
    assert want.closing_agents_heads.sum() > 3000


def test_classes_that_began_earlier_graduate_or_count_already() -> None:
    """Of a class in its third week the stayers graduate in time; a finished class adds nobody."""
    want = expected(mixed_people()).monday_agents_heads
    assert want[1, 0] - want[0, 0] * (1 - 0.007) == pytest.approx(10 * 0.97**4)
    alone = mixed_people()._replace(begun_heads=None)
    assert (expected(alone).monday_agents_heads[0] == [50.0, 20.5, 0.0]).all()
    assert want[0, 2] == pytest.approx(7 * 0.97**6)


# laws


@given(seed=st.integers(0, 99), size=st.integers(1, 60))
def test_bands_are_values_in_order(seed: int, size: int) -> None:
    """Each percentile is the smallest drawn value with enough draws at or below it."""
    drawn = np.random.default_rng(seed).integers(0, 9, size)
    for share, found, counted in zip(
        (0.1, 0.5, 0.9), band(drawn), band_of_counts(drawn), strict=True
    ):
        want = next(value for value in sorted(drawn) if np.mean(drawn <= value) >= share - 1e-12)
        assert found == counted == want


def test_bigger_floors_are_relatively_surer() -> None:
    """The band narrows with the heads as a share of them, and widens with what is not known."""
    widths = [
        half_width(simulate(closed_floor(heads, 26), FIXED).effective_fte[25, 0])
        for heads in (10, 100, 1_000, 10_000)
    ]
    assert all(big < small for small, big in pairwise(widths))
    known = [
        half_width(simulate(closed_floor(500, 26), Uncertainty(weeks)).effective_fte[25, 0])
        for weeks in (500, 5_000, np.inf)
    ]
    assert all(more < less for less, more in pairwise(known))


def test_equal_seeds_give_equal_draws() -> None:
    """The same input gives the same draws to the last bit; another seed gives others."""
    first, second = (simulate(mixed_people(), draws=300) for _ in range(2))
    other = simulate(mixed_people(), draws=300, seed=2)
    for name in first._fields:
        one, same, different = (getattr(drawn, name) for drawn in (first, second, other))
        assert np.array_equal(one, same)
        assert not np.array_equal(one, different)


def test_one_rate_for_all_makes_the_sum_less_sure() -> None:
    """Queues that share an unknown rate err together; each with its own, errors offset."""
    people = People(np.zeros((26, 12)), np.full(12, 500.0), 0, 0.0, [YEAR_40])
    together, apart = (
        half_width(simulate(people, Uncertainty(shared=shared)).effective_fte[25].sum(axis=0))
        for shared in (True, False)
    )
    assert together > 2.5 * apart


def test_heads_are_whole_and_never_negative() -> None:
    """Draws are people: whole, no fewer than none, and each week's exits are of those present."""
    people = mixed_people()._replace(net_moves_heads=np.full((60, 3), -2.0))
    drawn = simulate(people, draws=300)
    assert drawn.closing_agents_heads.min() >= 0
    assert (drawn.closing_agents_heads <= drawn.monday_agents_heads).all()
    assert (drawn.effective_fte <= drawn.monday_agents_heads + 1e-9).all()


draws_of_fte = st.integers(0, 999).map(
    lambda seed: np.random.default_rng(seed).integers(0, 30, (6, 2, 150)).astype(float)
)


@given(effective=draws_of_fte, risk=st.floats(0.01, 0.5), required=st.floats(0, 35))
def test_the_buffer_keeps_the_risk(effective: Array, risk: float, required: float) -> None:
    """With the buffer the chance of being short is within the risk, with less it is not."""
    need = np.full((6, 2), required)
    found = buffer_fte(effective, need, risk)

    def missed(added: Array, short_of: Array, drawn: Array) -> Array:
        return np.asarray((drawn + added[..., None] < short_of - 1e-9).mean(axis=-1))

    weekly = missed(found.by_week, need[..., None], effective)
    assert (weekly <= risk).all()
    less = missed(found.by_week - 1e-6, need[..., None], effective)
    assert (less[found.by_week > 0] > risk).all()
    assert (missed(found.every_week, need[..., None], effective) <= risk).all()
    worst = (need[..., None] - effective).max(axis=0)
    assert ((worst > found.whole_horizon[:, None] + 1e-9).mean(axis=-1) <= risk).all()
    assert (found.whole_horizon >= found.every_week).all()
    total = effective.sum(axis=1)
    added = missed(found.total_by_week, need.sum(axis=1)[:, None], total)
    assert (added <= risk).all()
    assert found.total_every_week == found.total_by_week.max() <= found.total_whole_horizon


@given(effective=draws_of_fte)
def test_risk_falls_as_fte_are_added(effective: Array) -> None:
    """Each FTE more makes being short no more likely; a smaller risk takes no smaller buffer."""
    chances = [chance_short(effective + more, np.full((6, 2), 20.0)) for more in range(0, 21, 4)]
    for before, after in pairwise(chances):
        assert (after.by_queue <= before.by_queue).all()
        assert (after.total <= before.total).all()
    assert (chances[-1].by_queue == 0).all()
    buffers = [buffer_fte(effective, np.full((6, 2), 20.0), risk) for risk in (0.05, 0.1, 0.3)]
    assert all((a.by_week >= b.by_week).all() for a, b in pairwise(buffers))


def test_a_requirement_that_is_drawn_too_is_missed_as_often_as_draws_say() -> None:
    """Where both are drawn, draw meets draw."""
    effective = np.array([[[10.0, 12, 14, 16]]])
    required = np.array([[[9.0, 13, 13, 17]]])
    assert chance_short(effective, required).by_queue.item() == 0.5
    assert buffer_fte(effective, required, 0.5).by_week.item() == 0.0
    assert buffer_fte(effective, required, 0.25).by_week.item() == 1.0


# what is refused


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"starts_heads": [1.0]}, "starts_heads: found shape (1,); allowed weeks x queues"),
        ({"starts_heads": [[-1.0]]}, "starts_heads: found -1.0 to -1.0; allowed 0 or more heads"),
        ({"opening_heads": [1.0, 2.0]}, "opening_heads: found shape (2,)"),
        ({"opening_heads": math.nan}, "opening_heads: found nan; allowed 0 or more"),
        ({"training_weeks": 2.5}, "training_weeks: found [2.5]; allowed whole weeks"),
        ({"weekly_dropout_share": 3}, "weekly_dropout_share: found 3; allowed 0 to 1"),
        ({"hazard_share": [1.2]}, "hazard_share: found 1.2 to 1.2; allowed 0 to 1"),
        ({"hazard_share": [[0.1], [0.1]]}, "hazard_share: found shape (2, 1)"),
        ({"proficiency_share": [-0.1]}, "proficiency_share: found -0.1 to -0.1; allowed 0 to 1"),
        ({"start_yield_share": 0.0}, "start_yield_share: found 0.0; allowed above 0 up to 1"),
        ({"net_moves_heads": [[1.0, 2.0]]}, "net_moves_heads: found shape (1, 2); allowed 1 x 1"),
    ],
)
def test_people_that_do_not_fit_are_named(change: dict[str, Any], says: str) -> None:
    """One line names the argument, what was found and what is allowed."""
    fine = People([[1.0]], 10, 2, 0.03, [0.01])
    with pytest.raises(PlanInputError) as caught:
        simulate(fine._replace(**change), draws=10)
    assert says in str(caught.value)


def test_other_faults_are_named() -> None:
    """Draws, uncertainty, risk and shapes outside what is allowed are refused."""
    people, effective = closed_floor(10, 2), np.ones((2, 1, 5))
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: simulate(people, draws=0), "draws: found 0; allowed a whole number"),
        (lambda: simulate(people, draws=10**8), "draws: found 100000000; allowed 1 to 16,000,000"),
        (lambda: simulate(people, Uncertainty(0.0)), "evidence_agent_weeks: found 0.0"),
        (lambda: simulate(people, Uncertainty(drift_share=-1)), "drift_share: found -1"),
        (lambda: buffer_fte(effective, np.ones((2, 1)), 10), "did you mean 0.1?"),
        (lambda: chance_short(effective, np.ones((3, 1))), "required_fte: found shape (3, 1)"),
        (lambda: chance_short(effective[0], np.ones((1, 1))), "effective_fte: found shape (1, 5)"),
        (lambda: chance_short(effective, np.full((2, 1), np.nan)), "required_fte: found nan"),
        (lambda: simulate(people, seed=-1), "seed: found -1; allowed a whole number, 0 or more"),
    ]
    for call, says in refused:
        with pytest.raises(PlanInputError) as caught:
            call()
        assert says in str(caught.value)
