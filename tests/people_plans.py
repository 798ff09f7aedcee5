"""Small plans of two queues, to follow their people through."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from capplan.capacity.workforce import known_people, workforce
from capplan.inputs.assumptions import Assumptions, Move, TrainingClass, make_assumptions

MONDAY = date(2026, 1, 5)
QUEUES = ("Calls", "Chat")
TRAINING = (3, 0)
OPENING = (200.0, 90.0)
RAMP = (0.5, 0.8)


def week(number: int) -> date:
    """The Monday of a week of the plan, counted from 0."""
    return MONDAY + timedelta(weeks=number)


def assumed(
    classes: tuple[TrainingClass, ...] = (),
    moves: tuple[Move, ...] = (),
    weeks: int = 70,
    **values: float | str,
) -> Assumptions:
    """Two queues with a need of next to nothing and no proposals."""
    rows = [
        {"queue": name, "aht_s": 60, "training_weeks": length, "opening_agents_heads": opening}
        for name, length, opening in zip(QUEUES, TRAINING, OPENING, strict=True)
    ]
    own = {"propose_classes": "no", **values}
    contacts = np.full((weeks, 2), 10.0)
    return make_assumptions(
        MONDAY, rows, contacts, values=own, classes=classes, moves=moves, proficiency_share=RAMP
    )


def people(given_: Assumptions) -> dict[str, Any]:
    """The workforce of these assumptions."""
    return workforce(known_people(given_, "Base"))
