"""The reference of the functions, made from the functions themselves.

`python -m capplan_udfs.reference` writes the text of docs/functions.md to standard output.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from capplan_udfs.arguments import Argument
from capplan_udfs.function import FUNCTIONS, Function, TableFunction

GROUPS = ("Queueing", "FTE", "Supply", "Management", "Other")
OPENING = """\
# Excel functions

Made by `python -m capplan_udfs.reference`; change the functions, not this page.

Each function works in a cell (`=CAP_AGENTS(100, 180)`) and in Python under its name in lower case
(`capplan_udfs.cap_agents(100, 180)`).

- Units are in the names: `_s` seconds, `_h` hours, `_weeks` weeks, `_share` 0 to 1 (30 % is 0.30),
  `_heads` people, `_fte` full-time equivalents.
- An argument in `[ ]` may be left out or blank: it then takes its default.
- A single cell gives a single answer, a range gives a range. Ranges of one shape go cell by cell,
  a single value serves all cells, a column and a row together span the grid. A flat list in
  Python is one row, as `{1,2,3}` is in Excel.
- **Inside a range a blank cell is 0**, as some hosts hand it over so. Only a blank single cell
  means "not given"; to leave an optional range out for some rows, split the range. In xlwings Lite
  and Server Excel may send even a blank single cell as 0: leave the argument out instead.
- Numbers typed as text, TRUE and FALSE are no numbers. A cell with an error is never read as
  blank.

| in a cell | in Python | meaning | what to do |
| --- | --- | --- | --- |
| `#N/A` | `ValueError` | the answer does not exist: a wait without end, a target of 1 | add \
agents, give a patience, or ask for less than 1 |
| `#NUM!` | `ValueError` | an argument is outside its range | look at the range below; 30 % is \
0.30 |
| `#VALUE!` | `ValueError` | an argument is of the wrong kind: text, a date, TRUE, nothing, ranges \
that do not fit | give a number |

Only the cells of a range that cannot be answered carry a code. In Python the first such cell is
named in the error's one line: `argument aht_s (row 2, column 1): found -5; allowed above 0 up to
14,400 seconds`.
"""


def markdown() -> str:
    """The whole page."""
    parts = [OPENING]
    for group in GROUPS:
        parts.append(f"## {group}\n")
        parts += [section(function) for function in FUNCTIONS.values() if function.group == group]
    return "\n".join(parts)


def section(function: Function) -> str:
    """One function: how it is called, what it gives, its arguments, an example."""
    lines = [f"### {function.name.upper()}", "", f"`={call_of(function)}`", "", function.help, ""]
    lines += remarks(function)
    if function.arguments:
        lines += ["| argument | meaning, allowed values, default |", "| --- | --- |"]
        lines += [f"| {cell_of(function, one)} | {one.help} |" for one in function.arguments]
        lines.append("")
    lines += ["```python", *examples(function), "```", ""]
    return "\n".join(lines)


def call_of(function: Function) -> str:
    """The call as Excel's own help writes it.

    >>> call_of(FUNCTIONS["cap_leaders"])
    'CAP_LEADERS(heads, span, [minimum_heads=0])'
    """
    shown = [
        one.name if one.required else f"[{one.name}{default_of(one)}]" for one in function.arguments
    ]
    return f"{function.name.upper()}({', '.join(shown)})"


def default_of(argument: Argument) -> str:
    """The default as it stands in a call; nothing where there is none."""
    given = argument.default
    if given is None or given == ():
        return ""
    if isinstance(given, tuple):
        return "=" + ";".join(f"{one:g}" for one in (*given, given[-1])) + ";..."
    return f"={given}" if isinstance(given, str) else f"={given:g}"


def cell_of(function: Function, argument: Argument) -> str:
    """The argument's name, and whether it takes a range as one series."""
    is_range = isinstance(function, TableFunction) and argument.name in function.ranges
    return f"`{argument.name}`" + (" (range)" if is_range else "")


def remarks(function: Function) -> Iterator[str]:
    """The paragraphs of the docstring between its first and its examples."""
    for paragraph in inspect.cleandoc(function.body.__doc__ or "").split("\n\n")[1:]:
        if not paragraph.startswith(">>>"):
            yield " ".join(paragraph.split())
            yield ""


def examples(function: Function) -> Iterator[str]:
    """The docstring's examples, which the tests run."""
    for paragraph in inspect.cleandoc(function.body.__doc__ or "").split("\n\n")[1:]:
        if paragraph.startswith(">>>"):
            yield from paragraph.splitlines()


if __name__ == "__main__":
    sys.stdout.write(markdown())
