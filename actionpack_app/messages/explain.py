"""Facts of the domain as sentences: why not, what next, what to do. In the language of the context."""

from collections.abc import Callable
from datetime import timedelta

from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.blockers import Blocker
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
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_wait
from actionpack_app.messages.payments import explain_decline
from actionpack_app.messages.reasons import explain_blocker
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.words import offer_name


def explain(refused: ActionPackError) -> str:
    """A refusal as one sentence."""
    match refused:
        case NotAllowed():
            return explain_right(refused.right, *refused.others)
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
