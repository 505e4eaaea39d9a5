"""Notices in words: one sentence that says it all, what follows from it, and where to go. In the language of the context."""

import dataclasses
from datetime import date, timedelta

from actionpack_app.domain.notices import PROOF_REJECTED, PROOF_REJECTED_LATE, NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date, format_money
from actionpack_app.messages.payments import explain_decline
from actionpack_app.messages.words import offer_name
from actionpack_app.routes import order, subscription


@dataclasses.dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice as it is read, in the app and by mail."""

    title: str
    lines: tuple[str, ...]
    action: str
    """What the link under it says; it leads to the subscription, or to the order where one is named."""


def in_words(facts: NoticeFacts) -> NoticeWords:
    """A notice in the language of the context."""
    match facts.kind:
        case NoticeKind.EXPIRES_IN_30 | NoticeKind.EXPIRES_IN_15 | NoticeKind.EXPIRES_IN_1:
            return _before_expiry(facts)
        case NoticeKind.WINDOW_OPEN | NoticeKind.WINDOW_CLOSING:
            return _in_the_window(facts)
        case NoticeKind.BOUGHT | NoticeKind.RENEWED:
            return _paid(facts)
        case NoticeKind.CHARGE_FAILED:
            return _refused(facts)
        case NoticeKind.TRANSFER_ORDERED:
            return _ordered(facts)
        case NoticeKind.NOT_CHARGED:
            return _left_out(facts)
        case NoticeKind.RENEWAL_OFF:
            return _cancelled(facts) if facts.is_of_cancellation else _turned_off(facts)


def leads_to(facts: NoticeFacts, locale: str) -> str:
    """Where a notice's link goes: to the order that it names, or to the subscription, where a refused charge can be paid too."""
    if facts.order_number and facts.kind is not NoticeKind.CHARGE_FAILED:
        return order(locale, facts.order_number)
    return subscription(locale, facts.subscription_id)


def tone_of(facts: NoticeFacts) -> str:
    """How urgent a notice looks; its title says the same."""
    match facts.kind:
        case NoticeKind.EXPIRES_IN_30 | NoticeKind.EXPIRES_IN_15 | NoticeKind.EXPIRES_IN_1:
            return "info" if facts.renews else "warn"
        case NoticeKind.WINDOW_OPEN | NoticeKind.WINDOW_CLOSING | NoticeKind.TRANSFER_ORDERED | NoticeKind.NOT_CHARGED:
            return "warn"
        case NoticeKind.BOUGHT | NoticeKind.RENEWED:
            return "ok"
        case NoticeKind.CHARGE_FAILED:
            return "danger"
        case NoticeKind.RENEWAL_OFF:
            return "neutral"


def _before_expiry(facts: NoticeFacts) -> NoticeWords:
    name, anniversary = offer_name(facts.offer), format_date(_anniversary(facts))
    if facts.renews:
        return NoticeWords(
            _("{offer} renews automatically on {day}").format(offer=name, day=anniversary),
            (
                _will_charge(facts, anniversary),
                _("You can turn off automatic renewal until {day}.").format(day=format_date(facts.expiry)),
            ),
            _("Show the subscription"),
        )
    title = _("{offer} expires on {day}").format(offer=name, day=format_date(facts.expiry))
    first = _why_not(facts) if facts.reason else _("Automatic renewal is off, so nothing will be charged.")
    later = _("You can renew from {first} to {last}. Benefits continue meanwhile.")
    return NoticeWords(title, (first, later.format(first=anniversary, last=_until(facts))), _("Show the subscription"))


def _will_charge(facts: NoticeFacts, anniversary: str) -> str:
    amount = format_money(facts.amount) if facts.amount else ""
    if facts.card:
        sentence = _("On {day} at 09:00 we charge {amount} to {card}, for another year.")
        return sentence.format(day=anniversary, amount=amount, card=_card(facts))
    sentence = _("On {day} at 09:00 we make an order by bank transfer over {amount}, for another year: no card is saved for it.")
    return sentence.format(day=anniversary, amount=amount)


def _in_the_window(facts: NoticeFacts) -> NoticeWords:
    name, until = offer_name(facts.offer), _until(facts)
    closing = facts.kind is NoticeKind.WINDOW_CLOSING
    title = _("Last days to renew {offer}: until {day}") if closing else _("{offer} has expired; renew it until {day}")
    lines = [_("It expired on {day}. Benefits continue until {last}.").format(day=format_date(facts.expiry), last=until)]
    if facts.order_number:
        lines.append(_("We are waiting for your bank transfer for order {number}.").format(number=facts.order_number))
    elif facts.retry_on is not None:
        lines.append(_("The charge is tried again on {day}; you can also pay now.").format(day=format_date(facts.retry_on)))
    elif facts.reason:
        lines.append(_why_not(facts))
    else:
        lines.append(_("After that it can't be renewed any more, only bought anew."))
    action = _("Show the order") if facts.order_number else _("Renew subscription")
    return NoticeWords(title.format(offer=name, day=until), tuple(lines), action)


