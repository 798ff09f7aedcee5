"""What is typed behind an option of a command, and how a fault in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from capplan.cli.run import run


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["compare", "PLAN", "PLAN", "--order", "pay,foo"], "--order: found foo; allowed"),
        (["compare", "PLAN", "PLAN", "--exchange-rates", "0", "1"], "--exchange-rates: found 0;"),
        (["plan", "PLAN", "-o", "out.xlsx", "--budget-cap", "1money"], "--budget-cap: found 1;"),
    ],
)
def test_a_fault_behind_an_option_names_the_option(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever types on the command line reads of options, never of a function's arguments."""
    path = tmp_path / "plan.xlsx"
    assert run(["new", str(path), "--weeks", "4"]) == 0
    capsys.readouterr()
    given = [str(path) if one == "PLAN" else one for one in arguments]
    assert run([str(tmp_path / one) if one == "out.xlsx" else one for one in given]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"capplan: {told}")
    assert said.out == ""
