"""What customers get from the people there are: the requirement turned round, week by week.

The agents of a week stand where the requirement wants them, each interval with the same share of
what it needs. From there the queueing model answers forwards: service level, waits, losses and
occupancy; for email and back office the backlog that is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan import erlang
from capplan.erlang.many.chat import ChatRows
from capplan.erlang.many.phone import PhoneRows, occupancy
from capplan.erlang.many.waits import service_level, speed_of_answer
from capplan.staffing.fte import required_heads
from capplan.staffing.outsourcing import net_of
from capplan.staffing.requirement import QueueTargets, is_live, staffing_table, targets_of
from capplan.steps.recall import Recall
from capplan.vocabulary import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Service(NamedTuple):
    """Weeks x queues; what a queue cannot have (the backlog of a phone) is NaN.

    A wait without end, in a queue that nobody leaves and that never empties, is infinite.
    `oldest_work_weeks` is how long the oldest work of a backlog has waited.
    """

    service_level_share: Array
    asa_s: Array
    abandon_share: Array
    occupancy_share: Array
    backlog_h: Array
    oldest_work_weeks: Array


class Answered(NamedTuple):
    """The same for one queue that waits in line, weeks long."""

    service_level_share: Array
    asa_s: Array
    abandon_share: Array
    occupancy_share: Array


def service(results: Mapping[str, Any], staff_h: Array, recall: Recall | None = None) -> Service:
    """What customers get in each week and queue from these hours on contacts.

    `results` are those of a plan's scenario; `staff_h` takes the place of its base staff hours:
    hours on contacts after shrinkage and schedule inefficiency. With exactly the base staff
    hours every target is met. A `recall` remembers queues that are alike in several scenarios.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "patience_s": 180}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]]))
    >>> hours = plan["base_staff_h"]
    >>> [round(float(service(plan.runs["Base"], hours * part).service_level_share[0, 0]), 3)
    ...  for part in (1, 0.9)]
    [0.831, 0.765]
    """
    queues = results["queues"]
    columns = []
    for number in range(staff_h.shape[1]):
        if is_live(queues["channel"][number], queues["response_goal_h"][number]):
            columns.append(_live(results, number, staff_h[:, number], recall or Recall()))
        else:
            columns.append(_deferred(results, number, staff_h[:, number]))
    return Service(*(np.stack(parts, axis=1) for parts in zip(*columns, strict=True)))


def staff_h(results: Mapping[str, Any], agents_heads: Array) -> Array:
    """Hours on contacts that these agents give, weeks x queues: what the need gives, in proportion.

    Agents are fully proficient; shrinkage and schedule inefficiency are the plan's. Outsourced
    hours come on top, as far as the requirement can use them.

    >>> need = {"base_staff_h": np.array([[120.0]]), "required_fte": np.array([[6.0]]),
    ...         "fte_per_head": np.array([1.0])}
    >>> float(staff_h(need, np.array([[5.0]]))[0, 0])
    100.0
    """
    required = results["required_fte"]
    fte = agents_heads * results["fte_per_head"] + (required - net_of(results))
    share = np.divide(fte, required, out=np.zeros_like(fte), where=required > 0)
    return np.asarray(results["base_staff_h"] * share)


def own_heads(results: Mapping[str, Any]) -> Array:
    """Whole agents of one's own that the requirement asks for beside outsourced hours."""
    return required_heads(net_of(results), results["fte_per_head"])


def _live(
    results: Mapping[str, Any], number: int, staff_h: Array, recall: Recall
) -> tuple[Array, ...]:
    targets = targets_of(
        results["queues"],
        number,
        float(results["planned_aht_s"][number]),
        results["interval_min"],
    )
    contacts, profile = results["contacts"][:, number], results["profile_share"][number]
    found: Answered = recall.call(live_service, (contacts, profile, targets, staff_h))
    nothing = np.full(len(staff_h), np.nan)
    return (*found, nothing, nothing)


def live_service(
    contacts: Array, profile_share: Array, targets: QueueTargets, staff_h: Array
) -> Answered:
    """Service of one queue in line, weeks long, from its hours on contacts.

    Hours are spread as the requirement spreads them. Service level is weighted by contacts, the
    wait by answered contacts, occupancy by staffed time (for chat the share of chat places in
    use); a week without contacts is answered at once.
    """
    # intervals with the same share of the week are one interval that counts several times
    shares, alike = np.unique(profile_share[profile_share > 0], return_counts=True)
    volumes = contacts[:, None] * shares
    table = staffing_table(targets, float(volumes.max(initial=0.0)))
    floor = np.where(volumes > 0, targets.min_positions, 0)
    need = np.maximum(table.agents(volumes), floor)
    need_h = (need * alike).sum(axis=1) * targets.interval_s / SECONDS_PER_HOUR
    part = np.divide(staff_h, need_h, out=np.zeros_like(staff_h), where=need_h > 0)
    agents = need * part[:, None]
    found = _answers(agents.ravel(), volumes.ravel(), targets)
    level, wait, lost, busy = (one.reshape(volumes.shape) for one in found)
    answered = volumes * (1 - lost)
    nobody = np.where(contacts > 0, np.inf, 0.0)  # nobody is answered, or nobody calls
    return Answered(
        _mean(level, volumes * alike, np.ones_like(contacts)),
        _mean(wait, answered * alike, nobody),
        _mean(lost, volumes * alike, np.zeros_like(contacts)),
        _mean(busy, agents * alike, np.zeros_like(contacts)),
    )


def _mean(values: Array, weights: Array, of_nothing: Array) -> Array:
    """The weeks' means over their intervals."""
    total = weights.sum(axis=1)
    weighted = np.where(weights > 0, values, 0.0) * weights
    found = np.divide(weighted.sum(axis=1), total, out=of_nothing.copy(), where=total > 0)
    return np.asarray(found)


def _answers(agents: Array, volumes: Array, targets: QueueTargets) -> Answered:
    """Service level, wait, loss and occupancy of every interval."""
    per_second = volumes / targets.interval_s
    chats = targets.channel == "chat" and targets.max_concurrency > 1
    patience = np.inf if targets.patience_s is None else targets.patience_s
    aht, within, patient = (
        np.full(volumes.shape, one) for one in (targets.aht_s, targets.answer_within_s, patience)
    )
    rows: ChatRows | PhoneRows
    if chats:
        most = np.full(volumes.shape, targets.max_concurrency)
        slower = np.full(volumes.shape, targets.aht_inflation_share)
        rows = ChatRows(per_second, aht, most, slower, within, patient)
    else:
        rows = PhoneRows(per_second * aht, aht, within, patient)
    with np.errstate(all="ignore"):
        seen = rows.see(agents)
        busy = occupancy(agents, rows.load, seen.abandoned)
        return Answered(service_level(seen), speed_of_answer(seen), seen.abandoned, busy)


def _deferred(results: Mapping[str, Any], number: int, staff_h: Array) -> tuple[Array, ...]:
    """Backlog left by these hours: nothing is lost, it waits."""
    cap = float(results["deferred_occupancy_share"])
    opening = float(results["queues"]["opening_backlog_h"][number])
    found = erlang.backlog_outcome(staff_h, results["workload_h"][:, number], opening, cap)
    busy = np.divide(found.done_h, staff_h, out=np.zeros_like(staff_h), where=staff_h > 0)
    nothing = np.full(len(staff_h), np.nan)
    return nothing, nothing, nothing, busy, found.closing_backlog_h, found.oldest_work_periods
