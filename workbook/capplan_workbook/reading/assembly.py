"""From what the sheets say to one set of assumptions, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from capplan.errors import Issue
from capplan.inputs.assumptions import (
    Assumptions,
    Event,
    Move,
    Source,
    TrainingClass,
    frozen,
    make_assumptions,
)
from capplan.plan.checking import INTERVALS_MIN, Place, faults
from capplan.vocabulary import term
from capplan_workbook.layout.cost_places import COST_TERMS
from capplan_workbook.layout.places import (
    CLASS_TERMS,
    EVENT_TERMS,
    MOVE_TERMS,
    QUEUE_TERMS,
    SOURCE_TERMS,
)
from capplan_workbook.reading.cost_rows import CostRows, read_cost_rows
from capplan_workbook.reading.demand_rows import DemandRows, read_demand
from capplan_workbook.reading.entry_rows import (
    Entries,
    read_classes,
    read_events,
    read_moves,
    read_sources,
)
from capplan_workbook.reading.evidence_rows import read_evidence
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.plan_values import PlanValues, read_plan_values
from capplan_workbook.reading.profile_rows import Profiles, read_profiles
from capplan_workbook.reading.queue_rows import QueueRows, read_queues
from capplan_workbook.reading.scenario_columns import ScenarioColumns, read_scenarios

STAND_IN_QUEUE = "Queue"
# what a refused cell counts as while the other cells are checked: fits whatever stands beside it
STAND_INS: Mapping[str, Any] = {
    "aht_s": 300.0,
    "patience_s": 600.0,
    "channel": "chat",
    "max_asa_s": 60.0,
    "class_min_heads": 1.0,
    "class_max_heads": 500.0,
    "annual_attrition_share": 0.1,
    "new_hire_attrition_multiple": 1.0,
    "to_26_weeks_attrition_multiple": 1.0,
    "to_52_weeks_attrition_multiple": 1.0,
    "leave_of_absence_weekly_share": 0.0,
    "opening_agents_heads": 100_000.0,
}


@dataclass
class Sheets:
    """What each input sheet says and where it says it."""

    plan: PlanValues
    queues: QueueRows
    demand: DemandRows
    profiles: Profiles
    events: Entries[Event]
    classes: Entries[TrainingClass]
    moves: Entries[Move]
    sources: Entries[Source]
    scenarios: ScenarioColumns
    costs: CostRows

    def place(self, name: str, which: int | str = "") -> str:
        """The cell of a value as it stands in the file, for the checker's messages."""
        return str(self._spot(name, which) or name)

    def _spot(self, name: str, which: int | str) -> Spot | None:
        if isinstance(which, str) and "," in which and name == "base_contacts":
            week, number = (int(part) for part in which.split(","))
            return self.demand.spot(week, self.queues.names[number])
        if name in COST_TERMS:
            return self.costs.spot(name, which)
        if isinstance(which, int):
            return self._numbered(name, which)
        cells = self.scenarios.spots
        own = cells.get((name, which)) if which else None
        return own or self.plan.spots.get(name) or cells.get((name, ""))

    def _numbered(self, name: str, number: int) -> Spot | None:
        if name == "profile_share":
            return self.profiles.spots.get(number, self.profiles.head)
        if name == "proficiency_share":
            return self.plan.ramp_spots[number]
        if name == "scenario":
            return self.scenarios.heads[number] if number < len(self.scenarios.heads) else None
        for names, entries in (
            (EVENT_TERMS, self.events),
            (CLASS_TERMS, self.classes),
            (MOVE_TERMS, self.moves),
            (SOURCE_TERMS, self.sources),
        ):
            if name in names:
                return entries.spot(name, number)
        return self.queues.spot(name, number) if name in QUEUE_TERMS else None


def read_sheets(findings: Findings) -> Sheets:
    """Reads every input sheet; faults go into the findings."""
    plan, queues = read_plan_values(findings), read_queues(findings)
    names = queues.names or [STAND_IN_QUEUE]
    demand = read_demand(findings, names)
    closed = {
        number for number in range(len(names)) if not any(week[number] for week in demand.contacts)
    }
    profiles = read_profiles(findings, queues, closed)
    events = read_events(findings, names, demand.first_week)
    classes = read_classes(findings, names, demand.first_week)
    moves = read_moves(findings, names, demand.first_week)
    sources = read_sources(findings)
    scenarios = read_scenarios(findings, plan.values)
    costs = read_cost_rows(findings, names, demand.first_week)
    return Sheets(plan, queues, demand, profiles, events, classes, moves, sources, scenarios, costs)


