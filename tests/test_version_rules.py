"""Versions by themselves: what a lock keeps, what it lets go, and what the report tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from capplan_workbook import plan_checks
from reader_workbooks import given
from versioned_plans import stated

from capplan.cli.pages import report_of
from capplan.inputs.identity import seal_of
from capplan.inputs.versions import WEIGHTY, changes_since_lock, with_versions
from capplan.plan import make_plan
from capplan.questions.study import Study


def test_a_draft_keeps_nothing() -> None:
    """Nothing is kept until somebody locks the plan."""
    own = with_versions(stated("draft"))
    assert (own.locked, own.last) == (None, None)


def test_the_way_of_a_plan_through_its_versions() -> None:
    """Locked inputs stay as they were; of a draft they are the last version, also once relocked."""
    first = with_versions(stated("locked"))
    assert first.locked is not None
    assert first.locked.values["hire_cost"] == 2100.0
    edit = replace(first, values={**first.values, "hire_cost": 2500.0})
    still = with_versions(edit)
    assert still.locked is not None
    assert still.locked.values["hire_cost"] == 2100.0
    assert [one.term for one in changes_since_lock(still)] == ["hire_cost"]
    draft = with_versions(replace(still, values={**still.values, "plan_status": "draft"}))
    assert draft.locked is None
    assert draft.last is not None
    assert changes_since_lock(draft) == []
    second = with_versions(
        replace(draft, values={**draft.values, "plan_status": "locked", "plan_version": "2"})
    )
    assert second.locked is not None
    assert second.last is not None
    assert second.locked.values["hire_cost"] == 2500.0
    assert second.last.values["hire_cost"] == 2100.0
    archived = with_versions(
        replace(second, values={**second.values, "plan_status": "archived", "hire_cost": 1.0})
    )
    assert [one.term for one in changes_since_lock(archived)] == ["hire_cost"]


def test_a_locked_plan_asks_who_stands_for_what_matters() -> None:
    """Weighty values at their default are a matter of review once locked, never in a draft."""
    title = "Somebody stands for the assumptions that matter most"
    for status, count in (("draft", 0), ("locked", len(WEIGHTY) - 3)):
        plan = make_plan(stated(status))
        found = next(one for one in plan_checks(plan) if one.title == title)
        assert found.measured == count
        assert found.result == ("REVIEW" if count else "OK")
    assert "Agent attrition" not in found.advice
    assert "Agent salary" in found.advice


def test_the_report_tells_version_owner_and_change() -> None:
    """On top the version and who approved it; beside each value its owner and what it was."""
    first = with_versions(stated("locked", approved_by="R. Shah", approved_on=date(2026, 1, 28)))
    edit = {"plan_status": "draft", "plan_version": "2", "burden_share": 0.3}
    plan = make_plan(replace(first, values={**first.values, **edit}))
    page = report_of(Study.of(plan), []).decode()
    for words in (
        "2, draft",
        "R. Shah, 28 Jan 2026",
        "J. Okafor, 30\u00a0Nov\u00a02025",
        "was 22%",
    ):
        assert words in page
    assert "Against version 1" in page
    assert page.count("Plan owner") == 0


def test_a_version_has_its_name_to_itself() -> None:
    """Another name on locked inputs is a change; who signs is none."""
    own = with_versions(stated("locked"))
    renamed = replace(own, values={**own.values, "plan_version": "2", "approved_by": "R. Shah"})
    assert [one.term for one in changes_since_lock(renamed)] == ["plan_version"]


def test_the_seal_is_of_the_inputs() -> None:
    """It tells every input, neither notes nor the last digits nor classes of the engine."""
    own = given()
    assert seal_of(replace(own, origins={})) == seal_of(own)
    assert seal_of(replace(own, base_contacts=own.base_contacts * (1 + 1e-12))) == seal_of(own)
    assert seal_of(replace(own, base_contacts=own.base_contacts * 1.0001)) != seal_of(own)
    assert seal_of(replace(own, sources=own.sources[::-1])) != seal_of(own)
    engine = tuple(replace(one, status="proposed") for one in own.classes[:1])
    assert seal_of(replace(own, classes=(*own.classes, *engine))) == seal_of(own)
