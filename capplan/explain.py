"""How a number came about: the plan's steps read backwards, down to the assumptions.

The steps name what they need, so the tree is derived from the same table that computed the plan;
nothing here repeats a formula.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.assumptions import ALL_QUEUES, Event, Origin
from capplan.derivation import (
    COMPONENTS,
    DEFERRED_TERMS,
    LIVE_TERMS,
    computed,
    formula_of,
    needs_of,
)
from capplan.errors import Issue, PlanInputError
from capplan.periods import monday_of
from capplan.requirement import is_live
from capplan.vocabulary import VOCABULARY, Term, suggest

if TYPE_CHECKING:
    from capplan.plan import Plan

UNITS_THAT_ADD_UP = {"heads", "FTE", "hours", "agents", "contacts per week", "money", "contacts"}
STOCKS = ("opening_agents_heads", "opening_backlog_h", "backlog_target_h")
RATIOS = {
    "coverage_share": ("effective_fte", "required_fte"),
    "occupancy_share": ("workload_h", "base_staff_h"),
}
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
    in_force = scenario or plan.live
    place = _Place(plan, _week_number(plan, week), _queue_number(plan, queue), in_force)
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
    scenario: str

    def explained(self, name: str, seen: set[str]) -> Explanation:
        """The tree below a term; what was shown before is not unfolded again."""
        row = VOCABULARY[name]
        value, over = self.number(row)
        origin = Origin("") if name in computed() else self.origin(row)
        needs, formula = self.made_from(name)
        again = bool(needs) and name in seen
        seen.add(name)
        return Explanation(
            name,
            row.label,
            row.unit.replace("money", self.plan.assumptions.values["currency"]),
            value,
            over,
            "" if again else formula,
            basis="" if formula else origin.basis,
            note="" if formula else origin.note,
            again=again,
            needs=() if again else tuple(self.explained(need, seen) for need in needs),
        )

    def made_from(self, name: str) -> tuple[tuple[str, ...], str]:
        """The terms a number is made from, and the formula; neither for a plain assumption."""
        if name in COMPONENTS and self.falls_back(name):
            return COMPONENTS[name], "Sum of the plan's components: no share of its own is given."
        return tuple(need for need in needs_of(name) if self.matters(need)), formula_of(name)

    def matters(self, name: str) -> bool:
        """Targets and options that this queue does not have, or not use, are left out."""
        if name not in (*LIVE_TERMS, *DEFERRED_TERMS):
            return True
        queues, number = self.plan.assumptions.queues, self.queue
        if number is None:
            return not np.isnan(queues[name]).all()
        live = is_live(queues["channel"][number], queues["response_goal_h"][number])
        used = LIVE_TERMS if live else DEFERRED_TERMS
        return name in used and not np.isnan(queues[name][number])

    def falls_back(self, name: str) -> bool:
        own = np.isnan(self.plan.assumptions.queues[name])
        return bool(own.all() if self.queue is None else own[self.queue])

    # where an assumption comes from

    def origin(self, row: Term) -> Origin:
        given = self.plan.assumptions
        for scenario in given.scenarios:
            if scenario.name == self.scenario and row.name in scenario.overrides:
                plain = shown(_plain(given.values[row.name]), row.unit)
                return Origin(f"scenario {scenario.name}", f"instead of {plain}")
        if row.name in ("event", "class"):
            return Origin("")
        if row.name in given.origins:
            return given.origins[row.name]
        return self.origin_of_queues() if row.shape == "queue" else Origin()

    def origin_of_queues(self) -> Origin:
        given = self.plan.assumptions
        names = given.queue_names if self.queue is None else (given.queue_names[self.queue],)
        origins = [given.origins.get(f"queue:{name}", Origin()) for name in names]
        if len(origins) == 1:
            return origins[0]
        return Origin(", ".join(dict.fromkeys(origin.basis for origin in origins)))

    # the number, and in words what it runs over

    def number(self, row: Term) -> tuple[float | str | None, str]:
        """The value at this place, and in words what it runs over."""
        if row.name in ("event", "class"):
            return (self.events() if row.name == "event" else self.classes()), ""
        if row.name in RATIOS:
            return self.ratio(*RATIOS[row.name])
        value = self.plan.value(row.name, self.scenario)
        if row.shape == "floor week":
            return ", ".join(f"{share:.0%}" for share in value), "by week on the floor"
        if row.shape not in BY_WEEK + BY_QUEUE:
            return _plain(value), ""
        return self.gathered(row, np.asarray(value))

    def ratio(self, above: str, below: str) -> tuple[float | None, str]:
        """A share of two results, of the queues and weeks together rather than a mean of shares."""
        parts = [self.chosen(self.plan.value(name, self.scenario)) for name in (above, below)]
        over = "all queues together" if self.queue is None else ""
        weeks = len(self.plan.assumptions.calendar.mondays)
        spans = "" if self.week is not None else f"over {weeks} weeks"
        words = ", ".join(word for word in (over, spans) if word)
        total = float(parts[1].sum())
        return (float(parts[0].sum()) / total if total else None), words

    def chosen(self, values: Any) -> Any:
        values = values if self.week is None else values[self.week : self.week + 1]
        return values if self.queue is None else values[:, self.queue : self.queue + 1]

    def gathered(self, row: Term, values: Any) -> tuple[float | str | None, str]:
        words = []
        if row.shape == "queue x weekday x interval":
            values = values.max(axis=(1, 2))
            words.append("in the busiest interval")
        weekly, queued = row.shape in BY_WEEK, row.shape in BY_QUEUE
        if queued:
            values, how = self.over_queues(row, np.moveaxis(values, -1 if weekly else 0, 0))
            words.append(how)
        if weekly:
            values, how = self.over_weeks(row, values)
            words.append(how)
        return _plain(values), ", ".join(word for word in words if word)

    def over_queues(self, row: Term, values: Any) -> tuple[Any, str]:
        if self.queue is not None:
            return values[self.queue], ""
        if row.unit == "text":
            return (_listed(values.ravel()), "") if row.shape == "queue" else (values, "")
        if row.shape == "queue" and row.name not in STOCKS:
            return _spread(row, values)
        if row.unit in UNITS_THAT_ADD_UP:
            return values.sum(axis=0), f"sum of {len(values)} queues"
        return values.mean(axis=0), f"mean of {len(values)} queues"

    def over_weeks(self, row: Term, values: Any) -> tuple[Any, str]:
        if row.unit == "text":
            chosen = values if self.week is None else values[..., self.week]
            return _listed(np.ravel(chosen)), ""
        if self.week is not None:
            return values[self.week], ""
        return values.mean(), f"mean of {len(values)} weeks"

    def events(self) -> str:
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

    def classes(self) -> str:
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
