"""An optimised plan, found and verified in eight steps; no solver is believed unchecked.

1 the linear model; 2 the model with whole classes; 3 whole starters; 4 the claim against the
evaluator; 5 shared limits; 6 bounds; 7 never dearer than the tuned pass; 8 the record. A claim that
fails is solved again with the solver's presolve the other way, and left out if it fails again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from capplan.hiring.search import whole_classes
from capplan.hiring.search.evidence import Check
from capplan.hiring.search.improve import Clock
from capplan.hiring.search.linear import linear_model
from capplan.hiring.search.recourse import class_count, evaluate
from capplan.hiring.search.shared import over_limits
from capplan.hiring.search.solve import MANY_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.linear import Model
    from capplan.hiring.search.problem import HiringProblem
    from capplan.hiring.search.solve import Solution, Solver

    Array = NDArray[np.float64]

AGREE = 1e-6  # a claim and the evaluator may differ by this share of the cost
OPTIMAL_SHARE = 2e-4  # what a solver calls optimal may be above the optimum by half of this
QUEUE_S = 30.0  # seconds for the linear model of one queue
FIXED_S = 30.0  # seconds for the linear model with fixed classes
SIZE_SHARES = (0.0, 0.15, 0.3, 0.5, 0.7, 1.0)


@dataclass(slots=True)
class Search:
    """The search so far: the cheapest verified plan, bounds, and what the checks found."""

    problem: HiringProblem
    model: Model
    solver: Solver
    clock: Clock
    starts: Array
    cost: float
    found_by: str
    progress: Callable[[str, float], None] = lambda text, share: None
    trickle: Array | None = None  # starts of the linear model
    duals: Array | None = None
    lp_bound: float = -np.inf
    dual_bound: float = -np.inf
    checks: list[Check] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, problem: HiringProblem, solver: Solver, clock: Clock) -> Search:
        """A search that starts from hiring nobody."""
        nobody = np.zeros(problem.required_fte.shape)
        cost = evaluate(problem, nobody).total
        return cls(problem, linear_model(problem), solver, clock, nobody, cost, "hiring nobody")

    def note(self, step: int, name: str, held: bool, detail: str) -> bool:
        """Keeps what a check found; whether it held."""
        self.checks.append(Check(step, name, bool(held), detail))
        return bool(held)

    def offer(self, starts: Array, found_by: str) -> bool:
        """Takes a whole plan if it keeps every limit and is cheaper by the evaluator."""
        classes = class_count(self.problem, starts)
        if over_limits(self.problem, starts, classes):
            return False
        cost = evaluate(self.problem, starts, classes).total
        if cost >= self.cost:
            return False
        self.starts, self.cost, self.found_by = np.array(starts), cost, found_by
        return True


def solve_relaxation(search: Search, time_limit_s: float) -> None:
    """Step 1: the linear model, whose cost no plan can undercut.

    Where it is large, each queue's own model comes first: without the shared limits it is a lower
    bound too, and it is there in seconds.
    """
    if len(search.model.cost) > MANY_COLUMNS:
        solve_queues_apart(search)
    for presolve in (True, False):
        lp = search.solver(search.model, whole=False, presolve=presolve, time_limit_s=time_limit_s)
        if lp.values is None and search.trickle is not None:
            search.note(1, "linear model", True, f"no answer in time ({lp.status})")
            search.warnings.append("bound without the shared limits, and no prices for them")
            return
        detail = _disagreement(search, lp)
        detail = detail or _above(lp.cost, search.cost, "the linear bound")
        if search.note(1, "linear model", not detail, detail or f"cost {lp.cost:,.0f}"):
            search.lp_bound, search.duals = lp.cost, lp.duals
            if lp.values is not None:
                search.trickle = search.model.block(lp.values, "starts")
            _drop_failed(search, 1)
            return
    search.warnings.append("no lower bound: the linear model found no answer that holds")


def solve_queues_apart(search: Search) -> None:
    """The linear model of every queue as if it had rooms and recruiters to itself."""
    problem = search.problem
    trickle, bound, detail = np.zeros(problem.required_fte.shape), 0.0, ""
    for number in range(problem.queues):
        one = problem.one_queue(number)
        alone = Search.of(one, search.solver, search.clock)
        lp = search.solver(alone.model, whole=False, presolve=True, time_limit_s=QUEUE_S)
        detail = detail or _disagreement(alone, lp)
        if lp.values is None or detail:
            break
        bound += lp.cost
        trickle[:, number] = alone.model.block(lp.values, "starts")[:, 0]
    detail = detail or _above(bound, search.cost, "the linear bound")
    if search.note(1, "each queue alone", not detail, detail or f"cost {bound:,.0f}"):
        search.trickle, search.lp_bound = trickle, bound


def solve_classes(search: Search, time_limit_s: float) -> None:
    """Steps 2 to 6: whole classes for all queues at once, rounded, judged and bounded."""
    for presolve in (False, True):
        claim = search.solver(
            search.model, whole=True, presolve=presolve, time_limit_s=time_limit_s / 2
        )
        if claim.values is None:
            search.note(2, "whole classes", True, f"no plan in time ({claim.status})")
            _keep_bound(search, claim)
            return
        search.note(2, "whole classes", True, f"claimed cost {claim.cost:,.0f}")
        fixed = fix_classes(search, claim.values)
        agrees = claim_holds(search, claim, fixed)
        if agrees and fixed.values is not None:
            round_to_people(search, fixed.values)
        if bounds_hold(search, claim) and agrees:
            _drop_failed(search, 4)
            _drop_failed(search, 6)
            return
    search.warnings.append("the solver's answer with whole classes did not hold and was left out")


def fix_classes(search: Search, values: Array) -> Solution:
    """Step 3: the classes made whole and fixed, and the best starters for them."""
    classes = np.round(search.model.block(values, "classes"))
    model = search.model.with_classes(classes, classes)
    return search.solver(model, whole=False, presolve=True, time_limit_s=FIXED_S)


def claim_holds(search: Search, claim: Solution, fixed: Solution) -> bool:
    """Step 4: the cost claimed is what the evaluator finds for the same classes.

    A solver that was stopped may claim more, as it need not have covered every week at least
    cost; one that calls its plan optimal may not, and none may claim less.
    """
    detail = _disagreement(search, fixed)
    slack = AGREE * max(1.0, abs(fixed.cost))
    more = OPTIMAL_SHARE * abs(fixed.cost) if claim.optimal else np.inf
    if not detail and not -slack <= claim.cost - fixed.cost <= more + slack:
        detail = f"claimed {claim.cost:,.2f}, the evaluator finds {fixed.cost:,.2f}"
    return search.note(4, "claim", not detail, detail or "the evaluator agrees within 1e-6")


def round_to_people(search: Search, values: Array) -> None:
    """Step 3: whole starters in whole classes; step 5 by way of the limits."""
    problem, model = search.problem, search.model
    classes = np.round(model.block(values, "classes"))
    smallest, largest = problem.class_min_heads, problem.class_max_heads
    starts = np.clip(model.block(values, "starts"), smallest * classes, largest * classes)
    whole = whole_classes.whole_starters(starts, classes, smallest, largest)
    keep_limits(search, whole, classes)


def keep_limits(search: Search, starts: Array, classes: Array) -> None:
    """Step 5: every shared limit holds for the whole plan, or the plan is cut until it does."""
    starts, classes, cuts = whole_classes.within_limits(search.problem, starts, classes)
    broken = over_limits(search.problem, starts, classes)
    detail = broken[0] if broken else f"rooms, trainers, recruiters kept; {len(cuts)} classes cut"
    if search.note(5, "shared limits", not broken, detail):
        search.offer(starts, "whole classes for all queues at once")


def bounds_hold(search: Search, claim: Solution) -> bool:
    """Step 6: linear bound <= dual bound <= cost of any plan that is known to be possible."""
    dual = claim.bound if np.isfinite(claim.bound) else search.lp_bound
    below = _above(search.lp_bound, dual, "the linear bound") if claim.optimal else ""
    detail = below or _above(dual, search.cost, "the solver's bound")
    if search.note(6, "bounds", not detail, detail or f"dual bound {dual:,.0f}"):
        search.dual_bound = max(search.dual_bound, dual)
        return True
    return False


def never_dearer_than_pass(search: Search, tuned: Array) -> None:
    """Step 7: the tuned pass replaces a plan that costs more."""
    cost = evaluate(search.problem, tuned).total
    search.offer(tuned, "the tuned pass")
    held = search.cost <= cost * (1 + 1e-12)
    search.note(7, "tuned pass", held, f"{cost:,.0f} against {search.cost:,.0f}")


def final_check(search: Search) -> None:
    """Steps 4 to 6 once more for the plan that is handed back."""
    classes = class_count(search.problem, search.starts)
    broken = over_limits(search.problem, search.starts, classes)
    search.note(5, "shared limits", not broken, broken[0] if broken else "kept by the final plan")
    bound = max(search.lp_bound, search.dual_bound)
    detail = _above(bound, search.cost, "the bound")
    search.note(6, "bounds", not detail, detail or f"{bound:,.0f} <= {search.cost:,.0f}")


def gather(search: Search) -> None:
    """Whole classes straight from the linear model, by several class sizes; the cheapest stays."""
    if search.trickle is None:
        return
    for share in SIZE_SHARES:
        whole, _ = whole_classes.gathered(search.problem, search.trickle, share)
        search.offer(whole, "the linear model, rounded to classes")


def _keep_bound(search: Search, claim: Solution) -> None:
    if np.isfinite(claim.bound):
        bounds_hold(search, claim)


def _disagreement(search: Search, claim: Solution) -> str:
    """How a claim differs from the evaluator; empty when it does not."""
    if claim.values is None:
        return f"no answer ({claim.status})"
    starts = np.maximum(search.model.block(claim.values, "starts"), 0.0)
    classes = search.model.block(claim.values, "classes")
    cost = evaluate(search.problem, starts, classes).total
    if abs(cost - claim.cost) <= AGREE * max(1.0, abs(cost)):
        return ""
    return f"claimed {claim.cost:,.2f}, the evaluator finds {cost:,.2f}"


def _above(bound: float, cost: float, name: str) -> str:
    """How a lower bound contradicts a plan that is known; empty when it does not."""
    if bound <= cost + AGREE * max(1.0, abs(cost)):
        return ""
    return f"{name} {bound:,.2f} is above {cost:,.2f}, which is possible"


def _drop_failed(search: Search, step: int) -> None:
    """A check that failed and held at the second try is a warning, not a failure."""
    failed = [check for check in search.checks if check.step == step and not check.held]
    search.warnings += [f"solved again with presolve toggled: {check.detail}" for check in failed]
    search.checks = [check for check in search.checks if check not in failed]
