"""Why something can or can't be done, and what comes next. In the language of the context."""

from datetime import date

from actionpack_app.domain.approvals import ApprovalIs, NotApproved, OwnRequest
from actionpack_app.domain.blockers import (
    AnniversaryCame,
    Blocker,
    CancellationOpen,
    ClosedOn,
    EndedOn,
    GoldIncludesSilver,
    LacksRight,
    ManagedElsewhere,
    NothingLeft,
    NotQualified,
    OpensOn,
    OrderIs,
    RenewalIsOff,
    RenewsToday,
    TransferOpen,
)
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.eligibility import Condition, Need
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.status import Closing, Next, Outlook
from actionpack_app.messages import _
from actionpack_app.messages.approvals import explain_approval, explain_paying_is_approved
from actionpack_app.messages.formats import format_date
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.words import order_status_name


def explain_blocker(blocker: Blocker) -> str:
    """Why an action isn't possible now, with the date on which that changes, or who can."""
    match blocker:
        case LacksRight(right):
            return explain_right(right)
        case OpensOn(opens, closes):
            return _("You can renew from {opens} to {closes}.").format(opens=format_date(opens), closes=format_date(closes))
        case ClosedOn(closed):
            return _("Renewal closed on {closed}.").format(closed=format_date(closed))
        case RenewsToday():
            return _("It renews automatically today at 09:00. If the charge fails, you can pay here.")
        case TransferOpen(until):
            return _("A bank transfer is awaited until {until}.").format(until=format_date(until))
        case NotQualified(offer):
            gold = offer is Offer.GOLD
            return _("No qualified gold competency yet.") if gold else _("No qualified silver competency yet.")
        case GoldIncludesSilver():
            return _("Your gold membership includes silver.")
        case ManagedElsewhere():
            return _("Your memberships are still managed in the Partner Membership Center.")
        case _:
            return _explain_past(blocker)


def _explain_nothing_left(kind: BenefitKind, renewable: date) -> str:
    """What can be done where all of a benefit is used."""
    match kind:
        case BenefitKind.SEATS:
            return _("All of them are assigned. Take one back to assign it to somebody else.")
        case BenefitKind.WHOLE:
            sentence = _("It has been activated. The renewal, from {day} on, brings it anew.")
        case BenefitKind.KEYS | BenefitKind.UNITS:
            sentence = _("All of it has been used. The renewal, from {day} on, brings it anew.")
    return sentence.format(day=format_date(renewable))


def _explain_past(
    blocker: EndedOn
    | RenewalIsOff
    | AnniversaryCame
    | CancellationOpen
    | OrderIs
    | NothingLeft
    | NotApproved
    | OwnRequest
    | ApprovalIs,
) -> str:
    """What has been done already, is over, or is somebody else's to do."""
    match blocker:
        case NotApproved() | OwnRequest() | ApprovalIs():
            return explain_approval(blocker)
        case EndedOn(ended, closing):
            return _explain_end(ended, closing)
        case RenewalIsOff(opens, closes):
            sentence = _("Automatic renewal is off. Only renewing by hand, from {opens} to {closes}, turns it on again.")
            return sentence.format(opens=format_date(opens), closes=format_date(closes))
        case AnniversaryCame(anniversary):
            return _("It was possible only before the anniversary, {day}.").format(day=format_date(anniversary))
        case NothingLeft(kind, renewable):
            return _explain_nothing_left(kind, renewable)
        case CancellationOpen():
            return _("You have already asked to cancel. Your request is open.")
        case OrderIs(status):
            return _("Only an order that awaits its payment can be cancelled. This one: {status}.").format(
                status=order_status_name(status)
            )


