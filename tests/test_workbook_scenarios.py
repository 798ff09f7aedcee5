"""Every scenario without capplan: only the selector is changed, and LibreOffice agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from libreoffice import compare, recalculate_many, set_cells
from plans import example_plan, write_example

pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize("name", ["bank", "enterprise"])
def test_every_cell_agrees_under_every_scenario(name: str, tmp_path: Path) -> None:
    """Only the selector is changed; every formula then gives what the engine computed for it."""
    scenarios = example_plan(name).assumptions.scenario_names
    base = write_example(name, scenarios[0], tmp_path)
    edited = []
    for scenario in scenarios:
        edited.append(tmp_path / f"picked-{scenario}.xlsx")
        set_cells(base, {"in_scenario": scenario}, edited[-1])
    (tmp_path / "out").mkdir()
    for scenario, got in zip(scenarios, recalculate_many(edited, tmp_path / "out"), strict=True):
        expected = write_example(name, scenario, tmp_path)
        differences = compare(expected, got)
        assert not differences, f"{scenario}: {len(differences)}, such as {differences[:5]}"
