"""Simulation: the people of every queue drawn week by week, many times side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from capplan.errors import argument_error
from capplan.questions.bands.people import Floor, People, Rows, Uncertainty, checked

Array = NDArray[np.float64]

DRAWS = 2000
SEED = 1
MOST_CELLS = 32_000_000  # weeks x queues x draws: half a gigabyte of results
FINE = 2.0**24
CERTAIN = 1e15
PEOPLE, DEMAND = 0, 1  # streams of random numbers that have nothing in common


class Draws(NamedTuple):
    """What was drawn, weeks x queues x draws: agents on Monday and after the week's exits, FTE.

    Monday's agents are those after graduations and moves; effective FTE count the week's leavers
    for half of it, and each agent with their proficiency.
    """

    monday_agents_heads: NDArray[np.int32]
    closing_agents_heads: NDArray[np.int32]
    effective_fte: Array


class Week(NamedTuple):
    """One week, queues x draws."""

    monday_agents_heads: Array
    closing_agents_heads: Array
    effective_fte: Array


class Chance(Protocol):
    """What decides how many people there are of those expected."""

    draws: int

    def opening(self, heads: Array) -> Array:
        """Heads at the start of each draw, queues x draws."""

    def starters(self, heads: Array) -> Array:
        """Starters of a week."""

    def moves(self, heads: Array) -> Array:
        """Moves of a week."""

    def survivors(self, heads: Array, stay: Array) -> Array:
        """Who is left of classes that began before the first week, each with its share."""

    def leavers(self, heads: Array, rows: Rows) -> Array:
        """Who leaves in a week, of those present."""


class Expectation:
    """Everything as expected: one draw, of fractions."""

    draws = 1

    def opening(self, heads: Array) -> Array:
        """As given."""
        return heads[:, None]

    starters = moves = opening

    def survivors(self, heads: Array, stay: Array) -> Array:
        """As many as the shares say."""
        return (heads * stay)[:, None]

    def leavers(self, heads: Array, rows: Rows) -> Array:
        """As many as the shares say."""
        return heads * -np.expm1(rows.log_stay)[:, None]


class Dice:
    """Whole people, each leaving or starting by chance; the rate of leaving drawn once a draw."""

    def __init__(self, floor: Floor, uncertainty: Uncertainty, draws: int, seed: int) -> None:
        self.draws = draws
        self.yield_share = floor.start_yield
        self.random = generator(seed, PEOPLE)
        self.pace = _pace(floor, uncertainty, draws, self.random)
        shape = (floor.queues, draws)
        # what fractions of heads have added up to, from a random fraction on: whole heads follow
        # the plan within one, and their mean is the plan's
        self.offers_due, self.moves_due = (_fractions(self.random, shape) for _ in range(2))

    def opening(self, heads: Array) -> Array:
        """Whole heads; 12.5 heads are 13 in half of the draws."""
        return np.floor(heads[:, None] + _fractions(self.random, (len(heads), self.draws)))

    def starters(self, heads: Array) -> Array:
        """Those of the offers who come."""
        offers = _whole(self.offers_due, heads / self.yield_share)
        if self.yield_share == 1:
            return offers
        return self.random.binomial(offers.astype(np.int64), self.yield_share).astype(float)

    def moves(self, heads: Array) -> Array:
        """As given, in whole heads."""
        return _whole(self.moves_due, heads)

    def survivors(self, heads: Array, stay: Array) -> Array:
        """Those who stayed so far."""
        whole = self.opening(heads).astype(np.int64)
        return self.random.binomial(whole, stay[:, None]).astype(float)

    def leavers(self, heads: Array, rows: Rows) -> Array:
        """Binomial at each row's share, which the draw's pace speeds up or slows down."""
        power = rows.log_stay[:, None]
        if self.pace is not None:
            pace = self.pace[rows.queue]
            pace[~rows.on_floor] = 1.0
            power = power * pace
        return self.random.binomial(heads.astype(np.int64), -np.expm1(power)).astype(float)


def simulate(
    people: People,
    uncertainty: Uncertainty | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Draws:
    """Agents and effective FTE of every week and queue, drawn as chance would have it.

    Each week, exits are Binomial(heads, hazard), dropouts Binomial(trainees, dropout share), and
    starts Binomial(offers, yield). The true rate of leaving is drawn once for each draw: from the
    Gamma posterior of the plan's rate, times a lognormal drift; `FIXED` takes the plan's rate as
    the true one. Equal input and seed give equal draws.

    Raises:
        PlanInputError: a value outside what is allowed, or more draws than memory should hold.

    >>> from capplan.questions.bands import FIXED, band
    >>> class_of_20 = People([[20.0]] + [[0.0]] * 26, 0, 4, 0.03, [0.0152668768] * 13 + [0.0067])
    >>> heads = simulate(class_of_20, FIXED).monday_agents_heads[26, 0]
    >>> [int(value) for value in band(heads)]
    [11, 14, 16]
    """
    floor = checked(people)
    shape = (floor.weeks, floor.queues, check_draws(draws))
    if np.prod(shape, dtype=float) > MOST_CELLS:
        most = int(MOST_CELLS / max(floor.weeks * floor.queues, 1))
        raise argument_error("draws", draws, f"1 to {most:,} with so many weeks and queues")
    monday, closing = (np.empty(shape, dtype=np.int32) for _ in range(2))
    found = Draws(monday, closing, np.empty(shape))
    dice = Dice(floor, uncertainty or Uncertainty(), draws, seed)
    for number, week in enumerate(weeks_of(floor, dice)):
        monday[number], closing[number], found.effective_fte[number] = week
    return found


def expected(people: People) -> Week:
    """The same people as expected values, weeks x queues: what the draws scatter around.

    >>> week = expected(People([[10.0], [0.0]], [100.0], [1], 0.1, [0.02]))
    >>> week.closing_agents_heads.ravel().round(3).tolist()
    [98.0, 104.86]
    """
    weeks = [[value[:, 0] for value in week] for week in weeks_of(checked(people), Expectation())]
    return Week(*(np.array(column) for column in zip(*weeks, strict=True)))


def weeks_of(floor: Floor, chance: Chance) -> Iterator[Week]:
    """Follow everybody, one week at a time; nothing but the present heads is kept."""
    tenured, classes = floor.tenured(), floor.classes()
    heads = np.zeros((floor.queues * floor.places, chance.draws))
    heads[tenured] = chance.opening(floor.opening)
    _enter_begun(heads, floor, classes, chance)
    for week in range(floor.weeks):
        _join_tenured(heads, floor, classes, week)
        _start(heads, floor, week, chance)
        if floor.moves[week].any():
            moved = chance.moves(floor.moves[week])
            heads[tenured] = np.maximum(heads[tenured] + moved, 0.0)
        rows = floor.rows(week, classes)
        before = heads[rows.place]
        after = before - chance.leavers(before, rows)
        heads[rows.place] = after
        yield _seen(before, after, rows)


def _enter_begun(
    heads: Array, floor: Floor, classes: tuple[NDArray[np.intp], NDArray[np.intp]], chance: Chance
) -> None:
    started, queue = (column[classes[0] < 0] for column in classes)
    if len(started):
        begun = floor.begun[started + len(floor.begun), queue]
        stay = (1 - floor.dropout) ** -started.astype(float)
        heads[floor.place(queue, started)] = chance.survivors(begun, stay)


def _join_tenured(
    heads: Array, floor: Floor, classes: tuple[NDArray[np.intp], NDArray[np.intp]], week: int
) -> None:
    started, queue = classes
    grown = week - started == floor.training_weeks[queue] + floor.followed
    if grown.any():
        place = floor.place(queue[grown], started[grown])
        heads[floor.tenured()[queue[grown]]] += heads[place]
        heads[place] = 0.0


def _start(heads: Array, floor: Floor, week: int, chance: Chance) -> None:
    queue = np.flatnonzero(floor.starts[week])
    if len(queue):
        place = floor.place(queue, np.full(len(queue), week))
        # a class that neither trains nor ramps joins the tenured agents at once
        at_once = floor.training_weeks[queue] + floor.followed == 0
        place = np.where(at_once, floor.tenured()[queue], place)
        heads[place] += chance.starters(floor.starts[week])[queue]


def _seen(before: Array, after: Array, rows: Rows) -> Week:
    floor, worth = rows.on_floor[:, None], rows.worth[:, None]
    each = (before * floor, after * floor, (before + after) * (worth / 2))
    return Week(*(np.add.reduceat(one, rows.begins, axis=0) for one in each))


def _whole(due: Array, heads: Array) -> Array:
    due += heads[:, None]
    whole: Array = np.floor(due)
    due -= whole
    return whole


def _fractions(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Between 0 and 1, never so close to either that a whole number plus it rounds to the next."""
    return np.asarray((random.integers(0, int(FINE), shape) + 0.5) / FINE, dtype=np.float64)


