"""On a machine without Chromium the marked tests fail in the gate, and say so elsewhere."""

from __future__ import annotations

from pathlib import Path

import chromium
import pytest

pytest_plugins = ["pytester"]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with what to install."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert chromium.find_chromium() is None
    assert chromium.missing_reason() == (
        "not installed: Chromium (chromium), pdftotext, pdfinfo; install chromium and poppler-utils"
    )


@pytest.mark.parametrize(("ci", "outcome"), [("true", "errors"), ("", "skipped")])
def test_without_chromium(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: str
) -> None:
    """A marked test fails in the gate and else skips with the reason shown."""
    shared = Path(__file__).resolve().parents[1] / "conftest.py"
    pytester.makeconftest(shared.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = chromium: needs it")
    pytester.makepyfile("import pytest\n@pytest.mark.chromium\ndef test_it(): pass")
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("CAPPLAN_REQUIRE_LIBREOFFICE", raising=False)
    monkeypatch.setattr(chromium, "find_chromium", lambda: None)
    result = pytester.runpytest_inprocess()
    assert result.parseoutcomes()[outcome] == 1
    result.stdout.fnmatch_lines(["*not installed: Chromium (chromium)*"])
