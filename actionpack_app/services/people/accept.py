"""What somebody sees and does who comes with an invitation."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.accounts import LONGEST_NAME, LinkEnd
from actionpack_app.domain.errors import InvalidInput, LinkOver
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.gateways.contacts import clean, length_problem
from actionpack_app.logs import log
from actionpack_app.models import Invitation, Partner, Person
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.keys import is_key
from actionpack_app.repositories.people import Invited
from actionpack_app.services.accounts.create import NewAccount, choose_password, create_account
from actionpack_app.services.people.letter import invitation_of
from actionpack_app.services.sessions.ticket import ticket_for


@dataclasses.dataclass(frozen=True, slots=True)
class InvitationView:
    """What an invitation is to."""

    company: str
    """Empty for the desk."""
    role: Role
    name: str
    email: str


def open_invitation(token: str) -> InvitationView:
    """The invitation of a link. Raises LinkOver."""
    with reading() as session:
        invitation, partner = _find(session, token, lock=False)
    return InvitationView(partner.name if partner else "", invitation.role, invitation.name, invitation.email)


def accept_invitation(token: str, name: str, password: str, address: str) -> str:
    """Makes the account; returns a ticket to sign in with. Slow on purpose.

    Raises: LinkOver, InvalidInput, AccountExists (the address has an account, of another company or of the desk).
    """
    with reading() as session:
        invitation, partner = _find(session, token, lock=False)
    chosen = _checked(clean(name), password, invitation.email, partner.name if partner else "")
    with transaction() as session:
        invitation, partner = to_accept(session, token)
        new = NewAccount(invitation.partner_id, clean(name), invitation.email, invitation.role)
        person = create_account(session, new, chosen)
        note_accepted(session, invitation, person, partner, address)
        return ticket_for(person)


def to_accept(session: Session, token: str) -> tuple[Invitation, Partner | None]:
    """The invitation of a link, locked, and the company; None for the desk. Raises LinkOver."""
    return _find(session, token, lock=True)


def note_accepted(session: Session, invitation: Invitation, person: Person, partner: Partner | None, address: str) -> None:
    """The invitation became this person: in the company's activity; for operators, who belong to none, in the log."""
    invitation.accepted_at, invitation.person_id = SystemClock().now(), person.id
    if partner is None:
        log.info("operator account made", role=person.role, person=person.id)
        return
    actor = Actor(person.id, partner.id, person.role, person.name, address=address)
    at = clock_of(partner.clock_at).now()
    Activity(session, actor).record("invitation_accepted", at, role=person.role, invitation=invitation.id)


def _checked(name: str, password: str, email: str, company: str) -> str:
    """The password's hash, or everything that is wrong at once."""
    problems: dict[str, str] = {}
    chosen = ""
    try:
        chosen = choose_password(password, name, email, company)
    except InvalidInput as wrong:
        problems.update(wrong.problems)
    if problem := length_problem(name, LONGEST_NAME):
        problems["name"] = problem
    if problems:
        raise InvalidInput(problems)
    return chosen


def _find(session: Session, token: str, *, lock: bool) -> tuple[Invitation, Partner | None]:
    """An invitation that can be accepted, and the company. Raises LinkOver."""
    key = invitation_of(token)
    invitation = Invited(session).get(key, lock=lock) if key and is_key(key) else None
    if invitation is None:
        raise LinkOver(LinkEnd.UNKNOWN)
    if end := end_of(invitation):
        raise LinkOver(end)
    return invitation, session.get(Partner, invitation.partner_id) if invitation.partner_id else None


def end_of(invitation: Invitation) -> LinkEnd | None:
    """Why an invitation can't be accepted any more; None while it can."""
    if invitation.accepted_at is not None:
        return LinkEnd.USED
    if invitation.revoked_at is not None:
        return LinkEnd.REVOKED
    return LinkEnd.EXPIRED if invitation.expires_at <= SystemClock().now() else None
