"""What an optimised hiring plan stands on: cost, bounds, what binds, checks, solver, versions."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from capplan.hiring.search.shared import Free, used

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]

SEED = 0  # the solver's own; nothing else in the search is drawn


class Check(NamedTuple):
    """One step of the verification: what was asked, whether it held, and the numbers."""

    step: int
    name: str
    held: bool
    detail: str

    def __str__(self) -> str:
        """The check as one line.

        >>> print(Check(1, "linear model", True, "cost 10"))
        1 linear model: held, cost 10
        """
        return f"{self.step} {self.name}: {'held' if self.held else 'NOT HELD'}, {self.detail}"


class Worth(NamedTuple):
    """What one more in every week would save: money, from the linear model's duals.

    Where rooms and trainers are equally scarce, one alone helps nothing: `room_and_trainer` is the
    price of both together. `recruiter` is the price of one more starter within the window.
    """

    room: float = 0.0
    trainer: float = 0.0
    room_and_trainer: float = 0.0
    recruiter: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything needed to trust a hiring plan, or not, and to find it again.

    `bound` is a proved lower limit of the cost of any plan, `gap_share` how far this plan is above
    it at most. Costs are over horizon and tail; None where a step did not run.
    """

    cost: float
    report_cost: float
    lp_bound: float
    dual_bound: float
    backward_cost: float
    tuned_cost: float | None
    worth: Worth
    binding: tuple[str, ...]
    obstacles: tuple[str, ...]
    found_by: str
    solver: str
    time_limit_s: float
    seconds: float
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()
    seed: int = SEED
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def bound(self) -> float:
        """The better of the two lower limits."""
        return max(self.lp_bound, self.dual_bound)

    @property
    def gap_share(self) -> float:
        """How far the plan is above the lower limit, as a share of its cost; 1 without a limit."""
        if not np.isfinite(self.bound):
            return 1.0
        return max(0.0, (self.cost - self.bound) / abs(self.cost)) if self.cost else 0.0

    @property
    def saving_cost(self) -> float:
        """Cost of the ordinary backward pass less the cost of this plan."""
        return self.backward_cost - self.cost

    @property
    def verified(self) -> bool:
        """Whether every check held."""
        return all(check.held for check in self.checks)

    @property
    def status(self) -> str:
        """How the plan was found and which checks held, in one line."""
        failed = [check for check in self.checks if not check.held]
        held = "every check held" if not failed else "; ".join(str(check) for check in failed)
        return "; ".join([self.found_by, held, *self.warnings])

    def terms(self) -> dict[str, float | str]:
        """The evidence by the vocabulary's terms; `search_inputs` is for the caller to add."""
        known: dict[str, float | str] = {
            "found_cost": self.cost,
            "bound_cost": self.bound,
            "bound_gap_share": self.gap_share,
            "pass_cost": self.backward_cost,
            "saving_cost": self.saving_cost,
            "saving_share": self.saving_cost / self.backward_cost if self.backward_cost else 0.0,
            "room_price_cost": self.worth.room,
            "trainer_price_cost": self.worth.trainer,
            "recruiter_price_cost": self.worth.recruiter,
            "binding_limits": "; ".join((*self.binding, *self.obstacles)) or "nothing",
            "search_status": self.status,
            "search_solver": ", ".join([self.solver, *_named(self.versions)]),
            "search_limit_s": self.time_limit_s,
        }
        if self.tuned_cost is not None:
            known["tuned_cost"] = self.tuned_cost
        return {name: value for name, value in known.items() if value not in (np.inf, -np.inf)}


def _named(versions: dict[str, str]) -> list[str]:
    return [f"{name} {version}" for name, version in versions.items()]


def versions() -> dict[str, str]:
    """What computed the plan: another version may find another one."""
    from capplan.vocabulary.release import VERSION

    return {
        "capplan": VERSION,
        "Python": platform.python_version(),
        "NumPy": np.__version__,
    }


def worth_of_limits(problem: HiringProblem, duals: dict[str, Array]) -> Worth:
    """Money saved by one more room, trainer or recruiter in every week, by the shadow prices."""
    rooms, trainers = problem.limits.rooms, problem.limits.trainers
    saved = -duals["rooms"]
    return Worth(
        room=_sum(saved[rooms < trainers]),
        trainer=_sum(saved[trainers < rooms]),
        room_and_trainer=_sum(saved[(trainers == rooms) & np.isfinite(rooms)]),
        recruiter=_sum(-duals["recruiters"][np.isfinite(problem.limits.recruiter_capacity)]),
    )


def _sum(values: Array) -> float:
    return float(values.sum()) + 0.0


def binding_limits(problem: HiringProblem, starts: Array, classes: Array) -> tuple[str, ...]:
    """Which shared limits the plan uses up, and in how many weeks of the horizon."""
    free = Free.of(problem)
    running, load = used(problem, starts, classes)
    rooms, trainers = problem.limits.rooms, problem.limits.trainers
    full = (running > free.rooms - 0.5) & np.isfinite(free.rooms) & (running > 0)
    smallest = float((problem.class_min_heads * problem.limits.recruiter_load).min())
    busy = (load > free.recruiters - smallest) & np.isfinite(free.recruiters) & (load > 0)
    found = {
        "training rooms": full & (rooms <= trainers),
        "trainers": full & (trainers <= rooms),
        "recruiters": busy,
    }
    counts = {name: int(weeks[: problem.report_weeks].sum()) for name, weeks in found.items()}
    return tuple(f"{name}: full in {count} weeks" for name, count in counts.items() if count)
