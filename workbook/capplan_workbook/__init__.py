"""The planning workbook: written whole from a plan, read back by name, table and heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan_workbook.reader import check_plan, read_plan, read_selector
    from capplan_workbook.writer import plan_checks, plan_status, write_plan

__all__ = ["check_plan", "plan_checks", "plan_status", "read_plan", "read_selector", "write_plan"]

_READER = ("check_plan", "read_plan", "read_selector")


def __getattr__(name: str) -> Any:
    """Reader and writer load on first use: a check needs no writer."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _READER:
        from capplan_workbook import reader

        return getattr(reader, name)
    from capplan_workbook import writer

    return getattr(writer, name)
