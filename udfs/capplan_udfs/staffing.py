"""FTE: shrinkage, gross-up, whole people, and yearly rates by period."""

from __future__ import annotations

from capplan.people import attrition
from capplan.staffing import fte, rounding
from capplan_udfs.function import Answer, Cells, cell_function, table_function

GROUP = "FTE"


@table_function(GROUP, ranges=("out_of_office_share", "in_office_share"), in_office_share=())
def cap_shrinkage(
    out_of_office_share: Cells, in_office_share: Cells = None, method: Cells = None
) -> Answer:
    """Total shrinkage: share of contract hours that is not spent on contacts.

    Nested: 1 - (1 - sum out of office) x (1 - sum in office).

    >>> round(cap_shrinkage([0.075, 0.03, 0.05, 0.015], [0.06, 0.02, 0.025, 0.02, 0.015]), 4)
    0.2862
    """
    return fte.total_shrinkage(out_of_office_share, in_office_share, method)


@cell_function(GROUP)
def cap_gross_up(agents: Cells, shrinkage_share: Cells) -> Answer:
    """Agents to schedule so that enough remain after shrinkage; fractions kept.

    Agents / (1 - shrinkage).

    >>> cap_gross_up(14, 0.3)
    20.0
    """
    return fte.gross_up(agents, shrinkage_share)


@cell_function(GROUP)
def cap_fte(
    productive_h: Cells, shrinkage_share: Cells, contract_h_per_fte: Cells = None
) -> Answer:
    """Full-time equivalents whose contract hours leave these productive hours; fractions kept.

    >>> round(cap_fte(4000, 0.2862), 4)
    149.4349
    """
    return fte.fte(productive_h, shrinkage_share, contract_h_per_fte)


@cell_function(GROUP, whole=True)
def cap_round_up(number: Cells) -> Answer:
    """Whole people for a fractional need: rounded up, safe against binary fractions.

    >>> cap_round_up(21 / (1 - 0.3))
    30
    """
    return rounding.round_up(number)


@cell_function(GROUP)
def cap_period_rate(
    annual_share: Cells, periods_per_year: Cells = None, basis: Cells = None
) -> Answer:
    """Share of people that leaves in one period, from a yearly rate.

    >>> round(cap_period_rate(0.40), 6)
    0.007663
    """
    return attrition.period_rate(annual_share, periods_per_year, basis)


@cell_function(GROUP)
def cap_annual_rate(
    period_share: Cells, periods_per_year: Cells = None, basis: Cells = None
) -> Answer:
    """Yearly rate that the share leaving in each period adds up to.

    >>> round(cap_annual_rate(0.03, 12, "cohort_loss"), 4)
    0.3062
    """
    return attrition.annual_rate(period_share, periods_per_year, basis)
