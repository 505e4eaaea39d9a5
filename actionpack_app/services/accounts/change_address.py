"""Somebody who is signed in wants to sign in with another address, and to get their mails there.

Only who reads the mail at the new address can confirm it, and only as the person who asked.
"""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.accounts import LONGEST_EMAIL, LinkEnd
from actionpack_app.domain.errors import AccountExists, InvalidInput, LinkOver, NotFound
from actionpack_app.domain.letters import AccountChange, LetterFacts, LetterKind
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.throttle import NEW_ADDRESS
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.contacts import email_address
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.repositories.activity import Activity
from actionpack_app.services.accounts.address_link import end_of_address_link, read_address_link
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.accounts.tell import recipient, tell_owner
from actionpack_app.services.letters.write import write_letter


def ask_new_address(actor: Actor, email: str) -> None:
    """Writes to the new address; whether it has an account isn't told here.

    Raises: ProofNeeded, NotFound (somebody without a password, whose address is kept elsewhere), InvalidInput for `email`,
    TooManyTries.
    """
    check_proved(actor)
    address, now = email_address(email), SystemClock().now()
    if not address or len(address) > LONGEST_EMAIL:
        raise InvalidInput({"email": "email" if email else "required"})
    with transaction() as session:
        Tries(session, now).take(NEW_ADDRESS, "new address of", actor.person_id)
        account = Credentials(session).of_person(actor.person_id)
        if account is None:
            raise NotFound("password")
        if address == account.person.email:
            raise InvalidInput({"email": "address_same"})
        person, company = account.person, Credentials(session).company_of(account.person)
        facts = {"person": person.id, "login": account.credential.login, "email": address, "asked_at": now.isoformat()}
        to = recipient(session, person, address)
        letter = LetterFacts(LetterKind.NEW_ADDRESS, to, company.name if company else "", facts)
        write_letter(session, letter, f"new-address:{person.id}:{now.isoformat()}", person.partner_id)


def address_of_link(actor: Actor, token: str) -> str:
    """Which address a link confirms. Raises LinkOver."""
    with reading() as session:
        return _facts(session, actor, token)["email"]


def confirm_address(actor: Actor, session_hash: str, token: str, clock: Clock) -> str:
    """Takes the new address, tells the old one, and ends the person's other sessions; returns the address.

    Raises: ProofNeeded, LinkOver, AccountExists (the address became somebody's account meanwhile).
    """
    check_proved(actor)
    try:
        with transaction() as session:
            return _take(session, actor, session_hash, token, clock)
    except IntegrityError:  # an address signs one account in
        raise AccountExists from None


def _take(session: Session, actor: Actor, session_hash: str, token: str, clock: Clock) -> str:
    credentials = Credentials(session)
    account = credentials.of_person(actor.person_id, lock=True)
    facts = _facts(session, actor, token)
    if account is None:
        raise LinkOver(LinkEnd.EXPIRED)
    tell_owner(session, account.person, AccountChange.ADDRESS, to=account.person.email)
    account.credential.login, account.person.email = login_of(facts["email"]), facts["email"]
    account.credential.changed_at = SystemClock().now()  # voids what was sent to the old address
    credentials.end_sessions(actor.person_id, but=session_hash)
    if actor.partner_id:
        Activity(session, actor).record("address_changed", clock.now())
    return facts["email"]


def _facts(session: Session, actor: Actor, token: str) -> dict[str, str]:
    """What a link of the actor's says, while it is good. Raises LinkOver."""
    facts = read_address_link(token)
    if facts is None or facts["person"] != actor.person_id:
        raise LinkOver(LinkEnd.UNKNOWN)
    if end := end_of_address_link(session, facts):
        raise LinkOver(end)
    return facts
