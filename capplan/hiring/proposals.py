"""Which classes the engine adds to the planner's own: none, the backward pass, or the optimiser.

The planner's classes stay as they are in every case, and so do optimised ones until the next
optimisation: a search with a time limit does not come out the same twice. That no class is worth
its cost is such an answer, too, as long as the inputs are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.capacity.workforce import leader_flows
from capplan.errors import Issue, PlanInputError
from capplan.hiring.case import hiring_case
from capplan.hiring.search.optimising import HiringPlan, optimise
from capplan.hiring.search.pass_plans import booked_starts
from capplan.hiring.search.passes import PLAN
from capplan.inputs.assumptions import TrainingClass
from capplan.inputs.identity import inputs_of_hiring
from capplan.leaders.steps import FLOWS
from capplan.steps import Way, run
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions

    Array = NDArray[np.float64]

Results = Mapping[str, Any]
Booked = Callable[[Any, tuple[TrainingClass, ...], Results], Any]
MOST_ROUNDS = 3
Progress = Callable[[str, float], None]
NO_CLASS = "no class is worth its cost"


def with_hiring_plan(
    given: Assumptions,
    known: Results,
    optimise_s: float | None,
    progress: Progress,
    way: Way = run,
    booked: Booked | None = None,
) -> Assumptions:
    """The assumptions with the engine's classes beside the planner's.

    `known` holds every value and staffing result of the base scenario. `way` and `booked` run
    steps and the pass in another way, such as one that remembers what was computed before.
    """
    own = tuple(one for one in given.classes if not one.proposed)
    kept = tuple(one for one in given.classes if one.status == "optimised")
    if optimise_s is None and (kept or none_is_worth_it(given)):
        return given.with_classes(own + kept, given.evidence)
    if optimise_s is None and given.values["propose_classes"] != "yes":
        return given.with_classes(own, {})
    if optimise_s is not None and known["hiring_scale_share"] != 1:
        raise PlanInputError([_scaled(known["hiring_scale_share"])])
    starts, flows = _with_leaders(given, own, known, way, booked or pass_starts)
    if optimise_s is None:
        return given.with_classes(own + _proposed(given, starts), {})
    best = optimise(hiring_case(given, own, {**known, **flows}), optimise_s, progress)
    classes = _optimised(given, best)
    found = {**best.evidence.terms(), "search_inputs": inputs_of_hiring(given)}
    if not classes:
        found["search_status"] = f"{NO_CLASS}; {found['search_status']}"
    evidence = {key: one if isinstance(one, str) else float(one) for key, one in found.items()}
    return given.with_classes(own + classes, evidence)


def _scaled(scale: float) -> Issue:
    """Classes are looked for as they start: a scale on top would start others."""
    row = term("hiring_scale_share")
    hint = "scale the plan in a scenario, not in the base"
    return Issue(f"in_{row.name}", row.label, f"{scale:g}", "1 when the plan is optimised", hint)


def none_is_worth_it(given: Assumptions) -> bool:
    """Whether the optimiser has found for these inputs that no class should start.

    Classes of its own that somebody took out of the table are another matter.
    """
    none = str(given.evidence.get("search_status", "")).startswith(NO_CLASS)
    return none and given.evidence.get("search_inputs") == inputs_of_hiring(given)


def _with_leaders(
    given: Assumptions, own: tuple[TrainingClass, ...], known: Results, way: Way, booked: Booked
) -> tuple[Array, dict[str, Array]]:
    """The starts of a pass over the floor that promotions to leader have left, and these.

    Who is promoted depends on who is there, and so on the classes: a few rounds, until the
    promotions of the classes found are those they were found with.
    """
    flows = dict.fromkeys(FLOWS, np.zeros(given.calendar.weeks))
    for _ in range(MOST_ROUNDS):
        starts = booked(given, own, {**known, **flows})
        classes = own + _proposed(given, starts)
        before, flows = flows, leader_flows({**known, "classes": classes}, way)
        if all(np.array_equal(before[name], flows[name]) for name in flows):
            return starts, flows
    return booked(given, own, {**known, **flows}), flows


def pass_starts(given: Assumptions, own: tuple[TrainingClass, ...], known: Results) -> Array:
    """The starts that the planner's pass adds to the own classes, weeks x queues."""
    return booked_starts(hiring_case(given, own, known), PLAN)


def _proposed(given: Assumptions, starts: Array) -> tuple[TrainingClass, ...]:
    """The classes of the plan's own weeks: those of the tail only keep the search honest."""
    weeks = given.calendar.weeks
    return tuple(
        _class(given, queue, week, float(starts[week, number]), "proposed")
        for number, queue in enumerate(given.queue_names)
        for week in np.flatnonzero(starts[:weeks, number]).tolist()
    )


def _optimised(given: Assumptions, found: HiringPlan) -> tuple[TrainingClass, ...]:
    """The classes found, queue by queue; several of a queue in one week are numbered."""
    listed = sorted(found.class_list(), key=lambda one: (given.queue_number(one.queue), one.week))
    together = Counter((one.queue, one.week) for one in listed)
    seen: Counter[tuple[str, int]] = Counter()
    classes = []
    for one in listed:
        at = one.queue, one.week
        seen[at] += 1
        part = f" {seen[at]}" if together[at] > 1 else ""
        classes.append(_class(given, *at, float(one.heads), "optimised", part))
    return tuple(classes)


def _class(
    given: Assumptions, queue: str, week: int, heads: float, status: str, part: str = ""
) -> TrainingClass:
    monday = given.calendar.mondays[week]
    return TrainingClass(f"{queue} {monday.isoformat()}{part}", queue, monday, heads, status)
