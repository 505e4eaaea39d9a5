"""Cards: handed over by the browser to the provider, kept, let go. Numbers never come this way."""

from dbos import DBOS

from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.services.cards.customer import read_customer, remember_customer
from actionpack_app.services.cards.keep_card import check_may_save, keep_card
from actionpack_app.services.cards.manage import remove_card
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows import engine
from actionpack_app.workflows.durable import workflow

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 300.0


def customer_of(actor: Actor) -> str:
    """What the provider calls the company; it is told of it where it doesn't know. Raises ProviderUnavailable."""
    payments = get_payments()
    known, profile = read_customer(actor, payments.name)
    if known:
        return known
    remember_customer(actor, payments.name, payments.register_customer(profile))
    return read_customer(actor, payments.name)[0]  # two clicks at once may have made two: the first one kept counts


def begin_card(actor: Actor, order_number: str) -> str:
    """The secret with which the browser hands a card to the provider, for an order or, without one, for the company.

    Raises: NotAllowed, NotFound, OrderNotOpen, ProviderUnavailable.
    """
    check_may_save(actor, order_number)
    return get_payments().begin_card(customer_of(actor), {"person_id": actor.person_id})


def save_card(actor: Actor, order_number: str, token: str, clock: Clock) -> OrderView:
    """Saves a new card and goes on to the review. Raises CardDeclined, NotATestCard, and as `keep_card` does."""
    add_card(actor, order_number, token, clock)
    return show_order(actor, order_number)


def add_card(actor: Actor, order_number: str, token: str, clock: Clock) -> str:
    """Saves a new card, for an order or for the company, and returns its id. Raises as `save_card` does."""
    check_may_save(actor, order_number)
    payments = get_payments()
    details = payments.save_card(customer_of(actor), token)
    return keep_card(actor, order_number, payments.name, details, clock)


def drop_card(actor: Actor, card_id: str, clock: Clock) -> None:
    """Removes a card here, then with the provider, however long that takes. Raises as `remove_card` does."""
    reference = remove_card(actor, card_id, clock)
    engine.start(forget_card, f"forget-card:{card_id}", reference)


@workflow("forget_card")
def forget_card(reference: str) -> None:
    """Asks the provider to let go of a card until it has."""
    pauses = engine.pauses(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
    while not _let_go(reference):
        next(pauses)


@DBOS.step(name="let_go")
def _let_go(reference: str) -> bool:
    try:
        get_payments().forget_card(reference)
    except ProviderUnavailable:
        return False
    return True
