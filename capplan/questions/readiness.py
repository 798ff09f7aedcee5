"""Can we take these people? What every function still has free, and which one binds.

A class that comes on top of the plan needs recruiters and interviews before it starts, a room and
a trainer while it learns, mentors and team leaders once it is on the floor, and seats all the way.
The largest class is the least of what each of them allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.questions.explain import queue_number, week_number
from capplan.staffing.rounding import GUARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.plan import Plan

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limit:
    """One function's answer: how many people more it can take, and why; None is no limit."""

    name: str
    allows: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a queue could take on top of the plan in a class starting that week."""

    queue: str
    monday: date
    limits: tuple[Limit, ...]

    @property
    def people(self) -> int | None:
        """The largest class that every function can take; None where nothing is limited."""
        given = [one.allows for one in self.limits if one.allows is not None]
        return min(given) if given else None

    @property
    def binding(self) -> tuple[str, ...]:
        """The functions that allow no more than that."""
        least = self.people
        return tuple(one.name for one in self.limits if least is not None and one.allows == least)

    def takes(self, people: float) -> bool:
        """Whether this many people can start on top of the plan."""
        return all(one.allows is None or people <= one.allows for one in self.limits)

    def __str__(self) -> str:
        """The answer, then one line a function; those that bind are marked."""
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """The lines of the answer."""
        most = "no limit is given" if self.people is None else f"{self.people:,} people"
        yield f"{self.queue}, class starting {self.monday.isoformat()}, on top of the plan: {most}"
        for one in self.limits:
            shown = "no limit" if one.allows is None else f"{one.allows:,}"
            mark = "  <- binds" if one.name in self.binding else ""
            yield f"  {one.name:<12} {shown:>8}  {one.because}{mark}"

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON output."""
        return {
            "queue": self.queue,
            "week": self.monday.isoformat(),
            "people": self.people,
            "binding": list(self.binding),
            "limits": [
                {"name": one.name, "allows": one.allows, "because": one.because}
                for one in self.limits
            ],
        }


def people_for(free: float, per_person: float) -> int | None:
    """Whole people that what is free can carry; None where a person takes nothing of it.

    >>> people_for(44.0, 12.0), people_for(-3.0, 1.0), people_for(10.0, 0.0)
    (3, 0, None)
    """
    if per_person <= 0:
        return None
    return math.floor(max(free, 0.0) / per_person + GUARD)


def readiness(plan: Plan, week: int, queue: int | str, scenario: str | None = None) -> Readiness:
    """What a queue can take in a class that starts in a week, function by function.

    `week` counts from 0. What lies before the plan or after its end is not known and not limited.
    """
    given = plan.assumptions
    number = given.queue_number(queue) if isinstance(queue, str) else queue
    place = _Class(plan.runs[scenario or plan.live], week, number, given.calendar.mondays)
    limits = (
        place.recruiters(),
        place.interviews(),
        place.rooms(),
        place.trainers(),
        place.mentors(),
        place.team_leaders(),
        place.seats(),
    )
    return Readiness(given.queue_names[number], given.calendar.mondays[week], limits)


def readiness_of(
    plan: Plan,
    week: date | str | None = None,
    queue: str | None = None,
    scenario: str | None = None,
) -> list[Readiness]:
    """What each queue, or the one named, can take in a class that starts in the week of a day.

    Without a week: the first one whose starters can still be recruited within the plan.

    Raises:
        PlanInputError: for an unknown week or queue, with the closest known one.
    """
    at, number = week_number(plan, week), queue_number(plan, queue)
    at = first_week(plan) if at is None else at
    numbers = range(len(plan.assumptions.queue_names)) if number is None else (number,)
    return [readiness(plan, at, one, scenario) for one in numbers]


def first_week(plan: Plan) -> int:
    """The first week whose starters can still be recruited within the plan."""
    given = plan.assumptions
    return min(int(given.values["hiring_lead_weeks"]), given.calendar.weeks - 1)


