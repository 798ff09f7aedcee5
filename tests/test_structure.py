"""The shape of the code: where dependencies point, how modules are named and how long they are."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from pathlib import Path
from statistics import median

import pytest

from capplan.plan.flow import STEPS

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "capplan": ROOT / "capplan",
    "capplan_workbook": ROOT / "workbook" / "capplan_workbook",
    "capplan_udfs": ROOT / "udfs" / "capplan_udfs",
}
FORBIDDEN = {
    "capplan": {
        *("capplan_workbook", "capplan_udfs", "workbook", "udfs"),
        *("openpyxl", "defusedxml", "xlwings", "scipy"),
    },
    "capplan_workbook": {"capplan_udfs", "workbook", "udfs", "xlwings"},
    "capplan_udfs": {"workbook", "udfs"},
}
# The command line ties the three packages together, so it alone may look both ways.
SEARCH = "capplan.hiring.search"
COMMAND_LINE = ("capplan.__main__", "capplan.cli")
# The solver is optional: these two may ask for it, inside the functions that need it.
SOLVERS = ("capplan.hiring.search.linear", "capplan.hiring.search.solve")
# Each imports only those before it; the command line and the entry points come last.
STAGES = (
    *("errors", "steps", "vocabulary", "inputs", "demand", "erlang", "staffing", "people"),
    *("leaders", "capacity", "money", "hiring", "plan", "questions", "report", "cli"),
)
FLOW = ("demand", "staffing", "people", "leaders", "capacity", "money")
MOST_ARGUMENTS, MEDIAN_LINES = 9, 150
# The contract's own signatures.
CONTRACT = {
    *("capplan.erlang.required.agents", "capplan.erlang.required.agents_real"),
    *("capplan.erlang.required.agents_by_target", "capplan.erlang.required.binding_target"),
}
# A plan saves itself: one module asks for the writer by its name, in the function that needs it.
SAVING = "capplan.plan.doors"
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
LONGEST = 400

# Written in pieces so that this file does not match its own rule.
PLACES = ("work/", "root/", "home/", "tmp/", "opt/wheels", "opt/pypi")
HOSTS = ("pypi" r"\.org", "python" r"hosted\.org", "npm" r"js\.org", "deb" r"\.debian\.org")
UNWANTED = re.compile(
    "|".join(
        [
            *(rf"(?<![\w./~-])/{place}" for place in PLACES),
            *HOSTS,
            r"\.\./" r"shared",
            r"[A-Za-z]:\\+" r"Users\\",
        ]
    )
)


@cache
def modules() -> dict[str, Path]:
    """Every module of the three packages by its import name."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            found[".".join((package, *parts)).removesuffix(".__init__")] = path
    return found


def written() -> list[Path]:
    """Every Python file that people of the project wrote."""
    places = (*PACKAGES.values(), ROOT / "tests", ROOT / "benchmarks")
    return sorted(path for place in places for path in place.rglob("*.py"))


def imported(module: str, node: ast.AST) -> Iterator[str]:
    """The full names that one statement imports, also by name at run time."""
    match node:
        case ast.Import(names=names):
            yield from (name.name for name in names)
        case ast.ImportFrom(module=source, names=names, level=level):
            path = modules()[module]
            own = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
            start = own[: len(own) - level + 1] if level else []
            origin = ".".join([*start, *([source] if source else [])])
            yield origin
            yield from (f"{origin}.{name.name}" for name in names)
        case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]):
            if ast.unparse(func).split(".")[-1] in {"import_module", "__import__"}:
                yield name


def statements(tree: ast.AST, lazy: bool) -> Iterator[ast.AST]:
    """The nodes of a module; without `lazy` only those that run when it is imported."""
    for node in ast.iter_child_nodes(tree):
        if not lazy and (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        ):
            continue
        yield node
        yield from statements(node, lazy)


@cache
def names_imported_by(module: str, lazy: bool = True) -> frozenset[str]:
    """All that a module imports; with `lazy` also inside functions and for types only."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    return frozenset(
        name for node in statements(tree, lazy) for name in imported(module, node) if name
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_there_and_typed(package: str) -> None:
    """Each package has modules, and the marker that lets a type checker trust them."""
    assert (PACKAGES[package] / "__init__.py").is_file()
    assert (PACKAGES[package] / "py.typed").is_file()


@pytest.mark.parametrize("package", PACKAGES)
def test_dependencies_point_one_way(package: str) -> None:
    """The core knows neither workbook nor functions, and neither of those knows the other.

    Only the search for a hiring plan knows the solver, and only once it runs.
    """
    wrong = [
        f"{module} imports {name}"
        for module in modules()
        if module.split(".")[0] == package and not module.startswith(COMMAND_LINE)
        for name in sorted(names_imported_by(module, lazy=not module.startswith(SEARCH)))
        if name.split(".")[0] in FORBIDDEN[package]
        and not (module in SOLVERS and name.split(".")[0] == "scipy")
    ]
    assert wrong == []


@pytest.mark.parametrize("module", SOLVERS)
def test_the_solver_is_imported_only_where_it_is_used(module: str) -> None:
    """Importing the optimiser does not ask for SciPy; its functions do."""
    assert not [name for name in names_imported_by(module, lazy=False) if "scipy" in name]
    assert [name for name in names_imported_by(module) if "scipy" in name]


def test_saving_a_plan_is_the_only_way_from_the_core_to_the_workbook() -> None:
    """One module holds the writer's name, as text, and importing the core never loads it."""
    named = [
        module
        for module, path in modules().items()
        if module.split(".")[0] == "capplan" and not module.startswith(COMMAND_LINE)
        if '"capplan_workbook' in path.read_text(encoding="utf-8")
    ]
    assert named == [SAVING]
    assert "capplan_workbook" not in loaded_after("import capplan.plan.doors, capplan.plan.flow")


