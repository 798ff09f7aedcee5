"""No written formula yields a truth value, or takes one for a number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import every_table_plan
import pytest
from capplan_workbook import write_plan
from formula_types import read_formula, truth_faults
from plans import write_example
from sheet_xml import Cell, read_cells, read_formulas
from test_budget_calendar import given_plan
from versioned_plans import stated

from capplan.inputs.assumptions import Assumptions
from capplan.plan import make_plan

PLANS: Mapping[str, Any] = {
    "every table": every_table_plan.every_table,
    "locked": lambda: stated("locked"),
    "calendar months": lambda: given_plan(8),
    "fiscal": lambda: given_plan(8, budget_calendar="4-4-5", budget_cap_cost=2_000_000.0),
}


def _saved(given: Assumptions, path: Path) -> Path:
    write_plan(make_plan(given), path)
    return path


def _stored_truths(cells: Mapping[str, Cell]) -> list[str]:
    """Where the file stores a yes/no: a formula over it would be no safer than its own text."""
    return [place for place, cell in cells.items() if isinstance(cell.value, bool)]


@pytest.mark.parametrize("name", PLANS)
def test_no_formula_takes_a_truth_value_for_a_number(name: str, tmp_path: Path) -> None:
    """Every formula of every sheet, the very hidden ones too, is safe in Excel."""
    path = _saved(PLANS[name](), tmp_path / "plan.xlsx")
    formulas = read_formulas(path)
    assert len(formulas) > 3_000
    assert truth_faults(formulas) == []
    assert _stored_truths(read_cells(path)) == []


@pytest.mark.parametrize("name", ["bank", "growth"])
def test_the_examples_neither(name: str, tmp_path: Path) -> None:
    """The same on examples as they ship."""
    path = write_example(name, "Base", tmp_path)
    assert truth_faults(read_formulas(path)) == []
    assert _stored_truths(read_cells(path)) == []


@pytest.mark.parametrize(
    "formula",
    [
        '(live_budget_calendar<>"calendar months")',
        "A1>5",
        "AND(A1>0,B1>0)",
        "IF(A1>0,B1=0,1)",
        "IF(A1>0,1)",
        "IFERROR(A1/B1,FALSE)",
        "CHOOSE(A1,1,NOT(B1))",
        "INDEX((A1:A9>0),2)",
        "ISERROR(MATCH(A1,B1:B9,0))",
        "TRUE",
    ],
)
def test_a_formula_that_yields_a_truth_value_is_told(formula: str) -> None:
    """Planted: a comparison or test by itself, in a branch, or picked from a list."""
    assert truth_faults({"Checks!D60": formula, "Checks!D61": "SUM(A1:A9)"}) == [
        f"Checks!D60: yields TRUE or FALSE: {formula}"
    ]


@pytest.mark.parametrize(
    ("formula", "how"),
    [
        ("IF((A1>0)>=0,1,2)", ">= compares a truth value with another kind"),
        ("IF(1=ISBLANK(A1),1,2)", "= compares a truth value with another kind"),
        ("SUM(A1:A9>0)", "SUM counts a truth value"),
        ("SUMPRODUCT((A1:A9>0))", "SUMPRODUCT counts a truth value"),
        ("1+MAX(A1,B1=2)", "MAX counts a truth value"),
        ("MATCH(TRUE,A1:A9,0)", "MATCH counts a truth value"),
        ("ROUND(SUMPRODUCT(ISERROR(A1:A9)),2)", "SUMPRODUCT counts a truth value"),
    ],
)
def test_a_truth_value_taken_for_a_number_is_told(formula: str, how: str) -> None:
    """Planted: compared with a number, counted or summed inside of a formula."""
    assert truth_faults({"Supply!G9": formula}) == [f"Supply!G9: {how}: {formula}"]


@pytest.mark.parametrize(
    "formula",
    [
        "IF(A1>5,1,0)",
        "SUMPRODUCT(--(A1:A9>0))+SUMPRODUCT((A1:A9>0)*(B1:B9=2))",
        "SUMPRODUCT(1-ISERROR(MATCH(A1:A9,B1:B9,0)))",
        '(A1="")+(B1<>0)',
        'SUMPRODUCT(--(((A1:A9="")<>(B1:B9=""))))',
        'IF(AND(A1>=0,TRUE),"OK","FAIL")',
        "-(A1>0)%",
        '"Checks: "&out_checks',
        "SUM({1,2;3,4})+INDEX(A1:C9,2,3)",
    ],
)
def test_safe_formulas_are_not_told(formula: str) -> None:
    """A truth value made a number by arithmetic, or only chosen by, is the same everywhere."""
    found = read_formula(formula)
    assert (found.truth, found.misused) == (False, [])
