"""How sure is the plan? P10, P50 and P90 of people, the chance of being short, and what cures it.

`plan_bands` answers for a computed plan, `simulate` for any people, `restaff` for demand that is
not known for certain; `chance_short` and `buffer_fte` read the draws.
"""

from capplan.questions.bands.of_plan import Outlook, PlanBands, plan_bands
from capplan.questions.bands.people import FIXED, People, Uncertainty
from capplan.questions.bands.percentiles import (
    Band,
    Buffer,
    ChanceShort,
    band,
    buffer_fte,
    chance_short,
)
from capplan.questions.bands.requirement_draws import drawn_required_fte
from capplan.questions.bands.restaffing import Restaffed, VolumeSpread, restaff, volume_factors
from capplan.questions.bands.simulation import Draws, expected, simulate

__all__ = [
    "FIXED",
    "Band",
    "Buffer",
    "ChanceShort",
    "Draws",
    "Outlook",
    "People",
    "PlanBands",
    "Restaffed",
    "Uncertainty",
    "VolumeSpread",
    "band",
    "buffer_fte",
    "chance_short",
    "drawn_required_fte",
    "expected",
    "plan_bands",
    "restaff",
    "simulate",
    "volume_factors",
]
