"""Steps of a calculation: pure functions whose parameters and results are named after terms."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
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


def leading_to(
    steps: Sequence[Step], results: Iterable[str], known: Iterable[str] = ()
) -> tuple[Step, ...]:
    """The steps that these results are made from, in order; none behind what is known already.

    >>> from capplan.plan.flow import STEPS
    >>> [one.results[0] for one in leading_to(STEPS, ["workload_h"])][-3:]
    ['contacts', 'planned_aht_s', 'workload_h']
    >>> len(leading_to(STEPS, ["workload_h"], ["contacts", "planned_aht_s"]))
    1
    """
    wanted, kept, ready = set(results), [], set(known)
    for one in reversed(steps):
        if wanted.intersection(one.results):
            kept.append(one)
            wanted.update(set(one.needs) - ready)
    return tuple(reversed(kept))
