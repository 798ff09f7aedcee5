"""What if management were frozen, promoted only from within, hired only, or led other spans?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.movement import arguments
from capplan.leaders.movement.apart import TeamGroups
from capplan.leaders.movement.layer_counts import pyramid
from capplan.leaders.movement.owed import Debt, movement_debt
from capplan.leaders.movement.rules import MovementRules
from capplan.leaders.movement.structure import Structure
from capplan.leaders.movement.weekly_movement import Movement, movement
from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

SPANS = (10.0, 12.0, 15.0)
FREEZE_WEEKS = 26


class Case(NamedTuple):
    """One alternative: name, structure, rules, weeks of freeze, and whether posts start anew."""

    name: str
    structure: Structure
    rules: MovementRules
    frozen_weeks: int = 0
    restaff: bool = False


class Outcome(NamedTuple):
    """What one alternative means in people, in debt, for the floor, and in money.

    Average and closing leaders, leaders hired and promoted, failures; manager-weeks owed, the
    widest supervisor span and its weeks in red; agents promoted away, the starters that replace
    them, and the share of the floor that is promoted away in a year; pay, premium of leaders from
    outside, cost of the replacing starters, and all three together over the weeks.
    """

    name: str
    leaders_average_heads: float
    leaders_closing_heads: float
    hired_heads: float
    promoted_heads: float
    failures_heads: float
    debt_weeks: float
    widest_span_people: float
    red_weeks: int
    promotions_out_heads: float
    backfill_starts_heads: float
    floor_depletion_share: float
    pay_cost: float
    premium_cost: float
    backfill_cost: float

    @property
    def total_cost(self) -> float:
        """Pay + premium + backfill."""
        return self.pay_cost + self.premium_cost + self.backfill_cost


def what_if(
    frontline_heads: ArrayLike,
    salaries_cost: Mapping[str, float],
    structure: Structure | None = None,
    rules: MovementRules | None = None,
    *,
    weeks: int | None = None,
    freeze_weeks: int = FREEZE_WEEKS,
    spans: Sequence[float] = SPANS,
    opening_heads: ArrayLike | None = None,
    tenured_floor_heads: ArrayLike | None = None,
    start_cost: float = 2600.0,
    frozen_weeks: int = 0,
    draining: bool = False,
    teams: TeamGroups | None = None,
    coming_inside_heads: ArrayLike | None = None,
    coming_outside_heads: ArrayLike | None = None,
) -> list[Outcome]:
    """The plan beside a freeze, all promoted, all hired, and other supervisor spans.

    All alternatives start with the leaders of the plan and run side by side in one pass. Yearly
    pay by layer comes from `salaries_cost`; `start_cost` is one replacing starter, `frozen_weeks`
    the plan's own freeze; `draining`, `teams` and leaders who are coming are as in `movement`.

    >>> pay = dict(supervisor=42e3, manager=6e4, director=9e4, vp=13e4, svp=17e4, head=2e5)
    >>> rows = what_if([400 + 25 * week for week in range(80)], pay, weeks=52)
    >>> [one.name for one in rows]
    ['plan', 'frozen 26 weeks', 'all promoted', 'all hired', 'span 10', 'span 12', 'span 15']
    >>> rows[1].debt_weeks > rows[0].debt_weeks
    True
    """
    base, own = structure or Structure(), rules or MovementRules()
    pay = _pay(base, salaries_cost)
    cases = alternatives(base, own, freeze_weeks, spans)
    cases[0] = cases[0]._replace(frozen_weeks=frozen_weeks)
    floor = arguments.weekly("frontline_heads", frontline_heads)
    if floor.shape[1] != 1:
        raise argument_error("frontline_heads", f"{floor.shape[1]} cases", "one path by week")
    opening = pyramid(floor[0, 0], base).heads if opening_heads is None else opening_heads
    chains, sets = [one.structure for one in cases], [one.rules for one in cases]
    moved = movement(
        floor,
        chains,
        sets,
        weeks=weeks,
        opening_heads=opening,
        tenured_floor_heads=tenured_floor_heads,
        frozen_weeks=[one.frozen_weeks for one in cases],
        restaff=[one.restaff for one in cases],
        draining=draining,
        teams=teams,
        coming_inside_heads=coming_inside_heads,
        coming_outside_heads=coming_outside_heads,
    )
    owed = movement_debt(moved)
    money = arguments.number("start_cost", start_cost, 0, 1e6, "each")
    return [
        _outcome(case.name, number, moved, owed, pay, own, money)
        for number, case in enumerate(cases)
    ]


def alternatives(
    structure: Structure,
    rules: MovementRules,
    freeze_weeks: int = FREEZE_WEEKS,
    spans: Sequence[float] = SPANS,
) -> list[Case]:
    """The plan and its alternatives; other spans keep the band's proportions.

    >>> [case.frozen_weeks for case in alternatives(Structure(), MovementRules(), 13, [10])]
    [0, 13, 0, 0, 0]
    """
    weeks = arguments.whole("freeze_weeks", freeze_weeks, 0, 1000, "weeks")
    return [
        Case("plan", structure, rules),
        Case(f"frozen {weeks} weeks", structure, rules, weeks),
        Case("all promoted", _shared(structure, 1.0), replace(rules, internal_cap_share=1.0)),
        Case("all hired", _shared(structure, 0.0), rules),
        *(Case(f"span {span:g}", _spanned(structure, span), rules, restaff=True) for span in spans),
    ]


def _shared(structure: Structure, internal_share: float) -> Structure:
    layers = tuple(replace(one, internal_share=internal_share) for one in structure.layers)
    return replace(structure, layers=layers)


def _spanned(structure: Structure, span: float) -> Structure:
    first = structure.layers[0]
    wide = arguments.span("spans", span)
    low, high = (edge / first.span * wide for edge in (first.span_min, first.span_max))
    changed = replace(first, span=wide, span_min=low, span_max=high)
    return replace(structure, layers=(changed, *structure.layers[1:]))


def _pay(structure: Structure, salaries_cost: Mapping[str, float]) -> Array:
    missing = [name for name in structure.names if name not in salaries_cost]
    if missing:
        raise argument_error(
            "salaries_cost",
            f"no pay for {', '.join(missing)}",
            f"yearly pay of {', '.join(structure.names)}",
            "misspelt?",
        )
    paid = [salaries_cost[name] for name in structure.names]
    return np.array([arguments.number("salaries_cost", one, 0, 5e6, "a year") for one in paid])


def _outcome(
    name: str,
    case: int,
    moved: Movement,
    owed: Debt,
    pay: Array,
    rules: MovementRules,
    start_cost: float,
) -> Outcome:
    leaders = moved.incumbents_heads[..., case]
    weekly_pay = pay / WEEKS_PER_YEAR
    outside = moved.premium_heads[..., case] @ weekly_pay
    backfill = float(moved.backfill_starts_heads[:, case].sum())
    drained = float(moved.promotions_out_heads[:, case].sum())
    years = len(leaders) / WEEKS_PER_YEAR
    floor = float(moved.frontline_heads[:, case].mean())
    return Outcome(
        name,
        float(leaders.sum(axis=1).mean()),
        float(leaders[-1].sum()),
        float(moved.hired_heads[..., case].sum()),
        float(moved.promoted_heads[..., case].sum()),
        float(moved.failures_heads[..., case].sum()),
        float(owed.debt_heads[..., case].sum()),
        float(owed.span_people[:, 0, case].max()),
        int((owed.light[:, 0, case] == "red").sum()),
        drained,
        backfill,
        drained / floor / years if floor else 0.0,
        float((leaders @ weekly_pay).sum()),
        float(outside.sum() * rules.external_premium_share),
        backfill * start_cost,
    )
