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
    """One calculation: which terms it needs, which it gives.

    `columns` says for each thing that the function returns whether it is one result (0) or a table
    with a column for each of so many results: a line for every layer of leaders, say. A `record`
    gathers terms under the name of their subject; it is no result that a reader asks for.
    """

    function: Callable[..., Any]
    results: tuple[str, ...]
    needs: tuple[str, ...]
    columns: tuple[int, ...] = ()
    record: bool = False

    def lines(self, found: Any) -> tuple[Any, ...]:
        """What the function returned, one value for each result."""
        if not self.columns:
            return (found,) if len(self.results) == 1 else tuple(found)
        lines: list[Any] = []
        for one, count in zip(found, self.columns, strict=True):
            lines += [one[:, number] for number in range(count)] if count else [one]
        return tuple(lines)


def step(
    function: Callable[..., Any], result: str | None = None, needs: tuple[str, ...] = ()
) -> Step:
    """A step named after its function, its needs named after the function's parameters."""
    return Step(function, (result or function.__name__,), needs or _parameters(function))


def several(
    function: Callable[..., Any], lines: Mapping[str, tuple[str, ...]] | None = None
) -> Step:
    """A step with several results: the fields of the named tuple that the function returns.

    `lines` names the columns of a field that is a table, weeks x layers: each is a result.
    """
    tables = lines or {}
    returned = inspect.signature(function).return_annotation
    fields = inspect.unwrap(function).__globals__[returned]._fields
    names = tuple(name for one in fields for name in tables.get(one, (one,)))
    columns = tuple(len(tables.get(one, ())) for one in fields) if tables else ()
    return Step(function, names, _parameters(function), columns)


def record(
    function: Callable[..., Any], name: str | None = None, needs: tuple[str, ...] = ()
) -> Step:
    """A step that gathers terms of one subject, so that they travel together."""
    names = needs or _parameters(function)
    return Step(function, (name or function.__name__,), names, record=True)


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def run(steps: tuple[Step, ...], known: Results) -> dict[str, Any]:
    """All results of the steps, from what is known, in order."""
    values = dict(known)
    for one in steps:
        found = one.function(*(values[name] for name in one.needs))
        values.update(zip(one.results, one.lines(found), strict=True))
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
