"""How much agents or lines carry, for one row; every argument is checked already."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, inf

from capplan.queueing.arguments import check_load
from capplan.queueing.scalar_integrals import inverse_blocking
from capplan.queueing.scalar_phone import outcome
from capplan.queueing.scalar_requirement import least_real, least_whole
from capplan.queueing.scalar_targets import GUARD, SLACK, Targets, met

ENOUGH = 1e4  # times the first guess: what holds there is no limit a planner could meet
WIDEST = 200  # halvings of a bracket until it holds two neighbouring numbers


def edge(holds: Callable[[float], bool], guess: float) -> float:
    """Largest number for which a test holds that holds at 0; inf if it holds far out as well."""
    low, high = 0.0, guess
    while holds(high):
        if high > guess * ENOUGH:
            return inf
        low, high = high, 2 * high
    for _ in range(WIDEST):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if holds(middle):
            low = middle
        else:
            high = middle
    return low


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

    def load_holds(load: float) -> bool:
        return _all_met(agents, load, aht_s, patience_s, targets)

    return _edge_or_inf(load_holds, agents, patience_s, targets) * interval_s / aht_s


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

    def aht_holds(aht_s: float) -> bool:
        return _all_met(agents, contacts * aht_s / interval_s, aht_s, patience_s, targets)

    return _edge_or_inf(aht_holds, interval_s / contacts * agents, patience_s, targets)


def _all_met(agents: float, load: float, aht_s: float, patience_s: float, targets: Targets) -> bool:
    if patience_s == inf and load + GUARD >= agents:
        return False
    seen = outcome(agents, load, aht_s, targets.within_s, patience_s)
    return all(met(name, targets, agents, load, seen) for name in targets.asked())


def _edge_or_inf(
    holds: Callable[[float], bool], guess: float, patience_s: float, targets: Targets
) -> float:
    if guess == 0:
        return 0.0
    if patience_s < inf and not targets.asked():
        return inf
    return edge(holds, guess)


def blocking(trunks: float, contacts: float, aht_s: float, interval_s: float) -> float:
    """Share blocked."""
    load = check_load(contacts, aht_s, interval_s)
    return 1 / inverse_blocking(trunks, load) if load else 0.0


def trunks(contacts: float, aht_s: float, blocking_share: float, interval_s: float) -> int:
    """Lines for a blocking share."""
    load = check_load(contacts, aht_s, interval_s)
    if load == 0:
        return 0
    return least_whole(_blocking_test(load, blocking_share), 0, ceil(load * (1 - blocking_share)))


def trunks_real(contacts: float, aht_s: float, blocking_share: float, interval_s: float) -> float:
    """Lines on the continuous extension."""
    whole = float(trunks(contacts, aht_s, blocking_share, interval_s))
    if whole == 0:
        return 0.0
    load = contacts * aht_s / interval_s
    return least_real(_blocking_test(load, blocking_share), whole - 1, whole)


def _blocking_test(load: float, blocking_share: float) -> Callable[[float], bool]:
    least = (1 - SLACK) / blocking_share

    def holds(trunks: float) -> bool:
        return inverse_blocking(trunks, load) >= least

    return holds


def trunk_capacity(trunks: float, aht_s: float, blocking_share: float, interval_s: float) -> float:
    """Most contacts that the lines carry within the blocking share."""
    if trunks == 0 or blocking_share == 1:
        return 0.0 if trunks == 0 else inf

    def holds(load: float) -> bool:
        return load == 0 or inverse_blocking(trunks, load) * blocking_share >= 1 - SLACK

    return edge(holds, trunks) * interval_s / aht_s
