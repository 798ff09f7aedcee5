"""`capplan check`: every fault of a workbook at once, then what the plan's own checks say."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from capplan.cli.answer import as_json, give
from capplan.cli.files import readable
from capplan.cli.progress import Progress


def run(options: Namespace) -> int:
    """Gives the faults, one a line; without any, the checks that are not OK."""
    source = readable(options.workbook)
    from capplan_workbook import check_plan, plan_checks

    from capplan.cli.workbooks import plan_in, status_of

    checks: list[Any] = []
    with Progress() as progress:
        progress("reading", 0.0)
        faults = check_plan(source)
        stop = any(issue.severity == "stop" for issue in faults)
        if not stop:
            checks = plan_checks(plan_in(source, None, progress)[0])
    if options.json:
        give(as_json(_answer(options.workbook, faults, checks)))
    else:
        _print(faults, stop, checks)
    return 2 if stop else int(status_of(checks) == "FAIL")


def _print(faults: list[Any], stop: bool, checks: list[Any]) -> None:
    from capplan.cli.summary import check_line

    for issue in faults:
        print(issue)
    if stop:
        return
    if not faults:
        print("no faults")
    for check in checks:
        if check.result != "OK":
            print(check_line(check).strip())


def _answer(path: str, faults: list[Any], checks: list[Any]) -> dict[str, Any]:
    from capplan.cli.plan import check_data

    return {
        "file": path,
        "faults": [issue.as_dict() for issue in faults],
        "checks": [check_data(check) for check in checks],
    }
