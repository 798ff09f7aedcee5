"""The whole main flow: from assumptions to money, stage by stage, in the order the data flows.

Each step is a pure function. Its results are terms of the vocabulary, and so are the inputs that
it names: `STEPS` is the table of contents of the calculation, and the same table answers "how did
this number come about?". Each stage lists its own steps; the flow enters each of them once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import capplan.capacity.steps as capacity
import capplan.demand.steps as demand
import capplan.leaders.steps as leaders
import capplan.money.steps as money
import capplan.people.steps as people
import capplan.staffing.steps as staffing
from capplan.leaders.appointments import leader_frame
from capplan.staffing.requirement import queues_in_force
from capplan.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

STAFFING = (*demand.STEPS, *staffing.STEPS)
TEAMS = (*people.STEPS, *leaders.LEADERS, *leaders.FLOOR)  # moves must find the agents they take
CAPACITY, MONEY = capacity.STEPS, money.STEPS
REST = (*leaders.SPANS, *CAPACITY, *MONEY)
STEPS = (*STAFFING, *TEAMS, *REST)


def known_values(assumptions: Assumptions, scenario: str) -> dict[str, Any]:
    """Every value a step may need that is given rather than computed."""
    in_force = assumptions.in_scenario(scenario)
    values = {**assumptions.queues, **in_force}
    calendar = assumptions.calendar
    return values | {
        "queues": queues_in_force(assumptions.queues, in_force["service_level_change_share"]),
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
        **leader_frame(in_force, assumptions.profile_share),
    }


def result_terms() -> tuple[str, ...]:
    """Every term the steps compute, in order; each has its row in the vocabulary."""
    names = tuple(name for one in STEPS if not one.record for name in one.results)
    return tuple(name for name in names if VOCABULARY[name].kind == "result")
