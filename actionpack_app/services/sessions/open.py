"""Opening a session for somebody who has proved who they are."""

import dataclasses
import hashlib
from datetime import datetime

from sqlmodel import Session

from actionpack_app.domain.accounts import SESSION_LIFE, Means
from actionpack_app.gateways.chance import new_token
from actionpack_app.logs import log
from actionpack_app.models import LoginSession, Person
from actionpack_app.repositories.identity import Identities

_LONGEST_ADDRESS = 64
_LONGEST_BROWSER = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in: a network address, and what the browser says that it is."""

    address: str = ""
    browser: str = ""


NOWHERE = Place()


def open_session(session: Session, person: Person, now: datetime, means: Means, place: Place) -> str:
    """A new session; returns the cookie's value, of which only the hash is kept."""
    token, identities = new_token(), Identities(session)
    identities.end_over(now)
    person.last_sign_in_at = now
    identities.add(
        LoginSession(
            token_hash=hash_of(token),
            person_id=person.id,
            created_at=now,
            expires_at=now + SESSION_LIFE,
            seen_at=now,
            proved_at=now,
            means=means,
            address=place.address[:_LONGEST_ADDRESS],
            browser=place.browser[:_LONGEST_BROWSER],
        )
    )
    log.info("signed in", person=person.id, means=means.value, address=place.address[:_LONGEST_ADDRESS])
    return token


def hash_of(token: str) -> str:
    """What is kept of a cookie's value: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
