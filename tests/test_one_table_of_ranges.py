"""One table of ranges and defaults: the vocabulary, for plans, Python and cells."""

from __future__ import annotations

import ast
import inspect
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import capplan_udfs as udf
import pytest
from capplan_udfs.arguments import Argument
from capplan_udfs.faults import Fault
from capplan_udfs.function import FUNCTIONS

import capplan
from capplan import erlang
from capplan.erlang.arguments import ALIASES, LIMITS, NO_TARGET, limit_of
from capplan.leaders import spans
from capplan.vocabulary import VOCABULARY, Term, term

CALCULATION = Path(capplan.__file__).parent
ARGUMENTS = {
    (function.name, one.name): one for function in FUNCTIONS.values() for one in function.arguments
}
PYTHON: dict[str, Any] = {
    name.removeprefix("cap_"): getattr(erlang, name.removeprefix("cap_"))
    for name in FUNCTIONS
    if hasattr(erlang, name.removeprefix("cap_"))
}
EDGES = sorted(
    (name, argument)
    for name, argument in ARGUMENTS
    if name.removeprefix("cap_") in PYTHON and not ARGUMENTS[name, argument].is_text
)
# enough of the others that each edge of one argument has an answer
GOOD: dict[str, Any] = {
    "contacts": 0.001,
    "aht_s": 180,
    "agents": 14,
    "share": 0.8,
    "patience_s": 60,
    "trunks": 12,
    "max_concurrency": 3,
    "arrival_h": 5.0,
}


def meant(name: str, argument: str) -> Term:
    """The vocabulary's row of an argument: that of its name, or the one it says it is."""
    own = {("cap_leader_plan", "opening_heads"): "opening_leaders_heads"}
    return term(own.get((name, argument), argument)).in_call


@pytest.mark.parametrize("key", ARGUMENTS, ids="-".join)
def test_a_cell_allows_what_the_vocabulary_says(key: tuple[str, str]) -> None:
    """Limits, open ends, whole numbers and words of every argument are those of its row."""
    shown, row = ARGUMENTS[key].term, meant(*key)
    assert shown.allowed == row.allowed
    assert (shown.ends, shown.above_low, shown.below_high) == (
        row.ends,
        row.above_low,
        row.below_high,
    )
    assert (shown.whole, shown.choices) == (row.whole, row.choices)


@pytest.mark.parametrize("name", LIMITS)
def test_python_allows_what_the_vocabulary_says(name: str) -> None:
    """The models' limits are made from the rows, patience as it is included."""
    limit, row = LIMITS[name], term(ALIASES.get(name, name)).in_call
    assert (limit.low, limit.high) == row.ends
    assert (limit.above_low, limit.whole, limit.words) == (row.above_low, row.whole, row.allowed)
    assert limit.below_high == (row.below_high or name == "any_patience_s")


def test_every_number_of_the_models_is_checked_by_the_table() -> None:
    """Each argument that the public queueing functions share with the vocabulary has a limit."""
    asked = {
        name
        for function in PYTHON.values()
        for name in inspect.signature(function).parameters
        if name != "definition"
    }
    assert asked <= set(LIMITS)


def around(argument: Argument) -> Iterator[float]:
    """The ends of a range, and what lies inside and outside of them."""
    for end in (argument.low, argument.high):
        if math.isfinite(end):
            near = 1e-6 * (end or 1)
            yield from (end, end - near, end + near, end - 1, end + 1)


def takes(call: Any, given: dict[str, Any], argument: str, allowed: str) -> bool:
    """Whether a function takes this argument, whatever its answer is."""
    try:
        call(**given)
    except ValueError as error:
        return not str(error).startswith(f"argument {argument}: ") or allowed not in str(error)
    return True


@pytest.mark.parametrize(("name", "argument"), EDGES, ids=["-".join(edge) for edge in EDGES])
def test_python_and_the_cell_draw_the_line_at_the_same_number(name: str, argument: str) -> None:
    """What one of them answers the other does, at every edge of every range."""
    function, core = getattr(udf, name), PYTHON[name.removeprefix("cap_")]
    needed = {one.name for one in FUNCTIONS[name].arguments if one.required}
    given = {key: GOOD[key] for key in needed}
    if argument == "max_abandon_share":
        given["patience_s"] = 60
    row = ARGUMENTS[name, argument].term
    for value in around(ARGUMENTS[name, argument]):
        if row.whole and value != int(value):
            continue  # a cell takes 2.9999999999999996 for the whole number that was meant
        asked = {**given, argument: value}
        taken = [takes(call, asked, argument, row.allowed) for call in (function, core)]
        assert taken == [row.holds(value)] * 2, value


