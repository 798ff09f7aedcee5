"""Budget first: "64 needed, 58 funded": what a cap in heads or money means, month by month.

The requirement says how many agents the targets need. A budget says how many there will be. Here
the second question is asked from the first: with those people, how long will customers wait, how
much stays undone, what would closing the gap cost, and which month hurts first?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.errors import Issue, PlanInputError, argument_error
from capplan.plan.standing import LEAST, Standing
from capplan.staffing.service import Service, service, staff_h

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.plan import Plan
    from capplan.steps.recall import Recall

    Array = NDArray[np.float64]

LIVE_FIRST, EVEN = "live first", "even"
HEADS, MONEY = "heads", "money"
NEARLY = 0.005  # half a point under the target is not yet a month that hurts
MOST_HEADS = 1_000_000


@dataclass(frozen=True, slots=True)
class FundedMonth:
    """One month under the cap: people, what customers get, and what closing the gap would cost.

    Shares and the wait are over all queues that wait in line, the backlog at the month's end over
    those that do not; None where there are none. `missed` names queues and the targets they miss.
    `period` is the name of a fiscal period; a calendar month has none but its date.
    """

    month: date
    needed_heads: float
    funded_heads: float
    service_level_share: float | None
    asa_s: float | None
    abandon_share: float | None
    occupancy_share: float
    backlog_h: float | None
    closing_cost: float
    missed: tuple[str, ...] = ()
    period: str = ""

    @property
    def name(self) -> str:
        """The month in a table: 2026-03, or the name of the fiscal period."""
        return self.period or f"{self.month:%Y-%m}"

    @property
    def short_heads(self) -> float:
        """Agents that are missing, on average over the month."""
        return max(self.needed_heads - self.funded_heads, 0.0)


@dataclass(frozen=True)
class Funded:
    """A plan under a cap: by month, and over all its weeks.

    `whole` looks at all weeks as if they were one month: a promise may be kept on average there
    that some month breaks.
    """

    heads: float
    months: tuple[FundedMonth, ...]
    whole: FundedMonth
    service: Service
    needed_cost: float
    funded_cost: float
    closing_cost: float
    currency: str
    plan: str

    @property
    def first(self) -> FundedMonth | None:
        """The first month in which a queue misses its target."""
        return next((one for one in self.months if one.missed), None)

    @property
    def worst(self) -> FundedMonth | None:
        """The month that is short of most people; None where nobody is missing."""
        worst = max(self.months, key=lambda one: one.short_heads)
        return worst if worst.short_heads > 0 else None

    def __str__(self) -> str:
        """The months as a table, for the screen."""
        return "\n".join(_lines(self))

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON output."""
        first, worst = self.first, self.worst
        return {
            "funded_heads": self.heads,
            "needed_cost": self.needed_cost,
            "funded_cost": self.funded_cost,
            "closing_cost": self.closing_cost,
            "first_month": first and first.month,
            "worst_month": worst and worst.month,
            "months": [asdict(one) for one in self.months],
        }


def funded(
    plan: Plan,
    *,
    heads: float | None = None,
    money: float | None = None,
    share: str = LIVE_FIRST,
    recall: Recall | None = None,
) -> Funded:
    """What customers get month by month if there are only so many agents, or so much money.

    `heads` are agents on the floor, fully proficient, all queues together, in every week. `money`
    buys the most whole agents whose standing cost over the plan stays within it: pay, on-costs,
    replacing leavers, leaders, support roles and seats. Where people are short, queues that wait
    in line are staffed first and backlogs grow, or (`share="even"`) all are short alike; where
    there are more than needed, all have more. Plans that share a `recall` share what is alike.

    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "patience_s": 180, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 4 + [[2600]] * 4))
    >>> cut = funded(plan, heads=11)
    >>> [round(one.needed_heads, 1) for one in cut.months], cut.first.missed
    ([11.0, 13.0], ('Calls: service level',))

    Raises:
        PlanInputError: neither or both of heads and money, or money for less than one agent.
    """
    if (heads is None) == (money is None):
        found = "nothing" if heads is None else "heads and money"
        raise PlanInputError([Issue("argument heads", "", found, "either heads or money")])
    if share not in (LIVE_FIRST, EVEN):
        raise argument_error("share", share, f"{LIVE_FIRST} or {EVEN}")
    case = _Case(plan, share, recall)
    count = case.affordable(money) if money is not None else _checked(heads)
    return case.under(count)


