"""From an event to a session: only an HTTP answer can set the cookie, so the page posts a ticket that the event gave it."""

import json
from datetime import UTC, datetime, timedelta

from actionpack_app.db import transaction
from actionpack_app.domain.errors import SecondStepNeeded, SignInRefused
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Person
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.services.sessions.open import NOWHERE, Place
from actionpack_app.services.sessions.second_step import enter

_PURPOSE = "sign-in ticket"
_GOOD_FOR = timedelta(minutes=2)


def ticket_for(person: Person) -> str:
    """A ticket for somebody who has just proved who they are: good once, for two minutes."""
    return sign(_PURPOSE, json.dumps([person.id, _last(person), SystemClock().now().timestamp()]))


def sign_in_with_ticket(ticket: str, place: Place = NOWHERE) -> str:
    """Returns the cookie's value. Raises SignInRefused for a ticket that is forged, used or too old; SecondStepNeeded."""
    written = unsign(_PURPOSE, ticket)
    if written is None:
        raise SignInRefused
    person_id, last, at = json.loads(written)
    now = SystemClock().now()
    if now - datetime.fromtimestamp(at, UTC) > _GOOD_FOR:
        raise SignInRefused
    with transaction() as session:
        person = Credentials(session).person(person_id, lock=True)
        if person is None or not person.active or _last(person) != last:
            raise SignInRefused
        entered = enter(session, person, now, place)
    if isinstance(entered, SecondStepNeeded):
        raise entered
    return entered


def _last(person: Person) -> str:
    """Signing in moves it, so a ticket is good once."""
    return person.last_sign_in_at.isoformat() if person.last_sign_in_at else ""
