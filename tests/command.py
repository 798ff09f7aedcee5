"""The command line as a user has it: a process of its own, exit code, and both streams."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SMALL = ("--start", "2026-01-05", "--weeks", "4")  # a plan that takes no second


def environment(**changes: str) -> dict[str, str]:
    """An environment in which Python finds the packages of this checkout, from anywhere."""
    paths = [str(ROOT), str(ROOT / "workbook"), str(ROOT / "udfs")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **changes}


def command(*arguments: str | Path) -> list[str]:
    """The arguments of a process that runs one command."""
    return [sys.executable, "-m", "capplan", *map(str, arguments)]


def capplan(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=env or environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def left_in(folder: Path) -> list[str]:
    """What lies in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())
