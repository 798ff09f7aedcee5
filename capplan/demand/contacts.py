"""Demand: from the forecast to the contacts that reach agents, and the work in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from capplan.errors import PlanInputError, argument_error
from capplan.inputs.assumptions import ALL_QUEUES, Event
from capplan.vocabulary import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_DENOMINATOR = 0.05  # beyond it, contacts would multiply twentyfold: an input slip


def event_factor(
    mondays: tuple[date, ...], queue_names: tuple[str, ...], events: tuple[Event, ...]
) -> Array:
    """Product of (1 + lift) of the week's events."""
    factor = np.ones((len(mondays), len(queue_names)))
    for event in events:
        factor[_touched(event, mondays, queue_names)] *= 1 + event.lift_share
    return factor


def event_contacts(
    mondays: tuple[date, ...], queue_names: tuple[str, ...], events: tuple[Event, ...]
) -> Array:
    """Sum of the contacts added by the week's events."""
    added = np.zeros((len(mondays), len(queue_names)))
    for event in events:
        added[_touched(event, mondays, queue_names)] += event.added_contacts
    return added


def _touched(
    event: Event, mondays: tuple[date, ...], queue_names: tuple[str, ...]
) -> tuple[NDArray[np.intp], ...]:
    weeks = [event.first_week <= monday <= event.last_week for monday in mondays]
    queues = [event.queue in (ALL_QUEUES, name) for name in queue_names]
    return np.nonzero(np.outer(weeks, queues))


def fresh_contacts(
    base_contacts: Array, event_factor: Array, event_contacts: Array, volume_change_share: float
) -> Array:
    """(forecast x event factor + added by events) x (1 + volume change).

    >>> float(fresh_contacts(np.array(20_000.0), np.array(1.08 * 1.03), np.array(500.0), 0.0))
    22748.0
    """
    fresh = (base_contacts * event_factor + event_contacts) * (1 + volume_change_share)
    if np.any(fresh < 0):
        raise argument_error(
            "added_contacts",
            f"{fresh.min():,.6g} contacts in a week",
            "0 or more contacts a week",
            "an event takes away more than there is",
        )
    return fresh


def deflection_share(selfservice_attempt_share: Array, containment_share: Array) -> Array:
    """Share of contacts that self-service settles: attempts x containment."""
    return selfservice_attempt_share * containment_share


def contacts(
    fresh_contacts: Array,
    deflection_share: Array,
    repeat_share: Array,
    redial_share: Array,
    max_abandon_share: Array,
) -> Array:
    """Fresh x (1 - deflection) / (1 - repeat x (1 - abandoned) - redial x abandoned).

    The abandonment is the target's; without one nobody is assumed to abandon. Retrials as in
    Aguir, Aksin, Karaesmen & Dallery (2008).
    """
    abandoned = np.nan_to_num(max_abandon_share)
    remaining = 1 - repeat_share * (1 - abandoned) - redial_share * abandoned
    if np.any(remaining <= LEAST_DENOMINATOR):
        raise argument_error(
            "repeat_share",
            f"{np.max(repeat_share):.4g}",
            "repeats and redials that leave a first contact in twenty",
            "each contact would come back almost for ever",
        )
    return fresh_contacts * (1 - deflection_share) / remaining


def planned_aht_s(
    aht_s: Array, deflection_share: Array, contained_aht_s: Array, aht_change_share: float
) -> Array:
    """(AHT - deflection x AHT of contained) / (1 - deflection) x (1 + AHT change).

    Self-service takes the easy contacts, so the rest gets longer:

    >>> float(planned_aht_s(np.array(360.0), np.array(0.22), np.array(210.0), 0.0).round(4))
    402.3077
    """
    contained = np.where(np.isnan(contained_aht_s), aht_s, contained_aht_s)
    remaining = (aht_s - deflection_share * contained) / (1 - deflection_share)
    if np.any(remaining < aht_s * (1 - 1e-12)):
        raise PlanInputError(
            argument_error(
                "contained_aht_s",
                f"{np.max(contained):g}",
                "at most the queue's AHT",
                "self-service settles the shorter contacts",
            ).issues
        )
    return remaining * (1 + aht_change_share)


def workload_h(contacts: Array, planned_aht_s: Array) -> Array:
    """Contacts x planned AHT / 3600.

    >>> float(workload_h(np.array(1500.0), np.array(300.0)))
    125.0
    """
    return contacts * planned_aht_s / SECONDS_PER_HOUR
