"""Accepting an invitation with the organization's account: no password is chosen here.

The link shows who reads the invited mailbox; the provider has to say that it has verified the same address.
"""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import LONGEST_NAME, Means
from actionpack_app.domain.errors import AccountExists, SignInRefused
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import Invitation, Partner, Person, ProviderLink
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.people.accept import note_accepted, to_accept
from actionpack_app.services.sessions.open import Place, open_session
from actionpack_app.services.sessions.with_provider import ProvenIdentity


def accept_with_provider(token: str, proven: ProvenIdentity, place: Place) -> str:
    """Makes the account and returns the cookie's value.

    Raises: LinkOver, SignInRefused (another address than the invited one, or one that the provider hasn't verified),
    AccountExists (the address, or the organization's account, has one already).
    """
    with transaction() as session:
        invitation, partner = to_accept(session, token)
        if not proven.email_verified or login_of(proven.email) != invitation.login:
            raise SignInRefused
        person = _made(session, invitation, partner, proven)
        note_accepted(session, invitation, person, partner, place.address)
        return open_session(session, person, SystemClock().now(), Means.PROVIDER, place)


def _made(session: Session, invitation: Invitation, partner: Partner | None, proven: ProvenIdentity) -> Person:
    credentials, now = Credentials(session), SystemClock().now()
    if credentials.of_login(invitation.login) or credentials.known_to_provider(proven.issuer, proven.subject):
        raise AccountExists
    name = clean(invitation.name) or clean(proven.name) or invitation.email
    person = Person(
        id=new_id(),
        partner_id=partner.id if partner else None,
        name=name[:LONGEST_NAME],
        email=invitation.email,
        role=invitation.role,
    )
    session.add(person)
    session.flush()
    new = ProviderLink(issuer=proven.issuer, subject=proven.subject, person_id=person.id, linked_at=now)
    if not credentials.link(new):  # at the same moment it became somebody else's
        raise AccountExists
    return person
