"""The public questions for columns of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from capplan.queueing.arguments import Answer, refuse_patience
from capplan.queueing.array_chat import ChatRows
from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_inverse import inverse_blocking
from capplan.queueing.array_phone import PhoneRows
from capplan.queueing.array_phone import occupancy as busy_share
from capplan.queueing.array_requirement import (
    Test,
    binding,
    largest,
    least_real,
    least_whole,
    real_by_target,
    whole_agents,
    whole_by_target,
)
from capplan.queueing.array_targets import Index, TargetColumns, met
from capplan.queueing.array_waits import service_level as level
from capplan.queueing.array_waits import speed_of_answer
from capplan.queueing.columns import Columns
from capplan.queueing.scalar_targets import GUARD, NAMES, SLACK
from capplan.queueing.scalar_waits import DEFINITIONS


def ask(question: str, given: Mapping[str, object], definition: str = "excl_short") -> Answer:
    """The answer in the shape of the arguments; a Python number where that shape is a point."""
    columns = Columns(given)
    with np.errstate(all="ignore"):
        found = QUESTIONS[question](columns, definition)
    if isinstance(found, dict):
        return {name: _shaped(values, columns) for name, values in found.items()}
    return _shaped(found, columns)


def _shaped(values: Floats, columns: Columns) -> Answer:
    return values.reshape(columns.shape) if columns.shape else values.item()


def _phone(columns: Columns) -> PhoneRows:
    load = columns.load()
    within = columns["answer_within_s"] if "answer_within_s" in columns else np.zeros(load.size)
    return PhoneRows(load, columns["aht_s"], within, columns["patience_s"])


def _targets(columns: Columns, definition: str) -> TargetColumns:
    return TargetColumns(
        columns["service_level_share"],
        columns["max_occupancy_share"],
        columns["max_asa_s"],
        columns["max_abandon_share"],
        definition,
    )


def _agents_by_target(columns: Columns, definition: str) -> dict[str, Floats]:
    need = whole_by_target(_phone(columns), _targets(columns, definition))
    return {name: values.astype(np.int64) for name, values in need.items()}


def _agents(columns: Columns, definition: str) -> NDArray[np.int64]:
    return whole_agents(_phone(columns), _targets(columns, definition))


def _agents_real(columns: Columns, definition: str) -> Floats:
    real = real_by_target(_phone(columns), _targets(columns, definition))
    return np.maximum.reduce(list(real.values()))


def _binding_target(columns: Columns, definition: str) -> Floats:
    need = whole_by_target(_phone(columns), _targets(columns, definition))
    return np.array(NAMES, dtype=object)[binding(need)]


def _service_level(columns: Columns, definition: str) -> Floats:
    return level(_phone(columns).see(columns["agents"]), definition)


def _asa(columns: Columns, definition: str) -> Floats:
    return speed_of_answer(_phone(columns).see(columns["agents"]))


def _wait_probability(columns: Columns, definition: str) -> Floats:
    return _phone(columns).see(columns["agents"]).wait


def _abandon_share(columns: Columns, definition: str) -> Floats:
    return _phone(columns).see(columns["agents"]).abandoned


def _occupancy(columns: Columns, definition: str) -> Floats:
    rows = _phone(columns)
    agents = columns["agents"]
    return busy_share(agents, rows.load, rows.see(agents).abandoned)


def _queue_length(columns: Columns, definition: str) -> Floats:
    rows = _phone(columns)
    seen = rows.see(columns["agents"])
    with np.errstate(invalid="ignore"):
        waiting = np.where(
            rows.endless,
            seen.virtual_time,
            seen.abandoned * np.where(rows.endless, 0.0, rows.patience_s),
        )
    return np.where(rows.load > 0, waiting * rows.load / rows.aht_s, 0.0)


def _answer_time(columns: Columns, definition: str) -> Floats:
    rows, agents, share = _phone(columns), columns["agents"], columns["share"]
    seen = rows.see(agents)
    time = np.where(level(seen) >= share, 0.0, np.inf)
    slow = level(seen) < share
    queue = slow & rows.endless & (agents > rows.load)
    rate = (agents[queue] - rows.load[queue]) / rows.aht_s[queue]
    time[queue] = np.log(seen.wait[queue] / (1 - share[queue])) / rate
    some = np.flatnonzero(slow & ~rows.endless & (agents > 0))

    def late(within_s: Floats, index: Index) -> Mask:
        picked = rows.pick(some[index])._replace(within_s=within_s)
        return level(picked.see(agents[some[index]])) < share[some[index]]

    time[some] = largest(late, rows.patience_s[some])
    return time


def _carry_targets(columns: Columns) -> TargetColumns:
    off = np.full(columns.size, np.inf)
    return TargetColumns(columns["service_level_share"], columns["max_occupancy_share"], off, off)


def _all_met(rows: PhoneRows, agents: Floats, targets: TargetColumns) -> Mask:
    good = ~rows.endless | (rows.load + GUARD < agents)
    seen = rows.see(agents)
    for name in ("service_level", "occupancy"):
        good &= ~targets.asked(name) | met(name, targets, agents, rows.load, seen)
    return good


def _most(columns: Columns, rows_at: Callable[[Floats, Index], PhoneRows], guess: Floats) -> Floats:
    """Largest load or handling time at which the agents still meet all targets."""
    agents, targets = columns["agents"], _carry_targets(columns)
    free = np.isfinite(columns["patience_s"])
    free &= ~targets.asked("service_level") & ~targets.asked("occupancy")
    most = np.where(free & (agents > 0), np.inf, 0.0)
    some = np.flatnonzero(~free & (agents > 0))

    def holds(value: Floats, index: Index) -> Mask:
        picked = some[index]
        return _all_met(rows_at(value, picked), agents[picked], targets.pick(picked))

    most[some] = largest(holds, guess[some])
    return most


def _capacity(columns: Columns, definition: str) -> Floats:
    aht, within, patience = (columns[k] for k in ("aht_s", "answer_within_s", "patience_s"))

    def at(load: Floats, rows: Index) -> PhoneRows:
        return PhoneRows(load, aht[rows], within[rows], patience[rows])

    return _most(columns, at, columns["agents"]) * columns["interval_s"] / aht


def _longest_aht(columns: Columns, definition: str) -> Floats:
    rate = columns["contacts"] / columns["interval_s"]
    within, patience = columns["answer_within_s"], columns["patience_s"]

    def at(aht: Floats, rows: Index) -> PhoneRows:
        return PhoneRows(rate[rows] * aht, aht, within[rows], patience[rows])

    busy = rate > 0
    guess = columns["agents"] / np.where(busy, rate, 1.0)
    return np.where(busy, _most(columns, at, guess), np.inf)


def _blocking(columns: Columns, definition: str) -> Floats:
    load = columns.load()
    busy = load > 0
    blocked = np.zeros(load.shape)
    blocked[busy] = 1 / inverse_blocking(columns["trunks"][busy], load[busy])
    return blocked


def _blocking_test(columns: Columns, rows: Index) -> tuple[Floats, Test]:
    load = columns.load()[rows]
    least = (1 - SLACK) / columns["blocking_share"][rows]

    def holds(trunks: Floats, index: Index) -> Mask:
        return inverse_blocking(trunks, load[index]) >= least[index]

    return np.ceil(load * (1 - columns["blocking_share"][rows])), holds


def _trunks(columns: Columns, definition: str) -> Answer:
    busy = columns.load() > 0
    need = np.zeros(columns.size, dtype=np.int64)
    guess, holds = _blocking_test(columns, busy)
    need[busy] = least_whole(holds, np.zeros(guess.shape), guess)
    return need


def _trunks_real(columns: Columns, definition: str) -> Floats:
    whole = _trunks(columns, definition).astype(np.float64)
    some = whole > 0
    _, holds = _blocking_test(columns, some)
    whole[some] = least_real(holds, whole[some] - 1, whole[some])
    return whole


def _trunk_capacity(columns: Columns, definition: str) -> Floats:
    trunks, share = columns["trunks"], columns["blocking_share"]
    most = np.where((trunks > 0) & (share == 1), np.inf, 0.0)
    some = np.flatnonzero((trunks > 0) & (share < 1))

    def holds(load: Floats, index: Index) -> Mask:
        inverse = inverse_blocking(trunks[some[index]], np.maximum(load, 1e-300))
        return inverse * share[some[index]] >= 1 - SLACK

    most[some] = largest(holds, trunks[some])
    return most * columns["interval_s"] / columns["aht_s"]


def _chat(columns: Columns) -> ChatRows:
    columns.load()
    names = ("aht_s", "max_concurrency", "aht_inflation_share", "answer_within_s", "patience_s")
    arrivals = columns["contacts"] / columns["interval_s"]
    return ChatRows(arrivals, *(columns[name] for name in names))


def _chat_agents(columns: Columns, definition: str) -> Answer:
    return whole_agents(_chat(columns), _carry_targets(columns))


def _erlang_a_fields(columns: Columns, definition: str) -> dict[str, Floats]:
    rows, agents = _phone(columns), columns["agents"]
    if rows.endless.any():
        refuse_patience()
    seen = rows.see(agents)
    mean_wait = seen.abandoned * rows.patience_s
    some = seen.abandoned > 0
    left_time = np.where(some, mean_wait - seen.answered_time, 0.0)
    return {
        "wait_probability": seen.wait,
        "abandon_share": seen.abandoned,
        "occupancy": busy_share(agents, rows.load, seen.abandoned),
        "queue_length": mean_wait * rows.load / rows.aht_s,
        "mean_wait_s": mean_wait,
        "asa_s": speed_of_answer(seen),
        "abandoned_wait_s": left_time / np.where(some, seen.abandoned, 1.0),
        "virtual_wait_s": seen.virtual_time,
        "wait_exceeds_share": seen.virtual_late * np.exp(-rows.within_s / rows.patience_s),
        "virtual_wait_exceeds_share": seen.virtual_late,
        "answered_in_time_share": seen.answered_in_time,
        "abandoned_in_time_share": seen.abandoned_in_time,
        **{f"service_level_{name}": level(seen, name) for name in DEFINITIONS},
    }


QUESTIONS: dict[str, Callable[[Columns, str], Answer]] = {
    "agents": _agents,
    "agents_by_target": _agents_by_target,
    "agents_real": _agents_real,
    "binding_target": _binding_target,
    "service_level": _service_level,
    "asa": _asa,
    "wait_probability": _wait_probability,
    "abandon_share": _abandon_share,
    "occupancy": _occupancy,
    "queue_length": _queue_length,
    "answer_time": _answer_time,
    "capacity": _capacity,
    "longest_aht": _longest_aht,
    "blocking": _blocking,
    "trunks": _trunks,
    "trunks_real": _trunks_real,
    "trunk_capacity": _trunk_capacity,
    "chat_agents": _chat_agents,
    "erlang_a_fields": _erlang_a_fields,
}
