"""Callers simulated one by one, with a fixed seed, against the formulas.

Twelve batches of one long run give the error of each mean; the formulas must lie within four of
these errors.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt
from statistics import fmean, stdev

from capplan import erlang
from capplan.erlang.one.chat import ChatDesk

BATCHES = 12
CALLERS = 9_000  # a batch
WITHIN_S = 20.0


@dataclass
class Tally:
    """What a batch of callers met."""

    offered: int = 0
    answered: int = 0
    in_time: int = 0
    gone_in_time: int = 0
    waited: float = 0.0

    def add(self, wait: float, patience: float) -> None:
        """Count one caller who would be served after `wait`."""
        self.offered += 1
        if wait <= patience:
            self.answered += 1
            self.waited += wait
            self.in_time += wait <= WITHIN_S
        else:
            self.gone_in_time += patience <= WITHIN_S

    @property
    def level(self) -> float:
        """Answered in time over offered less abandoned in time."""
        return self.in_time / (self.offered - self.gone_in_time)

    @property
    def abandoned(self) -> float:
        """Share of the offered that gave up."""
        return 1 - self.answered / self.offered

    @property
    def asa(self) -> float:
        """Mean wait of the answered."""
        return self.waited / self.answered


def phone_calls(
    agents: int, rate: float, aht: float, patience: float, draw: random.Random
) -> list[Tally]:
    """First come, first served: each caller takes the agent who is free first, if still there."""
    free = [0.0] * agents
    now, tallies = 0.0, []
    for batch in range(-1, BATCHES):  # the first batch warms up
        tally = Tally()
        for _ in range(CALLERS):
            now += draw.expovariate(rate)
            wait = max(free[0] - now, 0.0)
            limit = draw.expovariate(1 / patience) if patience < inf else inf
            tally.add(wait, limit)
            if wait <= limit:
                heapq.heapreplace(free, now + wait + draw.expovariate(1 / aht))
        if batch >= 0:
            tallies.append(tally)
    return tallies


def chats(agents: int, rate: float, desk: ChatDesk, patience: float, seed: int) -> list[Tally]:
    """Chats spread evenly over the agents; each runs at the pace of its agent's desk."""
    draw, most = random.Random(seed), agents * desk.max_concurrency
    pace = [0.0] + [_total_pace(m, agents, desk) for m in range(1, most + 1)]
    now, open_chats, tallies = 0.0, 0, []
    queue: list[tuple[float, float]] = []  # arrival, gives up at
    for batch in range(-1, BATCHES):
        tally = Tally()
        while tally.offered < CALLERS:
            total = rate + pace[open_chats]
            now += draw.expovariate(total)
            if draw.random() * total < rate:
                limit = draw.expovariate(1 / patience)
                if open_chats < most:
                    open_chats += 1
                    tally.add(0.0, limit)
                else:
                    queue.append((now, now + limit))
                continue
            while queue and queue[0][1] < now:
                arrived, gave_up = queue.pop(0)
                tally.add(inf, gave_up - arrived)
            if queue:
                arrived, gave_up = queue.pop(0)
                tally.add(now - arrived, gave_up - arrived)
            else:
                open_chats -= 1
        if batch >= 0:
            tallies.append(tally)
    return tallies


def _total_pace(m: int, agents: int, desk: ChatDesk) -> float:
    each, more = divmod(m, agents)
    return more * desk.pace(each + 1) + ((agents - more) * desk.pace(each) if each else 0.0)


def within_error(tallies: list[Tally], measure: Callable[[Tally], float], formula: float) -> None:
    """The formula lies within four standard errors of the simulated mean."""
    seen = [measure(tally) for tally in tallies]
    error = stdev(seen) / sqrt(len(seen))
    assert abs(fmean(seen) - formula) < 4 * error, (fmean(seen), formula, error)
    assert error < 0.15 * max(abs(formula), 0.05)  # sharp enough to mean something


def test_erlang_c_is_what_patient_callers_meet() -> None:
    """Service level and speed of answer of 14 agents and 100 calls of 180 s."""
    tallies = phone_calls(14, 100 / 1800, 180, inf, random.Random(20))
    within_error(tallies, lambda t: t.level, erlang.service_level(14, 100, 180))
    within_error(tallies, lambda t: t.asa, erlang.asa(14, 100, 180))


def test_erlang_a_is_what_impatient_callers_meet() -> None:
    """Service level, abandonment and speed of answer of 30 agents that are too few."""
    tallies = phone_calls(30, 200 / 1800, 300, 180, random.Random(21))
    given = (30, 200, 300)
    within_error(tallies, lambda t: t.level, erlang.service_level(*given, patience_s=180))
    within_error(tallies, lambda t: t.abandoned, erlang.abandon_share(*given, 180))
    within_error(tallies, lambda t: t.asa, erlang.asa(*given, patience_s=180))


def test_the_chat_chain_is_what_chatters_meet() -> None:
    """Service level, abandonment and speed of answer of 18 agents with three chats each."""
    desk = ChatDesk(480, 3, 0.25)
    tallies = chats(18, 150 / 1800, desk, 240, 22)
    seen = erlang.chat_performance(18, 150, 480, 3, 0.25, WITHIN_S, patience_s=240)
    within_error(tallies, lambda t: t.level, seen.service_level)
    within_error(tallies, lambda t: t.abandoned, seen.abandon_share)
    within_error(tallies, lambda t: t.asa, seen.asa_s)
