"""Phone queues, one row: Erlang C (nobody gives up) and Erlang A (exponential patience)."""

from __future__ import annotations

from math import inf

from capplan.erlang.one.integrals import inverse_blocking
from capplan.erlang.one.waits import EMPTY, Outcome, blend, endless, impatient, nobody_there


def outcome(
    agents: float, load: float, aht_s: float, within_s: float, patience_s: float
) -> Outcome:
    """What `agents` (any real number) make of `load` erlangs; patience inf is Erlang C."""
    if load == 0:
        return EMPTY
    if patience_s == inf:
        return _erlang_c(agents, load, aht_s, within_s)
    if agents < 1:
        none = nobody_there(within_s / patience_s)
        if agents == 0:
            return none
        return blend(agents, outcome(1.0, load, aht_s, within_s, patience_s), none)
    ratio = patience_s / aht_s
    inverse = inverse_blocking(agents, load)
    return impatient(inverse, agents * ratio, load * ratio, within_s, patience_s)


def _erlang_c(agents: float, load: float, aht_s: float, within_s: float) -> Outcome:
    if agents <= load:
        return endless(1.0, 1.0, 0.0, within_s)
    inverse = inverse_blocking(agents, load)
    return endless(inverse, load / agents, (agents - load) / aht_s, within_s)


def occupancy(agents: float, load: float, abandoned: float) -> float:
    """Share of staffed time spent on contacts; 1 when contacts meet nobody or too few."""
    if load == 0:
        return 0.0
    carried = load * (1 - abandoned)
    return min(carried / agents, 1.0) if agents > 0 else 1.0
