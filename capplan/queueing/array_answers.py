"""The public questions for columns of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from capplan.queueing.array_integrals import Floats
from capplan.queueing.array_phone import PhoneRows
from capplan.queueing.array_phone import occupancy as busy_share
from capplan.queueing.array_requirement import binding, real_by_target, whole_by_target
from capplan.queueing.array_targets import TargetColumns
from capplan.queueing.array_waits import service_level as level
from capplan.queueing.array_waits import speed_of_answer
from capplan.queueing.arguments import Answer
from capplan.queueing.columns import Columns
from capplan.queueing.scalar_targets import NAMES


def ask(question: str, given: Mapping[str, object], definition: str = "excl_short") -> Answer:
    """The answer in the shape of the arguments; a Python number where that shape is a point."""
    columns = Columns(given)
    with np.errstate(under="ignore", over="ignore"):
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


def _agents(columns: Columns, definition: str) -> Floats:
    return np.maximum.reduce(list(_agents_by_target(columns, definition).values()))


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
            rows.endless, seen.virtual_time, seen.abandoned * np.where(rows.endless, 0.0, rows.patience_s)
        )
    return np.where(rows.load > 0, waiting * rows.load / rows.aht_s, 0.0)


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
}
