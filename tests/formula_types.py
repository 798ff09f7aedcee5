"""Formulas whose truth values Excel would order, count or sum otherwise than LibreOffice.

Excel orders numbers before texts before TRUE and FALSE, and leaves truth values in cells and
arrays out of SUM, COUNT and SUMPRODUCT; LibreOffice takes them for 1 and 0. A formula that gives
a number in both is safe, so no cell may yield a truth value, and none may be compared, counted or
summed on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

__all__ = ["Reading", "read_formula", "truth_faults"]

TRUTHS = frozenset(
    {"AND", "OR", "NOT", "XOR", "TRUE", "FALSE", "EXACT", "ISBLANK", "ISERR", "ISERROR"}
    | {"ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISREF", "ISTEXT", "ISEVEN", "ISODD"}
)
# functions that see a truth value as something else than 1 or 0
COUNTING = frozenset(
    {"SUM", "SUMPRODUCT", "SUMIF", "SUMIFS", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS"}
    | {"AVERAGE", "AVERAGEIF", "MAX", "MIN", "MEDIAN", "SMALL", "LARGE", "RANK", "PRODUCT"}
    | {"MATCH", "VLOOKUP", "HLOOKUP", "LOOKUP"}
)
COMPARISONS = frozenset(("=", "<>", "<", ">", "<=", ">="))
# function -> the first argument that may be its value
GIVES = {"IF": 1, "CHOOSE": 1, "IFERROR": 0, "INDEX": 0, "IFNA": 0}
STRENGTH = {**dict.fromkeys(COMPARISONS, 1), "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_ADDRESS = re.compile(r"\$?\b[A-Z]{1,3}\$?[1-9][0-9]*\b")


@dataclass
class Reading:
    """What a formula may yield, and where a truth value is taken for a number in it."""

    truth: bool = False
    misused: list[str] = field(default_factory=list)


def truth_faults(formulas: Mapping[str, str]) -> list[str]:
    """One line for each formula that yields a truth value or takes one for a number."""
    faults = []
    for place, formula in formulas.items():
        found = read_formula(_ADDRESS.sub("A1", formula))
        if found.truth:
            faults.append(f"{place}: yields TRUE or FALSE: {formula}")
        faults += [f"{place}: {how}: {formula}" for how in found.misused]
    return faults


@cache
def read_formula(formula: str) -> Reading:
    """The same for one formula, with or without its equals sign."""
    tokens = Tokenizer("=" + formula.removeprefix("=")).items
    parser = _Parser([one for one in tokens if one.type != Token.WSPACE])
    reading = Reading(misused=parser.misused)
    reading.truth = parser.expression()
    if parser.now is not None:
        raise ValueError(f"cannot follow {formula!r} at {parser.now.value!r}")
    return reading


class _Parser:
    """Follows a formula from left to right; each method says whether its part is a truth value."""

    def __init__(self, tokens: list[Token]) -> None:
        self._rest: Iterator[Token] = iter(tokens)
        self.misused: list[str] = []
        self.now: Token | None = None
        self._next()

    def _next(self) -> None:
        self.now = next(self._rest, None)

    def expression(self, above: int = 0) -> bool:
        truth = self._operand()
        while self.now and self.now.type == Token.OP_IN and STRENGTH.get(self.now.value, 9) > above:
            sign = self.now.value
            self._next()
            other = self.expression(STRENGTH.get(sign, 9))
            if sign in COMPARISONS and truth != other:
                self.misused.append(f"{sign} compares a truth value with another kind")
            truth = sign in COMPARISONS
        while self.now and self.now.type == Token.OP_POST:
            self._next()
            truth = False
        return truth

    def _operand(self) -> bool:
        token = self.now
        if token is None:
            raise ValueError("a formula ends too early")
        self._next()
        if token.type == Token.OP_PRE:
            self.expression(4)
            return False
        if token.type == Token.PAREN:
            truth = self.expression()
            self._next()
            return truth
        if token.type == Token.FUNC:
            return self._function(token.value[:-1].upper().removeprefix("_XLFN."))
        if token.type == Token.ARRAY:
            while self.now and self.now.type != Token.ARRAY:
                self._next()
            self._next()
            return False
        return token.type == Token.OPERAND and token.subtype == Token.LOGICAL

    def _function(self, name: str) -> bool:
        given = self._arguments()
        if name in COUNTING and any(given):
            self.misused.append(f"{name} counts a truth value")
        if name in GIVES:
            # IF without its third part yields FALSE
            return any(given[GIVES[name] :]) or (name == "IF" and len(given) < 3)
        return name in TRUTHS

    def _arguments(self) -> list[bool]:
        given: list[bool] = []
        while self.now and self.now.subtype != Token.CLOSE:
            if self.now.type == Token.SEP:
                self._next()
                continue
            given.append(self.expression())
        self._next()
        return given
