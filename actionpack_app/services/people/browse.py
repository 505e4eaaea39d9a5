"""The list of a company's people, and of those who were invited."""

import dataclasses
from datetime import datetime

from actionpack_app.db import reading
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Invitation, Person
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.people import Colleagues, Invitations
from actionpack_app.repositories.second_factors import SecondFactors
from actionpack_app.services.people.guard import check_right


@dataclasses.dataclass(frozen=True, slots=True)
class PersonLine:
    """One of the company's people."""

    id: str
    name: str
    email: str
    role: Role
    active: bool
    last_sign_in_at: datetime | None
    is_me: bool
    has_codes: bool
    """Whether signing in asks for a code."""
    erased: bool
    is_last_admin: bool
    """The only active Global admin, who stays one."""


@dataclasses.dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation that waits."""

    id: str
    name: str
    email: str
    role: Role
    expires_at: datetime
    expired: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PeopleList:
    """What the page shows."""

    people: Page[PersonLine]
    invitations: Page[InvitationLine]
    time_zone: str


def list_people(actor: Actor, search: str, number: int, invitations_number: int) -> PeopleList:
    """A page of each list; `search` narrows the people. Raises NotAllowed."""
    check_right(actor)
    with reading() as session:
        colleagues = Colleagues(session, actor)
        people = colleagues.page(search, number)
        lone = colleagues.other_admins("") == 1
        with_codes = SecondFactors(session).on_for([row.id for row in people.rows])
        waiting = Invitations(session, actor).page(invitations_number)
        time_zone = Partners(session, actor).time_zone()
    return PeopleList(
        people.map(lambda row: _person(row, actor, lone=lone, has_codes=row.id in with_codes)),
        waiting.map(_invitation),
        time_zone,
    )


def _is_admin(person: Person) -> bool:
    return person.active and person.role is Role.GLOBAL_ADMIN


def _person(person: Person, actor: Actor, *, lone: bool, has_codes: bool) -> PersonLine:
    return PersonLine(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        active=person.active,
        last_sign_in_at=person.last_sign_in_at,
        is_me=person.id == actor.person_id,
        has_codes=has_codes,
        erased=person.erased_at is not None,
        is_last_admin=lone and _is_admin(person),
    )


def _invitation(row: Invitation) -> InvitationLine:
    expired = row.expires_at <= SystemClock().now()
    return InvitationLine(row.id, row.name, row.email, row.role, row.expires_at, expired)
