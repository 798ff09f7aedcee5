"""Numbers of a plan at one place: a week or all, a queue or all, under a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.assumptions import ALL_QUEUES, Event
from capplan.inputs.figures import plain_value, shown
from capplan.inputs.words import TOLD
from capplan.vocabulary import Term

if TYPE_CHECKING:
    from capplan.plan import Plan

UNITS_THAT_ADD_UP = {
    "heads",
    "FTE",
    "hours",
    "agents",
    "contacts per week",
    "money",
    "contacts",
    "classes",
}
STOCKS = ("opening_agents_heads", "opening_backlog_h", "backlog_target_h")
# share -> what is divided by what, and what it is where there is nothing to divide by
RATIOS = {
    "coverage_share": ("covering_fte", "required_fte", 1.0),
    "occupancy_share": ("workload_h", "base_staff_h", 0.0),
}
# told in words: how many there are and what they do
LISTS = ("event", "class", "move", "source", *TOLD)
ADDED_UP = {"week x source": "sources", "week x site": "sites", "week x contract": "contracts"}
BY_WEEK = ("week", "week x queue", *ADDED_UP)
# what one person costs: no sum over the queues
EACH = ("agent_year_cost", "trainee_year_cost", "supervisor_site_cost", "agent_week_cost")
BY_QUEUE = ("queue", "week x queue", "queue x weekday x interval")


@dataclass(frozen=True)
class Place:
    """Where in a plan a number is read; None stands for all weeks or all queues."""

    plan: Plan
    week: int | None
    queue: int | None
    scenario: str

    def number(self, row: Term) -> tuple[float | str | None, str]:
        """The value at this place, and in words what it runs over."""
        if row.name in LISTS:
            return self._told(row.name), ""
        if row.name in RATIOS:
            return self._ratio(*RATIOS[row.name])
        value = self.plan.value(row.name, self.scenario)
        if row.shape == "floor week":
            return ", ".join(f"{share:.0%}" for share in value), "by week on the floor"
        if row.shape not in BY_WEEK + BY_QUEUE:
            return plain_value(value), ""
        return self._gathered(row, np.asarray(value))

    def _ratio(self, above: str, below: str, of_nothing: float) -> tuple[float, str]:
        """A share of two results, of the queues and weeks together rather than a mean of shares."""
        parts = [self._chosen(self.plan.value(name, self.scenario)) for name in (above, below)]
        over = "all queues together" if self.queue is None else ""
        weeks = len(self.plan.assumptions.calendar.mondays)
        spans = "" if self.week is not None else f"over {weeks} weeks"
        words = ", ".join(word for word in (over, spans) if word)
        total = float(parts[1].sum())
        return (float(parts[0].sum()) / total if total else of_nothing), words

    def _chosen(self, values: Any) -> Any:
        values = values if self.week is None else values[self.week : self.week + 1]
        return values if self.queue is None else values[:, self.queue : self.queue + 1]

    def _gathered(self, row: Term, values: Any) -> tuple[float | str | None, str]:
        words = []
        if row.shape == "queue x weekday x interval":
            values = values.max(axis=(1, 2))
            words.append("in the busiest interval")
        if row.shape in ADDED_UP:
            words.append(f"sum of {values.shape[1]} {ADDED_UP[row.shape]}")
            values = values.sum(axis=1)
        weekly, queued = row.shape in BY_WEEK, row.shape in BY_QUEUE
        if queued:
            values, how = self._over_queues(row, np.moveaxis(values, -1 if weekly else 0, 0))
            words.append(how)
        if weekly:
            values, how = self._over_weeks(row, values)
            words.append(how)
        return plain_value(values), ", ".join(word for word in words if word)

    def _over_queues(self, row: Term, values: Any) -> tuple[Any, str]:
        if self.queue is not None:
            return values[self.queue], ""
        if row.unit == "text":
            return (_listed(values.ravel()), "") if row.shape == "queue" else (values, "")
        if row.shape == "queue" and row.name not in STOCKS:
            return _spread(row, values)
        if row.unit in UNITS_THAT_ADD_UP and row.name not in EACH:
            return values.sum(axis=0), f"sum of {len(values)} queues"
        return values.mean(axis=0), f"mean of {len(values)} queues"

    def _over_weeks(self, row: Term, values: Any) -> tuple[Any, str]:
        if row.unit == "text":
            chosen = values if self.week is None else values[..., self.week]
            return _listed(np.ravel(chosen)), ""
        if self.week is not None:
            return values[self.week], ""
        return values.mean(), f"mean of {len(values)} weeks"

    def _told(self, name: str) -> str:
        """The rows of a table that touch this place, in words."""
        told: dict[str, Callable[[], str]] = {
            "event": self._events,
            "class": self._classes,
            "move": self._moves,
            "source": self._sources,
            **{one: partial(tell, self.plan.assumptions) for one, tell in TOLD.items()},
        }
        return told[name]()

    def _moves(self) -> str:
        """The moves up to this week that touch this place: how many people of each kind."""
        given = self.plan.assumptions
        own = set(given.queue_names if self.queue is None else (given.queue_names[self.queue],))
        last = given.calendar.mondays[-1 if self.week is None else self.week]
        kept = [one for one in given.moves if own & {one.queue, one.to_queue} and one.week <= last]
        heads = {one.kind: 0.0 for one in kept}
        for one in kept:
            heads[one.kind] += one.heads
        told = ", ".join(f"{kind} of {people:,g}" for kind, people in heads.items()) or "none"
        return f"{told} up to {last.isoformat()}"

    def _sources(self) -> str:
        """The sources of starters with their shares."""
        rows = self.plan.assumptions.sources
        shares = "; ".join(f"{one.name} {one.share:.4g}" for one in rows)
        return shares or "none: the plan's own values"

    def _events(self) -> str:
        """The events that touch this place, by name and what they change."""
        given = self.plan.assumptions
        own = given.queue_names if self.queue is None else (given.queue_names[self.queue],)
        week = None if self.week is None else given.calendar.mondays[self.week]
        return (
            "; ".join(
                f"{one.name} ({_change(one)})"
                for one in given.events
                if one.queue in (ALL_QUEUES, *own)
                and (week is None or one.first_week <= week <= one.last_week)
            )
            or "none"
        )

    def _classes(self) -> str:
        """The classes up to this week: how many, how large, how many of them proposed."""
        given = self.plan.assumptions
        own = given.queue_names if self.queue is None else (given.queue_names[self.queue],)
        last = given.calendar.mondays[-1 if self.week is None else self.week]
        kept = [one for one in given.classes if one.queue in own and one.start_week <= last]
        if not kept:
            return f"none up to {last.isoformat()}"
        heads, proposed = sum(one.heads for one in kept), sum(one.proposed for one in kept)
        return (
            f"{len(kept)} up to {last.isoformat()} with {heads:,g} starters, {proposed} of them"
            " proposed where the base scenario is short"
        )


def _change(event: Event) -> str:
    lift = f"{event.lift_share:+.4g} lift" if event.lift_share else ""
    added = f"{event.added_contacts:+,g} contacts" if event.added_contacts else ""
    return ", ".join(part for part in (lift, added) if part) or "no change"


def _spread(row: Term, values: Any) -> tuple[float | None, str]:
    """The mean over the queues that have a value, and between which values they lie."""
    given = values[~np.isnan(values)]
    count = f"{len(given)} of {len(values)} queues"
    count = f"{len(values)} queues" if len(given) == len(values) else count
    if not len(given):
        return None, f"in none of {len(values)} queues"
    low, high = float(given.min()), float(given.max())
    if low == high:
        return low, f"in {count}"
    between = f"{shown(low, row.unit)} to {shown(high, row.unit)}"
    return float(given.mean()), f"mean of {count}: {between}"


def _listed(values: Any) -> str:
    return ", ".join(dict.fromkeys(str(one) for one in values if str(one))) or "none"
