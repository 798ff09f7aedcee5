"""What every test shares: repeatable hypothesis runs, and the rule for a missing program."""

from __future__ import annotations

import chromium
import libreoffice
import pytest
from hypothesis import HealthCheck, settings

# Without derandomize a failure may not come back; deadlines and the check on slow drawing
# measure the machine, not the code.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")

_NEEDS = {"libreoffice": libreoffice.missing_reason, "chromium": chromium.missing_reason}
_skipped: dict[str, list[str]] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a marked test in the gate, and skip it elsewhere, when its program is missing."""
    for marker, missing_reason in _NEEDS.items():
        reason = missing_reason() if item.get_closest_marker(marker) else None
        if reason is None:
            continue
        if libreoffice.required():
            pytest.fail(reason, pytrace=False)
        _skipped.setdefault(reason, []).append(item.nodeid)
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line which tests did not run, and why: a silent skip looks like a pass."""
    for reason, tests in _skipped.items():
        terminalreporter.write_line(f"{len(tests)} tests skipped: {reason}")