def graph() -> dict[str, set[str]]:
    """Which module imports which, for types and inside functions too.

    What a package hands on at its door is no circle: a module may import its siblings through it.
    """
    known = modules()
    return {
        module: {
            name
            for name in names_imported_by(module)
            if name in known and not f"{module}.".startswith(f"{name}.")
        }
        for module in known
    }


def test_modules_import_without_circles() -> None:
    """Modules can be read in one order in which each needs only those before it."""
    try:
        order = list(TopologicalSorter(graph()).static_order())
    except CycleError as error:
        pytest.fail(f"circular imports: {' -> '.join(error.args[1])}")
    assert set(order) >= set(modules())


def test_the_core_has_a_room_for_every_stage() -> None:
    """A stranger finds few doors at the top, each named after its stage."""
    top = {module.split(".")[1] for module in modules() if module.startswith("capplan.")}
    assert top - {"__main__"} == set(STAGES)
    assert len(STAGES) <= 16


def test_stages_import_upwards_only() -> None:
    """Each stage needs those before it in the order of the flow, and none that comes later."""
    wrong = [
        f"{module} imports {name}"
        for module, names in graph().items()
        for name in sorted(names)
        if _stage(module) and _stage(name) and _place(name) > _place(module)
    ]
    assert wrong == []


def _stage(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "capplan" and len(parts) > 1 and parts[1] in STAGES else ""


def _place(module: str) -> int:
    return STAGES.index(_stage(module))


def test_the_flow_enters_each_stage_once() -> None:
    """Read from top to bottom, the plan's steps stay in a stage until they leave it for good."""
    entered = [stage for stage, _ in groupby(STEPS, lambda one: _stage(one.function.__module__))]
    assert entered == list(FLOW)


def test_functions_take_few_arguments() -> None:
    """What belongs to one subject travels in a record named after it."""
    long = [
        f"{module}.{node.name} takes {count}"
        for module, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (count := _arguments(node)) > MOST_ARGUMENTS
        and f"{module}.{node.name}" not in CONTRACT
    ]
    assert long == []


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = node.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_module_names_say_what_is_inside() -> None:
    """No module carries a name that any code would fit under."""
    assert [str(path) for path in written() if path.stem.strip("_") in VAGUE] == []


def test_modules_stay_short() -> None:
    """No Python file is longer than a reader takes in at one sitting."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in written()}
    assert {str(path): count for path, count in lines.items() if count > LONGEST} == {}
    assert median(lines[path] for path in modules().values()) <= MEDIAN_LINES


def loaded_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after one statement."""
    paths = os.pathsep.join(str(folder.parent) for folder in PACKAGES.values())
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    ("package", "heavy"),
    [
        ("capplan", {"openpyxl", "defusedxml", "pandas", "scipy", "xlwings"}),
        ("capplan_udfs", {"numpy", "pandas", "openpyxl", "scipy"}),
    ],
)
def test_imports_stay_light(package: str, heavy: set[str]) -> None:
    """Excel waits for every import, so what is not needed yet is not loaded yet."""
    loaded = loaded_after(f"import {package}")
    assert package in loaded
    assert loaded & heavy == set()


def tracked_files() -> list[Path]:
    """The files under version control, and new ones that it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # an unpacked source archive
        return [path for path in written() if path.is_file()]
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def unwanted_in(path: Path) -> list[str]:
    """The machine paths and registry hosts that one text file names, with their lines."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    return [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := UNWANTED.search(line))
    ]


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Nothing in the project depends on where it was made or where packages come from."""
    files = tracked_files()
    assert Path(__file__).resolve() in files
    assert [line for path in files for line in unwanted_in(path)] == []


@pytest.mark.parametrize(
    "line",
    [f"cd /{place}x" for place in PLACES]
    + [f"https://{host}/x".replace("\\", "") for host in HOSTS],
)
def test_the_rule_finds_what_it_is_for(line: str) -> None:
    """A line with a machine path or a registry host is found."""
    assert UNWANTED.search(line)
