"""The steps of money: rates and indices, pay, extras, sites, contracts, headlines."""

from __future__ import annotations

from capplan.money import budget, contracts, extra_pay, headlines, seats, site_pay
from capplan.steps import several, step

# a line that is given queue by queue is added up with the others; no pay given whole comes last
OTHER_BY_QUEUE = [line for line in budget.OTHER_COSTS if line in budget.QUEUE_EXTRAS]
OTHER_WHOLE = [line for line in budget.OTHER_COSTS if line not in budget.QUEUE_EXTRAS]
SITE_PAY = (
    step(site_pay.site_rate),
    step(site_pay.agent_wage_index),
    step(site_pay.supervisor_wage_index),
    step(site_pay.leader_wage_index),
    step(site_pay.support_wage_index),
    step(site_pay.agent_year_cost),
    step(site_pay.trainee_year_cost),
    step(seats.on_floor_heads),
    step(site_pay.floor_share),
    step(site_pay.supervisor_site_cost),
    step(site_pay.supervisor_year_cost),
    step(seats.seated_heads),
)
STEPS = (
    step(budget.wage_index),
    *SITE_PAY,
    several(budget.agent_pay),
    *(step(budget.of_all_queues, line, (pay,)) for line, pay in budget.QUEUE_PAY.items()),
    *(
        step(budget.role_pay, line, (heads, salary, budget.INDEX_OF[line]))
        for line, (heads, salary) in budget.PLAN_PAY.items()
    ),
    step(budget.supervisors_cost),
    step(
        budget.leader_premium_cost,
        needs=(
            "external_premium_share",
            "supervisor_year_cost",
            "leader_wage_index",
            *budget.PREMIUM,
            *tuple(budget.PREMIUM.values())[1:],
        ),
    ),
    step(extra_pay.night_share),
    step(extra_pay.weekend_share),
    step(extra_pay.premium_share),
    *(step(function) for function in budget.EXTRA_PAY.values()),
    *(step(budget.OTHER_COSTS[line]) for line in OTHER_BY_QUEUE),
    *(step(budget.of_all_queues, line, (pay,)) for line, pay in budget.QUEUE_EXTRAS.items()),
    step(budget.total, "base_pay_cost", budget.BASE_PAY_LINES),
    step(extra_pay.bonus_weeks),
    step(extra_pay.bonus_cost),
    step(budget.total, "pay_cost", budget.PAY_LINES),
    step(budget.on_costs_cost),
    *(
        step(budget.starter_cost, line, ("starts_heads", price))
        for line, price in budget.STARTER_COSTS.items()
    ),
    several(seats.seats_by_site),
    *(step(budget.OTHER_COSTS[line]) for line in OTHER_WHOLE),
    step(contracts.outsourcing_contract_cost),
    step(budget.of_all_queues, "outsourcing_cost", ("outsourcing_contract_cost",)),
    step(budget.total, "week_cost", budget.COST_LINES),
    several(headlines.agent_headlines),
    several(headlines.leader_headlines),
    several(headlines.cost_headlines),
)
