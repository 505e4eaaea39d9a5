"""The steps before paying: what is typed is kept at once, checked on Submit, and still there after Back."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed, NotFound, OrderNotOpen
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.contacts import clean, email_address, phone_number
from actionpack_app.models import Order
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Cards
from actionpack_app.services.orders.view import OrderView, order_view

KEPT = {"contact_name": 200, "contact_phone": 64, "contact_email": 254, "po_number": 64, "approval_message": 500}
"""Fields of a draft that keep whatever was typed, and how much of it."""

NAME_MAX = 100
PO_MAX = 35


def keep_typed(actor: Actor, number: str, field: str, text: object) -> None:
    """Keeps what was typed into one field, right or wrong; nothing once the order is placed. Raises NotAllowed, NotFound."""
    if field not in KEPT:
        raise NotFound(field)
    with transaction() as session:
        order = _order(session, actor, number)
        if order.status is OrderStatus.DRAFT:
            setattr(order, field, clean(text)[: KEPT[field]])


def choose_method(actor: Actor, number: str, method: PaymentMethod, card_id: str | None) -> OrderView:
    """Chooses how to pay; for a card, which saved one, or None for a new one. Raises NotAllowed, NotFound, OrderNotOpen."""
    with transaction() as session:
        order = _draft(session, actor, number)
        order.method = method
        if method is PaymentMethod.CARD:
            order.card_id = Cards(session, actor).get(card_id).id if card_id else None
        return order_view(session, actor, order)


def submit_details(actor: Actor, number: str, typed: dict[str, str]) -> OrderView:
    """Checks the payment method's fields and goes on to the review.

    Raises: InvalidInput with the problems by field, NotAllowed, NotFound, OrderNotOpen.
    """
    with transaction() as session:
        order = _draft(session, actor, number)
        problems = _check(session, actor, order, typed)
        if not problems:
            order.step, order.decline_code = "review", ""
        shown = order_view(session, actor, order)
    if problems:  # raised once what was typed is kept
        raise InvalidInput(problems)
    return shown


def go_back(actor: Actor, number: str) -> OrderView:
    """From the review back to the payment method. Raises NotAllowed, NotFound, OrderNotOpen."""
    with transaction() as session:
        order = _draft(session, actor, number)
        order.step = "method"
        return order_view(session, actor, order)


def check_po_number(text: str) -> dict[str, str]:
    """The rule of the optional purchase order number."""
    return {"po_number": "too_long"} if len(text) > PO_MAX else {}


def _check(session: Session, actor: Actor, order: Order, typed: dict[str, str]) -> dict[str, str]:
    if order.method is None:
        return {"method": "choose_method"}
    if order.method is PaymentMethod.CARD:
        return {} if order.card_id else {"card": "choose_card"}
    for field in ("contact_name", "contact_phone", "contact_email"):
        setattr(order, field, clean(typed.get(field, ""))[: KEPT[field]])
    return _check_contact(order, Partners(session, actor).mine().country)


def _check_contact(order: Order, country: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    phone = phone_number(order.contact_phone, country)
    email = email_address(order.contact_email)
    if not order.contact_name:
        problems["contact_name"] = "required"
    elif len(order.contact_name) > NAME_MAX:
        problems["contact_name"] = "too_long"
    if phone is None:
        problems["contact_phone"] = "phone" if order.contact_phone else "required"
    else:
        order.contact_phone = phone
    if email is None:
        problems["contact_email"] = "email" if order.contact_email else "required"
    else:
        order.contact_email = email
    return problems


def _order(session: Session, actor: Actor, number: str) -> Order:
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    return Orders(session, actor).get(number, lock=True)


def _draft(session: Session, actor: Actor, number: str) -> Order:
    order = _order(session, actor, number)
    if order.status is not OrderStatus.DRAFT:
        raise OrderNotOpen(number)
    return order
