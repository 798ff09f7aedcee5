"""The public questions for one row; every argument is checked and a blank already replaced."""

from __future__ import annotations

from math import inf, log

from capplan.queueing.arguments import check_load
from capplan.queueing.scalar_phone import occupancy as busy_share
from capplan.queueing.scalar_phone import outcome
from capplan.queueing.scalar_requirement import Model, binding, real_by_target, whole_by_target
from capplan.queueing.scalar_targets import Targets, met
from capplan.queueing.scalar_waits import Outcome, speed_of_answer
from capplan.queueing.scalar_waits import service_level as level

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
    return whole_by_target(model, load, patience_s == inf, targets)


def agents(**given: float) -> int:
    """Whole agents for all targets together."""
    return max(agents_by_target(**given).values())


def binding_target(**given: float) -> str:
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
    return max(real_by_target(model, load, patience_s == inf, targets).values())


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


def edge(holds: Model | object, guess: float) -> float:
    """Largest positive number for which a test holds that holds at 0 and fails far out."""
    test = holds
    assert callable(test)
    low, high = 0.0, guess
    while test(high):
        low, high = high, 2 * high
    for _ in range(WIDEST):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if test(middle):
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
