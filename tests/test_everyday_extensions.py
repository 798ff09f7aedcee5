"""A cost line or a column of Queues, added for real to a copy of the code, as CONTRIBUTING says.

Each kind is added with all of its files, and once without each of them: what is left out is then
named in one line, with the file that lacks it.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from capplan_workbook.sheets.budget.cost_lines import OF_MONTH, OF_QUEUE
from plans import example_plan

from capplan.money.budget import (
    COST_LINES,
    QUEUE_EXTRAS,
    QUEUE_PAY,
    ROLE_PAY,
    STARTER_COSTS,
)
from capplan.plan.completeness import missing_parts
from capplan.plan.flow import STEPS, known_values
from capplan.vocabulary import VOCABULARY

ROOT = Path(__file__).parents[1]
TERMS = "capplan/vocabulary/terms.csv"
BUDGET = "capplan/money/budget.py"
FORMULAS = "workbook/capplan_workbook/sheets/budget/cost_lines.py"
Edit = tuple[str, str, str]  # file, the text to find, what to put before it


def row(name: str, label: str, shape: str, **more: str) -> str:
    """A row of the table of terms, as somebody types it; money of the budget."""
    given = {"unit": "money", "stage": "budget", "help": f"{label}."} | more
    given |= {"name": name, "label": label, "shape": shape}
    with (ROOT / TERMS).open(newline="", encoding="utf-8") as lines:
        heads = next(csv.reader(lines))
    return ",".join(given.get(head, "") for head in heads)


ASSUMED = {"kind": "assumption", "source": "assumption", "low": "0", "since": "2"}
COMPUTED = {"kind": "result", "source": "computed"}
LAPTOP = row("laptop_cost", "Laptop", "plan", default="900", high="9000", scenario="yes", **ASSUMED)
EQUIPMENT = row("equipment_cost", "Equipment", "week", **COMPUTED)
BY_QUEUE = row("queue_equipment_cost", "Equipment", "week x queue", **COMPUTED)
TOOLING = row("tooling_cost", "Tools", "queue", default="70", high="900", **ASSUMED)
PAY_START = "agent_salary_cost,"
RESULT_START = "week_cost,"
TABLES = "# The tables of cost lines."

FOR_STARTERS: tuple[Edit, ...] = (
    (TERMS, PAY_START, LAPTOP + "\n"),
    (TERMS, RESULT_START, EQUIPMENT + "\n"),
    (BUDGET, '"training_cost": "training_material_cost"', '"equipment_cost": "laptop_cost", '),
)
FUNCTION = '''def equipment_cost(starts_heads: Array, laptop_cost: float) -> Array:
    """Starts x a laptop."""
    return np.asarray(starts_heads.sum(axis=1) * laptop_cost)


'''
MONTH = """def _equipment(desk: Desk) -> OfMonth:
    starts = desk.layout.supply_total("starts_heads")
    return _phased(desk, starts, "*live_laptop_cost"), "starts × laptop"


"""
WITH_OWN_ARITHMETIC: tuple[Edit, ...] = (
    (TERMS, PAY_START, LAPTOP + "\n"),
    (TERMS, RESULT_START, EQUIPMENT + "\n"),
    (BUDGET, TABLES, FUNCTION),
    (BUDGET, '"seats_cost": seats_cost', '"equipment_cost": equipment_cost, '),
    (FORMULAS, "OF_MONTH: dict", MONTH),
    (FORMULAS, '"seats_cost": _seats', '"equipment_cost": _equipment, '),
)
OF_QUEUES = '''def queue_equipment_cost(starts_heads: Array, tooling_cost: Array) -> Array:
    """Starts of the queue x its tools."""
    return starts_heads * tooling_cost


'''
WEEK = """def _tools(desk: Desk, number: int) -> OfQueue:
    starts, tools = row_of_queue(desk, number), desk.layout.queue_value("tooling_cost", number)
    return f"{starts('starts_heads')}*{tools}", "starts × tools"


