"""The fewest paid weeks that meet a requirement: one queue, whole classes, no solver.

First whatever hiring can still reach is reached: where even the largest classes in every week fall
short, they are booked. Then the cheapest starts for the rest are looked for: a linear program
prices every week's need, and a search over the weeks keeps a short list of plans, ordered by a
lower bound of their cost that follows from those prices. A plan leaves the list only if another
one is at least as cheap and gives at least as much in all weeks to come, if its bound exceeds the
best plan known, or, in large cases, if the list is full.

Without a ramp and with a smallest class of one the answer is that of hiring as late as possible,
which is then optimal: of two plans that meet the need, the i-th starter of the later one stays
longest where needed and costs least.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.errors import argument_error
from capplan.hiring.search.covering import Case, rounded, trimmed
from capplan.hiring.search.kernels import on_the_floor
from capplan.hiring.search.short_list import short_list, weights_of
from capplan.people import attrition
from capplan.staffing.rounding import round_up
from capplan.vocabulary import VOCABULARY, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

GUARDS = (1e-9, 1e-12)  # FTE, and share of the need: a gap this small is arithmetic
SHORT_LIST = 8  # plans kept in the first search
LIST_WORK = 4000  # weeks x plans kept in the second
EVERY_SIZE = 2000  # starters a week up to which every whole number is tried
MOST_WEEKS = 520


class LeastHires(NamedTuple):
    """Whole starters a week, their cost, a lower bound of any plan's, and whether it is proved."""

    starts_heads: list[int]
    cost: float
    bound: float
    proved: bool


def least_hires(
    required_fte: Sequence[float] | Array,
    opening_heads: float,
    annual_attrition_share: float,
    training_weeks: int,
    weekly_dropout_share: float = 0.0,
    ramp: Sequence[float] | Array = (),
    class_min: int = 1,
    class_max: int = 25,
    max_classes_per_week: int = 1,
) -> LeastHires:
    """Starts that meet the requirement in every week that hiring can reach, at least cost.

    Cost: recruiting, material, and pay with on-costs to the last week, at the vocabulary's
    defaults. People behave as in `capplan.people.pipeline`. In a week out of reach all classes
    that could help are as large as allowed: the least that can be missing is missing.

    >>> least_hires([10, 10, 10, 10, 12], 10, 0.0, 2).starts_heads
    [0, 0, 2, 0, 0]
    """
    required = np.asarray(required_fte, dtype=float)
    if len(required) > MOST_WEEKS:
        raise argument_error("required_fte", f"{len(required)} weeks", f"up to {MOST_WEEKS}")
    if class_max < class_min:
        raise argument_error("class_max", class_max, f"class_min ({class_min}) or more")
    case = _case(
        required,
        opening_heads,
        float(attrition.period_rate(annual_attrition_share)),
        training_weeks,
        weekly_dropout_share,
        np.asarray(ramp, dtype=float),
        _sizes(class_min, class_max, max_classes_per_week),
    )
    return _search(case)


def _sizes(class_min: int, class_max: int, classes: int) -> Array:
    """Starters that one week may hold: none, or so many classes of allowed sizes.

    >>> _sizes(4, 5, 2).tolist()
    [0.0, 4.0, 5.0, 8.0, 9.0, 10.0]
    """
    largest = class_max * classes
    heads = np.arange(min(largest, EVERY_SIZE) + 1, dtype=float)
    if largest > EVERY_SIZE:  # beyond that in steps of a thousandth
        steps = np.geomspace(EVERY_SIZE, largest, int(1000 * np.log(largest / EVERY_SIZE)) + 2)
        heads = np.concatenate([heads, np.floor(steps[1:] + 0.5)])
    count = np.ceil(heads / class_max)
    return heads[(heads >= class_min * count) & (np.diff(heads, prepend=-1.0) > 0)]


