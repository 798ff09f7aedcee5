"""The cost tables of two plans that are compared: one currency, and every rate either has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from capplan.inputs.exchange import month_of, same_currency

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.inputs.entries import Outsourcing, Site

PRICES_OF_SITE = (
    "agent_salary",
    "trainee_salary",
    "supervisor_salary",
    "seat_price",
    "extra_seat_price",
)


def converted_tables(given: Assumptions, rate: float) -> Assumptions:
    """The plan with its tables in another currency of the plan: `rate` for one unit of its own.

    Amounts in the plan's currency are converted; those in other currencies keep their numbers,
    and their plan rates are converted.
    """
    currency = str(given.values["currency"])

    def site(one: Site) -> Site:
        if not same_currency(one.currency, currency):
            return one
        prices = {name: getattr(one, name) for name in PRICES_OF_SITE}
        known = {name: price * rate for name, price in prices.items() if price is not None}
        return replace(one, currency="", **known)

    def contract(one: Outsourcing) -> Outsourcing:
        if not same_currency(one.currency, currency):
            return one
        hour, transition = one.hour_price * rate, one.transition_price * rate
        return replace(one, currency="", hour_price=hour, transition_price=transition)

    return replace(
        given,
        sites=tuple(site(one) for one in given.sites),
        outsourcing=tuple(contract(one) for one in given.outsourcing),
        plan_rates=tuple(
            replace(one, plan_rate=one.plan_rate * rate)
            for one in given.plan_rates
            if not same_currency(one.name, currency)
        ),
    )


def with_rates_of(given: Assumptions, other: Assumptions) -> Assumptions:
    """The plan with the other's rates where it has none of its own, in order of currency.

    A site of the one plan can then be priced in the other one.
    """
    known = {
        (one.name.strip().casefold(), month_of(one.month)): one
        for plan in (other, given)
        for one in plan.plan_rates
    }
    return replace(given, plan_rates=tuple(known[key] for key in sorted(known)))
