"""Faults of what was typed behind an option, told under the option's own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from capplan.errors import Issue, PlanInputError


@contextmanager
def as_options(names: Mapping[str, str]) -> Iterator[None]:
    """Tells a fault of a function's argument as one of the option that it came from.

    >>> from capplan.errors import argument_error
    >>> with as_options({"order": "--order"}):
    ...     raise argument_error("order", "foo", "factors")
    Traceback (most recent call last):
    capplan.errors.PlanInputError: --order: found foo; allowed factors
    """
    options = {f"argument {name}": option for name, option in names.items()}
    try:
        yield
    except PlanInputError as fault:
        raise PlanInputError(_told(one, options) for one in fault.issues) from None


def _told(one: Issue, options: Mapping[str, str]) -> Issue:
    """The fault under its option, which says enough: no label of a cell beside it."""
    return replace(one, where=options[one.where], term="") if one.where in options else one
