"""An order in words, for the dialog and the order's page."""

import dataclasses

from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain_decline
from actionpack_app.messages.formats import format_date, format_money, format_percent, format_term
from actionpack_app.messages.words import method_name, offer_name, order_status_name
from actionpack_app.routes import calendar_file, invoice_pdf, order, subscription
from actionpack_app.services.membership.overview import CardFace
from actionpack_app.services.orders.view import OrderView, TransferInstructions


@dataclasses.dataclass(frozen=True)
class CardChoice:
    """One saved card to pick."""

    id: str
    label: str
    detail: str


@dataclasses.dataclass(frozen=True)
class OrderShown:
    """An order as it is read."""

    number: str = ""
    title: str = ""
    offer: str = ""
    status: str = ""
    status_text: str = ""
    step: str = ""
    method: str = ""
    card_id: str = ""
    cards: list[CardChoice] = dataclasses.field(default_factory=list)
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    po_number: str = ""
    term: str = ""
    start: str = ""
    expiry: str = ""
    next_renewal: str = ""
    company: str = ""
    bill_to: str = ""
    payment: str = ""
    net: str = ""
    tax_label: str = ""
    tax: str = ""
    total: str = ""
    reverse_charge: bool = False
    upgrade: bool = False
    decline: str = ""
    needs_authentication: bool = False
    account_holder: str = ""
    account_bank: str = ""
    account_number: str = ""
    account_code: str = ""
    reference: str = ""
    last_day: str = ""
    may_cancel: bool = False
    invoice_href: str = ""
    calendar_href: str = ""
    order_href: str = ""
    subscription_href: str = ""


def show(view: OrderView) -> OrderShown:
    """Puts an order into words, in the language of the context."""
    locale = current_locale()
    shown = OrderShown(
        number=view.number,
        title=_("Renew subscription") if view.renews else _("Buy"),
        offer=offer_name(view.offer),
        status=view.status,
        status_text=order_status_name(view.status),
        step=step_of(view),
        method=view.method or "",
        card_id=view.card.id if view.card else "",
        cards=[CardChoice(card.id, _face(card), _expires(card)) for card in view.cards],
        contact_name=view.contact_name,
        contact_phone=view.contact_phone,
        contact_email=view.contact_email,
        po_number=view.po_number,
        term=format_term(view.term),
        start=format_date(view.term.start),
        expiry=format_date(view.term.expiry),
        next_renewal=format_date(view.term.anniversary),
        company=f"{view.company} · MPN {view.mpn_id}",
        bill_to=", ".join(view.bill_to),
        payment=_face(view.card) if view.card and view.method is PaymentMethod.CARD else method_name(view.method),
        net=format_money(view.net),
        tax_label=_("Tax ({percent})").format(percent=format_percent(view.tax_percent)),
        tax=format_money(view.tax),
        total=format_money(view.total),
        reverse_charge=view.reverse_charge,
        upgrade=view.upgrade,
        decline=explain_decline(view.decline_code) if view.decline_code else "",
        needs_authentication=view.needs_authentication,
        may_cancel=view.status is OrderStatus.AWAITING_PAYMENT,
        invoice_href=invoice_pdf(view.invoice_number) if view.invoice_number else "",
        calendar_href=calendar_file(view.calendar_token) if view.calendar_token else "",
        order_href=order(locale, view.number),
        subscription_href=subscription(locale, view.subscription_id) if view.subscription_id else "",
    )
    return _with_instructions(shown, view.transfer) if view.transfer else shown


def step_of(view: OrderView) -> str:
    """Where the dialog stands: method, review, paying, authenticate, transfer or paid; `over` for what has ended."""
    match view.status:
        case OrderStatus.DRAFT:
            return "review" if view.step == "review" else "method"
        case OrderStatus.PROCESSING:
            return "authenticate" if view.needs_authentication else "paying"
        case OrderStatus.AWAITING_PAYMENT | OrderStatus.PROOF_IN_REVIEW:
            return "transfer"
        case OrderStatus.PAID:
            return "paid"
        case OrderStatus.EXPIRED | OrderStatus.CANCELLED | OrderStatus.REFUNDED:
            return "over"


def _with_instructions(shown: OrderShown, transfer: TransferInstructions) -> OrderShown:
    return dataclasses.replace(
        shown,
        account_holder=transfer.account.holder,
        account_bank=transfer.account.bank,
        account_number=transfer.account.account,
        account_code=transfer.account.code,
        reference=transfer.reference,
        last_day=format_date(transfer.last_day),
    )


def _face(card: CardFace) -> str:
    return _("{brand} ending in {last4}").format(brand=card.brand, last4=card.last4)


def _expires(card: CardFace) -> str:
    return _("Valid until {month}/{year}").format(month=f"{card.exp_month:02d}", year=card.exp_year)
