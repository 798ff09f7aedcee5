"""Steps of a calculation: pure functions whose parameters and results are named after terms."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Results = Mapping[str, Any]
Way = Callable[[tuple["Step", ...], Results], Results]  # steps and what is known in, all out


@dataclass(frozen=True, slots=True)
class Step:
    """One calculation: which terms it needs, which it gives."""

    function: Callable[..., Any]
    results: tuple[str, ...]
    needs: tuple[str, ...]


def step(
    function: Callable[..., Any], result: str | None = None, needs: tuple[str, ...] = ()
) -> Step:
    """A step named after its function, its needs named after the function's parameters."""
    parameters = tuple(inspect.signature(function).parameters)
    return Step(function, (result or function.__name__,), needs or parameters)


def several(function: Callable[..., Any]) -> Step:
    """A step with several results: the fields of the named tuple that the function returns."""
    returned = inspect.signature(function).return_annotation
    fields = inspect.unwrap(function).__globals__[returned]._fields
    return Step(function, tuple(fields), tuple(inspect.signature(function).parameters))


def run(steps: tuple[Step, ...], known: Results) -> dict[str, Any]:
    """All results of the steps, from what is known, in order."""
    values = dict(known)
    for one in steps:
        given = one.function(*(values[name] for name in one.needs))
        if len(one.results) == 1:
            given = (given,)
        values.update(zip(one.results, given, strict=True))
    return values
