"""Agents that meet the targets, one row: whole agents and the continuous extension."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

from capplan.queueing.scalar_targets import GUARD, NAMES, Targets, met
from capplan.queueing.scalar_waits import Outcome

Model = Callable[[float], Outcome]  # what a number of agents makes of this row
Test = Callable[[float], bool]
HALVINGS = 46  # of a bracket one agent wide: to 1e-14


def whole_by_target(model: Model, load: float, endless: bool, targets: Targets) -> dict[str, int]:
    """Whole agents that each target needs by itself; 0 for targets that are switched off.

    `load` is the offered work in full-time busy agents; `endless` means nobody gives up.
    """
    need = dict.fromkeys(NAMES, 0)
    if load == 0:
        return need
    need["minimum"] = least = 1
    if endless:
        least = need["stability"] = floor(load + GUARD) + 1
    for name in targets.asked():
        if endless and name == "occupancy":
            need[name] = ceil(load / targets.occupancy - GUARD)
        elif not endless or name != "abandon":
            need[name] = least_whole(target_test(name, model, load, targets), least, ceil(load))
    return need


def target_test(name: str, model: Model, load: float, targets: Targets) -> Test:
    """A question for any number of agents: is this target met?"""

    def holds(agents: float) -> bool:
        return met(name, targets, agents, load, model(agents))

    return holds


def least_whole(holds: Test, least: int, guess: int) -> int:
    """Smallest whole number from `least` on for which a monotone test holds."""
    if holds(least):
        return least
    low, high, step = least, max(guess, least) + 1, 1
    while not holds(high):
        low, high, step = high, high + step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def real_by_target(model: Model, load: float, endless: bool, targets: Targets) -> dict[str, float]:
    """The same on the continuous extension: every target at exact equality."""
    need = whole_by_target(model, load, endless, targets)
    real = dict.fromkeys(NAMES, 0.0)
    floor_agents = real["stability"] = load if endless else 0.0
    for name in targets.asked():
        if endless and name == "occupancy":
            real[name] = load / targets.occupancy
        elif need[name]:
            test = target_test(name, model, load, targets)
            real[name] = least_real(test, max(need[name] - 1.0, floor_agents), float(need[name]))
    return real


def least_real(holds: Test, low: float, high: float) -> float:
    """Smallest real number in (low, high] for which a monotone test holds; it holds at high."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def binding(need: dict[str, int]) -> str:
    """The target that needs the most agents; a service target before a plain bound."""
    return max(NAMES, key=lambda name: need[name])
