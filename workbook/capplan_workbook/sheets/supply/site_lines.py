"""Pay and seats by site and outsourcing contracts, week by week, on Supply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan.inputs.exchange import weekly_rate
from capplan.vocabulary import term
from capplan_workbook.book import range_name
from capplan_workbook.layout.cost_places import SITE_LINES
from capplan_workbook.layout.places import DATE_ROW, NUMBER_ROW, TABLE_ROW
from capplan_workbook.weekly.pay_formulas import in_week, plan_index, rate_of, site_of_queue
from capplan_workbook.weekly.queue_money import look
from capplan_workbook.weekly.rows import Line, group, put

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.weekly.rows import Formula

TITLES = {
    "rate_of_site": "Plan rates of the sites",
    "site_rate": "Plan rate of each queue's site",
    "agent_wage_index": "Pay index of agents, by queue",
    "supervisor_wage_index": "Pay index of team leaders, by queue",
    "agent_year_cost": "An agent's yearly pay, by queue",
    "trainee_year_cost": "A trainee's yearly pay, by queue",
    "supervisor_site_cost": "A team leader's yearly pay, by queue",
    "on_floor_heads": "Agents on the floor, by queue",
    "leader_wage_index": "Pay of leaders and support roles",
    "seated_heads": "People who need seats, by queue",
    "site_seats_need_heads": "Seats needed, by site",
    "site_seats_short_heads": "Seats short, by site",
    "site_seats_cost": "Cost of seats, by site",
    "outsourcing_contract_cost": "Outsourcing, by contract",
}
GROUP_OF = {"agent": "agents", "supervisor": "leaders", "leader": "leaders", "support": "support"}


def write(desk: Desk, sheet: Sheet) -> None:
    """Writes the lines that the cost tables ask for; none for a plan without them."""
    lay = desk.layout
    for names in lay.cost.groups(len(lay.queues)):
        top = lay.pay_rows[names[0]]
        kind = names[0].rstrip("0123456789").rstrip("_")
        group(sheet, lay, top - 1, TITLES[kind])
        for name in names:
            put(sheet, lay, lay.pay_rows[name], _line(desk, name))


def _line(desk: Desk, name: str) -> Line:
    kind, _, tail = name.rpartition("_")
    if not tail.isdigit():
        return _plan_line(desk, name)
    number = int(tail)
    if kind == "outsourcing_contract_cost":
        return _contract(desk, number)
    if kind == "rate_of_site" or kind in SITE_LINES:
        return _site(desk, kind, number)
    return _queue(desk, kind, number)


def awards(desk: Desk, group_name: str, site: str, c: str) -> str:
    """Product of the awards in force in a week, for a group of people and a site."""
    if not desk.layout.cost.wage_steps:
        return "1"
    col = desk.layout.cost.column
    share, since = col("wage_step_award_share"), col("wage_step_from_date")
    whom, where = col("wage_step_group"), col("wage_step_site")
    here = f'({where}="")+({where}="All")' + (f"+({where}={site})" if site else "")
    return (
        f"EXP(SUMPRODUCT(LN(1+{share})*({since}<={c}${DATE_ROW})"
        f'*((({whom}="")+({whom}="all")+({whom}="{group_name}"))>0)*(({here})>0)))'
    )


# lines of a queue


def _queue(desk: Desk, kind: str, number: int) -> Line:
    formulas: dict[str, tuple[Formula, str]] = {
        "site_rate": (_rate(desk, number), "rate of the site's currency"),
        "agent_wage_index": (_index(desk, "agent", number), "pay index × awards in force"),
        "supervisor_wage_index": (
            _index(desk, "supervisor", number),
            "pay index × awards in force",
        ),
        "agent_year_cost": (_year(desk, "agent", number), "pay of the site × rate × index"),
        "trainee_year_cost": (_year(desk, "trainee", number), "pay of the site × rate × index"),
        "supervisor_site_cost": (
            _year(desk, "supervisor", number),
            "pay of the site × rate × index",
        ),
        "on_floor_heads": (_people(desk, number), "closing agents + leavers"),
        "seated_heads": (
            _people(desk, number, "training_heads", "cross_training_heads"),
            "floor + in training",
        ),
    }
    formula, how = formulas[kind]
    label = f"{desk.layout.queues[number]}: {term(kind).label}"[:60]
    total = "average"
    values = desk.live[kind][:, number]
    return Line(kind, formula, values, how, total, label=label, **_look(desk, kind))


def _look(desk: Desk, kind: str) -> Any:
    return {"format": "dec4"} if term(kind).unit in ("rate", "multiple") else look(desk, kind)


def _rate(desk: Desk, number: int) -> Formula:
    lay, count = desk.layout, len(desk.layout.cost.sites)
    if not count:
        return lambda c, p: "1"
    names, site = lay.cost.column("site_name", count), site_of_queue(lay, number)
    first, last = (lay.pay_rows[f"rate_of_site_{one}"] for one in (0, count - 1))
    return lambda c, p: (
        f"IF(COUNTIF({names},{site})=0,1,INDEX({c}{first}:{c}{last},MATCH({site},{names},0)))"
    )


def _index(desk: Desk, role: str, number: int) -> Formula:
    lay, site = desk.layout, site_of_queue(desk.layout, number)
    people = GROUP_OF[role]
    return lambda c, p: f"{plan_index(lay, in_week(c))}*{awards(desk, people, site, c)}"


def _year(desk: Desk, role: str, number: int) -> Formula:
    lay = desk.layout
    own = f"live_{role}_salary_cost"
    kind = "supervisor" if role == "supervisor" else "agent"
    index = lay.pay_rows[f"{kind}_wage_index_{number}"]
    if not lay.cost.sites:
        return lambda c, p: f"{own}*{c}{index}"
    names, site = lay.cost.column("site_name"), site_of_queue(lay, number)
    pay = f"INDEX({lay.cost.column(f'site_{role}_salary')},MATCH({site},{names},0))"
    rate = lay.pay_rows[f"site_rate_{number}"]
    return lambda c, p: (
        f'IF(COUNTIF({names},{site})=0,{own},IF({pay}="",{own},{pay}*{c}{rate}))*{c}{index}'
    )


def _people(desk: Desk, number: int, *more: str) -> Formula:
    lay = desk.layout
    keys = ("closing_agents_heads", "leavers_heads", *more)
    rows = [lay.supply_row(key, number + 1) for key in keys]
    return lambda c, p: "+".join(f"{c}{row}" for row in rows)


# lines of all queues together


def _plan_line(desk: Desk, key: str) -> Line:
    formulas = {
        "leader_wage_index": (_plan_index(desk, "leader"), "pay index × awards in force"),
        "support_wage_index": (_plan_index(desk, "support"), "pay index × awards in force"),
        "supervisor_year_cost": (_mean_supervisor(desk), "mean over the floor"),
        "outsourcing_cost": (_all_contracts(desk), "sum of the contracts"),
    }
    formula, how = formulas[key]
    money = key == "outsourcing_cost"
    total, kind = ("sum", "total") if money else ("average", "calc")
    return Line(key, formula, desk.live[key], how, total, kind=kind, **_look(desk, key))


def _plan_index(desk: Desk, role: str) -> Formula:
    return lambda c, p: (
        f"{plan_index(desk.layout, in_week(c))}*{awards(desk, GROUP_OF[role], '', c)}"
    )


def _rows(desk: Desk, kind: str, count: int, c: str) -> str:
    """A column's cells of a line of every queue, site or contract."""
    first, last = (desk.layout.pay_rows[f"{kind}_{one}"] for one in (0, count - 1))
    return f"{c}{first}:{c}{last}"


