"""`capplan demo`: the main job on real data, from a bank's calls to its workbook and report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from capplan.cli.files import FileFault, writable, write_whole
from capplan.cli.progress import Progress, tell

EXAMPLE, WORKBOOK, REPORT = "bank", "bank-plan.xlsx", "bank-report.html"


def run(options: Namespace) -> int:
    """Plans the bank example, writes its workbook and report, and says what to do next."""
    folder = Path(options.output)
    path, page = str(folder / WORKBOOK), str(folder / REPORT)
    with Progress() as progress:
        progress("history", 0.0)
        from capplan_workbook import plan_checks

        from capplan.cli.pages import report_of
        from capplan.cli.workbooks import SHARE_OF_PLAN, status_of, study_for, workbook_of
        from capplan.inputs.examples import example
        from capplan.plan import make_plan

        plan = make_plan(
            example(EXAMPLE), progress=lambda text, share: progress(text, share * SHARE_OF_PLAN)
        )
        study = study_for(plan, progress)
        contents = {path: workbook_of(study, progress)}
        checks = plan_checks(plan, study=study)
        contents[page] = report_of(study, checks)
    _write(folder, contents, options.force)
    from capplan.cli.summary import summary

    print(summary(plan, checks))
    print("\n".join(("", "What next:", *_next_steps(path, page))))
    return int(status_of(checks) == "FAIL")


def _write(folder: Path, contents: Mapping[str, bytes], force: bool) -> None:
    """Replaces the demo's own files; one that was changed since only with --force."""
    targets = {}
    for path, content in contents.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unchanged = Path(path).is_file() and Path(path).read_bytes() == content
        except OSError as fault:
            raise FileFault(f"cannot write {path}: {fault.strerror or fault}") from None
        targets[writable(path, force or unchanged)] = content
    write_whole(targets)
    for path in contents:
        tell(f"wrote {path}")


def _next_steps(path: str, page: str) -> tuple[str, ...]:
    return (
        f"  open {page} in a browser: the plan on one page, to read and to sign",
        f"  open {path}: change a yellow cell, or the scenario, and watch the budget follow",
        f"  capplan explain {path} required_fte --week 2004-01-05",
        f"  capplan plan {path} -o my-plan.xlsx, after your changes",
    )
