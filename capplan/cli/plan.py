"""`capplan plan`: assumptions in, a new complete workbook out."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from capplan.cli.answer import as_json, give
from capplan.cli.files import FileFault, readable, writable, write_whole
from capplan.cli.progress import Progress, tell

if TYPE_CHECKING:
    from capplan.plan import Plan

STANDARD_OUTPUT = "-"


def run(options: Namespace) -> int:
    """Computes every scenario, writes the workbook, and gives the summary or the JSON."""
    source = readable(options.workbook)
    target = writable(options.output, options.force, (source,))
    extra = None
    if options.json not in (None, STANDARD_OUTPUT):
        extra = writable(options.json, options.force, (source,))
        if extra == target:
            raise FileFault(f"cannot write {options.json}: the workbook goes there")
    from capplan_workbook import plan_checks

    from capplan.cli.workbooks import plan_in, status_of, workbook_of

    with Progress() as progress:
        plan, remarks = plan_in(source, options.scenario, progress)
        outputs = {target: workbook_of(plan, progress)}
        checks = plan_checks(plan)
    status = status_of(checks)
    results = as_json(answer(plan, checks, status)) if options.json else b""
    write_whole(outputs | ({extra: results} if extra else {}))
    for remark in remarks:
        tell(f"please look: {remark}")
    for path in (options.output, options.json):
        if path not in (None, STANDARD_OUTPUT):
            tell(f"wrote {path}")
    if options.json == STANDARD_OUTPUT:
        give(results)
    else:
        from capplan.cli.summary import summary

        print(summary(plan, checks))
    return int(status == "FAIL")


def answer(plan: Plan, checks: Sequence[Any], status: str) -> Mapping[str, Any]:
    """Headlines of every scenario and all results of the live one, as plain data."""
    from capplan.cli.summary import headlines
    from capplan.plan import result_terms

    given = plan.assumptions
    return {
        "plan_name": given.values["plan_name"],
        "currency": given.values["currency"],
        "scenario": plan.live,
        "status": status,
        "checks": [check_data(check) for check in checks],
        "weeks": given.calendar.mondays,
        "queues": given.queue_names,
        "headlines": {name: headlines(plan, name) for name in given.scenario_names},
        "results": {name: plan[name] for name in result_terms()},
    }


def check_data(check: Any) -> dict[str, Any]:
    """One check of the plan as plain data."""
    return {
        "title": check.title,
        "result": check.result,
        "measured": check.measured,
        "low": check.low,
        "high": check.high,
        "advice": check.advice,
    }
