"""Paid against productive hours: one line in which planners and finance see the same hours.

Finance counts what is paid, planners what is left for contacts. Between the two lie absence, time
at work that is not for contacts, and what people still learn: paid - out of office - in office -
learning = productive. Ordinary hours of agents; overtime and time off by choice stand beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HOURS = ("paid_h", "out_of_office_h", "in_office_h", "learning_h", "productive_h")


def paid_h(paid_agent_fte: Array, contract_h_per_fte: float) -> Array:
    """Paid FTE of agents x hours of one FTE."""
    return paid_agent_fte * contract_h_per_fte


def out_of_office_h(paid_h: Array, out_of_office_share: Array) -> Array:
    """Paid hours x out-of-office shrinkage.

    >>> float(out_of_office_h(np.array(1000.0), np.array(0.17)))
    170.0
    """
    return paid_h * out_of_office_share


def in_office_h(paid_h: Array, shrinkage_share: Array, out_of_office_share: Array) -> Array:
    """Paid hours x (shrinkage - out-of-office shrinkage), the scenario's points included."""
    return paid_h * (shrinkage_share - out_of_office_share)


def productive_h(effective_fte: Array, shrinkage_share: Array, contract_h_per_fte: float) -> Array:
    """Available FTE x hours of one FTE x (1 - shrinkage).

    >>> float(productive_h(np.array(10.0), np.array(0.28), 37.5).round(6))
    270.0
    """
    return effective_fte * contract_h_per_fte * (1 - shrinkage_share)


def learning_h(
    paid_h: Array, out_of_office_h: Array, in_office_h: Array, productive_h: Array
) -> Array:
    """Paid - out-of-office - in-office - productive hours: ramp, mentors, cross-training."""
    return paid_h - out_of_office_h - in_office_h - productive_h


def productive_share(paid_h: Array, productive_h: Array) -> Array:
    """Productive / paid hours of all queues; 0 where nobody is paid."""
    paid, productive = paid_h.sum(axis=1), productive_h.sum(axis=1)
    return np.asarray(np.divide(productive, paid, out=np.zeros_like(paid), where=paid > 0))


def paid_year_h(contract_h_per_fte: float) -> float:
    """Hours of one FTE x 52.

    >>> paid_year_h(40.0)
    2080.0
    """
    return contract_h_per_fte * WEEKS_PER_YEAR


def productive_year_h(paid_h: Array, productive_h: Array, paid_year_h: float) -> float:
    """Productive / paid hours over the plan x paid hours of an FTE in a year.

    >>> productive_year_h(np.array([[4000.0]]), np.array([[2600.0]]), 2080.0)
    1352.0
    """
    paid = float(paid_h.sum())
    return float(productive_h.sum()) / paid * paid_year_h if paid > 0 else 0.0
