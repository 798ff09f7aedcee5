"""Whole starts that meet the needs of every week: rounding, repair, and cheaper exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

AT_ONCE = 512  # exchanges judged together
ALMOST = 0.9  # of the best effect: later starts with this much are preferred
NEAR_WEEKS = 16  # weeks by which a start may move in one step


class Case(NamedTuple):
    """What the search works on; `need` is what starters must bring, 0 where nothing is missing."""

    need: Array
    effect: Array  # by weeks since the start
    cost: Array  # of a starter, by week of start
    sizes: Array  # starters that a week may hold, from 0
    forced: NDArray[np.bool_]  # weeks in which only the largest start helps
    lag: int  # weeks from the start to the first output
    ramp_weeks: int
    hazard_share: float
    guard: float  # FTE: a gap this small is arithmetic

    @property
    def weeks(self) -> int:
        """Weeks of the requirement."""
        return len(self.need)


def rounded(case: Case, fractions: Array) -> Array:
    """Whole classes never behind the fractions of the linear program, and all needs met."""
    starts = np.zeros(case.weeks)
    owed = 0.0
    for week in np.flatnonzero(~case.forced):
        owed += fractions[week]
        if owed > case.guard:
            place = min(np.searchsorted(case.sizes, owed - 1e-7), len(case.sizes) - 1)
            starts[week] = case.sizes[place]
            owed -= starts[week]
    return _repaired(case, starts)


def _repaired(case: Case, starts: Array) -> Array:
    """The same plan with starters added, each where it helps a short week most, until none is."""
    last = len(case.sizes) - 1
    full = np.zeros(case.weeks, dtype=bool)  # weeks that only a hair of arithmetic leaves short
    while True:
        late = np.flatnonzero((_brought(case, starts) - case.need < -case.guard) & ~full)
        if not len(late):
            return starts
        week = int(late[0])
        place = np.searchsorted(case.sizes, starts[: week + 1])
        more = case.sizes[np.minimum(place + 1, last)] - starts[: week + 1]
        helps = np.where((more > 0) & ~case.forced[: week + 1], case.effect[week::-1], 0.0)
        full[week] = not helps.any()
        if not full[week]:
            start = int(np.flatnonzero(helps > helps.max() * ALMOST)[-1])
            starts[start] += more[start]


def _brought(case: Case, starts: Array) -> Array:
    brings = np.zeros(case.weeks)
    for week in np.flatnonzero(starts):
        brings[week:] += starts[week] * case.effect[: case.weeks - week]
    return brings


def trimmed(case: Case, starts: Array) -> Array:
    """The plan after every cheaper exchange of starters between two weeks, or dropping of some."""
    starts = np.array(starts)
    shifted = np.zeros((case.weeks, case.weeks))
    for week in range(case.weeks):
        shifted[week, week:] = case.effect[: case.weeks - week]
    changed = True
    while changed:
        over = _brought(case, starts) - case.need
        one, two, fewer, more = _exchanges(case, starts)
        gain = fewer * case.cost[one] - more * case.cost[two]
        order = np.argsort(-gain, kind="stable")
        order = order[gain[order] > 1e-6]
        changed = False
        touched = np.zeros(case.weeks, dtype=bool)
        for first in range(0, len(order), AT_ONCE):
            part = order[first : first + AT_ONCE]
            change = more[part, None] * shifted[two[part]] - fewer[part, None] * shifted[one[part]]
            for place in np.flatnonzero((over + change >= -case.guard).all(axis=1)):
                pick = part[place]
                if touched[[one[pick], two[pick]]].any():
                    continue  # the sizes of that week have changed
                if (over + change[place] >= -case.guard).all():
                    over += change[place]
                    starts[one[pick]] -= fewer[pick]
                    starts[two[pick]] += more[pick]
                    touched[[one[pick], two[pick]]] = changed = True
    return starts


def _exchanges(
    case: Case, starts: Array
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, Array]:
    """Starters fewer in one week and more in another near it, by allowed sizes; or only fewer."""
    held = np.flatnonzero(starts)
    near = np.arange(-NEAR_WEEKS, NEAR_WEEKS + 1)
    one, two = np.repeat(held, len(near)), (held[:, None] + near).ravel()
    inside = (two >= 0) & (two < case.weeks)
    one, two = one[inside], two[inside]
    fine = ~case.forced[two]
    one, two = one[fine], two[fine]
    down, up = np.searchsorted(case.sizes, starts[one]), np.searchsorted(case.sizes, starts[two])
    parts = []
    last = len(case.sizes) - 1
    for fewer, more in ((1, 0), (1, 1), (2, 1), (1, 2), (None, 0), (None, None), (None, 1)):
        low = np.zeros_like(down) if fewer is None else np.maximum(down - fewer, 0)
        less = starts[one] - case.sizes[low]
        joined_size = np.searchsorted(case.sizes, starts[two] + less)
        target = joined_size if more is None else up + more
        fits = (target <= last) & ((one != two) if more != 0 else (one == two))
        gained = case.sizes[np.minimum(target, last)] - starts[two]
        parts.append((one[fits], two[fits], less[fits], gained[fits]))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return joined[0], joined[1], joined[2], joined[3]
