"""The functions' public face: names, arguments, defaults, help, and the page made from them."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import capplan_udfs
import pytest
from capplan_udfs import reference
from capplan_udfs.function import FUNCTIONS

from capplan.vocabulary import VOCABULARY

ROOT = Path(__file__).resolve().parents[2]

# As promised to workbooks and scripts: arguments in order, optional ones in brackets.
CONTRACT = {
    "CAP_AGENTS": "contacts, aht_s, [service_level_share=0.80], [answer_within_s=20], "
    "[interval_s=1800], [patience_s], [max_occupancy_share], [max_asa_s], [max_abandon_share]",
    "CAP_AGENTS_REAL": "contacts, aht_s, [service_level_share=0.80], [answer_within_s=20], "
    "[interval_s=1800], [patience_s], [max_occupancy_share], [max_asa_s], [max_abandon_share]",
    "CAP_SERVICE_LEVEL": "agents, contacts, aht_s, [answer_within_s=20], [interval_s=1800], "
    "[patience_s]",
    "CAP_ASA": "agents, contacts, aht_s, [interval_s=1800], [patience_s]",
    "CAP_ANSWER_TIME": "share, agents, contacts, aht_s, [interval_s=1800], [patience_s]",
    "CAP_WAIT_PROBABILITY": "agents, contacts, aht_s, [interval_s=1800], [patience_s]",
    "CAP_OCCUPANCY": "agents, contacts, aht_s, [interval_s=1800], [patience_s]",
    "CAP_ABANDON_SHARE": "agents, contacts, aht_s, patience_s, [interval_s=1800]",
    "CAP_QUEUE_LENGTH": "agents, contacts, aht_s, [interval_s=1800], [patience_s]",
    "CAP_CAPACITY": "agents, aht_s, [service_level_share=0.80], [answer_within_s=20], "
    "[interval_s=1800], [patience_s], [max_occupancy_share]",
    "CAP_TRUNKS": "contacts, aht_s, [blocking_share=0.01], [interval_s=1800]",
    "CAP_BLOCKING": "trunks, contacts, aht_s, [interval_s=1800]",
    "CAP_CHAT_AGENTS": "contacts, aht_s, max_concurrency, [aht_inflation_share=0], "
    "[service_level_share=0.80], [answer_within_s=30], [interval_s=1800], [patience_s], "
    "[max_occupancy_share]",
    "CAP_DEFERRED_HOURS": "arrival_h, [opening_backlog_h=0], [respond_within_periods=1], "
    "[max_occupancy_share=1]",
    "CAP_SHRINKAGE": "out_of_office_share, [in_office_share], [method=nested]",
    "CAP_GROSS_UP": "agents, shrinkage_share",
    "CAP_FTE": "productive_h, shrinkage_share, [contract_h_per_fte=37.5]",
    "CAP_ROUND_UP": "number",
    "CAP_PERIOD_RATE": "annual_share, [periods_per_year=52], [basis=turnover_ratio]",
    "CAP_ANNUAL_RATE": "period_share, [periods_per_year=52], [basis=turnover_ratio]",
    "CAP_STARTERS": "graduates_heads, training_weeks, [weekly_dropout_share=0], "
    "[no_show_share=0], [offer_acceptance_share=1]",
    "CAP_PIPELINE": "starts_heads, opening_heads, annual_attrition_share, training_weeks, "
    "[weekly_dropout_share=0], [ramp], [new_hire_attrition_share], [new_hire_weeks=13]",
    "CAP_HIRING_PLAN": "required_fte, opening_heads, annual_attrition_share, training_weeks, "
    "[weekly_dropout_share=0], [ramp], [class_min=1], [class_max=25], [max_classes_per_week=1]",
    "CAP_LEADERS": "heads, span, [minimum_heads=0]",
    "CAP_LAYERS": "frontline_heads, [spans=12;6;6;...], [head_at=8]",
    "CAP_EXECUTIVES": "frontline_heads, [frontline_per_executive=100]",
    "CAP_LEADER_PLAN": "heads, [span_target=12], [span_min=9], [span_max=15], [opening_heads]",
    "CAP_VERSION": "",
    "CAP_DEFINE": "term",
}
RESERVED_WORDS = (
    "addressof alias and any as attribute base binary boolean byref byte byval call case cdecl "
    "close compare const currency date decimal declare default defbool deftype dim do double "
    "each else elseif empty end enum erase error event exit explicit false for friend function "
    "get global gosub goto if imp implements in input integer is len let lib like line lock "
    "long longptr loop lset me mid mod module name new next not nothing null object on open "
    "option optional or output paramarray preserve print private property public put "
    "raiseevent random read redim rem resume return rset seek select set single spc static "
    "step stop string sub tab text then time to true type typeof unlock until variant wend "
    "while width with withevents write xor"
)
VBA_RESERVED = set(RESERVED_WORDS.split())


def promised(name: str) -> list[tuple[str, bool, str]]:
    """Name, required, default of each promised argument."""
    parts = [part.strip() for part in CONTRACT[name].split(",") if part.strip()]
    split = [(part, *part.strip("[]").partition("=")) for part in parts]
    return [(argument, part[0] != "[", default) for part, argument, _, default in split]


@pytest.mark.parametrize("name", CONTRACT)
def test_arguments_are_those_promised(name: str) -> None:
    """Names, order, optional ones and defaults are exactly those of the contract."""
    shown = reference.call_of(FUNCTIONS[name.lower()])
    promise = CONTRACT[name].replace("=0.80", "=0.8")
    assert shown == f"{name}({promise})"


def test_every_promised_function_is_there_and_no_other() -> None:
    """The package's functions and the promised ones are the same set."""
    public = {name.upper() for name in dir(capplan_udfs) if name.startswith("cap_")}
    listed = "export each function in udfs/capplan_udfs/__init__.py"
    assert set(FUNCTIONS) == set(capplan_udfs.__all__), listed
    assert public == set(CONTRACT) == {name.upper() for name in capplan_udfs.__all__}