def _mean_supervisor(desk: Desk) -> Formula:
    count = len(desk.layout.queues)

    def formula(c: str, p: str) -> str:
        pay, floor = (
            _rows(desk, kind, count, c) for kind in ("supervisor_site_cost", "on_floor_heads")
        )
        return f"IF(SUM({floor})>0,SUMPRODUCT({pay}*{floor})/SUM({floor}),AVERAGE({pay}))"

    return formula


def _all_contracts(desk: Desk) -> Formula:
    count = len(desk.layout.cost.contracts)
    return lambda c, p: f"SUM({_rows(desk, 'outsourcing_contract_cost', count, c)})"


# lines of a site


def _site(desk: Desk, kind: str, number: int) -> Line:
    name = desk.layout.cost.sites[number]
    if kind == "rate_of_site":
        return _rate_of_site(desk, number)
    formula, how, total = {
        "site_seats_need_heads": (_need(desk, number), "agents, trainees, team leaders", "max"),
        "site_seats_short_heads": (_short(desk, number), "needed − there are", "max"),
        "site_seats_cost": (_seats(desk, number), "seats × price ÷ 52", "sum"),
    }[kind]
    label, values = f"{name}: {term(kind).label}"[:60], desk.live[kind][:, number]
    return Line(kind, formula, values, how, total, label=label, **_look(desk, kind))


