"""Asking a second admin to approve an order that was reviewed; the order waits as the draft that it is."""

from datetime import date

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.approvals import LIVE, ApprovalStatus, last_day_of
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.errors import InvalidInput, NoApprover, NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean_lines
from actionpack_app.models import Approval, Order
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.approvals import Approvals
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.approvals.standing import needed_approval, order_subject, total_of
from actionpack_app.services.approvals.tell import tell_approvers
from actionpack_app.services.membership.standing import today_of
from actionpack_app.services.orders.place import check_reviewed
from actionpack_app.services.orders.view import OrderView, order_view

MESSAGE_MAX = 500


def request_approval(actor: Actor, number: str, reviewed: Money, po_number: object, message: object, clock: Clock) -> OrderView:
    """Asks everybody who may approve, but for who asks; asking again while they are asked changes nothing.

    An order that needs no approval, or has it, comes back as it is. Raises: NotAllowed, NotFound, NoApprover, and as
    `place_order` does where the order isn't ready to be paid.
    """
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        check_reviewed(session, actor, order, reviewed, po_number, clock)
        said = clean_lines(message)
        if len(said) > MESSAGE_MAX:
            raise InvalidInput({"approval_message": "too_long"})
        today = today_of(Partners(session, actor).mine(), clock)
        needed = needed_approval(session, actor, order, today)
        if needed is not None and needed.status not in LIVE:
            _ask(session, actor, order, said, clock)
            order.approval_message = None
        return order_view(session, actor, order)


def _ask(session: Session, actor: Actor, order: Order, message: str, clock: Clock) -> None:
    partners, approvals = Partners(session, actor), Approvals(session, actor)
    partner, me = partners.mine(), partners.myself()
    approvers = [person for person in approvals.approvers() if person.id != me.id]
    if not approvers:
        raise NoApprover(order.number)
    _close_what_is_over(approvals, order, clock)
    session.flush()
    approval = _new(order, me.id, message, today_of(partner, clock), clock)
    approvals.add(approval)
    tell_approvers(session, approval, order, partner, me, approvers)
    Activity(session, actor).record(
        "approval_requested",
        clock.now(),
        subscription_id=order.subscription_id,
        subject=order.number,
        after=approval.status,
        **amount_facts(total_of(order)),
    )


def _close_what_is_over(approvals: Approvals, order: Order, clock: Clock) -> None:
    """An earlier one, whose day is over or which was for another price: it makes room."""
    before = approvals.newest_of(order.id)
    if before is not None and before.status in LIVE:
        before.status, before.closed_at = ApprovalStatus.EXPIRED, clock.now()


def _new(order: Order, requested_by: str, message: str, today: date, clock: Clock) -> Approval:
    renews = order.subscription_id is not None
    return Approval(
        id=new_id(),
        partner_id=order.partner_id,
        order_id=order.id,
        status=ApprovalStatus.REQUESTED,
        total_minor=order.total_minor,
        currency=order.currency,
        subscription_id=order.subscription_id,
        start=order.start if renews else None,
        expiry=order.expiry if renews else None,
        upgrade=order.upgrade,
        message=message,
        requested_by=requested_by,
        requested_at=clock.now(),
        last_day=last_day_of(today, order_subject(order)),
    )
