"""A planning workbook to read back, and the ways in which planners and programs change it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from capplan_workbook import check_plan, write_plan
from capplan_workbook.book import cell_name
from capplan_workbook.layout.places import QUEUE_TERMS, TABLE_ROW
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.workbook import Workbook
from sheet_xml import CellValue, set_cells, sheet_parts

from capplan.errors import Issue
from capplan.inputs.assumptions import (
    Assumptions,
    Event,
    Move,
    Origin,
    Scenario,
    Source,
    TrainingClass,
    even_profile,
    make_assumptions,
)
from capplan.plan import make_plan

FIRST_WEEK = date(2026, 1, 5)
WEEKS = 12
QUEUES: list[Mapping[str, Any]] = [
    {
        "queue": "Sales", "aht_s": 312.5, "opening_agents_heads": 40.0, "patience_s": 150.0,
        "max_abandon_share": 0.05, "max_occupancy_share": 0.88, "site": "Leeds",
    },
    {
        "queue": "=1+1 & Co", "channel": "chat", "aht_s": 540.0, "max_concurrency": 3.0,
        "opening_agents_heads": 12.0, "out_of_office_share": 0.21, "in_office_share": 0.1,
    },
    {
        "queue": "Back office", "channel": "back office", "aht_s": 900.0, "opening_backlog_h": 35.5,
        "opening_agents_heads": 9.0, "response_goal_h": 48.0,
    },
]  # fmt: skip
PARTS = (
    "calendar", "base_contacts", "profile_share", "proficiency_share", "events", "classes", "moves",
    "sources", "scenarios",
)  # fmt: skip
SCENARIOS = (
    Scenario("Base"),
    Scenario("Growth", {"volume_change_share": 0.1, "annual_attrition_share": 0.45}),
    Scenario("@Stress", {"shrinkage_change_share": 0.02, "aht_change_share": -0.015}),
)


def given() -> Assumptions:
    """Assumptions that use every part of the workbook."""
    rng = np.random.default_rng(7)
    contacts = np.round(rng.uniform(200, 4000, (WEEKS, len(QUEUES))), 1)
    profile = even_profile(len(QUEUES), 30)
    profile[0] *= rng.uniform(0.5, 1.5, profile[0].shape)
    profile[0] /= profile[0].sum()
    return make_assumptions(
        FIRST_WEEK,
        QUEUES,
        contacts,
        values={
            "plan_name": "Reading, back & forth", "currency": "EUR", "class_max_heads": 14.0,
            "wage_step_date": date(2026, 3, 2), "shrinkage_sick_share": 0.0625,
            "volume_change_share": 0.03, "leave_of_absence_weekly_share": 0.01,
            "leave_of_absence_weeks": 6.0, "to_26_weeks_attrition_multiple": 1.5,
            "to_52_weeks_attrition_multiple": 1.2, "new_hire_weeks": 3.0, "nesting_weeks": 5.0,
        },
        profile_share=profile,
        proficiency_share=(0.4, 0.55, 0.7, 0.85, 1.0),
        events=(
            Event("Spring mailing", "Sales", date(2026, 2, 2), date(2026, 2, 16), 0.25, 100.0),
            Event("Holiday", "All", date(2026, 1, 12), date(2026, 1, 12), -0.3),
        ),
        classes=(
            TrainingClass("January", "Sales", date(2026, 1, 12), 8.0, "approved"),
            TrainingClass("Chat 1", "=1+1 & Co", date(2026, 1, 19), 5.0),
            TrainingClass("December", "Back office", date(2025, 12, 15), 7.0, "running"),
        ),
        moves=(
            Move("To chat", "transfer", "Sales", date(2026, 1, 26), 3.0, "=1+1 & Co", 2.0),
            Move("Team leads", "promotion", "Back office", date(2026, 2, 2), 2.0),
            Move("@Family", "leave of absence", "=1+1 & Co", FIRST_WEEK, 2.0, "", 4.0, 0.5),
            Move("", "leave of absence", "=1+1 & Co", date(2026, 1, 12), 1.0),
            Move("Retires", "leaver", "Back office", date(2026, 2, 23), 1.0),
        ),
        sources=(
            Source("Referral", 0.35, 0.85, 0.05, 900.0, 7.25, 0.85),
            Source("=Agency & Co", 0.65, cost=4200.5),
        ),
        scenarios=SCENARIOS,
        origins={
            "annual_attrition_share": Origin("given", "HR, 2025"),
            "queue:Sales": Origin("assumed", "team leads"),
            "base_contacts": Origin("given", "forecast of January"),
            "proficiency_share": Origin("given", "speech study"),
        },
    )  # fmt: skip


def write(target: Path, plan: Assumptions | None = None, scenario: str = "Growth") -> Path:
    """A workbook of the plan, with its training classes left as they are."""
    own = plan or given()
    own = replace(own, values={**own.values, "propose_classes": "no"})
    write_plan(make_plan(own, scenario), target)
    return target


def typed(path: Path, changes: Mapping[str, CellValue]) -> Path:
    """The workbook with cells typed over; every other byte stays."""
    return set_cells(path, changes, path.with_name(f"typed-{path.name}"))


def faults(path: Path) -> list[Issue]:
    """What must be fixed in the file."""
    return [one for one in check_plan(path) if one.severity == "stop"]


def remarks(path: Path) -> list[Issue]:
    """What a person should see in the file."""
    return [one for one in check_plan(path) if one.severity == "look"]


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part of the archive changed."""
    out = path.with_name(f"part-{path.name}")
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w") as copy:
        for info in book.infolist():
            data = book.read(info.filename)
            copy.writestr(info, change(data) if info.filename == part else data)
    return out


