"""Staffing curves of ordinary and odd profiles: always there, rising, and close to the engine."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from capplan_workbook import read_plan, write_plan
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from capplan.inputs.assumptions import make_assumptions
from capplan.plan import Plan, make_plan
from capplan.staffing.curves import JUMP, Curve, live_curve
from capplan.staffing.requirement import live_requirement, targets_of

Array = NDArray[np.float64]

# a bank's line as a planner types it: weights of the days, and of the half-hours of each
DAYS = (0.17, 0.16, 0.15, 0.15, 0.15, 0.12, 0.10)
HALF_HOURS = (
    *(0.3,) * 14,
    *(1, 1.5, 2, 2.5, 3, 3.2, 3.2, 3, 2.8, 2.6, 2.6, 2.7, 2.8, 2.7, 2.5, 2.3, 2, 1.8, 1.5, 1.2),
    *(1.0,) * 8,
    *(0.6,) * 6,
)
# days open and half-hours open of each: an office, a shop, a line that never closes
OPENINGS = ((5, 18, 34), (6, 16, 40), (7, 0, 48))
CLOSE = 0.005  # of the engine's hours, before any change


def profile(days: tuple[float, ...], half_hours: tuple[float, ...]) -> Array:
    """Share of the week's contacts by weekday and half-hour."""
    weights = np.outer(np.array(days), np.array(half_hours))
    return np.asarray(weights / weights.sum())


def planned(profile_share: Array, contacts: float = 2000.0, weeks: int = 3, **queue: Any) -> Plan:
    """A plan of one queue whose volume rises a little from week to week."""
    given_ = {"queue": "Calls", "opening_agents_heads": 30, **queue}
    volumes = [[contacts * (1 + week / 50)] for week in range(weeks)]
    start = date(2026, 1, 5)
    return make_plan(make_assumptions(start, [given_], volumes, profile_share=profile_share[None]))


def curve_of(plan: Plan) -> tuple[Curve, Array]:
    """The curve of the plan's queue, and the engine's hours for the planned weeks."""
    given_, run = plan.assumptions, plan.runs[plan.live]
    aht = float(run["planned_aht_s"][0])
    targets = targets_of(given_.queues, 0, aht, given_.values["interval_min"])
    contacts, share = run["contacts"][:, 0], given_.profile_share[0]
    hours = live_requirement(contacts, share, targets).base_staff_h
    return live_curve(contacts, share, targets), hours


def assert_sound(plan: Plan) -> None:
    """Corners rise by more than a spreadsheet's rounding, hours never fall, weeks are met."""
    curve, hours = curve_of(plan)
    x, y = curve
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    assert (np.diff(x) > x[1:] * JUMP / 4).all()
    assert (np.diff(y) >= 0).all()
    assert curve.at(plan["workload_h"][:, 0]) == pytest.approx(hours, rel=CLOSE)


@pytest.mark.parametrize("aht_s", [300, 310])
@pytest.mark.parametrize("patience_s", [150, None])
def test_an_ordinary_week_of_half_hours_is_planned_and_written(
    aht_s: float, patience_s: float | None, tmp_path: Path
) -> None:
    """Steps that coincide as hours but not as contacts are one corner, in the workbook too."""
    plan = planned(profile(DAYS, HALF_HOURS), aht_s=aht_s, patience_s=patience_s)
    assert_sound(plan)
    path = tmp_path / "plan.xlsx"
    write_plan(plan, path)
    assert read_plan(path).queue_names == ("Calls",)


weights = st.integers(1, 40).map(lambda tenths: tenths / 10)


@st.composite
def typed_profiles(draw: st.DrawFn) -> Array:
    """Day weights x half-hour weights, rounded as people type them, of 8x5 up to 24x7."""
    open_days, first, last = draw(st.sampled_from(OPENINGS))
    days = draw(st.lists(weights, min_size=open_days, max_size=open_days))
    half_hours = draw(st.lists(weights, min_size=last - first, max_size=last - first))
    return profile(
        (*days, *(0.0,) * (7 - open_days)), (*(0.0,) * first, *half_hours, *(0.0,) * (48 - last))
    )


@settings(max_examples=60)
@given(
    share=typed_profiles(),
    channel=st.sampled_from(("phone", "chat")),
    aht_s=st.one_of(st.sampled_from((300.0, 310.0, 420.0)), st.integers(20, 2000).map(float)),
    patience_s=st.sampled_from((None, 60.0, 150.0, 600.0)),
    contacts=st.integers(50, 20_000).map(float),
)
@example(profile(DAYS, HALF_HOURS), "phone", 300.0, None, 2000.0)
def test_any_typed_profile_has_a_curve(
    share: Array, channel: str, aht_s: float, patience_s: float | None, contacts: float
) -> None:
    """Whatever a planner types as weights, the queue has a rising curve that meets the engine."""
    assert_sound(planned(share, contacts, channel=channel, aht_s=aht_s, patience_s=patience_s))


@settings(max_examples=10)
@given(share=typed_profiles(), goal_h=st.sampled_from((0.5, 3.0, 24.0)), aht_s=weights)
def test_email_of_any_profile_is_planned_and_written(
    share: Array, goal_h: float, aht_s: float
) -> None:
    """Work that may wait a while, or hardly at all, has a curve in the workbook too."""
    plan = planned(share, channel="email", response_goal_h=goal_h, aht_s=100 * aht_s)
    file = io.BytesIO()
    write_plan(plan, file)
    assert file.getbuffer().nbytes > 0
