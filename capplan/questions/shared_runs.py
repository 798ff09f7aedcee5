"""Many plans that differ in a few assumptions, each step computed once for each of its inputs.

A bridge or a tornado runs the plan a hundred times. Most of a run is the interval requirement,
and it changes only with contacts, handling time and targets; what stands before or beside the
assumption that changed is taken from the runs before.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from capplan.hiring.proposals import pass_starts, with_hiring_plan
from capplan.plan.flow import STAFFING, STEPS, known_values
from capplan.steps import Results, leading_to
from capplan.steps.recall import Recall
from capplan.vocabulary import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions, TrainingClass
    from capplan.steps import Step

# what speaks for a plan and what it is called changes no result
NO_INPUTS = ("scenarios", "origins", "evidence", "locked", "last")
LATER = ("support", "version")  # what comes of the people who are there
OF_LEADERS = ("leader_structure", "leader_rules", "leader_openings", "leader_coming")


class SharedRuns:
    """Runs of plans whose assumptions are alike; the same results as `make_plan`, number by number.

    >>> from capplan.inputs.assumptions import make_assumptions
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> runs = SharedRuns(["total_cost"])
    >>> from datetime import date
    >>> from capplan.plan import make_plan
    >>> given = make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 26)
    >>> costs = [runs.run(given)["total_cost"] for _ in range(2)]
    >>> costs[0] == costs[1] == make_plan(given)["total_cost"]
    True
    """

    def __init__(self, results: Iterable[str]) -> None:
        wanted = tuple(results)
        self.recall = Recall()
        self._steps = leading_to(STEPS, wanted)
        self._staffing = leading_to(STAFFING, ["required_fte", "outsourced_fte"])

    def run(self, given: Assumptions, scenario: str | None = None) -> Results:
        """The wanted results under a scenario (the base by default), and those on the way there.

        Classes that the engine proposes are proposed anew, as in a plain run of the plan.
        """
        base = given.scenario_names[0]
        classes = self._classes(given, _known(given, base))
        with_classes = replace(given, classes=classes)
        return self._run(self._steps, _known(with_classes, scenario or base))

    def _run(self, steps: Sequence[Step], known: Results) -> Results:
        values: ChainMap[str, Any] = ChainMap({}, dict(known))
        for one in steps:
            found = self.recall.call(one.function, [values[name] for name in one.needs])
            values.update(zip(one.results, one.lines(found), strict=True))
        return values

    def _classes(self, given: Assumptions, known: Results) -> tuple[TrainingClass, ...]:
        """The hiring plan, remembered by everything that the pass looks at."""
        staffed = self._run(self._staffing, _for_hiring(known))
        names = [one.name for one in fields(given) if one.name not in NO_INPUTS]
        parts = [getattr(given, name) for name in names]

        def propose(known: Results, *parts: Any) -> tuple[TrainingClass, ...]:
            whole = dict(zip(names, parts, strict=True))
            alike = replace(given, **whole, scenarios=given.scenarios[:1], evidence={})
            found = with_hiring_plan(alike, known, None, _silent, self._run, self._booked)
            return found.classes

        classes: tuple[TrainingClass, ...] = self.recall.call(propose, [staffed, *parts], "classes")
        return classes

    def _booked(
        self, given: Assumptions, own: tuple[TrainingClass, ...], known: Results
    ) -> NDArray[np.float64]:
        """The pass, remembered by the floor it sees: whom leaders lead is no part of it."""
        names = [one.name for one in fields(given) if one.name not in NO_INPUTS]

        def booked(own: tuple[TrainingClass, ...], known: Results, *parts: Any) -> Any:
            return pass_starts(replace(given, **dict(zip(names, parts, strict=True))), own, known)

        seen = {name: value for name, value in known.items() if name not in _of_leaders()}
        parts = [getattr(given, name) for name in names]
        starts: NDArray[np.float64] = self.recall.call(booked, [own, seen, *parts], "booked")
        return starts


def _known(given: Assumptions, scenario: str) -> dict[str, Any]:
    """What is given; in a plan between two the old layers may face the people of the new one."""
    known = known_values(given, scenario)
    return known | {"leader_structure": replace(known["leader_structure"], bounded=False)}


def _for_hiring(known: Results) -> dict[str, Any]:
    """What a hiring plan is made from, at the vocabulary's prices: it books by need, not by price.

    Plans that differ in pay, or in support roles, then share their hiring plan.
    """
    prices, later = _prices_and_later()
    return {name: prices.get(name, value) for name, value in known.items() if name not in later}


@cache
def _prices_and_later() -> tuple[dict[str, Any], frozenset[str]]:
    prices = {row.name: row.default for row in terms("assumption", "budget", "plan")}
    return prices, frozenset(row.name for stage in LATER for row in terms("assumption", stage))


@cache
def _of_leaders() -> frozenset[str]:
    return frozenset(OF_LEADERS).union(row.name for row in terms("assumption", "management"))


def _silent(text: str, share: float) -> None:
    """Nobody watches a run among many."""
