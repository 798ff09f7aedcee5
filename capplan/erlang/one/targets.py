"""Which service targets a number of agents must meet, and whether it does; one row."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from capplan.erlang.one.waits import Outcome, service_level, speed_of_answer

SLACK = 1e-12  # comparisons are inclusive: a target hit exactly must survive binary rounding
GUARD = 1e-9  # the same in agents, as in rounding.py
NAMES = ("service_level", "asa", "abandon", "occupancy", "stability", "minimum")


class Targets(NamedTuple):
    """Targets of one row; 0 switches the service level off, inf the others."""

    service_level: float = 0.8
    within_s: float = 20.0
    occupancy: float = inf
    asa_s: float = inf
    abandoned: float = inf
    definition: str = "excl_short"

    def asked(self) -> tuple[str, ...]:
        """Names of the targets that are switched on."""
        on = {
            "service_level": self.service_level > 0,
            "asa": self.asa_s < inf,
            "abandon": self.abandoned < inf,
            "occupancy": self.occupancy < inf,
        }
        return tuple(name for name, active in on.items() if active)


def margin(name: str, targets: Targets, agents: float, load: float, seen: Outcome) -> float:
    """By how much one target is met: 0 or more, inclusively, where it is."""
    if name == "service_level":
        return service_level(seen, targets.definition) - (targets.service_level - SLACK)
    if name == "asa":
        return targets.asa_s * (1 + SLACK) - speed_of_answer(seen)
    if name == "abandon":
        return targets.abandoned + SLACK - seen.abandoned
    return (agents + GUARD) * targets.occupancy - load * (1 - seen.abandoned)
