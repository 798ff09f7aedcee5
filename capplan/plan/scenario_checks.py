"""What the changes of a scenario make of service levels and of the ramp stays within its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from capplan.capacity.cover import ramp_in_force
from capplan.errors import Issue
from capplan.staffing.requirement import queues_in_force
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

    Place = Callable[[str, int | str], str]

LEVEL, RAMP = "service_level_change_share", "ramp_loss_change_share"
ROUNDING = 1e-12  # 0.95 + 0.0499 is 0.9999


def change_faults(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Changes that are allowed alone, but not with the targets and the ramp of the plan."""
    for name, change, where in _changes(given, place, LEVEL):
        yield from _level_fault(given, name, change, where)
    for _, change, where in _changes(given, place, RAMP):
        yield from _ramp_fault(given, change, where)


def _changes(given: Assumptions, place: Place, name: str) -> Iterator[tuple[str, float, str]]:
    """The base where it changes something, and each scenario with a change of its own."""
    row, base = term(name), given.scenario_names[0]
    for scenario in given.scenarios:
        if name in scenario.overrides or scenario.name == base:
            change = scenario.overrides.get(name, given.values[name])
            if change and row.low <= change <= row.high:  # others have their own message
                yield scenario.name, float(change), place(name, scenario.name)


def _level_fault(given: Assumptions, name: str, change: float, where: str) -> Iterator[Issue]:
    """The first queue whose target would be none, or one that nobody reaches."""
    before = given.queues["service_level_share"]
    level = queues_in_force(given.queues, change)["service_level_share"]
    high = _most("service_level_share") + ROUNDING
    for number in np.flatnonzero((level != before) & ~((level > ROUNDING) & (level <= high))):
        yield Issue(
            where,
            "Service level with its change",
            f"{level[number]:.4g}",
            "above 0 up to 0.9999",
            f"queue {given.queue_names[number]} asks for {before[number]:.4g} already",
        )
        break


def _ramp_fault(given: Assumptions, change: float, where: str) -> Iterator[Issue]:
    """The first floor week whose output would be below nothing, or beyond what is allowed."""
    ramp, high = ramp_in_force(given.proficiency_share, change), _most("proficiency_share")
    for week in np.flatnonzero((ramp < -ROUNDING) | (ramp > high + ROUNDING)):
        yield Issue(
            where,
            "Proficiency with the ramp loss change",
            f"{ramp[week]:.4g}",
            f"0 to {high:g}",
            f"floor week {week + 1} stands at {given.proficiency_share[week]:.4g} already",
        )
        break


def _most(name: str) -> float:
    high = term(name).high
    return np.inf if high is None else high
