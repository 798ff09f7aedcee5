"""Published and high-precision numbers, asked through the Excel functions."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import capplan_udfs as udf
import pytest
from capplan_udfs.faults import NOT_AVAILABLE, Fault

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
Row = dict[str, Any]
Answers = dict[str, Callable[[], Any]]

AHT_S = 180.0  # where only a load is given, any handling time will do


def number(value: Any) -> float:
    """An exact decimal or fraction of the table as a float."""
    return math.inf if value == "inf" else float(Fraction(str(value)))


def rows() -> Iterator[Row]:
    """Every row of both tables, with its JSON cells read."""
    for name in ("published.csv", "oracle.csv"):
        with (GOLDEN / name).open(newline="", encoding="utf-8") as lines_of_file:
            for row in csv.DictReader(lines_of_file):
                parsed: Row = dict(row)
                for cell in ("inputs", "expected", "tolerance", "exact"):
                    parsed[cell] = json.loads(row[cell]) if row.get(cell) else {}
                yield parsed


def seconds(given: Row, stem: str) -> float | None:
    """A time of the row in seconds, whatever unit it stands in."""
    for unit, factor in (("_s", 1), ("_min", 60)):
        if stem + unit in given:
            return number(given[stem + unit]) * factor
    return None


def traffic(given: Row) -> tuple[float, float, float]:
    """Contacts, handling time and interval of the row, however its load is written."""
    service = next((number(given[key]) for key in ("mu", "mu_per_s") if key in given), None)
    aht_s = 1 / service if service else seconds(given, "aht") or AHT_S
    for key, interval_s in (("lam", 1.0), ("lam_per_s", 1.0), ("lam_per_min", 60.0)):
        if key in given:
            return number(given[key]), aht_s, interval_s
    if "calls" in given:
        return number(given["calls"]), aht_s, seconds(given, "interval") or 0.0
    if "offered_utilisation" in given:
        return number(given["offered_utilisation"]) * given["agents"], aht_s, aht_s
    return number(given["load_erl"]), aht_s, aht_s


def in_minutes(function: Callable[..., float], *given: Any) -> float:
    """A wait in minutes."""
    return function(*given) / 60


def performance(given: Row) -> Answers:
    """What so many agents deliver."""
    contacts, aht_s, interval_s = traffic(given)
    patience_s, within_s = seconds(given, "patience"), seconds(given, "threshold")
    asked = (number(given["agents"]), contacts, aht_s, interval_s, patience_s)
    level = (*asked[:3], within_s, interval_s, patience_s)
    answers: Answers = {
        "p_wait": partial(udf.cap_wait_probability, *asked),
        "occupancy": partial(udf.cap_occupancy, *asked),
        "lq": partial(udf.cap_queue_length, *asked),
        "sl_excl_short" if patience_s else "sl": partial(udf.cap_service_level, *level),
    }
    if patience_s:
        lost = (*asked[:3], patience_s, interval_s)
        answers["asa_served_s"] = partial(udf.cap_asa, *asked)
        answers["p_abandon"] = partial(udf.cap_abandon_share, *lost)
    else:
        answers["asa_s"] = answers["wq"] = partial(udf.cap_asa, *asked)
        answers["asa_min"] = partial(in_minutes, udf.cap_asa, *asked)
    return answers


def targets(given: Row) -> tuple[Any, ...] | None:
    """The arguments of a requirement, or None where a target has no argument."""
    of_offered = "sl_offered" if seconds(given, "patience") and "sl_target" in given else None
    if "p_wait_max" in given or given.get("sl_kind", of_offered) not in (None, "sl_excl_short"):
        return None
    contacts, aht_s, interval_s = traffic(given)
    limits = [
        number(given[key]) if key in given else None
        for key in ("max_occupancy", "asa_max_s", "p_abandon_max")
    ]
    level = number(given.get("sl_target", 0))
    within_s = seconds(given, "threshold")
    return contacts, aht_s, level, within_s, interval_s, seconds(given, "patience"), *limits


def scheduled(agents: Callable[[], float], shrinkage: float) -> float:
    """Whole people who leave so many agents after shrinkage."""
    people: float = udf.cap_round_up(udf.cap_gross_up(agents(), shrinkage))
    return people


def requirement(given: Row) -> Answers:
    """Agents that the row's targets need, and what follows from them."""
    asked = targets(given)
    if asked is None:
        return {}
    agents = partial(udf.cap_agents, *asked)
    if "shrinkage" not in given:
        return {"agents": agents}
    return {
        "agents": agents,
        "scheduled": partial(scheduled, agents, number(given["shrinkage"])),
    }


