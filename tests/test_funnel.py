"""The recruiting funnel and the capacities: hand numbers, laws, and sums done another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from golden_examples import example
from hypothesis import given
from hypothesis import strategies as st

from capplan.capacity import load as capacity
from capplan.errors import PlanInputError
from capplan.inputs.assumptions import Source, TrainingClass, make_assumptions
from capplan.people import funnel
from capplan.plan import Plan, make_plan

MONDAYS = tuple(date(2026, 1, 5) + timedelta(weeks=week) for week in range(10))
OWN = Source("", 1.0, 0.75, 0.10, 2100.0, 12.0)
THREE = (
    Source("Referral", 0.3, 0.9, 0.0, 1000.0, 8.0, 0.85),
    Source("Agency", 0.5, 0.5, 0.2, 4000.0, 6.0, 1.1),
    Source("Applicant", 0.2),
)

shares = st.floats(0.05, 1.0)
sources = st.lists(
    st.builds(
        Source,
        st.text(min_size=1, max_size=5),
        st.floats(0.01, 1.0),
        shares,
        st.floats(0, 0.9),
        st.floats(0, 1e4),
        st.floats(0, 80),
        st.floats(0, 3),
    ),
    min_size=1,
    max_size=6,
)
weekly = st.lists(st.integers(0, 60), min_size=1, max_size=30).map(lambda x: np.array(x, float))


def scaled(rows: list[Source]) -> tuple[Source, ...]:
    """The sources with shares that add up to 1."""
    total = sum(one.share for one in rows)
    return tuple(replace(one, share=one.share / total) for one in rows)


# offers


def test_ex08_twenty_starts_take_thirty_offers() -> None:
    """The published example, by the funnel and through the plan's step without sources."""
    case = example("EX08")
    given_, want = case["inputs"], case["expected"]
    chances = given_["offer_acceptance"], given_["no_show"]
    starts = given_["class_starts"]
    assert float(funnel.offers_to_make(starts, *chances)) == want["offers_needed"]
    mixed = funnel.mix((), *chances, 2100.0, 12.0)
    assert float(funnel.offers_heads(np.array(float(starts)), mixed.mix_offers)) == 30.0


@given(starters=st.integers(0, 5_000), accepted=shares, lost=st.floats(0, 0.9))
def test_offers_are_enough_and_not_one_too_many(
    starters: int, accepted: float, lost: float
) -> None:
    """The offers yield the starters; one offer fewer does not."""
    offers = float(funnel.offers_to_make(starters, accepted, lost))
    kept = accepted * (1 - lost)
    assert offers == int(offers)
    assert offers * kept >= starters - 1e-6
    assert (offers - 1) * kept < starters or offers == 0


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ((-1, 0.75, 0.1), "argument starters: found -1; allowed 0 or more people"),
        ((1, 0.0, 0.1), "argument acceptance_share: found 0.0; allowed above 0 up to 1"),
        ((1, 75, 0.1), "argument acceptance_share: found 75"),
        ((1, 0.75, 1.0), "argument no_show_share: found 1.0; allowed 0 to below 1"),
    ],
)
def test_a_funnel_that_cannot_be_is_refused(ask: tuple[Any, ...], says: str) -> None:
    """One line names the argument and what is allowed."""
    with pytest.raises(PlanInputError, match=r"^argument") as refused:
        funnel.offers_to_make(*ask)
    assert says in str(refused.value)


# the mix of sources


def test_three_sources_by_hand() -> None:
    """Offers, money, hours and attrition of the average starter, worked on paper."""
    mixed = funnel.mix(THREE, 0.75, 0.10, 2100.0, 12.0)
    # .3 / .9 + .5 / (.5 x .8) + .2 / (.75 x .9)
    assert mixed.mix_offers == pytest.approx(0.3333333 + 1.25 + 0.2962963)
    assert mixed.mix_hire_cost == pytest.approx(300 + 2000 + 420)
    assert mixed.mix_recruiter_h == pytest.approx(2.4 + 3.0 + 2.4)
    assert mixed.mix_attrition_multiple == pytest.approx(0.255 + 0.55 + 0.2)


