"""What can be refused, as facts. Each carries what a page needs to say it.

ActionPackError
├── NotFound                      absent, or not the actor's: told apart by nobody
├── NotAllowed                    the actor's role lacks the right; `right` tells who can
├── InvalidInput                  a value typed by a person breaks a rule; `problems` by field
├── TooManyTries                  tried too often; `wait` says for how long not to
├── SignInRefused                 wrong, unknown or deactivated: told apart by nobody
├── SecondStepNeeded              the password was right; `ticket` says so, and a code is next
├── ProofNeeded                   what was asked for wants a proof of identity that isn't old
├── AccountExists                 the e-mail address has an account already
├── LinkOver                      a link in a mail that leads nowhere any more; `end` says why
├── CompanyKnown                  a company with this tax ID is a member already
├── EnrolmentIncomplete           an earlier step isn't done; `step` says which
├── StillActive                   erasing comes after deactivating
├── LastAdmin                     the company's only active Global admin stays one
├── NotOneself                    deactivating is done by somebody else
├── NotRenewable                  the offer can't be renewed or bought now; `blockers` say why
├── AutomaticRenewalAlreadyOff
├── RenewalUnderWay               it can't be turned off from the anniversary on
├── OrderNotOpen                  the order has left the step that the action belongs to
├── PriceChanged                  the price or the term is no longer the one that was reviewed
├── ChangedMeanwhile              somebody else saved first; `now` is what stands there
├── ApprovalNeeded                the order is above the company's amount: a second admin approves it first
├── ApprovalNotOpen               an approval that was decided or taken back, or is no longer for this order
├── OwnApproval                   whoever asks for an approval can't give it
├── NoApprover                    nobody but the requester could approve
├── RequestClosed                 the support request takes no more replies
├── CancellationUndecided         a request to cancel is closed by its decision, and never reopened
├── AssignedMeanwhile             somebody else of the desk was faster; `name` tells who has it
├── CardNeeded                    an active automatic renewal, or a payment under way, needs the card
├── FileBroken                    an import's file breaks rules; `problems` name the places
├── PreviewOutdated               what was previewed is no longer what an import would change
├── RefundNotPossible             nothing was paid that could be given back, or it is under way already
├── ClockMoving                   a test clock is being moved already
├── BenefitUnavailable            the benefit can't be used now; `blockers` say why
├── NoKeysLeft                    the pool has fewer product keys than were asked for; nothing was taken
├── KeysUnreadable                product keys that were sealed under another secret key
├── FilesUnavailable              the store of files gave no answer, or none that helps; try later
├── NotificationRefused           a notification that the payment provider didn't sign
└── PaymentError
    ├── CardDeclined              the provider refused; `code` chooses the advice
    ├── NotATestCard              the sandbox knows its documented numbers only
    ├── PaymentOutcomeUnknown     sent, but not answered: look it up before anything else
    ├── TransferNotMatched        the provider doesn't receive this transfer: the seller's own account does
    └── ProviderUnavailable       nothing was done; try later
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.enrolment import Step
from actionpack_app.domain.file_problems import FileProblem
from actionpack_app.domain.rights import Right


class ActionPackError(Exception):
    """An expected refusal."""


class NotFound(ActionPackError):
    """Absent, or not the actor's."""


class NotAllowed(ActionPackError):
    """The actor's role lacks `right`, and all of the others that would do as well."""

    def __init__(self, right: Right, *others: Right) -> None:
        super().__init__(right, *others)
        self.right = right
        self.others = others


class InvalidInput(ActionPackError):
    """Values that break a rule: field → code of the problem, worded by `messages.problems`."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {code}" for field, code in problems.items()))
        self.problems = dict(problems)


class TooManyTries(ActionPackError):
    """Something was tried too often; after `wait` it is welcome again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


class SignInRefused(ActionPackError):
    """Nobody's address, a wrong password, a deactivated account: it isn't told which."""


class SecondStepNeeded(ActionPackError):
    """The password was right, and a code is next: `ticket` proves the first step for some minutes."""

    def __init__(self, ticket: str) -> None:
        super().__init__()
        self.ticket = ticket


class ProofNeeded(ActionPackError):
    """Signing in was too long ago for what was asked for: whoever sits there proves first who they are."""


class AccountExists(ActionPackError):
    """The e-mail address has an account already; it belongs to one."""


