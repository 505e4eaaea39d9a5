"""Opening the dialog: finds the order that is under way, or starts one draft that all browsers share."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.eligibility import Purchase, blockers, purchase
from actionpack_app.domain.errors import NotAllowed, NotRenewable
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer, Quote, quote
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.tax_ids import valid_vat_id
from actionpack_app.models import Order, Partner
from actionpack_app.repositories.counters import current_catalogue, next_number
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Cards
from actionpack_app.services.membership.standing import Membership, is_waiting, read_membership
from actionpack_app.services.orders.view import OrderView, order_view
from actionpack_app.services.transfers.expire import close_expired


def open_checkout(actor: Actor, offer: Offer, clock: Clock, *, in_pmc: bool = False) -> OrderView:
    """The one open order for `offer`, with today's term and price. Raises NotAllowed, NotRenewable.

    `in_pmc`: as the Partner Membership Center's own renewal, which a partner that is managed there has no other way to.
    """
    try:
        return _open(actor, offer, clock, in_pmc=in_pmc)
    except IntegrityError:  # another tab was first: its order is the one
        return _open(actor, offer, clock, in_pmc=in_pmc)


def _open(actor: Actor, offer: Offer, clock: Clock, *, in_pmc: bool) -> OrderView:
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        membership = read_membership(session, actor, clock)
        order = Orders(session, actor).open_for(offer)
        if order is not None and _has_expired(order, membership):
            close_expired(session, actor, order, clock)
            order = None
            session.flush()
        if order is None or order.status is OrderStatus.DRAFT:
            if found := blockers(actor, membership.case, offer, in_pmc=in_pmc):
                raise NotRenewable(found)
            order = order or new_draft(session, actor, membership, offer, clock)
            order.in_pmc = membership.case.managed_elsewhere
            put_terms(session, order, membership)
            session.flush()
        return order_view(session, actor, order)


def put_terms(session: Session, order: Order, membership: Membership, *, at_price: Quote | None = None) -> None:
    """Writes today's term and price into a draft; or the price that was fixed before."""
    would_be = purchase(membership.case, order.offer)
    costs = at_price or quote_for(session, membership.partner, would_be)
    order.subscription_id = would_be.renews.subscription_id if would_be.renews else None
    order.term_number = would_be.term_number
    order.start, order.expiry = would_be.term.start, would_be.term.expiry
    order.upgrade = would_be.upgrade
    order.currency = costs.net.currency
    order.net_minor, order.tax_minor, order.total_minor = (
        costs.net.amount_minor,
        costs.tax.amount_minor,
        costs.total.amount_minor,
    )
    order.tax_percent, order.reverse_charge = str(costs.tax_percent), costs.reverse_charge
    order.vat_id = membership.partner.tax_id if costs.reverse_charge else ""


def quote_for(session: Session, partner: Partner, would_be: Purchase) -> Quote:
    """What an order costs this partner today."""
    catalogue = current_catalogue(session)
    return taxed(session, partner, catalogue.net_price(would_be.offer, partner.currency, upgrade=would_be.upgrade))


def taxed(session: Session, partner: Partner, net: Money) -> Quote:
    """A net price with the tax that this partner pays today."""
    catalogue = current_catalogue(session)
    return quote(catalogue, net, partner.country, valid_vat_id=valid_vat_id(partner.tax_id, partner.country))


def _has_expired(order: Order, membership: Membership) -> bool:
    by_transfer = order.status in {OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW}
    return by_transfer and not is_waiting(order, membership.today)


def new_draft(session: Session, actor: Actor, membership: Membership, offer: Offer, clock: Clock) -> Order:
    """An empty order with a number of its own; `put_terms` writes what it is for."""
    cards = Cards(session, actor).all()
    year = membership.today.year
    order = Order(
        id=new_id(),
        number=f"ORD-{year}-{next_number(session, 'order', year):06d}",
        partner_id=actor.partner_id,
        offer=offer,
        term_number=0,
        start=membership.today,
        expiry=membership.today,
        status=OrderStatus.DRAFT,
        currency=membership.partner.currency,
        net_minor=0,
        tax_minor=0,
        total_minor=0,
        tax_percent="0",
        method=PaymentMethod.CARD if cards else None,
        card_id=cards[0].id if cards else None,
        contact_name=actor.name,
        contact_email=actor.email,
        created_at=clock.now(),
        created_by=actor.person_id or None,
    )
    Orders(session, actor).add(order)
    return order
