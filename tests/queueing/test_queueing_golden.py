"""Every published and every high-precision row of the queueing models, at its tolerance."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from capplan import erlang

GOLDEN = Path(__file__).parents[1] / "golden"
FAMILIES = ("erlang_b", "erlang_c", "erlang_a", "sqrt", "mmck", "chat")
Inputs = dict[str, Any]


@dataclass(frozen=True)
class GoldenRow:
    """One row: what is asked, what must come out, and how near."""

    id: str
    kind: str
    inputs: Inputs
    expected: dict[str, float]
    tolerance: dict[str, dict[str, float]]

    def passes(self, key: str, got: float) -> bool:
        """Whether one answer lies within the tolerance of its row."""
        want, allowed = self.expected[key], self.tolerance[key]
        return got == want or abs(got - want) <= allowed["abs"] + allowed["rel"] * abs(want)


def number(value: Any) -> Any:
    """A JSON number, an exact decimal or a fraction as a float; other text as it is."""
    try:
        return float(Fraction(value)) if value != "inf" else float("inf")
    except (ValueError, TypeError):
        return value


def rows(name: str) -> list[GoldenRow]:
    """Rows of the queueing families that must be met; `disagree` rows against the exact value."""
    found = []
    with (GOLDEN / name).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["kind"].split(".")[0] in FAMILIES and row["status"] != "convention":
                found.append(_row(row))
    return found


def _row(row: dict[str, str]) -> GoldenRow:
    wanted = row["exact"] if row["status"] == "disagree" else row["expected"]
    inputs = {key: number(value) for key, value in json.loads(row["inputs"]).items()}
    expected = {key: number(value) for key, value in json.loads(wanted).items()}
    return GoldenRow(row["id"], row["kind"], inputs, expected, json.loads(row["tolerance"]))


def _seconds(inputs: Inputs, name: str, otherwise: float | None = None) -> Any:
    if f"{name}_min" in inputs:
        return inputs[f"{name}_min"] * 60
    return inputs.get(f"{name}_s", otherwise)


def _demand(inputs: Inputs) -> dict[str, float]:
    """Contacts, handling time and interval; a bare load is spread over one handling time."""
    if "lam_per_s" in inputs or "lam" in inputs or "lam_per_min" in inputs:
        rate = inputs.get("lam_per_s", inputs.get("lam", inputs.get("lam_per_min", 0) / 60))
        rate = inputs["lam_per_min"] / 60 if "lam_per_min" in inputs else rate
        service = inputs.get("mu_per_s", inputs.get("mu"))
        aht = _seconds(inputs, "aht") if service is None else 1 / service
        return {"contacts": rate * 1000, "aht_s": aht, "interval_s": 1000.0}
    aht = _seconds(inputs, "aht", 1.0)
    if "calls" in inputs:
        interval = _seconds(inputs, "interval", 1800.0)
        return {"contacts": inputs["calls"], "aht_s": aht, "interval_s": interval}
    load = inputs.get("load_erl")
    if load is None:
        load = inputs["offered_utilisation"] * inputs["agents"]
    return {"contacts": load, "aht_s": aht, "interval_s": aht}


def erlang_b(row: GoldenRow) -> dict[str, float]:
    """Answers of the lost-calls model."""
    given, question = row.inputs, row.kind.split(".")[1]
    if question == "load":
        load = erlang.trunk_capacity(given["agents"], 1, given["blocking"], 1)
        return {"load_erl": load}
    load = given["load_erl"]
    if question == "agents":
        lines = erlang.trunks(load, 1, given["max_blocking"], 1)
        return {"agents": lines, "blocking": erlang.blocking(lines, load, 1, 1)}
    if question == "agents_real":
        return {"agents": erlang.trunks_real(load, 1, given["blocking"], 1)}
    blocked = erlang.blocking(given["agents"], load, 1, 1)
    return {
        "blocking": blocked,
        "carried_erl": load * (1 - blocked),
        "offered_utilisation": load / given["agents"] if given["agents"] else 0.0,
    }


def erlang_c(row: GoldenRow) -> dict[str, float]:
    """Answers without abandonment."""
    given, question = row.inputs, row.kind.split(".")[1]
    if question == "load":
        times = (given["aht_s"], given["sl"], given["threshold_s"], given["aht_s"])
        return {"load_erl": erlang.capacity(given["agents"], *times)}
    demand = _demand(given)
    if question == "percentile":
        return {"wait_s": erlang.answer_time(given["q"], given["agents"], **demand)}
    if question in ("agents", "agents_real"):
        return _required(erlang.agents if question == "agents" else erlang.agents_real, given)
    return _delivered(given["agents"], demand, _seconds(given, "threshold", 20.0))


def _required(ask: Callable[..., Any], given: Inputs, **more: Any) -> dict[str, float]:
    demand = _demand(given)
    level = {"service_level_share": given.get("sl_target", 0.0)}
    if "sl_target" in given:
        level["answer_within_s"] = _seconds(given, "threshold")
    limits = {"max_occupancy_share": "max_occupancy", "max_asa_s": "asa_max_s"}
    limits["max_abandon_share"] = "p_abandon_max"
    targets = {name: given[key] for name, key in limits.items() if key in given}
    need = ask(**demand, **level, **targets, **more)
    if "p_wait_max" in given:
        at_once = {"service_level_share": 1 - given["p_wait_max"], "answer_within_s": 0}
        need = max(need, ask(**demand, **at_once))
    found: dict[str, float] = {"agents": need}
    if "sl_target" in given and not more:
        within = level["answer_within_s"]
        found["sl"] = erlang.service_level(need, *_call(demand), within, demand["interval_s"])
        found["occupancy"] = erlang.occupancy(need, **demand)
    elif not more:
        found["occupancy"] = erlang.occupancy(need, **demand)
    return found


def _call(demand: dict[str, float]) -> tuple[float, float]:
    return demand["contacts"], demand["aht_s"]


def _delivered(agents: float, demand: dict[str, float], within: float) -> dict[str, float]:
    wait = erlang.wait_probability(agents, **demand)
    asa, queue = erlang.asa(agents, **demand), erlang.queue_length(agents, **demand)
    level = erlang.service_level(agents, *_call(demand), within, demand["interval_s"])
    load = demand["contacts"] * demand["aht_s"] / demand["interval_s"]
    return {
        "p_wait": wait,
        "sl": level,
        "p_wait_gt_t": 1 - level,
        "asa_s": asa,
        "asa_min": asa / 60,
        "wq": asa,
        "wait_if_delayed_s": asa / wait if wait else 0.0,
        "lq": queue,
        "l": queue + load,
        "w": asa + demand["aht_s"],
        "system_time_s": asa + demand["aht_s"],
        "occupancy": erlang.occupancy(agents, **demand),
    }


def erlang_a(row: GoldenRow) -> dict[str, float]:
    """Answers with exponential patience."""
    given = row.inputs
    patience = _seconds(given, "patience")
    if row.kind == "erlang_a.agents":
        kind = given.get("sl_kind", "sl_offered")
        definition = kind.removeprefix("sl_")
        return _required(erlang.agents, given, patience_s=patience, definition=definition)
    demand = _demand(given)
    within = _seconds(given, "threshold", 20.0)
    seen = erlang.erlang_a_performance(
        given["agents"], *_call(demand), patience, within, demand["interval_s"]
    )
    load = demand["contacts"] * demand["aht_s"] / demand["interval_s"]
    levels = ("excl_short", "offered", "incl_short", "answered", "virtual")
    return {
        "p_wait": seen.wait_probability,
        "p_abandon": seen.abandon_share,
        "sqrt_a_p_abandon": seen.abandon_share * load**0.5,
        "occupancy": seen.occupancy,
        "lq": seen.queue_length,
        "asa_all_s": seen.mean_wait_s,
        "asa_all_min": seen.mean_wait_s / 60,
        "asa_served_s": seen.asa_s,
        "wait_abandoned_s": seen.abandoned_wait_s,
        "asa_virtual_s": seen.virtual_wait_s,
        "p_wait_gt_t": seen.wait_exceeds_share,
        "p_virtual_gt_t": seen.virtual_wait_exceeds_share,
        "ans_t": seen.answered_in_time_share,
        "ab_t": seen.abandoned_in_time_share,
        **{f"sl_{name}": getattr(seen, f"service_level_{name}") for name in levels},
    }


def rules_of_thumb(row: GoldenRow) -> dict[str, float]:
    """Answers of square-root staffing."""
    given, question = row.inputs, row.kind.split(".")[1]
    if question == "beta":
        return {"beta": erlang.halfin_whitt_beta(given["p_wait"])}
    if question == "p_wait":
        return {"p_wait": erlang.halfin_whitt_wait(given["beta"])}
    if question == "garnett":
        return {"p_wait": erlang.garnett_wait(given["beta"], given["theta_over_mu"])}
    beta = given["beta"] if "beta" in given else erlang.halfin_whitt_beta(given["p_wait"])
    return {"agents": erlang.square_root_agents(given["load_erl"], beta)}


def finite_queue(row: GoldenRow) -> dict[str, float]:
    """Answers of the queue with few waiting places."""
    given, demand = row.inputs, _demand(row.inputs)
    seen = erlang.finite_queue(
        given["agents"], *_call(demand), int(given["waiting_places"]), demand["interval_s"]
    )
    return {"loss": seen.loss_share, "wait_accepted_min": seen.asa_s / 60}


def chat(row: GoldenRow) -> dict[str, float]:
    """The two usual shortcuts for chat, both asked of the phone model."""
    given, demand = row.inputs, _demand(row.inputs)
    level = (given["sl_target"], given["threshold_s"], demand["interval_s"])
    if given["method"] == "slots":
        return {"agents": ceil(erlang.agents(*_call(demand), *level) / given["concurrency"])}
    aht = demand["aht_s"] / given["concurrency"]
    return {"agents": erlang.agents(demand["contacts"], aht, *level)}


ANSWERS: dict[str, Callable[[GoldenRow], dict[str, float]]] = {
    "erlang_b": erlang_b,
    "erlang_c": erlang_c,
    "erlang_a": erlang_a,
    "sqrt": rules_of_thumb,
    "mmck": finite_queue,
    "chat": chat,
}
BESIDE = ("scheduled", "p0")  # gross-up and the empty system are no questions of this engine

PUBLISHED, ORACLE = rows("published.csv"), rows("oracle.csv")


@pytest.mark.parametrize("row", PUBLISHED + ORACLE, ids=lambda row: f"{row.id}-{row.kind}")
def test_a_golden_row_is_met(row: GoldenRow) -> None:
    """Each value of the row comes out within the row's own tolerance."""
    got = ANSWERS[row.kind.split(".")[0]](row)
    checked = [key for key in row.expected if key not in BESIDE]
    assert checked, "the row asserts nothing"
    wrong = {k: (got[k], row.expected[k]) for k in checked if not row.passes(k, got[k])}
    assert not wrong, row.inputs


def test_no_row_was_lost() -> None:
    """The files hold as many rows of these families as they did when the test was written."""
    assert len(PUBLISHED) >= 114
    assert len(ORACLE) >= 121
