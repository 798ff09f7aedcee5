"""`capplan explain PLAN readiness`: the largest class, function by function."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import SMALL, capplan


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small planning workbook, as `capplan new` writes it."""
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    assert capplan("new", path, *SMALL, cwd=path.parent).returncode == 0
    return path


def test_explain_tells_the_largest_class(plan: Path, tmp_path: Path) -> None:
    """Readiness: one line a function, the one that binds marked; the same as JSON."""
    asked = ("explain", plan, "readiness", "--week", "2026-01-14")
    done = capplan(*asked, cwd=tmp_path)
    first, *rest = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert first.startswith("Calls, class starting 2026-01-12, on top of the plan: ")
    assert first.endswith(" people")
    assert [line.split("  ")[1] for line in rest][:3] == ["recruiters", "interviews", "rooms"]
    assert any("<- binds" in line for line in rest)
    answer = json.loads(capplan(*asked, "--json", cwd=tmp_path).stdout)["readiness"]
    assert [one["queue"] for one in answer] == ["Calls"]
    assert f"{answer[0]['people']} people" in first
    wrong = capplan(*asked, "--queue", "Cals", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "did you mean Calls?" in wrong.stderr