def real_requirement(given: Row) -> Answers:
    """Agents with fractions."""
    asked = targets(given)
    return {"agents": partial(udf.cap_agents_real, *asked)} if asked else {}


def capacity(given: Row) -> Answers:
    """Load that so many agents carry."""
    aht_s, level = seconds(given, "aht"), number(given["sl"])
    asked = (number(given["agents"]), aht_s, level, given["threshold_s"], aht_s)
    return {"load_erl": partial(udf.cap_capacity, *asked)}


def waiting_time(given: Row) -> Answers:
    """Time in which a share is answered."""
    asked = (number(given["q"]), given["agents"], *traffic(given))
    return {"wait_s": partial(udf.cap_answer_time, *asked)}


def lines(given: Row) -> Answers:
    """Lines for a blocking share."""
    contacts, aht_s, interval_s = traffic(given)
    asked = (contacts, aht_s, number(given["max_blocking"]), interval_s)
    return {"agents": partial(udf.cap_trunks, *asked)}


def blocking(given: Row) -> Answers:
    """Share blocked."""
    return {"blocking": partial(udf.cap_blocking, number(given["agents"]), *traffic(given))}


def gross_up(given: Row) -> Answers:
    """Scheduled people for people on the phone."""
    phone, shrinkage = number(given["on_phone"]), number(given["shrinkage"])
    whole = partial(scheduled, lambda: phone, shrinkage)
    fractional = partial(udf.cap_gross_up, phone, shrinkage)
    return {"scheduled_fte": fractional, "scheduled": whole, "scheduled_ceil": whole}


def combine(given: Row) -> Answers:
    """Shrinkage from components, added or compounded."""
    shares = [[number(one)] for one in given["components"]]
    phone = number(given["on_phone"])
    total = {
        method: partial(udf.cap_shrinkage, shares, None, method)
        for method in ("additive", "multiplicative")
    }
    fte: Answers = {
        f"scheduled_{method}": partial(lambda share: udf.cap_gross_up(phone, share()), share)
        for method, share in total.items()
    }
    return {**total, **fte}


def workload(given: Row) -> Answers:
    """FTE for items that may wait."""
    if "items" not in given:
        return {}
    busy = number(given.get("occupancy", 1))
    productive_h = number(given["items"]) * number(given["aht_s"]) / 3600 / busy
    hours = number(given["interval_s"]) / 3600
    fte = partial(udf.cap_fte, productive_h, number(given.get("shrinkage", 0)), hours)
    return {"fte": fte, "fte_ceil": lambda: udf.cap_round_up(fte())}


def period_rate(given: Row) -> Answers:
    """Yearly rate to the rate of a period."""
    asked = number(given["annual"]), given["periods"]
    return {
        "period_compound": partial(udf.cap_period_rate, *asked, "cohort_loss"),
        "period_linear": partial(udf.cap_period_rate, *asked, "simple"),
    }


def annual_rate(given: Row) -> Answers:
    """Rate of a period to a yearly rate."""
    if "leavers" in given:
        monthly = given["leavers"] / given["headcount"] / given["months"]
        return {"annual_rate": partial(udf.cap_annual_rate, monthly, 12, "simple")}
    asked = number(given["period_rate"]), given["periods"]
    return {
        "annual_compound": partial(udf.cap_annual_rate, *asked, "cohort_loss"),
        "annual_linear": partial(udf.cap_annual_rate, *asked, "simple"),
    }


