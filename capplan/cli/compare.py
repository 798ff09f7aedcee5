"""`capplan compare`: what changed between two workbooks, and what each change did."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from capplan.cli.answer import as_json, give
from capplan.cli.files import readable
from capplan.cli.options import as_options
from capplan.cli.progress import Progress, tell
from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from capplan_workbook.reader import PlanFile


def run(options: Namespace) -> int:
    """Prints the assumptions and results that differ, and the bridge between the plans."""
    paths = [readable(path) for path in (options.old, options.new)]
    from capplan.inputs.versions import VERSION_TERMS, version_words
    from capplan.questions.comparison import compare

    with Progress() as progress:
        old, new = (_read(path, progress) for path in paths)
        chosen = (
            _scenario(old, options.old_scenario, "--old-scenario"),
            _scenario(new, options.new_scenario, "--new-scenario"),
        )
        progress("comparing", 0.4)
        with as_options({"order": "--order", "exchange_rates": "--exchange-rates"}):
            found = compare(
                old.assumptions,
                new.assumptions,
                chosen,
                old_place=old.place,
                new_place=new.place,
                order=options.order,
                exchange_rates=options.exchange_rates and tuple(options.exchange_rates),
            )
    sides = {"old": old.assumptions.values, "new": new.assumptions.values}
    if options.json:
        versions = {side: {name: of[name] for name in VERSION_TERMS} for side, of in sides.items()}
        names = {"old": options.old, "new": options.new, "versions": versions}
        give(as_json({**names, **found.as_dict()}))
    else:
        before, after = (version_words(of) for of in sides.values())
        print(f"From {options.old} ({before})\nto {options.new} ({after})\n\n{found}")
    if found.missing:
        tell(f"{found.missing}; type --exchange-rates OLD NEW")
    return 0


def _read(path: Path, progress: Progress) -> PlanFile:
    from capplan_workbook.reader import open_plan

    progress(f"reading {path.name}", 0.1)
    try:
        return open_plan(path)
    except PlanInputError as fault:
        # two files are read: each fault says which of them it stands in
        raise PlanInputError(_in_file(path, one) for one in fault.issues) from None


def _in_file(path: Path, issue: Issue) -> Issue:
    where = f"{path.name}: {issue.where}"
    return Issue(where, issue.term, issue.found, issue.allowed, issue.hint, issue.severity)


def _scenario(found: PlanFile, name: str | None, option: str) -> str:
    names = found.assumptions.scenario_names
    chosen = name or found.scenario
    if chosen not in names:
        raise PlanInputError([Issue(option, "", chosen, "one of " + ", ".join(names))])
    return chosen
