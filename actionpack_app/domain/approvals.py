"""Approval: a second admin for orders above an amount (product, J16).

none → requested → approved or declined; the company can withdraw a request; a request and an approval end with their last
day. Each is for one order as it was when somebody asked: another total, or another year, is another order to be asked about.
"""

import dataclasses
import enum
from datetime import date, timedelta

from actionpack_app.domain.calendar import WINDOW_DAYS, Term
from actionpack_app.domain.money import Money

GOOD_FOR = timedelta(days=30)
"""From the day of the request to its last day, both inclusive."""


class ApprovalStatus(enum.StrEnum):
    """How far the approval of an order is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Its last day is over, or the order is no longer what it was for."""


LIVE = frozenset({ApprovalStatus.REQUESTED, ApprovalStatus.APPROVED})
"""What can still lead somewhere; an order has one such approval at most."""


class Verdict(enum.StrEnum):
    """What an approver says."""

    APPROVE = "approve"
    DECLINE = "decline"

    @property
    def leads_to(self) -> ApprovalStatus:
        """What becomes of the request."""
        return ApprovalStatus.APPROVED if self is Verdict.APPROVE else ApprovalStatus.DECLINED


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """What is approved, beside the order's own id: its total and its year."""

    total: Money
    renews: str
    """The subscription that it renews; empty for a purchase."""
    term: Term | None
    """Of a renewal. A purchase has none: it starts on the day it is paid, and the next morning it would be another one."""
    upgrade: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """The facts of one request."""

    status: ApprovalStatus
    """As it was left; `status_on` says what is true on a day."""
    subject: Subject
    last_day: date


@dataclasses.dataclass(frozen=True, slots=True)
class NotApproved:
    """The order is above the company's amount, and nobody has approved it: how far that is, None where nobody was asked."""

    status: ApprovalStatus | None
    since: date | None = None
    """The day of the request."""


@dataclasses.dataclass(frozen=True, slots=True)
class OwnRequest:
    """Whoever asks for an approval can't be the one who gives it."""


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovalIs:
    """The request can't be decided, or withdrawn, any more."""

    status: ApprovalStatus


def subject_of(total: Money, renews: str | None, term: Term, *, upgrade: bool) -> Subject:
    """What an order would be approved for."""
    return Subject(total, renews or "", term if renews else None, upgrade)


def is_above(total: Money, above_minor: int | None) -> bool:
    """Whether an order of this total needs approval; `above_minor` is the company's amount, None where it has no such rule.

    The total is the one with tax, in the company's currency, as the amount is.
    """
    return above_minor is not None and total.amount_minor > above_minor


def last_day_of(requested_on: date, subject: Subject) -> date:
    """The last day of a request and of its approval: thirty days on, and never past the window of what it renews."""
    last = requested_on + GOOD_FOR
    if subject.term is None:
        return last
    return min(last, subject.term.start + timedelta(days=WINDOW_DAYS - 1))


def status_on(today: date, asked: Asked, order: Subject | None) -> ApprovalStatus:
    """How far a request is on a day. `order` is what the draft is for by then; None once the order is no longer a draft.

    An approval that was used stays one; a request that nobody answered before the order went another way is over.
    """
    if asked.status not in LIVE:
        return asked.status
    if order is None:
        return asked.status if asked.status is ApprovalStatus.APPROVED else ApprovalStatus.EXPIRED
    holds = today <= asked.last_day and order == asked.subject
    return asked.status if holds else ApprovalStatus.EXPIRED


def rule_can_work(buyers: int, approvers: int) -> bool:
    """Whether a company of so many people who buy, those who approve among them, has a requester and another who decides."""
    return approvers > 0 and buyers > 1
