"""Is this one of our workbooks, and of a version this capplan reads?"""

from __future__ import annotations

from capplan.errors import TemplateError
from capplan_workbook.layout import HIDDEN, SCHEMA
from capplan_workbook.reading.cells import as_text
from capplan_workbook.reading.places import Spot
from capplan_workbook.reading.source import Source

PROPERTY = "capplan.schema"
TABLES = ("tbl_queues", "tbl_demand", "tbl_scenarios")
LEAST_NAMES = 10  # programs that drop document properties still keep names


def identify(source: Source) -> None:
    """Raises TemplateError unless the file is a planning workbook of a known version."""
    found = source.properties.get(PROPERTY) or _hidden_version(source)
    if not found and _looks_like_ours(source):
        return
    if not found:
        raise TemplateError(
            f"{source.file_name}: no planning workbook of capplan (sheets: "
            f"{', '.join(source.sheets)[:80]}); start from one made by capplan new"
        )
    if not found.isdecimal():
        raise TemplateError(f"{source.file_name}: found schema {found[:20]!r}; allowed {SCHEMA}")
    if int(found) > int(SCHEMA):
        raise TemplateError(
            f"{source.file_name}: made for schema {found}, this capplan reads up to {SCHEMA}; "
            "update capplan"
        )


def _hidden_version(source: Source) -> str:
    """The version on the hidden sheet, under its heading."""
    if HIDDEN not in source.sheets:
        return ""
    for (row, col), cell in source.grid(HIDDEN).items():
        if row == 1 and cell.value == "schema":
            return as_text(source.cell(Spot(HIDDEN, 2, col)).value)
    return ""


def _looks_like_ours(source: Source) -> bool:
    named = sum(name.startswith("in_") for name in source.names)
    return named >= LEAST_NAMES or any(table in source.tables for table in TABLES)
