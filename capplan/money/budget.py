"""Budget: what every role costs, week by week, and month by month on workdays.

Yearly pay / 52 is a week's pay. Fractions of FTE are paid as they are; leaders and support roles
are whole people. Headcount is never rounded before money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.capacity.support import ROLES
from capplan.leaders.layers import LAYERS, SALARY_OF
from capplan.money import extra_pay
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
# pay by plan, whatever the site; and the pay index of each line
PLAN_PAY = {line: paid for line, paid in ROLE_PAY.items() if line != "supervisors_cost"}
INDEX_OF = {
    line: "support_wage_index" if line.removesuffix("_cost") in ROLES else "leader_wage_index"
    for line in PLAN_PAY
}
# cost line -> the same line queue by queue
QUEUE_PAY = {
    "agents_cost": "agent_pay_cost",
    "trainees_cost": "trainee_pay_cost",
    "overtime_cost": "overtime_pay_cost",
}
PREMIUM = {f"premium_{layer}_heads": SALARY_OF[layer] for layer in LAYERS}


class AgentPay(NamedTuple):
    """Weekly pay of agents, trainees and overtime, queue by queue."""

    agent_pay_cost: Array
    trainee_pay_cost: Array
    overtime_pay_cost: Array


def wage_index(
    mondays: tuple[date, ...],
    wage_step_date: date | None,
    wage_step_share: float,
    pay_change_share: float = 0.0,
) -> Array:
    """(1 + pay change) x 1 before the pay award, x (1 + award) from the weeks after its date on."""
    change = 1 + pay_change_share
    if wage_step_date is None:
        return np.full(len(mondays), float(change))
    after = np.array([monday >= wage_step_date for monday in mondays])
    return np.asarray(np.where(after, 1 + wage_step_share, 1.0) * change)


def agent_pay(
    paid_agent_fte: Array,
    paid_trainee_fte: Array,
    overtime_fte: Array,
    agent_year_cost: Array,
    trainee_year_cost: Array,
    overtime_multiple: float,
) -> AgentPay:
    """Paid FTE x yearly pay at the site / 52; overtime at its multiple of an agent's pay."""
    return AgentPay(
        paid_agent_fte * agent_year_cost / WEEKS_PER_YEAR,
        paid_trainee_fte * trainee_year_cost / WEEKS_PER_YEAR,
        overtime_fte * agent_year_cost * overtime_multiple / WEEKS_PER_YEAR,
    )


def of_all_queues(cost: Array) -> Array:
    """Sum over the queues."""
    return np.asarray(cost.sum(axis=1))


def role_pay(heads: Array, salary_cost: float, wage_index: Array) -> Array:
    """Heads x yearly pay / 52 x pay index.

    >>> float(role_pay(np.array(2.0), 52_000.0, np.array(1.03)))
    2060.0
    """
    return heads * salary_cost * (wage_index / WEEKS_PER_YEAR)


def supervisors_cost(supervisors_heads: Array, supervisor_year_cost: Array) -> Array:
    """Team leaders x yearly pay at their sites / 52."""
    return supervisors_heads * supervisor_year_cost / WEEKS_PER_YEAR


def leader_premium_cost(
    external_premium_share: float,
    supervisor_year_cost: Array,
    leader_wage_index: Array,
    *paid: Any,
) -> Array:
    """Sum over the layers of leaders at a premium x yearly pay / 52 x premium x pay index.

    `paid` are the heads of each layer from team leaders up, then the pay of each above them.

    >>> float(leader_premium_cost(0.18, np.array(52_000.0), np.array(1.0), np.array(2.0)))
    360.0
    """
    above = len(paid) // 2
    weekly = paid[0] * supervisor_year_cost
    for heads, pay in zip(paid[1 : above + 1], paid[above + 1 :], strict=True):
        weekly = weekly + heads * pay * leader_wage_index
    return np.asarray(weekly * external_premium_share / WEEKS_PER_YEAR)


def total(*lines: Array) -> Array:
    """Sum of the lines."""
    return np.asarray(np.sum(np.stack(lines), axis=0))


def on_costs_cost(
    pay_cost: Array,
    overtime_cost: Array,
    burden_share: float,
    overtime_burden_share: float | None,
) -> Array:
    """(Pay - overtime) x employer on-costs + overtime x its own on-costs, if it has any.

    >>> pay, overtime = np.array([1000.0]), np.array([100.0])
    >>> on_costs_cost(pay, overtime, 0.2, None).tolist()
    [200.0]
    >>> on_costs_cost(pay, overtime, 0.2, 0.0).tolist()
    [180.0]
    """
    if overtime_burden_share is None:
        return pay_cost * burden_share
    return (pay_cost - overtime_cost) * burden_share + overtime_cost * overtime_burden_share


def starter_cost(starts_heads: Array, cost: float) -> Array:
    """Starts x cost of a starter."""
    return np.asarray(starts_heads.sum(axis=1) * cost)


def material_cost(known: Mapping[str, Any]) -> float:
    """What a starter costs besides being recruited: the other prices a starter."""
    prices = [price for price in STARTER_COSTS.values() if price != "mix_hire_cost"]
    return float(sum(known[price] for price in prices))


def seats_cost(
    frontline_heads: Array,
    leaders_heads: Array,
    support_heads: Array,
    seat_cost: float,
    site_seats_need_heads: Array,
    site_seats_cost: Array,
) -> Array:
    """People without a site of their own x seat a year / 52 + the seats of the sites."""
    people = frontline_heads + leaders_heads + support_heads - site_seats_need_heads.sum(axis=1)
    return np.asarray(people * seat_cost / WEEKS_PER_YEAR + site_seats_cost.sum(axis=1))


# The tables of cost lines. A new line is a row of one of the next three: its step, its place on
# Budget and in the report, and its part in the total cost follow.

# cost line -> what one starter costs; step and formula need nothing else
STARTER_COSTS = {"recruiting_cost": "mix_hire_cost", "training_cost": "training_material_cost"}
# cost line -> its own function: one named after the line gives it whole, another queue by queue
EXTRA_PAY: dict[str, Callable[..., Any]] = {
    # pay beyond the base: hours and results of agents, time off by choice (a credit)
    "premiums_cost": extra_pay.premium_pay_cost,
    "incentive_cost": extra_pay.incentive_cost,
    "vto_cost": extra_pay.vto_pay_cost,
}
OTHER_COSTS: dict[str, Callable[..., Any]] = {  # no pay: no on-costs on it
    "seats_cost": seats_cost,
    "severance_cost": extra_pay.severance_pay_cost,
}

# cost line -> the same line queue by queue
QUEUE_EXTRAS = {
    line: function.__name__
    for line, function in (EXTRA_PAY | OTHER_COSTS).items()
    if function.__name__ != line
}
EXTRA_LINES = (*EXTRA_PAY, "bonus_cost")
_LEADER_LINES = tuple(ROLE_PAY)[: len(LAYERS)]
PAY_LINES = (
    *QUEUE_PAY,
    *_LEADER_LINES,
    "leader_premium_cost",
    *(line for line in ROLE_PAY if line not in _LEADER_LINES),
    *EXTRA_LINES,
)
# what the yearly bonus is a share of
BASE_PAY_LINES = tuple(line for line in PAY_LINES if line not in ("overtime_cost", *EXTRA_LINES))
OTHER_LINES = ("on_costs_cost", *STARTER_COSTS, *OTHER_COSTS, "outsourcing_cost")
COST_LINES = (*PAY_LINES, *OTHER_LINES)
