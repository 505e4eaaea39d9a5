"""An order in words, for the dialog and the order's page."""

import dataclasses

from actionpack_app.dialogs.card_entry.choice import CardChoice, card_choice
from actionpack_app.dialogs.checkout.approval_view import ApprovalShown, show_approval
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, TermFrom
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import (
    format_card,
    format_contact,
    format_date,
    format_money,
    format_percent,
)
from actionpack_app.messages.payments import explain_decline, explain_refund, explain_term, tone_of_refund
from actionpack_app.messages.reasons import explain_blocker
from actionpack_app.messages.words import account_field_name, method_name, offer_name, order_status_name
from actionpack_app.routes import calendar_file, challenge, invoice_pdf, order, subscription
from actionpack_app.services.orders.view import OrderView, TransferInstructions


@dataclasses.dataclass(frozen=True)
class AccountField:
    """One line of the receiving account."""

    name: str
    value: str
    digits: bool
    """Whether it has to be copied to the letter, and is set so."""


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
    contact: str = ""
    """The three in a line, once the order is to be paid by transfer."""
    po_number: str = ""
    term: str = ""
    start: str = ""
    expiry: str = ""
    next_renewal: str = ""
    dated: bool = True
    """Whether the term's dates are known."""
    company: str = ""
    bill_to: str = ""
    payment: str = ""
    net: str = ""
    tax_label: str = ""
    tax: str = ""
    total: str = ""
    reverse_charge: bool = False
    upgrade: bool = False
    in_pmc: bool = False
    decline: str = ""
    needs_authentication: bool = False
    account: list[AccountField] = dataclasses.field(default_factory=list)
    reference: str = ""
    received: str = ""
    """What of a transfer has arrived, in a sentence."""
    last_day: str = ""
    matched: bool = False
    may_cancel: bool = False
    why_not_cancel: list[str] = dataclasses.field(default_factory=list)
    may_prove: bool = False
    refund: str = ""
    refund_tone: str = "info"
    disputed: bool = False
    challenge_href: str = ""
    invoice_href: str = ""
    credit_note_href: str = ""
    calendar_href: str = ""
    order_href: str = ""
    subscription_href: str = ""
    approval: ApprovalShown = dataclasses.field(default_factory=ApprovalShown)


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
        cards=[card_choice(card) for card in view.cards],
        contact_name=view.contact_name,
        contact_phone=view.contact_phone,
        contact_email=view.contact_email,
        contact=_contact(view),
        po_number=view.po_number,
        term=explain_term(view.term, view.term_from),
        start=format_date(view.term.start),
        expiry=format_date(view.term.expiry),
        next_renewal=_next_renewal(view),
        dated=view.term_from is TermFrom.DATES,
        company=f"{view.company} · MPN {view.mpn_id}",
        bill_to=", ".join(view.bill_to),
        payment=format_card(view.card) if view.card and view.method is PaymentMethod.CARD else method_name(view.method),
        net=format_money(view.net),
        tax_label=_("Tax ({percent})").format(percent=format_percent(view.tax_percent)),
        tax=format_money(view.tax),
        total=format_money(view.total),
        reverse_charge=view.reverse_charge,
        upgrade=view.upgrade,
        in_pmc=view.in_pmc,
        decline=explain_decline(view.decline_code) if view.decline_code else "",
        needs_authentication=view.needs_authentication,
        may_cancel=not view.against_cancelling,
        why_not_cancel=[explain_blocker(blocker) for blocker in view.against_cancelling],
        refund=explain_refund(view.refund) if view.refund else "",
        refund_tone=tone_of_refund(view.refund.status) if view.refund else "info",
        disputed=view.disputed,
        challenge_href=f"{challenge(view.number)}?locale={locale}",
        invoice_href=invoice_pdf(view.invoice_number) if view.invoice_number else "",
        credit_note_href=invoice_pdf(view.credit_note_number) if view.credit_note_number else "",
        calendar_href=calendar_file(view.calendar_token) if view.calendar_token else "",
        order_href=order(locale, view.number),
        subscription_href=subscription(locale, view.subscription_id) if view.subscription_id else "",
        approval=show_approval(view.approval, view.approval_message),
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


def _next_renewal(view: OrderView) -> str:
    if view.term_from is TermFrom.DATES:
        return format_date(view.term.anniversary)
    return _("On the day after that year")


def _contact(view: OrderView) -> str:
    if view.method is not PaymentMethod.TRANSFER:  # a card has none, though the draft proposes one
        return ""
    return format_contact(view.contact_name, view.contact_phone, view.contact_email)


def _with_instructions(shown: OrderShown, transfer: TransferInstructions) -> OrderShown:
    account = [("reference", transfer.reference), *transfer.account] if transfer.reference else []
    return dataclasses.replace(
        shown,
        account=[AccountField(account_field_name(key), value, key not in _WORDS) for key, value in account],
        reference=transfer.reference,
        received=_received(transfer),
        last_day=format_date(transfer.last_day),
        matched=transfer.matched,
        may_prove=shown.may_cancel and not transfer.matched,
    )


_WORDS = frozenset({"holder", "bank", "branch", "account_type"})


def _received(transfer: TransferInstructions) -> str:
    if transfer.received.amount_minor <= 0:
        return ""
    amount = format_money(transfer.received)
    return _("{amount} has arrived so far. Please transfer the rest with the same reference.").format(amount=amount)
