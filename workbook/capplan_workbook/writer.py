"""From a plan to a workbook: all answers first, the sheets in reading order, one pass to bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import capplan
from capplan.inputs.identity import letters_of, plain
from capplan.questions.study import make_study, study_of
from capplan_workbook.book import Book
from capplan_workbook.checks.all_checks import Check, checks, overall
from capplan_workbook.desk import Desk
from capplan_workbook.layout.places import Layout
from capplan_workbook.reading.growth import PROPERTY, SCHEMA
from capplan_workbook.sheets import checks as checks_sheet
from capplan_workbook.sheets import curves, demand, guide, queues
from capplan_workbook.sheets.about import sheet as about
from capplan_workbook.sheets.assumptions import sheet as assumptions
from capplan_workbook.sheets.budget import funded
from capplan_workbook.sheets.budget import sheet as budget
from capplan_workbook.sheets.dashboard import sheet as dashboard
from capplan_workbook.sheets.hiring import sheet as hiring_plan
from capplan_workbook.sheets.kept import sheet as kept
from capplan_workbook.sheets.kept.sheet import KEPT, prefix
from capplan_workbook.sheets.kept.versions import versions_of
from capplan_workbook.sheets.management import sheet as management
from capplan_workbook.sheets.requirement import sheet as requirement
from capplan_workbook.sheets.scenarios import sheet as scenarios
from capplan_workbook.sheets.supply import sheet as supply
from capplan_workbook.stamps import Stamps

if TYPE_CHECKING:
    from os import PathLike

    from capplan.plan import Plan
    from capplan.questions.study import Study

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CHF": "CHF "}


def write_plan(
    plan: Plan, target: str | PathLike[str] | BinaryIO, *, study: Study | None = None
) -> None:
    """Writes the planning workbook of a plan; equal plans give equal bytes.

    All that the sheets show is computed before the first of them is begun; whoever has the plan's
    study already hands it over.
    """
    build(make_study(plan) if study is None else study_of(plan, study)).save(target)


def plan_checks(plan: Plan, *, study: Study | None = None) -> list[Check]:
    """The plan's checks as its workbook would show them."""
    return checks(_desk(study_of(plan, study)))


def plan_status(plan: Plan, *, study: Study | None = None) -> str:
    """The overall result of the checks: OK, REVIEW or FAIL."""
    return overall(plan_checks(plan, study=study))


def build(study: Study) -> Book:
    """The planning workbook, sheet by sheet."""
    desk = _desk(study)
    found = checks(desk)
    desk.overall = overall(found)
    guide.write(desk)
    dashboard.write(desk)
    queues.write(desk)
    assumptions.write(desk)
    demand.write(desk)
    hiring_plan.write(desk)
    scenarios.write(desk)
    requirement.write(desk)
    supply.write(desk)
    management.write(desk)
    budget.write(desk)
    funded.write(desk)
    checks_sheet.write(desk, found)
    curves.write(desk)
    about.write(desk)
    about.write_schema(desk)
    for title, version in desk.versions.items():
        kept.write(desk, title, version)
    return desk.book


def _desk(study: Study) -> Desk:
    plan = study.plan
    layout, run = Layout.of(plan), run_id(plan)
    versions = versions_of(plan.assumptions)
    name, currency = (str(plan.assumptions.values[key]) for key in ("plan_name", "currency"))
    book = Book(
        title=name,
        subject="Headcount and management capacity plan",
        footer=f"capplan {capplan.__version__}  |  run {run}",
        custom={
            PROPERTY: str(SCHEMA),
            "capplan.run": run,
            **{KEPT + prefix(title): one.seal for title, one in versions.items()},
        },
        currency=SYMBOLS.get(currency, f"{currency} "),
    )
    return Desk(study, book, layout, Stamps(study, layout), run, versions=versions)


def run_id(plan: Plan) -> str:
    """Eight characters that stand for the inputs and the version: equal inputs, equal run."""
    return letters_of(capplan.__version__, plan.live, plain(plan.assumptions))
