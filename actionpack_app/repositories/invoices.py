"""The company's invoices, and the credit notes that took some of them back."""

from collections import defaultdict
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from sqlalchemy import extract, false, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.models import CreditNote, Invoice
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import Page, contains, page_of


class Invoices:
    """Invoices of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id
        self._mine = select(Invoice).where(Invoice.partner_id == actor.partner_id)
        self._notes = select(CreditNote).where(CreditNote.partner_id == actor.partner_id)

    def get(self, number: str) -> Invoice:
        """One invoice. Raises NotFound."""
        found = self._session.exec(self._mine.where(Invoice.number == findable(number))).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def page(self, *, year: int | None, offer: Offer | None, search: str, number: int) -> Page[Invoice]:
        """A page of the filtered list, the newest first."""
        return page_of(self._session, self._filtered(year, offer, search), self._newest_first(), number)

    def all(self, *, year: int | None, offer: Offer | None, search: str) -> list[Invoice]:
        """The whole filtered list, for an export."""
        return list(self._session.exec(self._filtered(year, offer, search).order_by(*self._newest_first())))

    def of_subscription(self, subscription_id: str) -> list[Invoice]:
        """A subscription's invoices, the newest first."""
        query = self._mine.where(Invoice.subscription_id == subscription_id)
        return list(self._session.exec(query.order_by(*self._newest_first())))

    def of_order(self, order_id: str) -> Invoice | None:
        """The invoice of a paid order."""
        return self._session.exec(self._mine.where(Invoice.order_id == order_id)).one_or_none()

    def credit_note(self, number: str) -> CreditNote:
        """One credit note. Raises NotFound."""
        query = self._notes.where(CreditNote.number == findable(number))
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def credit_note_of(self, order_id: str) -> CreditNote | None:
        """The credit note that took an order's invoice back."""
        return self._session.exec(self._notes.where(CreditNote.order_id == order_id)).one_or_none()

    def credit_notes_of(self, invoice_numbers: list[str]) -> dict[str, CreditNote]:
        """The credit notes of these invoices, by the invoice's number."""
        found = self._session.exec(self._notes.where(col(CreditNote.invoice_number).in_(invoice_numbers)))
        return {note.invoice_number: note for note in found}

    def spend_per_year(self) -> list[tuple[int, str, int]]:
        """Year, currency and total in minor units, the oldest year first; what was credited counts against its own year."""
        spent: dict[tuple[int, str], int] = defaultdict(int)
        for at, currency, total in self._totals(Invoice):
            spent[at, currency] += total
        for at, currency, total in self._totals(CreditNote):
            spent[at, currency] -= total
        return [(at, currency, total) for (at, currency), total in sorted(spent.items())]

    def _totals(self, table: type[Invoice] | type[CreditNote]) -> list[tuple[int, str, int]]:
        year = extract("year", col(table.issued_on))
        query = (
            select(year, table.currency, func.sum(table.total_minor))
            .where(table.partner_id == self._partner_id)
            .group_by(year, col(table.currency))
        )
        return [(int(at), currency, int(total)) for at, currency, total in self._session.exec(query)]

    def add(self, invoice: Invoice) -> None:
        """Stores an issued invoice; no row of this table ever changes."""
        self._session.add(invoice)

    def _newest_first(self) -> tuple[Any, ...]:
        return (col(Invoice.issued_on).desc(), col(Invoice.number).desc())

    def _filtered(self, year: int | None, offer: Offer | None, search: str) -> SelectOfScalar[Invoice]:
        query = self._mine
        if year is not None and not MINYEAR <= year <= MAXYEAR:
            query = query.where(false())
        elif year is not None:
            query = query.where(Invoice.issued_on >= date(year, 1, 1), Invoice.issued_on <= date(year, 12, 31))
        if offer is not None:
            query = query.where(Invoice.offer == offer)
        if search:
            query = query.where(contains(Invoice.number, search))
        return query
