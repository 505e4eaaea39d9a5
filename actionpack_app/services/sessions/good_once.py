"""Tickets of somebody who has done a step of signing in: signed, for minutes, and worth nothing after the next sign-in."""

import json
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from actionpack_app.domain.errors import SignInRefused
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Person
from actionpack_app.repositories.accounts import Credentials


def write_ticket(purpose: str, person: Person, now: datetime) -> str:
    """A ticket for one purpose."""
    return sign(purpose, json.dumps([person.id, _last(person), now.timestamp()]))


def holder_of(purpose: str, ticket: str, good_for: timedelta, now: datetime) -> str:
    """The id of the person whose ticket it is. Raises SignInRefused for one that is forged, of another purpose, or too old."""
    person_id, _last_sign_in = _read(purpose, ticket, good_for, now)
    return person_id


def take_ticket(session: Session, purpose: str, ticket: str, good_for: timedelta, now: datetime) -> Person:
    """The person, locked. Raises SignInRefused, for one that was used or whose person was deactivated, too."""
    person_id, last = _read(purpose, ticket, good_for, now)
    person = Credentials(session).person(person_id, lock=True)
    if person is None or not person.active or _last(person) != last:
        raise SignInRefused
    return person


def _read(purpose: str, ticket: str, good_for: timedelta, now: datetime) -> tuple[str, str]:
    written = unsign(purpose, ticket)
    if written is None:
        raise SignInRefused
    person_id, last, at = json.loads(written)
    if now - datetime.fromtimestamp(at, UTC) > good_for:
        raise SignInRefused
    return person_id, last


def _last(person: Person) -> str:
    """Signing in moves it, so a ticket is good once."""
    return person.last_sign_in_at.isoformat() if person.last_sign_in_at else ""
