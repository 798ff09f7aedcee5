"""`capplan new`: a fresh planning workbook, empty but for starting values or an example."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from capplan.cli.files import writable, write_whole
from capplan.cli.progress import Progress, tell
from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions


def run(options: Namespace) -> int:
    """Writes the workbook, or names the examples."""
    if options.example == "list":
        return _names()
    if options.workbook is None:
        hint = "`--example list` names the examples"
        raise PlanInputError([Issue("PLAN.xlsx", "", "nothing", "the workbook to write", hint)])
    target = writable(options.workbook, options.force)
    with Progress() as progress:
        progress("assumptions", 0.0)
        given = _assumptions(options)
        from capplan.cli.workbooks import SHARE_OF_PLAN, study_for, workbook_of
        from capplan.plan import make_plan

        plan = make_plan(given, progress=lambda text, share: progress(text, share * SHARE_OF_PLAN))
        content = workbook_of(study_for(plan, progress), progress)
    write_whole({target: content})
    tell(f"wrote {options.workbook}")
    return 0


def _names() -> int:
    from capplan.inputs.examples import example_names, example_title

    for name in example_names():
        print(f"{name:<12}{example_title(name)}")
    return 0


def _assumptions(options: Namespace) -> Assumptions:
    from capplan.inputs.examples import STARTER_WEEKS, example, starter

    if options.example is not None:
        return example(options.example, options.start, options.weeks)
    return starter(options.start or next_monday(date.today()), options.weeks or STARTER_WEEKS)


def next_monday(today: date) -> date:
    """The Monday after a day: the first week that can still be planned.

    >>> next_monday(date(2026, 1, 5)).isoformat()
    '2026-01-12'
    """
    return today + timedelta(days=7 - today.weekday())
