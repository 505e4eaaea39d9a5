"""The details of one subscription, without what the actor's role may not see."""

import dataclasses
from datetime import date, datetime

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.actions import (
    Action,
    to_cancel_subscription,
    to_replace_payment_method,
    to_turn_off_renewal,
)
from actionpack_app.domain.blockers import Blocker
from actionpack_app.domain.deeds import BILLING_DEEDS
from actionpack_app.domain.eligibility import renewal_conditions, unmet
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import BenefitGrant
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, RefundLine
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import benefits_run_on
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.signing import sign
from actionpack_app.models import ActivityEntry, CreditNote, Invoice, Order, Refund, Subscription
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.invoices import Invoices
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Cards, Refunds
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.activity.browse import ActivityLine, lines_of
from actionpack_app.services.benefits.read import grants_of
from actionpack_app.services.membership.overview import OpenTransfer, SubscriptionSummary, summarize
from actionpack_app.services.membership.standing import Membership, read_membership
from actionpack_app.services.notices.of_subscription import ToCome, Told, what_comes, what_was_told

CALENDAR = "calendar"
"""Purpose of the tokens in calendar addresses."""

ACTIVITY_SHOWN = 25


@dataclasses.dataclass(frozen=True, slots=True)
class OrderLine:
    """One order of the subscription, with its invoice where it was paid."""

    number: str
    status: OrderStatus
    method: PaymentMethod | None
    placed_at: datetime
    total: Money
    invoice_number: str
    credit_note_number: str
    refund: RefundLine | None
    in_pmc: bool
    """Placed in the Partner Membership Center."""


@dataclasses.dataclass(frozen=True, slots=True)
class SubscriptionDetails:
    """The whole page."""

    today: date
    time_zone: str
    summary: SubscriptionSummary
    blockers: tuple[Blocker, ...]
    transfer: OpenTransfer | None
    may_cancel: bool
    may_replace: bool
    left_out: tuple[Action, ...]
    """What can't be done with it now."""
    sees_billing: bool
    orders: tuple[OrderLine, ...]
    benefits: tuple[BenefitGrant, ...]
    benefits_run: bool
    sees_activity: bool
    activity: tuple[ActivityLine, ...]
    told: tuple[Told, ...]
    """What the company was told of it, the newest first; empty, as what is to come, for those who don't see billing."""
    to_come: tuple[ToCome, ...]
    calendar_token: str


def show_subscription(actor: Actor, subscription_id: str, clock: Clock) -> SubscriptionDetails:
    """One subscription of the actor's company. Raises NotAllowed, NotFound."""
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    with reading() as session:
        row = Subscriptions(session, actor).get(subscription_id)
        membership = read_membership(session, actor, clock)
        cards = Cards(session, actor).by_id()
        cancellation = SupportRequests(session, actor).open_cancellations().get(row.id, "")
        sees_billing = actor.may(Right.SEE_BILLING)
        orders = Orders(session, actor).of_subscription(row.id) if sees_billing else []
        invoices = Invoices(session, actor).of_subscription(row.id) if sees_billing else []
        notes = Invoices(session, actor).credit_notes_of([invoice.number for invoice in invoices])
        refunds = Refunds(session, actor).of_orders([order.id for order in orders])
        activity = lines_of(session, actor, _visible_activity(session, actor, row.id))
        told = what_was_told(session, actor, row.id) if sees_billing else ()
        to_come = what_comes(session, actor, row, membership, clock) if sees_billing else ()
        benefits = grants_of(session, actor, row)
    summary = summarize(actor, membership, row, cards, cancellation)
    transfer = membership.awaiting.get(row.offer) if row.closed_on is None else None
    left_out = _left_out(actor, membership, row, cancellation)
    return SubscriptionDetails(
        today=membership.today,
        time_zone=membership.partner.time_zone,
        summary=summary,
        blockers=unmet(renewal_conditions(actor, membership.case, row.offer, membership.standings[row.id])),
        transfer=OpenTransfer(transfer.number, transfer.status, transfer.last_day or membership.today) if transfer else None,
        may_cancel=Action.CANCEL_SUBSCRIPTION not in left_out,
        may_replace=Action.REPLACE_PAYMENT_METHOD not in left_out,
        left_out=left_out,
        sees_billing=sees_billing,
        orders=_order_lines(orders, invoices, notes, refunds),
        benefits=benefits,
        benefits_run=benefits_run_on(membership.today, membership.standings[row.id]),
        sees_activity=actor.may(Right.SEE_BILLING_ACTIVITY),
        activity=tuple(activity),
        told=told,
        to_come=to_come,
        calendar_token=sign(CALENDAR, row.id),
    )


def _left_out(actor: Actor, membership: Membership, row: Subscription, cancellation: str) -> tuple[Action, ...]:
    standing = membership.standings[row.id]
    conditions = {
        Action.TURN_OFF_RENEWAL: to_turn_off_renewal(actor, membership.today, standing),
        Action.CANCEL_SUBSCRIPTION: to_cancel_subscription(actor, standing, cancellation),
        Action.REPLACE_PAYMENT_METHOD: to_replace_payment_method(actor, standing),
    }
    return tuple(action for action, needed in conditions.items() if unmet(needed))


def _visible_activity(session: Session, actor: Actor, subscription_id: str) -> list[ActivityEntry]:
    if not actor.may(Right.SEE_BILLING_ACTIVITY):
        return []
    only = None if actor.may(Right.SEE_ACTIVITY) else BILLING_DEEDS
    return Activity(session, actor).of_subscription(subscription_id, ACTIVITY_SHOWN, only)


def _order_lines(
    orders: list[Order], invoices: list[Invoice], notes: dict[str, CreditNote], refunds: dict[str, Refund]
) -> tuple[OrderLine, ...]:
    numbers = {invoice.order_id: invoice.number for invoice in invoices}
    return tuple(_order_line(order, numbers.get(order.id, ""), notes, refunds.get(order.id)) for order in orders)


def _order_line(order: Order, invoice: str, notes: dict[str, CreditNote], refund: Refund | None) -> OrderLine:
    return OrderLine(
        number=order.number,
        status=order.status,
        method=order.method,
        placed_at=order.placed_at or order.created_at,
        total=Money(order.total_minor, order.currency),
        invoice_number=invoice,
        credit_note_number=notes[invoice].number if invoice in notes else "",
        refund=RefundLine(refund.status, Money(refund.amount_minor, refund.currency)) if refund else None,
        in_pmc=order.in_pmc,
    )
