"""How many leaders each layer needs, from one working lead to six layers, and the executives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.errors import argument_error
from capplan.leaders.movement import arguments
from capplan.leaders.movement.structure import Structure
from capplan.leaders.spans import executives
from capplan.staffing.rounding import round_up

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

READINGS = {"wide": "manager", "strict": "director"}
SENIOR = ("manager", "director", "vp", "svp", "head")
SMALL_TEAM, FULL_TEAM = (3.0, 0.70), (10.0, 0.30)  # people in the team, the lead's share


@dataclass(frozen=True, eq=False, slots=True)
class Pyramid:
    """Leaders by layer (last axis, bottom up) for each number of frontline people.

    `heads` at the target span, `least_heads` and `most_heads` at the ends of the band, and
    `span_people`, the people each of them then leads (0 where a layer is empty).
    """

    names: tuple[str, ...]
    heads: Array
    least_heads: Array
    most_heads: Array
    below_heads: Array

    @property
    def span_people(self) -> Array:
        """People below / leaders; 0 in an empty layer."""
        return np.divide(
            self.below_heads, self.heads, out=np.zeros_like(self.heads), where=self.heads > 0
        )

    @property
    def leaders_heads(self) -> Array:
        """Leaders of all layers."""
        return np.asarray(self.heads.sum(axis=-1))

    def rows(self) -> list[tuple[str, int, float]]:
        """Layer, heads and actual span of one size, empty layers left out.

        >>> pyramid(100).rows()
        [('supervisor', 9, 11.11111111111111), ('manager', 2, 4.5), ('head', 1, 2.0)]
        """
        filled = zip(self.names, self.heads.ravel(), self.span_people.ravel(), strict=True)
        return [(name, int(heads), float(span)) for name, heads, span in filled if heads > 0]


def pyramid(frontline_heads: ArrayLike, structure: Structure | None = None) -> Pyramid:
    """Leaders each layer needs to lead these frontline people, whole people.

    Supervisors: frontline / span, rounded up. Above them a layer is filled while more than
    `head_at` people remain below it; then one head leads them. One supervisor alone is a working
    lead and has no layer above.

    >>> pyramid([3, 500, 50_000]).heads.astype(int).tolist()
    [[1, 0, 0, 0, 0, 0], [42, 7, 0, 0, 0, 1], [4167, 695, 116, 20, 4, 1]]
    """
    chain = structure or Structure()
    floor = frontline(frontline_heads, chain)
    shape = (*floor.shape, len(chain.layers))
    heads, least, most, under = (np.zeros(shape) for _ in range(4))
    below = floor
    for place, layer in enumerate(chain.layers[:-1]):
        below = below * (below > chain.head_at) if place else below
        under[..., place] = below
        least[..., place] = round_up(below / layer.span_max)
        need = np.maximum(round_up(below / layer.span), layer.minimum_heads * (place == 0))
        heads[..., place] = need
        most[..., place] = np.maximum(np.floor(below / layer.span_min + 1e-9), need)
        below = need
    teams = heads[..., 0]
    heads[..., -1] = least[..., -1] = most[..., -1] = np.where(teams > 1, 1.0, 0.0)
    under[..., -1] = top_heads(heads[..., :-1]) * (teams > 1)
    return Pyramid(chain.names, heads, least, most, under)


def frontline(frontline_heads: ArrayLike, structure: Structure) -> Array:
    """The frontline as an array, when the layers can lead that many."""
    floor = arguments.people("frontline_heads", frontline_heads)
    most = structure.most_frontline_heads
    if (floor > most + 1e-6).any():
        hint = "add a layer, or widen the spans"
        found = f"{floor.max():,.0f}"
        allowed = f"up to {most:,.0f} with these layers"
        raise argument_error("frontline_heads", found, allowed, hint)
    return floor


def top_heads(heads: Array) -> Array:
    """People in the highest layer that has any, layers on the last axis."""
    top = np.zeros(heads.shape[:-1])
    for place in range(heads.shape[-1]):
        top = np.where(heads[..., place] > 0, heads[..., place], top)
    return top


class Overlay(NamedTuple):
    """Senior executives the ratio asks for, those the layers hold, and what is missing."""

    required_heads: Array
    senior_heads: Array
    shortfall_heads: Array


def executive_overlay(
    frontline_heads: ArrayLike,
    layers_heads: ArrayLike,
    names: tuple[str, ...],
    reading: str = "wide",
    frontline_per_executive: float = 100.0,
) -> Overlay:
    """Is there one senior executive for every 100 frontline people, and how many are missing?

    Required = frontline / ratio, rounded up, from one full ratio on. Wide reading: managers and
    above count; strict: directors and above; both whichever of them there are. `layers_heads` has
    the layers on its last axis.

    >>> built = pyramid(2000)
    >>> [int(x) for x in executive_overlay(2000, built.heads, built.names, "strict")]
    [20, 6, 14]
    """
    if reading not in READINGS:
        raise argument_error("reading", reading, "wide or strict", "wide counts managers too")
    ratio = arguments.number("frontline_per_executive", frontline_per_executive, 5, 1e4, "people")
    floor = arguments.people("frontline_heads", frontline_heads)
    heads = arguments.people("layers_heads", layers_heads)
    counted = [name for name in SENIOR[SENIOR.index(READINGS[reading]) :] if name in names]
    if not counted:
        known = ", ".join(names)
        raise argument_error("names", known, f"a layer {READINGS[reading]}", "rename the layer")
    senior = heads[..., names.index(counted[0]) :].sum(axis=-1)
    need = np.asarray(executives(floor, ratio), dtype=np.float64)
    return Overlay(need, np.asarray(senior), np.maximum(need - senior, 0.0))


def working_lead_share(team_heads: ArrayLike) -> Array:
    """Share of the working day that the lead of one small team takes contacts.

    70 % with 3 people, 30 % with 10, a straight line between and beyond until nothing is left;
    with fewer than 3 it stays at 70 %.

    >>> working_lead_share([3, 10, 2, 16]).round(3).tolist()
    [0.7, 0.3, 0.7, 0.0]
    """
    team = arguments.people("team_heads", team_heads)
    (small, high), (full, low) = SMALL_TEAM, FULL_TEAM
    line = high - (team - small) * (high - low) / (full - small)
    return np.clip(line, 0.0, high)
