"""What a page is about: one plan under its live scenario, read the way the page needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.formats import MILLION, money
from capplan.inputs.versions import changes_since_last
from capplan.report.drawing import Chart, Series, legend, pictures
from capplan.report.markup import Markup, element, joined
from capplan.vocabulary import VOCABULARY, term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions
    from capplan.inputs.differences import Difference
    from capplan.inputs.periods import Calendar, Month
    from capplan.plan import Plan
    from capplan.questions.study import Study

    Array = NDArray[np.float64]

Labels = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class Subject:
    """A plan and the terms that its page has named so far, for the glossary."""

    study: Study
    named: set[str] = field(default_factory=set)

    @property
    def plan(self) -> Plan:
        """The plan whose page it is."""
        return self.study.plan

    @property
    def given(self) -> Assumptions:
        """What the plan is computed from."""
        return self.plan.assumptions

    @property
    def calendar(self) -> Calendar:
        """The plan's weeks and months."""
        return self.given.calendar

    @property
    def mondays(self) -> tuple[date, ...]:
        """The plan's weeks."""
        return self.calendar.mondays

    @property
    def months(self) -> tuple[Month, ...]:
        """The plan's months, or the periods of its fiscal years."""
        return self.calendar.named_months

    @property
    def month_word(self) -> str:
        """What the plan calls its months, over a column of them."""
        return "Period" if self.calendar.fiscal else "Month"

    @property
    def live(self) -> Mapping[str, Any]:
        """Everything known under the live scenario."""
        return self.plan.runs[self.plan.live]

    @property
    def base(self) -> str:
        """The scenario that the others are compared with."""
        return self.given.scenario_names[0]

    @property
    def currency(self) -> str:
        """The code of the plan's currency."""
        return str(self.given.values["currency"])

    def label(self, name: str) -> str:
        """A term's label; the glossary will explain it."""
        self.named.add(name)
        return term(name).label

    def unit(self, name: str) -> str:
        """A term's unit; money is in the plan's currency, and a percent sign tells a share."""
        unit = term(name).unit
        return "" if unit in ("share", "text", "date") else unit.replace("money", self.currency)

    def weekly(self, name: str) -> Array:
        """A result by week, its queues added up."""
        values = np.asarray(self.live[name], dtype=float)
        return np.asarray(values.sum(axis=1)) if values.ndim > 1 else values

    def monthly(self, name: str) -> Array:
        """A result by month: weeks fall into months by workdays."""
        return self.calendar.by_month(self.weekly(name))

    def average(self, name: str) -> Array:
        """The mean of a result in each month, its weeks weighted by workdays."""
        return np.asarray(self.monthly(name) / self.calendar.month_weights.sum(axis=1))

    @cached_property
    def changes(self) -> list[Difference]:
        """The inputs that are not those of the last version."""
        return changes_since_last(self.given)

    @cached_property
    def amounts(self) -> Amounts:
        """How amounts are shown: in thousands where the plan is worth a million."""
        return Amounts(self.currency, 1000.0 if self.live["total_cost"] >= MILLION else 1.0)

    def explained(self) -> list[str]:
        """The terms named so far, in the order of the vocabulary."""
        return [name for name in VOCABULARY if name in self.named]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money in one scale all over the page."""

    currency: str
    divisor: float

    @property
    def words(self) -> str:
        """The scale in words.

        >>> Amounts("EUR", 1000.0).words
        'EUR thousand'
        """
        return f"{self.currency} thousand" if self.divisor > 1 else self.currency

    def shown(self, amount: float, sign: bool = False) -> str:
        """An amount in this scale."""
        return money(amount / self.divisor, sign=sign)

    def scaled(self, amounts: Array) -> list[float]:
        """Amounts for a chart in this scale."""
        return [float(one) for one in amounts / self.divisor]


def coverage(have: Array, need: Array) -> Array:
    """Available / required FTE; nothing where nothing is required."""
    return np.divide(have, need, out=np.full_like(have, np.nan), where=need > 0)


def numbers(values: Array) -> list[float]:
    """Plain numbers for a chart."""
    return [float(one) for one in values]


def section(key: str, title: str, *parts: Markup | None) -> Markup:
    """A part of the page that the list of contents leads to."""
    heading = element("h2", title, id=f"{key}-heading")
    return element("section", heading, *parts, id=key, aria_labelledby=f"{key}-heading")


def figure(
    key: str,
    title: str,
    note: str,
    chart: Chart,
    series: Sequence[Series] = (),
    shape: str = "box",
) -> Markup:
    """A chart with its title, what it says in a sentence, and its legend."""
    return element(
        "figure",
        element("figcaption", element("h3", title), element("p", note, class_="note")),
        legend(series, shape) if series else None,
        pictures(key, title, note, chart),
        class_="figure",
    )


def notes(*sentences: str) -> Markup:
    """Remarks under a table."""
    return joined(element("p", one, class_="note") for one in sentences if one)
