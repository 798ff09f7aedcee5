"""Restaffing: demand drawn many times, and every draw staffed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.errors import argument_error
from capplan.questions.bands.percentiles import Band, band_of_counts
from capplan.questions.bands.simulation import DEMAND, SEED, check_draws, generator

if TYPE_CHECKING:
    from capplan.erlang.thresholds.table import StaffingTable

Array = NDArray[np.float64]
Single = NDArray[np.float32]

DRAWS = 10_000


class VolumeSpread(NamedTuple):
    """How far actual contacts may lie from the forecast, as shares of it (lognormal).

    `level_share` is for the whole horizon at once (the forecast was too high throughout),
    `week_share` for single weeks; `carry_over_share` of a week's deviation goes on into the next
    (first-order autoregression).
    """

    level_share: float = 0.05
    week_share: float = 0.05
    carry_over_share: float = 0.5


class Restaffed(NamedTuple):
    """Required agents: weeks x queues, and by week of all queues together."""

    by_queue: Band
    total: Band


def restaff(
    contacts: ArrayLike,
    tables: Sequence[StaffingTable],
    spread: VolumeSpread | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    min_positions: ArrayLike = 0,
) -> Restaffed:
    """Required agents if contacts come out higher or lower than planned: P10, P50 and P90.

    `contacts` are those of one interval (the busiest, say), weeks x queues; each queue's exact
    staffing table must reach beyond them as far as the spread does. The mean of the drawn
    contacts is the plan's.

    Raises:
        PlanInputError: shapes that do not fit, or contacts beyond a table.

    >>> from capplan import erlang
    >>> table = erlang.staffing_table(180, 0.80, 20, max_contacts=400)
    >>> found = restaff([[104.0]], [table])
    >>> [int(value[0, 0]) for value in found.by_queue]
    [13, 14, 15]
    """
    volumes, least = _checked(contacts, tables, min_positions)
    weeks, queues = volumes.shape
    by_queue, total = np.zeros((3, weeks, queues)), np.zeros((3, weeks))
    factors = volume_factors(spread or VolumeSpread(), weeks, queues, draws, seed)
    for week, factor in enumerate(factors):
        together = np.zeros(draws, dtype=np.int64)
        for number, table in enumerate(tables):
            drawn = np.multiply(factor[number], volumes[week, number], dtype=np.float64)
            agents = np.asarray(table.agents(drawn))
            if least[number] and volumes[week, number]:
                agents = np.maximum(agents, least[number])
            by_queue[:, week, number] = band_of_counts(agents)
            together += agents
        total[:, week] = band_of_counts(together)
    return Restaffed(Band(*by_queue), Band(*total))


def volume_factors(
    spread: VolumeSpread, weeks: int, queues: int, draws: int = DRAWS, seed: int = SEED
) -> Iterator[Single]:
    """Actual over planned contacts, queues x draws, one week after another; 1 on average.

    The array is used again for the next week: copy what you want to keep.

    >>> weekly = [factor.mean() for factor in volume_factors(VolumeSpread(), 3, 1)]
    >>> [round(float(mean), 2) for mean in weekly]
    [1.0, 1.0, 1.0]
    """
    level, week, carry = (np.float32(value) for value in _checked_spread(spread))
    random = generator(seed, DEMAND)
    size = (queues, check_draws(draws))
    always = random.standard_normal(size, dtype=np.float32) * level
    always -= (level * level + week * week) / 2
    state = random.standard_normal(size, dtype=np.float32)
    fresh, factor = np.empty(size, np.float32), np.empty(size, np.float32)
    news = np.sqrt(1 - carry * carry)
    for number in range(weeks):
        if number:
            random.standard_normal(out=fresh, dtype=np.float32)
            np.multiply(fresh, news, out=fresh)
            np.multiply(state, carry, out=state)
            state += fresh
        np.multiply(state, week, out=factor)
        factor += always
        yield np.exp(factor, out=factor)


def _checked_spread(spread: VolumeSpread) -> VolumeSpread:
    for name, share in zip(VolumeSpread._fields, spread, strict=True):
        if not 0 <= share <= 1:
            raise argument_error(name, share, "0 to 1")
    return spread


def _checked(
    contacts: ArrayLike, tables: Sequence[StaffingTable], min_positions: ArrayLike
) -> tuple[Array, NDArray[np.int64]]:
    volumes = np.asarray(contacts, dtype=float)
    if volumes.ndim != 2 or volumes.shape[1] != len(tables):
        wanted = f"weeks x {len(tables)}: one column a table"
        raise argument_error("contacts", f"shape {volumes.shape}", wanted)
    if not (np.isfinite(volumes) & (volumes >= 0)).all():
        raise argument_error("contacts", f"{volumes.min()} to {volumes.max()}", "0 or more")
    least = np.ceil(np.asarray(min_positions, dtype=float))
    if least.shape not in ((), (len(tables),)) or not (least >= 0).all():
        raise argument_error("min_positions", min_positions, "0 or more, one value or one a queue")
    return volumes, np.broadcast_to(least, (len(tables),)).astype(np.int64)
