"""How much agents or lines carry, for columns of rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.columns import Columns
from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.many.inverse import inverse_blocking
from capplan.erlang.many.phone import PhoneRows
from capplan.erlang.many.requirement import least_whole
from capplan.erlang.many.roots import Margin, Rows, largest, least_real
from capplan.erlang.many.targets import TargetColumns, margin
from capplan.erlang.one.targets import GUARD, SLACK


def carry_targets(columns: Columns) -> TargetColumns:
    """Service level and occupancy cap, the other targets off."""
    off = np.broadcast_to(np.float64(np.inf), (columns.size,))
    return TargetColumns(columns["service_level_share"], columns["max_occupancy_share"], off, off)


def capacity(columns: Columns) -> Floats:
    """Most contacts within the targets."""
    aht, within, patience = (columns[k] for k in ("aht_s", "answer_within_s", "patience_s"))

    def at(load: Floats, rows: Rows) -> PhoneRows:
        return PhoneRows(load, aht[rows], within[rows], patience[rows])

    return _most(columns, at, columns["agents"]) * columns["interval_s"] / aht


def longest_aht(columns: Columns) -> Floats:
    """Longest handling time within the targets."""
    rate = columns["contacts"] / columns["interval_s"]
    within, patience = columns["answer_within_s"], columns["patience_s"]

    def at(aht: Floats, rows: Rows) -> PhoneRows:
        return PhoneRows(rate[rows] * aht, aht, within[rows], patience[rows])

    busy = rate > 0
    guess = columns["agents"] / np.where(busy, rate, 1.0)
    return np.where(busy, _most(columns, at, guess, busy), np.inf)


def _most(
    columns: Columns,
    rows_at: Callable[[Floats, Rows], PhoneRows],
    guess: Floats,
    busy: Mask | None = None,
) -> Floats:
    """Largest load or handling time at which the agents still meet all targets."""
    agents, targets = columns["agents"], carry_targets(columns)
    free = np.isfinite(columns["patience_s"])
    free &= ~targets.asked("service_level") & ~targets.asked("occupancy")
    most = np.where(free & (agents > 0), np.inf, 0.0)
    wanted = ~free & (agents > 0)
    some = np.flatnonzero(wanted if busy is None else wanted & busy)

    def excess(value: Floats, index: Rows) -> Floats:
        picked = some[index]
        return _least_margin(rows_at(value, picked), agents[picked], targets.pick(picked))

    most[some] = largest(excess, guess[some])
    return most


def _least_margin(rows: PhoneRows, agents: Floats, targets: TargetColumns) -> Floats:
    least = np.where(rows.endless, agents - rows.load - GUARD, np.inf)
    seen = rows.see(agents)
    for name in ("service_level", "occupancy"):
        excess = margin(name, targets, agents, rows.load, seen)
        np.minimum(least, excess, out=least, where=targets.asked(name))
    return least


def blocking(columns: Columns) -> Floats:
    """Share blocked."""
    load = columns.load()
    busy = load > 0
    blocked = np.zeros(load.shape)
    blocked[busy] = 1 / inverse_blocking(columns["trunks"][busy], load[busy])
    return blocked


def trunks(columns: Columns) -> NDArray[np.int64]:
    """Lines for a blocking share."""
    busy = np.flatnonzero(columns.load() > 0)
    need = np.zeros(columns.size, dtype=np.int64)
    load, excess = _blocking_margin(columns, busy)
    guess = load * (1 - columns["blocking_share"][busy])
    need[busy] = least_whole(lambda n, rows: excess(n, rows) >= 0, np.zeros(busy.size), guess)
    return need


def trunks_real(columns: Columns) -> Floats:
    """Lines on the continuous extension."""
    whole = trunks(columns).astype(np.float64)
    some = np.flatnonzero(whole > 0)
    _, excess = _blocking_margin(columns, some)
    whole[some] = least_real(excess, whole[some] - 1, whole[some])
    return whole


def _blocking_margin(columns: Columns, rows: Rows) -> tuple[Floats, Margin]:
    load, share = columns.load()[rows], columns["blocking_share"][rows]

    def excess(lines: Floats, index: Rows) -> Floats:
        return share[index] * (1 + SLACK) - 1 / inverse_blocking(lines, load[index])

    return load, excess


def trunk_capacity(columns: Columns) -> Floats:
    """Most contacts that the lines carry within the blocking share."""
    lines, share = columns["trunks"], columns["blocking_share"]
    most = np.where((lines > 0) & (share == 1), np.inf, 0.0)
    some = np.flatnonzero((lines > 0) & (share < 1))

    def excess(load: Floats, index: Rows) -> Floats:
        blocked = 1 / inverse_blocking(lines[some[index]], np.maximum(load, 1e-300))
        return share[some[index]] * (1 + SLACK) - blocked

    most[some] = largest(excess, lines[some])
    return most * columns["interval_s"] / columns["aht_s"]
