"""What a plan's inputs are known by: equal inputs, equal letters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from capplan.assumptions import Assumptions


def plain(given: Assumptions) -> dict[str, Any]:
    """The assumptions as plain data."""
    return {
        "first_week": given.calendar.first_week.isoformat(),
        "values": {key: _plain(value) for key, value in given.values.items()},
        "queues": {key: _plain(value) for key, value in given.queues.items()},
        "base_contacts": given.base_contacts.tolist(),
        "profile_share": given.profile_share.tolist(),
        "proficiency_share": given.proficiency_share.tolist(),
        "events": [_plain(asdict(event)) for event in given.events],
        "classes": [_plain(asdict(one)) for one in given.classes],
        "moves": [_plain(asdict(one)) for one in given.moves],
        "sources": [_plain(asdict(one)) for one in given.sources],
        "scenarios": [[one.name, _plain(one.overrides)] for one in given.scenarios],
        "origins": {key: [one.basis, one.note] for key, one in given.origins.items()},
        "evidence": _plain(given.evidence),
    }


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
    for name in ("scenarios", "origins", "evidence"):
        del data[name]
    data["classes"] = [_plain(asdict(one)) for one in given.classes if not one.proposed]
    return letters_of(data)