def explain_condition(condition: Condition, offer: Offer) -> str:
    """A condition of an action on `offer`: what is met, or what stands against it."""
    if condition.against is not None:
        return explain_blocker(condition.against)
    if condition.until is not None:
        until = format_date(condition.until)
        window = condition.need is Need.WINDOW
        return (_("Renewal is open until {until}.") if window else _("It is possible until {until}.")).format(until=until)
    return {
        Need.MANAGED_HERE: _("Your memberships are managed in Partner Center."),
        Need.MANAGED_IN_PMC: _("Your memberships are managed in the Partner Membership Center, where this renewal is made."),
        Need.RIGHT: _("Your role can do this."),
        Need.QUALIFIED: _("You have a qualified gold competency.")
        if offer is Offer.GOLD
        else _("You have a competency that qualifies for silver."),
        Need.NO_OPEN_TRANSFER: _("No order waits for a bank transfer."),
        Need.WINDOW: _("The renewal period is over, so the offer can be bought again."),
        Need.NOT_INCLUDED: _("You have no gold membership, which would include silver."),
        Need.NOT_ENDED: _("The subscription hasn't ended."),
        Need.RENEWAL_ON: _("Automatic renewal is on."),
        Need.BEFORE_ANNIVERSARY: _("The anniversary lies ahead."),
        Need.NO_CANCELLATION: _("No request to cancel is open."),
        Need.ORDER_UNPAID: _("The order awaits its payment."),
        Need.BENEFITS_RUN: _("The membership runs, and its benefits with it."),
        Need.SOMETHING_LEFT: _("Not all of it has been used."),
        Need.APPROVED: explain_paying_is_approved(),
        Need.NOT_OWN: _("Somebody else asked for it."),
        Need.REQUESTED: _("The request is open."),
    }[condition.need]


def explain_competency(state: CompetencyState, level: Offer) -> str:
    """What a competency's state means for buying the membership of its level."""
    gold = level is Offer.GOLD
    match state:
        case CompetencyState.STARTED if gold:
            return _("Gold can be bought as soon as everything below is there and the competency is qualified.")
        case CompetencyState.STARTED:
            return _("Silver can be bought as soon as everything below is there and the competency is qualified.")
        case CompetencyState.QUALIFIED if gold:
            return _("Gold can be bought with this competency.")
        case CompetencyState.QUALIFIED:
            return _("Silver can be bought with this competency.")
        case CompetencyState.ACTIVE:
            return _("The membership runs, thanks to this competency.")
        case CompetencyState.AT_RISK:
            return _("It no longer fulfils everything. It still counts, until it is taken back.")


def explain_outlook(outlook: Outlook) -> str:
    """What happens next with a subscription."""
    on, until = format_date(outlook.on), format_date(outlook.until)
    match outlook.next:
        case Next.RENEWS:
            return _("Renews automatically on {on}.").format(on=on)
        case Next.RENEWABLE_LATER:
            return _("Automatic renewal is off. You can renew from {on} to {until}.").format(on=on, until=until)
        case Next.RENEWABLE_NOW:
            return _("You can renew until {until}. Benefits continue meanwhile.").format(until=until)
        case Next.RENEWING:
            return _("Renews automatically today at 09:00.")
        case Next.PAY_NOW if outlook.retry_on is not None:
            sentence = _("The automatic charge failed. It is tried again on {retry}; you can pay by {until} yourself.")
            return sentence.format(retry=format_date(outlook.retry_on), until=until)
        case Next.PAY_NOW:
            return _("The automatic charge failed. Pay by {until} to keep your benefits.").format(until=until)
        case Next.AWAITS_TRANSFER:
            return _("A bank transfer is awaited until {until}.").format(until=until)
        case Next.CLOSED:
            return _("Renewal closed on {on}.").format(on=on)
        case Next.ENDED:
            return _explain_end(outlook.on, outlook.closing)


def _explain_end(ended: date, closing: Closing | None) -> str:
    """When a subscription ended before its time, and what happened to it."""
    match closing:
        case Closing.UPGRADED:
            sentence = _("Became the gold competency on {on}.")
        case Closing.CANCELLED:
            sentence = _("Ended on {on}: cancelled, with a refund.")
        case Closing.REPLACED | None:
            sentence = _("Ended on {on}.")
    return sentence.format(on=format_date(ended))
