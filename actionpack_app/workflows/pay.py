"""Buying: place the order, collect its payment, and come back to it after a reload.

Whatever is repeated, by a double click, another tab or a reload, meets the same order, the same intent and the same
durable workflow.
"""

import contextlib

from actionpack_app.domain.errors import NotFound, OrderNotOpen, ProviderUnavailable
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import GIVEN_UP, OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import ChargeResult, Outcome, get_payments
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.services.orders.intent import Intent, Placed, intent_under_way
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows import engine
from actionpack_app.workflows.collect import closed, collect_id, collect_payment
from actionpack_app.workflows.errand import errand
from actionpack_app.workflows.settle import settle_now
from actionpack_app.workflows.transfers import expect_transfer

PATIENCE_SECONDS = 6.0
"""How long a click waits for the provider; after that the page says that the payment is being processed, and follows."""


def buy(
    actor: Actor, order_number: str, reviewed: Money, po_number: object, clock: Clock, *, patience: float = PATIENCE_SECONDS
) -> OrderView:
    """Places the order and has its payment collected; it may still be processing when this returns.

    Raises as `place_order` does.
    """
    payments = get_payments()
    matched = payments.matches_transfers(reviewed.currency)
    intent = place_order(actor, order_number, reviewed, po_number, payments.name, clock, matches_transfers=matched)
    if intent is not None and intent.status is PaymentStatus.PENDING:
        carry(actor, intent, clock, patience)
    return show_order(actor, order_number)


def carry(actor: Actor, intent: Placed | Intent, clock: Clock, patience: float) -> None:
    """Starts, or finds, the workflow of an intent, and waits for it a while."""
    told = errand(actor, clock)
    if intent.method is PaymentMethod.CARD:
        identity = collect_id(intent.order_id, intent.attempt)
        engine.run_for(patience, collect_payment, identity, told, intent.order_number, intent.payment_id)
    elif not intent.provider_ref:
        engine.run_for(patience, expect_transfer, f"expect:{intent.payment_id}", told, intent.payment_id)


def resume(actor: Actor, order_number: str, clock: Clock, *, patience: float = PATIENCE_SECONDS) -> OrderView:
    """An order again, after a reload or in another tab; a payment whose answer was lost is settled first."""
    shown = show_order(actor, order_number)
    if shown.status is OrderStatus.PROCESSING and actor.may(Right.BUY):
        with contextlib.suppress(OrderNotOpen, ProviderUnavailable):  # settled meanwhile; or later, by the workflow
            intent = intent_under_way(actor, order_number)
            if intent.status is PaymentStatus.PENDING:
                carry(actor, intent, clock, patience)
            else:
                check_payment(actor, intent, clock)
    return show_order(actor, order_number)


def check_payment(actor: Actor, intent: Intent, clock: Clock) -> None:
    """Settles what the provider knows of a payment; nothing where it knows nothing new. Raises ProviderUnavailable."""
    settle_now(actor, intent, closed(get_payments().look_up(intent.provider_ref)), clock)


def challenge(actor: Actor, order_number: str) -> str:
    """The secret with which the browser asks the cardholder to confirm. Raises as `intent_under_way`, ProviderUnavailable."""
    intent = intent_under_way(actor, order_number)
    if intent.status is not PaymentStatus.NEEDS_AUTHENTICATION:
        raise OrderNotOpen(order_number)
    return get_payments().challenge(intent.provider_ref)


def confirmed(actor: Actor, order_number: str, clock: Clock) -> OrderView:
    """After the cardholder has answered the bank, well or not. Raises NotAllowed, NotFound, ProviderUnavailable."""
    with contextlib.suppress(OrderNotOpen):  # a notification, or another tab, was quicker
        check_payment(actor, intent_under_way(actor, order_number), clock)
    return show_order(actor, order_number)


def give_up(actor: Actor, order_number: str, clock: Clock) -> OrderView:
    """Ends a payment that waits for the cardholder, to pay in another way; one that was taken meanwhile stays taken.

    Raises: NotAllowed, NotFound, OrderNotOpen, ProviderUnavailable.
    """
    intent = intent_under_way(actor, order_number)
    if intent.status is not PaymentStatus.NEEDS_AUTHENTICATION:
        raise OrderNotOpen(order_number)
    ended = get_payments().cancel(intent.provider_ref)
    if ended.outcome is Outcome.DECLINED:
        ended = ChargeResult(intent.provider_ref, Outcome.DECLINED, GIVEN_UP)
    settle_now(actor, intent, ended, clock)
    return show_order(actor, order_number)


def answer_challenge(actor: Actor, order_number: str, clock: Clock, *, complete: bool) -> OrderView:
    """The sandbox's authentication: what the cardholder answers to the bank. Raises OrderNotOpen, NotFound, NotAllowed."""
    payments = get_payments()
    if not isinstance(payments, SandboxPayments):
        raise NotFound(order_number)
    intent = intent_under_way(actor, order_number)
    if intent.status is not PaymentStatus.NEEDS_AUTHENTICATION:
        raise OrderNotOpen(order_number)
    payments.answer_challenge(intent.provider_ref, complete=complete)
    check_payment(actor, intent, clock)
    return show_order(actor, order_number)
