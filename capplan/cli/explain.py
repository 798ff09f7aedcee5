"""`capplan explain`: how one number came about."""

from __future__ import annotations

from argparse import Namespace

from capplan.cli.answer import as_json, give
from capplan.cli.files import readable
from capplan.cli.progress import Progress


def run(options: Namespace) -> int:
    """Prints the tree of one number."""
    source = readable(options.workbook)
    from capplan.cli.workbooks import plan_in
    from capplan.explain import explain
    from capplan.tradeoff import trade_offs

    with Progress() as progress:
        plan, _ = plan_in(source, options.scenario, progress)
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
