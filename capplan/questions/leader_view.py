"""`explain management`: what other choices would mean, what is owed, and which role falls due."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from capplan.leaders.appointments import chosen_leaders
from capplan.leaders.groups import team_groups
from capplan.leaders.layers import LAYERS, ROLE_OF, SALARY_OF
from capplan.leaders.movement import FloorBelow, LeadersAtStart, size_ladder, what_if
from capplan.leaders.movement.apart import BY_QUEUE, BY_SITE, by_group, rounded_apart
from capplan.leaders.path import FloorPath, floor_path, led, opening
from capplan.money.budget import material_cost
from capplan.staffing.rounding import round_up
from capplan.vocabulary import term

if TYPE_CHECKING:
    from capplan.errors import Issue
    from capplan.leaders.movement import Outcome, RoleDue
    from capplan.plan import Plan

HEADS = (
    ("alternative", 18),
    ("leaders", 9),
    ("hired", 7),
    ("promoted", 9),
    ("owed weeks", 11),
    ("red weeks", 10),
    ("widest", 7),
    ("floor a year", 13),
)
MONEY_WIDTH = 16


@dataclass(frozen=True)
class LayerDebt:
    """What one layer is owed: its worst week (0 = first), and leader-weeks over the plan."""

    layer: str
    closing_heads: float
    closing_span_people: float
    light: str
    worst_heads: float
    worst_week: int
    owed_weeks: float

    def __str__(self) -> str:
        """The debt in one line, weeks counted from 1."""
        owed = "nothing owed"
        if self.owed_weeks > 0:
            worst = f"worst week {self.worst_week + 1} with {self.worst_heads:.2f}"
            owed = f"{self.owed_weeks:,.1f} leader-weeks owed, {worst}"
        closing = f"{self.closing_heads:,.0f} at the end, span {self.closing_span_people:.1f}"
        return f"{term(f'{self.layer}_heads').label}: {closing} ({self.light}); {owed}"


@dataclass(frozen=True)
class TeamsApart:
    """Team leaders at the plan's end where teams may not cross queues or sites, against pooled."""

    by: str
    pooled_heads: int
    apart_heads: int
    extra_cost: float
    counted: bool

    def __str__(self) -> str:
        """The price of keeping teams apart in one line."""
        counted = ", as the plan counts" if self.counted else ""
        return (
            f"apart by {self.by}: {self.apart_heads} instead of {self.pooled_heads} team leaders,"
            f" {self.extra_cost:,.0f} a year more{counted}"
        )


