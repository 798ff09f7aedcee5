"""Phone queues in columns: Erlang C (nobody gives up) and Erlang A (exponential patience)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.impatient import Impatient
from capplan.erlang.many.impatient_search import UNDECIDED
from capplan.erlang.many.impatient_search import whole_agents as impatient_agents
from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.many.inverse import inverse_blocking
from capplan.erlang.many.staffing import Wanted
from capplan.erlang.many.staffing import whole_agents as endless_agents
from capplan.erlang.many.targets import TargetColumns
from capplan.erlang.many.waits import Outcomes, endless, impatient, nobody_there


class _Pickable(Protocol):
    def pick(self, rows: Mask | NDArray[np.intp]) -> Self: ...


Rows = TypeVar("Rows", bound=_Pickable)


NEXT_TO_NOTHING = 1e-9  # erlangs; less needs the same one agent and would underflow


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

    def quick_agents(self, targets: TargetColumns) -> NDArray[np.int64]:
        """Agents for all targets without a general search; UNDECIDED where there is no such way."""
        plain = ~targets.asked("asa")
        endless = self.endless
        if endless.all() and plain.all():
            return _endless_agents(self, targets)
        agents = np.full(self.load.shape, UNDECIDED, dtype=np.int64)
        for rows, model in (
            (plain & endless, _endless_agents),
            (plain & ~endless, _impatient_agents),
        ):
            if rows.any():
                agents[rows] = model(self.pick(rows), targets.pick(rows))
        return agents


def _endless_agents(lines: PhoneRows, targets: TargetColumns) -> NDArray[np.int64]:
    limits = (targets.service_level, targets.occupancy)
    load = lines.load
    idle = load == 0
    if idle.any():
        load = np.where(idle, 1.0, load)
    agents = endless_agents(Wanted(load, lines.aht_s, lines.within_s, *limits))
    agents[idle] = 0
    return agents


def _impatient_agents(lines: PhoneRows, targets: TargetColumns) -> NDArray[np.int64]:
    agents = impatient_agents(impatient_rows(lines, targets), targets.definition)
    agents[lines.load == 0] = 0
    return agents


def impatient_rows(lines: PhoneRows, targets: TargetColumns) -> Impatient:
    """The same question in the terms of the closed form of Erlang A."""
    load = np.maximum(lines.load, NEXT_TO_NOTHING)
    times = (lines.patience_s / lines.aht_s, lines.within_s / lines.patience_s)
    return Impatient(load, *times, targets.service_level, targets.abandoned, targets.occupancy)


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
