"""Whether every term that was added is complete: what is in one place and missing in another.

A result has a row in the vocabulary and a step that computes it, and a step finds everything that
it needs. Whoever leaves one of them out is told which, and where to add it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from capplan.errors import TERMS, MissingPart
from capplan.steps import Step
from capplan.vocabulary import Term

COST_TABLES = "STARTER_COSTS, EXTRA_PAY or OTHER_COSTS in capplan/money/budget.py"
# stages of the vocabulary -> the room that computes them
ROOMS = {
    "requirement": "staffing",
    "fte": "staffing",
    "supply": "people",
    "management": "leaders",
    "support": "capacity",
    "budget": "money",
    "headline": "money",
}


def require_complete(
    steps: Sequence[Step], vocabulary: Mapping[str, Term], given: Iterable[str]
) -> None:
    """Refuses to plan with a term that is only half there, in one line.

    Raises:
        MissingPart: the first term that lacks something, what it lacks, and the file to add it to.
    """
    for fault in missing_parts(steps, vocabulary, given):
        raise fault


def missing_parts(
    steps: Sequence[Step], vocabulary: Mapping[str, Term], given: Iterable[str]
) -> Iterator[MissingPart]:
    """What the steps and the vocabulary lack; `given` is what a plan knows before any step."""
    known = set(given)
    for one in steps:
        yield from _of_step(one, vocabulary, known)
        known |= set(one.results)
    for row in vocabulary.values():
        if row.kind == "result" and row.name not in known:
            yield MissingPart(row.name, "no step computes it", f"add it to {_place(row)}")


def _of_step(one: Step, vocabulary: Mapping[str, Term], known: set[str]) -> Iterator[MissingPart]:
    for name in one.needs:
        if name not in known:
            lack = f"{one.results[0]} needs it, and nothing before gives it"
            yield MissingPart(name, lack, f"add its row to {TERMS}, or its step before that one")
    for name in () if one.record else one.results:
        if name not in vocabulary:
            yield MissingPart(name, "a step gives it, and it has no row", f"add one to {TERMS}")


def _place(row: Term) -> str:
    steps = f"capplan/{ROOMS.get(row.stage, row.stage)}/steps.py"
    cost_line = row.stage == "budget" and row.name.endswith("_cost")
    return f"{COST_TABLES}, if it is a cost line, else to {steps}" if cost_line else steps
