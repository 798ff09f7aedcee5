"""What the engine leaves in the workbook: staffing curves and the numbers it found.

A spreadsheet without capplan has no Erlang formulas. It reads the hours off a curve and adds the
engine's correction, so that unchanged inputs show the engine's exact hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.staffing.curves import Asked, Curve, deferred_curve, live_curves
from capplan.staffing.requirement import is_live, targets_of
from capplan_workbook.book import range_name
from capplan_workbook.layout import FIRST, Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.plan import Plan

    Array = NDArray[np.float64]

CURVES, HOURS, CORRECTION, SEEN, PEAK, BINDING = range(6)
NONE_BINDS = "none"
# words short enough for a week's column
BINDING_WORDS = {
    "service_level": "service",
    "occupancy": "occupancy",
    "abandon": "abandons",
    "stability": "load",
    "minimum": "minimum",
    "": NONE_BINDS,
}


class Seen(NamedTuple):
    """One queue under one scenario as the engine saw it, week by week."""

    pointer: int
    place: NDArray[np.int64]
    curve_h: Array
    correction_h: Array
    workload_h: Array
    peak: Array
    binding: list[str]


@dataclass(frozen=True, eq=False)
class Stamps:
    """The engine's curves and findings for every queue and scenario of a plan."""

    plan: Plan
    layout: Layout

    @cached_property
    def curves(self) -> list[Curve]:
        """One curve a queue and scenario, all of one length."""
        width = max(len(curve.workload_h) for curve in self._computed) + 1
        return [_padded(curve, width) for curve in self._computed]

    @cached_property
    def reaches(self) -> list[float]:
        """The workload up to which each curve was computed."""
        return [float(curve.workload_h[-1]) for curve in self._computed]

    @property
    def pairs(self) -> list[tuple[int, str]]:
        """Queue number and scenario of each curve, in the order of the sheet."""
        numbers = range(len(self.layout.queues))
        return [(number, name) for number in numbers for name in self.layout.scenarios]

    @cached_property
    def _computed(self) -> list[Curve]:
        """The curve of each pair; scenarios with the same handling time share theirs."""
        asked = {pair: self._asked(*pair) for pair in self.pairs if self._is_live(pair[0])}
        shared = {(number, one.targets): one for (number, _), one in asked.items()}
        live = dict(zip(shared, live_curves(list(shared.values())), strict=True))
        return [
            live[pair[0], asked[pair].targets] if pair in asked else self._deferred(pair[0])
            for pair in self.pairs
        ]

    def _is_live(self, number: int) -> bool:
        queues = self.plan.assumptions.queues
        return is_live(queues["channel"][number], queues["response_goal_h"][number])

    def _asked(self, number: int, scenario: str) -> Asked:
        given, runs = self.plan.assumptions, self.plan.runs
        aht = float(runs[scenario]["planned_aht_s"][number])
        weeks = np.concatenate([results["contacts"][:, number] for results in runs.values()])
        targets = targets_of(runs[scenario]["queues"], number, aht, given.values["interval_min"])
        return Asked(weeks, given.profile_share[number], targets)

    def _deferred(self, number: int) -> Curve:
        top = max(results["workload_h"][:, number].max() for results in self.plan.runs.values())
        return deferred_curve(float(top), self.plan.assumptions.values["deferred_occupancy_share"])

    def queue(self, scenario: str, number: int) -> Seen:
        """What the engine found for a queue under a scenario, and its place on the curve."""
        index = self.pairs.index((number, scenario))
        curve, results = self.curves[index], self.plan.runs[scenario]
        work, hours = results["workload_h"][:, number], results["base_staff_h"][:, number]
        place = np.searchsorted(curve.workload_h, work, side="right")
        read = _read(curve, work, place)
        names = results["binding_target"][:, number].tolist()
        binding = [BINDING_WORDS.get(name, name) for name in names]
        return Seen(
            index + 1, place, read, hours - read, work, results["peak_agents"][:, number], binding
        )

    # -- addresses on Curves ----------------------------------------------------------------------

    @property
    def width(self) -> int:
        """Corners of each curve."""
        return len(self.curves[0].workload_h)

    def block(self, number: int) -> str:
        """Address of a block: all curves by corners, or all findings by weeks."""
        top, bottom = self.layout.curve_rows(number)
        columns = self.width if number in (CURVES, HOURS) else self.layout.weeks
        return f"Curves!{range_name(top, FIRST, bottom, FIRST + columns - 1)}"

    @property
    def keys(self) -> str:
        """Address of the keys `queue|scenario` beside the first block."""
        top, bottom = self.layout.curve_rows(CURVES)
        return f"Curves!{range_name(top, 2, bottom, 2)}"


def _read(curve: Curve, work: Array, place: NDArray[np.int64]) -> Array:
    x, y = curve
    at, after = place - 1, place
    return np.asarray(y[at] + (work - x[at]) * (y[after] - y[at]) / (x[after] - x[at]))


def _padded(curve: Curve, width: int) -> Curve:
    """The curve with further corners beyond its reach, proportional to the last one."""
    beyond = np.arange(2, width - len(curve.workload_h) + 2)
    return Curve(*(np.concatenate([side, side[-1] * beyond]) for side in curve))
