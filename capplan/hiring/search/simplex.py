"""Prices of needs: a small dual simplex for covering problems, in numpy alone.

minimise cost @ x with effect @ x >= need, 0 <= x <= most; costs and effects are not negative, so
hiring nobody is the start of the dual simplex (Lemke, 1954). It may stop at any time: the prices
are then still a lower bound, only a weaker one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TINY = 1e-9


class Prices(NamedTuple):
    """What a unit of each need costs, what each start costs beyond that, and the starts' limits.

    cost - effect.T @ need_price = start_price - limit_price, all three not negative.
    """

    starts: Array
    need_price: Array
    start_price: Array
    limit_price: Array


def covering_prices(cost: Array, effect: Array, need: Array, most: Array) -> Prices:
    """The linear program's starts and prices; `effect` is needs x starts.

    >>> found = covering_prices(np.array([3.0, 2.0]), np.array([[1.0, 0.5]]), np.array([4.0]),
    ...                         np.array([9.0, 9.0]))
    >>> found.starts.tolist(), found.need_price.tolist()
    ([4.0, 0.0], [3.0])
    """
    needs, starts = effect.shape
    # each row: a basic variable as its value and its slope in every variable outside the basis;
    # variables: starts 0.., needs met starts.., room to the limit starts + needs..
    table = np.hstack([-need[:, None], effect]).astype(float)
    outside, inside = np.arange(starts), starts + np.arange(needs)
    price = np.array(cost, dtype=float)
    limited = np.zeros(starts, dtype=bool)
    for _ in range(20 * (needs + starts) + 50):
        row = int(np.argmin(table[:, 0])) if len(table) else 0
        if not len(table) or table[row, 0] >= -TINY:
            table, inside, more = _with_limits(table, inside, most, limited, starts + needs)
            if not more:
                break
            continue
        ahead = table[row, 1:] > TINY
        if not ahead.any():
            break
        ratio = np.full(starts, np.inf)
        ratio[ahead] = price[ahead] / table[row, 1:][ahead]
        _pivot(table, price, inside, outside, row, int(np.argmin(ratio)))
    return _read(table, price, inside, outside, needs, starts)


def _with_limits(
    table: Array, inside: NDArray[np.int64], most: Array, limited: NDArray[np.bool_], first: int
) -> tuple[Array, NDArray[np.int64], bool]:
    """The table with a row more for each start above its limit."""
    over = [
        (row, int(name))
        for row, name in enumerate(inside)
        if name < len(most) and not limited[name] and table[row, 0] > most[name] + TINY
    ]
    if not over:
        return table, inside, False
    rows = []
    for row, name in over:
        room = -table[row]
        room[0] += most[name]
        rows.append(room)
        limited[name] = True
    names = np.array([first + name for _, name in over])
    return np.vstack([table, rows]), np.concatenate([inside, names]), True


def _pivot(
    table: Array,
    price: Array,
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
    row: int,
    column: int,
) -> None:
    """Swaps the basic variable of a row with the outside one of a column, in place."""
    slope = table[row, column + 1]
    new = -table[row] / slope
    new[column + 1] = 1.0 / slope
    step = table[:, column + 1].copy()
    table += step[:, None] * new
    table[:, column + 1] = step * new[column + 1]
    table[row] = new
    unit = price[column]
    price += unit * new[1:]
    price[column] = unit * new[column + 1]
    np.maximum(price, 0.0, out=price)
    inside[row], outside[column] = outside[column], inside[row]


def _read(
    table: Array,
    price: Array,
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
    needs: int,
    starts: int,
) -> Prices:
    found = np.zeros(starts)
    basic = inside < starts
    found[inside[basic]] = np.maximum(table[basic, 0], 0.0)
    every = np.zeros(2 * starts + needs)
    every[outside] = price
    return Prices(found, every[starts : starts + needs], every[:starts], every[starts + needs :])
