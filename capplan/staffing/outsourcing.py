"""Outsourcing: hours that somebody else delivers, and what the contract costs.

A contract counts beside the people there are. It costs the hours delivered, at least the minimum,
while it runs, and the transition in its first week; nobody can give notice before the plan starts,
so that after its last week the minimum is billed until the notice from the plan's first week on is
over. It carries no on-costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.exchange import weekly_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.entries import Outsourcing, PlanRate

    Array = NDArray[np.float64]


def runs(one: Outsourcing, mondays: tuple[date, ...]) -> NDArray[np.bool_]:
    """The weeks in which a contract delivers."""
    last = mondays[-1] if one.last_week is None else one.last_week
    return np.array([one.first_week <= day <= last for day in mondays])


def outsourced_fte(
    outsourcing: tuple[Outsourcing, ...],
    queue_names: tuple[str, ...],
    mondays: tuple[date, ...],
    shrinkage_share: Array,
    contract_h_per_fte: float,
) -> Array:
    """Hours delivered / productive hours of one FTE of the queue: contract x (1 - shrinkage)."""
    hours = np.zeros((len(mondays), len(queue_names)))
    for one in outsourcing:
        hours[:, queue_names.index(one.queue)] += np.where(runs(one, mondays), one.delivered_h, 0.0)
    return np.asarray(hours / (contract_h_per_fte * (1 - np.asarray(shrinkage_share))))


def outsourcing_contract_cost(
    outsourcing: tuple[Outsourcing, ...],
    mondays: tuple[date, ...],
    plan_rates: tuple[PlanRate, ...],
    currency: str,
) -> Array:
    """Billed hours x cost an hour x rate, + the transition, week by week and contract by contract.

    >>> from capplan.inputs.entries import Outsourcing
    >>> week = [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)]
    >>> one = Outsourcing("A", "Calls", week[0], 100, 20, week[0], 80, "", 2, 500)
    >>> outsourcing_contract_cost((one,), tuple(week), (), "USD")[:, 0].tolist()
    [2500.0, 1600.0, 0.0]
    """
    number = np.arange(len(mondays))
    found = []
    for one in outsourcing:
        running = runs(one, mondays)
        begun = np.array([day >= one.first_week for day in mondays])
        owed = np.where(begun & (number < one.notice_weeks), one.minimum_h, 0.0)
        billed = np.where(running, max(one.delivered_h, one.minimum_h), owed)
        first = np.array([day == one.first_week for day in mondays])
        price = billed * one.hour_price + np.where(first, one.transition_price, 0.0)
        found.append(price * weekly_rate(mondays, plan_rates, one.currency, currency))
    return np.stack(found, axis=1) if found else np.zeros((len(mondays), 0))


def without_outsourced(required_fte: Array, outsourced_fte: Array) -> Array:
    """What the plan's own people must cover: required - outsourced, never below 0."""
    return np.maximum(0.0, required_fte - outsourced_fte)


def net_of(known: Mapping[str, Any]) -> Array:
    """The requirement that classes are planned for: all of it where no contract is known of."""
    required = known["required_fte"]
    return without_outsourced(required, known.get("outsourced_fte", np.zeros_like(required)))
