"""Two plans side by side: which assumptions changed, what that did, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from capplan.inputs.differences import Difference, Place, differences, in_force_differences
from capplan.inputs.figures import shown
from capplan.plan import make_plan
from capplan.questions.bridge import HEADS, MEASURES, MONEY, Bridge, bridge
from capplan.questions.factors import FACTORS, factor_of
from capplan.vocabulary import term, terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan

MOST_LINES = 3  # weeks of one queue that are told one by one


@dataclass(frozen=True, slots=True)
class ResultChange:
    """One headline of both plans."""

    term: str
    old: float
    new: float

    @property
    def change(self) -> float:
        """The new value less the old one."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class EngineClasses:
    """Classes that the engine put into a plan: how many, and with how many starters."""

    count: int
    heads: float

    def __str__(self) -> str:
        """In a few words."""
        return f"{self.count:,} with {self.heads:,.0f} starters"


@dataclass(frozen=True)
class Comparison:
    """What changed from one plan to another: assumptions, results, and the bridge between them.

    `missing` says what a bridge lacks, where there is none.
    """

    old: Plan
    new: Plan
    differences: tuple[Difference, ...]
    results: tuple[ResultChange, ...]
    bridges: dict[str, Bridge]
    engine_classes: tuple[EngineClasses, EngineClasses]
    missing: str = ""

    def __str__(self) -> str:
        """The comparison as text, for the screen."""
        return "\n".join(_lines(self))

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain data, for JSON output."""
        before, after = self.engine_classes
        return {
            "scenarios": {"old": self.old.live, "new": self.new.live},
            "differences": [
                {**one.as_dict(), "factor": factor_of(one.term)} for one in self.differences
            ],
            "results": {
                one.term: {"old": one.old, "new": one.new, "change": one.change}
                for one in self.results
            },
            "bridges": {name: one.as_dict() for name, one in self.bridges.items()},
            "missing": self.missing,
            "engine_classes": {
                "old": {"count": before.count, "heads": before.heads},
                "new": {"count": after.count, "heads": after.heads},
            },
        }


def compare(
    old: Assumptions,
    new: Assumptions,
    scenarios: tuple[str | None, str | None] = (None, None),
    *,
    old_place: Place | None = None,
    new_place: Place | None = None,
    measures: Sequence[str] = (MONEY, HEADS),
    order: Sequence[str] | None = None,
    exchange_rates: tuple[float, float] | None = None,
) -> Comparison:
    """What is different in two plans: assumptions, headline results, and what each factor did.

    `scenarios` are those looked at (the base by default); place functions tell the cells of the
    workbooks that the assumptions were read from. Classes that the engine proposes are a
    consequence: they are counted, never listed as assumptions; see `bridge` for the rest. Plans in
    two currencies without rates have no bridge, and no results in money, and `missing` says so.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> plans = [make_assumptions(date(2026, 1, 5), [{"queue": "Calls", "aht_s": 300,
    ...          "opening_agents_heads": 12}], [[2000]] * 9, values={"hire_cost": cost, "seat_cost":
    ...          seat}) for cost, seat in ((2100, 2400), (2000, 2600))]
    >>> print(compare(*plans))  # doctest: +ELLIPSIS
    2 assumptions differ
      Recruiting per starter: 2,100 USD → 2,000 USD
      Seat and licences a year: 2,400 USD → 2,600 USD
    ...
    """
    before, after = (
        make_plan(given, scenario or given.scenario_names[0])
        for given, scenario in zip((old, new), scenarios, strict=True)
    )
    found = differences(old, new, old_place, new_place)
    found += in_force_differences(old, new, (before.live, after.live), old_place, new_place)
    missing = "" if exchange_rates else _missing_rates(old, new)
    bridges = {}
    if not missing:
        bridges = bridge(before, after, measures, order=order, exchange_rates=exchange_rates)
    results = _results(before, after)
    return Comparison(
        before,
        after,
        tuple(found),
        tuple(one for one in results if not (missing and _in_money(one))),
        bridges,
        (_engine_classes(before), _engine_classes(after)),
        missing,
    )


def _missing_rates(old: Assumptions, new: Assumptions) -> str:
    """What must be known before amounts of both plans can stand side by side."""
    first, second = (str(one.values["currency"]) for one in (old, new))
    if first == second:
        return ""
    return f"no exchange rates: what one {first} and one {second} are worth in the report"


def _in_money(result: ResultChange) -> bool:
    return term(result.term).unit.startswith("money")


def _results(old: Plan, new: Plan) -> Iterator[ResultChange]:
    """The headlines that differ by more than binary fractions do."""
    for row in terms("result", "headline"):
        one, other = float(old[row.name]), float(new[row.name])
        if abs(other - one) > 1e-9 * max(abs(one), abs(other)):
            yield ResultChange(row.name, one, other)


def _engine_classes(plan: Plan) -> EngineClasses:
    found = [one.heads for one in plan.assumptions.classes if one.proposed]
    return EngineClasses(len(found), float(sum(found)))


# for the screen


def _lines(one: Comparison) -> Iterator[str]:
    currency = str(one.new.assumptions.values["currency"])
    yield from _difference_lines(one.differences, currency)
    before, after = one.engine_classes
    if before.count or after.count:
        yield (
            "Classes put there by the engine follow from these and are no assumptions:"
            f" {before} before, {after} now."
        )
    yield ""
    scenario = " → ".join(dict.fromkeys((one.old.live, one.new.live)))
    yield (
        f"{len(one.results)} headline results differ, scenario {scenario}"
        if one.results
        else (f"The headline results are the same, scenario {scenario}")
    )
    for result in one.results:
        yield _result_line(result, currency)
    if one.missing:
        yield ""
        yield f"No amounts and no bridge: {one.missing}"
    for found in one.bridges.values():
        if found.parts:
            yield ""
            yield from bridge_lines(found, currency)


def _difference_lines(found: Sequence[Difference], currency: str) -> Iterator[str]:
    count = len(found)
    if not count:
        yield "The assumptions are the same"
        return
    yield f"{count:,} assumption{'s' * (count > 1)} differ{'s' * (count == 1)}"
    width = max(len(one.cell) for one in found)
    for _, group in groupby(found, key=lambda one: (one.term, one.queue, bool(one.week))):
        for what, change, cell in _told(list(group), currency):
            yield f"  {cell:<{width}}{'  ' * bool(width)}{what}: {change}"


def _told(group: list[Difference], currency: str) -> Iterator[tuple[str, str, str]]:
    """Each difference, or many weeks of one queue as one line."""
    if len(group) <= MOST_LINES or not group[0].week:
        for one in group:
            yield one.what, one.change(currency), one.cell
        return
    first, last = group[0], group[-1]
    before, after = (
        sum(float(value or 0) for value in values)
        for values in (
            [one.old for one in group],
            [one.new for one in group],
        )
    )
    share = f" ({after / before - 1:+.1%})" if before else ""
    what = f"{first.label}, {first.queue}, {len(group)} weeks from {first.week} to {last.week}"
    yield what, f"{before:,.0f} → {after:,.0f} in all{share}", first.cell


def _result_line(result: ResultChange, currency: str) -> str:
    row = term(result.term)
    unit = row.unit.replace("money", currency)
    share = f", {result.change / abs(result.old):+.1%}" if result.old else ""
    return (
        f"  {row.label:<24}{shown(result.old, unit)} → {shown(result.new, unit)}"
        f" ({_signed(result.change)}{share})"
    )


def _signed(change: float) -> str:
    """A change with its sign: whole where it is large.

    >>> _signed(1040190.4), _signed(-0.036)
    ('+1,040,190', '-0.036')
    """
    return f"{change:+,.0f}" if abs(change) >= 1000 else f"{change:+,.4g}"


def bridge_lines(found: Bridge, currency: str) -> Iterator[str]:
    """A bridge as a column of numbers: before, what each factor adds, now."""
    measure = MEASURES[found.measure]
    digits = 0 if measure.unit == MONEY else 1
    unit = measure.unit.replace(MONEY, currency)
    yield f"{measure.label}, {unit}: what each factor did ({found.method})"
    yield f"  {'before':<20}{found.old:>18,.{digits}f}"
    for name, part in found.parts.items():
        yield f"  {FACTORS[name]:<20}{part:>+18,.{digits}f}"
    yield f"  {'now':<20}{found.new:>18,.{digits}f}  ({found.variance:+,.{digits}f})"
