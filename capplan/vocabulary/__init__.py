"""The one vocabulary: every quantity's name, unit, default, range and help text.

Workbook labels and prompts, Excel function help, command help and the documentation are all
derived from these rows, so they cannot drift apart.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from capplan.vocabulary.term import (
    FIRST_SCHEMA,
    SECONDS_PER_HOUR,
    UNIT_OF_SUFFIX,
    WEEKS_PER_YEAR,
    Term,
)

__all__ = [
    "SECONDS_PER_HOUR",
    "UNIT_OF_SUFFIX",
    "VOCABULARY",
    "WEEKS_PER_YEAR",
    "Term",
    "markdown",
    "suggest",
    "term",
    "terms",
]

_FLAGS = ("above_low", "whole", "required", "scenario")
# what a function may say otherwise of a term: blank is as in a plan
_CALL_FLAGS = {"call_below": "below_high", "call_whole": "whole"}
_CALL_TEXTS = {"call_unit": "unit", "call_help": "help"}
_CALLS = ("call_low", "call_high", *_CALL_FLAGS, "call_default", *_CALL_TEXTS)


def _read_table() -> Iterator[Term]:
    path = Path(__file__).with_name("terms.csv")
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield Term(**_fields(row))


def _fields(row: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(row)
    fields |= {flag: row[flag] == "yes" for flag in _FLAGS}
    fields |= {limit: float(row[limit]) if row[limit] else None for limit in ("low", "high")}
    fields["choices"] = tuple(row["choices"].split(" | ")) if row["choices"] else ()
    fields["default"] = _default(row["default"], row["unit"])
    fields["since"] = int(row.get("since") or FIRST_SCHEMA)
    fields["calls"] = tuple(_calls({name: fields.pop(name) for name in _CALLS}, row["unit"]))
    return fields


def _calls(said: dict[str, str], unit: str) -> Iterator[tuple[str, Any]]:
    """What a function says otherwise: `inf` is a limit, `none` a default that it does without."""
    for column, field in (("call_low", "low"), ("call_high", "high")):
        if said[column]:
            yield field, None if said[column] == "inf" else float(said[column])
    for column, field in _CALL_FLAGS.items():
        if said[column]:
            yield field, said[column] == "yes"
    for column, field in _CALL_TEXTS.items():
        if said[column]:
            yield field, said[column]
    if said["call_default"]:
        default = said["call_default"]
        yield "default", None if default == "none" else _default(default, unit)


def _default(text: str, unit: str) -> float | str | None:
    if not text:
        return None
    return text if unit == "text" else float(text)


VOCABULARY: dict[str, Term] = {row.name: row for row in _read_table()}


def term(name: str) -> Term:
    """The vocabulary row of a name.

    >>> term("required_fte").unit
    'FTE'
    """
    try:
        return VOCABULARY[name]
    except KeyError:
        raise KeyError(f"no term {name!r}; {suggest(name)}") from None


def suggest(name: str) -> str:
    """The closest known term, for a misspelt one.

    >>> suggest("shrinkage")
    'did you mean shrinkage_share?'
    """
    close = difflib.get_close_matches(name, VOCABULARY, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else "see capplan vocabulary"


def terms(
    kind: str | None = None, stage: str | None = None, shape: str | None = None
) -> list[Term]:
    """The terms of a kind, stage or shape, in the order of the plan.

    >>> [t.name for t in terms("assumption", "requirement", "plan")][:2]
    ['service_level_change_share', 'schedule_inefficiency_share']
    """
    return [
        row
        for row in VOCABULARY.values()
        if kind in (None, row.kind) and stage in (None, row.stage) and shape in (None, row.shape)
    ]


def markdown() -> str:
    """The whole vocabulary as a Markdown document, one table a kind."""
    lines = [
        "# Vocabulary",
        "",
        "Made by `capplan vocabulary --markdown`; change the table of terms, not this page.",
        "",
        "A function (`CAP_AGENTS`, `capplan.erlang.agents`) may allow more than a plan, and take "
        "another default. Where its column is blank, the plan's range and default hold there too.",
        "",
    ]
    for kind, title in (
        ("assumption", "Assumptions"),
        ("result", "Results"),
        ("evidence", "Evidence, likely futures and what a budget cap buys"),
        ("argument", "Function arguments"),
    ):
        lines += [
            f"## {title}",
            "",
            "| term | label | unit | stage | shape | default | allowed in a plan "
            "| in a function | meaning | source |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += [_row(row) for row in terms(kind)]
        lines.append("")
    return "\n".join(lines).rstrip()


def _row(row: Term) -> str:
    default = "" if row.default is None else row.default_text
    allowed = row.allowed if row.kind == "assumption" else ""
    cells = (
        f"`{row.name}`",
        row.label,
        row.unit,
        row.stage,
        row.shape,
        default,
        allowed,
        _in_a_function(row),
        row.help,
        row.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _in_a_function(row: Term) -> str:
    """What functions allow, and the default they take, where that is not what a plan says."""
    call, said = row.in_call, []
    if row.kind == "argument" or call.allowed != row.allowed:
        said.append(call.allowed)
    if call.default != row.default:
        default = "not given" if call.default is None else call.default_text
        said.append(f"blank: {default}")
    return "; ".join(said)
