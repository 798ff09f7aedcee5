"""Demand that is drawn: every draw staffed anew, against the plan, the kernel and the lognormal."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from plans import example_plan

from capplan import erlang
from capplan.errors import PlanInputError
from capplan.questions.bands import (
    VolumeSpread,
    drawn_required_fte,
    plan_bands,
    restaff,
    volume_factors,
)
from capplan.staffing.requirement import live_requirement, targets_of

TABLES = [
    erlang.staffing_table(180, 0.80, 20, max_contacts=600),
    erlang.staffing_table(300, 0.80, 20, patience_s=120, max_abandon_share=0.05, max_contacts=600),
]
PLANNED = np.array([[100.0, 200.0], [140.0, 0.0], [90.0, 260.0]])


def test_certain_demand_is_staffed_as_planned() -> None:
    """Without spread, all percentiles are the requirement itself, kernel and table alike."""
    found = restaff(PLANNED, TABLES, VolumeSpread(0, 0), 100)
    plain = np.asarray(erlang.agents(PLANNED[:, 0], 180.0))
    for value, total in zip(found.by_queue, found.total, strict=True):
        assert (value[:, 0] == plain).all()
        assert value[1, 1] == 0
        assert (total == value.sum(axis=1)).all()


def test_percentiles_of_agents_are_agents_of_percentiles() -> None:
    """More contacts never need fewer agents, so P90 of agents staffs P90 of the lognormal."""
    spread = VolumeSpread(0.10, 0.05)
    sigma = math.hypot(0.10, 0.05)
    found = restaff(PLANNED, TABLES, spread, 10_000)
    for z, value in zip((-1.2816, 0.0, 1.2816), found.by_queue, strict=True):
        volumes = PLANNED * math.exp(z * sigma - sigma**2 / 2)
        low, high = (
            [table.agents(of * near) for table, of in zip(TABLES, volumes.T, strict=True)]
            for near in (0.994, 1.006)
        )
        assert (value >= np.array(low).T).all()
        assert (value <= np.array(high).T).all()


def test_queues_together_are_surer_than_apart() -> None:
    """The band of the sum is narrower than the sum of the bands, and P50 close to the sum's."""
    found = restaff(PLANNED[:1], TABLES, VolumeSpread(0.15, 0.05), 4000)
    low, middle, high = (value.sum() for value in found.by_queue)
    assert found.total.p90[0] - found.total.p10[0] < high - low
    assert found.total.p50[0] == pytest.approx(middle, abs=1)
    floor = restaff(PLANNED[:1], TABLES, VolumeSpread(0, 0), 10, min_positions=[50, 0])
    assert floor.by_queue.p50[0, 0] == 50


def test_volumes_average_to_the_plan_and_carry_over() -> None:
    """Factors have mean 1, the spread asked for, and next week's share of this week's error."""
    spread = VolumeSpread(0.0, 0.10, 0.6)
    weeks = np.array([factor[0].copy() for factor in volume_factors(spread, 6, 1, 20_000)])
    assert weeks.mean(axis=1) == pytest.approx(np.ones(6), abs=0.004)
    logs = np.log(weeks.astype(float))
    assert logs.std(axis=1) == pytest.approx(np.full(6, 0.10), rel=0.03)
    for lag in (1, 3):
        assert np.corrcoef(logs[2], logs[2 + lag])[0, 1] == pytest.approx(0.6**lag, abs=0.02)
    level = VolumeSpread(0.10, 0.0)
    always = np.array([factor[0].copy() for factor in volume_factors(level, 3, 1, 500)])
    assert (always == always[0]).all()


def test_a_plan_is_staffed_anew_as_its_own_steps_would() -> None:
    """Required FTE of a draw are those of the plan's requirement at that draw's contacts."""
    plan, spread = example_plan("growth"), VolumeSpread(0.10, 0.05)
    given, queues = plan.assumptions, plan.assumptions.queues
    weeks, count = plan["contacts"].shape
    factors = [one.copy() for one in volume_factors(spread, weeks, count, 20)]
    weekly = list(drawn_required_fte(plan, spread, draws=20))
    for week in (0, 40):
        fte = plan["required_fte"][week] / plan["base_staff_h"][week]
        for number, channel in enumerate(queues["channel"]):
            volume = factors[week][number] * plan["contacts"][week, number]
            if channel == "email":
                more = (factors[week][number] - 1) * plan["workload_h"][week, number]
                hours = plan["base_staff_h"][week, number] + more / plan["deferred_occupancy_share"]
            else:
                aht_s, interval_min = plan["planned_aht_s"][number], given.values["interval_min"]
                targets = targets_of(queues, number, float(aht_s), interval_min)
                hours = live_requirement(volume, given.profile_share[number], targets).base_staff_h
            assert weekly[week][number] == pytest.approx(hours * fte[number], rel=0.01)


def test_certain_demand_changes_no_outlook_and_uncertain_demand_costs() -> None:
    """Without spread the buffers are the plan's; with it they grow."""
    plan = example_plan("growth")
    outlooks = [
        plan_bands(plan, draws=400, spread=spread).total
        for spread in (None, VolumeSpread(0, 0), VolumeSpread(0.15, 0.05))
    ]
    plain, certain, unsure = (one.every_week_buffer_fte for one in outlooks)
    assert certain == pytest.approx(plain, rel=0.02)
    assert unsure > 1.1 * plain
    assert outlooks[0].effective_fte.p50.tolist() == outlooks[2].effective_fte.p50.tolist()


def test_what_does_not_fit_is_named() -> None:
    """Shapes, volumes and spreads outside what is allowed are refused in one line."""
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: restaff([[1.0]], TABLES), "contacts: found shape (1, 1)"),
        (lambda: restaff([[-1.0, 1]], TABLES), "contacts: found -1.0 to 1.0; allowed 0 or more"),
        (lambda: restaff(PLANNED, TABLES, VolumeSpread(2.0)), "level_share: found 2.0"),
        (lambda: restaff(PLANNED, TABLES, min_positions=-1), "min_positions: found -1; allowed 0"),
        (lambda: restaff(PLANNED * 9, TABLES), "build it with more max_contacts"),
    ]
    for call, says in refused:
        with pytest.raises(PlanInputError) as caught:
            call()
        assert says in str(caught.value)
