"""What importing the functions costs, and what it needs: nothing but the core."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import capplan_udfs
import pytest
from capplan_udfs import hosts

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "pandas", "xlwings", "openpyxl", "scipy")


def run(code: str, **settings: str) -> str:
    """What a fresh interpreter prints."""
    paths = os.pathsep.join(str(ROOT / folder) for folder in (".", "workbook", "udfs"))
    plain = {key: value for key, value in os.environ.items() if not key.startswith("XLWINGS")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**plain, "PYTHONPATH": paths, **settings},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_and_single_values_load_nothing_heavy() -> None:
    """Import, a single answer and a small range: no NumPy, no xlwings."""
    code = (
        "import sys, capplan_udfs as u; u.cap_agents([[100], [200]], 180); u.cap_asa(14, 100, 180);"
        "u.cap_gross_up(14, 0.3); u.cap_leaders(101, 12); u.cap_starters(15, 4);"
        "u.cap_round_up(29.2); u.cap_period_rate(0.4); u.cap_define('aht_s');"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert run(code) == "[]"


def test_import_works_without_xlwings() -> None:
    """A host is announced, xlwings is not installed: the functions still work in Python."""
    code = (
        "import sys; sys.modules['xlwings'] = None;"
        "import capplan_udfs; print(capplan_udfs.cap_agents(100, 180))"
    )
    assert run(code, XLWINGS_ON_SERVER="true") == "14"


@pytest.mark.parametrize("first", ["xlwings", "capplan_udfs"])
def test_import_works_beside_xlwings_without_a_host(first: str) -> None:
    """On plain Linux xlwings' decorators do nothing; the functions are the same."""
    second = {"xlwings": "capplan_udfs", "capplan_udfs": "xlwings"}[first]
    code = f"import {first}, {second}, capplan_udfs; print(capplan_udfs.cap_agents(100, 180))"
    assert run(code) == "14"


def test_a_host_is_expected_only_where_one_can_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Server, browser and an xlwings already loaded; a plain interpreter not."""
    monkeypatch.delitem(sys.modules, "xlwings", raising=False)
    monkeypatch.delenv("XLWINGS_ON_SERVER", raising=False)
    assert not hosts.host_expected()
    monkeypatch.setenv("XLWINGS_ON_SERVER", "true")
    assert hosts.host_expected()
    monkeypatch.delenv("XLWINGS_ON_SERVER")
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert hosts.host_expected()


def test_only_functions_are_public() -> None:
    """Everything that `from capplan_udfs import *` brings is a function of Excel."""
    assert all(callable(getattr(capplan_udfs, name)) for name in capplan_udfs.__all__)
    assert capplan_udfs.__all__ == sorted(capplan_udfs.__all__)
