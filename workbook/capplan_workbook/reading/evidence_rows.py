"""The evidence of an optimised hiring plan, taken over as it stands."""

from __future__ import annotations

from capplan.vocabulary import terms
from capplan_workbook.layout.places import EVIDENCE_HEADS
from capplan_workbook.reading.cells import as_text, fold_name
from capplan_workbook.reading.findings import Findings
from capplan_workbook.reading.tables import find_table

NAME, VALUE = EVIDENCE_HEADS[:2]


def read_evidence(findings: Findings) -> dict[str, float | str]:
    """The filled lines of tbl_hiring_evidence by term; empty where the block is gone.

    The lines are the engine's words and enter no calculation, so what a person typed over them
    is no fault: a line that does not hold what it should is left out.
    """
    source = findings.source
    if "tbl_hiring_evidence" not in source.tables:
        return {}
    table = find_table(source, "tbl_hiring_evidence", "HiringPlan", list(EVIDENCE_HEADS))
    if table is None or not {NAME, VALUE} <= set(table.columns):
        return {}
    known = {fold_name(row.label): row for row in terms("evidence", "hiring")}
    found: dict[str, float | str] = {}
    for at_row in table.rows:
        row = known.get(fold_name(as_text(source.cell(table.spot(at_row, NAME)).value)))
        value = source.cell(table.spot(at_row, VALUE)).value
        if row is None:
            continue
        if row.unit == "text" and isinstance(value, str):
            found[row.name] = value
        elif row.unit != "text" and isinstance(value, int | float) and not isinstance(value, bool):
            found[row.name] = float(value)
    return found
