"""From an event to a session: only an HTTP answer can set the cookie, so the page posts a ticket that the event gave it."""

from datetime import timedelta

from actionpack_app.db import transaction
from actionpack_app.domain.errors import SecondStepNeeded
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Person
from actionpack_app.services.sessions.good_once import take_ticket, write_ticket
from actionpack_app.services.sessions.open import NOWHERE, Place
from actionpack_app.services.sessions.second_step import enter

_PURPOSE = "sign-in ticket"
_GOOD_FOR = timedelta(minutes=2)


def ticket_for(person: Person) -> str:
    """A ticket for somebody who has just proved who they are: good once, for two minutes."""
    return write_ticket(_PURPOSE, person, SystemClock().now())


def sign_in_with_ticket(ticket: str, place: Place = NOWHERE) -> str:
    """Returns the cookie's value. Raises SignInRefused for a ticket that is forged, used or too old; SecondStepNeeded."""
    now = SystemClock().now()
    with transaction() as session:
        entered = enter(session, take_ticket(session, _PURPOSE, ticket, _GOOD_FOR, now), now, place)
    if isinstance(entered, SecondStepNeeded):
        raise entered
    return entered
