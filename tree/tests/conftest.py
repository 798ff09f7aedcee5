"""What every test shares: repeatable hypothesis runs, and the rule for a missing LibreOffice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from libreoffice import missing_reason, required

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

_skipped: list[str] = []


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a marked test in the gate, and skip it elsewhere, when LibreOffice is missing."""
    if item.get_closest_marker("libreoffice") is None:
        return
    reason = missing_reason()
    if reason is None:
        return
    if required():
        pytest.fail(reason, pytrace=False)
    _skipped.append(item.nodeid)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line which tests did not run, and why: a silent skip looks like a pass."""
    if _skipped:
        terminalreporter.write_line(f"{len(_skipped)} tests skipped: {missing_reason()}")
