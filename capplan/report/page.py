"""The page: its parts in reading order, its style, and a policy that lets nothing else in."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Collection, Sequence
from pathlib import Path

from capplan.plan import Plan
from capplan.questions.cap import is_capped
from capplan.questions.sensitivity import Swing
from capplan.questions.study import Study
from capplan.report.checks import Check, all_checks
from capplan.report.classes import hiring
from capplan.report.comparison import comparison
from capplan.report.funded import KEY as CAP
from capplan.report.funded import budget_cap
from capplan.report.glossary import glossary
from capplan.report.inputs import assumptions
from capplan.report.leaders import leadership
from capplan.report.markup import Markup, element
from capplan.report.money import cost
from capplan.report.opening import header, summary
from capplan.report.sensitivity import KEY as SENSITIVITY
from capplan.report.sensitivity import sensitivity
from capplan.report.staffing import fte, movement
from capplan.report.subject import Subject
from capplan.vocabulary.release import VERSION

CONTENTS = (
    ("summary", "Summary"),
    ("fte", "People needed"),
    ("movement", "Joiners and leavers"),
    ("leadership", "Leaders"),
    ("cost", "Cost"),
    (CAP, "Budget cap"),
    ("scenarios", "Scenarios"),
    (SENSITIVITY, "Sensitivity"),
    ("hiring", "Hiring plan"),
    ("assumptions", "Assumptions"),
    ("checks", "Checks"),
    ("glossary", "Glossary"),
)


def page(
    study: Study,
    checks: Sequence[Check],
    run_id: str,
    bridge: Sequence[tuple[str, float]] | None = None,
    strongest: Sequence[Swing] = (),
) -> str:
    """The whole page; equal inputs give equal text."""
    plan, subject = study.plan, Subject(study)
    run, version = run_id, VERSION
    parts = (
        summary(subject, checks),
        fte(subject),
        movement(subject),
        leadership(subject),
        cost(subject),
        budget_cap(subject),
        comparison(subject, bridge),
        sensitivity(subject, strongest),
        hiring(subject),
        assumptions(subject),
        all_checks(checks),
    )
    body = element(
        "body",
        header(subject, checks, run, version),
        _contents(without=_left_out(plan, strongest)),
        element("main", *parts, glossary(subject)),
        element("footer", element("p", f"capplan {version}, run {run}. {_NOTE}")),
    )
    title = f"{plan.assumptions.values['plan_name']}, {plan.live}: capacity plan"
    whole = element("html", _head(title, _style(run, version)), body, lang="en")
    return f"<!DOCTYPE html>\n{whole}\n"


def _left_out(plan: Plan, strongest: Sequence[Swing]) -> list[str]:
    there = ((CAP, is_capped(plan.assumptions)), (SENSITIVITY, bool(strongest)))
    return [key for key, is_there in there if not is_there]


_NOTE = "Equal inputs give an equal page. The planning workbook answers further questions."


def _head(title: str, style: str) -> Markup:
    """Title, policy and style; nothing is loaded, from here or from elsewhere."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("link", rel="icon", href="data:,"),
        element("title", title),
        element("style", Markup(style)),
    )


def _style(run: str, version: str) -> str:
    """The style sheet, with the run in the margin of each printed page."""
    sheet = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    safe = re.sub(r"[^\w .-]", "", f"capplan {version}  run {run}", flags=re.ASCII)
    return sheet.replace("{run}", safe)


def _contents(without: Collection[str]) -> Markup:
    parts = ((key, name) for key, name in CONTENTS if key not in without)
    items = (element("li", element("a", name, href=f"#{key}")) for key, name in parts)
    return element("nav", element("ul", *items), aria_label="Contents")