def _checked(heads: float | None) -> float:
    if heads is None or not 0 <= heads <= MOST_HEADS:
        raise argument_error("heads", heads, f"0 to {MOST_HEADS:,}")
    return float(heads)


class _Span(NamedTuple):
    """Weeks that are looked at together: the share of each, and the last of them."""

    month: date
    weights: Array
    last_week: int
    period: str = ""


class _Case(Standing):
    """A plan's live scenario, asked under different numbers of agents."""

    def __init__(self, plan: Plan, share: str, recall: Recall | None = None) -> None:
        super().__init__(plan.assumptions, plan.runs[plan.live], live_first=share == LIVE_FIRST)
        self.plan = plan
        self.recall = recall
        self.calendar = plan.assumptions.calendar

    def affordable(self, money: float) -> float:
        """The most whole agents whose standing cost over the plan stays within the money."""
        low, high = 0, 1
        while high < MOST_HEADS and self.total(high) <= money:
            low, high = high, high * 2
        if low == 0:
            raise argument_error("money", f"{money:,.0f}", f"{self.total(1):,.0f} or more, {LEAST}")
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.total(middle) <= money else (low, middle)
        return float(low)

    def under(self, heads: float) -> Funded:
        """The plan with so many agents in every week."""
        agents = self.split(heads)
        enough = np.where(
            agents.sum(axis=1, keepdims=True) < self.total_needed, self.needed, agents
        )
        costs = [self.cost(one) for one in (self.needed, agents, enough)]
        found = service(self.results, staff_h(self.results, agents), self.recall)
        gap = costs[2] - costs[1]
        months = tuple(
            self._month(self._span(number), agents, found, gap)
            for number in range(len(self.calendar.months))
        )
        every = _Span(self.calendar.first_week, np.ones(len(gap)), len(gap) - 1)
        values = self.plan.assumptions.values
        return Funded(
            heads,
            months,
            self._month(every, agents, found, gap),
            found,
            needed_cost=float(costs[0].sum()),
            funded_cost=float(costs[1].sum()),
            closing_cost=float(gap.sum()),
            currency=str(values["currency"]),
            plan=f"{values['plan_name']}, scenario {self.plan.live}",
        )

    @property
    def total_needed(self) -> Array:
        return np.asarray(self.needed.sum(axis=1, keepdims=True))

    def _span(self, number: int) -> _Span:
        """A month's weeks; it ends with the last week that ends in it, or that the plan has."""
        weeks = np.flatnonzero(self.calendar.last_month <= number + 1)
        name = self.calendar.named_months[number]
        return _Span(
            self.calendar.months[number],
            self.calendar.month_weights[number],
            int(weeks[-1]) if len(weeks) else 0,
            "" if isinstance(name, date) else name.name,
        )

    def _month(self, span: _Span, agents: Array, found: Service, gap: Array) -> FundedMonth:
        weights = span.weights
        per_week = weights / weights.sum()
        live = self.live
        contacts = self.results["contacts"] * weights[:, None]
        answered = contacts * (1 - found.abandon_share)
        hours = staff_h(self.results, agents) * weights[:, None]
        return FundedMonth(
            span.month,
            float(per_week @ self.needed.sum(axis=1)),
            float(per_week @ agents.sum(axis=1)),
            _mean(found.service_level_share[:, live], contacts[:, live], 1.0),
            _mean(found.asa_s[:, live], answered[:, live], 0.0),
            _mean(found.abandon_share[:, live], contacts[:, live], 0.0),
            _mean(found.occupancy_share, hours, 0.0) or 0.0,
            self._backlog(span.last_week, found),
            float(weights @ gap),
            tuple(self._missed(span.last_week, contacts, found)),
            span.period,
        )

    def _backlog(self, last_week: int, found: Service) -> float | None:
        if self.live.all():
            return None
        return float(found.backlog_h[last_week, ~self.live].sum())

    def _missed(self, last_week: int, weights: Array, found: Service) -> Iterator[str]:
        """Queues and the promise each does not keep in the month."""
        for queue, name in enumerate(self.plan.assumptions.queue_names):
            broken = self._broken(last_week, queue, weights[:, queue], found)
            if broken:
                yield f"{name}: {', '.join(broken)}"

    def _broken(self, last_week: int, queue: int, contacts: Array, found: Service) -> list[str]:
        queues = {name: column[queue] for name, column in self.results["queues"].items()}
        if not self.live[queue]:
            allowed = max(queues["backlog_target_h"], queues["opening_backlog_h"])
            weekly = self.results["workload_h"][:, queue].mean()
            left = found.backlog_h[last_week, queue]
            return ["backlog"] if left > allowed + NEARLY * weekly else []
        got = [
            _mean(part[:, queue], contacts, of_nothing)
            for part, of_nothing in zip(found[:4], (1.0, 0.0, 0.0, 0.0), strict=True)
        ]
        level, wait, lost, busy = (one or 0.0 for one in got)
        # a limit that is not given compares as false
        promises = {
            "service level": level < queues["service_level_share"] - NEARLY,
            "ASA": wait > queues["max_asa_s"] * (1 + NEARLY),
            "abandoned": lost > queues["max_abandon_share"] + NEARLY,
            "occupancy": busy > queues["max_occupancy_share"] + NEARLY,
        }
        return [name for name, missed in promises.items() if missed]


