"""A hiring problem from plain numbers: defaults filled in, shapes spread, nonsense refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import argument_error
from capplan.hiring.search.problem import HiringProblem, Limits, Prices
from capplan.hiring.search.recourse import people
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

NESTING = (0.45, 0.55)
RAMP = tuple(0.65 + 0.05 * week for week in range(8))  # linear to 1 over eight weeks
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
    trainee_wage_share: ArrayLike = 1.0,
    hire_cost: ArrayLike = 2100.0,
    material_cost: ArrayLike = 500.0,
    trainer_week_cost: ArrayLike = 1500.0,
    overtime_cap_share: ArrayLike = 0.06,
    overtime_multiple: ArrayLike = 1.35,
    time_off_cap_share: ArrayLike = 0.04,
    time_off_saving_share: ArrayLike = 0.75,
    outsourcing_cap_share: ArrayLike = 0.10,
    outsourcing_multiple: ArrayLike = 1.5,
    shortage_first_cap_share: ArrayLike = 0.05,
    shortage_first_cost: ArrayLike | None = None,
    shortage_cost: ArrayLike | None = None,
    unmentored_cost: ArrayLike | None = None,
) -> Prices:
    """Prices of a plan, spread over its weeks and queues; blank shortage prices follow the wage.

    An uncovered FTE-week costs 2.2 wages up to the first cap and 6 beyond; a new agent on the
    floor without a mentor costs 2.2.

    >>> prices = make_prices(52, 2, 700)
    >>> prices.shortage_cost.shape, round(float(prices.shortage_first_cost[0, 0]), 6)
    ((52, 2), 1540.0)
    """
    given = {name: value for name, value in locals().items() if name in Prices.__slots__}
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
    opening_heads: ArrayLike | None = None,
    *,
    base_fte: ArrayLike | None = None,
    base_paid_fte: ArrayLike | None = None,
    queue_names: Sequence[str] = (),
    training_weeks: ArrayLike = 4,
    weekly_dropout_share: ArrayLike = 0.03,
    tenured_hazard_share: ArrayLike = 0.0076627976,
    new_hire_hazard_share: ArrayLike = 0.0152668768,
    new_hire_weeks: int = 13,
    floor_hazard_share: ArrayLike | None = None,
    proficiency_share: ArrayLike = (*NESTING, *RAMP),
    nesting_weeks: ArrayLike = 2,
    mentor_ratio: ArrayLike = 3.0,
    mentor_time_lost_share: ArrayLike = 0.3,
    fte_per_head: ArrayLike = 1.0,
    class_min_heads: ArrayLike = 4,
    class_max_heads: ArrayLike = 20,
    first_start_week: ArrayLike = 6,
    may_start: ArrayLike = True,
    given_starts: ArrayLike = 0.0,
    given_classes: ArrayLike | None = None,
    tail_weeks: int = TAIL_WEEKS,
    prices: Prices | None = None,
    limits: Limits | None = None,
) -> HiringProblem:
    """A hiring problem: give the need, who is there, and what differs from the defaults.

    Either `opening_heads` (tenured agents today; the supply without further starts follows) or
    `base_fte` with `base_paid_fte` from a supply of your own, given classes included. One queue
    may be given as a flat list of weeks. `proficiency_share` (1 after its last week) and, instead
    of the new hires' hazard, `floor_hazard_share` are a list for all queues, or floor weeks x
    queues.

    >>> problem = make_problem([40.0] * 60, opening_heads=38)
    >>> problem.weeks, problem.report_weeks, problem.queues
    (60, 34, 1)
    """
    named = dict(locals())
    required = np.asarray(required_fte, dtype=float)
    required = required[:, None] if required.ndim == 1 else required
    weeks, queues = shape = required.shape
    _check_required(required, tail_weeks)
    fields: dict[str, Any] = {name: _spread(name, named[name], (queues,)) for name in VECTORS}
    fields |= {name: _spread(name, named[name], (queues,)).astype(int) for name in WHOLE_VECTORS}
    bands = floor_hazard_share
    if bands is None:
        new = _spread("new_hire_hazard_share", new_hire_hazard_share, (queues,))
        bands = np.broadcast_to(new, (new_hire_weeks, queues))
    starts = _spread("given_starts", given_starts, shape)
    classes = (starts > 0) * 1.0 if given_classes is None else given_classes
    problem = HiringProblem(
        queue_names=tuple(queue_names) or tuple(f"queue {n + 1}" for n in range(queues)),
        required_fte=_frozen(required),
        base_fte=np.zeros(shape),
        base_paid_fte=np.zeros(shape),
        floor_hazard_share=_floor_weeks("floor_hazard_share", bands, queues),
        proficiency_share=_floor_weeks("proficiency_share", proficiency_share, queues),
        may_start=np.array(np.broadcast_to(np.asarray(may_start, dtype=bool), shape)),
        given_starts=starts,
        given_classes=_spread("given_classes", classes, shape),
        tail_weeks=tail_weeks,
        prices=prices or make_prices(weeks, queues),
        limits=limits or make_limits(weeks, queues),
        **fields,
    )
    _check(problem)
    return _with_base(problem, opening_heads, base_fte, base_paid_fte)


def _with_base(
    problem: HiringProblem,
    opening_heads: ArrayLike | None,
    base_fte: ArrayLike | None,
    base_paid_fte: ArrayLike | None,
) -> HiringProblem:
    shape = problem.required_fte.shape
    if base_fte is not None and base_paid_fte is not None:
        return replace(
            problem,
            base_fte=_spread("base_fte", base_fte, shape),
            base_paid_fte=_spread("base_paid_fte", base_paid_fte, shape),
        )
    if opening_heads is None:
        raise argument_error(
            "opening_heads", "nothing", "heads on the floor", "or base_fte with base_paid_fte"
        )
    heads = _spread("opening_heads", opening_heads, (problem.queues,))
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
