"""What each command gives, on which stream, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from capplan_workbook.reader import open_plan
from command import SMALL, capplan, environment, left_in

from capplan import __version__
from capplan.cli.run import run
from capplan.errors import Issue
from capplan.inputs.examples import starter
from capplan.vocabulary import VOCABULARY, markdown

HEAVY = ("numpy", "pandas", "openpyxl", "defusedxml")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small planning workbook, as `capplan new` writes it."""
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    done = capplan("new", path, *SMALL, cwd=path.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"capplan: wrote {path}\n"
    return path


def with_cell(plan: Path, name: str, value: object, folder: Path) -> Path:
    """A copy of the workbook with one named input typed over."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops the sparklines and says so
        book = openpyxl.load_workbook(plan)
    sheet, cell = next(iter(book.defined_names[name].destinations))
    book[sheet][cell.replace("$", "")].value = value
    path = folder / "typed.xlsx"
    book.save(path)
    return path


# help and vocabulary


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"], ["vocabulary"]])
def test_help_and_vocabulary_load_nothing_heavy(arguments: list[str]) -> None:
    """What needs no arrays answers at once."""
    script = (
        f"import sys\nsys.argv = ['capplan', *{arguments!r}]\n"
        "from capplan.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('loaded', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in done.stdout.rsplit("loaded", 1)[1].split()}
    assert loaded.isdisjoint(HEAVY)


def test_version(tmp_path: Path) -> None:
    """The version in one line."""
    done = capplan("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"capplan {__version__}\n")


def test_vocabulary_has_a_line_for_every_term(tmp_path: Path) -> None:
    """Name first, so that it can be searched."""
    done = capplan("vocabulary", cwd=tmp_path)
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(VOCABULARY)


def test_vocabulary_as_markdown_is_the_document(tmp_path: Path) -> None:
    """The page of the documentation, letter by letter."""
    assert capplan("vocabulary", "--markdown", cwd=tmp_path).stdout == markdown() + "\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "required: COMMAND"),
        (["paln"], "invalid choice: 'paln'"),
        (["new"], "PLAN.xlsx: found nothing; allowed the workbook to write"),
        (["new", "plan.xls"], "found plan.xls; allowed a name ending in .xlsx"),
        (["new", "p.xlsx", "--weeks", "157"], "--weeks: found 157; allowed 1 to 156 weeks"),
        (["new", "p.xlsx", "--start", "2026-01-07"], "did you mean 2026-01-05?"),
        (["new", "p.xlsx", "--start", "soon"], "allowed a Monday as YYYY-MM-DD"),
        (["new", "p.xlsx", "--example", "banc"], "allowed one of bank, enterprise, growth"),
        (["new", "p.xlsx", "--example", "growth", "--weeks", "79"], "allowed 1 to 78 weeks"),
        (["plan", "p.xlsx"], "required: -o/--output"),
    ],
)
def test_a_slip_in_the_arguments_is_one_line(
    arguments: list[str], says: str, tmp_path: Path
) -> None:
    """Exit code 2, nothing on standard output, nothing written."""
    done = capplan(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, left_in(tmp_path)) == (2, "", [])
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# new


def test_new_names_its_examples(tmp_path: Path) -> None:
    """One line an example; nothing is written."""
    done = capplan("new", "--example", "list", cwd=tmp_path)
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "bank",
        "enterprise",
        "growth",
    ]
    assert left_in(tmp_path) == []


def test_new_plans_from_the_next_monday(tmp_path: Path) -> None:
    """Without a start the first week is the next one."""
    capplan("new", "plan.xlsx", "--weeks", "3", "--force", cwd=tmp_path)
    weeks = json.loads(capplan(*as_json(tmp_path), cwd=tmp_path).stdout)["weeks"]
    first = date.fromisoformat(weeks[0])
    assert (first.weekday(), len(weeks)) == (0, 3)
    assert 0 < (first - date.today()).days <= 7


def as_json(folder: Path, source: str = "plan.xlsx") -> list[str]:
    """A plan command whose answer is JSON."""
    return ["plan", source, "-o", str(folder / "out.xlsx"), "--json", "-", "--force"]


def test_new_lays_an_example_over_other_weeks(tmp_path: Path) -> None:
    """The example's queues, at the start and length asked for."""
    arguments = ("--example", "growth", "--start", "2027-03-01", "--weeks", "5")
    assert capplan("new", "plan.xlsx", *arguments, cwd=tmp_path).returncode == 0
    answer = json.loads(capplan(*as_json(tmp_path), cwd=tmp_path).stdout)
    assert answer["queues"] == ["Phone", "Chat", "Email"]
    assert answer["weeks"][0] == "2027-03-01"
    assert len(answer["weeks"]) == 5


def test_the_same_request_gives_the_same_bytes(plan: Path, tmp_path: Path) -> None:
    """A workbook can be compared by its bytes."""
    capplan("new", "plan.xlsx", *SMALL, cwd=tmp_path)
    assert (tmp_path / "plan.xlsx").read_bytes() == plan.read_bytes()


# plan


def test_plan_writes_a_workbook_and_prints_a_summary(plan: Path, tmp_path: Path) -> None:
    """The answer on standard output, what was done on standard error, and a sound workbook."""
    done = capplan("plan", plan, "-o", "out.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "capplan: wrote out.xlsx\n")
    assert done.stdout.startswith("Capacity plan: 1 queue, 4 weeks from 2026-01-05, scenario Base")
    for word in ("Required FTE", "Coverage", "Cost", "Checks:"):
        assert word in done.stdout
    assert capplan("check", "out.xlsx", cwd=tmp_path).returncode == 0
    assert left_in(tmp_path) == ["out.xlsx"]


def test_plan_in_json_is_one_object_on_standard_output(plan: Path, tmp_path: Path) -> None:
    """Headlines of every scenario, results of the live one, nothing else on the stream."""
    done = capplan(*as_json(tmp_path, str(plan)), cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert (answer["schema"], answer["scenario"], done.stdout.count("\n")) == (1, "Base", 1)
    assert len(answer["results"]["required_fte"]) == len(answer["weeks"]) == 4
    total = sum(answer["results"]["week_cost"])
    assert answer["headlines"]["Base"]["total_cost"] == pytest.approx(total)
    assert answer["status"] in ("OK", "REVIEW")


def test_plan_writes_json_beside_the_summary(plan: Path, tmp_path: Path) -> None:
    """With a file name the JSON goes there and the summary stays on the screen."""
    done = capplan("plan", plan, "-o", "out.xlsx", "--json", "out.json", cwd=tmp_path)
    answer = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert answer["plan_name"] in done.stdout
    assert left_in(tmp_path) == ["out.json", "out.xlsx"]


def test_plan_shows_the_scenario_asked_for(tmp_path: Path) -> None:
    """A named scenario becomes the live one; an unknown one is refused with the known ones."""
    capplan("new", "plan.xlsx", "--example", "growth", "--weeks", "4", cwd=tmp_path)
    arguments = ("plan", "plan.xlsx", "-o", "out.xlsx", "--scenario")
    assert "scenario Fast" in capplan(*arguments, "Fast", cwd=tmp_path).stdout
    refused = capplan(*arguments, "fats", "--force", cwd=tmp_path)
    assert refused.returncode == 2
    assert "--scenario: found fats; allowed one of Base, Fast, Slow" in refused.stderr


def test_names_from_anywhere_work(plan: Path, tmp_path: Path) -> None:
    """Blanks and other alphabets in folders and files are no obstacle."""
    folder = tmp_path / "Pläne für 2026 – 計画"
    folder.mkdir()
    (folder / "mein plan.xlsx").write_bytes(plan.read_bytes())
    done = capplan("plan", "mein plan.xlsx", "-o", "neuer plan.xlsx", cwd=folder)
    assert done.returncode == 0
    assert left_in(folder) == ["mein plan.xlsx", "neuer plan.xlsx"]


def test_a_terminal_without_those_letters_still_gets_its_answer(tmp_path: Path) -> None:
    """Letters a terminal cannot show are spelt out instead of stopping the answer."""
    done = capplan("check", "Kraków.xlsx", cwd=tmp_path, env=environment(PYTHONIOENCODING="ascii"))
    assert done.returncode == 3
    assert "cannot read Krak\\xf3w.xlsx" in done.stderr


def test_plan_passes_on_what_a_person_should_see(
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A remark about the inputs stops nothing and is told on standard error."""
    remark = Issue("Queues!D8", "Profile", "0.9995", "1", "they were scaled to 1", "look")
    found = replace(open_plan(plan), remarks=(remark,))
    monkeypatch.setattr("capplan_workbook.reader.open_plan", lambda path: found)
    assert run(["plan", str(plan), "-o", str(tmp_path / "out.xlsx")]) == 0
    assert f"capplan: please look: {remark}" in capsys.readouterr().err


# check


def test_check_of_a_sound_workbook(plan: Path, tmp_path: Path) -> None:
    """Says so, and nothing goes to standard error."""
    done = capplan("check", plan, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "no faults"


def test_check_names_the_cell_of_a_fault(plan: Path, tmp_path: Path) -> None:
    """One line a fault: place, found, allowed, likely fix."""
    typed = with_cell(plan, "in_burden_share", 22, tmp_path)
    done = capplan("check", typed, cwd=tmp_path)
    assert done.returncode == 2
    (line,) = done.stdout.splitlines()
    assert line.startswith("Assumptions!")
    assert "found 22; allowed" in line
    assert "did you mean 0.22 (22 %)?" in line


def test_plan_refuses_a_faulty_workbook_and_writes_nothing(plan: Path, tmp_path: Path) -> None:
    """The same fault stops a run, on standard error."""
    typed = with_cell(plan, "in_burden_share", 22, tmp_path)
    done = capplan("plan", typed, "-o", "out.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 0.22 (22 %)?" in done.stderr
    assert left_in(tmp_path) == ["typed.xlsx"]


def test_check_in_json(plan: Path, tmp_path: Path) -> None:
    """Faults as data, with place and severity."""
    typed = with_cell(plan, "in_burden_share", 22, tmp_path)
    answer = json.loads(capplan("check", typed, "--json", cwd=tmp_path).stdout)
    (fault,) = answer["faults"]
    assert (answer["schema"], fault["severity"], fault["found"]) == (1, "stop", "22")
    sound = json.loads(capplan("check", plan, "--json", cwd=tmp_path).stdout)
    assert sound["faults"] == []
    assert {check["result"] for check in sound["checks"]} <= {"OK", "REVIEW"}


@pytest.mark.parametrize("name", ["check", "plan"])
def test_a_failing_check_of_the_plan_gives_exit_code_one(
    name: str,
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The work is done, the answer is there, and the code tells a script to stop."""
    failing = SimpleNamespace(
        title="Agents roll forward", result="FAIL", measured=3.0, low=0, high=0, advice="look at it"
    )
    monkeypatch.setattr("capplan_workbook.writer.plan_checks", lambda plan, study=None: [failing])
    out = ["-o", str(tmp_path / "out.xlsx")] if name == "plan" else []
    assert run([name, str(plan), *out]) == 1
    assert "FAIL: Agents roll forward: 3; look at it" in capsys.readouterr().out


# explain


def test_explain_prints_the_tree(plan: Path, tmp_path: Path) -> None:
    """From the number to the assumptions, further in line by line."""
    done = capplan("explain", plan, "workload_h", "--week", "2026-01-14", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[:2] == ["workload_h: Workload 416.7 hours", "  = Contacts x planned AHT / 3600."]
    assert any(line.startswith("    aht_s: AHT 300 seconds") for line in lines)


def test_explain_in_json(plan: Path, tmp_path: Path) -> None:
    """The same tree as data, with the schema's number."""
    answer = json.loads(capplan("explain", plan, "workload_h", "--json", cwd=tmp_path).stdout)
    assert (answer["schema"], answer["scenario"], answer["term"]) == (1, "Base", "workload_h")
    assert [need["term"] for need in answer["needs"]] == ["contacts", "planned_aht_s"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["workload"], "did you mean workload_h?"),
        (["workload_h", "--week", "2027-01-04"], "allowed a week of the plan"),
        (["workload_h", "--queue", "Cals"], "did you mean Calls?"),
        (["workload_h", "--scenario", "Bass"], "allowed one of Base"),
    ],
)
def test_explain_suggests_the_closest_name(
    arguments: list[str], says: str, plan: Path, tmp_path: Path
) -> None:
    """Exit code 2 and one line."""
    done = capplan("explain", plan, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# demo


def test_demo_makes_a_workbook_and_says_what_next(tmp_path: Path) -> None:
    """Plan and report in the folder, the figures on the screen, four lines to go on with."""
    done = capplan("demo", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Bank calls 2003-04: 1 queue, 53 weeks from 2003-10-27")
    assert len(done.stdout.split("What next:\n")[1].splitlines()) == 4
    assert left_in(tmp_path / "capplan-demo") == ["bank-plan.xlsx", "bank-report.html"]


@pytest.fixture
def short_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo over a few weeks of a small plan instead of the bank's year."""
    small = starter(date(2026, 1, 5), 4)
    monkeypatch.setattr("capplan.inputs.examples.example", lambda name: small)


@pytest.mark.usefixtures("short_demo")
def test_a_second_demo_finds_its_own_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run twice, it says the same and leaves the same bytes."""
    path, page, answers = tmp_path / "bank-plan.xlsx", tmp_path / "bank-report.html", []
    for _ in range(2):
        assert run(["demo", "-o", str(tmp_path)]) == 0
        answers.append((capsys.readouterr().out, path.read_bytes(), page.read_bytes()))
    assert answers[0] == answers[1]
    assert left_in(tmp_path) == ["bank-plan.xlsx", "bank-report.html"]


@pytest.mark.usefixtures("short_demo")
def test_demo_leaves_other_peoples_files_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of that name with other content is only replaced when told to."""
    path = tmp_path / "bank-plan.xlsx"
    path.write_text("my own")
    assert run(["demo", "-o", str(tmp_path)]) == 3
    assert path.read_text() == "my own"
    assert "it exists; --force replaces it" in capsys.readouterr().err
    assert run(["demo", "-o", str(tmp_path), "--force"]) == 0
    assert path.read_bytes()[:2] == b"PK"