def test_offers_by_source_are_whole_and_add_up() -> None:
    """Ten starters of two queues: 3.33, 12.5 and 2.96 offers, each rounded up by itself."""
    starts = np.array([[6.0, 4.0], [0.0, 0.0]])
    found = funnel.source_offers_heads(starts, THREE, 0.75, 0.10)
    assert found.tolist() == [[4.0, 13.0, 3.0], [0.0, 0.0, 0.0]]
    assert funnel.all_offers_heads(found).tolist() == [20.0, 0.0]


@given(rows=sources)
def test_a_mix_lies_between_its_sources(rows: list[Source]) -> None:
    """No average is below the least or above the most of the sources."""
    kept = scaled(rows)
    mixed = funnel.mix(kept, 0.75, 0.1, 2100.0, 12.0)
    columns = (
        [1 / (one.acceptance_share or 1) / (1 - (one.no_show_share or 0)) for one in kept],
        [one.cost or 0 for one in kept],
        [one.recruiter_h or 0 for one in kept],
        [one.attrition_multiple for one in kept],
    )
    for value, column in zip(mixed, columns, strict=True):
        assert min(column) - 1e-6 <= value <= max(column) * (1 + 1e-9) + 1e-6


@given(rows=sources, starts=weekly)
def test_splitting_a_source_in_two_changes_no_average(rows: list[Source], starts: Any) -> None:
    """Two halves of a source are that source; only whole offers may need one more."""
    kept = scaled(rows)
    half = replace(kept[0], share=kept[0].share / 2)
    split = (half, half, *kept[1:])
    own = 0.75, 0.1, 2100.0, 12.0
    assert funnel.mix(split, *own) == pytest.approx(funnel.mix(kept, *own))
    whole, halves = (
        funnel.source_offers_heads(starts[:, None], one, 0.75, 0.1).sum(axis=1)
        for one in (kept, split)
    )
    assert ((halves - whole >= -1e-9) & (halves - whole <= 1)).all()


@given(blank=st.integers(0, 3))
def test_a_blank_is_the_plans_own_value(blank: int) -> None:
    """A source of blanks counts as the plan's own values, however often it stands there."""
    rows = tuple(Source(f"Source {one}", 1 / (blank + 1)) for one in range(blank + 1))
    assert funnel.mix(rows, 0.6, 0.2, 900.0, 7.0) == pytest.approx(
        funnel.mix((), 0.6, 0.2, 900.0, 7.0)
    )


def test_shares_close_to_one_are_scaled_and_others_refused() -> None:
    """A thousandth is a rounding, a hundredth a slip."""
    near = funnel.fill([Source("A", 0.5), Source("B", 0.4995)], OWN)
    assert near.share.sum() == pytest.approx(1.0, abs=1e-15)
    with pytest.raises(PlanInputError, match=r"shares adding up to 0\.99"):
        funnel.fill([Source("A", 0.5), Source("B", 0.49)], OWN)


# hours over the lead time


@given(starts=weekly, lead=st.integers(0, 12), hours=st.floats(0, 40))
def test_hiring_hours_before_the_first_start_are_all_that_is_lost(
    starts: Any, lead: int, hours: float
) -> None:
    """Every hour falls into the lead time: a start in week s has min(s, lead) of its weeks here."""
    found = funnel.recruiter_hours(starts, hours, lead)
    weeks = np.arange(len(starts))
    part = np.minimum(weeks, lead) / lead if lead else np.ones(len(starts))
    assert found.sum() == pytest.approx((starts * part).sum() * hours)
    assert found.max() <= starts.max() * hours + 1e-9


@given(starts=weekly, lead=st.integers(0, 40))
def test_each_position_is_opened_one_lead_time_before_its_start(starts: Any, lead: int) -> None:
    """What is opened in week w starts in week w + lead, and nothing else is opened."""
    found = funnel.requisitions(starts, lead)
    assert len(found) == len(starts)
    for week, opened in enumerate(found):
        later = week + lead
        assert opened == (starts[later] if later < len(starts) else 0.0)


# capacities


def classes(*rows: tuple[str, int, float]) -> tuple[TrainingClass, ...]:
    """Classes of (queue, week, heads)."""
    return tuple(TrainingClass("", queue, MONDAYS[week], heads) for queue, week, heads in rows)


def running(rows: tuple[TrainingClass, ...], weeks: tuple[int, int] = (3, 0)) -> Any:
    """Classes in training of the two queues A and B."""
    return capacity.classes_in_training(MONDAYS, ("A", "B"), rows, np.array(weeks), 1.0)


