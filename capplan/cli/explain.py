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

    with Progress() as progress:
        plan, _ = plan_in(source, options.scenario, progress)
    tree = explain(plan, options.term, options.week, options.queue)
    if options.json:
        give(as_json({"scenario": plan.live, **tree.as_dict()}))
    else:
        print(tree)
    return 0
