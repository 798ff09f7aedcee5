"""The public questions for columns of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.arguments import ALIASES, Answer
from capplan.erlang.columns import Columns
from capplan.erlang.many.capacity import (
    blocking,
    capacity,
    carry_targets,
    longest_aht,
    trunk_capacity,
    trunks,
    trunks_real,
)
from capplan.erlang.many.chat import ChatRows
from capplan.erlang.many.integrals import Floats
from capplan.erlang.many.phone import PhoneRows
from capplan.erlang.many.phone import occupancy as busy_share
from capplan.erlang.many.requirement import binding, real_by_target, whole_agents, whole_by_target
from capplan.erlang.many.roots import Rows, largest
from capplan.erlang.many.targets import TargetColumns
from capplan.erlang.many.waits import service_level as level
from capplan.erlang.many.waits import speed_of_answer
from capplan.erlang.one.targets import NAMES
from capplan.erlang.one.waits import DEFINITIONS


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
    patience = columns[next(n for n in ("patience_s", *ALIASES) if n in columns)]
    return PhoneRows(load, columns["aht_s"], within, patience)


def _targets(columns: Columns, definition: str) -> TargetColumns:
    return TargetColumns(
        columns["service_level_share"],
        columns["max_occupancy_share"],
        columns["max_asa_s"],
        columns["max_abandon_share"],
        definition,
    )


def _agents_by_target(columns: Columns, definition: str) -> dict[str, Floats]:
    return {name: values.astype(np.int64) for name, values in _need(columns, definition).items()}


def _need(columns: Columns, definition: str) -> dict[str, Floats]:
    rows = _phone(columns)
    need = whole_by_target(rows, _targets(columns, definition))
    need["minimum"] = np.maximum(need["minimum"], _floor(columns, rows))
    return need


def _floor(columns: Columns, rows: PhoneRows) -> Floats:
    """Positions kept where there are contacts."""
    return np.where(rows.load > 0, np.ceil(columns["min_positions"]), 0.0)


def _agents(columns: Columns, definition: str) -> NDArray[np.int64]:
    rows = _phone(columns)
    agents = whole_agents(rows, _targets(columns, definition))
    if columns["min_positions"].any():
        np.maximum(agents, _floor(columns, rows).astype(np.int64), out=agents)
    return agents


def _agents_real(columns: Columns, definition: str) -> Floats:
    rows = _phone(columns)
    real = real_by_target(rows, _targets(columns, definition))
    least = np.where(rows.load > 0, columns["min_positions"], 0.0)
    return np.asarray(np.maximum.reduce([least, *real.values()]))


def _binding_target(columns: Columns, definition: str) -> Floats:
    return np.asarray(np.array(NAMES, dtype=object)[binding(_need(columns, definition))])


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
    mean_wait = seen.abandoned * np.where(rows.endless, 0.0, rows.patience_s)
    waiting = np.where(rows.endless, seen.virtual_time, mean_wait) * rows.load / rows.aht_s
    return np.where(rows.load > 0, waiting, 0.0)


def _answer_time(columns: Columns, definition: str) -> Floats:
    rows, agents, share = _phone(columns), columns["agents"], columns["share"]
    seen = rows.see(agents)
    time = np.where(level(seen) >= share, 0.0, np.inf)
    slow = level(seen) < share
    queue = slow & rows.endless & (agents > rows.load)
    rate = (agents[queue] - rows.load[queue]) / rows.aht_s[queue]
    time[queue] = np.log(seen.wait[queue] / (1 - share[queue])) / rate
    some = np.flatnonzero(slow & ~rows.endless & (agents > 0))

    def late(within_s: Floats, index: Rows) -> Floats:
        picked = rows.pick(some[index])._replace(within_s=within_s)
        return share[some[index]] - level(picked.see(agents[some[index]]))

    time[some] = largest(late, rows.patience_s[some])
    return time


def _chat(columns: Columns) -> ChatRows:
    columns.load()
    names = ("aht_s", "max_concurrency", "aht_inflation_share", "answer_within_s", "patience_s")
    arrivals = columns["contacts"] / columns["interval_s"]
    return ChatRows(arrivals, *(columns[name] for name in names))


def _chat_agents(columns: Columns, definition: str) -> Answer:
    return whole_agents(_chat(columns), carry_targets(columns))


def _chat_fields(columns: Columns, definition: str) -> dict[str, Floats]:
    rows, agents = _chat(columns), columns["agents"]
    seen = rows.see(agents)
    mean_wait = seen.abandoned * np.where(rows.endless, 0.0, rows.patience_s)
    waiting = np.where(rows.endless, seen.virtual_time, mean_wait)
    some = rows.arrivals_per_s > 0
    return {
        "service_level": level(seen, definition),
        "wait_probability": seen.wait,
        "abandon_share": seen.abandoned,
        "asa_s": speed_of_answer(seen),
        "queue_length": np.where(some, waiting, 0.0) * rows.arrivals_per_s,
        "occupancy": busy_share(agents, rows.load, seen.abandoned),
    }


def _erlang_a_fields(columns: Columns, definition: str) -> dict[str, Floats]:
    rows, agents = _phone(columns), columns["agents"]
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
    "abandon_share": _abandon_share,
    "agents": _agents,
    "agents_by_target": _agents_by_target,
    "agents_real": _agents_real,
    "answer_time": _answer_time,
    "asa": _asa,
    "binding_target": _binding_target,
    "blocking": lambda columns, _: blocking(columns),
    "capacity": lambda columns, _: capacity(columns),
    "chat_agents": _chat_agents,
    "chat_fields": _chat_fields,
    "erlang_a_fields": _erlang_a_fields,
    "longest_aht": lambda columns, _: longest_aht(columns),
    "occupancy": _occupancy,
    "queue_length": _queue_length,
    "service_level": _service_level,
    "trunk_capacity": lambda columns, _: trunk_capacity(columns),
    "trunks": lambda columns, _: trunks(columns),
    "trunks_real": lambda columns, _: trunks_real(columns),
    "wait_probability": _wait_probability,
}
