"""A forgotten password: a link by mail, and the new password that is chosen with it."""

from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.errors import InvalidInput, LinkOver
from actionpack_app.domain.letters import AccountChange, LetterFacts, LetterKind
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.throttle import RESET, RESETS_FROM_ADDRESS
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.gateways.contacts import email_address
from actionpack_app.repositories.accounts import Account, Credentials, Tries
from actionpack_app.repositories.activity import Activity
from actionpack_app.services.accounts.create import choose_password, login_of
from actionpack_app.services.accounts.reset_link import end_of_reset, read_reset
from actionpack_app.services.accounts.tell import recipient, tell_owner
from actionpack_app.services.letters.write import write_letter
from actionpack_app.services.sessions.ticket import ticket_for


def ask_reset(email: str, address: str) -> None:
    """Writes to the owner of an account; nobody is told whether there is one. Raises InvalidInput, TooManyTries."""
    if not email_address(email):
        raise InvalidInput({"email": "email"})
    login, now = login_of(email), SystemClock().now()
    with transaction() as session:
        tries, credentials = Tries(session, now), Credentials(session)
        tries.take(RESETS_FROM_ADDRESS, "reset from", address)
        tries.take(RESET, "reset of", login)
        account = credentials.of_login(login)
        if account is not None and account.person.active:
            _write(session, credentials, account, now)


def _write(session: Session, credentials: Credentials, account: Account, now: datetime) -> None:
    person, company = account.person, credentials.company_of(account.person)
    facts = LetterFacts(
        kind=LetterKind.PASSWORD_RESET,
        to=recipient(session, person),
        company=company.name if company else "",
        facts={
            "person": person.id,
            "changed_at": account.credential.changed_at.isoformat(),
            "asked_at": now.isoformat(),
        },
    )
    write_letter(session, facts, f"password-reset:{person.id}:{now.isoformat()}", person.partner_id)


def check_reset(token: str) -> str:
    """Whose link it is: the address that its mail went to. Raises LinkOver."""
    _person_id, (_name, email, _company) = _account_of(token)
    return email


def reset_password(token: str, password: str, address: str) -> str:
    """Sets the new password, signs out everywhere, and returns a ticket to sign in with. Slow on purpose.

    Raises: LinkOver, InvalidInput.
    """
    person_id, personal = _account_of(token)
    chosen = choose_password(password, *personal)
    with transaction() as session:
        credentials = Credentials(session)
        account = credentials.of_person(person_id, lock=True)
        if end := _end_of(session, token):
            raise LinkOver(end)
        if account is None:
            raise LinkOver(LinkEnd.EXPIRED)
        account.credential.password_hash, account.credential.changed_at = chosen, SystemClock().now()
        credentials.end_sessions(person_id)
        tell_owner(session, account.person, AccountChange.PASSWORD)
        person, company = account.person, credentials.company_of(account.person)
        if company is not None:
            actor = Actor(person.id, company.id, person.role, person.name, address=address)
            Activity(session, actor).record("password_reset", clock_of(company.clock_at).now())
        return ticket_for(person)


def _end_of(session: Session, token: str) -> LinkEnd | None:
    facts = read_reset(token)
    return LinkEnd.UNKNOWN if facts is None else end_of_reset(session, facts)


def _account_of(token: str) -> tuple[str, tuple[str, str, str]]:
    """Whose link it is, and what is known of them. Raises LinkOver."""
    with reading() as session:
        if end := _end_of(session, token):
            raise LinkOver(end)
        account = Credentials(session).of_person((read_reset(token) or {})["person"])
        if account is None:
            raise LinkOver(LinkEnd.EXPIRED)
        person, company = account.person, Credentials(session).company_of(account.person)
    return person.id, (person.name, person.email, company.name if company else "")
