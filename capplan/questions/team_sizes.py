"""How large the teams are at the plan's end: leaders of each layer by the people they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from capplan.leaders.chain import LEADS
from capplan.leaders.layers import LAYERS, ROLE_OF
from capplan.leaders.movement import span_distribution

LAYER_OF = {role: layer for layer, role in ROLE_OF.items()}


class TeamSizes(NamedTuple):
    """One layer's teams, as even as whole people allow.

    `small` is the smaller team, `larger` the teams with one more; `by_size` counts leaders in
    the order of `SPAN_BINS`.
    """

    leaders_heads: float
    small_people: float
    larger_heads: float
    by_size: tuple[float, ...]


def team_sizes(known: Mapping[str, Any]) -> dict[str, TeamSizes]:
    """Teams of each layer in the last week of a scenario.

    >>> from datetime import date
    >>> from capplan.inputs.assumptions import make_assumptions
    >>> from capplan.plan import make_plan
    >>> calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 30}
    >>> plan = make_plan(make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 4))
    >>> found = team_sizes(plan.runs["Base"])["supervisors"]
    >>> found.leaders_heads, found.small_people, found.larger_heads
    (3.0, 9.0, 2.0)
    """
    return {layer: _sizes(known, layer) for layer in LAYERS}


def _sizes(known: Mapping[str, Any], layer: str) -> TeamSizes:
    people, heads = _people_below(known, layer), float(known[f"{layer}_heads"][-1])
    whole = float(int(people + 0.5))
    small = float(int(whole / max(heads, 1.0)))
    larger = whole - small * heads if heads > 0 else 0.0
    return TeamSizes(heads, small, larger, tuple(span_distribution(people, heads).tolist()))


def _people_below(known: Mapping[str, Any], layer: str) -> float:
    """People that a layer leads in the last week."""
    if layer == LAYERS[0]:
        return float(known["floor_heads"][-1])
    if layer == LAYERS[-1]:
        heads = [float(known[f"{one}_heads"][-1]) for one in LAYERS[:-1]]
        filled = [one for one in heads if one > 0]
        return filled[-1] if heads[0] > 1 else 0.0
    led = known[LEADS[ROLE_OF[layer]]]
    under = float(known[f"{LAYER_OF[led]}_heads"][-1]) if led in LAYER_OF else 0.0
    return under if under > known["head_at"] else 0.0
