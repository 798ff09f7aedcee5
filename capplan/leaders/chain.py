"""Which role leads which: a company may do without a layer, and the next one leads those below.

Team leaders always lead agents and the head always leads the highest layer in use; in between
each layer of a plan leads the nearest role below it that there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.errors import Issue
from capplan.leaders.layers import FIRST, ROLES, UPPER
from capplan.leaders.spans import NONE
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.leaders.movement import Structure

    Array = NDArray[Any]

Place = Callable[[str, int | str], str]

LEADS = {role: f"{role}_leads" for role in UPPER}
GIVEN = ("opening", "coming")  # leaders that a planner types by layer
PEOPLE = dict(
    zip(
        (FIRST, *UPPER),
        ("team leaders", "managers", "directors", "vice presidents", "senior VPs"),
        strict=True,
    )
)


def roles_in_use(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The roles between the agents and the head that this company has, from the bottom up.

    >>> roles_in_use({"manager_leads": "none", "director_leads": "supervisor",
    ...               "vp_leads": "none", "svp_leads": "none"})
    ('supervisor', 'director')
    """
    return (FIRST, *(role for role in UPPER if values[LEADS[role]] != NONE))


def by_layer(
    table: Array, names: Sequence[str], layers: Sequence[str] = ROLES, nobody: Array | None = None
) -> list[Array]:
    """The columns of the roles in use, in a place for every layer; zeros where there is no role.

    >>> [one.tolist() for one in by_layer(np.array([[7.0, 1.0]]), ["manager", "head"], ROLES[1:])]
    [[7.0], [0.0], [0.0], [0.0], [1.0]]
    """
    none = np.zeros(len(table), dtype=table.dtype) if nobody is None else nobody
    return [table[:, names.index(role)] if role in names else none for role in layers]


def over_layers(table: Array, names: Sequence[str], nobody: Array | None = None) -> Array:
    """A table of the roles in use as one of all layers; zeros where there is no role.

    >>> over_layers(np.array([[7.0, 1.0]]), ["supervisor", "head"]).tolist()
    [[7.0, 0.0, 0.0, 0.0, 0.0, 1.0]]
    """
    return np.stack(by_layer(table, names, ROLES, nobody), axis=1)


def of_roles(every: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """What stands for every layer from the bottom up, for the roles in use only.

    >>> of_roles((1, 2, 3, 4, 5, 6), ["supervisor", "vp", "head"])
    [1, 4, 6]
    """
    return [one for role, one in zip(ROLES, every, strict=False) if role in names]


def chain_faults(values: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """A layer that leads itself, one above it, a role there is none of, or somebody else's."""
    for role, name in LEADS.items():
        led = values[name]
        if led in (*PEOPLE, NONE):  # any other text is told as a value of its own
            slip = _slip(role, values, place)
            if slip:
                found, hint = slip
                allowed = f"{_below(role, values)} or {NONE}"
                yield Issue(place(name, ""), term(name).label, f"{led}{found}", allowed, hint)


def unused_faults(values: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Leaders at the start, or on their way, of a layer that the company does without."""
    off = [role for role in UPPER if role not in roles_in_use(values)]
    for name, role in ((f"{when}_{one}s_heads", one) for when in GIVEN for one in off):
        if values[name]:
            hint = f"there are no {PEOPLE[role]}: {place(LEADS[role], '')} is {NONE}"
            found = f"{values[name]:g}"
            yield Issue(place(name, ""), term(name).label, found, "0 or blank", hint)


def too_many(structure: Structure, people_heads: float, span: str) -> Issue:
    """The layers cannot lead so many people: a span to widen, or else a layer to switch on."""
    there = f", with {people_heads:,.0f} agents on the floor"
    most = f"lead them; these lead up to {structure.most_frontline_heads:,.0f}"
    chain = structure.names
    off = [role for role in UPPER if role not in chain]
    if not off:
        found = f"{structure.layers[-1].span:g}{there}"
        return Issue(span, term(span).label, found, f"spans that {most}", "widen a span")
    at = ROLES.index
    role = next((one for one in off if at(one) > at(chain[-2])), off[0])
    below, above = ([one for one in chain[:-1] if (at(one) < at(role)) == low] for low in (1, 0))
    hint = f"switch {PEOPLE[role]} on, they lead {below[-1]}"
    hint += f" and {PEOPLE[above[0]]} lead {role}" if above else ""
    name = LEADS[role]
    allowed = f"layers that {most}"
    return Issue(name, term(name).label, f"{NONE}{there}", allowed, f"{hint}; or widen a span")


def _below(role: str, values: Mapping[str, Any]) -> str:
    """The nearest role below that the company has: the only one that this role can lead."""
    return [one for one in roles_in_use(values) if ROLES.index(one) < ROLES.index(role)][-1]


def _slip(role: str, values: Mapping[str, Any], place: Place) -> tuple[str, str] | None:
    """What is wrong with whom a role leads, and the likely slip; None where nothing is."""
    led, meant = values[LEADS[role]], _below(role, values)
    if led in (NONE, meant):
        return None
    mean = f"did you mean {meant}?"
    if led == role:
        return ", a layer that leads itself", mean
    if led not in roles_in_use(values):
        return f", but {place(LEADS[led], '')} says that there are none", mean
    if ROLES.index(led) > ROLES.index(role):
        loop = ", each leading the other" if values[LEADS[led]] == role else ", a higher layer"
        return loop, mean
    other = next((one for one in UPPER if one != role and values[LEADS[one]] == led), None)
    taken = f"{PEOPLE[other]} lead {led} already, {place(LEADS[other], '')}; " if other else ""
    return f", so that nobody leads {PEOPLE[meant]}", taken + mean
