"""The most contacts that given agents carry within each target, to the last bit.

A search takes many rows almost as fast as few, and no row looks at those beside it: the tables of
all queues are searched together, target by target.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from capplan.erlang.many.impatient import slack
from capplan.erlang.many.impatient_search import lowest
from capplan.erlang.many.integrals import Floats, Mask
from capplan.erlang.many.phone import impatient_rows
from capplan.erlang.many.roots import Rows, largest, to_the_last_bit
from capplan.erlang.many.targets import Lines, TargetColumns, margin
from capplan.erlang.many.waits import service_level
from capplan.erlang.one.targets import GUARD, NAMES, SLACK
from capplan.erlang.thresholds.setting import Columns, Setting
from capplan.erlang.uncertain import volume_points

MOST_ROWS = 16_384  # of one search: columns of them stay in the cache


class Task(NamedTuple):
    """One target of one setting: which agents to look for, and where the answer belongs."""

    table: int
    name: str
    setting: Setting
    agents: Floats


def carried(settings: Sequence[Setting], agents: Sequence[Floats]) -> list[dict[str, Floats]]:
    """Thresholds of every target in force, one for each number of agents of each setting."""
    names = [[name for name in NAMES[:-1] if one.asked(name)] for one in settings]
    found: list[dict[str, Floats]] = [dict.fromkeys(asked, np.empty(0)) for asked in names]
    tasks = [
        Task(table, name, setting, wanted)
        for table, (setting, wanted) in enumerate(zip(settings, agents, strict=True))
        for name in names[table]
        if wanted.size
    ]
    for alike in _alike(tasks):
        for one, values in zip(alike, _searched(alike), strict=True):
            found[one.table][one.name] = values
    return found


def _searched(tasks: Sequence[Task]) -> list[Floats]:
    """The answers to tasks that are alike, from one search."""
    lengths = [one.agents.size for one in tasks]
    columns = Columns.of([one.setting for one in tasks], lengths)
    every = np.concatenate([one.agents for one in tasks])
    if _closed(tasks[0].setting, tasks[0].name):
        most = _together([one.name for one in tasks], lengths, columns, every)
    else:
        most = _alone(tasks[0].name, tasks[0].setting, columns, every)
    return np.split(most, np.cumsum(lengths)[:-1])


def _alike(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """Tasks that one search answers together, in parts of bearable size."""
    groups: dict[Hashable, list[Task]] = {}
    for one in tasks:
        groups.setdefault(_kind(one.setting, one.name), []).append(one)
    for group in groups.values():
        yield from _parts(group)


def _parts(tasks: list[Task]) -> Iterator[list[Task]]:
    part: list[Task] = []
    rows = 0
    for one in tasks:
        if part and rows + one.agents.size > MOST_ROWS:
            yield part
            part, rows = [], 0
        part.append(one)
        rows += one.agents.size
    yield part


def _kind(setting: Setting, name: str) -> Hashable:
    """Targets of the same kind are searched in the same way."""
    if _closed(setting, name):
        return setting.definition
    uncertain = setting.cv if setting.spread and name == "service_level" else 0.0
    return name, setting.definition, setting.chat, setting.endless, uncertain


def _closed(setting: Setting, name: str) -> bool:
    """Whether the closed form of Erlang A decides on this target."""
    if setting.chat or setting.endless:
        return False
    return name in ("abandon", "occupancy") or (name == "service_level" and not setting.spread)


def _together(
    names: Sequence[str], lengths: Sequence[int], columns: Columns, every: Floats
) -> Floats:
    """All targets of the closed form in one search: a call costs more than its rows."""
    which = np.repeat([NAMES.index(name) for name in names], lengths)
    asked = sorted(set(names))
    targets = _each_its_own(columns.targets(), which, asked)

    def excess(contacts: Floats, rows: Rows) -> Floats:
        wanted, some, here = targets.pick(rows), every[rows], columns.pick(rows)
        question = impatient_rows(here.phone(contacts), wanted)
        least = lowest(question)
        met = slack(np.maximum(some, least), question, columns.definition)
        # where the search for agents would leave the closed form too
        beyond = ((least > 1) & (some - 1 <= least)) | (contacts == 0)
        for name in asked:
            far = np.flatnonzero(beyond & (which[rows] == NAMES.index(name)))
            if far.size:
                others = here.pick(far).lines(contacts[far])
                met[far] = _margin(name, wanted.pick(far), some[far], others)
        return met

    return largest(excess, every / columns.full, fine=True)


def _each_its_own(targets: TargetColumns, which: Rows, names: Sequence[str]) -> TargetColumns:
    """Every row with its own target only, the others switched off."""
    columns = [np.array(part) for part in targets.only(names[0])[:4]]
    for name in names:
        rows = which == NAMES.index(name)
        for column, own in zip(columns, targets.only(name)[:4], strict=True):
            column[rows] = own[rows]
    level, occupancy, asa_s, abandoned = columns
    return TargetColumns(level, occupancy, asa_s, abandoned, targets.definition)


def _alone(name: str, kind: Setting, columns: Columns, agents: Floats) -> Floats:
    """One target of settings of a kind; `kind` is any of them."""
    targets = columns.targets()
    uncertain = kind.spread and name == "service_level"

    def excess(contacts: Floats, rows: Rows) -> Floats:
        here = columns.pick(rows)
        if uncertain:
            level = mean_level(here, kind.cv, agents[rows], contacts)
            return level - (here.targets().service_level - SLACK)
        return _margin(name, targets.pick(rows), agents[rows], here.lines(contacts))

    def met(contacts: Floats, rows: Rows) -> Mask:
        return excess(contacts, rows) >= 0

    def enough(contacts: Floats, rows: Rows) -> Mask:
        only = targets.pick(rows).only(name)
        lines = columns.pick(rows).lines(contacts)
        return np.asarray(lines.quick_agents(only) <= agents[rows])

    phone = not kind.chat and name in ("service_level", "occupancy")
    holds = enough if phone and not uncertain else met
    guess = agents / columns.full
    if kind.endless and name in ("stability", "occupancy"):
        return to_the_last_bit(holds, guess * (targets.occupancy if name == "occupancy" else 1.0))
    return largest(excess, guess, holds, fine=holds is met)


def mean_level(columns: Columns, cv: float, agents: Floats, contacts: Floats) -> Floats:
    """Service level over the volumes that may come, as `uncertain_service_level` has it."""
    seen = np.zeros(contacts.shape)
    for multiple, share in volume_points(cv):
        busy = columns.lines(contacts * multiple)
        seen += share * service_level(busy.see(agents), columns.definition)
    return seen


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
