"""One number, a row, a column or a grid: the same answers, and one clear line for bad input."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from math import inf, isinf
from typing import Any

import numpy as np
import pytest

from capplan import erlang

CONTACTS = [0.0, 0.4, 7.0, 63.0, 200.0, 512.5, 2400.0, 90_000.0]
STAFF = [0.0, 0.5, 3.0, 14.0, 36.5, 90.0, 410.0]
PATIENCE = [None, 25.0, 180.0, 4000.0]
NEED: list[tuple[str, dict[str, Any]]] = [
    ("agents", {}),
    ("agents", {"max_occupancy_share": 0.85, "service_level_share": 0.9}),
    ("agents", {"max_asa_s": 12.0, "max_abandon_share": 0.04}),
    ("agents", {"service_level_share": 0.0, "max_occupancy_share": 0.88}),
    ("agents", {"definition": "offered", "answer_within_s": 0.0}),
    ("agents_real", {"max_abandon_share": 0.03}),
    ("agents_real", {"max_asa_s": 20.0, "service_level_share": 0.0}),
    ("binding_target", {"max_occupancy_share": 0.9, "max_abandon_share": 0.05}),
    ("trunks", {}),
    ("trunks_real", {"blocking_share": 0.02}),
]
DELIVERED: list[tuple[str, dict[str, Any]]] = [
    ("service_level", {}),
    ("service_level", {"definition": "virtual", "answer_within_s": 45.0}),
    ("asa", {}),
    ("wait_probability", {}),
    ("occupancy", {}),
    ("queue_length", {}),
]


def ask(name: str) -> Callable[..., Any]:
    """A public function by its name."""
    function: Callable[..., Any] = getattr(erlang, name)
    return function


def same(array: Any, numbers: list[Any]) -> None:
    """An array equals the single answers: names and counts exactly, measures to 1e-9."""
    if isinstance(numbers[0], float):
        assert np.asarray(array, dtype=float).tolist() == pytest.approx(
            numbers, rel=1e-9, abs=1e-12
        )
    else:
        assert np.asarray(array).tolist() == numbers


@pytest.mark.parametrize(("name", "extra"), NEED)
@pytest.mark.parametrize("patience", PATIENCE)
def test_need_has_the_shape_of_its_arguments(
    name: str, extra: dict[str, Any], patience: float | None
) -> None:
    """Single numbers, a row, a column and a grid of requirements agree."""
    function = ask(name)
    given = dict(extra) if name.startswith("trunks") else {**extra, "patience_s": patience}
    single = [[function(c, aht, **given) for c in CONTACTS] for aht in (45.0, 300.0)]
    for aht, numbers in zip((45.0, 300.0), single, strict=True):
        same(function(CONTACTS, aht, **given), numbers)
        column = function(np.array(CONTACTS)[:, None], aht, **given)
        assert column.shape == (len(CONTACTS), 1)
        same(column[:, 0], numbers)
    grid = function(np.array(CONTACTS), np.array([[45.0], [300.0]]), **given)
    assert grid.shape == (2, len(CONTACTS))
    for line, numbers in zip(grid, single, strict=True):
        same(line, numbers)


@pytest.mark.parametrize(("name", "extra"), DELIVERED)
@pytest.mark.parametrize("patience", PATIENCE)
def test_measures_have_the_shape_of_their_arguments(
    name: str, extra: dict[str, Any], patience: float | None
) -> None:
    """Single numbers and a grid of staff by contacts agree, overload included."""
    function, given = ask(name), {**extra, "patience_s": patience}
    grid = function(np.array(STAFF)[:, None], np.array(CONTACTS), 200.0, **given)
    for agents, line in zip(STAFF, grid, strict=True):
        same(line, [float(function(agents, c, 200.0, **given)) for c in CONTACTS])


def test_one_column_may_mix_models() -> None:
    """A blank patience is Erlang C for its row only; a blank target takes the default."""
    mixed = erlang.agents([200, 200, 200], 300, [0.8, None, np.nan], patience_s=[None, 180, 180])
    assert mixed.tolist() == [erlang.agents(200, 300), 35, 35]
    assert mixed.dtype == np.int64


@pytest.mark.parametrize("name", ["capacity", "longest_aht"])
def test_capacity_of_a_column(name: str) -> None:
    """Most contacts and longest handling time of a column equal the single answers."""
    function = ask(name)
    for patience in PATIENCE:
        given = {"patience_s": patience, "max_occupancy_share": 0.9}
        second = 240.0 if name == "capacity" else 100.0
        same(function(STAFF, second, **given), [function(n, second, **given) for n in STAFF])


def test_other_arrays() -> None:
    """Blocking, trunk capacity, answer time, chat and abandonment take columns too."""
    same(erlang.blocking(STAFF, 90, 200), [erlang.blocking(n, 90, 200) for n in STAFF])
    same(erlang.trunk_capacity(STAFF, 200), [erlang.trunk_capacity(n, 200) for n in STAFF])
    for patience in PATIENCE:
        got = erlang.answer_time(0.7, STAFF, 100, 200, patience_s=patience)
        same(got, [float(erlang.answer_time(0.7, n, 100, 200, patience_s=patience)) for n in STAFF])
        chats = erlang.chat_agents(
            CONTACTS[:6], 400, 3, [[0.0], [0.25], [1.3]], patience_s=patience
        )
        for slower, line in zip((0.0, 0.25, 1.3), chats, strict=True):
            same(
                line,
                [erlang.chat_agents(c, 400, 3, slower, patience_s=patience) for c in CONTACTS[:6]],
            )
    got = erlang.abandon_share(STAFF, 100, 200, 90)
    same(got, [float(erlang.abandon_share(n, 100, 200, 90)) for n in STAFF])
    for patience in PATIENCE:
        chatting = erlang.chat_performance(STAFF, 100, 200, 3, 0.25, patience_s=patience)
        for place, agents in enumerate(STAFF):
            alone = erlang.chat_performance(agents, 100, 200, 3, 0.25, patience_s=patience)
            for name in alone.__dataclass_fields__:
                same(getattr(chatting, name)[[place]], [float(getattr(alone, name))])
    many = erlang.erlang_a_performance(STAFF, 100, 200, 90)
    one = erlang.erlang_a_performance(36.5, 100, 200, 90)
    assert many.service_level_virtual[4] == pytest.approx(one.service_level_virtual, rel=1e-9)
    assert many.abandoned_wait_s[4] == pytest.approx(one.abandoned_wait_s, rel=1e-9)


def test_uncertain_columns_and_minimum_positions() -> None:
    """The uncertain requirement and minimum positions answer columns as they answer numbers."""
    got = erlang.uncertain_agents([200, 0, 60], 300, 0.1, patience_s=[180, 180, None])
    assert got.tolist() == [
        erlang.uncertain_agents(200, 300, 0.1, patience_s=180),
        0,
        erlang.uncertain_agents(60, 300, 0.1),
    ]
    assert erlang.agents([0, 1, 100], 180, min_positions=2).tolist() == [0, 2, 14]
    assert erlang.agents(1, 180, min_positions=2) == 2
    assert erlang.agents_real(1, 180, min_positions=2) == 2
    assert erlang.binding_target(1, 180, min_positions=2) == "minimum"


def test_no_contacts_and_overload() -> None:
    """No contacts: nobody needed, nobody waits. Erlang C overloaded: no finite wait is made up."""
    assert erlang.agents(0, 180) == 0
    assert erlang.agents_real(0, 180, patience_s=60) == 0
    assert erlang.service_level(0, 0, 180) == 1
    assert (erlang.asa(3, 0, 180), erlang.occupancy(3, 0, 180)) == (0, 0)
    for call in ((10, 100, 180), (0, 100, 180)):
        assert erlang.service_level(*call) == 0
        assert erlang.wait_probability(*call) == 1
        assert erlang.occupancy(*call) == 1
        assert isinf(erlang.asa(*call))
        assert isinf(erlang.queue_length(*call))
    assert erlang.agents(100, 180, 0) == 11  # stable only


BAD: list[tuple[Callable[[], Any], str]] = [
    (lambda: erlang.agents(-5, 180), "contacts: found -5"),
    (lambda: erlang.agents([3, -5], 180), "in row 2"),
    (lambda: erlang.agents(5, 0), "aht_s: found 0"),
    (lambda: erlang.agents(5, "fast"), "aht_s: found 'fast'"),
    (lambda: erlang.agents([5, 6], ["fast", "3"]), "aht_s: found 'fast'"),
    (lambda: erlang.agents(float("nan"), 180), "contacts: found nan"),
    (lambda: erlang.agents(None, 180), "contacts: found nothing"),
    (lambda: erlang.agents(5, 180, 30), "did you mean 0.3 (30 %)?"),
    (lambda: erlang.agents(5, 180, 1), "not reachable; try 0.995"),
    (lambda: erlang.agents(5, 180, max_abandon_share=0, patience_s=60), "try 0.005"),
    (lambda: erlang.agents(5, 180, max_occupancy_share=0), "max_occupancy_share: found 0"),
    (lambda: erlang.agents(5, 180, patience_s=0), "patience_s: found 0"),
    (lambda: erlang.agents(1e6, 14_400), "8,000,000 erlangs"),
    (lambda: erlang.agents([1e6], 14_400), "8,000,000 erlangs"),
    (lambda: erlang.agents([1, 2, 3], [[1, 2]]), "select ranges of the same size"),
    (lambda: erlang.service_level(5, 5, 180, definition="best"), "one of excl_short"),
    (lambda: erlang.chat_agents(5, 180, 7), "max_concurrency: found 7"),
    (lambda: erlang.chat_agents([5], 180, 2.5), "a whole number"),
    (lambda: erlang.abandon_share(5, 5, 180, None), "patience_s: found nothing"),
    (lambda: erlang.erlang_a_performance(5, 5, 180, None), "patience_s: found nothing"),
    (lambda: erlang.deferred_hours([5, -1]), "arrival_h: found -1"),
    (lambda: erlang.deferred_hours([5], 0, 1, 92), "did you mean 0.92 (92 %)?"),
    (lambda: erlang.deferred_hours([5], 0, 1.5), "a whole number of 0 to 10,000 periods"),
    (lambda: erlang.backlog_outcome([5, -1], 3), "staffed_h: found -1"),
    (lambda: erlang.backlog_outcome(5, np.nan), "arrival_h: found nan"),
    (lambda: erlang.backlog_outcome(5, 3, -2), "opening_backlog_h: found -2"),
    (lambda: erlang.backlog_outcome(5, 3, 0, 92), "did you mean 0.92 (92 %)?"),
    (lambda: erlang.week_outcome(5, 9, 180, deferred_arrival_h=-3), "deferred_arrival_h"),
    (lambda: erlang.week_outcome(5, 9, 180, usable_idle_share=0), "usable_idle_share"),
    (lambda: erlang.chat_performance(5, 9, 180, 7), "max_concurrency: found 7"),
    (lambda: erlang.staffing_table(180, max_contacts=9, cv=2), "cv: found 2"),
    (lambda: erlang.pooled_agents(5, 180), "one value a queue"),
    (lambda: erlang.multi_skill_agents([5, 5], 180, 1.2), "pooling_share"),
    (lambda: erlang.pooling_effect(2), "two_skilled_share"),
    (lambda: erlang.blended_agents(5, 4, 1, 0), "usable_idle_share"),
    (lambda: erlang.halfin_whitt_beta(1), "wait_probability"),
    (lambda: erlang.garnett_wait(1, 0), "patience_ratio"),
    (lambda: erlang.square_root_agents(-1, 1), "load_erl"),
    (lambda: erlang.staffing_table(180, max_contacts=200).agents(900), "more max_contacts"),
    (lambda: erlang.uncertain_agents(5, 180, -1), "cv: found -1"),
]


@pytest.mark.parametrize(("call", "words"), BAD, ids=[words for _, words in BAD])
def test_bad_input_is_one_line(call: Callable[[], Any], words: str) -> None:
    """The error names the argument, what was found and what to do, in one line of 255."""
    with pytest.raises(ValueError, match="argument ") as caught:
        call()
    line = str(caught.value)
    assert words in line
    assert "\n" not in line
    assert len(line) <= 255


EXTREME_LOADS = [1e-6, 0.01, 0.7, 29.9, 30.0, 31.2, 4000.0, 99_999.0]


@pytest.mark.parametrize("patience", [None, 0.5, 30.0, 36_000.0])
def test_the_whole_domain_is_silent(patience: float | None) -> None:
    """From a millionth to 100,000 erlangs, any staffing: no warning, no NaN, none out of range."""
    load = np.array(EXTREME_LOADS)[:, None, None]
    staff = np.array([0, 0.3, 1, 5.5, 64, 3000, 99_000, 140_000])[:, None]
    for aht in (1.0, 240.0, 14_400.0):
        contacts, within = load * 1800 / aht, np.array([0.0, 20.0, 86_400.0])
        with warnings.catch_warnings(), np.errstate(all="raise"):
            warnings.simplefilter("error")
            level = erlang.service_level(staff, contacts, aht, within, 1800, patience)
            asa = erlang.asa(staff, contacts, aht, 1800, patience)
            need = erlang.agents(contacts, aht, [0.01, 0.8, 0.9999], within, 1800, patience)
        assert np.all((level >= 0) & (level <= 1))
        assert not np.isnan(asa).any()
        assert np.all(need >= 1)
        one = erlang.service_level(5.5, float(contacts[3, 0, 0]), aht, 20, 1800, patience)
        assert level[3, 3, 1] == pytest.approx(one, rel=1e-9, abs=1e-12)
        for c in contacts[:, 0, 0]:
            assert 0 <= erlang.wait_probability(64, float(c), aht, 1800, patience) <= 1
            assert erlang.agents(float(c), aht, 0.8, 20, 1800, patience) >= 1


def test_single_numbers_do_not_import_numpy() -> None:
    """Importing the module and asking for single numbers leaves NumPy out."""
    code = (
        "import sys; from capplan import erlang as e;"
        "e.agents(100, 180); e.agents(100, 180, patience_s=90, max_asa_s=20);"
        "e.chat_agents(50, 300, 3); e.capacity(9, 200); e.trunks(90, 100);"
        "e.finite_queue(4, 30, 200, 3); e.erlang_a_performance(9, 100, 180, 60);"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_infinite_patience_is_allowed() -> None:
    """Patience may be typed as infinite: nobody gives up."""
    assert erlang.agents(100, 180, patience_s=inf) == erlang.agents(100, 180)
    assert erlang.agents([100], 180, patience_s=inf).tolist() == [14]
