"""Management capacity: leaders who are there before the people they lead.

    from capplan.leaders.movement import movement, pyramid

`pyramid` counts the leaders each layer needs, `movement` follows them week by week through
promotion, hiring, ramp and leaving, `management_debt` says what is owed. Nothing is loaded
before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.leaders.movement.band import banded_leaders
    from capplan.leaders.movement.expected import Appointments, appointments
    from capplan.leaders.movement.layer_counts import (
        Overlay,
        Pyramid,
        executive_overlay,
        pyramid,
        working_lead_share,
    )
    from capplan.leaders.movement.owed import Debt, management_debt, movement_debt
    from capplan.leaders.movement.rules import MovementRules, Route
    from capplan.leaders.movement.side_by_side import Case, Outcome, alternatives, what_if
    from capplan.leaders.movement.structure import Layer, Structure
    from capplan.leaders.movement.support_work import SupportDrivers, SupportLoad, support_workload
    from capplan.leaders.movement.teams import (
        Rounding,
        coverage_heads,
        rounding_cost,
        span_distribution,
        span_headroom,
    )
    from capplan.leaders.movement.thresholds import RoleDue, Rung, size_ladder
    from capplan.leaders.movement.weekly_movement import Movement, movement, tenured_floor

__all__ = [
    "Appointments",
    "Case",
    "Debt",
    "Layer",
    "Movement",
    "MovementRules",
    "Outcome",
    "Overlay",
    "Pyramid",
    "RoleDue",
    "Rounding",
    "Route",
    "Rung",
    "Structure",
    "SupportDrivers",
    "SupportLoad",
    "alternatives",
    "appointments",
    "banded_leaders",
    "coverage_heads",
    "executive_overlay",
    "management_debt",
    "movement",
    "movement_debt",
    "pyramid",
    "rounding_cost",
    "size_ladder",
    "span_distribution",
    "span_headroom",
    "support_workload",
    "tenured_floor",
    "what_if",
    "working_lead_share",
]

_HOMES = {
    "side_by_side": ("Case", "Outcome", "alternatives", "what_if"),
    "expected": ("Appointments", "appointments"),
    "band": ("banded_leaders",),
    "layer_counts": ("Overlay", "Pyramid", "executive_overlay", "pyramid", "working_lead_share"),
    "owed": ("Debt", "management_debt", "movement_debt"),
    "rules": ("MovementRules", "Route"),
    "structure": ("Layer", "Structure"),
    "support_work": ("SupportDrivers", "SupportLoad", "support_workload"),
    "teams": (
        "Rounding",
        "coverage_heads",
        "rounding_cost",
        "span_distribution",
        "span_headroom",
    ),
    "thresholds": ("RoleDue", "Rung", "size_ladder"),
    "weekly_movement": ("Movement", "movement", "tenured_floor"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, loaded on first use."""
    if name in _HOME_OF:
        return getattr(import_module(f"capplan.leaders.movement.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
