"""A business profile: what a company says of itself to customers, and what has changed between two versions of it."""

import dataclasses

from actionpack_app.domain.companies import NOTHING

NAME_MAX, DESCRIPTION_MAX, ALT_MAX, WEBSITE_MAX = 100, 2500, 200, 300
LOCATIONS_MAX = 25
PLACE_MOST = {"name": 100, "address_line": 200, "city": 100, "country": 2}
"""Characters of a location's parts."""
SHORT = 120
"""So much of a text stands in the activity."""


@dataclasses.dataclass(frozen=True, slots=True)
class Location:
    """A place where customers find the company."""

    name: str
    address_line: str
    city: str
    country: str
    """ISO 3166."""


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """One version of it. Texts are texts: whatever looks like HTML in them is shown as it was typed."""

    name: str
    description: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    """An https address."""
    logo_id: str = ""
    logo_alt: str = ""
    """What the logo shows, for people who can't see it."""
    locations: tuple[Location, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileChange:
    """One field of which two versions say different things, as the activity keeps it."""

    field: str
    before: str
    after: str


FIELDS = tuple(field.name for field in dataclasses.fields(Profile))
LOGO_GIVEN, LOGO_REPLACED = "given", "replaced"


def changes(before: Profile | None, after: Profile) -> tuple[ProfileChange, ...]:
    """What is different in `after`; all that is there where there was nothing before."""
    return tuple(
        ProfileChange(field, _short(before, field), LOGO_REPLACED if _replaces(before, after, field) else _short(after, field))
        for field in FIELDS
        if (getattr(before, field) if before else _nothing(field)) != getattr(after, field)
    )


def to_publish(profile: Profile) -> dict[str, str]:
    """What a draft still lacks before customers can see it: the problem by field."""
    return {} if profile.description else {"description": "required"}


def _nothing(field: str) -> object:
    return () if field == "locations" else ""


def _replaces(before: Profile | None, after: Profile, field: str) -> bool:
    return field == "logo_id" and before is not None and bool(before.logo_id) and bool(after.logo_id)


def _short(profile: Profile | None, field: str) -> str:
    if profile is None:
        return NOTHING
    if field == "logo_id":
        return LOGO_GIVEN if profile.logo_id else NOTHING
    if field == "locations":
        text = "; ".join(f"{place.name}, {place.city}" for place in profile.locations)
    else:
        text = " ".join(str(getattr(profile, field)).split())
    return (text if len(text) <= SHORT else text[: SHORT - 1] + "…") or NOTHING
