"""A plan as large as plans get, stage by stage: 12 scenarios, 60 queues, 156 weeks of half-hours.

Run: python -m benchmarks.plan whole

The queues differ in channel, size, opening hours, handling time, patience and targets; the
scenarios in volume, handling time, shrinkage, attrition, spans and pay; classes are proposed by the
engine. Each round computes the plan with every staffing table built anew, and once more with the
tables at hand. Seconds by the clock, best round of a few.
"""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from capplan.hiring.proposals import with_hiring_plan
from capplan.inputs.assumptions import Assumptions, Event, Scenario, make_assumptions
from capplan.leaders import steps as leaders
from capplan.people import steps as people
from capplan.plan import Plan, flow, make_plan, making
from capplan.staffing import requirement
from capplan.steps import Results, Step, run

WEEKS, QUEUES, ROUNDS = 156, 60, 2
MOST_MB = 2_000
MOST_TIMES = 3.0
MONDAY = date(2026, 1, 5)
WEEKDAY_WEIGHTS = np.array([1.15, 1.05, 1.0, 0.98, 0.95, 0.55, 0.45])
CHANNELS = (*("phone",) * 4, "chat", "phone", "email", "chat", "phone", "back office")
SCENARIOS = {
    "Base": {},
    "More contacts": {"volume_change_share": 0.15},
    "Fewer contacts": {"volume_change_share": -0.2},
    "Longer contacts": {"aht_change_share": 0.08},
    "Shorter contacts": {"aht_change_share": -0.06},
    "More shrinkage": {"shrinkage_change_share": 0.04},
    "More attrition": {"annual_attrition_share": 0.55},
    "Less attrition": {"annual_attrition_share": 0.3},
    "More dropout": {"weekly_dropout_share": 0.06},
    "Larger teams": {"supervisor_span": 14.0},
    "Dearer people": {"wage_step_share": 0.05},
    "All at once": {
        "volume_change_share": 0.1,
        "aht_change_share": 0.05,
        "shrinkage_change_share": 0.02,
        "annual_attrition_share": 0.5,
        "hiring_scale_share": 1.1,
        "supervisor_span": 13.0,
    },
}
STAGES = {
    "staffing": flow.STAFFING,
    "people": people.STEPS,
    "leaders": leaders.STEPS,
    "capacity": flow.CAPACITY,
    "money": flow.MONEY,
}
PROPOSALS, OTHER = "hiring proposals", "checks and the rest"


Seconds = defaultdict[str, float]


class Timed(NamedTuple):
    """A computed plan, its seconds in all and by stage."""

    plan: Plan
    seconds: float
    stages: Seconds

    @property
    def times_staffing(self) -> float:
        """The whole as a multiple of its staffing step."""
        return self.seconds / self.stages["staffing"]


def whole_plan() -> bool:
    """Prints the stages of the plan; whether it keeps its limits."""
    given = largest_plan()
    cold, warm = zip(*(both(given) for _ in range(ROUNDS)), strict=True)
    first, again = (min(some, key=lambda one: one.seconds) for some in (cold, warm))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(opening(first.plan))
    print(f"  {'seconds':<22} {'tables anew':>12} {'at hand':>10}")
    for stage in (*STAGES, PROPOSALS, OTHER):
        print(f"  {stage:<22} {first.stages[stage]:12.2f} {again.stages[stage]:10.2f}")
    print(f"  {'total':<22} {first.seconds:12.2f} {again.seconds:10.2f}")
    kept = (
        judged("whole / staffing", first.times_staffing, MOST_TIMES, "times"),
        judged("peak memory", peak_mb, MOST_MB, "MB"),
    )
    return all(kept)


def judged(what: str, found: float, most: float, unit: str) -> bool:
    """Prints a limit, what was found, and PASS or MISS."""
    kept = found <= most
    print(f"  {what:<22} {found:12,.2f} {unit}, at most {most:,g}: {'PASS' if kept else 'MISS'}")
    return kept


def both(given: Assumptions) -> tuple[Timed, Timed]:
    """The plan with every staffing table built anew, and with all at hand."""
    requirement.TABLES.clear()
    return timed(given), timed(given)


def timed(given: Assumptions) -> Timed:
    """The plan of these assumptions, with seconds by stage."""
    spent: Seconds = defaultdict(float)
    stage_of = {one.results: stage for stage, steps in STAGES.items() for one in steps}

    def stepwise(steps: tuple[Step, ...], known: Results) -> dict[str, Any]:
        values = dict(known)
        for one in steps:
            with clock(spent, stage_of.get(one.results, OTHER)):
                values = run((one,), values)
        return values

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(making, "run", stepwise))
        proposing = clocked(spent, PROPOSALS, with_hiring_plan)
        stack.enter_context(mock.patch.object(making, "with_hiring_plan", proposing))
        start = time.perf_counter()
        plan = make_plan(given)
        seconds = time.perf_counter() - start
    spent[OTHER] = seconds - sum(spent.values())
    return Timed(plan, seconds, spent)