class Examined(NamedTuple):
    """What a file holds, everything that was found, and where each value stands."""

    assumptions: Assumptions
    scenario: str
    issues: list[Issue]
    place: Place


def examine(findings: Findings) -> Examined:
    """The assumptions, the live scenario, and everything that was found.

    With a fault among the issues the assumptions hold stand-ins and are good for nothing else.
    """
    sheets = read_sheets(findings)
    _check_interval(findings, sheets)
    given = _assemble(findings, sheets)
    issues = findings.with_checks(faults(given, sheets.place))
    if sheets.queues.rows:
        given = replace(given, profile_share=frozen(sheets.profiles.normalised()))
    return Examined(given, sheets.scenarios.live, issues, sheets.place)


def _check_interval(findings: Findings, sheets: Sheets) -> None:
    """The profile's columns must be as far apart as the planning interval."""
    row, spot = term("interval_min"), sheets.plan.spots.get("interval_min")
    value = sheets.plan.values.get(row.name, row.default)
    step = sheets.profiles.interval_min
    known = value in INTERVALS_MIN and not findings.is_refused(spot)
    if spot and known and value != step and sheets.profiles.head:
        findings.fault(
            spot,
            row.label,
            f"{value:g}",
            f"{step} minutes",
            "the columns of the profiles on Queues are that far apart",
        )


def _assemble(findings: Findings, sheets: Sheets) -> Assumptions:
    demand, scenarios = sheets.demand, sheets.scenarios
    costs = sheets.costs.inside(demand.first_week) if demand.weeks_refused else sheets.costs
    rows: list[Mapping[str, Any]] = [
        _queue(findings, sheets, number) for number in range(len(sheets.queues.rows))
    ]
    return make_assumptions(
        demand.first_week,
        rows or [{"queue": STAND_IN_QUEUE, "aht_s": STAND_INS["aht_s"]}],
        demand.contacts,
        values=_values(findings, sheets),
        profile_share=sheets.profiles.shares if rows else None,
        proficiency_share=sheets.plan.proficiency,
        events=tuple(sheets.events.items),
        classes=tuple(_known_week(one, demand) for one in sheets.classes.items),
        sources=tuple(sheets.sources.items),
        sites=tuple(costs.sites.items),
        plan_rates=tuple(costs.rates.items),
        wage_steps=tuple(costs.wage_steps.items),
        outsourcing=tuple(costs.outsourcing.items),
        moves=tuple(_known_week_of_move(one, demand) for one in sheets.moves.items),
        scenarios=tuple(scenarios.scenarios),
        origins={**sheets.plan.origins, **sheets.queues.origins},
        evidence=read_evidence(findings),
    )


def _values(findings: Findings, sheets: Sheets) -> dict[str, Any]:
    read = {**sheets.plan.values, **sheets.scenarios.base_values}
    for name, spot in sheets.plan.spots.items():
        if findings.is_refused(spot) and name in STAND_INS:
            read[name] = STAND_INS[name]
    if sheets.demand.weeks_refused:
        read["wage_step_date"] = None  # without known weeks no day can be outside them
    return read


def _queue(findings: Findings, sheets: Sheets, number: int) -> dict[str, Any]:
    row, spots = dict(sheets.queues.rows[number]), sheets.queues.spots[number]
    for name, spot in spots.items():
        if findings.is_refused(spot) and name in STAND_INS:
            row[name] = STAND_INS[name]
    if findings.is_refused(spots.get("max_abandon_share")):
        row["max_asa_s"] = row["max_asa_s"] or STAND_INS["max_asa_s"]
    if "aht_s" not in spots:
        row["aht_s"] = STAND_INS["aht_s"]
    return row


def _known_week(one: TrainingClass, demand: DemandRows) -> TrainingClass:
    """Without known weeks no class can be outside them."""
    known = not demand.weeks_refused or one.start_week.weekday()
    return one if known else replace(one, start_week=demand.first_week)


def _known_week_of_move(one: Move, demand: DemandRows) -> Move:
    known = not demand.weeks_refused or one.week.weekday()
    return one if known else replace(one, week=demand.first_week)
