"""Two plans side by side: exactly what differs is named, with its cell, and what it did."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from bridged_plans import CALLS, CHANGES, CLASSES, MAIL, START, VALUES, assumptions
from capplan_workbook import write_plan
from capplan_workbook.reader import open_plan
from command import capplan
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.cli.run import run
from capplan.inputs.assumptions import (
    Assumptions,
    Event,
    Move,
    Scenario,
    Source,
    TrainingClass,
    frozen,
    make_assumptions,
)
from capplan.inputs.differences import differences, in_force_differences
from capplan.plan import make_plan
from capplan.plan.checking import named_place
from capplan.questions.comparison import compare

MORE = Scenario("More", {"volume_change_share": 0.1})


def said(old: Assumptions, new: Assumptions) -> list[tuple[str, str]]:
    """What differs and how, in words."""
    return [(one.what, one.change("USD")) for one in differences(old, new)]


def changed(**parts: Any) -> Assumptions:
    """The small plan with some fields replaced."""
    return replace(assumptions(), **parts)


def test_the_same_plan_differs_in_nothing() -> None:
    """No assumption, no result, no bar."""
    found = compare(assumptions(), assumptions())
    assert (found.differences, found.results) == ((), ())
    assert all(not one.parts for one in found.bridges.values())
    assert str(found).startswith("The assumptions are the same\n")


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("aht", [("AHT, Calls", "300 seconds → 320 seconds")]),
        ("service", [("Service level, Calls", "80 % → 85 %")]),
        ("shrinkage", [("Shrinkage: sickness", "5 % → 7 %")]),
        ("span", [("Agents per team leader", "12 people → 9 people")]),
        ("pay", [("Agent salary", "30,000 USD → 31,000 USD")]),
        ("hires", [("Start week, First, Calls", "2026-01-19 → 2026-01-05")]),
    ],
)
def test_one_change_is_one_line(name: str, want: list[tuple[str, str]]) -> None:
    """Each with its label, its place, and both values as a reader says them."""
    assert said(assumptions(), assumptions(name)) == want


@given(names=st.sets(st.sampled_from([n for n in CHANGES if n not in ("volume", "mix")])))
@settings(max_examples=25)
def test_exactly_the_changes_are_named(names: set[str]) -> None:
    """As many differences as changes, whichever way they are compared."""
    old, new = assumptions(), assumptions(*sorted(names))
    there, back = differences(old, new), differences(new, old)
    assert len(there) == len(back) == len(names)
    assert [(one.term, one.old, one.new) for one in there] == [
        (one.term, one.new, one.old) for one in back
    ]


def test_contacts_by_week_and_queue() -> None:
    """One difference a cell; only weeks that both plans have are compared."""
    contacts = assumptions().base_contacts.copy()
    contacts[3, 1] += 5
    assert said(assumptions(), changed(base_contacts=frozen(contacts))) == [
        ("Contacts, Mail, week of 2026-01-26", "400 contacts per week → 405 contacts per week")
    ]
    later = make_assumptions(
        START + timedelta(weeks=1),
        [CALLS, MAIL],
        assumptions().base_contacts[1:],
        values=VALUES,
        classes=CLASSES,
    )
    assert said(assumptions(), later) == [
        ("Week, first week of the plan", "2026-01-05 → 2026-01-12"),
        ("Week, weeks of the plan", "20 → 19"),
    ]


def test_profile_and_ramp() -> None:
    """A profile is one difference told by its largest move; a ramp one a floor week."""
    profile = assumptions().profile_share.copy()
    profile[0, 0, 20] += 0.02
    profile[0, 1, 20] -= 0.015
    profile[0, 2, 21] -= 0.005
    new = changed(profile_share=frozen(profile), proficiency_share=frozen(np.array([0.5, 1.0])))
    found = said(assumptions(), new)
    where = "3 of 336 intervals, most of all Mon 10:00"
    assert found[-1] == (f"Share of the week, {where}, Calls", "1 % → 3 %")
    assert found[:2] == [
        ("Proficiency by floor week, floor week 1", "45 % → 50 %"),
        ("Proficiency by floor week, floor week 2", "55 % → 100 %"),
    ]
    assert found[2][1] == "65 % → not given"
    assert len(found) == 11


def test_queues_that_come_and_go() -> None:
    """A queue that one plan lacks is one difference, not forty."""
    only = make_assumptions(
        START, [CALLS], assumptions().base_contacts[:, :1], values=VALUES, classes=CLASSES
    )
    assert said(assumptions(), only) == [("Queue", "Mail → not there")]
    assert said(only, assumptions()) == [("Queue", "not there → Mail")]


def test_entries_are_paired() -> None:
    """By name first, then by queue and week; what finds no partner came or went."""
    first = CLASSES[0]
    renamed, larger = replace(first, name="One"), replace(first, heads=5.0, status="running")
    second = TrainingClass("Second", "Mail", START, 4.0)
    holiday = Event("Holiday", "All", START, START, -0.2)
    assert said(assumptions(), changed(classes=(second, first))) == [
        ("Class, Second, Mail", "not there → 2026-01-05, 4, planned")
    ]
    assert said(assumptions(), changed(classes=())) == [
        ("Class, First, Calls", "2026-01-19, 3, approved → not there")
    ]
    assert said(assumptions(), changed(classes=(renamed,))) == [
        ("Class, One, Calls", "First → One")
    ]
    assert said(assumptions(), changed(classes=(larger,))) == [
        ("Starters, First, Calls", "3 heads → 5 heads"),
        ("Status, First, Calls", "approved → running"),
    ]
    assert said(assumptions(), changed(events=(holiday,))) == [
        ("Event, Holiday, All", "not there → 2026-01-05, 2026-01-05, -0.2")
    ]


def test_moves_and_sources() -> None:
    """Every list of entries is compared, each part by its own term."""
    move = Move("To team lead", "promotion", "Calls", START, 1.0)
    source = Source("Referral", 1.0, cost=800.0)
    old = changed(moves=(move,), sources=(source,))
    new = changed(moves=(replace(move, heads=2.0),), sources=(replace(source, cost=900.0),))
    assert said(old, new) == [
        ("People, To team lead, Calls", "1 heads → 2 heads"),
        ("Cost a starter, Referral", "800 USD → 900 USD"),
    ]


def test_engine_classes_are_counted_not_listed() -> None:
    """Proposed and optimised classes are what the engine made of the assumptions."""
    engine = tuple(
        TrainingClass(f"Engine {status}", "Calls", START, 4.0, status)
        for status in ("proposed", "optimised")
    )
    assert said(assumptions(), changed(classes=(*CLASSES, *engine))) == []
    found = compare(assumptions(), assumptions("volume"))
    before, after = found.engine_classes
    assert before.count == sum(one.proposed for one in make_plan(assumptions()).assumptions.classes)
    assert after.heads >= before.heads > 0
    assert f"no assumptions: {before} before, {after} now." in str(found)


def test_scenarios() -> None:
    """Overrides by scenario; whole scenarios; and the two that are looked at."""
    plain, old = assumptions(), assumptions(scenarios=(Scenario("Base"), MORE))
    other = replace(MORE, overrides={"volume_change_share": 0.2, "supervisor_span": 10.0})
    new = assumptions(scenarios=(Scenario("Base"), other))
    assert said(old, new) == [
        ("Contact volume change, scenario More", "10 % → 20 %"),
        ("Agents per team leader, scenario More", "not given → 10 people"),
    ]
    assert said(plain, old) == [("Scenario, More", "not there → More")]
    both = in_force_differences(old, new, ("Base", "More"))
    assert [(one.term, one.old, one.new) for one in both] == [
        ("volume_change_share", 0.0, 0.2),
        ("supervisor_span", 12.0, 10.0),
    ]
    assert in_force_differences(old, new, ("More", "More")) == []


def test_what_saving_rounds_off_is_no_difference() -> None:
    """A value saved with 15 digits is the value; a profile divided by its sum is the profile."""
    old = assumptions(values={**VALUES, "agent_salary_cost": 30_000 / 7})
    new = assumptions(values={**VALUES, "agent_salary_cost": float(f"{30_000 / 7:.15g}")})
    new = replace(new, profile_share=frozen(new.profile_share * (1 + 4e-16)))
    found = compare(old, new)
    assert found.differences == ()
    assert all(not one.parts for one in found.bridges.values())


def test_cells_are_those_of_the_place_function() -> None:
    """Asked as the checker asks; a place that says only the term is no cell."""
    asked = []

    def place(name: str, which: int | str) -> str:
        asked.append((name, which))
        return f"Sheet!{name}{which}"

    contacts = assumptions().base_contacts.copy()
    contacts[2, 1] += 5
    new = replace(assumptions("aht", "span"), base_contacts=frozen(contacts))
    found = differences(assumptions(), new, None, place)
    assert asked == [("aht_s", 0), ("supervisor_span", ""), ("base_contacts", "2,1")]
    assert found[0].cell == "Sheet!aht_s0"
    assert {one.old_cell for one in found} == {""}
    assert differences(assumptions(), assumptions("span"), named_place, None)[0].cell == ""


def test_results_and_bridges_are_those_of_the_plans() -> None:
    """Headlines of both plans, their change, and a bridge that adds up to the cost's."""
    old, new = assumptions(), assumptions("volume", "pay")
    found = compare(old, new)
    plans = make_plan(old), make_plan(new)
    for result in found.results:
        assert (result.old, result.new) == tuple(float(plan[result.term]) for plan in plans)
    change = next(one.change for one in found.results if one.term == "total_cost")
    assert sum(found.bridges["money"].parts.values()) == pytest.approx(change)
    text = str(found)
    assert (
        "Contacts, Calls, 20 weeks from 2026-01-05 to 2026-05-18: 41,900 → 45,252 in all (+8.0%)"
        in text
    )
    assert "Pay and prices" in text


