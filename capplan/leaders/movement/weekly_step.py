"""The weekly step of all layers: arrivals, exits, need, promotions from below, hires.

Targets depend on the frontline only, so they are known from the bottom up before the first week.
Each week is then decided from the top down: a promotion takes somebody from the layer below, and
that layer, decided next, already counts the gap. One pass is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from capplan.leaders.movement.seats import FLOOR_PLACE, Seats
from capplan.staffing.rounding import GUARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement.settings import Settings

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]


class Walk:
    """One run over all weeks; the arrays are weeks x layers x cases.

    `moves` are people promised a post by the place they will leave (floor first), in the week of
    the decision; `heads` are leaders in post at the end of the week, and `counted` those of them
    at part effect from inside, from outside, all that came from outside, and those at a premium.
    With `draining`, agents promoted are taken off those who can still be promoted. `coming` are
    leaders chosen before the plan, by route (inside, outside), in the week they take post.
    """

    def __init__(
        self,
        planned: Array,
        tenured: Array,
        opening: Array,
        with_: Settings,
        random: np.random.Generator | None = None,
        draining: bool = False,
        coming: Array | None = None,
    ) -> None:
        self.draining = draining
        self.planned, self.tenured, self.with_ = planned, tenured, with_
        self.seats = Seats(opening, with_, random)
        weeks, layers, cases = planned.shape
        self.need, self.internal, self.external, self.missed = np.zeros((4, *planned.shape))
        self.leavers, self.failures, self.returns, self.heads = np.zeros((4, *planned.shape))
        self.counted = np.zeros((4, *planned.shape))
        self.moves = np.zeros((weeks, layers + 1, cases))
        self._pipeline = np.zeros((layers, cases))
        self.coming = np.zeros((2, *planned.shape)) if coming is None else coming
        self._joining = set(np.flatnonzero(self.coming.any(axis=(0, 2, 3))).tolist())
        self._in_time = _in_time(self.coming.sum(axis=0), with_)
        self._gone = np.zeros(cases)
        self._loss = with_.expected_loss()
        self._carried = np.zeros((layers, cases))
        self._each = np.arange(cases)
        self._filled = np.zeros((layers, cases), dtype=np.bool_)
        self._nearest: Places = np.zeros((layers, cases), dtype=np.intp)

    def run(self) -> Walk:
        """Every week in turn."""
        rules = self.with_.rules
        waits = rules.promotion.weeks_to_post, rules.outside_hire.weeks_to_post
        for week in range(len(self.planned)):
            self.seats.grow_older()
            if week in self._joining:
                self.seats.join(self.coming[:, week])
            self._take_post(week, *(wait if wait else week + 1 for wait in waits))
            self.leavers[week], self.failures[week], self.returns[week] = self.seats.exits()
            if self._decide(week):
                self._take_post(week, *(week + 1 if wait else 0 for wait in waits))
            self.heads[week], *self.counted[:, week] = self.seats.counts()
        return self

    def _take_post(self, week: int, promoted_ago: int, hired_ago: int) -> None:
        """People decided so many weeks ago take post; more weeks than there were is nobody."""
        if promoted_ago <= week:
            then = week - promoted_ago
            self.seats.promote(self.internal[then], self.moves[then])
            self._pipeline -= self.internal[then]
            self._gone += self.moves[then, FLOOR_PLACE]
        if hired_ago <= week:
            self.seats.hire(self.external[week - hired_ago])
            self._pipeline -= self.external[week - hired_ago]

    def _decide(self, week: int) -> bool:
        """Need by layer, filled from below and from outside; whether there was any."""
        seats = self.seats
        staying, settled = seats.staying_and_settled()
        loss = np.einsum("lcw,lcw->lc", seats.cells, self._loss)
        gap = self.planned[week] - staying - self._pipeline - self._in_time[week] + loss
        short = _short(gap)
        if not any(short):
            return False
        gone = self._gone if self.draining else 0.0
        ready = seats.eligible(settled, np.maximum(self.tenured[week] - gone, 0.0))
        sources = self._sources(staying)
        for layer in reversed(range(len(gap))):
            if short[layer] and self._fill(week, layer, gap, ready, sources[layer]):
                short = _short(gap)
        seats.notice += self.moves[week]
        self.external[week] = self.need[week] - self.internal[week]
        self._pipeline += self.need[week]
        return True

    def _fill(self, week: int, layer: int, gap: Array, ready: Array, source: Places) -> bool:
        """One layer's need: the internal share from below, as far as people are ready.

        Whether that opens a gap in a layer below.
        """
        at = source, self._each
        need = np.maximum(np.floor(gap[layer] + (0.5 + GUARD)), 0.0)
        wanted = self.with_.internal_share[layer] * need + self._carried[layer]
        whole = np.minimum(np.maximum(np.floor(wanted + (0.5 + GUARD)), 0.0), need)
        self._carried[layer] = wanted - whole
        available = ready[at]
        picked = np.minimum(whole, available)
        self.need[week, layer], self.internal[week, layer] = need, picked
        self.missed[week, layer] = whole - picked
        if not np.count_nonzero(picked):
            return False
        ready[at] = available - picked
        self.moves[week][at] += picked
        leading = (picked > 0) & (source > FLOOR_PLACE)
        if not np.count_nonzero(leading):
            return False
        gap[source - 1, self._each] += picked * leading
        self.seats.give_up(picked, source, np.flatnonzero(leading))
        return True

    def _sources(self, staying: Array) -> Places:
        """Where each layer promotes from: the nearest role below that has people."""
        filled = staying > 0
        if np.count_nonzero(filled != self._filled):
            sources = np.zeros_like(self._nearest)
            for layer in range(1, len(staying)):
                sources[layer] = np.where(filled[layer - 1], layer, sources[layer - 1])
            self._filled, self._nearest = filled, sources
        return self._nearest


def _short(gap: Array) -> list[bool]:
    """The layers in which a post is to be filled in any case."""
    found: list[bool] = (np.maximum.reduce(gap, axis=1) >= 0.5 - GUARD).tolist()
    return found


def _in_time(coming: Array, with_: Settings) -> Array:
    """Leaders chosen before the plan who take post after each week, up to week t + lead."""
    taken = np.cumsum(coming, axis=0)
    weeks = np.arange(len(taken))[:, None, None] + with_.lead_weeks
    return np.take_along_axis(taken, np.minimum(weeks, len(taken) - 1), axis=0) - taken
