"""Checks of the tables of entries: events, training classes and moves of agents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from capplan.errors import Issue
from capplan.inputs.assumptions import ALL_QUEUES
from capplan.inputs.checks import check_value, few, no_monday
from capplan.people.moves import LEAVE, TRANSFER, weeks_of
from capplan.people.supply import MOST_WEEKS_BEGUN
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions, Move, TrainingClass

Place = Callable[[str, int | str], str]
RUNNING = "running"


def event_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Every fault of the events."""
    for number, event in enumerate(given.events):
        if event.queue not in (ALL_QUEUES, *given.queue_names):
            yield Issue(
                place("event_queue", number),
                "Queue",
                event.queue,
                "All or " + few(given.queue_names),
            )
        for name, day in (("first_week", event.first_week), ("last_week", event.last_week)):
            if day.weekday():
                yield no_monday(place(name, number), term(name).label, day)
        if event.last_week < event.first_week:
            yield Issue(
                place("last_week", number),
                term("last_week").label,
                event.last_week.isoformat(),
                "the first week or later",
            )
        for name, value in (
            ("lift_share", event.lift_share),
            ("added_contacts", event.added_contacts),
        ):
            yield from check_value(term(name), float(value), place(name, number))


def class_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Every fault and remark about the training classes."""
    for number, one in enumerate(given.classes):
        if one.queue not in given.queue_names:
            yield Issue(
                place("class_queue", number),
                "Queue",
                one.queue,
                "one of " + few(given.queue_names),
            )
        if one.start_week.weekday():
            yield no_monday(place("start_week", number), "Start week", one.start_week)
        else:
            yield from _class_week(given, one, place("start_week", number))
        yield from check_value(term("class_heads"), float(one.heads), place("class_heads", number))
        yield from check_value(term("class_status"), one.status, place("class_status", number))


def _class_week(given: Assumptions, one: TrainingClass, where: str) -> Iterator[Issue]:
    """A class starts in the plan, or so long before it that it is still in training."""
    mondays, label = given.calendar.mondays, term("start_week").label
    earliest = mondays[0] - timedelta(weeks=MOST_WEEKS_BEGUN)
    if not earliest <= one.start_week <= mondays[-1]:
        yield Issue(
            where,
            label,
            one.start_week.isoformat(),
            f"a week of the plan, {mondays[0].isoformat()} to {mondays[-1].isoformat()}",
            f"a running class may have begun as early as {earliest.isoformat()}",
        )
    elif one.start_week < mondays[0] and one.status != RUNNING:
        hint = "make it running, or delete the row"
        yield Issue(where, label, f"{one.start_week.isoformat()}, {one.status}", "running", hint)
    elif one.start_week < mondays[0] and one.queue in given.queue_names:
        weeks = int(given.queues["training_weeks"][given.queue_number(one.queue)])
        if one.start_week + timedelta(weeks=weeks) < mondays[0]:
            yield Issue(
                where,
                label,
                f"{one.start_week.isoformat()}, so its training ended before the plan",
                f"{(mondays[0] - timedelta(weeks=weeks)).isoformat()} or later",
                "it has no effect; its people count among the agents at start",
                "look",
            )


def move_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Every fault and remark about the moves, one by one."""
    for number, one in enumerate(given.moves):
        yield from check_value(term("move_kind"), one.kind, place("move_kind", number))
        yield from _move_queues(given, one, number, place)
        yield from _move_week(given, one, place("move_week", number))
        for name, value in (
            ("move_heads", one.heads),
            ("move_weeks", one.weeks),
            ("move_return_share", one.return_share),
        ):
            yield from check_value(term(name), value, place(name, number))
        yield from _move_options(one, number, place)


def _move_queues(given: Assumptions, one: Move, number: int, place: Place) -> Iterator[Issue]:
    known = "one of " + few(given.queue_names)
    where, label = place("move_to_queue", number), term("move_to_queue").label
    if one.queue not in given.queue_names:
        yield Issue(place("move_queue", number), term("move_queue").label, one.queue, known)
    if one.kind != TRANSFER:
        if one.to_queue:
            yield Issue(where, label, one.to_queue, f"blank for a {one.kind}", "is it a transfer?")
    elif not one.to_queue:
        yield Issue(where, label, "nothing", known, "a transfer goes to another queue")
    elif one.to_queue == one.queue:
        yield Issue(where, label, one.to_queue, "another queue than the one they leave")
    elif one.to_queue not in given.queue_names:
        yield Issue(where, label, one.to_queue, known)


def _move_week(given: Assumptions, one: Move, where: str) -> Iterator[Issue]:
    mondays, label = given.calendar.mondays, term("move_week").label
    if one.week.weekday():
        yield no_monday(where, label, one.week)
    elif one.week not in mondays:
        allowed = f"a week of the plan, {mondays[0].isoformat()} to {mondays[-1].isoformat()}"
        yield Issue(where, label, one.week.isoformat(), allowed)


def _move_options(one: Move, number: int, place: Place) -> Iterator[Issue]:
    """Weeks and the share that comes back mean something for some kinds only."""
    weeks, back = term("move_weeks"), term("move_return_share")
    if one.kind == LEAVE and weeks_of(one, 1) < 1:
        allowed = "1 or more weeks away, or blank"
        yield Issue(place(weeks.name, number), weeks.label, f"{one.weeks:g}", allowed)
    if one.kind not in (LEAVE, TRANSFER) and one.weeks:
        allowed, where = f"blank for a {one.kind}", place(weeks.name, number)
        yield Issue(where, weeks.label, f"{one.weeks:g}", allowed, "it is not used", "look")
    if one.kind != LEAVE and one.return_share is not None:
        allowed, where = f"blank for a {one.kind}", place(back.name, number)
        yield Issue(where, back.label, f"{one.return_share:g}", allowed, "it is not used", "look")
