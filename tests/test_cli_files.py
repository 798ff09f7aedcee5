"""Files go in and out whole: what cannot be read or written is told, and nothing is lost."""

from __future__ import annotations

import errno
import os
import pty
import resource
import signal
import stat
import subprocess
from pathlib import Path

import pytest
from command import SMALL, capplan, command, environment, left_in

from capplan.cli.files import FileFault, writable, write_whole
from capplan.cli.run import run

OLD = b"what was there before"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small planning workbook in an otherwise empty folder."""
    path = tmp_path / "plan.xlsx"
    assert capplan("new", path, *SMALL, cwd=tmp_path).returncode == 0
    return path


def refused(done: subprocess.CompletedProcess[str], says: str) -> None:
    """Exit code 3, one line, nothing on standard output."""
    assert (done.returncode, done.stdout) == (3, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# what cannot be read


@pytest.mark.parametrize("name", ["check", "explain", "plan"])
def test_a_missing_input_is_told(name: str, tmp_path: Path) -> None:
    """Whatever the command, exit code 3."""
    rest = {"check": [], "explain": ["contacts"], "plan": ["-o", "out.xlsx"]}[name]
    refused(capplan(name, "none.xlsx", *rest, cwd=tmp_path), "cannot read none.xlsx: No such file")
    assert left_in(tmp_path) == []


def test_a_folder_or_a_circle_of_links_is_no_input(tmp_path: Path) -> None:
    """What is there but cannot be read is told by its reason."""
    refused(capplan("check", tmp_path, cwd=tmp_path), "Is a directory")
    (tmp_path / "ring.xlsx").symlink_to(tmp_path / "ring.xlsx")
    refused(capplan("check", "ring.xlsx", cwd=tmp_path), "Too many levels of symbolic links")


def test_a_file_that_is_no_plan_cannot_be_read(tmp_path: Path) -> None:
    """A text file under a workbook's name is told in one line."""
    (tmp_path / "notes.xlsx").write_text("call them back")
    done = capplan("check", "notes.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "notes.xlsx" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# what cannot be written


def test_an_existing_output_stays_without_force(plan: Path, tmp_path: Path) -> None:
    """Nothing is computed for nothing, and the file is as it was."""
    out = tmp_path / "out.xlsx"
    out.write_bytes(OLD)
    refused(capplan("plan", plan, "-o", out, cwd=tmp_path), "it exists; --force replaces it")
    assert out.read_bytes() == OLD
    assert capplan("plan", plan, "-o", out, "--force", cwd=tmp_path).returncode == 0
    assert out.read_bytes() != OLD


@pytest.mark.parametrize("kind", ["same", "symbolic", "hard", "roundabout"])
def test_the_input_is_never_the_output(kind: str, plan: Path, tmp_path: Path) -> None:
    """Not by its name, a link of either sort, or a roundabout path, and not with --force."""
    before, out = plan.read_bytes(), tmp_path / "out.xlsx"
    if kind == "symbolic":
        out.symlink_to(plan)
    elif kind == "hard":
        out.hardlink_to(plan)
    else:
        out = plan if kind == "same" else tmp_path / ".." / tmp_path.name / "plan.xlsx"
    done = capplan("plan", plan, "-o", out, "--force", cwd=tmp_path)
    refused(done, "it is the input, which is never written")
    assert plan.read_bytes() == before


def test_json_goes_neither_over_the_input_nor_over_the_workbook(plan: Path, tmp_path: Path) -> None:
    """Both are refused before anything is written."""
    arguments = ("plan", plan, "-o", "out.xlsx", "--force", "--json")
    refused(capplan(*arguments, plan, cwd=tmp_path), "it is the input")
    refused(capplan(*arguments, "out.xlsx", cwd=tmp_path), "the workbook goes there")
    assert left_in(tmp_path) == ["plan.xlsx"]


def test_a_folder_or_device_is_no_output(tmp_path: Path) -> None:
    """Replacing one would destroy it, so not even --force does."""
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "device.xlsx").symlink_to("/dev/null")
    arguments = ("new", *SMALL, "--force")
    refused(capplan(*arguments, "folder.xlsx", cwd=tmp_path), "it is a folder")
    refused(capplan(*arguments, "device.xlsx", cwd=tmp_path), "it is no ordinary file")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """Folders are not made by accident."""
    refused(capplan("new", "a/b.xlsx", *SMALL, cwd=tmp_path), "there is no folder")
    assert left_in(tmp_path) == []


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path) -> None:
    """As on a read-only share."""
    refused(capplan("new", "/proc/plan.xlsx", *SMALL, cwd=tmp_path), "cannot write /proc/plan.xlsx")


