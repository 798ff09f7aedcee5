"""Required agents turned round: the most contacts that each number of agents carries.

Where handling time and targets repeat (a year of intervals, a curve, thousands of draws) the
requirement is a look-up in these thresholds, exact to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.errors import argument_error
from capplan.queueing.arguments import Answer
from capplan.queueing.array_chat import ChatRows
from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_phone import PhoneRows
from capplan.queueing.array_requirement import whole_by_target
from capplan.queueing.array_roots import Rows, largest
from capplan.queueing.array_targets import Lines, TargetColumns, margin
from capplan.queueing.scalar_targets import GUARD, NAMES

BLOCK = 32_768
FEW = 256  # below, a plain binary search is as fast
CELLS = 16  # cells a threshold at most


class Cells(NamedTuple):
    """Equal cells over the contacts: the agents to begin with, and how many more it may take."""

    per_contact: float
    first: NDArray[np.int64]
    more: int


@dataclass(frozen=True, slots=True, eq=False)
class StaffingTable:
    """Thresholds of one set of parameters.

    `thresholds[n]` is the greatest number of contacts an interval that n agents carry within all
    targets; `by_target` holds the same for each target alone. `cells` speeds up the look-up.
    """

    thresholds: Floats
    by_target: Mapping[str, Floats]
    cells: Cells

    def agents(self, contacts: ArrayLike) -> Answer:
        """Whole agents for any contacts up to the last threshold."""
        wanted = self._checked(contacts)
        if wanted.size < FEW:
            found = np.searchsorted(self.thresholds, wanted, side="left")
            return found if wanted.shape else int(found)
        flat = wanted.reshape(-1)
        agents = np.empty(flat.size, dtype=np.int64)
        cell, limit = np.empty(BLOCK, dtype=np.intp), np.empty(BLOCK)
        for start in range(0, flat.size, BLOCK):
            some = flat[start : start + BLOCK]
            found = agents[start : start + BLOCK]
            self._look_up(some, found, cell[: some.size], limit[: some.size])
        return agents.reshape(wanted.shape)

    def _look_up(
        self, contacts: Floats, agents: NDArray[np.int64], cell: NDArray[np.intp], limit: Floats
    ) -> None:
        np.multiply(contacts, self.cells.per_contact, out=limit)
        np.copyto(cell, limit, casting="unsafe")
        self.cells.first.take(cell, out=agents, mode="clip")
        sign = limit.view(np.int64)
        for _ in range(self.cells.more):
            self.thresholds.take(agents, out=limit, mode="clip")
            # one more where limit < contacts: the sign bit of the difference, without a mask
            np.subtract(limit, contacts, out=limit)
            np.right_shift(sign, 63, out=sign)
            agents -= sign

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


@dataclass(frozen=True, slots=True)
class Setting:
    """Parameters of a table: checked single numbers."""

    aht_s: float
    service_level_share: float
    answer_within_s: float
    interval_s: float
    patience_s: float
    max_occupancy_share: float
    max_asa_s: float
    max_abandon_share: float
    max_concurrency: float
    aht_inflation_share: float
    definition: str = "excl_short"

    def lines(self, contacts: Floats) -> Lines:
        """Queues of this setting under these contacts."""
        size = contacts.shape

        def column(value: float) -> Floats:
            return np.broadcast_to(np.float64(value), size)

        aht, within = column(self.aht_s), column(self.answer_within_s)
        patience = column(self.patience_s)
        if self.max_concurrency == 1:
            return PhoneRows(contacts * self.aht_s / self.interval_s, aht, within, patience)
        desk = (column(self.max_concurrency), column(self.aht_inflation_share))
        return ChatRows(contacts / self.interval_s, aht, *desk, within, patience)

    def targets(self, size: int) -> TargetColumns:
        """The targets, one column entry a row."""
        limits = (
            self.service_level_share,
            self.max_occupancy_share,
            self.max_asa_s,
            self.max_abandon_share,
        )
        level, occupancy, asa_s, abandoned = (np.full(size, limit) for limit in limits)
        return TargetColumns(level, occupancy, asa_s, abandoned, self.definition)


def build(setting: Setting, max_contacts: float) -> StaffingTable:
    """Thresholds up to the agents that carry `max_contacts`."""
    with np.errstate(all="ignore"):
        need = whole_by_target(setting.lines(np.array([max_contacts])), setting.targets(1))
    return _build(setting, int(max(values[0] for values in need.values())))


def _build(setting: Setting, most_agents: int) -> StaffingTable:
    agents = np.arange(1.0, most_agents + 1)
    by_target = {name: np.full(most_agents + 1, np.inf) for name in NAMES}
    by_target["minimum"][0] = 0.0
    with np.errstate(all="ignore"):
        for name in NAMES[:-1]:
            if _asked(setting, name):
                by_target[name][0] = 0.0
                by_target[name][1:] = _thresholds(setting, name, agents)
    lowest = np.minimum.reduce(list(by_target.values()))
    for values in (lowest, *by_target.values()):
        values.flags.writeable = False
    return StaffingTable(lowest, by_target, _cells(lowest))


def _cells(thresholds: Floats) -> Cells:
    """Cells so narrow that most hold one threshold at most."""
    size = thresholds.size
    last = float(thresholds[-1])
    if not 0 < last < np.inf:
        return Cells(0.0, np.zeros(1, dtype=np.int64), size)
    narrow = float(np.diff(thresholds).min(initial=last))
    count = min(last / (0.9 * narrow) if narrow > 0 else np.inf, CELLS * size)
    per_contact = count / last
    # counted with the arithmetic of the look-up itself, so that no rounding can mislead it
    cell = (thresholds * per_contact).astype(np.intp)
    first = np.searchsorted(cell, np.arange(int(count) + 2), side="left")
    return Cells(per_contact, first, int(np.bincount(cell).max()))


def _asked(setting: Setting, name: str) -> bool:
    endless = bool(np.isinf(setting.patience_s))
    if name == "stability":
        return endless
    if name == "abandon" and endless:
        return False
    return bool(setting.targets(1).asked(name)[0])


def _thresholds(setting: Setting, name: str, agents: Floats) -> Floats:
    targets = setting.targets(agents.size)
    full = setting.lines(np.ones(1)).load[0]  # work of one contact, in agents

    def excess(contacts: Floats, rows: Rows) -> Floats:
        return _margin(name, targets.pick(rows), agents[rows], setting.lines(contacts))

    def enough(contacts: Floats, rows: Rows) -> Mask:
        met, known = setting.lines(contacts).decide(agents[rows], targets.pick(rows).only(name))
        slow = np.flatnonzero(~known)
        met[slow] = excess(contacts[slow], rows[slow]) >= 0
        return met

    phone = setting.max_concurrency == 1 and name not in ("asa", "stability")
    return np.maximum.accumulate(largest(excess, agents / full, enough if phone else None))


def _margin(name: str, targets: TargetColumns, agents: Floats, lines: Lines) -> Floats:
    load, endless = lines.load, lines.endless
    unstable = agents - (load + GUARD)
    unstable[unstable == 0] = -1.0  # the load must stay below the agents, not reach them
    if name == "stability":
        return unstable
    if name == "occupancy" and endless.any():
        return agents - (load / targets.occupancy - GUARD)
    excess = margin(name, targets, agents, load, lines.see(agents))
    return np.where(endless, np.minimum(excess, unstable), excess)
