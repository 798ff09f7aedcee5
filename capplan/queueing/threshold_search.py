"""The most contacts that given agents carry within each target, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from capplan.queueing.array_chat import ChatRows
from capplan.queueing.array_impatient import slack
from capplan.queueing.array_impatient_search import lowest
from capplan.queueing.array_integrals import Floats, Mask
from capplan.queueing.array_phone import PhoneRows, impatient_rows
from capplan.queueing.array_roots import Rows, largest, to_the_last_bit
from capplan.queueing.array_targets import Lines, TargetColumns, margin
from capplan.queueing.array_waits import service_level
from capplan.queueing.scalar_targets import GUARD, NAMES, SLACK
from capplan.queueing.uncertain import volume_points


@dataclass(frozen=True, slots=True)
class Setting:
    """Parameters of a table: checked single numbers."""

    aht_s: float
    service_level_share: float
    answer_within_s: float
    interval_s: float
    patience_s: float
    max_occupancy_share: float
    max_asa_s: float
    max_abandon_share: float
    max_concurrency: float
    aht_inflation_share: float
    min_positions: float
    cv: float
    definition: str = "excl_short"

    def lines(self, contacts: Floats) -> Lines:
        """Queues of this setting under these contacts."""
        if self.max_concurrency == 1:
            return self.phone(contacts)
        return ChatRows(
            contacts / self.interval_s,
            *_columns(
                contacts,
                self.aht_s,
                self.max_concurrency,
                self.aht_inflation_share,
                self.answer_within_s,
                self.patience_s,
            ),
        )

    def phone(self, contacts: Floats) -> PhoneRows:
        """The same where one contact is handled at a time."""
        load = contacts * self.aht_s / self.interval_s
        return PhoneRows(
            load, *_columns(contacts, self.aht_s, self.answer_within_s, self.patience_s)
        )

    def targets(self, size: int) -> TargetColumns:
        """The targets, one column entry a row."""
        limits = (
            self.service_level_share,
            self.max_occupancy_share,
            self.max_asa_s,
            self.max_abandon_share,
        )
        level, occupancy, asa_s, abandoned = (np.full(size, limit) for limit in limits)
        return TargetColumns(level, occupancy, asa_s, abandoned, self.definition)

    def asked(self, name: str) -> bool:
        """Whether a target, or the bound that agents must exceed the load, is in force."""
        endless = bool(np.isinf(self.patience_s))
        if name == "stability":
            return endless
        if name == "abandon" and endless:
            return False
        return bool(self.targets(1).asked(name)[0])

    @property
    def spread(self) -> bool:
        """Whether the service level is a mean over uncertain volumes."""
        return self.cv > 0 and self.service_level_share > 0

    def mean_level(self, agents: Floats, contacts: Floats) -> Floats:
        """Service level over the volumes that may come, as `uncertain_service_level` has it."""
        seen = np.zeros(contacts.shape)
        for multiple, share in volume_points(self.cv):
            busy = self.lines(contacts * multiple)
            seen += share * service_level(busy.see(agents), self.definition)
        return seen


def _columns(like: Floats, *values: float) -> list[Floats]:
    return [np.broadcast_to(np.float64(value), like.shape) for value in values]


def carried(setting: Setting, agents: Floats) -> dict[str, Floats]:
    """Thresholds of every target in force, one for each number of agents."""
    names = [name for name in NAMES[:-1] if setting.asked(name)]
    together = [name for name in names if _closed(setting, name)]
    most = {name: _alone(setting, name, agents) for name in names if name not in together}
    if together:
        columns = _together(setting, together, agents)
        most |= dict(zip(together, columns, strict=True))
    return {name: np.maximum.accumulate(values) for name, values in most.items()}


def _closed(setting: Setting, name: str) -> bool:
    """Whether the closed form of Erlang A decides on this target."""
    if setting.max_concurrency > 1 or np.isinf(setting.patience_s):
        return False
    return name in ("abandon", "occupancy") or (name == "service_level" and not setting.spread)


def _together(setting: Setting, names: Sequence[str], agents: Floats) -> Floats:
    """All targets of the closed form in one search: a call costs more than its rows."""
    every = np.tile(agents, len(names))
    only = [setting.targets(agents.size).only(name) for name in names]
    level, occupancy, asa_s, abandoned = (
        np.concatenate(column) for column in zip(*(part[:4] for part in only), strict=True)
    )
    targets = TargetColumns(level, occupancy, asa_s, abandoned, setting.definition)

    def excess(contacts: Floats, rows: Rows) -> Floats:
        wanted, some = targets.pick(rows), every[rows]
        asked = impatient_rows(setting.phone(contacts), wanted)
        least = lowest(asked)
        met = slack(np.maximum(some, least), asked, setting.definition)
        # where the search for agents would leave the closed form too
        beyond = ((least > 1) & (some - 1 <= least)) | (contacts == 0)
        for number, name in enumerate(names):
            far = np.flatnonzero(beyond & (rows // agents.size == number))
            if far.size:
                others = setting.lines(contacts[far])
                met[far] = _margin(name, wanted.pick(far), some[far], others)
        return met

    return largest(excess, every / _full(setting), fine=True).reshape(len(names), -1)


def _alone(setting: Setting, name: str, agents: Floats) -> Floats:
    targets = setting.targets(agents.size)
    uncertain = setting.spread and name == "service_level"

    def excess(contacts: Floats, rows: Rows) -> Floats:
        if uncertain:
            level = setting.mean_level(agents[rows], contacts)
            return level - (setting.service_level_share - SLACK)
        return _margin(name, targets.pick(rows), agents[rows], setting.lines(contacts))

    def met(contacts: Floats, rows: Rows) -> Mask:
        return excess(contacts, rows) >= 0

    def enough(contacts: Floats, rows: Rows) -> Mask:
        only = targets.pick(rows).only(name)
        return np.asarray(setting.lines(contacts).quick_agents(only) <= agents[rows])

    phone = setting.max_concurrency == 1 and name in ("service_level", "occupancy")
    holds = enough if phone and not uncertain else met
    guess = agents / _full(setting)
    if np.isinf(setting.patience_s) and name in ("stability", "occupancy"):
        cap = setting.max_occupancy_share if name == "occupancy" else 1.0
        return to_the_last_bit(holds, guess * cap)
    return largest(excess, guess, holds, fine=holds is met)


def _full(setting: Setting) -> float:
    """Work of one contact, in agents."""
    return float(setting.lines(np.ones(1)).load[0])


def _margin(name: str, targets: TargetColumns, agents: Floats, lines: Lines) -> Floats:
    load, endless = lines.load, lines.endless
    unstable = agents - (load + GUARD)
    unstable[unstable == 0] = -1.0  # the load must stay below the agents, not reach them
    if name == "stability":
        return unstable
    if name == "occupancy" and endless.any():
        return agents - (load / targets.occupancy - GUARD)
    excess = margin(name, targets, agents, load, lines.see(agents))
    return np.where(endless, np.minimum(excess, unstable), excess)
