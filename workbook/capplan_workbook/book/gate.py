"""What would make Excel repair or refuse a file, found without Excel.

`check_package` reads the finished archive part by part and returns one line per fault; an
empty list means that no known cause is present.
"""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from capplan_workbook.book.functions import sheets_used
from capplan_workbook.book.gate_sheet import SheetCheck
from capplan_workbook.book.gate_tables import table_faults
from capplan_workbook.book.names import name_fault, sheet_name_fault

Package = str | os.PathLike[str] | BinaryIO

_FORBIDDEN = re.compile(r"vbaProject|externalLink|connections\.xml|activeX|embeddings/", re.I)
_SHEET_PATH = re.compile(r"xl/worksheets/[^/]+\.xml")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check_package(path: Package) -> list[str]:
    """Every fault in a workbook file, one line each; an empty list when it is sound."""
    with zipfile.ZipFile(path) as archive:
        listed = archive.namelist()
        parts = {name: archive.read(name) for name in listed}
    workbook = fromstring(parts["xl/workbook.xml"])
    tables = {
        name: _strip(fromstring(data))
        for name, data in parts.items()
        if name.startswith("xl/tables/")
    }
    return [
        *(f"{name}: stands twice" for name in _duplicates(listed)),
        *(f"{name}: not allowed in this workbook" for name in listed if _FORBIDDEN.search(name)),
        *_external(parts),
        *_workbook_faults(workbook),
        *_duplicate_names(workbook, list(tables.values())),
        *_sheet_faults(workbook, parts, tables),
        *_chart_faults(parts),
    ]


def _sheet_faults(
    workbook: Element, parts: dict[str, bytes], tables: dict[str, Element]
) -> Iterator[str]:
    known = {name.lower() for name, _ in _defined_names(workbook)}
    known |= {(table.get("displayName") or "").lower() for table in tables.values()}
    texts = _shared_texts(parts.get("xl/sharedStrings.xml"))
    for title, part in _sheet_parts(workbook, parts):
        root = _strip(fromstring(parts[part]))
        check = SheetCheck(title, root, texts, known, _titles(workbook))
        yield from check.faults()
        yield from table_faults(title, check.cells, _tables_of(part, parts, tables))


def _duplicates(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _strip(root: Element) -> Element:
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return root


def _external(parts: dict[str, bytes]) -> Iterator[str]:
    for name, data in parts.items():
        if name.endswith(".rels") and b'TargetMode="External"' in data:
            yield f"{name}: leads outside the workbook"


def _defined_names(workbook: Element) -> list[tuple[str, str]]:
    return [
        (node.get("name") or "", node.text or "")
        for node in workbook.iter()
        if node.tag.endswith("}definedName")
    ]


def _titles(workbook: Element) -> list[str]:
    return [node.get("name") or "" for node in workbook.iter() if node.tag.endswith("}sheet")]


def _workbook_faults(workbook: Element) -> Iterator[str]:
    titles = _titles(workbook)
    for title in titles:
        if fault := sheet_name_fault(title):
            yield f"sheet {title!r}: {fault}"
    lowered = [title.lower() for title in titles]
    for title in _duplicates(lowered):
        yield f"sheet {title!r}: stands twice (capitals do not count)"
    for name, target in _defined_names(workbook):
        fault = None if name.startswith("_xlnm.") else name_fault(name)
        if fault:
            yield f"name {name!r}: {fault}"
        if "#REF!" in target or not target:
            yield f"name {name!r}: points at {target or 'nothing'}"
        for title in sorted(sheets_used(target)):
            if title not in titles:
                yield f"name {name!r}: sheet {title} does not exist"
    for node in workbook.iter():
        if node.tag.endswith("}calcPr") and node.get("fullCalcOnLoad") in ("1", "true"):
            yield "calcPr: fullCalcOnLoad would throw away the stored values"


def _duplicate_names(workbook: Element, tables: list[Element]) -> Iterator[str]:
    names = [n.lower() for n, _ in _defined_names(workbook) if not n.startswith("_xlnm.")]
    names += [(table.get("displayName") or "").lower() for table in tables]
    for name in _duplicates(names):
        yield f"name {name!r}: stands twice among names and tables"


def _shared_texts(data: bytes | None) -> list[str]:
    if data is None:
        return []
    root = _strip(fromstring(data))
    return ["".join(t.text or "" for t in item.iter("t")) for item in root.iter("si")]


def _sheet_parts(workbook: Element, parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    targets = _targets("xl/workbook.xml", parts)
    for node in workbook.iter():
        if node.tag.endswith("}sheet"):
            part = targets.get(node.get(_RELATIONSHIP) or "", "")
            if _SHEET_PATH.fullmatch(part) and part in parts:
                yield node.get("name") or "", part


def _targets(part: str, parts: dict[str, bytes]) -> dict[str, str]:
    folder, _, leaf = part.rpartition("/")
    data = parts.get(f"{folder}/_rels/{leaf}.rels")
    if data is None:
        return {}
    found = {}
    for node in fromstring(data):
        target = node.get("Target") or ""
        full = target if target.startswith("/") else posixpath.join("/", folder, target)
        found[node.get("Id") or ""] = posixpath.normpath(full).lstrip("/")
    return found


def _tables_of(part: str, parts: dict[str, bytes], tables: dict[str, Element]) -> list[Element]:
    return [tables[target] for target in _targets(part, parts).values() if target in tables]


def _chart_faults(parts: dict[str, bytes]) -> Iterator[str]:
    for name, data in parts.items():
        if re.fullmatch(r"xl/drawings/[^/]+\.xml", name):
            for node in _strip(fromstring(data)).iter("cNvPr"):
                if not (node.get("descr") or "").strip():
                    yield f"{name}: {node.get('name')} has no alt text"
        if name.startswith("xl/charts/") and name.endswith(".xml"):
            for node in _strip(fromstring(data)).iter("f"):
                if not node.text or "#REF!" in node.text or "!" not in node.text:
                    yield f"{name}: series refers to {node.text or 'nothing'}"
