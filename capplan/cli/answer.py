"""Answers as JSON: plain data only, one object, with the number of its schema."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

SCHEMA = 1


def as_json(answer: Mapping[str, Any]) -> bytes:
    """One JSON object as UTF-8; numbers that do not exist are null.

    >>> as_json({"share": 0.5, "wait_s": float("nan")}).decode().strip()
    '{"schema": 1, "share": 0.5, "wait_s": null}'
    """
    whole = {"schema": SCHEMA, **answer}
    return (json.dumps(plain(whole), ensure_ascii=False, allow_nan=False) + "\n").encode()


def plain(value: Any) -> Any:
    """Numbers, texts, lists and objects out of arrays, dates and mappings."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def give(answer: bytes) -> None:
    """The answer on standard output, byte by byte: JSON is UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
