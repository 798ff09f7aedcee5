"""Dated moves of agents: transfers, promotions, leave of absence, planned leavers, severance.

Whole people, all of them tenured, the same under every scenario. A transfer is trained for its new
queue for some weeks: paid, not productive, and nobody leaves meanwhile. A dated leave ends on its
date; who does not come back then leaves the company. Who leaves with severance is a planned leaver
who was asked to go: the same for the floor, but it costs weeks of pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Move

    Array = NDArray[np.float64]
    Place = Callable[[Move], tuple[str, int]]

TRANSFER, PROMOTION, LEAVE, LEAVER = "transfer", "promotion", "leave of absence", "leaver"
SEVERANCE = "severance"
OUT_OF_THE_FLOOR = {
    TRANSFER: "transfers_out_heads",
    PROMOTION: "promotions_out_heads",
    LEAVER: "planned_leavers_heads",
    SEVERANCE: "planned_leavers_heads",
    LEAVE: "leave_out_heads",
}


class DatedMoves(NamedTuple):
    """Heads that move on a Monday, and those in cross-training after it; weeks x queues."""

    transfers_in_heads: Array
    transfers_out_heads: Array
    cross_training_heads: Array
    promotions_out_heads: Array
    planned_leavers_heads: Array
    severance_heads: Array


class DatedLeave(NamedTuple):
    """Heads that go on leave on a date, come back on another, or do not; weeks x queues."""

    dated_leave_out_heads: Array
    dated_leave_back_heads: Array
    dated_leave_lost_heads: Array


def dated_moves(
    moves: tuple[Move, ...], mondays: tuple[date, ...], queue_names: tuple[str, ...]
) -> DatedMoves:
    """Heads of the moves of each week, by kind; transfers arrive after their cross-training."""
    import numpy as np

    def heads(kind: str, place: Place) -> Array:
        kept = [one for one in moves if one.kind == kind]
        return _table(kept, place, mondays, queue_names)

    gone = heads(TRANSFER, lambda one: (one.queue, 0))
    trained = heads(TRANSFER, lambda one: (one.to_queue, 0))
    arrived = heads(TRANSFER, lambda one: (one.to_queue, weeks_of(one)))
    severed = heads(SEVERANCE, lambda one: (one.queue, 0))
    return DatedMoves(
        transfers_in_heads=arrived,
        transfers_out_heads=gone,
        cross_training_heads=np.cumsum(trained - arrived, axis=0),
        promotions_out_heads=heads(PROMOTION, lambda one: (one.queue, 0)),
        planned_leavers_heads=heads(LEAVER, lambda one: (one.queue, 0)) + severed,
        severance_heads=severed,
    )


def dated_leave(
    moves: tuple[Move, ...],
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    leave_of_absence_weeks: float,
    leave_return_share: float,
) -> DatedLeave:
    """Heads of the leaves of absence that have a date; those of an end split by who comes back."""
    leaves = [one for one in moves if one.kind == LEAVE]

    def returning(one: Move) -> float:
        return leave_return_share if one.return_share is None else one.return_share

    def end(one: Move) -> tuple[str, int]:
        return one.queue, weeks_of(one, int(leave_of_absence_weeks))

    return DatedLeave(
        _table(leaves, lambda one: (one.queue, 0), mondays, queue_names),
        _table(leaves, end, mondays, queue_names, returning),
        _table(leaves, end, mondays, queue_names, lambda one: 1 - returning(one)),
    )


def weeks_of(move: Move, otherwise: int = 0) -> int:
    """Weeks of cross-training or away, where the move names none: those of the plan."""
    return otherwise if move.weeks is None else int(move.weeks)


def _table(
    moves: Iterable[Move],
    place: Place,
    mondays: tuple[date, ...],
    queue_names: tuple[str, ...],
    share: Callable[[Move], float] = lambda one: 1.0,
) -> Array:
    """Weeks x queues: heads x share of each move at its queue, so many weeks after its Monday."""
    import numpy as np

    found = np.zeros((len(mondays), len(queue_names)))
    week_of = {monday: week for week, monday in enumerate(mondays)}
    for one in moves:
        queue, later = place(one)
        week = week_of[one.week] + later
        if week < len(mondays):
            found[week, queue_names.index(queue)] += one.heads * share(one)
    return found
