"""The people a simulation follows: who starts, how they leave, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.errors import argument_error

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

LEAST_LOG = -700.0  # stands for the logarithm of 0: everybody leaves


class People(NamedTuple):
    """A floor's people as expected values; arrays are weeks x queues, or one value a queue.

    `starts_heads` start on Mondays. With `start_yield_share` below 1 they are what becomes of
    starts / yield offers, each taken up with that chance (acceptance x (1 - no-show)).
    `begun_heads` started in the weeks before the first, the last row just before it; who of them
    is still in training counts, the others are among the opening agents. `hazard_share` holds the
    share leaving in each week on the floor, the last one for all later weeks and for opening
    agents; one row, or a row a queue. `proficiency_share` is output by floor week, 1 afterwards.
    `net_moves_heads` come (or, below 0, go) as tenured agents on a date, in every draw; no more
    go than are left.
    """

    starts_heads: ArrayLike
    opening_heads: ArrayLike
    training_weeks: ArrayLike
    weekly_dropout_share: float
    hazard_share: ArrayLike
    proficiency_share: ArrayLike = ()
    fte_per_head: ArrayLike = 1.0
    start_yield_share: float = 1.0
    begun_heads: ArrayLike | None = None
    net_moves_heads: ArrayLike | None = None


class Uncertainty(NamedTuple):
    """How far the true rate of leaving may lie from the plan's, for a whole draw.

    The plan's rate is worth `evidence_agent_weeks` of records, so the true one is Gamma
    distributed around it with that many weeks' leavers as its shape; conditions drift on top,
    lognormal with `drift_share`. `shared`: one rate for all queues, rather than one each. Dropouts
    in training and the yield of offers are as planned.
    """

    evidence_agent_weeks: float = 2000.0
    drift_share: float = 0.10
    shared: bool = True


FIXED = Uncertainty(np.inf, 0.0)  # the plan's rates are the true ones: chance alone remains


class Rows(NamedTuple):
    """Those present in a week, one row a cohort and one for all tenured agents, by queue.

    `place` is where their heads stand, `log_stay` the logarithm of the share that stays, `worth`
    their FTE a head; `begins` is the first row of each queue.
    """

    place: Whole
    queue: Whole
    log_stay: Array
    worth: Array
    on_floor: NDArray[np.bool_]
    begins: Whole


@dataclass(frozen=True, slots=True)
class Floor:
    """Checked people, with the cohorts that start and where each one's heads stand.

    A queue has a place for its tenured agents and `cohorts` more, which its classes take in
    turns; a class moves in with the tenured ones after `followed` weeks on the floor, when
    neither its hazard nor its proficiency changes any more.
    """

    starts: Array
    begun: Array
    opening: Array
    training_weeks: Whole
    dropout: float
    hazard: Array
    proficiency: Array
    fte_per_head: Array
    start_yield: float
    moves: Array

    @property
    def weeks(self) -> int:
        """Weeks followed."""
        return len(self.starts)

    @property
    def queues(self) -> int:
        """Queues side by side."""
        return len(self.opening)

    @property
    def followed(self) -> int:
        """Floor weeks before a class counts as tenured."""
        return len(self.proficiency) - 1

    @property
    def places(self) -> int:
        """Places of one queue: its tenured agents, and its classes of different ages."""
        return 1 + int(self.training_weeks.max(initial=0)) + self.followed + 1

    def place(self, queue: Whole, start_week: Whole) -> Whole:
        """Where the class of a week stands; a later one takes its place once it is tenured."""
        return queue * self.places + 1 + start_week % (self.places - 1)

    def tenured(self) -> Whole:
        """Where the tenured agents of each queue stand."""
        return np.arange(self.queues) * self.places

    def classes(self) -> tuple[Whole, Whole]:
        """Start week (below 0: before the first) and queue of every class still to graduate."""
        week, queue = np.nonzero(np.concatenate([self.begun, self.starts]))
        week = week - len(self.begun)
        here = week + self.training_weeks[queue] >= 0
        return week[here], queue[here]

    def rows(self, week: int, classes: tuple[Whole, Whole]) -> Rows:
        """Who is present in a week."""
        started, of = classes
        age = week - started
        here = (age >= 0) & (age < self.training_weeks[of] + self.followed)
        started, of = started[here], of[here]
        floor_week = age[here] - self.training_weeks[of]
        queue = np.concatenate([np.arange(self.queues), of])
        place = np.concatenate([self.tenured(), self.place(of, started)])
        stage = np.concatenate([np.full(self.queues, self.followed), floor_week])
        order = np.argsort(queue, kind="stable")
        queue, stage = queue[order], stage[order]
        on_floor, at = stage >= 0, np.maximum(stage, 0)
        leave = np.where(on_floor, self.hazard[queue, at], self.dropout)
        with np.errstate(divide="ignore"):  # a share of 1 is taken care of
            log_stay = np.maximum(np.log1p(-leave), LEAST_LOG)
        worth = np.where(on_floor, self.proficiency[at] * self.fte_per_head[queue], 0.0)
        begins = np.searchsorted(queue, np.arange(self.queues))
        return Rows(place[order], queue, log_stay, worth, on_floor, begins)


def checked(people: People) -> Floor:
    """The people as arrays that fit each other, or one line that says what does not."""
    starts = _table("starts_heads", people.starts_heads)
    weeks, queues = starts.shape
    begun = np.zeros((0, queues)) if people.begun_heads is None else people.begun_heads
    moves = np.zeros(starts.shape) if people.net_moves_heads is None else people.net_moves_heads
    lengths = _by_queue("training_weeks", people.training_weeks, queues)
    if (lengths != np.floor(lengths)).any():
        raise argument_error("training_weeks", lengths, "whole weeks, 0 or more")
    hazard, proficiency = _stages(people, queues)
    return Floor(
        starts,
        _table("begun_heads", begun, queues=queues),
        _by_queue("opening_heads", people.opening_heads, queues),
        lengths.astype(np.intp),
        _share("weekly_dropout_share", people.weekly_dropout_share),
        hazard,
        proficiency,
        _by_queue("fte_per_head", people.fte_per_head, queues),
        _share("start_yield_share", people.start_yield_share, above=0.0),
        _table("net_moves_heads", moves, weeks, queues, low=-np.inf),
    )


def _stages(people: People, queues: int) -> tuple[Array, Array]:
    """Hazard (queues x floor weeks) and proficiency, as long as either still changes."""
    given = np.atleast_2d(np.asarray(people.hazard_share, dtype=float))
    ramp = np.asarray(people.proficiency_share, dtype=float).reshape(-1)
    for name, shares in (("hazard_share", given), ("proficiency_share", ramp)):
        if not ((shares >= 0) & (shares <= 1)).all():
            raise argument_error(name, f"{shares.min()} to {shares.max()}", "0 to 1")
    if given.shape[0] not in (1, queues) or not given.size:
        raise argument_error("hazard_share", f"shape {given.shape}", f"one row, or {queues}")
    length = max(given.shape[1], len(ramp) + 1)
    wide = np.pad(given, ((0, 0), (0, length - given.shape[1])), mode="edge")
    proficiency = np.concatenate([ramp, np.ones(length - len(ramp))])
    changes = (wide != wide[:, -1:]).any(axis=0) | (proficiency != 1)
    followed = int(np.flatnonzero(changes).max(initial=-1)) + 1
    hazard = np.broadcast_to(wide[:, : followed + 1], (queues, followed + 1))
    return hazard, proficiency[: followed + 1]


def _table(
    name: str,
    given: ArrayLike,
    weeks: int | None = None,
    queues: int | None = None,
    low: float = 0.0,
) -> Array:
    found = np.asarray(given, dtype=float)
    if found.ndim != 2 or weeks not in (None, len(found)) or queues not in (None, found.shape[1]):
        wanted = f"{weeks or 'weeks'} x {queues or 'queues'}"
        raise argument_error(name, f"shape {found.shape}", wanted)
    if not (np.isfinite(found) & (found >= low)).all():
        allowed = "numbers" if low < 0 else "0 or more heads a week"
        raise argument_error(name, f"{found.min()} to {found.max()}", allowed)
    return found


def _by_queue(name: str, given: ArrayLike, queues: int) -> Array:
    found = np.asarray(given, dtype=float)
    if found.shape not in ((), (queues,)):
        raise argument_error(name, f"shape {found.shape}", f"one value, or {queues}: one a queue")
    if not (np.isfinite(found) & (found >= 0)).all():
        raise argument_error(name, given, "0 or more")
    return np.broadcast_to(found, (queues,))


def _share(name: str, value: float, above: float | None = None) -> float:
    low_enough = value >= 0 if above is None else value > above
    if not (low_enough and value <= 1):
        raise argument_error(name, value, "0 to 1" if above is None else "above 0 up to 1")
    return float(value)
