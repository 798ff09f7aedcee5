"""What a plan is computed from: checked, complete, and unchangeable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np

from capplan.errors import check_keywords
from capplan.inputs.entries import Outsourcing, PlanRate, Site, WageStep, in_order, with_floats
from capplan.inputs.fiscal import fiscal_calendar
from capplan.inputs.periods import Calendar
from capplan.vocabulary import Term, term, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_QUEUES = 60
MOST_SCENARIOS = 12
MOST_CLASSES = 200
MOST_SOURCES = 40
MOST_MOVES = 200
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LIVE_CHANNELS = ("phone", "chat")
ALL_QUEUES = "All"
BASE = "Base"
ENGINE_STATUS = ("proposed", "optimised")  # classes that are the engine's, not the planner's
RAMP_WEEKS = 26  # floor weeks for which a proficiency can be given

# what a scenario changes on top of what the plan says: they have no row on Assumptions
PURE_DRIVERS = (
    "volume_change_share",
    "aht_change_share",
    "shrinkage_change_share",
    "service_level_change_share",
    "ramp_loss_change_share",
    "pay_change_share",
)
LATER_DRIVERS = PURE_DRIVERS[3:]  # below the rows that every earlier workbook has

# nesting at .45 and .55, then a straight line from .65 to 1 over eight weeks
DEFAULT_PROFICIENCY = (0.45, 0.55, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an assumption comes from: given by someone, assumed, or the default.

    `owner` answers for the value, `given_on` is the day it was given.
    """

    basis: str = "default"
    note: str = ""
    owner: str = ""
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changes the contacts of some weeks: a campaign, a holiday, an outage."""

    name: str
    queue: str
    first_week: date
    last_week: date
    lift_share: float = 0.0
    added_contacts: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """A training class: who starts when, and whose decision it is."""

    name: str
    queue: str
    start_week: date
    heads: float
    status: str = "planned"

    @property
    def proposed(self) -> bool:
        """Whether the engine put it there and may replace it."""
        return self.status in ENGINE_STATUS


@dataclass(frozen=True, slots=True)
class Source:
    """Where starters come from, and what one of them takes; None is the plan's own value."""

    name: str
    share: float
    acceptance_share: float | None = None
    no_show_share: float | None = None
    cost: float | None = None
    recruiter_h: float | None = None
    attrition_multiple: float = 1.0


SOURCE_NUMBERS = tuple(one.name for one in fields(Source) if one.name != "name")


@dataclass(frozen=True, slots=True)
class Move:
    """Tenured agents who change queue or role, go on leave, or leave on a date.

    `weeks` is the cross-training of a transfer or the time away of a leave; `return_share` who
    comes back from it. None is the plan's own value, for a transfer no weeks.
    """

    name: str
    kind: str
    queue: str
    week: date
    heads: float
    to_queue: str = ""
    weeks: float | None = None
    return_share: float | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of overrides on the plan's own assumptions; what is not named stays."""

    name: str
    overrides: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Assumptions:
    """Everything a plan is computed from.

    `values` holds every plan-wide term, defaults filled in; `queues` one array or tuple a
    queue term; `base_contacts` weeks x queues; `profile_share` queues x 7 weekdays x intervals,
    each queue summing to 1; `evidence` what an optimised hiring plan stood on; `locked` the
    inputs of a locked plan as they were when it was locked, `last` those of the version before.
    Build it with `make_assumptions`, which fills what is not given.
    """

    calendar: Calendar
    values: Mapping[str, Any]
    queues: Mapping[str, Any]
    base_contacts: NDArray[np.float64]
    profile_share: NDArray[np.float64]
    proficiency_share: NDArray[np.float64]
    events: tuple[Event, ...] = ()
    classes: tuple[TrainingClass, ...] = ()
    moves: tuple[Move, ...] = ()
    sources: tuple[Source, ...] = ()
    sites: tuple[Site, ...] = ()
    plan_rates: tuple[PlanRate, ...] = ()
    wage_steps: tuple[WageStep, ...] = ()
    outsourcing: tuple[Outsourcing, ...] = ()
    scenarios: tuple[Scenario, ...] = (Scenario(BASE),)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    evidence: Mapping[str, float | str] = field(default_factory=dict)
    locked: Assumptions | None = None
    last: Assumptions | None = None

    @property
    def queue_names(self) -> tuple[str, ...]:
        """The queues in plan order."""
        return tuple(self.queues["queue"])

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """The scenarios in plan order; the first is the base."""
        return tuple(scenario.name for scenario in self.scenarios)

    def queue_number(self, name: str) -> int:
        """Position of a queue, by name."""
        return self.queue_names.index(name)

    def in_scenario(self, name: str) -> Mapping[str, Any]:
        """The plan-wide values in force under a scenario."""
        for scenario in self.scenarios:
            if scenario.name == name:
                return {**self.values, **scenario.overrides}
        raise KeyError(name)

    def with_classes(
        self, classes: tuple[TrainingClass, ...], evidence: Mapping[str, float | str]
    ) -> Assumptions:
        """The same assumptions with another hiring plan and what speaks for it."""
        return replace(self, classes=classes, evidence=dict(evidence))


def scenario_terms() -> list[Term]:
    """The terms a scenario may override, in the order of the Scenarios sheet."""
    first = PURE_DRIVERS[: -len(LATER_DRIVERS)]
    rows = [row.name for row in terms("assumption") if row.scenario]
    rest = [name for name in rows if name not in PURE_DRIVERS]
    return [term(name) for name in (*first, *rest, *LATER_DRIVERS)]


def plan_defaults() -> dict[str, Any]:
    """The default of every plan-wide term; None where nothing is given."""
    return {row.name: row.default for row in terms("assumption", shape="plan")}


