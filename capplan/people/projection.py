"""Projection: the people of thousands of groups at once, week by week, by matrix products.

A group is whatever is hired into and left as one: a site's queue, a skill, a country. Where the
share that leaves depends on tenure alone, the people of a week are a weighted sum of those who
were there at the start and of those hired since, so one matrix answers for every group with the
same curve. Years are taken one after another: who is left at the end of one is the stock of the
next, which spares the product with all the weeks before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from capplan.errors import argument_error

Array = NDArray[np.float64]
Rows = slice | NDArray[np.intp]

BLOCK_WEEKS = 52  # longer blocks multiply by more zeros, shorter ones move more stock
BLOCK_GROUPS = 1024  # people of a block stay in the processor's cache


class Projection(NamedTuple):
    """Groups x weeks: heads on Monday once the week's hires have come, and their output in FTE."""

    heads: Array
    effective_fte: Array


class Weights(NamedTuple):
    """What one person of each tenure at a block's start is worth, week by week of the block.

    Rows run from the longest tenure down to those who come in the block's last week.
    """

    heads: Array
    effective: Array
    kept: Array


def project(
    hires_heads: ArrayLike,
    stock_heads: ArrayLike,
    hazard_share: ArrayLike,
    proficiency_share: ArrayLike = 1.0,
    fte_per_head: ArrayLike = 1.0,
    curve_number: ArrayLike | None = None,
) -> Projection:
    """Heads and effective FTE of every group and week, if people leave as their tenure says.

    heads = hires @ W + stock @ M, where W holds the share of each week's hires still there by
    age, and M the same for people already there; effective FTE weighs each person with
    (1 - hazard / 2) x proficiency, as the week's leavers are there for half of it. Cohort model
    with constant hazards by tenure (Bartholomew, Forbes & McClean, 1991).

    Args:
        hires_heads: heads that come on each Monday, groups x weeks; one row for one group.
        stock_heads: heads at the start by completed weeks of tenure, groups x classes; the last
            class holds all with that tenure or more.
        hazard_share: share leaving in a week by tenure class, one row or a row a curve. Weeks of
            training are classes too, with the dropout as their hazard.
        proficiency_share: output by tenure class against a full agent, 0 in training.
        fte_per_head: contract hours over those of one FTE, one value or one a group.
        curve_number: which row of hazards and proficiency each group follows; all the first.

    Raises:
        PlanInputError: a shape does not fit, heads below 0, or a share outside 0 to 1.

    >>> p = project([10, 0, 0], [0, 100], [0.1, 0.01], [0.5, 1.0])
    >>> p.heads.round(4).tolist(), p.effective_fte.round(4).tolist()
    ([110.0, 108.0, 106.92], [104.25, 107.46, 106.3854])
    """
    hires, stock = _table("hires_heads", hires_heads), _table("stock_heads", stock_heads)
    hazard = _table("hazard_share", hazard_share, 1.0)
    proficiency = _numbers("proficiency_share", proficiency_share, 1.0)
    fte = _numbers("fte_per_head", fte_per_head)
    _fit("stock_heads", stock.shape, (len(hires), hazard.shape[1]), "groups x classes")
    _stretches("proficiency_share", proficiency.shape, hazard.shape, "curves x classes")
    _stretches("fte_per_head", fte.shape, (len(hires),), "groups")
    curves = _curves(curve_number, len(hires), len(hazard))
    proficiency = np.broadcast_to(proficiency, hazard.shape)
    if hazard.shape[1] == 1:  # two classes alike, so that one of them is not the last
        hazard, proficiency = np.repeat(hazard, 2, axis=1), np.repeat(proficiency, 2, axis=1)
        stock = np.pad(stock, ((0, 0), (0, 1)))
    found = Projection(np.empty(hires.shape), np.empty(hires.shape))
    for number, rows in _alike(curves):
        block = max(BLOCK_WEEKS, hazard.shape[1] - 1)
        one = weights(hazard[number], proficiency[number], block)
        _fill(found, hires, stock, one, rows)
    if (fte != 1).any():
        np.multiply(found.effective_fte, fte.reshape(-1, 1), out=found.effective_fte)
    single = np.ndim(hires_heads) == 1
    return Projection(found.heads[0], found.effective_fte[0]) if single else found


def weights(hazard_share: Array, proficiency_share: Array, block_weeks: int) -> Weights:
    """Heads and output that one person still stands for, by tenure now and week from now.

    >>> weights(np.array([0.2, 0.1]), np.array([0.5, 1.0]), 2).heads.round(4).tolist()
    [[1.0, 0.9], [1.0, 0.8], [0.0, 1.0]]
    """
    last = len(hazard_share) - 1
    tenure = np.arange(1 - block_weeks, last + block_weeks)
    here, at = tenure >= 0, np.clip(tenure, 0, last)

    def by_start(values: Array) -> Array:
        return np.lib.stride_tricks.sliding_window_view(values, block_weeks)[::-1]

    stay = np.multiply.accumulate(by_start(np.where(here, 1 - hazard_share[at], 1.0)), axis=1)
    heads = by_start(here.astype(float)).copy()
    heads[:, 1:] *= stay[:, :-1]
    worth = ((1 - hazard_share / 2) * proficiency_share)[at]
    return Weights(heads, heads * by_start(worth), stay[:, -1])


