"""Management: whole leaders at set spans, layer above layer, and the executive ratio.

Spans are inputs, never optima: the literature knows no universal number (Urwick, 1956; Meier &
Bohte, 2003). A single team needs a working lead only; with more than one team leader there is a
head of service; in between come managers, directors and the layers above them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, overload

from capplan.errors import argument_error
from capplan.leaders.limits import LEAST_SPAN, MOST_SPAN
from capplan.staffing.rounding import round_up
from capplan.vocabulary import term

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LAYERS = ("supervisor", "manager", "director", "vp", "svp")
HEAD = "head"
LEAST_FRONTLINE = term("frontline_per_executive").ends[0]
NONE = "none"  # whom a layer leads that a company does without


@overload
def leaders(heads: float, span: float, minimum_heads: float = ...) -> int: ...
@overload
def leaders(heads: Array, span: Any, minimum_heads: Any = ...) -> Array: ...
@overload
def leaders(heads: float, span: Array, minimum_heads: Any = ...) -> Array: ...
def leaders(heads: Any, span: Any, minimum_heads: Any = 0) -> Any:
    """Whole leaders for these people at that span; nobody to lead needs no leader but the minimum.

    >>> leaders(101, 12), leaders(0, 12), leaders(3, 12, minimum_heads=2)
    (9, 0, 2)
    """
    _check("heads", heads, heads >= 0, "0 or more people")
    _check(
        "span",
        span,
        (span >= LEAST_SPAN) & (span <= MOST_SPAN),
        term("span").allowed,
        "a leader of one, or of more than 50, is likely a slip",
    )
    need = round_up(heads / span)
    if isinstance(need, int):
        return max(need, round_up(float(minimum_heads)))
    import numpy as np

    return np.maximum(need, round_up(np.asarray(minimum_heads, dtype=float)))


def executives(frontline_heads: Any, frontline_per_executive: Any = 100) -> Any:
    """Senior executives the ratio asks for, from one full ratio of frontline people on.

    >>> executives(99), executives(100), executives(101)
    (0, 1, 2)
    """
    _check("frontline_heads", frontline_heads, frontline_heads >= 0, "0 or more people")
    _check(
        "frontline_per_executive",
        frontline_per_executive,
        frontline_per_executive >= LEAST_FRONTLINE,
        f"{LEAST_FRONTLINE:g} or more people",
    )
    need = round_up(frontline_heads / frontline_per_executive)
    reached = frontline_heads >= frontline_per_executive
    return need * int(reached) if isinstance(need, int) else need * reached


def layers(
    frontline_heads: float, spans: Sequence[float] = (12, 6), head_at: float = 8
) -> list[tuple[str, int, float]]:
    """Layer name, heads and actual span from the bottom up.

    Each layer leads the one below at its span, the last span repeats; once `head_at` or fewer
    leaders remain, one head leads them.

    >>> layers(100)
    [('supervisor', 9, 11.11111111111111), ('manager', 2, 4.5), ('head', 1, 2.0)]
    >>> layers(10)
    [('supervisor', 1, 10.0)]
    """
    if not spans:
        raise argument_error("spans", "none", "at least one span")
    _check("head_at", head_at, head_at >= 1, "1 or more people")
    rows: list[tuple[str, int, float]] = []
    below: float = frontline_heads
    while below > 0 and not (rows and below == 1):
        level = len(rows)
        if rows and below <= head_at:
            rows.append((HEAD, 1, float(below)))
            break
        need = leaders(below, spans[min(level, len(spans) - 1)])
        name = LAYERS[level] if level < len(LAYERS) else f"layer {level + 1}"
        rows.append((name, need, below / need))
        below = need
    return rows


def leader_plan(
    heads: Sequence[float],
    span_target: float = 12,
    span_min: float = 9,
    span_max: float = 15,
    opening_heads: float | None = None,
) -> list[int]:
    """Leaders by period with a band of inaction: none hired and released from week to week.

    The number stays unless the actual span leaves the band; then it is set to the target span
    (Bentolila & Bertola, 1990).

    >>> leader_plan([100, 120, 136, 140], 12, 9, 15, 9)
    [9, 9, 12, 12]
    """
    if not span_min <= span_target <= span_max:
        raise argument_error(
            "span_target",
            span_target,
            f"{span_min:g} to {span_max:g}",
            "the target lies inside the band",
        )
    plan: list[int] = []
    count = leaders(heads[0], span_target) if opening_heads is None else int(opening_heads)
    for people in heads:
        _check("heads", people, people >= 0, "0 or more people")
        outside = count == 0 or not span_min <= people / count <= span_max
        count = leaders(people, span_target) if outside else count
        plan.append(count)
    return plan


def _check(name: str, value: Any, good: Any, allowed: str, hint: str = "") -> None:
    if not (bool(good) if isinstance(good, bool) else good.all()):
        raise argument_error(name, value, allowed, hint)


# the plan's steps


class LayerRules(NamedTuple):
    """Spans of the layers above the team leaders, whom each of them leads, where the head comes."""

    spans: tuple[float, ...]
    leads: tuple[str, ...] = ("supervisor", "manager", "director", "vp")
    head_at: float = 8.0


def layer_rules(
    manager_span: float,
    director_span: float,
    upper_span: float,
    manager_leads: str,
    director_leads: str,
    vp_leads: str,
    svp_leads: str,
    head_at: float,
) -> LayerRules:
    """The rules of a plan, from the managers up."""
    spans = (manager_span, director_span, upper_span, upper_span)
    return LayerRules(spans, (manager_leads, director_leads, vp_leads, svp_leads), head_at)


class Leadership(NamedTuple):
    """Whole leaders that the spans ask for, weeks x layers."""

    required_heads: Array


def leadership(
    floor_heads: Array,
    supervisor_span: float,
    layer_rules: LayerRules,
    duty_supervisors_heads: float = 0.0,
    team_group_heads: Array | None = None,
    minimum_team_heads: float = 1.0,
) -> Leadership:
    """Leaders each layer asks for: people it leads / span, rounded up; one head at the top.

    A layer that leads `none` is empty, and the next one leads those below it. Given agents by
    team group, each group of at least the minimum has team leaders of its own, the others share.

    >>> import numpy as np
    >>> rules = LayerRules((6, 6, 6, 6))
    >>> leadership(np.array([2000.0]), 12, rules).required_heads[0].tolist()
    [167.0, 28.0, 5.0, 0.0, 0.0, 1.0]
    >>> rules = LayerRules((6, 6, 6, 6), ("none", "supervisor", "director", "vp"))
    >>> leadership(np.array([2000.0]), 12, rules).required_heads[0].tolist()
    [167.0, 0.0, 28.0, 5.0, 0.0, 1.0]
    """
    import numpy as np

    from capplan.leaders.movement.apart import rounded_apart

    supervisors = leaders(floor_heads, supervisor_span, duty_supervisors_heads)
    if team_group_heads is not None:
        apart = rounded_apart(team_group_heads, supervisor_span, minimum_team_heads)
        supervisors = np.maximum(apart, duty_supervisors_heads)
    below, heads = supervisors, [supervisors]
    for span, led in zip(layer_rules.spans, layer_rules.leads, strict=True):
        if led == NONE:
            heads.append(np.zeros_like(supervisors))
        else:
            below = np.where(below > layer_rules.head_at, leaders(below, span), 0.0)
            heads.append(below)
    top = np.where(supervisors > 1, 1.0, 0.0)
    return Leadership(np.stack([*heads, top], axis=1).astype(float))


def executives_heads(frontline_heads: Array, frontline_per_executive: float) -> Array:
    """Frontline people / frontline per executive, rounded up, from one full ratio on."""
    need: Array = executives(frontline_heads, frontline_per_executive)
    return need


def senior_heads(
    managers_heads: Array,
    directors_heads: Array,
    vps_heads: Array,
    svps_heads: Array,
    service_heads_heads: Array,
    senior_from: str,
) -> Array:
    """Leaders from the layer on that counts as senior executive: managers, or directors."""
    upper = directors_heads + vps_heads + svps_heads + service_heads_heads
    return upper + managers_heads if senior_from == "manager" else upper


def extra_executives_heads(executives_heads: Array, senior_heads: Array) -> Array:
    """Executives the ratio asks for - executives in the layers, where positive."""
    import numpy as np

    return np.maximum(executives_heads - senior_heads, 0.0)


def leaders_heads(
    supervisors_heads: Array,
    managers_heads: Array,
    directors_heads: Array,
    vps_heads: Array,
    svps_heads: Array,
    service_heads_heads: Array,
    extra_executives_heads: Array,
) -> Array:
    """Leaders of all layers + additional executives."""
    upper = directors_heads + vps_heads + svps_heads + service_heads_heads
    return supervisors_heads + managers_heads + upper + extra_executives_heads
