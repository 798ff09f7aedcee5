"""Versions of a plan: a locked one keeps its inputs, and says which of them changed since.

A draft is open. Locking it keeps a copy of every input; as long as the plan is locked or archived
the inputs must stay what was kept. Back to draft, the copy becomes the last version, which the
register of assumptions compares with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from capplan.inputs.differences import Difference, Place, differences
from capplan.vocabulary import terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions

DRAFT, ARCHIVED = "draft", "archived"
VERSION, STATUS = "plan_version", "plan_status"
# who signs may be told after the lock; what the version is called may not change
VERSION_TERMS = tuple(row.name for row in terms("assumption", "version", "plan"))
OPEN_TERMS = tuple(name for name in VERSION_TERMS if name != VERSION)

# the values that move a plan most: a locked one should say who stands for each of them
WEIGHTY = (
    "base_contacts",
    "profile_share",
    "annual_attrition_share",
    "shrinkage_annual_leave_share",
    "shrinkage_sick_share",
    "proficiency_share",
    "supervisor_span",
    "agent_salary_cost",
    "burden_share",
    "hire_cost",
)


def is_locked(values: Mapping[str, Any]) -> bool:
    """Whether the inputs of a plan with these values must stay as they are.

    >>> is_locked({"plan_status": "archived"}), is_locked({"plan_status": "draft"})
    (True, False)
    """
    return bool(values[STATUS] != DRAFT)


def version_words(values: Mapping[str, Any]) -> str:
    """Version and status in words.

    >>> version_words({"plan_version": "2", "plan_status": "locked"})
    'version 2, locked'
    """
    return f"version {values[VERSION]}, {values[STATUS]}"


def approval_words(values: Mapping[str, Any]) -> str:
    """Who approved the version and when, in words; empty where nobody has.

    >>> from datetime import date
    >>> approval_words({"approved_by": "R. Shah", "approved_on": date(2026, 1, 5)})
    'by R. Shah on 2026-01-05'
    """
    by, on = values.get("approved_by"), values.get("approved_on")
    parts = (f"by {by}" if by else "", f"on {on.isoformat()}" if on else "")
    return " ".join(part for part in parts if part)


def with_versions(given: Assumptions) -> Assumptions:
    """The assumptions with what their status asks to be kept.

    Locked for the first time, the inputs are kept as they are now; they stay kept while the plan
    is locked. Of a draft, what was locked becomes the last version. Classes that the engine puts
    there follow from the inputs: those of this run stand among the kept ones.
    """
    if not is_locked(given.values):
        return replace(given, locked=None, last=given.locked or given.last)
    kept = given.locked or given
    own = tuple(one for one in kept.classes if not one.proposed)
    engine = tuple(one for one in given.classes if one.proposed)
    return replace(given, locked=replace(inputs_only(kept), classes=own + engine))


def inputs_only(given: Assumptions) -> Assumptions:
    """The inputs by themselves: without notes on them and without what is kept."""
    return replace(given, origins={}, evidence={}, locked=None, last=None)


def changes_since_lock(given: Assumptions, place: Place | None = None) -> list[Difference]:
    """The inputs of a locked plan that are not what they were when it was locked.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> calls = {"queue": "Calls", "aht_s": 300}
    >>> given = make_assumptions(date(2026, 1, 5), [calls], [[100]],
    ...                          values={"plan_status": "locked"})
    >>> kept = with_versions(given)
    >>> edited = replace(kept, values={**kept.values, "hire_cost": 2500.0})
    >>> [f"{one.what}: {one.change('USD')}" for one in changes_since_lock(edited)]
    ['Recruiting per starter: 2,100 USD → 2,500 USD']
    """
    if given.locked is None or not is_locked(given.values):
        return []
    before, now = given.locked.values[VERSION], given.values[VERSION]
    found = differences(given.locked, given, None, place)
    if before != now:
        cell = place(VERSION, "") if place else ""
        found.insert(0, Difference(VERSION, before, now, new_cell=cell))
    return found


def changes_since_last(given: Assumptions) -> list[Difference]:
    """The inputs that are not what they were in the last version; none where none is kept."""
    return [] if given.last is None else differences(given.last, given)


def unlooked(given: Assumptions) -> list[str]:
    """Of the values that move a plan most, those that nobody stands for."""
    return [
        name
        for name in WEIGHTY
        if name not in given.origins or given.origins[name].basis == "default"
    ]
