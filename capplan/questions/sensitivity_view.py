"""`explain sensitivity`: the strongest drivers, what one point does, and what one agent does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from capplan.questions.bridge import MEASURES, MONEY
from capplan.questions.explain import queue_number, week_number
from capplan.questions.scenario_bridges import main_drivers, strongest_drivers
from capplan.questions.sensitivity import AgentRow, Swing, one_agent, one_point, tornado_lines

if TYPE_CHECKING:
    from datetime import date

    from capplan.plan import Plan

Progress = Callable[[str, float], None]
BEFORE, TORNADO, POINTS = 0.7, 0.2, 0.1  # of the time a command takes


@dataclass(frozen=True)
class SensitivityView:
    """What a little more or less does to a plan under its live scenario."""

    scenario: str
    currency: str
    drivers: int
    strongest: Sequence[Swing]
    points: Sequence[Swing]
    agents: Sequence[AgentRow]

    def __str__(self) -> str:
        """The three tables as text, for the screen."""
        return "\n".join(_lines(self))

    def as_dict(self) -> dict[str, Any]:
        """The three tables as plain data, for JSON output."""
        return {
            "drivers": self.drivers,
            "strongest": [one.as_dict() for one in self.strongest],
            "one_point": [one.as_dict() for one in self.points],
            "one_agent": [asdict(one) for one in self.agents],
        }


def sensitivity_view(
    plan: Plan,
    week: date | str | None = None,
    queue: str | None = None,
    progress: Progress | None = None,
) -> SensitivityView:
    """The strongest of the main drivers, one point of each share, and one agent of each queue.

    One agent is that of the week asked for (each queue's busiest by default), in the queue asked
    for (all by default).

    Raises:
        PlanInputError: for a week or a queue that the plan does not have.
    """
    report = progress or _silent
    number, at = queue_number(plan, queue), week_number(plan, week) if week else None
    monday = None if at is None else plan.assumptions.calendar.mondays[at]
    agents = one_agent(plan, monday)
    names = plan.assumptions.queue_names
    strongest = strongest_drivers(plan, lambda text, part: report(text, BEFORE + TORNADO * part))
    report("one point", BEFORE + TORNADO)
    return SensitivityView(
        plan.live,
        str(plan.assumptions.values["currency"]),
        len(main_drivers()),
        strongest,
        one_point(plan),
        [one for one in agents if number is None or one.queue == names[number]],
    )


def _silent(text: str, share: float) -> None:
    """Nobody watches."""


def _lines(view: SensitivityView) -> Iterator[str]:
    yield (
        f"Scenario {view.scenario}; the strongest {len(view.strongest)} of {view.drivers} drivers:"
        " demand, people, spans, pay and prices"
    )
    yield ""
    yield from tornado_lines(view.strongest, MONEY, view.currency)
    yield ""
    yield from _point_lines(view)
    yield ""
    yield from _agent_lines(view)


def _point_lines(view: SensitivityView) -> Iterator[str]:
    yield "One point more"
    units = [row.unit.replace(MONEY, view.currency) for row in MEASURES.values()]
    yield f"  {'driver':<32}{'step':>12}" + "".join(f"{unit:>16}" for unit in units)
    for one in view.points:
        side = one.plus
        cells = (
            "-" if side is None else f"{side[name]:+,.{0 if row.unit == MONEY else 1}f}"
            for name, row in MEASURES.items()
        )
        yield f"  {one.driver.label:<32}{'+ ' + one.step:>12}" + "".join(f"{c:>16}" for c in cells)


def _agent_lines(view: SensitivityView) -> Iterator[str]:
    yield "One agent more or fewer than needed"
    heads = ("agents", "service", "wait s", "lost", "occupancy", "backlog h", "a year")
    yield f"  {'queue, week':<32}" + "".join(f"{one:>11}" for one in heads)
    for one in view.agents:
        cells = (
            f"{one.difference_heads:+d}" if one.difference_heads else f"{one.heads:,.1f}",
            _share(one.service_level_share),
            _plain(one.asa_s),
            _share(one.abandon_share),
            _share(one.occupancy_share),
            _plain(one.backlog_h),
            f"{one.year_cost:+,.0f}" if one.difference_heads else "-",
        )
        place = f"{one.queue}, {one.week.isoformat()}" if not one.difference_heads else ""
        yield f"  {place:<32}" + "".join(f"{cell:>11}" for cell in cells)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f}"
