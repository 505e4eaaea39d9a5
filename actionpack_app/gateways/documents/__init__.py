"""Invoices and credit notes as PDF, set by typst: accessible (PDF/UA-1), text extractable, the same bytes for a snapshot."""

import dataclasses
import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import typst

from actionpack_app.domain.calendar import Term
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.formats import format_date, format_money, format_percent, format_term
from actionpack_app.messages.words import country_name, offer_name

_HERE = Path(__file__).parent


@dataclasses.dataclass(frozen=True, slots=True)
class InvoiceSnapshot:
    """Everything that is printed on an invoice, as it was on the day of issue."""

    number: str
    locale: str
    issued_on: str
    seller_name: str
    seller_address: list[str]
    seller_tax_id: str
    buyer_lines: list[str]
    buyer_country: str
    buyer_tax_id: str
    mpn_id: str
    order_number: str
    po_number: str
    offer: str
    term_start: str
    term_expiry: str
    currency: str
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_percent: str
    reverse_charge: bool
    paid_by: str
    """Brand and last digits of the card, or "transfer"."""
    corrects: str = ""
    """The number of the invoice that a credit note takes back; empty on an invoice."""
    corrects_on: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "InvoiceSnapshot":
        """The stored form read back."""
        return cls(**stored)


def render_invoice(snapshot: InvoiceSnapshot) -> bytes:
    """The invoice as PDF/UA-1 in the partner's language."""
    with use_locale(snapshot.locale):
        data = _worded(snapshot)
    issued = date.fromisoformat(snapshot.issued_on)
    return _compiled(json.dumps(data, ensure_ascii=False), datetime(issued.year, issued.month, issued.day, tzinfo=UTC))


def _compiled(data: str, at: datetime) -> bytes:
    """The document. What no font can show, such as a picture in somebody's reference, is a question mark: PDF/UA wants glyphs."""
    while True:
        try:
            made = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards="ua-1", timestamp=at)
            return cast("bytes", made)
        except typst.TypstError as refused:
            unknown = {char for text in _UNSHOWN.findall(str(refused)) for char in text if not char.isascii()}
            if not unknown & set(data):
                raise
            data = _without(unknown, data)


def _without(unknown: set[str], data: str) -> str:
    """A question mark for each of them, with the marks that belong to it: what they were for is gone."""
    kept: list[str] = []
    for char in data:
        if char in unknown:
            kept.append("?")
        elif not (kept and kept[-1] == "?" and unicodedata.category(char) in _MARKS):
            kept.append(char)
    return "".join(kept)


_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_UNSHOWN = re.compile(r'the text `?"(.+?)"`? could not be displayed')


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_HERE / "fonts")])


def _compiler() -> typst.Compiler:
    return typst.Compiler(str(_HERE / "invoice.typ"), root=str(_HERE), font_paths=_fonts())


def _worded(snapshot: InvoiceSnapshot) -> dict[str, Any]:
    issued = date.fromisoformat(snapshot.issued_on)
    term = Term(date.fromisoformat(snapshot.term_start), date.fromisoformat(snapshot.term_expiry))
    title = (_("Credit note {number}") if snapshot.corrects else _("Invoice {number}")).format(number=snapshot.number)
    return {
        "title": title,
        "heading": title,
        "lang": snapshot.locale,
        "date": [issued.year, issued.month, issued.day],
        "seller": {
            "name": snapshot.seller_name,
            "lines": [*snapshot.seller_address, _("Tax ID: {tax_id}").format(tax_id=snapshot.seller_tax_id)],
        },
        "buyer": _buyer(snapshot),
        "facts": _facts(snapshot, issued),
        "labels": {
            "bill_to": _("Bill to"),
            "description": _("Description"),
            "amount": _("Amount"),
            "net": _("Net"),
            "total": _("Total"),
        },
        "offer": offer_name(Offer(snapshot.offer)),
        "term": format_term(term),
        "net": _amount(snapshot.net_minor, snapshot),
        "tax": _amount(snapshot.tax_minor, snapshot),
        "total": _amount(snapshot.total_minor, snapshot),
        "tax_label": _("Tax ({percent})").format(percent=format_percent(Decimal(snapshot.tax_percent))),
        "notes": _notes(snapshot),
        "footer": f"{snapshot.seller_name} · {snapshot.number}",
    }


def _buyer(snapshot: InvoiceSnapshot) -> list[str]:
    tax_id = [_("Tax ID: {tax_id}").format(tax_id=snapshot.buyer_tax_id)] if snapshot.buyer_tax_id else []
    return [*snapshot.buyer_lines, country_name(snapshot.buyer_country), *tax_id]


def _facts(snapshot: InvoiceSnapshot, issued: date) -> list[tuple[str, str]]:
    facts = [
        (_("Credit note number") if snapshot.corrects else _("Invoice number"), snapshot.number),
        (_("Date") if snapshot.corrects else _("Invoice date"), format_date(issued)),
        *([(_("Corrects invoice"), snapshot.corrects)] if snapshot.corrects else []),
        (_("Order number"), snapshot.order_number),
        (_("MPN ID"), snapshot.mpn_id),
    ]
    return [*facts, (_("Purchase order number"), snapshot.po_number)] if snapshot.po_number else facts


def _notes(snapshot: InvoiceSnapshot) -> list[str]:
    by_transfer = snapshot.paid_by == "transfer"
    if snapshot.corrects:
        return [_credited(snapshot), *_reverse(snapshot)]
    paid = _("Paid by bank transfer.") if by_transfer else _("Paid by card: {card}.").format(card=snapshot.paid_by)
    return [paid, *_reverse(snapshot)]


def _credited(snapshot: InvoiceSnapshot) -> str:
    day = format_date(date.fromisoformat(snapshot.corrects_on))
    return _("This takes back invoice {number} of {day} in full.").format(number=snapshot.corrects, day=day)


def _reverse(snapshot: InvoiceSnapshot) -> list[str]:
    return [_("Reverse charge: the recipient is liable for the tax.")] if snapshot.reverse_charge else []


def _amount(minor: int, snapshot: InvoiceSnapshot) -> str:
    return format_money(Money(-minor if snapshot.corrects else minor, snapshot.currency))
