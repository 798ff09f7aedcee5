"""Yearly pay at each queue's site, in the plan's currency, with the pay awards in force.

Awards multiply: each counts in the weeks that start on or after its date, for its group of people
and its site. An award of one site moves agents, trainees and team leaders there; other roles belong
to no site and follow the awards of all sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.entries import ALL_SITES, Site, WageStep
from capplan.inputs.exchange import weekly_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.entries import PlanRate

    Array = NDArray[np.float64]


def same_name(one: str, other: str) -> bool:
    """Whether two names of sites are one: capitals and spaces around do not count."""
    return one.strip().casefold() == other.strip().casefold()


def site_of(name: str, sites: Iterable[Site]) -> Site | None:
    """The row of a site, or none where the plan's own pay and prices hold."""
    return next((one for one in sites if same_name(one.name, name)), None)


def award_index(
    mondays: Sequence[date], wage_steps: Iterable[WageStep], group: str, site: str = ""
) -> Array:
    """Product of (1 + award) of the awards in force for a group; of one site or of all sites.

    >>> steps = [WageStep("1", date(2026, 1, 1), 0.1), WageStep("2", date(2026, 1, 12), 0.2)]
    >>> award_index((date(2026, 1, 5), date(2026, 1, 12)), steps, "agents").round(4).tolist()
    [1.1, 1.32]
    """
    index = np.ones(len(mondays))
    for one in wage_steps:
        everywhere = not one.site or same_name(one.site, ALL_SITES)
        here = everywhere or (site != "" and same_name(one.site, site))
        if here and one.group in ("all", group):
            after = np.array([monday >= one.from_date for monday in mondays])
            index = np.where(after, index * (1 + one.award_share), index)
    return index


def _by_queue(site: tuple[str, ...], of_site: Mapping[str, Array]) -> Array:
    return np.stack([of_site[name] for name in site], axis=1)


def site_rate(
    site: tuple[str, ...],
    mondays: tuple[date, ...],
    sites: tuple[Site, ...],
    plan_rates: tuple[PlanRate, ...],
    currency: str,
) -> Array:
    """The plan rate of the currency of the queue's site; 1 in the plan's own currency."""
    found = {}
    for name in set(site):
        own = site_of(name, sites)
        found[name] = weekly_rate(mondays, plan_rates, own.currency if own else "", currency)
    return _by_queue(site, found)


def _index(
    site: tuple[str, ...],
    mondays: Sequence[date],
    wage_steps: tuple[WageStep, ...],
    wage_index: Array,
    group: str,
) -> Array:
    found = {name: wage_index * award_index(mondays, wage_steps, group, name) for name in set(site)}
    return _by_queue(site, found)


def agent_wage_index(
    site: tuple[str, ...],
    mondays: tuple[date, ...],
    wage_steps: tuple[WageStep, ...],
    wage_index: Array,
) -> Array:
    """Pay index x the awards of agents at the queue's site."""
    return _index(site, mondays, wage_steps, wage_index, "agents")


def supervisor_wage_index(
    site: tuple[str, ...],
    mondays: tuple[date, ...],
    wage_steps: tuple[WageStep, ...],
    wage_index: Array,
) -> Array:
    """Pay index x the awards of leaders at the queue's site."""
    return _index(site, mondays, wage_steps, wage_index, "leaders")


def leader_wage_index(
    mondays: tuple[date, ...], wage_steps: tuple[WageStep, ...], wage_index: Array
) -> Array:
    """Pay index x the awards of leaders at all sites."""
    return wage_index * award_index(mondays, wage_steps, "leaders")


def support_wage_index(
    mondays: tuple[date, ...], wage_steps: tuple[WageStep, ...], wage_index: Array
) -> Array:
    """Pay index x the awards of support roles at all sites."""
    return wage_index * award_index(mondays, wage_steps, "support")


def _yearly(
    site: tuple[str, ...],
    sites: tuple[Site, ...],
    rate: Array,
    index: Array,
    field: str,
    plan_pay: float,
) -> Array:
    """Own salary x rate, or the plan's salary, x pay index."""
    own = [getattr(site_of(name, sites), field, None) for name in site]
    given = np.array([one is not None for one in own])
    pay = np.array([0.0 if one is None else float(one) for one in own])
    return np.where(given, pay * rate, plan_pay) * index


def agent_year_cost(
    site: tuple[str, ...],
    sites: tuple[Site, ...],
    site_rate: Array,
    agent_wage_index: Array,
    agent_salary_cost: float,
) -> Array:
    """An agent's yearly pay at the queue's site x plan rate x pay index."""
    return _yearly(site, sites, site_rate, agent_wage_index, "agent_salary", agent_salary_cost)


def trainee_year_cost(
    site: tuple[str, ...],
    sites: tuple[Site, ...],
    site_rate: Array,
    agent_wage_index: Array,
    trainee_salary_cost: float,
) -> Array:
    """A trainee's yearly pay at the queue's site x plan rate x pay index."""
    pay = trainee_salary_cost
    return _yearly(site, sites, site_rate, agent_wage_index, "trainee_salary", pay)


def supervisor_site_cost(
    site: tuple[str, ...],
    sites: tuple[Site, ...],
    site_rate: Array,
    supervisor_wage_index: Array,
    supervisor_salary_cost: float,
) -> Array:
    """A team leader's yearly pay at the queue's site x plan rate x pay index."""
    pay = supervisor_salary_cost
    return _yearly(site, sites, site_rate, supervisor_wage_index, "supervisor_salary", pay)


def floor_share(on_floor_heads: Array) -> Array:
    """The queue's agents on the floor / all agents on the floor; even parts of an empty floor.

    >>> floor_share(np.array([[30.0, 10.0], [0.0, 0.0]])).tolist()
    [[0.75, 0.25], [0.5, 0.5]]
    """
    total = on_floor_heads.sum(axis=1, keepdims=True)
    even = np.full_like(on_floor_heads, 1 / on_floor_heads.shape[1])
    return np.asarray(np.divide(on_floor_heads, total, out=even, where=total > 0))


def supervisor_year_cost(supervisor_site_cost: Array, floor_share: Array) -> Array:
    """A team leader's yearly pay, pay index included, mean over the agents on the floor."""
    return np.asarray((supervisor_site_cost * floor_share).sum(axis=1))


def pay_of_sites(
    known: Mapping[str, Any], mondays: tuple[date, ...], wage_index: Array
) -> tuple[Array, Array]:
    """Yearly pay of agents and trainees, weeks x queues; behind the plan that of its last week."""
    inside = tuple(day for day in mondays if day <= known["mondays"][-1])
    site, sites = known["site"], known["sites"]
    rate = site_rate(site, inside, sites, known["plan_rates"], known["currency"])
    index = agent_wage_index(site, inside, known["wage_steps"], wage_index[: len(inside)])
    behind = ((0, len(mondays) - len(inside)), (0, 0))
    agent, trainee = (
        np.pad(pay(site, sites, rate, index, known[salary]), behind, mode="edge")
        for pay, salary in (
            (agent_year_cost, "agent_salary_cost"),
            (trainee_year_cost, "trainee_salary_cost"),
        )
    )
    return agent, trainee
