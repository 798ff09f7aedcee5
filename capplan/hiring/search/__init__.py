"""The hiring plan: which classes start when, so that all weeks together cost least.

    from capplan.hiring.search import make_problem, optimise
    plan = optimise(make_problem(required_fte, opening_heads=120))
    plan.class_list(), plan.evidence.gap_share

`optimise` and `what_if` need SciPy (`pip install capplan[optimise]`); the planner's passes and the
pricing of a plan do without. Nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.hiring.search.evidence import Check, Evidence, Worth
    from capplan.hiring.search.limits import Obstacle, obstacles
    from capplan.hiring.search.making import make_limits, make_prices, make_problem, with_tail
    from capplan.hiring.search.optimising import HiringPlan, PlannedClass, optimise, what_if
    from capplan.hiring.search.pass_plans import PassPlan, backward_pass, tuned_pass
    from capplan.hiring.search.passes import PassRule
    from capplan.hiring.search.problem import HiringProblem, Limits, Prices
    from capplan.hiring.search.recourse import Cost, evaluate, price
    from capplan.hiring.search.solve import NoSolverError

__all__ = [
    "Check",
    "Cost",
    "Evidence",
    "HiringPlan",
    "HiringProblem",
    "Limits",
    "NoSolverError",
    "Obstacle",
    "PassPlan",
    "PassRule",
    "PlannedClass",
    "Prices",
    "Worth",
    "backward_pass",
    "evaluate",
    "make_limits",
    "make_prices",
    "make_problem",
    "obstacles",
    "optimise",
    "price",
    "tuned_pass",
    "what_if",
    "with_tail",
]

_HOMES = {
    "evidence": ("Check", "Evidence", "Worth"),
    "limits": ("Obstacle", "obstacles"),
    "making": ("make_limits", "make_prices", "make_problem", "with_tail"),
    "optimising": ("HiringPlan", "PlannedClass", "optimise", "what_if"),
    "pass_plans": ("PassPlan", "backward_pass", "tuned_pass"),
    "passes": ("PassRule",),
    "problem": ("HiringProblem", "Limits", "Prices"),
    "recourse": ("Cost", "evaluate", "price"),
    "solve": ("NoSolverError",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, loaded on first use."""
    if name in _HOME_OF:
        return getattr(import_module(f"capplan.hiring.search.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
