"""The private address of a person's calendar feed. Whoever knows it reads the dates, so it can be renewed and taken back.

It holds a token signed over the person and a number that only grows: one address at most is good at a time.
"""

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Person
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.partners import Partners
from actionpack_app.routes import calendar_file
from actionpack_app.settings import get_settings

FEED = "calendar-feed"
"""Purpose of the tokens in these addresses."""


def feed_address(actor: Actor) -> str:
    """The actor's address as calendar programs take it; empty while there is none. Raises NotAllowed for operators."""
    with reading() as session:
        return _address(_myself(session, actor))


def renew_feed(actor: Actor, clock: Clock) -> str:
    """Makes an address, and ends the one before. Raises NotAllowed for operators."""
    with transaction() as session:
        person = _myself(session, actor, lock=True)
        person.feed_version = abs(person.feed_version) + 1
        Activity(session, actor).record("calendar_address_made", clock.now())
    return _address(person)


def revoke_feed(actor: Actor, clock: Clock) -> None:
    """Ends the address; a second time changes nothing. Raises NotAllowed for operators."""
    with transaction() as session:
        person = _myself(session, actor, lock=True)
        if person.feed_version > 0:
            person.feed_version = -person.feed_version
            Activity(session, actor).record("calendar_address_ended", clock.now())


def person_behind(token: str) -> tuple[str, int]:
    """Whose address a token makes, and which of theirs. Raises NotFound for a forged one."""
    person_id, _colon, version = (unsign(FEED, token) or "").rpartition(":")
    if not person_id or not version.isdecimal():
        raise NotFound("calendar")
    return person_id, int(version)


def _address(person: Person) -> str:
    if person.feed_version <= 0:
        return ""
    return get_settings().public_url + calendar_file(sign(FEED, f"{person.id}:{person.feed_version}"))


def _myself(session: Session, actor: Actor, *, lock: bool = False) -> Person:
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    return Partners(session, actor).myself(lock=lock)
