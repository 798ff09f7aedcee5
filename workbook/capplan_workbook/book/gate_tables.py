"""Faults of Excel tables against the cells they cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from xml.etree.ElementTree import Element

from capplan_workbook.book.names import box_of, cell_name, name_fault
from capplan_workbook.book.tables import header_fault


def table_faults(sheet: str, cells: Mapping[str, object], tables: list[Element]) -> list[str]:
    """Faults of the tables of one sheet; `cells` maps an address to the text it shows."""
    faults = [f"{sheet}: {fault}" for table in tables for fault in _table(table, cells)]
    for one, other in combinations(tables, 2):
        if _overlap(one.get("ref") or "", other.get("ref") or ""):
            names = f"{one.get('displayName')} and {other.get('displayName')}"
            faults.append(f"{sheet}: tables {names} overlap")
    return faults


def _table(table: Element, cells: Mapping[str, object]) -> Iterator[str]:
    name, ref = table.get("displayName") or "", table.get("ref") or "A1:A1"
    if fault := name_fault(name):
        yield f"table {name!r}: {fault}"
    headers = [column.get("name") or "" for column in table.iter("tableColumn")]
    if fault := header_fault(headers):
        yield f"table {name}: {fault}"
    top, left, bottom, right = box_of(ref)
    if bottom <= top or right - left + 1 != len(headers):
        yield f"table {name}: {ref} does not fit {len(headers)} headings and a row below"
    for col, header in enumerate(headers, left):
        shown = cells.get(cell_name(top, col))
        if shown != header:
            yield f"table {name}: heading {header!r} but cell {cell_name(top, col)} shows {shown!r}"


def _overlap(one: str, other: str) -> bool:
    top, left, bottom, right = box_of(one)
    top2, left2, bottom2, right2 = box_of(other)
    return left <= right2 and left2 <= right and top <= bottom2 and top2 <= bottom
