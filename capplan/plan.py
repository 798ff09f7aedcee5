"""The whole main flow: from assumptions to money, step by step, in the order the data flows.

Each step is a pure function. Its results are terms of the vocabulary, and so are the inputs that
it names: `steps` below is the table of contents of the calculation, and the same table answers
"how did this number come about?".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capplan import (
    budget,
    capacity,
    demand,
    fte,
    funnel,
    headlines,
    leading,
    management,
    owing,
    requirement,
    supply,
    support,
    workforce,
)
from capplan.checking import Place, check_assumptions, named_place
from capplan.errors import PlanInputError
from capplan.proposing import with_hiring_plan
from capplan.steps import Results, run, several, step
from capplan.vocabulary import VOCABULARY, suggest

if TYPE_CHECKING:
    import pandas as pd

    from capplan.assumptions import Assumptions

Progress = Callable[[str, float], None]


STAFFING = (
    step(demand.event_factor),
    step(demand.event_contacts),
    step(demand.fresh_contacts),
    step(demand.deflection_share),
    step(demand.contacts),
    step(demand.planned_aht_s),
    step(demand.workload_h),
    several(requirement.requirement),
    step(requirement.occupancy_share),
    step(requirement.on_seat_h),
    step(fte.shrinkage_share),
    step(fte.contract_h),
    step(fte.required_fte),
    step(fte.required_heads),
)
PEOPLE = (
    step(supply.gap_fte),
    step(supply.coverage_share),
    step(supply.overtime_fte),
    step(management.floor_heads),
    step(management.frontline_heads),
    step(leading.duty_supervisors_heads),
    several(management.leadership),
    several(owing.owing),
    step(owing.inside_share),
    step(management.executives_heads),
    step(management.senior_heads),
    step(management.extra_executives_heads),
    step(management.leaders_heads),
)
LOAD = (
    step(funnel.offers_heads),
    step(funnel.source_offers_heads),
    step(funnel.all_offers_heads),
    step(funnel.requisitions_heads),
    step(capacity.recruiter_need_h),
    step(capacity.recruiter_short_h),
    step(capacity.interview_need_h),
    step(capacity.interview_available_h),
    step(capacity.interview_short_h),
    step(capacity.classes_in_training),
    several(support.support_need),
    several(support.support_people),
    several(support.planner_desks),
    step(support.support_heads),
    step(capacity.rooms_short),
    step(capacity.trainers_need_heads),
    step(capacity.trainers_short_heads),
    step(capacity.mentors_need_heads),
    step(capacity.mentors_eligible_heads),
    step(capacity.mentors_short_heads),
    step(capacity.dilution_share),
    step(capacity.leader_headroom_heads),
    step(capacity.seats_need_heads),
    step(capacity.seats_short_heads),
)
MONEY = (
    step(budget.wage_index),
    several(budget.agent_pay),
    *(
        step(budget.role_pay, line, (heads, salary, "wage_index"))
        for line, (heads, salary) in budget.ROLE_PAY.items()
    ),
    step(
        budget.leader_premium_cost,
        needs=(
            "wage_index",
            "external_premium_share",
            *budget.PREMIUM,
            *budget.PREMIUM.values(),
        ),
    ),
    step(budget.total, "pay_cost", budget.PAY_LINES),
    step(budget.on_costs_cost),
    step(budget.recruiting_cost),
    step(budget.training_cost),
    step(budget.seats_cost),
    step(budget.total, "week_cost", budget.COST_LINES),
    several(headlines.headlines),
)
STEPS = (*STAFFING, *workforce.STEPS, *PEOPLE, *LOAD, *MONEY)


@dataclass(frozen=True, eq=False)
class Plan:
    """A computed plan: its assumptions, and every result under every scenario.

    `plan["required_fte"]` is the live scenario's result, weeks x queues.
    """

    assumptions: Assumptions
    runs: Mapping[str, Results]
    live: str

    def __getitem__(self, name: str) -> Any:
        """A result, or an assumption in force, under the live scenario."""
        return self.value(name)

    def value(self, name: str, scenario: str | None = None) -> Any:
        """A result or an assumption in force, under a scenario (the live one by default)."""
        results = self.runs[scenario or self.live]
        if name not in results:
            raise KeyError(f"no term {name!r}; {suggest(name)}")
        return results[name]

    def in_scenario(self, name: str) -> Plan:
        """The same plan with another live scenario."""
        if name not in self.runs:
            raise KeyError(f"no scenario {name!r}; there are {', '.join(self.runs)}")
        return Plan(self.assumptions, self.runs, name)

    def table(self, stage: str, scenario: str | None = None) -> pd.DataFrame:
        """One stage's results as a table: a row a week and queue, or a row a week."""
        from capplan.outputs import stage_table

        return stage_table(self, stage, scenario or self.live)


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
    >>> from capplan.assumptions import make_assumptions
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
    staffed = {base: run(STAFFING, known_values(assumptions, base))}
    known = {**staffed[base], **known_values(assumptions, base)}
    with leading.placed(place):
        assumptions = with_hiring_plan(assumptions, known, optimise_s, report)
    runs = {}
    for number, name in enumerate(assumptions.scenario_names):
        report("scenario " + name, number / len(assumptions.scenarios))
        known = known_values(assumptions, name)
        start = staffed.get(name) or run(STAFFING, known)
        with leading.placed(place):
            runs[name] = run(workforce.STEPS, {**start, **known})
    overdrawn = list(workforce.overdrafts(assumptions, runs, place))
    if overdrawn:
        raise PlanInputError(overdrawn)
    runs = {name: run((*PEOPLE, *LOAD, *MONEY), known) for name, known in runs.items()}
    report("done", 1.0)
    return Plan(assumptions, runs, live)


def known_values(assumptions: Assumptions, scenario: str) -> dict[str, Any]:
    """Every value a step may need that is given rather than computed."""
    in_force = assumptions.in_scenario(scenario)
    values = {**assumptions.queues, **in_force}
    calendar = assumptions.calendar
    out = sum(values[name] for name in fte.OUT_OF_OFFICE)
    office = sum(values[name] for name in fte.IN_OFFICE)
    return values | {
        "queues": assumptions.queues,
        "queue_names": assumptions.queue_names,
        "mondays": calendar.mondays,
        "events": assumptions.events,
        "classes": assumptions.classes,
        "moves": assumptions.moves,
        "sources": assumptions.sources,
        "base_contacts": assumptions.base_contacts,
        "profile_share": assumptions.profile_share,
        "proficiency_share": assumptions.proficiency_share,
        "out_of_office_share": fte.own_or_plan(values["out_of_office_share"], out),
        "in_office_share": fte.own_or_plan(values["in_office_share"], office),
        **leading.leader_frame(in_force, assumptions.profile_share),
    }


def result_terms() -> tuple[str, ...]:
    """Every term the steps compute, in order; each has its row in the vocabulary."""
    names = tuple(name for one in STEPS for name in one.results)
    return tuple(name for name in names if name in VOCABULARY)
