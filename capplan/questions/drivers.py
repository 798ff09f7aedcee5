"""Drivers of a plan and one step of each: ten percent, one point, or one whole unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.assumptions import Scenario, frozen
from capplan.plan.scenario_checks import change_faults
from capplan.vocabulary import Term, term, terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

RELATIVE, POINTS = 0.10, 0.01
# changes on top of what the plan says: told as the thing that they change
CHANGES = {
    "volume_change_share": "Contact volume",
    "aht_change_share": "AHT",
    "shrinkage_change_share": "Shrinkage",
}
# parts of a driver above, or no quantity that may be a little more or less
LEFT_OUT = (
    "service_level_change_share",
    "ramp_loss_change_share",
    "pay_change_share",
    "aht_s",
    "out_of_office_share",
    "in_office_share",
    "interval_min",
    "night_from_h",
    "night_to_h",
    "bonus_month",
)
# 0 says that the plan does without: a point of what nobody pays is no driver
NOT_USED_AT_0 = (
    "night_premium_share",
    "weekend_premium_share",
    "incentive_share",
    "bonus_share",
    "severance_weeks",
    "vto_cap_share",
    "vto_pay_share",
)

OF_CHAT = ("max_concurrency", "aht_inflation_share")  # other channels have them, and no use


@dataclass(frozen=True)
class Driver:
    """One assumption that can be moved a step up or down, all queues together."""

    term: str
    label: str
    how: str  # "relative", "points", "whole"

    def step(self, relative: float = RELATIVE, points: float = POINTS) -> str:
        """The size of a step in words.

        >>> Driver("seat_cost", "Seats", "relative").step()
        '10 %'
        """
        if self.how == "whole":
            return f"1 {term(self.term).unit.removesuffix('s')}"
        if self.how == "points":
            return f"{points * 100:g} point{'s' * (points != 0.01)}"
        return f"{relative * 100:g} %"

    def moved(
        self, given: Assumptions, direction: int, relative: float = RELATIVE, points: float = POINTS
    ) -> Assumptions | None:
        """The plan with this driver a step up (1) or down (-1); None where none is allowed."""
        row = term(self.term)

        def move(value: Any) -> Any:
            if self.term in CHANGES and self.how == "relative":
                return (1 + value) * (1 + direction * relative) - 1
            if self.how == "relative":
                return value * (1 + direction * relative)
            return value + direction * (points if self.how == "points" else 1.0)

        if row.shape == "queue":
            return _fitting(_queues_moved(given, row, move))
        if row.shape == "floor week":
            ramp = frozen(move(given.proficiency_share))
            return _fitting(replace(given, proficiency_share=ramp)) if _allowed(row, ramp) else None
        return _plan_moved(given, row, move)


def _fitting(moved: Assumptions | None) -> Assumptions | None:
    """The plan, unless the change of a scenario takes a moved target or ramp out of its limits."""
    return None if moved is None or any(change_faults(moved, lambda *_: "")) else moved


def _plan_moved(given: Assumptions, row: Term, move: Callable[[Any], Any]) -> Assumptions | None:
    """The plan's own value moved, and that of every scenario that overrides it."""
    if given.values.get(row.name) is None:
        return None
    if row.name in NOT_USED_AT_0 and given.values[row.name] == 0:
        return None
    value = move(given.values[row.name])
    scenarios = tuple(
        Scenario(
            one.name,
            {**one.overrides, row.name: move(one.overrides[row.name])}
            if row.name in one.overrides
            else one.overrides,
        )
        for one in given.scenarios
    )
    found = [value, *(one.overrides[row.name] for one in scenarios if row.name in one.overrides)]
    if not _allowed(row, np.array(found)):
        return None
    return replace(given, values={**given.values, row.name: value}, scenarios=scenarios)


def _queues_moved(given: Assumptions, row: Term, move: Callable[[Any], Any]) -> Assumptions | None:
    """The term moved in every queue that has a value for it; 0 says that there is no target."""
    column = given.queues[row.name]
    used = ~np.isnan(column) & (column != 0)
    if row.name in OF_CHAT:
        used &= np.array(given.queues["channel"]) == "chat"
    if not used.any():
        return None
    moved = np.where(used, move(column), column)
    if not _allowed(row, moved[used]):
        return None
    return replace(given, queues={**given.queues, row.name: frozen(moved)})


def _allowed(row: Term, values: Any) -> bool:
    low = -np.inf if row.low is None else row.low
    high = np.inf if row.high is None else row.high
    above = (values > low) if row.above_low else (values >= low)
    return bool((above & (values <= high)).all())


def drivers() -> list[Driver]:
    """Every assumption with a number that a plan may be sensitive to.

    >>> [one.label for one in drivers()][:3]
    ['Contact volume', 'AHT', 'Shrinkage']
    """
    return list(_drivers())


def _drivers() -> Iterator[Driver]:
    for name, label in CHANGES.items():
        yield Driver(name, label, "points" if name == "shrinkage_change_share" else "relative")
    for shape in ("plan", "queue", "floor week"):
        for row in terms("assumption", shape=shape):
            if row.unit in ("text", "date") or row.name in (*CHANGES, *LEFT_OUT):
                continue
            if row.name.startswith("shrinkage_"):
                continue  # a point of any component is a point of shrinkage
            how = "points" if row.unit == "share" else "whole" if row.whole else "relative"
            yield Driver(row.name, row.label, how)
