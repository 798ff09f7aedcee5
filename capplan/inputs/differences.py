"""Which assumptions of two plans differ: each by its term, its place, and both values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import isclose
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.figures import plain_value, shown
from capplan.inputs.pairing import Numbered, paired
from capplan.vocabulary import VOCABULARY, terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

Place = Callable[[str, int | str], str]
Value = float | str | None

# lists of entries -> what an entry is called in the vocabulary
ENTRIES = {
    "events": "event",
    "classes": "class",
    "moves": "move",
    "sources": "source",
    "sites": "site_name",
    "plan_rates": "plan_rate",
    "wage_steps": "wage_step",
    "outsourcing": "outsourcing",
}
ABSENT = "not there"
ROUNDED_OFF = 1e-12  # programs save 15 digits or more
NEARLY = 1e-9  # shares of a profile are divided by their sum when they are read


@dataclass(frozen=True, slots=True)
class Difference:
    """One assumption that is not the same: where it stands, what it was, what it is.

    `queue`, `week` and `entry` (a class, an event, a scenario) say which value of the term;
    `old_cell` and `new_cell` where it stands in the workbooks, where it came from there.
    """

    term: str
    old: Value
    new: Value
    queue: str = ""
    week: str = ""
    entry: str = ""
    old_cell: str = ""
    new_cell: str = ""

    @property
    def label(self) -> str:
        """The name of the term for a reader."""
        row = VOCABULARY.get(self.term)
        return row.label if row else self.term.capitalize()

    @property
    def cell(self) -> str:
        """The cell to look at: the new workbook's, else the old one's."""
        return self.new_cell or self.old_cell

    @property
    def what(self) -> str:
        """Term and place in words.

        >>> Difference("base_contacts", 1000.0, 1100.0, queue="Calls", week="2026-01-05").what
        'Contacts, Calls, week of 2026-01-05'
        """
        week = f"week of {self.week}" if self.week else ""
        return ", ".join(part for part in (self.label, self.entry, self.queue, week) if part)

    def change(self, currency: str = "") -> str:
        """Both values as a reader says them.

        >>> Difference("aht_s", 300.0, 320.0).change()
        '300 seconds → 320 seconds'
        """
        row = VOCABULARY.get(self.term)
        unit = (row.unit if row else "text").replace("money", currency).strip()
        return f"{shown(self.old, unit)} → {shown(self.new, unit)}"

    def as_dict(self) -> dict[str, Any]:
        """The difference as plain data, for JSON output."""
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        return {"term": self.term, "label": self.label, **own}


@dataclass(frozen=True, slots=True)
class Sided:
    """The two plans and where their values stand."""

    old: Assumptions
    new: Assumptions
    old_place: Place | None = None
    new_place: Place | None = None

    def cells(
        self, term: str, old: int | str | None = "", new: int | str | None = ""
    ) -> dict[str, str]:
        """The cells of a value in both workbooks; none for a place that is None or unknown."""
        return {
            "old_cell": _cell(self.old_place, term, old),
            "new_cell": _cell(self.new_place, term, new),
        }


def _cell(place: Place | None, term: str, which: int | str | None) -> str:
    if place is None or which is None:
        return ""
    found = place(term, which)
    return "" if found == term else found  # a place that does not know it says the term


def differences(
    old: Assumptions,
    new: Assumptions,
    old_place: Place | None = None,
    new_place: Place | None = None,
) -> list[Difference]:
    """Every assumption in which two plans differ, in the order of the sheets.

    A place function tells the cell of a value, as the checker's does. Classes that the engine
    put there follow from the assumptions and are not compared; notes on where values come from
    are no assumptions.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> plans = [make_assumptions(date(2026, 1, 5), [{"queue": "Calls", "aht_s": aht_s}], [[100]])
    ...          for aht_s in (300, 320)]
    >>> [(one.what, one.change()) for one in differences(*plans)]
    [('AHT, Calls', '300 seconds → 320 seconds')]
    """
    sides = Sided(old, new, old_place, new_place)
    parts = (_queues, _values, _ramp, _weeks, _contacts, _profiles, _entries, _scenarios)
    return [one for part in parts for one in part(sides)]


def _value(value: Any) -> Value:
    return plain_value(value)


def _differ(one: Value, other: Value) -> bool:
    """Whether two values differ by more than saving a file rounds off."""
    if isinstance(one, float) and isinstance(other, float):
        return not isclose(one, other, rel_tol=ROUNDED_OFF)
    return one != other


def _queues(sides: Sided) -> Iterator[Difference]:
    """Queues that only one plan has, and every term of those that both have."""
    old, new = sides.old.queue_names, sides.new.queue_names
    for name in (one for one in old if one not in new):
        cells = sides.cells("queue", old.index(name), None)
        yield Difference("queue", name, ABSENT, **cells)
    for name in new:
        after = new.index(name)
        if name not in old:
            yield Difference("queue", ABSENT, name, **sides.cells("queue", None, after))
            continue
        before = old.index(name)
        for row in terms("assumption", shape="queue"):
            one = _value(sides.old.queues[row.name][before])
            other = _value(sides.new.queues[row.name][after])
            if _differ(one, other):
                cells = sides.cells(row.name, before, after)
                yield Difference(row.name, one, other, queue=name, **cells)


def _values(sides: Sided) -> Iterator[Difference]:
    """Every plan-wide value; which version it is and who signs it are no assumptions."""
    for row in terms("assumption", shape="plan"):
        if row.stage == "version":
            continue
        one, other = (
            _value(plan.values.get(row.name, row.default)) for plan in (sides.old, sides.new)
        )
        if _differ(one, other):
            yield Difference(row.name, one, other, **sides.cells(row.name))


def _ramp(sides: Sided) -> Iterator[Difference]:
    old, new = sides.old.proficiency_share, sides.new.proficiency_share
    for week in range(max(len(old), len(new))):
        one = float(old[week]) if week < len(old) else None
        other = float(new[week]) if week < len(new) else None
        if _differ(one, other):
            cells = sides.cells(
                "proficiency_share",
                None if one is None else week,
                None if other is None else week,
            )
            yield Difference(
                "proficiency_share", one, other, entry=f"floor week {week + 1}", **cells
            )


def _weeks(sides: Sided) -> Iterator[Difference]:
    """The first week and the length of the plan."""
    old, new = sides.old.calendar, sides.new.calendar
    for name, one, other in (
        ("first week of the plan", old.first_week.isoformat(), new.first_week.isoformat()),
        ("weeks of the plan", str(old.weeks), str(new.weeks)),
    ):
        if one != other:
            yield Difference("week", one, other, entry=name)


def _contacts(sides: Sided) -> Iterator[Difference]:
    """Contacts of each week and queue that both plans have."""
    old_weeks = {day: week for week, day in enumerate(sides.old.calendar.mondays)}
    for name in (one for one in sides.new.queue_names if one in sides.old.queue_names):
        before, after = sides.old.queue_number(name), sides.new.queue_number(name)
        for new_week, day in enumerate(sides.new.calendar.mondays):
            old_week = old_weeks.get(day)
            if old_week is None:
                continue
            one = float(sides.old.base_contacts[old_week, before])
            other = float(sides.new.base_contacts[new_week, after])
            if _differ(one, other):
                cells = sides.cells("base_contacts", f"{old_week},{before}", f"{new_week},{after}")
                week = day.isoformat()
                yield Difference("base_contacts", one, other, queue=name, week=week, **cells)


def _profiles(sides: Sided) -> Iterator[Difference]:
    """One difference a queue: the interval that moved most stands for its profile."""
    for name in (one for one in sides.new.queue_names if one in sides.old.queue_names):
        before, after = sides.old.queue_number(name), sides.new.queue_number(name)
        one, other = sides.old.profile_share[before], sides.new.profile_share[after]
        if one.shape == other.shape and np.allclose(one, other, rtol=NEARLY, atol=NEARLY * 1e-3):
            continue
        cells = sides.cells("profile_share", before, after)
        if one.shape != other.shape:
            was, now = (f"{day.shape[1]} intervals a day" for day in (one, other))
            yield Difference("profile_share", was, now, queue=name, **cells)
        else:
            most = np.unravel_index(np.abs(other - one).argmax(), one.shape)
            moved = int((np.abs(other - one) > 1e-12).sum())
            entry = f"{moved} of {one.size} intervals, most of all {_interval(most, one.shape[1])}"
            before_share, after_share = float(one[most]), float(other[most])
            yield Difference(
                "profile_share", before_share, after_share, queue=name, entry=entry, **cells
            )


def _interval(place: Sequence[Any], per_day: int) -> str:
    minutes = int(place[1]) * 24 * 60 // per_day
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[int(place[0])]
    return f"{day} {minutes // 60:02}:{minutes % 60:02}"


# events, classes, moves, sources


def _entries(sides: Sided) -> Iterator[Difference]:
    for field, kind in ENTRIES.items():
        old, new = (
            [
                (number, one)
                for number, one in enumerate(getattr(plan, field, ()))
                if not getattr(one, "proposed", False)
            ]
            for plan in (sides.old, sides.new)
        )
        for one, other in paired(old, new):
            yield from _entry(sides, kind, one, other)


def _entry(
    sides: Sided, kind: str, old: Numbered | None, new: Numbered | None
) -> Iterator[Difference]:
    if old is None or new is None:
        before, after = (None if one is None else one[0] for one in (old, new))
        gone, come = (ABSENT if one is None else _told(one[1]) for one in (old, new))
        found = next(one[1] for one in (old, new) if one is not None)
        queue = getattr(found, "queue", "")
        cells = sides.cells(kind, before, after)
        yield Difference(kind, gone, come, queue=queue, entry=found.name, **cells)
        return
    for part in fields(old[1]):
        one, other = (_value(getattr(entry, part.name)) for entry in (old[1], new[1]))
        if _differ(one, other):
            name = _term_of(kind, part.name)
            cells = sides.cells(name, old[0], new[0])
            yield Difference(
                name, one, other, queue=getattr(new[1], "queue", ""), entry=new[1].name, **cells
            )


def _term_of(kind: str, part: str) -> str:
    """The term of an entry's part.

    >>> _term_of("class", "heads"), _term_of("class", "start_week"), _term_of("event", "name")
    ('class_heads', 'start_week', 'event')
    """
    if part == "name":
        return kind
    own = f"{kind.removesuffix('_name')}_{part}"
    return own if own in VOCABULARY else part


def _told(entry: Any) -> str:
    """An entry in a few words: everything but its name and queue."""
    parts = (
        _value(getattr(entry, part.name))
        for part in fields(entry)
        if part.name not in ("name", "queue")
    )
    return ", ".join(f"{one:g}" if isinstance(one, float) else one for one in parts if one)


# scenarios


def _scenarios(sides: Sided) -> Iterator[Difference]:
    """Overrides of scenarios by name; the first of each plan is its base, whatever its name."""
    old, new = (_by_name(plan) for plan in (sides.old, sides.new))
    for name in (*old, *(one for one in new if one not in old)):
        if name not in old or name not in new:
            one, other = (ABSENT if name not in side else name for side in (old, new))
            yield Difference("scenario", one, other, entry=name)
            continue
        for term in dict.fromkeys((*old[name], *new[name])):
            before, after = (_value(side[name].get(term)) for side in (old, new))
            if _differ(before, after):
                cells = sides.cells(term, name, name)
                entry = f"scenario {name}"
                yield Difference(term, before, after, entry=entry, **cells)


def in_force_differences(
    old: Assumptions,
    new: Assumptions,
    scenarios: tuple[str, str],
    old_place: Place | None = None,
    new_place: Place | None = None,
) -> list[Difference]:
    """What two scenarios of different names hold differently, beyond what the plans do.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import Scenario, make_assumptions
    >>> more = Scenario("More", {"volume_change_share": 0.1})
    >>> given = make_assumptions(date(2026, 1, 5), [{"queue": "Calls", "aht_s": 300}], [[100]],
    ...                          scenarios=(more,))
    >>> print(in_force_differences(given, given, ("Base", "More"))[0].change())
    0 % → 10 %
    """
    if scenarios[0] == scenarios[1]:
        return []
    sides, entry = Sided(old, new, old_place, new_place), " → ".join(scenarios)
    in_force = [plan.in_scenario(name) for plan, name in zip((old, new), scenarios, strict=True)]
    found = []
    for name in dict.fromkeys((*in_force[0], *in_force[1])):
        one, other = (_value(values.get(name)) for values in in_force)
        own = _differ(_value(old.values.get(name)), _value(new.values.get(name)))
        if _differ(one, other) and not own:
            cells = sides.cells(name, *scenarios)
            found.append(Difference(name, one, other, entry=entry, **cells))
    return found


def _by_name(plan: Assumptions) -> Mapping[str, Mapping[str, float]]:
    return {one.name: one.overrides for one in plan.scenarios[1:]}
