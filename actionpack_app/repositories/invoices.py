"""The company's invoices, and the credit notes that took some of them back."""

import functools
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from sqlalchemy import bindparam, false
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.models import CreditNote, Invoice, InvoicedYear, InvoiceNumber
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.numbers import NUMBERED_MOST, found_by_number
from actionpack_app.repositories.pages import Page, bounded_page_of, unindexed

_OF_ORDER = select(Invoice).where(Invoice.partner_id == bindparam("partner"), Invoice.order_id == bindparam("order"))


class Invoices:
    """Invoices of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    @functools.cached_property
    def _mine(self) -> SelectOfScalar[Invoice]:
        return select(Invoice).where(Invoice.partner_id == self._partner_id)

    @functools.cached_property
    def _notes(self) -> SelectOfScalar[CreditNote]:
        return select(CreditNote).where(CreditNote.partner_id == self._partner_id)

    def get(self, number: str) -> Invoice:
        """One invoice. Raises NotFound."""
        found = self._session.exec(self._mine.where(Invoice.number == findable(number))).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def page(self, *, year: int | None, offer: Offer | None, search: str, number: int) -> Page[Invoice]:
        """A page of the filtered list, the newest first."""
        query = self._filtered(year, offer, search, NUMBERED_MOST)
        return bounded_page_of(self._session, query, self._newest_first(), number, NUMBERED_MOST if search else None)

    def all(self, *, year: int | None, offer: Offer | None, search: str) -> list[Invoice]:
        """The whole filtered list, for an export."""
        return list(self._session.exec(self._filtered(year, offer, search, None).order_by(*self._newest_first())))

    def of_subscription(self, subscription_id: str) -> list[Invoice]:
        """A subscription's invoices, the newest first."""
        query = self._mine.where(Invoice.subscription_id == subscription_id)
        return list(self._session.exec(query.order_by(*self._newest_first())))

    def of_order(self, order_id: str) -> Invoice | None:
        """The invoice of a paid order."""
        return self._session.exec(_OF_ORDER, params={"partner": self._partner_id, "order": order_id}).one_or_none()

    def credit_note(self, number: str) -> CreditNote:
        """One credit note. Raises NotFound."""
        query = self._notes.where(CreditNote.number == findable(number))
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def credit_notes_of(self, invoice_numbers: list[str]) -> dict[str, CreditNote]:
        """The credit notes of these invoices, by the invoice's number."""
        found = self._session.exec(self._notes.where(col(CreditNote.invoice_number).in_(invoice_numbers)))
        return {note.invoice_number: note for note in found}

    def spend_per_year(self) -> list[tuple[int, str, int]]:
        """Year, currency and total in minor units, the oldest year first; what was credited counts against its own year."""
        query = select(InvoicedYear).where(InvoicedYear.partner_id == self._partner_id)
        years = self._session.exec(query.order_by(col(InvoicedYear.year), col(InvoicedYear.currency)))
        return [(year.year, year.currency, year.total_minor) for year in years]

    def add(self, invoice: Invoice) -> None:
        """Stores an issued invoice; no row of this table ever changes."""
        self._session.add(invoice)

    def _newest_first(self) -> tuple[Any, ...]:
        return (col(Invoice.issued_on).desc(), col(Invoice.number).desc())

    def _filtered(self, year: int | None, offer: Offer | None, search: str, most: int | None) -> SelectOfScalar[Invoice]:
        query = self._mine
        if search:  # its numbers lead, nothing else does
            found = found_by_number(InvoiceNumber, self._partner_id, search, most=most)
            query = select(Invoice).where(col(Invoice.number).in_(found), unindexed(Invoice.partner_id) == self._partner_id)
        day, chosen = (unindexed(Invoice.issued_on), unindexed(Invoice.offer)) if search else (Invoice.issued_on, Invoice.offer)
        if year is not None and not MINYEAR <= year <= MAXYEAR:
            query = query.where(false())
        elif year is not None:
            query = query.where(day >= date(year, 1, 1), day <= date(year, 12, 31))
        return query if offer is None else query.where(chosen == offer)