# Defaults that differ from the vocabulary's, each for a reason of its own.
OTHERWISE = {
    ("chat_performance", "answer_within_s"): 30,  # chats are answered within 30 s
    ("chat_agents", "answer_within_s"): 30,
    ("level_hours", "max_occupancy_share"): 1,  # deferred work fills all the time there is
    ("burn_down_hours", "max_occupancy_share"): 1,
    ("deferred_hours", "max_occupancy_share"): 1,
    ("backlog_outcome", "max_occupancy_share"): 1,
    ("blended_agents", "max_occupancy_share"): 0.92,  # interruptions leave the rest idle
    ("Layer", "annual_attrition_share"): 0.18,  # leaders stay longer than agents
    ("Layer", "span"): 6,  # the layers above the team leaders
    ("Layer", "span_min"): 5,
    ("Layer", "span_max"): 8,
    ("coverage_heads", "supervisors_on_duty"): 1,  # asked only where somebody must be there
    ("banded_leaders", "span"): 12,
    ("management_debt", "span"): 12,
    ("project", "proficiency_share"): 1,
    ("new_hire_hazard_share", "mix_attrition_multiple"): 1,  # one source, or none told apart
    ("to_26_weeks_hazard_share", "mix_attrition_multiple"): 1,
    ("to_52_weeks_hazard_share", "mix_attrition_multiple"): 1,
    ("leadership", "minimum_team_heads"): 1,
    ("Floor", "tenured_hazard_share"): 0.0076627976,  # 40 % a year
    ("Floor", "new_hire_hazard_share"): 0.0152668768,  # twice that
}


