"""What a standing number of agents costs: kept up week by week, with all that hangs on them.

Whoever leaves is replaced; leaders, support roles, on-costs and seats follow the plan's own rules
and prices. Growth costs nothing here: this prices a level, not the way there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.leaders.appointments import LAYERS
from capplan.leaders.chain import LEADS
from capplan.leaders.movement.apart import by_group
from capplan.leaders.spans import leadership
from capplan.money.budget import PREMIUM
from capplan.money.seats import seat_year_cost
from capplan.plan import flow
from capplan.questions.shared_runs import leading_to
from capplan.steps import run
from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

AGENT_LINES = (
    "agents_cost",
    "trainees_cost",
    "premiums_cost",
    "incentive_cost",
    "recruiting_cost",
    "training_cost",
)

NOBODY = ("overtime_fte", "vto_fte", "severance_heads")  # in a standing number of agents


def standing_cost(results: Mapping[str, Any], agents_heads: Array) -> Array:
    """What each week costs with these agents there, weeks x queues, fractions allowed.

    `results` are those of a plan's scenario: its pay, spans, ratios and attrition apply. Starters
    replace the week's leavers: agents x weekly attrition / share that survives training. Nobody
    works overtime, goes home by choice or is asked to leave; the bonus falls due in its month.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = flow.make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9))
    >>> round(float(standing_cost(plan.runs["Base"], np.full((9, 1), 20.0))[0]))
    22007
    """
    people = _people(results, agents_heads)
    people |= _leaders(results, people["floor_heads"], agents_heads)
    steps = leading_to(flow.STEPS, ["week_cost"], people)
    return np.asarray(run(steps, {**results, **people})["week_cost"])


def agent_year_cost(results: Mapping[str, Any], queue: int) -> float:
    """What one more agent of a queue costs a year: pay, on-costs, seat, and replacing leavers.

    Pay is with premiums, incentive and a whole bonus, however much of a year the plan has. Without
    leaders and support roles, which come in steps; at the plan's mean pay index.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = flow.make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9))
    >>> round(agent_year_cost(plan.runs["Base"], 0))
    41363
    """
    heads = np.zeros_like(results["required_fte"])
    heads[:, queue] = 1.0
    people = _people(results, heads)
    lines = run(leading_to(flow.STEPS, AGENT_LINES, people), {**results, **people})
    pay = (lines["agents_cost"] + lines["trainees_cost"]) * (1 + results["bonus_share"])
    pay = pay + lines["premiums_cost"] + lines["incentive_cost"]
    seats = people["frontline_heads"] * seat_year_cost(results)[queue] / WEEKS_PER_YEAR
    week = pay * (1 + results["burden_share"]) + seats
    week = week + lines["recruiting_cost"] + lines["training_cost"]
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
    names = ("supervisor_span", "manager_span", "director_span", "upper_span", "head_at")
    terms = (*names, "duty_supervisors_heads", *LEADS.values())
    groups = by_group(agents_heads, results["team_grouping"], results["site"])
    teams = (groups, results["minimum_team_heads"])
    asked = leadership(floor_heads, *(*(results[name] for name in terms), *teams))
    heads = {f"{layer}_heads": one for layer, one in zip(LAYERS, asked, strict=True)}
    return heads | {name: np.zeros_like(floor_heads) for name in PREMIUM}


def _weeks_there(training_weeks: Array, weekly_dropout_share: float) -> Array:
    """Trainees there for each weekly starter: the sum of the shares that are left."""
    if weekly_dropout_share == 0:
        return np.asarray(training_weeks, dtype=float)
    left = (1 - weekly_dropout_share) ** training_weeks
    return np.asarray((1 - left) / weekly_dropout_share)
