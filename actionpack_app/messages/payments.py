"""What became of money, in sentences: a refused card, a refund, the term that an order brings. In the language of the context."""

from actionpack_app.domain.calendar import Term
from actionpack_app.domain.orders import RefundLine, RefundStatus, TermFrom
from actionpack_app.domain.refunds import RefundBar
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_money, format_term


def explain_decline(code: str) -> str:
    """What the partner can do about a refused card."""
    match code:
        case "insufficient_funds":
            return _("The card was declined: insufficient funds. Use another card, or pay by bank transfer.")
        case "expired_card":
            return _("The card has expired. Use another card.")
        case "incorrect_cvc" | "invalid_cvc":
            return _("The card was declined: the security code is wrong. Nothing was charged. Check it, or use another card.")
        case "lost_card" | "stolen_card" | "pickup_card":
            return _("The card was declined. Nothing was charged. Use another card, or pay by bank transfer.")
        case "card_not_found":
            return _("This card is no longer available. Nothing was charged. Use another card, or pay by bank transfer.")
        case "authentication_required":
            return _("Your bank wants you to confirm this payment yourself. Nothing was charged. Please pay here.")
        case "cancelled":
            return _("The payment was ended before anything was charged. Please try again, or pay in another way.")
        case "provider_unavailable":
            return _("The payment provider can't be reached. Nothing was charged; your order is kept. Please try again later.")
        case "authentication_failed":
            return _("Your bank could not confirm that it was you. Nothing was charged. Try again, or use another card.")
        case _other:
            return _("The card was declined. Nothing was charged. Use another card, pay by bank transfer, or ask your bank.")


def explain_refund(refund: RefundLine) -> str:
    """Where the money is that goes back."""
    amount = format_money(refund.amount)
    match refund.status:
        case RefundStatus.SUCCEEDED:
            return _("{amount} was refunded.").format(amount=amount)
        case RefundStatus.PENDING:
            return _("The refund of {amount} is under way. It can take a few days until your bank shows it.").format(
                amount=amount
            )
        case RefundStatus.BY_HAND:
            return _("Our finance team sends {amount} back to you by bank transfer.").format(amount=amount)
        case RefundStatus.FAILED:
            return _("Your bank couldn't take the refund of {amount}. Our finance team sends it by bank transfer.").format(
                amount=amount
            )


def tone_of_refund(status: RefundStatus) -> str:
    """How a refund looks to the partner: one that is on its way by another road is no trouble of theirs."""
    return "ok" if status is RefundStatus.SUCCEEDED else "info"


def explain_refund_bar(bar: RefundBar) -> str:
    """What stands against a refund."""
    return {
        RefundBar.PAID_TOO_LONG_AGO: _("It was paid more than 30 days ago."),
        RefundBar.BENEFIT_ACTIVATED: _("A benefit has been activated."),
        RefundBar.KEY_VIEWED: _("A product key has been viewed."),
        RefundBar.BECAME_GOLD: _("A silver competency that became gold can't be refunded."),
        RefundBar.NEVER_PAID: _("Nothing has been paid for it."),
    }[bar]


def explain_term(term: Term, rests_on: TermFrom) -> str:
    """The term of an order; empty where there is none."""
    match rests_on:
        case TermFrom.DATES:
            return format_term(term)
        case TermFrom.PAYMENT:
            return _("A year from the day the transfer is received")
        case TermFrom.NOTHING:
            return ""
