"""Opening a session for somebody who has proved who they are."""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.gateways.chance import new_token
from actionpack_app.models import LoginSession, Person
from actionpack_app.repositories.identity import Identities

SESSION_LIFE = timedelta(hours=12)


def open_session(session: Session, person: Person, now: datetime) -> str:
    """A new session; returns the cookie's value, of which only the hash is kept."""
    token, identities = new_token(), Identities(session)
    identities.end_expired(now)
    person.last_sign_in_at = now
    identities.add(LoginSession(token_hash=hash_of(token), person_id=person.id, created_at=now, expires_at=now + SESSION_LIFE))
    return token


def hash_of(token: str) -> str:
    """What is kept of a cookie's value: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
