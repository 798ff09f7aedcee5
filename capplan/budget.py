"""Budget: what every role costs, week by week, and month by month on workdays.

Yearly pay / 52 is a week's pay. Fractions of FTE are paid as they are; leaders and support roles
are whole people. Headcount is never rounded before money.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.leading import LAYERS, SALARY_OF
from capplan.support import ROLES
from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# cost line -> (people it pays, their salary), for roles counted in whole people
ROLE_PAY = {
    "supervisors_cost": ("supervisors_heads", "supervisor_salary_cost"),
    "managers_cost": ("managers_heads", "manager_salary_cost"),
    "directors_cost": ("directors_heads", "director_salary_cost"),
    "vps_cost": ("vps_heads", "vp_salary_cost"),
    "svps_cost": ("svps_heads", "svp_salary_cost"),
    "service_heads_cost": ("service_heads_heads", "head_salary_cost"),
    "executives_cost": ("extra_executives_heads", "executive_salary_cost"),
    **{f"{role}_cost": (f"{role}_heads", f"{role}_salary_cost") for role in ROLES},
}
PREMIUM = {f"premium_{layer}_heads": SALARY_OF[layer] for layer in LAYERS}
_LEADER_LINES = tuple(ROLE_PAY)[: len(LAYERS)]
PAY_LINES = (
    "agents_cost",
    "trainees_cost",
    "overtime_cost",
    *_LEADER_LINES,
    "leader_premium_cost",
    *(line for line in ROLE_PAY if line not in _LEADER_LINES),
)
OTHER_LINES = ("on_costs_cost", "recruiting_cost", "training_cost", "seats_cost")
COST_LINES = (*PAY_LINES, *OTHER_LINES)


class AgentPay(NamedTuple):
    """Weekly pay of agents, trainees and overtime."""

    agents_cost: Array
    trainees_cost: Array
    overtime_cost: Array


def wage_index(
    mondays: tuple[date, ...], wage_step_date: date | None, wage_step_share: float
) -> Array:
    """1 before the pay award; 1 + award for weeks that start on or after its date."""
    if wage_step_date is None:
        return np.ones(len(mondays))
    after = np.array([monday >= wage_step_date for monday in mondays])
    return np.where(after, 1 + wage_step_share, 1.0)


def agent_pay(
    paid_agent_fte: Array,
    paid_trainee_fte: Array,
    overtime_fte: Array,
    wage_index: Array,
    agent_salary_cost: float,
    trainee_salary_cost: float,
    overtime_multiple: float,
) -> AgentPay:
    """Paid FTE x yearly pay / 52 x pay index; overtime at its multiple of an agent's pay."""
    week_pay = wage_index / WEEKS_PER_YEAR
    return AgentPay(
        paid_agent_fte.sum(axis=1) * agent_salary_cost * week_pay,
        paid_trainee_fte.sum(axis=1) * trainee_salary_cost * week_pay,
        overtime_fte.sum(axis=1) * agent_salary_cost * overtime_multiple * week_pay,
    )


def role_pay(heads: Array, salary_cost: float, wage_index: Array) -> Array:
    """Heads x yearly pay / 52 x pay index.

    >>> float(role_pay(np.array(2.0), 52_000.0, np.array(1.03)))
    2060.0
    """
    return heads * salary_cost * (wage_index / WEEKS_PER_YEAR)


def leader_premium_cost(wage_index: Array, external_premium_share: float, *paid: Any) -> Array:
    """Sum over the layers of leaders at a premium x yearly pay / 52 x premium x pay index.

    `paid` are the heads of each layer, then the pay of each.

    >>> float(leader_premium_cost(np.array(1.0), 0.18, np.array(2.0), 52_000.0))
    360.0
    """
    half = len(paid) // 2
    weekly = sum(heads * pay for heads, pay in zip(paid[:half], paid[half:], strict=True))
    return np.asarray(weekly * external_premium_share * (wage_index / WEEKS_PER_YEAR))


def total(*lines: Array) -> Array:
    """Sum of the lines."""
    return np.asarray(np.sum(np.stack(lines), axis=0))


def on_costs_cost(pay_cost: Array, burden_share: float) -> Array:
    """Pay of all roles x employer on-costs."""
    return pay_cost * burden_share


def recruiting_cost(starts_heads: Array, mix_hire_cost: float) -> Array:
    """Starts x recruiting a starter."""
    return np.asarray(starts_heads.sum(axis=1) * mix_hire_cost)


def training_cost(starts_heads: Array, training_material_cost: float) -> Array:
    """Starts x training per starter."""
    return np.asarray(starts_heads.sum(axis=1) * training_material_cost)


def seats_cost(
    frontline_heads: Array, leaders_heads: Array, support_heads: Array, seat_cost: float
) -> Array:
    """All people x seat and licences a year / 52."""
    return (frontline_heads + leaders_heads + support_heads) * seat_cost / WEEKS_PER_YEAR
