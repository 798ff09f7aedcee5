"""A book-keeper who follows every group of people by itself: a second route to the workforce."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from people_plans import OPENING, QUEUES, TRAINING, week

from capplan.inputs.assumptions import Assumptions, Move
from capplan.people.moves import LEAVE, TRANSFER


@dataclass
class Group:
    """People who graduated together (no floor week: tenured from the start)."""

    heads: float
    floor_week: int = 10_000


@dataclass
class BookKeeper:
    """Follows the groups of one queue; what happens is written down under the name of its term."""

    opening: float
    rates: tuple[float, ...]
    new_hire_weeks: int
    leave: tuple[float, float, float]
    groups: list[Group] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    notes: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.groups.append(Group(self.opening))

    def note(self, name: str, value: float) -> None:
        """Writes a week's number down."""
        self.notes.setdefault(name, []).append(value)

    def band(self, group: Group) -> int:
        """0 new hire, 1 up to floor week 26, 2 up to 52, 3 tenured."""
        ends = (self.new_hire_weeks, 26, 52)
        return next((place for place, end in enumerate(ends) if group.floor_week < end), 3)

    def week(self, graduates: float, moved: dict[str, float]) -> None:
        """One week: Monday's moves, then exits."""
        self.note("opening_heads", sum(group.heads for group in self.groups))
        weekly, mean, back = self.leave
        tenured_before = sum(one.heads for one in self.groups if one.floor_week > 52)
        ended = [heads / mean for heads in self.away]
        self.away = [heads - end for heads, end in zip(self.away, ended, strict=True)]
        gone = weekly * tenured_before
        self.away.append(gone)
        returned = sum(ended) * back + moved["back"]
        self.note("leave_back_heads", returned)
        self.note("leave_lost_heads", sum(ended) * (1 - back) + moved["lost"])
        self.note("leave_out_heads", gone + moved["leave"])
        self.groups.append(Group(graduates, 0))
        self.groups.append(Group(moved["in"] + returned - moved["out"] - moved["leave"] - gone))
        by_band = [0.0, 0.0, 0.0, 0.0]
        for group in self.groups:
            by_band[self.band(group)] += group.heads
        names = ("new_hires_heads", "to_26_weeks_heads", "to_52_weeks_heads", "tenured_heads")
        for name, heads in zip(names, by_band, strict=True):
            self.note(name, heads)
        leavers = 0.0
        for group in self.groups:
            rate = self.rates[self.band(group)]
            leavers += group.heads * rate
            group.heads *= 1 - rate
            group.floor_week += 1
        self.note("leavers_heads", leavers)
        self.note("closing_agents_heads", sum(group.heads for group in self.groups))
        self.note("rate_leave_heads", sum(self.away))


def kept_books(given_: Assumptions) -> list[BookKeeper]:
    """A book for each queue of the assumptions, classes and moves entered one by one."""
    own, weeks = given_.values, given_.calendar.weeks
    yearly = own["annual_attrition_share"]
    multiples = [own[f"{name}_attrition_multiple"] for name in ("to_26_weeks", "to_52_weeks")]
    multiples = [own["new_hire_attrition_multiple"], *multiples, 1.0]
    rates = [1 - math.exp(-yearly * multiple / 52) for multiple in multiples]
    leave = tuple(own[f"leave_{name}"] for name in ("of_absence_weekly_share", "of_absence_weeks"))
    books = []
    for number, name in enumerate(QUEUES):
        book = BookKeeper(
            OPENING[number],
            tuple(rates),
            int(own["new_hire_weeks"]),
            (*leave, own["leave_return_share"]),
        )
        for at in range(weeks):
            moved = dict.fromkeys(("in", "out", "leave", "back", "lost"), 0.0)
            for one in given_.moves:
                _enter(one, name, week(at), own, moved)
            born = [
                one.heads
                for one in given_.classes
                if one.queue == name and one.start_week == week(at - TRAINING[number])
            ]
            stay = (1 - own["weekly_dropout_share"]) ** TRAINING[number]
            book.week(sum(born) * stay, moved)
        books.append(book)
    return books


def _enter(one: Move, queue: str, monday: date, own: Any, moved: dict[str, float]) -> None:
    trained = one.week + timedelta(weeks=one.weeks or 0)
    if one.kind == TRANSFER and (one.to_queue, trained) == (queue, monday):
        moved["in"] += one.heads
    if one.queue != queue:
        return
    if one.kind == LEAVE:
        away = own["leave_of_absence_weeks"] if one.weeks is None else one.weeks
        share = own["leave_return_share"] if one.return_share is None else one.return_share
        moved["leave"] += one.heads * (one.week == monday)
        if one.week + timedelta(weeks=away) == monday:
            moved["back"] += one.heads * share
            moved["lost"] += one.heads * (1 - share)
    elif one.week == monday:
        moved["out"] += one.heads
