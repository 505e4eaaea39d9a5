"""The kinds of letters: where each leads, and whether it still holds when it is sent. Their words: `messages/letters.py`."""

import dataclasses
from collections.abc import Callable, Mapping

from sqlmodel import Session

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.letters import LetterKind
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Letter
from actionpack_app.repositories.enrolments import Enrolments
from actionpack_app.repositories.people import Invited
from actionpack_app.routes import APPROVALS, OFFERS, SIGN_IN, approval_by_mail, localized, subscription, support_request
from actionpack_app.services.accounts.address_link import address_link, end_of_address_link
from actionpack_app.services.accounts.reset_link import end_of_reset, reset_link
from actionpack_app.services.approvals.by_mail import approval_token, still_asked
from actionpack_app.services.enrolment.link import end_of_link, link_of
from actionpack_app.services.people.accept import end_of
from actionpack_app.services.people.letter import invitation_link


def _always(_session: Session, _letter: Letter) -> bool:
    return True


def _decided(locale: str, facts: Mapping[str, str]) -> str:
    """An approved order is paid where its subscription is, or among the offers."""
    if facts["status"] != ApprovalStatus.APPROVED:
        return localized(locale, APPROVALS)
    return f"{subscription(locale, facts['subscription'])}?pay=1" if facts["subscription"] else localized(locale, OFFERS)


def _can_be_accepted(session: Session, letter: Letter) -> bool:
    invitation = Invited(session).get(str(letter.facts["invitation"]))
    return invitation is not None and end_of(invitation) is None


def _can_be_used(session: Session, letter: Letter) -> bool:
    return end_of_reset(session, letter.facts) is None


def _changes_the_address(session: Session, letter: Letter) -> bool:
    return end_of_address_link(session, letter.facts) is None


def _confirms_a_mailbox(session: Session, letter: Letter) -> bool:
    draft = Enrolments(session, SystemClock().now()).get(str(letter.facts["enrolment"]))
    return draft is not None and end_of_link(draft, str(letter.facts["login"])) is None


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """How letters of one kind are sent."""

    leads_to: Callable[[str, Mapping[str, str]], str]
    """From the locale and the facts to an address of ours; whatever has to be signed is signed here, when it is sent."""
    holds: Callable[[Session, Letter], bool] = _always
    """False for what nobody needs any more, such as an invitation that was taken back."""


KINDS: dict[LetterKind, Kind] = {
    LetterKind.INVITATION: Kind(lambda locale, facts: invitation_link(locale, facts["invitation"]), _can_be_accepted),
    LetterKind.PASSWORD_RESET: Kind(reset_link, _can_be_used),
    LetterKind.NEW_ADDRESS: Kind(address_link, _changes_the_address),
    LetterKind.ACCOUNT_CHANGED: Kind(lambda locale, _facts: localized(locale, SIGN_IN)),
    LetterKind.ENROLMENT: Kind(link_of, _confirms_a_mailbox),
    LetterKind.ENROLMENT_KNOWN: Kind(lambda locale, _facts: localized(locale, SIGN_IN)),
    LetterKind.REQUEST_ANSWERED: Kind(lambda locale, facts: support_request(locale, facts["number"])),
    LetterKind.INVITED_FROM_PMC: Kind(lambda locale, _facts: localized(locale, OFFERS)),
    LetterKind.APPROVAL_REQUESTED: Kind(
        lambda _locale, facts: approval_by_mail(approval_token(facts["approval"], facts["person"])), still_asked
    ),
    LetterKind.APPROVAL_DECIDED: Kind(_decided),
}
