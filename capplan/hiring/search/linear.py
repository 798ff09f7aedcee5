"""The hiring plan as a linear model: columns, rows and bounds, all finite.

Columns come queue by queue in blocks of the weeks: starts and classes; the tenured among the hired;
supply; overtime, outsourcing, two tiers of shortage, time off, idle; new agents without a mentor.
Starts are continuous and classes whole: with whole starts, solvers were seen to call plans optimal
at two to three times the true cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from capplan.hiring.search.kernels import class_cost, kernels, settled_weeks, start_cost
from capplan.hiring.search.recourse import people
from capplan.hiring.search.shared import Free

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.kernels import Kernels
    from capplan.hiring.search.problem import HiringProblem

    Array = NDArray[np.float64]

BLOCKS = (
    "starts",
    "classes",
    "tenured",
    "supply",
    "overtime",
    "outsourced",
    "short_first",
    "short",
    "time_off",
    "idle",
    "unmentored",
)
SHARED = ("rooms", "recruiters")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """minimise cost @ x + constant over low <= x <= high, row_low <= rows @ x <= row_high.

    The last rows are the shared ones: `weeks` of rooms (with trainers), `weeks` of recruiters.
    """

    cost: Array
    constant: float
    low: Array
    high: Array
    whole: NDArray[np.bool_]
    rows: Any  # scipy.sparse.csr_array: SciPy is optional and unknown to the type checker
    row_low: Array
    row_high: Array
    weeks: int
    queues: int

    def block(self, values: Array, name: str) -> Array:
        """One block's part of a solution, weeks x queues."""
        cube = values.reshape(self.queues, len(BLOCKS), self.weeks)
        return np.array(cube[:, BLOCKS.index(name), :].T)

    def shared(self, duals: Array) -> dict[str, Array]:
        """The duals of the shared rows by name, a value a week."""
        tail = duals[len(duals) - len(SHARED) * self.weeks :]
        return {name: tail[n * self.weeks : (n + 1) * self.weeks] for n, name in enumerate(SHARED)}

    def with_classes(self, least: Array, most: Array) -> Model:
        """The same model with the classes within these bounds, weeks x queues."""
        low, high = self.low.copy(), self.high.copy()
        for values, classes in ((low, least), (high, most)):
            cube = values.reshape(self.queues, len(BLOCKS), self.weeks)
            cube[:, BLOCKS.index("classes"), :] = classes.T
        return replace(self, low=low, high=high)


def linear_model(problem: HiringProblem, free: Free | None = None) -> Model:
    """The model of a problem; `free` holds what is left of the shared limits (all by default)."""
    from scipy import sparse

    left = free or Free.of(problem)
    worth = kernels(problem)
    given = people(problem, problem.given_starts).nesting_fte
    parts = [_Queue(problem, worth, number, given[:, number]) for number in range(problem.queues)]
    shared = [_shared_rows(problem, number) for number in range(problem.queues)]
    rows = sparse.vstack(
        [sparse.block_diag([part.rows for part in parts]), sparse.hstack(shared)], format="csr"
    )
    most = _most_starts(problem, worth, left)
    bounds = [_upper_bounds(problem, worth, number, most) for number in range(problem.queues)]
    whole = np.zeros((problem.queues, len(BLOCKS), problem.weeks), dtype=bool)
    whole[:, BLOCKS.index("classes"), :] = True
    high = np.concatenate(bounds)
    limits = np.concatenate([_finite(left.rooms, most), _finite(left.recruiters, most)])
    return Model(
        cost=_costs(problem, worth),
        constant=float((problem.prices.wage_cost * problem.base_paid_fte).sum()),
        low=np.zeros(len(high)),
        high=high,
        whole=whole.ravel(),
        rows=rows,
        row_low=np.concatenate([*(p.low for p in parts), np.full(len(limits), -np.inf)]),
        row_high=np.concatenate([*(p.high for p in parts), limits]),
        weeks=problem.weeks,
        queues=problem.queues,
    )