@dataclass(frozen=True)
class LeaderView:
    """Management of one scenario: alternatives, debt, teams apart, roles due, remarks."""

    scenario: str
    currency: str
    outcomes: tuple[Outcome, ...]
    debts: tuple[LayerDebt, ...]
    apart: tuple[TeamsApart, ...]
    ladder: tuple[RoleDue, ...]
    remarks: tuple[Issue, ...]

    def __str__(self) -> str:
        """Everything as text, a section after the other."""
        parts = (
            f"Management under {self.scenario}: alternatives, all from the plan's own start",
            *self._table(),
            "",
            "What is owed (people below / span - leaders in effect)",
            *(f"  {one}" for one in self.debts),
            "",
            f"What it costs to keep teams apart, at the plan's end ({self.counts})",
            *(f"  {one}" for one in self.apart),
            "",
            "Roles that growth makes due",
            *(f"  {one}" for one in self.ladder),
        )
        remarks = [f"  {one}" for one in self.remarks]
        return "\n".join((*parts, *(["", "Look at", *remarks] if remarks else [])))

    @property
    def counts(self) -> str:
        """How the plan itself counts team leaders."""
        by = next((one.by for one in self.apart if one.counted), None)
        return f"the plan keeps them apart by {by}" if by else "the plan counts them pooled"

    def _table(self) -> list[str]:
        money = f"cost, {self.currency}".rjust(MONEY_WIDTH)
        (first, width), *rest = HEADS
        lines = ["  " + first.ljust(width) + "".join(n.rjust(w) for n, w in rest) + money]
        for one in self.outcomes:
            cells = (
                f"{one.leaders_closing_heads:,.0f}",
                f"{one.hired_heads:,.0f}",
                f"{one.promoted_heads:,.0f}",
                f"{one.debt_weeks:,.1f}",
                f"{one.red_weeks}",
                f"{one.widest_span_people:.1f}",
                f"{one.floor_depletion_share:.1%}",
            )
            text = "".join(c.rjust(w) for c, (_, w) in zip(cells, rest, strict=True))
            cost = f"{one.total_cost:,.0f}".rjust(MONEY_WIDTH)
            lines.append("  " + one.name.ljust(width) + text + cost)
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON output."""
        return {
            "alternatives": [
                {**one._asdict(), "total_cost": one.total_cost} for one in self.outcomes
            ],
            "debt": [asdict(one) for one in self.debts],
            "teams_apart": [asdict(one) for one in self.apart],
            "roles_due": [
                {**one._asdict(), "overdue": one.overdue, "text": str(one)} for one in self.ladder
            ],
            "remarks": [one.as_dict() for one in self.remarks],
        }


def leader_view(plan: Plan, scenario: str | None = None) -> LeaderView:
    """How management would do under other choices, what it owes, and which roles fall due.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 90}
    >>> view = leader_view(make_plan(make_assumptions(date(2026, 1, 5), [calls], [[14000]] * 30)))
    >>> [one.name for one in view.outcomes][:4]
    ['plan', 'frozen 26 weeks', 'all promoted', 'all hired']
    """
    name = scenario or plan.live
    known = plan.runs[name]
    chain, rules = known["leader_structure"], known["leader_rules"]
    path = _path(known)
    start = opening(path, chain, rules, known["leader_openings"])
    frozen = int(known["frozen_management_weeks"])
    burden = (1 + known["bonus_share"]) * (1 + known["burden_share"])
    pay = {ROLE_OF[layer]: known[SALARY_OF[layer]] * burden for layer in LAYERS}
    outcomes = what_if(
        path.people_heads,
        pay,
        chain,
        rules,
        at_start=LeadersAtStart(start, *path.chosen),
        floor=FloorBelow(path.tenured_heads, draining=True, teams=path.teams),
        start_cost=known["mix_hire_cost"] + material_cost(known),
        frozen_weeks=frozen,
    )
    own = led(path, chain, rules, start, frozen)
    return LeaderView(
        name,
        plan.assumptions.values["currency"],
        tuple(outcomes),
        tuple(_debt(known, layer) for layer in LAYERS if known[f"{layer}_heads"].any()),
        teams_apart(known),
        tuple(size_ladder(known["frontline_heads"], known["starts_heads"].sum(axis=1))),
        own.warnings,
    )


def _path(known: Any) -> FloorPath:
    """The floor without promotions that the plan's leaders follow."""
    alone = known["floor_alone"]
    agents = alone.closing_agents_heads + alone.leavers_heads
    chosen = chosen_leaders(
        known["promotions_out_heads"], known["leader_coming"], known["leader_structure"]
    )
    rules = known["leader_rules"]
    teams = team_groups(agents, known["team_rules"])
    return floor_path(agents, alone.tenured_heads, rules, teams, chosen)


def teams_apart(known: Any) -> tuple[TeamsApart, ...]:
    """Team leaders of the last week's agents with teams kept within queues, and within sites.

    Beside them those that all agents pooled would need; groups below the minimum share a team.
    """
    agents = known["closing_agents_heads"][-1:] + known["leavers_heads"][-1:]
    pay = known["supervisor_salary_cost"] * (1 + known["pay_change_share"])
    pay = pay * (1 + known["bonus_share"])
    pay = pay * (1 + known["burden_share"])
    span, minimum = known["supervisor_span"], known["minimum_team_heads"]
    pooled = round_up(float(agents.sum()) / span)
    found = []
    for by in (BY_QUEUE, BY_SITE):
        apart = int(rounded_apart(by_group(agents, by, known["site"]), span, minimum)[0])
        counted = known["team_grouping"] == by
        found.append(TeamsApart(by, pooled, apart, (apart - pooled) * pay, counted))
    return tuple(found)


def _debt(known: Any, layer: str) -> LayerDebt:
    debt = known[f"debt_{layer}_heads"]
    span = known["span_people" if layer == LAYERS[0] else f"{layer}_span_people"]
    return LayerDebt(
        layer,
        float(known[f"{layer}_heads"][-1]),
        float(span[-1]),
        str(known[f"{layer}_light"][-1]),
        float(debt.max()),
        int(debt.argmax()),
        float(debt.sum()),
    )