def test_classes_hold_their_rooms_for_the_training_weeks() -> None:
    """Three weeks for A, one for a queue without training, none for an empty class."""
    found = running(classes(("A", 1, 10), ("A", 2, 5), ("B", 4, 8), ("A", 9, 4), ("A", 5, 0)))
    assert found[:, 0].tolist() == [0, 1, 2, 2, 1, 0, 0, 0, 0, 1]
    assert found[:, 1].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert capacity.trainers_need_heads(found).tolist() == [0, 1, 2, 2, 2, 0, 0, 0, 0, 1]
    assert capacity.rooms_short(found, 1).tolist() == [0, 0, 1, 1, 1, 0, 0, 0, 0, 0]


@given(
    rows=st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(0, 9), st.integers(1, 20)), max_size=12
    ),
    weeks=st.tuples(st.integers(0, 6), st.integers(0, 6)),
)
def test_classes_in_training_by_asking_each_week(rows: Any, weeks: tuple[int, int]) -> None:
    """Counting, week by week, the classes that began less than a training ago gives the same."""
    found = running(classes(*rows), weeks)
    for number, name in enumerate("AB"):
        length = max(weeks[number], 1)
        for week in range(10):
            here = [start for queue, start, _ in rows if queue == name]
            assert found[week, number] == sum(0 <= week - start < length for start in here)


def test_hours_of_recruiters_and_leaders_by_hand() -> None:
    """Twelve starters in week 4, two weeks of lead, 10 hours each: 60 hours in weeks 2 and 3."""
    starts = np.zeros((6, 2))
    starts[4] = [8.0, 4.0]
    need = capacity.recruiter_need_h(starts, 10.0, 2.0)
    assert need.tolist() == [0, 0, 60, 60, 0, 0]
    assert capacity.recruiter_short_h(need, 1.5, 30.0).tolist() == [0, 0, 15, 15, 0, 0]
    assert capacity.recruiter_short_h(need, None, 30.0).tolist() == [0] * 6
    assert capacity.recruiter_short_h(need, 0.0, 30.0).tolist() == need.tolist()
    interviews = capacity.interview_need_h(starts, 2.0, 2.0)
    available = capacity.interview_available_h(np.full(6, 2.0), 4.0)
    assert capacity.interview_short_h(interviews, available).tolist() == [0, 0, 4, 4, 0, 0]


def test_mentors_are_short_queue_by_queue() -> None:
    """Six nesters need two mentors; a queue of five tenured has one, whatever the other has."""
    need = capacity.mentors_need_heads(np.array([[6.0, 0.0]]), 3.0)
    eligible = capacity.mentors_eligible_heads(np.array([[5.0, 500.0]]), 0.2)
    assert capacity.mentors_short_heads(need, eligible).tolist() == [[1.0, 0.0]]


@given(
    need=st.lists(st.floats(0, 1e4), min_size=1, max_size=20),
    cap=st.floats(0, 1e4),
    more=st.floats(0, 100),
)
def test_more_of_a_capacity_is_never_shorter(need: list[float], cap: float, more: float) -> None:
    """What is short falls with the capacity, is never negative, and is at most the need."""
    wanted = np.array(need)
    little, much, endless = (capacity.short(wanted, one) for one in (cap, cap + more, None))
    assert (much <= little).all()
    assert ((little >= 0) & (little <= wanted)).all()
    assert not endless.any()


# in a plan


def plan_with(rows: tuple[Source, ...], **values: Any) -> Plan:
    """A queue of a hundred agents and a class of twenty, with these sources."""
    queue = {"queue": "Calls", "aht_s": 300, "opening_agents_heads": 100}
    given_ = make_assumptions(
        MONDAYS[0],
        [queue],
        [[15_000]] * 80,
        values={"propose_classes": "no", **values},
        classes=(TrainingClass("one", "Calls", MONDAYS[7], 20.0),),
        sources=rows,
    )
    return make_plan(given_)


def test_one_source_like_the_plan_changes_nothing() -> None:
    """A single source with the plan's own values gives every number of a plan without sources."""
    none = plan_with(())
    same = plan_with((Source("Everybody", 1.0, 0.75, 0.10, none["hire_cost"], 12.0, 1.0),))
    for name, value in none.runs["Base"].items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and name != "sources":
            assert np.allclose(same[name], value, equal_nan=True), name
    assert same["total_cost"] == pytest.approx(none["total_cost"])
    assert float(none["offers_heads"][7, 0]) == 30.0


