"""Sensitivity: what a little more or less of each assumption does to cost and people.

One driver is moved at a time, everything else stays; runs share all that does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import argument_error
from capplan.plan.standing import agent_year_cost
from capplan.questions.bridge import HEADS, MEASURES, MONEY
from capplan.questions.drivers import POINTS, RELATIVE, Driver, drivers
from capplan.questions.mixing import planners_own
from capplan.questions.shared_runs import SharedRuns
from capplan.staffing.requirement import is_live
from capplan.staffing.service import own_heads, service, staff_h

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan

    Array = NDArray[np.float64]

TOP = 10
# what a point more of it costs is what people ask for
POINT_TERMS = (
    "service_level_share",
    "max_occupancy_share",
    "shrinkage_change_share",
    "schedule_inefficiency_share",
    "annual_attrition_share",
    "weekly_dropout_share",
    "volume_change_share",
    "aht_change_share",
)


@dataclass(frozen=True)
class Swing:
    """One driver a step down and a step up: what each measure changes by; None: not allowed."""

    driver: Driver
    step: str
    minus: Mapping[str, float] | None
    plus: Mapping[str, float] | None

    def size(self, measure: str) -> float:
        """The larger of both changes."""
        sides = [abs(one[measure]) for one in (self.minus, self.plus) if one is not None]
        return max(sides, default=0.0)

    def as_dict(self) -> dict[str, Any]:
        """The swing as plain data, for JSON output."""
        return {
            "term": self.driver.term,
            "label": self.driver.label,
            "step": self.step,
            "minus": self.minus,
            "plus": self.plus,
        }


def one_at_a_time(
    value: Callable[[Mapping[str, float]], float],
    inputs: Mapping[str, float],
    relative: float = RELATIVE,
) -> dict[str, tuple[float, float]]:
    """What the value changes by when each input alone is a part less and a part more.

    >>> work = lambda inputs: inputs["contacts"] * inputs["aht_s"]
    >>> one_at_a_time(work, {"contacts": 100, "aht_s": 300})["aht_s"]
    (-3000.0, 3000.0)
    """
    base = value(inputs)
    low, high = (
        {name: value({**inputs, name: size * part}) - base for name, size in inputs.items()}
        for part in (1 - relative, 1 + relative)
    )
    return {name: (low[name], high[name]) for name in inputs}


def swings(
    plan: Plan,
    moved: Sequence[Driver] | None = None,
    measures: Sequence[str] = (MONEY, HEADS),
    *,
    relative: float = RELATIVE,
    points: float = POINTS,
    runs: SharedRuns | None = None,
) -> list[Swing]:
    """What each driver does to cost and people, a step down and a step up, one at a time.

    Under the live scenario. Shares move by points, whole numbers by one, all else by a part;
    a driver of the queues moves in all of them. Classes are proposed anew, as a plan would.
    """
    unknown = [name for name in measures if name not in MEASURES]
    if unknown:
        allowed = "one or more of " + ", ".join(MEASURES)
        raise argument_error("measures", ", ".join(unknown), allowed)
    wanted = {name: MEASURES[name] for name in measures}
    shared = runs or SharedRuns([name for one in wanted.values() for name in one.needs])

    def measured(given: Assumptions) -> dict[str, float]:
        results = shared.run(given, plan.live)
        return {
            name: one.of(*(results[need] for need in one.needs)) for name, one in wanted.items()
        }

    own = planners_own(plan.assumptions)
    base = measured(own)

    def change(driver: Driver, direction: int) -> dict[str, float] | None:
        given = driver.moved(own, direction, relative, points)
        if given is None:
            return None
        return {name: value - base[name] for name, value in measured(given).items()}

    return [
        Swing(one, one.step(relative, points), change(one, -1), change(one, 1))
        for one in (drivers() if moved is None else moved)
    ]


def tornado(
    plan: Plan, measure: str = MONEY, top: int = TOP, *, runs: SharedRuns | None = None
) -> list[Swing]:
    """The drivers that move the total cost most, strongest first, each ten percent or one point.

    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9))
    >>> [one.driver.label for one in tornado(plan, top=2)]
    ['Agents per team leader', 'Team leaders on duty']
    """
    return strongest_first(swings(plan, measures=(measure,), runs=runs), measure)[:top]


def strongest_first(found: Sequence[Swing], measure: str) -> list[Swing]:
    """The swings that move the measure at all, the strongest first."""
    moving = [one for one in found if one.size(measure) > 0]
    return sorted(moving, key=lambda one: -one.size(measure))


def one_point(plan: Plan, *, runs: SharedRuns | None = None) -> list[Swing]:
    """What one point of service level, occupancy, shrinkage or attrition costs, in money and FTE.

    Volume and handling time by one percent. A point of service level is one in every queue that
    has such a target.
    """
    chosen = [one for name in POINT_TERMS for one in drivers() if one.term == name]
    return swings(plan, chosen, tuple(MEASURES), relative=0.01, points=0.01, runs=runs)


# one agent


@dataclass(frozen=True, slots=True)
class AgentRow:
    """A queue's week with so many agents more or fewer than it needs.

    Service, wait and losses are None for work that waits as backlog; the backlog is None for
    contacts that wait in line. `year_cost` is the pay, on-costs, seat and replacement of the
    agents more or fewer, a year.
    """

    queue: str
    week: date
    difference_heads: int
    heads: float
    service_level_share: float | None
    asa_s: float | None
    abandon_share: float | None
    occupancy_share: float
    backlog_h: float | None
    year_cost: float


def one_agent(plan: Plan, week: date | None = None, reach: int = 1) -> list[AgentRow]:
    """What one agent more or fewer does to each queue in a week, its busiest by default.

    Heads are agents whom the requirement asks for, fully proficient. The backlog is that of the
    week's end when every week before has as many more or fewer.

    Raises:
        PlanInputError: for a week that is not one of the plan.
    """
    at = None if week is None else _week_number(plan, week)
    results, given = plan.runs[plan.live], plan.assumptions
    needed = own_heads(results)
    steps = range(-reach, reach + 1)
    found = {
        step: service(results, staff_h(results, np.maximum(needed + step, 0.0))) for step in steps
    }
    rows = []
    for number, name in enumerate(given.queue_names):
        number_of_week = int(needed[:, number].argmax()) if at is None else at
        price = agent_year_cost(results, number)
        live = is_live(given.queues["channel"][number], given.queues["response_goal_h"][number])
        for step, one in found.items():
            level, wait, lost, busy, left, _ = (float(part[number_of_week, number]) for part in one)
            rows.append(
                AgentRow(
                    name,
                    given.calendar.mondays[number_of_week],
                    step,
                    max(float(needed[number_of_week, number]) + step, 0.0),
                    level if live else None,
                    wait if live else None,
                    lost if live else None,
                    busy,
                    None if live else left,
                    step * price,
                )
            )
    return rows


def _week_number(plan: Plan, week: date) -> int:
    mondays = plan.assumptions.calendar.mondays
    if week not in mondays:
        allowed = f"a Monday of the plan, {mondays[0].isoformat()} to {mondays[-1].isoformat()}"
        raise argument_error("week", week.isoformat(), allowed)
    return mondays.index(week)


# for the screen


def tornado_lines(found: Sequence[Swing], measure: str, currency: str) -> Iterator[str]:
    """The tornado as text, a driver a line."""
    row = MEASURES[measure]
    digits = 0 if row.unit == MONEY else 1
    yield f"{row.label}, {row.unit.replace(MONEY, currency)}: one driver at a time"
    yield f"  {'driver':<32}{'step':>12}{'less':>16}{'more':>16}"
    for one in found:
        less, more = (
            "-" if side is None else f"{side[measure]:+,.{digits}f}"
            for side in (one.minus, one.plus)
        )
        yield f"  {one.driver.label:<32}{'± ' + one.step:>12}{less:>16}{more:>16}"
