"""Which service targets columns of agents must meet, and where they do."""

from __future__ import annotations

from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.many.waits import Outcomes, service_level, speed_of_answer
from capplan.erlang.one.targets import GUARD, SLACK

Index = Mask | NDArray[np.intp]


class Lines(Protocol):
    """Rows of queues in front of agents: phone or chat."""

    @property
    def load(self) -> Floats:
        """Offered work in full-time busy agents."""

    @property
    def endless(self) -> Mask:
        """Rows where nobody gives up."""

    def see(self, agents: Floats) -> Outcomes:
        """What these agents make of the rows."""

    def pick(self, rows: Index) -> Self:
        """Some of the rows."""

    def quick_agents(self, targets: TargetColumns) -> NDArray[np.int64]:
        """Agents for all targets without a general search; negative where there is no such way."""


class TargetColumns(NamedTuple):
    """Targets of every row; 0 switches the service level off, inf the others."""

    service_level: Floats
    occupancy: Floats
    asa_s: Floats
    abandoned: Floats
    definition: str = "excl_short"

    def asked(self, name: str) -> Mask:
        """Rows on which a target is switched on."""
        if name == "service_level":
            return self.service_level > 0
        limit = {"asa": self.asa_s, "abandon": self.abandoned, "occupancy": self.occupancy}[name]
        return np.isfinite(limit)

    def only(self, name: str) -> TargetColumns:
        """One target, the others switched off."""
        off = np.broadcast_to(np.float64(np.inf), self.occupancy.shape)
        fields = {"asa": "asa_s", "abandon": "abandoned"}
        kept = {fields.get(name, name): getattr(self, fields.get(name, name))}
        none = TargetColumns(np.zeros(off.shape), off, off, off, self.definition)
        return none._replace(**kept)

    def pick(self, rows: Index) -> TargetColumns:
        """The targets of some of the rows."""
        level, occupancy, asa_s, abandoned = (column[rows] for column in self[:4])
        return TargetColumns(level, occupancy, asa_s, abandoned, self.definition)


def margin(
    name: str, targets: TargetColumns, agents: Floats, load: Floats, seen: Outcomes
) -> Floats:
    """By how much one target is met: 0 or more, inclusively, where it is."""
    if name == "service_level":
        return service_level(seen, targets.definition) - (targets.service_level - SLACK)
    if name == "asa":
        return targets.asa_s * (1 + SLACK) - speed_of_answer(seen)
    if name == "abandon":
        return targets.abandoned + SLACK - seen.abandoned
    return (agents + GUARD) * targets.occupancy - load * (1 - seen.abandoned)
