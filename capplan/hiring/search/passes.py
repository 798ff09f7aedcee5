"""The planner's backward pass: book a class where people are short, in the latest week in time.

The pass thinks as a planner does: a graduate counts as one full agent from the first floor week.
It walks through the weeks and, where the gap exceeds the trigger, books one class in the latest
free week that graduates in time, or else in the next free one.

What the planner sees is part of the rule. The plan's own pass (`PLAN`) counts leavers, counts
graduates from their Monday on, and books late only where people will still be short. The pass of
the headcount report (`HEADCOUNT_REPORT`) knows no leavers, finds graduates among the opening heads
of the week after they graduate, and answers every gap it meets.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search.shared import Free
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TRIGGER_HEADS = 0.5  # a gap up to half an agent is left to overtime and luck


class PassRule(NamedTuple):
    """What a planner looks at before booking a class.

    Gaps are taken against `cover_share` of the need; a class is sized for the largest gap of
    `look_ahead_weeks` from its arrival; `trigger_class_share` of the smallest class must be
    missing (`trigger_heads` where it is None). `ramp_seen` counts graduates at their proficiency.
    Without `leavers_seen` everybody stays; graduates enter the view `seen_after_weeks` late; with
    `still_short` a class that comes late must be needed when it comes.
    """

    cover_share: float = 1.0
    look_ahead_weeks: int = 1
    trigger_class_share: float | None = None
    trigger_heads: float = TRIGGER_HEADS
    ramp_seen: bool = False
    leavers_seen: bool = True
    seen_after_weeks: int = 0
    still_short: bool = True


PLAN = PassRule()
HEADCOUNT_REPORT = PassRule(leavers_seen=False, seen_after_weeks=1, still_short=False)
DEFAULT = PassRule(look_ahead_weeks=4, trigger_class_share=0.5)


class Booking(NamedTuple):
    """One queue's side of the pass: sizes, lengths, and what one starter adds to the view."""

    training_weeks: int
    survival_share: float
    class_min_heads: float
    class_max_heads: float
    trigger_heads: float
    per_starter: Array
    allowed: NDArray[np.bool_]
    load: float = 1.0


def book(short: Array, bookings: Sequence[Booking], rule: PassRule, free: Free) -> Array:
    """Starters a week and queue that the pass books; `short` (heads) and `free` are used up.

    Weeks are walked for all queues together, the queue that is short of most heads first.
    """
    booked = np.zeros(short.shape)
    queues = [(short[:, number], booked[:, number], one) for number, one in enumerate(bookings)]
    triggers = np.array([one.trigger_heads for one in bookings])
    for week in range(len(short)):
        now = short[week]
        due = (now > triggers).nonzero()[0]
        for number in due[(-now[due]).argsort(kind="stable")].tolist():
            missing, starters, one = queues[number]
            _book_one(week, missing, starters, one, rule, free)
    return booked


def _book_one(
    week: int, short: Array, booked: Array, one: Booking, rule: PassRule, free: Free
) -> None:
    """Books one class for what is short in that week, where there is a week for it."""
    start = _free_week(week - one.training_weeks, booked, one, free)
    if start is None:
        return
    # a class that comes too late for this week must still be needed when it comes
    seen = max(week, start + one.training_weeks) if rule.still_short else week
    ahead = short[seen : seen + rule.look_ahead_weeks].tolist()
    if not ahead or max(ahead[0], 0.0) <= one.trigger_heads:
        return
    gap, most = max(ahead), free.most(start)
    size = min(max(round_up(gap / one.survival_share), one.class_min_heads), one.class_max_heads)
    if size * one.load > most:
        size = math.floor(most / one.load + 1e-9)
    booked[start] = size
    free.take(start, one.training_weeks, size * one.load)
    short[start:] -= one.per_starter[: len(short) - start] * size


def _free_week(latest: int, booked: Array, one: Booking, free: Free) -> int | None:
    """The latest free start week up to `latest`, else the next free one after it."""
    least = one.class_min_heads * one.load
    asked = 0 <= latest < len(booked) and one.allowed[latest] and not booked[latest]
    if asked and free.has_room(latest, one.training_weeks) and free.most(latest) >= least:
        return latest
    fits = (free.rooms_ahead(one.training_weeks) >= 1) & (free.recruiters_ahead() >= least)
    weeks = (one.allowed & (booked == 0) & fits).nonzero()[0]
    if not len(weeks):
        return None
    place = int(weeks.searchsorted(latest, side="right"))
    return int(weeks[max(place - 1, 0)])
