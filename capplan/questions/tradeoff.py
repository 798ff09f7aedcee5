"""One agent more or fewer: what customers notice, and what it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan import erlang
from capplan.money.extra_pay import on_top_share
from capplan.money.seats import seat_year_cost
from capplan.staffing.requirement import (
    QueueTargets,
    is_live,
    open_hours,
    staffing_table,
    targets_of,
)
from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from capplan.plan import Plan

EXPLAINED_WITH_TABLE = ("peak_agents", "binding_target", "base_staff_h")
REACH = 3  # from three agents fewer to three more


class TradeOff(NamedTuple):
    """One row: agents in the interval, what they deliver, and their cost against the plan's.

    A wait without end, in a queue that nobody leaves and that never empties, is infinite.
    """

    agents: int
    service_level_share: float
    asa_s: float
    abandon_share: float
    occupancy_share: float
    difference_cost: float
    required: bool


class Busiest(NamedTuple):
    """The interval a trade-off is shown for, and the price of one position all week."""

    week: int
    contacts: float
    targets: QueueTargets
    position_week_cost: float


def trade_off(
    contacts: float, targets: QueueTargets, position_week_cost: float = 0.0
) -> list[TradeOff]:
    """Three agents fewer to three more than the targets need, in one interval.

    `position_week_cost` is what one more position in every open interval of the week costs.

    >>> phone = QueueTargets("phone", 180, 0.8, 20, None, None, 0.85, None, 2, 1, 0.0, 1800)
    >>> for row in trade_off(100, phone, 1000.0)[2:5]:
    ...     print(row.agents, round(row.service_level_share, 3), row.difference_cost, row.required)
    13 0.796 -1000.0 False
    14 0.888 0.0 True
    15 0.941 1000.0 False
    """
    table = staffing_table(targets, contacts)
    by_table = int(np.asarray(table.agents(np.array([contacts])))[0])
    need = max(by_table, math.ceil(targets.min_positions) if contacts > 0 else 0)
    rows = []
    for agents in range(max(need - REACH, 1), need + REACH + 1):
        delivered = _delivered(agents, contacts, targets)
        rows.append(
            TradeOff(agents, *delivered, (agents - need) * position_week_cost, agents == need)
        )
    return rows


def _delivered(
    agents: int, contacts: float, targets: QueueTargets
) -> tuple[float, float, float, float]:
    if targets.channel == "chat" and targets.max_concurrency > 1:
        return _chat(agents, contacts, targets)
    call = (agents, contacts, targets.aht_s)
    more = (targets.interval_s, targets.patience_s)
    lost = (
        erlang.abandon_share(*call, targets.patience_s, targets.interval_s)
        if (targets.patience_s)
        else 0.0
    )
    return (
        float(erlang.service_level(*call, targets.answer_within_s, *more)),
        float(erlang.asa(*call, *more)),
        float(lost),
        float(erlang.occupancy(*call, *more)),
    )


def _chat(agents: int, contacts: float, targets: QueueTargets) -> tuple[float, float, float, float]:
    """Chats by the balanced chain; occupancy is the share of chat places in use."""
    from capplan.erlang.one.chat import ChatDesk, outcome

    slots = int(targets.max_concurrency)
    desk = ChatDesk(targets.aht_s, slots, targets.aht_inflation_share)
    rate, patience = contacts / targets.interval_s, targets.patience_s or math.inf
    full = agents * desk.pace(slots)
    if patience == math.inf and rate >= full:
        return 0.0, math.inf, 0.0, 1.0
    seen = outcome(agents, rate, desk, targets.answer_within_s, patience)
    answered = 1 - seen.abandoned
    level = seen.answered_in_time / (1 - seen.abandoned_in_time)
    return level, seen.answered_time / answered, seen.abandoned, min(rate * answered / full, 1.0)


def busiest(
    plan: Plan, number: int, week: int | None = None, scenario: str | None = None
) -> Busiest | None:
    """The busiest interval of a queue in a week (its busiest by default); None for backlog work."""
    given, results = plan.assumptions, plan.runs[scenario or plan.live]
    queues = results["queues"]
    if not is_live(queues["channel"][number], queues["response_goal_h"][number]):
        return None
    weekly = results["contacts"][:, number]
    at = int(weekly.argmax()) if week is None else week
    contacts = float(weekly[at] * given.profile_share[number].max())
    if contacts <= 0:
        return None
    targets = targets_of(
        queues, number, float(results["planned_aht_s"][number]), given.values["interval_min"]
    )
    return Busiest(at, contacts, targets, _position_week_cost(plan, results, number))


@dataclass(frozen=True)
class Table:
    """The trade-off of one queue, to print or to hand on."""

    queue: str
    monday: date
    currency: str
    found: Busiest
    rows: list[TradeOff]

    def __str__(self) -> str:
        """One line a number of agents; the plan's is marked."""
        title = (
            f"{self.queue}, week of {self.monday.isoformat()}, busiest interval with "
            f"{self.found.contacts:,.1f} contacts; cost of a position in every open interval, "
            f"{self.currency} a week"
        )
        head = f"  {'agents':>8} {'in time':>8} {'ASA s':>8} {'abandon':>8} {'busy':>8} {'cost':>9}"
        return "\n".join([title, head, *map(_printed, self.rows)])

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data; a wait without end is null."""
        rows = [
            {name: None if value == math.inf else value for name, value in row._asdict().items()}
            for row in self.rows
        ]
        return {
            "queue": self.queue,
            "week": self.monday.isoformat(),
            "contacts": self.found.contacts,
            "rows": rows,
        }


def _printed(row: TradeOff) -> str:
    wait = "no end" if row.asa_s == math.inf else f"{row.asa_s:,.1f}"
    shares = (row.service_level_share, row.abandon_share, row.occupancy_share)
    level, lost, busy = (f"{share * 100:.1f} %" for share in shares)
    mark = "  <- needed" if row.required else ""
    cost = f"{row.difference_cost:+,.0f}"
    return f"  {row.agents:>8,} {level:>8} {wait:>8} {lost:>8} {busy:>8} {cost:>9}{mark}"


def trade_offs(
    plan: Plan, term: str, week: date | str | None = None, queue: str | None = None
) -> list[Table]:
    """The tables that belong to an explained term: one a live queue asked for."""
    if term not in EXPLAINED_WITH_TABLE:
        return []
    monday = date.fromisoformat(week) if isinstance(week, str) else week
    at = None if monday is None else (monday - plan.assumptions.calendar.first_week).days // 7
    return list(queue_trade_offs(plan, at, queue))


def queue_trade_offs(
    plan: Plan, week: int | None = None, queue: str | None = None
) -> tuple[Table, ...]:
    """One agent more or fewer in each live queue's busiest interval, or in that of one queue.

    In the week of a number (0 is the first); in each queue's busiest by default.
    """
    given, tables = plan.assumptions, []
    for number, name in enumerate(given.queue_names):
        found = busiest(plan, number, week) if queue in (None, name) else None
        if found is not None:
            rows = trade_off(found.contacts, found.targets, found.position_week_cost)
            currency = str(given.values["currency"])
            tables.append(Table(name, given.calendar.mondays[found.week], currency, found, rows))
    return tuple(tables)


def _position_week_cost(plan: Plan, results: Any, number: int) -> float:
    """Pay, on-costs and seat of the FTE behind one position in every open interval of a week."""
    given = plan.assumptions
    hours = open_hours(given.profile_share[number], given.values["interval_min"])
    on_seat = hours * (1 + results["schedule_inefficiency_share"])
    fte = on_seat / (1 - results["shrinkage_share"][number]) / results["contract_h_per_fte"]
    year, index = (results[name][0, number] for name in ("agent_year_cost", "agent_wage_index"))
    year = year / index * (1 + results["pay_change_share"])
    pay = year * (1 + on_top_share(results)[number])
    pay = pay * (1 + results["burden_share"])
    heads = fte / float(given.queues["fte_per_head"][number])
    return float((fte * pay + heads * seat_year_cost(results)[number]) / WEEKS_PER_YEAR)
