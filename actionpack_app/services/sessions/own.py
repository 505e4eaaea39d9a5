"""Where somebody is signed in, and ending what isn't theirs any more."""

import dataclasses
from datetime import datetime

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.browsers import browser_name
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.vault import fingerprint
from actionpack_app.models import LoginSession
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.identity import Identities

SHOWN_MOST = 20
"""Sample people are many at once; everybody else has a few."""


@dataclasses.dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which the actor is signed in."""

    key: str
    """Names it, and is of no other use to anybody."""
    browser: str
    system: str
    """What it says that they are; empty where it isn't known."""
    address: str
    began_at: datetime
    """UTC, by the machine's clock, as sample companies' clocks stand still."""
    used_at: datetime
    is_here: bool


@dataclasses.dataclass(frozen=True, slots=True)
class OwnSessions:
    """The actor's sessions, the last used first, this one at the top."""

    rows: tuple[OwnSession, ...]
    more: int
    """How many aren't shown."""


def list_own(actor: Actor, session_hash: str) -> OwnSessions:
    """Where the actor is signed in."""
    with reading() as session:
        found = Identities(session).of_person(actor.person_id, SystemClock().now())
    found.sort(key=lambda row: row.token_hash != session_hash)
    rows = tuple(_told(row, session_hash) for row in found[:SHOWN_MOST])
    return OwnSessions(rows, len(found) - len(rows))


def end_own(actor: Actor, session_hash: str, key: str, clock: Clock) -> None:
    """Signs another browser of the actor's out. Raises ProofNeeded, NotFound; this one is left by signing out."""
    check_proved(actor)
    with transaction() as session:
        identities = Identities(session)
        rows = identities.of_person(actor.person_id, SystemClock().now())
        meant = next((row for row in rows if _key(row) == key and row.token_hash != session_hash), None)
        if meant is None:
            raise NotFound("session")
        identities.end(meant.token_hash)
        _record(Activity(session, actor), actor, clock)


def end_others(actor: Actor, session_hash: str, clock: Clock) -> None:
    """Signs the actor out everywhere but here. Raises ProofNeeded."""
    check_proved(actor)
    with transaction() as session:
        Credentials(session).end_sessions(actor.person_id, but=session_hash)
        _record(Activity(session, actor), actor, clock)


def _record(activity: Activity, actor: Actor, clock: Clock) -> None:
    if actor.partner_id:
        activity.record("sessions_ended", clock.now())


def _told(row: LoginSession, session_hash: str) -> OwnSession:
    browser, system = browser_name(row.browser)
    return OwnSession(
        key=_key(row),
        browser=browser,
        system=system,
        address=row.address,
        began_at=row.created_at,
        used_at=row.seen_at or row.created_at,
        is_here=row.token_hash == session_hash,
    )


def _key(row: LoginSession) -> str:
    return fingerprint(f"session {row.token_hash}")
