"""Phone queues in columns: Erlang C (nobody gives up) and Erlang A (exponential patience)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_inverse import inverse_blocking
from capplan.queueing.array_staffing import Wanted, whole_agents
from capplan.queueing.array_targets import TargetColumns
from capplan.queueing.array_waits import Outcomes, endless, impatient, nobody_there


class _Pickable(Protocol):
    def pick(self, rows: Mask | NDArray[np.intp]) -> Self: ...


Rows = TypeVar("Rows", bound=_Pickable)


class PhoneRows(NamedTuple):
    """Phone queues, one a row; patience inf is Erlang C."""

    load: Floats
    aht_s: Floats
    within_s: Floats
    patience_s: Floats

    @property
    def endless(self) -> Mask:
        """Rows where nobody gives up."""
        return np.isinf(self.patience_s)

    def pick(self, rows: Mask | NDArray[np.intp]) -> PhoneRows:
        """Some of the rows."""
        return PhoneRows(*(column[rows] for column in self))

    def see(self, agents: Floats) -> Outcomes:
        """What these agents make of the rows."""
        busy, endlessly = self.load > 0, self.endless
        return fill_rows(
            self, agents, ((busy & endlessly, _erlang_c), (busy & ~endlessly, _erlang_a))
        )

    def quick(self, name: str) -> Mask:
        """Rows with a way to the agents for a target, or for all together, without a search."""
        return self.endless if name in ("service_level", "together") else self.endless & False

    def quick_agents(self, name: str, targets: TargetColumns) -> Floats:
        """Agents for the service level on rows without patience."""
        return self.quick_together(targets._replace(occupancy=np.full(self.load.shape, np.inf)))

    def quick_together(self, targets: TargetColumns) -> NDArray[np.int64]:
        """Agents for service level and occupancy cap on rows without patience."""
        limits = (targets.service_level, targets.occupancy)
        return whole_agents(Wanted(self.load, self.aht_s, self.within_s, *limits))


def fill_rows(
    lines: Rows, agents: Floats, models: Iterable[tuple[Mask, Callable[[Rows, Floats], Outcomes]]]
) -> Outcomes:
    """Each model on its own rows; rows of no model have no contacts."""
    columns = Outcomes(*(np.zeros(agents.shape) for _ in Outcomes._fields))
    columns.answered_in_time[...] = 1.0
    for rows, model in models:
        if rows.any():
            some = model(lines.pick(rows), agents[rows])
            for column, values in zip(columns, some, strict=True):
                column[rows] = values
    return columns


def _erlang_c(lines: PhoneRows, agents: Floats) -> Outcomes:
    stable = agents > lines.load
    inverse = inverse_blocking(np.where(stable, agents, lines.load), lines.load)
    share = np.where(stable, lines.load / np.where(stable, agents, 1.0), 1.0)
    return endless(inverse, share, (agents - lines.load) / lines.aht_s, lines.within_s)


def _erlang_a(lines: PhoneRows, agents: Floats) -> Outcomes:
    ratio = lines.patience_s / lines.aht_s
    whole = np.maximum(agents, 1.0)
    inverse = inverse_blocking(whole, lines.load)
    seen = impatient(inverse, whole * ratio, lines.load * ratio, lines.within_s, lines.patience_s)
    return blend_part(agents, seen, lines.within_s / lines.patience_s)


def blend_part(agents: Floats, one: Outcomes, tau: Floats) -> Outcomes:
    """Part of one agent: between all abandon at 0 and what one agent does (domain convention)."""
    if agents.min(initial=1.0) >= 1:
        return one
    share = np.minimum(agents, 1.0)
    none = nobody_there(tau)._replace(virtual_time=np.zeros_like(tau))
    mixed = Outcomes(*(share * a + (1 - share) * b for a, b in zip(one, none, strict=True)))
    some = share > 0
    time = np.where(some, one.virtual_time / np.where(some, share, 1.0), np.inf)
    return mixed._replace(virtual_time=time)


def occupancy(agents: Floats, load: Floats, abandoned: Floats) -> Floats:
    """Share of staffed time spent on contacts; 1 when contacts meet nobody or too few."""
    some = agents > 0
    share = np.where(some, load * (1 - abandoned) / np.where(some, agents, 1.0), 1.0)
    return np.where(load == 0, 0.0, np.minimum(share, 1.0))
