"""Headcount and management capacity planning for contact centres.

    from capplan import make_assumptions, make_plan

`make_plan(make_assumptions(...))` computes a plan. Nothing is loaded before it is used: a
spreadsheet waits for every import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan import erlang
    from capplan.errors import CapplanError, Issue, PlanInputError, TemplateError
    from capplan.inputs import history
    from capplan.inputs.assumptions import (
        Assumptions,
        Event,
        Move,
        Origin,
        Scenario,
        TrainingClass,
        make_assumptions,
    )
    from capplan.inputs.examples import example, example_names
    from capplan.plan import Plan, make_plan
    from capplan.questions import explain
    from capplan.vocabulary import VOCABULARY, Term
    from capplan.vocabulary.release import VERSION as __version__

__all__ = [
    "VOCABULARY",
    "Assumptions",
    "CapplanError",
    "Event",
    "Issue",
    "Move",
    "Origin",
    "Plan",
    "PlanInputError",
    "Scenario",
    "TemplateError",
    "Term",
    "TrainingClass",
    "__version__",
    "erlang",
    "example",
    "example_names",
    "explain",
    "history",
    "make_assumptions",
    "make_plan",
]

_MODULES = {
    "erlang": "erlang",
    "explain": "questions.explain",
    "history": "inputs.history",
}
_HOMES = {
    "errors": ("CapplanError", "Issue", "PlanInputError", "TemplateError"),
    "inputs.assumptions": (
        "Assumptions",
        "Event",
        "Move",
        "Origin",
        "Scenario",
        "TrainingClass",
        "make_assumptions",
    ),
    "inputs.examples": ("example", "example_names"),
    "plan": ("Plan", "make_plan"),
    "vocabulary": ("VOCABULARY", "Term"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public module or name, loaded on first use."""
    if name == "__version__":
        return import_module("capplan.vocabulary.release").VERSION
    if name in _MODULES:
        return import_module(f"capplan.{_MODULES[name]}")
    if name in _HOME_OF:
        return getattr(import_module(f"capplan.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