def _mean(values: Array, weights: Array, of_nothing: float) -> float | None:
    """The mean of what has a weight; None where there are no queues of the kind."""
    if not values.size:
        return None
    total = float(weights[np.isfinite(weights)].sum())
    some = weights > 0
    return float((values[some] * weights[some]).sum() / total) if total > 0 else of_nothing


# for the screen


def _lines(one: Funded) -> Iterator[str]:
    money = f"{one.currency} {one.funded_cost:,.0f}"
    yield f"{one.plan}: {one.heads:,g} agents funded, {money} for all that comes with them"
    yield ""
    yield (
        f"  {'month':<8}{'needed':>8}{'funded':>8}{'in time':>9}{'ASA s':>8}{'abandon':>9}"
        f"{'busy':>8}{'backlog h':>11}{'to close':>13}  missed"
    )
    for month in one.months:
        yield _month_line(month)
    yield ""
    yield from _verdict(one)


def _month_line(month: FundedMonth) -> str:
    wait = (
        "-" if month.asa_s is None else "no end" if month.asa_s == np.inf else f"{month.asa_s:,.1f}"
    )
    backlog = "-" if month.backlog_h is None else f"{month.backlog_h:,.0f}"
    shares = (month.service_level_share, month.abandon_share, month.occupancy_share)
    level, lost, busy = ("-" if part is None else f"{part * 100:.1f} %" for part in shares)
    return (
        f"  {month.name:<8}{month.needed_heads:>8,.1f}{month.funded_heads:>8,.1f}{level:>9}"
        f"{wait:>8}{lost:>9}{busy:>8}{backlog:>11}{month.closing_cost:>13,.0f}"
        f"  {'; '.join(month.missed)}".rstrip()
    )


def _verdict(one: Funded) -> Iterator[str]:
    if one.first is None:
        yield "Every target is met in every month."
    else:
        yield f"First month that hurts: {one.first.name} ({'; '.join(one.first.missed)})."
    if one.worst is not None:
        worst = one.worst
        yield (
            f"Shortest of people: {worst.name}, {worst.needed_heads:,.1f} needed and"
            f" {worst.funded_heads:,.1f} funded. Closing the gap in every month costs"
            f" {one.currency} {one.closing_cost:,.0f}; the whole need costs"
            f" {one.currency} {one.needed_cost:,.0f}."
        )
