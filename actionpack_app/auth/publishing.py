"""What companies have published of themselves: for everybody, signed in or not."""

import asyncio

from actionpack_app.auth.visit import visitor, wait_outside
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.profiles import Profile
from actionpack_app.domain.rights import Actor
from actionpack_app.services.profile.published import Logo, open_logo, published_profile


async def profile_of(mpn_id: str) -> Profile:
    """What a company has published. Raises NotFound where that is nothing."""
    return await asyncio.to_thread(published_profile, mpn_id)


async def logo_for(logo_id: str) -> Logo:
    """A logo that whoever asks may see. Raises NotFound, FilesUnavailable, FileNotFoundError."""
    return await wait_outside(open_logo, _somebody(), logo_id)


def _somebody() -> Actor | None:
    try:
        return visitor().actor
    except NotFound:
        return None