def _case(
    required: Array,
    opening_heads: float,
    hazard_share: float,
    training_weeks: int,
    weekly_dropout_share: float,
    ramp: Array,
    sizes: Array,
) -> Case:
    weeks = len(required)
    worth = on_the_floor(weeks, training_weeks, weekly_dropout_share, hazard_share, 0, hazard_share)
    effect = worth.copy()
    seen = min(len(ramp), max(weeks - training_weeks, 0))
    effect[training_weeks : training_weeks + seen] *= ramp[:seen]
    week = np.arange(weeks)
    here = opening_heads * (1 - hazard_share) ** week * (1 - hazard_share / 2)
    gap = required - here
    guard = max(GUARDS[0], GUARDS[1] * float(required.max(initial=0.0)))
    largest = sizes[-1]
    reach = largest * np.cumsum(effect)
    forced = np.zeros(weeks, dtype=bool)
    for late in np.flatnonzero(gap > reach + guard):
        forced[: late + 1] |= effect[late::-1] > 0
    brings = np.zeros(weeks)
    for start in np.flatnonzero(forced):
        brings[start:] += largest * effect[: weeks - start]
    need = np.where(gap <= reach + guard, np.maximum(gap - brings, 0.0), 0.0)
    need[need <= guard] = 0.0
    return Case(
        need=need,
        effect=effect,
        cost=_start_cost(weeks, training_weeks, weekly_dropout_share, worth),
        sizes=sizes,
        forced=forced,
        lag=training_weeks,
        ramp_weeks=seen,
        hazard_share=hazard_share,
        guard=guard,
    )


def _start_cost(
    weeks: int, training_weeks: int, weekly_dropout_share: float, worth: Array
) -> Array:
    """Recruiting, material and pay with on-costs to the last week, by week of start."""
    one = {name: float(str(VOCABULARY[name].default)) for name in _PRICES}
    training = np.arange(min(training_weeks, weeks))
    in_training = np.zeros(weeks)
    stays = (1 - weekly_dropout_share) ** training * (1 - weekly_dropout_share / 2)
    in_training[: len(training)] = stays
    pay = in_training * one["trainee_salary_cost"] + worth * one["agent_salary_cost"]
    paid = np.cumsum(pay)[::-1] / WEEKS_PER_YEAR * (1 + one["burden_share"])
    return np.asarray(paid + one["hire_cost"] + one["training_material_cost"])


_PRICES = (
    "agent_salary_cost",
    "trainee_salary_cost",
    "burden_share",
    "hire_cost",
    "training_material_cost",
)


def _search(case: Case) -> LeastHires:
    if case.sizes[:2].tolist() == [0.0, 1.0] and (np.diff(case.effect[case.lag :]) <= 0).all():
        starts = _as_late_as_possible(case)
        return _answer(case, starts, float(case.cost @ starts), True)
    weights = weights_of(case)
    starts, proved = trimmed(case, rounded(case, weights.starts)), False
    for length in (SHORT_LIST, min(max(LIST_WORK // case.weeks, 32), 256)):
        found, proved = short_list(case, weights, length, float(case.cost @ starts))
        starts = starts if found is None else trimmed(case, found)
        if proved:
            break
    bound = float(case.cost @ starts) if proved else weights.bound
    return _answer(case, starts, bound, proved)


def _answer(case: Case, starts: Array, bound: float, proved: bool) -> LeastHires:
    forced = np.where(case.forced, case.sizes[-1], 0.0)
    fixed = float(case.cost @ forced)
    whole = [int(heads) for heads in starts + forced]
    return LeastHires(whole, float(case.cost @ starts) + fixed, bound + fixed, proved)


def _as_late_as_possible(case: Case) -> Array:
    """Starters one by one, each in the latest week that helps and has room."""
    starts, brings = np.zeros(case.weeks), np.zeros(case.weeks)
    room = np.where(case.forced, 0.0, case.sizes[-1])
    for week in np.flatnonzero(case.need > 0):
        start = int(week) - case.lag
        while (gap := case.need[week] - brings[week]) > case.guard and start >= 0:
            heads = min(room[start] - starts[start], round_up(gap / case.effect[week - start]))
            starts[start] += heads
            brings[start:] += heads * case.effect[: case.weeks - start]
            start -= 1
    return starts
