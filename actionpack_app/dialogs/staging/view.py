"""A sample partner's standing in words."""

import dataclasses
import zoneinfo
from datetime import datetime

from actionpack_app.domain.jumps import Jump
from actionpack_app.domain.notices import NoticeKind
from actionpack_app.domain.status import Status
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.deeds import deed
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.happenings import item_name, notice_name
from actionpack_app.messages.words import offer_name, status_name
from actionpack_app.services.samples.manage import SamplePerson
from actionpack_app.services.samples.story import Coming, Happening, HappeningKind, SampleStanding

MOST_SHOWN = 200
"""Of what happened in one move; a decade of two subscriptions has fewer."""


@dataclasses.dataclass(frozen=True)
class JumpShown:
    """A button."""

    name: str
    label: str
    leads_to: str
    """The day, or why there is none."""
    ahead: bool


@dataclasses.dataclass(frozen=True)
class Line:
    """One thing that happened, or will."""

    at: str
    what: str
    about: str


@dataclasses.dataclass(frozen=True)
class PersonChoice:
    """Somebody to look as."""

    id: str
    label: str


@dataclasses.dataclass(frozen=True)
class StagingShown:
    """The toolbar's facts."""

    company: str = ""
    clock: str = ""
    zone: str = ""
    day: str = ""
    """ISO 8601, for the date field."""
    link: str = ""
    jumps: list[JumpShown] = dataclasses.field(default_factory=list)
    happened: list[Line] = dataclasses.field(default_factory=list)
    coming: list[Line] = dataclasses.field(default_factory=list)


def show_staging(found: SampleStanding, role: str, origin: str) -> StagingShown:
    """A standing in the language of the context."""
    zone = found.time_zone
    local = found.now.astimezone(zoneinfo.ZoneInfo(zone))
    jump = f"&jump={found.days_moved}d" if found.days_moved > 0 else ""
    return StagingShown(
        company=found.name,
        clock=format_moment(found.now, zone),
        zone=zone,
        day=local.date().isoformat(),
        link=f"{origin}/{current_locale()}/sign-in?as={found.sample}:{role}{jump}",
        jumps=[_jump(jump, at, zone) for jump, at in found.jumps],
        happened=[_happening(one, zone) for one in found.happened[:MOST_SHOWN]],
        coming=[_coming(one, zone) for one in found.coming],
    )


def person_choice(person: SamplePerson, role: str) -> PersonChoice:
    """A person under the name that the sign-in page has too."""
    return PersonChoice(person.id, f"{person.company} — {role}")


def _jump(jump: Jump, at: datetime | None, zone: str) -> JumpShown:
    label = {
        Jump.NEXT_DAY: _("+1 day"),
        Jump.EXPIRY: _("To expiry"),
        Jump.WINDOW_FIRST: _("First day of window"),
        Jump.WINDOW_LAST: _("Last day of window"),
        Jump.ANNIVERSARY: _("Next anniversary"),
    }[jump]
    leads_to = format_moment(at, zone) if at else _("No such day lies ahead.")
    return JumpShown(jump.value, label, leads_to, at is not None)


def _happening(one: Happening, zone: str) -> Line:
    match one.kind:
        case HappeningKind.DONE:
            what = deed(one.name)
        case HappeningKind.TOLD:
            what = notice_name(NoticeKind(one.name))
        case HappeningKind.STATUS:
            what = _("Status: {status}").format(status=status_name(Status(one.name)))
    return Line(format_moment(one.at, zone), what, _about(offer_name(one.offer) if one.offer else "", one.subject))


def _coming(one: Coming, zone: str) -> Line:
    return Line(format_moment(one.at, zone), item_name(one.name), _about(offer_name(one.offer), one.subject))


def _about(offer: str, subject: str) -> str:
    return " · ".join(part for part in (offer, subject) if part)
