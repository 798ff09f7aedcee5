"""One table of terms, and no face of the product that says anything else."""

from __future__ import annotations

import csv
import doctest
import inspect
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import example_plan

import capplan
from capplan.plan import make_plan
from capplan.plan.flow import STEPS, known_values
from capplan.questions.derivation import behind
from capplan.vocabulary import UNIT_OF_SUFFIX, VOCABULARY, Term, markdown, term, terms

ROOT = Path(__file__).parents[1]
# what a step may be handed besides terms: the plan's frame and its tables of rows
FRAME = {"mondays", "queue_names", "queues", "events", "classes", "moves", "sources"}
FRAME |= {"sites", "plan_rates", "wage_steps"}
FRAME |= {"leader_structure", "leader_rules", "leader_openings", "leader_coming"}
FRAME |= {one.results[0] for one in STEPS if one.record}
ROWS = list(VOCABULARY.values())


def test_names_are_used_once() -> None:
    """The table holds no name twice."""
    with (Path(capplan.__file__).parent / "vocabulary" / "terms.csv").open(
        encoding="utf-8"
    ) as rows:
        names = [row["name"] for row in csv.DictReader(rows)]
    assert len(names) == len(set(names)) == len(VOCABULARY)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_row_keeps_the_rules(row: Term) -> None:
    """Suffix and unit agree, texts fit Excel, limits and default fit each other."""
    for suffix, unit in UNIT_OF_SUFFIX.items():
        if row.name.endswith(suffix) and "_per_" not in row.name:
            assert row.unit == unit
    assert 1 <= len(row.label) <= 32
    assert row.help.endswith(".") or row.kind == "argument"
    assert len(row.help) + len(row.allowed) <= 240
    assert len(row.prompt) <= 255
    assert not row.name.startswith("_")
    assert "_" in row.name or not row.name[-1].isdigit()
    if row.low is not None and row.high is not None:
        assert row.low < row.high
    if isinstance(row.default, float) and row.low is not None:
        assert row.low <= row.default <= (row.high or row.default)
    if row.choices and row.default is not None:
        assert row.default in row.choices


def test_heads_and_fte_are_never_one_term() -> None:
    """No term measures people and full-time equivalents at once."""
    for row in ROWS:
        assert not (row.name.endswith("_heads") and row.unit == "FTE")
        assert not (row.name.endswith("_fte") and row.unit == "heads")


def test_every_step_speaks_the_vocabulary() -> None:
    """Each step's results and needs are terms, so the signatures are the model."""
    for one in STEPS:
        for name in () if one.record else one.results:
            assert name in VOCABULARY, f"{one.function.__name__} gives {name}"
            fills = name in one.needs  # an assumption that may be blank
            assert VOCABULARY[name].kind == ("assumption" if fills else "result")
        for name in one.needs:
            assert name in VOCABULARY or name in FRAME, f"{one.function.__name__} needs {name}"


def test_every_result_is_computed_and_every_need_is_known_before() -> None:
    """The steps stand in an order in which each finds what it needs, and no result is missing."""
    given_ = example_plan("bank").assumptions
    known = set(known_values(given_, given_.scenario_names[0]))
    for one in STEPS:
        assert set(one.needs) <= known, one.function.__name__
        assert not set(one.results) & known - set(one.needs), one.function.__name__
        known |= set(one.results)
    assert {row.name for row in terms("result")} <= known


def test_every_assumption_is_used() -> None:
    """No assumption is asked for that no step, table or check reads."""
    needed = {known for one in STEPS for need in one.needs for known in behind(need)}
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*(ROOT / "capplan").rglob("*.py"), *(ROOT / "workbook").rglob("*.py")]
    )
    for row in terms("assumption"):
        assert row.name in needed or row.name.removeprefix("class_") in source, row.name


def test_each_step_says_its_formula_in_the_first_line() -> None:
    """The explanation of a number reads the step's docstring."""
    for one in STEPS:
        assert inspect.getdoc(one.function), one.function.__name__


def test_the_printed_vocabulary_is_fresh() -> None:
    """docs/vocabulary.md is what the command prints."""
    assert (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8") == markdown() + "\n"


def test_the_readme_runs() -> None:
    """Every example of the README gives what it shows."""
    outcome = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert outcome.attempted >= 5
    assert outcome.failed == 0


@given(share=st.floats(1.01, 100))
def test_a_percentage_typed_for_a_share_is_recognised(share: float) -> None:
    """30 where 0.30 is meant is refused, and the line says what was likely meant."""
    from capplan.plan.checking import check_number

    fault = check_number(term("shrinkage_sick_share"), share, "Assumptions!D14")
    assert fault is not None
    assert str(fault).startswith("Assumptions!D14: ")
    meant = share / 100 <= 0.69
    assert ("did you mean" in fault.hint) == meant


def test_make_plan_takes_plain_defaults() -> None:
    """A plan of nothing but a queue and its contacts takes every default of the table."""
    from datetime import date

    plan = make_plan(
        capplan.make_assumptions(date(2026, 1, 5), [{"queue": "A", "aht_s": 60}], [[100]])
    )
    for row in terms("assumption", shape="plan"):
        assert plan[row.name] == row.default
