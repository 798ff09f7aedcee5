"""The fast kernels against plain searches that evaluate every number of agents exactly."""

from __future__ import annotations

import numpy as np
import pytest

from capplan import erlang
from capplan.erlang import temme
from capplan.erlang.many.impatient import Impatient
from capplan.erlang.many.impatient_search import UNDECIDED, whole_agents
from capplan.erlang.many.integrals import inverse_by_quadrature
from capplan.erlang.many.inverse import inverse_blocking
from capplan.erlang.many.phone import PhoneRows
from capplan.erlang.many.requirement import least_whole, target_margin
from capplan.erlang.many.staffing import (
    CLOSE,
    LIGHT_SHARE,
    LIGHTEST_LOAD,
    MODERATE_LOAD,
    MODERATE_SHARE,
    _estimate,
)
from capplan.erlang.many.targets import TargetColumns
from capplan.erlang.one.closed_form import inverse_above_load
from capplan.erlang.one.integrals import inverse_blocking as one_inverse
from capplan.erlang.one.staffing import CLOSE as SCALAR_CLOSE
from capplan.erlang.one.staffing import start
from capplan.erlang.one.staffing import whole_agents as one_agents

Floats = np.ndarray


def draw(rows: int, seed: int) -> tuple[np.random.Generator, Floats, Floats, Floats]:
    """Loads from a hundredth to 90,000 erlangs, handling times and times to answer."""
    random = np.random.default_rng(seed)
    load = np.exp(random.uniform(np.log(0.01), np.log(90_000), rows))
    aht = np.exp(random.uniform(np.log(20), np.log(3000), rows))
    within = np.where(random.random(rows) < 0.15, 0, np.exp(random.uniform(0, 7.6, rows)))
    return random, load, aht, within


def by_search(rows: PhoneRows, targets: TargetColumns, names: tuple[str, ...]) -> Floats:
    """Least agents for the named targets by bisection on exact performance."""
    need = np.ones(rows.load.shape)
    for name in names:
        on = np.flatnonzero(targets.asked(name))
        need[on] = np.maximum(need[on], _search(name, rows.pick(on), targets.pick(on)))
    return need


def _search(name: str, rows: PhoneRows, targets: TargetColumns) -> Floats:
    excess = target_margin(name, rows, targets)
    least = np.where(rows.endless, np.floor(rows.load + 1e-9) + 1, 1.0)
    return least_whole(lambda n, some: excess(n, some) >= 0, least, rows.load)


@pytest.mark.parametrize(
    "definition", ["excl_short", "offered", "incl_short", "answered", "virtual"]
)
def test_patience_kernel(definition: str) -> None:
    """Erlang A over four decades of patience and all targets: no row differs from the search."""
    random, load, aht, within = draw(1200, 11)
    size = load.size
    patience = np.exp(random.uniform(np.log(3), np.log(36_000), size))
    level = random.choice([0, 0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999], size)
    share = random.choice([np.inf, 0.3, 0.1, 0.05, 0.02, 0.005], size)
    cap = random.choice([np.inf, 1, 0.95, 0.88, 0.7], size)
    targets = TargetColumns(level, cap, np.full(size, np.inf), share, definition)
    with np.errstate(all="ignore"):
        asked = Impatient(load, patience / aht, within / patience, level, share, cap)
        quick = whole_agents(asked, definition)
        rows = PhoneRows(load, aht, within, patience)
        need = by_search(rows, targets, ("service_level", "abandon", "occupancy"))
    known = quick != UNDECIDED
    assert known.mean() > 0.9
    assert np.array_equal(quick[known], need[known])


def test_endless_kernel() -> None:
    """Erlang C with an occupancy cap: no row differs from the search, nor from plain Python."""
    random, load, aht, within = draw(4000, 12)
    size = load.size
    level = random.choice([0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999], size)
    cap = random.choice([np.inf, 0.98, 0.9, 0.7, 0.3], size)
    need = erlang.agents(load, aht, level, within, aht, None, np.where(cap > 1, np.nan, cap))
    off = np.full(size, np.inf)
    rows = PhoneRows(load * aht / aht, aht, within, off)
    with np.errstate(all="ignore"):
        found = by_search(rows, TargetColumns(level, off, off, off), ("service_level",))
    wanted = np.maximum(found, np.ceil(rows.load / cap - 1e-9))
    assert np.array_equal(need, wanted)
    for row in range(0, size, 5):
        late = 1 - level[row] + 1e-12
        got = one_agents(float(rows.load[row]), float(within[row] / aht[row]), late, cap[row])
        assert got == need[row]


def test_the_start_is_as_close_as_the_kernel_assumes() -> None:
    """Where the kernel trusts its start, the start is off by less than half of what it allows."""
    random = np.random.default_rng(13)
    size = 20_000
    load = np.exp(random.uniform(np.log(LIGHTEST_LOAD), np.log(MODERATE_LOAD), size))
    least = np.maximum(MODERATE_SHARE, LIGHT_SHARE / load)
    late = least * np.exp(random.uniform(0, 1, size) * np.log(0.97 / least))
    tau = np.where(random.random(size) < 0.1, 0, np.exp(random.uniform(-9, 2, size)))
    with np.errstate(all="ignore"):
        real = _estimate(load, tau.copy(), late)
        low, high = load + 1e-9, load + 12 * np.sqrt(load) + 12
        for _ in range(50):
            n = (low + high) / 2
            wait = n / ((n - load) * inverse_blocking(n, load) + load)
            fails = wait * np.exp(-(n - load) * tau) > late
            low, high = np.where(fails, n, low), np.where(fails, high, n)
    assert np.abs(real - high).max() < CLOSE / 2
    rough = [start(float(a), float(t), float(q)) for a, t, q in zip(load, tau, late, strict=True)]
    short = (high - np.array(rough)) / np.sqrt(load)
    assert short.max() < SCALAR_CLOSE / 2
    assert short.min() > -0.2


def test_both_closed_forms_equal_the_integral() -> None:
    """The expansion and the quadrature agree to 1e-11 wherever either may be used."""
    random = np.random.default_rng(14)
    agents = np.exp(random.uniform(np.log(30), np.log(120_000), 4000))
    load = agents * random.uniform(0.4, 1.0, agents.size)
    with np.errstate(all="ignore"):
        exact = inverse_by_quadrature(agents, load)
        fits = exact < 1e290
        quick = inverse_blocking(agents, load)
    assert np.abs(quick[fits] / exact[fits] - 1).max() < 1e-11
    for n, a in zip(agents[:200], load[:200], strict=True):
        if one_inverse(float(n), float(a)) < 1e290:
            assert inverse_above_load(float(n), float(a)) == pytest.approx(
                one_inverse(float(n), float(a)), rel=1e-11
            )


def test_written_out_constants_are_those_of_the_table() -> None:
    """The plain Python expansion carries the constants of the table, digit for digit."""
    from pathlib import Path

    from capplan.erlang.one import closed_form as scalar_closed_form

    source = Path(str(scalar_closed_form.__file__)).read_text(encoding="utf-8")
    parts = ((temme.C0, 10), (temme.C1, 8), (temme.C2, 6), (temme.C3, 4), (temme.C4, 2))
    for powers, count in (*parts, (temme.GAMMA, 6)):
        for value in powers[:count]:
            assert repr(abs(value)) in source
