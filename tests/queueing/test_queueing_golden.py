"""Every published and every high-precision row of the queueing models, at its tolerance."""

from __future__ import annotations

import pytest
from queueing_golden import ANSWERS, BESIDE, GoldenRow, rows

PUBLISHED, ORACLE = rows("published.csv"), rows("oracle.csv")


@pytest.mark.parametrize("row", PUBLISHED + ORACLE, ids=lambda row: f"{row.id}-{row.kind}")
def test_a_golden_row_is_met(row: GoldenRow) -> None:
    """Each value of the row comes out within the row's own tolerance."""
    got = ANSWERS[row.kind.split(".")[0]](row)
    checked = [key for key in row.expected if key not in BESIDE]
    assert checked, "the row asserts nothing"
    wrong = {k: (got[k], row.expected[k]) for k in checked if not row.passes(k, got[k])}
    assert not wrong, row.inputs


def test_no_row_was_lost() -> None:
    """The files hold as many rows of these families as they did when the test was written."""
    assert len(PUBLISHED) >= 114
    assert len(ORACLE) >= 121
