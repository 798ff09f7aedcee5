"""A hiring problem from plain numbers: defaults filled in, shapes spread, nonsense refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import argument_error
from capplan.hiring.search.problem import HiringProblem, Limits, Prices
from capplan.hiring.search.recourse import people
from capplan.hiring.search.terms import (
    USUAL_CLASSES,
    USUAL_COVER_TERMS,
    USUAL_FLOOR,
    USUAL_SHORTAGE_TERMS,
    USUAL_START_TERMS,
    USUAL_TRAINING,
    Classes,
    CoverTerms,
    Floor,
    OwnSupply,
    ShortageTerms,
    StartTerms,
    Training,
)
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

TAIL_WEEKS = 26
YEAR_WEEKS, QUARTER_WEEKS = 52, 13
MOST_GROWTH = 1.25  # a year
VECTORS = (
    "weekly_dropout_share",
    "tenured_hazard_share",
    "mentor_ratio",
    "mentor_time_lost_share",
    "fte_per_head",
    "class_min_heads",
    "class_max_heads",
)
WHOLE_VECTORS = ("training_weeks", "nesting_weeks", "first_start_week")
FINITE = "finite numbers, one a week and queue"


def make_prices(
    weeks: int,
    queues: int,
    wage_cost: ArrayLike = 700.0,
    *,
    starts: StartTerms = USUAL_START_TERMS,
    cover: CoverTerms = USUAL_COVER_TERMS,
    shortage: ShortageTerms = USUAL_SHORTAGE_TERMS,
) -> Prices:
    """Prices of a plan, spread over its weeks and queues; blank shortage prices follow the wage.

    An uncovered FTE-week costs 2.2 wages up to the first cap and 6 beyond; a new agent on the
    floor without a mentor costs 2.2.

    >>> prices = make_prices(52, 2, 700)
    >>> prices.shortage_cost.shape, round(float(prices.shortage_first_cost[0, 0]), 6)
    ((52, 2), 1540.0)
    """
    given = {"wage_cost": wage_cost, **_named(starts), **_named(cover), **_named(shortage)}
    wage = np.asarray(wage_cost, dtype=float)
    for name, multiple in (
        ("shortage_first_cost", 2.2),
        ("shortage_cost", 6.0),
        ("unmentored_cost", 2.2),
    ):
        given[name] = wage * multiple if given[name] is None else given[name]
    spread = {name: _spread(name, value, (weeks, queues)) for name, value in given.items()}
    prices = Prices(**spread)
    _check_prices(prices)
    return prices


def _named(terms: Any) -> dict[str, Any]:
    """The terms of a record by name."""
    return {one.name: getattr(terms, one.name) for one in fields(terms)}


def make_limits(
    weeks: int,
    queues: int,
    *,
    rooms: ArrayLike = np.inf,
    trainers: ArrayLike = np.inf,
    recruiter_capacity: ArrayLike = np.inf,
    recruiter_load: ArrayLike = 1.0,
    recruiter_window_weeks: int = 4,
    mentor_share: ArrayLike = np.inf,
) -> Limits:
    """Shared limits, spread over weeks and queues; infinity where there is none.

    >>> make_limits(3, 1, rooms=4, trainers=[2, 5, 5]).classes.tolist()
    [2.0, 4.0, 4.0]
    """
    if recruiter_window_weeks < 1:
        raise argument_error("recruiter_window_weeks", recruiter_window_weeks, "1 week or more")
    named = {"rooms": rooms, "trainers": trainers, "recruiter_capacity": recruiter_capacity}
    by_week = {name: _spread(name, value, (weeks,), "") for name, value in named.items()}
    return Limits(
        **{
            name: np.floor(values) if name != "recruiter_capacity" else values
            for name, values in by_week.items()
        },
        recruiter_load=_spread("recruiter_load", recruiter_load, (queues,)),
        recruiter_window_weeks=int(recruiter_window_weeks),
        mentor_share=_spread("mentor_share", mentor_share, (weeks, queues), ""),
    )


def make_problem(
    required_fte: ArrayLike,
    opening_heads: ArrayLike | OwnSupply | None = None,
    *,
    queue_names: Sequence[str] = (),
    floor: Floor = USUAL_FLOOR,
    training: Training = USUAL_TRAINING,
    classes: Classes = USUAL_CLASSES,
    tail_weeks: int = TAIL_WEEKS,
    prices: Prices | None = None,
    limits: Limits | None = None,
) -> HiringProblem:
    """A hiring problem: give the need, who is there, and what differs from the defaults.

    `opening_heads` are the tenured agents today (the supply without further starts follows), or a
    supply of your own. One queue may be given as a flat list of weeks.

    >>> problem = make_problem([40.0] * 60, opening_heads=38)
    >>> problem.weeks, problem.report_weeks, problem.queues
    (60, 34, 1)
    """
    named = {**_named(floor), **_named(training), **_named(classes)}
    required = np.asarray(required_fte, dtype=float)
    required = required[:, None] if required.ndim == 1 else required
    weeks, queues = shape = required.shape
    _check_required(required, tail_weeks)
    by_queue: dict[str, Any] = {name: _spread(name, named[name], (queues,)) for name in VECTORS}
    by_queue |= {name: _spread(name, named[name], (queues,)).astype(int) for name in WHOLE_VECTORS}
    given = _spread("given_starts", classes.given_starts, shape)
    counted = (given > 0) * 1.0 if classes.given_classes is None else classes.given_classes
    problem = HiringProblem(
        queue_names=tuple(queue_names) or tuple(f"queue {n + 1}" for n in range(queues)),
        required_fte=_frozen(required),
        base_fte=np.zeros(shape),
        base_paid_fte=np.zeros(shape),
        floor_hazard_share=_floor_weeks("floor_hazard_share", _leaving(floor, queues), queues),
        proficiency_share=_floor_weeks("proficiency_share", floor.proficiency_share, queues),
        may_start=np.array(np.broadcast_to(np.asarray(classes.may_start, dtype=bool), shape)),
        given_starts=given,
        given_classes=_spread("given_classes", counted, shape),
        tail_weeks=tail_weeks,
        prices=prices or make_prices(weeks, queues),
        limits=limits or make_limits(weeks, queues),
        **by_queue,
    )
    _check(problem)
    return _with_base(problem, opening_heads)


def _leaving(floor: Floor, queues: int) -> ArrayLike:
    """Share that leaves in each floor week: as given, or the new hires' for their weeks."""
    if floor.floor_hazard_share is not None:
        return floor.floor_hazard_share
    new = _spread("new_hire_hazard_share", floor.new_hire_hazard_share, (queues,))
    return np.broadcast_to(new, (floor.new_hire_weeks, queues))


