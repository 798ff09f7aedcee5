"""A difference split over what changed: what each factor is worth, whatever the order.

A factor's part is what its change adds to the value, averaged over all orders in which the
factors could have changed (Shapley value; Shorrocks, 2013). The parts add up to the difference
exactly, no order is preferred, and a factor that changes nothing gets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import factorial, gcd
from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import argument_error

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

Moved = frozenset[str]
MOST_FULL = 10  # factors whose every order counts: 1,024 values


def shapley(
    factors: Sequence[str], value: Callable[[Moved], ArrayLike], most_full: int = MOST_FULL
) -> dict[str, Array]:
    """What each factor is worth: its part of the difference, averaged over the orders of change.

    `value` gives the value (or several side by side) once the named factors have changed. Up to
    `most_full` factors every order counts, 2^k values. With more, the orders are balanced: each
    factor stands equally often at each place and before each other one, so that what one factor
    does alone or two do together is still split exactly; only effects of three or more at once
    are approximate.

    More contacts and longer calls share the work that comes of both:

    >>> work = lambda moved: (110 if "contacts" in moved else 100) * (
    ...     330 if "aht" in moved else 300)
    >>> {name: float(part) for name, part in shapley(["contacts", "aht"], work).items()}
    {'contacts': 3150.0, 'aht': 3150.0}
    """
    ordered = sorted(_distinct(factors))  # sums do not depend on how the factors are listed
    seen: dict[Moved, Array] = {}

    def at(moved: Moved) -> Array:
        if moved not in seen:
            seen[moved] = np.asarray(value(moved), dtype=float)
        return seen[moved]

    split = _every_order if len(ordered) <= most_full else _balanced_orders
    parts = split(ordered, at)
    return {name: parts[name] for name in factors}


def one_order(order: Sequence[str], value: Callable[[Moved], ArrayLike]) -> dict[str, Array]:
    """What each factor adds when they change one after another in this order.

    Every part depends on the order; some finance departments prescribe one.

    >>> work = lambda moved: (110 if "contacts" in moved else 100) * (
    ...     330 if "aht" in moved else 300)
    >>> {name: float(part) for name, part in one_order(["contacts", "aht"], work).items()}
    {'contacts': 3000.0, 'aht': 3300.0}
    """
    parts, moved = {}, frozenset[str]()
    before = np.asarray(value(moved), dtype=float)
    for name in _distinct(order):
        moved = moved | {name}
        after = np.asarray(value(moved), dtype=float)
        parts[name], before = after - before, after
    return parts


def _distinct(factors: Sequence[str]) -> Sequence[str]:
    if len(set(factors)) < len(factors):
        raise argument_error("factors", ", ".join(factors), "each factor once")
    return factors


def _every_order(factors: list[str], at: Callable[[Moved], Array]) -> dict[str, Array]:
    """Each factor joins each set of others, weighted by how many orders do it just so."""
    count, parts = len(factors), {}
    for name in factors:
        others = [one for one in factors if one != name]
        parts[name] = np.zeros(())
        for size in range(count):
            orders = factorial(size) * factorial(count - size - 1)
            parts[name] = parts[name] + orders / factorial(count) * _sum(at, others, name, size)
    return parts


def _sum(at: Callable[[Moved], Array], others: list[str], name: str, size: int) -> Array:
    sets = (frozenset(one) for one in combinations(others, size))
    return np.asarray(sum(at(before | {name}) - at(before) for before in sets))


def _balanced_orders(factors: list[str], at: Callable[[Moved], Array]) -> dict[str, Array]:
    parts = {name: np.zeros(()) for name in factors}
    orders = list(_orders(factors))
    for order in orders:
        for name, part in one_order(order, at).items():
            parts[name] = parts[name] + part / len(orders)
    return parts


def _orders(factors: list[str]) -> Iterator[list[str]]:
    """Orders in which each factor is equally often at each place, and before each other one.

    They go round the alphabet in every step that reaches all factors, begun at each in turn.

    >>> list(_orders(["a", "b", "c"]))[:4]
    [['a', 'b', 'c'], ['b', 'c', 'a'], ['c', 'a', 'b'], ['a', 'c', 'b']]
    """
    count = len(factors)
    for step in range(1, max(count, 2)):
        if gcd(step, count) == 1:
            for start in range(count):
                yield [factors[(start + step * place) % count] for place in range(count)]


def balanced_orders(count: int) -> int:
    """How many orders stand in for all orders of so many factors.

    >>> balanced_orders(11), balanced_orders(12)
    (110, 48)
    """
    return sum(1 for _ in _orders([""] * count))