# the command


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Workbooks of the small plan with cells typed over."""
    folder = tmp_path_factory.mktemp("books")
    plain = folder / "plain.xlsx"
    write_plan(make_plan(assumptions(scenarios=(Scenario("Base"), MORE))), plain)

    @cache
    def typed(name: str, **cells: Any) -> Path:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl drops the sparklines and says so
            book = openpyxl.load_workbook(plain)
        for place, value in cells.items():
            if place.startswith("in_"):
                sheet, cell = next(iter(book.defined_names[place].destinations))
            else:
                sheet, cell = place.split("_")
            book[sheet][cell.replace("$", "")].value = value
        book.save(folder / name)
        return folder / name

    return typed


def test_three_typed_cells_are_three_lines(books: Callable[..., Path], tmp_path: Path) -> None:
    """Two workbooks that differ in three assumptions: exactly those, each with its cell."""
    old = books("old.xlsx")
    new = books("new.xlsx", in_agent_salary_cost=33000, Queues_E8=320, Demand_D10=700)
    done = capplan("compare", old, new, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    pay = open_plan(new).place("agent_salary_cost", "")
    contacts = "400 contacts per week → 700 contacts per week"
    assert [line.split(maxsplit=1) for line in lines[4:7]] == [
        ["Queues!E8", "AHT, Calls: 300 seconds → 320 seconds"],
        [pay, "Agent salary: 30,000 USD → 33,000 USD"],
        ["Demand!D10", f"Contacts, Mail, week of 2026-01-19: {contacts}"],
    ]
    assert lines[3] == "3 assumptions differ"
    assert lines[7].startswith("Classes put there by the engine")


def test_the_answer_as_json(
    books: Callable[..., Path], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One object: differences with cells and factors, results, bridges that add up."""
    old, new = books("old.xlsx"), books("pay.xlsx", in_agent_salary_cost=33000)
    assert run(["compare", str(old), str(new), "--new-scenario", "More", "--json"]) == 0
    data = json.loads(capfdbinary.readouterr().out)
    assert data["schema"] == 1
    assert [(one["term"], one["factor"]) for one in data["differences"]] == [
        ("agent_salary_cost", "pay"),
        ("volume_change_share", "volume"),
    ]
    assert all(one["new_cell"] for one in data["differences"])
    money = data["bridges"]["money"]
    assert list(money["parts"]) == ["volume", "pay"]
    assert sum(money["parts"].values()) == pytest.approx(money["variance"])
    assert data["results"]["total_cost"]["change"] == pytest.approx(money["variance"])


