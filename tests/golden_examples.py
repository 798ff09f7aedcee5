"""The worked examples that the calculation must reproduce."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "golden"


@cache
def _all() -> dict[str, Any]:
    data = json.loads((GOLDEN / "domain_examples.json").read_text(encoding="utf-8"))
    return {example["id"]: example for example in data["examples"]}


def example(name: str) -> Any:
    """One worked example: inputs, steps, expected values and tolerance."""
    return _all()[name]
