"""The product's own work, across companies: what is unsettled, notifications, and which processes are alive."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from actionpack_app.db import insert_into
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus, RefundStatus
from actionpack_app.models import Executor, Order, Partner, Payment, ProviderCustomer, ProviderEvent, Refund, SavedCard
from actionpack_app.models.running import EventStatus

AT_A_TIME = 100


class Work:
    """What the product has to carry on with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unanswered(self, before: datetime) -> list[tuple[Payment, Order]]:
        """Card payments that were started before an instant and whose outcome isn't known yet."""
        return self._unsettled(PaymentMethod.CARD, PaymentStatus.PENDING, before)

    def awaiting_banks(self, before: datetime) -> list[tuple[Payment, Order]]:
        """Card payments that the cardholder was to confirm to the bank, and that were started before an instant."""
        return self._unsettled(PaymentMethod.CARD, PaymentStatus.NEEDS_AUTHENTICATION, before)

    def awaiting_banks_of(self, partner_id: str) -> list[tuple[Payment, Order]]:
        """Card payments of one partner that the cardholder was to confirm to the bank."""
        query = (
            select(Payment, Order)
            .join(Order, col(Order.id) == Payment.order_id)
            .where(Order.partner_id == partner_id, Payment.status == PaymentStatus.NEEDS_AUTHENTICATION)
        )
        return list(self._session.exec(query))

    def unregistered_transfers(self, before: datetime) -> list[tuple[Payment, Order]]:
        """Transfers that a provider matches and wasn't told of yet."""
        return self._unsettled(PaymentMethod.TRANSFER, PaymentStatus.PENDING, before)

    def ended_transfers(self) -> list[tuple[Payment, Order]]:
        """Transfers that the provider still expects though their order has ended."""
        ended = [OrderStatus.EXPIRED, OrderStatus.CANCELLED]
        query = (
            select(Payment, Order)
            .join(Order, col(Order.id) == Payment.order_id)
            .where(Payment.method == PaymentMethod.TRANSFER, Payment.status == PaymentStatus.PENDING)
            .where(col(Order.status).in_(ended), col(Payment.provider_ref).is_not(None))
        )
        return list(self._session.exec(query.limit(AT_A_TIME)))

    def refunds_under_way(self, before: datetime, asked_before: datetime) -> list[Refund]:
        """Refunds that aren't settled: not asked for since `before`, or asked for and not heard of since `asked_before`."""
        unasked = col(Refund.provider_ref).is_(None) & (col(Refund.started_at) < before)
        query = select(Refund).where(Refund.status == RefundStatus.PENDING, unasked | (col(Refund.started_at) < asked_before))
        return list(self._session.exec(query.order_by(col(Refund.started_at)).limit(AT_A_TIME)))

    def waiting_transfers(self, last_day_before: date) -> list[tuple[Order, Partner]]:
        """Orders by bank transfer, not proved, whose last day may be over by their partner's clock, in its time zone."""
        stands_on = func.date(col(Partner.clock_at))
        query = (
            select(Order, Partner)
            .join(Partner, col(Partner.id) == Order.partner_id)
            .where(Order.status == OrderStatus.AWAITING_PAYMENT)
            .where(
                (col(Partner.clock_at).is_(None) & (col(Order.last_day) < last_day_before))
                | (col(Partner.clock_at).is_not(None) & (col(Order.last_day) <= stands_on))
            )
        )
        return list(self._session.exec(query.order_by(col(Order.last_day)).limit(AT_A_TIME)))

    def payment_known_as(self, provider: str, provider_ref: str, payment_id: str = "") -> tuple[Payment, Order] | None:
        """The payment that the provider calls so, or that it was marked to be."""
        query = select(Payment, Order).join(Order, col(Order.id) == Payment.order_id).where(Payment.provider == provider)
        found = self._session.exec(query.where(Payment.provider_ref == provider_ref)).one_or_none()
        if found is None and payment_id:
            found = self._session.exec(query.where(Payment.id == payment_id)).one_or_none()
        return found

    def partner_with_card(self, provider_ref: str) -> Partner | None:
        """Whose card it is that the provider calls so."""
        query = select(Partner).join(SavedCard, col(SavedCard.partner_id) == Partner.id)
        return self._session.exec(query.where(SavedCard.provider_ref == provider_ref)).first()

    def partner_known_as(self, provider: str, customer: str) -> Partner | None:
        """Whom a provider calls so."""
        query = select(Partner).join(ProviderCustomer, col(ProviderCustomer.partner_id) == Partner.id)
        known = (ProviderCustomer.provider == provider, ProviderCustomer.provider_ref == customer)
        return self._session.exec(query.where(*known)).first()

    def settled_payments(self, provider: str, since: datetime) -> Iterator[tuple[Payment, Order]]:
        """Payments that the provider has taken by our books, given back since or not."""
        taken = [PaymentStatus.SUCCEEDED, PaymentStatus.REFUNDED]
        query = (
            select(Payment, Order)
            .join(Order, col(Order.id) == Payment.order_id)
            .where(Payment.provider == provider, col(Payment.status).in_(taken), col(Payment.started_at) >= since)
        )
        return iter(self._session.exec(query))

    def payments_being_settled(self, provider: str, since: datetime) -> frozenset[str]:
        """The provider's references of payments begun since an instant whose answer we haven't taken yet."""
        unsettled = [PaymentStatus.PENDING, PaymentStatus.NEEDS_AUTHENTICATION]
        query = select(Payment.provider_ref).where(
            Payment.provider == provider, col(Payment.status).in_(unsettled), col(Payment.started_at) >= since
        )
        return frozenset(ref for ref in self._session.exec(query) if ref)

    def settled_refunds(self, provider: str, since: datetime) -> Iterator[tuple[Refund, Order]]:
        """Refunds that the provider carries by our books."""
        query = (
            select(Refund, Order)
            .join(Order, col(Order.id) == Refund.order_id)
            .where(Refund.provider == provider, col(Refund.started_at) >= since, col(Refund.provider_ref).is_not(None))
            .where(Refund.status != RefundStatus.FAILED, Refund.reference == "")
        )
        return iter(self._session.exec(query))

    def refunds_without_name(self, provider: str) -> frozenset[str]:
        """Ids of refunds that the provider was asked for and hasn't named yet."""
        query = select(Refund.id).where(
            Refund.provider == provider, Refund.status == RefundStatus.PENDING, col(Refund.provider_ref).is_(None)
        )
        return frozenset(self._session.exec(query))

    def _unsettled(self, method: PaymentMethod, status: PaymentStatus, before: datetime) -> list[tuple[Payment, Order]]:
        query = (
            select(Payment, Order)
            .join(Order, col(Order.id) == Payment.order_id)
            .where(Payment.method == method, Payment.status == status, col(Payment.started_at) < before)
        )
        if method is PaymentMethod.TRANSFER:
            query = query.where(col(Payment.provider_ref).is_(None))
        return list(self._session.exec(query.order_by(col(Payment.started_at)).limit(AT_A_TIME)))


