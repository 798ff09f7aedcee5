"""The whole main flow: from assumptions to money, step by step, in the order the data flows.

Each step is a pure function. Its results are terms of the vocabulary, and so are the inputs that
it names: `steps` below is the table of contents of the calculation, and the same table answers
"how did this number come about?".
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

from capplan import budget, demand, fte, headlines, hiring, management, requirement, supply, support
from capplan.checking import check_assumptions
from capplan.vocabulary import VOCABULARY, suggest

if TYPE_CHECKING:
    import pandas as pd

    from capplan.assumptions import Assumptions, TrainingClass

Results = Mapping[str, Any]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One calculation: which terms it needs, which it gives."""

    function: Callable[..., Any]
    results: tuple[str, ...]
    needs: tuple[str, ...]


def step(
    function: Callable[..., Any], result: str | None = None, needs: tuple[str, ...] = ()
) -> Step:
    """A step named after its function, its needs named after the function's parameters."""
    parameters = tuple(inspect.signature(function).parameters)
    return Step(function, (result or function.__name__,), needs or parameters)


def several(function: Callable[..., Any]) -> Step:
    """A step with several results: the fields of the named tuple that the function returns."""
    fields = get_type_hints(function, _return_types())["return"]._fields
    return Step(function, tuple(fields), tuple(inspect.signature(function).parameters))


def _return_types() -> dict[str, Any]:
    modules = (requirement, supply, management, support, budget, headlines)
    names = {name: value for module in modules for name, value in vars(module).items()}
    return {**names, "NDArray": list, "Array": Any, "Mapping": Mapping, "Any": Any}


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
    step(supply.tenured_hazard_share),
    step(supply.new_hire_hazard_share),
    step(supply.starts_heads),
    several(supply.supply),
    step(supply.available_heads),
    step(supply.paid_agent_fte),
    step(supply.paid_trainee_fte),
    step(supply.effective_fte),
    step(supply.gap_fte),
    step(supply.coverage_share),
    step(supply.overtime_fte),
    step(supply.offers_heads),
    step(management.floor_heads),
    step(management.frontline_heads),
    several(management.leadership),
    step(management.executives_heads),
    step(management.senior_heads),
    step(management.extra_executives_heads),
    step(management.leaders_heads),
    step(management.span_people),
    several(support.support_need),
    several(support.support_people),
    step(support.support_heads),
)
MONEY = (
    step(budget.wage_index),
    several(budget.agent_pay),
    *(
        step(budget.role_pay, line, (heads, salary, "wage_index"))
        for line, (heads, salary) in budget.ROLE_PAY.items()
    ),
    step(budget.total, "pay_cost", budget.PAY_LINES),
    step(budget.on_costs_cost),
    step(budget.recruiting_cost),
    step(budget.training_cost),
    step(budget.seats_cost),
    step(budget.total, "week_cost", budget.COST_LINES),
    several(headlines.headlines),
)
STEPS = (*STAFFING, *PEOPLE, *MONEY)


def run(steps: tuple[Step, ...], known: Results) -> dict[str, Any]:
    """All results of the steps, from what is known, in order."""
    values = dict(known)
    for one in steps:
        given = one.function(*(values[name] for name in one.needs))
        if len(one.results) == 1:
            given = (given,)
        values.update(zip(one.results, given, strict=True))
    return values


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
    assumptions: Assumptions, scenario: str | None = None, progress: Progress | None = None
) -> Plan:
    """The plan of these assumptions under every scenario; pure, no files.

    Proposed classes of an earlier run are dropped; where proposals are wanted, new ones fill what
    the given classes leave short in the base scenario.

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
    assumptions = assumptions.with_classes(hiring_plan(assumptions, staffed[base]))
    runs = {}
    for number, name in enumerate(assumptions.scenario_names):
        report("scenario " + name, number / len(assumptions.scenarios))
        known = known_values(assumptions, name)
        start = staffed.get(name) or run(STAFFING, known)
        runs[name] = run((*PEOPLE, *MONEY), {**start, **known})
    report("done", 1.0)
    return Plan(assumptions, runs, live)


def known_values(assumptions: Assumptions, scenario: str) -> dict[str, Any]:
    """Every value a step may need that is given rather than computed."""
    values = {**assumptions.queues, **assumptions.in_scenario(scenario)}
    calendar = assumptions.calendar
    out = sum(values[name] for name in fte.OUT_OF_OFFICE)
    office = sum(values[name] for name in fte.IN_OFFICE)
    return values | {
        "queues": assumptions.queues,
        "queue_names": assumptions.queue_names,
        "mondays": calendar.mondays,
        "events": assumptions.events,
        "classes": assumptions.classes,
        "base_contacts": assumptions.base_contacts,
        "profile_share": assumptions.profile_share,
        "proficiency_share": assumptions.proficiency_share,
        "out_of_office_share": fte.own_or_plan(values["out_of_office_share"], out),
        "in_office_share": fte.own_or_plan(values["in_office_share"], office),
    }


def hiring_plan(assumptions: Assumptions, staffed: Results) -> tuple[TrainingClass, ...]:
    """The given classes and, where wanted, the proposed ones beside them."""
    given = tuple(one for one in assumptions.classes if not one.proposed)
    if assumptions.values["propose_classes"] != "yes":
        return given
    rules = list(_rules(assumptions))
    return given + hiring.propose_classes(
        assumptions.calendar.mondays,
        assumptions.queue_names,
        staffed["required_fte"],
        assumptions.queues["opening_agents_heads"],
        given,
        rules,
        assumptions.values["training_rooms"],
    )


def _rules(assumptions: Assumptions) -> Iterator[hiring.HiringRules]:
    values, weeks = assumptions.values, assumptions.calendar.weeks
    basis, yearly = values["attrition_basis"], values["annual_attrition_share"]
    multiple = values["new_hire_attrition_multiple"]
    for number in range(len(assumptions.queue_names)):
        length = int(assumptions.queues["training_weeks"][number])
        yield hiring.HiringRules(
            training_weeks=length,
            weekly_dropout_share=values["weekly_dropout_share"],
            tenured_hazard_share=supply.tenured_hazard_share(yearly, basis),
            new_hire_hazard_share=supply.new_hire_hazard_share(yearly, multiple, basis),
            new_hire_weeks=int(values["new_hire_weeks"]),
            fte_per_head=float(assumptions.queues["fte_per_head"][number]),
            class_min_heads=values["class_min_heads"],
            class_max_heads=values["class_max_heads"],
            first_start=int(values["hiring_lead_weeks"]),
            last_start=weeks - 1 - length,
        )


def result_terms() -> tuple[str, ...]:
    """Every term the steps compute, in order; each has its row in the vocabulary."""
    names = tuple(name for one in STEPS for name in one.results)
    return tuple(name for name in names if name in VOCABULARY)
