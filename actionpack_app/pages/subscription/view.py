"""One subscription in words."""

import dataclasses

from actionpack_app.components.year import YearView, year_view
from actionpack_app.domain.blockers import ManagedElsewhere
from actionpack_app.domain.rights import Right
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.deeds import author_name, deed
from actionpack_app.messages.formats import (
    format_card,
    format_count,
    format_date,
    format_day_of,
    format_moment,
    format_money,
    format_term,
)
from actionpack_app.messages.happenings import item_name
from actionpack_app.messages.notices import in_words
from actionpack_app.messages.payments import explain_refund
from actionpack_app.messages.reasons import explain_blocker, explain_outlook
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.tones import TONE_OF_ORDER, TONE_OF_STATUS
from actionpack_app.messages.words import action_name, benefit_name, method_name, offer_name, order_status_name, status_name
from actionpack_app.routes import calendar_file, invoice_pdf, order, support_request
from actionpack_app.services.notices.of_subscription import Told
from actionpack_app.services.subscriptions.show import OrderLine, SubscriptionDetails


@dataclasses.dataclass(frozen=True)
class OrderRow:
    """An order of the subscription."""

    number: str
    href: str
    placed: str
    status: str
    tone: str
    payment: str
    total: str
    invoice_number: str
    invoice_href: str
    credit_note_href: str
    refund: str
    in_pmc: bool


@dataclasses.dataclass(frozen=True)
class BenefitRow:
    """One line of what is included."""

    name: str
    quantity: int


@dataclasses.dataclass(frozen=True)
class ActivityRow:
    """One thing that was done."""

    at: str
    who: str
    what: str
    subject: str


@dataclasses.dataclass(frozen=True)
class MailMark:
    """How far the mails of a notice to some people are."""

    text: str
    tone: str


@dataclasses.dataclass(frozen=True)
class ToldRow:
    """One notice, and how far its mails are."""

    at: str
    title: str
    mails: list[MailMark]
    failed: str
    """The addresses that could not be reached."""


@dataclasses.dataclass(frozen=True)
class ComingRow:
    """What will happen."""

    at: str
    what: str


@dataclasses.dataclass(frozen=True)
class LeftOutRow:
    """An action that isn't possible now."""

    action: str
    name: str


@dataclasses.dataclass(frozen=True)
class DetailsShown:
    """The page's facts."""

    id: str = ""
    offer: str = ""
    name: str = ""
    status: str = ""
    tone: str = "neutral"
    term: str = ""
    expiry: str = ""
    ended: str = ""
    """The day that ended it before its expiry; empty for all others."""
    next: str = ""
    renewal: str = ""
    payment: str = ""
    year: YearView = dataclasses.field(default_factory=YearView)
    may_renew: bool = False
    why: list[str] = dataclasses.field(default_factory=list)
    may_turn_off: bool = False
    may_cancel: bool = False
    may_replace: bool = False
    cancellation_href: str = ""
    transfer_href: str = ""
    calendar_href: str = ""
    latest_invoice_href: str = ""
    sees_billing: bool = False
    who_sees_billing: str = ""
    sees_activity: bool = False
    who_sees_activity: str = ""
    benefits_run: bool = False
    in_pmc: bool = False
    """Still renewed in the Partner Membership Center."""


