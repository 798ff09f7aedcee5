"""`capplan vocabulary`: the table of terms."""

from __future__ import annotations

from argparse import Namespace

from capplan.vocabulary import VOCABULARY, Term, markdown

WIDTHS = (32, 30, 20)


def run(options: Namespace) -> int:
    """Prints the table."""
    print(markdown() if options.markdown else "\n".join(map(_line, VOCABULARY.values())))
    return 0


def _line(row: Term) -> str:
    """One term in one line: name, label, unit and meaning."""
    cells = zip((row.name, row.label, row.unit), WIDTHS, strict=True)
    return "".join(f"{cell:<{width}}  " for cell, width in cells) + row.help
