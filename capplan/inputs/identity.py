"""What a plan's inputs are known by: equal inputs, equal letters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.inputs.assumptions import LATER_DRIVERS
from capplan.vocabulary import terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions


# how a budget is cut and capped, looked at when the hiring plan is there
LATER_LOOKS = (
    "budget_calendar",
    "fiscal_year_start_date",
    "budget_cap_heads",
    "budget_cap_cost",
)


# left out while they are empty: a plan without them is known by what it always was
COST_TABLES = ("sites", "plan_rates", "wage_steps", "outsourcing")


NOT_GIVEN = ("nan", "")  # how a queue's number and text say so


def _counted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plan-wide values; changes that came later count once they are made."""
    return {name: one for name, one in values.items() if one or name not in LATER_DRIVERS}


def plain(given: Assumptions) -> dict[str, Any]:
    """The assumptions as plain data."""
    return {
        "first_week": given.calendar.first_week.isoformat(),
        "values": {key: _plain(value) for key, value in _counted(given.values).items()},
        "queues": {key: _plain(value) for key, value in given.queues.items()},
        "base_contacts": given.base_contacts.tolist(),
        "profile_share": given.profile_share.tolist(),
        "proficiency_share": given.proficiency_share.tolist(),
        "events": [_plain(asdict(event)) for event in given.events],
        "classes": [_plain(asdict(one)) for one in given.classes],
        "moves": [_plain(asdict(one)) for one in given.moves],
        "sources": [_plain(asdict(one)) for one in given.sources],
        **{
            name: [_plain(asdict(one)) for one in rows]
            for name in COST_TABLES
            if (rows := getattr(given, name))
        },
        "scenarios": [[one.name, _plain(one.overrides)] for one in given.scenarios],
        "origins": {key: _plain(asdict(one)) for key, one in given.origins.items()},
        "evidence": _plain(given.evidence),
        "kept": [one and seal_of(one) for one in (given.locked, given.last)],
    }


def seal_of(given: Assumptions, former: Mapping[str, str] | None = None) -> str:
    """Eight characters for the inputs of a version: they show whether what was kept is intact.

    Numbers count with seven digits, since programs save fifteen; values at their default and the
    engine's classes do not count, so that a later capplan finds the same. `former` are the names
    that some terms had when the seal was written, by the names they have now.
    """
    names = former or {}
    data = plain(replace(given, origins={}, evidence={}, locked=None, last=None))
    defaults = {row.name: _plain(row.default) for row in terms("assumption")}
    data["values"] = {
        names.get(key, key): value
        for key, value in data["values"].items()
        if value != defaults.get(key)
    }
    data["queues"] = {
        names.get(key, key): cells
        for key, cells in data["queues"].items()
        if any(cell not in (_no_digits(defaults.get(key)), *NOT_GIVEN) for cell in cells)
    }
    data["scenarios"] = [
        [name, {names.get(key, key): one for key, one in changed.items()}]
        for name, changed in data["scenarios"]
    ]
    data["classes"] = [_plain(asdict(one)) for one in given.classes if not one.proposed]
    return letters_of(_seven_digits({key: part for key, part in data.items() if part}))


def _no_digits(default: Any) -> Any:
    return repr(default) if isinstance(default, float) else default


def _seven_digits(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _seven_digits(one) for key, one in data.items() if one not in (None, "", 0)}
    if isinstance(data, list):
        return [_seven_digits(one) for one in data]
    try:
        return f"{float(data):.6e}"
    except (TypeError, ValueError):
        return data.strip() if isinstance(data, str) else data  # as every cell is read


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [repr(number) for number in value.tolist()]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in sorted(value.items())}
    return list(value) if isinstance(value, tuple) else value


def letters_of(*parts: Any) -> str:
    """Eight characters that stand for the parts: equal parts, equal characters.

    >>> letters_of("a", 1) == letters_of("a", 1) != letters_of("a", 2)
    True
    """
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def inputs_of_hiring(given: Assumptions) -> str:
    """Eight characters for everything a hiring plan is looked for from.

    The engine's own classes, the scenarios and the notes on where values come from do not count.
    """
    data = plain(given)
    for name in ("scenarios", "origins", "evidence", "kept"):
        del data[name]
    for row in terms("assumption", "version"):
        data["values"].pop(row.name, None)
    for name in LATER_LOOKS:
        data["values"].pop(name, None)
    data["classes"] = [_plain(asdict(one)) for one in given.classes if not one.proposed]
    return letters_of(data)
