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

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.entries import Outsourcing

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


def without_outsourced(required_fte: Array, outsourced_fte: Array) -> Array:
    """What the plan's own people must cover: required - outsourced, never below 0."""
    return np.maximum(0.0, required_fte - outsourced_fte)


def net_of(known: Mapping[str, Any]) -> Array:
    """The requirement that classes are planned for: all of it where no contract is known of."""
    required = known["required_fte"]
    return without_outsourced(required, known.get("outsourced_fte", np.zeros_like(required)))
