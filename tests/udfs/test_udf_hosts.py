"""Both xlwings dispatchers, for real: the same answers as Python, and true error codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import capplan_udfs as udf
import pytest
from capplan_udfs import hosts
from capplan_udfs.function import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]
OMITTED = {"omitted": True}
NA, NUM, VALUE, DIV = ({"error": code} for code in ("#N/A", "#NUM!", "#VALUE!", "#DIV/0!"))
GRID = [[100, 120, 140], [0, None, ""]]
LARGE = [[100.0 + row, 0, None] for row in range(40)]

# Calls that have an answer everywhere: it must be the one that Python gets.
ANSWERED: list[tuple[str, list[Any]]] = [
    ("cap_agents", [100, 180]),
    ("cap_agents", [100, 180, *[OMITTED] * 7]),
    ("cap_agents", [100, 180, *[None] * 7]),
    ("cap_agents", [100, 180, *[""] * 7]),
    ("cap_agents", [[[100]], [[180]]]),
    ("cap_agents", [GRID, 180]),
    ("cap_agents", [[[100, 120]], 180]),
    ("cap_agents", [[[100], [120]], 180]),
    ("cap_agents", [[[100], [120]], [[180, 240]]]),
    ("cap_agents", [LARGE, 180, 0.8, 20, 1800, 120]),
    ("cap_agents", [LARGE, [[180], *[[200]] * 39]]),
    ("cap_agents", [0, 180]),
    ("cap_agents_real", [936, 180, 0.9, 10]),
    ("cap_service_level", [14, [[100, 0]], 180]),
    ("cap_asa", [14, 100, 180]),
    ("cap_answer_time", [0.8, 13, 100, 180]),
    ("cap_wait_probability", [14, 100, 180]),
    ("cap_occupancy", [14, 100, 180]),
    ("cap_abandon_share", [14, 100, 180, 60]),
    ("cap_queue_length", [14, 100, 180]),
    ("cap_capacity", [14, 180]),
    ("cap_trunks", [GRID, 180]),
    ("cap_blocking", [12, 100, 180]),
    ("cap_chat_agents", [150, 480, 3, 0.25, 0.8, 30, 1800, 240]),
    ("cap_deferred_hours", [[[90], [70], [60], [55], [45]], 30]),
    ("cap_shrinkage", [[[0.1, None, 0.05]], [[0.1], [0.04]], "nested"]),
    ("cap_shrinkage", [0.1]),
    ("cap_gross_up", [GRID, 0.3]),
    ("cap_fte", [4000, 0.2862]),
    ("cap_round_up", [GRID]),
    ("cap_round_up", [9e14]),
    ("cap_period_rate", [[[0.4], [0.5]], 12, "cohort_loss"]),
    ("cap_annual_rate", [0.03, 12]),
    ("cap_starters", [15, 4, 0.03, 0.1, 0.75]),
    ("cap_starters", [[[15, 10]], 4]),
    ("cap_pipeline", [[[20], [0], [5]], 50, 0.4, 1, 0.03, [[0.5, 0.8]]]),
    ("cap_pipeline", [[[20, 0, 5]], 50, 0.4, 1]),
    ("cap_hiring_plan", [[[50], [50], [53]], 51, 0.1, 1, 0.03, [[0.5, 0.8]], 2, 8]),
    ("cap_leaders", [GRID, 12]),
    ("cap_layers", [2000, [[12], [6]]]),
    ("cap_executives", [GRID]),
    ("cap_leader_plan", [[[100], [120], [136], [140]], OMITTED, OMITTED, None, 9]),
    ("cap_leader_plan", [[[100, 120, 136, 140]]]),
    ("cap_version", []),
    ("cap_define", ["aht_s"]),
]
# Calls with faults: what each cell must hold; None is any number.
FAULTY: list[tuple[str, list[Any], Any]] = [
    ("cap_agents", [100, -5], NUM),
    ("cap_agents", [100, 0], NUM),
    ("cap_agents", [100, 180, 30], NUM),
    ("cap_agents", [100, 180, 1], NA),
    ("cap_agents", ["100", 180], VALUE),
    ("cap_agents", [True, 180], VALUE),
    ("cap_agents", [None, 180], VALUE),
    ("cap_agents", [None, None], VALUE),
    ("cap_agents", [None, *[OMITTED] * 8], VALUE),
    ("cap_agents", [100], VALUE),
    ("cap_agents", [NA, 180], NA),
    ("cap_agents", [DIV, 180], VALUE),
    ("cap_agents", [100, 180, DIV], VALUE),
    (
        "cap_agents",
        [[[100], [NA], [DIV], ["x"], [True], [-1]], 180],
        [14, NA, VALUE, VALUE, VALUE, NUM],
    ),
    ("cap_agents", [[[100], [100]], [[180], [0]]], [14, NUM]),
    ("cap_agents", [[[100], [100], [100]], [[180], [180]]], VALUE),
    ("cap_agents", [100, 180, *[OMITTED] * 6, 0.05], VALUE),
    ("cap_agents", [[*[[100]] * 90, [NA], [-1]], 180], [*[14] * 90, NA, NUM]),
    ("cap_asa", [10, 100, 180], NA),
    ("cap_asa", [[*[[14]] * 90, [10], [9], ["x"]], 100, 180], [*[None] * 90, NA, NA, VALUE]),
    ("cap_queue_length", [9, 100, 180], NA),
    ("cap_answer_time", [1, 14, 100, 180], NA),
    ("cap_gross_up", [None, None], VALUE),
    ("cap_gross_up", [14, 30], NUM),
    ("cap_round_up", [None], VALUE),
    ("cap_period_rate", [[[0.3], [1.2]], 52, "cohort_loss"], [None, NUM]),
    ("cap_period_rate", [0.3, 52, "bogus"], VALUE),
    ("cap_shrinkage", [[[0.1], [NA]]], NA),
    ("cap_shrinkage", [[[0.6], [0.5]]], NUM),
    ("cap_starters", [[[10, -1]], 0], [10, NUM, 10, NUM, 10, NUM]),
    ("cap_pipeline", [[[20], ["x"]], 50, 0.4, 1], VALUE),
    ("cap_pipeline", [20, [[50], [60]], 0.4, 1], VALUE),
    ("cap_leaders", [100, 60], NUM),
    ("cap_define", ["no such term"], NA),
    ("cap_define", [NUM], NUM),
]


def ask(calls: list[tuple[str, list[Any]]], *host: str) -> Any:
    """The answers of a host to these calls, or what it publishes."""
    script = Path(__file__).with_name("run_in_host.py")
    paths = os.pathsep.join(str(ROOT / folder) for folder in (".", "workbook", "udfs"))
    done = subprocess.run(
        [sys.executable, str(script), *host],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module", params=["server", "classic"])
def answers(request: pytest.FixtureRequest) -> list[Any]:
    """What one of the two hosts answers to all calls, asked in one process."""
    calls = [*ANSWERED, *((name, given) for name, given, _ in FAULTY)]
    found: list[Any] = ask(calls, request.param)
    return found


@pytest.mark.parametrize("number", range(len(ANSWERED)))
def test_a_host_gets_what_python_gets(answers: list[Any], number: int) -> None:
    """Scalar, row, column, grid, blank, omitted: the host's cells hold Python's answer."""
    name, given = ANSWERED[number]
    plain = [None if one == OMITTED else one for one in given]
    expected = getattr(udf, name)(*plain)
    rows = expected if isinstance(expected, list) else [[expected]]
    got = answers[number]
    assert [len(row) for row in got] == [len(row) for row in rows]
    for own, row in zip(got, rows, strict=True):
        assert own == row


@pytest.mark.parametrize("number", range(len(FAULTY)))
def test_only_faulty_cells_carry_an_error(answers: list[Any], number: int) -> None:
    """#N/A without an answer, #NUM! out of range, #VALUE! of the wrong kind; the rest computed."""
    _, _, expected = FAULTY[number]
    cells = [cell for row in answers[len(ANSWERED) + number] for cell in row]
    if isinstance(expected, dict):
        assert cells == [expected]
        return
    for cell, wanted in zip(cells, expected, strict=True):
        if wanted is None:
            assert isinstance(cell, (int, float))
        else:
            assert cell == wanted


