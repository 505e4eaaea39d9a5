"""What the product tells a partner about a subscription, by itself: kinds, and the facts that each is about."""

import dataclasses
import enum
from datetime import date

from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer


class NoticeKind(enum.StrEnum):
    """Why somebody is told (product, "The calendar")."""

    EXPIRES_IN_30 = "expires_in_30"
    EXPIRES_IN_15 = "expires_in_15"
    EXPIRES_IN_1 = "expires_in_1"
    WINDOW_OPEN = "window_open"
    WINDOW_CLOSING = "window_closing"
    BOUGHT = "bought"
    RENEWED = "renewed"
    CHARGE_FAILED = "charge_failed"
    TRANSFER_ORDERED = "transfer_ordered"
    """The automatic renewal had no card to charge, so it made an order by bank transfer; or an order waits for one again."""
    NOT_CHARGED = "not_charged"
    """The automatic renewal was left out, as the competency isn't qualified."""
    RENEWAL_OFF = "renewal_off"
    """Turned off, or over with the whole subscription: then `NoticeFacts.is_of_cancellation`."""


REMINDERS = frozenset(
    {
        NoticeKind.EXPIRES_IN_30,
        NoticeKind.EXPIRES_IN_15,
        NoticeKind.EXPIRES_IN_1,
        NoticeKind.WINDOW_OPEN,
        NoticeKind.WINDOW_CLOSING,
    }
)


CANCELLED = "cancelled"
PROOF_REJECTED, PROOF_REJECTED_LATE = "proof_rejected", "proof_rejected_late"
"""While its order can still be paid, and after its last day."""


@dataclasses.dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One notice as it was true when it was written; what doesn't belong to its kind is empty."""

    kind: NoticeKind
    offer: Offer
    subscription_id: str
    start: date
    """Of the term that it is about: the current one, or the one that was just paid."""
    expiry: date
    renews: bool = False
    """Whether automatic renewal was on."""
    amount: Money | None = None
    """What the next charge takes, or what was paid or is owed: with tax."""
    card: str = ""
    """How the card is shown, as brand and last four digits; empty where none is charged."""
    until: date | None = None
    """The last day on which something can be done."""
    retry_on: date | None = None
    reason: str = ""
    """The decline's code, what stands against an automatic renewal, CANCELLED, or one of PROOF_REJECTED."""
    order_number: str = ""
    invoice_number: str = ""

    @property
    def is_of_cancellation(self) -> bool:
        """Whether automatic renewal is off because the desk ended the subscription, and the money goes back."""
        return self.kind is NoticeKind.RENEWAL_OFF and self.reason == CANCELLED

    @property
    def is_optional(self) -> bool:
        """Whether its mail may be switched off: a reminder may, but not one that announces a charge."""
        return self.kind in REMINDERS and not self.renews


def to_plain(facts: NoticeFacts) -> dict[str, str | int | bool]:
    """As it is stored: plain values, without what is empty."""
    plain: dict[str, str | int | bool] = {}
    for field in dataclasses.fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, Money):
            plain["amount_minor"], plain["currency"] = value.amount_minor, value.currency
        elif isinstance(value, date):
            plain[field.name] = value.isoformat()
        elif value:
            plain[field.name] = value
    return plain


def from_plain(plain: dict[str, str | int | bool]) -> NoticeFacts:
    """What `to_plain` stored."""

    def text(name: str) -> str:
        return str(plain.get(name, ""))

    def day(name: str) -> date | None:
        return date.fromisoformat(text(name)) if name in plain else None

    return NoticeFacts(
        kind=NoticeKind(text("kind")),
        offer=Offer(text("offer")),
        subscription_id=text("subscription_id"),
        start=date.fromisoformat(text("start")),
        expiry=date.fromisoformat(text("expiry")),
        renews=bool(plain.get("renews", False)),
        amount=Money(int(plain["amount_minor"]), text("currency")) if "currency" in plain else None,
        card=text("card"),
        until=day("until"),
        retry_on=day("retry_on"),
        reason=text("reason"),
        order_number=text("order_number"),
        invoice_number=text("invoice_number"),
    )
