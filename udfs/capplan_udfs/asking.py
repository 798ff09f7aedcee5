"""One question to many cells: a single call, a loop over few cells, or one call for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan_udfs.over_cells import (
    MANY_CELLS,
    Given,
    answer_shape,
    arranged,
    ask_each,
    one_answer,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capplan_udfs.over_cells import Question


def ask(question: Question, values: Sequence[Any], strict: bool) -> Any:
    """The answer to single cells, or a list of lists for ranges.

    Strict raises the first fault; otherwise faulty cells carry their error code.
    """
    if not any(isinstance(value, (list, tuple)) or hasattr(value, "tolist") for value in values):
        pairs = zip(question.arguments, values, strict=True)
        answer = one_answer(question, [argument.single(value) for argument, value in pairs])
        return [[part] for part in answer] if question.stacked else answer
    given = [Given(*pair, strict) for pair in zip(question.arguments, values, strict=True)]
    if not any(one.boxed for one in given):  # numbers of NumPy's own kinds
        return ask(question, [one.values[0] for one in given], strict)
    shape = answer_shape(given)
    count = shape.rows * shape.columns
    if count < MANY_CELLS or question.stacked:
        answers = ask_each(question, given, shape)
    else:
        from capplan_udfs.over_ranges import ask_at_once

        answers = ask_at_once(question, given, shape)
    return arranged(question, answers, shape)