def _with_base(problem: HiringProblem, there: ArrayLike | OwnSupply | None) -> HiringProblem:
    if isinstance(there, OwnSupply):
        shape = problem.required_fte.shape
        return replace(
            problem,
            base_fte=_spread("base_fte", there.base_fte, shape),
            base_paid_fte=_spread("base_paid_fte", there.base_paid_fte, shape),
        )
    if there is None:
        raise argument_error(
            "opening_heads", "nothing", "heads on the floor", "or an OwnSupply of people by week"
        )
    heads = _spread("opening_heads", there, (problem.queues,))
    week = np.arange(problem.weeks)[:, None]
    hazard = problem.tenured_hazard_share
    here = heads * (1 - hazard) ** week * (1 - hazard / 2) * problem.fte_per_head
    hired = people(problem, problem.given_starts)
    paid = hired.paid_fte + hired.trainee_fte * problem.prices.trainee_wage_share
    return replace(
        problem, base_fte=_frozen(here + hired.effective_fte), base_paid_fte=_frozen(here + paid)
    )


def with_tail(required_fte: ArrayLike, tail_weeks: int = TAIL_WEEKS) -> Array:
    """The requirement with a tail behind it, as nobody has planned those weeks.

    Two years and more show season and growth: the same weeks a year before, grown as the last
    quarter did in a year, by a quarter at most. A shorter plan goes on at the mean of its last
    quarter.

    >>> with_tail([3.0, 5.0], 2).tolist()
    [3.0, 5.0, 4.0, 4.0]
    >>> with_tail([100.0] * 91 + [110.0] * 13, 2)[-2:].round(6).tolist()
    [110.0, 110.0]
    """
    required = np.asarray(required_fte, dtype=float)
    now = required[-QUARTER_WEEKS:].mean(axis=0)
    if len(required) < 2 * YEAR_WEEKS:
        return np.concatenate([required, np.repeat(now[None], tail_weeks, axis=0)])
    before = required[-QUARTER_WEEKS - YEAR_WEEKS : -YEAR_WEEKS].mean(axis=0)
    growth = np.divide(now, before, out=np.ones_like(now), where=before > 0)
    year = required[-YEAR_WEEKS:] * np.clip(growth, 1 / MOST_GROWTH, MOST_GROWTH)
    return np.concatenate([required, year[np.arange(tail_weeks) % YEAR_WEEKS]])