def small_disk() -> None:
    """Lets the process write no file beyond a few kilobytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_leaves_the_old_file(plan: Path, tmp_path: Path) -> None:
    """Exit code 3, the old workbook intact, no half-written one beside it."""
    out = tmp_path / "out.xlsx"
    out.write_bytes(OLD)
    env = environment(PYTHONDONTWRITEBYTECODE="1")
    arguments = ("plan", plan, "-o", "out.xlsx", "--json", "out.json", "--force")
    refused(capplan(*arguments, cwd=tmp_path, env=env, preexec_fn=small_disk), "cannot write")
    assert out.read_bytes() == OLD
    assert left_in(tmp_path) == ["out.xlsx", "plan.xlsx"]


def test_a_disk_that_fills_up_at_the_last_byte_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system only says when the bytes must be on the disk is heard, too."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    out = tmp_path / "out.xlsx"
    out.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileFault, match=r"cannot write .*out\.xlsx: No space left on device"):
        write_whole({out: b"new"})
    assert out.read_bytes() == OLD
    assert left_in(tmp_path) == ["out.xlsx"]


def test_an_answer_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A full disk behind standard output."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command("vocabulary"), stdout=full, stderr=subprocess.PIPE, env=environment()
        )
    assert done.returncode == 3
    assert done.stderr == b"capplan: cannot write the answer: No space left on device\n"


def test_a_reader_that_has_seen_enough_causes_no_complaint() -> None:
    """As in `capplan vocabulary | head -1`."""
    process = subprocess.Popen(
        command("vocabulary", "--markdown"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    assert process.stdout is not None
    process.stdout.close()
    _, messages = process.communicate(timeout=60)
    assert messages == b""


# interrupts


def _heed_interrupts() -> None:
    """A test run in the background is started deaf to Ctrl-C, and its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C while the bar runs: one line, exit code 130, the old file as it was."""
    out = tmp_path / "out.xlsx"
    out.write_bytes(OLD)
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command("new", "out.xlsx", "--example", "enterprise", "--force"),
        stdout=subprocess.PIPE,
        stderr=slave,
        cwd=tmp_path,
        env=environment(),
        preexec_fn=_heed_interrupts,
    )
    os.close(slave)
    seen = b""
    while b"staffing" not in seen:
        seen += os.read(master, 1024)
    process.send_signal(signal.SIGINT)
    answer, _ = process.communicate(timeout=60)
    seen += os.read(master, 4096)
    os.close(master)
    assert (process.returncode, answer) == (130, b"")
    assert b"[...." in seen
    assert seen.endswith(b"capplan: interrupted\r\n")
    assert (left_in(tmp_path), out.read_bytes()) == (["out.xlsx"], OLD)


def test_an_interrupt_while_writing_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first byte and the last nothing is in the target's place."""

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole({tmp_path / "out.xlsx": b"new"})
    assert left_in(tmp_path) == []


def test_two_files_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    """The second one's failure keeps the first one from appearing."""
    good, bad = tmp_path / "out.xlsx", tmp_path / "none" / "out.json"
    with pytest.raises(FileFault, match=r"out\.json: No such file"):
        write_whole({good: b"new", bad: b"new"})
    assert left_in(tmp_path) == []


# the file itself


def test_a_replaced_file_keeps_its_rights_and_a_new_one_gets_the_usual(tmp_path: Path) -> None:
    """Colleagues who could read the old workbook can read the new one."""
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    old.write_bytes(OLD)
    old.chmod(0o640)
    write_whole({old: b"1", new: b"2"})
    (tmp_path / "usual").touch()
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new.xlsx", "usual")]
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert modes[0] == modes[1]


def test_a_link_to_an_output_stays_a_link(tmp_path: Path) -> None:
    """The file behind the link is replaced, not the link."""
    (tmp_path / "behind.xlsx").write_bytes(OLD)
    link = tmp_path / "link.xlsx"
    link.symlink_to("behind.xlsx")
    write_whole({writable(str(link), force=True): b"new"})
    assert link.is_symlink()
    assert (tmp_path / "behind.xlsx").read_bytes() == b"new"


# capplan's own faults


def test_a_fault_of_capplan_itself_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a traceback; the line says where, so that it can be reported."""

    def broken(_: object) -> int:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr("capplan.cli.vocabulary.run", broken)
    assert run(["vocabulary"]) == 70
    told = capsys.readouterr().err
    assert "RuntimeError at test_cli_files.py:" in told
    assert len(told.splitlines()) == 1
