"""Required agents: how fast, against other packages and against C, answers compared row by row.

Run: python -m benchmarks.staffing

Everything is timed in one run, in turns, as CPU time; medians of the rounds are printed with
their ratios. The C program evaluates the same closed form on every row and tests n and n - 1;
the NumPy kernels skip that where the start of the search leaves no doubt.
"""

from __future__ import annotations

import ctypes
import importlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from capplan import erlang
from capplan.erlang import temme
from capplan.erlang.many import start as array_start

Floats = NDArray[np.float64]
Answer = NDArray[Any]
INTERVAL_S = 1800.0
ROUNDS = 7
PEER_ROWS = 400
IMPORTS = 9
SINGLE_TURNS = 25  # of our single calls in a round: one takes two milliseconds only
FADE = 3.25  # loads fade exponentially towards the top
MEGABYTE = 1024


def phone_rows(count: int, top: float) -> dict[str, Floats]:
    """Mixed rows up to `top` erlangs, 27 % of it on average, each with its own targets."""
    draw = np.random.default_rng(1)
    load = np.maximum(-top / FADE * np.log(1 - draw.random(count) * (1 - np.exp(-FADE))), 0.01)
    aht = draw.uniform(120, 600, count)
    return {
        "contacts": load * INTERVAL_S / aht,
        "aht_s": aht,
        "service_level_share": draw.uniform(0.7, 0.95, count),
        "answer_within_s": draw.uniform(10, 60, count),
        "max_occupancy_share": draw.uniform(0.75, 0.95, count),
    }


def patient_rows(count: int) -> dict[str, Floats]:
    """Mixed rows with patience of 30 to 600 s and 1 to 10 % abandonment allowed."""
    draw = np.random.default_rng(2)
    rows = phone_rows(count, 1000)
    del rows["max_occupancy_share"]
    rows["patience_s"] = draw.uniform(30, 600, count)
    rows["max_abandon_share"] = draw.uniform(0.01, 0.10, count)
    return rows


def staff(rows: dict[str, Floats]) -> Answer:
    """The requirement by capplan."""
    given: dict[str, Any] = {**rows, "interval_s": INTERVAL_S}
    return np.asarray(erlang.agents(**given))


class Yardstick:
    """The scalar C program, built for this machine with the coefficients of the package."""

    def __init__(self, folder: Path) -> None:
        names = ("ERFCX", "GAMMA", "C0", "C1", "C2", "C3", "C4")
        lines = [
            f"static const double {name}[] = {{{', '.join(map(repr, getattr(temme, name)))}}};"
            for name in names
        ]
        lines += [f"#define START_BEND {array_start.BEND!r}"]
        lines += [f"#define START_STRETCH {array_start.STRETCH!r}"]
        (folder / "staffing_constants.h").write_text("\n".join(lines) + "\n", encoding="utf-8")
        source, library = Path(__file__).with_name("staffing.c"), folder / "staffing.so"
        flags = ["-O3", "-march=native", "-shared", "-fPIC", f"-I{folder}"]
        subprocess.run(["cc", *flags, str(source), "-o", str(library), "-lm"], check=True)
        self.library = ctypes.CDLL(str(library))
        self.start = array_start.tables()

    def endless(self, rows: dict[str, Floats]) -> Answer:
        """Erlang C with an occupancy cap."""
        out = np.empty(rows["contacts"].size)
        names = ("contacts", "aht_s", "service_level_share", "answer_within_s")
        self.library.erlang_c_agents(
            ctypes.c_size_t(out.size),
            *(_at(rows[name]) for name in (*names, "max_occupancy_share")),
            ctypes.c_double(INTERVAL_S),
            *(_at(table) for table in self.start),
            ctypes.c_int(array_start.SIZE),
            _at(out),
        )
        return out

    def patient(self, rows: dict[str, Floats]) -> Answer:
        """Erlang A with service level and abandonment."""
        out = np.empty(rows["contacts"].size)
        names = ("contacts", "aht_s", "service_level_share", "answer_within_s")
        self.library.erlang_a_agents(
            ctypes.c_size_t(out.size),
            *(_at(rows[name]) for name in (*names, "patience_s", "max_abandon_share")),
            ctypes.c_double(INTERVAL_S),
            _at(out),
        )
        return out


def _at(array: Floats) -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)


def seconds(run: Callable[[], Answer]) -> tuple[float, Answer]:
    """CPU time of one call, and its answer."""
    start = time.process_time()
    answer = run()
    return time.process_time() - start, answer


def in_turns(
    name: str, count: int, ours: Callable[[], Answer], other: Callable[[], Answer], label: str
) -> tuple[float, int, float]:
    """Both in turns; prints medians; returns our time a row, the rows off, and the ratio."""
    ours(), other()
    times: list[tuple[float, float]] = []
    differ = 0
    for _ in range(ROUNDS):
        (mine, answer), (yours, wanted) = seconds(ours), seconds(other)
        times.append((mine, yours))
        differ = int((answer != wanted).sum())
    mine, yours = (median(column) / count * 1e9 for column in zip(*times, strict=True))
    ratio = median(a / b for a, b in times)
    print(
        f"{name:<34} capplan {mine:8.1f} ns/row   {label} {yours:8.1f} ns/row   "
        f"ratio {ratio:5.2f}   rows off {differ}"
    )
    return mine, differ, ratio


