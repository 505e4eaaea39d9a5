"""Issuing an invoice: a gapless number and a snapshot of everything that will be printed, in the payer's transaction."""

import zoneinfo

from sqlmodel import Session

from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.orders import PaymentMethod
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.documents import InvoiceSnapshot
from actionpack_app.models import Invoice, Order, Partner, Subscription
from actionpack_app.repositories.counters import current_catalogue, next_number
from actionpack_app.repositories.invoices import Invoices
from actionpack_app.repositories.payments import Cards
from actionpack_app.services.orders.view import bill_to


def issue_invoice(
    session: Session, actor: Actor, order: Order, subscription: Subscription, partner: Partner, clock: Clock
) -> str:
    """Issues the invoice of a paid order and returns its number (`INV-2026-000001`, gapless per seller and year)."""
    seller = current_catalogue(session).seller
    now = clock.now()
    seller_year = local_day(now, zoneinfo.ZoneInfo(seller.time_zone)).year
    number = f"INV-{seller_year}-{next_number(session, f'invoice:{seller.key}', seller_year):06d}"
    issued_on = local_day(now, zoneinfo.ZoneInfo(partner.time_zone))
    card = Cards(session, actor).known(order.card_id)
    snapshot = InvoiceSnapshot(
        number=number,
        locale=partner.locale,
        issued_on=issued_on.isoformat(),
        seller_name=seller.name,
        seller_address=list(seller.address),
        seller_tax_id=seller.tax_id,
        buyer_lines=list(bill_to(partner)),
        buyer_country=partner.country,
        buyer_tax_id=order.vat_id or partner.tax_id,
        mpn_id=partner.mpn_id or "",
        order_number=order.number,
        po_number=order.po_number,
        offer=order.offer,
        term_start=order.start.isoformat(),
        term_expiry=order.expiry.isoformat(),
        currency=order.currency,
        net_minor=order.net_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
        tax_percent=order.tax_percent,
        reverse_charge=order.reverse_charge,
        paid_by=f"{card.brand} {card.last4}" if card and order.method is PaymentMethod.CARD else "transfer",
    )
    Invoices(session, actor).add(
        Invoice(
            number=number,
            partner_id=partner.id,
            order_id=order.id,
            subscription_id=subscription.id,
            offer=order.offer,
            issued_on=issued_on,
            issued_at=now,
            currency=order.currency,
            net_minor=order.net_minor,
            tax_minor=order.tax_minor,
            total_minor=order.total_minor,
            snapshot=snapshot.to_json(),
        )
    )
    return number
