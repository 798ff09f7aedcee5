"""How leaders come, start and fail: promotion from within against hiring from outside."""

from __future__ import annotations

from dataclasses import dataclass

from capplan.errors import argument_error
from capplan.leaders.movement import arguments


@dataclass(frozen=True, slots=True)
class Route:
    """One way into a post: weeks until the post is taken, then weeks at part effect.

    `failure_share` of those appointed leaves the role within the rules' failure weeks.

    >>> Route(10, 8).weeks_to_full_effect
    18
    """

    weeks_to_post: int
    ramp_weeks: int
    ramp_effect_share: float = 0.6
    failure_share: float = 0.10

    def __post_init__(self) -> None:
        arguments.whole("weeks_to_post", self.weeks_to_post, 0, 52, "weeks")
        arguments.whole("ramp_weeks", self.ramp_weeks, 0, 52, "weeks")
        arguments.share("ramp_effect_share", self.ramp_effect_share)
        arguments.share("failure_share", self.failure_share, 0.9)

    @property
    def weeks_to_full_effect(self) -> int:
        """Weeks from the decision until the leader leads a full span."""
        return self.weeks_to_post + self.ramp_weeks


PROMOTION = Route(4, 4)
OUTSIDE_HIRE = Route(10, 8)


@dataclass(frozen=True, slots=True)
class MovementRules:
    """How posts are filled; every number is an input, with the domain's defaults.

    Never all from within: the internal share is capped (S4), because promotion depletes the floor
    and some fail; outsiders cost a premium and ramp longer (Bidwell, 2011; Benson, Li & Shue,
    2019). `lead_weeks` is how far ahead need is looked up; not given, it is the time to post of the
    slowest route in use, so that every leader is in post when the people come and those promoted
    are there before. Looking further ahead also replaces leavers earlier, for good: 18 weeks
    instead of 10 keep 4 % of supervisors in reserve instead of 1 %.
    """

    promotion: Route = PROMOTION
    outside_hire: Route = OUTSIDE_HIRE
    failure_weeks: int = 26
    return_share: float = 0.5
    eligible_weeks: int = 52
    ready_share: float = 0.05
    internal_cap_share: float = 0.9
    cut_after_weeks: int = 8
    lead_weeks: int | None = None
    training_survival_share: float = 0.97**4
    external_premium_share: float = 0.18
    external_premium_weeks: int = 104

    def __post_init__(self) -> None:
        for name in ("promotion", "outside_hire"):
            if not isinstance(getattr(self, name), Route):
                found = repr(getattr(self, name))[:40]
                raise argument_error(name, found, "a Route", "say Route(4, 4), weeks and ramp")
        arguments.whole("failure_weeks", self.failure_weeks, 1, 104, "weeks")
        arguments.whole("eligible_weeks", self.eligible_weeks, 1, 260, "weeks")
        arguments.whole("cut_after_weeks", self.cut_after_weeks, 1, 104, "weeks")
        for name in ("return_share", "ready_share", "internal_cap_share"):
            arguments.share(name, getattr(self, name))
        arguments.number("training_survival_share", self.training_survival_share, 0.05, 1, "")
        arguments.share("external_premium_share", self.external_premium_share, 2.0)
        arguments.whole("external_premium_weeks", self.external_premium_weeks, 0, 260, "weeks")
        if self.lead_weeks is not None:
            arguments.whole("lead_weeks", self.lead_weeks, 0, 104, "weeks")

    def lead_for(self, internal_share: float) -> int:
        """Weeks ahead that need is looked up, for a layer with this internal share.

        >>> MovementRules().lead_for(0.7), MovementRules(lead_weeks=18).lead_for(0.7)
        (10, 18)
        """
        if self.lead_weeks is not None:
            return self.lead_weeks
        inside = self.promotion.weeks_to_post if internal_share > 0 else 0
        outside = self.outside_hire.weeks_to_post if internal_share < 1 else 0
        return max(inside, outside)

    @property
    def tenure_weeks(self) -> int:
        """Weeks in post that must be told apart, by any of the rules."""
        ramps = max(self.promotion.ramp_weeks, self.outside_hire.ramp_weeks)
        return max(self.eligible_weeks, self.failure_weeks, ramps, self.external_premium_weeks)
