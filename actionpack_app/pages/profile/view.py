"""The form of the business profile, as it is typed and as it is kept."""

import dataclasses
from collections.abc import Mapping

from actionpack_app.dialogs.phases import typed
from actionpack_app.domain.errors import ChangedMeanwhile
from actionpack_app.domain.profiles import DESCRIPTION_MAX, PLACE_MOST, Location, Profile
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.words import field_name
from actionpack_app.routes import public_profile
from actionpack_app.services.profile.show import ProfileAtWork

TYPED: tuple[str, ...] = ("name", "description", "email", "phone", "website", "logo_alt")
PARTS = tuple(PLACE_MOST)
TYPED_MOST = DESCRIPTION_MAX * 4
"""Longer texts than can be kept stay in their field, to be shortened there."""
NO_PROBLEMS: dict[str, str] = dict.fromkeys((*TYPED, "locations"), "")


@dataclasses.dataclass(frozen=True)
class FormShown:
    """What the form holds, but for the locations."""

    name: str = ""
    description: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    logo_alt: str = ""
    logo_id: str = ""
    logo: str = ""
    """The address of the picture."""


@dataclasses.dataclass(frozen=True)
class PlaceTyped:
    """A location in the form; `key` stays with it while it moves."""

    key: str
    name: str = ""
    address_line: str = ""
    city: str = ""
    country: str = ""
    name_problem: str = ""
    address_line_problem: str = ""
    city_problem: str = ""
    country_problem: str = ""


@dataclasses.dataclass(frozen=True)
class StandingShown:
    """Where the profile stands."""

    label: str = ""
    tone: str = "neutral"
    line: str = ""
    published: bool = False
    public_href: str = ""


def new_place(country: str) -> PlaceTyped:
    """An empty location, in the company's own country to begin with."""
    return PlaceTyped(key=new_id(), country=country)


def places_of(profile: Profile) -> list[PlaceTyped]:
    """A kept profile's locations, to be changed."""
    return [PlaceTyped(new_id(), place.name, place.address_line, place.city, place.country) for place in profile.locations]


def typed_profile(form: FormShown, places: list[PlaceTyped]) -> Profile:
    """What the form says, as it was typed."""
    return Profile(
        **{field: getattr(form, field) for field in TYPED},
        logo_id=form.logo_id,
        locations=tuple(Location(place.name, place.address_line, place.city, place.country) for place in places),
    )


def place_sent(place: PlaceTyped, given: Mapping[str, object]) -> PlaceTyped:
    """A location with what a submitted form says of it."""
    sent = {part: typed(given.get(f"{part}-{place.key}"), TYPED_MOST) for part in PARTS}
    return PlaceTyped(place.key, **sent)


def with_problems(places: list[PlaceTyped], problems: Mapping[str, str]) -> list[PlaceTyped]:
    """The locations with what is wrong with each, in words."""
    return [
        dataclasses.replace(
            place,
            **{
                f"{part}_problem": explain_problem(code) if (code := problems.get(f"locations.{number}.{part}", "")) else ""
                for part in PARTS
            },
        )
        for number, place in enumerate(places)
    ]


def show_standing(found: ProfileAtWork) -> StandingShown:
    """Whether customers see the profile, and whether they see this one."""
    href = public_profile(current_locale(), found.mpn_id)
    if found.published_at is None:
        return StandingShown(_("Not published"), "neutral", _("Only you and your colleagues see it so far."))
    at = format_moment(found.published_at, found.time_zone)
    if found.differs:
        line = _("Customers see the version of {at}. The draft says something else.").format(at=at)
        return StandingShown(_("Published, draft changed"), "warn", line, published=True, public_href=href)
    line = _("Customers see it like this since {at}.").format(at=at)
    return StandingShown(_("Published"), "ok", line, published=True, public_href=href)


def show_clash(refused: ChangedMeanwhile, started_from: Mapping[str, str]) -> list[str]:
    """What somebody else has changed since the form was begun: each field with its old and new value."""
    lines: list[str] = []
    for field, now in refused.now.items():
        before = started_from.get(field, "")
        if now != before:
            name = field_name(field)
            said = _("{before} → {after}").format(before=_cut(before), after=_cut(now))
            lines.append(name if field == "logo_id" else _("{field}: {change}").format(field=name, change=said))
    return lines


def _cut(text: str, most: int = 160) -> str:
    flat = " ".join(text.split()) or "–"
    return flat if len(flat) <= most else flat[: most - 1] + "…"
