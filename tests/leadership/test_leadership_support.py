"""Support roles by workload: drivers, the fixed point of calibration, and carried hours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.leaders.movement import SupportDrivers, SupportLoad, support_workload
from capplan.leaders.movement.support_work import WORKLOAD_ROLES

FEW = settings(max_examples=60)
HOURS = SupportDrivers().productive_h_per_week


def fte(load: SupportLoad, role: str) -> float:
    """The first week's need of one role."""
    return float(load.need_fte[0, WORKLOAD_ROLES.index(role)])


@FEW
@given(st.floats(1, 20_000), st.integers(0, 1500), st.floats(0, 1), st.floats(0, 5))
def test_assessors_calibrate_too(
    agents: float, supervisors: int, automatic: float, calibrate: float
) -> None:
    """Adding the assessors' own calibration round after round ends where the formula begins."""
    by = SupportDrivers(auto_share=automatic, calibration_h_per_week=calibrate)
    work = agents * 4 * (1 - automatic) * (20 + 15) / 60 * 12 / 52
    assessors = 0.0
    for _ in range(300):
        assessors = (work + calibrate * (assessors + supervisors * (work > 0))) / HOURS
    found = support_workload([agents], supervisors_heads=supervisors, drivers=by)
    assert fte(found, "quality") == pytest.approx(assessors, rel=1e-6, abs=1e-9)


def test_a_centre_of_500_by_hand() -> None:
    """Each role of 500 agents, 42 supervisors and two classes is the one worked out by hand."""
    load = support_workload(
        [500],
        supervisors_heads=42,
        classes_in_training=2,
        nesting_heads=20,
        starts_heads=[0],
        frontline_heads=540,
    )
    want = {
        "quality": (500 * 4 * 35 / 60 * 12 / 52 + 42) / (HOURS - 1),
        "trainer": 2 + 500 * 12 / 52 / 12 / HOURS,
        "planner": 10.0,
        "recruiter": 0.0,
        "hr": 5.4,
        "analyst": 500 / 150,
        "it": 3.6,
        "knowledge": 2.0,
        "content": 5 / HOURS,
        "mentor": 20 / 3 * 0.3,
    }
    assert {role: fte(load, role) for role in want} == pytest.approx(want)
    assert load.planner_desks_fte[0] == pytest.approx([3.8, 3.8, 2.4])
    assert load.supervisor_h[0] == pytest.approx(42)


def test_twelve_people_have_no_quality_department() -> None:
    """Every need of a small centre is hours of a named role, and nobody is hired for it."""
    load = support_workload([12], supervisors_heads=1)
    assert load.heads.sum() == 0
    assert load.carried_h[0] == pytest.approx(load.need_fte[0] * 37.5)
    notes = load.notes()
    assert "quality" in notes[0]
    assert "team leader" in notes[0]
    assert all("carried by the" in note for note in notes)


@FEW
@given(st.lists(st.floats(0, 5000), min_size=1, max_size=12))
def test_people_and_carried_hours_cover_the_need(agents: list[float]) -> None:
    """Whole people are within half a person, and what they do not cover is carried."""
    load = support_workload(agents, supervisors_heads=np.ceil(np.array(agents) / 12))
    own = [role != "mentor" for role in WORKLOAD_ROLES]
    assert (np.abs(load.heads - load.need_fte)[:, own] <= 0.5 + 1e-6).all()
    assert (load.heads + load.carried_h / 37.5 >= load.need_fte - 1e-9).all()
    assert (load.carried_h[:, own] <= 0.5 * 37.5).all()


@pytest.mark.parametrize(
    ("agents", "planners", "desks"),
    [(100, 2, 0), (149, 2.98, 0), (150, 3, 3), (500, 10, 10), (1000, 15, 15)],
)
def test_planners_by_steps_and_desks(agents: int, planners: float, desks: float) -> None:
    """One planner for 50 up to 500, one for 100 beyond; three desks from 150 agents on."""
    load = support_workload([agents])
    assert fte(load, "planner") == pytest.approx(planners)
    assert load.planner_desks_fte[0].sum() == pytest.approx(desks)


def test_recruiters_work_before_the_start() -> None:
    """The hours of 60 starters fall evenly into the six weeks before they begin."""
    load = support_workload([100] * 10, starts_heads=[0] * 8 + [60, 0])
    hours = load.need_fte[:, WORKLOAD_ROLES.index("recruiter")] * HOURS
    assert hours == pytest.approx([0] * 2 + [120] * 6 + [0] * 2)
    assert load.supervisor_h == pytest.approx([0] * 2 + [20] * 6 + [0] * 2)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"auto_share": 30}, "did you mean 0.3 (30 %)"),
        ({"people_per_hr": 0}, "blank typed as 0"),
        ({"productive_h_per_week": 0}, "productive_h_per_week"),
        ({"calibration_h_per_week": 40}, "not a month"),
        ({"evaluate_min": "ten"}, "type a number"),
    ],
)
def test_wrong_drivers_are_refused(changed: dict[str, Any], word: str) -> None:
    """A driver outside its range is refused in one line that names it and the slip."""
    with pytest.raises(ValueError, match="argument") as caught:
        SupportDrivers(**changed)
    assert word in str(caught.value)


def test_weeks_must_agree() -> None:
    """A column of another length than the agents' is refused by name."""
    with pytest.raises(ValueError, match="argument starts_heads"):
        support_workload([100] * 4, starts_heads=[1, 2])
