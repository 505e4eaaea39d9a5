"""Signing in and out. The browser keeps 32 random bytes in a cookie that scripts can't read; we keep their hash."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actionpack_app.db import answers_at_once, engine, glance, transaction
from actionpack_app.domain.accounts import PROOF_HOLDS, SEEN_AGAIN_AFTER, Means
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock, SystemClock, clock_of
from actionpack_app.models import Partner
from actionpack_app.repositories.identity import Identities, signed_in, signed_in_by_file
from actionpack_app.services.sessions.open import NOWHERE, Place, hash_of, open_session
from actionpack_app.settings import get_settings


@dataclasses.dataclass(frozen=True, slots=True)
class Visitor:
    """Who is behind a request or an event, and the clock of their company."""

    actor: Actor
    clock: Clock
    session_hash: str
    means: Means
    """How the session began."""
    company: str
    mpn_id: str
    locale: str
    time_zone: str
    clock_at: datetime | None


def sign_in_as_sample(person_id: str, place: Place = NOWHERE) -> tuple[str, str]:
    """Signs in a sample person of demo or staging; returns the cookie's value and their language. Raises NotFound."""
    if not get_settings().has_samples:
        raise NotFound("sign-in")
    with transaction() as session:
        person = Identities(session).sample_person(person_id)
        if person is None:
            raise NotFound(person_id)
        token = open_session(session, person, SystemClock().now(), Means.SAMPLE, place)
        partner = session.get(Partner, person.partner_id) if person.partner_id else None
    return token, partner.locale if partner else "en"


def sign_out(token: str) -> None:
    """Ends the session; a second time changes nothing."""
    with transaction() as session:
        Identities(session).end(hash_of(token))


def find_visitor(token: str, address: str, *, attended: bool = True) -> Visitor | None:
    """The person behind a cookie; None for no, an unknown or an ended session.

    What a person does keeps the session from ending for idleness; what a page asks by itself isn't `attended`.
    """
    found, is_news = read_visitor(token, address)
    if found is not None and is_news and attended:
        note_seen(found)
    return found


def read_visitor(token: str, address: str) -> tuple[Visitor | None, bool]:
    """As `find_visitor`, and whether it should be noted that the person is there: this alone writes nothing."""
    if not token:
        return None, False
    session_hash, now = hash_of(token), SystemClock().now()
    if answers_at_once():
        found = signed_in_by_file(engine(), session_hash, now)
    else:
        with glance() as connection:
            found = signed_in(connection, session_hash, now)
    if found is None:
        return None, False
    return _visitor(found, session_hash, address, now), now - found["seen_at"] >= SEEN_AGAIN_AFTER


def note_seen(visitor: Visitor) -> None:
    """The person is there: the session doesn't end for idleness."""
    with transaction() as session:
        Identities(session).see(visitor.session_hash, SystemClock().now())


def session_lives(session_hash: str) -> bool:
    """Whether a session hasn't ended, and its person may still come in."""
    with glance() as connection:
        return signed_in(connection, session_hash, SystemClock().now()) is not None


def _visitor(found: Mapping[Any, Any], session_hash: str, address: str, now: datetime) -> Visitor:
    has_company = found["partner_id"] is not None
    actor = Actor(
        person_id=found["person_id"],
        partner_id=found["partner_id"] or "",
        role=found["role"],
        name=found["name"],
        email=found["email"],
        address=address,
        proved=found["means"] is Means.SAMPLE or now - found["proved_at"] < PROOF_HOLDS,
    )
    return Visitor(
        actor=actor,
        clock=clock_of(found["clock_at"]),
        session_hash=session_hash,
        means=found["means"],
        company=found["company"] if has_company else "Desk",
        mpn_id=found["mpn_id"] or "",
        locale=found["locale"] if has_company else "en",
        time_zone=found["time_zone"] if has_company else "UTC",
        clock_at=found["clock_at"],
    )