@contextmanager
def clock(spent: Seconds, stage: str) -> Iterator[None]:
    """Adds the seconds of the block to its stage."""
    start = time.perf_counter()
    yield
    spent[stage] += time.perf_counter() - start


def clocked(spent: Seconds, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, with its seconds on record."""

    def recorded(*given: Any, **named: Any) -> Any:
        with clock(spent, stage):
            return work(*given, **named)

    return recorded


def opening(plan: Plan) -> str:
    """How large the plan is."""
    given = plan.assumptions
    scenarios, queues, weeks = len(given.scenarios), len(given.queue_names), given.calendar.weeks
    intervals = scenarios * queues * weeks * given.profile_share[0].size
    live = [channel in ("phone", "chat") for channel in given.queues["channel"]]
    open_now = scenarios * weeks * np.count_nonzero(given.profile_share[live])
    people = max(float(run_of["frontline_heads"].max()) for run_of in plan.runs.values())
    return (
        f"{scenarios} scenarios x {queues} queues x {weeks} weeks: {intervals / 1e6:.1f} million "
        f"half-hours,\n{open_now / 1e6:.1f} million of them open in a queue that waits in line; "
        f"up to {people:,.0f} agents and trainees, {len(given.classes):,} classes"
    )


# the plan


def largest_plan() -> Assumptions:
    """Growth of a service of many channels over three years."""
    share = np.linspace(1, 4, QUEUES) / np.linspace(1, 4, QUEUES).sum()
    week = np.arange(WEEKS)[:, None]
    season = 1 + 0.12 * np.sin(2 * np.pi * (week / 52 + np.linspace(0, 0.3, QUEUES)))
    quarters = [MONDAY + timedelta(weeks=5 + 13 * number) for number in range(12)]
    return make_assumptions(
        MONDAY,
        [queue(number, round(20_000 * share[number])) for number in range(QUEUES)],
        np.linspace(3_000_000, 7_000_000, WEEKS)[:, None] * share * season,
        values={
            "training_rooms": 200,
            "class_max_heads": 40,
            "wage_step_date": MONDAY + timedelta(weeks=52),
        },
        profile_share=np.stack([profile(number) for number in range(QUEUES)]),
        events=tuple(Event(f"Bills {day}", "All", day, day, 0.1) for day in quarters),
        scenarios=tuple(Scenario(name, changes) for name, changes in SCENARIOS.items()),
    )


def queue(number: int, heads: int) -> dict[str, Any]:
    """One queue; every queue its own mix of channel, handling time, patience and targets."""
    channel = CHANNELS[number % len(CHANNELS)]
    found = {
        "queue": f"Queue {number + 1}",
        "channel": channel,
        "site": f"Site {number % 6 + 1}",
        "aht_s": 240 + 7 * number,
        "opening_agents_heads": heads,
        "training_weeks": 3 + number % 4,
    }
    if channel in ("phone", "chat"):
        found |= targets(number)
    if channel == "chat":
        found |= {"max_concurrency": 2 + number % 2, "answer_within_s": 45}
    return found


def targets(number: int) -> dict[str, float]:
    """What is promised to those who wait in line, and how long they wait."""
    found: dict[str, float] = {}
    if number % 2:
        found["patience_s"] = 90 + 10 * (number % 7)
    if number % 6 == 1:
        found["max_abandon_share"] = 0.05
    if number % 3 == 0:
        found["max_occupancy_share"] = 0.85 + 0.01 * (number % 4)
    if number % 4 == 1:
        found |= {"service_level_share": 0.9, "answer_within_s": 30}
    if number % 5 == 2:
        found["max_asa_s"] = 45
    return found


def profile(number: int) -> NDArray[np.float64]:
    """Six or seven days with two peaks; one queue in four is open around the clock."""
    hour = np.arange(48) / 2
    peak = 10 + number % 3
    shape = (
        0.35 + np.exp(-(((hour - peak) / 3) ** 2)) + 0.6 * np.exp(-(((hour - peak - 4) / 2.5) ** 2))
    )
    if number % 4:
        shape *= (hour >= 7) & (hour < 21)
    days = WEEKDAY_WEIGHTS * (np.arange(7) < (7 if number % 3 else 6))
    week = np.outer(days, shape)
    return np.asarray(week / week.sum())
