"""Other: the version, and what a term means."""

from __future__ import annotations

import capplan
from capplan import vocabulary
from capplan_udfs.faults import NOT_AVAILABLE, refusal, words
from capplan_udfs.function import Answer, Cells, table_function

GROUP = "Other"
TEXT_LIMIT = 255


@table_function(GROUP)
def cap_version() -> Answer:
    """Version of capplan that computes these functions.

    >>> cap_version() == capplan.__version__
    True
    """
    return capplan.__version__


@table_function(GROUP)
def cap_define(term: Cells) -> Answer:
    """A term's meaning, unit and range in a plan and, where it differs, in a function, in words.

    >>> print(cap_define("max_asa_s"))
    Longest ASA (seconds). Longest average speed of answer over answered contacts. Blank: no such \
target. Allowed: above 0 up to 86,400 seconds.
    >>> cap_define("aht_s")[-47:]
    'In a function: above 0 up to 2,592,000 seconds.'
    """
    name = term.replace(" ", "_")
    if name not in vocabulary.VOCABULARY:
        hint = vocabulary.suggest(name)
        raise refusal(NOT_AVAILABLE, "term", words(term), "a term of the vocabulary", hint)
    row = vocabulary.term(name)
    meaning = row.help if row.kind == "result" else row.prompt
    said = f"{row.label} ({row.unit}). {meaning}"
    if row.in_call.allowed != row.allowed:
        both = f"{said} In a function: {row.in_call.allowed}."
        said = both if len(both) <= TEXT_LIMIT else said
    return said[:TEXT_LIMIT]