def test_the_mix_changes_people_hired_in_the_plan_for_their_first_year_only() -> None:
    """Rates of the three bands of the first year are multiplied, tenured agents leave as before."""
    nobody = {f"{layer}_internal_share": 0.0 for layer in ("supervisor", "manager", "upper")}
    twice = plan_with((Source("Agency", 1.0, attrition_multiple=2.0),), **nobody)
    none = plan_with((), **nobody)
    assert twice["tenured_hazard_share"] == none["tenured_hazard_share"]
    for band in ("new_hire", "to_26_weeks", "to_52_weeks"):
        kept = (1 - none[f"{band}_hazard_share"]) ** 2  # a turnover ratio is an exponent
        assert 1 - twice[f"{band}_hazard_share"] == pytest.approx(kept), band
    week = 7 + 4 + 52 + 1  # a year on the floor
    young = ("new_hires_heads", "to_26_weeks_heads", "to_52_weeks_heads")
    assert sum(float(twice[name][week, 0]) for name in young) == pytest.approx(0.0, abs=1e-9)
    left = 1 - twice["leavers_heads"][week:, 0] / twice["tenured_heads"][week:, 0]
    assert left == pytest.approx(np.full(len(left), 1 - none["tenured_hazard_share"]))
    graduates = 20 * 0.97**4
    first_year = graduates * (
        (1 - twice["new_hire_hazard_share"]) ** 13
        * (1 - twice["to_26_weeks_hazard_share"]) ** 13
        * (1 - twice["to_52_weeks_hazard_share"]) ** 26
    )
    still = 100 * (1 - none["tenured_hazard_share"]) ** (week - 1)
    assert twice["tenured_heads"][week - 1, 0] - still == pytest.approx(first_year)


def test_recruiting_costs_the_mix() -> None:
    """Twenty starters at the mean cost of their sources, in the week they start."""
    found = plan_with(THREE, hire_cost=2100.0)
    assert found["recruiting_cost"][7] == pytest.approx(20 * 2720.0)
    assert found["recruiting_cost"].sum() == pytest.approx(20 * 2720.0)


def test_dilution_is_the_share_of_agents_in_their_first_half_year() -> None:
    """A class on a floor of a hundred: its graduates over all agents, none after 26 weeks."""
    found = plan_with(())
    first, last = 7 + 4, 7 + 4 + 25
    new = 20 * 0.97**4
    floor = float(found["tenured_heads"][first, 0]) + new
    assert found["dilution_share"][first] == pytest.approx(new / floor)
    assert found["dilution_share"][first - 1] == 0.0
    assert found["dilution_share"][last] > 0
    assert found["dilution_share"][last + 1] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((Source("A", 0.5), Source("B", 0.4)), "source_share[0]: Share of starters: found shares"),
        ((Source("A", 0.5), Source("a ", 0.5)), "source[1]: Source: found a ; allowed a name used"),
        ((Source("", 1.0),), "source[0]: Source: found nothing"),
        ((Source("A", 1.0, 75.0),), "source_acceptance_share[0]: Accept the offer: found 75"),
        ((Source("A", 1.0, no_show_share=0.99),), "source_no_show_share[0]"),
        (tuple(Source(f"S{row}", 1 / 41) for row in range(41)), "source[40]: Source: found 41"),
    ],
)
def test_sources_that_cannot_be_are_refused(rows: tuple[Source, ...], says: str) -> None:
    """One line that names the source's place and what is allowed."""
    with pytest.raises(PlanInputError) as refused:
        plan_with(rows)
    assert len(refused.value.issues) == 1
    assert says.split(";")[0] in str(refused.value)


def test_leavers_beyond_everybody_are_refused_with_the_mix_counted() -> None:
    """On basis cohort_loss a source that doubles attrition takes a rate of 0.3 x 2 beyond 1."""
    rows = (Source("Agency", 1.0, attrition_multiple=2.0),)
    values = {"annual_attrition_share": 0.3, "attrition_basis": "cohort_loss"}
    with pytest.raises(PlanInputError, match="use the basis turnover_ratio"):
        plan_with(rows, **values)
    assert plan_with((), **values)["tenured_hazard_share"] > 0
