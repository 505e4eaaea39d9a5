"""The list of invoices: filtered, searched, summed up by year, exported."""

import csv
import dataclasses
import io
from collections.abc import Mapping
from datetime import date

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import CreditNote, Invoice
from actionpack_app.repositories.invoices import Invoices
from actionpack_app.repositories.pages import Page

SEARCH_MAX = 40


@dataclasses.dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """What the list is narrowed to."""

    year: int | None = None
    offer: Offer | None = None
    search: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoice of the list."""

    number: str
    issued_on: date
    offer: Offer
    net: Money
    tax: Money
    total: Money
    order_number: str
    credit_note: str
    """The number of the credit note that took it back; empty where none did."""


@dataclasses.dataclass(frozen=True, slots=True)
class YearSpend:
    """What was invoiced in one calendar year."""

    year: int
    total: Money


@dataclasses.dataclass(frozen=True, slots=True)
class InvoiceList:
    """One page of invoices, and the picture above it."""

    page: Page[InvoiceLine]
    spend: tuple[YearSpend, ...]


def list_invoices(actor: Actor, narrowed: InvoiceFilter, page_number: int) -> InvoiceList:
    """A page of the company's invoices, the newest first. Raises NotAllowed."""
    _check(actor)
    with reading() as session:
        invoices = Invoices(session, actor)
        page = invoices.page(
            year=narrowed.year, offer=narrowed.offer, search=clean(narrowed.search)[:SEARCH_MAX], number=page_number
        )
        notes = invoices.credit_notes_of([row.number for row in page.rows])
        spend = tuple(YearSpend(year, Money(total, currency)) for year, currency, total in invoices.spend_per_year())
    return InvoiceList(page.map(lambda row: _line(row, notes)), spend)


def export_invoices(actor: Actor, narrowed: InvoiceFilter) -> str:
    """The filtered list as CSV: amounts in major units with a point, dates as ISO 8601. Raises NotAllowed."""
    _check(actor)
    with reading() as session:
        invoices = Invoices(session, actor)
        rows = invoices.all(year=narrowed.year, offer=narrowed.offer, search=clean(narrowed.search)[:SEARCH_MAX])
        notes = invoices.credit_notes_of([row.number for row in rows])
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(["number", "issued_on", "offer", "currency", "net", "tax", "total", "order", "po_number", "credit_note"])
    for line, po_number in ((_line(row, notes), str(row.snapshot.get("po_number", ""))) for row in rows):
        amounts = (line.net.major, line.tax.major, line.total.major)
        table.writerow(
            [
                line.number,
                line.issued_on,
                line.offer,
                line.net.currency,
                *amounts,
                line.order_number,
                harmless(po_number),
                line.credit_note,
            ]
        )
    return written.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet doesn't take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _check(actor: Actor) -> None:
    if not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)


def _line(row: Invoice, notes: Mapping[str, CreditNote]) -> InvoiceLine:
    return InvoiceLine(
        number=row.number,
        issued_on=row.issued_on,
        offer=row.offer,
        net=Money(row.net_minor, row.currency),
        tax=Money(row.tax_minor, row.currency),
        total=Money(row.total_minor, row.currency),
        order_number=str(row.snapshot.get("order_number", "")),
        credit_note=notes[row.number].number if row.number in notes else "",
    )
