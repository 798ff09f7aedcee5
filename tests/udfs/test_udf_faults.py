"""Faults in Python: one line that names the argument, what was found and what is allowed."""

from __future__ import annotations

import datetime
import math
from typing import Any

import capplan_udfs as udf
import pytest
from capplan_udfs.faults import NOT_AVAILABLE, OUT_OF_RANGE, WRONG_KIND, Fault
from capplan_udfs.function import FUNCTIONS, Function, TableFunction

GOOD: dict[str, Any] = {
    "contacts": 100,
    "aht_s": 180,
    "agents": 14,
    "share": 0.8,
    "patience_s": 60,
    "trunks": 12,
    "max_concurrency": 3,
    "arrival_h": [[90], [70]],
    "out_of_office_share": [[0.1], [0.05]],
    "shrinkage_share": 0.3,
    "productive_h": 4000,
    "number": 29.2,
    "annual_share": 0.4,
    "period_share": 0.01,
    "graduates_heads": 15,
    "training_weeks": 4,
    "required_fte": [[50], [52]],
    "starts_heads": [[20], [0]],
    "opening_heads": 50,
    "annual_attrition_share": 0.4,
    "heads": 100,
    "span": 12,
    "frontline_heads": 100,
}
NUMERIC = [
    (function, argument.name)
    for function in FUNCTIONS.values()
    for argument in function.arguments
    if not argument.is_text
]
each_number = pytest.mark.parametrize(
    ("function", "name"), NUMERIC, ids=[f"{f.name}-{name}" for f, name in NUMERIC]
)


def call_with(function: Function, name: str, value: Any) -> Any:
    """The function with good arguments, but for one."""
    given = {one.name: GOOD[one.name] for one in function.arguments if one.required}
    return getattr(udf, function.name)(**{**given, name: value})


def fault(function: Function, name: str, value: Any) -> Fault:
    """The fault that this value of this argument raises."""
    with pytest.raises(Fault) as caught:
        call_with(function, name, value)
    line = str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert line.startswith(f"argument {name}")
    assert "; allowed " in line
    assert len(line) <= 255
    assert "\n" not in line
    return caught.value


@each_number
def test_what_is_no_number_is_refused(function: Function, name: str) -> None:
    """Text, truth values and dates are the wrong kind, alone or in a range."""
    strange: tuple[Any, ...] = ("12", "abc", True, False, datetime.datetime(2026, 1, 5), {})
    for value in strange:
        assert fault(function, name, value).code == WRONG_KIND
        assert fault(function, name, [[value]]).code == WRONG_KIND


@each_number
def test_what_no_argument_allows_is_out_of_range(function: Function, name: str) -> None:
    """Beyond every limit, not a number, without end: never computed with."""
    endless = next(one for one in function.arguments if one.name == name).high == math.inf
    for value in (-1e16, math.nan, *(() if endless else (1e16, 10**400, math.inf))):
        assert fault(function, name, value).code == OUT_OF_RANGE


@each_number
def test_a_share_typed_in_percent_is_recognised(function: Function, name: str) -> None:
    """30 instead of 0.30 is refused with the likely meaning."""
    if not name.endswith("_share") and name != "share":
        return
    assert "did you mean 0.30 (30 %)?" in str(fault(function, name, 30))
    assert "did you mean 0.125 (12.5 %)?" in str(fault(function, name, 12.5))


@each_number
def test_an_error_cell_is_never_read_as_blank(function: Function, name: str) -> None:
    """An error given as an argument is an error, as text or in Office.js' own form."""
    for code, shown in (("#N/A", "#N/A"), ("#NUM!", "#NUM!"), ("#DIV/0!", "#VALUE!")):
        for cell in (code, {"type": "Error", "basicValue": code}):
            assert fault(function, name, cell).code == shown
            assert f"found the error {code}" in str(fault(function, name, [[cell]]))


@each_number
def test_a_required_argument_must_be_given(function: Function, name: str) -> None:
    """Blank for a required argument is a fault; for an optional one it is not."""
    argument = next(one for one in function.arguments if one.name == name)
    if argument.required:
        assert fault(function, name, None).code == WRONG_KIND
        assert "found nothing" in str(fault(function, name, ""))
    else:
        assert call_with(function, name, None) == call_with(function, name, "")


