"""The public questions for one row; every argument is checked and a blank already replaced."""

from __future__ import annotations

from math import ceil, exp, inf, log
from typing import Any, NotRequired, TypedDict, Unpack

from capplan.erlang.arguments import check_load
from capplan.erlang.one.chat import ChatDesk
from capplan.erlang.one.chat import outcome as chat_outcome
from capplan.erlang.one.phone import occupancy as busy_share
from capplan.erlang.one.phone import outcome
from capplan.erlang.one.requirement import Model, binding, real_by_target, whole_by_target
from capplan.erlang.one.roots import largest
from capplan.erlang.one.targets import Targets
from capplan.erlang.one.waits import DEFINITIONS, Outcome, speed_of_answer
from capplan.erlang.one.waits import service_level as level


class Asked(TypedDict):
    """The targets of one row by the names of the contract, checked and without blanks."""

    service_level_share: float
    answer_within_s: float
    max_occupancy_share: float
    max_asa_s: float
    max_abandon_share: float
    definition: NotRequired[str]


def _targets(**asked: Unpack[Asked]) -> Targets:
    return Targets(
        asked["service_level_share"],
        asked["answer_within_s"],
        asked["max_occupancy_share"],
        asked["max_asa_s"],
        asked["max_abandon_share"],
        asked.get("definition", "excl_short"),
    )


def _phone(load: float, aht_s: float, within_s: float, patience_s: float) -> Model:
    def model(agents: float) -> Outcome:
        return outcome(agents, load, aht_s, within_s, patience_s)

    return model


def agents_by_target(
    contacts: float,
    aht_s: float,
    interval_s: float,
    patience_s: float,
    min_positions: float = 0.0,
    **asked: Unpack[Asked],
) -> dict[str, int]:
    """Whole agents for each target."""
    load = check_load(contacts, aht_s, interval_s)
    targets = _targets(**asked)
    model = _phone(load, aht_s, targets.within_s, patience_s)
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
    interval_s: float,
    patience_s: float,
    min_positions: float = 0.0,
    **asked: Unpack[Asked],
) -> float:
    """Agents for all targets on the continuous extension."""
    load = check_load(contacts, aht_s, interval_s)
    if load == 0:
        return 0.0
    targets = _targets(**asked)
    model = _phone(load, aht_s, targets.within_s, patience_s)
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

    def late(within_s: float) -> float:
        return share - level(outcome(agents, load, aht_s, within_s, patience_s))

    return largest(late, patience_s)


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
    agents: float, contacts: float, aht_s: float, kept_patience_s: float, interval_s: float
) -> float:
    """Abandoned over offered."""
    load = check_load(contacts, aht_s, interval_s)
    return outcome(agents, load, aht_s, 0.0, kept_patience_s).abandoned


def queue_length(
    agents: float, contacts: float, aht_s: float, interval_s: float, patience_s: float
) -> float:
    """Mean number waiting."""
    load = check_load(contacts, aht_s, interval_s)
    seen = outcome(agents, load, aht_s, 0.0, patience_s)
    if patience_s == inf:
        return seen.virtual_time * load / aht_s if load else 0.0
    return seen.abandoned * patience_s * load / aht_s


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


def chat_fields(
    agents: float,
    contacts: float,
    aht_s: float,
    max_concurrency: float,
    aht_inflation_share: float,
    answer_within_s: float,
    interval_s: float,
    patience_s: float,
    definition: str = "excl_short",
) -> dict[str, float]:
    """Every field of `Chats`."""
    check_load(contacts, aht_s, interval_s)
    desk = ChatDesk(aht_s, int(max_concurrency), aht_inflation_share)
    arrivals = contacts / interval_s
    seen = chat_outcome(agents, arrivals, desk, answer_within_s, patience_s)
    waiting = seen.virtual_time if patience_s == inf else seen.abandoned * patience_s
    return {
        "service_level": level(seen, definition),
        "wait_probability": seen.wait,
        "abandon_share": seen.abandoned,
        "asa_s": speed_of_answer(seen),
        "queue_length": waiting * arrivals if arrivals else 0.0,
        "occupancy": busy_share(agents, arrivals / desk.pace(desk.max_concurrency), seen.abandoned),
    }


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
