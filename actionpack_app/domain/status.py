"""The status of a subscription: derived from facts on a given day, never stored.

The rows stand in the order of the product's table; the first that fits is the status, so that each situation has exactly
one.
"""

import dataclasses
import enum
from datetime import date

from actionpack_app.domain.calendar import Term

EXPIRING_SOON_DAYS = 30


class Status(enum.StrEnum):
    """What a subscription is on a day."""

    CANCELLED = "cancelled"
    EXPIRING_SOON = "expiring_soon"
    ACTIVE = "active"
    AWAITING_PAYMENT = "awaiting_payment"
    RENEWING = "renewing"
    PAYMENT_DUE = "payment_due"
    RENEWABLE = "renewable"
    LAPSED = "lapsed"


class Closing(enum.StrEnum):
    """Why a subscription was closed for good."""

    CANCELLED = "cancelled"
    REPLACED = "replaced"
    """Lapsed and followed by a purchase."""
    UPGRADED = "upgraded"
    """A silver competency that became gold."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """The stored facts of one subscription that its status follows from."""

    term: Term
    """The last paid term."""
    renews_automatically: bool
    closing: Closing | None = None
    closed_on: date | None = None
    open_transfer_until: date | None = None
    """Last day of an unpaid bank-transfer order for the next term."""
    charge_failed: bool = False
    """Whether the automatic charge for the next term was tried and refused."""
    needs_partner: bool = False
    """Whether it was refused in a way that only the partner can mend, so that it isn't tried again by itself."""
    left_out: bool = False
    """Whether the automatic renewal came and charged nothing: it ordered by transfer, or the competency isn't qualified."""
    retry_on: date | None = None
    """When a refused charge is tried again by itself."""

    def awaits_transfer(self, today: date) -> bool:
        """Whether an order by bank transfer for the next term can still be paid: its last day is included."""
        return self.open_transfer_until is not None and today <= self.open_transfer_until


def status_on(today: date, standing: Standing) -> Status:
    """The one status that fits on `today`, a date in the partner's time zone."""
    term = standing.term
    if standing.closing is not None:
        return Status.CANCELLED if standing.closing is Closing.CANCELLED else Status.LAPSED
    if today <= term.expiry:
        days_left = (term.expiry - today).days
        return Status.EXPIRING_SOON if days_left <= EXPIRING_SOON_DAYS else Status.ACTIVE
    if standing.awaits_transfer(today):
        return Status.AWAITING_PAYMENT
    if today == term.anniversary and standing.renews_automatically and not (standing.charge_failed or standing.left_out):
        return Status.RENEWING
    if term.window_contains(today):
        due = standing.renews_automatically and standing.charge_failed
        return Status.PAYMENT_DUE if due else Status.RENEWABLE
    return Status.LAPSED


class Next(enum.StrEnum):
    """What happens next with a subscription, as a fact that pages put into words."""

    RENEWS = "renews"
    """It renews by itself on `on`."""
    RENEWABLE_LATER = "renewable_later"
    """It can be renewed from `on` to `until`."""
    RENEWABLE_NOW = "renewable_now"
    """It can be renewed until `until`."""
    RENEWING = "renewing"
    """The automatic renewal is under way."""
    PAY_NOW = "pay_now"
    """The automatic charge failed; it can be paid until `until`."""
    AWAITS_TRANSFER = "awaits_transfer"
    """The bank transfer is expected until `until`."""
    CLOSED = "closed"
    """The renewal window closed on `on`."""
    ENDED = "ended"
    """The subscription ended on `on`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Outlook:
    """What happens next, with its dates in the partner's time zone."""

    next: Next
    on: date
    until: date
    retry_on: date | None = None
    """When a refused automatic charge is tried again, if it is."""
    closing: Closing | None = None
    """Why it ended, where it did."""


def outlook_on(today: date, standing: Standing) -> Outlook:
    """What happens next, seen from `today`."""
    term = standing.term
    match status_on(today, standing):
        case Status.CANCELLED:
            ended = standing.closed_on or term.expiry
            return Outlook(Next.ENDED, ended, ended, closing=Closing.CANCELLED)
        case Status.ACTIVE | Status.EXPIRING_SOON:
            nearest = Next.RENEWS if standing.renews_automatically else Next.RENEWABLE_LATER
            return Outlook(nearest, term.anniversary, term.last_renewal_day)
        case Status.AWAITING_PAYMENT:
            return _awaits(standing)
        case Status.RENEWING:
            return Outlook(Next.RENEWING, term.anniversary, term.last_renewal_day)
        case Status.PAYMENT_DUE:
            return Outlook(Next.PAY_NOW, term.anniversary, term.last_renewal_day, standing.retry_on)
        case Status.RENEWABLE:
            return Outlook(Next.RENEWABLE_NOW, term.anniversary, term.last_renewal_day)
        case Status.LAPSED:
            if (ended := ended_on(standing)) is not None:
                return Outlook(Next.ENDED, ended, ended, closing=standing.closing)
            return Outlook(Next.CLOSED, term.last_renewal_day, term.last_renewal_day)


def ended_on(standing: Standing) -> date | None:
    """The day that ended it before its time: the desk's decision, or becoming gold. None for what runs, or ran to its end."""
    return standing.closed_on if standing.closing in {Closing.CANCELLED, Closing.UPGRADED} else None


def benefits_run_on(today: date, standing: Standing) -> bool:
    """Whether benefits go on: through the term, the window, and the life of a transfer order placed inside it."""
    return status_on(today, standing) not in {Status.CANCELLED, Status.LAPSED}


def _awaits(standing: Standing) -> Outlook:
    until = standing.open_transfer_until or standing.term.last_renewal_day
    return Outlook(Next.AWAITS_TRANSFER, standing.term.anniversary, until)
