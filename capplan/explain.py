"""How a number came about: the plan's steps read backwards, down to the assumptions.

The steps name what they need, so the tree is derived from the same table that computed the plan;
nothing here repeats a formula.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.assumptions import ALL_QUEUES, Origin
from capplan.errors import Issue, PlanInputError
from capplan.fte import IN_OFFICE, OUT_OF_OFFICE
from capplan.periods import monday_of
from capplan.plan import STEPS, Step
from capplan.requirement import QueueTargets, is_live
from capplan.vocabulary import VOCABULARY, Term, suggest

if TYPE_CHECKING:
    from capplan.plan import Plan

LIVE_TERMS = tuple(
    name
    for name in QueueTargets._fields
    if name not in ("aht_s", "channel", "interval_s")  # those are needs of the step itself
)
DEFERRED_TERMS = ("response_goal_h", "opening_backlog_h", "backlog_target_h")
# needs of the steps that are no terms themselves -> the terms a reader knows them by
BEHIND: dict[str, tuple[str, ...]] = {
    "queues": ("channel", *LIVE_TERMS, *DEFERRED_TERMS),
    "mondays": (),
    "queue_names": (),
    "events": ("event",),
    "classes": ("class",),
}
# queue shares that fall back on plan-wide components
COMPONENTS = {"out_of_office_share": OUT_OF_OFFICE, "in_office_share": IN_OFFICE}
UNITS_THAT_ADD_UP = {"heads", "FTE", "hours", "agents", "contacts per week", "money", "contacts"}
BY_WEEK = ("week", "week x queue")
BY_QUEUE = ("queue", "week x queue", "queue x weekday x interval")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number and what it was made from.

    `over` says what the number stands for where a week or a queue was not chosen; `formula` how
    it was computed (results); `basis` and `note` where it comes from (assumptions); `again` that
    its own needs are shown further up.
    """

    term: str
    label: str
    unit: str
    value: float | str | None
    over: str = ""
    formula: str = ""
    basis: str = ""
    note: str = ""
    again: bool = False
    needs: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        """The tree as indented text, a number a line."""
        return "\n".join(self.lines())

    def lines(self, indent: str = "") -> Iterator[str]:
        """The number's own line, then those of its needs, two spaces further in."""
        yield indent + self.line
        if self.formula:
            yield f"{indent}  = {self.formula}"
        for need in self.needs:
            yield from need.lines(indent + "  ")

    @property
    def line(self) -> str:
        """Name, value and unit, and where they come from."""
        over = f" ({self.over})" if self.over else ""
        origin = ": ".join(part for part in (self.basis, self.note) if part)
        origin = f"  [{origin}]" if origin else ""
        again = "  (shown above)" if self.again else ""
        return f"{self.term}: {self.label} {shown(self.value, self.unit)}{over}{origin}{again}"

    def as_dict(self) -> dict[str, Any]:
        """The tree as plain data, for JSON output."""
        own = {
            "term": self.term,
            "label": self.label,
            "unit": self.unit,
            "value": self.value,
            "over": self.over,
            "formula": self.formula,
            "basis": self.basis,
            "note": self.note,
        }
        needs = [need.as_dict() for need in self.needs]
        return own | ({"shown_above": True} if self.again else {"needs": needs})


def shown(value: float | str | None, unit: str) -> str:
    """A value with its unit as a reader says it: shares as percent.

    >>> shown(0.2862, "share"), shown(12.1042, "FTE"), shown(159183, "contacts per week")
    ('28.62 %', '12.1 FTE', '159,183 contacts per week')
    """
    if value is None:
        return "not given"
    if isinstance(value, str):
        return value
    if unit == "share":
        return f"{value * 100:.4g} %"
    digits = 0 if abs(value) >= 1000 or value == int(value) else 4 if abs(value) < 1 else 1
    words = "" if unit in ("text", "date", "multiple") else f" {unit}"
    return f"{value:,.{digits}f}{words}"


