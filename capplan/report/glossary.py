"""Glossary: what the words on the page mean, from the one vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from capplan.report.markup import Markup, element, joined
from capplan.report.subject import Subject, section
from capplan.vocabulary import term


def glossary(subject: Subject) -> Markup:
    """Every term that the page has named, in the order of the plan."""
    return section("glossary", "Glossary", element("dl", *_entries(subject), class_="glossary"))


def _entries(subject: Subject) -> Iterator[Markup]:
    seen = set()
    for name in subject.explained():
        row, unit = term(name), subject.unit(name)
        if (row.label, row.help) not in seen:
            seen.add((row.label, row.help))
            in_units = element("span", f" ({unit})", class_="unit") if unit else None
            named = element("dt", joined((row.label, in_units)))
            yield element("div", named, " ", element("dd", row.help))