def _finite(limit: Array, most: Array) -> Array:
    """A limit that nobody gave becomes one that nobody can reach."""
    return np.where(np.isfinite(limit), limit, most.sum() + 1.0)


def _costs(problem: HiringProblem, worth: Kernels) -> Array:
    prices = problem.prices
    wage = prices.wage_cost
    none = np.zeros_like(wage)
    by_block = {
        "starts": start_cost(problem, worth),
        "classes": class_cost(problem),
        "overtime": prices.overtime_multiple * wage,
        "outsourced": prices.outsourcing_multiple * wage,
        "short_first": prices.shortage_first_cost,
        "short": prices.shortage_cost,
        "time_off": -prices.time_off_saving_share * wage,
        "unmentored": prices.unmentored_cost,
    }
    cube = np.stack([by_block.get(name, none).T for name in BLOCKS], axis=1)
    return np.asarray(cube.ravel())


def _most_starts(problem: HiringProblem, worth: Kernels, left: Free) -> Array:
    """Most starters a week and queue that any sensible plan could hold."""
    weeks = problem.weeks
    found = np.zeros((weeks, problem.queues))
    for number, length in enumerate(problem.training_weeks):
        effect = worth.effective_fte[:, number]
        # nobody hires more than the whole need at the weakest week of those hired
        weakest = effect[effect > 0].min(initial=np.inf)
        enough = np.ceil(problem.required_fte[:, number].max() / weakest)
        enough = max(enough, float(problem.class_min_heads[number]))
        # looser than the shared rows, so that those alone carry the price of what they limit
        room = (left.rooms_ahead(int(length)) + 1) * problem.class_max_heads[number]
        load = float(problem.limits.recruiter_load[number])
        people = 2 * left.recruiters_ahead() / load + 1 if load else np.inf
        found[:, number] = np.minimum(np.minimum(room, people), enough)
    # a week without a free room takes no class, whole or in part
    open_ = np.stack([left.rooms_ahead(int(one)) >= 1 for one in problem.training_weeks], axis=1)
    return np.where(problem.bookable & open_, found, 0.0)


def _upper_bounds(problem: HiringProblem, worth: Kernels, number: int, most: Array) -> Array:
    """Finite upper bounds of one queue's columns; solvers err without them."""
    starts = most[:, number]
    required = problem.required_fte[:, number]
    classes = np.ceil(starts / problem.class_min_heads[number])
    everybody = np.cumsum(starts)
    supply = problem.base_fte[:, number] + everybody * worth.effective_fte[:, number].max()
    prices = problem.prices
    by_block = {
        "starts": starts,
        "classes": classes,
        "tenured": everybody,
        "supply": supply,
        "overtime": prices.overtime_cap_share[:, number] * supply,
        "outsourced": prices.outsourcing_cap_share[:, number] * required,
        "short_first": prices.shortage_first_cap_share[:, number] * required,
        "short": required,
        "time_off": prices.time_off_cap_share[:, number] * supply,
        "idle": supply,
        "unmentored": everybody + problem.given_starts[:, number].sum(),
    }
    return np.concatenate([by_block[name] for name in BLOCKS])


