"""Required agents turned round: the most contacts that each number of agents carries.

Where handling time and targets repeat (a year of intervals, a curve, thousands of draws) the
requirement is a look-up in these thresholds, exact to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.errors import argument_error
from capplan.queueing.arguments import Answer
from capplan.queueing.array_integrals import Floats
from capplan.queueing.array_requirement import least_whole, whole_by_target
from capplan.queueing.scalar_targets import NAMES, SLACK
from capplan.queueing.threshold_cells import Cells, pack
from capplan.queueing.threshold_search import Setting, carried

BLOCK = 65_536  # numbers that stay in the cache with their scratch
FEW = 256  # below, a plain binary search is as fast


@dataclass(frozen=True, slots=True, eq=False)
class StaffingTable:
    """Thresholds of one set of parameters.

    `thresholds[n]` is the greatest number of contacts an interval that n agents carry within all
    targets; `by_target` holds the same for each target alone. `cells` speeds up the look-up.
    """

    thresholds: Floats
    by_target: Mapping[str, Floats]
    cells: Cells | None

    def agents(self, contacts: ArrayLike) -> Answer:
        """Whole agents for any contacts up to the last threshold."""
        wanted = np.asarray(contacts, dtype=np.float64)
        if wanted.size < FEW or self.cells is None:
            found = self._searched(wanted)
            return found if wanted.shape else int(found)
        flat = np.ascontiguousarray(wanted).reshape(-1)
        agents = np.empty(flat.size, dtype=np.int64)
        away, place = np.empty((2, min(flat.size, BLOCK)), dtype=np.uint64)
        for start in range(0, flat.size, BLOCK):
            some, found = flat[start : start + BLOCK], agents[start : start + BLOCK]
            room = (away[: some.size], place[: some.size])
            rest = self.cells.count_below(some, found.view(np.uint64), *room)
            if rest.size:
                found[rest] = self._searched(some[rest])
        return agents.reshape(wanted.shape)

    def _searched(self, contacts: Floats) -> NDArray[np.intp]:
        return np.searchsorted(self.thresholds, self._checked(contacts), side="left")

    def binding(self, contacts: ArrayLike) -> Answer:
        """Name of the target that needs the most agents."""
        wanted = self._checked(contacts)
        before = np.maximum(self.agents(wanted) - 1, 0)
        code = np.full(wanted.shape, len(NAMES) - 1)
        for place in range(len(NAMES) - 1, -1, -1):
            limit = self.by_target[NAMES[place]][before]
            code = np.where((limit < wanted) & (wanted > 0), place, code)
        code = np.where(wanted > 0, code, 0)
        names = np.array(NAMES, dtype=object)[code]
        return names if wanted.shape else str(names)

    def _checked(self, contacts: ArrayLike) -> NDArray[np.float64]:
        wanted = np.asarray(contacts, dtype=np.float64)
        low, high = wanted.min(initial=0.0), wanted.max(initial=0.0)  # NaN comes through both
        if not (low >= 0 and high <= self.thresholds[-1]):
            good = (wanted >= 0) & (wanted <= self.thresholds[-1])
            found = wanted[~good].flat[0]
            high = f"0 to {self.thresholds[-1]:,.6g}, as far as this table goes"
            raise argument_error("contacts", f"{found:,g}", high, "build it with more max_contacts")
        return wanted


def build(setting: Setting, max_contacts: float) -> StaffingTable:
    """Thresholds up to the agents that carry `max_contacts`."""
    most = np.array([max_contacts])
    with np.errstate(all="ignore"):
        need = whole_by_target(setting.lines(most), setting.targets(1))
        first = np.maximum.reduce([np.array([setting.min_positions]), *need.values()])
        if setting.spread and max_contacts > 0:
            least = np.maximum(np.ceil(first), 1.0)
            enough = setting.service_level_share - SLACK
            first = least_whole(lambda n, _: setting.mean_level(n, most) >= enough, least, least)
    return _build(setting, ceil(first[0]))


def _build(setting: Setting, most_agents: int) -> StaffingTable:
    agents = np.arange(1.0, most_agents + 1)
    by_target = {name: np.full(most_agents + 1, np.inf) for name in NAMES}
    by_target["minimum"][: max(ceil(setting.min_positions), 1)] = 0.0
    with np.errstate(all="ignore"):
        for name, most in carried(setting, agents).items():
            by_target[name][0] = 0.0
            by_target[name][1:] = most
    lowest = np.minimum.reduce(list(by_target.values()))
    for values in (lowest, *by_target.values()):
        values.flags.writeable = False
    return StaffingTable(lowest, by_target, pack(lowest))
