"""`capplan demo`: the main job on real data, from a bank's recorded calls to its workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from capplan.cli.files import FileFault, writable, write_whole
from capplan.cli.progress import Progress, tell

EXAMPLE, WORKBOOK = "bank", "bank-plan.xlsx"


def run(options: Namespace) -> int:
    """Plans the bank example, writes its workbook and says what to do next."""
    folder = Path(options.output)
    path = str(folder / WORKBOOK)
    with Progress() as progress:
        progress("history", 0.0)
        from capplan_workbook import plan_checks

        from capplan.cli.workbooks import SHARE_OF_PLAN, status_of, workbook_of
        from capplan.examples import example
        from capplan.plan import make_plan

        plan = make_plan(
            example(EXAMPLE), progress=lambda text, share: progress(text, share * SHARE_OF_PLAN)
        )
        content = workbook_of(plan, progress)
        checks = plan_checks(plan)
    _write(folder, path, content, options.force)
    from capplan.cli.summary import summary

    print(summary(plan, checks))
    print("\n".join(("", "What next:", *_next_steps(path))))
    return int(status_of(checks) == "FAIL")


def _write(folder: Path, path: str, content: bytes, force: bool) -> None:
    """Replaces the demo's own file; one that was changed since only with --force."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unchanged = Path(path).is_file() and Path(path).read_bytes() == content
    except OSError as fault:
        raise FileFault(f"cannot write {path}: {fault.strerror or fault}") from None
    write_whole({writable(path, force or unchanged): content})
    tell(f"wrote {path}")


def _next_steps(path: str) -> tuple[str, ...]:
    return (
        f"  open {path}: change a yellow cell, or the scenario, and watch the budget follow",
        f"  capplan explain {path} required_fte --week 2004-01-05",
        f"  capplan plan {path} -o my-plan.xlsx, after your changes",
    )