@dataclass(frozen=True)
class _Class:
    """A class that could start in a week: when it needs whom, and who is free then."""

    results: Any
    week: int
    queue: int
    mondays: tuple[date, ...]

    @property
    def lead(self) -> int:
        return int(self.results["hiring_lead_weeks"])

    @property
    def graduation(self) -> int:
        return self.week + int(self.results["training_weeks"][self.queue])

    @property
    def graduates(self) -> float:
        """Graduates a starter."""
        weeks = self.results["training_weeks"][self.queue]
        return float((1 - self.results["weekly_dropout_share"]) ** weeks)

    @property
    def hiring(self) -> slice:
        """The weeks in which these people are recruited."""
        return slice(max(self.week - self.lead, 0), self.week) if self.lead else self.first

    @property
    def first(self) -> slice:
        return slice(self.week, self.week + 1)

    @property
    def training(self) -> slice:
        return slice(self.week, max(self.graduation, self.week + 1))

    @property
    def nesting(self) -> slice:
        weeks = max(int(self.results["nesting_weeks"]), 1)
        return slice(self.graduation, self.graduation + weeks)

    def recruiters(self) -> Limit:
        """Free recruiter hours over the lead time / hours per starter."""
        r = self.results
        heads = r["recruiters_cap_heads"]
        if heads is None:
            return _unlimited("recruiters")
        available = np.full(len(self.mondays), heads * r["recruiter_h_per_week"])
        return self._hours("recruiters", available, r["recruiter_need_h"], r["mix_recruiter_h"])

    def interviews(self) -> Limit:
        """Free interview hours of team leaders over the lead time / hours per starter."""
        r = self.results
        available, need = r["interview_available_h"], r["interview_need_h"]
        return self._hours("interviews", available, need, r["interview_h_per_start"])

    def _hours(self, name: str, available: Array, need: Array, per_start: float) -> Limit:
        free = (available - need)[self.hiring]
        if not len(free):
            return Limit(name, None, "hired before the plan begins")
        least = float(free.min())
        why = f"{_least(least)} hours a week free in {self._when(self.hiring, free)}"
        per_week = per_start / max(self.lead, 1)
        why += f", {per_start:g} a starter over {max(self.lead, 1)} weeks"
        return Limit(name, people_for(least, per_week), why)

    def rooms(self) -> Limit:
        """Free training rooms x largest class."""
        return self._classes("rooms", self.results["training_rooms"])

    def trainers(self) -> Limit:
        """Free trainers x largest class."""
        return self._classes("trainers", self.results["trainers_cap_heads"])

    def _classes(self, name: str, cap: float | None) -> Limit:
        if cap is None:
            return _unlimited(name)
        running = self.results["classes_in_training"].sum(axis=1)[self.training]
        free, size = cap - running, self.results["class_max_heads"]
        least = math.floor(max(float(free.min()), 0.0) + GUARD)
        why = f"{least:g} of {cap:g} free in {self._when(self.training, free)}"
        return Limit(name, people_for(least * size, 1.0), f"{why}, up to {size:g} a class")

    def mentors(self) -> Limit:
        """Free mentors x nesters per mentor / graduates per starter, while they nest."""
        r = self.results
        free = (r["mentors_eligible_heads"] - r["mentors_need_heads"])[self.nesting, self.queue]
        if not len(free):
            return Limit("mentors", None, "they nest after the plan's end")
        least, ratio = float(free.min()), r["nesters_per_mentor"]
        why = f"{_least(least)} free in {self._when(self.nesting, free)}, {ratio:g} nesters each"
        return Limit("mentors", people_for(least * ratio, self.graduates), why)

    def team_leaders(self) -> Limit:
        """Team leaders x largest span - agents on the floor, when they reach it."""
        r = self.results
        span = max(r["supervisor_span_max"], r["supervisor_span"])
        free = r["leader_headroom_heads"][self.nesting]
        if not len(free):
            return Limit("team leaders", None, "they graduate after the plan's end")
        least = float(free.min())
        why = f"room for {_least(least)} agents in {self._when(self.nesting, free)}, span {span:g}"
        return Limit("team leaders", people_for(least, self.graduates), why)

    def seats(self) -> Limit:
        """Free seats and licences, in training and nesting."""
        cap = self.results["seats_cap_heads"]
        if cap is None:
            return _unlimited("seats")
        weeks = slice(self.week, self.nesting.stop)
        free = (cap - self.results["seats_need_heads"])[weeks]
        least = float(free.min())
        return Limit("seats", people_for(least, 1.0), f"{_least(least)} of {cap:g} free")

    def _when(self, weeks: slice, free: Array) -> str:
        return f"the week of {self.mondays[weeks.start + int(free.argmin())].isoformat()}"


def _least(free: float) -> str:
    return f"{max(free, 0.0):,.4g}"


def _unlimited(name: str) -> Limit:
    return Limit(name, None, "none is given")
