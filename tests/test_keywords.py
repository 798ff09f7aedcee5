"""Keywords that are typed once for several functions: a misspelt one is named, never swallowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from capplan import erlang, make_assumptions

CALLS: list[dict[str, Any]] = [{"queue": "Calls", "aht_s": 300}]


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (make_assumptions, (date(2026, 1, 5), CALLS, [[1000]])),
        (lambda **more: erlang.staffing_table(180, max_contacts=50, **more), ()),
        (erlang.uncertain_agents, (200, 300, 0.1)),
        (erlang.week_outcome, ([14], [100], 180)),
    ],
)
def test_a_misspelt_keyword_is_named(function: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """A misspelt option stops the call; it does not quietly leave the default in force."""
    function(*given)
    misspelt: dict[str, Any] = {"max_ocupancy_share": 0.8}
    with pytest.raises(TypeError, match="unexpected keyword argument 'max_ocupancy_share'"):
        function(*given, **misspelt)


def test_targets_given_by_keyword_count() -> None:
    """The shared keywords reach the models: a tighter cap needs more agents."""
    capped: dict[str, Any] = {"max_occupancy_share": 0.6}
    assert erlang.uncertain_agents(200, 300, 0.1, **capped) == 56
    assert erlang.staffing_table(300, max_contacts=300, **capped).agents(200) == 56