def with_cell_xml(path: Path, place: str, content: str) -> Path:
    """The workbook with the XML of a cell replaced: `content` is its type and children."""
    sheet, address = place.split("!")
    with zipfile.ZipFile(path) as book:
        part = sheet_parts(book)[sheet]
    found = rb'<c r="%b"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % address.encode()
    new = rb'<c r="%b"\1 %b</c>' % (address.encode(), content.encode())
    return with_part(path, part, lambda xml: re.sub(found, new, xml, count=1, flags=re.S))


def edited(path: Path, change: Callable[[Workbook], None]) -> Path:
    """The workbook opened, changed and saved by another program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it drops sparklines and says so
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    change(book)
    out = path.with_name(f"edited-{path.name}")
    book.save(out)
    return out


def insert(
    book: Workbook, sheet: str, rows: tuple[int, int] = (1, 0), cols: tuple[int, int] = (1, 0)
) -> None:
    """Inserts rows and columns (at, how many) as a spreadsheet program does: names follow."""
    shell = book[sheet]
    shell.insert_rows(*rows)
    shell.insert_cols(*cols)

    def moved(ref: str) -> str:
        left, top, right, bottom = range_boundaries(ref.replace("$", ""))
        assert isinstance(left, int), ref
        assert isinstance(right, int), ref
        assert isinstance(top, int), ref
        assert isinstance(bottom, int), ref
        xs = [col + cols[1] * (col >= cols[0]) for col in (left, right)]
        ys = [row + rows[1] * (row >= rows[0]) for row in (top, bottom)]
        corners = [f"${get_column_letter(x)}${y}" for x, y in zip(xs, ys, strict=True)]
        return corners[0] if corners[0] == corners[1] else ":".join(corners)

    for name in book.defined_names.values():
        owner, _, ref = name.attr_text.rpartition("!")
        if owner == sheet:
            name.attr_text = f"{sheet}!{moved(ref)}"
    for table in shell.tables.values():
        table.ref = moved(table.ref).replace("$", "")
        table.autoFilter = None


def rename(book: Workbook, sheet: str, title: str) -> None:
    """Renames a sheet as a spreadsheet program does: names follow."""
    book[sheet].title = title
    for name in book.defined_names.values():
        owner, _, ref = name.attr_text.rpartition("!")
        if owner == sheet:
            name.attr_text = f"'{title}'!{ref}"


def differences(one: Assumptions, other: Assumptions, within: float = 0.0) -> list[str]:
    """Where two sets of assumptions differ, number by number: bit by bit, or within a share.

    Other programs store 15 or 16 digits of a number, capplan all 17.
    """
    pairs = {key: (getattr(one, key), getattr(other, key)) for key in PARTS}
    pairs |= {key: (value, other.values.get(key)) for key, value in one.values.items()}
    pairs |= {key: (value, other.queues.get(key)) for key, value in one.queues.items()}
    pairs["keys"] = ([*one.values, *one.queues], [*other.values, *other.queues])
    pairs["origins"] = (dict(one.origins), dict(other.origins))
    return [f"{key}: {a} / {b}" for key, (a, b) in pairs.items() if not _equal(a, b, within)]


def _equal(one: Any, other: Any, within: float) -> bool:
    if isinstance(one, np.ndarray):
        return np.allclose(one, other, rtol=within, atol=0.0, equal_nan=True)
    return bool(one == other)


def queue_cell(name: str, number: int = 0) -> str:
    """The cell of a queue's value in a fresh workbook."""
    return f"Queues!{cell_name(TABLE_ROW + 1 + number, 2 + QUEUE_TERMS.index(name))}"


def named_cell(path: Path, name: str) -> str:
    """The cell behind a defined name."""
    with zipfile.ZipFile(path) as book:
        found = re.search(rf'name="{name}"[^>]*>([^<]+)<', book.read("xl/workbook.xml").decode())
    assert found is not None
    return found[1].replace("$", "")


def places(issues: list[Issue]) -> list[str]:
    """Where the issues stand."""
    return [one.where for one in issues]
