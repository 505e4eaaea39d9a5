"""Facts of the domain as sentences: why not, what next, what to do. In the language of the context."""

from collections.abc import Callable
from datetime import date, timedelta

from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.approvals import ApprovalIs, NotApproved, OwnRequest
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.eligibility import (
    AnniversaryCame,
    Blocker,
    CancellationOpen,
    ClosedOn,
    Condition,
    EndedOn,
    GoldIncludesSilver,
    LacksRight,
    ManagedElsewhere,
    Need,
    NothingLeft,
    NotQualified,
    OpensOn,
    OrderIs,
    RenewalIsOff,
    RenewsToday,
    TransferOpen,
)
from actionpack_app.domain.errors import (
    AccountExists,
    ActionPackError,
    ApprovalNeeded,
    ApprovalNotOpen,
    AssignedMeanwhile,
    AutomaticRenewalAlreadyOff,
    BenefitUnavailable,
    CancellationUndecided,
    CardDeclined,
    CardNeeded,
    ChangedMeanwhile,
    ClockMoving,
    CompanyKnown,
    EnrolmentIncomplete,
    FileBroken,
    FilesUnavailable,
    InvalidInput,
    KeysUnreadable,
    LastAdmin,
    LinkOver,
    NoApprover,
    NoKeysLeft,
    NotAllowed,
    NotATestCard,
    NotFound,
    NotOneself,
    NotRenewable,
    OrderNotOpen,
    OwnApproval,
    PaymentOutcomeUnknown,
    PreviewOutdated,
    PriceChanged,
    ProofNeeded,
    ProviderUnavailable,
    RefundNotPossible,
    RenewalUnderWay,
    RequestClosed,
    SignInRefused,
    StillActive,
    TooManyTries,
)
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.orders import RefundLine, RefundStatus
from actionpack_app.domain.refunds import RefundBar
from actionpack_app.domain.rights import Right, roles_with
from actionpack_app.domain.status import Next, Outlook
from actionpack_app.messages import _
from actionpack_app.messages.approvals import explain_approval, explain_paying_is_approved
from actionpack_app.messages.formats import format_date, format_money, format_wait
from actionpack_app.messages.words import offer_name, order_status_name, role_name


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
        case EndedOn(ended):
            return _("Ended on {on}.").format(on=format_date(ended))
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


def explain_right(right: Right) -> str:
    """Who can do what the reader can't."""
    who = [role_name(role) for role in roles_with(right)]
    return _("Your role can't do this. People with this role can: {roles}.").format(roles=", ".join(who))


def explain_who_uses_benefits() -> str:
    """Who uses benefits, to somebody who only sees them."""
    who = [role_name(role) for role in roles_with(Right.USE_BENEFITS)]
    return _("You can see what there is. People with this role view keys, assign and activate: {roles}.").format(
        roles=", ".join(who)
    )


def explain_who_is_told() -> str:
    """Whom notices are for, to somebody whom they aren't."""
    who = [role_name(role) for role in roles_with(Right.SEE_BILLING)]
    return _("Notifications are about renewals and payments. People with this role get them: {roles}.").format(
        roles=", ".join(who)
    )


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
            return _("Ended on {on}.").format(on=on)


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


def explain(refused: ActionPackError) -> str:
    """A refusal as one sentence."""
    match refused:
        case NotAllowed():
            return explain_right(refused.right)
        case NotRenewable() | BenefitUnavailable():
            blocker = refused.blockers[0]
            return explain_blocker(blocker) if isinstance(blocker, Blocker) else _unexplained()
        case CardDeclined():
            return explain_decline(refused.code)
        case CardNeeded() if refused.offers:
            offers = ", ".join(offer_name(Offer(offer)) for offer in refused.offers)
            return _("{offers} renews with this card. Replace it there first.").format(offers=offers)
        case LinkOver():
            return explain_link(refused.end)
        case TooManyTries():
            return explain_wait(refused.wait)
        case InvalidInput():
            return _("Please check the marked fields.")
        case AssignedMeanwhile() if refused.name:
            return _("{name} was faster and looks after it now.").format(name=refused.name)
        case _other:
            sentence = _SENTENCES.get(type(refused))
            return sentence() if sentence else _unexplained()


