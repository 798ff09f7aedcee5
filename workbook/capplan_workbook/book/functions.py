"""The functions a planning workbook may use: those every program has had since Excel 2007."""

from __future__ import annotations

import re
from collections.abc import Collection

_NATIVE = """
    ABS AND AVERAGE AVERAGEIF CHAR COUNT COUNTIF COUNTIFS DATE DAY EXP IF IFERROR INDEX INT
    ISBLANK ISERROR ISNUMBER LEFT LEN LN MATCH MAX MIN MOD MONTH N NA NOT OR RIGHT ROUND ROUNDDOWN
    ROUNDUP ROW SUM SUMIF SUMIFS SUMPRODUCT SUMXMY2 TRIM WEEKDAY YEAR
"""
NATIVE = frozenset(_NATIVE.split())
ADD_IN_PREFIX = "CAP_"

_LITERAL = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_SHEET = re.compile(r"'(?:[^']|'')*'!")
_PLAIN_SHEET = re.compile(r"\b[A-Za-z_][A-Za-z0-9_.]*!")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
_WORD = re.compile(r"(?<![A-Za-z0-9_.$])([A-Za-z_][A-Za-z0-9_.]*)(?![A-Za-z0-9_.(])")
_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+\Z|[A-Za-z]{1,3}\Z|TRUE\Z|FALSE\Z", re.IGNORECASE)


def unknown_functions(formula: str) -> list[str]:
    """Functions outside the list; add-in functions are fine inside `IFERROR(`.

    >>> unknown_functions('IF(A1>0,XLOOKUP("LET(",B:B,C:C),SUM(A1))')
    ['XLOOKUP']
    """
    plain = _LITERAL.sub('""', formula)
    called = {name.upper() for name in _CALL.findall(plain)}
    guarded = plain.upper().startswith(f"IFERROR({ADD_IN_PREFIX}")
    return sorted(
        name for name in called - NATIVE if not (guarded and name.startswith(ADD_IN_PREFIX))
    )


def names_used(formula: str) -> set[str]:
    """Defined names and tables a formula refers to, in small letters.

    >>> sorted(names_used('live_aht_s*Queues!$C$8+SUM(tbl_demand[Sales])+"in_x"'))
    ['live_aht_s', 'tbl_demand']
    """
    plain = _PLAIN_SHEET.sub("", _QUOTED_SHEET.sub("", _LITERAL.sub('""', formula)))
    while _BRACKETS.search(plain):
        plain = _BRACKETS.sub("", plain)
    return {word.lower() for word in _WORD.findall(plain) if not _ADDRESS.match(word)}


def sheets_used(formula: str) -> set[str]:
    """Sheets a formula or link refers to.

    >>> sorted(sheets_used("Queues!$C$8+'Hiring plan'!A1"))
    ['Hiring plan', 'Queues']
    """
    plain = _LITERAL.sub('""', formula)
    quoted = {name[1:-2].replace("''", "'") for name in _QUOTED_SHEET.findall(plain)}
    return quoted | {name[:-1] for name in _PLAIN_SHEET.findall(_QUOTED_SHEET.sub("", plain))}


def unknown_names(formula: str, known: Collection[str]) -> list[str]:
    """Names a formula uses that the workbook does not define; `known` in small letters."""
    return sorted(names_used(formula) - set(known))
