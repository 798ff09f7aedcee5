"""Headcount and management capacity planning for contact centres.

`make_plan(assumptions(...))` computes a plan; nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan import erlang as erlang
    from capplan.assumptions import (
        Assumptions,
        Event,
        Origin,
        Scenario,
        TrainingClass,
        assumptions,
    )
    from capplan.errors import CapplanError, Issue, PlanInputError, TemplateError
    from capplan.examples import example, example_names
    from capplan.explain import Explanation, explain
    from capplan.plan import Plan, make_plan
    from capplan.vocabulary import VOCABULARY, Term, term, terms

__version__ = "0.1.0"

# public name -> the module that holds it; a module of the same name gives way to the name
_HOMES = {
    **dict.fromkeys(
        ("Assumptions", "Event", "Origin", "Scenario", "TrainingClass", "assumptions"),
        "assumptions",
    ),
    **dict.fromkeys(("CapplanError", "Issue", "PlanInputError", "TemplateError"), "errors"),
    **dict.fromkeys(("example", "example_names"), "examples"),
    **dict.fromkeys(("Explanation", "explain"), "explain"),
    **dict.fromkeys(("Plan", "make_plan"), "plan"),
    **dict.fromkeys(("VOCABULARY", "Term", "term", "terms"), "vocabulary"),
}

__all__ = [
    "VOCABULARY",
    "Assumptions",
    "CapplanError",
    "Event",
    "Explanation",
    "Issue",
    "Origin",
    "Plan",
    "PlanInputError",
    "Scenario",
    "TemplateError",
    "Term",
    "TrainingClass",
    "assumptions",
    "erlang",
    "example",
    "example_names",
    "explain",
    "make_plan",
    "term",
    "terms",
]
