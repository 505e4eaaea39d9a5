"""Benefits: what of a membership's benefits is used, what is left, and until when.

Nothing is stored of what a membership grants: it follows from the subscription and from the catalogue under which its
term was paid. Stored are the uses. Keys and activations belong to the term in which they were used, so that a renewal
brings whole amounts; a seat is somebody's for as long as the membership runs.
"""

import dataclasses
import enum
from collections.abc import Collection
from datetime import date

from actionpack_app.domain.offers import BenefitGrant, BenefitKind
from actionpack_app.domain.status import Standing

MOST_AT_ONCE = 1_000
"""However large an amount is, nobody uses more of it with one click."""


class Tab(enum.StrEnum):
    """Under which heading benefits stand, in this order; what a catalogue calls otherwise follows after them."""

    SOFTWARE = "software"
    CLOUD = "cloud"
    VISUAL_STUDIO = "visual_studio"
    TECHNICAL_SUPPORT = "technical_support"
    GO_TO_MARKET = "go_to_market"
    INSIGHTS = "insights"
    TRAINING = "training"


BARS_REFUND = frozenset({BenefitKind.KEYS, BenefitKind.UNITS, BenefitKind.WHOLE})
"""Whose use ends that the membership can be refunded (product, J6); giving somebody a seat doesn't."""


@dataclasses.dataclass(frozen=True, slots=True)
class Granted:
    """One benefit of one membership: how much of it there is, and how much is used."""

    grant: BenefitGrant
    used: int

    @property
    def places(self) -> int:
        """How often it can be used: what is activated as a whole, once."""
        return places(self.grant)

    @property
    def left(self) -> int:
        """What can still be used; never less than nothing, though a newer catalogue may bring fewer seats."""
        return max(0, self.places - self.used)


def places(grant: BenefitGrant) -> int:
    """How often a benefit can be used."""
    return min(1, grant.quantity) if grant.kind is BenefitKind.WHOLE else grant.quantity


def free_slots(most: int, taken: Collection[int], wanted: int) -> tuple[int, ...]:
    """The lowest `wanted` numbers from 1 to `most` that aren't taken; fewer where there aren't as many."""
    occupied = set(taken)
    free: list[int] = []
    for slot in range(1, most + 1):
        if len(free) == wanted:
            break
        if slot not in occupied:
            free.append(slot)
    return tuple(free)


def last_day_of_benefits(standing: Standing) -> date:
    """The last day on which benefits of a subscription that isn't closed run, if it isn't renewed."""
    last = standing.term.last_renewal_day
    return max(last, standing.open_transfer_until) if standing.open_transfer_until is not None else last
