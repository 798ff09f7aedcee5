"""What moves the cost most: each driver a step less and a step more, the strongest on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from capplan.inputs.formats import NONE, number
from capplan.questions.bridge import HEADS, MONEY
from capplan.report.bars import Pair, pair_chart
from capplan.report.drawing import Series
from capplan.report.markup import Markup
from capplan.report.subject import Subject, figure, section
from capplan.report.tables import Column, Row, table

if TYPE_CHECKING:
    from capplan.questions.sensitivity import Swing

KEY = "sensitivity"
TITLE = "Change of total cost, one driver at a time"
LESS, MORE = ("A step less", "slate-light"), ("A step more", "blue-deep")
Side = Mapping[str, float] | None


def sensitivity(subject: Subject, strongest: Sequence[Swing]) -> Markup | None:
    """The chart and its numbers; nothing where no driver was looked at."""
    if not strongest:
        return None
    return section(
        KEY, "What moves the cost most?", _drawn(subject, strongest), _numbers(subject, strongest)
    )


def _drawn(subject: Subject, strongest: Sequence[Swing]) -> Markup:
    pairs = [
        Pair(
            f"{one.driver.label}, {one.step}",
            _amount(one.minus),
            _amount(one.plus),
            f"{_money(subject, one.minus)} / {_money(subject, one.plus)}",
        )
        for one in strongest
    ]
    note = (
        f"{subject.amounts.words}, under {subject.plan.live}: one driver a step less or more,"
        " classes proposed anew, everything else as planned."
    )
    sides = zip((LESS, MORE), ("minus", "plus"), strict=True)
    legend = [
        Series(name, [_amount(getattr(one, side)) for one in strongest], tone)
        for (name, tone), side in sides
    ]
    chart = partial(pair_chart, pairs=pairs, tones=(LESS[1], MORE[1]))
    return figure("strongest-drivers", TITLE, note, chart, legend)


def _amount(side: Side) -> float:
    return side[MONEY] if side else 0.0


def _money(subject: Subject, side: Side) -> str:
    return subject.amounts.shown(side[MONEY], sign=True) if side else NONE


def _heads(side: Side) -> str:
    return number(side[HEADS], 1, sign=True) if side else NONE


def _numbers(subject: Subject, strongest: Sequence[Swing]) -> Markup:
    amounts = subject.amounts.words
    columns = (
        Column("Driver", words=True),
        Column("Step", words=True),
        Column("A step less", amounts),
        Column("A step more", amounts),
        Column("A step less", "heads"),
        Column("A step more", "heads"),
    )
    rows = [
        Row(
            (
                one.driver.label,
                one.step,
                *(_money(subject, side) for side in (one.minus, one.plus)),
                *(_heads(side) for side in (one.minus, one.plus)),
            )
        )
        for one in strongest
    ]
    return table(TITLE, columns, rows)