def explain(
    plan: Plan,
    term: str,
    week: date | str | None = None,
    queue: str | None = None,
    scenario: str | None = None,
) -> Explanation:
    """How a result of the plan came about, or where an assumption comes from.

    Without a week the numbers are means over the weeks, without a queue sums over the queues
    (means, where a sum makes no sense); each says which.

    >>> from datetime import date
    >>> from capplan.assumptions import assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(assumptions(date(2026, 1, 5), [calls], [[2000], [2100]]))
    >>> print(explain(plan, "workload_h", "2026-01-12"))
    workload_h: Workload 175 hours
      = Contacts x planned AHT / 3600.
      contacts: Offered contacts 2,100 contacts per week
        = Fresh x (1 - deflection) / (1 - repeat x (1 - abandoned) - redial x abandoned).
    ...

    Raises:
        PlanInputError: for an unknown term, week, queue or scenario, with the closest known one.
    """
    if term not in VOCABULARY or VOCABULARY[term].kind == "argument":
        raise _unknown("term", term, "a term of the vocabulary", suggest(term))
    names = plan.assumptions.scenario_names
    if scenario is not None and scenario not in names:
        raise _unknown("scenario", scenario, "one of " + ", ".join(names), _close(scenario, names))
    place = _Place(plan, _week_number(plan, week), _queue_number(plan, queue), scenario)
    return place.explained(term, set())


def _unknown(where: str, found: str, allowed: str, hint: str) -> PlanInputError:
    return PlanInputError([Issue(where, "", found, allowed, hint)])


def _close(name: str, names: tuple[str, ...]) -> str:
    lowered = {known.casefold(): known for known in names}
    close = difflib.get_close_matches(name.casefold(), lowered, n=1, cutoff=0.5)
    return f"did you mean {lowered[close[0]]}?" if close else ""


def _queue_number(plan: Plan, queue: str | None) -> int | None:
    names = plan.assumptions.queue_names
    if queue is None:
        return 0 if len(names) == 1 else None
    if queue not in names:
        raise _unknown("queue", queue, "one of " + ", ".join(names), _close(queue, names))
    return names.index(queue)


def _week_number(plan: Plan, week: date | str | None) -> int | None:
    mondays = plan.assumptions.calendar.mondays
    if week is None:
        return 0 if len(mondays) == 1 else None
    try:
        day = date.fromisoformat(week) if isinstance(week, str) else week
    except ValueError:
        allowed = f"a date such as {mondays[0].isoformat()}"
        raise _unknown("week", str(week), allowed, "") from None
    if not mondays[0] <= day < mondays[-1] + timedelta(weeks=1):
        allowed = f"a week of the plan, {mondays[0].isoformat()} to {mondays[-1].isoformat()}"
        raise _unknown("week", day.isoformat(), allowed, "")
    return mondays.index(monday_of(day))


