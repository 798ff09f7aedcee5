"""Look-ups among thresholds without a search: one gather a number, exact to the last bit.

Doubles from 0 on rise with their bit patterns. The leading bits of a pattern name a cell so narrow
that it holds one threshold at most; the bits behind say where in the cell a number lies. Each cell
keeps the thresholds before it and how far its own one is from its upper end, in one integer: adding
the trailing bits of a number carries over into the count exactly where the number is greater.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.integrals import Floats

MANTISSA = 52
COARSEST, FINEST = 4, 24  # bits of the mantissa that name a cell
BELOW = 8  # halvings of the first threshold that still have cells
Bits = NDArray[np.uint64]
Rows = NDArray[np.intp]
NOWHERE: Rows = np.empty(0, dtype=np.intp)


class Cells(NamedTuple):
    """Cells of 2^shift bit patterns each, from the pattern `origin` on."""

    origin: np.uint64
    reach: np.uint64  # patterns from the origin to the last threshold
    shift: np.uint64
    packed: Bits

    def count_below(self, numbers: Floats, counts: Bits, away: Bits, place: Bits) -> Rows:
        """Fill how many thresholds are less than each number; returns the rows to ask elsewhere.

        Those are all numbers that no cell holds: next to 0, below 0, above the last threshold, and
        what is no number. `away` and `place` are room for one value a number.
        """
        pattern = numbers.view(np.uint64)
        np.subtract(pattern, self.origin, out=away)
        np.right_shift(away, self.shift, out=place)
        self.packed.take(place.view(np.intp), out=counts, mode="clip")
        np.add(counts, away, out=counts)
        np.right_shift(counts, self.shift, out=counts)
        if away.max() <= self.reach:  # below the origin the difference wraps to something huge
            return NOWHERE
        beyond = away > self.reach
        beyond &= pattern != 0  # the number 0 is counted rightly, see `pack`
        return np.flatnonzero(beyond)


def pack(thresholds: Floats) -> Cells | None:
    """Cells for rising thresholds; None where two are too close to tell apart or one is endless."""
    above = thresholds[thresholds > 0]
    if not above.size or not np.isfinite(above[-1]):
        return None
    pattern = above.view(np.int64)
    bits = _bits_apart(pattern)
    if bits is None:
        return None
    shift = MANTISSA - bits
    first = (int(pattern[0]) >> shift) - (BELOW << bits)
    cell = (pattern >> shift) - first
    every = np.arange(int(cell[-1]) + 2)
    before = thresholds.size - above.size + np.searchsorted(cell, every)
    packed = (before - every) << shift  # the whole distance from the origin is added to it
    packed[cell] += ((cell + first + 1) << shift) - 1 - pattern
    origin = first << shift
    packed[-1] = origin  # for whatever lies outside the cells: its own pattern, 0 for the number 0
    return Cells(
        np.uint64(origin),
        np.uint64(int(pattern[-1]) - origin),
        np.uint64(shift),
        packed.view(np.uint64),
    )


def _bits_apart(pattern: NDArray[np.int64]) -> int | None:
    """Fewest leading bits that tell all thresholds apart."""
    for bits in range(COARSEST, FINEST + 1):
        if (np.diff(pattern >> (MANTISSA - bits)) > 0).all():
            return bits
    return None
