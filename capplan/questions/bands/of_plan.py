"""The outlook of a computed plan: how sure its people are, week by week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.capacity.cover import ramp_in_force
from capplan.questions.bands.people import Floor, People, Uncertainty, checked
from capplan.questions.bands.percentiles import GUARD, SHARES, Band, band, chance, check_risk, cover
from capplan.questions.bands.requirement_draws import drawn_required_fte
from capplan.questions.bands.restaffing import VolumeSpread
from capplan.questions.bands.simulation import DRAWS, SEED, Dice, check_draws, expected, weeks_of
from capplan.vocabulary import WEEKS_PER_YEAR, terms

if TYPE_CHECKING:
    from capplan.plan import Plan

Array = NDArray[np.float64]

BEGUN_WEEKS = 26  # classes that began earlier have long graduated
# dated moves of tenured agents, where the plan has them: they happen as planned in every draw
COMING = ("transfers_in_heads", "leave_back_heads", "leader_returns_heads")
GOING = (
    "transfers_out_heads",
    "promotions_out_heads",
    "planned_leavers_heads",
    "leave_out_heads",
    "leader_promotions_heads",
)
TO_26, TO_52 = 26, 52  # last floor weeks of the bands after the new-hire weeks
GIVEN = "given"


class Outlook(NamedTuple):
    """How sure a queue's people are, or those of all queues together; by week unless said.

    `buffer_fte` brings the chance of being short in that week within the risk;
    `every_week_buffer_fte` does so for each week with one number, and
    `whole_horizon_buffer_fte` keeps the chance of any short week at all within it.
    """

    closing_agents_heads: Band
    effective_fte: Band
    chance_short_share: Array
    buffer_fte: Array
    every_week_buffer_fte: Array
    whole_horizon_buffer_fte: Array

    def by_term(self) -> dict[str, Array]:
        """The lines of the outlook by their terms, in the order of the vocabulary."""
        lines = (*self.closing_agents_heads, *self.effective_fte)
        names = (row.name for row in terms("evidence", "bands"))
        return dict(zip(names, (*lines, self.chance_short_share, self.buffer_fte), strict=True))


class PlanBands(NamedTuple):
    """The outlook of every queue (weeks x queues) and of all together (weeks)."""

    queues: Outlook
    total: Outlook
    risk_share: float


def plan_bands(
    plan: Plan,
    scenario: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    risk_share: float = 0.10,
    uncertainty: Uncertainty | None = None,
    spread: VolumeSpread | None = None,
    net_moves_heads: ArrayLike | None = None,
) -> PlanBands:
    """How far people may come out from the plan: P10, P50, P90, chance of being short, buffer.

    Exits, dropouts and starts are drawn, and with them the true rate of leaving, one for all
    queues, for the plan's is only as good as the records behind it. Whatever else the plan does
    (transfers, leave, mentors' time) happens as planned in every draw: draws scatter around the
    plan's own heads and FTE, except that their mean lies a little higher where the rate is drawn,
    as losses slow down when fewer are left. The requirement is as planned, or drawn with the
    contacts.

    Args:
        plan: a computed plan.
        scenario: which of its scenarios; the live one by default.
        draws: how many times the horizon is drawn.
        seed: start of the random numbers; equal input gives equal results.
        risk_share: the chance of being short that the buffers allow.
        uncertainty: how well the rate of leaving is known; by default as `evidence_of` finds it,
            with a drift of 10 %.
        spread: how far contacts may lie from the forecast; none by default.
        net_moves_heads: agents coming (below 0: going) on dates, weeks x queues, for plans that
            hold them elsewhere; by default those of the plan.

    Raises:
        PlanInputError: a share or number outside what is allowed.

    >>> from datetime import date
    >>> from capplan import make_assumptions, make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 15}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 26))
    >>> found = plan_bands(plan)
    >>> [round(float(value[25, 0])) for value in found.queues.closing_agents_heads]
    [10, 12, 14]
    """
    check_risk(risk_share)
    results = plan.runs[scenario or plan.live]
    people = people_of(results, net_moves_heads)
    floor, centre = checked(people), expected(people)
    beyond = (
        _more(results["closing_agents_heads"], centre.closing_agents_heads),
        _more(results["effective_fte"], centre.effective_fte),
    )
    dice = Dice(floor, uncertainty or evidence_of(plan), check_draws(draws), seed)
    need: Iterator[Array] = (required[:, None] for required in results["required_fte"])
    if spread is not None:
        need = drawn_required_fte(plan, spread, scenario, draws, seed)
    own = (
        np.maximum(0.0, one - outsourced[:, None])
        for one, outsourced in zip(need, results["outsourced_fte"], strict=True)
    )
    return _outlooks(floor, dice, beyond, own, risk_share)


def evidence_of(plan: Plan) -> Uncertainty:
    """How well the plan's rate of leaving is known: 2,000 agent-weeks of records.

    A yearly rate that somebody has given, rather than assumed, is that of the people who were
    there for a year: it is worth at least 52 weeks of the opening agents.
    """
    default, given = Uncertainty(), plan.assumptions
    origin = given.origins.get("annual_attrition_share")
    if origin is None or origin.basis != GIVEN:
        return default
    year = WEEKS_PER_YEAR * float(np.sum(given.queues["opening_agents_heads"]))
    return default._replace(evidence_agent_weeks=max(default.evidence_agent_weeks, year))


def people_of(results: Mapping[str, Any], net_moves_heads: ArrayLike | None = None) -> People:
    """The people of a computed plan, as the simulation needs them."""
    coming = (1 - results["no_show_share"]) * results["offer_acceptance_share"]
    if "mix_offers" in results:  # people come from several sources: offers for one of them
        coming = min(1 / results["mix_offers"], 1.0)
    return People(
        results["starts_heads"],
        results["opening_agents_heads"],
        results["training_weeks"],
        results["weekly_dropout_share"],
        _hazards(results),
        ramp_in_force(results["proficiency_share"], results["ramp_loss_change_share"]),
        results["fte_per_head"],
        coming,
        _begun(results),
        _moves(results) if net_moves_heads is None else net_moves_heads,
    )


def _hazards(results: Mapping[str, Any]) -> Array:
    """Share leaving by floor week, from the bands the plan has."""
    tenured, first = results["tenured_hazard_share"], int(results["new_hire_weeks"])
    found = np.full(max(TO_52, first) + 1, tenured)
    found[:TO_52] = results.get("to_52_weeks_hazard_share", tenured)
    found[:TO_26] = results.get("to_26_weeks_hazard_share", tenured)
    found[:first] = results["new_hire_hazard_share"]
    return found


def _begun(results: Mapping[str, Any]) -> Array:
    """Starters of classes that began before the plan, if it knows any."""
    monday, names = results["mondays"][0], results["queue_names"]
    found = np.zeros((BEGUN_WEEKS, len(names)))
    for one in results["classes"]:
        ago = (monday - one.start_week).days // 7
        if 0 < ago <= BEGUN_WEEKS:
            found[-ago, names.index(one.queue)] += one.heads
    return found


def _moves(results: Mapping[str, Any]) -> Array:
    none = np.zeros_like(results["starts_heads"])
    came = sum((results[name] for name in COMING if name in results), none)
    went = sum((results[name] for name in GOING if name in results), none)
    return np.asarray(came - went)


def _more(planned: Array, followed: Array) -> Array:
    """What the plan has beyond what the simulation follows; a rounding is not a person."""
    found = planned - followed
    return np.where(np.abs(found) < GUARD, 0.0, found)


def _outlooks(
    floor: Floor, dice: Dice, beyond: tuple[Array, Array], need: Iterator[Array], risk_share: float
) -> PlanBands:
    """Week by week, so that no more than one week's draws are held at a time."""
    columns = floor.queues + 1  # the last one is all queues together
    bands = np.zeros((2, len(SHARES), floor.weeks, columns))
    short, buffer = (np.zeros((floor.weeks, columns)) for _ in range(2))
    worst = np.full((columns, dice.draws), -np.inf)
    for number, (week, required) in enumerate(zip(weeks_of(floor, dice), need, strict=True)):
        heads = _with_total(week.closing_agents_heads + beyond[0][number][:, None])
        output = _with_total(week.effective_fte + beyond[1][number][:, None])
        missing = _with_total(required) - output
        bands[0, :, number], bands[1, :, number] = band(heads), band(output)
        short[number], buffer[number] = chance(missing), cover(missing, risk_share)
        np.maximum(worst, missing, out=worst)
    rest = (bands[0], bands[1], short, buffer, buffer.max(axis=0), cover(worst, risk_share))
    return PlanBands(_outlook(rest, slice(None, -1)), _outlook(rest, -1), risk_share)


def _with_total(by_queue: Array) -> Array:
    return np.vstack([by_queue, by_queue.sum(axis=0)])


def _outlook(found: tuple[Array, ...], at: slice | int) -> Outlook:
    heads, output, *rest = (np.asarray(one[..., at]) for one in found)
    return Outlook(Band(*heads), Band(*output), *rest)
