"""What the server's owner does for an account, from a shell: for operators, who have no admin over them, and for last resorts."""

from typing import Any

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import NotFound, StillActive
from actionpack_app.domain.rights import the_product
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.logs import log
from actionpack_app.models import Person
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.personal import PersonalData
from actionpack_app.repositories.second_factors import SecondFactors
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.accounts.own_data import data_about
from actionpack_app.services.accounts.second_factor import drop_codes
from actionpack_app.services.benefits.seats import release_seats
from actionpack_app.services.people.guard import keep_an_admin


def data_of(email: str) -> dict[str, Any]:
    """What is kept of somebody, by table, with instants in UTC. Raises NotFound."""
    with reading() as session:
        return data_about(session, _find(session, email, lock=False))


def deactivate_account(email: str) -> None:
    """Nobody comes in with this account any more. Raises NotFound, LastAdmin (of a company)."""
    with transaction() as session:
        person = _find(session, email, lock=True)
        company = Credentials(session).company_of(person)
        if not person.active:
            return
        if company is not None:
            actor = the_product(company.id)
            keep_an_admin(session, actor, person)
            release_seats(session, actor, person.id, clock_of(company.clock_at))
        person.active = False
        Credentials(session).end_sessions(person.id)
        _note(session, person, "person_deactivated", role=person.role)


def erase_account(email: str) -> None:
    """Replaces all that names somebody who was deactivated by a pseudonym, for good. Raises NotFound, StillActive."""
    with transaction() as session:
        person = _find(session, email, lock=True)
        if person.active:
            raise StillActive
        PersonalData(session, person).erase(SystemClock().now())
        _note(session, person, "person_erased")


def take_codes_of(email: str) -> None:
    """Has somebody sign in with the password alone again; they are signed out, and told. Raises NotFound (also without codes)."""
    with transaction() as session:
        person = _find(session, email, lock=True)
        if not SecondFactors(session).is_on(person.id):
            raise NotFound(email)
        drop_codes(session, person)
        _note(session, person, "codes_taken")


def _find(session: Session, email: str, *, lock: bool) -> Person:
    credentials, login = Credentials(session), login_of(email)
    account = credentials.of_login(login, lock=lock)
    person = account.person if account else credentials.of_provider_address(login)
    if person is None:
        raise NotFound(email)
    return person


def _note(session: Session, person: Person, action: str, **details: str) -> None:
    """In the company's activity; for operators, who belong to none, in the log."""
    company = Credentials(session).company_of(person)
    if company is None:
        log.info("operator account changed", change=action, person=person.id)
        return
    at = clock_of(company.clock_at).now()
    Activity(session, the_product(company.id)).record(action, at, person=person.id, **details)
