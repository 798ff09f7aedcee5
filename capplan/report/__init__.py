"""The report: a plan on one page that opens anywhere, prints, and cannot be changed by accident.

`html` gives the whole page as text: no script, nothing from elsewhere, every chart drawn as SVG
with its numbers in a table below it. Equal plans give equal pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capplan.plan import Plan
    from capplan.questions.sensitivity import Swing
    from capplan.questions.study import Study
    from capplan.report.checks import Check

__all__ = ["html"]


def html(
    plan: Plan,
    checks: Sequence[Check],
    run_id: str,
    bridge: Sequence[tuple[str, float]] | None = None,
    strongest: Sequence[Swing] = (),
    *,
    study: Study | None = None,
) -> str:
    """The plan's live scenario as a page for the people who sign the budget.

    `checks` are the plan's checks, `run_id` the letters that stand for its inputs, `bridge` the
    steps from the base scenario's cost to this one's: (what changes, by how much money), and
    `strongest` the drivers that move the cost most. A `study` of the plan has both, and what the
    budget cap buys; without one the page leaves out what was not handed over, but for the cap.

    >>> from datetime import date
    >>> from capplan import make_assumptions, make_plan
    >>> calls = {"queue": "Calls <night>", "aht_s": 300, "opening_agents_heads": 12}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 8))
    >>> page = html(plan, (), "1a2b3c4d")
    >>> page.startswith("<!DOCTYPE html>"), "Calls &lt;night&gt;" in page, "<script" in page
    (True, True, False)
    """
    from capplan.questions.study import study_of
    from capplan.report.comparison import cost_steps
    from capplan.report.page import page

    if study is not None:
        bridge = cost_steps(study) if bridge is None else bridge
        strongest = strongest or study.strongest
    return page(study_of(plan, study), checks, run_id, bridge, strongest)
