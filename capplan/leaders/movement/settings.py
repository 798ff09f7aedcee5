"""The numbers of layers and rules as arrays, layers x cases, for the weekly step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.movement.rules import MovementRules
from capplan.leaders.movement.structure import Structure
from capplan.people.attrition import period_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Item = TypeVar("Item")


@dataclass(frozen=True, eq=False, slots=True)
class Settings:
    """Every number the weekly step reads, one column a case; weeks are the same in all cases."""

    names: tuple[str, ...]
    span_min: Array
    span: Array
    span_max: Array
    minimum_heads: Array
    wanted_share: Array
    internal_share: Array
    leaving_share: Array
    lead_weeks: NDArray[np.intp]
    head_at: Array
    rules: MovementRules

    @property
    def cases(self) -> int:
        """How many cases stand side by side."""
        return int(self.span.shape[1])

    @property
    def failing_share(self) -> Array:
        """Weekly share of new leaders that fails, by route: inside, outside."""
        weeks = self.rules.failure_weeks
        routes = (self.rules.promotion, self.rules.outside_hire)
        return np.array([-np.expm1(np.log1p(-one.failure_share) / weeks) for one in routes])

    def expected_loss(self) -> Array:
        """Part of the leaders of each route and tenure expected to go until week t + lead.

        Layers x cases x (routes and weeks in post): leaving every week, failing while new.
        """
        tenure = np.arange(self.rules.tenure_weeks + 1)
        risky = np.maximum(self.rules.failure_weeks - tenure, 0)
        weeks = np.minimum(self.lead_weeks[..., None, None], risky)
        stays = (1 - self.leaving_share) ** self.lead_weeks
        proves = (1 - self.failing_share)[:, None] ** weeks
        loss = 1 - stays[..., None, None] * proves
        return np.asarray(loss.reshape(*self.lead_weeks.shape, -1))


def settings(
    structures: Sequence[Structure], rules: Sequence[MovementRules], cases: int
) -> Settings:
    """Settings of cases side by side: one structure and rule set for all, or one for each."""
    chains, sets = _spread(structures, cases), _spread(rules, cases)
    names, first = chains[0].names, sets[0]
    if any(chain.names != names for chain in chains):
        raise argument_error("structures", "different layers", "the same roles in every case")
    if any(_weeks(one) != _weeks(first) for one in sets):
        raise argument_error("rules", "different weeks", "the same weeks and shares in every case")

    def table(field: str) -> Array:
        rows = [[float(getattr(layer, field)) for layer in one.layers] for one in chains]
        return np.array(rows).T

    wanted = table("internal_share")
    capped = np.minimum(wanted, [one.internal_cap_share for one in sets])
    leads = [[one.lead_for(share) for share in capped[:, case]] for case, one in enumerate(sets)]
    return Settings(
        names,
        table("span_min"),
        table("span"),
        table("span_max"),
        table("minimum_heads"),
        wanted,
        capped,
        np.asarray(period_rate(table("annual_attrition_share"))),
        np.array(leads, dtype=np.intp).T,
        np.array([one.head_at for one in chains]),
        first,
    )


def _spread(given: Sequence[Item], cases: int) -> list[Item]:
    if len(given) not in (1, cases):
        raise argument_error("cases", len(given), f"1 or {cases}", "one for all, or one for each")
    return list(given) * (cases if len(given) == 1 else 1)


def _weeks(rules: MovementRules) -> tuple[object, ...]:
    return (
        rules.promotion,
        rules.outside_hire,
        rules.failure_weeks,
        rules.return_share,
        rules.eligible_weeks,
        rules.ready_share,
        rules.cut_after_weeks,
        rules.external_premium_weeks,
    )