@dataclass(frozen=True)
class _Place:
    """Where in the plan the numbers are read: a week or all, a queue or all, a scenario."""

    plan: Plan
    week: int | None
    queue: int | None
    scenario: str | None
    steps: dict[str, Step] = field(
        default_factory=lambda: {name: step for step in STEPS for name in step.results}
    )

    @property
    def in_force(self) -> str:
        return self.scenario or self.plan.live

    def explained(self, name: str, seen: set[str]) -> Explanation:
        """The tree below a term; what was shown before is not unfolded again."""
        row = VOCABULARY[name]
        value, over = self.number(row)
        if name not in self.steps:
            return self.assumed(row, value, over, seen)
        again = name in seen
        seen.add(name)
        return Explanation(
            row.name,
            row.label,
            row.unit,
            value,
            over,
            "" if again else self.formula(row),
            again=again,
            needs=() if again else self.below(self.steps[name].needs, seen),
        )

    def below(self, needs: tuple[str, ...], seen: set[str]) -> tuple[Explanation, ...]:
        names = (known for need in needs for known in BEHIND.get(need, (need,)))
        return tuple(self.explained(name, seen) for name in names if self.matters(name))

    def matters(self, name: str) -> bool:
        """Targets and options that this queue does not have, or not use, are left out."""
        if self.queue is None or name not in (*LIVE_TERMS, *DEFERRED_TERMS):
            return True
        queues = self.plan.assumptions.queues
        live = is_live(queues["channel"][self.queue], queues["response_goal_h"][self.queue])
        used = LIVE_TERMS if live else DEFERRED_TERMS
        return name in used and self.number(VOCABULARY[name])[0] is not None

    def formula(self, row: Term) -> str:
        """The step in words; a step with several results is told by the vocabulary."""
        step = self.steps[row.name]
        if len(step.results) > 1:
            return row.help
        return (step.function.__doc__ or row.help).splitlines()[0]

    def assumed(
        self, row: Term, value: float | str | None, over: str, seen: set[str]
    ) -> Explanation:
        """A leaf: an assumption, its origin, or the plan-wide parts it falls back on."""
        origin = self.origin(row)
        if row.name in COMPONENTS and self.falls_back(row.name):
            again = row.name in seen
            seen.add(row.name)
            needs = () if again else self.below(COMPONENTS[row.name], seen)
            words = "" if again else "Sum of the plan's components: the queue has none of its own."
            return Explanation(
                row.name, row.label, row.unit, value, over, words, again=again, needs=needs
            )
        return Explanation(
            row.name,
            row.label,
            row.unit,
            value,
            over,
            basis=origin.basis,
            note=origin.note,
        )

    def falls_back(self, name: str) -> bool:
        own = np.isnan(self.plan.assumptions.queues[name])
        return bool(own.all() if self.queue is None else own[self.queue])

    def origin(self, row: Term) -> Origin:
        given = self.plan.assumptions
        for scenario in given.scenarios:
            if scenario.name == self.in_force and row.name in scenario.overrides:
                plain = shown(_plain(given.values[row.name]), row.unit)
                return Origin(f"scenario {scenario.name}", f"instead of {plain}")
        if row.name in ("event", "class"):
            return Origin("")
        if row.shape == "queue" and self.queue is not None:
            own = given.origins.get(f"queue:{given.queue_names[self.queue]}")
            return given.origins.get(row.name) or own or Origin()
        return given.origins.get(row.name, Origin())

    def number(self, row: Term) -> tuple[float | str | None, str]:
        """The value at this place, and in words what it runs over."""
        if row.name == "event":
            return self.events(), ""
        if row.name == "class":
            return self.classes(), ""
        value = self.plan.value(row.name, self.in_force)
        if row.shape == "floor week":
            return ", ".join(f"{share:.0%}" for share in value), "by week on the floor"
        if row.shape not in BY_WEEK + BY_QUEUE:
            return _plain(value), ""
        return self.gathered(row, np.asarray(value))

    def gathered(self, row: Term, values: Any) -> tuple[float | str | None, str]:
        words = []
        if row.shape == "queue x weekday x interval":
            values = values.max(axis=(1, 2))
            words.append("in the busiest interval")
        weekly, queued = row.shape in BY_WEEK, row.shape in BY_QUEUE
        if queued:
            values = np.moveaxis(values, -1 if weekly else 0, 0)
            values, how = self.over_queues(row, values)
            words.append(how)
        if weekly:
            values, how = self.over_weeks(row, values)
            words.append(how)
        return _plain(values), ", ".join(word for word in words if word)

    def over_queues(self, row: Term, values: Any) -> tuple[Any, str]:
        if self.queue is not None:
            return values[self.queue], ""
        count = len(values)
        if row.unit == "text":
            return (_listed(values.ravel()), "") if row.shape == "queue" else (values, "")
        if row.unit in UNITS_THAT_ADD_UP:
            return np.nansum(values, axis=0), f"sum of {count} queues"
        return _mean(values), f"mean of {count} queues"

    def over_weeks(self, row: Term, values: Any) -> tuple[Any, str]:
        if row.unit == "text":
            chosen = values if self.week is None else values[..., self.week]
            return _listed(np.ravel(chosen)), ""
        if self.week is not None:
            return values[self.week], ""
        return values.mean(), f"mean of {len(values)} weeks"

    def events(self) -> str:
        """The events that touch this place, by name and lift."""
        given = self.plan.assumptions
        names = (ALL_QUEUES, *given.queue_names)
        wanted = names if self.queue is None else (ALL_QUEUES, given.queue_names[self.queue])
        week = None if self.week is None else given.calendar.mondays[self.week]
        texts = [
            f"{one.name} ({one.lift_share:+.4g} lift, {one.added_contacts:+,g} contacts)"
            for one in given.events
            if one.queue in wanted and (week is None or one.first_week <= week <= one.last_week)
        ]
        return "; ".join(texts) or "none"

    def classes(self) -> str:
        """The classes that start at this place, with heads and status."""
        given = self.plan.assumptions
        names = given.queue_names if self.queue is None else (given.queue_names[self.queue],)
        week = None if self.week is None else given.calendar.mondays[self.week]
        kept = [
            one
            for one in given.classes
            if one.queue in names and (week is None or one.start_week <= week)
        ]
        heads = sum(one.heads for one in kept)
        proposed = sum(one.proposed for one in kept)
        if not kept:
            return "none so far"
        return f"{len(kept)} so far with {heads:,g} starters, {proposed} of them proposed"


def _listed(values: Any) -> str:
    return ", ".join(dict.fromkeys(str(one) for one in values if str(one))) or "none"


def _mean(values: Any) -> Any:
    return np.asarray(values, dtype=float).mean(axis=0)


def _plain(value: Any) -> float | str | None:
    """A number, a text or nothing: what a line and JSON can hold."""
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    number = float(value)
    return None if np.isnan(number) else number
