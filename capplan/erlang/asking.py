"""One number or many: sends a question to the plain Python or to the NumPy models."""

from __future__ import annotations

from collections.abc import Mapping

from capplan.erlang.arguments import PLAIN, Answer, check_all, check_definition
from capplan.erlang.one import answers as scalar_answers
from capplan.erlang.one import capacity as scalar_capacity

CAPACITY = {"blocking", "capacity", "longest_aht", "trunk_capacity", "trunks", "trunks_real"}


def answer(question: str, given: Mapping[str, object]) -> Answer:
    """The answer in the shape of the arguments, all of them checked first."""
    numbers = dict(given)
    named: dict[str, str] = {}
    if "definition" in numbers:
        named["definition"] = check_definition(numbers.pop("definition"))
    if all(isinstance(value, PLAIN) for value in numbers.values()):
        home = scalar_capacity if question in CAPACITY else scalar_answers
        return getattr(home, question)(**check_all(numbers), **named)
    from capplan.erlang.many.answers import ask

    return ask(question, numbers, **named)