def explain_provider(why: str) -> str:
    """What became of signing in with the organization's account, by the code in the address."""
    match why:
        case "unknown":
            return _("Your organization's account isn't known here. Ask a Global admin of your company to invite its address.")
        case "away":
            return _("Signing in with your organization broke off. Please try again.")
        case "other":
            return _("Your organization's account has another address than the invitation went to, or one that isn't verified.")
        case "known":
            return _("There is an account with this address already. Sign in with it.")
        case _:
            return ""


def explain_link(end: LinkEnd) -> str:
    """Why a link in a mail leads nowhere."""
    return {
        LinkEnd.UNKNOWN: _("This link isn't whole, or isn't one of ours. Please open it from the mail once more."),
        LinkEnd.USED: _("This link has been used. It is good once."),
        LinkEnd.REVOKED: _("This invitation was taken back."),
        LinkEnd.EXPIRED: _("This link has expired."),
    }[end]


def explain_wait(wait: timedelta) -> str:
    """When something that was tried too often is welcome again."""
    return _("Too many tries. Please try again in {wait}.").format(wait=format_wait(wait))


def _unexplained() -> str:
    return _("This isn't possible right now. Please reload the page.")


_SENTENCES: dict[type[ActionPackError], Callable[[], str]] = {
    NotFound: lambda: _("We couldn't find this. It may have been removed, or the address may be wrong."),
    LastAdmin: lambda: _("At least one active Global admin always remains. Give somebody else this role first."),
    NotOneself: lambda: _("You can't deactivate your own account. Another Global admin can."),
    StillActive: lambda: _("The account is still active. Deactivate it first."),
    ProofNeeded: lambda: _("Please confirm first that it is you."),
    SignInRefused: lambda: _("The email address or the password is wrong, or the account is deactivated."),
    AccountExists: lambda: _("This email address can't be used for an account here. Please use another one."),
    AutomaticRenewalAlreadyOff: lambda: _("Automatic renewal is already off. Only the next renewal turns it on again."),
    RenewalUnderWay: lambda: _("Automatic renewal can be turned off only before the anniversary."),
    OrderNotOpen: lambda: _("This order has moved on in another window. Please reload the page."),
    PriceChanged: lambda: _("The price or the dates have changed since you reviewed them. Please review the order again."),
    CompanyKnown: lambda: _(
        "A company with this tax ID is already a member. Ask its Global admin to invite you, or write to Support."
    ),
    EnrolmentIncomplete: lambda: _("An earlier step isn't finished yet. Please go through it first."),
    CardNeeded: lambda: _("A payment with this card is under way. Please try again in a moment."),
    RefundNotPossible: lambda: _("Nothing was paid that could be given back, or it is on its way back already."),
    FilesUnavailable: lambda: _(
        "Our store of files can't be reached at the moment. Nothing is lost: please try again in a few minutes."
    ),
    FileBroken: lambda: _("The file breaks rules. Nothing of it was taken."),
    PreviewOutdated: lambda: _(
        "Something was imported since this preview was shown, so nothing was changed. Please look at the new preview."
    ),
    ClockMoving: lambda: _("The clock is being moved. Please wait until it stands still."),
    ChangedMeanwhile: lambda: _(
        "Somebody else saved this meanwhile. What you typed is still here; saving again replaces what they saved."
    ),
    NoKeysLeft: lambda: _(
        "There aren't that many product keys at the moment; none was taken. Ask support, and we bring new ones."
    ),
    KeysUnreadable: lambda: _("These product keys can't be read any more. Nothing was used; please ask support for new ones."),
    ApprovalNeeded: lambda: _("A second admin has to approve this order first. Nothing was charged."),
    ApprovalNotOpen: lambda: _("This request was decided or withdrawn meanwhile, or is no longer valid."),
    OwnApproval: lambda: _("You asked for this approval yourself. Somebody else has to give it."),
    NoApprover: lambda: _(
        "Nobody else could approve. Your company needs another Global admin, or an MPN partner admin who asks for approval."
    ),
    CancellationUndecided: lambda: _("A request to cancel is closed by its decision."),
    AssignedMeanwhile: lambda: _("Somebody has put it down meanwhile."),
    RequestClosed: lambda: _("This request is closed. Please open a new one."),
    NotATestCard: lambda: _("This is not a test card. Use one of the documented test numbers."),
    PaymentOutcomeUnknown: lambda: _(
        "We don't know yet whether the payment went through. We will check before anything else is charged."
    ),
    ProviderUnavailable: lambda: _("The payment provider can't be reached. Your order is kept; please try again later."),
}
