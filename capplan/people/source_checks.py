"""Checks of the sources of starters: each value, names once, shares that add up to 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from capplan.errors import Issue
from capplan.inputs.assumptions import MOST_SOURCES, SOURCE_NUMBERS
from capplan.people.funnel import SUM_SLACK
from capplan.vocabulary import Term, term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

Place = Callable[[str, int | str], str]
CheckValue = Callable[[Term, Any, str], Iterable[Issue]]
SCALED = 1e-9  # a sum this close to 1 is no rounding of the planner's


def source_faults(given: Assumptions, place: Place, check: CheckValue) -> Iterator[Issue]:
    """Every fault and remark about the sources; `check` holds one value against its term."""
    found = list(_values(given, place, check))
    yield from found
    yield from _names(given, place)
    if not any(one.severity == "stop" for one in found):
        yield from _sum(given, place)
    if len(given.sources) > MOST_SOURCES:
        where = place("source", MOST_SOURCES)
        yield Issue(where, term("source").label, f"{len(given.sources)}", f"up to {MOST_SOURCES}")


def mean_attrition_multiple(given: Assumptions) -> float:
    """The attrition of all sources together against other new people, right or wrong shares."""
    shares = sum(one.share for one in given.sources)
    found = sum(one.share * one.attrition_multiple for one in given.sources)
    return found / shares if shares > 0 else 1.0


def _values(given: Assumptions, place: Place, check: CheckValue) -> Iterator[Issue]:
    for number, one in enumerate(given.sources):
        yield from check(term("source"), one.name or None, place("source", number))
        for field in SOURCE_NUMBERS:
            name = f"source_{field}"
            yield from check(term(name), getattr(one, field), place(name, number))


def _names(given: Assumptions, place: Place) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for number, one in enumerate(given.sources):
        key = one.name.strip().casefold()
        if key and key in seen:
            where, other = (place("source", row) for row in (number, seen[key]))
            hint = f"it stands at {other} too"
            yield Issue(where, term("source").label, one.name, "a name used once", hint)
        seen.setdefault(key, number)


def _sum(given: Assumptions, place: Place) -> Iterator[Issue]:
    total = sum(one.share for one in given.sources)
    if not given.sources or abs(total - 1) <= SCALED:
        return
    close = abs(total - 1) <= SUM_SLACK
    yield Issue(
        place("source_share", 0),
        term("source_share").label,
        f"shares adding up to {total:.6g}",
        "shares adding up to 1",
        "they were scaled to 1" if close else "each row is one source's part of all starters",
        "look" if close else "stop",
    )
