"""How the company pays: attempts, saved cards, refunds, and what the provider calls the company."""

import functools
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.db import insert_into
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.orders import PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.models import CreditNote, Invoice, Order, Partner, Payment, ProviderCustomer, Refund, SavedCard
from actionpack_app.repositories.keys import findable, row_known_by


class Refused(NamedTuple):
    """A charge that the provider refused."""

    code: str
    card_id: str


_WHOLE: Any = (  # five: more than SQLModel has types for
    sqlalchemy.select(Payment, Order, Partner, SavedCard, col(ProviderCustomer.provider_ref))
    .join(Order, col(Order.id) == Payment.order_id)
    .join(Partner, col(Partner.id) == Order.partner_id)
    .outerjoin(SavedCard, (col(SavedCard.id) == Payment.card_id) & (col(SavedCard.partner_id) == Order.partner_id))
    .outerjoin(
        ProviderCustomer,
        (col(ProviderCustomer.partner_id) == Order.partner_id) & (col(ProviderCustomer.provider) == Payment.provider),
    )
    .where(col(Order.partner_id) == bindparam("partner"), col(Payment.id) == bindparam("payment"))
)
_FAILURES = (
    select(Order.subscription_id, Order.term_number, Payment.decline_code, Payment.card_id)
    .join(Payment, col(Payment.order_id) == Order.id)
    .where(
        Order.partner_id == bindparam("partner"),
        col(Payment.automatic).is_(True),
        Payment.method == PaymentMethod.CARD,  # a transfer that was cancelled is no refused charge
        Payment.status == PaymentStatus.FAILED,
    )
    .order_by(col(Payment.created_at), col(Payment.attempt))
)
_OF_COMPANY = select(Payment).join(Order, col(Order.id) == Payment.order_id).where(Order.partner_id == bindparam("partner"))
_ONE = _OF_COMPANY.where(Payment.id == bindparam("payment"))
_LATEST = _OF_COMPANY.where(Payment.order_id == bindparam("order")).order_by(col(Payment.attempt).desc()).limit(1)
_PAPERS = (
    select(Payment, Refund, Invoice, CreditNote)
    .select_from(Order)
    .outerjoin(Payment, col(Payment.order_id) == Order.id)
    .outerjoin(Refund, (col(Refund.order_id) == Order.id) & (col(Refund.partner_id) == Order.partner_id))
    .outerjoin(Invoice, (col(Invoice.order_id) == Order.id) & (col(Invoice.partner_id) == Order.partner_id))
    .outerjoin(CreditNote, (col(CreditNote.order_id) == Order.id) & (col(CreditNote.partner_id) == Order.partner_id))
    .where(Order.partner_id == bindparam("partner"), Order.id == bindparam("order"))
    .order_by(col(Payment.attempt).desc(), col(Refund.started_at).desc())
    .limit(1)
)
_NAME: Any = (
    sqlalchemy.update(Payment)
    .where(
        col(Payment.id) == bindparam("payment"),
        col(Payment.provider_ref).is_(None),
        col(Payment.order_id).in_(select(Order.id).where(Order.partner_id == bindparam("partner"))),
    )
    .values(provider_ref=bindparam("named"))
)
_CARDS = (
    select(SavedCard)
    .where(SavedCard.partner_id == bindparam("partner"))
    .order_by(col(SavedCard.is_default).desc(), col(SavedCard.created_at).desc())
)
_CHARGEABLE = _CARDS.where(col(SavedCard.removed_at).is_(None))
_CUSTOMER: Any = sqlalchemy.select(col(ProviderCustomer.provider_ref)).where(
    col(ProviderCustomer.partner_id) == bindparam("partner"), col(ProviderCustomer.provider) == bindparam("provider")
)
"""What is asked for each order and each renewal, put together once."""


class Papers(NamedTuple):
    """What belongs to an order: its newest attempt and refund, its invoice, and the credit note that took it back."""

    payment: Payment | None
    refund: Refund | None
    invoice: Invoice | None
    credit_note: CreditNote | None


NO_PAPERS = Papers(None, None, None, None)


