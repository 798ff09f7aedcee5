"""A later capplan, made by adding terms to the vocabulary, and what it answers about workbooks."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PLANTED: Sequence[Mapping[str, str]] = (
    {"name": "planted_cost", "label": "Planted allowance", "unit": "money", "default": "12"},
    {"name": "planted_change_share", "label": "Planted driver", "unit": "share", "default": "0",
     "scenario": "yes"},
    {"name": "planted_multiple", "label": "Planted priority", "unit": "multiple", "default": "1",
     "shape": "queue"},
    {"name": "planted_team", "label": "Planted team", "unit": "text", "shape": "queue"},
    {"name": "site_planted", "label": "Planted region", "unit": "text", "shape": "site"},
    {"name": "move_planted", "label": "Planted reason", "unit": "text", "shape": "move"},
    {"name": "source_planted_cost", "label": "Planted fee", "unit": "money", "shape": "source"},
    {"name": "class_planted", "label": "Planted room", "unit": "text", "shape": "class"},
)  # fmt: skip
RELABELLED = {
    "aht_s": "Renamed handling time",
    "hire_cost": "Renamed recruiting",
    "volume_change_share": "Renamed driver",
    "site_currency": "Renamed currency",
}
ASK = """
import json, sys
from pathlib import Path
from capplan.plan import make_plan
from capplan.errors import PlanInputError
from capplan_workbook.reader import open_plan

def answer(path):
    try:
        found = open_plan(path)
    except PlanInputError as fault:
        return {"faults": [str(one) for one in fault.issues]}
    plan = make_plan(found.assumptions, found.scenario)
    results = plan.runs[plan.live]
    return {
        "remarks": [str(one) for one in found.remarks],
        "required_fte": results["required_fte"].tolist(),
        "week_cost": results["week_cost"].tolist(),
    }

print(json.dumps([answer(Path(path)) for path in sys.argv[1:]]))
"""


def later_version(folder: Path, since: str = "") -> Path:
    """A copy of the packages that knows a few terms more, and calls some by another label."""
    quiet = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "capplan", folder / "capplan", ignore=quiet)
    package = "capplan_workbook"
    shutil.copytree(ROOT / "workbook" / package, folder / package, ignore=quiet)
    table = folder / "capplan" / "vocabulary" / "terms.csv"
    with table.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row["label"] = RELABELLED.get(row["name"], row["label"])
    plain = {"kind": "assumption", "stage": "supply", "shape": "plan", "help": "Planted."}
    rows += [{**plain, **one, "since": since} for one in PLANTED]
    with table.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def answers(version: Path, books: Sequence[Path]) -> list[dict[str, Any]]:
    """What a version finds in each workbook: remarks and results, or faults."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *map(str, books)],
        cwd=version,
        env={**os.environ, "PYTHONPATH": str(version)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
