"""Whether cancelling a subscription brings the money back (product, J6)."""

import dataclasses
import enum
from datetime import date, timedelta

REFUND_DAYS = 30


class RefundBar(enum.StrEnum):
    """What stands against a refund."""

    PAID_TOO_LONG_AGO = "paid_too_long_ago"
    BENEFIT_ACTIVATED = "benefit_activated"
    KEY_VIEWED = "key_viewed"
    BECAME_GOLD = "became_gold"
    NEVER_PAID = "never_paid"


@dataclasses.dataclass(frozen=True, slots=True)
class PaidYear:
    """What happened with the term that would be refunded."""

    paid_on: date | None
    benefit_activated: bool = False
    key_viewed: bool = False
    became_gold: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RefundVerdict:
    """Due when nothing bars it; `until` is the last day on which it is."""

    bars: tuple[RefundBar, ...]
    until: date | None

    @property
    def due(self) -> bool:
        """Whether the partner gets the money back."""
        return not self.bars


def refund_verdict(today: date, paid: PaidYear) -> RefundVerdict:
    """Paid no more than 30 days ago (a renewal counts), nothing used, and not a silver that became gold."""
    if paid.paid_on is None:
        return RefundVerdict((RefundBar.NEVER_PAID,), None)
    until = paid.paid_on + timedelta(days=REFUND_DAYS)
    bars = [
        bar
        for bar, stands in (
            (RefundBar.PAID_TOO_LONG_AGO, today > until),
            (RefundBar.BENEFIT_ACTIVATED, paid.benefit_activated),
            (RefundBar.KEY_VIEWED, paid.key_viewed),
            (RefundBar.BECAME_GOLD, paid.became_gold),
        )
        if stands
    ]
    return RefundVerdict(tuple(bars), until)
