"""Why each scenario costs more than the base, and which drivers move the cost most.

Both run the plan many times; where both are asked, they share their runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from capplan.errors import Issue, PlanInputError
from capplan.questions.bridge import HEADS, MEASURES, MONEY, Bridge, bridge
from capplan.questions.drivers import Driver, drivers
from capplan.questions.sensitivity import TOP, Swing, strongest_first, swings
from capplan.questions.shared_runs import SharedRuns
from capplan.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from capplan.plan import Plan

Progress = Callable[[str, float], None]
SHOWN = (MONEY, HEADS)
# pay, prices and ratios of support roles leave the people on the floor alone: next to no work
QUICK_STAGES = ("budget", "support")
# of the others, those that nobody knows for sure, and that people can do something about
MAIN_TERMS = (
    "volume_change_share",
    "aht_change_share",
    "shrinkage_change_share",
    "annual_attrition_share",
    "weekly_dropout_share",
    "training_weeks",
    "supervisor_span",
    "manager_span",
)


def shared_runs() -> SharedRuns:
    """Runs for the measures that bridges and drivers show, to be shared by both."""
    return SharedRuns([need for one in SHOWN for need in MEASURES[one].needs])


def scenario_bridges(
    plan: Plan, progress: Progress | None = None, runs: SharedRuns | None = None
) -> Mapping[str, Mapping[str, Bridge]]:
    """Why each scenario's cost and people differ from those of the base, factor by factor.

    By scenario, then by measure (money and heads); the base itself differs in nothing and is left
    out. Only factors that a scenario changes are in play, and all scenarios share their runs.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import Scenario, make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> more = Scenario("More", {"volume_change_share": 0.1})
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9,
    ...                                   scenarios=(Scenario("Base"), more)))
    >>> {name: list(found["money"].parts) for name, found in scenario_bridges(plan).items()}
    {'More': ['volume']}
    """
    return MappingProxyType(_bridges(plan, runs or shared_runs(), progress or _silent))


def _bridges(plan: Plan, runs: SharedRuns, progress: Progress) -> dict[str, Mapping[str, Bridge]]:
    base, *others = plan.assumptions.scenario_names
    found: dict[str, Mapping[str, Bridge]] = {}
    for number, name in enumerate(others):
        progress(f"bridge to {name}", number / len(others))
        pair = plan.in_scenario(base), plan.in_scenario(name)
        found[name] = MappingProxyType(bridge(*pair, SHOWN, runs=runs))
    return found


def bridge_from_base(plan: Plan) -> Mapping[str, Bridge]:
    """Why the live scenario differs from the base, in money and in heads.

    Raises:
        PlanInputError: where the base itself is live; names the scenarios that are not the base.
    """
    base, *others = plan.assumptions.scenario_names
    if plan.live == base:
        allowed = ("another than the base: " + ", ".join(others)) if others else "a second scenario"
        hint = "" if others else "the plan has none yet: add one on Scenarios"
        raise PlanInputError([Issue("argument scenario", "", base, allowed, hint)])
    return bridge(plan.in_scenario(base), plan, SHOWN)


def main_drivers() -> list[Driver]:
    """The drivers that every workbook and report looks at.

    All pay and prices, all ratios of support roles, and of demand, people and leaders those that
    are guesses: the others (targets, settings of the hiring plan, who is there at the start) are
    decisions or facts, and each would staff or hire the whole plan anew twice.

    >>> [one.label for one in main_drivers()][:3]
    ['Contact volume', 'AHT', 'Shrinkage']
    """
    return [
        one
        for one in drivers()
        if one.term in MAIN_TERMS or VOCABULARY[one.term].stage in QUICK_STAGES
    ]


def strongest_drivers(
    plan: Plan, progress: Progress | None = None, runs: SharedRuns | None = None
) -> tuple[Swing, ...]:
    """The ten of the main drivers that move the live scenario's cost most, strongest first.

    In money and heads, each driver a tenth, a point or a whole unit less and more. For the
    strongest of all drivers see `sensitivity.tornado`, which takes longer.
    """
    shared, report = runs or shared_runs(), progress or _silent
    chosen, found = main_drivers(), list[Swing]()
    for number, one in enumerate(chosen):
        report(f"sensitivity to {one.label}", number / len(chosen))
        found += swings(plan, [one], SHOWN, runs=shared)
    return tuple(strongest_first(found, MONEY)[:TOP])


def _silent(text: str, share: float) -> None:
    """Nobody watches."""
