"""The layers of management: who leads whom, at which span, and where leaders come from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from capplan.errors import argument_error
from capplan.leaders.movement import arguments

FLOOR = "agent"
MOST_LAYERS = 10


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of leaders: the role it leads, its span with a band, and how people move.

    Spans are people led by one leader; inside the band nobody is added or saved. The internal
    share is the part of appointments filled from the role below. Bad values are refused by name.

    >>> Layer("manager", "supervisor", span=0)
    Traceback (most recent call last):
    capplan.errors.PlanInputError: argument manager_span: found 0; allowed 2 to 50 people; \
a blank typed as 0? type the people one leader leads, 12 say
    """

    name: str
    leads: str
    span: float = 6.0
    span_min: float = 5.0
    span_max: float = 8.0
    internal_share: float = 0.4
    annual_attrition_share: float = 0.18
    minimum_heads: float = 0.0

    def __post_init__(self) -> None:
        arguments.band(f"{self.name}_span", self.span_min, self.span, self.span_max)
        arguments.share(f"{self.name}_internal_share", self.internal_share)
        arguments.share(f"{self.name}_annual_attrition_share", self.annual_attrition_share, 5.0)
        arguments.number(f"{self.name}_minimum_heads", self.minimum_heads, 0, 10_000, "people")


STANDARD = (
    Layer("supervisor", FLOOR, 12.0, 9.0, 15.0, 0.7),
    Layer("manager", "supervisor", internal_share=0.5),
    Layer("director", "manager"),
    Layer("vp", "director"),
    Layer("svp", "vp"),
    Layer("head", "svp"),
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The chain of layers from the floor to the one head at the top.

    Every role but the head is led by exactly one layer. Once `head_at` or fewer leaders remain in
    a layer, the head leads them and the layers between stay empty; one team has a working lead.

    >>> Structure().names
    ('supervisor', 'manager', 'director', 'vp', 'svp', 'head')
    >>> Structure((Layer("supervisor", "agent"), Layer("manager", "manager")))
    Traceback (most recent call last):
    capplan.errors.PlanInputError: argument leads: found manager led by itself; allowed another \
role; did you mean supervisor?
    """

    layers: tuple[Layer, ...] = STANDARD
    head_at: float = 8.0
    bounded: bool = True  # False: the head leads whoever the layers leave, however many

    def __post_init__(self) -> None:
        arguments.number("head_at", self.head_at, 1, 50, "people")
        object.__setattr__(self, "layers", _chain(tuple(self.layers)))

    @property
    def names(self) -> tuple[str, ...]:
        """Roles from the bottom up."""
        return tuple(layer.name for layer in self.layers)

    @property
    def most_frontline_heads(self) -> float:
        """Frontline people these layers can lead with at most `head_at` leaders under the head."""
        most = self.head_at if self.bounded else math.inf
        for layer in self.layers[:-1]:
            most *= layer.span
        return most

    def index(self, name: str) -> int:
        """Where a role stands, 0 for the first layer above the floor.

        >>> Structure().index("director")
        2
        """
        if name not in self.names:
            raise argument_error("role", name, ", ".join(self.names), "misspelt?")
        return self.names.index(name)


def _chain(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers from the bottom up, when they form one chain."""
    if not 2 <= len(layers) <= MOST_LAYERS:
        hint = "at least supervisors and a head"
        raise argument_error("layers", len(layers), f"2 to {MOST_LAYERS} layers", hint)
    leader_of: dict[str, Layer] = {}
    names = [layer.name for layer in layers]
    for layer in layers:
        _check_leads(layer, names, leader_of)
        leader_of[layer.leads] = layer
    chain: list[Layer] = []
    role = FLOOR
    while role in leader_of:
        chain.append(leader_of[role])
        role = chain[-1].name
    missing = [name for name in names if name not in {layer.name for layer in chain}]
    if missing:
        unled = role if chain else FLOOR
        hint = f"{', '.join(missing)} cannot be reached from {FLOOR}; one layer must lead {unled}"
        raise argument_error("leads", f"nobody leads {unled}", "one leader for each role", hint)
    return tuple(chain)


def _check_leads(layer: Layer, names: list[str], leader_of: dict[str, Layer]) -> None:
    if names.count(layer.name) > 1 or layer.name == FLOOR:
        raise argument_error("layers", f"{layer.name} twice", "each role once", "rename one")
    if layer.leads == layer.name:
        place = names.index(layer.name)
        meant = names[place - 1] if place else FLOOR
        raise argument_error(
            "leads", f"{layer.name} led by itself", "another role", f"did you mean {meant}?"
        )
    if layer.leads != FLOOR and layer.leads not in names:
        known = ", ".join([FLOOR, *names])
        raise argument_error("leads", f"{layer.name} leads {layer.leads}", known, "misspelt?")
    if layer.leads in leader_of:
        both = f"{leader_of[layer.leads].name} and {layer.name} both lead {layer.leads}"
        raise argument_error("leads", both, "one layer for each role", "a role has one leader")
