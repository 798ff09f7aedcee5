"""What the largest plans cost, stage by stage.

Run: python -m benchmarks.plan; parts by name: python -m benchmarks.plan whole leaders

`whole` is the plan at all its limits, see `benchmarks/whole_plan.py`. `leaders`: a centre grows
from 3,000 to 50,000 people in 156 weeks, with all six layers. CPU time, best of several rounds;
cases side by side are the same growth at other sizes. Ends with 1 where a limit is missed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

import numpy as np

from benchmarks.bridge_runs import bridge_runs
from benchmarks.whole_plan import judged, whole_plan
from capplan.inputs.assumptions import Assumptions, TrainingClass, make_assumptions
from capplan.leaders import steps as leader_steps
from capplan.leaders.movement import movement, movement_debt, pyramid, what_if
from capplan.people import steps as people_steps
from capplan.plan.flow import CAPACITY, STAFFING, known_values
from capplan.staffing import requirement
from capplan.steps import run

WEEKS, QUEUES = 156, 24
ROUNDS = 7
MOST_TIMES = 1.0
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


def main(arguments: Sequence[str]) -> int:
    """Prints the parts asked for, all by default; 1 where a limit is missed."""
    wanted = arguments or list(PARTS)
    missed = [name for name in wanted if not PARTS[name]()]
    return min(len(missed), 1)


def leaders() -> bool:
    """Prints one line for each task; whether leaders and support keep their limit."""
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
    return plan_steps()


def plan_steps() -> bool:
    """Prints staffing against leaders and support of a plan of 24 queues and 50,000 people.

    Staffing is what a plan pays when it is first computed, every staffing table built anew; with
    all tables at hand it is a look-up, printed beside it.
    """
    given = large_plan()
    known = known_values(given, "Base")
    requirement.TABLES.clear()
    start = time.process_time()
    staffed = run(STAFFING, known)
    cold = 1e3 * (time.process_time() - start)
    warm = best(lambda: run(STAFFING, known), 3)
    people = run(people_steps.STEPS, {**known, **staffed})
    led = run((*leader_steps.STEPS, *CAPACITY), people)
    spent = best(lambda: run((*leader_steps.STEPS, *CAPACITY), people), 3)
    heads = (led["frontline_heads"] + led["leaders_heads"] + led["support_heads"]).max()
    print(f"plan of {heads:,.0f} people, {QUEUES} queues, {WEEKS} weeks")
    print(f"  staffing, tables built anew  {cold:8.1f} ms")
    print(f"  staffing, tables at hand     {warm:8.1f} ms")
    print(f"  floor, leaders and support   {spent:8.1f} ms")
    return judged("the latter / staffing", spent / cold, MOST_TIMES, "times")


def large_plan() -> Assumptions:
    """Growth to 50,000 people over 24 queues, each with its own handling time and size."""
    monday = date(2026, 1, 5)
    share = np.linspace(1.0, 3.0, QUEUES) / np.linspace(1.0, 3.0, QUEUES).sum()
    contacts = np.linspace(3_000_000, 7_000_000, WEEKS)[:, None] * share
    queues = [
        {
            "queue": f"Queue {number + 1}",
            "aht_s": 240 + 15 * number,
            "patience_s": 120,
            "opening_agents_heads": round(20_000 * share[number]),
        }
        for number in range(QUEUES)
    ]
    weeks = [monday + timedelta(weeks=week) for week in range(6, WEEKS - 10, 4)]
    classes = tuple(
        TrainingClass(f"{one['queue']} {week}", str(one["queue"]), week, round(2_100 * part))
        for week in weeks
        for one, part in zip(queues, share, strict=True)
    )
    return make_assumptions(monday, queues, contacts, classes=classes)


PARTS = {"whole": whole_plan, "leaders": leaders, "bridge": bridge_runs}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