def _rate_of_site(desk: Desk, number: int) -> Line:
    lay, given = desk.layout, desk.given
    one = given.sites[number]
    rate = weekly_rate(given.calendar.mondays, given.plan_rates, one.currency, desk.currency)
    cell = lay.cost.cell("site_currency", number)
    return Line(
        "site_rate",
        lambda c, p: rate_of(lay, cell, c),
        rate,
        "by the month of the Monday",
        "average",
        label=f"{one.name}: {term('site_rate').label}"[:60],
        format="dec4",
    )


def _here(desk: Desk, number: int) -> str:
    """Formula part: 1 for each queue that is at the site."""
    lay = desk.layout
    col = lay.queue_col("site")
    cells = f"Queues!{range_name(TABLE_ROW + 1, col, TABLE_ROW + len(lay.queues), col)}"
    name = lay.cost.cell("site_name", number)
    blank = f'({cells}="")*({name}="{term("site").default}")'
    return f"((({cells}={name})+{blank})>0)"


def _need(desk: Desk, number: int) -> Formula:
    lay, count = desk.layout, len(desk.layout.queues)
    here, leaders = _here(desk, number), lay.management_rows["supervisors_heads"]

    def formula(c: str, p: str) -> str:
        seated, floor = (_rows(desk, kind, count, c) for kind in ("seated_heads", "on_floor_heads"))
        part = (
            f"IF(SUM({floor})>0,SUMPRODUCT({here}*{floor})/SUM({floor}),"
            f"SUMPRODUCT({here}*1)/{count})"
        )
        return f"SUMPRODUCT({here}*{seated})+Management!{c}{leaders}*{part}"

    return formula


def _short(desk: Desk, number: int) -> Formula:
    lay = desk.layout
    need = lay.pay_rows[f"site_seats_need_heads_{number}"]
    there = lay.cost.cell("site_seats_heads", number)
    return lambda c, p: f'IF({there}="",0,MAX(0,{c}{need}-{there}))'


def _seats(desk: Desk, number: int) -> Formula:
    lay = desk.layout
    need, short, rate = (
        lay.pay_rows[f"{kind}_{number}"]
        for kind in ("site_seats_need_heads", "site_seats_short_heads", "rate_of_site")
    )
    price, extra = (
        lay.cost.cell(name, number) for name in ("site_seat_price", "site_extra_seat_price")
    )

    def formula(c: str, p: str) -> str:
        own = f'IF({price}="",live_seat_cost,{price}*{c}{rate})'
        beyond = f'IF({extra}="",{own},{extra}*{c}{rate})'
        return f"({c}{need}*{own}+{c}{short}*({beyond}-{own}))/52"

    return formula


# outsourcing


def _contract(desk: Desk, number: int) -> Line:
    lay = desk.layout
    first, last, hours, least, price, currency, notice, transition = (
        lay.cost.cell(f"outsourcing_{part}", number)
        for part in (
            "first_week",
            "last_week",
            "delivered_h",
            "minimum_h",
            "hour_price",
            "currency",
            "notice_weeks",
            "transition_price",
        )
    )

    def formula(c: str, p: str) -> str:
        day = f"{c}${DATE_ROW}"
        runs = f'AND({first}<={day},OR({last}="",{last}>={day}))'
        owed = f"IF(AND({first}<={day},{c}${NUMBER_ROW}<={notice}),{least},0)"
        billed = f"IF({runs},MAX({hours},{least}),{owed})"
        rate = rate_of(lay, currency, c)
        return f"({billed}*{price}+IF({first}={day},{transition},0))*{rate}"

    return Line(
        "outsourcing_contract_cost",
        formula,
        desk.live["outsourcing_contract_cost"][:, number],
        "hours billed × price × rate",
        "sum",
        label=(lay.cost.contracts[number] or f"Contract {number + 1}")[:60],
        **_look(desk, "outsourcing_contract_cost"),
    )


def outsourced(desk: Desk, number: int) -> Formula:
    """The FTE that contracts deliver for a queue."""
    lay = desk.layout
    if not lay.cost.contracts:
        return lambda c, p: "0"
    queue, first, last, hours = (
        lay.cost.column(f"outsourcing_{part}")
        for part in ("queue", "first_week", "last_week", "delivered_h")
    )
    name = f"$B${lay.supply_group(number + 1)}"
    shrinkage = lay.requirement_row("shrinkage_share", number)
    return lambda c, p: (
        f"SUMPRODUCT(({queue}={name})*({first}<={c}${DATE_ROW})"
        f'*((({last}="")+({last}>={c}${DATE_ROW}))>0)*{hours})'
        f"/(live_contract_h_per_fte*(1-Requirement!{c}{shrinkage}))"
    )
