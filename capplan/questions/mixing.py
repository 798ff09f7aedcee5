"""Between two plans: the assumptions of one, with some factors taken from the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from math import isclose
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from capplan.hiring.proposals import none_is_worth_it
from capplan.inputs.assumptions import BASE, Scenario, frozen
from capplan.questions.cost_sides import with_rates_of
from capplan.questions.factors import CURRENCY, FACTORS, MIX, NAMES_ONLY, OTHER, VOLUME, factor_of
from capplan.steps.recall import Recall

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions
    from capplan.questions.shapley import Moved

    Array = NDArray[np.float64]

IN_FORCE = "in force"
# fields that are taken apart term by term, or that no result is made from
_APART = (
    "calendar",
    "values",
    "queues",
    "base_contacts",
    "scenarios",
    "origins",
    "evidence",
    "locked",
    "last",
)
# what is told by week moves with the calendar where the weeks are not the same
_BY_WEEK = ("events", "classes", "moves")
PEOPLE_AND_WORK = ("opening_agents_heads", "opening_backlog_h")  # of a queue that is not there: 0
NEARLY = 1e-9  # shares that differ less are what multiplying and dividing left
ROUNDED_OFF = 1e-12  # programs save 15 digits or more


@dataclass(frozen=True)
class Side:
    """One of the two plans: its assumptions and the scenario that counts."""

    given: Assumptions
    scenario: str

    @property
    def overrides(self) -> Mapping[str, float]:
        """What the scenario changes in the plan's own values."""
        return next(one.overrides for one in self.given.scenarios if one.name == self.scenario)


class Between:
    """All plans between two: each factor that differs is the old plan's or the new one's."""

    def __init__(self, old: Side, new: Side, exchange_moves: bool = False) -> None:
        names = merged(old.given.queue_names, new.given.queue_names)
        first, second = (
            with_rates_of(with_queues(planners_own(side.given), names, other.given), other.given)
            for side, other in ((old, new), (new, old))
        )
        self.sides = (replace(old, given=first), replace(new, given=snapped(second, first)))
        self.same_weeks = old.given.calendar.mondays == new.given.calendar.mondays
        if self.same_weeks:
            self._levels = _levels(*(side.given.base_contacts for side in self.sides))
        found = dict.fromkeys(self._differing())
        if exchange_moves:
            found[CURRENCY] = None
        self.factors: tuple[str, ...] = tuple(name for name in FACTORS if name in found)

    def _differing(self) -> Iterator[str]:
        """The factors of everything that is not the same on both sides."""
        yield from self._contacts_differ() if self.same_weeks else [OTHER]
        old, new = self.sides
        pairs = [
            (self._factor_of_part(name), getattr(old.given, name), getattr(new.given, name))
            for name in self._parts()
        ]
        for name in _drivers(old.given.values, new.given.values):
            # what is in force, and what the hiring plan is made for
            first, second = (
                (_in_force(one, name), one.given.values.get(name)) for one in (old, new)
            )
            pairs.append((factor_of(name), first, second))
        pairs += [
            (factor_of(name), old.given.queues[name], new.given.queues[name])
            for name in _drivers(old.given.queues)
        ]
        same = Recall().same
        yield from (factor for factor, one, other in pairs if not same(one, other))

    def _contacts_differ(self) -> Iterator[str]:
        old, new = self._levels
        mix = not np.allclose(old.share, new.share, rtol=NEARLY, atol=NEARLY)
        if mix:
            yield MIX
        one, other = (side.given.base_contacts for side in self.sides)
        if not np.allclose(old.total, new.total, rtol=NEARLY, atol=0) or (
            not mix and not np.array_equal(one, other)
        ):
            yield VOLUME

    def _parts(self) -> list[str]:
        return [one.name for one in fields(self.sides[0].given) if one.name not in _APART]

    def _factor_of_part(self, name: str) -> str:
        return OTHER if name in _BY_WEEK and not self.same_weeks else factor_of(name)

    def mixed(self, moved: Moved) -> Assumptions:
        """The plan in which these factors are the new plan's and all others the old one's.

        Its base is the base of both, its second scenario what is in force.
        """

        def of(name: str) -> Side:
            return self.sides[factor_of(name) in moved]

        old, new = (one.given for one in self.sides)
        parts = {
            name: getattr(self.sides[self._factor_of_part(name) in moved].given, name)
            for name in self._parts()
        }
        changed = dict.fromkeys(name for one in self.sides for name in one.overrides)
        overrides = {name: _in_force(of(name), name) for name in changed}
        return replace(
            old,
            **parts,
            calendar=self.sides[OTHER in moved].given.calendar,
            values={name: of(name).given.values.get(name) for name in {**old.values, **new.values}},
            queues={name: of(name).given.queues[name] for name in old.queues},
            base_contacts=self._contacts(moved),
            scenarios=(Scenario(BASE), Scenario(IN_FORCE, overrides)),
        )

    def _contacts(self, moved: Moved) -> Array:
        """Totals of the week by the volume's side, shares of the queues by the mix's."""
        if not self.same_weeks:
            return self.sides[OTHER in moved].given.base_contacts
        volume, mix = VOLUME in moved, MIX in moved
        if volume == mix or MIX not in self.factors:
            return self.sides[volume].given.base_contacts
        return frozen(self._levels[volume].total * self._levels[mix].share)


