"""The whole main flow: from assumptions to money, step by step, in the order the data flows.

Each step is a pure function. Its results are terms of the vocabulary, and so are the inputs that
it names: `steps` below is the table of contents of the calculation, and the same table answers
"how did this number come about?".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capplan.capacity import hours as paid_hours
from capplan.capacity import load as capacity
from capplan.capacity import support, workforce
from capplan.demand import contacts as demand
from capplan.errors import PlanInputError
from capplan.hiring.proposals import with_hiring_plan
from capplan.inputs.versions import with_versions
from capplan.leaders import (
    appointments as leading,
)
from capplan.leaders import (
    groups as leader_groups,
)
from capplan.leaders import (
    lights as owing,
)
from capplan.leaders import (
    spans as management,
)
from capplan.money import budget, extra_pay, headlines, site_pay
from capplan.money import seats as site_seats
from capplan.people import funnel, supply
from capplan.plan.checking import Place, check_assumptions, named_place
from capplan.staffing import fte, outsourcing, requirement
from capplan.steps import Results, run, several, step
from capplan.vocabulary import VOCABULARY, suggest

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    import pandas as pd

    from capplan.inputs.assumptions import Assumptions
    from capplan.questions.comparison import Comparison
    from capplan.questions.explain import Explanation

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
    step(outsourcing.outsourced_fte),
)
PEOPLE = (
    step(supply.covering_fte),
    step(supply.gap_fte),
    step(supply.coverage_share),
    step(supply.overtime_fte),
    step(supply.vto_fte),
    step(paid_hours.paid_h),
    step(paid_hours.out_of_office_h),
    step(paid_hours.in_office_h),
    step(paid_hours.productive_h),
    step(paid_hours.learning_h),
    step(paid_hours.productive_share),
    step(paid_hours.paid_year_h),
    step(paid_hours.productive_year_h),
    step(management.floor_heads),
    step(leader_groups.team_group_heads),
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
SITE_PAY = (
    step(site_pay.site_rate),
    step(site_pay.agent_wage_index),
    step(site_pay.supervisor_wage_index),
    step(site_pay.leader_wage_index),
    step(site_pay.support_wage_index),
    step(site_pay.agent_year_cost),
    step(site_pay.trainee_year_cost),
    step(site_seats.on_floor_heads),
    step(site_pay.floor_share),
    step(site_pay.supervisor_site_cost),
    step(site_pay.supervisor_year_cost),
    step(site_seats.seated_heads),
)
MONEY = (
    step(budget.wage_index),
    *SITE_PAY,
    several(budget.agent_pay),
    *(step(budget.of_all_queues, line, (pay,)) for line, pay in budget.QUEUE_PAY.items()),
    *(
        step(budget.role_pay, line, (heads, salary, budget.INDEX_OF[line]))
        for line, (heads, salary) in budget.PLAN_PAY.items()
    ),
    step(budget.supervisors_cost),
    step(
        budget.leader_premium_cost,
        needs=(
            "external_premium_share",
            "supervisor_year_cost",
            "leader_wage_index",
            *budget.PREMIUM,
            *tuple(budget.PREMIUM.values())[1:],
        ),
    ),
    step(extra_pay.night_share),
    step(extra_pay.weekend_share),
    step(extra_pay.premium_share),
    step(extra_pay.premium_pay_cost),
    step(extra_pay.incentive_cost),
    step(extra_pay.vto_pay_cost),
    step(extra_pay.severance_pay_cost),
    *(step(budget.of_all_queues, line, (pay,)) for line, pay in budget.QUEUE_EXTRAS.items()),
    step(budget.total, "base_pay_cost", budget.BASE_PAY_LINES),
    step(extra_pay.bonus_weeks),
    step(extra_pay.bonus_cost),
    step(budget.total, "pay_cost", budget.PAY_LINES),
    step(budget.on_costs_cost),
    step(budget.recruiting_cost),
    step(budget.training_cost),
    several(site_seats.seats_by_site),
    step(budget.seats_cost),
    step(outsourcing.outsourcing_contract_cost),
    step(budget.of_all_queues, "outsourcing_cost", ("outsourcing_contract_cost",)),
    step(budget.total, "week_cost", budget.COST_LINES),
    several(headlines.headlines),
)
STEPS = (*STAFFING, *workforce.STEPS, *PEOPLE, *LOAD, *MONEY)


@dataclass(frozen=True, eq=False)
class Plan:
    """A computed plan: its assumptions, and every result under every scenario.

    `plan["required_fte"]` is the live scenario's result, weeks x queues.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 26))
    >>> plan
    Plan(Capacity plan, 26 weeks from 2026-01-05, 1 queue, 1 scenario, live Base)
    >>> print(plan.explain("planned_aht_s"))  # doctest: +ELLIPSIS
    planned_aht_s: Planned AHT 300 seconds
    ...
    >>> plan.table("headline").shape
    (1, 11)
    """

    assumptions: Assumptions
    runs: Mapping[str, Results]
    live: str

    def __repr__(self) -> str:
        """What the plan is about, in one line."""
        given = self.assumptions
        weeks, first = given.calendar.weeks, given.calendar.first_week.isoformat()
        parts = (
            str(given.values["plan_name"]),
            f"{_counted(weeks, 'week')} from {first}",
            _counted(len(given.queue_names), "queue"),
            _counted(len(given.scenario_names), "scenario"),
            f"live {self.live}",
        )
        return f"Plan({', '.join(parts)})"

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
        from capplan.plan.tables import stage_table

        return stage_table(self, stage, scenario or self.live)

    def explain(
        self,
        term: str,
        week: date | str | None = None,
        queue: str | None = None,
        scenario: str | None = None,
    ) -> Explanation:
        """How a number of the plan came about, down to the assumptions; prints as a tree."""
        from capplan.questions.explain import explain

        return explain(self, term, week, queue, scenario)

    def compare(self, other: Plan) -> Comparison:
        """What is different in another plan, and what each change did to cost and people.

        From this plan to the other, each under its live scenario.
        """
        from capplan.questions.comparison import compare

        return compare(self.assumptions, other.assumptions, (self.live, other.live))

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the planning workbook to a path; a file that is there is replaced."""
        from capplan.plan.saving import save

        save(self, path)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


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
    plan = Plan(with_versions(assumptions), runs, live)
    if assumptions.values["budget_cap_cost"] is not None:
        from capplan.questions.cap import check_cap  # it asks this module for the steps

        check_cap(plan, place)
    report("done", 1.0)
    return plan


def known_values(assumptions: Assumptions, scenario: str) -> dict[str, Any]:
    """Every value a step may need that is given rather than computed."""
    in_force = assumptions.in_scenario(scenario)
    values = {**assumptions.queues, **in_force}
    calendar = assumptions.calendar
    out = sum(values[name] for name in fte.OUT_OF_OFFICE)
    office = sum(values[name] for name in fte.IN_OFFICE)
    return values | {
        "queues": requirement.queues_in_force(
            assumptions.queues, in_force["service_level_change_share"]
        ),
        "queue_names": assumptions.queue_names,
        "mondays": calendar.mondays,
        "events": assumptions.events,
        "classes": assumptions.classes,
        "moves": assumptions.moves,
        "sources": assumptions.sources,
        "sites": assumptions.sites,
        "plan_rates": assumptions.plan_rates,
        "wage_steps": assumptions.wage_steps,
        "outsourcing": assumptions.outsourcing,
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
