"""A company with much behind it: so many rows more of everything that its pages list, written past the services."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from actionpack_app.db import WRITER
from actionpack_app.domain.accounts import Means
from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.deeds import DEEDS
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Closing
from actionpack_app.models import (
    ActivityEntry,
    Approval,
    Case,
    Competency,
    CompetencyProgress,
    CreditNote,
    Invitation,
    Invoice,
    LoginSession,
    Notice,
    NoticeDelivery,
    Order,
    Partner,
    Person,
    SavedCard,
    Subscription,
    SubscriptionTerm,
    SupportMessage,
    SupportRequest,
)
from actionpack_app.models.cases import CaseStatus
from actionpack_app.models.mails import MailStatus
from actionpack_app.models.support import ProblemType, RequestStatus
from tests.integration.rows import copy_of

ACTIONS = sorted({action for group in DEEDS.values() for action in group})


class History:
    """What a copy of Contoso has when it begins: people, a subscription, an invoice, a notice."""

    def __init__(self, session: Session, partner_id: str) -> None:
        def first(table: type[SQLModel], **where: object) -> SQLModel:
            asked = select(table)
            for name, value in {"partner_id": partner_id, **where}.items():
                asked = asked.where(getattr(table, name) == value)
            return session.exec(asked.limit(1)).one()

        self.partner = session.get_one(Partner, partner_id)
        self.admin, self.billing = first(Person, role=Role.GLOBAL_ADMIN), first(Person, role=Role.BILLING_ADMIN)
        self.held, self.card, self.invoice, self.notice = first(Subscription), first(SavedCard), first(Invoice), first(Notice)
        self.order = session.get_one(Order, self.invoice.order_id)
        self.operator = session.exec(select(Person).where(col(Person.partner_id).is_(None)).limit(1)).one()

    def rows(self, n: int) -> Iterator[SQLModel]:
        """The n-th of everything, parents first."""
        tag = f"{self.partner.id[:8]}-{n}"
        yield from self._bought(n, tag)
        yield from self._people(n, tag)
        yield from self._asked(n, tag)
        yield from self._told(n, tag)

    def _bought(self, n: int, tag: str) -> Iterator[SQLModel]:
        at = self.invoice.issued_at + timedelta(minutes=n)
        ended = copy_of(self.held, id=f"sub-{tag}", closed_on=self.held.anchor_on, closing=Closing.CANCELLED, next_due_at=None)
        refunded = {"status": OrderStatus.REFUNDED, "subscription_id": ended.id, "created_at": at}
        order = copy_of(self.order, id=f"order-{tag}", number=f"H{tag}", **refunded)
        again = copy_of(self.order, id=f"again-{tag}", number=f"A{tag}", **refunded | {"subscription_id": self.held.id})
        yield copy_of(self.card, id=f"card-{tag}", provider_ref=f"card-{tag}", is_default=False)
        yield ended
        yield order
        yield again
        yield SubscriptionTerm(
            id=f"term-{tag}", subscription_id=ended.id, number=0, start=order.start, expiry=order.expiry, order_id=order.id
        )
        invoice = copy_of(self.invoice, number=f"INV-{tag}", order_id=order.id, subscription_id=ended.id, issued_at=at)
        yield invoice
        yield copy_of(self.invoice, number=f"INW-{tag}", order_id=again.id, issued_at=at)
        yield CreditNote(**{**invoice.model_dump(), "number": f"CN-{tag}", "invoice_number": invoice.number})
        yield Approval(
            id=f"approval-{tag}",
            partner_id=self.partner.id,
            order_id=again.id,
            status=ApprovalStatus.DECLINED,
            total_minor=order.total_minor,
            currency=order.currency,
            requested_by=self.billing.id,
            requested_at=at,
            last_day=order.start,
            decided_by=self.admin.id,
            closed_at=at,
        )
        yield Case(
            kind=CaseKind.REFUND_NOT_IN_OUR_BOOKS,
            about=f"case-{tag}",
            status=CaseStatus.OPEN,
            partner_id=self.partner.id,
            order_number=order.number,
            opened_at=at,
            assigned_to=self.operator.id,
        )

    def _people(self, n: int, tag: str) -> Iterator[SQLModel]:
        at = self.invoice.issued_at
        yield copy_of(self.admin, id=f"person-{tag}", name=f"Pat {n}", email=f"{tag}@people.example.com", role=Role.USER)
        email = f"{tag}@invited.example.com"
        yield Invitation(
            id=f"invitation-{tag}",
            partner_id=self.partner.id,
            email=email,
            login=email,
            role=Role.USER,
            invited_by=self.admin.id,
            created_at=at,
            expires_at=at + timedelta(days=3650),
        )
        now = self.admin.last_sign_in_at or at
        yield LoginSession(
            token_hash=f"session-{tag}",
            person_id=self.admin.id,
            created_at=now,
            expires_at=now + timedelta(hours=8),
            seen_at=now,
            proved_at=now,
            means=Means.SAMPLE,
        )
        competency = Competency(
            id=f"competency-{tag}",
            partner_id=self.partner.id,
            name=f"Competency {n}",
            level=Offer.SILVER,
            state=CompetencyState.STARTED,
        )
        yield competency
        yield CompetencyProgress(competency_id=competency.id, key="certified_people", done=1)

    def _asked(self, n: int, tag: str) -> Iterator[SQLModel]:
        at = self.invoice.issued_at + timedelta(minutes=n)
        for kind, cancels in (("q", False), ("c", True)):
            request = SupportRequest(
                id=f"{kind}-{tag}",
                number=f"{kind}{tag}",
                partner_id=self.partner.id,
                created_by=self.admin.id,
                problem=ProblemType.BILLING,
                title=f"Question {n} about the year's invoices",
                contact_name="Grace Abbott",
                contact_email="grace@example.com",
                subscription_id=f"sub-{tag}",
                asks_to_cancel=cancels,
                status=RequestStatus.OPEN,
                created_at=at,
                updated_at=at,
                waits_since=at,
                version=1,
                assigned_to=self.operator.id,
            )
            yield request
        of_first = f"q-{self.partner.id[:8]}-0"
        for at_first, request_id in enumerate(dict.fromkeys((f"q-{tag}", of_first, f"c-{tag}"))):
            author = (self.admin, self.billing, self.operator)[n % 3]
            own = {"request_id": request_id, "author_id": author.id, "created_at": at}
            yield SupportMessage(**own, body=f"Message {n}. " * 10, submission=f"{tag}-{at_first}")

    def _told(self, n: int, tag: str) -> Iterator[SQLModel]:
        at = self.invoice.issued_at + timedelta(minutes=n)
        notice = copy_of(self.notice, id=f"notice-{tag}", key=f"history:{tag}", at=at)
        yield notice
        mail = {"mail_status": MailStatus.FAILED, "email": self.admin.email, "next_try_at": at, "error": "550"}
        yield NoticeDelivery(notice_id=notice.id, person_id=self.admin.id, at=at, **mail)
        who = (None, self.admin.id, self.operator.id, self.billing.id, f"person-{tag}")[n % 5]
        common = {"partner_id": self.partner.id, "details": {}, "subscription_id": self.held.id}
        yield ActivityEntry(**common, person_id=who, action=ACTIONS[n % len(ACTIONS)], subject=f"H{tag}", at=at)


def write_history(engine: Engine, partner_id: str, numbers: range) -> None:
    """Writes the rows of these numbers; the first number of a company is 0."""
    with Session(engine) as session:
        session.connection(execution_options={WRITER: True})  # a server may be at work on the same rows
        history = History(session, partner_id)
        for n in numbers:
            for row in history.rows(n):
                session.add(row)
                session.flush()
        session.commit()
