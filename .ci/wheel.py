"""Checks the installed packages where a planner's own files come first on the import path.

Excel puts the workbook's folder first on the path, and a planner may well keep a `udfs.py` or a
`workbook.py` there. Run with the installed Python, from a folder of its own, with ``-P``.
"""

import os
import subprocess
import sys
from pathlib import Path

DECOYS = ("udfs", "workbook")
PACKAGES = ("capplan", "capplan_workbook", "capplan_udfs")
UNLOADED = {
    "capplan": {"openpyxl", "defusedxml", "pandas", "scipy", "xlwings"},
    "capplan_workbook": set(),
    "capplan_udfs": {"numpy", "pandas", "openpyxl", "scipy"},
}


def loaded_by(package: str, folder: Path) -> dict[str, str]:
    """The top-level modules that one import loads in a fresh interpreter, and their files."""
    show = f"""import {package}, sys
for name, module in list(sys.modules.items()):
    print(name, getattr(module, "__file__", None) or "", sep="\\t")
"""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", show]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"import {package} failed beside {', '.join(DECOYS)}:\n{done.stderr}")
    return dict(line.split("\t") for line in done.stdout.splitlines())


def faults_of(package: str, folder: Path) -> list[str]:
    """What is wrong with importing one package beside the planner's files."""
    loaded = loaded_by(package, folder)
    places = {name: loaded[name] for name in PACKAGES if name in loaded}
    outside = [f"{name} is {file}" for name, file in places.items() if "site-packages" not in file]
    decoys = [f"{name} is the planner's own file" for name in DECOYS if name in loaded]
    heavy = [f"{name} was loaded" for name in sorted(UNLOADED[package] & loaded.keys())]
    return [f"import {package}: {fault}" for fault in outside + decoys + heavy]


def main() -> None:
    """Lays the decoys, tries every package, and exits 1 with a line for each fault."""
    folder = Path.cwd()
    for name in DECOYS:
        (folder / f"{name}.py").write_text("FROM_THE_PLANNER = True\n", encoding="utf-8")
    faults = [fault for package in PACKAGES for fault in faults_of(package, folder)]
    print("\n".join(faults) or f"{', '.join(PACKAGES)}: installed, light, not the planner's files")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
