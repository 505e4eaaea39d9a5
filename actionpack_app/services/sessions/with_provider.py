"""Signing in with the organization's identity provider.

The provider's subject finds a person again. The first time, the e-mail address does, if the provider says that it has verified
it: who could choose an address there would otherwise come in as its owner here.
"""

import dataclasses
from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import Means
from actionpack_app.domain.errors import ProofNeeded, SignInRefused
from actionpack_app.domain.letters import AccountChange
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.models import Person, ProviderLink
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.identity import Identities
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.accounts.tell import tell_owner
from actionpack_app.services.sessions.open import Place, open_session

CLOCKS_DIFFER_BY = timedelta(minutes=2)


@dataclasses.dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """What the provider says, in an ID token whose signature, audience, nonce and dates were checked."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    """Empty where the provider doesn't say."""
    authenticated_at: datetime | None
    """When the person proved there who they are; None where the provider doesn't say."""


def sign_in_with_provider(proven: ProvenIdentity, place: Place) -> str:
    """Returns the cookie's value. Raises SignInRefused for somebody who has no active account here."""
    now = SystemClock().now()
    with transaction() as session:
        person = _find(session, proven, place, now)
        if person is None or not person.active:
            raise SignInRefused
        return open_session(session, person, now, Means.PROVIDER, place)


def prove_by_provider(actor: Actor, session_hash: str, proven: ProvenIdentity, asked_at: datetime) -> None:
    """Takes an authentication that was made since `asked_at` as a proof. Raises SignInRefused for another person, ProofNeeded."""
    at = proven.authenticated_at
    if at is None or at < asked_at - CLOCKS_DIFFER_BY:
        raise ProofNeeded
    with transaction() as session:
        person = Credentials(session).known_to_provider(proven.issuer, proven.subject)
        if person is None or person.id != actor.person_id:
            raise SignInRefused
        Identities(session).prove(session_hash, SystemClock().now())


def _find(session: Session, proven: ProvenIdentity, place: Place, now: datetime) -> Person | None:
    credentials = Credentials(session)
    known = credentials.known_to_provider(proven.issuer, proven.subject)
    if known is not None or not proven.email_verified:
        return known
    account = credentials.of_login(login_of(proven.email), lock=True)
    if account is None or not account.person.active:
        return None
    person = account.person
    credentials.link(ProviderLink(issuer=proven.issuer, subject=proven.subject, person_id=person.id, linked_at=now))
    tell_owner(session, person, AccountChange.PROVIDER)
    company = credentials.company_of(person)
    if company is not None:
        actor = Actor(person.id, company.id, person.role, person.name, address=place.address)
        Activity(session, actor).record("provider_linked", clock_of(company.clock_at).now())
    return person