class LinkOver(ActionPackError):
    """A link in a mail that leads nowhere any more."""

    def __init__(self, end: LinkEnd) -> None:
        super().__init__(end)
        self.end = end


class CompanyKnown(ActionPackError):
    """A company with this tax ID is a member already; which one isn't told."""


class EnrolmentIncomplete(ActionPackError):
    """A step that isn't open yet: `step` comes first."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


class StillActive(ActionPackError):
    """Somebody who can sign in isn't erased: the account is deactivated first."""


class LastAdmin(ActionPackError):
    """The company's only active Global admin can't be deactivated, and stays one."""


class NotOneself(ActionPackError):
    """Nobody deactivates their own account."""


class NotRenewable(ActionPackError):
    """A purchase or renewal that isn't possible now."""

    def __init__(self, blockers: Sequence[object]) -> None:
        super().__init__(", ".join(type(blocker).__name__ for blocker in blockers))
        self.blockers = tuple(blockers)


class AutomaticRenewalAlreadyOff(ActionPackError):
    """Only the next renewal turns it on again."""


class RenewalUnderWay(ActionPackError):
    """Automatic renewal may be turned off at any time before the anniversary, not from it on."""


class OrderNotOpen(ActionPackError):
    """The order has left the step that the action belongs to."""


class PriceChanged(ActionPackError):
    """The reviewed total or term is no longer true; the partner reviews again before paying."""


class ChangedMeanwhile(ActionPackError):
    """Somebody else saved first: `now` is what stands there, by field, and `version` what the next attempt has to name."""

    def __init__(self, now: Mapping[str, str], version: int) -> None:
        super().__init__(str(version))
        self.now = dict(now)
        self.version = version


class ApprovalNeeded(ActionPackError):
    """The order is above the company's amount, and no approval for exactly this total and year stands."""


class ApprovalNotOpen(ActionPackError):
    """The request was decided or taken back, or its time is over."""


class OwnApproval(ActionPackError):
    """Whoever asks for an approval can't give it."""


class NoApprover(ActionPackError):
    """Nobody but the requester could approve: the company needs another Global admin."""


class RequestClosed(ActionPackError):
    """The support request takes no more replies."""


class CancellationUndecided(ActionPackError):
    """A request to cancel is closed by its decision alone; whoever was declined asks anew."""


class AssignedMeanwhile(ActionPackError):
    """Somebody else took it up, or put it down, since it was read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        """Who has it now; empty for nobody."""


class CardNeeded(ActionPackError):
    """A card that can't be removed: `offers` renew with it, or a payment by it is under way (`offers` is empty)."""

    def __init__(self, offers: Sequence[str]) -> None:
        super().__init__(", ".join(offers))
        self.offers = tuple(offers)


class FileBroken(ActionPackError):
    """A file of which nothing is taken; each of the problems names its place."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(problem.reason for problem in problems))
        self.problems = tuple(problems)


class PreviewOutdated(ActionPackError):
    """Something else was imported since the preview was shown: it has to be looked at anew."""


class RefundNotPossible(ActionPackError):
    """Nothing was paid that could be given back, or it is on its way back already."""


class ClockMoving(ActionPackError):
    """A test clock is being moved already: what falls due on the way is being played."""


class BenefitUnavailable(ActionPackError):
    """A benefit that can't be used now."""

    def __init__(self, blockers: Sequence[object]) -> None:
        super().__init__(", ".join(type(blocker).__name__ for blocker in blockers))
        self.blockers = tuple(blockers)


class NoKeysLeft(ActionPackError):
    """The pool has fewer product keys than were asked for: the desk has to import some. Nothing was taken."""


class KeysUnreadable(ActionPackError):
    """Product keys that were sealed under another secret key than the server has now."""


class FilesUnavailable(ActionPackError):
    """The store of files can't be reached, or refuses: nothing is known of the file; trying later is right."""


class NotificationRefused(ActionPackError):
    """Not signed by the payment provider, or too old to be believed."""


class PaymentError(ActionPackError):
    """What a payment provider answered."""


class CardDeclined(PaymentError):
    """The provider refused the card."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotATestCard(PaymentError):
    """The sandbox knows its documented numbers only."""


class PaymentOutcomeUnknown(PaymentError):
    """Sent, but not answered: it may have been charged."""


class TransferNotMatched(PaymentError):
    """The provider doesn't receive this transfer; it goes to the seller's own account, and finance confirms it."""


class ProviderUnavailable(PaymentError):
    """Nothing was done; trying later is right."""
