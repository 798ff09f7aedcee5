"""HiGHS by way of SciPy: the only place that calls a solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from capplan.errors import CapplanError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from capplan.hiring.search.linear import Model

    Array = NDArray[np.float64]


MANY_COLUMNS = 50_000  # beyond this an interior point method is faster


class NoSolverError(CapplanError, ValueError):
    """SciPy is not installed, so no plan can be optimised."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What a solver claims: values (None without any), cost, lower bound, duals, status.

    `duals` of a linear model: change of the cost per unit of each row's upper limit.
    """

    values: Array | None
    cost: float
    bound: float
    duals: Array | None
    status: str
    optimal: bool


class Solver(Protocol):
    """What solves a model; tests put in one that lies."""

    def __call__(self, model: Model, whole: bool, presolve: bool, time_limit_s: float) -> Solution:
        """What the solver claims within the time."""
        ...


def need_scipy() -> str:
    """The version of SciPy; one clear line where it is missing."""
    try:
        import scipy
    except ImportError:
        raise NoSolverError(
            "optimising the hiring plan needs SciPy, which is not installed; "
            "run: pip install capplan[optimise]"
        ) from None
    return f"SciPy {scipy.__version__} (HiGHS)"


def highs(model: Model, whole: bool, presolve: bool, time_limit_s: float) -> Solution:
    """Solve a model with HiGHS: linear, or with whole classes."""
    need_scipy()
    return (
        _whole(model, presolve, time_limit_s) if whole else _linear(model, presolve, time_limit_s)
    )


def _whole(model: Model, presolve: bool, time_limit_s: float) -> Solution:
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        model.cost,
        integrality=model.whole.astype(int),
        bounds=Bounds(model.low, model.high),
        constraints=LinearConstraint(model.rows, model.row_low, model.row_high),
        options={"time_limit": time_limit_s, "presolve": presolve, "mip_rel_gap": 1e-4},
    )
    bound = found.mip_dual_bound
    return Solution(
        values=None if found.x is None else np.asarray(found.x),
        cost=np.inf if found.x is None else float(found.fun) + model.constant,
        bound=-np.inf if bound is None else float(bound) + model.constant,
        duals=None,
        status=_one_line(found.message),
        optimal=found.status == 0,
    )


def _linear(model: Model, presolve: bool, time_limit_s: float) -> Solution:
    from scipy.optimize import linprog

    equal = model.row_low == model.row_high
    found = linprog(
        model.cost,
        A_ub=model.rows[~equal],
        b_ub=model.row_high[~equal],
        A_eq=model.rows[equal],
        b_eq=model.row_high[equal],
        bounds=np.stack([model.low, model.high], axis=1),
        method="highs-ipm" if len(model.cost) > MANY_COLUMNS else "highs",
        options={"time_limit": time_limit_s, "presolve": presolve},
    )
    optimal = found.status == 0
    duals = np.zeros(len(equal))
    if optimal:
        duals[~equal], duals[equal] = found.ineqlin.marginals, found.eqlin.marginals
    cost = float(found.fun) + model.constant if optimal else np.inf
    return Solution(
        values=np.asarray(found.x) if optimal else None,
        cost=cost,
        bound=cost if optimal else -np.inf,
        duals=duals if optimal else None,
        status=_one_line(found.message),
        optimal=optimal,
    )


def _one_line(message: str) -> str:
    return " ".join(str(message).split())
