"""Issuing a credit note: an invoice is taken back whole, with a gapless number of a series of its own."""

import zoneinfo
from typing import Any

from sqlmodel import Session

from actionpack_app.domain.calendar import local_day
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import CreditNote, Invoice, Partner
from actionpack_app.repositories.counters import current_catalogue, next_number


def issue_credit_note(session: Session, invoice: Invoice, partner: Partner, clock: Clock) -> str:
    """Takes an invoice back and returns the note's number (`CN-2026-000001`, gapless per seller and year).

    Its snapshot is the invoice's, with what differs; the database refuses a second note for an invoice.
    """
    seller = current_catalogue(session).seller
    now = clock.now()
    seller_year = local_day(now, zoneinfo.ZoneInfo(seller.time_zone)).year
    number = f"CN-{seller_year}-{next_number(session, f'credit_note:{seller.key}', seller_year):06d}"
    issued_on = local_day(now, zoneinfo.ZoneInfo(partner.time_zone))
    snapshot: dict[str, Any] = {
        **invoice.snapshot,
        "number": number,
        "issued_on": issued_on.isoformat(),
        "corrects": invoice.number,
        "corrects_on": invoice.issued_on.isoformat(),
    }
    session.add(
        CreditNote(
            number=number,
            invoice_number=invoice.number,
            partner_id=invoice.partner_id,
            order_id=invoice.order_id,
            subscription_id=invoice.subscription_id,
            offer=invoice.offer,
            issued_on=issued_on,
            issued_at=now,
            currency=invoice.currency,
            net_minor=invoice.net_minor,
            tax_minor=invoice.tax_minor,
            total_minor=invoice.total_minor,
            snapshot=snapshot,
        )
    )
    session.flush()
    return number
