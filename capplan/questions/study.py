"""A study of a plan: every answer that workbook, report and JSON show, each computed once.

Writers only write. `make_study` finds all answers before the first cell, and is handed to
whoever shows them; who asks one question alone takes `Study.of` and that one part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from capplan.errors import argument_error
from capplan.questions.bands import PlanBands, plan_bands
from capplan.questions.cap import is_capped, under_cap
from capplan.questions.leader_view import LeaderView, leader_view
from capplan.questions.plan_curves import PlanCurves, plan_curves
from capplan.questions.scenario_bridges import scenario_bridges, shared_runs, strongest_drivers
from capplan.questions.team_sizes import TeamSizes, team_sizes
from capplan.questions.tradeoff import Table, queue_trade_offs
from capplan.steps.recall import Recall

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan
    from capplan.questions.bridge import Bridge
    from capplan.questions.funded import Funded
    from capplan.questions.sensitivity import Swing
    from capplan.questions.shared_runs import SharedRuns

Progress = Callable[[str, float], None]
# parts of a study in the order in which they are found: what is told, and the share of the time
PARTS = {
    "curves": ("staffing curves", 0.08),
    "bridges": ("bridges", 0.12),
    "strongest": ("sensitivity", 0.5),
    "caps": ("budget cap", 0.1),
    "bands": ("bands", 0.15),
    "leaders": ("management", 0.03),
    "team_sizes": ("management", 0.01),
    "trade_offs": ("trade-offs", 0.01),
}


class _Bar:
    """Tells how far a study is: each part has its share of the whole."""

    def __init__(self, told: Progress) -> None:
        self._told, self._from, self._width = told, 0.0, 0.0

    def begin(self, text: str, width: float) -> None:
        """The next part."""
        self._from, self._width = self._from + self._width, width
        self(text, 0.0)

    def __call__(self, text: str, share: float) -> None:
        """How far that part is."""
        self._told(text, self._from + self._width * share)


def _silent(text: str, share: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True, eq=False)
class AllScenarios:
    """The answers that do not depend on which scenario is live, and the runs that others share."""

    plan: Plan
    told: Progress = _silent
    _funded: dict[str, Funded | None] = field(default_factory=dict, repr=False)
    _recall: Recall = field(default_factory=Recall, repr=False)

    @cached_property
    def runs(self) -> SharedRuns:
        """What bridges and sensitivity compute, each step once for each of its inputs."""
        return shared_runs()

    @cached_property
    def curves(self) -> PlanCurves:
        """The staffing curves of every queue and scenario."""
        return plan_curves(self.plan)

    @cached_property
    def bridges(self) -> Mapping[str, Mapping[str, Bridge]]:
        """Why each scenario differs from the base."""
        return scenario_bridges(self.plan, self.told, self.runs)

    def cap(self, scenario: str) -> Funded | None:
        """What the plan's budget cap buys under a scenario; None without a cap."""
        if scenario not in self._funded:
            self._funded[scenario] = under_cap(self.plan, scenario, self._recall)
        return self._funded[scenario]


