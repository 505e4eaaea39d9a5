"""The automatic renewal: what it costs, and the order that it makes. Nobody is asked for money here."""

import dataclasses
from collections.abc import Callable

from sqlmodel import Session

from actionpack_app.domain.eligibility import purchase
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Quote
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Order, RenewalPrice, SavedCard, Subscription
from actionpack_app.repositories.notices import Notices
from actionpack_app.repositories.payments import Cards
from actionpack_app.repositories.year import Years
from actionpack_app.services.membership.standing import Membership
from actionpack_app.services.orders.intent import Placed, placed, placed_as
from actionpack_app.services.orders.open_checkout import new_draft, put_terms, quote_for, taxed
from actionpack_app.services.orders.place import add_payment, await_transfer


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """What of the payment provider decides how an order is placed."""

    name: str
    matches: Callable[[str], bool]
    """Whether it matches bank transfers in a currency by itself."""


def begin_renewal(
    session: Session,
    actor: Actor,
    membership: Membership,
    subscription: Subscription,
    draft: Order | None,
    provider: Provider,
    clock: Clock,
) -> tuple[Order, Placed | None]:
    """Places the order for the next term: a charge to be made, or without a card one by bank transfer.

    Whatever draft there is for the offer becomes this order; the database allows one open order only.
    """
    with session.no_autoflush:  # the order is written once, when all of it is known
        order = draft or new_draft(session, actor, membership, subscription.offer, clock)
        put_terms(session, order, membership, at_price=fixed_price(session, actor, membership, subscription, clock))
        order.in_pmc = membership.case.managed_elsewhere
        order.placed_at, order.created_by = clock.now(), None  # nobody's, also where it began as somebody's draft
        card = renewal_card(session, actor, subscription)
    if card is not None:
        order.method, order.card_id, order.status = PaymentMethod.CARD, card.id, OrderStatus.PROCESSING
        payment = add_payment(session, actor, order, provider.name, clock, automatic=True)
        session.flush()
        return order, placed_as(order, payment)
    order.method, order.card_id = PaymentMethod.TRANSFER, None
    _name_contact(session, actor, order, membership)
    await_transfer(session, actor, order, clock)
    if provider.matches(order.currency):
        add_payment(session, actor, order, provider.name, clock, automatic=True)
    session.flush()
    return order, placed(session, actor, order)


def fixed_price(session: Session, actor: Actor, membership: Membership, subscription: Subscription, clock: Clock) -> Quote:
    """The price of the next term, which stays what it was when the partner was first told (product, "The calendar").

    The tax on it is what the law asks for today, by the partner's tax ID and the catalogue in force.
    """
    years, number = Years(session, actor), subscription.terms_paid
    if known := years.price_of(subscription.id, number):
        return taxed(session, membership.partner, Money(known.net_minor, known.currency))
    costs = quote_for(session, membership.partner, purchase(membership.case, subscription.offer))
    years.fix_price(
        RenewalPrice(
            subscription_id=subscription.id,
            term_number=number,
            currency=costs.net.currency,
            net_minor=costs.net.amount_minor,
            tax_minor=costs.tax.amount_minor,
            total_minor=costs.total.amount_minor,
            tax_percent=str(costs.tax_percent),
            reverse_charge=costs.reverse_charge,
            fixed_at=clock.now(),
        )
    )
    return costs


def renewal_card(session: Session, actor: Actor, subscription: Subscription) -> SavedCard | None:
    """The card that is charged; None where the renewal orders by bank transfer."""
    if subscription.card_id is None:
        return None
    try:
        return Cards(session, actor).get(subscription.card_id)
    except NotFound:  # the bank, or the partner at the provider, took it away
        return None


def _name_contact(session: Session, actor: Actor, order: Order, membership: Membership) -> None:
    """Somebody of the company's to ask about the transfer, where nobody was named."""
    admins = [person for person in Notices(session, actor).recipients() if person.role is Role.GLOBAL_ADMIN]
    order.contact_name = order.contact_name or (admins[0].name if admins else membership.partner.name)
    order.contact_email = order.contact_email or membership.partner.billing_email
