"""What the desk sees, across companies; built only for an operator who may."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from actionpack_app.domain.desk import Assigned
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.domain.orders import TRANSFER_OPEN, OrderStatus, RefundStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import (
    Attachment,
    BenefitUse,
    Case,
    Order,
    Partner,
    PaymentProof,
    ProviderEvent,
    Refund,
    Subscription,
    SupportRequest,
)
from actionpack_app.models.cases import CaseStatus
from actionpack_app.models.running import EventStatus
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import Page, page_of
from actionpack_app.repositories.request_desk import narrow_to_assigned

UNSETTLED_REFUNDS = (RefundStatus.PENDING, RefundStatus.BY_HAND, RefundStatus.FAILED)


class Desk:
    """Money matters of every company. Raises NotAllowed for anybody who isn't of the desk's finance."""

    def __init__(self, session: Session, actor: Actor) -> None:
        if not actor.may(Right.DESK_MONEY):
            raise NotAllowed(Right.DESK_MONEY)
        self._session = session
        self._actor = actor

    def transfers(self, number: int, assigned: Assigned = Assigned.ANYBODY) -> Page[Order]:
        """Orders by bank transfer that wait, those with a proof first, the oldest first."""
        query = select(Order).where(col(Order.status).in_(TRANSFER_OPEN))
        query = narrow_to_assigned(query, col(Order.assigned_to), assigned, self._actor)
        proved_first = (col(Order.status) != OrderStatus.PROOF_IN_REVIEW, col(Order.placed_at), col(Order.number))
        return page_of(self._session, query, proved_first, number)

    def refunds(self, number: int, assigned: Assigned = Assigned.ANYBODY) -> Page[Refund]:
        """Refunds that aren't settled, the oldest first."""
        query = select(Refund).where(col(Refund.status).in_(UNSETTLED_REFUNDS))
        query = narrow_to_assigned(query, col(Refund.assigned_to), assigned, self._actor)
        return page_of(self._session, query, (col(Refund.created_at), col(Refund.id)), number)

    def cases(self, number: int, assigned: Assigned = Assigned.ANYBODY) -> Page[Case]:
        """Open cases, the oldest first."""
        query = select(Case).where(Case.status == CaseStatus.OPEN)
        query = narrow_to_assigned(query, col(Case.assigned_to), assigned, self._actor)
        return page_of(self._session, query, (col(Case.opened_at), col(Case.id)), number)

    def cancellations(self, number: int, assigned: Assigned = Assigned.ANYBODY) -> Page[SupportRequest]:
        """Requests to cancel that nobody has decided, the oldest first."""
        asks = col(SupportRequest.asks_to_cancel).is_(True)
        query = select(SupportRequest).where(asks, SupportRequest.status != RequestStatus.CLOSED)
        query = narrow_to_assigned(query, col(SupportRequest.assigned_to), assigned, self._actor)
        return page_of(self._session, query, (col(SupportRequest.created_at), col(SupportRequest.number)), number)

    def failing_events(self, number: int) -> Page[ProviderEvent]:
        """Notifications of the provider that couldn't be handled yet."""
        query = select(ProviderEvent).where(ProviderEvent.status == EventStatus.FAILED)
        return page_of(self._session, query, (col(ProviderEvent.received_at), col(ProviderEvent.id)), number)

    def partner_of_order(self, number: str) -> str:
        """Whose order it is. Raises NotFound."""
        return _there(self._session.exec(select(Order.partner_id).where(Order.number == findable(number))).one_or_none())

    def partner_of_refund(self, refund_id: str) -> str:
        """Whose refund it is. Raises NotFound."""
        return _there(self._session.exec(select(Refund.partner_id).where(Refund.id == findable(refund_id))).one_or_none())

    def order(self, number: str) -> Order:
        """One order of any company, to be taken up. Raises NotFound."""
        query = select(Order).where(Order.number == findable(number))
        found = self._session.exec(query.with_for_update()).one_or_none()
        if found is None or found.status not in TRANSFER_OPEN:
            raise NotFound(number)
        return found

    def refund(self, refund_id: str) -> Refund:
        """One refund of any company that isn't settled, to be taken up. Raises NotFound."""
        found = self._session.exec(select(Refund).where(Refund.id == findable(refund_id)).with_for_update()).one_or_none()
        if found is None or found.status not in UNSETTLED_REFUNDS:
            raise NotFound(refund_id)
        return found

    def request(self, number: str) -> SupportRequest:
        """One request of any company, to be decided. Raises NotFound."""
        query = select(SupportRequest).where(SupportRequest.number == findable(number))
        found = self._session.exec(query.with_for_update()).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def case(self, case_id: int) -> Case:
        """One case. Raises NotFound."""
        found = self._session.get(Case, case_id, with_for_update=True)
        if found is None:
            raise NotFound(str(case_id))
        return found

    def partners(self, ids: set[str]) -> dict[str, Partner]:
        """Companies by id."""
        return {partner.id: partner for partner in self._session.exec(select(Partner).where(col(Partner.id).in_(ids)))}

    def orders(self, ids: set[str]) -> dict[str, Order]:
        """Orders by id."""
        return {order.id: order for order in self._session.exec(select(Order).where(col(Order.id).in_(ids)))}

    def subscriptions(self, ids: set[str]) -> dict[str, Subscription]:
        """Subscriptions by id."""
        query = select(Subscription).where(col(Subscription.id).in_(ids))
        return {subscription.id: subscription for subscription in self._session.exec(query)}

    def last_paid(self, subscription_ids: set[str]) -> dict[str, datetime]:
        """When the newest paid order of each of these subscriptions was paid."""
        query = select(Order.subscription_id, func.max(Order.paid_at)).where(
            col(Order.subscription_id).in_(subscription_ids), Order.status == OrderStatus.PAID, col(Order.paid_at).is_not(None)
        )
        found: Any = self._session.execute(query.group_by(col(Order.subscription_id)))
        return dict(tuple(row) for row in found)

    def benefits_used(self, subscription_ids: set[str]) -> dict[str, frozenset[BenefitKind]]:
        """How benefits of each of these subscriptions were used in its last paid term."""
        query = select(BenefitUse.subscription_id, BenefitUse.kind).join(
            Subscription, col(Subscription.id) == BenefitUse.subscription_id
        )
        query = query.where(
            col(BenefitUse.subscription_id).in_(subscription_ids), BenefitUse.term_number == Subscription.terms_paid - 1
        )
        found: Any = self._session.execute(query.distinct())
        used: dict[str, set[BenefitKind]] = {}
        for subscription_id, kind in found:
            used.setdefault(subscription_id, set()).add(BenefitKind(kind))
        return {subscription_id: frozenset(kinds) for subscription_id, kinds in used.items()}

    def proofs(self, order_ids: set[str]) -> dict[str, tuple[PaymentProof, Attachment]]:
        """The newest proof of each of these orders, with its file."""
        query = select(PaymentProof, Attachment).join(Attachment, col(Attachment.id) == PaymentProof.attachment_id)
        oldest_first = query.where(col(PaymentProof.order_id).in_(order_ids)).order_by(
            col(PaymentProof.created_at), col(PaymentProof.decided_at).nulls_last()
        )
        return {proof.order_id: (proof, file) for proof, file in self._session.exec(oldest_first)}

    def file(self, attachment_id: str) -> Attachment | None:
        """The document of a payment proof."""
        proved = select(PaymentProof.attachment_id)
        query = select(Attachment).where(Attachment.id == findable(attachment_id), col(Attachment.id).in_(proved))
        return self._session.exec(query).one_or_none()

    def counts(self) -> tuple[int, int, int, int, int]:
        """How many transfers, cancellations, refunds, cases and notifications wait for somebody."""
        questions = (
            select(func.count()).select_from(Order).where(col(Order.status).in_(TRANSFER_OPEN)),
            select(func.count())
            .select_from(SupportRequest)
            .where(col(SupportRequest.asks_to_cancel).is_(True), SupportRequest.status != RequestStatus.CLOSED),
            select(func.count()).select_from(Refund).where(col(Refund.status).in_(UNSETTLED_REFUNDS)),
            select(func.count()).select_from(Case).where(Case.status == CaseStatus.OPEN),
            select(func.count()).select_from(ProviderEvent).where(ProviderEvent.status == EventStatus.FAILED),
        )
        found = [self._session.exec(question).one() for question in questions]
        return found[0], found[1], found[2], found[3], found[4]


def _there(found: str | None) -> str:
    if found is None:
        raise NotFound("at the desk")
    return found
