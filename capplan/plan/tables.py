"""Results as tables, for notebooks, CSV and print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from capplan.vocabulary import terms

if TYPE_CHECKING:
    from capplan.inputs.assumptions import Assumptions
    from capplan.steps import Results

STAGES = tuple(dict.fromkeys(row.stage for row in terms("result")))
# stages whose lines add all queues up, though some are told queue by queue too
WEEKLY = ("budget",)


def stage_table(given: Assumptions, results: Results, stage: str) -> pd.DataFrame:
    """One stage's results: a row a week and queue where it has queues, else a row a week."""
    if stage not in STAGES:
        raise KeyError(f"no stage {stage!r}; there are {', '.join(STAGES)}")
    rows = [row for row in terms("result", stage) if row.name in results]
    by_queue = [row.name for row in rows if row.shape == "week x queue"]
    if by_queue and stage not in WEEKLY:
        return _by_queue(given, {name: results[name] for name in by_queue})
    if stage == "headline":
        return pd.DataFrame([{row.name: results[row.name] for row in rows}])
    weeks = pd.Index(given.calendar.mondays, name="week")
    weekly = {row.name: results[row.name] for row in rows if row.shape == "week"}
    return pd.DataFrame(weekly, index=weeks).reset_index()


def _by_queue(given: Assumptions, columns: dict[str, np.ndarray]) -> pd.DataFrame:
    mondays, queues = given.calendar.mondays, given.queue_names
    shape = (len(mondays), len(queues))
    frame = {
        "week": np.repeat(np.array(mondays, dtype=object), len(queues)),
        "queue": np.tile(np.array(queues, dtype=object), len(mondays)),
    }
    frame |= {name: np.broadcast_to(values, shape).ravel() for name, values in columns.items()}
    return pd.DataFrame(frame)