def test_slips_are_one_line(
    books: Callable[..., Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A missing file, a bad cell of one of the two, an unknown scenario, two currencies."""
    old, bad = books("old.xlsx"), books("bad.xlsx", in_burden_share=22)
    for arguments, code, says in (
        ([old, tmp_path / "no.xlsx"], 3, "no.xlsx: No such file"),
        ([old, bad], 2, "bad.xlsx: Assumptions!D"),
        ([old, old, "--old-scenario", "Mor"], 2, "--old-scenario: found Mor; allowed one of Base"),
    ):
        assert run(["compare", *map(str, arguments)]) == code
        told = capsys.readouterr()
        assert told.out == ""
        assert says in told.err
        assert len(told.err.splitlines()) == 1


def test_options_of_finance(books: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A prescribed order is said with the bridge; without rates two currencies have none."""
    old, new = books("old.xlsx"), books("pounds.xlsx", in_currency="GBP")
    arguments = ["compare", str(old), str(new), "--new-scenario", "More"]
    assert run(arguments) == 0
    told = capsys.readouterr()
    assert "--exchange-rates OLD NEW" in told.err
    assert "Currency: USD → GBP" in told.out
    assert "Contact volume change, Base → More: 0 % → 10 %" in told.out
    assert "No amounts and no bridge: no exchange rates: what one USD and one GBP" in told.out
    assert "Total cost" not in told.out
    assert run([*arguments, "--exchange-rates", "1", "1.2", "--order", "pay"]) == 0
    assert "one after another: pay, volume" in capsys.readouterr().out
