"""The leaders on Management: what the engine left, and what spreadsheets make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from capplan.leaders.chain import LEADS
from capplan.leaders.layers import LAYERS, ROLE_OF
from capplan.leaders.lights import FEWEST_POSTS, INSIDE_WEEKS
from capplan.leaders.movement.owed import RED_FROM
from capplan.leaders.steps import STAMPED
from capplan_workbook.book import range_name
from capplan_workbook.layout.lines import DEBT_TOTALS, actual_span
from capplan_workbook.layout.places import FIRST, NUMBER_ROW
from capplan_workbook.sheets.management.team_groups import apart
from capplan_workbook.weekly.rows import Line, up

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk
    from capplan_workbook.layout.places import Layout
    from capplan_workbook.weekly.rows import Formula, Ref

SPAN_OF = dict(
    zip(LAYERS, ("supervisor", "manager", "director", "upper", "upper", "head"), strict=True)
)
HEAD = LAYERS[-1]
STAMPED_HOW = {
    "effective": "in post, ramping in part; engine",
    "posts": "inside the band none is added; engine",
    "pipeline": "chosen or being hired; engine",
    "premium": "from outside, first weeks; engine",
}


def stamp_row(lay: Layout, key: str) -> int:
    """Row on Curves of what the engine found, first scenario, under everything else there."""
    offset = STAMPED.index(key) * len(lay.scenarios)
    return lay.settings_row + 8 * len(lay.queues) + 9 + offset


def stamps(lay: Layout, key: str) -> str:
    """Address of the same for all scenarios and weeks."""
    top = stamp_row(lay, key)
    return f"Curves!{range_name(top, FIRST, top + len(lay.scenarios) - 1, lay.last_col)}"


def stamped(desk: Desk, key: str) -> Formula:
    """Formula of what the engine left for the live scenario, week by week."""
    block = stamps(desk.layout, key)
    return lambda c, p: f"INDEX({block},stamped_scenario_number,{c}${NUMBER_ROW})"


@dataclass(frozen=True)
class Leaders:
    """The lines of leaders, and where they refer to."""

    desk: Desk
    at: Callable[[str], Ref]

    def lines(self) -> Iterator[Line]:
        """Every line about leaders but the executive ratio."""
        yield from self._required()
        for key in STAMPED:
            yield self._stamp(key)
        yield self._inside()
        for layer in LAYERS:
            yield self._line(
                actual_span(layer), self._span(layer), "people below ÷ leaders", form="dec1"
            )
            yield self._line(f"{layer}_light", self._light(layer), "span against its band", "text")
            yield self._line(
                f"unfilled_{layer}_heads", self._unfilled(layer), "posts − in post", total="max"
            )
            yield self._line(
                f"debt_{layer}_heads",
                self._debt(layer),
                "below ÷ span − in effect",
                "dec2",
                "sum",
            )
        for layer in LAYERS[:-1]:
            low, high = _band(layer)
            least, most = self._least(layer, high), self._most(layer, low)
            yield self._line(f"least_{layer}_heads", least, "people below ÷ largest span")
            yield self._line(f"most_{layer}_heads", most, "people ÷ smallest span")
        yield from self._totals()

    def below(self, layer: str) -> Ref:
        """People that a layer leads, by column."""
        if layer == LAYERS[0]:
            return self.at("floor_heads")
        if layer == HEAD:
            return self._top()
        under = self._under(layer, "{}_heads")
        return lambda c: f"IF({under(c)}>live_head_at,{under(c)},0)"

    def _under(self, layer: str, name: str) -> Ref:
        """The line of whichever lower layer this one leads; 0 where it leads none."""
        leads, place = LEADS[ROLE_OF[layer]], LAYERS.index(layer)
        known = self.desk.choice_list(leads, place)
        first, last = (self.at(name.format(one)) for one in (LAYERS[0], LAYERS[place - 1]))
        return lambda c: f"SUMIF({known},live_{leads},{first(c)}:{last(c)})"

    def _top(self) -> Ref:
        first, *rest = (self.at(f"{layer}_heads") for layer in LAYERS[:-1])

        def formula(c: str) -> str:
            found = first(c)
            for one in rest:
                found = f"IF({one(c)}>0,{one(c)},{found})"
            return f"IF({first(c)}>1,{found},0)"

        return formula

    def _line(
        self, key: str, formula: Formula, how: str, form: str = "int", total: str = ""
    ) -> Line:
        total = total or ("" if form == "text" else "average")
        return Line(key, formula, self.desk.live[key], how, total, format=form)

    def _stamp(self, key: str) -> Line:
        how = STAMPED_HOW.get(key.split("_")[0], "engine, by scenario")
        flow = key.startswith(("appointed", "leaders_"))
        form = "dec1" if key.startswith("effective") else "int"
        total = "sum" if flow else "average"
        values = self.desk.live[key]
        return Line(key, stamped(self.desk, key), values, how, total, format=form, kind="stamp")

    # what the spans ask for

    def _required(self) -> Iterator[Line]:
        duty, teams = self.at("duty_supervisors_heads"), apart(self.desk, "live_supervisor_span")
        yield self._duty()
        yield self._asked(
            LAYERS[0],
            lambda c, p: f"MAX({teams(c)},{duty(c)})",
            "agents ÷ span, whole by team group",
        )
        for layer in LAYERS[1:-1]:
            below = self._under(layer, "required_{}_heads")
            asked = _layer(below, f"live_{SPAN_OF[layer]}_span")
            yield self._asked(layer, asked, "layer below ÷ span, whole")
        first = self.at(f"required_{LAYERS[0]}_heads")
        yield self._asked(HEAD, lambda c, p: f"IF({first(c)}>1,1,0)", "one above more than one")

    def _asked(self, layer: str, formula: Formula, how: str) -> Line:
        return self._line(f"required_{layer}_heads", formula, how)

    def _duty(self) -> Line:
        lay, value = self.desk.layout, self.desk.live["duty_supervisors_heads"]
        row = lay.management_rows["duty_supervisors_heads"]
        blocks = [f"Queues!{range_name(*lay.profile_block(n))}" for n in range(len(lay.queues))]
        hours = f"SUMPRODUCT(--(({'+'.join(blocks)})>0))*live_interval_min/60"
        asked = up(f"{hours}*live_supervisors_on_duty/live_floor_h_per_supervisor")
        return Line(
            "duty_supervisors_heads",
            lambda c, p: f"$E${row}",
            value,
            "open hours × on duty ÷ floor hours",
            (asked, value),
            format="int",
        )

    # spans, lights and debt

    def _span(self, layer: str) -> Formula:
        below, post = self.below(layer), self.at(f"{layer}_heads")
        return lambda c, p: f"IF({post(c)}>0,{below(c)}/{post(c)},0)"

    def _light(self, layer: str) -> Formula:
        below, post = self.below(layer), self.at(f"{layer}_heads")
        span = self.at(actual_span(layer))
        low, high = _band(layer)
        return lambda c, p: (
            f'IF({below(c)}<=0,"none",IF({post(c)}=0,"red",IF({span(c)}<{low}-1E-9,"narrow",'
            f'IF({span(c)}<={high}+1E-9,"OK",IF({span(c)}<={RED_FROM:g}*{high},"amber","red")))))'
        )

    def _unfilled(self, layer: str) -> Formula:
        posts, post = self.at(f"posts_{layer}_heads"), self.at(f"{layer}_heads")
        return lambda c, p: f"MAX(0,{posts(c)}-{post(c)})"

    def _least(self, layer: str, high: str) -> Formula:
        if layer == LAYERS[0]:
            teams = apart(self.desk, high)
            return lambda c, p: teams(c)
        below = self.below(layer)
        return lambda c, p: up(f"{below(c)}/{high}")

    def _most(self, layer: str, low: str) -> Formula:
        span = f"live_{SPAN_OF[layer]}_span"
        if layer == LAYERS[0]:
            most, asked = apart(self.desk, low, down=True), apart(self.desk, span)
            return lambda c, p: f"MAX({most(c)},{asked(c)})"
        below = self.below(layer)
        return lambda c, p: f"MAX(INT({below(c)}/{low}+1E-9),{up(f'{below(c)}/{span}')})"

    def _need(self, layer: str) -> Ref:
        below = self.below(layer)
        if layer == HEAD:
            return lambda c: f"IF({below(c)}>0,1,0)"
        return lambda c: f"{below(c)}/live_{SPAN_OF[layer]}_span"

    def _debt(self, layer: str) -> Formula:
        need, there = self._need(layer), self.at(f"effective_{layer}_heads")
        return lambda c, p: f"IF({need(c)}-{there(c)}>1E-9,{need(c)}-{there(c)},0)"

    def _inside(self) -> Line:
        rows = self.desk.layout.management_rows
        inside, outside = (
            _last_weeks(self.desk, rows[f"appointed_{way}_heads"]) for way in ("inside", "outside")
        )
        return self._line(
            "inside_share",
            lambda c, p: (
                f"IF({c}${NUMBER_ROW}<{INSIDE_WEEKS},0,IF({inside(c)}+{outside(c)}>={FEWEST_POSTS},"
                f"{inside(c)}/({inside(c)}+{outside(c)}),0))"
            ),
            "promotions of 26 weeks ÷ posts filled",
            "percent0",
            "max",
        )

    def _totals(self) -> Iterator[Line]:
        needs = [self._need(layer) for layer in LAYERS]
        debts = [self.at(f"debt_{layer}_heads") for layer in LAYERS]
        asked, debt, owed = (self.at(key) for key in (DEBT_TOTALS[0], *DEBT_TOTALS[1::2]))
        formulas: dict[str, tuple[Formula, str, str, str]] = {
            "leaders_asked_heads": (
                lambda c, p: "+".join(one(c) for one in needs),
                "people below ÷ span, all layers",
                "dec1",
                "average",
            ),
            "management_debt_heads": (
                lambda c, p: "+".join(one(c) for one in debts),
                "sum of the layers",
                "dec2",
                "max",
            ),
            "management_debt_share": (
                lambda c, p: f"IF({asked(c)}>0,{debt(c)}/{asked(c)},0)",
                "debt ÷ leaders asked for",
                "percent1",
                "max",
            ),
            "owed_leader_weeks": (
                lambda c, p: f"N({owed(p)})+{debt(c)}",
                "debt so far, added up",
                "dec1",
                "last",
            ),
        }
        for key in DEBT_TOTALS:
            formula, how, form, total = formulas[key]
            yield self._line(key, formula, how, form, total)


def _layer(under: Ref, span: str) -> Formula:
    return lambda c, p: f"IF({under(c)}>live_head_at,{up(f'{under(c)}/{span}')},0)"


def _band(layer: str) -> tuple[str, str]:
    """Formula parts: the ends of the band, which never exclude the span itself."""
    if layer == HEAD:
        return "1", "live_head_at"
    name = f"live_{SPAN_OF[layer]}_span"
    return f"MIN({name}_min,{name})", f"MAX({name}_max,{name})"


def _last_weeks(desk: Desk, row: int) -> Ref:
    flow, now = desk.layout.week_range(row), f"{{c}}${NUMBER_ROW}"
    found = f"SUM(INDEX({flow},MAX(1,{now}-{INSIDE_WEEKS - 1})):INDEX({flow},{now}))"
    return lambda c: found.format(c=c)


def write_stamps(desk: Desk, sheet: Sheet) -> None:
    """Writes the engine's leaders on Curves: a row a line and scenario."""
    lay = desk.layout
    first = stamp_row(lay, STAMPED[0])
    last = lay.last_col
    sheet.blanks(first - 1, 2, last, "group.general")
    sheet.text(first - 1, 2, "Leaders and promotions by scenario", "group")
    for key in STAMPED:
        top = stamp_row(lay, key)
        for offset, scenario in enumerate(lay.scenarios):
            sheet.text(top + offset, 2, f"{key}|{scenario}", "label")
            values = desk.plan.runs[scenario][key].tolist()
            style = "stamp.dec1" if key.startswith("effective") else "stamp.int"
            sheet.numbers(top + offset, FIRST, values, style)