class Given(TypedDict, total=False):
    """What may be given beside queues and contacts, by keyword; each as in `Assumptions`."""

    values: Mapping[str, Any] | None
    profile_share: Any
    proficiency_share: Any
    events: tuple[Event, ...]
    classes: tuple[TrainingClass, ...]
    moves: tuple[Move, ...]
    sources: tuple[Source, ...]
    sites: tuple[Site, ...]
    plan_rates: tuple[PlanRate, ...]
    wage_steps: tuple[WageStep, ...]
    outsourcing: tuple[Outsourcing, ...]
    scenarios: tuple[Scenario, ...]
    origins: Mapping[str, Origin] | None
    evidence: Mapping[str, float | str] | None
    locked: Assumptions | None
    last: Assumptions | None


def make_assumptions(
    first_week: date,
    queues: Sequence[Mapping[str, Any]],
    base_contacts: Any,
    **given: Unpack[Given],
) -> Assumptions:
    """Assumptions from plain values: one mapping a queue, contacts weeks x queues.

    Whatever is left out takes the vocabulary's default; without a profile contacts spread
    evenly over Monday to Friday, 8:00 to 18:00.

    Args:
        first_week: The Monday on which the plan starts.
        queues: One mapping a queue, from term to value.
        base_contacts: Contacts by week and queue.
        **given: values, profile_share, proficiency_share, events, classes, moves, sources, sites,
            plan_rates, wage_steps, outsourcing, scenarios, origins, evidence, locked, last.

    Raises:
        TypeError: A keyword is none of these.

    >>> a = make_assumptions(date(2026, 1, 5), [{"queue": "Calls", "aht_s": 300}], [[1000], [1100]])
    >>> a.base_contacts.shape, a.values["annual_attrition_share"], a.queues["patience_s"]
    ((2, 1), 0.4, array([nan]))
    """
    check_keywords("make_assumptions", given, Given)
    contacts = frozen(np.asarray(base_contacts, dtype=float).reshape(-1, len(queues)))
    filled = {**plan_defaults(), **_floats(given.get("values") or {})}
    ramp, profile = given.get("proficiency_share"), given.get("profile_share")
    if ramp is None:
        ramp = DEFAULT_PROFICIENCY
    if profile is None:
        profile = even_profile(len(queues), int(filled["interval_min"]))
    return Assumptions(
        calendar=Calendar(first_week, len(contacts), fiscal_calendar(filled)),
        values=filled,
        queues=queue_columns(queues),
        base_contacts=contacts,
        profile_share=frozen(np.asarray(profile, dtype=float)),
        proficiency_share=frozen(np.asarray(ramp, dtype=float)),
        **_entries(given),
        origins=dict(given.get("origins") or {}),
        evidence=dict(given.get("evidence") or {}),
        locked=given.get("locked"),
        last=given.get("last"),
    )


def _entries(given: Given) -> dict[str, Any]:
    """The rows of every table of entries, with numbers as floats."""
    scenarios = tuple(
        Scenario(one.name, _floats(one.overrides)) for one in given.get("scenarios", ())
    )
    return {
        "events": tuple(given.get("events", ())),
        "classes": tuple(replace(one, heads=float(one.heads)) for one in given.get("classes", ())),
        "moves": tuple(_floats_of_move(one) for one in given.get("moves", ())),
        "sources": tuple(_floats_of_source(one) for one in given.get("sources", ())),
        "sites": tuple(with_floats(one) for one in given.get("sites", ())),
        "plan_rates": in_order(with_floats(one) for one in given.get("plan_rates", ())),
        "wage_steps": tuple(with_floats(one) for one in given.get("wage_steps", ())),
        "outsourcing": tuple(with_floats(one) for one in given.get("outsourcing", ())),
        "scenarios": with_base(scenarios),
    }


def _floats(values: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as floats: 2 typed and 2.0 read back are one value."""
    return {name: float(one) if isinstance(one, int) else one for name, one in values.items()}


def _floats_of_move(one: Move) -> Move:
    weeks = None if one.weeks is None else float(one.weeks)
    back = None if one.return_share is None else float(one.return_share)
    return replace(one, heads=float(one.heads), weeks=weeks, return_share=back)


def _floats_of_source(one: Source) -> Source:
    return replace(one, **_floats({name: getattr(one, name) for name in SOURCE_NUMBERS}))


def with_base(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """The scenarios with the base in front, which overrides nothing."""
    if scenarios and not scenarios[0].overrides:
        return scenarios
    return (Scenario(BASE), *scenarios)


def queue_columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One array (numbers, NaN for not given) or tuple (texts, "" for not given) a queue term."""
    columns: dict[str, Any] = {}
    for row in terms("assumption", shape="queue"):
        cells = [queue.get(row.name) for queue in rows]
        cells = [row.default if cell is None else cell for cell in cells]
        if row.unit == "text":
            columns[row.name] = tuple("" if cell is None else str(cell) for cell in cells)
        else:
            columns[row.name] = frozen(
                np.array([np.nan if cell is None else float(cell) for cell in cells])
            )
    return columns


def even_profile(queues: int, interval_min: int) -> NDArray[np.float64]:
    """An even spread over Monday to Friday, 8:00 to 18:00, for queues without a profile."""
    per_hour = 60 // interval_min
    profile = np.zeros((queues, len(WEEKDAYS), 24 * per_hour))
    profile[:, :5, 8 * per_hour : 18 * per_hour] = 1.0
    return np.asarray(profile / profile.sum(axis=(1, 2), keepdims=True))


def frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """The array as a float copy that nobody can change by accident."""
    copy = np.array(array, dtype=float)
    copy.setflags(write=False)
    return copy