def _spread(name: str, value: ArrayLike, shape: tuple[int, ...], finite: str = FINITE) -> Array:
    """The value as an array of that shape, finite and not negative."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 1 and len(shape) == 2 and array.shape != (shape[1],):
        array = array[:, None]
    try:
        full = np.array(np.broadcast_to(array, shape))
    except ValueError:
        raise argument_error(name, f"{array.shape} values", f"{shape} values") from None
    bad = ~np.isfinite(full) if finite else np.isnan(full)
    if bad.any() or (full < 0).any():
        found = full[bad | (full < 0)].flat[0]
        raise argument_error(name, f"{found:g}", "0 or more, " + (finite or "a number a week"))
    return _frozen(full)


def _floor_weeks(name: str, value: ArrayLike, queues: int) -> Array:
    """A list for all queues, or floor weeks x queues, as a table."""
    table = np.asarray(value, dtype=float)
    table = table[:, None] if table.ndim == 1 else table
    return _spread(name, table, (len(table), queues))


def _frozen(array: Array) -> Array:
    array = np.array(array, dtype=float)
    array.flags.writeable = False
    return array


def _check_required(required: Array, tail_weeks: int) -> None:
    if required.ndim != 2 or not required.size or not np.isfinite(required).all():
        raise argument_error("required_fte", f"{required.shape} values", FINITE)
    if (required < 0).any():
        raise argument_error("required_fte", f"{required.min():g}", "0 or more FTE")
    if not 0 <= tail_weeks < len(required):
        raise argument_error("tail_weeks", tail_weeks, f"0 to {len(required) - 1} weeks")


def _check(problem: HiringProblem) -> None:
    for name in ("weekly_dropout_share", "tenured_hazard_share", "floor_hazard_share"):
        _within(name, getattr(problem, name), 0.0, 0.9999)
    _within("mentor_time_lost_share", problem.mentor_time_lost_share, 0.0, 1.0)
    _within("mentor_ratio", problem.mentor_ratio, 0.01, 1e6)
    _allowed("fte_per_head", problem.fte_per_head)
    _within("class_min_heads", problem.class_min_heads, 1.0, 1e6)
    _within("proficiency_share", problem.proficiency_share, 0.0, 1.2)
    if (problem.class_max_heads < problem.class_min_heads).any():
        found = f"{problem.class_max_heads.min():g}"
        raise argument_error("class_max_heads", found, "class_min_heads or more")
    for name in ("class_min_heads", "class_max_heads"):
        if (getattr(problem, name) % 1).any():
            raise argument_error(name, getattr(problem, name), "whole heads")


def _within(name: str, values: Array, low: float, high: float) -> None:
    wrong = (values < low) | (values > high)
    if wrong.any():
        raise argument_error(name, f"{values[wrong].flat[0]:g}", f"{low:g} to {high:g}")


def _allowed(name: str, values: Array) -> None:
    """Refuse what the vocabulary allows nowhere."""
    row = term(name).in_call
    wrong = [value for value in values.flat if not row.holds(value)]
    if wrong:
        raise argument_error(name, f"{wrong[0]:g}", row.allowed)


def _check_prices(prices: Prices) -> None:
    """Cover must get dearer step by step, or a plan could earn money by being short."""
    if (prices.shortage_first_cost > prices.shortage_cost).any():
        raise argument_error(
            "shortage_first_cost", "a price above shortage_cost", "at most shortage_cost"
        )
    saved = prices.time_off_saving_share
    cheapest = np.minimum(prices.overtime_multiple, prices.outsourcing_multiple)
    cheapest = np.minimum(cheapest * prices.wage_cost, prices.shortage_first_cost)
    if (saved * prices.wage_cost > cheapest).any():
        raise argument_error(
            "time_off_saving_share",
            f"{saved.max():g}",
            "a saving below the price of overtime, outsourcing and shortage",
            "else people would be sent home and replaced in the same week",
        )