class _Queue:
    """One queue's own rows: people, supply, balance, caps, class sizes, mentors."""

    def __init__(
        self, problem: HiringProblem, worth: Kernels, number: int, given_nesting: Array
    ) -> None:
        self.problem, self.number, self.weeks = problem, number, problem.weeks
        self._blocks: list[dict[str, Any]] = []
        self._low: list[Array] = []
        self._high: list[Array] = []
        self._people(worth)
        self._cover()
        self._classes()
        self._mentors(worth, given_nesting)
        self.rows = self._stacked()
        self.low, self.high = np.concatenate(self._low), np.concatenate(self._high)

    def _add(self, low: Array | float, high: Array | float, **blocks: Any) -> None:
        self._blocks.append(blocks)
        self._low.append(np.broadcast_to(np.asarray(low, dtype=float), (self.weeks,)))
        self._high.append(np.broadcast_to(np.asarray(high, dtype=float), (self.weeks,)))

    def _stacked(self) -> Any:
        from scipy import sparse

        empty = sparse.csr_array((self.weeks, self.weeks))
        grid = [[row.get(name, empty) for name in BLOCKS] for row in self._blocks]
        return sparse.block_array(grid, format="csr")

    def _people(self, worth: Kernels) -> None:
        """Tenured hires carried on; supply = base + those on the ramp + the tenured."""
        problem, number = self.problem, self.number
        settled = min(int(settled_weeks(problem)[number]), self.weeks)
        hazard = float(problem.tenured_hazard_share[number])
        alive = worth.alive_share[:, number]
        arrive = np.zeros(self.weeks)
        if settled < self.weeks:
            arrive[settled] = alive[settled]
        early = worth.effective_fte[:, number].copy()
        early[settled:] = 0.0
        one = _band([1.0], self.weeks)
        self._add(
            0.0,
            0.0,
            tenured=one - _band([0.0, 1.0 - hazard], self.weeks),
            starts=-_band(arrive, self.weeks),
        )
        base = problem.base_fte[:, number]
        full = (1 - hazard / 2) * float(problem.fte_per_head[number])
        self._add(base, base, supply=one, starts=-_band(early, self.weeks), tenured=-full * one)

    def _cover(self) -> None:
        """Supply and every measure meet the need; overtime and time off keep to their caps."""
        from scipy import sparse

        problem, number = self.problem, self.number
        one = _band([1.0], self.weeks)
        required = problem.required_fte[:, number]
        more = dict.fromkeys(("supply", "overtime", "outsourced", "short_first", "short"), one)
        self._add(required, required, **more, time_off=-one, idle=-one)
        for name, cap in (
            ("overtime", problem.prices.overtime_cap_share[:, number]),
            ("time_off", problem.prices.time_off_cap_share[:, number]),
        ):
            self._add(-np.inf, 0.0, **{name: one}, supply=-sparse.diags_array(cap))

    def _classes(self) -> None:
        problem, number = self.problem, self.number
        one = _band([1.0], self.weeks)
        self._add(-np.inf, 0.0, starts=one, classes=-problem.class_max_heads[number] * one)
        self._add(-np.inf, 0.0, starts=-one, classes=problem.class_min_heads[number] * one)

    def _mentors(self, worth: Kernels, given_nesting: Array) -> None:
        from scipy import sparse

        problem, number = self.problem, self.number
        share = problem.limits.mentor_share[:, number]
        if not np.isfinite(share).any():
            return
        limited = np.isfinite(share)
        keep = sparse.diags_array(limited * 1.0)
        room = np.where(limited, share, 0.0) * problem.mentor_ratio[number]
        self._add(
            -np.inf,
            np.where(limited, -given_nesting, 0.0),
            starts=keep @ _band(worth.nesting_fte[:, number], self.weeks),
            supply=-sparse.diags_array(room),
            unmentored=-_band([1.0], self.weeks),
        )


def _band(kernel: Any, weeks: int) -> Any:
    """Lower triangular matrix that applies a kernel over weeks since the start."""
    from scipy import sparse

    values = np.asarray(kernel, dtype=float)
    ages = np.flatnonzero(values[:weeks])
    if not len(ages):
        return sparse.csr_array((weeks, weeks))
    bands = [np.full(weeks - age, values[age]) for age in ages]
    return sparse.diags_array(bands, offsets=[-int(a) for a in ages], shape=(weeks, weeks)).tocsr()


def _shared_rows(problem: HiringProblem, number: int) -> Any:
    """One queue's part in the rows of rooms and recruiters."""
    from scipy import sparse

    weeks = problem.weeks
    length = int(problem.training_weeks[number])
    empty = sparse.csr_array((weeks, weeks))
    window = np.full(problem.limits.recruiter_window_weeks, problem.limits.recruiter_load[number])
    rooms = {"classes": _band(np.ones(length), weeks)}
    recruiters = {"starts": _band(window, weeks)}
    grid = [[row.get(name, empty) for name in BLOCKS] for row in (rooms, recruiters)]
    return sparse.block_array(grid, format="csr")
