"""Seats by site: how many are needed, how many are missing, and what they cost.

Agents and people in training sit at their queue's site, team leaders in proportion to the agents
on the floor; all other roles sit at no particular site, at the plan's price of a seat.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.inputs.exchange import weekly_rate
from capplan.money.site_pay import same_name
from capplan.vocabulary import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.entries import PlanRate, Site

    Array = NDArray[np.float64]


class Seats(NamedTuple):
    """Seats of each site of the table, weeks x sites."""

    site_seats_need_heads: Array
    site_seats_short_heads: Array
    site_seats_cost: Array


def on_floor_heads(closing_agents_heads: Array, leavers_heads: Array) -> Array:
    """Agents of the queue after Monday's moves: closing agents + leavers."""
    return closing_agents_heads + leavers_heads


def seated_heads(
    on_floor_heads: Array, training_heads: Array, cross_training_heads: Array
) -> Array:
    """The queue's agents on the floor + people in training and cross-training."""
    return on_floor_heads + training_heads + cross_training_heads


def seats_by_site(
    site: tuple[str, ...],
    mondays: tuple[date, ...],
    sites: tuple[Site, ...],
    plan_rates: tuple[PlanRate, ...],
    currency: str,
    seated_heads: Array,
    floor_share: Array,
    supervisors_heads: Array,
    seat_cost: float,
) -> Seats:
    """Seats needed, short of those there are, and their cost, week by week and site by site.

    Cost = (needed x price + short x (price of one beyond those there are - price)) x rate / 52;
    a blank price is the plan's, in the plan's currency.
    """
    weeks = len(mondays)
    found = []
    for one in sites:
        here = np.array([same_name(name, one.name) for name in site])
        need = (seated_heads[:, here]).sum(axis=1)
        need = need + supervisors_heads * floor_share[:, here].sum(axis=1)
        there = np.inf if one.seats_heads is None else one.seats_heads
        short = np.maximum(0.0, need - there)
        rate = weekly_rate(mondays, plan_rates, one.currency, currency)
        own = np.full(weeks, seat_cost) if one.seat_price is None else one.seat_price * rate
        extra = own if one.extra_seat_price is None else one.extra_seat_price * rate
        found.append((need, short, (need * own + short * (extra - own)) / WEEKS_PER_YEAR))
    if not found:
        return Seats(*(np.zeros((weeks, 0)) for _ in Seats._fields))
    return Seats(*(np.stack(part, axis=1) for part in zip(*found, strict=True)))


def seat_year_cost(known: Mapping[str, Any]) -> Array:
    """A seat's price for a year where each queue's people sit, in plan currency, by queue.

    At a site with a price of its own that price, at the plan's mean rate; else the plan's.

    >>> from capplan.inputs.entries import Site
    >>> known = {"site": ("Oslo", "Rome"), "sites": (Site("Rome", seat_price=3_000.0),),
    ...          "plan_rates": (), "currency": "EUR", "mondays": (date(2027, 3, 1),),
    ...          "seat_cost": 2_400.0}
    >>> seat_year_cost(known).tolist()
    [2400.0, 3000.0]
    """
    price = np.full(len(known["site"]), float(known["seat_cost"]))
    for one in known["sites"]:
        if one.seat_price is not None:
            here = [same_name(name, one.name) for name in known["site"]]
            given = known["mondays"], known["plan_rates"], one.currency, known["currency"]
            price[here] = one.seat_price * weekly_rate(*given).mean()
    return price
