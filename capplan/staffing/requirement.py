"""Requirement: positions by interval for every target together, rolled up to weekly hours.

Contacts that wait in line (phone, chat) are staffed interval by interval with Erlang A where a
patience is given and Erlang C where not. Work that waits as backlog (email, back office) needs
its hours, divided by the occupancy such work allows, plus what burns old backlog down.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.erlang.one.targets import NAMES
from capplan.erlang.tables import table_setting
from capplan.erlang.thresholds.store import MOST_TABLES, TableStore
from capplan.inputs.assumptions import LIVE_CHANNELS
from capplan.vocabulary import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from capplan.erlang.thresholds.setting import Setting
    from capplan.erlang.thresholds.table import StaffingTable

    Array = NDArray[np.float64]

SHORT_GOAL_H = 4.0  # a goal under four open hours is a queue, not a backlog
BURN, WORK = "backlog", "workload"
TABLES = TableStore()
BY_NAME = sorted(range(len(NAMES)), key=lambda place: NAMES[place])
MINIMUM = NAMES.index("minimum")


class QueueTargets(NamedTuple):
    """What decides how many agents a queue needs for given contacts in an interval."""

    channel: str
    aht_s: float
    service_level_share: float
    answer_within_s: float
    max_asa_s: float | None
    max_abandon_share: float | None
    max_occupancy_share: float | None
    patience_s: float | None
    min_positions: float
    max_concurrency: float
    aht_inflation_share: float
    interval_s: float


class Requirement(NamedTuple):
    """Weeks x queues: what the interval requirement adds up to."""

    base_staff_h: Array
    peak_agents: Array
    binding_target: NDArray[np.str_]


def is_live(channel: str, response_goal_h: float) -> bool:
    """Whether contacts are staffed interval by interval rather than as backlog.

    >>> is_live("phone", 24.0), is_live("email", 24.0), is_live("email", 2.0)
    (True, False, True)
    """
    return channel in LIVE_CHANNELS or response_goal_h < SHORT_GOAL_H


def queues_in_force(
    queues: Mapping[str, Any], service_level_change_share: float
) -> Mapping[str, Any]:
    """The queues with a scenario's points on the service level of each that waits in line.

    A target that is switched off stays off.

    >>> queues = {"channel": ("phone", "email", "chat"), "response_goal_h": [24.0, 24.0, 24.0],
    ...           "service_level_share": np.array([0.8, 0.8, 0.0])}
    >>> queues_in_force(queues, 0.05)["service_level_share"].round(4).tolist()
    [0.85, 0.8, 0.0]
    """
    if not service_level_change_share:
        return queues
    kinds = zip(queues["channel"], queues["response_goal_h"], strict=True)
    live = np.array([is_live(channel, goal) for channel, goal in kinds])
    level = queues["service_level_share"]
    changed = np.where(live & (level > 0), level + service_level_change_share, level)
    return {**queues, "service_level_share": changed}


def targets_of(
    queues: Mapping[str, Any], number: int, aht_s: float, interval_min: float
) -> QueueTargets:
    """One queue's targets at a handling time."""
    channel = queues["channel"][number]
    within = float(queues["answer_within_s"][number])
    patience = _given(queues["patience_s"][number])
    if channel not in LIVE_CHANNELS:  # short-goal deferred work: nobody hangs up on an email
        within, patience = float(queues["response_goal_h"][number]) * SECONDS_PER_HOUR, None
    return QueueTargets(
        channel,
        aht_s,
        float(queues["service_level_share"][number]),
        within,
        _given(queues["max_asa_s"][number]),
        _given(queues["max_abandon_share"][number]),
        _given(queues["max_occupancy_share"][number]),
        patience,
        float(queues["min_positions"][number]),
        float(queues["max_concurrency"][number]),
        float(queues["aht_inflation_share"][number]),
        interval_min * 60.0,
    )