def starters(given: Row) -> Answers:
    """Starters for a need, through one to three yields."""
    dropout, no_show, accepted = (1 - number(y) for y in [*given["yields"], 1, 1][:3])
    asked = (given["needed"], 1, dropout, no_show, 1 - accepted)
    return {
        "starters": lambda: udf.cap_starters(*asked)[2][0],
        "starters_ceil": lambda: udf.cap_round_up(udf.cap_starters(*asked)[2][0]),
    }


def path(given: Row) -> Answers:
    """Heads and leavers by week; in the table graduates count at the close of the week before."""
    rate = number(given["period_attrition"])
    weeks, length = given["periods"], given["training_periods"]
    dropout = 1 - (1 - number(given["training_dropout"])) ** (1 / length)
    starts = [*given["classes"], *[0] * (weeks + 1 - len(given["classes"]))]
    yearly = udf.cap_annual_rate(rate)
    table = udf.cap_pipeline(starts, given["opening"], yearly, length, dropout)
    return {
        "closing_headcount": lambda: [week[0] + week[4] for week in table[1:]],
        "leavers": lambda: [week[5] for week in table[:-1]],
    }


def executives(given: Row) -> Answers:
    """Leaders by a ratio."""
    return {"heads": partial(udf.cap_executives, given["frontline"], given["ratio"])}


def chats(given: Row) -> Answers:
    """Agents where each chat takes a slot of its own."""
    if given.get("method") != "slots":
        return {}
    asked = (given["calls"], given["aht_s"], number(given["concurrency"]), 0)
    level = number(given["sl_target"])
    answer = partial(udf.cap_chat_agents, *asked, level, given["threshold_s"], given["interval_s"])
    return {"agents": answer}


ASKED: dict[str, Callable[[Row], Answers]] = {
    "erlang_a.agents": requirement,
    "erlang_a.perf": performance,
    "erlang_b.agents": lines,
    "erlang_b.blocking": blocking,
    "erlang_c.agents": requirement,
    "erlang_c.agents_real": real_requirement,
    "erlang_c.load": capacity,
    "erlang_c.percentile": waiting_time,
    "erlang_c.perf": performance,
    "fte.gross_up": gross_up,
    "fte.combine": combine,
    "fte.workload": workload,
    "attrition.convert": period_rate,
    "attrition.annualise": annual_rate,
    "hiring.starters": starters,
    "hiring.path": path,
    "span.layer": executives,
    "chat.agents": chats,
}
ROWS = {row["id"]: row for row in rows() if row["kind"] in ASKED and row["status"] != "convention"}


def compare(got: Any, expected: Any, allowed: Row) -> None:
    """Hold the answer against the table at its tolerance, number by number."""
    if isinstance(expected, list):
        assert len(got) == len(expected)
        for one, wanted in zip(got, expected, strict=True):
            compare(one, wanted, allowed)
        return
    wanted = number(expected)
    assert abs(got - wanted) <= allowed["abs"] + allowed["rel"] * abs(wanted)


@pytest.mark.parametrize("identity", ROWS)
def test_table_row(identity: str) -> None:
    """The function gives the published or exact number; no answer where it is infinite."""
    row = ROWS[identity]
    expected = row["exact"] if row["status"] == "disagree" else row["expected"]
    for key, answer in ASKED[row["kind"]](row["inputs"]).items():
        if key not in expected:
            continue
        if expected[key] == "inf":
            with pytest.raises(Fault) as caught:
                answer()
            assert caught.value.code == NOT_AVAILABLE
        else:
            compare(answer(), expected[key], row["tolerance"][key])


def test_hardly_a_number_is_left_out() -> None:
    """At least 400 numbers are compared: the mapping cannot shrink unseen."""
    compared = sum(
        key in row["expected"] for row in ROWS.values() for key in ASKED[row["kind"]](row["inputs"])
    )
    assert compared >= 400
