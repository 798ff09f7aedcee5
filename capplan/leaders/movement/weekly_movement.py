"""Management movement: who leads, who comes and who goes in every layer, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import Issue, argument_error
from capplan.leaders.movement import arguments
from capplan.leaders.movement.apart import TeamGroups
from capplan.leaders.movement.layer_counts import frontline
from capplan.leaders.movement.movement_remarks import remarks
from capplan.leaders.movement.rules import MovementRules
from capplan.leaders.movement.settings import Settings, settings
from capplan.leaders.movement.structure import Structure
from capplan.leaders.movement.targets import opening_posts, seen_ahead, target_posts
from capplan.leaders.movement.weekly_step import Walk

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

OPENING_TENURED_SHARE = 0.6
AGENT_ATTRITION_SHARE = 0.40


@dataclass(frozen=True, eq=False, slots=True)
class Movement:
    """Leaders week by week: arrays are weeks x layers, with cases on a third axis where given.

    Counted at the end of the week, all in whole people but `effective_heads` (new leaders count
    in part); `premium_heads` came from outside and are still paid for it. `target_heads` are the
    posts of the week, `planned_heads` those of week t + lead that the week's decision looks at,
    `need_heads` the posts it opens, filled by `internal_heads` and `external_heads`; they take
    post as `promoted_heads` and `hired_heads` some weeks later and stand in `pipeline_heads` until
    then, as do those chosen before the plan. `leavers_heads` leave the company;
    of `failures_heads` those in `returns_heads` go back to the floor as agents. By week:
    `promotions_out_heads` leave the floor, `backfill_starts_heads` are the starters that the
    class plan needs to replace them, asked for in the week of the decision.
    """

    names: tuple[str, ...]
    frontline_heads: Array
    opening_heads: Array
    target_heads: Array
    planned_heads: Array
    incumbents_heads: Array
    effective_heads: Array
    ramp_heads: Array
    pipeline_heads: Array
    need_heads: Array
    internal_heads: Array
    external_heads: Array
    promoted_heads: Array
    hired_heads: Array
    moved_up_heads: Array
    leavers_heads: Array
    failures_heads: Array
    returns_heads: Array
    unfilled_heads: Array
    from_outside_heads: Array
    premium_heads: Array
    missed_internal_heads: Array
    tenured_floor_heads: Array
    promotions_out_heads: Array
    backfill_starts_heads: Array
    settings: Settings
    warnings: tuple[Issue, ...]

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def leaders_heads(self) -> Array:
        """Leaders of all layers in post by week."""
        return np.asarray(self.incumbents_heads.sum(axis=1))

    @property
    def floor_change_heads(self) -> Array:
        """Agents that management took from the floor (negative) or gave back, added up by week."""
        back = self.returns_heads.sum(axis=1)
        return np.cumsum(back - self.promotions_out_heads, axis=0)

    def layer(self, name: str) -> dict[str, Array]:
        """All weekly numbers of one layer by name."""
        place = self.names.index(name)
        weekly = self.incumbents_heads.shape
        return {
            one.name: value[:, place]
            for one in fields(self)
            if isinstance(value := getattr(self, one.name), np.ndarray) and value.shape == weekly
        }


def movement(
    frontline_heads: ArrayLike,
    structure: Structure | Sequence[Structure] | None = None,
    rules: MovementRules | Sequence[MovementRules] | None = None,
    *,
    weeks: int | None = None,
    opening_heads: ArrayLike | None = None,
    tenured_floor_heads: ArrayLike | None = None,
    frozen_weeks: int | Sequence[int] = 0,
    restaff: bool | Sequence[bool] = False,
    seed: int | None = None,
    draining: bool = False,
    teams: TeamGroups | None = None,
    coming_inside_heads: ArrayLike | None = None,
    coming_outside_heads: ArrayLike | None = None,
) -> Movement:
    """Leaders by layer and week, ordered ahead of the people they will lead.

    Each week, in whole people: those due take post at part effect; leavers and failures go; the
    need is the banded posts of week t + lead - leaders in post - pipeline + leavers expected
    until then; its internal share is promoted from the layer below (as far as people are ready)
    and the rest hired; a promotion raises the need of the layer below in the same pass; agents
    promoted are replaced by `promotions / training survival` starters.

    Args:
        frontline_heads: Agents by week, or weeks x cases (sites, scenarios); may run beyond
            `weeks`, and at its end the last week holds.
        structure: Layers, spans and internal shares; one for all, or one for each case.
        rules: Routes, lead times, failure and eligibility; one for all, or one for each case.
        weeks: Weeks to report; by default all given.
        opening_heads: Leaders in post before the first week, by layer (x cases); by default as
            many as the first week needs.
        tenured_floor_heads: Agents with at least the eligible weeks of tenure, by week; by
            default `tenured_floor` of the frontline.
        frozen_weeks: First weeks in which leavers are replaced but no post is added.
        restaff: Posts start at the first week's need at the target span, even where the leaders
            in post are inside the band.
        seed: Draws leavers and failures with this seed (one column a draw); by default they are
            expected values with the remainder carried, so that people stay whole.
        draining: The agents given do not yet count those promoted here: they are taken off.
        teams: Agents by group where teams may not cross groups; by default all are pooled.
        coming_inside_heads: Leaders chosen before the plan, weeks x layers, in the week in which
            they take post; those who were agents are no longer among the agents given.
        coming_outside_heads: The same for leaders hired before the plan.

    Raises:
        PlanInputError: A number is outside its range; the message names it.

    >>> grown = movement([400 + 25 * week for week in range(40)], weeks=20)
    >>> grown.incumbents_heads[19, :3].astype(int).tolist()
    [73, 9, 2]
    """
    chains = _several(structure or Structure())
    sets = _several(rules or MovementRules())
    floor = arguments.weekly("frontline_heads", frontline_heads)
    for chain in chains:
        frontline(floor, chain)
    freezes = [
        arguments.whole("frozen_weeks", one, 0, 1000, "weeks") for one in _several(frozen_weeks)
    ]
    cases = max(floor.shape[1], len(chains), len(sets), len(freezes))
    floor = _cases("frontline_heads", floor, cases)
    with_ = settings(chains, sets, cases)
    length = arguments.whole("weeks", len(floor) if weeks is None else weeks, 1, 1000, "weeks")
    opening = _opening(opening_heads, floor, with_, teams)
    fresh = np.broadcast_to(np.asarray(restaff, dtype=np.bool_), (cases,))
    posts = target_posts(floor, with_, opening, fresh, teams)
    planned = _frozen(_lasting(seen_ahead(posts, with_), length), opening, np.array(freezes))
    tenured = _tenured(tenured_floor_heads, floor, with_)
    random = None if seed is None else np.random.default_rng(seed)
    coming = np.stack(
        [
            _coming(f"coming_{way}_heads", one, planned)
            for way, one in (("inside", coming_inside_heads), ("outside", coming_outside_heads))
        ]
    )
    tenured = _lasting(tenured, length)
    walk = Walk(planned, tenured, opening, with_, random, draining, coming).run()
    given = (_lasting(floor, length), opening, _lasting(posts, length), planned)
    return _result(walk, given, np.ndim(frontline_heads) == 1 and cases == 1)


def tenured_floor(
    frontline_heads: ArrayLike,
    annual_attrition_share: float = AGENT_ATTRITION_SHARE,
    opening_share: float = OPENING_TENURED_SHARE,
    eligible_weeks: int = 52,
) -> Array:
    """Agents long enough on the floor to be promoted, estimated from its size and attrition.

    They are those who were there so many weeks ago and have not left since; in the first weeks
    those tenured at the start, and the others as they come of age evenly.

    >>> tenured_floor([100] * 60)[[0, 26, 59]].round(1).tolist()
    [60.0, 65.5, 67.0]
    """
    floor = arguments.weekly("frontline_heads", frontline_heads)
    yearly = arguments.share("annual_attrition_share", annual_attrition_share, 5.0)
    start = arguments.share("opening_share", opening_share)
    week = np.arange(len(floor))[:, None]
    stays = np.exp(-yearly * np.minimum(week, eligible_weeks) / 52)
    aged = start + (1 - start) * np.minimum(week / eligible_weeks, 1.0)
    then = floor[np.maximum(week[:, 0] - eligible_weeks, 0)]
    found = np.minimum(then * stays * aged, floor)
    return found[:, 0] if np.ndim(frontline_heads) == 1 else found


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _cases(name: str, path: Array, cases: int) -> Array:
    if path.shape[1] not in (1, cases):
        raise argument_error(name, f"{path.shape[1]} cases", f"1 or {cases} cases")
    return np.ascontiguousarray(np.broadcast_to(path, (len(path), cases)))


def _lasting(path: Array, weeks: int) -> Array:
    """The first weeks of a path; beyond its end the last week holds."""
    return path[np.minimum(np.arange(weeks), len(path) - 1)]


def _coming(name: str, given: ArrayLike | None, planned: Array) -> Array:
    """Leaders chosen before the plan, weeks x layers x cases."""
    if given is None:
        return np.zeros_like(planned)
    found = arguments.people(name, given)
    if found.shape != planned.shape[:2]:
        weeks, layers, _ = planned.shape
        raise argument_error(name, f"{found.shape}", f"{weeks} weeks x {layers} layers")
    if (found != np.floor(found)).any():
        raise argument_error(name, "fractions", "whole people", "heads, not FTE")
    return np.array(np.broadcast_to(found[..., None], planned.shape))


def _opening(
    given: ArrayLike | None, floor: Array, with_: Settings, teams: TeamGroups | None
) -> Array:
    if given is None:
        return opening_posts(floor[0], with_, teams)
    found = arguments.people("opening_heads", given)
    column = found[:, None] if found.ndim == 1 else found
    layers = len(with_.names)
    if column.ndim != 2 or len(column) != layers:
        known = f"{layers} numbers: {', '.join(with_.names)}"
        raise argument_error("opening_heads", f"{len(column)} numbers", known, "0 where empty")
    if (column != np.floor(column)).any():
        raise argument_error("opening_heads", "fractions", "whole people", "heads, not FTE")
    return np.array(np.broadcast_to(column, (layers, floor.shape[1])))


def _tenured(given: ArrayLike | None, floor: Array, with_: Settings) -> Array:
    if given is None:
        return tenured_floor(floor, eligible_weeks=with_.rules.eligible_weeks)
    found = arguments.weekly("tenured_floor_heads", given)
    tenured = _lasting(_cases("tenured_floor_heads", found, floor.shape[1]), len(floor))
    week, case = np.unravel_index(int(np.argmax(tenured - floor)), floor.shape)
    if tenured[week, case] > floor[week, case]:
        most = f"up to the {floor[week, case]:g} agents of week {week + 1}"
        raise argument_error("tenured_floor_heads", f"{tenured[week, case]:g}", most)
    return tenured


def _frozen(planned: Array, opening: Array, freezes: NDArray[np.intp]) -> Array:
    frozen = np.arange(len(planned))[:, None, None] < freezes
    return np.where(frozen, np.minimum(planned, opening), planned)


def _result(walk: Walk, given: tuple[Array, Array, Array, Array], plain: bool) -> Movement:
    floor, opening, posts, planned = given
    rules, heads = walk.with_.rules, walk.heads
    chosen = walk.coming
    promoted = _delayed(walk.internal, rules.promotion.weeks_to_post) + chosen[0]
    hired = _delayed(walk.external, rules.outside_hire.weeks_to_post) + chosen[1]
    moved = _delayed(walk.moves, rules.promotion.weeks_to_post)
    inside, outside, from_outside, premium = walk.counted
    slow = inside * (1 - rules.promotion.ramp_effect_share)
    slower = outside * (1 - rules.outside_hire.ramp_effect_share)
    by_field = {
        "frontline_heads": floor,
        "opening_heads": opening,
        "target_heads": posts,
        "planned_heads": planned,
        "incumbents_heads": heads,
        "effective_heads": heads - slow - slower,
        "ramp_heads": inside + outside,
        "pipeline_heads": chosen.sum(axis=(0, 1)) + np.cumsum(walk.need - promoted - hired, axis=0),
        "need_heads": walk.need,
        "internal_heads": walk.internal,
        "external_heads": walk.external,
        "promoted_heads": promoted,
        "hired_heads": hired,
        "moved_up_heads": moved[:, 1:],
        "leavers_heads": walk.leavers,
        "failures_heads": walk.failures,
        "returns_heads": walk.returns,
        "unfilled_heads": np.maximum(posts - heads, 0.0),
        "from_outside_heads": from_outside,
        "premium_heads": premium,
        "missed_internal_heads": walk.missed,
        "tenured_floor_heads": walk.tenured,
        "promotions_out_heads": moved[:, 0],
        "backfill_starts_heads": walk.moves[:, 0] / rules.training_survival_share,
    }
    if plain:
        by_field = {name: array[..., 0] for name, array in by_field.items()}
    return Movement(walk.with_.names, settings=walk.with_, warnings=remarks(walk), **by_field)


def _delayed(decided: Array, weeks: int) -> Array:
    """The same flow so many weeks later; nobody was decided before the first week."""
    before = min(weeks, len(decided))
    late = np.zeros_like(decided)
    late[before:] = decided[: len(decided) - before]
    return late
