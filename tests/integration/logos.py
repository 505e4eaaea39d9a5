"""Pictures to upload, and profiles as the form saves them."""

import dataclasses
import io

from PIL import Image

from actionpack_app.domain.profiles import Location, Profile
from actionpack_app.domain.rights import Actor
from actionpack_app.services.profile.save import save_profile
from actionpack_app.services.profile.show import show_profile
from tests.integration.companies import Company

WHOLE = Profile(
    name="Fabrikam Robotics",
    description="We build robots.\nAnd look after them.",
    email="hello@fabrikam.example.com",
    phone="+1 206-555-0100",
    website="https://www.fabrikam.example.com",
    locations=(Location("Head office", "1 Main Street", "Seattle", "US"), Location("Workshop", "", "Vancouver", "CA")),
)


def png(colour: tuple[int, int, int] = (200, 20, 20), kind: str = "PNG") -> bytes:
    """A small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, format=kind)
    return out.getvalue()


def write(company: Company, profile: Profile = WHOLE, actor: Actor | None = None, **changed: object) -> Profile:
    """Opens the form, types, saves."""
    who = actor or company.admin
    return save_profile(who, dataclasses.replace(profile, **changed), show_profile(who).version, company.clock)
