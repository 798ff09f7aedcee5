"""Given these staff: what a week, or any run of intervals, will look like to customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class WeekOutcome:
    """Results over all intervals together, weighted by what they count.

    Service level by contacts, speed of answer (seconds) by answered contacts, abandonment by
    offered contacts, occupancy by staffed time.
    """

    service_level: float
    asa_s: float
    abandon_share: float
    occupancy: float


def week_outcome(
    staff: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    answer_within_s: ArrayLike = 20,
    interval_s: ArrayLike = 1800,
    patience_s: ArrayLike | None = None,
    *,
    definition: str = "excl_short",
) -> WeekOutcome:
    """What customers get in a week from the agents on seats in each interval (fractions allowed).

    Service level is the mean of the intervals weighted by contacts. Without patience one
    overloaded interval makes the speed of answer infinite.

    >>> week_outcome([14, 14], [100, 0], 180).occupancy
    0.35714285714285715
    """
    import numpy as np

    from capplan.queueing.delivered import abandon_share, asa, occupancy, service_level

    seats, volume = np.broadcast_arrays(
        np.asarray(staff, dtype=np.float64), np.asarray(contacts, dtype=np.float64)
    )
    total = float(volume.sum())
    busy = occupancy(seats, volume, aht_s, interval_s, patience_s)
    staffed = float((seats * np.asarray(interval_s)).sum())
    share_busy = float((busy * seats * np.asarray(interval_s)).sum()) / staffed if staffed else 0.0
    if total == 0:
        return WeekOutcome(1.0, 0.0, 0.0, share_busy)
    level = service_level(
        seats, volume, aht_s, answer_within_s, interval_s, patience_s, definition=definition
    )
    patience = np.inf if patience_s is None else patience_s
    lost = volume * abandon_share(seats, volume, aht_s, patience, interval_s)
    answered = volume - lost
    wait = np.where(answered > 0, asa(seats, volume, aht_s, interval_s, patience_s), 0.0)
    kept = float(answered.sum())
    return WeekOutcome(
        float((level * volume).sum()) / total,
        float((wait * answered).sum()) / kept if kept else float("inf"),
        float(lost.sum()) / total,
        share_busy,
    )
