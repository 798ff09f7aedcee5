"""Whole people: the one place where fractions become heads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GUARD = 1e-9  # a binary fraction this far above a whole number is that whole number


@overload
def round_up(number: float) -> int: ...
@overload
def round_up(number: NDArray[np.float64]) -> NDArray[np.float64]: ...
def round_up(number: float | NDArray[np.float64]) -> int | NDArray[np.float64]:
    """People needed to cover a fractional need: rounded up, safe against binary fractions.

    21 agents at 30 % shrinkage are 21 / 0.7 = 30.000000000000004 in binary: 30 people, not 31.
    Up to a million the guard is 1e-9, beyond it grows with the number, as binary spacing does.

    >>> round_up(21 / (1 - 0.30))
    30
    >>> round_up(29.2)
    30
    """
    if isinstance(number, (int, float)):
        return math.ceil(number - GUARD * max(1.0, abs(number) * 1e-6))
    import numpy as np

    return np.ceil(number - GUARD * np.maximum(1.0, np.abs(number) * 1e-6)) + 0.0
