"""Sparklines: a small chart inside one cell, kept in the extension list of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from capplan_workbook.book.text import escape
from capplan_workbook.book.theme import colour

_EXT_URI = "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"


@dataclass(frozen=True, slots=True)
class Sparkline:
    """One small chart: bars or a line of `data` (with its sheet) shown in `cell`."""

    kind: Literal["column", "line"]
    data: str
    cell: str
    up: str = "teal"
    down: str = "rust"


def extension_list(lines: Sequence[Sparkline]) -> str:
    """The `extLst` element, last in the sheet; neighbours of one look form one group."""
    if not lines:
        return ""
    groups: dict[tuple[str, str, str], list[Sparkline]] = {}
    for line in lines:
        groups.setdefault((line.kind, line.up, line.down), []).append(line)
    body = "".join(_group(*look, members) for look, members in groups.items())
    return (
        f'<extLst><ext xmlns:x14="{_X14}" uri="{_EXT_URI}">'
        f'<x14:sparklineGroups xmlns:xm="{_XM}">{body}</x14:sparklineGroups></ext></extLst>'
    )


def _group(kind: str, up: str, down: str, members: Sequence[Sparkline]) -> str:
    look = 'type="column" negative="1"' if kind == "column" else 'lineWeight="1.5"'
    colours = "".join(
        f'<x14:color{part} rgb="FF{colour(name)}"/>'
        for part, name in (
            ("Series", up),
            ("Negative", down),
            ("Axis", "slate"),
            ("Markers", up),
            ("First", up),
            ("Last", up),
            ("High", up),
            ("Low", down),
        )
    )
    items = "".join(
        f"<x14:sparkline><xm:f>{escape(line.data)}</xm:f><xm:sqref>{line.cell}</xm:sqref>"
        "</x14:sparkline>"
        for line in members
    )
    return (
        f'<x14:sparklineGroup {look} displayEmptyCellsAs="gap" displayXAxis="1">{colours}'
        f"<x14:sparklines>{items}</x14:sparklines></x14:sparklineGroup>"
    )
