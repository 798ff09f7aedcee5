"""How much agents or lines carry, for one row; every argument is checked already."""

from __future__ import annotations

from math import inf

from capplan.erlang.arguments import check_load
from capplan.erlang.one.integrals import inverse_blocking
from capplan.erlang.one.phone import outcome
from capplan.erlang.one.roots import Margin, largest, least_real, least_whole
from capplan.erlang.one.targets import GUARD, SLACK, Targets, margin


def capacity(
    agents: float,
    aht_s: float,
    service_level_share: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    max_occupancy_share: float,
) -> float:
    """Most contacts within the targets."""
    targets = Targets(service_level_share, answer_within_s, max_occupancy_share)

    def excess(load: float) -> float:
        return _least_margin(agents, load, aht_s, patience_s, targets)

    return _most(excess, agents, patience_s, targets) * interval_s / aht_s


def longest_aht(
    agents: float,
    contacts: float,
    service_level_share: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    max_occupancy_share: float,
) -> float:
    """Longest handling time within the targets."""
    targets = Targets(service_level_share, answer_within_s, max_occupancy_share)
    if contacts == 0:
        return inf

    def excess(aht_s: float) -> float:
        load = contacts * aht_s / interval_s
        return _least_margin(agents, load, aht_s, patience_s, targets)

    return _most(excess, interval_s / contacts * agents, patience_s, targets)


def _least_margin(
    agents: float, load: float, aht_s: float, patience_s: float, targets: Targets
) -> float:
    least = agents - load - GUARD if patience_s == inf else inf
    if load == 0:
        return max(least, 1.0)
    seen = outcome(agents, load, aht_s, targets.within_s, patience_s)
    return min(least, *(margin(name, targets, agents, load, seen) for name in targets.asked()), inf)


def _most(excess: Margin, guess: float, patience_s: float, targets: Targets) -> float:
    if guess == 0:
        return 0.0
    if patience_s < inf and not targets.asked():
        return inf
    return largest(excess, guess)


def blocking(trunks: float, contacts: float, aht_s: float, interval_s: float) -> float:
    """Share blocked."""
    load = check_load(contacts, aht_s, interval_s)
    return 1 / inverse_blocking(trunks, load) if load else 0.0


def trunks(contacts: float, aht_s: float, blocking_share: float, interval_s: float) -> int:
    """Lines for a blocking share."""
    load = check_load(contacts, aht_s, interval_s)
    if load == 0:
        return 0
    excess = _blocking_margin(load, blocking_share)
    return least_whole(excess, 0, load * (1 - blocking_share))


def trunks_real(contacts: float, aht_s: float, blocking_share: float, interval_s: float) -> float:
    """Lines on the continuous extension."""
    whole = float(trunks(contacts, aht_s, blocking_share, interval_s))
    if whole == 0:
        return 0.0
    load = contacts * aht_s / interval_s
    return least_real(_blocking_margin(load, blocking_share), whole - 1, whole)


def _blocking_margin(load: float, blocking_share: float) -> Margin:
    def excess(trunks: float) -> float:
        return blocking_share * (1 + SLACK) - 1 / inverse_blocking(trunks, load)

    return excess


def trunk_capacity(trunks: float, aht_s: float, blocking_share: float, interval_s: float) -> float:
    """Most contacts that the lines carry within the blocking share."""
    if trunks == 0 or blocking_share == 1:
        return 0.0 if trunks == 0 else inf

    def excess(load: float) -> float:
        return _blocking_margin(load, blocking_share)(trunks) if load else blocking_share

    return largest(excess, trunks) * interval_s / aht_s