@dataclass(frozen=True, eq=False)
class Study:
    """A plan and all that is asked of it; a part is computed when it is first looked at."""

    plan: Plan
    every: AllScenarios = field(repr=False)

    @classmethod
    def of(cls, plan: Plan, told: Progress = _silent) -> Study:
        """A study in which nothing is computed yet.

        >>> from capplan.inputs.examples import example
        >>> from capplan.plan import make_plan
        >>> study = Study.of(make_plan(example("bank")))
        >>> study.bands.total.chance_short_share.shape
        (53,)
        """
        return cls(plan, AllScenarios(plan, told))

    def in_scenario(self, name: str) -> Study:
        """The study of the same plan with another live scenario; what is alike is shared."""
        return Study(self.plan.in_scenario(name), self.every)

    @property
    def given(self) -> Assumptions:
        """The plan's assumptions."""
        return self.plan.assumptions

    @property
    def curves(self) -> PlanCurves:
        """The staffing curves of every queue and scenario, and each week's place on them."""
        return self.every.curves

    @property
    def bridges(self) -> Mapping[str, Mapping[str, Bridge]]:
        """Why each scenario's cost and people differ from the base: by scenario and measure."""
        return self.every.bridges

    @property
    def bridge(self) -> Mapping[str, Bridge] | None:
        """Why the live scenario differs from the base; None for the base itself."""
        return self.bridges.get(self.plan.live)

    @cached_property
    def strongest(self) -> tuple[Swing, ...]:
        """The drivers that move the live scenario's cost most."""
        return strongest_drivers(self.plan, self.every.told, self.every.runs)

    def cap(self, scenario: str | None = None) -> Funded | None:
        """What the budget cap buys under a scenario (the live one); None without a cap."""
        return self.every.cap(scenario or self.plan.live)

    @property
    def caps(self) -> Mapping[str, Funded]:
        """What the budget cap buys under each scenario; empty without a cap."""
        found = {name: self.cap(name) for name in self.plan.runs if is_capped(self.given)}
        return {name: one for name, one in found.items() if one is not None}

    @cached_property
    def bands(self) -> PlanBands:
        """How sure the live scenario's people are, at the risk that the plan accepts."""
        return plan_bands(self.plan, risk_share=float(self.given.values["accepted_risk_share"]))

    @cached_property
    def leaders(self) -> LeaderView:
        """Other choices for management, what is owed, and which roles fall due."""
        return leader_view(self.plan)

    @cached_property
    def team_sizes(self) -> Mapping[str, TeamSizes]:
        """Leaders of each layer by the size of their team at the plan's end."""
        return team_sizes(self.plan.runs[self.plan.live])

    @cached_property
    def trade_offs(self) -> tuple[Table, ...]:
        """One agent more or fewer in each live queue's busiest interval."""
        return queue_trade_offs(self.plan)

    def as_dict(self) -> dict[str, Any]:
        """All answers but the curves as plain data, for JSON output; bands by week."""
        total, queues, risk = self.bands.total, self.bands.queues, self.bands.risk_share
        cut = self.cap()
        return {
            "bridges": {
                name: {measure: one.as_dict() for measure, one in found.items()}
                for name, found in self.bridges.items()
            },
            "strongest_drivers": [one.as_dict() for one in self.strongest],
            "bands": {"risk_share": risk, **total.by_term(), "by_queue": queues.by_term()},
            "management": self.leaders.as_dict(),
            "trade_offs": [one.as_dict() for one in self.trade_offs],
            **({"budget_cap": cut.as_dict()} if cut else {}),
            **({"hiring_evidence": dict(self.given.evidence)} if self.given.evidence else {}),
        }


def make_study(plan: Plan, progress: Progress | None = None) -> Study:
    """All that workbook, report and JSON of a plan show, computed before any of them is begun.

    What a plan does not have (further scenarios, a budget cap) takes no time. `progress` is told
    what is being found and the share that is done.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
    >>> told: list[float] = []
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9))
    >>> study = make_study(plan, lambda text, share: told.append(share))
    >>> dict(study.bridges), study.caps, len(study.strongest), told[-1], told == sorted(told)
    ({}, {}, 10, 1.0, True)
    """
    report = progress or _silent
    bar = _Bar(report)
    study = Study.of(plan, bar)
    for name, (text, width) in PARTS.items():
        bar.begin(text, width)
        getattr(study, name)
    report("study", 1.0)
    return study


def study_of(plan: Plan, study: Study | None = None) -> Study:
    """The study that was handed over, or a new one of the plan.

    Raises:
        PlanInputError: for the study of another plan, or of another live scenario.
    """
    if study is None:
        return Study.of(plan)
    if study.given is not plan.assumptions or study.plan.live != plan.live:
        allowed = f"a study of this plan with {plan.live} live"
        raise argument_error("study", f"a study of {study.plan.live}", allowed)
    return study
