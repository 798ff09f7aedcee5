"""The benchmark of the largest plan: it times what a plan computes, and says what it missed."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from capplan.inputs.assumptions import MOST_QUEUES, MOST_SCENARIOS, Assumptions, queue_columns
from capplan.inputs.periods import Calendar
from capplan.plan import make_plan
from capplan.plan.checking import faults, named_place

BENCHMARK = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "whole_plan.py"))


def small() -> Assumptions:
    """The benchmark's plan, cut to six queues, ten weeks and two scenarios."""
    given: Assumptions = BENCHMARK["largest_plan"]()
    queues = [BENCHMARK["queue"](number, 40) for number in range(6)]
    return replace(
        given,
        calendar=Calendar(given.calendar.first_week, 10),
        values={**given.values, "wage_step_date": given.calendar.mondays[4]},
        queues=queue_columns(queues),
        base_contacts=given.base_contacts[:10, :6] / 10,
        profile_share=given.profile_share[:6],
        events=given.events[:1],
        scenarios=given.scenarios[:2],
    )


def test_the_plan_is_as_large_as_plans_get() -> None:
    """The benchmark's plan has the most queues and scenarios there may be, and no fault."""
    given = BENCHMARK["largest_plan"]()
    assert len(given.queue_names) == MOST_QUEUES
    assert len(given.scenarios) == MOST_SCENARIOS
    assert given.calendar.weeks == 156
    assert given.profile_share.shape[1:] == (7, 48)
    assert not faults(given, named_place)
    assert set(given.queues["channel"]) == {"phone", "chat", "email", "back office"}


def test_every_stage_is_timed_and_nothing_is_left_out() -> None:
    """The stages add up to the whole, and the timed plan is the plan."""
    found, plan = BENCHMARK["timed"](small()), make_plan(small())
    assert sum(found.stages.values()) == pytest.approx(found.seconds)
    assert all(found.stages[stage] > 0 for stage in (*BENCHMARK["STAGES"], BENCHMARK["PROPOSALS"]))
    for name in plan.runs:
        assert np.array_equal(found.plan.runs[name]["week_cost"], plan.runs[name]["week_cost"])


def test_a_limit_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    """What keeps its limit passes; what exceeds it is a miss."""
    assert BENCHMARK["judged"]("memory", 2000.0, 2000.0, "MB")
    assert not BENCHMARK["judged"]("memory", 2000.1, 2000.0, "MB")
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == ["PASS", "MISS"]
