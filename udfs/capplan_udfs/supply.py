"""Supply: how many people must start, and what becomes of them week by week."""

from __future__ import annotations

from capplan.people import supply
from capplan_udfs.function import Answer, Cells, cell_function, table_function

GROUP = "Supply"


@cell_function(GROUP, stacked=True)
def cap_starters(
    graduates_heads: Cells,
    training_weeks: Cells,
    weekly_dropout_share: Cells = None,
    no_show_share: Cells = None,
    offer_acceptance_share: Cells = None,
) -> Answer:
    """Starters, people who accept and offers to make, as a column of three; fractions kept.

    A row of cells gives three rows, a column three columns.

    >>> [[round(x, 2)] for [x] in cap_starters(15, 4, 0.03, 0.10, 0.75)]
    [[16.94], [18.83], [25.1]]
    """
    return supply.starters(
        graduates_heads,
        training_weeks,
        weekly_dropout_share,
        no_show_share,
        offer_acceptance_share,
    )


@table_function(GROUP, ranges=("starts_heads", "ramp"), ramp=())
def cap_pipeline(
    starts_heads: Cells,
    opening_heads: Cells,
    annual_attrition_share: Cells,
    training_weeks: Cells,
    weekly_dropout_share: Cells = None,
    ramp: Cells = None,
    new_hire_attrition_share: Cells = None,
    new_hire_weeks: Cells = None,
) -> Answer:
    """A queue's people, one row a week, from starts through training and attrition to FTE.

    Columns: opening heads on the floor, starts, in training, dropped out, graduates, leavers,
    closing heads, effective FTE. Attrition is a turnover ratio; people start and graduate on
    Monday, exits spread evenly over the week.

    >>> [round(x, 2) for x in cap_pipeline([20, 0], 100, 0.4, 1, 0.03)[1]]
    [99.23, 0.0, 0.0, 0.0, 19.4, 0.91, 117.72, 118.18]
    """
    weeks = supply.pipeline(
        starts_heads,
        opening_heads,
        annual_attrition_share,
        training_weeks,
        weekly_dropout_share,
        ramp,
        new_hire_attrition_share,
        new_hire_weeks,
    )
    columns = (
        weeks.opening_heads,
        weeks.starts_heads,
        weeks.training_heads,
        weeks.dropouts_heads,
        weeks.graduates_heads,
        weeks.leavers_heads,
        weeks.closing_agents_heads,
        weeks.effective_fte,
    )
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


@table_function(GROUP, ranges=("required_fte", "ramp"), ramp=())
def cap_hiring_plan(
    required_fte: Cells,
    opening_heads: Cells,
    annual_attrition_share: Cells,
    training_weeks: Cells,
    weekly_dropout_share: Cells = None,
    ramp: Cells = None,
    class_min: Cells = None,
    class_max: Cells = None,
    max_classes_per_week: Cells = None,
) -> Answer:
    """People who must start each week, as a column, to meet the required FTE at least cost.

    One FTE a head; people behave as in CAP_PIPELINE, which shows the plan at work. Cost is pay to
    the last week, recruiting and material at capplan's defaults. In a week that no class can reach
    in time, classes are as large as allowed: the least that can be missing is missing.

    >>> cap_hiring_plan([[100], [100], [100], [104]], 101, 0.1, 2)
    [[0], [4], [0], [0]]
    """
    from capplan.hiring.search.least_hires import least_hires

    plan = least_hires(
        required_fte,
        opening_heads,
        annual_attrition_share,
        training_weeks,
        weekly_dropout_share,
        ramp,
        class_min,
        class_max,
        max_classes_per_week,
    )
    return [[heads] for heads in plan.starts_heads]
