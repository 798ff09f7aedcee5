"""Checks of versions: a locked plan is what was locked, and somebody stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capplan.inputs.versions import DRAFT, WEIGHTY, is_locked, unlooked
from capplan.vocabulary import term
from capplan_workbook.book import range_name
from capplan_workbook.checks.check import FAIL, REVIEW, Check, how_many, zero_check
from capplan_workbook.layout.places import LOCKED, ORIGIN

if TYPE_CHECKING:
    from capplan_workbook.desk import Desk

IS_DRAFT = f'live_plan_status="{DRAFT}"'


def version_checks(desk: Desk) -> Iterator[Check]:
    """Is a locked plan unchanged, and does somebody stand for what matters most in it?"""
    yield _inputs_as_locked(desk)
    yield _somebody_stands_for_them(desk)


def _inputs_as_locked(desk: Desk) -> Check:
    version = desk.versions.get(LOCKED)
    if version is None:
        return zero_check(
            "A locked plan keeps its inputs",
            f"IF({IS_DRAFT},0,1)",
            REVIEW,
            "Locked since the engine ran: run capplan plan, which keeps the inputs from then on.",
        )
    return zero_check(
        "Inputs of the locked plan are those that were locked",
        f"IF({IS_DRAFT},0,locked_changes)",
        FAIL,
        f"Undo the change, which capplan check names; or set the status to {DRAFT} and give the "
        "plan a new version.",
        float(version.changes),
    )


def _somebody_stands_for_them(desk: Desk) -> Check:
    """Only in a locked plan: a draft may well stand on defaults."""
    rows = desk.layout.assumption_rows
    places = [
        rows.get(name) or rows.get(f"origin:{name}") or rows["proficiency_1"] for name in WEIGHTY
    ]
    cells = [f"Assumptions!{range_name(row, ORIGIN)}" for row in places]
    silent = unlooked(desk.given)
    untold = how_many(f'OR({cell}="default",{cell}="")' for cell in cells)
    names = ", ".join(term(name).label for name in silent or WEIGHTY)
    return zero_check(
        "Somebody stands for the assumptions that matter most",
        f"IF({IS_DRAFT},0,{untold})",
        REVIEW,
        f"Assumptions: say whether they are given or assumed, and by whom: {names}.",
        float(len(silent)) if is_locked(desk.given.values) else 0.0,
    )
