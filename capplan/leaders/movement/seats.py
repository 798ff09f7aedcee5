"""People in leading posts: by layer, how they came and how long they are there, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.staffing.rounding import GUARD, round_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement.rules import MovementRules
    from capplan.leaders.movement.settings import Settings

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

INSIDE, OUTSIDE = 0, 1
FLOOR_PLACE = 0  # among sources: the floor, then the layers from the bottom up


class Seats:
    """Whole people in post, and those on their way up or in.

    `seated` is layers x cases x routes x weeks in post, the last week holding all longer ones.
    People promised a post above stay in theirs until they take it, and do not leave meanwhile:
    they are in `notice`, by the place they come from.
    """

    def __init__(
        self, opening: Array, with_: Settings, random: np.random.Generator | None = None
    ) -> None:
        layers, cases = opening.shape
        self.random, self.with_ = random, with_
        self.seated = np.zeros((layers, cases, 2, with_.rules.tenure_weeks + 1))
        self.seated[:, :, INSIDE, -1] = opening
        self.cells = self.seated.reshape(layers, cases, -1)  # the same numbers, in one row
        self.notice = np.zeros((layers + 1, cases))
        half = 0.5  # a carried remainder that starts at a half rounds to the nearest
        self._leaving = np.full((layers, cases), half)
        self._failing = np.full((layers, cases, 2), half)
        self._returning = np.full((layers, cases), half)
        self._failing_shares = np.broadcast_to(with_.failing_share, (layers, cases, 2))
        self._who, self._what = _sums(with_.rules)

    def staying_and_settled(self) -> tuple[Array, Array]:
        """Leaders without a promise of another post, and those long enough in theirs for one."""
        found = self.cells @ self._who
        return found[..., 0], found[..., 1]

    def counts(self) -> tuple[Array, Array, Array, Array, Array]:
        """All in post; at part effect from inside, from outside; all from outside; at a premium."""
        found = self.cells @ self._what
        heads = found[..., 0] + self.notice[1:]
        return heads, found[..., 1], found[..., 2], found[..., 3], found[..., 4]

    def grow_older(self) -> None:
        """Everybody is one week longer in post."""
        self.seated[..., -1] += self.seated[..., -2]
        self.seated[..., 1:-1] = self.seated[..., :-2].copy()
        self.seated[..., 0] = 0.0

    def promote(self, promoted: Array, left: Array) -> None:
        """People promised a post take it; `left` counts them by the place they come from."""
        self.seated[:, :, INSIDE, 0] += promoted
        self.notice -= left

    def hire(self, hired: Array) -> None:
        """People from outside take post."""
        self.seated[:, :, OUTSIDE, 0] += hired

    def join(self, chosen: Array) -> None:
        """People chosen before the plan take post, routes x layers x cases."""
        self.seated[..., 0] += np.moveaxis(chosen, 0, -1)

    def exits(self) -> tuple[Array, Array, Array]:
        """Leavers, failures in the role, and those of them that return to the floor."""
        left = self._going(self.cells, self.with_.leaving_share, self._leaving)
        new = self.seated[..., : self.with_.rules.failure_weeks]
        failed = self._going(new, self._failing_shares, self._failing)
        back = self._back(failed[..., INSIDE])
        failures = failed[..., INSIDE] + failed[..., OUTSIDE]
        return left + failures - back, failures, back

    def _going(self, cells: Array, shares: Array, carried: Array) -> Array:
        """Takes a share of each row's whole people out of its cells; gives how many by row.

        Drawn, or expected with the remainder carried on: the running sum of what is expected,
        rounded down, hands whole people to the cells of a row; no cell gives more than it has,
        and over time each gives its share.
        """
        if self.random is not None:
            drawn = self.random.binomial(cells.astype(np.int64), shares[..., None])
            cells -= drawn
            return np.asarray(drawn.sum(axis=-1), dtype=np.float64)
        total = np.add.reduce(cells, axis=-1) * shares + carried
        whole = np.floor(total + GUARD)
        if np.count_nonzero(whole):
            rows = np.nonzero(whole > 0)
            people, before, share = cells[rows], carried[rows][:, None] + GUARD, shares[rows]
            running = np.floor(people.cumsum(axis=-1) * share[:, None] + before)
            people -= running
            people[:, 1:] += running[:, :-1]
            cells[rows] = people
        carried[...] = total - whole
        return np.asarray(whole)

    def _back(self, failed: Array) -> Array:
        share = self.with_.rules.return_share
        if self.random is not None:
            return self.random.binomial(failed.astype(np.int64), share).astype(np.float64)
        if not np.count_nonzero(failed):
            return failed
        total = failed * share + self._returning
        whole = np.asarray(np.floor(total + GUARD) * (failed > 0))
        self._returning = total - whole
        return whole

    def eligible(self, settled: Array, tenured: Array) -> Array:
        """People ready for the next role by source (floor first), promises already made taken off.

        Ready share of those long enough in their role, rounded up: somebody is the readiest, if
        there is a whole person.
        """
        long = np.concatenate([tenured[None], settled[:-1] + self.notice[1:-1]])
        ready = np.minimum(round_up(long * self.with_.rules.ready_share), np.floor(long + GUARD))
        return np.asarray(np.maximum(ready - self.notice[:-1], 0.0))

    def give_up(self, picked: Array, source: Places, leading: Places) -> None:
        """Leaders promised another post no longer count as staying, the longest in post first.

        `leading` are the cases in which leaders were picked, not agents.
        """
        start = self.with_.rules.eligible_weeks
        rows = source[leading] - 1, leading
        oldest = self.seated[rows][..., start:][..., ::-1]
        flat = oldest.reshape(len(leading), -1)
        before = flat.cumsum(axis=-1) - flat
        taken = np.minimum(np.maximum(picked[leading][:, None] - before, 0.0), flat)
        tail = taken.reshape(oldest.shape)[..., ::-1]
        self.seated[(*rows, slice(None), slice(start, None))] -= tail


def _sums(rules: MovementRules) -> tuple[Array, Array]:
    """Which cells to add up: all and settled; all, ramping by route, from outside, at a premium."""
    weeks = rules.tenure_weeks + 1
    route, tenure = np.divmod(np.arange(2 * weeks), weeks)
    everybody, outside = np.ones(2 * weeks), route == OUTSIDE
    settled = tenure >= rules.eligible_weeks
    ramping = ~outside & (tenure < rules.promotion.ramp_weeks)
    slower = outside & (tenure < rules.outside_hire.ramp_weeks)
    who = np.stack([everybody, settled], axis=1)
    premium = outside & (tenure < rules.external_premium_weeks)
    return who, np.stack([everybody, ramping, slower, outside, premium], axis=1)
