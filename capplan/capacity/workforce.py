"""The workforce: every queue's people week by week, from classes and moves to available FTE.

The same steps serve the plan, the search for classes that are still missing, and the check that no
move takes more agents than there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

import capplan.leaders.steps as leaders
from capplan.capacity.steps import OUTPUT
from capplan.errors import Issue
from capplan.leaders.steps import FLOWS
from capplan.people.cohorts import TO_52
from capplan.people.moves import LEAVE, OUT_OF_THE_FLOOR
from capplan.people.steps import ALONE, STARTS, TO_THE_FLOOR
from capplan.steps import Results, Way, run
from capplan.vocabulary import term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.inputs.assumptions import Assumptions

    Array = NDArray[np.float64]

Place = Callable[[str, int | str], str]
FLOOR = (*TO_THE_FLOOR, *leaders.FLOOR, *OUTPUT)
SLACK = 1e-9  # people; below it a stock is what rounding has left of nobody


def workforce(known: Results, starts_heads: Array | None = None) -> dict[str, Any]:
    """Everything about the people of a plan, for its own classes or for other starts.

    `known` holds every assumption in force and the plan's frame; `starts_heads` are starters by
    week and queue instead of those of the classes. Classes that began before the plan, moves and
    leave count in either case. Each result is a term of the vocabulary, `effective_fte` the FTE
    on the floor. Promotions to leader are those that `known` holds, else none: what starters add
    is then a straight line of the starts, and the effect of one is the difference to none.
    """
    nobody = dict.fromkeys(FLOWS, np.zeros(len(known["mondays"])))
    given = {**nobody, **known}
    if starts_heads is None:
        return run((*STARTS, *FLOOR), given)
    return run(FLOOR, {**given, "starts_heads": starts_heads})


def leader_flows(known: Results, way: Way = run) -> dict[str, Any]:
    """Agents promoted to leader, and leaders back on the floor, by week; for the own classes."""
    found = way((*STARTS, *TO_THE_FLOOR, *ALONE, *leaders.LEADERS), known)
    return {name: found[name] for name in FLOWS}


def known_people(given: Assumptions, scenario: str) -> dict[str, Any]:
    """What the steps of the workforce need to know."""
    return {
        **given.queues,
        **given.in_scenario(scenario),
        "queue_names": given.queue_names,
        "mondays": given.calendar.mondays,
        "classes": given.classes,
        "moves": given.moves,
        "sources": given.sources,
        "proficiency_share": given.proficiency_share,
    }


# moves must find the agents they take


def early_overdrafts(given: Assumptions, place: Place) -> Iterator[Issue]:
    """Moves that take more agents than there are, whatever classes may still be proposed.

    Classes of the plan add no tenured agents before their training and a year on the floor have
    passed; what comes later is judged when the plan is complete.
    """
    if not given.moves:
        return
    later = given.queues["training_weeks"] + max(TO_52, given.values["new_hire_weeks"])
    later = np.where(given.values["propose_classes"] == "yes", later, given.calendar.weeks)
    runs = {name: workforce(known_people(given, name)) for name in given.scenario_names}
    yield from overdrafts(given, runs, place, later)


def overdrafts(
    given: Assumptions,
    runs: Mapping[str, Results],
    place: Place,
    before: Array | None = None,
) -> Iterator[Issue]:
    """Moves that take more tenured agents than there are: the first of each queue and scenario.

    A move is told once, under the first scenario in which it fails. `before` limits the search to
    the first so many weeks of each queue.
    """
    told: set[str] = set()
    for scenario, people in runs.items():
        for issue in _of_scenario(given, people, scenario, place, before):
            if issue.where not in told:
                yield issue
            told.add(issue.where)


def _of_scenario(
    given: Assumptions, people: Results, scenario: str, place: Place, before: Array | None
) -> Iterator[Issue]:
    stock = people["tenured_heads"]
    weeks = np.arange(len(stock))[:, None]
    below = (stock < -SLACK) & (weeks < (len(stock) if before is None else before))
    for queue in np.flatnonzero(below.any(axis=0)).tolist():
        week = int(below[:, queue].argmax())
        yield _overdraft(given, people, (week, queue), scenario, place)


def _overdraft(
    given: Assumptions, people: Results, at: tuple[int, int], scenario: str, place: Place
) -> Issue:
    """The move, in the order inside the week, that takes the stock below zero."""
    monday, queue = given.calendar.mondays[at[0]], given.queue_names[at[1]]
    flows = ("tenured_heads", "leader_promotions_heads", *OUT_OF_THE_FLOOR.values())
    left = sum(float(people[flow][at]) for flow in dict.fromkeys(flows))
    left -= float(people["leader_returns_heads"][at])
    order = list(OUT_OF_THE_FLOOR)
    here = [one for one in given.moves if (one.queue, one.week) == (queue, monday)]
    here.sort(key=lambda one: order.index(one.kind))
    for one in here:
        flow, taken = OUT_OF_THE_FLOOR[one.kind], one.heads
        if taken > left + SLACK:
            break
        left -= taken
    else:  # those who go on leave without a date find too few left
        flow, taken = OUT_OF_THE_FLOOR[LEAVE], float(people["leave_out_heads"][at])
        dated = sum(one.heads for one in here if one.kind == LEAVE)
        taken, one = taken - dated, here[-1]
    return Issue(
        place("move_heads", given.moves.index(one)),
        term("move_heads").label,
        f"{term(flow).label} of {taken:.4g} from {queue} on {monday.isoformat()}",
        f"up to {left:.1f}, the tenured agents there",
        "" if scenario == given.scenario_names[0] else f"in scenario {scenario}",
    )
