"""The plan of the reader's tests under a status, with a register, for tests of versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from reader_workbooks import given

from capplan.inputs.assumptions import Assumptions, Origin

SIGNED = {
    "annual_attrition_share": Origin("given", "HR, 2025", "J. Okafor", date(2025, 11, 30)),
    "queue:Sales": Origin("assumed", "team leads", "Ann", date(2026, 1, 2)),
}


def stated(status: str, **values: Any) -> Assumptions:
    """The plan of the reader's tests under a status, its classes left as they are."""
    own = given()
    named = {"plan_status": status, "propose_classes": "no", **values}
    return replace(own, values={**own.values, **named}, origins={**own.origins, **SIGNED})
