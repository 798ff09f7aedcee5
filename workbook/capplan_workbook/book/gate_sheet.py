"""Faults of one sheet: cells, formulas, texts, rules and the order of its elements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from math import isfinite
from xml.etree.ElementTree import Element

from openpyxl.utils import coordinate_to_tuple

from capplan_workbook.book.cells import MAX_FORMULA
from capplan_workbook.book.functions import sheets_used, unknown_functions, unknown_names
from capplan_workbook.book.rules import MAX_PROMPT, MAX_PROMPT_TITLE
from capplan_workbook.book.text import MAX_TEXT

# The order of the schema; a program that finds another order calls the file damaged.
_ELEMENTS = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors "
    "smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
)
_ORDER = _ELEMENTS.split()
_LIST_LITERAL = re.compile(r'"(?P<body>.*)"\Z', re.DOTALL)


class SheetCheck:
    """One sheet under the gate; `cells` maps each address to the text or number it shows."""

    def __init__(
        self,
        title: str,
        root: Element,
        texts: list[str],
        known_names: Collection[str],
        sheet_titles: Collection[str],
    ) -> None:
        self._title = title
        self._root = root
        self._texts = texts
        self._names = set(known_names)
        self._sheets = {sheet.lower() for sheet in sheet_titles}
        self.cells: dict[str, object] = {}

    def faults(self) -> list[str]:
        """Every fault, with the cell as people name it."""
        return [
            *self._element_faults(),
            *self._cell_faults(),
            *self._validation_faults(),
            *self._format_faults(),
            *self._link_faults(),
        ]

    def _element_faults(self) -> Iterator[str]:
        tags = [child.tag for child in self._root]
        places = [_ORDER.index(tag) for tag in tags if tag in _ORDER]
        if places != sorted(places):
            yield f"{self._title}: elements out of order: {' '.join(tags)}"
        for tag in set(tags) - set(_ORDER):
            yield f"{self._title}: unknown element {tag}"
        if "mergeCells" in tags:
            yield f"{self._title}: has merged cells"
        for tag in ("dataValidations", "hyperlinks", "tableParts"):
            if tags.count(tag) > 1:
                yield f"{self._title}: element {tag} stands {tags.count(tag)} times"

    def _cell_faults(self) -> Iterator[str]:
        last_row = 0
        for row in self._root.iter("row"):
            number, last_col = int(row.get("r") or 0), 0
            if number <= last_row:
                yield f"{self._title}: row {number} after row {last_row}"
            last_row = number
            for cell in row:
                address = cell.get("r") or ""
                at_row, at_col = coordinate_to_tuple(address)
                if at_row != number or at_col <= last_col:
                    yield f"{self._title}!{address}: out of order or twice"
                last_col = at_col
                for fault in self._cell(address, cell):
                    yield f"{self._title}!{address}: {fault}"

    def _cell(self, address: str, cell: Element) -> Iterator[str]:
        kind, shown, formula = cell.get("t") or "n", cell.find("v"), cell.find("f")
        value = shown.text if shown is not None else None
        if formula is not None:
            yield from self._formula(formula.text or "")
            if value is None and not (kind == "str" and shown is not None):
                yield "formula without a stored value"
        yield from self._value(address, kind, value)
        for inline in cell.iter("t"):
            self.cells[address] = inline.text or ""

    def _value(self, address: str, kind: str, value: str | None) -> Iterator[str]:
        if value is None:
            return
        shown: object = value
        if kind == "s":
            shown = self._texts[int(value)] if int(value) < len(self._texts) else None
            if shown is None:
                yield f"text number {value} does not exist"
        elif kind == "e":
            yield f"stored error {value}"
        elif kind == "n":
            try:
                shown = float(value)
            except ValueError:
                shown = float("nan")
            if not isfinite(shown):
                yield f"stored number {value!r} is not finite"
        if isinstance(shown, str) and len(shown) > MAX_TEXT:
            yield f"text of {len(shown):,} characters; allowed {MAX_TEXT:,}"
        self.cells[address] = shown

    def _formula(self, formula: str) -> Iterator[str]:
        if not formula or formula.startswith("="):
            yield "formula is empty or starts with ="
        if len(formula) > MAX_FORMULA:
            yield f"formula of {len(formula):,} characters; allowed {MAX_FORMULA:,}"
        if "#REF!" in formula:
            yield "formula holds #REF!"
        for name in unknown_functions(formula):
            yield f"function {name} is not on the list"
        for name in unknown_names(formula, self._names):
            yield f"name {name} is not defined"
        yield from self._sheet_faults(formula)

    def _sheet_faults(self, reference: str) -> Iterator[str]:
        for title in sorted(sheets_used(reference)):
            if title.lower() not in self._sheets:
                yield f"sheet {title} does not exist"

    def _link_faults(self) -> Iterator[str]:
        for link in self._root.iter("hyperlink"):
            target = link.get("location") or ""
            known = "!" in target or target.lower() in self._names
            for fault in self._sheet_faults(target) if known else ["link leads nowhere"]:
                yield f"{self._title}!{link.get('ref')}: {fault}"
        for group in self._root.iter("sparkline"):
            for fault in self._sheet_faults(group.findtext("f") or "?!A1"):
                yield f"{self._title}!{group.findtext('sqref')}: {fault}"

    def _validation_faults(self) -> Iterator[str]:
        for rule in self._root.iter("dataValidation"):
            place = f"{self._title}!{rule.get('sqref')}"
            for key, limit in (
                ("prompt", MAX_PROMPT),
                ("error", MAX_PROMPT),
                ("promptTitle", MAX_PROMPT_TITLE),
                ("errorTitle", MAX_PROMPT_TITLE),
            ):
                if len(rule.get(key) or "") > limit:
                    yield f"{place}: {key} longer than {limit}"
            first = rule.findtext("formula1") or ""
            literal = _LIST_LITERAL.match(first)
            if rule.get("type") == "list" and literal:
                yield f"{place}: a list needs a range, not typed words"
            yield from (f"{place}: {fault}" for fault in self._rule_formulas(rule))

    def _format_faults(self) -> Iterator[str]:
        for block in self._root.iter("conditionalFormatting"):
            place = f"{self._title}!{block.get('sqref')}"
            for rule in block.iter("cfRule"):
                yield from (f"{place}: {fault}" for fault in self._rule_formulas(rule))

    def _rule_formulas(self, rule: Element) -> Iterator[str]:
        for tag in ("formula", "formula1", "formula2"):
            for node in rule.iter(tag):
                if node.text:
                    yield from self._formula(node.text)
