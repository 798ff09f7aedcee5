"""A queue's people on Supply: training, moves, agents by tenure, leave; one formula a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from capplan.people.cohorts import TO_26, TO_52
from capplan.people.moves import LEAVE, LEAVER, PROMOTION, SEVERANCE, TRANSFER
from capplan_workbook.layout.places import DATE_ROW, NUMBER_ROW

if TYPE_CHECKING:
    from capplan_workbook.layout.places import Layout
    from capplan_workbook.weekly.rows import Formula

Row = tuple[str, str, "Formula"]  # key, words, formula
NEW, TO26, TO52, OLD = (
    f"live_{name}_hazard_share" for name in ("new_hire", "to_26_weeks", "to_52_weeks", "tenured")
)
SPAN = "live_new_hire_weeks"
# floor weeks -> share of graduates still here
STILL_HERE = {
    SPAN: f"(1-{NEW})^{SPAN}",
    str(TO_26): f"(1-{NEW})^{SPAN}*(1-{TO26})^({TO_26}-{SPAN})",
    str(TO_52): f"(1-{NEW})^{SPAN}*(1-{TO26})^({TO_26}-{SPAN})*(1-{TO52})^{TO_52 - TO_26}",
}
ENDED = "/live_leave_of_absence_weeks"


@dataclass(frozen=True)
class People:
    """One queue's place on Supply."""

    lay: Layout
    number: int
    row: dict[str, int]

    def at(self, key: str) -> Callable[[str], str]:
        """The cell of a line, by column."""
        return lambda c: f"{c}{self.row[key]}"

    @property
    def name(self) -> str:
        """The queue's name: the heading of its block."""
        return f"$B${self.lay.supply_group(self.number + 1)}"

    def lines(self) -> Iterator[Row]:
        """Every line of the queue's people, with the words that explain it."""
        yield from self._training()
        yield from self._moves()
        yield from self._leave()
        yield from self._bands()
        yield from self._agents()

    # training

    def _training(self) -> Iterator[Row]:
        starts, before, training, dropouts, graduates = (
            self.at(key)
            for key in (
                "starts_heads",
                "opening_training_heads",
                "training_heads",
                "dropouts_heads",
                "graduates_heads",
            )
        )
        weeks = self.lay.queue_value("training_weeks", self.number)
        stay = f"(1-live_weekly_dropout_share)^{weeks}"
        yield (
            "starts_heads",
            "classes of HiringPlan × scale",
            lambda c, p: f"{self._classes(c)}*live_hiring_scale_share",
        )
        yield (
            "opening_training_heads",
            "last week's less dropouts",
            lambda c, p: (
                f"IF({_now(c)}=1,{self._begun(c, weeks)},N({training(p)})-N({dropouts(p)}))"
            ),
        )
        yield (
            "training_heads",
            "on Monday + starts − graduates",
            lambda c, p: f"{before(c)}+{starts(c)}-{graduates(c)}",
        )
        yield (
            "dropouts_heads",
            "in training × weekly dropout",
            lambda c, p: f"{training(c)}*live_weekly_dropout_share",
        )
        yield (
            "graduates_heads",
            "starters who stayed the training",
            lambda c, p: (
                f"{self._classes(c, f'-7*{weeks}')}"
                f"*IF({_now(c)}>{weeks},live_hiring_scale_share,1)*{stay}"
            ),
        )

    def _classes(self, c: str, later: str = "") -> str:
        """Starters of the classes of a week; names are compared, never read as criteria."""
        lay = self.lay
        return (
            f"SUMPRODUCT(({lay.class_range('class_queue')}={self.name})"
            f"*({lay.class_range('start_week')}={_day(c)}{later}),{lay.class_range('class_heads')})"
        )

    def _begun(self, c: str, weeks: str) -> str:
        """Those still in training of the classes that began before the first week."""
        lay, start = self.lay, self.lay.class_range("start_week")
        return (
            f"SUMPRODUCT(({lay.class_range('class_queue')}={self.name})*({start}<{_day(c)})"
            f"*({start}>={_day(c)}-7*{weeks})"
            f"*(1-live_weekly_dropout_share)^(({_day(c)}-{start})/7),{lay.class_range('class_heads')})"
        )

    # moves with a date

    def _moved(
        self, c: str, kind: str, queue: str = "move_queue", later: str = "", share: str = ""
    ) -> str:
        """People of the moves of a kind whose week, so much later, is this one."""
        lay = self.lay
        return (
            f'SUMPRODUCT(({lay.move_range("move_kind")}="{kind}")'
            f"*({lay.move_range(queue)}={self.name})"
            f"*({lay.move_range('move_week')}{later}={_day(c)}){share},{lay.move_range('move_heads')})"
        )

    def _moves(self) -> Iterator[Row]:
        trained = f"+7*{self.lay.move_range('move_weeks')}"
        arrived, cross = self.at("transfers_in_heads"), self.at("cross_training_heads")
        yield (
            "transfers_in_heads",
            "moves, after cross-training",
            lambda c, p: self._moved(c, TRANSFER, "move_to_queue", trained),
        )
        for key, kind in (
            ("transfers_out_heads", TRANSFER),
            ("promotions_out_heads", PROMOTION),
            ("severance_heads", SEVERANCE),
        ):
            yield key, "moves of HiringPlan", self._out(kind)
        severed = self.at("severance_heads")
        yield (
            "planned_leavers_heads",
            "moves of HiringPlan, with severance too",
            lambda c, p: f"{self._moved(c, LEAVER)}+{severed(c)}",
        )
        yield (
            "cross_training_heads",
            "last week's + new ones − transfers in",
            lambda c, p: f"N({cross(p)})+{self._moved(c, TRANSFER, 'move_to_queue')}-{arrived(c)}",
        )

    def _out(self, kind: str) -> Formula:
        return lambda c, p: self._moved(c, kind)

    # leave of absence

    def _leave(self) -> Iterator[Row]:
        out, back, lost, pool, away, tenured = (
            self.at(key)
            for key in (
                "leave_out_heads",
                "leave_back_heads",
                "leave_lost_heads",
                "rate_leave_heads",
                "on_leave_heads",
                "opening_tenured_heads",
            )
        )
        weeks, share = (self.lay.move_range(f"move_{name}") for name in ("weeks", "return_share"))
        ends = f'+7*({weeks}+({weeks}="")*live_leave_of_absence_weeks)'
        comes = f'({share}+({share}="")*live_leave_return_share)'
        gone = "live_leave_of_absence_weekly_share"
        yield (
            "leave_out_heads",
            "share of tenured + moves",
            lambda c, p: f"{gone}*{tenured(c)}+{self._moved(c, LEAVE)}",
        )
        yield (
            "leave_back_heads",
            "leave ended × share that comes back",
            lambda c, p: (
                f"N({pool(p)}){ENDED}*live_leave_return_share"
                f"+{self._moved(c, LEAVE, later=ends, share='*' + comes)}"
            ),
        )
        yield (
            "leave_lost_heads",
            "leave ended × the others",
            lambda c, p: (
                f"N({pool(p)}){ENDED}*(1-live_leave_return_share)"
                f"+{self._moved(c, LEAVE, later=ends, share=f'*(1-{comes})')}"
            ),
        )
        yield (
            "rate_leave_heads",
            "last week's − ended + new ones",
            lambda c, p: f"N({pool(p)})-N({pool(p)}){ENDED}+{gone}*{tenured(c)}",
        )
        yield (
            "on_leave_heads",
            "last week's + goes − back − not back",
            lambda c, p: f"N({away(p)})+{out(c)}-{back(c)}-{lost(c)}",
        )

    # agents by tenure

    def _bands(self) -> Iterator[Row]:
        graduates = self.at("graduates_heads")
        yield self._band("new_hires_heads", "in their new-hire weeks", NEW, graduates, SPAN)
        for key, how, rate, first, after in (
            ("to_26_weeks_heads", "after that, to floor week 26", TO26, SPAN, str(TO_26)),
            ("to_52_weeks_heads", "floor weeks 27 to 52", TO52, str(TO_26), str(TO_52)),
        ):
            yield self._band(key, how, rate, self._reaching(first), after)

    def _band(self, key: str, how: str, rate: str, joins: Callable[[str], str], after: str) -> Row:
        heads, leaves = self.at(key), self._reaching(after)
        return key, how, lambda c, p: f"N({heads(p)})*(1-{rate})+{joins(c)}-{leaves(c)}"

    def _reaching(self, floor_weeks: str) -> Callable[[str], str]:
        """Graduates of so many weeks ago who are still here."""
        graduates = self.lay.week_range(self.row["graduates_heads"])
        return lambda c: (
            f"IF({_now(c)}>{floor_weeks},INDEX({graduates},{_now(c)}-{floor_weeks})"
            f"*{STILL_HERE[floor_weeks]},0)"
        )

    def _agents(self) -> Iterator[Row]:
        opening, tenured, leavers, closing = (
            self.at(f"{name}_heads") for name in ("opening", "tenured", "leavers", "closing_agents")
        )
        first = self.lay.queue_cell("opening_agents_heads", self.number)
        young = [self.at(f"{name}_heads") for name in ("new_hires", "to_26_weeks", "to_52_weeks")]
        rates = (NEW, TO26, TO52, OLD)
        yield (
            "opening_heads",
            "last week's close",
            lambda c, p: f"IF({_now(c)}=1,{first},N({closing(p)}))",
        )
        yield (
            "opening_tenured_heads",
            "last week's who stayed",
            lambda c, p: f"IF({_now(c)}=1,{opening(c)},N({tenured(p)})*(1-{OLD}))",
        )
        yield from self._leaders(lambda c: "".join(f"-{band(c)}" for band in young))
        yield (
            "tenured_heads",
            "all other agents after Monday's moves",
            lambda c, p: self._after_promotions(c) + "".join(f"-{band(c)}" for band in young),
        )
        yield (
            "leavers_heads",
            "each tenure at its rate",
            lambda c, p: "+".join(
                f"{band(c)}*{rate}" for band, rate in zip((*young, tenured), rates, strict=True)
            ),
        )
        yield (
            "closing_agents_heads",
            "opening + in − out − leavers",
            lambda c, p: f"{self._after_promotions(c)}-{leavers(c)}",
        )
        planned, lost = self.at("planned_leavers_heads"), self.at("leave_lost_heads")
        yield (
            "all_leavers_heads",
            "leavers + planned + not back",
            lambda c, p: f"{leavers(c)}+{planned(c)}+{lost(c)}",
        )
        yield (
            "available_heads",
            "closing + half of the leavers",
            lambda c, p: f"{closing(c)}+{leavers(c)}/2",
        )

    def _leaders(self, young: Callable[[str], str]) -> Iterator[Row]:
        """Promotions to leader and back: totals of Management, shared by the tenured agents."""
        own, rows = self.at("promotable_heads"), self.lay.management_rows
        every = f"{{c}}{self.lay.supply_row('promotable_heads', 0)}"
        equal = f"1/{len(self.lay.queues)}"

        def part(key: str) -> Formula:
            return lambda c, p: (
                f"Management!{c}{rows[key]}"
                f"*IF({every.format(c=c)}>0,{own(c)}/{every.format(c=c)},{equal})"
            )

        yield (
            "promotable_heads",
            "tenured before promotions to leader",
            lambda c, p: f"MAX(0,{self._on_monday(c)}{young(c)})",
        )
        how = "total of Management × share of tenured"
        yield "leader_promotions_heads", how, part("leaders_from_floor_heads")
        yield "leader_returns_heads", how, part("leaders_to_floor_heads")
        weeks, gone = self.lay.queue_value("training_weeks", self.number), "leader_promotions_heads"
        yield (
            "backfill_starts_heads",
            "promoted ÷ who stay the training",
            lambda c, p: f"{self.at(gone)(c)}/(1-live_weekly_dropout_share)^{weeks}",
        )

    def _after_promotions(self, c: str) -> str:
        """Agents once those promoted to leader have gone too, and leaders have come back."""
        out, back = (self.at(f"leader_{way}_heads")(c) for way in ("promotions", "returns"))
        return f"{self._on_monday(c)}-{out}+{back}"

    def _on_monday(self, c: str) -> str:
        """Agents once everybody has come and gone on Monday, but for promotions to leader."""
        come = ("opening", "graduates", "transfers_in", "leave_back")
        go = ("transfers_out", "promotions_out", "planned_leavers", "leave_out")
        cells = [
            sign + self.at(f"{name}_heads")(c)
            for sign, names in (("+", come), ("-", go))
            for name in names
        ]
        return "".join(cells).removeprefix("+")


def _now(c: str) -> str:
    return f"{c}${NUMBER_ROW}"


def _day(c: str) -> str:
    return f"{c}${DATE_ROW}"