def show_details(found: SubscriptionDetails) -> DetailsShown:
    """The facts in words."""
    held, locale = found.summary, current_locale()
    newest = next((line.invoice_number for line in found.orders if line.invoice_number), "")
    return DetailsShown(
        id=held.id,
        offer=held.offer,
        name=offer_name(held.offer),
        status=status_name(held.status),
        tone=TONE_OF_STATUS[held.status],
        term=format_term(held.term),
        expiry=format_date(held.term.expiry),
        ended=format_date(held.ended_on) if held.ended_on else "",
        next=explain_outlook(held.outlook),
        renewal=_renewal(found),
        payment=_payment(found),
        year=year_view(held.term, found.today, held.ended_on),
        may_renew=not found.blockers,
        why=[explain_blocker(blocker) for blocker in found.blockers],
        may_turn_off=held.may_turn_off,
        may_cancel=found.may_cancel,
        may_replace=found.may_replace,
        cancellation_href=support_request(locale, held.cancellation_request) if held.cancellation_request else "",
        transfer_href=order(locale, found.transfer.number) if found.transfer and found.sees_billing else "",
        calendar_href=calendar_file(found.calendar_token),
        latest_invoice_href=invoice_pdf(newest) if newest else "",
        sees_billing=found.sees_billing,
        who_sees_billing=explain_right(Right.SEE_BILLING),
        sees_activity=found.sees_activity,
        who_sees_activity=explain_right(Right.SEE_ACTIVITY, Right.SEE_BILLING_ACTIVITY),
        benefits_run=found.benefits_run,
        in_pmc=ManagedElsewhere() in found.blockers,
    )


def show_left_out(found: SubscriptionDetails) -> list[LeftOutRow]:
    """What can't be done with it now."""
    return [LeftOutRow(action, action_name(action)) for action in found.left_out]


def show_orders(found: SubscriptionDetails) -> list[OrderRow]:
    """The orders and invoices."""
    return [_order_row(line, found.time_zone) for line in found.orders]


def show_benefits(found: SubscriptionDetails) -> list[BenefitRow]:
    """What the offer includes."""
    return [BenefitRow(benefit_name(grant.key), grant.quantity) for grant in found.benefits]


def show_activity(found: SubscriptionDetails) -> list[ActivityRow]:
    """Who did what, when, in the company's time zone."""
    return [
        ActivityRow(format_moment(line.at, found.time_zone), author_name(line.by, line.who), deed(line.action), line.subject)
        for line in found.activity
    ]


def show_told(found: SubscriptionDetails) -> list[ToldRow]:
    """What the company was told of it, in the company's time zone."""
    return [
        ToldRow(
            format_moment(told.at, found.time_zone),
            in_words(told.facts).title,
            [MailMark(text.format(people=_people(count)), tone) for text, count, tone in _mails(told) if count],
            ", ".join(told.failed),
        )
        for told in found.told
    ]


def show_coming(found: SubscriptionDetails) -> list[ComingRow]:
    """What will happen by itself, in the company's time zone."""
    return [ComingRow(format_moment(coming.at, found.time_zone), item_name(coming.item)) for coming in found.to_come]


def _mails(told: Told) -> tuple[tuple[str, int, str], ...]:
    return (
        (_("Sent: {people}"), told.sent, "ok"),
        (_("Waiting: {people}"), told.waiting, "info"),
        (_("Failed: {people}"), len(told.failed), "danger"),
        (_("App only: {people}"), told.app_only, "neutral"),
    )


def _people(count: int) -> str:
    return _("1 person") if count == 1 else _("{count} people").format(count=format_count(count))


def _order_row(line: OrderLine, time_zone: str) -> OrderRow:
    return OrderRow(
        number=line.number,
        href=order(current_locale(), line.number),
        placed=format_day_of(line.placed_at, time_zone),
        status=order_status_name(line.status),
        tone=TONE_OF_ORDER[line.status],
        payment=method_name(line.method),
        total=format_money(line.total),
        invoice_number=line.invoice_number,
        invoice_href=invoice_pdf(line.invoice_number) if line.invoice_number else "",
        credit_note_href=invoice_pdf(line.credit_note_number) if line.credit_note_number else "",
        refund=explain_refund(line.refund) if line.refund else "",
        in_pmc=line.in_pmc,
    )


def _renewal(found: SubscriptionDetails) -> str:
    held = found.summary
    if held.renews_automatically:
        return _("On: {day}, 09:00").format(day=format_date(held.term.anniversary))
    if held.closed_on is not None or held.renewal_off_on is None:
        return _("Off")
    return _("Off since {day}. Only the next renewal turns it on again.").format(day=format_date(held.renewal_off_on))


def _payment(found: SubscriptionDetails) -> str:
    card = found.summary.card
    if card is not None:
        return format_card(card)
    return _("Electronic bank transfer")