@pytest.mark.parametrize("name", CONTRACT)
def test_optional_arguments_default_to_not_given(name: str) -> None:
    """A left-out and a blank argument are the same: the signature's default is None."""
    function = getattr(capplan_udfs, name.lower())
    parameters = inspect.signature(function).parameters
    expected = [(argument, required) for argument, required, _ in promised(name)]
    assert [(p.name, p.default is p.empty) for p in parameters.values()] == expected
    assert all(p.default in (p.empty, None) for p in parameters.values())
    assert {p.kind for p in parameters.values()} <= {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    assert function.__name__ == name.lower()
    assert function.__annotations__ == {}  # a host would take hints for converters


@pytest.mark.parametrize("name", CONTRACT)
def test_help_comes_from_the_vocabulary_and_fits_into_excel(name: str) -> None:
    """Every argument is a term; its help states allowed values and default within 255 signs."""
    function = FUNCTIONS[name.lower()]
    assert 20 < len(function.help) <= 255
    assert "\n" not in function.help
    for argument, (_, required, default) in zip(function.arguments, promised(name), strict=True):
        assert argument.name in VOCABULARY
        assert f"Allowed: {argument.term.allowed}." in argument.help
        assert len(argument.help) <= 255
        assert argument.help.endswith(".")
        assert ("Blank" in argument.help) is not required
        if default and default[0].isdigit() and ";" not in default:
            number = float(default) * (100 if argument.term.unit == "share" else 1)
            assert f"Blank means {number:,.10g}" in argument.help


@pytest.mark.parametrize("name", CONTRACT)
def test_names_suit_vba_and_cells(name: str) -> None:
    """No reserved word, no cell address, no name too long for Excel."""
    names = [argument for argument, _, _ in promised(name)]
    assert not VBA_RESERVED & {name.lower(), *names}
    assert not [one for one in (name, *names) if re.fullmatch(r"[A-Za-z]{1,3}\d+", one)]
    assert all(re.fullmatch(r"[a-z][a-z_]*", one) for one in names)
    assert len(name) < 32


def test_page_of_functions_is_fresh() -> None:
    """docs/functions.md is what the functions say of themselves today."""
    page = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")
    assert page == reference.markdown(), "run: python -m capplan_udfs.reference"


@pytest.mark.parametrize("name", CONTRACT)
def test_page_shows_call_and_example(name: str) -> None:
    """Each function's call and a worked example stand on the page."""
    page = reference.markdown()
    section = page.split(f"### {name}\n")[1].split("### ")[0]
    assert f"`={name}(" in section
    assert f">>> {name.lower()}(" in section or f"{name.lower()}(" in section.split("```python")[1]
