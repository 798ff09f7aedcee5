"""The public questions for one row; every argument is checked and a blank already replaced."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, exp, inf, log
from typing import Any

from capplan.queueing.arguments import check_load
from capplan.queueing.scalar_chat import ChatDesk
from capplan.queueing.scalar_chat import outcome as chat_outcome
from capplan.queueing.scalar_integrals import inverse_blocking
from capplan.queueing.scalar_phone import occupancy as busy_share
from capplan.queueing.scalar_phone import outcome
from capplan.queueing.scalar_requirement import (
    Model,
    binding,
    least_real,
    least_whole,
    real_by_target,
    whole_by_target,
)
from capplan.queueing.scalar_targets import GUARD, SLACK, Targets, met
from capplan.queueing.scalar_waits import DEFINITIONS, Outcome, speed_of_answer
from capplan.queueing.scalar_waits import service_level as level

ENOUGH = 1e4  # times the first guess: what holds there is no limit a planner could meet
WIDEST = 200  # halvings of a bracket until it holds two neighbouring numbers


def _phone(load: float, aht_s: float, within_s: float, patience_s: float) -> Model:
    def model(agents: float) -> Outcome:
        return outcome(agents, load, aht_s, within_s, patience_s)

    return model


def agents_by_target(
    contacts: float,
    aht_s: float,
    service_level_share: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    max_occupancy_share: float,
    max_asa_s: float,
    max_abandon_share: float,
    min_positions: float = 0.0,
    definition: str = "excl_short",
) -> dict[str, int]:
    """Whole agents for each target."""
    load = check_load(contacts, aht_s, interval_s)
    targets = Targets(
        service_level_share,
        answer_within_s,
        max_occupancy_share,
        max_asa_s,
        max_abandon_share,
        definition,
    )
    model = _phone(load, aht_s, answer_within_s, patience_s)
    need = whole_by_target(model, load, patience_s == inf, targets)
    if load > 0:
        need["minimum"] = max(need["minimum"], ceil(min_positions))
    return need


def agents(**given: Any) -> int:
    """Whole agents for all targets together."""
    return max(agents_by_target(**given).values())


def binding_target(**given: Any) -> str:
    """Name of the target that needs the most agents."""
    return binding(agents_by_target(**given))


def agents_real(
    contacts: float,
    aht_s: float,
    service_level_share: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    max_occupancy_share: float,
    max_asa_s: float,
    max_abandon_share: float,
    min_positions: float = 0.0,
    definition: str = "excl_short",
) -> float:
    """Agents for all targets on the continuous extension."""
    load = check_load(contacts, aht_s, interval_s)
    if load == 0:
        return 0.0
    targets = Targets(
        service_level_share,
        answer_within_s,
        max_occupancy_share,
        max_asa_s,
        max_abandon_share,
        definition,
    )
    model = _phone(load, aht_s, answer_within_s, patience_s)
    real = real_by_target(model, load, patience_s == inf, targets)
    return max(min_positions, *real.values())


def service_level(
    agents: float,
    contacts: float,
    aht_s: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    definition: str = "excl_short",
) -> float:
    """Share answered in time."""
    load = check_load(contacts, aht_s, interval_s)
    return level(outcome(agents, load, aht_s, answer_within_s, patience_s), definition)


def asa(
    agents: float, contacts: float, aht_s: float, interval_s: float, patience_s: float
) -> float:
    """Mean wait of answered contacts."""
    load = check_load(contacts, aht_s, interval_s)
    return speed_of_answer(outcome(agents, load, aht_s, 0.0, patience_s))


def answer_time(
    share: float,
    agents: float,
    contacts: float,
    aht_s: float,
    interval_s: float,
    patience_s: float,
) -> float:
    """Time within which a share of contacts is answered."""
    load = check_load(contacts, aht_s, interval_s)
    seen = outcome(agents, load, aht_s, 0.0, patience_s)
    if level(seen) >= share:
        return 0.0
    if patience_s == inf:
        over = agents <= load
        return inf if over else aht_s / (agents - load) * log(seen.wait / (1 - share))
    if agents == 0:
        return inf

    def late(within_s: float) -> bool:
        return level(outcome(agents, load, aht_s, within_s, patience_s)) < share

    return edge(late, patience_s)


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


def wait_probability(
    agents: float, contacts: float, aht_s: float, interval_s: float, patience_s: float
) -> float:
    """Share that waits at all."""
    load = check_load(contacts, aht_s, interval_s)
    return outcome(agents, load, aht_s, 0.0, patience_s).wait


def occupancy(
    agents: float, contacts: float, aht_s: float, interval_s: float, patience_s: float
) -> float:
    """Share of staffed time spent on contacts."""
    load = check_load(contacts, aht_s, interval_s)
    seen = outcome(agents, load, aht_s, 0.0, patience_s)
    return busy_share(agents, load, seen.abandoned)


def abandon_share(
    agents: float, contacts: float, aht_s: float, patience_s: float, interval_s: float
) -> float:
    """Abandoned over offered."""
    load = check_load(contacts, aht_s, interval_s)
    return outcome(agents, load, aht_s, 0.0, patience_s).abandoned


def queue_length(
    agents: float, contacts: float, aht_s: float, interval_s: float, patience_s: float
) -> float:
    """Mean number waiting."""
    load = check_load(contacts, aht_s, interval_s)
    seen = outcome(agents, load, aht_s, 0.0, patience_s)
    if patience_s == inf:
        return seen.virtual_time * load / aht_s if load else 0.0
    return seen.abandoned * patience_s * load / aht_s


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


def chat_agents(
    contacts: float,
    aht_s: float,
    max_concurrency: float,
    aht_inflation_share: float,
    service_level_share: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    max_occupancy_share: float,
) -> int:
    """Whole agents for chats."""
    check_load(contacts, aht_s, interval_s)
    desk = ChatDesk(aht_s, int(max_concurrency), aht_inflation_share)
    arrivals = contacts / interval_s
    targets = Targets(service_level_share, answer_within_s, max_occupancy_share)

    def model(agents: float) -> Outcome:
        return chat_outcome(agents, arrivals, desk, answer_within_s, patience_s)

    load = arrivals / desk.pace(desk.max_concurrency)
    return max(whole_by_target(model, load, patience_s == inf, targets).values())


def erlang_a_fields(
    agents: float,
    contacts: float,
    aht_s: float,
    any_patience_s: float,
    answer_within_s: float,
    interval_s: float,
) -> dict[str, float]:
    """Every field of `ErlangA`."""
    patience_s = any_patience_s
    load = check_load(contacts, aht_s, interval_s)
    seen = outcome(agents, load, aht_s, answer_within_s, patience_s)
    mean_wait = seen.abandoned * patience_s
    left_time = (mean_wait - seen.answered_time) / seen.abandoned if seen.abandoned else 0.0
    return {
        "wait_probability": seen.wait,
        "abandon_share": seen.abandoned,
        "occupancy": busy_share(agents, load, seen.abandoned),
        "queue_length": mean_wait * load / aht_s,
        "mean_wait_s": mean_wait,
        "asa_s": speed_of_answer(seen),
        "abandoned_wait_s": left_time,
        "virtual_wait_s": seen.virtual_time,
        "wait_exceeds_share": seen.virtual_late * exp(-answer_within_s / patience_s),
        "virtual_wait_exceeds_share": seen.virtual_late,
        "answered_in_time_share": seen.answered_in_time,
        "abandoned_in_time_share": seen.abandoned_in_time,
        **{f"service_level_{name}": level(seen, name) for name in DEFINITIONS},
    }