def _pace(
    floor: Floor, uncertainty: Uncertainty, draws: int, random: np.random.Generator
) -> Array | None:
    """How many times as fast as planned people leave, queues x draws; None: as planned."""
    known, drift, shared = uncertainty
    if not known > 0:
        raise argument_error("evidence_agent_weeks", known, "above 0 agent-weeks")
    if not 0 <= drift < np.inf:
        raise argument_error("drift_share", drift, "0 or more")
    if known == np.inf and drift == 0:
        return None
    with np.errstate(divide="ignore"):
        rate = -np.log1p(-floor.hazard[:, -1])
    if shared:
        rate = rate.mean(keepdims=True)
    # without leavers there is nothing to be unsure of: as good as countless records
    leavers = np.where(rate > 0, np.minimum(rate * min(known, CERTAIN), CERTAIN), CERTAIN)[:, None]
    size = (len(rate), draws)
    posterior = random.standard_gamma(leavers, size) / leavers
    pace = posterior * np.exp(drift * random.standard_normal(size) - drift * drift / 2)
    return np.broadcast_to(pace, (floor.queues, draws))


def generator(seed: int, stream: int) -> np.random.Generator:
    """Random numbers that only the seed and the stream decide."""
    if seed != int(seed) or seed < 0:
        raise argument_error("seed", seed, "a whole number, 0 or more")
    return np.random.default_rng([int(seed), stream])


def check_draws(draws: int) -> int:
    """Draws are whole, one or more."""
    if draws != int(draws) or draws < 1:
        raise argument_error("draws", draws, "a whole number, 1 or more")
    return int(draws)
