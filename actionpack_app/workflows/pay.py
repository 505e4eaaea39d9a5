"""Buying: save the card, place the order, charge it, settle it.

The provider is asked between two transactions, under an idempotency key that was stored first. Whatever is repeated,
by a double click, another tab or a reload, meets the same order, the same key and the same answer.
"""

import contextlib

from actionpack_app.domain.errors import NotFound, OrderNotOpen
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import Outcome, get_payments
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.services.cards.keep_card import check_may_save, keep_card
from actionpack_app.services.orders.place import Intent, intent_under_way, place_order
from actionpack_app.services.orders.settle import settle
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView


def save_card(actor: Actor, order_number: str, token: str, clock: Clock) -> OrderView:
    """Saves a new card and goes on to the review. Raises CardDeclined, NotATestCard, and as `keep_card` does."""
    check_may_save(actor, order_number)
    payments = get_payments()
    details = payments.save_card(actor.partner_id, token)
    keep_card(actor, order_number, payments.name, details, clock)
    return show_order(actor, order_number)


def buy(actor: Actor, order_number: str, reviewed: Money, po_number: object, clock: Clock) -> OrderView:
    """Places the order and, by card, charges it. Raises as `place_order` does, and what the provider raises."""
    payments = get_payments()
    intent = place_order(actor, order_number, reviewed, po_number, payments.name, clock)
    if intent is not None:
        _collect(actor, order_number, intent, clock)
    return show_order(actor, order_number)


def resume(actor: Actor, order_number: str, clock: Clock) -> OrderView:
    """An order again, after a reload or in another tab; a charge whose answer was lost is settled first."""
    shown = show_order(actor, order_number)
    if shown.status is OrderStatus.PROCESSING and actor.may(Right.BUY):
        with contextlib.suppress(OrderNotOpen):  # another tab has settled it meanwhile
            _collect(actor, order_number, intent_under_way(actor, order_number), clock)
    return show_order(actor, order_number)


def answer_challenge(actor: Actor, order_number: str, clock: Clock, *, complete: bool) -> OrderView:
    """The sandbox's authentication: what the cardholder answers to the bank. Raises OrderNotOpen, NotFound, NotAllowed."""
    payments = get_payments()
    if not isinstance(payments, SandboxPayments):
        raise NotFound(order_number)
    intent = intent_under_way(actor, order_number)
    waiting = payments.look_up(intent.charge.idempotency_key)
    if waiting is None or waiting.outcome is not Outcome.NEEDS_AUTHENTICATION:
        raise OrderNotOpen(order_number)
    payments.answer_challenge(waiting.provider_ref, complete=complete)
    _collect(actor, order_number, intent, clock)
    return show_order(actor, order_number)


def _collect(actor: Actor, order_number: str, intent: Intent, clock: Clock) -> None:
    settle(actor, order_number, intent.payment_id, get_payments().charge(intent.charge), clock)
