"""What a company has published of itself; strangers may load it."""

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.publishing import profile_of
from actionpack_app.components.profile import ProfileShown, show_profile_face
from actionpack_app.dialogs.phases import LOADING, MISSING, READY, named_in
from actionpack_app.domain.errors import NotFound


class PublicProfileState(rx.State):
    """One company's published profile."""

    phase: str = LOADING
    profile: ProfileShown = ProfileShown()
    here: str = ""
    """The page's path without its language, for the link to the other one."""

    @public
    @rx.event
    async def load(self) -> None:
        """Reads the profile that the address names; an unpublished one looks like a missing one."""
        mpn_id = named_in(self.router.url.path)
        self.here = f"/partners/{mpn_id}"
        try:
            self.profile, self.phase = show_profile_face(await profile_of(mpn_id)), READY
        except NotFound:
            self.profile, self.phase = ProfileShown(), MISSING
