"""The company's people in words."""

import dataclasses

from actionpack_app.domain.errors import LastAdmin, NotOneself
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.words import role_name
from actionpack_app.services.people.browse import InvitationLine, PersonLine


@dataclasses.dataclass(frozen=True)
class PersonRow:
    """One of the company's people."""

    id: str
    name: str
    email: str
    role: str
    role_code: str
    status: str
    tone: str
    active: bool
    is_me: bool
    last_sign_in: str
    stays: str
    """Why the account can't be deactivated, in words; empty where it can."""
    keeps_role: bool
    """The only Global admin stays one."""
    loses_codes: bool
    """Whether somebody else may turn off the codes that signing in asks for."""
    can_return: bool


@dataclasses.dataclass(frozen=True)
class InvitationRow:
    """Somebody who was invited and hasn't come yet."""

    id: str
    name: str
    email: str
    role: str
    status: str
    tone: str
    until: str


def show_person(line: PersonLine, time_zone: str) -> PersonRow:
    """A person in words."""
    stays = explain(LastAdmin()) if line.is_last_admin else explain(NotOneself()) if line.is_me else ""
    return PersonRow(
        id=line.id,
        name=line.name,
        email=line.email,
        role=role_name(line.role),
        role_code=line.role,
        status=_("Active") if line.active else _("Erased") if line.erased else _("Deactivated"),
        tone="ok" if line.active else "neutral",
        active=line.active,
        is_me=line.is_me,
        last_sign_in=format_moment(line.last_sign_in_at, time_zone) if line.last_sign_in_at else _("Never"),
        stays=stays if line.active else "",
        keeps_role=line.is_last_admin,
        loses_codes=line.has_codes and not line.is_me,
        can_return=not line.active and not line.erased,
    )


def show_invitation(line: InvitationLine, time_zone: str) -> InvitationRow:
    """An invitation in words."""
    return InvitationRow(
        id=line.id,
        name=line.name,
        email=line.email,
        role=role_name(line.role),
        status=_("Expired") if line.expired else _("Invited"),
        tone="warn" if line.expired else "info",
        until=format_moment(line.expires_at, time_zone),
    )