def _paid(facts: NoticeFacts) -> NoticeWords:
    name = offer_name(facts.offer)
    title = _("{offer} is renewed until {day}") if facts.kind is NoticeKind.RENEWED else _("{offer} runs until {day}")
    amount = format_money(facts.amount) if facts.amount else ""
    paid = _("{amount} was paid by {card}.").format(amount=amount, card=_card(facts)) if facts.card else ""
    lines = (
        paid or _("{amount} was paid by bank transfer.").format(amount=amount),
        _("Order {order}, invoice {invoice}.").format(order=facts.order_number, invoice=facts.invoice_number),
        _("It renews automatically on {day}. You can turn that off until the day before.").format(
            day=format_date(_anniversary(facts))
        ),
    )
    return NoticeWords(title.format(offer=name, day=format_date(facts.expiry)), lines, _("Show the order"))


def _refused(facts: NoticeFacts) -> NoticeWords:
    title = _("The automatic renewal of {offer} could not be charged").format(offer=offer_name(facts.offer))
    lines = [explain_decline(facts.reason)]
    if facts.retry_on is not None:
        lines.append(_("We try again on {day} at 09:00.").format(day=format_date(facts.retry_on)))
    else:
        lines.append(_("We don't try this card again by ourselves."))
    lines.append(_("You can pay yourself until {day}. Benefits continue meanwhile.").format(day=_until(facts)))
    return NoticeWords(title, tuple(lines), _("Pay now"))


def _ordered(facts: NoticeFacts) -> NoticeWords:
    if facts.reason in {PROOF_REJECTED, PROOF_REJECTED_LATE}:
        return _waits_again(facts)
    title = _("{offer}: please transfer the money for another year").format(offer=offer_name(facts.offer))
    amount = format_money(facts.amount) if facts.amount else ""
    lines = (
        _("No card is chosen for automatic renewal, so we made an order by bank transfer: {number}.").format(
            number=facts.order_number
        ),
        _("Please transfer {amount} by {day}. The order shows where to.").format(amount=amount, day=_until(facts)),
    )
    return NoticeWords(title, lines, _("Show the order"))


def _waits_again(facts: NoticeFacts) -> NoticeWords:
    title = _("{offer}: your payment proof was not accepted").format(offer=offer_name(facts.offer))
    if facts.reason == PROOF_REJECTED_LATE:
        over = _("Order {number} says why. Its last day, {day}, is over: nothing can be paid for it any more.")
        return NoticeWords(title, (over.format(number=facts.order_number, day=_until(facts)),), _("Show the order"))
    amount = format_money(facts.amount) if facts.amount else ""
    lines = (
        _("Order {number} waits for your bank transfer again, and says why.").format(number=facts.order_number),
        _("Please transfer {amount} by {day}, or hand in another proof.").format(amount=amount, day=_until(facts)),
    )
    return NoticeWords(title, lines, _("Show the order"))


def _left_out(facts: NoticeFacts) -> NoticeWords:
    title = _("{offer} was not renewed automatically").format(offer=offer_name(facts.offer))
    return NoticeWords(title, (_why_not(facts), _("Nothing was charged.")), _("Show the subscription"))


def _turned_off(facts: NoticeFacts) -> NoticeWords:
    title = _("Automatic renewal of {offer} is off").format(offer=offer_name(facts.offer))
    lines = (
        _("It expires on {day}. Nothing will be charged by itself.").format(day=format_date(facts.expiry)),
        _("You can renew from {first} to {last}; that turns automatic renewal on again.").format(
            first=format_date(_anniversary(facts)), last=_until(facts)
        ),
    )
    return NoticeWords(title, lines, _("Show the subscription"))


def _cancelled(facts: NoticeFacts) -> NoticeWords:
    amount = format_money(facts.amount) if facts.amount else ""
    lines = (
        _("It ended on {day}, and so did its benefits.").format(day=_until(facts)),
        _("{amount} is on its way back to you; the credit note is {number}.").format(amount=amount, number=facts.invoice_number),
    )
    return NoticeWords(_("{offer} is cancelled").format(offer=offer_name(facts.offer)), lines, _("Show the order"))


def _why_not(facts: NoticeFacts) -> str:
    if facts.reason == "gold_includes_silver":
        return _("Your gold membership includes silver, so it isn't charged again.")
    if facts.offer is Offer.GOLD:
        return _("It isn't charged, as there is no qualified gold competency. Once there is one, you can renew it yourself.")
    return _("It isn't charged, as there is no qualified silver competency. Once there is one, you can renew it yourself.")


def _card(facts: NoticeFacts) -> str:
    brand, _space, last4 = facts.card.rpartition(" ")
    return _("{brand} ending in {last4}").format(brand=brand, last4=last4)


def _anniversary(facts: NoticeFacts) -> date:
    return facts.expiry + timedelta(days=1)


def _until(facts: NoticeFacts) -> str:
    return format_date(facts.until or facts.expiry)
