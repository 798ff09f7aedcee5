"""Cohorts: the people of every queue by stage, week by week, with every flow between the stages.

Stages: in training, then on the floor as new hires, up to floor week 26, up to floor week 52, and
tenured; on leave outside the floor. Order inside a week: on Monday people start, graduate, are
transferred in, come back from leave; then agents are transferred out, are promoted, leave on a
planned date, go on leave, or leave the floor to lead, all of them tenured ones. After that exits
spread evenly over the week, each tenure at its own rate, so that half of the week's leavers still
count as available.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TO_26, TO_52 = 26, 52  # last floor week of the bands after the new-hire weeks


class Hazards(NamedTuple):
    """Share of the agents of each tenure that leaves in a week; how long one is a new hire."""

    new_hire_share: float
    to_26_weeks_share: float
    to_52_weeks_share: float
    tenured_share: float
    new_hire_weeks: int

    def bands(self) -> tuple[tuple[int, int, float], ...]:
        """First floor week (from 0), the one after the last, and rate of each band before tenure.

        >>> Hazards(0.02, 0.01, 0.009, 0.008, 13).bands()
        ((0, 13, 0.02), (13, 26, 0.01), (26, 52, 0.009))
        """
        first = self.new_hire_weeks
        second, third = max(TO_26, first), max(TO_52, first)
        return (
            (0, first, self.new_hire_share),
            (first, second, self.to_26_weeks_share),
            (second, third, self.to_52_weeks_share),
        )


class Training(NamedTuple):
    """People in training, weeks x queues."""

    opening_training_heads: Array
    training_heads: Array
    dropouts_heads: Array
    graduates_heads: Array


class MondayFlows(NamedTuple):
    """Tenured agents who come and go on a date, weeks x queues."""

    transfers_in_heads: Array
    transfers_out_heads: Array
    promotions_out_heads: Array
    planned_leavers_heads: Array
    dated_leave_out_heads: Array
    dated_leave_back_heads: Array
    dated_leave_lost_heads: Array


class Leave(NamedTuple):
    """Leave of absence that has no date: who goes, for how long on average, who comes back."""

    weekly_share: float
    mean_weeks: float
    return_share: float


class Floor(NamedTuple):
    """Agents on the floor and on leave, weeks x queues; stocks after Monday's moves."""

    opening_heads: Array
    opening_tenured_heads: Array
    promotable_heads: Array
    leader_promotions_heads: Array
    leader_returns_heads: Array
    leave_back_heads: Array
    leave_out_heads: Array
    leave_lost_heads: Array
    rate_leave_heads: Array
    on_leave_heads: Array
    new_hires_heads: Array
    to_26_weeks_heads: Array
    to_52_weeks_heads: Array
    tenured_heads: Array
    leavers_heads: Array
    closing_agents_heads: Array


class LeaderFlows(NamedTuple):
    """Agents who leave the floor to lead, and leaders who come back to it, by week."""

    out_heads: Array
    back_heads: Array


NO_LEAVE = Leave(0.0, 1.0, 1.0)


def no_flows(weeks: int, queues: int) -> MondayFlows:
    """Nobody moves."""
    import numpy as np

    return MondayFlows(*(np.zeros((weeks, queues)) for _ in MondayFlows._fields))


def train(
    starts_heads: Array, begun_heads: Array, training_weeks: Array, weekly_dropout_share: float
) -> Training:
    """Everybody in training: opening + starts - graduates, less the week's dropouts.

    `begun_heads` are the starts of the weeks before the first one, the last row just before it;
    who of them has not graduated yet is in training when the plan opens.
    """
    import numpy as np

    graduates = _graduates(starts_heads, begun_heads, training_weeks, weekly_dropout_share)
    opening, training = np.zeros_like(starts_heads), np.zeros_like(starts_heads)
    heads = _already_in_training(begun_heads, training_weeks, weekly_dropout_share)
    for week, started in enumerate(starts_heads):
        opening[week] = heads
        training[week] = heads + started - graduates[week]
        heads = training[week] - training[week] * weekly_dropout_share
    return Training(opening, training, training * weekly_dropout_share, graduates)


def _graduates(
    starts_heads: Array, begun_heads: Array, training_weeks: Array, weekly_dropout_share: float
) -> Array:
    """The starters of `training_weeks` ago who stayed."""
    import numpy as np

    weeks, before = len(starts_heads), len(begun_heads)
    started = np.concatenate([begun_heads, starts_heads])
    graduates = np.zeros_like(starts_heads)
    for number, length in enumerate(training_weeks.astype(int).tolist()):
        first = max(length - before, 0)
        stay = (1 - weekly_dropout_share) ** length
        source = started[before + first - length : max(before + weeks - length, 0), number]
        graduates[first : first + len(source), number] = source * stay
    return graduates


def _already_in_training(
    begun_heads: Array, training_weeks: Array, weekly_dropout_share: float
) -> Array:
    import numpy as np

    age = np.arange(len(begun_heads), 0, -1)[:, None]
    here = (1 - weekly_dropout_share) ** age * (age <= training_weeks)
    return np.asarray((begun_heads * here).sum(axis=0))


