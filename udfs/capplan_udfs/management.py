"""Management: leaders, layers, executives, and leaders from period to period."""

from __future__ import annotations

from capplan.leaders import spans as management
from capplan_udfs.function import Answer, Cells, cell_function, table_function

GROUP = "Management"
OPENING_LEADERS = {"term": "opening_leaders_heads"}


@cell_function(GROUP, whole=True)
def cap_leaders(heads: Cells, span: Cells, minimum_heads: Cells = None) -> Answer:
    """Leaders for these people at that span, whole people.

    >>> cap_leaders(101, 12)
    9
    """
    return management.leaders(heads, span, minimum_heads)


@table_function(GROUP, ranges=("spans",), spans=(12, 6))
def cap_layers(frontline_heads: Cells, spans: Cells = None, head_at: Cells = None) -> Answer:
    """One row a layer from the bottom up: layer name, heads, actual span.

    >>> cap_layers(2000)[0]
    ['supervisor', 167, 11.976047904191617]
    """
    rows = management.layers(frontline_heads, spans, head_at)
    return [list(row) for row in rows] or [[management.LAYERS[0], 0, 0.0]]  # a table has a row


@cell_function(GROUP, whole=True)
def cap_executives(frontline_heads: Cells, frontline_per_executive: Cells = None) -> Answer:
    """Senior executives that the ratio asks for, from one full ratio of frontline people on.

    >>> cap_executives(2000)
    20
    """
    return management.executives(frontline_heads, frontline_per_executive)


@table_function(
    GROUP,
    ranges=("heads",),
    shaped_like="heads",
    changes={"opening_heads": OPENING_LEADERS},
)
def cap_leader_plan(
    heads: Cells,
    span_target: Cells = None,
    span_min: Cells = None,
    span_max: Cells = None,
    opening_heads: Cells = None,
) -> Answer:
    """Leaders period by period: changed only when the actual span leaves its band.

    >>> cap_leader_plan([[100], [120], [136], [140]], opening_heads=9)
    [[9], [9], [12], [12]]
    """
    return management.leader_plan(heads, span_target, span_min, span_max, opening_heads)