"""
QUEUE_BY_QUEUE: tuple[Edit, ...] = (
    (TERMS, PAY_START, TOOLING + "\n"),
    (TERMS, RESULT_START, f"{EQUIPMENT}\n{BY_QUEUE}\n"),
    (BUDGET, TABLES, OF_QUEUES),
    (BUDGET, '"seats_cost": seats_cost', '"equipment_cost": queue_equipment_cost, '),
    (FORMULAS, "OF_QUEUE: dict", WEEK),
    (FORMULAS, '"severance_pay_cost": _sev', '"queue_equipment_cost": _tools, '),
)
KINDS = {
    "for starters": (FOR_STARTERS, 900),
    "own arithmetic": (WITH_OWN_ARITHMETIC, 900),
    "queue by queue": (QUEUE_BY_QUEUE, 70),
}
# a small plan with one class; prints what its lines cost, and what Budget says on the label's row
PROBE = """
import io
from datetime import date
from openpyxl import load_workbook
from capplan.errors import CapplanError
from capplan.inputs.assumptions import TrainingClass, make_assumptions
from capplan.plan import make_plan
from capplan.report import html
from capplan_workbook import write_plan
calls = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 12}
one = TrainingClass("First", "Calls", date(2026, 1, 12), 6)
given = make_assumptions(date(2026, 1, 5), [calls], [[2000]] * 9, classes=(one,))
try:
    plan, file = make_plan(given), io.BytesIO()
    write_plan(plan, file)
except CapplanError as fault:
    print(fault)
else:
    cells = load_workbook(file, data_only=True)["Budget"].iter_rows(values_only=True)
    shown = [row[4] for row in cells if row[1] == "Equipment"]
    print(plan["equipment_cost"].sum(), *shown, "Equipment" in html(plan, (), "1a2b3c4d"))
"""


def probed(folder: Path, edits: tuple[Edit, ...]) -> str:
    """What a copy of the code with these edits prints."""
    for package in ("capplan", "workbook"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    for name, before, text in edits:
        path = folder / name
        whole = path.read_text(encoding="utf-8")
        lines = before.endswith(",") and name == TERMS
        start = f"\n{before}" if lines else before
        assert whole.count(start) == 1, f"{name}: {before}"
        new = f"\n{text}{before}" if lines else text + before
        path.write_text(whole.replace(start, new), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(folder / "workbook")))},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_a_cost_line_is_added_in_at_most_three_files(tmp_path: Path, kind: str) -> None:
    """The line is computed, stands on Budget, and is told in the report; three files suffice."""
    edits, price = KINDS[kind]
    assert len({name for name, _, _ in edits}) <= 3
    amount = 6.0 * price
    assert probed(tmp_path, edits) == f"{amount} {amount} True"


@pytest.mark.parametrize(
    ("kind", "kept", "line"),
    [
        (
            "for starters",
            (2,),
            "laptop_cost: equipment_cost needs it, and nothing before gives it; add its row to"
            f" {TERMS}, or its step before that one",
        ),
        (
            "for starters",
            (0, 2),
            f"equipment_cost: a step gives it, and it has no row; add one to {TERMS}",
        ),
        (
            "for starters",
            (0, 1),
            "equipment_cost: no step computes it; add it to STARTER_COSTS, EXTRA_PAY or"
            f" OTHER_COSTS in {BUDGET}, if it is a cost line, else to capplan/money/steps.py",
        ),
        (
            "own arithmetic",
            (0, 1, 2, 3),
            f"equipment_cost: no native formula; add it to OF_MONTH in {FORMULAS}",
        ),
        (
            "queue by queue",
            (0, 1, 2, 3),
            f"queue_equipment_cost: no native formula; add it to OF_QUEUE in {FORMULAS}",
        ),
    ],
)
def test_what_is_left_out_is_named(
    tmp_path: Path, kind: str, kept: tuple[int, ...], line: str
) -> None:
    """A planner who meets a half-added line reads one line, and it says where the rest goes."""
    edits, _ = KINDS[kind]
    assert probed(tmp_path, tuple(edits[number] for number in kept)) == line


def test_nothing_is_missing() -> None:
    """Each result has a step and a row, each step what it needs."""
    given = example_plan("bank").assumptions
    known = known_values(given, given.scenario_names[0])
    assert [str(one) for one in missing_parts(STEPS, VOCABULARY, known)] == []


def test_each_cost_line_has_its_native_formula() -> None:
    """A line without a formula, and a formula without a line, is named."""
    derived = {*QUEUE_PAY, *QUEUE_EXTRAS, *ROLE_PAY, *STARTER_COSTS}
    assert set(COST_LINES) - derived == set(OF_MONTH), f"the rows of OF_MONTH in {FORMULAS}"
    assert set(QUEUE_EXTRAS.values()) == set(OF_QUEUE), f"the rows of OF_QUEUE in {FORMULAS}"


def test_each_cost_line_has_a_row_of_money() -> None:
    """Each line of the tables is a result in money, and no other term goes by its name."""
    with (ROOT / TERMS).open(encoding="utf-8", newline="") as rows:
        units = {row["name"]: (row["kind"], row["unit"]) for row in csv.DictReader(rows)}
    wrong = [line for line in COST_LINES if units.get(line) != ("result", "money")]
    assert wrong == [], f"no result in money of this name in {TERMS}"