def on_the_floor(
    graduates_heads: Array,
    opening_heads: Array,
    hazards: Hazards,
    flows: MondayFlows,
    leave: Leave = NO_LEAVE,
    leaders: LeaderFlows | None = None,
) -> Floor:
    """Agents by tenure and on leave, from the graduates and the moves of every week.

    Opening agents count as tenured. Nothing is clipped: moves beyond the tenured stock make it
    negative, for the caller to refuse. Promotions to leader are shared over the queues by the
    tenured agents there after all other moves.
    """
    import numpy as np

    found = Floor(*(np.zeros_like(graduates_heads) for _ in Floor._fields))
    young = _in_bands(graduates_heads, hazards)
    rates = [rate for _, _, rate in hazards.bands()]
    exits = np.sum([heads * rate for heads, rate in zip(young, rates, strict=True)], axis=0)
    inside = np.sum(young, axis=0)
    dated = flows.transfers_in_heads - flows.transfers_out_heads
    dated = dated - flows.promotions_out_heads - flows.planned_leavers_heads
    agents = tenured = opening_heads.astype(float)
    pool = away = np.zeros(len(opening_heads))
    promoted, returned = leaders or LeaderFlows(*np.zeros((2, len(graduates_heads))))
    no_return_share, stay_share = 1 - leave.return_share, 1 - hazards.tenured_share
    led = ((promoted != 0) | (returned != 0)).tolist()
    for week, joined in enumerate(graduates_heads):
        found.opening_tenured_heads[week] = tenured
        ended, gone = pool / leave.mean_weeks, leave.weekly_share * tenured
        back = ended * leave.return_share + flows.dated_leave_back_heads[week]
        lost = ended * no_return_share + flows.dated_leave_lost_heads[week]
        out = gone + flows.dated_leave_out_heads[week]
        pool, away = pool - ended + gone, away + out - back - lost
        agents = agents + joined + dated[week] + back - out
        ready = np.maximum(agents - inside[week], 0.0)
        found.promotable_heads[week] = ready
        if led[week]:
            share = _shares(ready)
            upward, downward = promoted[week] * share, returned[week] * share
            found.leader_promotions_heads[week], found.leader_returns_heads[week] = upward, downward
            agents = agents - upward + downward
        tenured = agents - inside[week]
        leavers = exits[week] + tenured * hazards.tenured_share
        found.leave_back_heads[week], found.leave_out_heads[week] = back, out
        found.leave_lost_heads[week] = lost
        found.rate_leave_heads[week], found.on_leave_heads[week] = pool, away
        found.tenured_heads[week], found.leavers_heads[week] = tenured, leavers
        agents = agents - leavers
        tenured = tenured * stay_share
        found.closing_agents_heads[week] = agents
    found.opening_heads[:1] = opening_heads
    found.opening_heads[1:] = found.closing_agents_heads[:-1]
    return found._replace(
        new_hires_heads=young[0], to_26_weeks_heads=young[1], to_52_weeks_heads=young[2]
    )


def _shares(heads: Array) -> Array:
    """Each queue's part of the heads; equal parts where there are none."""
    total = float(heads.sum())
    return heads / total if total > 0 else heads + 1 / len(heads)


def _in_bands(graduates_heads: Array, hazards: Hazards) -> Array:
    """Agents by band of floor weeks after Monday's moves: last week's who stayed + in - out."""
    import numpy as np

    bands = hazards.bands()
    weeks, queues = graduates_heads.shape
    inside, heads = np.empty((len(bands), weeks, queues)), np.zeros((len(bands), queues))
    for place, (first, after, _) in enumerate(bands):
        reached = _reaching(graduates_heads, hazards, first)
        inside[place] = reached - _reaching(graduates_heads, hazards, after)
    stay = 1 - np.array([[rate] for _, _, rate in bands])
    for week in range(weeks):
        heads = heads * stay + inside[:, week]
        inside[:, week] = heads
    return inside


def _reaching(graduates_heads: Array, hazards: Hazards, floor_week: int) -> Array:
    """Those of each week who have been on the floor for so many weeks and are still here."""
    import numpy as np

    reached = np.zeros_like(graduates_heads)
    weeks = len(graduates_heads)
    if floor_week < weeks:
        here = still_here(hazards, floor_week)
        reached[floor_week:] = graduates_heads[: weeks - floor_week] * here
    return reached


def still_here(hazards: Hazards, floor_weeks: int) -> float:
    """Share of graduates still here after so many weeks on the floor.

    >>> still_here(Hazards(0.5, 0.1, 0.0, 0.0, 1), 2)
    0.45
    """
    here = 1.0
    for first, after, rate in hazards.bands():
        here *= (1 - rate) ** max(min(floor_weeks, after) - first, 0)
    return here * (1 - hazards.tenured_share) ** max(floor_weeks - hazards.bands()[-1][1], 0)