def typed_again() -> Iterator[tuple[str, str, float]]:
    """Every number that stands as the default of a term in a signature or a record."""
    for path in sorted(CALCULATION.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name, default in defaults_of(node):
                value = default.value if isinstance(default, ast.Constant) else None
                known = VOCABULARY.get(name)
                if known is None or known.unit == "date" or isinstance(value, bool):
                    continue
                if isinstance(value, (int, float)) and not (known.kind == "result" and value == 0):
                    yield getattr(node, "name", ""), name, float(value)


def defaults_of(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names with their defaults: arguments of a function, fields of a record."""
    if isinstance(node, ast.FunctionDef):
        own = [*node.args.posonlyargs, *node.args.args]
        late = own[len(own) - len(node.args.defaults) :]
        yield from zip((one.arg for one in late), node.args.defaults, strict=True)
        yield from zip(
            (one.arg for one in node.args.kwonlyargs), node.args.kw_defaults, strict=True
        )
    if isinstance(node, ast.ClassDef):
        for one in node.body:
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                yield one.target.id, one.value


def test_a_default_typed_again_is_that_of_the_vocabulary() -> None:
    """What a blank means is said once: in a plan, or in a function; else it stands above."""
    found, drifted = set(), []
    for where, name, default in typed_again():
        found.add((where, name))
        known = (term(name).default, term(name).in_call.default, OTHERWISE.get((where, name)))
        if default not in known:
            drifted.append(f"{where}: {name} = {default}, the vocabulary says {known[:2]}")
    assert drifted == []
    assert len(found) > 100
    assert set(OTHERWISE) <= found  # an exception that is no longer needed goes


@pytest.mark.parametrize("key", ARGUMENTS, ids="-".join)
def test_blank_means_in_a_cell_what_it_means_in_python(key: tuple[str, str]) -> None:
    """The default that the help states is the one that the core's signature carries."""
    name, argument = key
    core, shown = PYTHON.get(name.removeprefix("cap_")), ARGUMENTS[key]
    if core is None or shown.required or argument in NO_TARGET:
        expected = shown.default
    else:
        expected = inspect.signature(core).parameters[argument].default
    assert shown.default == expected
    row = meant(*key)
    own = {"cap_chat_agents-answer_within_s", "cap_deferred_hours-max_occupancy_share"}
    if not shown.required and not isinstance(shown.default, tuple) and "-".join(key) not in own:
        assert shown.default == row.default


# the cases from the field


def test_a_service_level_of_six_nines_needs_three_agents() -> None:
    """A target close to 1 has an answer, in Python and in a cell, alone and in a column."""
    assert erlang.agents(0.1, 180, 0.999999) == udf.cap_agents(0.1, 180, 0.999999) == 3
    assert udf.cap_agents([[0.1]] * 90, 180, 0.999999) == [[3]] * 90
    assert udf.cap_agents([[0.1]] * 90, 180, [[0.999999]] * 90) == [[3]] * 90


def test_a_very_long_patience_is_an_endless_one() -> None:
    """1e12 seconds, or more than any float holds: nobody gives up, as with a blank."""
    for patience in (1e12, 1e300, math.inf, 10**400):
        assert udf.cap_agents(100, 180, patience_s=patience) == udf.cap_agents(100, 180) == 14
        cells = [[patience]] * 90
        assert udf.cap_service_level(14, 100, 180, 20, 1800, cells)[-1] == [
            udf.cap_service_level(14, 100, 180)
        ]


def test_a_low_cap_on_occupancy_has_one_range() -> None:
    """One percent occupancy asks for a thousand agents, asked in Python or in a cell."""
    assert erlang.agents(100, 180, max_occupancy_share=0.01) == 1000
    assert udf.cap_agents(100, 180, max_occupancy_share=0.01) == 1000


@pytest.mark.parametrize(
    ("share", "periods"), [(18 / 50, 12), (0.01, 52), (0.6, 12), (0.2, 52), (0.03, 366)]
)
def test_a_yearly_rate_goes_back_to_the_period_it_came_from(share: float, periods: int) -> None:
    """18 of 50 in a month are 536 % a year, and that is 18 of 50 in a month."""
    yearly = udf.cap_annual_rate(share, periods)
    assert udf.cap_period_rate(yearly, periods) == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize("patience", [1e6, 1e8, 1e12, 1e15, 1e300])
def test_in_overload_the_rest_hangs_up_however_long_they_wait(patience: float) -> None:
    """Ten agents for 13.3 erlangs: a quarter cannot be answered."""
    assert udf.cap_abandon_share(10, 200, 120, patience, 1800) == pytest.approx(0.25, rel=1e-9)
    many = udf.cap_abandon_share([[10]] * 90, 200, 120, patience, 1800)
    assert many == [[pytest.approx(0.25, rel=1e-9)]] * 90


def test_an_interval_may_be_as_long_as_a_year() -> None:
    """The models answer what a cell lets through."""
    year_s = 31_622_400
    assert erlang.agents(1000, 180, interval_s=year_s) == udf.cap_agents(
        1000, 180, None, None, year_s
    )


def test_a_share_of_full_time_has_one_range() -> None:
    """The search for classes takes what a plan allows, however few hours a person works."""
    from capplan.hiring.search.making import make_problem
    from capplan.hiring.search.terms import Floor

    assert (
        make_problem([40.0] * 60, opening_heads=38, floor=Floor(fte_per_head=0.0015)).fte_per_head
        == 0.0015
    )
    for hours in (0.0, 2.1):
        with pytest.raises(ValueError, match=r"fte_per_head.*above 0 up to 2 FTE per head"):
            make_problem([40.0] * 60, opening_heads=38, floor=Floor(fte_per_head=hours))


def test_a_cell_says_both_ranges() -> None:
    """What a plan allows, and what a function allows beyond it."""
    said = udf.cap_define("aht_s")
    assert "Allowed: above 0 up to 14,400 seconds." in said
    assert said.endswith("In a function: above 0 up to 2,592,000 seconds.")


def test_spans_have_one_range() -> None:
    """A span that a cell refuses Python refuses too."""
    for span in (1.9, 51):
        with pytest.raises(ValueError, match="2 to 50 people"):
            spans.leaders(100, span)
        with pytest.raises(Fault, match="2 to 50 people"):
            udf.cap_leaders(100, span)


def test_the_vocabulary_says_both_ranges() -> None:
    """The page shows what a plan allows beside what a function allows and defaults to."""
    page = (CALCULATION.parent / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| `aht_inflation_share`"))
    assert "| 25 % |" in row
    assert "| blank: 0 % |" in row
    row = next(line for line in page.splitlines() if line.startswith("| `aht_s`"))
    assert "| above 0 up to 14,400 seconds | above 0 up to 2,592,000 seconds |" in row


@pytest.mark.parametrize("name", LIMITS)
def test_limits_of_a_term_are_made_anew_from_its_row(name: str) -> None:
    """Nothing was changed after the row was read, but for patience as it is."""
    if name != "any_patience_s":
        assert LIMITS[name] == limit_of(ALIASES.get(name, name))
