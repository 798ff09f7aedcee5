"""The requirement of all queues at once, against each queue alone and each interval by name."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from plans import example_plan

from capplan import erlang
from capplan.plan import Plan
from capplan.staffing.requirement import QueueTargets, is_live, live_requirement, targets_of


def live_queues(plan: Plan) -> list[int]:
    """Queues that are staffed by interval."""
    queues = plan.assumptions.queues
    kinds = zip(queues["channel"], queues["response_goal_h"], strict=True)
    return [number for number, kind in enumerate(kinds) if is_live(*kind)]


@pytest.mark.parametrize("scenario", ["Base", "Stress"])
def test_together_as_alone(scenario: str) -> None:
    """A queue's hours, peak and binding target do not depend on the queues beside it."""
    plan = example_plan("enterprise")
    run, given = plan.runs[scenario], plan.assumptions
    for number in live_queues(plan):
        aht = float(run["planned_aht_s"][number])
        targets = targets_of(given.queues, number, aht, given.values["interval_min"])
        alone = live_requirement(run["contacts"][:, number], given.profile_share[number], targets)
        assert np.array_equal(alone.base_staff_h, run["base_staff_h"][:, number])
        assert np.array_equal(alone.peak_agents, run["peak_agents"][:, number])
        assert alone.binding_target.tolist() == run["binding_target"][:, number].tolist()


@pytest.mark.parametrize(
    "targets",
    [
        QueueTargets("phone", 300, 0.8, 20, None, None, 0.8, None, 3, 1, 0, 1800),
        QueueTargets("phone", 240, 0.7, 30, 15, 0.02, 0.85, 150, 1, 1, 0, 1800),
        QueueTargets("phone", 240, 0.9, 10, 3, 0.2, None, 90, 2, 1, 0, 1800),
    ],
    ids=("Erlang C", "Erlang A", "short waits"),
)
def test_hours_and_binding_target_interval_by_interval(targets: QueueTargets) -> None:
    """Agents asked for interval by interval are the hours; the target of most of them binds."""
    shares = np.random.default_rng(5).dirichlet(np.full(60, 0.7)).reshape(3, 20)
    contacts = np.array([0.0, 3.0, 40.0, 300.0, 4000.0, 900.0])
    found = live_requirement(contacts, shares, targets)
    names = []
    for week, volume in enumerate(contacts.tolist()):
        held: Counter[str] = Counter()
        for share in shares.ravel().tolist():
            agents, cause = interval(volume * share, targets)
            held[cause] += agents
        names.append(max(sorted(held), key=lambda name: held[name]) if volume else "")
        assert found.base_staff_h[week] == held.total() * 0.5
    assert found.binding_target.tolist() == names
    assert len(set(names)) > 2  # the example tells targets apart


def interval(contacts: float, targets: QueueTargets) -> tuple[int, str]:
    """Agents of one interval and the target that asks for them, without a table."""
    asked = (
        contacts,
        targets.aht_s,
        targets.service_level_share,
        targets.answer_within_s,
        targets.interval_s,
        targets.patience_s,
        targets.max_occupancy_share,
        targets.max_asa_s,
        targets.max_abandon_share,
    )
    if contacts == 0:
        return 0, ""
    need = int(erlang.agents(*asked))
    least = int(targets.min_positions)
    return (least, "minimum") if least > need else (need, str(erlang.binding_target(*asked)))
