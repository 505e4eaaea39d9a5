"""The third step: a letter, and the link in it.

Somebody whose address has an account already gets another letter, which says so. The page says the same in both cases:
whether an address has an account is its owner's business.
"""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.enrolment import LINK_HOLDS, Step
from actionpack_app.domain.errors import LinkOver
from actionpack_app.domain.letters import LetterFacts, LetterKind, Recipient
from actionpack_app.domain.throttle import ENROLMENT_LETTER, ENROLMENT_LETTERS_FROM_ADDRESS
from actionpack_app.gateways.chance import new_token
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Enrolment
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.enrolments import Enrolments
from actionpack_app.services.enrolment.check import check_company, check_contact
from actionpack_app.services.enrolment.draft import Draft, Origin, existing_draft, require, show_draft, typed_of
from actionpack_app.services.enrolment.link import end_of_link, read_link
from actionpack_app.services.letters.write import write_letter
from actionpack_app.services.sessions.open import hash_of


def write_to_contact(token: str, origin: Origin) -> Draft:
    """Has a letter sent to the contact, in the page's language. Raises NotFound, EnrolmentIncomplete, TooManyTries."""
    now = SystemClock().now()
    with transaction() as session:
        catalogue = current_catalogue(session)
        draft = existing_draft(session, token)
        require(draft, catalogue, Step.COMPANY, Step.CONTACT)
        contact, company = check_contact(typed_of(draft)), check_company(typed_of(draft), catalogue)
        tries = Tries(session, now)
        tries.take(ENROLMENT_LETTER, "enrolment letter", contact.login)
        tries.take(ENROLMENT_LETTERS_FROM_ADDRESS, "enrolment letters from", origin.address)
        has_account = Credentials(session).of_login(contact.login) is not None
        draft.letters += 1
        draft.letter_login = contact.login
        facts = {"enrolment": draft.id, "login": contact.login, "until": (now + LINK_HOLDS).isoformat()}
        letter = LetterFacts(
            kind=LetterKind.ENROLMENT_KNOWN if has_account else LetterKind.ENROLMENT,
            to=Recipient("" if has_account else contact.name, contact.email, origin.locale),
            company="" if has_account else company.name,
            facts={} if has_account else facts,
        )
        write_letter(session, letter, f"enrolment:{draft.id}:{draft.letters}", None)
        return show_draft(draft, catalogue)


def confirm_mailbox(link: str, token: str) -> bool:
    """Whoever opens the link has the mailbox; opened again, it changes nothing. Raises LinkOver.

    Returns whether the draft is that of the browser with this token.
    """
    with transaction() as session:
        draft = _confirmed(session, link)
        return bool(token) and hash_of(token) in {draft.token_hash, draft.mail_token_hash}


def go_on_here(link: str) -> str:
    """Takes the draft of a link to another browser as well; returns the value of its cookie. Raises LinkOver."""
    token = new_token()
    with transaction() as session:
        _confirmed(session, link).mail_token_hash = hash_of(token)
    return token


def _confirmed(session: Session, link: str) -> Enrolment:
    linked = read_link(link)
    draft = Enrolments(session, SystemClock().now()).get(linked.enrolment_id, lock=True)
    if draft is None:
        raise LinkOver(LinkEnd.EXPIRED)
    if end := end_of_link(draft, linked.login):
        raise LinkOver(end)
    draft.verified_login = linked.login
    if draft.step is Step.MAIL:
        draft.step = Step.TERMS
    return draft
