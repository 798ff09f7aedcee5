"""Supply at scale: people of thousands of groups projected, plans drawn and staffed anew.

Run: python -m benchmarks.supply

Everything is timed in one run, in turns, as CPU time on one thread; medians of the rounds are
printed with their ratios. The yardsticks are the least that the answers could take: the plain
matrix products of that size, and drawing the random numbers alone. The plain Python loop steps
some of the groups, and its time is scaled up to all of them.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan import erlang
from capplan.erlang.thresholds.table import StaffingTable
from capplan.people.projection import Projection, project
from capplan.questions.bands import People, Restaffed, restaff, simulate

Floats = NDArray[np.float64]

SITES, SKILLS, WEEKS, CLASSES = 500, 20, 260, 53
LOOPED = 2  # sites that the plain loop steps
QUEUES, PLAN_WEEKS, DRAWS = 20, 104, 10_000
ROUNDS = 9
MEGABYTE = 1024
ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}


class Groups(NamedTuple):
    """Hires and stock of sites x skills, site by site, and a curve a skill."""

    hires: Floats
    stock: Floats
    hazard: Floats
    proficiency: Floats
    skill: NDArray[np.intp]


def groups() -> Groups:
    """People of every site and skill; each skill has its own hazards and ramp over tenure."""
    draw = np.random.default_rng(1)
    count = SITES * SKILLS
    tenure = np.arange(CLASSES)
    ramp = np.minimum(0.4 + tenure / draw.integers(6, 20, (SKILLS, 1)), 1.0)
    hazard = draw.uniform(0.006, 0.012, (SKILLS, 1)) * (1 + np.exp(-tenure / 13))
    skill = np.tile(np.arange(SKILLS), SITES)
    hires, stock = draw.poisson(2, (count, WEEKS)), draw.poisson(5, (count, CLASSES))
    return Groups(hires.astype(float), stock.astype(float), hazard, ramp, skill)


def projected(given: Groups) -> Projection:
    """Heads and FTE by capplan."""
    return project(given.hires, given.stock, given.hazard, given.proficiency, 1.0, given.skill)


def looped(given: Groups, count: int) -> tuple[list[list[float]], list[list[float]]]:
    """Heads and FTE of the first groups, by lists and loops."""
    heads, output = [], []
    for group in range(count):
        hazard = given.hazard[given.skill[group]].tolist()
        stay = [1 - share for share in hazard]
        ramp = given.proficiency[given.skill[group]].tolist()
        worth = [(1 - share / 2) * part for share, part in zip(hazard, ramp, strict=True)]
        people, group_heads, group_output = given.stock[group].tolist(), [], []
        for came in given.hires[group].tolist():
            people[0] += came
            group_heads.append(sum(people))
            group_output.append(sum(a * b for a, b in zip(people, worth, strict=True)))
            moved = [a * b for a, b in zip(people, stay, strict=True)]
            oldest = moved.pop()
            moved[-1] += oldest
            people = [0.0, *moved]
        heads.append(group_heads)
        output.append(group_output)
    return heads, output


def seconds(run: Callable[[], object]) -> float:
    """CPU time of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def in_turns(runs: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Every run in turns, round after round; the first round warms up and does not count."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(ROUNDS + 1):
        for name, run in runs.items():
            took = seconds(run)
            if number:
                times[name].append(took)
    return times


def ratio(times: dict[str, list[float]], one: str, other: str) -> float:
    """Median of the rounds' ratios."""
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


def against_products() -> float:
    """Projection against matrix products and a plain loop; the greatest relative difference."""
    given = groups()
    people = np.hstack([given.hires, given.stock])
    one, both = (np.full((people.shape[1], width * WEEKS), 0.5) for width in (1, 2))
    looped_groups = LOOPED * SKILLS
    times = in_turns(
        {
            "projection": lambda: projected(given),
            "product, one result": lambda: people @ one,
            "product, both results": lambda: people @ both,
            "loop": lambda: looped(given, looped_groups),
        }
    )
    scale = SITES / LOOPED
    for name, took in times.items():
        factor, note = (scale, " (scaled)") if name == "loop" else (1.0, "")
        print(f"  {name:<24} {median(took) * factor * 1000:10,.1f} ms{note}")
    for results in ("both results", "one result"):
        of_product = ratio(times, "projection", f"product, {results}")
        print(f"  {'ratio to ' + results:<24} {of_product:8.2f}")
    print(f"  {'times as fast as loop':<24} {ratio(times, 'loop', 'projection') * scale:8,.0f}")
    wanted, found = looped(given, looped_groups), projected(given)
    return max(
        float(np.abs(mine[:looped_groups] / np.array(other) - 1).max())
        for mine, other in zip(found, wanted, strict=True)
    )


def demand() -> tuple[Floats, list[StaffingTable]]:
    """Contacts of the busiest interval, weeks x queues, and the queues' staffing tables."""
    draw = np.random.default_rng(2)
    busiest, aht = draw.uniform(40, 600, QUEUES), draw.uniform(180, 480, QUEUES)
    season = 1 + 0.2 * np.sin(np.arange(PLAN_WEEKS)[:, None] / 52 * 2 * np.pi)
    tables = [
        erlang.staffing_table(
            float(aht[number]), 0.80, 20, max_occupancy_share=0.88, max_contacts=busiest[number] * 3
        )
        for number in range(QUEUES)
    ]
    return season * busiest, tables


def random_numbers() -> None:
    """As many lognormal numbers as the draws take, week by week, and nothing else."""
    random = np.random.default_rng(1)
    numbers = np.empty((QUEUES, DRAWS), dtype=np.float32)
    for _ in range(PLAN_WEEKS):
        random.standard_normal(out=numbers, dtype=np.float32)
        np.exp(numbers, out=numbers)


def restaffed() -> Restaffed:
    """The plan drawn and staffed anew by capplan."""
    return restaff(*demand(), draws=DRAWS)


def against_random_numbers() -> float:
    """Restaffing against drawing alone; the greatest difference of P50 from the plan in agents."""
    contacts, tables = demand()
    times = in_turns(
        {
            "restaffing": lambda: restaff(contacts, tables, draws=DRAWS),
            "random numbers": random_numbers,
        }
    )
    cells = DRAWS * QUEUES * PLAN_WEEKS
    for name, took in times.items():
        each = median(took) / cells * 1e9
        print(f"  {name:<24} {median(took) * 1000:10,.1f} ms   {each:5.1f} ns a requirement")
    print(f"  {'ratio':<24} {ratio(times, 'restaffing', 'random numbers'):8.2f}")
    planned = [table.agents(contacts[:, number]) for number, table in enumerate(tables)]
    middle = restaff(contacts, tables, draws=DRAWS).by_queue.p50
    return float(np.abs(middle / np.array(planned).T - 1).max())


def people() -> float:
    """Seconds a queue for drawing 104 weeks of its people 2,000 times."""
    starts = np.zeros((PLAN_WEEKS, QUEUES))
    starts[::8] = 12.0
    hazard = [0.015] * 13 + [0.0077]
    floor = People(starts, 80, 4, 0.03, hazard, [0.45, 0.55, 0.65, 0.8, 0.95], 1.0, 0.675)
    return median(seconds(lambda: simulate(floor)) for _ in range(3)) / QUEUES


def peak_memory_mb() -> float:
    """Peak memory of a fresh process that draws and staffs the plan."""
    code = "from benchmarks.supply import alone; alone()"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def alone() -> None:
    """Draw and staff the plan, and print the peak memory of this process in megabytes."""
    restaffed()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)


def main() -> int:
    """Run all comparisons; 1 if an answer is off."""
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        again = [sys.executable, "-m", "benchmarks.supply"]  # threads are settled at the start
        return subprocess.run(again, env={**os.environ, **ONE_THREAD}, check=False).returncode
    memory = peak_memory_mb()  # first: a process inherits the peak of the one that starts it
    print(f"{SITES * SKILLS:,} groups x {WEEKS} weeks, {CLASSES} tenure weeks: heads and FTE")
    off = against_products()
    print(f"  {'greatest difference':<24} {off:10.1e}")
    print(f"{DRAWS:,} draws x {QUEUES} queues x {PLAN_WEEKS} weeks, each staffed anew")
    moved = against_random_numbers()
    print(f"  {'peak memory':<24} {memory:8.0f} MB")
    print(f"people drawn 2,000 times, {PLAN_WEEKS} weeks: {people():.3f} s a queue")
    return int(off > 1e-12 or moved > 0.1)


if __name__ == "__main__":
    sys.exit(main())
