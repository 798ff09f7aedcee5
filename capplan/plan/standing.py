"""What a standing number of agents costs: kept up week by week, with all that hangs on them.

Whoever leaves is replaced; leaders, support roles, on-costs and seats follow the plan's own rules
and prices. Growth costs nothing here: this prices a level, not the way there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import Issue, PlanInputError
from capplan.leaders.layers import lines
from capplan.leaders.movement.apart import by_group
from capplan.leaders.spans import leadership
from capplan.money.budget import PREMIUM, STARTER_COSTS
from capplan.money.seats import seat_year_cost
from capplan.plan.flow import STEPS
from capplan.staffing.requirement import is_live
from capplan.staffing.service import own_heads
from capplan.steps import leading_to, run
from capplan.vocabulary import WEEKS_PER_YEAR, term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions

    Array = NDArray[np.float64]

AGENT_LINES = (
    "agents_cost",
    "trainees_cost",
    "premiums_cost",
    "incentive_cost",
    *STARTER_COSTS,
)

LEAST = "the cost of one agent and all that comes with it"
NOBODY = ("overtime_fte", "vto_fte", "severance_heads")  # in a standing number of agents


def standing_cost(results: Mapping[str, Any], agents_heads: Array) -> Array:
    """What each week costs with these agents there, weeks x queues, fractions allowed.

    `results` are those of a plan's scenario: its pay, spans, ratios and attrition apply. Starters
    replace the week's leavers: agents x weekly attrition / share that survives training. Nobody
    works overtime, goes home by choice or is asked to leave; the bonus falls due in its month.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9))
    >>> round(float(standing_cost(plan.runs["Base"], np.full((9, 1), 20.0))[0]))
    22007
    """
    people = _people(results, agents_heads)
    people |= _leaders(results, people["floor_heads"], agents_heads)
    steps = leading_to(STEPS, ["week_cost"], people)
    return np.asarray(run(steps, {**results, **people})["week_cost"])


def agent_year_cost(results: Mapping[str, Any], queue: int) -> float:
    """What one more agent of a queue costs a year: pay, on-costs, seat, and replacing leavers.

    Pay is with premiums, incentive and a whole bonus, however much of a year the plan has. Without
    leaders and support roles, which come in steps; at the plan's mean pay index.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9))
    >>> round(agent_year_cost(plan.runs["Base"], 0))
    41363
    """
    heads = np.zeros_like(results["required_fte"])
    heads[:, queue] = 1.0
    people = _people(results, heads)
    lines = run(leading_to(STEPS, AGENT_LINES, people), {**results, **people})
    pay = (lines["agents_cost"] + lines["trainees_cost"]) * (1 + results["bonus_share"])
    pay = pay + lines["premiums_cost"] + lines["incentive_cost"]
    seats = people["frontline_heads"] * seat_year_cost(results)[queue] / WEEKS_PER_YEAR
    week = pay * (1 + results["burden_share"]) + seats
    week = sum((lines[line] for line in STARTER_COSTS), week)
    return float(week.mean()) * WEEKS_PER_YEAR


def _people(results: Mapping[str, Any], agents_heads: Array) -> dict[str, Array]:
    """The people that a standing number of agents means, in the plan's terms."""
    weeks, dropout = results["training_weeks"], results["weekly_dropout_share"]
    starts = agents_heads * results["tenured_hazard_share"] / (1 - dropout) ** weeks
    training = starts * _weeks_there(weeks, dropout)
    floor = agents_heads.sum(axis=1)
    per_head = results["fte_per_head"]
    return {
        "starts_heads": starts,
        "training_heads": training,
        "classes_in_training": training / results["class_max_heads"],
        "on_floor_heads": agents_heads,
        "seated_heads": agents_heads + training,
        "floor_heads": floor,
        "frontline_heads": floor + training.sum(axis=1),
        "paid_agent_fte": agents_heads * per_head,
        "paid_trainee_fte": training * (1 - dropout / 2) * per_head,
        **dict.fromkeys(NOBODY, np.zeros_like(agents_heads)),
    }


def _leaders(
    results: Mapping[str, Any], floor_heads: Array, agents_heads: Array
) -> dict[str, Array]:
    """The leaders that a standing floor means: as many as the spans ask for, none at a premium."""
    asked = leadership(
        floor_heads,
        results["supervisor_span"],
        results["layer_rules"],
        results["duty_supervisors_heads"],
        by_group(agents_heads, results["team_grouping"], results["site"]),
        results["minimum_team_heads"],
    ).required_heads
    heads = dict(zip(lines("{}_heads"), asked.T, strict=True))
    return heads | {name: np.zeros_like(floor_heads) for name in PREMIUM}


def _weeks_there(training_weeks: Array, weekly_dropout_share: float) -> Array:
    """Trainees there for each weekly starter: the sum of the shares that are left."""
    if weekly_dropout_share == 0:
        return np.asarray(training_weeks, dtype=float)
    left = (1 - weekly_dropout_share) ** training_weeks
    return np.asarray((1 - left) / weekly_dropout_share)


class Standing:
    """A scenario of a plan with so many agents standing there, over the queues of each week.

    With `live_first` the queues that wait in line are staffed first, else all are short alike.
    """

    def __init__(
        self, given: Assumptions, results: Mapping[str, Any], *, live_first: bool = True
    ) -> None:
        self.results = results
        self.needed = own_heads(results)
        asked = zip(given.queues["channel"], given.queues["response_goal_h"], strict=True)
        self.live = np.array([is_live(channel, goal) for channel, goal in asked])
        self.first = self.live if live_first else np.ones_like(self.live)

    def split(self, heads: float) -> Array:
        """So many agents over the queues of each week."""
        first = self.needed * self.first
        second = self.needed - first
        total, most = self.needed.sum(axis=1), first.sum(axis=1)
        enough = np.minimum(heads, most)
        rest = np.maximum(np.minimum(heads, total) - most, 0.0)
        short = first * over(enough, most) + second * over(rest, second.sum(axis=1))
        plenty = self.needed * over(np.full_like(total, heads), total)
        return np.where((heads >= total)[:, None], plenty, short)

    def cost(self, agents_heads: Array) -> Array:
        """What each week costs with these agents there."""
        return standing_cost(self.results, agents_heads)

    def total(self, heads: float) -> float:
        """What all weeks cost with so many agents."""
        return float(self.cost(self.split(heads)).sum())


def over(part: Array, whole: Array) -> Array:
    """Part / whole of each week, as a column; 0 where there is nothing."""
    share = np.divide(part, whole, out=np.zeros_like(part, dtype=float), where=whole > 0)
    return np.asarray(share[:, None])


def check_cap(
    given: Assumptions,
    runs: Mapping[str, Mapping[str, Any]],
    place: Callable[[str, int | str], str],
) -> None:
    """Refuses a cap in money that does not buy a single agent, under any scenario."""
    money = given.values["budget_cap_cost"]
    if money is None:
        return
    for name, results in runs.items():
        least = Standing(given, results).total(1)
        if money < least:
            where = place("budget_cap_cost", "")
            label, allowed = term("budget_cap_cost").label, f"{least:,.0f} or more, {LEAST}"
            fault = Issue(where, label, f"{money:,.0f}", allowed, f"under scenario {name}")
            raise PlanInputError([fault])
