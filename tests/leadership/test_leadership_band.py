"""The band of inaction: nobody added and saved again, nobody dismissed."""

from __future__ import annotations

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.leaders.movement import banded_leaders
from capplan.staffing.rounding import round_up

FEW = settings(max_examples=60)
PATHS = st.lists(st.integers(0, 400), min_size=1, max_size=60)


def changes(leaders: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[int, int]:
    """Leaders added and saved along a path."""
    steps = np.diff(leaders, axis=0)
    return int(steps.clip(min=0).sum()), int((-steps).clip(min=0).sum())


def test_ex10_hysteresis() -> None:
    """Over the example's path the band adds 3 and saves none, plain rounding adds 8 and saves 4."""
    case = example("EX10")
    path = case["inputs"]["frontline_path"]
    plain = round_up(np.array(path) / 12.0)
    banded = banded_leaders(path)
    assert plain.tolist() == case["steps"]["plain"]
    assert banded.tolist() == case["steps"]["banded"]
    for leaders, name in ((plain, "plain_changes"), (banded, "banded_changes")):
        want = case["expected"][name]
        assert changes(leaders) == (want["adds"], want["cuts"])
    widest = float((np.array(path) / banded).max())
    assert widest == pytest.approx(case["expected"]["max_span_banded"], abs=1e-9)


def test_growth_with_noise_is_followed_calmly() -> None:
    """250 agents growing 15 % a year with noise: about 5 added and none saved, not 22 and 15."""
    random = np.random.default_rng(7)
    noise = random.normal(0, 0.02, (104, 400))
    trend = 250 * 1.15 ** (np.arange(104)[:, None] / 52)
    path = trend * (1 + noise)
    added, saved = changes(banded_leaders(path))
    plain_added, plain_saved = changes(round_up(path / 12.0))
    assert added / 400 == pytest.approx(5.2, abs=1.5)
    assert saved == 0
    assert plain_added / 400 > 15
    assert plain_saved / 400 > 10


@FEW
@given(PATHS, st.integers(0, 20), st.integers(0, 40))
def test_additions_are_in_place_before_the_band_breaks(
    path: list[int], lead: int, opening: int
) -> None:
    """From the lead time on, the leaders decided so many weeks before keep the span in the band."""
    decided = banded_leaders(path, opening_heads=opening, lead_weeks=lead)
    later = np.array(path[lead:])
    assert (later <= 15 * decided[: len(later)] + 1e-9).all()


@FEW
@given(PATHS, st.integers(0, 40), st.lists(st.integers(0, 2), min_size=60, max_size=60))
def test_nobody_is_dismissed(path: list[int], opening: int, leavers: list[int]) -> None:
    """The number falls by no more than the week's leavers and only after eight weeks below."""
    found = banded_leaders(path, opening_heads=opening, leavers_heads=leavers)
    steps = np.diff(np.concatenate([[opening], found]))
    assert (steps >= -np.array(leavers[: len(path)])).all()
    assert (steps[:7] >= 0).all()
    for week in np.flatnonzero(steps < 0).tolist():
        recent = slice(max(week - 7, 0), week + 1)
        before = np.concatenate([[opening], found])[recent]
        assert (np.array(path[recent]) < 9 * before).all()


@FEW
@given(PATHS)
def test_outside_the_band_the_target_span_is_met(path: list[int]) -> None:
    """In a week with a change, leaders x span >= people > (leaders - 1) x span."""
    found = banded_leaders(path)
    for week in np.flatnonzero(np.diff(found)) + 1:
        assert found[week] * 12 >= path[week] > (found[week] - 1) * 12


@FEW
@given(st.lists(PATHS.map(lambda path: (path * 60)[:30]), min_size=1, max_size=4))
def test_cases_side_by_side_do_not_touch(paths: list[list[int]]) -> None:
    """Several paths at once give what each gives alone."""
    together = banded_leaders(np.array(paths, dtype=float).T)
    for number, path in enumerate(paths):
        assert together[:, number].tolist() == banded_leaders(path).tolist()