@each_number
@pytest.mark.parametrize("many", [2, 100])
def test_the_faulty_cell_is_named(function: Function, name: str, many: int) -> None:
    """Row and column of the first faulty cell stand in the line."""
    if isinstance(function, TableFunction) and name not in function.ranges:
        assert "allowed a single value" in str(fault(function, name, [[1], [1]]))
        return
    argument = next(one for one in function.arguments if one.name == name)
    good = math.nextafter(argument.high, 0) if argument.below_high else argument.high
    cells: list[list[Any]] = [[good]] * (many - 1) + [["x"]]
    assert f"argument {name} (row {many}, column 1): found" in str(fault(function, name, cells))


def test_lines_are_written_for_the_person_who_can_mend_it() -> None:
    """Name, place, finding, limits and hint, word for word."""
    with pytest.raises(ValueError, match="argument") as caught:
        udf.cap_agents([[100], [200]], [[180], [-5]])
    assert str(caught.value) == (
        "argument aht_s (row 2, column 1): found -5; allowed above 0 up to 2,592,000 seconds"
    )


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("service_level_share", 1, "try 0.995"),
        ("max_abandon_share", 0, "try 0.005"),
        ("max_asa_s", 0, "no number of agents"),
    ],
)
def test_a_target_that_nothing_reaches_has_no_answer(name: str, value: float, advice: str) -> None:
    """Service level 1, abandonment 0 and a wait of 0 do not exist for any number of agents."""
    found = fault(FUNCTIONS["cap_agents"], name, value)
    assert found.code == NOT_AVAILABLE
    assert advice in str(found)


@pytest.mark.parametrize("many", [1, 2, 90])
@pytest.mark.parametrize("name", ["cap_asa", "cap_queue_length"])
def test_a_wait_without_end_has_no_answer(name: str, many: int) -> None:
    """Ten agents for ten erlangs: never a made-up finite number; patience makes it finite."""
    function = getattr(udf, name)
    with pytest.raises(Fault, match=r"argument agents.*found 10; .*add agents") as caught:
        function([[10]] * many, 100, 180)
    assert caught.value.code == NOT_AVAILABLE
    assert function(10, 100, 180, patience_s=60) > 0


def test_overload_without_a_wait_still_has_answers() -> None:
    """Erlang C at or under the load: service level 0, everybody waits, everybody is busy."""
    assert udf.cap_service_level(10, 100, 180) == 0
    assert udf.cap_wait_probability(10, 100, 180) == 1
    assert udf.cap_occupancy(10, 100, 180) == 1


def test_an_abandonment_target_needs_a_patience() -> None:
    """Erlang C knows no abandonment: the target is not silently dropped."""
    found = fault(FUNCTIONS["cap_agents"], "patience_s", {})
    assert found.code == WRONG_KIND
    with pytest.raises(Fault, match=r"argument patience_s: found nothing.*needs a patience"):
        udf.cap_agents(100, 180, max_abandon_share=0.05)


def test_the_cores_refusals_name_the_cell_too() -> None:
    """A cohort cannot lose more than all: found out by the core, placed by the function."""
    with pytest.raises(Fault, match=r"argument annual_share \(row 2, column 1\)") as caught:
        udf.cap_period_rate([[0.3], [1.2]], 52, "cohort_loss")
    assert caught.value.code == OUT_OF_RANGE


@pytest.mark.parametrize("function", ["cap_period_rate", "cap_shrinkage"])
def test_an_unknown_word_lists_the_known_ones(function: str) -> None:
    """A basis or method that does not exist is the wrong kind."""
    with pytest.raises(Fault, match=r"found \"bogus\"; allowed one of") as caught:
        getattr(udf, function)(0.1, None, "bogus")
    assert caught.value.code == WRONG_KIND


def test_an_unknown_term_has_no_meaning() -> None:
    """A term that does not exist is not available, and the closest one is named."""
    with pytest.raises(Fault, match="did you mean shrinkage_share") as caught:
        udf.cap_define("shrinkage")
    assert caught.value.code == NOT_AVAILABLE


@pytest.mark.parametrize("value", [2.5, 0.1])
def test_people_weeks_and_chats_are_whole(value: float) -> None:
    """A fraction where only whole numbers make sense is out of range, never cut off."""
    for name, argument in (("cap_starters", "training_weeks"), ("cap_leaders", "minimum_heads")):
        assert fault(FUNCTIONS[name], argument, value).code == OUT_OF_RANGE


def test_wrong_calls_are_python_errors() -> None:
    """A missing or unknown argument is the caller's slip, as with any function."""
    function: Any = udf.cap_agents
    with pytest.raises(TypeError, match="aht_s"):
        function(100)
    with pytest.raises(TypeError, match="service_levl"):
        function(100, 180, service_levl=0.8)
