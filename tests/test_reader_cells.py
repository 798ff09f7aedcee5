"""One wrong cell, one line that names it and says what to do; one clear meaning, one value."""

from __future__ import annotations

from pathlib import Path

import pytest
from capplan_workbook import check_plan, read_plan, read_selector
from reader_workbooks import (
    faults,
    named_cell,
    places,
    queue_cell,
    remarks,
    typed,
    with_cell_xml,
    write,
)
from sheet_xml import CellValue

from capplan.errors import PlanInputError

AHT, LEVEL, CHANNEL = (queue_cell(one) for one in ("aht_s", "service_level_share", "channel"))
GOAL, STAFF, POSITIONS = (
    queue_cell(one) for one in ("response_goal_h", "opening_agents_heads", "min_positions")
)
PROFILE = "Queues!AW8"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook without a fault."""
    return write(tmp_path_factory.mktemp("cells") / "plan.xlsx")


REFUSED: list[tuple[str, CellValue, str]] = [
    # text where a number belongs
    (AHT, "five minutes", "type a number"),
    (AHT, "n/a", "type a number"),
    (AHT, "300 s", "type a number"),
    (AHT, "--", "type a number"),
    (AHT, "1.2.3", "type a number"),
    (AHT, "12e", "type a number"),
    (STAFF, "about 40", "type a number"),
    ("Demand!C9", "closed", "type a number"),
    ("Demand!D12", "1,2,3", "type a number"),
    ("HiringPlan!E8", "eight", "type a number"),
    ("Demand!N8", "much", "type a number"),
    ("in_class_max_heads", "twenty", "type a number"),
    ("in_agent_salary_cost", "30k", "type a number"),
    ("Scenarios!G10", "ten", "type a number"),
    (PROFILE, "x", "type a number"),
    # more than one reading
    (GOAL, "1,5", "15 or 1.5"),
    (GOAL, "1,200", "1200 or 1.2"),
    (GOAL, "1.200", "1.2 or 1200"),
    (AHT, "285,5", "285.5"),
    (AHT, "3:30", "12600 or 210"),
    ("Demand!C9", "1,5", "15"),
    # numbers outside what is allowed, with the likely slip
    (LEVEL, 80, "did you mean 0.8 (80 %)?"),
    (LEVEL, "80", "did you mean 0.8 (80 %)?"),
    (LEVEL, 1, "try 0.995"),
    (LEVEL, "101 %", "found 1.01"),
    (AHT, -5, "found -5"),
    (AHT, 0, "above 0"),
    (AHT, 18000, "seconds"),
    (AHT, "-5", "found -5"),
    (POSITIONS, 1.5, "only whole numbers"),
    (STAFF, -1, "0 to 100,000"),
    ("Demand!C9", -3, "found -3"),
    ("Demand!C9", 1e12, "100,000,000"),
    ("Demand!N8", 25, "did you mean 0.25 (25 %)?"),
    ("HiringPlan!E8", 2.5, "only whole numbers"),
    ("in_annual_attrition_share", 40, "did you mean 0.4 (40 %)?"),
    ("in_shrinkage_sick_share", 6, "did you mean 0.06 (6 %)?"),
    ("in_burden_share", "22", "did you mean 0.22 (22 %)?"),
    ("in_supervisor_span", 1, "2 to 50"),
    ("in_supervisor_span", 0, "a blank typed as 0?"),
    ("in_manager_span", 60, "the people of the whole site"),
    ("in_director_span_max", "wide", "type a number"),
    ("in_leader_attrition_share", 18, "did you mean 0.18 (18 %)?"),
    ("in_interval_min", 20, "15, 30 or 60"),
    ("in_interval_min", 15, "30 minutes"),
    ("Scenarios!G10", 10, "Contact volume change"),
    ("Scenarios!G13", 45, "did you mean 0.45 (45 %)?"),
    (PROFILE, 35, "did you mean 0.35 (35 %)?"),
    (PROFILE, -0.1, "0 to 1"),
    # of another kind
    (AHT, True, "found TRUE"),
    ("Demand!C9", False, "found FALSE"),
    (LEVEL, "0,5,5", "type a number"),
    # choices and names
    (CHANNEL, "fone", "did you mean phone?"),
    (CHANNEL, "letters", "one of phone, chat"),
    ("in_attrition_basis", "turnover", "turnover_ratio"),
    ("in_propose_classes", True, "one of yes, no"),
    ("HiringPlan!F8", "aproved", "did you mean approved?"),
    ("HiringPlan!C8", "Slaes", "did you mean Sales?"),
    ("Demand!K8", "Slaes", "did you mean Sales?"),
    ("in_scenario", "Grwth", "did you mean Growth?"),
    ("in_scenario", "Boom", "one of Base, Growth, @Stress"),
    ("Scenarios!B13", "Agent atrition", "did you mean Agent attrition?"),
    ("Scenarios!H9", "Growth", "a name used once"),
    ("Scenarios!H9", None, "a name over the scenario's values"),
    ("Queues!AC8", "maybe", "given, assumed, default"),
    # dates
    ("Demand!B10", "19.01.2026", "2026-01-05 say"),
    ("Demand!B10", "01/19/2026", "2026-01-05 say"),
    ("Demand!B10", "2026-02-31", "2026-01-05 say"),
    ("Demand!B10", 46042, "did you mean 2026-01-19?"),
    ("Demand!B10", 46048, "2026-01-19"),
    ("Demand!B10", 7, "from 1990 to 2100"),
    ("Demand!B8", 46040, "a Monday"),
    ("Demand!L8", 46056, "did you mean 2026-02-02?"),
    ("Demand!M8", 46027, "the first week or later"),
    ("HiringPlan!D8", 46063, "a Monday"),
    ("HiringPlan!D8", 46762, "a week of the plan"),
    ("in_wage_step_date", "next spring", "2026-01-05 say"),
    ("in_wage_step_date", True, "2026-01-05 say"),
    # nothing where something must be
    (AHT, None, "must be filled"),
    (AHT, "  ", "must be filled"),
    ("Queues!B8", "\u00a0", "must be filled"),
    ("Demand!C9", None, "must be filled; 0 is a closed week"),
    ("Demand!B10", None, "must be filled"),
    ("HiringPlan!D8", None, "must be filled"),
    ("HiringPlan!E8", None, "must be filled"),
    ("Demand!L8", None, "must be filled"),
    # one value against another
    (queue_cell("patience_s"), None, "a target with a patience"),
    (queue_cell("max_concurrency"), 3, "only chat"),
    ("in_class_min_heads", 15, "at most the largest class, 14"),
    ("in_shortage_price_multiple", 7, "at most the price of a deep gap, 6"),
    ("in_upper_span_min", 7, "at most the span, 6"),
    ("in_manager_span_max", 5.5, "at least the span, 6"),
]  # fmt: skip
# faults that stand where the pair of values is mended
ELSEWHERE: dict[tuple[str, CellValue], str] = {
    (queue_cell("patience_s"), None): queue_cell("max_abandon_share"),
}
SEVERAL = {("Queues!B8", "\u00a0")}


@pytest.mark.parametrize(("target", "value", "says"), REFUSED)
def test_a_wrong_cell_gives_one_line_that_names_it(
    book: Path, target: str, value: CellValue, says: str
) -> None:
    """The fault stands at the cell typed into, once, and says what would be right."""
    found = faults(typed(book, {target: value}))
    cell = target if "!" in target else named_cell(book, target).split(":")[0]
    at = ELSEWHERE.get((target, value), cell)
    own = [one for one in found if one.where == at]
    assert len(own) == 1
    assert says in str(own[0])
    assert len(str(own[0])) <= 255
    assert found == own or (target, value) in SEVERAL


ACCEPTED: list[tuple[str, CellValue, object]] = [
    ("Demand!C9", "1,200", 1200.0),
    ("Demand!C9", "1.200", 1200.0),
    ("Demand!C9", "1 200", 1200.0),
    ("Demand!C9", "1\u202f200,5", 1200.5),
    ("Demand!C9", "1'200", 1200.0),
    ("Demand!C9", "12,345,678", 12345678.0),
    ("Demand!C9", "1,234.5", 1234.5),
    ("Demand!C9", "1.234,5", 1234.5),
    ("Demand!C9", " 42 ", 42.0),
    ("Demand!C9", 0, 0.0),
    (AHT, "300", 300.0),
    (AHT, "0:05:30", 330.0),
    (AHT, "5:30", 330.0),
    (AHT, "3e2", 300.0),
    (LEVEL, "85%", 0.85),
    (LEVEL, "85 %", 0.85),
    (LEVEL, "0,85", 0.85),
    (LEVEL, ".85", 0.85),
    (LEVEL, "82,5 %", 0.825),
    (GOAL, "36:30", 36.5),
    (GOAL, "0,5", 0.5),
    ("in_agent_salary_cost", "€31,500", 31500.0),
    ("in_agent_salary_cost", "31.500,50 EUR", 31500.5),
    ("in_burden_share", "31%", 0.31),
    ("in_volume_change_share", "\u22120.02", -0.02),
]


def _read(book: Path, target: str) -> object:
    plan = read_plan(book)
    if target.startswith("Demand"):
        return plan.base_contacts[1, 0]
    if target.startswith("Queues"):
        names = {AHT: "aht_s", LEVEL: "service_level_share", GOAL: "response_goal_h"}
        return plan.queues[names[target]][0]
    return plan.values[target.removeprefix("in_")]


@pytest.mark.parametrize(("target", "value", "expected"), ACCEPTED)
def test_a_text_with_one_reading_is_read_with_a_remark(
    book: Path, target: str, value: CellValue, expected: object
) -> None:
    """Numbers as text count where only one number can be meant, and a remark says which."""
    place = "Scenarios!F10" if target == "in_volume_change_share" else target
    file = typed(book, {place: value})
    assert _read(file, target) == expected
    told = isinstance(value, str)
    assert len(check_plan(file)) == told
    assert not told or "read as" in str(check_plan(file)[0])


CHOICES: list[tuple[str, str, str, str]] = [
    (CHANNEL, "Phone", "channel", "phone"),
    (CHANNEL, " EMAIL ", "channel", "email"),
    (CHANNEL, "back-office", "channel", "back office"),
    ("in_attrition_basis", "Cohort loss", "attrition_basis", "cohort_loss"),
    ("in_propose_classes", "No", "propose_classes", "no"),
]


@pytest.mark.parametrize(("target", "value", "name", "expected"), CHOICES)
def test_choices_do_not_depend_on_capitals(
    book: Path, target: str, value: str, name: str, expected: str
) -> None:
    """A choice is recognised however it is spelt, and nothing is remarked."""
    file = typed(book, {target: value, queue_cell("opening_backlog_h"): 0})
    plan = read_plan(file)
    assert expected in (plan.values.get(name), plan.queues.get(name, ("",))[0])
    assert check_plan(file) == []


@pytest.mark.parametrize("value", ["2026-01-19", "2026/1/19", "2026-01-19T00:00:00", 46041])
def test_dates_as_iso_text_and_as_serial_numbers_are_read(book: Path, value: CellValue) -> None:
    """A week as text in ISO form, or pasted without its format, is the same week."""
    file = typed(book, {"Demand!B10": value})
    assert faults(file) == []
    assert read_plan(file).calendar.weeks == 12


def test_a_selector_in_other_capitals_is_found(book: Path) -> None:
    """The live scenario is found whatever its capitals; none picked is the base."""
    assert read_selector(typed(book, {"in_scenario": "@stress"})) == "@Stress"
    assert read_selector(typed(book, {"in_scenario": None})) == "Base"


def test_an_unknown_selector_is_refused_alone(book: Path) -> None:
    """Asked for the live scenario only, the reader complains about nothing else."""
    file = typed(book, {"in_scenario": "Boom", AHT: "x"})
    with pytest.raises(
        PlanInputError, match=r"^Scenarios!D6: Live scenario: found 'Boom'"
    ) as refused:
        read_selector(file)
    assert len(refused.value.issues) == 1


def test_a_formula_counts_by_its_stored_result(book: Path) -> None:
    """A formula in an input cell is read by its result; without one it is a fault."""
    stored = with_cell_xml(book, AHT, "><f>60*5</f><v>300</v>")
    assert read_plan(stored).queues["aht_s"][0] == 300.0
    assert "its stored result 300 was read" in str(remarks(stored)[0])
    for missing in ("><f>60*5</f><v></v>", "><f>60*5</f>"):
        found = faults(with_cell_xml(book, AHT, missing))
        assert places(found) == [AHT]
        assert "without a stored result" in str(found[0])


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?"])
def test_an_error_value_is_a_fault(book: Path, error: str) -> None:
    """An error in an input cell is named as such."""
    found = faults(with_cell_xml(book, "Demand!C9", f't="e"><v>{error}</v>'))
    assert places(found) == ["Demand!C9"]
    assert error in str(found[0])


def test_a_huge_number_is_a_fault_and_no_crash(book: Path) -> None:
    """A number beyond what a computer holds is refused at its cell."""
    assert places(faults(with_cell_xml(book, AHT, f"><v>{'9' * 400}</v>"))) == [AHT]
    assert places(faults(with_cell_xml(book, AHT, "><v>1e999</v>"))) == [AHT]


def test_escaped_control_characters_in_names_are_dropped(book: Path) -> None:
    """Control characters that a program stored as escapes are no part of a name."""
    file = with_cell_xml(book, queue_cell("site"), 't="inlineStr"><is><t>Le_x0007_eds</t></is>')
    assert read_plan(file).queues["site"][0] == "Leeds"
