"""The company's own business profile, to be written."""

import dataclasses
from datetime import datetime

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.profiles import NAME_MAX, Profile
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models.profiles import Stage
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.profiles import Profiles


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileAtWork:
    """The draft, and how it stands beside what customers see."""

    draft: Profile
    version: int
    """To be named when saving; 0 before there is a draft."""
    published_at: datetime | None
    differs: bool
    """Whether the draft says something else than what is published."""
    mpn_id: str
    country: str
    time_zone: str


def show_profile(actor: Actor) -> ProfileAtWork:
    """The actor's company's profile; before there is one, its name and billing country to begin with. Raises NotAllowed."""
    if not actor.may(Right.BUSINESS_PROFILE):
        raise NotAllowed(Right.BUSINESS_PROFILE)
    with reading() as session:
        partner, profiles = Partners(session, actor).mine(), Profiles(session, actor)
        draft, published = profiles.read(Stage.DRAFT), profiles.read(Stage.PUBLISHED)
        kept, shown = profiles.row(Stage.DRAFT), profiles.row(Stage.PUBLISHED)
    return ProfileAtWork(
        draft=draft or Profile(name=partner.name[:NAME_MAX]),
        version=kept.version if kept else 0,
        published_at=shown.saved_at if shown else None,
        differs=published is not None and draft != published,
        mpn_id=partner.mpn_id or "",
        country=partner.country,
        time_zone=partner.time_zone,
    )
