"""Text as a workbook may hold it: no control characters, no surrogates, escaped for XML."""

from __future__ import annotations

import re

MAX_TEXT = 32_767
FORMULA_STARTS = ("=", "+", "-", "@", "\t")

# XML 1.0 allows none of these; a spreadsheet program would call the file damaged.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    r"""The text without characters that a workbook cannot hold; line ends become `\n`.

    >>> clean("Sales\x07 & Service\r\n")
    'Sales & Service\n'
    """
    if text.isascii() and text.isprintable():
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """The text for XML content.

    >>> escape("a < b & c")
    'a &lt; b &amp; c'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """The text for an XML attribute in double quotes.

    >>> escape_attribute('the "best" case')
    'the &quot;best&quot; case'
    """
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;")


def cell_text(text: str) -> str:
    """Escaped cell text; the literal text `_x0041_` stays text instead of becoming `A`."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", escape(text))


def space(text: str) -> str:
    """The attribute that keeps blanks at the ends and line breaks, where needed."""
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def starts_like_formula(text: str) -> bool:
    """Whether a person editing the cell would turn the text into a formula."""
    return text.startswith(FORMULA_STARTS)


def footer_text(text: str) -> str:
    """Text for a page footer, where a single `&` starts a command.

    >>> footer_text("R&D plan")
    'R&&D plan'
    """
    return clean(text).replace("&", "&&").replace("\n", " ")


class SharedStrings:
    """Every text of the workbook once, in order of first use."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._texts: list[str] = []  # the same by number, made when one is asked for
        self.uses = 0

    def add(self, text: str) -> int:
        """The number of the text in the shared list."""
        self.uses += 1
        return self._index.setdefault(text, len(self._index))

    def find(self, text: str) -> int | None:
        """The number of a text that is in the list already."""
        return self._index.get(text)

    def text(self, number: int) -> str:
        """The text of a number."""
        if len(self._texts) < len(self._index):
            self._texts = list(self._index)
        return self._texts[number]

    def xml(self) -> bytes:
        """The part `xl/sharedStrings.xml`."""
        items = "".join(f"<si><t{space(t)}>{cell_text(t)}</t></si>" for t in self._index)
        head = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            f' count="{self.uses}" uniqueCount="{len(self._index)}">'
        )
        return f"{head}{items}</sst>".encode()
