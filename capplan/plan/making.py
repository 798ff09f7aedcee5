"""Making a plan: check the assumptions, find the classes, run every scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from capplan.capacity import workforce
from capplan.errors import PlanInputError
from capplan.hiring.proposals import with_hiring_plan
from capplan.inputs.versions import with_versions
from capplan.leaders import appointments
from capplan.plan.checking import Place, check_assumptions, named_place
from capplan.plan.completeness import require_complete
from capplan.plan.flow import REST, STAFFING, STEPS, TEAMS, known_values
from capplan.plan.result import Plan
from capplan.plan.standing import check_cap
from capplan.steps import run
from capplan.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

Progress = Callable[[str, float], None]


def make_plan(
    assumptions: Assumptions,
    scenario: str | None = None,
    progress: Progress | None = None,
    *,
    optimise_s: float | None = None,
    place: Place = named_place,
) -> Plan:
    """The plan of these assumptions under every scenario; pure, no files.

    Proposed classes of an earlier run are dropped; where proposals are wanted, new ones fill what
    the given classes leave short in the base scenario. With `optimise_s`, the classes that cost
    least are looked for that many seconds; a later plain run keeps them. `place` says where a
    value stands, for a fault that shows only when the plan is complete.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 26))
    >>> plan["contacts"].shape, round(float(plan["required_fte"][0, 0]), 2)
    ((26, 1), 12.1)
    """
    check_assumptions(assumptions)
    report = progress or (lambda text, share: None)
    base = assumptions.scenario_names[0]
    live = scenario or base
    if live not in assumptions.scenario_names:
        raise KeyError(f"no scenario {live!r}; there are {', '.join(assumptions.scenario_names)}")
    report("staffing " + base, 0.0)
    known_at_first = known_values(assumptions, base)
    require_complete(STEPS, VOCABULARY, known_at_first)
    staffed = {base: run(STAFFING, known_at_first)}
    with appointments.placed(place):
        assumptions = with_hiring_plan(assumptions, staffed[base], optimise_s, report)
    runs = {}
    for number, name in enumerate(assumptions.scenario_names):
        report("scenario " + name, number / len(assumptions.scenarios))
        start = staffed.get(name) or run(STAFFING, known_values(assumptions, name))
        with appointments.placed(place):
            runs[name] = run(TEAMS, {**start, "classes": assumptions.classes})
    overdrawn = list(workforce.overdrafts(assumptions, runs, place))
    if overdrawn:
        raise PlanInputError(overdrawn)
    runs = {name: run(REST, known) for name, known in runs.items()}
    check_cap(assumptions, runs, place)
    report("done", 1.0)
    return Plan(with_versions(assumptions), runs, live)
