"""What the engine leaves in the workbook: staffing curves and the numbers it found.

A spreadsheet without capplan has no Erlang formulas. It reads the hours off a curve and adds the
engine's correction, so that unchanged inputs show the engine's exact hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from capplan_workbook.book import range_name
from capplan_workbook.layout.places import FIRST, Layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from capplan.questions.study import Study
    from capplan.staffing.curves import Curve

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

    study: Study
    layout: Layout

    @property
    def curves(self) -> tuple[Curve, ...]:
        """One curve a queue and scenario, all of one length."""
        return self.study.curves.curves

    @property
    def reaches(self) -> tuple[float, ...]:
        """The workload up to which each curve was computed."""
        return self.study.curves.reaches

    @property
    def pairs(self) -> tuple[tuple[int, str], ...]:
        """Queue number and scenario of each curve, in the order of the sheet."""
        return self.study.curves.pairs

    def queue(self, scenario: str, number: int) -> Seen:
        """What the engine found for a queue under a scenario, and its place on the curve."""
        found, results = self.study.curves, self.study.plan.runs[scenario]
        index = found.number(number, scenario)
        names = results["binding_target"][:, number].tolist()
        return Seen(
            index + 1,
            *found.readings[index],
            results["workload_h"][:, number],
            results["peak_agents"][:, number],
            [BINDING_WORDS.get(name, name) for name in names],
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
