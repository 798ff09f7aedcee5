"""Planning workbooks in and out, for the commands that need them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capplan.cli.files import FileFault
from capplan.cli.options import as_options
from capplan.errors import Issue, PlanInputError

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.plan import Plan
    from capplan.plan.checking import Place
    from capplan.questions.study import Study

CAP_OPTION = "--budget-cap"
CAP_TERMS = {"heads": "budget_cap_heads", "money": "budget_cap_cost"}
# of the time a run takes, for the bar
SHARE_OF_PLAN, SHARE_WITH_STUDY = 0.4, 0.8


def study_for(plan: Plan, progress: Callable[[str, float], None]) -> Study:
    """All that the outputs of a plan show, computed once for every one of them."""
    from capplan.questions.study import make_study

    width = SHARE_WITH_STUDY - SHARE_OF_PLAN
    return make_study(plan, lambda text, share: progress(text, SHARE_OF_PLAN + width * share))


def workbook_of(study: Study, progress: Callable[[str, float], None]) -> bytes:
    """The plan's workbook as bytes, so that nothing half-written ever lies on a disk."""
    from capplan_workbook import write_plan

    progress("workbook", SHARE_WITH_STUDY)
    content = io.BytesIO()
    try:
        write_plan(study.plan, content, study=study)
    except Exception as fault:
        # openpyxl keeps sheets in temporary files; lxml, where it is there, has its own OSError
        if not isinstance(fault, OSError) and type(fault).__name__ != "SerialisationError":
            raise
        why = getattr(fault, "strerror", None) or fault
        place = tempfile.gettempdir()
        raise FileFault(f"cannot write temporary files in {place}: {why}") from None
    return content.getvalue()


def plan_in(
    path: Path,
    scenario: str | None,
    progress: Callable[[str, float], None],
    optimise_s: float | None = None,
    cap: tuple[str, float] | None = None,
) -> tuple[Plan, tuple[Issue, ...]]:
    """The plan of a workbook under a scenario, by default the one it has chosen, and remarks.

    With `optimise_s` the hiring plan is looked for anew, that many seconds. A `cap` of heads or
    money stands in for the budget cap of the workbook.
    """
    from capplan_workbook.reader import open_plan

    from capplan.plan import make_plan

    progress("reading", 0.0)
    found = open_plan(path)
    names = found.assumptions.scenario_names
    chosen = scenario or found.scenario
    if chosen not in names:
        raise PlanInputError([Issue("--scenario", "", chosen, "one of " + ", ".join(names))])
    given, place = under_option(found.assumptions, found.place, cap)
    with as_options({CAP_TERMS[cap[0]]: CAP_OPTION} if cap else {}):
        plan = make_plan(
            given,
            chosen,
            lambda text, share: progress(text, share * SHARE_OF_PLAN),
            optimise_s=optimise_s,
            place=place,
        )
    return plan, found.remarks


def under_option(
    given: Assumptions, place: Place, cap: tuple[str, float] | None
) -> tuple[Assumptions, Place]:
    """The assumptions with the cap of the command line in place of the workbook's own."""
    if cap is None:
        return given, place
    unit, number = cap
    caps: dict[str, float | None] = dict.fromkeys(CAP_TERMS.values())
    caps[CAP_TERMS[unit]] = number

    def named(name: str, which: int | str = "") -> str:
        return f"argument {name}" if name in caps else place(name, which)

    return replace(given, values={**given.values, **caps}), named


def status_of(checks: Sequence[Any]) -> str:
    """The worst result of a plan's checks: OK, REVIEW or FAIL."""
    results = {check.result for check in checks}
    return next((one for one in ("FAIL", "REVIEW") if one in results), "OK")