def test_every_function_is_asked() -> None:
    """No function is left out of the comparison with the hosts."""
    assert {name for name, _ in ANSWERED} == set(FUNCTIONS)


def test_office_metadata_is_that_of_the_functions() -> None:
    """Name, description, arguments, which are optional, and their help reach Excel unchanged."""
    published = {one["id"].lower(): one for one in ask([], "server", "published")}
    assert set(published) == set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        assert published[name]["description"] == function.help
        shown = [
            (one["name"], one["description"], one.get("optional", False))
            for one in published[name]["parameters"]
        ]
        assert shown == [(one.name, one.help, not one.required) for one in function.arguments]


def test_vba_wrappers_pass_every_argument_on() -> None:
    """The generated VBA declares the arguments in order, optional ones as such."""
    text = ask([], "classic", "published")
    for name, function in FUNCTIONS.items():
        declared = ", ".join(
            one.name if one.required else f"Optional {one.name}" for one in function.arguments
        )
        assert f"Function {name}({declared})" in text
        passed = ", ".join(one.name for one in function.arguments)
        assert f'"{name}", Array({passed}), ThisWorkbook' in text


@pytest.mark.parametrize(
    ("runtime", "expected"),
    [
        ("1.4", [[1, {"type": "Error", "errorType": "Num"}]]),
        ("1.1", [[1, "#NUM!"]]),
        (None, [[1.0, "#NUM!"]]),
    ],
)
def test_errors_take_the_form_the_host_knows(runtime: str | None, expected: Any) -> None:
    """A true error where Office.js takes one, else the text that a wrapper turns into one."""
    assert hosts.shown([[1, "#NUM!"]], runtime) == expected
    assert {type(one) for one in hosts.shown(1, runtime)[0]} == {type(expected[0][0])}


def test_a_defect_shows_as_an_error_and_not_as_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a cell an unexpected exception is #VALUE!, and only in its own cell; Python sees it."""

    def fails(heads: float, span: float, minimum_heads: float) -> int:
        return 1 // int(heads - 7)

    monkeypatch.setattr(FUNCTIONS["cap_leaders"], "body", fails)
    monkeypatch.setattr(FUNCTIONS["cap_layers"], "body", fails)
    handed = [hosts.Handed([[7], [8]]), hosts.Handed(12)]
    assert udf.cap_leaders(*handed) == [["#VALUE!"], [1]]
    assert udf.cap_layers(hosts.Handed(7), None, None) == "#VALUE!"
    with pytest.raises(ZeroDivisionError):
        udf.cap_leaders(7, 12)


def test_the_browsers_null_is_a_blank() -> None:
    """Pyodide hands Excel's empty cell over as an object of its own."""
    null = type("JsNull", (), {})()
    assert udf.cap_agents([[100], [null]], 180, null) == udf.cap_agents([[100], [0]], 180)
