"""`capplan explain`: how one number came about."""

from __future__ import annotations

from argparse import Namespace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from capplan.cli.answer import as_json, give
from capplan.cli.files import readable
from capplan.cli.options import as_options
from capplan.cli.progress import Progress
from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from capplan.plan import Plan

READINESS, MANAGEMENT = "readiness", "management"  # questions about the plan as a whole
SENSITIVITY, BRIDGE = "sensitivity", "bridge"
CAP, TRADE_OFFS = "budget_cap", "trade_offs"


def run(options: Namespace) -> int:
    """Prints the tree of one number, or the answer to a question about the whole plan."""
    source = readable(options.workbook)
    from capplan.cli.workbooks import plan_in

    _check_question(options.term)
    with Progress() as progress:
        plan, _ = plan_in(source, options.scenario, progress)
        text, data = _QUESTIONS.get(options.term, _tree)(plan, options, progress)
    if options.json:
        give(as_json({"scenario": plan.live, **data}))
    else:
        print(text)
    return 0


def _check_question(name: str) -> None:
    """Refuses a name that is closer to one of the questions than to any term."""
    from capplan.vocabulary import VOCABULARY

    close = get_close_matches(name, [*_QUESTIONS, *VOCABULARY], n=1, cutoff=0.6)
    if close and close[0] in _QUESTIONS and name not in _QUESTIONS:
        allowed = "a term of the plan, " + ", ".join(_QUESTIONS)
        raise PlanInputError([Issue("term", "", name, allowed, f"did you mean {close[0]}?")])


def _tree(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    from capplan.questions.explain import explain
    from capplan.questions.tradeoff import trade_offs

    tree = explain(plan, options.term, options.week, options.queue)
    tables = trade_offs(plan, options.term, options.week, options.queue)
    plain = [table.as_dict() for table in tables]
    return "\n\n".join(map(str, (tree, *tables))), {**tree.as_dict(), "trade_offs": plain}


def _ready(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    """How many people more each queue, or the one asked for, can take in a class."""
    from capplan.questions.readiness import readiness_of

    found = readiness_of(plan, options.week, options.queue)
    return "\n".join(map(str, found)), {READINESS: [one.as_dict() for one in found]}


def _led(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    """What other choices for management would mean, its debt, and roles falling due."""
    from capplan.questions.leader_view import leader_view

    view = leader_view(plan)
    return str(view), {MANAGEMENT: view.as_dict()}


def _sensitive(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    """The drivers that move cost and people most, and what one point and one agent do."""
    from capplan.questions.sensitivity_view import sensitivity_view

    view = sensitivity_view(plan, options.week, options.queue, progress)
    return str(view), {SENSITIVITY: view.as_dict()}


def _bridged(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    """Why the scenario costs more than the base, and has more people."""
    from capplan.questions.comparison import bridge_lines
    from capplan.questions.scenario_bridges import bridge_from_base

    progress("bridge", 0.7)
    with as_options({"scenario": "--scenario"}):
        found = bridge_from_base(plan)
    currency = str(plan.assumptions.values["currency"])
    base = plan.assumptions.scenario_names[0]
    told = ["\n".join(bridge_lines(one, currency)) for one in found.values()]
    data = {name: one.as_dict() for name, one in found.items()}
    return "\n\n".join((f"From {base} to {plan.live}", *told)), {"from": base, BRIDGE: data}


def _capped(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    """What the plan's budget cap buys, month by month."""
    from capplan.questions.cap import under_cap

    found = under_cap(plan)
    if found is None:
        allowed = "a plan with a budget cap"
        hint = "type Budget cap, agents or Budget cap, money on Assumptions"
        raise PlanInputError([Issue("term", "", "no budget cap", allowed, hint)])
    return str(found), {CAP: found.as_dict()}


def _traded(plan: Plan, options: Namespace, progress: Progress) -> tuple[str, dict[str, Any]]:
    """What one agent more or fewer brings and costs in each live queue, or in the one asked for."""
    from capplan.questions.explain import queue_number, week_number
    from capplan.questions.tradeoff import queue_trade_offs

    queue_number(plan, options.queue)
    week = week_number(plan, options.week) if options.week else None
    tables = queue_trade_offs(plan, week, options.queue)
    return "\n\n".join(map(str, tables)), {TRADE_OFFS: [one.as_dict() for one in tables]}


_QUESTIONS: dict[str, Callable[[Plan, Namespace, Progress], tuple[str, dict[str, Any]]]] = {
    READINESS: _ready,
    MANAGEMENT: _led,
    SENSITIVITY: _sensitive,
    BRIDGE: _bridged,
    CAP: _capped,
    TRADE_OFFS: _traded,
    "bridges": _bridged,  # as `plan --json` calls them
    "strongest_drivers": _sensitive,
}