class ProviderEvents:
    """Signed notifications, each kept once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, event: ProviderEvent) -> bool:
        """Stores a notification; tells whether it is a new one."""
        values = {name: value for name, value in event.model_dump().items() if value is not None}
        statement = insert_into(self._session, ProviderEvent).values(**values).on_conflict_do_nothing(index_elements=["id"])
        return self._session.connection().execute(statement.returning(col(ProviderEvent.id))).first() is not None

    def get(self, event_id: str) -> ProviderEvent | None:
        """One notification."""
        return self._session.get(ProviderEvent, event_id)

    def due(self, now: datetime) -> list[str]:
        """Ids of notifications whose handling is to be tried, or tried again."""
        query = select(ProviderEvent.id).where(ProviderEvent.status != EventStatus.DONE, col(ProviderEvent.next_try_at) <= now)
        return list(self._session.exec(query.order_by(col(ProviderEvent.next_try_at)).limit(AT_A_TIME)))


class Executors:
    """The processes that carry durable work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def beat(self, executor_id: str, now: datetime) -> None:
        """Says that a process lives."""
        statement = insert_into(self._session, Executor).values(id=executor_id, seen_at=now)
        self._session.connection().execute(statement.on_conflict_do_update(index_elements=["id"], set_={"seen_at": now}))

    def silent_since(self, before: datetime) -> list[str]:
        """Processes that weren't seen since an instant."""
        return list(self._session.exec(select(Executor.id).where(col(Executor.seen_at) < before)))

    def forget(self, executor_id: str, before: datetime) -> None:
        """A dead process whose work was taken over; one that came back to life meanwhile stays."""
        self._session.exec(delete(Executor).where(col(Executor.id) == executor_id, col(Executor.seen_at) < before))
