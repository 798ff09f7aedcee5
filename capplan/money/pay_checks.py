"""Checks of pay beyond the base: a night that has hours, and severance that has a price."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from capplan.errors import Issue
from capplan.people.moves import SEVERANCE
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

Place = Callable[[str, int | str], str]


def pay_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """A night premium for no hours; people asked to leave for nothing."""
    begins, ends = (given.values[name] for name in ("night_from_h", "night_to_h"))
    if given.values["night_premium_share"] > 0 and begins == ends:
        yield Issue(
            place("night_to_h", ""),
            term("night_to_h").label,
            f"{ends:g}, the hour at which the night begins",
            "another hour",
            "else the night premium is paid for no hour; 0 to 24 is the whole day",
        )
    free = given.values["severance_weeks"] == 0
    for number, one in enumerate(given.moves):
        if free and one.kind == SEVERANCE:
            yield Issue(
                place("severance_weeks", ""),
                term("severance_weeks").label,
                "0",
                "weeks of pay for those who are asked to leave",
                f"{place('move_kind', number)} asks people to leave; at 0 weeks it costs nothing",
                "look",
            )
            return
