"""What a staffing table is built for: one set of parameters, or many side by side in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from capplan.erlang.many.chat import ChatRows
from capplan.erlang.many.integrals import Floats
from capplan.erlang.many.phone import PhoneRows
from capplan.erlang.many.roots import Rows
from capplan.erlang.many.targets import Lines, TargetColumns

NUMBERS = (
    "interval_s",
    "aht_s",
    "max_concurrency",
    "aht_inflation_share",
    "answer_within_s",
    "patience_s",
)
LIMITS = ("service_level_share", "max_occupancy_share", "max_asa_s", "max_abandon_share")


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

    @property
    def chat(self) -> bool:
        """Whether several contacts are handled at a time."""
        return self.max_concurrency > 1

    @property
    def endless(self) -> bool:
        """Whether nobody gives up."""
        return bool(np.isinf(self.patience_s))

    @property
    def spread(self) -> bool:
        """Whether the service level is a mean over uncertain volumes."""
        return self.cv > 0 and self.service_level_share > 0

    def asked(self, name: str) -> bool:
        """Whether a target, or the bound that agents must exceed the load, is in force."""
        if name == "stability":
            return self.endless
        if name == "abandon" and self.endless:
            return False
        return bool(Columns.of([self], [1]).targets().asked(name)[0])


class Columns(NamedTuple):
    """Settings of one kind (phone or chat) and definition, one a row."""

    numbers: NDArray[np.float64]
    limits: NDArray[np.float64]
    definition: str
    chat: bool

    @staticmethod
    def of(settings: Sequence[Setting], rows: Sequence[int]) -> Columns:
        """Each setting on so many rows."""
        numbers = np.array([[getattr(one, name) for one in settings] for name in NUMBERS])
        limits = np.array([[getattr(one, name) for one in settings] for name in LIMITS])
        one = settings[0]
        return Columns(
            np.repeat(numbers, rows, axis=1),
            np.repeat(limits, rows, axis=1),
            one.definition,
            one.chat,
        )

    def pick(self, rows: Rows) -> Columns:
        """Some of the rows."""
        return self._replace(numbers=self.numbers[:, rows], limits=self.limits[:, rows])

    def lines(self, contacts: Floats) -> Lines:
        """Queues of these settings under these contacts."""
        if not self.chat:
            return self.phone(contacts)
        interval_s, *others = self.numbers
        return ChatRows(contacts / interval_s, *others)

    def phone(self, contacts: Floats) -> PhoneRows:
        """The same where one contact is handled at a time."""
        interval_s, aht_s, _, _, within_s, patience_s = self.numbers
        return PhoneRows(contacts * aht_s / interval_s, aht_s, within_s, patience_s)

    def targets(self) -> TargetColumns:
        """The targets of every row."""
        level, occupancy, asa_s, abandoned = self.limits
        return TargetColumns(level, occupancy, asa_s, abandoned, self.definition)

    @property
    def full(self) -> Floats:
        """Work of one contact, in agents."""
        return self.lines(np.ones(self.numbers.shape[1])).load
