"""The weekly movement against people followed one by one through their own careers."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from capplan.leaders.movement import Movement, Structure, movement

WEEKS = 104
FLOOR = [int(720 + 6 * max(week - 20, 0)) for week in range(WEEKS + 10)]
SHARES = (0.7, 0.5, 0.4)  # supervisors, managers, head
LEAVING = 1 - math.exp(-0.18 / 52)
FAILING = 1 - 0.9 ** (1 / 26)
CAREERS = 60


@dataclass
class Person:
    """A leader: layer, week of taking the post, way of coming, and a post promised elsewhere."""

    layer: int
    since: int
    inside: bool
    promised: tuple[int, int] | None = None


@dataclass
class Centre:
    """One possible history of a centre with supervisors, managers and a head."""

    dice: random.Random
    people: list[Person] = field(default_factory=list)
    coming: list[tuple[int, int, bool]] = field(default_factory=list)  # week, layer, from floor
    kept: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    seen: Counter[str] = field(default_factory=Counter)

    def live(self, tenured: list[float]) -> Counter[str]:
        """All weeks, one after another; gives what has happened how often."""
        posts = _posts()
        for layer, heads in enumerate((60, 10, 1)):
            self.people += [Person(layer, -99, True) for _ in range(heads)]
        for week in range(WEEKS):
            self._take_posts(week)
            self._lose_people(week)
            self._appoint(week, posts[min(week + 10, len(posts) - 1)], tenured[week])
        self.seen["closing"] = len(self.people)
        return self.seen

    def _take_posts(self, week: int) -> None:
        for one in self.people:
            if one.promised and one.promised[0] == week:
                self.seen["promoted"] += 1
                one.layer, one.since, one.inside, one.promised = one.promised[1], week, True, None
        for due, layer, from_floor in [one for one in self.coming if one[0] == week]:
            self.seen["promoted" if from_floor else "hired"] += 1
            self.seen["from floor"] += from_floor
            self.people.append(Person(layer, due, from_floor))
        self.coming = [one for one in self.coming if one[0] > week]

    def _lose_people(self, week: int) -> None:
        staying = []
        for one in self.people:
            if not one.promised and self.dice.random() < LEAVING:
                self.seen["left"] += 1
            elif week - one.since < 26 and self.dice.random() < FAILING:
                self.seen["failed"] += 1
                back = one.inside and self.dice.random() < 0.5
                self.seen["back" if back else "left"] += 1
            else:
                staying.append(one)
        self.people = staying

    def _appoint(self, week: int, posts: tuple[int, int, int], tenured: float) -> None:
        for layer in (2, 1, 0):
            here = [one for one in self.people if one.layer == layer and not one.promised]
            moving = [one.promised for one in self.people if one.promised]
            under_way = [spot for spot in (*moving, *self.coming) if spot[1] == layer]
            risk = sum(_risk(one, week) for one in here)
            gap = posts[layer] - len(here) - len(under_way) + risk
            need = max(0, math.floor(gap + 0.5))
            if need:
                self._fill(week, layer, need, tenured)

    def _fill(self, week: int, layer: int, need: int, tenured: float) -> None:
        wanted = SHARES[layer] * need + self.kept[layer]
        inside = math.floor(wanted + 0.5)
        self.kept[layer] = wanted - inside
        if layer == 0:
            ready = math.ceil(0.05 * tenured - 1e-9)
            ready -= sum(1 for one in self.coming if one[2])
            picked = min(inside, max(ready, 0))
            self.coming += [(week + 4, 0, True)] * picked
        else:
            below = [one for one in self.people if one.layer == layer - 1]
            promised = [one for one in below if one.promised]
            old = [one for one in below if not one.promised and week - one.since >= 52]
            ready = math.ceil(0.05 * (len(old) + len(promised)) - 1e-9) - len(promised)
            picked = min(inside, max(ready, 0))
            for one in old[:picked]:
                one.promised = (week + 4, layer)
        self.coming += [(week + 10, layer, False)] * (need - picked)


def _risk(one: Person, week: int) -> float:
    fragile = min(10, max(0, 26 - (week - one.since)))
    return 1 - (1 - LEAVING) ** 10 * (1 - FAILING) ** fragile


def _structure() -> Structure:
    shares = dict(zip(("supervisor", "manager", "head"), SHARES, strict=True))
    layers = Structure().layers
    chosen = (replace(one, internal_share=shares.get(one.name, 0.4)) for one in layers)
    return Structure(tuple(chosen), head_at=20)


def _posts() -> list[tuple[int, int, int]]:
    posts, supervisors, managers = [], 60, 10
    for people in FLOOR:
        supervisors = math.ceil(people / 12) if people > 15 * supervisors else supervisors
        managers = math.ceil(supervisors / 6) if supervisors > 8 * managers else managers
        posts.append((supervisors, managers, 1))
    return posts


def _flows(run: Movement, cases: int) -> dict[str, float]:
    flows = {
        "promoted": run.promoted_heads,
        "hired": run.hired_heads,
        "from floor": run.promotions_out_heads,
        "left": run.leavers_heads,
        "failed": run.failures_heads,
        "back": run.returns_heads,
        "closing": run.incumbents_heads[-1],
    }
    return {name: float(flow.sum()) / cases for name, flow in flows.items()}


def test_people_followed_one_by_one_move_as_the_weekly_step_says() -> None:
    """Mean promotions, hires, leavers and failures of many histories are the engine's own."""
    opening = [60, 10, 0, 0, 0, 1]
    expected = movement(FLOOR, _structure(), weeks=WEEKS, opening_heads=opening)
    tenured = expected.tenured_floor_heads.tolist()
    histories = [Centre(random.Random(seed)).live(tenured) for seed in range(CAREERS)]
    cases = 200
    path = np.repeat(np.array(FLOOR, dtype=float)[:, None], cases, axis=1)
    start = np.repeat(np.array(opening, dtype=float)[:, None], cases, axis=1)
    drawn = movement(path, _structure(), weeks=WEEKS, opening_heads=start, seed=11)
    alone, many = _flows(expected, 1), _flows(drawn, cases)
    for name in alone:
        counts = np.array([one[name] for one in histories], dtype=float)
        error = counts.std() * math.sqrt(1 / CAREERS + 1 / cases) + 0.02
        assert many[name] == pytest.approx(counts.mean(), abs=4 * error), name
        assert alone[name] == pytest.approx(counts.mean(), abs=4 * error + 1.5), name