class Payments:
    """Attempts to pay the company's orders."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    @functools.cached_property
    def _mine(self) -> SelectOfScalar[Payment]:
        return select(Payment).join(Order, col(Order.id) == Payment.order_id).where(Order.partner_id == self._partner_id)

    def get(self, payment_id: str) -> Payment:
        """One attempt. Raises NotFound."""
        asked = {"partner": self._partner_id, "payment": findable(payment_id)}
        found = self._session.exec(_ONE, params=asked).one_or_none()
        if found is None:
            raise NotFound(payment_id)
        return found

    def whole(self, payment_id: str) -> tuple[Payment, Order, Partner, SavedCard | None, str]:
        """One attempt with all that the provider is told of it, and what it calls the company. Raises NotFound."""
        asked = {"partner": self._partner_id, "payment": findable(payment_id)}
        asks: Any = self._session
        found = asks.exec(_WHOLE, params=asked).one_or_none()
        if found is None:
            raise NotFound(payment_id)
        payment, order, partner, card, customer = found
        return payment, order, partner, card, customer or ""

    def note_reference(self, payment_id: str, provider_ref: str) -> None:
        """Keeps what the provider calls an attempt; the first name stays. Raises NotFound."""
        asked = {"partner": self._partner_id, "payment": findable(payment_id), "named": provider_ref}
        if self._session.connection().execute(_NAME, asked).rowcount == 0:
            self.get(payment_id)

    def latest(self, order: Order) -> Payment | None:
        """The newest attempt for an order."""
        return self._session.exec(_LATEST, params={"partner": self._partner_id, "order": order.id}).one_or_none()

    def papers_of(self, order: Order) -> Papers:
        """All that belongs to an order, at once."""
        found = self._session.exec(_PAPERS, params={"partner": self._partner_id, "order": order.id}).one_or_none()
        return Papers(*found) if found is not None else NO_PAPERS

    def of_order(self, order_id: str, status: PaymentStatus) -> Payment | None:
        """The newest attempt for an order that ended, or stands, so."""
        query = self._mine.where(Payment.order_id == order_id, Payment.status == status)
        return self._session.exec(query.order_by(col(Payment.attempt).desc()).limit(1)).one_or_none()

    def of_orders(self, order_ids: list[str]) -> list[Payment]:
        """All attempts for these orders, the newest first."""
        query = self._mine.where(col(Payment.order_id).in_(order_ids))
        return list(self._session.exec(query.order_by(col(Payment.attempt).desc())))

    def automatic_failures(self) -> dict[tuple[str, int], Refused]:
        """The last refusal of every automatic charge, by subscription and number of the term that it would have paid."""
        found = self._session.exec(_FAILURES, params={"partner": self._partner_id})
        return {(subscription, number): Refused(code, card or "") for subscription, number, code, card in found if subscription}

    def add(self, payment: Payment) -> None:
        """Stores an attempt before the provider is called."""
        self._session.add(payment)


class Cards:
    """Saved cards of the actor's company that weren't removed."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    @functools.cached_property
    def _all(self) -> SelectOfScalar[SavedCard]:
        return select(SavedCard).where(SavedCard.partner_id == self._partner_id)

    def get(self, card_id: str) -> SavedCard:
        """One card that can be charged. Raises NotFound."""
        found = self.known(findable(card_id))
        if found is None or found.removed_at is not None:
            raise NotFound(card_id)
        return found

    def known(self, card_id: str | None) -> SavedCard | None:
        """One card, a removed one too; None for another company's."""
        found = row_known_by(self._session, SavedCard, card_id) if card_id else None
        return found if found is not None and found.partner_id == self._partner_id else None

    def all(self) -> list[SavedCard]:
        """Cards that can be charged: the default one, then the newest first."""
        return list(self._session.exec(_CHARGEABLE, params={"partner": self._partner_id}))

    def kept_as(self, provider_ref: str) -> SavedCard | None:
        """The card that the provider calls so, a removed one too."""
        return self._session.exec(self._all.where(SavedCard.provider_ref == provider_ref)).first()

    def by_id(self) -> dict[str, SavedCard]:
        """All cards in the order of `all`, removed ones too: past orders name them."""
        return {card.id: card for card in self._session.exec(_CARDS, params={"partner": self._partner_id})}

    def add(self, card: SavedCard) -> None:
        """Stores a card that the provider keeps."""
        self._session.add(card)


class Refunds:
    """What goes back, or went back, to the company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    @functools.cached_property
    def _mine(self) -> SelectOfScalar[Refund]:
        return select(Refund).where(Refund.partner_id == self._partner_id)

    def get(self, refund_id: str, *, lock: bool = False) -> Refund:
        """One refund; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        query = self._mine.where(Refund.id == findable(refund_id))
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(refund_id)
        return found

    def of_orders(self, order_ids: list[str]) -> dict[str, Refund]:
        """The newest refund of each of these orders."""
        query = self._mine.where(col(Refund.order_id).in_(order_ids)).order_by(col(Refund.started_at))
        return {refund.order_id: refund for refund in self._session.exec(query)}

    def of_payment(self, payment_id: str) -> Refund | None:
        """The refund of a payment."""
        return self._session.exec(self._mine.where(Refund.payment_id == payment_id)).one_or_none()

    def add(self, refund: Refund) -> None:
        """Stores a refund before the provider is called; the database refuses a second one for the payment."""
        self._session.add(refund)
        self._session.flush()


class Customers:
    """What payment providers call the company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    def known_as(self, provider: str) -> str:
        """The provider's reference; empty if it wasn't told of the company yet."""
        asked = {"partner": self._partner_id, "provider": provider}
        return self._session.connection().execute(_CUSTOMER, asked).scalar_one_or_none() or ""

    def remember(self, provider: str, provider_ref: str) -> None:
        """Keeps the provider's reference."""
        known = {"partner_id": self._partner_id, "provider": provider, "provider_ref": provider_ref}
        statement = insert_into(self._session, ProviderCustomer).values(**known)
        statement = statement.on_conflict_do_nothing(index_elements=["partner_id", "provider"])
        self._session.connection().execute(statement)
