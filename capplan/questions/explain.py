"""How a number came about: the plan's steps read backwards, down to the assumptions.

The steps name what they need, so the tree is derived from the same table that computed the plan;
nothing here repeats a formula. Numbers that were found beside the steps (bands, a budget cap) are
taken from the plan's study.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import Issue, PlanInputError
from capplan.inputs.assumptions import Origin
from capplan.inputs.figures import plain_value, shown
from capplan.inputs.periods import monday_of
from capplan.questions.derivation import (
    COMPONENTS,
    DEFERRED_TERMS,
    LEVEL_CHANGE,
    LIVE_TERMS,
    formula_of,
    needs_of,
    of_those_led,
)
from capplan.questions.entries_told import (
    ORIGIN,
    TABLES,
    WEEK,
    is_column,
    origins_told,
    weeks_told,
)
from capplan.questions.findings import EVIDENCE, SHOWN_AS, finding
from capplan.questions.places import LISTS, Place
from capplan.questions.study import Study, study_of
from capplan.staffing.requirement import is_live
from capplan.vocabulary import VOCABULARY, Term, suggest

if TYPE_CHECKING:
    from capplan.plan import Plan


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


def explain(
    plan: Plan,
    term: str,
    week: date | str | None = None,
    queue: str | None = None,
    scenario: str | None = None,
    *,
    study: Study | None = None,
) -> Explanation:
    """How a result of the plan came about, or where an assumption comes from.

    Without a week the numbers are means over the weeks, without a queue sums over the queues
    (means, where a sum makes no sense); each says which. What only a study knows, such as the
    chance of being short, is taken from the `study` of the plan, or found for this question.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000], [2100]]))
    >>> print(explain(plan, "workload_h", "2026-01-12"))
    workload_h: Workload 175 hours
      = Contacts x planned AHT / 3600.
      contacts: Offered contacts 2,100 contacts per week
        = Fresh x (1 - deflection) / (1 - repeat x (1 - abandoned) - redial x abandoned).
    ...

    Raises:
        PlanInputError: for an unknown term, week, queue or scenario, with the closest known one.
    """
    _check_term(plan, term)
    names = plan.assumptions.scenario_names
    if scenario is not None and scenario not in names:
        raise _unknown("scenario", scenario, "one of " + ", ".join(names), _close(scenario, names))
    in_force = scenario or plan.live
    own = study_of(plan, study)
    own = own if in_force == plan.live else own.in_scenario(in_force)
    place = _Tree(plan, week_number(plan, week), queue_number(plan, queue), in_force, own)
    return place.explained(term, set())


def _check_term(plan: Plan, name: str) -> None:
    row = VOCABULARY.get(name)
    if name in plan.runs[plan.live] and row:
        return
    if row and (name in (*LISTS, *SHOWN_AS) or row.kind == EVIDENCE or is_column(row)):
        return
    hint = "an argument of functions: see capplan vocabulary" if row else suggest(name)
    raise _unknown("term", name, "a result or an assumption of the plan", hint)


def _unknown(where: str, found: str, allowed: str, hint: str) -> PlanInputError:
    return PlanInputError([Issue(where, "", found, allowed, hint)])


def _close(name: str, names: tuple[str, ...]) -> str:
    lowered = {known.casefold(): known for known in names}
    close = difflib.get_close_matches(name.casefold(), lowered, n=1, cutoff=0.5)
    return f"did you mean {lowered[close[0]]}?" if close else ""


def queue_number(plan: Plan, queue: str | None) -> int | None:
    """The position of a queue by name; None for all queues, unless there is only one."""
    names = plan.assumptions.queue_names
    if queue is None:
        return 0 if len(names) == 1 else None
    if queue not in names:
        raise _unknown("queue", queue, "one of " + ", ".join(names), _close(queue, names))
    return names.index(queue)


def week_number(plan: Plan, week: date | str | None) -> int | None:
    """The position of the week a day lies in; None for all weeks, unless there is only one."""
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
class _Tree(Place):
    """The tree of a number at a place."""

    study: Study

    def number(self, row: Term) -> tuple[float | str | None, str]:
        """The value at this place; what no step computes comes from the study or the tables."""
        if row.kind == EVIDENCE:
            return finding(self.study, row, self.week, self.queue)
        if not is_column(row):
            return super().number(VOCABULARY[SHOWN_AS.get(row.name, row.name)])
        given = self.plan.assumptions
        if row.name == WEEK:
            return weeks_told(given, self.week)
        if row.shape == ORIGIN:
            return origins_told(given, row.name, self.queue)
        table, what = TABLES[row.shape]
        return self._told(table), f"column of the table of {what}"

    def explained(self, name: str, seen: set[str]) -> Explanation:
        """The tree below a term; what was shown before is not unfolded again."""
        row = VOCABULARY[name]
        value, over = self.number(row)
        found = bool(formula_of(name)) or is_column(row)
        origin = Origin("") if found else self.origin(row)
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
        needs = of_those_led(name, needs_of(name), self.plan.assumptions.values)
        return tuple(need for need in needs if self.matters(need)), formula_of(name)

    def matters(self, name: str) -> bool:
        """Targets and options that this queue does not have, or not use, are left out."""
        name = "service_level_share" if name == LEVEL_CHANGE else name
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
                plain = shown(plain_value(given.values[row.name]), row.unit)
                return Origin(f"scenario {scenario.name}", f"instead of {plain}")
        if row.name in LISTS:
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
