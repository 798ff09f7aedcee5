"""Management debt: the leaders that people go without, and how long it takes to catch up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.movement import arguments
from capplan.leaders.movement.targets import people_below

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from capplan.leaders.movement.weekly_movement import Movement

    Array = NDArray[np.float64]

RED_FROM = 1.25  # beyond this many times the largest span the light is red
PROMOTABLE_A_QUARTER_SHARE = 0.02
WEEKS_A_QUARTER = 13.0
LIGHTS = ("empty", "narrow", "green", "amber", "red")


@dataclass(frozen=True, eq=False, slots=True)
class Debt:
    """Leaders owed by week (and layer, case): need at the span, debt, actual span and its light.

    `weeks_to_clear` is infinite where nobody is promotable and nobody is being hired, and
    `span_people` where people have no leader at all. Lights: green inside the band, amber up to
    1.25 times its upper end, red beyond, narrow below the band, empty where nobody is led.
    """

    required_heads: Array
    debt_heads: Array
    span_people: Array
    light: NDArray[np.str_]
    weeks_to_clear: Array

    @property
    def owed_weeks(self) -> Array:
        """Manager-weeks owed: the debt added up over the weeks (periods) given."""
        return np.asarray(self.debt_heads.sum(axis=0))

    @property
    def ratio_share(self) -> Array:
        """Debt / leaders required; 0 where none are required."""
        return np.divide(
            self.debt_heads,
            self.required_heads,
            out=np.zeros_like(self.debt_heads),
            where=self.required_heads > 0,
        )

    def only_case(self) -> Debt:
        """The same without the last axis."""
        return Debt(
            self.required_heads[..., 0],
            self.debt_heads[..., 0],
            self.span_people[..., 0],
            self.light[..., 0],
            self.weeks_to_clear[..., 0],
        )


def management_debt(
    below_heads: ArrayLike,
    effective_heads: ArrayLike,
    span: ArrayLike = 12.0,
    span_min: ArrayLike = 9.0,
    span_max: ArrayLike = 15.0,
    *,
    leaders_heads: ArrayLike | None = None,
    tenured_below_heads: ArrayLike = 0.0,
    hires_per_week: ArrayLike = 0.0,
) -> Debt:
    """Leaders short of the span, counting new leaders in part: what growth has left undone.

    Debt = people below / span - effective leaders, where positive. It clears at most by 2 % of
    the tenured people below a quarter and by the hires that arrive each week. The actual span is
    over the leaders in post (by default the effective ones).

    >>> frozen = management_debt([400, 1000, 1600], [40, 40, 40])
    >>> frozen.debt_heads.round(2).tolist(), frozen.span_people.tolist(), frozen.light.tolist()
    ([0.0, 43.33, 93.33], [10.0, 25.0, 40.0], ['green', 'red', 'red'])
    """
    spans = np.asarray(span, dtype=np.float64)
    for one in np.ravel(spans):
        arguments.span("span", float(one))
    low, high = np.asarray(span_min, np.float64), np.asarray(span_max, np.float64)
    if not ((low <= spans) & (spans <= high)).all():
        raise argument_error("span", span, "span_min to span_max", "the target lies in its band")
    below = arguments.people("below_heads", below_heads)
    effective = arguments.people("effective_heads", effective_heads)
    leaders = effective if leaders_heads is None else arguments.people("leaders", leaders_heads)
    absorbed = (
        arguments.people("tenured_below_heads", tenured_below_heads)
        * (PROMOTABLE_A_QUARTER_SHARE / WEEKS_A_QUARTER)
    ) + arguments.people("hires_per_week", hires_per_week)
    return _debt(below / spans, below, effective, leaders, (low, high), absorbed)


def movement_debt(moved: Movement) -> Debt:
    """The debt of every layer of a movement, weeks x layers, at the spans it was made with.

    People below an upper layer are the leaders in post under it; the head owes at most itself.

    >>> from capplan.leaders.movement.weekly_movement import movement
    >>> grown = movement([400 + 25 * week for week in range(30)], frozen_weeks=30)
    >>> movement_debt(grown).owed_weeks.round(0).tolist()[:2]
    [889.0, 3.0]
    """
    plain = moved.incumbents_heads.ndim == 2
    with_ = moved.settings

    def cube(values: Array) -> Array:
        return values[..., None] if plain else values

    leaders, effective = cube(moved.incumbents_heads), cube(moved.effective_heads)
    below = people_below(cube(moved.frontline_heads), leaders, with_.head_at)
    required = below / with_.span
    required[:, -1] = below[:, -1] > 0
    low, high = with_.span_min.copy(), with_.span_max.copy()
    low[-1], high[-1] = 1.0, with_.head_at
    tenured = np.concatenate([cube(moved.tenured_floor_heads)[:, None], leaders[:, :-1]], axis=1)
    weeks = max(with_.rules.outside_hire.weeks_to_post, 1)
    ordered = np.cumsum(moved.external_heads - moved.hired_heads, axis=0)
    absorbed = tenured * (PROMOTABLE_A_QUARTER_SHARE / WEEKS_A_QUARTER) + cube(ordered) / weeks
    found = _debt(required, below, effective, leaders, (low, high), absorbed)
    return found.only_case() if plain else found


def _debt(
    required: Array,
    below: Array,
    effective: Array,
    leaders: Array,
    band: tuple[Array, Array],
    absorbed: Array,
) -> Debt:
    short = np.maximum(required - effective, 0.0)
    short = np.where(short > 1e-9, short, 0.0)
    endless = np.full(np.broadcast(short, leaders, absorbed).shape, np.inf)
    span = np.divide(below, leaders, out=endless.copy(), where=leaders > 0)
    span = np.where(below > 0, span, 0.0)
    clear = np.divide(short, absorbed, out=endless, where=absorbed > 0)
    return Debt(required, short, span, lights(span, *band), np.where(short > 0, clear, 0.0))


def lights(span_people: ArrayLike, span_min: ArrayLike, span_max: ArrayLike) -> NDArray[np.str_]:
    """Traffic light of actual spans against the band.

    >>> lights([0, 5, 12, 18, 19], 9, 15).tolist()
    ['empty', 'narrow', 'green', 'amber', 'red']
    """
    span, low, high = (np.asarray(one, np.float64) for one in (span_people, span_min, span_max))
    slack = 1e-9
    conditions = [span <= 0, span < low - slack, span <= high + slack, span <= RED_FROM * high]
    return np.select(conditions, list(LIGHTS[:-1]), LIGHTS[-1])
