"""Agents that meet the targets, one row: whole agents and the continuous extension."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

from capplan.erlang.one.roots import Margin, least_real, least_whole
from capplan.erlang.one.targets import GUARD, NAMES, Targets, margin
from capplan.erlang.one.waits import Outcome

Model = Callable[[float], Outcome]  # what a number of agents makes of this row


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
            guess = max(load, *need.values())
            need[name] = least_whole(target_margin(name, model, load, targets), least, guess)
    return need


def target_margin(name: str, model: Model, load: float, targets: Targets) -> Margin:
    """A question for any number of agents: by how much is this target met?"""

    def excess(agents: float) -> float:
        return margin(name, targets, agents, load, model(agents))

    return excess


def real_by_target(model: Model, load: float, endless: bool, targets: Targets) -> dict[str, float]:
    """The same on the continuous extension: every target at exact equality."""
    need = whole_by_target(model, load, endless, targets)
    real = dict.fromkeys(NAMES, 0.0)
    floor_agents = real["stability"] = load if endless else 0.0
    for name in targets.asked():
        if endless and name == "occupancy":
            real[name] = load / targets.occupancy
        elif need[name]:
            excess = target_margin(name, model, load, targets)
            real[name] = least_real(excess, max(need[name] - 1.0, floor_agents), float(need[name]))
    return real


def binding(need: dict[str, int]) -> str:
    """The target that needs the most agents; a service target before a plain bound."""
    return max(NAMES, key=lambda name: need[name])
