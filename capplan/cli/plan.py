"""`capplan plan`: assumptions in, a new complete workbook out."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capplan.cli.answer import as_json, give
from capplan.cli.files import FileFault, readable, writable, write_whole
from capplan.cli.progress import Progress, tell

if TYPE_CHECKING:
    from capplan.questions.study import Study

STANDARD_OUTPUT = "-"


def run(options: Namespace) -> int:
    """Computes every scenario, writes workbook and report, gives the summary or the JSON."""
    source = readable(options.workbook)
    targets = _targets(options, source)
    from capplan_workbook import plan_checks

    from capplan.cli.pages import report_of
    from capplan.cli.workbooks import plan_in, status_of, study_for, workbook_of

    with Progress() as progress:
        limit = options.time_limit if options.optimise else None
        plan, remarks = plan_in(source, options.scenario, progress, limit, options.budget_cap)
        study = study_for(plan, progress)
        outputs = {"workbook": workbook_of(study, progress)}
        checks = plan_checks(plan, study=study)
        cut = study.cap()
        if options.report:
            outputs["report"] = report_of(study, checks)
    status = status_of(checks)
    results = as_json(answer(study, checks, status)) if options.json else b""
    outputs["JSON"] = results
    write_whole({targets[kind]: outputs[kind] for kind in targets})
    for remark in remarks:
        tell(f"please look: {remark}")
    for path in (options.output, options.report, options.json):
        if path not in (None, STANDARD_OUTPUT):
            tell(f"wrote {path}")
    if options.json == STANDARD_OUTPUT:
        give(results)
    else:
        from capplan.cli.summary import summary

        print(summary(plan, checks))
        if cut:
            print(f"\n{cut}")
    return int(status == "FAIL")


def _targets(options: Namespace, source: Path) -> dict[str, Path]:
    """The file of each output that is asked for, no two the same."""
    asked = {"workbook": options.output, "report": options.report, "JSON": options.json}
    targets: dict[str, Path] = {}
    for kind, path in asked.items():
        if path in (None, STANDARD_OUTPUT):
            continue
        target = writable(path, options.force, (source,))
        taken = next((other for other, one in targets.items() if one == target), None)
        if taken:
            raise FileFault(f"cannot write {path}: the {taken} goes there")
        targets[kind] = target
    return targets


def answer(study: Study, checks: Sequence[Any], status: str) -> Mapping[str, Any]:
    """Headlines of every scenario, all results of the live one and its study, as plain data."""
    from capplan.cli.summary import headlines
    from capplan.inputs.versions import VERSION_TERMS
    from capplan.plan.flow import result_terms

    plan, given = study.plan, study.given
    return {
        "plan_name": given.values["plan_name"],
        **{name: given.values[name] for name in VERSION_TERMS},
        "currency": given.values["currency"],
        "scenario": plan.live,
        "status": status,
        "checks": [check_data(check) for check in checks],
        "weeks": given.calendar.mondays,
        "queues": given.queue_names,
        "headlines": {name: headlines(plan, name) for name in given.scenario_names},
        **study.as_dict(),
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
