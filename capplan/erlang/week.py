"""Given these staff: what a week, or any run of intervals, will look like to customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from capplan.erlang.many.integrals import Floats

SECONDS_PER_HOUR = 3600


class BacklogOutcome(NamedTuple):
    """Deferred work, one entry a period: hours done in it, and what its end looks like.

    `weeks_of_backlog` is the closing backlog over the hours of the same period (infinite where
    there are none), `oldest_work_periods` how long the oldest work has waited.
    """

    done_h: NDArray[np.float64]
    closing_backlog_h: NDArray[np.float64]
    weeks_of_backlog: NDArray[np.float64]
    oldest_work_periods: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeekOutcome:
    """Results over all intervals together, weighted by what they count.

    Service level by contacts, speed of answer (seconds) by answered contacts, abandonment by
    offered contacts, occupancy with live contacts by staffed time. Of deferred work the hours done
    and left, the backlog left over the hours there were for it, and how many hours of the week's
    intervals the oldest of it has waited.
    """

    service_level: float
    asa_s: float
    abandon_share: float
    occupancy: float
    done_h: float = 0.0
    closing_backlog_h: float = 0.0
    weeks_of_backlog: float = 0.0
    oldest_work_h: float = 0.0


def backlog_outcome(
    staffed_h: ArrayLike,
    arrival_h: ArrayLike,
    opening_backlog_h: float | None = 0,
    max_occupancy_share: float | None = 1,
) -> BacklogOutcome:
    """What these staff hours make of email or back-office work: done, left, and how old it gets.

    done = min(backlog + arrivals, staffed hours x occupancy), oldest first; what is left opens the
    next period. One value a period; several columns are several queues.

    >>> left = backlog_outcome([320, 320, 360], [300, 420, 380], 80).closing_backlog_h
    >>> left.tolist()
    [60.0, 160.0, 180.0]
    """
    import numpy as np

    from capplan.erlang import deferred

    share = deferred.share("max_occupancy_share", max_occupancy_share, 1.0)
    opening = deferred.opening(opening_backlog_h)
    capacity = np.atleast_1d(deferred.hours("staffed_h", staffed_h)) * share
    done, left = deferred.work_off(arrival_h, capacity, opening)
    ages = deferred.oldest_periods(arrival_h, left, opening)
    return BacklogOutcome(done, left, _over(left, np.broadcast_to(capacity, left.shape)), ages)


def _over(left: Floats, capacity: Floats) -> Floats:
    import numpy as np

    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return np.where(left > 0, left / capacity, 0.0)


def week_outcome(
    staff: ArrayLike,
    contacts: ArrayLike,
    aht_s: ArrayLike,
    answer_within_s: ArrayLike = 20,
    interval_s: ArrayLike = 1800,
    patience_s: ArrayLike | None = None,
    *,
    definition: str = "excl_short",
    deferred_arrival_h: ArrayLike = 0,
    opening_backlog_h: float | None = 0,
    usable_idle_share: float | None = 0.7,
    max_occupancy_share: float | None = 0.92,
) -> WeekOutcome:
    """What customers get in a week from the agents on seats in each interval (fractions allowed).

    Service level is the mean of the intervals weighted by contacts. Without patience one
    overloaded interval makes the speed of answer infinite. A blended team answers live contacts
    first; deferred work, its hours arriving in each interval, gets the usable share of the time
    that is left below the occupancy cap, and otherwise adds to the backlog. A team without live
    contacts is not interrupted: give it a usable share of 1.

    >>> week_outcome([14, 14], [100, 0], 180).occupancy
    0.35714285714285715
    >>> week = week_outcome([14, 14], [100, 0], 180, deferred_arrival_h=[6, 2])
    >>> round(week.done_h, 3), round(week.closing_backlog_h, 3)
    (5.516, 2.484)
    """
    import numpy as np

    from capplan.erlang.delivered import occupancy

    seats, volume, length = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (staff, contacts, interval_s))
    )
    times = (answer_within_s, interval_s, patience_s)
    with np.errstate(under="ignore"):
        busy = occupancy(seats, volume, aht_s, interval_s, patience_s)
        live = _live(seats, volume, aht_s, times, definition)
        staffed = float((seats * length).sum())
        share_busy = float((busy * seats * length).sum()) / staffed if staffed else 0.0
        free = _idle_h(seats, busy, length, usable_idle_share, max_occupancy_share)
        work = _left_over(free, length, deferred_arrival_h, opening_backlog_h)
    return WeekOutcome(*live, share_busy, *work)


def _live(
    seats: Floats,
    volume: Floats,
    aht_s: ArrayLike,
    times: tuple[ArrayLike, ArrayLike, ArrayLike | None],
    definition: str,
) -> tuple[float, float, float]:
    """Service level, speed of answer and abandonment over all intervals."""
    import numpy as np

    from capplan.erlang.delivered import abandon_share, asa, service_level

    total = float(volume.sum())
    if total == 0:
        return 1.0, 0.0, 0.0
    _, interval_s, patience_s = times
    level = service_level(seats, volume, aht_s, *times, definition=definition)
    patience = np.inf if patience_s is None else patience_s
    lost = volume * abandon_share(seats, volume, aht_s, patience, interval_s)
    answered = volume - lost
    wait = np.where(answered > 0, asa(seats, volume, aht_s, interval_s, patience_s), 0.0)
    kept = float(answered.sum())
    return (
        float((level * volume).sum()) / total,
        float((wait * answered).sum()) / kept if kept else float("inf"),
        float(lost.sum()) / total,
    )


def _idle_h(
    seats: Floats,
    busy: Floats,
    length_s: Floats,
    usable_idle_share: float | None,
    max_occupancy_share: float | None,
) -> Floats:
    """Hours of each interval in which agents do deferred work: `blended_agents` turned round."""
    import numpy as np

    from capplan.erlang import deferred

    usable = deferred.share("usable_idle_share", usable_idle_share, 0.7)
    cap = deferred.share("max_occupancy_share", max_occupancy_share, 0.92)
    free = np.maximum(cap - busy, 0.0)
    return np.asarray(usable * free * seats * length_s / SECONDS_PER_HOUR)


def _left_over(
    free_h: Floats, length_s: Floats, arrival_h: ArrayLike, opening_backlog_h: float | None
) -> tuple[float, float, float, float]:
    """Hours done, hours left, weeks of backlog and hours that the oldest work has waited."""
    import numpy as np

    from capplan.erlang import deferred

    opening = deferred.opening(opening_backlog_h)
    arrivals = deferred.hours("deferred_arrival_h", arrival_h)
    come, free, length = (
        np.asarray(part).reshape(-1) for part in np.broadcast_arrays(arrivals, free_h, length_s)
    )
    done, left = deferred.work_off(come, free, opening)
    begun = np.concatenate([[0.0], np.cumsum(length)]) / SECONDS_PER_HOUR
    periods = float(deferred.oldest_periods(come, left, opening)[-1])
    since = float(np.interp(len(left) - periods, np.arange(len(begun)), begun))
    weeks = float(_over(left[-1:], free.sum(keepdims=True))[0])
    return float(done.sum()), float(left[-1]), weeks, float(begun[-1]) - since
