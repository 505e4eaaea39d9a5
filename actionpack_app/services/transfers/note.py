"""What the provider tells of a transfer that it matches."""

from actionpack_app.db import transaction
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import TRANSFER_OPEN, PaymentStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import TransferState
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.stamps import MONEY, put_stamps


def note_transfer(actor: Actor, payment_id: str, state: TransferState, clock: Clock) -> bool:
    """Keeps where the money goes and how much has arrived; tells whether the order still waits for it. Raises NotFound."""
    with transaction() as session:
        payment = Payments(session, actor).get(payment_id)
        order = Orders(session, actor).by_id(payment.order_id, lock=True)
        session.refresh(payment)  # as it is now that nobody else can settle it
        payment.provider_ref = payment.provider_ref or state.provider_ref
        payment.instructions = [list(field) for field in state.instructions] or payment.instructions
        received = state.received.amount_minor
        if payment.status is PaymentStatus.PENDING and payment.received_minor < received < payment.amount_minor:
            Activity(session, actor).record(
                "transfer_partly_arrived",
                clock.now(),
                subscription_id=order.subscription_id,
                subject=order.number,
                before=str(payment.received_minor),
                after=str(received),
                **amount_facts(Money(payment.amount_minor, payment.currency)),
            )
            put_stamps(session, MONEY)
        payment.received_minor = max(payment.received_minor, received)
        return order.status in TRANSFER_OPEN


def receive_by_hand(actor: Actor, payment_id: str, clock: Clock) -> None:
    """The provider doesn't match this transfer after all: the seller's own account takes its place. Raises NotFound."""
    with transaction() as session:
        payment = Payments(session, actor).get(payment_id)
        if payment.status is PaymentStatus.PENDING:
            payment.status, payment.settled_at, payment.decline_code = PaymentStatus.FAILED, clock.now(), "not_matched"
