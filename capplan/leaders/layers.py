"""The layers of leaders, from the bottom up: one axis of every table about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FIRST, HEAD = "supervisor", "head"
UPPER = ("manager", "director", "vp", "svp")  # roles whose place in the chain is chosen
ROLES = (FIRST, *UPPER, HEAD)
LAYERS = ("supervisors", "managers", "directors", "vps", "svps", "service_heads")
# layer -> role of the movement
ROLE_OF = dict(zip(LAYERS, ROLES, strict=True))
SALARY_OF = {layer: f"{role}_salary_cost" for layer, role in ROLE_OF.items()}


def lines(name: str, layers: tuple[str, ...] = LAYERS) -> tuple[str, ...]:
    """One kind of line for every layer.

    >>> lines("posts_{}_heads")[:2]
    ('posts_supervisors_heads', 'posts_managers_heads')
    """
    return tuple(name.format(layer) for layer in layers)


def by_week(*layers: Array) -> Array:
    """A table, weeks x layers, of a line for every layer."""
    import numpy as np

    return np.stack(layers, axis=1)
