"""Every scenario without capplan: only the selector is changed, and LibreOffice agrees.

Other changes are proved with Excel's types in test_excel_types.py and the tests of each table;
here LibreOffice recalculates whole files: real ones, and one that fills every input table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import every_table_plan
import pytest
from libreoffice import compare, recalculate_many, set_cells
from plans import example_plan, write_example

pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize("name", ["bank", "enterprise"])
def test_every_cell_agrees_under_every_scenario(name: str, tmp_path: Path) -> None:
    """Only the selector is changed; every formula then gives what the engine computed for it."""
    names = example_plan(name).assumptions.scenario_names
    _every_scenario_agrees(names, lambda scenario: write_example(name, scenario, tmp_path))


def test_a_plan_with_every_table_agrees_under_every_scenario(tmp_path: Path) -> None:
    """The same where queues of three channels and every table are in use."""
    names = every_table_plan.made().assumptions.scenario_names
    _every_scenario_agrees(names, lambda name: every_table_plan.written(tmp_path, name))


def _every_scenario_agrees(names: tuple[str, ...], write: Callable[[str], Path]) -> None:
    base, edited = write(names[0]), []
    for number, name in enumerate(names):
        edited.append(base.with_name(f"picked-{number}.xlsx"))
        set_cells(base, {"in_scenario": name}, edited[-1])
    got = recalculate_many(edited, base.with_name("out"))
    for name, recalculated in zip(names, got, strict=True):
        differences = compare(write(name), recalculated)
        assert not differences, f"{name}: {len(differences)}, such as {differences[:5]}"
