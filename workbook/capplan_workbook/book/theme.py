"""The colours of the product and the theme that carries them into every colour picker."""

from __future__ import annotations

import re
from types import MappingProxyType

from openpyxl.writer.theme import theme_xml

FONT = "Calibri"
FONT_SIZE = 10

COLOURS = MappingProxyType(
    {
        "navy": "14213D",
        "teal": "0F766E",
        "rust": "C2410C",
        "amber": "E0A100",
        "slate": "64748B",
        "line": "D9DEE7",
        "panel": "F4F6FA",
        "white": "FFFFFF",
        "ink": "1F2937",
        "head": "334155",
        "mist": "CBD5E1",
        "input": "1D4ED8",
        "input_fill": "FFF9E3",
        "input_line": "E7C66B",
        "stamp_fill": "EEF2F7",
        "violet": "6D28D9",
        "violet_fill": "F5F1FE",
        "teal_band": "E4EFED",
        "teal_light": "CDEBE5",
        "teal_mid": "5FA8A0",
        "teal_pale": "B5DBD5",
        "rust_scale": "F2B8A0",
        "teal_scale": "86C7BE",
        "rust_light": "F9DDD0",
        "amber_light": "FBEBC2",
        "amber_dark": "7A5700",
        "amber_pale": "F2D48A",
        "blue_deep": "1E3A5F",
        "blue_mid": "5B84B1",
        "slate_light": "94A3B8",
        "slate_dark": "475569",
        "grid": "E5E9F0",
        "grey": "9AA5B5",
        "yellow": "E7C66B",
    }
)

_THEME = MappingProxyType(
    {
        "dk2": "navy",
        "lt2": "panel",
        "accent1": "teal",
        "accent2": "navy",
        "accent3": "amber",
        "accent4": "rust",
        "accent5": "slate",
        "accent6": "blue_mid",
        "hlink": "teal",
        "folHlink": "slate",
    }
)


def colour(name: str) -> str:
    """The six hex digits of a colour of the product, or of a colour given as hex digits.

    >>> colour("navy"), colour("AA00FF")
    ('14213D', 'AA00FF')
    """
    if name in COLOURS:
        return COLOURS[name]
    if re.fullmatch(r"[0-9A-Fa-f]{6}", name):
        return name.upper()
    raise ValueError(f"colour {name!r}: use six hex digits or one of {', '.join(COLOURS)}")


def theme() -> bytes:
    """The theme part: own colours, Calibri for headings and body, so a company theme restyles."""
    xml = theme_xml.replace('name="Office Theme"', 'name="capplan"')
    xml = xml.replace('<a:latin typeface="Cambria"/>', f'<a:latin typeface="{FONT}"/>')
    for slot, name in _THEME.items():
        pattern = rf'(<a:{slot}>\s*<a:srgbClr val=")[0-9A-F]{{6}}'
        xml = re.sub(pattern, rf"\g<1>{COLOURS[name]}", xml)
    return xml.encode()
