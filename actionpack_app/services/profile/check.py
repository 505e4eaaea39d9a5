"""What a profile may say, checked and in its normal form."""

from collections.abc import Iterator

from actionpack_app.domain.errors import InvalidInput
from actionpack_app.domain.profiles import (
    ALT_MAX,
    DESCRIPTION_MAX,
    LOCATIONS_MAX,
    NAME_MAX,
    PLACE_MOST,
    WEBSITE_MAX,
    Location,
    Profile,
)
from actionpack_app.gateways.contacts import (
    COUNTRIES,
    clean,
    clean_lines,
    email_address,
    length_problem,
    phone_number,
    web_address,
)


def checked(typed: Profile, country: str) -> Profile:
    """The profile as it can be kept; phone numbers are read as somebody of `country` writes them. Raises InvalidInput.

    Problems of a location stand under its number and its part: `locations.0.city`.
    """
    name, text, alt = clean(typed.name), clean_lines(typed.description), clean(typed.logo_alt)
    email, phone, website = clean(typed.email), clean(typed.phone), clean(typed.website)
    read_email, read_phone, read_website = email_address(email), phone_number(phone, country), web_address(website)
    places = tuple(_cleaned(place) for place in typed.locations)
    problems = {
        "name": length_problem(name, NAME_MAX),
        "description": length_problem(text, DESCRIPTION_MAX) if text else "",
        "email": "email" if email and read_email is None else "",
        "phone": "phone" if phone and read_phone is None else "",
        "website": "website" if website and (read_website is None or len(read_website) > WEBSITE_MAX) else "",
        "logo_alt": (length_problem(alt, ALT_MAX) if alt else "logo_alt") if typed.logo_id else "",
        "locations": "too_many_locations" if len(places) > LOCATIONS_MAX else "",
        **dict(_place_problems(places)),
    }
    if found := {field: code for field, code in problems.items() if code}:
        raise InvalidInput(found)
    return Profile(
        name=name,
        description=text,
        email=(read_email or "") if email else "",
        phone=(read_phone or "") if phone else "",
        website=(read_website or "") if website else "",
        logo_id=typed.logo_id,
        logo_alt=alt if typed.logo_id else "",
        locations=places,
    )


def _cleaned(place: Location) -> Location:
    return Location(clean(place.name), clean(place.address_line), clean(place.city), clean(place.country))


def _place_problems(places: tuple[Location, ...]) -> Iterator[tuple[str, str]]:
    for number, place in enumerate(places[:LOCATIONS_MAX]):
        for part, most in PLACE_MOST.items():
            text = getattr(place, part)
            problem = length_problem(text, most) if text or part != "address_line" else ""
            if part == "country" and text and text not in COUNTRIES:
                problem = "required"
            yield f"locations.{number}.{part}", problem