def _fill(found: Projection, hires: Array, stock: Array, one: Weights, rows: Rows) -> None:
    """Project the groups of these rows, block of weeks by block of weeks."""
    older, block = stock.shape[1] - 1, one.heads.shape[1]
    people = np.zeros((stock[rows].shape[0], older + block))
    people[:, :older] = stock[rows, :0:-1]
    known = 0  # weeks of hires that are known by their week, not by their tenure class
    for first in range(0, hires.shape[1], block):
        weeks = slice(first, min(first + block, hires.shape[1]))
        some = slice(0, older + weeks.stop - first)
        people[:, older - known : some.stop] = hires[rows, first - known : weeks.stop]
        if not first:
            people[:, older] += stock[rows, 0]
        for into, worth in ((found.heads, one.heads), (found.effective_fte, one.effective)):
            _multiply(people[:, some], worth[some, : weeks.stop - first], into, rows, weeks)
        people[:, 0] = people[:, : block + 1] @ one.kept[: block + 1]
        if not first:
            one, known = _later(one, older), older - 1


def _later(one: Weights, older: int) -> Weights:
    """Weights for all blocks after the first, where the last block's hires count as they came."""
    left = np.ones(len(one.kept))
    left[1:older] = one.kept[one.heads.shape[1] + 1 :]
    return Weights(one.heads * left[:, None], one.effective * left[:, None], one.kept * left)


def _multiply(people: Array, worth: Array, into: Array, rows: Rows, weeks: slice) -> None:
    if isinstance(rows, slice):
        np.matmul(people, worth, out=into[rows, weeks])
    else:
        into[rows, weeks] = people @ worth


def _alike(curves: NDArray[np.intp]) -> Iterator[tuple[int, Rows]]:
    """Groups of one curve, a block at a time; evenly spaced ones as a slice, without copies."""
    for number in np.unique(curves):
        members = np.flatnonzero(curves == number)
        for start in range(0, len(members), BLOCK_GROUPS):
            yield int(number), _evenly(members[start : start + BLOCK_GROUPS])


def _evenly(members: NDArray[np.intp]) -> Rows:
    steps = np.diff(members)
    if len(steps) and (steps != steps[0]).any():
        return members
    step = int(steps[0]) if len(steps) else 1
    return slice(int(members[0]), int(members[-1]) + 1, step)


def _curves(curve_number: ArrayLike | None, groups: int, curves: int) -> NDArray[np.intp]:
    if curve_number is None:
        if curves > 1:
            raise argument_error(
                "curve_number", "nothing", f"one number a group, 0 to {curves - 1}"
            )
        return np.zeros(groups, dtype=np.intp)
    given = np.asarray(curve_number)
    _fit("curve_number", given.shape, (groups,), "groups")
    if given.dtype.kind not in "iu" or given.min(initial=0) < 0 or given.max(initial=0) >= curves:
        raise argument_error("curve_number", _ends(given), f"whole numbers, 0 to {curves - 1}")
    return given.astype(np.intp)


def _table(name: str, given: ArrayLike, high: float = np.inf) -> Array:
    found = np.atleast_2d(_numbers(name, given, high))
    if found.ndim != 2 or not len(found):
        raise argument_error(name, f"shape {np.shape(given)}", "one row, or rows in a table")
    return found


def _numbers(name: str, given: ArrayLike, high: float = np.inf) -> Array:
    found = np.asarray(given, dtype=np.float64)
    if not (found.min(initial=0.0) >= 0 and found.max(initial=0.0) <= min(high, 1e300)):
        allowed = "0 or more" if high == np.inf else f"0 to {high:g}"
        raise argument_error(name, _ends(found), f"{allowed}, without gaps")
    return found


def _ends(found: NDArray[np.generic]) -> str:
    return f"{found.min()} to {found.max()}" if found.size else "nothing"


def _fit(name: str, found: tuple[int, ...], wanted: tuple[int, ...], what: str) -> None:
    if found != wanted:
        raise argument_error(name, f"shape {found}", f"shape {wanted}: {what}")


def _stretches(name: str, found: tuple[int, ...], wanted: tuple[int, ...], what: str) -> None:
    padded = (1,) * (len(wanted) - len(found)) + found
    if len(padded) != len(wanted) or any(
        have not in (1, want) for have, want in zip(padded, wanted, strict=True)
    ):
        raise argument_error(name, f"shape {found}", f"one value, or shape {wanted}: {what}")
