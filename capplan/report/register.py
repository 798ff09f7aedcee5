"""The register: who owns each assumption, since when, and what it was in the last version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from capplan.inputs.assumptions import Origin
from capplan.inputs.differences import Difference
from capplan.inputs.formats import NONE, day, of_unit
from capplan.inputs.versions import VERSION
from capplan.report.markup import Markup
from capplan.report.subject import Subject
from capplan.report.tables import Column, Row, typed
from capplan.vocabulary import VOCABULARY

TABLES = ("base_contacts", "profile_share", "proficiency_share")


@dataclass(frozen=True, slots=True)
class Register:
    """What a page tells of each assumption beside its value; only columns that hold something."""

    subject: Subject

    @property
    def columns(self) -> tuple[Column, ...]:
        """Owner with date, and change, where any of them is known."""
        heads = (("Owner, date", self._owned or self._dated), (self._since, self._compared))
        return tuple(Column(name, words=True, name=True) for name, used in heads if used)

    def cells(self, name: str, origin: Origin) -> Iterator[str | Markup]:
        """The cells of one assumption under these columns."""
        if self._owned or self._dated:
            # a day stays in one piece
            when = day(origin.given_on).replace(" ", "\u00a0") if origin.given_on else ""
            yield ", ".join(part for part in (origin.owner, when) if part)
        if self._compared:
            yield self._was(name)

    def queue_rows(self, names: Sequence[str]) -> Iterator[Row]:
        """The same for queues, a row each."""
        origins = [self.subject.given.origins.get(f"queue:{name}", Origin()) for name in names]
        if self._owned:
            yield Row(("Owner", "", *(typed(one.owner or NONE) for one in origins)))
        if self._dated:
            dates = (day(one.given_on) if one.given_on else NONE for one in origins)
            yield Row(("Date", "", *dates))
        if self._compared:
            yield Row((self._since, "", *(self._queue(name) for name in names)))

    @property
    def _owned(self) -> bool:
        return any(one.owner for one in self.subject.given.origins.values())

    @property
    def _dated(self) -> bool:
        return any(one.given_on for one in self.subject.given.origins.values())

    @property
    def _compared(self) -> bool:
        return self.subject.given.last is not None

    @property
    def _since(self) -> str:
        last = self.subject.given.last
        return f"Against version {last.values[VERSION]}" if last else ""

    def _was(self, name: str) -> str:
        found = self._changes(name)
        if not found:
            return ""
        if name in TABLES:
            return f"changed in {len(found)} places"
        old, unit = found[0].old, VOCABULARY[name].unit
        return f"was {of_unit(old, unit)}"

    def _queue(self, name: str) -> str:
        found = [one for one in self._all if one.queue == name or one.new == name]
        if any(one.term == "queue" for one in found):
            return "new"
        labels = dict.fromkeys(one.label for one in found if VOCABULARY[one.term].shape == "queue")
        return ", ".join(labels) or NONE

    def _changes(self, name: str) -> list[Difference]:
        return [one for one in self._all if one.term == name and not one.entry.startswith("scen")]

    @property
    def _all(self) -> list[Difference]:
        return self.subject.changes
