"""Phone queues in columns: Erlang C (nobody gives up) and Erlang A (exponential patience)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_inverse import inverse_blocking
from capplan.queueing.array_waits import Outcomes, endless, impatient, nobody_there


def outcomes(
    agents: Floats, load: Floats, aht_s: Floats, within_s: Floats, patience_s: Floats
) -> Outcomes:
    """What `agents` (real numbers) make of `load` erlangs; patience inf is Erlang C."""
    columns = Outcomes(*(np.zeros(load.shape) for _ in Outcomes._fields))
    columns.answered_in_time[...] = 1.0
    busy = load > 0
    endlessly = np.isinf(patience_s)
    for rows, model in ((busy & endlessly, _erlang_c), (busy & ~endlessly, _erlang_a)):
        if rows.any():
            some = model(agents[rows], load[rows], aht_s[rows], within_s[rows], patience_s[rows])
            for column, values in zip(columns, some, strict=True):
                column[rows] = values
    return columns


def _erlang_c(
    agents: Floats, load: Floats, aht_s: Floats, within_s: Floats, patience_s: Floats
) -> Outcomes:
    stable = agents > load
    inverse = inverse_blocking(np.where(stable, agents, load), load)
    share = np.where(stable, load / np.where(stable, agents, 1.0), 1.0)
    return endless(inverse, share, (agents - load) / aht_s, within_s)


def _erlang_a(
    agents: Floats, load: Floats, aht_s: Floats, within_s: Floats, patience_s: Floats
) -> Outcomes:
    ratio = patience_s / aht_s
    whole = np.maximum(agents, 1.0)
    seen = impatient(
        inverse_blocking(whole, load), whole * ratio, load * ratio, within_s, patience_s
    )
    part = agents < 1
    return _blend(agents, seen, within_s / patience_s, part) if part.any() else seen


def _blend(agents: Floats, one: Outcomes, tau: Floats, part: Mask) -> Outcomes:
    """Part of one agent: between all abandon at 0 and what one agent does (domain convention)."""
    share = np.where(part, agents, 1.0)
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

    def see(self, agents: Floats) -> Outcomes:
        """What these agents make of the rows."""
        return outcomes(agents, self.load, self.aht_s, self.within_s, self.patience_s)

    def pick(self, rows: Mask | NDArray[np.intp]) -> PhoneRows:
        """Some of the rows."""
        return PhoneRows(*(column[rows] for column in self))

    def with_load(self, load: Floats) -> PhoneRows:
        """The same queues under another load."""
        return self._replace(load=load)
