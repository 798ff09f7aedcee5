"""Independent routes: plain birth-death sums and quadrature, sharing no code with the models."""

from __future__ import annotations

import math

import numpy as np
import pytest

from capplan import erlang
from capplan.erlang.many.inverse import inverse_blocking
from capplan.erlang.one.chat import ChatDesk, inverse_full
from capplan.erlang.one.chat import outcome as chat_outcome
from capplan.erlang.one.integrals import inverse_blocking as one_inverse

QUEUES = [
    # agents, contacts, handling time, patience
    (3, 20, 180, 60),
    (11, 100, 180, 120),
    (14, 100, 180, 600),
    (30, 200, 300, 180),
    (60, 410, 275, 20),
    (140, 900, 280, 300),
    (25, 400, 240, 90),
]


def chain(births: float, deaths: list[float]) -> list[float]:
    """Stationary probabilities of a birth-death chain from 0 up to the last state."""
    weights, logs = [0.0], 0.0
    for death in deaths:
        logs += math.log(births / death)
        weights.append(logs)
    top = max(weights)
    shares = [math.exp(w - top) for w in weights]
    total = math.fsum(shares)
    return [share / total for share in shares]


def far(agents: int, load: float) -> int:
    """States beyond which nothing is left."""
    return agents + int(40 * math.sqrt(load) + 40 * load + 400)


@pytest.mark.parametrize(("agents", "contacts", "aht", "patience"), QUEUES)
def test_abandonment_by_balance(agents: int, contacts: float, aht: float, patience: float) -> None:
    """Abandonment, queue, wait and occupancy equal the sums over the states of the chain."""
    rate = contacts / 1800
    states = far(agents, rate * aht)
    deaths = [min(k, agents) / aht + max(k - agents, 0) / patience for k in range(1, states)]
    p = chain(rate, deaths)
    queue = math.fsum((k - agents) * share for k, share in enumerate(p) if k > agents)
    wait = math.fsum(p[agents:])
    seen = erlang.erlang_a_performance(agents, contacts, aht, patience)
    assert seen.queue_length == pytest.approx(queue, rel=1e-9)
    assert seen.wait_probability == pytest.approx(wait, rel=1e-9)
    assert seen.abandon_share == pytest.approx(queue / patience / rate, rel=1e-9)
    busy = math.fsum(min(k, agents) * share for k, share in enumerate(p)) / agents
    assert seen.occupancy == pytest.approx(busy, rel=1e-9)


@pytest.mark.parametrize(("agents", "contacts", "aht", "patience"), QUEUES)
def test_service_level_by_arrivals(
    agents: int, contacts: float, aht: float, patience: float
) -> None:
    """The caller who finds k in line is served after k + 1 exits; summed over k by quadrature."""
    rate, within = contacts / 1800, 25.0
    grid = np.linspace(0, within, 4001)
    states = far(agents, rate * aht)
    deaths = [min(k, agents) / aht + max(k - agents, 0) / patience for k in range(1, states)]
    p = chain(rate, deaths)
    # density of the virtual wait, from the chance to find all but one agent busy
    growth = rate * patience * -np.expm1(-grid / patience) - agents / aht * grid
    density = rate * p[agents - 1] * np.exp(growth)
    step = grid[1]
    simpson = np.ones(grid.size)
    simpson[1:-1:2], simpson[2:-1:2] = 4, 2
    answered = math.fsum(p[:agents]) + step / 3 * float(
        (simpson * density * np.exp(-grid / patience)).sum()
    )
    seen = erlang.erlang_a_performance(agents, contacts, aht, patience, within)
    assert seen.answered_in_time_share == pytest.approx(answered, rel=1e-9)


@pytest.mark.parametrize("load", [0.3, 4.0, 27.5, 160.0])
def test_erlang_c_by_balance(load: float) -> None:
    """Wait probability and queue of Erlang C equal the sums over the states."""
    agents = int(load + 1.2 * math.sqrt(load)) + 1
    p = chain(load, [float(min(k, agents)) for k in range(1, agents + 4000)])
    assert erlang.wait_probability(agents, load, 1, 1) == pytest.approx(
        math.fsum(p[agents:]), rel=1e-9
    )
    queue = math.fsum((k - agents) * s for k, s in enumerate(p) if k > agents)
    assert erlang.queue_length(agents, load, 1, 1) == pytest.approx(queue, rel=1e-9)


@pytest.mark.parametrize("load", [0.02, 0.9, 7.0, 33.0, 410.0, 5000.0])
def test_blocking_by_recursion(load: float) -> None:
    """1 / B of whole agents equals the recursion from none, in both implementations."""
    value, wanted, agents = 1.0, [], np.unique(np.geomspace(1, 1.4 * load + 30, 25).astype(int))
    for k in range(1, int(agents[-1]) + 1):
        value = 1 + value * (k / load)
        if k in agents:
            wanted.append(value)
    assert [one_inverse(float(n), load) for n in agents] == pytest.approx(wanted, rel=1e-11)
    got = inverse_blocking(agents.astype(float), np.full(agents.shape, load))
    assert got.tolist() == pytest.approx(wanted, rel=1e-11)


@pytest.mark.parametrize("inflation", [0.0, 0.25, 0.7, 1.0, 1.6])
@pytest.mark.parametrize(("agents", "chats", "load"), [(1, 4, 0.7), (7, 2, 9.0), (40, 6, 55.0)])
def test_chat_states(agents: int, chats: int, load: float, inflation: float) -> None:
    """The closed form of the balanced chain equals the plain sum over its states."""
    desk = ChatDesk(300, chats, inflation)
    total = 1.0
    for m in range(1, agents * chats + 1):
        each, more = divmod(m, agents)
        pace = more * desk.pace(each + 1) + ((agents - more) * desk.pace(each) if each else 0)
        total = 1 + total * pace / (load / 300)
    assert inverse_full(agents, load / 300, desk) == pytest.approx(total, rel=1e-10)


def test_chat_of_one_at_a_time_is_the_phone() -> None:
    """With a concurrency of one the chat model is Erlang A."""
    chat = chat_outcome(14.0, 0.055, ChatDesk(180, 1, 0.4), 20, 90)
    phone = erlang.erlang_a_performance(14, 0.055 * 1800, 180, 90)
    assert chat.wait == pytest.approx(phone.wait_probability, rel=1e-12)
    assert chat.abandoned == pytest.approx(phone.abandon_share, rel=1e-12)


def test_finite_queue_by_balance() -> None:
    """Loss and wait of the queue with few places equal the sums over its states."""
    agents, places, load = 10, 5, 12.0
    p = chain(load, [float(min(k, agents)) for k in range(1, agents + places + 1)])
    seen = erlang.finite_queue(agents, load, 60, places, 60)
    queue = math.fsum((k - agents) * s for k, s in enumerate(p) if k > agents)
    assert seen.loss_share == pytest.approx(p[-1], rel=1e-10)
    assert seen.wait_probability == pytest.approx(math.fsum(p[agents:-1]), rel=1e-10)
    assert seen.queue_length == pytest.approx(queue, rel=1e-10)
    assert seen.asa_s == pytest.approx(queue / (load / 60 * (1 - p[-1])), rel=1e-10)
