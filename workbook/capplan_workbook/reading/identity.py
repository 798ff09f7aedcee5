"""Is this one of our workbooks, and of a version this capplan reads?"""

from __future__ import annotations

from capplan.errors import TemplateError
from capplan_workbook.reading.growth import schema_of
from capplan_workbook.reading.source import Source

TABLES = ("tbl_queues", "tbl_demand", "tbl_scenarios")
LEAST_NAMES = 10  # programs that drop document properties still keep names


def identify(source: Source) -> None:
    """Raises TemplateError unless the file is a planning workbook of a known version."""
    if schema_of(source) is None and not _looks_like_ours(source):
        raise TemplateError(
            f"{source.file_name}: no planning workbook of capplan (sheets: "
            f"{', '.join(source.sheets)[:80]}); start from one made by capplan new"
        )


def _looks_like_ours(source: Source) -> bool:
    named = sum(name.startswith("in_") for name in source.names)
    return named >= LEAST_NAMES or any(table in source.tables for table in TABLES)
