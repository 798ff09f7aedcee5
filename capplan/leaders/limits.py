"""The spans that a layer may have, from the vocabulary."""

from __future__ import annotations

from capplan.vocabulary import term

LEAST_SPAN, MOST_SPAN = term("span").ends