class _Level(NamedTuple):
    """The week's contacts of all queues, and each queue's share of them."""

    total: Array
    share: Array


def _levels(*contacts: Array) -> list[_Level]:
    """A week without contacts has no mix of its own and takes that of the other plan."""
    totals = [one.sum(axis=1, keepdims=True) for one in contacts]
    shares = [
        np.divide(one, total, out=np.zeros_like(one), where=total > 0)
        for one, total in zip(contacts, totals, strict=True)
    ]
    return [
        _Level(total, np.where(total > 0, share, other))
        for total, share, other in zip(totals, shares, shares[::-1], strict=True)
    ]


def _drivers(*tables: Mapping[str, Any]) -> list[str]:
    """The terms of the tables that a result may be made from."""
    names = dict.fromkeys(name for table in tables for name in table)
    return [name for name in names if name not in NAMES_ONLY]


def _in_force(side: Side, name: str) -> Any:
    return side.overrides.get(name, side.given.values.get(name))


def snapped(given: Assumptions, other: Assumptions) -> Assumptions:
    """The plan with the other's numbers where they differ by what saving a file rounds off.

    >>> float(_snapped(402.307692307692, 402.30769230769232))
    402.3076923076923
    """
    arrays = {
        name: _snapped(getattr(given, name), getattr(other, name), NEARLY)
        for name in ("base_contacts", "profile_share", "proficiency_share")
    }
    values = {name: _snapped(one, other.values.get(name)) for name, one in given.values.items()}
    queues = {name: _snapped(one, other.queues[name]) for name, one in given.queues.items()}
    return replace(given, **arrays, values=values, queues=queues)


def _snapped(value: Any, other: Any, nearly: float = ROUNDED_OFF) -> Any:
    if isinstance(value, float) and isinstance(other, float):
        return other if isclose(value, other, rel_tol=nearly) else value
    if not isinstance(value, np.ndarray) or value.shape != np.shape(other):
        return value
    return frozen(np.where(np.isclose(value, other, rtol=nearly, atol=0), other, value))


def planners_own(given: Assumptions) -> Assumptions:
    """The assumptions without the classes that every run proposes anew.

    Where the optimiser has found that no class is worth its cost, none is proposed.
    """
    kept = tuple(one for one in given.classes if one.status != "proposed")
    none = {"propose_classes": "no"} if none_is_worth_it(given) else {}
    return replace(given, classes=kept, values={**given.values, **none})


# queues that only one of the plans has


def merged(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """All names of both lists, in the order of the old one, new ones where they stand in theirs.

    >>> merged(("a", "c"), ("a", "b", "c", "d"))
    ('a', 'b', 'c', 'd')
    """
    names = list(old)
    for place, name in enumerate(new):
        if name not in names:
            before = next((one for one in reversed(new[:place]) if one in names), None)
            names.insert(0 if before is None else names.index(before) + 1, name)
    return tuple(names)


def with_queues(given: Assumptions, names: Sequence[str], other: Assumptions) -> Assumptions:
    """The plan with these queues; one it does not have is the other plan's, empty.

    A queue without contacts, people and backlog needs nobody and costs nothing.
    """
    if tuple(names) == given.queue_names:
        return given
    places = {name: number for number, name in enumerate(given.queue_names)}

    def gathered(own: Any, empty: Callable[[str], Any]) -> list[Any]:
        return [own[places[name]] if name in places else empty(name) for name in names]

    columns = {
        term: _alike(gathered(column, partial(_empty, other, term)), column)
        for term, column in given.queues.items()
    }
    nothing = np.zeros(len(given.base_contacts))
    contacts = np.stack(gathered(given.base_contacts.T, lambda name: nothing), axis=1)
    profiles = np.stack(gathered(given.profile_share, partial(_profile, other, given)))
    return replace(
        given, queues=columns, base_contacts=frozen(contacts), profile_share=frozen(profiles)
    )


def _alike(cells: list[Any], column: Any) -> Any:
    return tuple(cells) if isinstance(column, tuple) else frozen(np.array(cells))


def _empty(other: Assumptions, term: str, name: str) -> Any:
    return 0.0 if term in PEOPLE_AND_WORK else other.queues[term][other.queue_number(name)]


def _profile(other: Assumptions, given: Assumptions, name: str) -> Array:
    """The other plan's profile of the queue, or an even one where its intervals do not fit."""
    theirs = other.profile_share[other.queue_number(name)]
    shape = given.profile_share.shape[1:]
    return np.asarray(theirs if theirs.shape == shape else np.full(shape, 1 / np.prod(shape)))
