"""Required agents turned round: the most contacts that each number of agents carries.

Where handling time and targets repeat (a year of intervals, a curve, thousands of draws) the
requirement is a look-up in these thresholds, exact to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.erlang.arguments import Answer
from capplan.erlang.many.integrals import Floats
from capplan.erlang.many.requirement import least_whole, whole_by_target
from capplan.erlang.one.targets import NAMES, SLACK
from capplan.erlang.thresholds.cells import Cells, pack
from capplan.erlang.thresholds.search import carried, mean_level
from capplan.erlang.thresholds.setting import Columns, Setting
from capplan.errors import argument_error

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
        code = self.binding_place(wanted, np.asarray(self.agents(wanted)))
        names = np.array(NAMES, dtype=object)[code]
        return names if wanted.shape else str(names)

    def binding_place(self, contacts: Floats, agents: NDArray[np.int64]) -> NDArray[np.int8]:
        """The same as places in NAMES, where the agents are known already; 0 without contacts."""
        before = np.maximum(agents - 1, 0)
        code = np.full(contacts.shape, len(NAMES) - 1, dtype=np.int8)
        for place in reversed(self._limiting):
            code[self.by_target[NAMES[place]].take(before) < contacts] = place
        code[contacts <= 0] = 0
        return code

    @property
    def _limiting(self) -> list[int]:
        """Places in NAMES of the targets that limit anything, but for the least agents."""
        places = range(len(NAMES) - 1)
        return [place for place in places if self.by_target[NAMES[place]][0] == 0]

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
    return build_all([setting], [max_contacts], [None])[0]


def build_all(
    settings: Sequence[Setting],
    max_contacts: Sequence[float],
    known: Sequence[StaffingTable | None],
) -> list[StaffingTable]:
    """Tables of many settings at once, or tables known already with more agents behind.

    Each is the same, number by number, as one built alone and at once.
    """
    with np.errstate(all="ignore"):
        most = [ceil(agents) for agents in _most_agents(settings, np.array(max_contacts))]
        first = [1 if one is None else len(one.thresholds) for one in known]
        agents = [np.arange(float(low), high + 1) for low, high in zip(first, most, strict=True)]
        carry = carried(settings, agents)
    parts = zip(settings, known, agents, carry, strict=True)
    return [_joined(setting, one, new, by) for setting, one, new, by in parts]


def _joined(
    setting: Setting, known: StaffingTable | None, agents: Floats, carry: Mapping[str, Floats]
) -> StaffingTable:
    """The table with thresholds for these agents behind those known."""
    if known is not None and not agents.size:
        return known
    start = dict.fromkeys(carry, np.zeros(1)) if known is None else known.by_target
    by_target = {}
    for name in NAMES:
        more = carry.get(name, np.full(agents.size, np.inf))
        joined = np.concatenate([start.get(name, np.full(1, np.inf)), more])
        by_target[name] = np.maximum.accumulate(joined) if name in carry else joined
    by_target["minimum"][: max(ceil(setting.min_positions), 1)] = 0.0
    lowest = np.minimum.reduce(list(by_target.values()))
    for values in (lowest, *by_target.values()):
        values.flags.writeable = False
    return StaffingTable(lowest, by_target, pack(lowest))


def _most_agents(settings: Sequence[Setting], most: Floats) -> Floats:
    """Agents for the busiest interval of every setting."""
    found = np.empty(most.shape)
    kinds = [(one.chat, one.definition) for one in settings]
    for kind in set(kinds):
        rows = np.array([row for row, one in enumerate(kinds) if one == kind])
        columns = Columns.of([settings[row] for row in rows], [1] * rows.size)
        need = whole_by_target(columns.lines(most[rows]), columns.targets())
        found[rows] = np.maximum.reduce(list(need.values()))
    found = np.maximum(found, [one.min_positions for one in settings])
    for row in np.flatnonzero([one.spread for one in settings] & (most > 0)).tolist():
        found[row] = _uncertain(settings[row], most[row : row + 1], found[row])
    return found


def _uncertain(setting: Setting, most: Floats, first: float) -> float:
    least = np.maximum(np.ceil([first]), 1.0)
    enough = setting.service_level_share - SLACK
    one = Columns.of([setting], [1])
    found = least_whole(lambda n, _: mean_level(one, setting.cv, n, most) >= enough, least, least)
    return float(found[0])
