"""`capplan plan --report`: written with the other outputs, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import SMALL, capplan, left_in
from html_page import parsed

from capplan.cli.run import run


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small planning workbook."""
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    assert run(["new", str(path), *SMALL]) == 0
    return path


def test_the_report_is_written_beside_the_workbook(plan: Path, tmp_path: Path) -> None:
    """Said on standard error, with the run that the workbook carries, and the same every time."""
    for name in ("one", "two"):
        done = capplan("plan", plan, "-o", f"{name}.xlsx", "--report", f"{name}.html", cwd=tmp_path)
        assert done.returncode == 0
        assert done.stderr == f"capplan: wrote {name}.xlsx\ncapplan: wrote {name}.html\n"
        assert done.stdout.startswith("Capacity plan: 1 queue, 4 weeks")
    assert left_in(tmp_path) == ["one.html", "one.xlsx", "two.html", "two.xlsx"]
    page = (tmp_path / "one.html").read_bytes()
    assert page == (tmp_path / "two.html").read_bytes()
    header = next(parsed(page.decode()).all("header")).text
    assert "Capacity plan" in header
    assert "4, 5 Jan 2026 to 1 Feb 2026" in header


def test_report_and_json_go_together(plan: Path, tmp_path: Path) -> None:
    """Workbook, report and results in one run."""
    out = [str(tmp_path / f"out.{kind}") for kind in ("xlsx", "html", "json")]
    assert run(["plan", str(plan), "-o", out[0], "--report", out[1], "--json", out[2]]) == 0
    assert left_in(tmp_path) == ["out.html", "out.json", "out.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--report", "page.pdf"], 2, "found page.pdf; allowed a name ending in .html"),
        (["--report", "old.html"], 3, "cannot write old.html: it exists; --force replaces it"),
        (["--report", "none/page.html"], 3, "there is no folder"),
        (["--report", "a.html", "--json", "a.html"], 3, "the report goes there"),
    ],
)
def test_a_report_that_cannot_be_written_stops_everything(
    arguments: list[str], code: int, says: str, plan: Path, tmp_path: Path
) -> None:
    """One line, and neither workbook nor report."""
    (tmp_path / "old.html").write_text("signed")
    done = capplan("plan", plan, "-o", "out.xlsx", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert (left_in(tmp_path), (tmp_path / "old.html").read_text()) == (["old.html"], "signed")


def test_a_report_that_fails_leaves_no_workbook(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outputs appear together or not at all."""

    def broken(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("capplan.report.html", broken)
    out = [str(tmp_path / name) for name in ("out.xlsx", "out.html")]
    assert run(["plan", str(plan), "-o", out[0], "--report", out[1]]) == 3
    assert left_in(tmp_path) == []


def test_force_replaces_a_report(plan: Path, tmp_path: Path) -> None:
    """As it replaces a workbook."""
    page = tmp_path / "old.html"
    page.write_text("signed")
    arguments = ["-o", str(tmp_path / "out.xlsx"), "--report", str(page), "--force"]
    assert run(["plan", str(plan), *arguments]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