def pyworkforce_agents() -> Callable[..., int] | None:
    """The requirement by pyworkforce, one row, if it is installed."""
    try:
        queuing = importlib.import_module("pyworkforce.queuing")
    except ImportError:
        return None

    def one(contacts: float, aht: float, level: float, within: float, cap: float) -> int:
        queue = queuing.ErlangC(
            transactions=contacts, aht=aht, asa=within, interval=INTERVAL_S, shrinkage=0.0
        )
        found = queue.required_positions(service_level=level, max_occupancy=cap)
        return int(found["raw_positions"])

    return one


def turbotab_agents() -> Callable[..., int] | None:
    """The requirement by turbotab, one row, if it is installed."""
    try:
        capacity = importlib.import_module("mod_turbotab.agents.capacity")
    except ImportError:
        return None

    def one(contacts: float, aht: float, level: float, within: float, cap: float) -> int:
        found = capacity.agents_required(
            level, within, contacts, aht, INTERVAL_S, max_occupancy=cap
        )
        return int(found)

    return one


def against_peers(rows: dict[str, Floats]) -> int:
    """Time a row of other packages on some of the rows, and of our single call; rows off."""
    some = [column[:PEER_ROWS].tolist() for column in rows.values()]
    singles = list(zip(*some, strict=True))
    mine = [single(*row) for row in singles]
    peers = {"pyworkforce": pyworkforce_agents(), "turbotab": turbotab_agents()}
    for name, one in peers.items():
        if one is None:
            print(f"{name} is not installed: not compared")
        else:
            compare_singles(name, one, singles, mine, rows)
    return sum(a != int(b) for a, b in zip(mine, staff(rows)[:PEER_ROWS], strict=True))


def single(contacts: float, aht: float, level: float, within: float, cap: float) -> int:
    """The requirement by one call with plain numbers."""
    return int(erlang.agents(contacts, aht, level, within, INTERVAL_S, None, cap))


def compare_singles(
    name: str,
    one: Callable[..., int],
    singles: list[tuple[float, ...]],
    mine: list[int],
    rows: dict[str, Floats],
) -> None:
    """A package, our single calls and our arrays in turns; prints medians and their ratios."""
    times: list[tuple[float, float, float]] = []
    theirs: list[int] = []
    for _ in range(ROUNDS):
        arrays = seconds(lambda: staff(rows))[0] / rows["contacts"].size
        ours = cpu_s(lambda: [[single(*row) for row in singles] for _ in range(SINGLE_TURNS)])
        started = time.process_time()
        theirs = [one(*row) for row in singles]
        peer = (time.process_time() - started) / PEER_ROWS
        times.append((peer, peer / arrays, peer * PEER_ROWS * SINGLE_TURNS / ours))
    peer, by_arrays, by_single = (median(column) for column in zip(*times, strict=True))
    differ = sum(a != b for a, b in zip(mine, theirs, strict=True))
    print(
        f"{name:<34} {peer * 1e9:16,.0f} ns/row   our arrays {by_arrays:,.0f}x, our single call "
        f"({peer / by_single * 1e9:,.0f} ns) {by_single:,.0f}x as fast   rows off {differ}"
    )


def cpu_s(run: Callable[[], object]) -> float:
    """CPU time of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def import_ratio() -> float:
    """CPU time of `import capplan` over that of `import numpy`, each in fresh processes."""
    times: dict[str, list[float]] = {"capplan": [], "numpy": []}
    for _ in range(IMPORTS):
        for name, found in times.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", f"import {name}"], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
            found.append(user + system)
    return min(times["capplan"]) / min(times["numpy"])


def against_table(count: int) -> int:
    """A staffing table against the kernel where the targets repeat."""
    contacts = np.random.default_rng(3).uniform(0, 6000, count)
    table = erlang.staffing_table(
        300, 0.80, 20, INTERVAL_S, max_occupancy_share=0.88, max_contacts=6000
    )

    def kernel() -> Answer:
        found = erlang.agents(contacts, 300.0, 0.80, 20, INTERVAL_S, None, 0.88)
        return np.asarray(found)

    name = "repeated targets: table"
    differ, ratio = in_turns(name, count, lambda: table.agents(contacts), kernel, "kernel")[1:]
    print(f"{'':<34} the table is {1 / ratio:.1f}x as fast as the kernel")
    return differ


def peak_memory_mb() -> float:
    """Peak memory of a fresh process that staffs the million rows."""
    code = "from benchmarks.staffing import alone; alone()"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def alone() -> None:
    """Staff the million rows and print the peak memory of this process in megabytes."""
    staff(phone_rows(1_000_000, 1000))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)


def main() -> int:
    """Run all comparisons; 1 if any answer differs from C, the table or the single call."""
    small, big = phone_rows(1_000_000, 1000), phone_rows(1_000_000, 20_000)
    patient = patient_rows(200_000)
    with tempfile.TemporaryDirectory() as folder:
        c = Yardstick(Path(folder))
        off = in_turns(
            "(a) up to 1,000 erlangs", 10**6, lambda: staff(small), lambda: c.endless(small), "C"
        )[1]
        name = "(b) up to 20,000 erlangs"
        off += in_turns(name, 10**6, lambda: staff(big), lambda: c.endless(big), "C")[1]
        name = "(c) patience, two targets"
        off += in_turns(name, 200_000, lambda: staff(patient), lambda: c.patient(patient), "C")[1]
    off += against_table(1_000_000)
    off += against_peers(small)
    print(f"{'peak memory of (a)':<34} {peak_memory_mb():.0f} MB")
    print(f"{'import capplan over import numpy':<34} {import_ratio():.2f}")
    return int(off > 0)


if __name__ == "__main__":
    sys.exit(main())
