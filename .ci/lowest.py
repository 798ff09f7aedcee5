"""Runs the wheel with the lowest versions that pyproject.toml allows: are its bounds true?

    python .ci/lowest.py FOLDER WHEEL

FOLDER takes an environment of its own and what the run writes. Every requirement of the package
and of its extras, `dev` left aside, must give its lowest version. They belong to the lowest
Python: a newer one needs newer packages, so there the run only says so.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
BOUND = re.compile(r"([A-Za-z0-9._-]+)\s*>=\s*([0-9][0-9.]*)")
COMPILED = "numpy,pandas,scipy"  # never built from source: that takes the gate an hour
COMMANDS = (
    "new --example growth --weeks 12 fresh.xlsx",
    "plan fresh.xlsx -o plan.xlsx --report plan.html --optimise --time-limit 2",
    "check plan.xlsx",
)
IN_PYTHON = """
import capplan_udfs
import xlwings
from capplan import make_plan
from capplan_workbook import read_plan

given = read_plan("plan.xlsx")
assert given.evidence, "no evidence of an optimised hiring plan"
assert len(make_plan(given).table("requirement")) == 12 * len(given.queue_names)
assert capplan_udfs.cap_agents(100, 180) == 14
"""


def stop(text: str) -> NoReturn:
    """Ends the run as failed, with one line."""
    sys.exit(f"capplan: {text}")


def lowest(project: dict[str, Any]) -> list[str]:
    """Each requirement of the package and its extras, at its lowest version."""
    extras = project["optional-dependencies"]
    groups = [project["dependencies"], *(extras[one] for one in extras if one != "dev")]
    pinned = []
    for requirement in (one for group in groups for one in group):
        found = BOUND.fullmatch(requirement)
        if found is None:
            stop(f"pyproject.toml: found {requirement}; allowed a lowest version, such as a>=1.2")
        pinned.append(f"{found[1]}=={found[2]}")
    return pinned


def run(folder: Path, *command: str | Path) -> None:
    """Runs a command in the folder; its output is shown where it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        stop(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def main(folder: Path, wheel: Path) -> None:
    """Installs the lowest versions and does with them what planners do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned, python = lowest(project), f"{sys.version_info.major}.{sys.version_info.minor}"
    if project["requires-python"] != f">={python}":
        print(f"not tried with Python {python}: bounds are for {project['requires-python']}")
        return
    folder.mkdir(parents=True, exist_ok=True)
    run(folder, "bash", ROOT / ".ci" / "venv.sh", "venv")
    own = folder / "venv" / "bin" / "python"
    pip = (own, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    run(folder, *pip, "--only-binary", COMPILED, wheel, *pinned)
    for command in COMMANDS:
        run(folder, own, "-P", "-m", "capplan", *command.split())
    run(folder, own, "-P", "-c", IN_PYTHON)
    print(", ".join(pinned))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
