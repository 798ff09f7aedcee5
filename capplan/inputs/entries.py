"""Rows of the cost tables: sites and their pay, plan rates, pay awards, outsourcing contracts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)

ALL_SITES = "All"
GROUPS = ("all", "agents", "leaders", "support")
MOST_SITES, MOST_WAGE_STEPS, MOST_OUTSOURCING = 40, 40, 40


@dataclass(frozen=True, slots=True)
class Site:
    """What people and seats cost at a site, a year, in its own currency; None is the plan's."""

    name: str
    currency: str = ""
    agent_salary: float | None = None
    trainee_salary: float | None = None
    supervisor_salary: float | None = None
    seats_heads: float | None = None
    seat_price: float | None = None
    extra_seat_price: float | None = None


@dataclass(frozen=True, slots=True)
class PlanRate:
    """What one unit of a currency is worth in the plan's, in a month (its first day)."""

    name: str
    month: date
    plan_rate: float


@dataclass(frozen=True, slots=True)
class WageStep:
    """A pay award: from when, by how much, for whom and where."""

    name: str
    from_date: date
    award_share: float
    group: str = GROUPS[0]
    site: str = ALL_SITES


@dataclass(frozen=True, slots=True)
class Outsourcing:
    """A contract for hours delivered by somebody else; prices are in the contract's currency.

    `last_week` None is the last week of the plan; a blank currency is the plan's.
    """

    name: str
    queue: str
    first_week: date
    delivered_h: float
    hour_price: float
    last_week: date | None = None
    minimum_h: float = 0.0
    currency: str = ""
    notice_weeks: float = 0.0
    transition_price: float = 0.0


def with_floats(row: Row) -> Row:
    """The row with floats for whole numbers: 2 typed and 2.0 read back are one value."""
    whole = {
        one.name: float(value)
        for one in fields(row)
        if isinstance(value := getattr(row, one.name), int)
    }
    return replace(row, **whole)


def in_order(rates: Iterable[PlanRate]) -> tuple[PlanRate, ...]:
    """Plan rates by month, in a month by currency."""
    return tuple(sorted(rates, key=lambda one: (one.month, one.name.casefold())))
