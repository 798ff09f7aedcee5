"""Management planning: what a large plan's movement costs, alone and side by side.

Run: python -m benchmarks.plan

A centre grows from 3,000 to 50,000 people in 156 weeks, with all six layers. CPU time, best of
several rounds; cases side by side are the same growth at other sizes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import numpy as np

from capplan.assumptions import TrainingClass, make_assumptions
from capplan.leadership import movement, movement_debt, pyramid, what_if
from capplan.plan import STAFFING, known_values
from capplan.steps import run
from capplan.workforce import LEADERS, STARTS, TO_THE_FLOOR

WEEKS = 156
ROUNDS = 7
PAY = {
    "supervisor": 42_000,
    "manager": 60_000,
    "director": 90_000,
    "vp": 130_000,
    "svp": 170_000,
    "head": 200_000,
}


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU time of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1e3 * min(times)


def main() -> None:
    """Prints one line for each task."""
    floor = np.linspace(3_000, 50_000, WEEKS + 10)
    steady = np.full(WEEKS + 10, 50_000.0)
    print(f"pyramid of {WEEKS} weeks           {best(lambda: pyramid(floor)):8.2f} ms")
    print(f"movement, 50,000 people steady {best(lambda: movement(steady, weeks=WEEKS)):8.1f} ms")
    print(f"movement, growth to 50,000     {best(lambda: movement(floor, weeks=WEEKS)):8.1f} ms")
    for cases in (10, 100, 1000):
        paths = floor[:, None] * np.linspace(0.1, 1.0, cases)
        spent = best(partial(movement, paths, weeks=WEEKS), 3)
        print(f"movement, {cases:5} side by side    {spent:8.1f} ms, {spent / cases:.2f} ms each")
    moved = movement(floor, weeks=WEEKS)
    print(f"debt of the movement           {best(lambda: movement_debt(moved)):8.2f} ms")
    spent = best(partial(what_if, floor, PAY, weeks=WEEKS), 3)
    print(f"seven alternatives             {spent:8.1f} ms")
    plan_steps()


def plan_steps() -> None:
    """Prints staffing and leaders of a plan that grows towards 50,000 agents, by its own steps."""
    monday = date(2026, 1, 5)
    contacts = np.linspace(500_000, 9_000_000, WEEKS)[:, None]
    queue = {"queue": "Calls", "aht_s": 300, "patience_s": 120, "opening_agents_heads": 3_000}
    weeks = [monday + timedelta(weeks=week) for week in range(WEEKS - 10)]
    classes = tuple(TrainingClass(f"C{k}", "Calls", one, 650) for k, one in enumerate(weeks))
    given = make_assumptions(monday, [queue], contacts, classes=classes)
    known = known_values(given, "Base")
    staffed = run(STAFFING, known)
    people = run((*STARTS, *TO_THE_FLOOR), {**known, **staffed})
    led = run(LEADERS, people)
    most = led["supervisors_heads"].max() * known["supervisor_span"]
    spent = best(lambda: run(STAFFING, known), 3)
    print(f"plan: staffing step            {spent:8.1f} ms")
    spent = best(lambda: run(LEADERS, people), 3)
    print(f"plan: leaders of {most:7,.0f}        {spent:8.1f} ms")


if __name__ == "__main__":
    main()
