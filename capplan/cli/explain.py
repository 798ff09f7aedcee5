"""`capplan explain`: how one number came about."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from capplan.cli.answer import as_json, give
from capplan.cli.files import readable
from capplan.cli.progress import Progress

if TYPE_CHECKING:
    from capplan.plan import Plan


READINESS, MANAGEMENT = "readiness", "management"  # questions about the plan as a whole


def run(options: Namespace) -> int:
    """Prints the tree of one number."""
    source = readable(options.workbook)
    from capplan.cli.workbooks import plan_in
    from capplan.explain import explain
    from capplan.tradeoff import trade_offs

    with Progress() as progress:
        plan, _ = plan_in(source, options.scenario, progress)
    if options.term == READINESS:
        return _ready(plan, options)
    if options.term == MANAGEMENT:
        return _led(plan, options)
    tree = explain(plan, options.term, options.week, options.queue)
    tables = trade_offs(plan, options.term, options.week, options.queue)
    if options.json:
        plain = [table.as_dict() for table in tables]
        give(as_json({"scenario": plan.live, **tree.as_dict(), "trade_offs": plain}))
    else:
        print(tree)
        for table in tables:
            print(f"\n{table}")
    return 0


def _ready(plan: Plan, options: Namespace) -> int:
    """Prints how many people more each queue, or the one asked for, can take in a class."""
    from capplan.readiness import readiness_of

    found = readiness_of(plan, options.week, options.queue)
    if options.json:
        data = [one.as_dict() for one in found]
        give(as_json({"scenario": plan.live, READINESS: data}))
    else:
        print("\n".join(map(str, found)))
    return 0


def _led(plan: Plan, options: Namespace) -> int:
    """Prints what other choices for management would mean, its debt, and roles falling due."""
    from capplan.leader_view import leader_view

    view = leader_view(plan)
    if options.json:
        give(as_json({"scenario": plan.live, MANAGEMENT: view.as_dict()}))
    else:
        print(view)
    return 0
