"""Whose payment a notification is about, and what it changes that isn't a payment's own state."""

from actionpack_app.db import reading, transaction
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.money import Money
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.gateways.clock import Clock, clock_of
from actionpack_app.gateways.payments import RefundResult, Subject
from actionpack_app.models import Partner
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.payments import Payments, Refunds
from actionpack_app.repositories.running import Work
from actionpack_app.services.cases.open_case import note_overpaid, open_case
from actionpack_app.services.orders.intent import Intent, note_reference, read_intent


def whose_payment(provider: str, subject: Subject) -> tuple[Actor, Clock, Intent] | None:
    """The product at work for the partner, its clock, and the intent; None for a payment that isn't ours."""
    with reading() as session:
        found = Work(session).payment_known_as(provider, subject.payment_ref, subject.payment_id)
        if found is None:
            return None
        payment, order = found
        partner = session.get_one(Partner, order.partner_id)
    actor = the_product(order.partner_id, payment.created_by or "")
    if payment.provider_ref is None:
        note_reference(actor, payment.id, subject.payment_ref)
    return actor, clock_of(partner.clock_at), read_intent(actor, payment.id)


def whose_card(provider_ref: str) -> tuple[Actor, Clock] | None:
    """The product at work for the partner whose card it is; None for a card that isn't ours."""
    with reading() as session:
        return _at_work_for(Work(session).partner_with_card(provider_ref))


def whose_new_card(provider: str, subject: Subject) -> tuple[Actor, Clock] | None:
    """The product at work for whoever handed a card over; None for a company that isn't ours."""
    with reading() as session:
        return _at_work_for(Work(session).partner_known_as(provider, subject.customer), subject.person_id)


def _at_work_for(partner: Partner | None, person_id: str = "") -> tuple[Actor, Clock] | None:
    return (the_product(partner.id, person_id), clock_of(partner.clock_at)) if partner else None


def note_unclaimed(provider: str, customer: str, rest: Money, event_id: str) -> None:
    """Money arrived that no order waits for: a person decides what becomes of it."""
    with reading() as session:
        partner = Work(session).partner_known_as(provider, customer)
    if partner is not None:
        nothing = Money(0, rest.currency)
        note_overpaid(the_product(partner.id), "", customer, nothing, rest, fact=f"{event_id}:{rest.currency}")


def note_dispute(actor: Actor, intent: Intent, dispute_ref: str, disputed: Money, clock: Clock) -> None:
    """The cardholder asked the bank for the money back: the payment is marked, and a case opened, once."""
    with transaction() as session:
        payment = Payments(session, actor).get(intent.payment_id)
        opened = open_case(
            session,
            CaseKind.DISPUTE,
            dispute_ref,
            partner_id=actor.partner_id,
            order_number=intent.order_number,
            ours=intent.request.amount,
            theirs=disputed,
        )
        if opened:  # what is told of it later, such as its end, doesn't mark anew what finance has settled
            payment.disputed_at = clock.now()
            Activity(session, actor).record(
                "payment_disputed", clock.now(), subject=intent.order_number, **amount_facts(disputed)
            )


def our_refund(actor: Actor, intent: Intent, refund_id: str, result: RefundResult) -> str:
    """The id of our own refund that the provider tells of; one that we didn't ask for opens a case, and is empty here."""
    with transaction() as session:
        ours = Refunds(session, actor).of_payment(intent.payment_id)
        if ours is not None and (ours.id == refund_id or ours.provider_ref == result.provider_ref):
            return ours.id
        open_case(
            session,
            CaseKind.REFUND_NOT_IN_OUR_BOOKS,
            result.provider_ref,
            partner_id=actor.partner_id,
            order_number=intent.order_number,
        )
        return ""
