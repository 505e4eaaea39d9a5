"""Partners in words, as the desk sees them."""

import dataclasses

from actionpack_app.components.basics import Fact
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.changes import change_of
from actionpack_app.messages.deeds import author_name, deed
from actionpack_app.messages.formats import format_contact, format_date, format_moment, format_money
from actionpack_app.messages.notices import in_words
from actionpack_app.messages.payments import explain_term
from actionpack_app.messages.tones import TONE_OF_ORDER
from actionpack_app.messages.words import (
    country_name,
    language_name,
    method_name,
    offer_name,
    order_status_name,
    problem_name,
    request_status_name,
    role_name,
)
from actionpack_app.routes import desk_invoice_pdf, desk_partner, desk_request
from actionpack_app.services.activity.browse import ActivityLine
from actionpack_app.services.invoices.browse import InvoiceLine
from actionpack_app.services.lookup.find import PartnerLine
from actionpack_app.services.lookup.show import AskedLine, OrderLine, Part, PartnerFacts, PersonLine, Row, ToldLine

TONE_OF_REQUEST = {"open": "info", "answered": "ok", "closed": "neutral"}


@dataclasses.dataclass(frozen=True)
class PartnerRow:
    """One company of the list."""

    name: str
    href: str
    mpn: str
    country: str
    managed_in: str
    held: list[str]


@dataclasses.dataclass(frozen=True)
class PartnerShown:
    """The company itself."""

    id: str = ""
    name: str = ""
    line: str = ""
    """MPN ID, where it is managed, its own time."""
    facts: list[Fact] = dataclasses.field(default_factory=list)
    in_pmc: bool = False


@dataclasses.dataclass(frozen=True)
class LookRow:
    """One row of any part's table; the page knows which cells it has."""

    cells: list[str]
    status: str = ""
    tone: str = "neutral"
    href: str = ""
    more_href: str = ""


def part_name(part: Part) -> str:
    """What a part of a partner is called, as in the partner's own navigation."""
    return {
        Part.OFFERS: _("Membership offers"),
        Part.COMPANY: _("Company and people"),
        Part.ORDERS: _("Orders"),
        Part.INVOICES: _("Invoices"),
        Part.REQUESTS: _("Support requests"),
        Part.NOTICES: _("Notifications"),
        Part.ACTIVITY: _("Activity"),
    }[part]


def managed_in_name(*, in_pmc: bool) -> str:
    """Where a partner is managed."""
    return _("Partner Membership Center") if in_pmc else _("Partner Center")


def show_line(line: PartnerLine, locale: str) -> PartnerRow:
    """A row of the list."""
    return PartnerRow(
        name=line.name,
        href=desk_partner(locale, line.id),
        mpn=line.mpn_id or "–",
        country=country_name(line.country),
        managed_in=managed_in_name(in_pmc=line.in_pmc),
        held=[_("{offer}, to {date}").format(offer=offer_name(held.offer), date=format_date(held.expiry)) for held in line.held],
    )


def show_partner(facts: PartnerFacts) -> PartnerShown:
    """The company's own facts."""
    clock = _("{moment}, by its test clock") if facts.has_test_clock else "{moment}"
    now = clock.format(moment=format_moment(facts.now, facts.time_zone))
    mpn = f"MPN {facts.mpn_id}" if facts.mpn_id else "MPN –"
    return PartnerShown(
        id=facts.id,
        name=facts.name,
        line=" · ".join((mpn, managed_in_name(in_pmc=facts.in_pmc), f"{facts.time_zone}: {now}")),
        facts=[
            Fact(_("Address"), facts.address or "–"),
            Fact(_("Country"), country_name(facts.country)),
            Fact(_("Tax ID"), facts.tax_id or "–"),
            Fact(_("Billing email"), facts.billing_email or "–"),
            Fact(_("Currency"), facts.currency),
            Fact(_("Language"), language_name(facts.locale)),
            Fact(_("Time zone"), facts.time_zone),
            Fact(_("Managed in"), managed_in_name(in_pmc=facts.in_pmc)),
        ],
        in_pmc=facts.in_pmc,
    )


def show_row(row: Row, zone: str) -> LookRow:
    """A row of the part that is looked at, with times of the partner's zone."""
    match row:
        case PersonLine():
            seen = format_moment(row.last_sign_in_at, zone) if row.last_sign_in_at else _("never")
            status, tone = (_("Active"), "ok") if row.active else (_("Deactivated"), "neutral")
            return LookRow([row.name or author_name("former", ""), row.email, role_name(row.role), seen], status, tone)
        case OrderLine():
            return _order(row, zone)
        case InvoiceLine():
            return _invoice(row)
        case AskedLine():
            cells = [row.number, row.title, problem_name(row.problem), row.who, format_moment(row.updated_at, zone)]
            href = desk_request(current_locale(), row.number)
            return LookRow(cells, request_status_name(row.status), TONE_OF_REQUEST[row.status], href)
        case ToldLine():
            words = in_words(row.facts)
            return LookRow([format_moment(row.at, zone), words.title, " ".join(words.lines)])
        case ActivityLine():
            return _activity(row, zone)


def _order(row: OrderLine, zone: str) -> LookRow:
    cells = [
        row.number,
        offer_name(row.offer),
        explain_term(row.term, row.term_from) or "–",
        method_name(row.method),
        format_money(row.total),
        format_moment(row.at, zone),
        format_contact(row.contact.name, row.contact.phone, row.contact.email),
    ]
    return LookRow(cells, order_status_name(row.status), TONE_OF_ORDER[row.status])


def _invoice(row: InvoiceLine) -> LookRow:
    amounts = [format_money(amount) for amount in (row.net, row.tax, row.total)]
    note = _("Credit note {number}").format(number=row.credit_note) if row.credit_note else ""
    return LookRow(
        [row.number, format_date(row.issued_on), offer_name(row.offer), *amounts, note],
        href=desk_invoice_pdf(row.number),
        more_href=desk_invoice_pdf(row.credit_note) if row.credit_note else "",
    )


def _activity(row: ActivityLine, zone: str) -> LookRow:
    change = change_of(row.action, row.subject, row.details)
    about = [row.order or ("" if row.subject.isdecimal() else row.subject), offer_name(row.offer) if row.offer else ""]
    return LookRow(
        [
            format_moment(row.at, zone),
            author_name(row.by, row.who),
            deed(row.action),
            " · ".join(part for part in about if part),
            " · ".join(part for part in (change.line, *change.more) if part),
            row.address or "–",
        ]
    )
