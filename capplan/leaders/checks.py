"""Checks of leaders: one chain of layers, each span inside its band, the band the right way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from capplan.errors import Issue
from capplan.leaders.chain import chain_faults, unused_faults
from capplan.leaders.groups import COMING_TERMS
from capplan.leaders.spans import LEAST_SPAN, MOST_SPAN
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

SPANS = ("supervisor_span", "manager_span", "director_span", "upper_span")
Place = Callable[[str, int | str], str]


def span_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """One chain; smallest <= span <= largest; a scenario may go beyond its band, which is told."""
    yield from chain_faults(given.values, place)
    yield from unused_faults(given.values, place)
    for name in SPANS:
        yield from _band(given, name, place)
    yield from _scenario_spans(given, place)
    yield from _coming(given, place)


def _band(given: Assumptions, name: str, place: Place) -> Iterator[Issue]:
    low, span, high = (given.values[f"{name}{end}"] for end in ("_min", "", "_max"))
    if not LEAST_SPAN <= span <= MOST_SPAN:
        return  # told as a value of its own
    if low > high:
        where, hint = place(f"{name}_min", ""), "were smallest and largest swapped?"
        allowed = f"at most the largest span, {high:g}"
        yield Issue(where, term(f"{name}_min").label, f"{low:g}", allowed, hint)
    elif span < low:
        hint = f"the span itself is {span:g}; lower the smallest with it"
        allowed = f"at most the span, {span:g}"
        yield Issue(place(f"{name}_min", ""), term(f"{name}_min").label, f"{low:g}", allowed, hint)
    elif span > high:
        hint = f"the span itself is {span:g}; raise the largest with it"
        allowed = f"at least the span, {span:g}"
        yield Issue(place(f"{name}_max", ""), term(f"{name}_max").label, f"{high:g}", allowed, hint)


def _scenario_spans(given: Assumptions, place: Place) -> Iterator[Issue]:
    low, high = (given.values[f"supervisor_span_{end}"] for end in ("min", "max"))
    for scenario in given.scenarios:
        span = scenario.overrides.get("supervisor_span")
        if span is not None and not low <= span <= high:
            yield Issue(
                place("supervisor_span", scenario.name),
                term("supervisor_span").label,
                f"{span:g}",
                f"{low:g} to {high:g}, the band",
                "in this scenario the band ends at the span",
                "look",
            )


def _coming(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Leaders who are coming take post in the plan."""
    *coming, weeks = (given.values[name] for name in COMING_TERMS)
    if any(coming) and weeks > given.calendar.weeks:
        name, last = COMING_TERMS[-1], given.calendar.weeks
        allowed = f"1 to {last}, the weeks of the plan"
        yield Issue(place(name, ""), term(name).label, f"{weeks:g}", allowed)
