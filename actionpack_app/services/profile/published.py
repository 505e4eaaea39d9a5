"""What anybody may see of a company, signed in or not."""

import dataclasses

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.profiles import Profile
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.files import get_files
from actionpack_app.repositories.profiles import Profiles, PublishedProfiles


@dataclasses.dataclass(frozen=True, slots=True)
class Logo:
    """A PNG of our own making."""

    content: bytes
    everybodys: bool
    """Whether it stands in a published profile; else it is the company's own."""


def published_profile(mpn_id: str) -> Profile:
    """What the company with this MPN ID has published. Raises NotFound where that is nothing."""
    with reading() as session:
        return PublishedProfiles(session).get(mpn_id)


def open_logo(actor: Actor | None, logo_id: str) -> Logo:
    """A published logo, or one of the actor's company's drafts. Raises NotFound, FilesUnavailable, FileNotFoundError."""
    with reading() as session:
        everybodys = PublishedProfiles(session).shows_logo(logo_id)
        if not everybodys and not (actor and actor.partner_id and Profiles(session, actor).has_logo(logo_id)):
            raise NotFound(logo_id)
    content = get_files().read(f"logos/{logo_id}")
    if content is None:
        raise FileNotFoundError(logo_id)
    return Logo(content, everybodys)
