"""The list of invoices."""

import dataclasses
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, page_number, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_date, format_money
from actionpack_app.messages.words import offer_name
from actionpack_app.routes import INVOICES_CSV, invoice_pdf, order
from actionpack_app.services.invoices.browse import InvoiceFilter, InvoiceLine, YearSpend, list_invoices


@dataclasses.dataclass(frozen=True)
class InvoiceRow:
    """One invoice."""

    number: str
    issued: str
    offer: str
    net: str
    tax: str
    total: str
    order_number: str
    order_href: str
    href: str
    credit_note: str
    """What is read on the link to the credit note that took the invoice back; empty where none did."""
    credit_note_href: str


@dataclasses.dataclass(frozen=True)
class SpendBar:
    """One year of the picture; its width in hundredths of the largest."""

    year: str
    total: str
    width: float


class InvoicesState(rx.State):
    """A page of the company's invoices."""

    phase: str = LOADING
    message: str = ""
    rows: list[InvoiceRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    spend: list[SpendBar] = []  # noqa: RUF012
    years: list[str] = []  # noqa: RUF012
    year: str = ""
    offer: str = ""
    search: str = ""
    number: int = 1
    last: int = 1
    total: int = 0
    more: bool = False
    csv_href: str = INVOICES_CSV

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        await self._read()

    @rx.event
    async def choose_year(self, year: str) -> None:
        """Narrows the list to a year, or not."""
        self.year, self.number = argument(year, 4) if argument(year, 4).isdecimal() else "", 1
        await self._read()

    @rx.event
    async def choose_offer(self, offer: str) -> None:
        """Narrows the list to an offer, or not."""
        self.offer, self.number = argument(offer) if argument(offer) in set(Offer) else "", 1
        await self._read()

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Searches by number."""
        given = fields(form)
        self.search, self.number = argument(given.get("search")), 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    async def _read(self) -> None:
        narrowed = InvoiceFilter(int(self.year) if self.year else None, Offer(self.offer) if self.offer else None, self.search)
        try:
            found = await run(list_invoices, narrowed, self.number)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.rows = [_row(line) for line in found.page.rows]
        self.number, self.last, self.total, self.more = found.page.number, found.page.last, found.page.total, found.page.more
        self.spend = _bars(found.spend)
        self.years = [str(spent.year) for spent in reversed(found.spend)]
        asked = {"year": self.year, "offer": self.offer, "search": self.search}
        self.csv_href = f"{INVOICES_CSV}?{urlencode(asked)}"
        self.phase = READY


def _row(line: InvoiceLine) -> InvoiceRow:
    return InvoiceRow(
        number=line.number,
        issued=format_date(line.issued_on),
        offer=offer_name(line.offer),
        net=format_money(line.net),
        tax=format_money(line.tax),
        total=format_money(line.total),
        order_number=line.order_number,
        order_href=order(current_locale(), line.order_number),
        href=invoice_pdf(line.number),
        credit_note=_("Credit note {number}").format(number=line.credit_note) if line.credit_note else "",
        credit_note_href=invoice_pdf(line.credit_note) if line.credit_note else "",
    )


def _bars(spend: tuple[YearSpend, ...]) -> list[SpendBar]:
    largest = max((spent.total.amount_minor for spent in spend), default=0) or 1
    return [
        SpendBar(str(spent.year), format_money(spent.total), round(100 * max(0, spent.total.amount_minor) / largest, 1))
        for spent in spend
    ]
