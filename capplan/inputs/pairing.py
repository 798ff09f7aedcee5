"""Entries of two lists side by side: the class of March here and the class of March there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Numbered = tuple[int, Any]  # an entry and its place in its list

WEEKS = ("start_week", "first_week", "week")


def paired(
    old: list[Numbered], new: list[Numbered]
) -> Iterator[tuple[Numbered | None, Numbered | None]]:
    """Entries that differ, side by side; what finds no partner stands alone.

    Equal entries are left out; then those of one name belong together, then those of one queue
    and week.

    >>> from capplan.inputs.assumptions import TrainingClass
    >>> one, other = (TrainingClass("March", "Calls", date(2026, 3, 2), heads) for heads in (8, 9))
    >>> [(a and a[1].heads, b and b[1].heads) for a, b in paired([(0, one)], [(0, other)])]
    [(8, 9)]
    """
    keys: tuple[Callable[[Any], Any], ...] = (
        lambda entry: entry,
        lambda entry: entry.name,
        lambda entry: (getattr(entry, "queue", ""), _week(entry)),
    )
    old, new = list(old), list(new)
    for key in keys:
        for one in list(old):
            other = next((found for found in new if key(found[1]) == key(one[1])), None)
            if other is not None:
                old.remove(one)
                new.remove(other)
                if one[1] != other[1]:
                    yield one, other
    yield from ((one, None) for one in old)
    yield from ((None, one) for one in new)


def _week(entry: Any) -> date | None:
    return next((getattr(entry, name) for name in WEEKS if hasattr(entry, name)), None)
