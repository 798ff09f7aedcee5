"""The staffing curves of a plan, and what its own hours lie above them, week by week.

One curve a queue and scenario, so that a spreadsheet can follow a change of the workload. The
correction is what unchanged inputs need on top of the curve to show the plan's exact hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.staffing.curves import Asked, Curve, deferred_curve, live_curves
from capplan.staffing.requirement import is_live, targets_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.plan import Plan

    Array = NDArray[np.float64]


class Reading(NamedTuple):
    """A queue's weeks on its curve: the corner beyond each, hours there, and those on top."""

    place: NDArray[np.int64]
    curve_h: Array
    correction_h: Array


@dataclass(frozen=True, eq=False)
class PlanCurves:
    """The curves of every queue under every scenario, all with the same number of corners.

    `pairs` are number of the queue and scenario; `reaches` the workload up to which each curve
    was computed, as corners beyond only fill it up.
    """

    pairs: tuple[tuple[int, str], ...]
    curves: tuple[Curve, ...]
    reaches: tuple[float, ...]
    readings: tuple[Reading, ...]

    def number(self, queue: int, scenario: str) -> int:
        """Which of the curves is that of a queue under a scenario."""
        return self.pairs.index((queue, scenario))


def plan_curves(plan: Plan) -> PlanCurves:
    """The curves of a plan; scenarios with the same handling time and targets share theirs.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000], [2100]]))
    >>> found = plan_curves(plan)
    >>> hours = found.readings[0].curve_h + found.readings[0].correction_h
    >>> found.pairs, bool((abs(hours - plan["base_staff_h"][:, 0]) < 1e-9).all())
    (((0, 'Base'),), True)
    """
    numbers = range(len(plan.assumptions.queue_names))
    pairs = tuple((number, name) for number in numbers for name in plan.runs)
    short = _computed(plan, pairs)
    width = max(len(curve.workload_h) for curve in short) + 1
    curves = tuple(_padded(curve, width) for curve in short)
    read = zip(pairs, curves, strict=True)
    readings = tuple(_read(plan, scenario, number, one) for (number, scenario), one in read)
    return PlanCurves(pairs, curves, tuple(float(one.workload_h[-1]) for one in short), readings)


def _computed(plan: Plan, pairs: tuple[tuple[int, str], ...]) -> list[Curve]:
    asked = {pair: _asked(plan, *pair) for pair in pairs if _is_live(plan, pair[0])}
    shared = {(number, one.targets): one for (number, _), one in asked.items()}
    live = dict(zip(shared, live_curves(list(shared.values())), strict=True))
    return [
        live[pair[0], asked[pair].targets] if pair in asked else _deferred(plan, pair[0])
        for pair in pairs
    ]


def _is_live(plan: Plan, number: int) -> bool:
    queues = plan.assumptions.queues
    return is_live(queues["channel"][number], queues["response_goal_h"][number])


def _asked(plan: Plan, number: int, scenario: str) -> Asked:
    given, runs = plan.assumptions, plan.runs
    aht = float(runs[scenario]["planned_aht_s"][number])
    weeks = np.concatenate([results["contacts"][:, number] for results in runs.values()])
    targets = targets_of(runs[scenario]["queues"], number, aht, given.values["interval_min"])
    return Asked(weeks, given.profile_share[number], targets)


def _deferred(plan: Plan, number: int) -> Curve:
    top = max(results["workload_h"][:, number].max() for results in plan.runs.values())
    return deferred_curve(float(top), plan.assumptions.values["deferred_occupancy_share"])


def _read(plan: Plan, scenario: str, number: int, curve: Curve) -> Reading:
    work, hours = (plan.runs[scenario][name][:, number] for name in ("workload_h", "base_staff_h"))
    x, y = curve
    after = np.searchsorted(x, work, side="right")
    at = after - 1
    read = np.asarray(y[at] + (work - x[at]) * (y[after] - y[at]) / (x[after] - x[at]))
    return Reading(after, read, hours - read)


def _padded(curve: Curve, width: int) -> Curve:
    """The curve with further corners beyond its reach, proportional to the last one."""
    beyond = np.arange(2, width - len(curve.workload_h) + 2)
    return Curve(*(np.concatenate([side, side[-1] * beyond]) for side in curve))
