"""The second step of signing in: a code, from somebody whose password was right a moment ago."""

from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import Means
from actionpack_app.domain.errors import InvalidInput, SecondStepNeeded
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.throttle import SECOND_STEP
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.logs import log
from actionpack_app.models import Person
from actionpack_app.repositories.accounts import Credentials, Tries
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.second_factors import SecondFactors
from actionpack_app.services.accounts.second_factor import use_code
from actionpack_app.services.sessions.good_once import holder_of, take_ticket, write_ticket
from actionpack_app.services.sessions.open import Place, open_session

_PURPOSE = "second step"
GOOD_FOR = timedelta(minutes=5)


def enter(session: Session, person: Person, now: datetime, place: Place) -> str | SecondStepNeeded:
    """A session for somebody whose first step is done; or what to raise, once the transaction is over, where a code is next."""
    if SecondFactors(session).is_on(person.id):
        return SecondStepNeeded(write_ticket(_PURPOSE, person, now))
    return open_session(session, person, now, Means.PASSWORD, place)


def sign_in_with_code(ticket: str, code: str, place: Place) -> str:
    """Returns the cookie's value.

    Raises: SignInRefused (the first step is too long ago, or was used), InvalidInput for `code`, TooManyTries.
    """
    now = SystemClock().now()
    person_id = holder_of(_PURPOSE, ticket, GOOD_FOR, now)
    with transaction() as session:
        Tries(session, now).take(SECOND_STEP, "second step of", person_id)
    with transaction() as session:
        person = take_ticket(session, _PURPOSE, ticket, GOOD_FOR, now)
        try:
            recovered = use_code(session, person_id, code, now)
        except InvalidInput:
            log.warning("second step refused", person=person_id, address=place.address)
            raise
        Tries(session, now).succeed("second step of", person_id)
        company = Credentials(session).company_of(person)
        if recovered and company is not None:
            actor = Actor(person.id, company.id, person.role, person.name, address=place.address)
            Activity(session, actor).record("recovery_code_used", clock_of(company.clock_at).now())
        return open_session(session, person, now, Means.PASSWORD, place)
