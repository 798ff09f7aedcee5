"""A page taken apart: its tags in order, its tables by caption, its drawings, and what it asks for.

Tags must be closed in the order in which they were opened, or reading stops with the place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "col"})


@dataclass
class Node:
    """An element with its attributes, children and the texts between them."""

    tag: str
    attributes: Mapping[str, str]
    parts: list[Node | str] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Node]:
        """Every element of this name inside, in order."""
        for part in self.parts:
            if isinstance(part, Node):
                if part.tag == tag:
                    yield part
                yield from part.all(tag)

    def everything(self) -> Iterator[Node]:
        """Every element inside, in order."""
        for part in self.parts:
            if isinstance(part, Node):
                yield part
                yield from part.everything()

    @property
    def text(self) -> str:
        """The words inside, blanks made single."""
        return " ".join("".join(self.words()).split())

    def words(self) -> Iterator[str]:
        """The pieces of text inside."""
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part.words()

    def get(self, name: str) -> str:
        """An attribute, or nothing."""
        return self.attributes.get(name, "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}> at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parsed(page: str) -> Node:
    """The page as a tree; everything that was opened is closed."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], f"left open: {[node.tag for node in reader.open]}"
    return reader.root


def table(page: Node, caption: str) -> list[list[str]]:
    """The cells of the table of that caption, headings first."""
    return tables(page, caption)[0]


def tables(page: Node, caption: str) -> list[list[list[str]]]:
    """The cells of every table whose caption starts so."""
    found = [
        [[cell.text for cell in _cells(row)] for row in one.all("tr")]
        for one in page.all("table")
        if next(one.all("caption")).text.startswith(caption)
    ]
    assert found, f"no table {caption!r}"
    return found


def _cells(row: Node) -> list[Node]:
    return [part for part in row.parts if isinstance(part, Node) and part.tag in ("th", "td")]


def value(shown: str) -> float:
    """The number a cell shows: thousands, percent, signs and dashes understood."""
    plain = shown.replace(",", "").replace("\u2212", "-").replace("+", "").lstrip("▴▾")
    if plain == "–":
        return 0.0
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)
