"""What can be done with a subscription or an order that is there, and the conditions of each action.

Services ask these before they act, pages before they show a button, and the dialog that tells why not shows all of them.
"""

import enum
from datetime import date

from actionpack_app.domain.approvals import (
    ApprovalIs,
    ApprovalStatus,
    NotApproved,
    OwnRequest,
)
from actionpack_app.domain.benefits import Granted, last_day_of_benefits
from actionpack_app.domain.blockers import (
    AnniversaryCame,
    CancellationOpen,
    ClosedOn,
    EndedOn,
    NothingLeft,
    OrderIs,
    RenewalIsOff,
)
from actionpack_app.domain.eligibility import Case, Condition, Need, has_right, managed_here
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Next, Standing, benefits_run_on, outlook_on


class Action(enum.StrEnum):
    """What people do with an offer, a subscription or an order."""

    BUY = "buy"
    """An offer, or its renewal where it is held."""
    RENEW = "renew"
    """One subscription; a lapsed one can't be, though its offer can be bought."""
    RENEW_IN_PMC = "renew_in_pmc"
    """One subscription of a partner that is still managed in the Partner Membership Center."""
    TURN_OFF_RENEWAL = "turn_off_renewal"
    CANCEL_SUBSCRIPTION = "cancel_subscription"
    REPLACE_PAYMENT_METHOD = "replace_payment_method"
    CANCEL_ORDER = "cancel_order"
    GET_KEYS = "get_keys"
    ASSIGN_USER = "assign_user"
    ACTIVATE = "activate"
    """A benefit of one subscription, as the two above."""


USE_OF = {
    BenefitKind.KEYS: Action.GET_KEYS,
    BenefitKind.SEATS: Action.ASSIGN_USER,
    BenefitKind.UNITS: Action.ACTIVATE,
    BenefitKind.WHOLE: Action.ACTIVATE,
}
"""What is done with a benefit of each kind."""


def to_turn_off_renewal(actor: Actor, today: date, standing: Standing) -> tuple[Condition, ...]:
    """Turning automatic renewal off: before the anniversary, while it is on."""
    right = has_right(actor, Right.BUY)
    if standing.closing is not None:
        return (right, _ended(standing))
    term = standing.term
    in_time = today <= term.expiry
    return (
        right,
        Condition(Need.NOT_ENDED),
        _renewal_on(standing),
        Condition(Need.BEFORE_ANNIVERSARY, until=term.expiry)
        if in_time
        else Condition(Need.BEFORE_ANNIVERSARY, AnniversaryCame(term.anniversary)),
    )


def to_cancel_subscription(actor: Actor, standing: Standing, open_request: str) -> tuple[Condition, ...]:
    """Asking the desk to cancel: once at a time. `open_request` is the number of a request that is open; empty without one."""
    right = has_right(actor, Right.BUY)
    if standing.closing is not None:
        return (right, _ended(standing))
    asked = CancellationOpen(open_request) if open_request else None
    return (right, Condition(Need.NOT_ENDED), Condition(Need.NO_CANCELLATION, asked))


def to_replace_payment_method(actor: Actor, standing: Standing) -> tuple[Condition, ...]:
    """Replacing what automatic renewal charges: while it is on, by those who see payment methods."""
    right = has_right(actor, Right.SEE_BILLING)
    if standing.closing is not None:
        return (right, _ended(standing))
    return (right, Condition(Need.NOT_ENDED), _renewal_on(standing))


def to_cancel_order(actor: Actor, status: OrderStatus) -> tuple[Condition, ...]:
    """Cancelling an order by bank transfer: while nobody has paid or proved anything."""
    unpaid = status is OrderStatus.AWAITING_PAYMENT
    return (has_right(actor, Right.BUY), Condition(Need.ORDER_UNPAID, None if unpaid else OrderIs(status)))


def to_use_benefit(actor: Actor, case: Case, standing: Standing, granted: Granted) -> tuple[Condition, ...]:
    """Using a benefit of a subscription: while it runs, as long as something is left."""
    return (
        managed_here(case),
        has_right(actor, Right.USE_BENEFITS),
        benefits_run(case.today, standing),
        _something_left(standing, granted),
    )


def benefits_run(today: date, standing: Standing) -> Condition:
    """The condition that the benefits of a subscription go on; after the term, with the day on which they end by themselves."""
    if benefits_run_on(today, standing):
        over = today > standing.term.expiry
        return Condition(Need.BENEFITS_RUN, until=last_day_of_benefits(standing) if over else None)
    outlook = outlook_on(today, standing)
    against = ClosedOn(outlook.on) if outlook.next is Next.CLOSED else EndedOn(outlook.on, outlook.closing)
    return Condition(Need.BENEFITS_RUN, against)


def _something_left(standing: Standing, granted: Granted) -> Condition:
    used_up = NothingLeft(granted.grant.kind, standing.term.anniversary)
    return Condition(Need.SOMETHING_LEFT, None if granted.left else used_up)


def to_pay(status: ApprovalStatus | None, since: date | None = None) -> Condition:
    """What paying an order above the company's amount depends on, beside all that buying does."""
    return Condition(Need.APPROVED, None if status is ApprovalStatus.APPROVED else NotApproved(status, since))


def to_decide(actor: Actor, requested_by: str, status: ApprovalStatus) -> tuple[Condition, ...]:
    """Approving or declining an order: another one than who asked, while the request stands."""
    own = requested_by == actor.person_id
    return (
        has_right(actor, Right.APPROVE),
        Condition(Need.NOT_OWN, OwnRequest() if own else None),
        _still_requested(status),
    )


def to_withdraw(actor: Actor, status: ApprovalStatus) -> tuple[Condition, ...]:
    """Taking a request back: anybody who could buy the order, as its draft is the company's."""
    return (has_right(actor, Right.BUY), _still_requested(status))


def _still_requested(status: ApprovalStatus) -> Condition:
    return Condition(Need.REQUESTED, None if status is ApprovalStatus.REQUESTED else ApprovalIs(status))


def _renewal_on(standing: Standing) -> Condition:
    if standing.renews_automatically:
        return Condition(Need.RENEWAL_ON)
    return Condition(Need.RENEWAL_ON, RenewalIsOff(standing.term.anniversary, standing.term.last_renewal_day))


def _ended(standing: Standing) -> Condition:
    return Condition(Need.NOT_ENDED, EndedOn(standing.closed_on or standing.term.expiry, standing.closing))