def _given(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def staffing_table(targets: QueueTargets, busiest_contacts: float) -> StaffingTable:
    """The exact table of most contacts that n agents carry, up to the busiest interval."""
    return staffing_tables([(targets, busiest_contacts)])[0]


def staffing_tables(asked: Sequence[tuple[QueueTargets, float]]) -> list[StaffingTable]:
    """The tables of several queues, each up to its busiest interval; together is much faster."""
    return TABLES.tables([(_setting(targets), busiest) for targets, busiest in asked])


@lru_cache(maxsize=MOST_TABLES)
def _setting(targets: QueueTargets) -> Setting:
    chat = targets.channel == "chat"
    return table_setting(
        aht_s=targets.aht_s,
        service_level_share=targets.service_level_share,
        answer_within_s=targets.answer_within_s,
        interval_s=targets.interval_s,
        patience_s=targets.patience_s,
        max_occupancy_share=targets.max_occupancy_share,
        max_asa_s=targets.max_asa_s,
        max_abandon_share=targets.max_abandon_share,
        max_concurrency=int(targets.max_concurrency) if chat else 1,
        aht_inflation_share=targets.aht_inflation_share if chat else 0.0,
    )


def requirement(
    contacts: Array,
    planned_aht_s: Array,
    workload_h: Array,
    profile_share: Array,
    queues: Mapping[str, Any],
    interval_min: float,
    deferred_occupancy_share: float,
    backlog_burn_weeks: float,
) -> Requirement:
    """Base staff hours, peak agents and the binding target of every week and queue.

    Positions are whole in each interval; hours are positions x interval, summed over the week,
    never computed from the week's average volume.
    """
    weeks, count = contacts.shape
    hours, peaks = np.zeros((weeks, count)), np.zeros((weeks, count))
    binding = np.full((weeks, count), "", dtype="<U16")
    live = {
        number: targets_of(queues, number, float(planned_aht_s[number]), interval_min)
        for number in range(count)
        if is_live(queues["channel"][number], queues["response_goal_h"][number])
    }
    busiest = contacts.max(axis=0, initial=0.0) * profile_share.max(axis=(1, 2), initial=0.0)
    staffing_tables([(targets, float(busiest[number])) for number, targets in live.items()])
    for number in range(count):
        if number in live:
            one = live_requirement(contacts[:, number], profile_share[number], live[number])
        else:
            one = deferred_requirement(
                workload_h[:, number],
                float(queues["opening_backlog_h"][number]),
                float(queues["backlog_target_h"][number]),
                backlog_burn_weeks,
                deferred_occupancy_share,
                open_hours(profile_share[number], interval_min),
            )
        hours[:, number], peaks[:, number], binding[:, number] = one
    return Requirement(hours, peaks, binding)


def live_requirement(contacts: Array, profile_share: Array, targets: QueueTargets) -> Requirement:
    """Weekly hours of one queue staffed interval by interval, weeks long.

    The worked example is a 15-hour week of 1,500 calls:

    >>> days = np.array([0.24, 0.21, 0.19, 0.19, 0.17])
    >>> halves = np.array([0.12, 0.16, 0.20, 0.21, 0.18, 0.13])
    >>> phone = QueueTargets("phone", 300, 0.8, 20, None, None, 0.88, 150, 2, 1, 0, 1800)
    >>> float(live_requirement(np.array([1500.0]), np.outer(days, halves), phone).base_staff_h[0])
    157.5
    """
    shares = profile_share[profile_share > 0]
    volumes = contacts[:, None] * shares
    table = staffing_table(targets, float(volumes.max(initial=0.0)))
    by_table = table.agents(volumes)
    agents = np.maximum(by_table, np.where(volumes > 0, targets.min_positions, 0))
    hours = agents.sum(axis=1) * targets.interval_s / SECONDS_PER_HOUR
    causes = table.binding_place(volumes, by_table)
    causes[agents > by_table] = MINIMUM
    return Requirement(hours, agents.max(axis=1, initial=0), _by_most_hours(causes, agents))


def _by_most_hours(causes: NDArray[np.int8], agents: Array) -> NDArray[np.str_]:
    """The target that most hours of the week are due to; the first by name of equal ones."""
    weeks, targets = len(causes), len(NAMES)
    place = causes + targets * np.arange(weeks)[:, None]
    held = np.bincount(place.ravel(), agents.ravel(), weeks * targets).reshape(weeks, targets)
    most = held[:, BY_NAME].argmax(axis=1)
    return np.where(held.max(axis=1) > 0, np.array(NAMES)[BY_NAME][most], "").astype("<U16")


def open_hours(profile_share: Array, interval_min: float) -> float:
    """Hours a week in which contacts of the queue arrive."""
    return float(np.count_nonzero(profile_share)) * interval_min / 60


def deferred_requirement(
    workload_h: Array,
    opening_backlog_h: float,
    backlog_target_h: float,
    backlog_burn_weeks: float,
    deferred_occupancy_share: float,
    open_h: float,
) -> Requirement:
    """Weekly hours of email or back-office work: (arriving work + burn) / occupancy.

    Each week burns its part of the backlog above target, so backlog closes in on the target:

    >>> deferred_requirement(np.array([300.0, 420.0]), 80, 60, 1, 0.92, 40).base_staff_h.round(4)
    array([347.8261, 456.5217])
    """
    excess = max(0.0, opening_backlog_h - backlog_target_h)
    left = excess * (1 - 1 / backlog_burn_weeks) ** np.arange(len(workload_h))
    burn = left / backlog_burn_weeks
    hours = (workload_h + burn) / deferred_occupancy_share
    cause = np.where(burn > workload_h, BURN, np.where(workload_h > 0, WORK, ""))
    peak = np.ceil(hours / open_h - 1e-9) if open_h else np.zeros_like(hours)
    return Requirement(hours, peak, cause)


def occupancy_share(workload_h: Array, base_staff_h: Array, max_concurrency: Array) -> Array:
    """Workload / base staff hours / chats at once; 0 where nobody is staffed."""
    slots = base_staff_h * max_concurrency
    return np.divide(workload_h, slots, out=np.zeros_like(workload_h), where=slots > 0)


def on_seat_h(base_staff_h: Array, schedule_inefficiency_share: float) -> Array:
    """Base staff hours x (1 + schedule inefficiency).

    >>> float(on_seat_h(np.array(157.5), 0.05))
    165.375
    """
    return base_staff_h * (1 + schedule_inefficiency_share)
