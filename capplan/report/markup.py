"""Markup out of texts: whatever is not already markup is escaped, so nothing slips through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

# never closed in HTML; in SVG an empty shape is closed where it opens
_VOID = frozenset({"meta", "link", "br", "col"})
_SHAPES = frozenset({"path", "rect", "line", "circle", "polygon", "polyline"})
# control characters and lone surrogates cannot stand in a page
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Markup(str):
    """Text that is markup already and goes into a page as it is."""

    __slots__ = ()


def text(value: str) -> Markup:
    r"""A text as it may stand between tags and in attributes.

    >>> text('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    >>> text("a\x00b")
    'a�b'
    """
    if isinstance(value, Markup):
        return value
    return Markup(escape(_UNSHOWABLE.sub("\ufffd", value), quote=True))


def joined(parts: Iterable[str | None], between: str = "") -> Markup:
    """Parts one after the other; None is left out."""
    return Markup(between.join(text(part) for part in parts if part is not None))


def element(name: str, /, *children: str | None, **attributes: str | float | None) -> Markup:
    """An element with its attributes and children, both escaped unless they are markup.

    `class_` stands for class, other underscores for hyphens; an attribute that is None is left
    out.

    >>> element("td", "a & b", class_="n", aria_hidden="true")
    '<td class="n" aria-hidden="true">a &amp; b</td>'
    """
    tag = "".join((name, *(_attribute(key, value) for key, value in attributes.items())))
    if name in _VOID:
        return Markup(f"<{tag}>")
    if name in _SHAPES and not children:
        return Markup(f"<{tag}/>")
    return Markup(f"<{tag}>{joined(children)}</{name}>")


def _attribute(key: str, value: str | float | None) -> str:
    if value is None:
        return ""
    name = key.removesuffix("_").replace("_", "-").replace("viewbox", "viewBox")
    shown = value if isinstance(value, str) else number(value)
    return f' {name}="{text(shown)}"'


def number(value: float) -> str:
    """A coordinate, as short as a tenth of a pixel allows.

    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 0.05 else "0"
